//! The face: base templates, parts of pages, words, times and names.
//!
//! A page is a struct with a template. It holds plain values, never a dossier or a permit, and decides nothing. Every text goes
//! through [`words`], every client's name through [`names`], every time through [`when`]; [`show`] renders under the reader's
//! [`Voice`]. Parts that recur are structs of their own: `{{ part }}` writes them, and `{{ form.area("summary", "Summary") }}`
//! builds a field with its value and its error.
//!
//! # A new page
//!
//! 1. A struct with `frame: Frame` (or `door: Door` outside the sign-in) and plain values, `#[derive(Template)]`, and
//!    `use crate::face::prelude::*`, which also brings the filters.
//! 2. A template that begins with `{% extends "frame.html" %}` and fills `{% block page %}`; a page with a folder's head fills
//!    `{% block main %}` and writes its own `<main id="page" tabindex="-1">`.
//! 3. Every literal text is written `{{ "Close this case"|t }}`; texts handed to parts and fields translate themselves.
//! 4. The handler ends in `show(&voice, &page)`, or in `again(&voice, &page)` with what is wrong in its [`form::Filled`].
//! 5. `pub(crate) fn samples(show: &mut Samples)` under `#[cfg(test)]`, named in `crate::samples`.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};

pub mod filters;
pub mod form;
pub mod frame;
pub mod live;
pub mod names;
pub mod parts;
pub mod qr;
pub mod state;
pub mod voice;
pub mod when;
pub mod words;

pub use frame::{Door, Frame, PlaceLink, Scheme, Told};
pub use voice::{Locale, Voice};

/// What a module with a page needs.
pub mod prelude {
    pub use askama::Template;

    pub use super::filters;
    pub use super::form::{Choice, Filled};
    pub use super::frame::{Door, Frame, PlaceLink, Scheme, Told};
    pub use super::names::{Name, Number};
    pub use super::parts::*;
    pub use super::qr::Qr;
    pub use super::state::{Clause, Link, State, Tone};
    pub use super::voice::Voice;
    pub use super::words::Words;
    pub use super::{again, show};
}

/// The page, rendered for this reader.
pub fn show(voice: &Voice, page: &impl Template) -> Response {
    with_status(StatusCode::OK, voice, page)
}

/// The form once more, with what is wrong in it.
pub fn again(voice: &Voice, page: &impl Template) -> Response {
    with_status(StatusCode::UNPROCESSABLE_ENTITY, voice, page)
}

/// The page with a status of its own.
pub fn with_status(status: StatusCode, voice: &Voice, page: &impl Template) -> Response {
    match voice::speaking(voice, || page.render()) {
        Ok(html) => (status, Html(html)).into_response(),
        Err(error) => crate::problem::Problem::fault(&error).into_response(),
    }
}

/// An icon of the sprite, hidden from screen readers.
pub(crate) fn icon(class: &str, name: &str) -> String {
    let name = if name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-') { name } else { "" };
    let sprite = crate::assets::asset("icons.svg");
    let turns = if matches!(name, "link" | "out" | "back") { " icon-turns" } else { "" };
    format!("<svg class=\"{class}{turns}\" aria-hidden=\"true\"><use href=\"{sprite}#{name}\"/></svg>")
}

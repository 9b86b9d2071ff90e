//! The sign sheet: what will be signed as it will stand, what the signature says, and one clear act.

use askama::Template;

use super::sheet::Sheet;
use crate::face::filters;
use crate::face::form::Filled;
use crate::face::words::{Words, html_parts};

/// What the signer has to give.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// Nothing more: the sign-in is young enough for this kind of note.
    Nothing,
    /// The password.
    Password,
    /// The password and a one-time code: approvals, closures, destructions.
    PasswordAndCode,
}

/// The way back from the sign sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Back {
    /// To the form, with everything that stands in it: it is sent once more, without a signature.
    Form,
    /// To a page: nothing was written there.
    Page(String),
}

/// The sign sheet. It is a page; the script lays it over the draft as a dialog when the answer carries [`SignSheet::ID`] in
/// `Casekeep-Dialog`.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/sign.html")]
pub struct SignSheet {
    /// "Sign this note".
    pub title: Words,
    /// Where the signature is sent.
    pub action: String,
    /// The way back.
    pub back: Back,
    /// What will stand.
    pub sheet: Sheet,
    /// What the signature says.
    pub says: Words,
    /// When it happened, when it was written.
    pub facts: Vec<(Words, Words)>,
    /// Password and code, and what was wrong with them.
    pub form: Filled,
    /// What the signer has to give.
    pub ask: Ask,
    /// "Sign note".
    pub act: Words,
    /// What happens then.
    pub then: Words,
    /// The fields of the form, which go along whichever way is taken.
    pub fields: Vec<(String, String)>,
}

impl SignSheet {
    /// Its id in the page.
    pub const ID: &'static str = "sign";
    /// The id of the form behind the way back. It stands apart, so that Enter in the field of the password signs.
    const BACK: &'static str = "sign-back";
}

html_parts!(SignSheet);

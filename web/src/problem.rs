//! Turns failures into pages in plain language: what happened, what to do, where the text is kept.
//!
//! Refused and absent are the same page with the same status and the same bytes, so nobody can learn what exists. A fault of ours
//! shows a reference number and nothing else; the log carries the same number, and neither carries content.

use std::fmt::Display;

use askama::Template;
use axum::http::StatusCode;
use axum::http::header::{HeaderValue, RETRY_AFTER};
use axum::response::{Html, IntoResponse, Response};

use crate::face::filters;
use crate::face::frame::Door;
use crate::face::words::Words;

/// What went wrong, told apart by who can do something about it.
#[derive(Debug)]
pub enum Problem {
    /// It does not exist, or this person may not know that it does.
    Missing,
    /// A rule of the practice forbids it and there is no form to show it in.
    Rule(Words),
    /// Somebody else changed the same thing in the meantime.
    Conflict,
    /// Too many attempts; after so many seconds it may be tried again.
    TooMany(u32),
    /// The disk is full.
    Full,
    /// The database does not answer.
    Unavailable,
    /// The store of the documents does not answer.
    DocumentsAway,
    /// The document is not yet where this server could read it.
    OnItsWay,
    /// The request does not have the shape that our pages send.
    Malformed,
    /// It was sent from a page that is not ours.
    Foreign,
    /// It was sent to a name that is not this server's.
    Misdirected,
    /// More was sent than is taken.
    TooLarge,
    /// The method is not one that this address knows.
    Method,
    /// It took too long and was given up.
    Slow(Reference),
    /// Ours to mend.
    Fault(Reference),
}

/// After how many seconds to look whether the database, or the store of the documents, answers again.
const RECOVERY: u32 = 10;

/// A number that stands on the page and in the log, so that the two can be brought together.
#[derive(Debug, Clone)]
pub struct Reference(String);

impl Reference {
    /// A new number, such as `3F9A-07C2`.
    pub fn new() -> Self {
        let id = uuid::Uuid::new_v4().simple().to_string().to_uppercase();
        let (first, rest) = id.split_at_checked(4).unwrap_or((&id, ""));
        Self(format!("{first}-{}", rest.get(..4).unwrap_or_default()))
    }
}

impl Default for Reference {
    fn default() -> Self {
        Self::new()
    }
}

impl Display for Reference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl Problem {
    /// A fault of ours: logged with a new reference. The error's text must be free of content, as all our errors are.
    pub fn fault(error: &dyn Display) -> Self {
        let reference = Reference::new();
        tracing::error!(reference = %reference, error = %error, "a request failed");
        Self::Fault(reference)
    }

    /// What a rule of the procedure forbids for now, in its own words.
    pub fn rule(rule: &dyn Display) -> Self {
        Self::Rule(crate::answer::sentence(&rule.to_string()).into())
    }

    /// The status of the answer.
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::Missing => StatusCode::NOT_FOUND,
            Self::Rule(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Conflict => StatusCode::CONFLICT,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Full => StatusCode::INSUFFICIENT_STORAGE,
            Self::Unavailable | Self::DocumentsAway | Self::OnItsWay => StatusCode::SERVICE_UNAVAILABLE,
            Self::Malformed => StatusCode::BAD_REQUEST,
            Self::Foreign => StatusCode::FORBIDDEN,
            Self::Misdirected => StatusCode::MISDIRECTED_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Slow(_) => StatusCode::GATEWAY_TIMEOUT,
            Self::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn title(&self) -> &'static str {
        match self {
            Self::Missing => "There is nothing here for you",
            Self::Rule(_) => "This is not possible now",
            Self::Conflict => "Somebody was faster",
            Self::TooMany(_) => "Please wait a moment",
            Self::Full => "The server has no room left",
            Self::Unavailable => "The database does not answer",
            Self::DocumentsAway => "The document store cannot be reached just now",
            Self::OnItsWay => "This document is still on its way",
            Self::Malformed => "This could not be read",
            Self::Foreign => "This did not come from Casekeep",
            Self::Misdirected => "This is not the address of this server",
            Self::TooLarge => "This is too large",
            Self::Method => "This cannot be done at this address",
            Self::Slow(_) => "This took too long",
            Self::Fault(_) => "Something broke on our side",
        }
    }

    fn what(&self) -> Words {
        match self {
            Self::Missing => "The page does not exist, or it belongs to a file that you do not work with, or no longer: cases are handed over and closed. If you have just sent something: Nothing was recorded. If you followed a link from a colleague, ask them or your supervisor.".into(),
            Self::Rule(rule) => rule.clone(),
            Self::Conflict => "While you were writing, somebody else changed the same thing. Nothing of yours was recorded. Go back, load the page again and look at what is new; your draft is kept.".into(),
            Self::TooMany(seconds) => Words::count("There were too many attempts. Try again in {n} second.", "There were too many attempts. Try again in {n} seconds.", *seconds),
            Self::Full => "Nothing was recorded, and nothing that was recorded before is lost. Please tell your IT administrator; your draft is kept in this page, so go back and leave it open.".into(),
            Self::Unavailable => "Nothing that was recorded before is lost. Wait a moment, then go back and send the same page again: what you wrote is still in it, and it is recorded once at most. If this lasts, please tell your IT administrator.".into(),
            Self::DocumentsAway => "Documents cannot be opened until it is back; everything else goes on, and nothing is lost. New documents can be added: they wait on this server and move by themselves. If this lasts, please tell your IT administrator.".into(),
            Self::OnItsWay => "It was added a short while ago and has not reached the document store yet. Nothing is lost. Please try again in a few minutes; if this lasts, please tell your IT administrator.".into(),
            Self::Malformed => "The server did not understand what the browser sent. Go back, load the page again and try once more.".into(),
            Self::Foreign => "The request was sent from another site, or the browser did not say from where. Nothing was changed. Open the page here and do it again.".into(),
            Self::Misdirected => "Please use the address that your organisation gave you.".into(),
            Self::TooLarge => "The server takes less than was sent. Nothing was recorded. Shorten the text or choose a smaller file.".into(),
            Self::Method => "Nothing was changed. Go back and use the buttons of the page.".into(),
            Self::Slow(_) => "The server gave up waiting. It may or may not have been recorded: look before you do it again.".into(),
            Self::Fault(_) => "Nothing of what you just did was recorded. What you had written before is kept as a draft. Please try again; if it happens twice, give your IT administrator this number.".into(),
        }
    }

    /// The page, without its status.
    pub fn page(&self) -> ProblemPage {
        let reference = match self {
            Self::Fault(reference) | Self::Slow(reference) => Some(reference.clone()),
            _ => None,
        };
        ProblemPage { door: Door::new(self.title(), ""), what: self.what(), reference }
    }
}

/// The page of a problem.
#[derive(Debug, Template)]
#[template(path = "problem.html")]
pub struct ProblemPage {
    door: Door,
    what: Words,
    reference: Option<Reference>,
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let html = self.page().render().unwrap_or_default();
        let mut response = (self.status(), Html(html)).into_response();
        let later = match self {
            Self::TooMany(seconds) => Some(seconds),
            Self::Unavailable | Self::DocumentsAway | Self::OnItsWay => Some(RECOVERY),
            _ => None,
        };
        if let Some(seconds) = later {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

#[cfg(test)]
pub(crate) fn samples(show: &mut crate::samples::Samples) {
    let problems = [
        ("missing", Problem::Missing),
        ("rule", Problem::Rule("inquiries are still open".into())),
        ("conflict", Problem::Conflict),
        ("too-many", Problem::TooMany(30)),
        ("full", Problem::Full),
        ("unavailable", Problem::Unavailable),
        ("documents-away", Problem::DocumentsAway),
        ("on-its-way", Problem::OnItsWay),
        ("malformed", Problem::Malformed),
        ("foreign", Problem::Foreign),
        ("misdirected", Problem::Misdirected),
        ("too-large", Problem::TooLarge),
        ("method", Problem::Method),
        ("slow", Problem::Slow(Reference(crate::samples::data("3F9A-07C2")))),
        ("fault", Problem::Fault(Reference(crate::samples::data("3F9A-07C2")))),
    ];
    for (name, problem) in problems {
        show.page(&format!("problem-{name}"), &problem.page());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_shows_its_reference_and_not_its_cause() {
        let problem = Problem::fault(&"the cabinet of Jonas is on fire");
        let html = problem.page().render().unwrap();
        let Problem::Fault(reference) = &problem else { panic!("not a fault") };
        assert!(html.contains(&reference.to_string()));
        assert!(!html.contains("Jonas") && !html.contains("fire"));
    }

    #[test]
    fn references_are_nine_characters_and_differ() {
        let (one, other) = (Reference::new().to_string(), Reference::new().to_string());
        assert_eq!(one.len(), 9);
        assert_ne!(one, other);
    }

    #[test]
    fn too_many_attempts_say_when_to_come_back() {
        let response = Problem::TooMany(30).into_response();
        assert_eq!(response.status(), StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(response.headers().get(RETRY_AFTER).unwrap(), "30");
    }
}

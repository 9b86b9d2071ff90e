//! What handlers answer with, and how failures of operations become pages.

use axum::response::{IntoResponse, Redirect, Response};
use casework::{Failure, Fault, Rule};

use crate::problem::Problem;

/// A page or a redirect, or the page of a problem.
pub type Answer = Result<Response, Problem>;

/// Goes on to another page after something was done.
pub fn go(address: &str) -> Answer {
    Ok(Redirect::to(address).into_response())
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Full => Self::Full,
            Fault::Unavailable => {
                tracing::warn!("the database does not answer");
                Self::Unavailable
            }
            Fault::DocumentsAway => Self::DocumentsAway,
            Fault::OnItsWay => Self::OnItsWay,
            Fault::Busy | Fault::HasLeft => Self::Conflict,
            other => Self::fault(&other),
        }
    }
}

impl From<store::StoreFault> for Problem {
    fn from(fault: store::StoreFault) -> Self {
        Fault::from(fault).into()
    }
}

impl<R: Rule> From<Failure<R>> for Problem {
    /// For failures that have no form to be shown in.
    fn from(failure: Failure<R>) -> Self {
        match failure {
            Failure::Refused(_) => Self::Missing,
            Failure::Signature(bad) => Self::Rule(crate::face::words::Words::from(bad.to_string())),
            Failure::Rule(rule) => Self::Rule(crate::face::words::Words::from(rule.to_string())),
            Failure::Fault(fault) => fault.into(),
        }
    }
}

/// The first letter large and a full stop behind: rules are worded for logs and for pages alike.
pub fn sentence(message: &str) -> String {
    let mut chars = message.chars();
    let first: String = chars.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    let end = if message.ends_with(['.', '?', '!']) { "" } else { "." };
    format!("{first}{}{end}", chars.as_str())
}

/// An id out of an address; what is none leads nowhere.
///
/// # Errors
/// [`Problem::Missing`].
pub fn id<T: std::str::FromStr>(text: &str) -> Result<T, Problem> {
    text.parse().map_err(|_| Problem::Missing)
}

//! A form that is signed where it stands: what it speaks of, its fields, and the signature beneath them. For what is short enough to be read
//! before it is signed; what is longer is shown once more as the sheet that it will be.

use axum::response::Response;
use casework::{Failure, Rule};
use domain::ids::EntryNumber;

use super::{signature_fields, unsigned, young};
use crate::answer::sentence;
use crate::face::form::Field;
use crate::face::parts::Pairs;
use crate::face::prelude::*;
use crate::fields::{Fields, SEEN};
use crate::person::Person;
use crate::problem::Problem;

/// A form that is signed where it stands.
#[derive(Debug, Template)]
#[template(path = "signed/here.html")]
pub struct FormPage {
    /// The frame.
    pub frame: Frame,
    /// What is being done.
    pub heading: Words,
    /// What follows from it.
    pub lead: Words,
    /// What it speaks of.
    pub about: Pairs,
    /// Where it is sent.
    pub action: String,
    /// What is wrong.
    pub form: Filled,
    /// Its fields.
    pub fields: Vec<Field>,
    /// The words on the button; none when there is nothing to sign.
    pub act: Words,
    /// Where "back" leads, and what is there.
    pub back: Link,
}

impl FormPage {
    fn takes_files(&self) -> bool {
        self.fields.iter().any(Field::takes_files)
    }
}

/// What differs between these forms.
pub(crate) struct Asks {
    pub(crate) title: &'static str,
    pub(crate) heading: Words,
    pub(crate) lead: Words,
    pub(crate) about: Pairs,
    pub(crate) action: String,
    pub(crate) fields: Vec<Field>,
    pub(crate) act: &'static str,
    pub(crate) back: Link,
}

/// When a form asks for the password, and for a code where one is set up.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Challenge {
    /// Whatever the age of the sign-in.
    Always,
    /// When the sign-in is too old to stand for it, or what was given was wrong.
    OldSignIn,
    /// There is nothing to sign yet.
    Never,
}

/// Shows the form; `last` is the last entry of the file that it is about, as it is shown here.
pub(crate) fn show(
    person: &Person,
    filled: Filled,
    last: EntryNumber,
    challenge: Challenge,
    asks: impl FnOnce(&Filled) -> Asks,
) -> Response {
    let asked = match challenge {
        Challenge::Always => true,
        Challenge::OldSignIn => filled.is_wrong_at("password") || filled.is_wrong_at("code") || !young(person),
        Challenge::Never => false,
    };
    let wrong = filled.is_wrong();
    let form = person.keyed(filled).unless(SEEN, last.to_string());
    let asks = crate::face::voice::speaking(person.voice(), || asks(&form));
    let Asks { title, heading, lead, about, action, mut fields, act, back } = asks;
    if !act.is_empty() && asked {
        fields.extend(signature_fields(&form));
    }
    let build = |frame: Frame| FormPage { heading, lead, about, action, fields, act: act.into(), back, form, frame };
    person.form(title, wrong, build)
}

/// The form once more with what is wrong: the rule at the field that `place` names, or the signature at its own.
pub(crate) fn refused<R: Rule>(
    sent: &Fields,
    failure: Failure<R>,
    place: impl Fn(&R) -> Option<&'static str>,
) -> Result<Filled, Problem> {
    match failure {
        Failure::Rule(rule) => {
            let words = sentence(&rule.to_string());
            Ok(match place(&rule) {
                Some(field) => sent.filled().wrong(field, words),
                None => sent.filled().refused(words),
            })
        }
        Failure::Signature(bad) => Ok(unsigned(sent.filled(), &bad)),
        other => Err(other.into()),
    }
}

/// The page of a sample.
#[cfg(test)]
pub(crate) fn sample(asks: Asks, form: Filled, frame: Frame) -> FormPage {
    let Asks { heading, lead, about, action, fields, act, back, .. } = asks;
    FormPage { heading, lead, about, action, fields, act: act.into(), back, form, frame }
}

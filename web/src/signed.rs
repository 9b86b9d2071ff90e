//! Signing what was written: the form is checked, then the sign sheet shows it as it will stand, then it is signed.
//!
//! The whole form travels through the sign sheet as hidden fields, so what is signed is exactly what was shown. A form carries the key of its
//! effect, so that a second click, or sending it again, has no second effect.

pub mod here;

use axum::http::StatusCode;
use axum::response::Response;
use casework::house::{Proof, Signing};
use casework::{BadSignature, Ctx};
use domain::ids::EntryNumber;
use domain::level::Level;
use domain::signature::Meaning;

use crate::face::form::Field;
use crate::face::frame::Frame;
use crate::face::live;
pub use crate::face::parts::Back;
use crate::face::parts::{Ask, Sheet, SignSheet};
use crate::face::prelude::*;
use crate::fields::{BACK, Fields, ONCE, SEEN, once_key, seen};
use crate::person::Person;
use crate::stale;

/// What the sign sheet of one form says besides the sheet itself.
pub struct Asking {
    /// "Sign this note".
    pub title: Words,
    /// "Sign note".
    pub act: Words,
    /// The way back.
    pub back: Back,
    /// Where it is sent.
    pub action: String,
    /// How confidential the entry will be.
    pub level: Level,
    /// What the signature says; the usual sentence of an author when empty.
    pub says: Words,
    /// What happens then.
    pub then: Words,
    /// When it happened, when it was written, and the like.
    pub facts: Vec<(Words, Words)>,
    /// The file as it is shown.
    pub shown: Shown,
    /// Whether the password, and a code where one is set up, is asked whatever the age of the sign-in.
    pub always: bool,
}

/// The file as it was when a sheet was shown.
#[derive(Debug, Clone)]
pub struct Shown {
    /// Its last entry.
    pub last: EntryNumber,
    /// Where its entries are read.
    pub read: String,
}

impl Shown {
    /// A file that is yet to be.
    pub const fn nothing() -> Self {
        Self { last: EntryNumber::NONE, read: String::new() }
    }
}

/// The page around a sign sheet.
#[derive(Debug, Template)]
#[template(path = "signed.html")]
pub struct SignPage {
    /// The frame.
    pub frame: Frame,
    /// The sheet.
    pub sign: SignSheet,
}

/// Whether this request signs, or only asks to see what would be signed.
pub fn is_signed(fields: &Fields) -> bool {
    fields.ticked("signed")
}

/// Whether this request leads back from the sign sheet to the form. Nothing is read, and nothing can be wrong in it yet.
pub fn goes_back(fields: &Fields) -> bool {
    fields.ticked(BACK)
}

/// The signature of this request. A form without its key signs nothing: it could have its effect twice.
pub fn signing(fields: &Fields, meaning: Meaning) -> Signing {
    let (password, code) = (fields.secret("password"), fields.text("code"));
    let proof = match (password.is_empty(), code.is_empty()) {
        (true, _) => Proof::SignIn,
        (false, true) => Proof::Password(password),
        (false, false) => Proof::PasswordAndCode(password, code.to_owned()),
    };
    match once_key(fields) {
        Some(once) => Signing::meaning(proof, meaning).once(once).seen(seen(fields)),
        None => Signing::meaning(Proof::Incomplete, meaning),
    }
}

/// The form with what is wrong about its signature: at the field of the password or of the code, or above all.
pub fn unsigned(form: Filled, bad: &BadSignature) -> Filled {
    let words = crate::answer::sentence(&bad.to_string());
    match bad {
        BadSignature::WrongCode => form.wrong("code", words),
        BadSignature::Missing | BadSignature::WrongPassword | BadSignature::Wait(_) => form.wrong("password", words),
        BadSignature::Incomplete | BadSignature::Stale(_) => form.refused(words),
    }
}

/// The fields of a signature, for a form that is signed where it stands.
pub(crate) fn signature_fields(filled: &Filled) -> [Field; 2] {
    [
        filled.password("password", "Your own password").hint("This is signed like everything else."),
        filled.code("code", "Code from your authenticator app").optional(),
    ]
}

/// Whether the sign-in is young enough to stand for an ordinary signature.
pub fn young(person: &Person) -> bool {
    let window = i64::from(person.organisation.rulebook.signing_window_minutes) * 60;
    person.ctx.who().proved.is_some_and(|proved| person.now().seconds_since(proved) <= window)
}

/// Shows the sign sheet; `bad` is what was wrong with the signature that was tried.
pub async fn sheet(
    person: &Person,
    fields: &Fields,
    asking: impl FnOnce() -> (Asking, Sheet),
    bad: Option<BadSignature>,
) -> Result<Response, crate::problem::Problem> {
    let bad = bad.or_else(|| once_key(fields).is_none().then_some(BadSignature::Incomplete));
    if let Some(BadSignature::Stale(newer)) = bad {
        return stale::page(person, fields, asking, newer).await;
    }
    let has_code = has_code(&person.ctx).await?;
    // A young sign-in serves, unless it was tried just now and did not.
    let serves = young(person) && bad.as_ref().is_none_or(|bad| *bad == BadSignature::Incomplete);
    let status = if bad.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = person.with_status(status, "Sign", |frame| {
        let (asking, sheet) = asking();
        let ask = match (asking.always, has_code, serves) {
            (true, true, _) => Ask::PasswordAndCode,
            (false, _, true) => Ask::Nothing,
            _ => Ask::Password,
        };
        let form = bad.as_ref().map_or_else(Filled::new, |bad| unsigned(Filled::new(), bad));
        let once = once_key(fields).unwrap_or_else(|| person.ctx.new_once());
        let mut carried = fields.carried();
        carried.push((ONCE.to_owned(), once.to_string()));
        carried.push((SEEN.to_owned(), seen(fields).unwrap_or(asking.shown.last).to_string()));
        let says = if asking.says.is_empty() {
            "With your signature you say: I wrote this, it is true and complete to my knowledge. It cannot be changed afterwards; you can add an addendum.".into()
        } else {
            asking.says
        };
        let sign = SignSheet {
            title: asking.title,
            action: asking.action,
            back: asking.back,
            sheet: sheet.named("sheet"),
            says,
            facts: facts(person, asking.level, asking.facts),
            form,
            ask,
            act: asking.act,
            then: asking.then,
            fields: carried,
        };
        SignPage { frame, sign }
    });
    // The first time the script lays the sheet over the draft; after a wrong password it is exchanged inside it.
    Ok(if !is_signed(fields) { live::dialog(page, SignSheet::ID) } else { page })
}

/// What stands beneath the sheet: who signs, by name and title as they are printed, the level, and what else there is to know.
fn facts(person: &Person, level: Level, more: Vec<(Words, Words)>) -> Vec<(Words, Words)> {
    let card = &person.card;
    let role = card.role_word();
    let title = match (card.title.as_str(), role) {
        ("", role) => Words::from(role),
        (title, role) if title == role => Words::from(role),
        (title, role) => Words::from("{title} ({role})").with("title", title).with("role", Words::from(role)),
    };
    let signer = Words::from("{name}, {title}").with("name", &card.name).with("title", title);
    let mut facts: Vec<(Words, Words)> =
        vec![("Signed by".into(), signer), ("Confidentiality".into(), level.word().into())];
    facts.extend(more);
    facts
}

async fn has_code(ctx: &Ctx) -> Result<bool, crate::problem::Problem> {
    Ok(ctx.house().store().account(ctx.staff()).await?.is_some_and(|account| account.has_code))
}

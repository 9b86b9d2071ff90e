//! Closing a case, when nothing blocks and all five steps are signed.

use axum::extract::Path;
use casework::closure::close_case;
use domain::closure::Rung;
use domain::level::Level;
use domain::policy::Action;
use domain::signature::Meaning;

use super::sheet::{Said, sheet};
use super::show::Place;
use crate::answer::{Answer, go, id};
use crate::cases::form::{self, Tried};
use crate::done::Done;
use crate::face::parts::Sheet;
use crate::face::when;
use crate::fields::Fields;
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::{Asking, Back, is_signed, signing};

/// `POST /cases/{case}/closure/close`
pub async fn create(person: Person, Path(case): Path<String>, sent: Fields) -> Answer {
    let case = id(&case)?;
    let mut bad = None;
    if is_signed(&sent) {
        // Asked first: a form that is sent twice finds the case closed, and is answered as the first time.
        match form::tried(close_case(&person.ctx, case, signing(&sent, Meaning::ClosureSignOff)).await)? {
            Tried::Signed(_) => return go(&Done::CASE_CLOSED.at("/")),
            Tried::Rule(rule) => return Err(Problem::rule(&rule)),
            Tried::Bad(wrong) => bad = Some(wrong),
        }
    }
    let place = Place::open(&person, case).await?;
    place.require(&person, Action::CloseCase).await?;
    let asking = || Asking {
        title: "Close this case".into(),
        act: "Close case".into(),
        back: Back::Page(place.path()),
        action: format!("{}/close", place.path()),
        says: "With your signature you say: nothing is left to follow up, and this case is closed.".into(),
        then: "Then access falls away at once for everybody who worked on it, you included.".into(),
        facts: vec![("Written".into(), when::full(person.now()).into())],
        level: Level::Confidential,
        shown: place.shown(),
        always: true,
    };
    let closing = place.view.as_ref().map(|view| &view.file().closing);
    let ending = closing.and_then(|closing| closing.rung(Rung::Documented)?.signed.ending.as_ref());
    let said = || {
        let said = Said { rung: Rung::Scheduled, ending, checked: None, attested: None, remark: None };
        Sheet { title: "Case closed".into(), icon: "lock", ..sheet(&place.standing, &place.staff, &said) }
    };
    form::sign(&person, &sent, asking, said, bad).await
}

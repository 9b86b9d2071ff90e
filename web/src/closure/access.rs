//! Looking who can still open a closed case, and signing for it: every account is asked about, nobody claims it by hand (RC-5, RC-4.2c).

use axum::extract::Path;
use casework::closure::{verify_access, who_opens};
use domain::access_check::{AccessVerified, CannotVerify, StillOpens};
use domain::event::Event;
use domain::ids::DossierId;
use domain::level::Level;
use domain::policy::Action;
use domain::signature::Meaning;
use domain::staff::StaffCard;

use super::show::Place;
use super::step::StepPage;
use crate::answer::{Answer, go, id};
use crate::cases::form::{self, Tried};
use crate::done::Done;
use crate::face::parts::{DraftState, Line, Sheet, Voiced};
use crate::face::prelude::*;
use crate::face::when;
use crate::fields::Fields;
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::{Asking, Back, goes_back, is_signed, signing};
use crate::staff::name_of;

/// The page of the check, below a closure.
pub(super) const PART: &str = "access-check";

async fn open(person: &Person, case: DossierId) -> Result<(Place, AccessVerified), Problem> {
    let place = Place::open(person, case).await?;
    place.require(person, Action::VerifyAccess).await?;
    if place.standing.open {
        return Err(Problem::rule(&CannotVerify::StillOpen));
    }
    let found = who_opens(&person.ctx, case).await?;
    Ok((place, found))
}

fn page(person: &Person, place: &Place, found: &AccessVerified, form: Filled) -> Answer {
    let wrong = form.is_wrong();
    let form = person.keyed(form);
    let stray = found.openers.iter().any(|opener| opener.why == StillOpens::Otherwise);
    let build = |frame: Frame| StepPage {
        head: place.head(person),
        heading: "Who can open this file".into(),
        lead: if stray {
            "Somebody can open this file who should not. Change their roles under Staff, tell the data protection officer, and look again.".into()
        } else {
            "Asked just now of every account: this is what the permissions say, and nothing else opens a file.".into()
        },
        about: vec![Sheet { entry: "Not yet in the record".into(), ..sheet(found, &place.staff) }],
        losing: Vec::new(),
        action: format!("{}/{PART}", place.path()),
        draft: None,
        state: DraftState::new(),
        fields: Vec::new(),
        act: "Review and sign".into(),
        back: place.back(),
        form,
        frame,
    };
    Ok(person.form("Closure", wrong, build))
}

/// `GET /cases/{case}/closure/access-check`
pub async fn new(person: Person, Path(case): Path<String>) -> Answer {
    let (place, found) = open(&person, id(&case)?).await?;
    if place.standing.verified.is_some() {
        return go(&place.path());
    }
    page(&person, &place, &found, Filled::new())
}

/// `POST /cases/{case}/closure/access-check`
pub async fn create(person: Person, Path(case): Path<String>, sent: Fields) -> Answer {
    let (place, found) = open(&person, id(&case)?).await?;
    if goes_back(&sent) {
        return page(&person, &place, &found, sent.filled());
    }
    let mut bad = None;
    if is_signed(&sent) {
        let ink = signing(&sent, Meaning::ClosureSignOff);
        match form::tried(verify_access(&person.ctx, place.standing.case, ink).await)? {
            Tried::Signed(_) => return go(&Done::ACCESS_VERIFIED.at(&place.path())),
            Tried::Rule(rule) => return page(&person, &place, &found, form::refused(&sent, &rule, None)),
            Tried::Bad(wrong) => bad = Some(wrong),
        }
    }
    let asking = || Asking {
        title: "Sign who can open this file".into(),
        act: "Sign".into(),
        back: Back::Form,
        action: format!("{}/{PART}", place.path()),
        says: "With your signature you say: I have looked at who can open this file, and it is nobody else.".into(),
        then: "It is computed once more in that moment, and stands in the file.".into(),
        facts: vec![("Looked at".into(), when::full(person.now()).into())],
        level: Level::Confidential,
        shown: place.shown(),
        always: true,
    };
    form::sign(&person, &sent, asking, || sheet(&found, &place.staff), bad).await
}

/// Who can open a closed file, and who cannot any more.
fn sheet(found: &AccessVerified, staff: &[StaffCard]) -> Sheet {
    let mut sheet = crate::cases::sheets::blank("lock", "Who can open this closed file");
    sheet.id = "openers".to_owned();
    let line = |term: &'static str, words: Words| Line::new(term, words).voiced(Voiced::Product);
    sheet.lines.push(line("Accounts", Words::from("{n}").with("n", found.accounts)));
    for why in StillOpens::ALL {
        let names: Vec<String> = found
            .openers
            .iter()
            .filter(|opener| opener.why == why)
            .map(|opener| name_of(staff, opener.staff))
            .collect();
        if !names.is_empty() {
            let names = Words::from(names.join(", "));
            let words = match why {
                StillOpens::AfterCare => {
                    Words::from("{names}: how to reach the client, and nothing of the file").with("names", names)
                }
                StillOpens::Keeper | StillOpens::Otherwise => names,
            };
            sheet.lines.push(line(why.word(), words));
        }
    }
    let lost: Vec<String> = found.lost.iter().map(|who| name_of(staff, *who)).collect();
    if !lost.is_empty() {
        sheet.lines.push(line("Lost access", lost.join(", ").into()));
    }
    sheet
}

/// The same as it stands in the file.
pub(crate) fn told(event: &Event, staff: &[StaffCard]) -> Option<Sheet> {
    let Event::AccessVerified(verified) = event else { return None };
    Some(Sheet { id: String::new(), ..sheet(verified, staff) })
}

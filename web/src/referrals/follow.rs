//! What came of a referral: who said so, and when somebody asks again.

use axum::extract::Path;
use casework::referrals::follow_referral;
use domain::calendar::days_later;
use domain::ids::{DossierId, ItemId};
use domain::level::Level;
use domain::policy::Action;
use domain::referrals::{Came, Referral, ReferralFollowed, Stands, ToldBy};
use domain::signature::Meaning;
use jiff::civil::Date;

use super::{following, path, place_of, told};
use crate::answer::{Answer, go, id};
use crate::cases::head::CaseView;
use crate::done::Done;
use crate::face::form::Field;
use crate::face::parts::Pairs;
use crate::face::prelude::*;
use crate::face::when;
use crate::fields::{Fields, Reader, code, decode};
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::here::{self, Asks, Challenge};
use crate::signed::signing;

/// After how many days somebody asks again when nobody says otherwise.
pub(super) const AGAIN_DAYS: u32 = 14;

pub(super) async fn open(person: &Person, case: &str, referral: &str) -> Result<(CaseView, ItemId), Problem> {
    let (case, referral): (DossierId, ItemId) = (id(case)?, id(referral)?);
    let view = CaseView::open(person, case, Action::Refer).await?;
    view.file().referrals.find(referral).ok_or(Problem::Missing)?;
    Ok((view, referral))
}

/// What is asked of one referral.
type Asking = fn(DossierId, &Referral, Date, &Filled) -> Asks;

pub(super) fn page(person: &Person, view: &CaseView, referral: ItemId, filled: Filled, asks: Asking) -> Answer {
    let one = view.file().referrals.find(referral).ok_or(Problem::Missing)?;
    let today = person.organisation.rulebook.office.today(person.now());
    let last = view.seen.opened.last;
    Ok(here::show(person, filled, last, Challenge::OldSignIn, |form| asks(view.id(), one, today, form)))
}

pub(super) fn asks(case: DossierId, one: &Referral, today: Date, form: &Filled) -> Asks {
    let to_send = one.stands() == Stands::ToSend;
    let (heading, lead, act) = if to_send {
        (
            "Take the referral back",
            "The service was not asked yet. Say why it is not to be any more.",
            "Sign and take it back",
        )
    } else {
        (
            "What came of the referral",
            "As long as something is still to come, it stands on Today again on the day that you choose.",
            "Sign what is known",
        )
    };
    let mut about = Pairs::new()
        .with("Service", one.made.to.reveal().to_owned())
        .with("Help with", one.made.help.word())
        .with("Referred", when::when(one.at));
    if let Some((answered, at)) = one.unread() {
        about = about.with("What they answer", told::by_link(answered, at));
    }
    Asks {
        title: "What came of a referral",
        heading: heading.into(),
        lead: lead.into(),
        about,
        action: following(case, one.made.id),
        fields: if to_send { back_fields(form) } else { fields(one, today, form) },
        act,
        back: Link::new(path(case), "Back to the referrals"),
    }
}

fn back_fields(form: &Filled) -> Vec<Field> {
    vec![
        form.hidden("came").or(code(&Came::Withdrawn)),
        form.hidden("told_by").or(code(&ToldBy::Us)),
        form.text("note", "Why").max(200),
    ]
}

fn fields(one: &Referral, today: Date, form: &Filled) -> Vec<Field> {
    let came = Came::ALL.map(|came| Choice::new(code(&came), came.word()));
    let told = ToldBy::ALL.map(|by| Choice::new(code(&by), by.word()));
    // what the service has said stands there already; whoever reads it says whether it holds
    let said = one.unread().map(|(answered, _)| answered);
    let [was, by] =
        [said.map(|said| code(&said.came)), said.map(|_| code(&ToldBy::Service))].map(Option::unwrap_or_default);
    let note = said.map(told::note_of).unwrap_or_default();
    vec![
        form.radios("came", "What is known", &came).or(was),
        form.radios("told_by", "Who said so", &told).or(by),
        form.text("note", "In words").or(note).hint("Why, when it ends without the help.").free().max(200),
        form.date("ask_by", "When you ask again")
            .or(days_later(today, AGAIN_DAYS).to_string())
            .hint("Only while something is still to come.")
            .free(),
    ]
}

/// `GET /cases/{case}/referrals/{referral}`
pub async fn ask(person: Person, Path((case, referral)): Path<(String, String)>) -> Answer {
    let (view, referral) = open(&person, &case, &referral).await?;
    match view.file().referrals.find(referral) {
        Some(one) if !one.is_open() => go(&path(view.id())),
        _ => page(&person, &view, referral, Filled::new(), asks),
    }
}

/// `POST /cases/{case}/referrals/{referral}`
pub async fn create(person: Person, Path((case, referral)): Path<(String, String)>, sent: Fields) -> Answer {
    let (view, referral) = open(&person, &case, &referral).await?;
    let mut reader = Reader::new(&sent);
    let came = reader.choice("came", decode::<Came>);
    let told_by = reader.choice("told_by", decode::<ToldBy>);
    let note = reader.line_or_none("note");
    let ask_by = reader.date_or_none("ask_by");
    let (Some(came), Some(told_by), true) = (came, told_by, reader.is_good()) else {
        return page(&person, &view, referral, reader.filled, asks);
    };
    let order = ReferralFollowed { id: referral, came, told_by, note, ask_by };
    let signing = signing(&sent, Meaning::Author).at_level(Level::Confidential);
    match follow_referral(&person.ctx, view.id(), order, signing).await {
        Ok(_) => go(&Done::REFERRAL_FOLLOWED.at(&path(view.id()))),
        Err(failure) => page(&person, &view, referral, here::refused(&sent, failure, place_of)?, asks),
    }
}

//! The one-time link by which a service answers, as our own people see it: made, shown to be copied or printed, and made anew (FS-4.6.2).

use axum::extract::{Path, State as Shared};
use casework::referrals::{answer_path, ask_answer};
use domain::calendar::days_later;
use domain::ids::{DossierId, ItemId};
use domain::referrals::{AnswerAsked, Approach, CannotRefer, Referral, Stands};
use domain::signature::Meaning;
use jiff::civil::Date;

use super::follow::{AGAIN_DAYS, open, page};
use super::{following, path};
use crate::answer::{Answer, go};
use crate::app::App;
use crate::done::Done;
use crate::face::parts::{Act, Pairs};
use crate::face::prelude::*;
use crate::face::when;
use crate::fields::{Fields, Reader};
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::here::{self, Asks};
use crate::signed::signing;

const TITLE: &str = "Link for the service";

/// Where the link of a referral is shown.
pub(super) fn shown(case: DossierId, referral: ItemId) -> String {
    format!("{}/link", following(case, referral))
}

/// Where one is made.
pub(super) fn making(case: DossierId, referral: ItemId) -> String {
    format!("{}/new", shown(case, referral))
}

/// `GET /cases/{case}/referrals/{referral}/link`
#[derive(Debug, Template)]
#[template(path = "referrals/link.html")]
pub struct LinkPage {
    /// The frame.
    pub frame: Frame,
    /// The service.
    pub to: String,
    /// How it reaches the service.
    pub lead: Words,
    /// The address.
    pub address: String,
    /// The same for a camera.
    pub qr: Option<Qr>,
    /// Until when it can be used.
    pub until: Words,
    /// What the service reads on paper.
    pub slip: Words,
    /// What can be done.
    pub acts: Vec<Act>,
    /// Where "back" leads.
    pub back: Link,
}

impl LinkPage {
    pub(super) fn of(case: DossierId, one: &Referral, until: Date, address: String, frame: Frame) -> Self {
        let lead = match one.made.approach {
            Approach::Client => {
                "Copy it for the client, or print this page as a slip that they take along. The service needs no account, and sees neither a name nor from whom it is."
            }
            Approach::Consent(_) | Approach::Law => {
                "Copy it into what you send to the service, or print this page and put it in. The service needs no account, and sees neither a name nor from whom it is."
            }
        };
        let day = when::full_day(until);
        Self {
            to: one.made.to.reveal().to_owned(),
            lead: lead.into(),
            qr: Qr::new(&address),
            address,
            until: Words::from("It can be used once, until {day}.").with("day", day.clone()),
            slip: Words::from("Somebody was referred to you. Please tell us what came of it, at this address: it can be used once, until {day}. Please write no name there; we know who it is about.").with("day", day),
            acts: vec![Act::link("Make another one", making(case, one.made.id)).plain()],
            back: back(case),
            frame,
        }
    }
}

fn back(case: DossierId) -> Link {
    Link::new(path(case), "Back to the referrals")
}

/// `GET /cases/{case}/referrals/{referral}/link`
pub async fn show(Shared(app): Shared<App>, person: Person, Path((case, referral)): Path<(String, String)>) -> Answer {
    let (view, referral) = open(&person, &case, &referral).await?;
    let today = person.organisation.rulebook.office.today(person.now());
    let one = view.file().referrals.find(referral).ok_or(Problem::Missing)?;
    let Some(link) = one.link(today) else { return go(&making(view.id(), referral)) };
    let address = format!("{}{}", app.settings.origin, answer_path(&person.ctx, view.id(), link).await?);
    Ok(person.show(TITLE, |frame| LinkPage::of(view.id(), one, link.until, address, frame)))
}

pub(super) fn asks(case: DossierId, one: &Referral, today: Date, form: &Filled) -> Asks {
    let lead = match one.link(today) {
        Some(_) => "The link that was made before does not work any more then.",
        None => {
            "With it the service says once what came of the referral, without an account. You read it on Today, and write down what holds."
        }
    };
    let until = one.ask_by().max(days_later(today, AGAIN_DAYS));
    Asks {
        title: TITLE,
        heading: "Make a link by which the service answers".into(),
        lead: lead.into(),
        about: Pairs::new().with("Service", one.made.to.reveal().to_owned()).with("Referred", when::when(one.at)),
        action: making(case, one.made.id),
        fields: vec![form.date("until", "Last day on which it works").or(until.to_string())],
        act: "Sign and make the link",
        back: back(case),
    }
}

/// `GET /cases/{case}/referrals/{referral}/link/new`
pub async fn new(person: Person, Path((case, referral)): Path<(String, String)>) -> Answer {
    let (view, referral) = open(&person, &case, &referral).await?;
    match view.file().referrals.find(referral) {
        Some(one) if !one.is_open() || one.stands() == Stands::ToSend => go(&path(view.id())),
        _ => page(&person, &view, referral, Filled::new(), asks),
    }
}

/// `POST /cases/{case}/referrals/{referral}/link/new`
pub async fn create(person: Person, Path((case, referral)): Path<(String, String)>, sent: Fields) -> Answer {
    let (view, referral) = open(&person, &case, &referral).await?;
    let mut reader = Reader::new(&sent);
    let (Some(until), true) = (reader.date("until"), reader.is_good()) else {
        return page(&person, &view, referral, reader.filled, asks);
    };
    let order = AnswerAsked { id: person.ctx.new_item(), referral, until };
    match ask_answer(&person.ctx, view.id(), order, signing(&sent, Meaning::Author)).await {
        Ok(_) => go(&Done::ANSWER_ASKED.at(&shown(view.id(), referral))),
        Err(failure) => page(&person, &view, referral, here::refused(&sent, failure, place_of)?, asks),
    }
}

const fn place_of(rule: &CannotRefer) -> Option<&'static str> {
    match rule {
        CannotRefer::Day => Some("until"),
        _ => None,
    }
}

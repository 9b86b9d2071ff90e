//! The referrals of a case: those of which something is still to come first, each with what came of it so far.

use axum::extract::Path;
use domain::ids::{DossierId, StaffId};
use domain::policy::Action;
use domain::referrals::{Approach, Referral, ReferralFollowed, ServiceAnswered, Stands};
use domain::time::Instant;
use jiff::civil::Date;

use super::{choosing, following, told};
use crate::answer::{Answer, id};
use crate::cases::head::{At, CaseView};
use crate::face::parts::{Act, Empty, Folder, Tabs};
use crate::face::prelude::*;
use crate::face::when;
use crate::person::Person;

/// A referral.
#[derive(Debug, Clone)]
pub struct ReferralLine {
    /// The service.
    pub to: Link,
    /// How it stands.
    pub state: State,
    /// What help it is for, by whom, when.
    pub more: Words,
    /// Why.
    pub reason: String,
    /// Who turns to the service, and what was given out for it.
    pub how: Words,
    /// What was heard, the newest first.
    pub heard: Vec<(Words, String)>,
    /// When somebody asks.
    pub next: Words,
    /// What can be done.
    pub acts: Vec<Act>,
}

/// `GET /cases/{case}/referrals`
#[derive(Debug, Template)]
#[template(path = "referrals/list.html")]
pub struct ReferralsPage {
    /// The frame.
    pub frame: Frame,
    /// The head.
    pub folder: Folder,
    /// The tabs.
    pub tabs: Tabs,
    /// Those of which something is still to come.
    pub open: Vec<ReferralLine>,
    /// Those that have ended.
    pub ended: Vec<ReferralLine>,
    /// When there is none.
    pub none: Option<Empty>,
}

/// `GET /cases/{case}/referrals`
pub async fn show(person: Person, Path(case): Path<String>) -> Answer {
    let case: DossierId = id(&case)?;
    let view = CaseView::open(&person, case, Action::ReadCase).await?;
    Ok(person.show("Referrals", |frame| {
        let may = view.may(Action::Refer) && view.file().is_open();
        let refer = may.then(|| Act::link("Refer to a service", choosing(case)).icon("plus"));
        let all = &view.file().referrals.all;
        let (open, ended): (Vec<_>, Vec<_>) = all.iter().rev().partition(|one| one.is_open());
        let lines = |some: Vec<&Referral>| -> Vec<ReferralLine> {
            some.into_iter().map(|one| line(&person, &view, one, may)).collect()
        };
        let mut open = lines(open);
        if let Some(act) = open.iter_mut().find_map(|line| line.acts.last_mut()) {
            *act = act.clone().main();
        }
        let none = all.is_empty().then(|| {
            let none = Empty::new(
                "The client was not referred to any service.",
                "Services of others stand in the directory. Whoever refers a client asks later what came of it.",
            );
            refer.clone().into_iter().fold(none, |none, act| none.act(act.main()))
        });
        ReferralsPage {
            folder: view.folder(&person, refer.filter(|_| none.is_none()).into_iter().collect()),
            tabs: view.tabs(At::People),
            open,
            ended: lines(ended),
            none,
            frame,
        }
    }))
}

fn line(person: &Person, view: &CaseView, one: &Referral, may: bool) -> ReferralLine {
    let (case, made) = (view.id(), &one.made);
    let heard = |(followed, at, by): &(ReferralFollowed, Instant, StaffId)| {
        let words = Words::from("{when}: {came}. {told}, written by {who}")
            .with("when", when::when(*at))
            .with("came", Words::from(followed.came.word()))
            .with("told", Words::from(followed.told_by.word()))
            .with("who", view.staff_name(*by));
        (*at, words, followed.note.as_ref().map(|note| note.reveal().to_owned()).unwrap_or_default())
    };
    let answered =
        |(answered, at): &(ServiceAnswered, Instant)| (*at, told::by_link(answered, *at), told::note_of(answered));
    let mut all: Vec<_> = one.followed.iter().map(heard).chain(one.answers.iter().map(answered)).collect();
    all.sort_by_key(|(at, ..)| std::cmp::Reverse(*at));
    let today = person.organisation.rulebook.office.today(person.now());
    ReferralLine {
        to: Link::new(crate::listings::path(made.listing, ""), made.to.reveal().to_owned()),
        state: told::state(one, today),
        more: Words::from("{help}. Referred {when} by {who}")
            .with("help", Words::from(made.help.word()))
            .with("when", when::when(one.at))
            .with("who", view.staff_name(one.by)),
        reason: made.reason.reveal().to_owned(),
        how: how(view, one),
        heard: all.into_iter().map(|(_, words, note)| (words, note)).collect(),
        next: if one.is_open() && one.stands() != Stands::ToSend {
            Words::from("To be asked by {day}").with("day", when::plain_day(one.ask_by()))
        } else {
            Words::default()
        },
        acts: if may && one.is_open() { acts(case, one, today) } else { Vec::new() },
    }
}

/// Who turns to the service, with what was given out for it.
fn how(view: &CaseView, one: &Referral) -> Words {
    let case = view.id();
    let numbers = one.sent.iter().filter_map(|(id, _)| view.file().disclosures.made(*id)).map(|made| {
        let words = Words::from("Disclosure {n}").with("n", made.made.number);
        Words::from("{n}").with("n", Link::new(crate::disclosures::path_of(case, made.made.id), words))
    });
    let how = Words::from(one.made.approach.word());
    match Words::joined(numbers, "{all}, {one}") {
        Some(given) => Words::from("{how}. {given}").with("how", how).with("given", given),
        None => how,
    }
}

fn acts(case: DossierId, one: &Referral, today: Date) -> Vec<Act> {
    let id = one.made.id;
    let to = one.made.to.reveal().to_owned();
    let follow = |label: &'static str| Act::link(label, following(case, id)).about(to.clone());
    if one.stands() != Stands::ToSend {
        let link = |label: &'static str, to: String| Act::link(label, to).plain().icon("link");
        let by_link = match one.link(today) {
            Some(_) => link("See the link", super::link::shown(case, id)),
            None => link("Let them answer by a link", super::link::making(case, id)),
        };
        return match one.unread() {
            Some(_) => vec![follow("Read what they answer")],
            None => vec![by_link.about(to.clone()), follow("Say what came of it")],
        };
    }
    let ground = match one.made.approach {
        Approach::Consent(consent) => consent.to_string(),
        Approach::Law | Approach::Client => "law".to_owned(),
    };
    let send = crate::disclosures::asking(case, &ground, id);
    vec![
        follow("Take it back").plain(),
        Act::link("Give out what the service needs", send).about(to.clone()).icon("out"),
    ]
}

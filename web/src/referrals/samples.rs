//! The pages of referrals, from samples.

use domain::ids::{DossierId, EntryNumber, ItemId, StaffId};
use domain::level::Level;
use domain::listings::Help;
use domain::referrals::{Approach, Came, Referral, ReferralFollowed, ReferralMade, ServiceAnswered, ToldBy};
use domain::text::{Line, Narrative};
use jiff::civil::date;
use uuid::Uuid;

use super::list::{ReferralLine, ReferralsPage};
use super::{answer, choose, follow, link, new, told};
use crate::documents::samples::{folder, tabs};
use crate::face::parts::Act;
use crate::face::prelude::*;
use crate::listings::samples::{described, some, staff};
use crate::samples::{Samples, at, data, frame};
use crate::signed::here::sample;

const CASE: DossierId = DossierId::new(Uuid::from_u128(1));
const MARIA: StaffId = StaffId::new(Uuid::from_u128(1));

fn referral(n: u32, approach: Approach, came: Option<Came>) -> Referral {
    let id = ItemId::new(Uuid::from_u128(7));
    let note = Some(Line::parse(&data("Has an appointment in three weeks")).unwrap());
    let followed =
        |came: Came| ReferralFollowed { id, came, told_by: ToldBy::Client, note: note.clone(), ask_by: None };
    Referral {
        made: ReferralMade {
            id,
            listing: CASE,
            to: Line::parse(&data("Debt advice, Citizens’ bureau")).unwrap(),
            help: Help::Money,
            reason: Narrative::parse(&data("Letters of three creditors lie unopened.")).unwrap(),
            approach,
            ask_by: date(2026, 11, 19),
        },
        entry: EntryNumber(n),
        level: Level::Confidential,
        by: MARIA,
        at: at(11, 9, 0),
        sent: Vec::new(),
        followed: came.map(|came| (followed(came), at(19, 9, 0), MARIA)).into_iter().collect(),
        asked: Vec::new(),
        answers: Vec::new(),
    }
}

fn line(one: &Referral, acts: Vec<Act>) -> ReferralLine {
    let heard = Words::from("{when}: {came}. {told}, written by {who}")
        .with("when", data("Thu 19 Nov"))
        .with("came", Words::from("On the service’s waiting list"))
        .with("told", Words::from("The client"))
        .with("who", data("Maria Vega"));
    ReferralLine {
        to: Link::new("/services/1", data("Debt advice, Citizens’ bureau")),
        state: told::state(one, date(2026, 11, 20)),
        more: Words::from("{help}. Referred {when} by {who}")
            .with("help", Words::from("Money and debts"))
            .with("when", data("Wed 11 Nov"))
            .with("who", data("Maria Vega")),
        reason: data("Letters of three creditors lie unopened."),
        how: one.made.approach.word().into(),
        heard: if one.followed.is_empty() { Vec::new() } else { vec![(heard, data("In three weeks"))] },
        next: Words::from("To be asked by {day}").with("day", data("Thu 10 Dec")),
        acts,
    }
}

fn list(any: bool) -> ReferralsPage {
    let say = || vec![Act::link("Say what came of it", "/cases/1/referrals/7").main()];
    let ours = referral(12, Approach::Law, None);
    let lines = |all: Vec<ReferralLine>| if any { all } else { Vec::new() };
    ReferralsPage {
        frame: frame(),
        folder: folder(),
        tabs: tabs(),
        open: lines(vec![
            line(&ours, vec![Act::link("Give out what the service needs", "/cases/1/disclosures/new/law").main()]),
            line(&referral(11, Approach::Client, Some(Came::Waits)), say()),
        ]),
        ended: lines(vec![
            line(&referral(9, Approach::Client, Some(Came::Completed)), Vec::new()),
            line(&referral(7, Approach::Client, Some(Came::Declined)), Vec::new()),
        ]),
        none: (!any).then(|| {
            Empty::new("The client was not referred to any service.", "")
                .act(Act::link("Refer to a service", "/cases/1/referrals/new").main())
        }),
    }
}

pub(crate) fn samples(show: &mut Samples) {
    show.page("referrals", &list(true));
    show.page("referrals-none", &list(false));
    let now = at(20, 10, 42);
    for (name, any) in [("referral-choose", true), ("referral-choose-none", false)] {
        let page = choose::page(CASE, (folder(), tabs()), &some(any), &Filled::new(), (&staff(), now), frame());
        show.page(name, &page);
    }
    let form = Filled::new().wrong("approach", "Please choose.");
    let today = date(2026, 11, 20);
    let asks = new::asks(CASE, CASE, &described(), &[], today, &form);
    show.page("referral-new", &sample(asks, form.clone(), frame()));
    let form = Filled::new();
    for (name, approach) in [("referral-follow", Approach::Client), ("referral-back", Approach::Law)] {
        let asks = follow::asks(CASE, &referral(12, approach, None), today, &form);
        show.page(name, &sample(asks, form.clone(), frame()));
    }
    let mut answered = referral(12, Approach::Client, None);
    let note = Some(Line::parse(&data("From Monday on")).unwrap());
    answered.answers.push((
        ServiceAnswered { link: answered.made.id, referral: answered.made.id, came: Came::Accepted, note },
        at(20, 9, 0),
    ));
    show.page("referral-answered", &sample(follow::asks(CASE, &answered, today, &form), form.clone(), frame()));
    show.page("referral-link-new", &sample(link::asks(CASE, &answered, today, &form), form.clone(), frame()));
    for (name, approach) in [("referral-link", Approach::Client), ("referral-link-ours", Approach::Law)] {
        let address = data(&format!("cases.example.org/r/{}", "0123456789abcdef".repeat(4)));
        show.page(name, &link::LinkPage::of(CASE, &referral(12, approach, None), date(2026, 12, 4), address, frame()));
    }
    answer::samples(show);
}

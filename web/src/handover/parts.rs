//! What stands on the page of somebody who leaves: the parts that are given on here, and the rest with where it is seen to.

use casework::cover::Colleague;
use casework::groups::GroupCard;
use casework::handover::{CaseInHand, InHand, SessionInHand};
use casework::inquiries::InquiryCard;
use domain::duties::DutyKind;
use domain::ids::{DossierId, ItemId};
use domain::text::Line;

use super::{HandOverPage, Leaving, Which, path};
use crate::cover::{choices, until};
use crate::face::form::Field;
use crate::face::parts::{Act, Empty};
use crate::face::prelude::*;
use crate::face::when;
use crate::paths;
use crate::staff::name_of;
use crate::today::pages::{address, wording};

/// Cases that are given on here.
#[derive(Debug)]
pub struct Part {
    /// What its fields begin with; also its id.
    pub code: &'static str,
    /// What it is, with how many.
    pub heading: Words,
    /// What happens with it.
    pub lead: Words,
    /// Its fields; none when it is others who give it on.
    pub fields: Vec<Field>,
    /// What others give on, and who.
    pub rest: Vec<Words>,
}

/// Something that is seen to elsewhere.
#[derive(Debug)]
pub struct Thing {
    /// What.
    pub what: Words,
    /// The way to it.
    pub act: Option<Act>,
}

/// Things of one kind.
#[derive(Debug)]
pub struct Group {
    /// Its id.
    pub code: &'static str,
    /// What they are, with how many.
    pub heading: Words,
    /// Who sees to them, and how.
    pub lead: Words,
    /// Each.
    pub things: Vec<Thing>,
}

fn n(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

pub(super) fn page(leaving: &Leaving, form: Filled, frame: Frame) -> HandOverPage {
    let hand = &leaving.hand;
    let name = &hand.who.name;
    let left = match hand.count() {
        0 => Words::from("Nothing is left with {name}.").with("name", name),
        count => Words::count("One thing is still to be given on.", "{n} things are still to be given on.", count),
    };
    let lead = match hand.last_day {
        Some(day) => {
            Words::from("{left} The last day is {day}.").with("left", left.clone()).with("day", when::full_day(day))
        }
        None => left.clone(),
    };
    let parts = Which::ALL.into_iter().filter_map(|which| part(leaving, which, &form)).collect();
    HandOverPage {
        heading: Words::from("What {name} has in hand").with("name", name),
        lead,
        action: path(hand.who.id),
        nothing: (hand.count() == 0).then(|| nothing(leaving, left)),
        parts,
        groups: groups(leaving),
        ends: ends(hand),
        form,
        frame,
    }
}

fn nothing(leaving: &Leaving, left: Words) -> Empty {
    let close = format!("{}/leaving", paths::staff(leaving.hand.who.id));
    match leaving.closes {
        true => Empty::new(left, "The account can be closed now.").act(Act::link("Close the account", close)),
        false => Empty::new(left, "An IT administrator can close the account now."),
    }
}

/// What is known of a case here: whom it is for, by permission, and what else in it is theirs.
pub(super) fn about(one: &CaseInHand) -> Words {
    let name = one.client.as_ref().map(|client| Name::new(client.full_name())).unwrap_or_default();
    let items = Words::count("{n} promise, flag or report in it", "{n} promises, flags or reports in it", one.items);
    match (one.client.is_some(), one.items) {
        (true, 0) => Words::from("{name}").with("name", name),
        (true, _) => Words::from("{name}, {items}").with("name", name).with("items", items),
        (false, 0) => Words::default(),
        (false, _) => items,
    }
}

fn part(leaving: &Leaving, which: Which, form: &Filled) -> Option<Part> {
    let cases = which.cases(&leaving.hand);
    let count = n(cases.len());
    let (heading, lead): (Words, &'static str) = match which {
        _ if cases.is_empty() => return None,
        Which::Carries => (
            Words::count("{n} case to carry", "{n} cases to carry", count),
            "With a case go its promises, flags and reports. Sessions that are booked stand below and are moved one by one.",
        ),
        Which::Supervises => (Words::count("{n} case to supervise", "{n} cases to supervise", count), ""),
        Which::Items => (
            Words::count("Something open in {n} case of others", "Something open in {n} cases of others", count),
            "Promises, flags and reports go to whoever carries the case.",
        ),
    };
    let mine: Vec<&CaseInHand> = cases.iter().filter(|one| one.mine).collect();
    Some(Part {
        code: which.code(),
        heading,
        lead: lead.into(),
        fields: if mine.is_empty() { Vec::new() } else { fields(leaving, which, &mine, form) },
        rest: rest(leaving, cases),
    })
}

fn fields(leaving: &Leaving, which: Which, mine: &[&CaseInHand], form: &Filled) -> Vec<Field> {
    let choice = |one: &&CaseInHand| {
        let number = Words::from("{number}").with("number", Number::new(&one.number));
        Choice::new(one.case.to_string(), number).hint(about(one)).chosen()
    };
    let all: Vec<Choice> = mine.iter().map(choice).collect();
    let to = |label: &'static str, free: &[Colleague]| form.select(&which.field("to"), label, &choices(free));
    let mut fields = vec![form.checks(&which.field("cases[]"), "Which", &all)];
    match which {
        Which::Carries => fields.push(to("Who carries them from now on", &leaving.workers)),
        Which::Supervises => fields.push(to("Who supervises them from now on", &leaving.supervisors)),
        Which::Items => {}
    }
    fields.push(form.text(&which.field("reason"), "Why").max(200));
    fields
}

/// How many of these only others can give on, by who supervises them.
fn rest(leaving: &Leaving, cases: &[CaseInHand]) -> Vec<Words> {
    let mut by: std::collections::BTreeMap<_, i64> = std::collections::BTreeMap::new();
    for one in cases.iter().filter(|one| !one.mine) {
        *by.entry(one.supervisor).or_default() += 1;
    }
    let said = |(supervisor, count): (Option<_>, i64)| match supervisor {
        Some(who) if who == leaving.hand.who.id => Words::count(
            "{n} case can be given on by any supervisor once it is announced that {who} leaves.",
            "{n} cases can be given on by any supervisor once it is announced that {who} leaves.",
            count,
        )
        .with("who", &leaving.hand.who.name),
        Some(who) => Words::count("{who} gives on {n} case.", "{who} gives on {n} cases.", count)
            .with("who", name_of(&leaving.staff, who)),
        None => Words::count("{n} case of nobody.", "{n} cases of nobody.", count),
    };
    by.into_iter().map(said).collect()
}

fn groups(leaving: &Leaving) -> Vec<Group> {
    let hand = &leaving.hand;
    let number = |words: &'static str, number: &str| Words::from(words).with("number", Number::new(number));
    let plain = |what: Words| Thing { what, act: None };
    let session = |one: &SessionInHand| {
        let what = number("{number}, until {when}", &one.number).with("when", when::when(one.ends));
        let href = format!("{}/missed", paths::session(one.case, one.slot));
        Thing { act: one.mine.then(|| Act::link("Move or cancel", href).plain().about(what.clone())), what }
    };
    let follow_up = |(case, of): &(DossierId, String)| {
        let what = number("{number}", of);
        let href = crate::closure::hands::path(*case);
        Thing { act: Some(Act::link("Hand over", href).plain().about(what.clone())), what }
    };
    let other = |(kind, case, of): &(DutyKind, DossierId, String)| {
        let (words, label, _) = wording(*kind);
        let what = number("{number}: {what}", of).with("what", Words::from(words));
        Thing { act: Some(Act::link(label, address(*kind, *case, None)).plain().about(what.clone())), what }
    };
    let improved = |(of, what): &(ItemId, Option<Line>)| match what {
        Some(what) => {
            let what: Words = what.reveal().to_owned().into();
            let href = crate::feedback::path(*of);
            Thing { act: Some(Act::link("Give on", href).plain().about(what.clone())), what }
        }
        None => plain("Something to be improved".into()),
    };
    let led = |(of, card): &(DossierId, GroupCard)| {
        let what: Words = card.name.clone().into();
        let href = crate::groups::path(*of, "hand-over");
        Thing { act: Some(Act::link("Name somebody else", href).plain().about(what.clone())), what }
    };
    let asked = |(of, card): &(DossierId, InquiryCard)| {
        let what = number("{number}", &card.number);
        let href = crate::inquiries::path(*of, "triage");
        Thing { act: Some(Act::link("Give on", href).plain().about(what.clone())), what }
    };
    let group = |code, heading: Words, lead: &'static str, things: Vec<Thing>| {
        (!things.is_empty()).then(|| Group { code, heading, lead: lead.into(), things })
    };
    let covers =
        hand.covers.iter().map(|(of, ends)| plain(number("{number}, until {day}", of).with("day", until(*ends))));
    let items = hand
        .items
        .iter()
        .map(|(label, due)| plain(number("{number}, out until {when}", label).with("when", when::when(*due))));
    [
        group(
            "sessions",
            Words::count("{n} session", "{n} sessions", n(hand.sessions.len())),
            "Booked, or held without a note. Whoever works on the case moves it to somebody else, or records what became of it.",
            hand.sessions.iter().map(session).collect(),
        ),
        group(
            "groups",
            Words::count("{n} group", "{n} groups", n(hand.groups.len())),
            "A supervisor names who leads or supervises it from now on.",
            hand.groups.iter().map(led).collect(),
        ),
        group(
            "inquiries",
            Words::count("{n} inquiry", "{n} inquiries", n(hand.inquiries.len())),
            "Whoever answers inquiries of this kind, or a supervisor, gives it to somebody else.",
            hand.inquiries.iter().map(asked).collect(),
        ),
        group(
            "covers",
            Words::count("{n} case to stand in for", "{n} cases to stand in for", n(hand.covers.len())),
            "Whoever carries or supervises the case ends it there, and names somebody else.",
            covers.collect(),
        ),
        group(
            "paper",
            Words::count("{n} physical item", "{n} physical items", n(hand.items.len())),
            "Whoever keeps the files takes them back, or records what became of them.",
            items.collect(),
        ),
        group(
            "follow-ups",
            Words::count("{n} follow-up of a closed case", "{n} follow-ups of closed cases", n(hand.follow_ups.len())),
            "A supervisor hands them over.",
            hand.follow_ups.iter().map(follow_up).collect(),
        ),
        group(
            "improvements",
            Words::count("{n} improvement", "{n} improvements", n(hand.improvements.len())),
            "Decided in a review of complaints and feedback. Whoever reviews them gives it to somebody else, or says what became of it.",
            hand.improvements.iter().map(improved).collect(),
        ),
        group(
            "others",
            Words::count("{n} other thing", "{n} other things", n(hand.others.len())),
            "It waits on this person, and has to be done, or given on with its case.",
            hand.others.iter().map(other).collect(),
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What ends with the account, and what somebody has to think of.
fn ends(hand: &InHand) -> Vec<Words> {
    let mut ends = Vec::new();
    if 0 < hand.drafts {
        ends.push(Words::count(
            "{n} draft is not signed. Nobody else can read it: it is signed before the last day, or lost.",
            "{n} drafts are not signed. Nobody else can read them: they are signed before the last day, or lost.",
            hand.drafts,
        ));
    }
    if 0 < hand.feeds {
        ends.push(Words::count(
            "{n} calendar address is open. It stops with the account.",
            "{n} calendar addresses are open. They stop with the account.",
            hand.feeds,
        ));
    }
    ends.push("If this person holds a part of the recovery kit, a new kit has to be made.".into());
    ends
}

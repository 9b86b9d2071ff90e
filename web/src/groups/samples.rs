//! The pages of groups, from samples.

use casework::cases::OwnCase;
use casework::groups::{GroupCard, MemberLine, SheetLine};
use domain::groups::{GroupMet, MeetingState, PlannedMeeting};
use domain::ids::{DossierId, ItemId, StaffId};
use domain::moves::Revision;
use domain::rooms::{RoomDescribed, Rooms};
use domain::series::{InTheWay, Proposal};
use domain::sessions::Slot;
use domain::slots::SlotState;
use domain::staff::{Role, StaffCard};
use domain::text::{Line as Text, Narrative};
use uuid::Uuid;

use super::attendance::Standing;
use super::list::{self, Line};
use super::paper::PaperPage;
use super::show::{GroupPage, MeetingLine, Who};
use super::{form, meetings, members, plan, show};
use crate::face::parts::{Act, Empty, Pairs};
use crate::face::prelude::*;
use crate::samples::{Samples, at, data, frame};
use crate::signed::here::sample;

fn line(state: State) -> Line {
    let more =
        Words::from("{who}, meets {when}").with("who", data("Maria Vega")).with("when", data("Mon 23 Nov 16:00"));
    Line { href: "/groups/1".to_owned(), name: data("Parents of teenagers"), state, more }
}

fn meeting(state: State, acts: Vec<Act>) -> MeetingLine {
    let more = Words::from("{place}, {n} minutes").with("place", Words::from("At the office")).with("n", 90);
    MeetingLine { when: data("Mon 23 Nov 16:00").into(), state, more, acts }
}

fn who(known: bool, open: bool) -> Who {
    let dates = Words::from("Not booked as planned: {dates}.").with("dates", data("Mon 7 Dec 16:00"));
    Who {
        number: known.then(|| (Number::new(data("C-7K3F9Q-M")), "/cases/1/sessions".to_owned())),
        name: if known { Name::new(data("Ana Ruiz")) } else { Name::default() },
        more: Words::from("Since {when}").with("when", data("Mon 2 Nov")),
        open: if open { dates } else { Words::default() },
        acts: if open { vec![Act::link("Book what is missing", "/groups/1/members/1/step")] } else { Vec::new() },
    }
}

fn group(whole: bool) -> show::GroupPage {
    GroupPage {
        frame: frame(),
        name: data("Parents of teenagers"),
        state: State::plain(Words::from("{n} of {most}").with("n", 2).with("most", 8)).icon("person"),
        acts: vec![Act::link("Add a client", "/groups/1/members/new").icon("plus")],
        purpose: if whole { data("Parents tell each other what helps at home.") } else { String::new() },
        facts: Pairs::new().with("Led by", data("Maria Vega")),
        whole,
        meetings: vec![
            meeting(
                State::plain(data("in 2 days")),
                vec![Act::link("Move or cancel", "/groups/1/meetings/1/change").plain()],
            ),
            meeting(State::overdue("Not recorded"), vec![Act::link("Record it", "/groups/1/meetings/2").main()]),
            meeting(State::done("Met"), vec![Act::link("Attendance", "/groups/1/meetings/3").plain()]),
        ],
        none: None,
        members: vec![who(true, true), who(false, false)],
        waiting: if whole { vec![who(true, false)] } else { Vec::new() },
    }
}

const GROUP: DossierId = DossierId::new(Uuid::from_u128(1));

fn case(n: u128) -> DossierId {
    DossierId::new(Uuid::from_u128(n))
}

fn item(n: u128) -> ItemId {
    ItemId::new(Uuid::from_u128(n))
}

fn slot() -> Slot {
    Slot { minutes: 90, ..Slot::usual(item(1), StaffId::new(Uuid::from_u128(4)), at(16, 16, 0)) }
}

fn rooms() -> Rooms {
    let text = |text: &str| Text::parse(&data(text)).unwrap();
    let room = RoomDescribed { id: item(9), name: text("Hall"), site: text("Tannery Lane"), people: 12, used: true };
    Rooms { all: [(room.id, room)].into() }
}

pub(crate) fn own(n: u128, name: &str) -> OwnCase {
    let client = crate::cover::samples::client(name, "Feldkamp");
    OwnCase { case: case(n), card: crate::cover::samples::card(Vec::new()), client: Some(client) }
}

/// Three for whom it is booked: two of one's own, and one of a colleague.
fn lines(state: SlotState) -> Vec<SheetLine> {
    let line = |n: u128, name: Option<&str>| SheetLine {
        member: MemberLine {
            known: name.map(|name| own(n, name)),
            case: case(n),
            since: None,
            meetings: std::collections::BTreeMap::default(),
            open: Vec::new(),
        },
        slot: (state == SlotState::Booked).then(|| item(n)),
        state: Some(state),
        mine: name.is_some(),
    };
    vec![line(2, Some("Jonas")), line(3, Some("Ida")), line(4, None)]
}

fn planned(state: MeetingState) -> PlannedMeeting {
    let revision = Revision { series: item(1), number: 0, changed: at(2, 9, 0) };
    PlannedMeeting { slot: slot(), co_leader: None, state, revision }
}

/// The attendance sheet before it is signed, with something wrong in it, before the meeting, and when all is written.
fn sheets(show: &mut Samples) {
    let meeting = planned(MeetingState::Planned);
    let (called, booked) = (data("Parents of teenagers"), lines(SlotState::Booked));
    let standing = |begun| Standing {
        group: GROUP,
        called: &called,
        meeting: &meeting,
        lines: &booked,
        begun,
        writes: begun,
        late: false,
    };
    let form = Filled::new();
    show.page("group-attendance", &sample(standing(true).asks(&form), form.clone(), frame()));
    let wrong = Filled::new()
        .with("note", data("Jonas spoke of his evenings."))
        .with(&format!("came.{}", case(2)), "yes")
        .wrong("note", Words::from("“{name}” stands in it, as one of the clients is called. Write what concerns one of them in their own note.").with("name", Name::new(data("Jonas"))))
        .wrong(&format!("note.{}", case(2)), "Please fill in their own note.")
        .wrong(&format!("came.{}", case(3)), "Please choose one.");
    let late = Standing { late: true, ..standing(true) };
    show.page("group-attendance-wrong", &sample(late.asks(&wrong), wrong.clone(), frame()));
    show.page("group-attendance-early", &sample(standing(false).asks(&form), form.clone(), frame()));
    let note = Narrative::parse(&data("Evenings at home.")).unwrap();
    let met = GroupMet { meeting: item(1), minutes: 90, note, late_because: None };
    let meeting = planned(MeetingState::Met(met, at(16, 16, 0), StaffId::new(Uuid::from_u128(4))));
    let held = lines(SlotState::Held);
    let done = Standing { meeting: &meeting, lines: &held, writes: false, ..standing(true) };
    show.page("group-attendance-written", &sample(done.asks(&form), form, frame()));
}

/// The forms that are signed where they stand.
fn forms(show: &mut Samples) {
    let (rooms, called, form) = (rooms(), data("Parents of teenagers"), Filled::new());
    let staff = [(4, "Maria Vega", Role::Caseworker), (5, "Tomas Lind", Role::Supervisor)].map(|(n, name, role)| {
        let id = StaffId::new(Uuid::from_u128(n));
        StaffCard { id, name: data(name), title: String::new(), roles: vec![role], team: None, active: true }
    });
    show.page("group-form", &sample(form::form_asks(&rooms, &staff, &form), form.clone(), frame()));
    show.page("group-end", &sample(form::end_asks(GROUP, &form), form.clone(), frame()));
    let date = |day, way, instead| Proposal { planned: at(day, 16, 0), in_the_way: way, instead };
    let dates = [
        date(23, None, None),
        date(30, Some(InTheWay::RoomTaken), Some(at(30, 14, 0))),
        date(27, Some(InTheWay::DayOff), None),
    ];
    let plan = |form: Filled, dates: &[Proposal]| {
        sample(plan::asks((GROUP, &called), &rooms, &form, dates), form.clone(), frame())
    };
    show.page("group-plan", &plan(Filled::new(), &[]));
    let wrong = Filled::new().with("on_2", "").wrong("on_2", "Mon 30 Nov 16:00: please choose what becomes of it.");
    show.page("group-plan-dates", &plan(wrong, &dates));
    let change = |over| meetings::change_asks((GROUP, &called), &slot(), over, &rooms, &form);
    show.page("group-meeting-change", &sample(change(false), form.clone(), frame()));
    show.page("group-meeting-over", &sample(change(true), form.clone(), frame()));
    let text = r#"{"name":"","leader":null,"supervisor":null,"most":2,"place":null,"members":[],"planned":[]}"#;
    let card: GroupCard = serde_json::from_str(text).unwrap();
    let card = GroupCard { name: called.clone(), members: vec![case(3)], ..card };
    let all = [own(2, "Jonas"), own(5, "Mira")];
    let join =
        |form: &Filled, own: &[OwnCase]| sample(members::join_asks(GROUP, &card, own, form), form.clone(), frame());
    show.page("group-join", &join(&form, &all));
    show.page("group-join-full", &join(&Filled::new().with("waits", "yes"), &all));
    show.page("group-join-nobody", &join(&form, &[]));
    let who = Words::from("{number} {name}").with("number", Number::new(data("C-7K3F9Q-M")));
    let who = who.with("name", Name::new(data("Ida Feldkamp")));
    show.page("group-leave", &sample(members::leave_asks(GROUP, &card, (case(3), who), &form), form.clone(), frame()));
}

pub(crate) fn samples(show: &mut Samples) {
    let full = Words::from("{taken}, full").with("taken", Words::from("{n} of {most}").with("n", 8).with("most", 8));
    let lines = vec![line(State::due(full).icon("person")), line(State::plain("Over"))];
    sheets(show);
    forms(show);
    show.page("groups", &list::page(lines, true, frame()));
    show.page("groups-none", &list::page(Vec::new(), true, frame()));
    show.page("group", &group(true));
    let none = Empty::new("No meeting is planned.", "Each one is booked for everybody who belongs to the group.");
    show.page("group-of-a-colleague", &GroupPage { none: Some(none), members: Vec::new(), ..group(false) });
    show.page(
        "group-paper",
        &PaperPage {
            frame: frame(),
            when: data("Monday 23 November 2026, 16:00"),
            place: "At the office".into(),
            names: vec![Name::new(data("Ana")), Name::default()],
            back: Link::new("/groups/1", "Back to the group"),
        },
    );
}

//! The pages of groups, from samples.

use super::list::{self, Line};
use super::show::{GroupPage, MeetingLine, Who};
use super::{attendance::PaperPage, show};
use crate::face::parts::{Act, Empty, Pairs};
use crate::face::prelude::*;
use crate::samples::{Samples, data, frame};

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

pub(crate) fn samples(show: &mut Samples) {
    let full = Words::from("{taken}, full").with("taken", Words::from("{n} of {most}").with("n", 8).with("most", 8));
    let lines = vec![line(State::due(full).icon("person")), line(State::plain("Over"))];
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

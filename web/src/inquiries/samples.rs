//! The pages of the inbox, from samples.

use super::list::{self, Line};
use super::show::{Deed, InquiryPage};
use super::{clocks, new};
use crate::face::form::Field;
use crate::face::parts::{Act, Pairs};
use crate::face::prelude::*;
use crate::samples::{Samples, at, data, frame};
use crate::signed::here;

fn line(state: State) -> Line {
    let more = Words::from("{from}, {when}. Nobody has it yet.").with("from", Name::new(data("Ana Ruiz")));
    Line {
        href: "/inbox/1".to_owned(),
        subject: Name::new(data("Can I change my day?")),
        number: Number::new(data("Q-7K3F9Q-M")),
        kind: "About somebody’s case".into(),
        more: more.with("when", data("Mon 23 Nov 10:00")),
        state,
    }
}

fn inquiry(open: bool) -> InquiryPage {
    let rules = domain::rulebook::Rulebook::default();
    let clock = |due, done| domain::inquiries::Clock { due, done };
    let known = domain::inquiries::Clocks {
        received: at(18, 15, 20),
        acknowledge: clock(at(19, 17, 0), Some(at(19, 9, 0))),
        answer: clock(at(20, 17, 0), (!open).then(|| at(23, 9, 0))),
        promised: !open,
    };
    let acts = vec![Act::link("Answer", "/inbox/1/answer").main().icon("pen")];
    InquiryPage {
        frame: frame(),
        number: Number::new(data("Q-7K3F9Q-M")),
        subject: Name::new(data("Can I change my day?")),
        lead: data("Phone call, Wed 18 Nov 15:20").into(),
        state: if open { State::limit(at(20, 17, 0)) } else { State::note("Answered late") },
        acts: if open { acts } else { Vec::new() },
        said: data("I cannot come on Wednesdays any more."),
        deeds: if open {
            Vec::new()
        } else {
            let what = Words::from("Acknowledged: {channel}").with("channel", Words::from("Phone call"));
            vec![Deed { what, more: data("Thu 19 Nov 09:00, Maria Vega").into(), text: data("We call back.") }]
        },
        clocks: clocks::bars(&known, &rules, at(20, 10, 42)),
        paused: Words::default(),
        hours: Words::from("The office is open from {opens} to {closes}.")
            .with("opens", data("09:00"))
            .with("closes", data("17:00")),
        asker: Pairs::new().with("Wants the answer by", Words::from("Phone call")),
        about: Pairs::new().with("What it is", Words::from("About somebody’s case")),
        case: (!open).then(|| Link::new("/cases/1", data("2026-000098-D"))),
    }
}

fn taking_in() -> Vec<Field> {
    let form = Filled::new();
    vec![form.text("subject", "What it is about"), form.area("said", "What was said or written")]
}

pub(crate) fn samples(show: &mut Samples) {
    let lines = vec![line(State::limit(at(20, 17, 0))), line(State::done("Answered in time"))];
    show.page("inbox", &list::page(lines, 0, true, (None, Some("/inbox?after=1".to_owned())), frame()));
    show.page("inbox-none", &list::page(Vec::new(), 1, true, (None, None), frame()));
    show.page("inquiry", &inquiry(true));
    show.page("inquiry-over", &inquiry(false));
    show.page("inquiry-new", &here::sample(new::asks(taking_in()), Filled::new(), frame()));
}

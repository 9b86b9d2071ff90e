//! The pages of the inbox, from samples.

use casework::inquiries::InquiryFigures;
use domain::ids::{DossierId, StaffId};
use domain::inquiries::{InquiryKind, Theme, Voice, themes};
use domain::service::DaySpan;
use jiff::civil::date;
use store::InquiriesCounted;
use uuid::Uuid;

use super::complaint::{self, CameOut};
use super::files::Written;
use super::list::{self, Line};
use super::show::{Deed, InquiryPage};
use super::{case, clocks, figures, new};
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
        unproved: if open {
            Words::default()
        } else {
            "Who this is from is not certain: anybody can write any name and address into an e-mail. Make sure who it is before you say anything personal.".into()
        },
        written: written(open),
        follows: (!open).then(|| Link::new("/inbox/2", data("Q-2M4R8T-K"))),
        deeds: if open {
            Vec::new()
        } else {
            let what = Words::from("Acknowledged: {channel}").with("channel", Words::from("Phone call"));
            vec![Deed { what, more: data("Thu 19 Nov 09:00, Maria Vega").into(), text: data("We call back.") }]
        },
        outcomes: Vec::new(),
        clocks: clocks::bars(&known, false, &rules, at(20, 10, 42)),
        paused: Words::default(),
        hours: Words::from("The office is open from {opens} to {closes}.")
            .with("opens", data("09:00"))
            .with("closes", data("17:00")),
        asker: Pairs::new().with("Wants the answer by", Words::from("Phone call")),
        about: Pairs::new().with("What it is", Words::from("About somebody’s case")),
        case: (!open).then(|| Link::new("/cases/1", data("2026-000098-D"))),
    }
}

fn written(open: bool) -> Vec<Written> {
    let first = Written {
        lead: Words::default(),
        said: data("I cannot come on Wednesdays any more."),
        files: Vec::new(),
        note: Words::default(),
    };
    if open {
        return vec![first];
    }
    let words = Words::from("The e-mail as it came, {size}").with("size", data("14 kB"));
    let files = vec![Link::new("/inbox/1/files/1", words)];
    let lead = Words::from("{when}, from {from}").with("when", data("Thu 19 Nov 2026, 08:12"));
    let lead = lead.with("from", Name::new(data("Ana Ruiz")));
    let note = Words::count(
        "{n} attached file is of no kind that is accepted, or one too many. It lies in the e-mail as it came; open it only if you know who has sent it.",
        "",
        1,
    );
    vec![
        Written { files: files.clone(), note, ..first },
        Written { lead, said: data("Or Fridays."), files, note: Words::default() },
    ]
}

/// A complaint that is over, with its outcome beside the answer.
fn complaint() -> InquiryPage {
    let house = vec![
        ("What was found".into(), data("It was said in the corridor, and could be heard.")),
        ("What was put right".into(), data("He has apologised in person.")),
        ("What changes".into(), data("Talks about clients are held behind doors.")),
    ];
    let came_out = CameOut {
        title: "How it came out".into(),
        finding: "Upheld: they are right".into(),
        house,
        told_by: Words::from("Letter"),
        told: data("You are right, and we are sorry."),
    };
    let about = Pairs::new()
        .with("What it is", Words::from("Complaint"))
        .with("Concerns, and is kept from", Words::from("{names}").with("names", Name::new(data("Ruben Achterberg"))));
    InquiryPage { outcomes: vec![came_out], about, ..inquiry(false) }
}

/// A request for one's own record, of which a part was given out.
fn own_record() -> InquiryPage {
    let rules = domain::rulebook::Rulebook::default();
    let clock = |due, done| domain::inquiries::Clock { due, done };
    let known = domain::inquiries::Clocks {
        received: at(2, 9, 5),
        acknowledge: clock(at(3, 17, 0), Some(at(2, 9, 5))),
        answer: clock(rules.inquiries.access.due(&rules.office, date(2026, 11, 2)), None),
        promised: false,
    };
    let about = Pairs::new()
        .with("What it is", Words::from("Request for one’s own record"))
        .with("Given out for it", Words::count("{n} disclosure", "{n} disclosures", 1));
    let acts = vec![
        Act::link("Answer", "/inbox/1/answer").main().icon("pen"),
        Act::link("Give out more of the record", "/cases/1/disclosures/new/request?inquiry=1").icon("out"),
    ];
    InquiryPage { clocks: clocks::bars(&known, true, &rules, at(20, 10, 42)), about, acts, ..inquiry(true) }
}

fn taking_in() -> Vec<Field> {
    let form = Filled::new();
    vec![form.text("subject", "What it is about"), form.area("said", "What was said or written")]
}

fn counted(some: bool) -> InquiryFigures {
    let row = |kind: &str, channel: &str, owner: bool, [all, acknowledged, answered]: [i64; 3]| InquiriesCounted {
        kind: kind.to_owned(),
        channel: channel.to_owned(),
        owner: owner.then(|| StaffId::new(Uuid::from_u128(1))),
        all,
        acknowledged,
        acknowledge_judged: all - 1,
        answered,
        answer_judged: all - 2,
    };
    let rows = vec![row("question", "phone", true, [12, 10, 9]), row("complaint", "letter", false, [3, 2, 0])];
    let voice = |theme, complaint| Voice { theme: Some(theme), complaint, right: true, reads: false };
    let waiting = (0..9).map(|n| voice(Theme::Waiting, n < 3));
    let voices: Vec<Voice> = waiting.chain([voice(Theme::Conduct, true)]).collect();
    let span = DaySpan { from: date(2026, 9, 1), until: date(2026, 11, 22) };
    InquiryFigures {
        span,
        before: span.before(),
        rows: if some { rows } else { Vec::new() },
        earlier: Vec::new(),
        themes: [themes(if some { &voices } else { &[] }), themes(&[])],
        late: Vec::new(),
        staff: crate::closure::samples::everybody(),
    }
}

pub(crate) fn samples(show: &mut Samples) {
    super::ask::samples(show);
    let lines = vec![line(State::limit(at(20, 17, 0))), line(State::done("Answered in time"))];
    let acts =
        vec![Act::link("Take in an inquiry", "/inbox/new").icon("plus").main(), Act::link("Figures", "/inbox/figures")];
    show.page("inbox", &list::page(lines, 0, acts, (None, Some("/inbox?after=1".to_owned())), frame()));
    show.page("inbox-none", &list::page(Vec::new(), 1, Vec::new(), (None, None), frame()));
    show.page("inquiry", &inquiry(true));
    show.page("inquiry-over", &inquiry(false));
    show.page("complaint-over", &complaint());
    show.page("own-record", &own_record());
    let asked = super::own_record::answer_fields(&Filled::new().with("reason", data("It names who reported it.")));
    show.page("own-record-answer", &here::sample(new::asks(asked), Filled::new(), frame()));
    let outcome = complaint::answer_fields(Some(InquiryKind::Complaint), &Filled::new());
    show.page("complaint-answer", &here::sample(new::asks(outcome), Filled::new(), frame()));
    let lines = vec![line(State::limit(at(20, 17, 0)))];
    let head = || (crate::documents::samples::folder(), crate::documents::samples::tabs());
    show.page("inquiries-of-case", &case::page(lines, Some(DossierId::new(Uuid::from_u128(7))), head(), frame()));
    show.page("inquiries-of-case-none", &case::page(Vec::new(), None, head(), frame()));
    super::matrix::samples(show);
    let late = vec![line(State::note("Answered late"))];
    let page = figures::page(&counted(true), late, "12", Filled::new(), frame());
    show.page("inquiry-figures", &figures::FiguresPage { beneath: crate::feedback::samples::beneath(), ..page });
    show.page("inquiry-figures-none", &figures::page(&counted(false), Vec::new(), "4", Filled::new(), frame()));
    show.page("inquiry-new", &here::sample(new::asks(taking_in()), Filled::new(), frame()));
}

//! Every part with its states, once. Only tests render this page.

use jiff::civil::date;

use super::{Samples, at, data, frame};
use crate::face::parts::Back;
use crate::face::prelude::*;
use crate::face::voice::asked;

#[derive(Template)]
#[template(path = "samples/components.html")]
struct Components {
    frame: Frame,
    folder: Folder,
    tabs: Tabs,
    form: Filled,
    kinds: Vec<Choice>,
    plan: Vec<Choice>,
    times: Vec<Choice>,
    channels: Vec<Choice>,
    duties: Vec<Duties>,
    daybook: Daybook,
    leaves: Vec<Leaf>,
    goals: Vec<Goal>,
    ladder: Ladder,
    blockers: Vec<Blocker>,
    chart: ScoreChart,
    sparks: Vec<Spark>,
    clocks: Vec<ClockBar>,
    paging: Paging,
    icons: Vec<String>,
}

#[derive(Template)]
#[template(path = "samples/sign.html")]
struct SignPage {
    frame: Frame,
    sign: SignSheet,
}

pub(super) fn samples(show: &mut Samples) {
    show.page("components", &components());
    show.page("sign", &SignPage { frame: frame().page("Sign this note", "/"), sign: sign() });
}

fn components() -> Components {
    Components {
        frame: frame().page("Components", "/components"),
        folder: folder(),
        tabs: tabs(),
        form: Filled::new()
            .with("began", data("2 pm-ish"))
            .with(
                "progress",
                data("Jonas was on time all week and came on his own today. He kept the diary on five nights."),
            )
            .with("goal-1", "4")
            .with("times", "b")
            .with("significant", "yes")
            .wrong("began", "Give the time the session began, such as 14:00")
            .wrong("plan", "Say whether the plan changed")
            .kept(Words::from("What you wrote is saved as a draft, {time}.").with("time", "10:41")),
        kinds: vec![Choice::new("update", "Service update"), Choice::new("inquiry", "Initial inquiry")],
        plan: vec![
            Choice::new("same", "No change"),
            Choice::new("changed", "Changed with the client").hint("Version 4 opens after signing"),
        ],
        times: vec![
            Choice::new("a", data("Fri 27 Nov, 11:00")).hint("Room 2, as usual"),
            Choice::new("b", data("Thu 26 Nov, 14:00")).hint("Room 2"),
            Choice::new("c", data("Mon 30 Nov, 15:30")).hint("Room 4"),
        ],
        channels: vec![
            Choice::new("portal", "Portal message")
                .icon("portal")
                .hint("Asked here, and the preferred channel")
                .chosen(),
            Choice::new("phone", "Phone").icon("phone").hint("After 16:00"),
            Choice::new("mail", "E-mail").icon("mail").blocked(
                Words::from("Not allowed: a confidential case may not go by open e-mail, {clause}")
                    .with("clause", Clause::new(data("PT-4.4.4"), "Nothing identifiable over unsecured channels")),
            ),
        ],
        duties: duties(),
        daybook: daybook(),
        leaves: leaves(),
        goals: goals(),
        ladder: ladder(),
        blockers: blockers(),
        chart: chart(),
        sparks: vec![
            spark("s1", &[90.0, 90.0, 92.0, 90.0, 92.0, 92.0, 91.0, 93.0, 91.0, 95.0, 93.0, 96.0], Tone::Plain),
            spark("s2", &[88.0, 90.0, 87.0, 88.0, 90.0, 93.0, 91.0, 91.0, 94.0, 90.0, 94.0, 93.0], Tone::Overdue),
            spark("s3", &[], Tone::Plain),
        ],
        clocks: clocks(),
        paging: Paging {
            newer: Some("/components?page=1".into()),
            older: Some("/components?page=3".into()),
            here: Words::from("{from} to {to} of {all}").with("from", 51).with("to", 100).with("all", 312),
        },
        icons: include_str!("../../assets/icons.svg")
            .split("<symbol id=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .map(str::to_owned)
            .collect(),
    }
}

fn number(text: &str) -> Number {
    Number::new(data(text))
}

fn jonas() -> Name {
    Name::new(data("Jonas Feldkamp"))
}

fn folder() -> Folder {
    Folder {
        case: number("2026-000123-K"),
        level: "Confidential".into(),
        standing: None,
        client: number("C-7K3F9Q-M"),
        name: jonas(),
        facts: vec![
            ("Programme".into(), data("Outpatient counselling, 12–17").into()),
            ("Opened".into(), Words::from("{day}").with("day", crate::face::when::Day(date(2026, 3, 9)))),
            ("Caseworker".into(), data("Maria Vega").into()),
            ("Supervisor".into(), data("Tomas Lindqvist").into()),
        ],
        dates: vec![
            cell("Session", at(20, 11, 0), State::note(crate::face::when::away(at(20, 11, 0))).icon("clock")),
            cell("Assessment", at(23, 9, 0), State::due(crate::face::when::in_working_days(1))),
            cell("Case review", at(30, 9, 0), State::limit(at(30, 9, 0))),
            cell("Report", at(18, 10, 0), State::limit(at(18, 10, 0))),
            cell("Consent ends", at(29, 9, 0), State::limit(at(29, 9, 0))),
        ],
        flags: vec![Flag {
            tone: Tone::Overdue,
            icon: "flag",
            what: "Urgent follow-up.".into(),
            more: data("The school has not named a contact person. Yours until 14:00.").into(),
            act: Some(Act::post("Send reminder", "/reminders").live()),
        }],
        acts: vec![
            Act::link("Read all", "/").plain().icon("read"),
            Act::link("Print", "/").plain().icon("print"),
            Act::link("Write note", "/").main().icon("pen"),
        ],
    }
}

fn cell(what: &'static str, when: domain::time::Instant, state: State) -> DateCell {
    let day = asked(|voice| when.on(&voice.zone).date());
    DateCell { what: what.into(), href: "/".into(), when: crate::face::when::day(day).into(), state }
}

fn tabs() -> Tabs {
    let tab = |label: &'static str, count, current| Tab { label: label.into(), href: "/".into(), count, current };
    Tabs {
        label: "In this case".into(),
        tabs: vec![
            tab("Timeline", None, true),
            tab("Plan", None, false),
            tab("Measures", None, false),
            tab("Sessions", Some(14), false),
            tab("Messages", Some(1), false),
            tab("Documents", Some(23), false),
            tab("People", None, false),
            tab("Closure", None, false),
        ],
    }
}

fn duties() -> Vec<Duties> {
    let duty = |what: &'static str, limit: State, act: &'static str| Duty {
        what: what.into(),
        href: "/".into(),
        number: Some(number("C-7K3F9Q-M")),
        name: jonas(),
        limit,
        clause: Some(Clause::new(data("PT-4.2.2"), "Enter data promptly after each interaction")),
        act: Some(Act::link(act, "/").about(what)),
    };
    vec![
        Duties {
            id: "overdue",
            tone: Tone::Overdue,
            heading: "Overdue".into(),
            duties: vec![duty("Sign your note of Tuesday", State::limit(at(18, 10, 0)), "Open note")],
        },
        Duties {
            id: "today",
            tone: Tone::Due,
            heading: "Today".into(),
            duties: vec![duty("Answer the inquiry about another day", State::limit(at(20, 15, 20)), "Write answer")],
        },
        Duties { id: "week", tone: Tone::Plain, heading: "This week".into(), duties: vec![] },
    ]
}

fn daybook() -> Daybook {
    let session = |at, held, state, act| Slip {
        said: "The client comes".into(),
        at,
        title: Words::default(),
        number: Some(number("C-7K3F9Q-M")),
        name: jonas(),
        href: "/".into(),
        place: data("Room 2, 50 minutes").into(),
        state,
        held,
        act,
    };
    Daybook {
        now: Some(at(20, 10, 42)),
        slips: vec![
            session(at(20, 9, 0), true, State::done("Held, note signed"), None),
            session(
                at(20, 11, 0),
                false,
                State::due("Ready but for one measure"),
                Some(Act::link("Get ready", "/").main()),
            ),
            session(at(20, 15, 0), false, State::overdue("Last note not signed"), None),
        ],
    }
}

fn signature(meaning: &'static str, how: State) -> Signature {
    Signature {
        name: data("Maria Vega"),
        role: meaning.into(),
        how: Some(how),
        at: Some(at(13, 12, 12)),
        after: Words::count("{n} minute after", "{n} minutes after", 22),
        ledger: Words::from("Ledger line {n}").with("n", crate::face::words::figure(47_640)),
    }
}

fn leaves() -> Vec<Leaf> {
    let draft = Sheet {
        id: "e-draft".into(),
        icon: "pen",
        title: "Your draft".into(),
        when: "started 08:52, saved 10:41".into(),
        entry: "Not in the record yet".into(),
        text: data("Phone call with the school office. Asked for one named person, not the general office …").into(),
        acts: vec![Link::new("/", "Go on writing")],
        act_note: "Only you can see this until you sign it.".into(),
        small: true,
        draft: true,
        ..Sheet::default()
    };
    vec![
        Leaf { day: date(2026, 11, 20), same_day: false, sheet: draft, addenda: vec![] },
        Leaf { day: date(2026, 11, 13), same_day: false, sheet: note(), addenda: vec![addendum()] },
    ]
}

fn note() -> Sheet {
    let ruler = Words::from("{ruler} School mornings {state}")
        .with("ruler", Ruler::new(4, Some(3)))
        .with("state", Trend::between(3, 4).state("4, was 3"));
    Sheet {
        id: "e48".into(),
        icon: "meeting",
        title: "Session note".into(),
        chips: vec![State::note("Significant intervention").icon("flag").chip()],
        when: data("11:00–11:50, Room 2, 13th session").into(),
        entry: Words::from("Entry {n}").with("n", 48),
        lines: vec![
            Line::new("Progress", data("Went to school on four of five days. Stayed in the room at the presentation.")),
            Line::new("Challenges", data("Sleep is still short.\nTension at home since his father’s shifts changed.")),
            Line::new("Client’s words", data("“At seven everything is already too loud.”")).voiced(Voiced::Own),
            Line::new("Goals", ruler).voiced(Voiced::Product),
        ],
        decision: data("Sessions stay weekly until Christmas.").into(),
        todos: vec![
            Todo {
                what: data("Send Jonas the sleep diary").into(),
                more: data("Maria Vega, Mon 16 Nov").into(),
                kept: true,
            },
            Todo { what: data("Ask the school").into(), more: data("Maria Vega, by Fri 20 Nov").into(), kept: false },
        ],
        signatures: vec![signature("Caseworker, author", State::done("Signed with password").icon("key"))],
        acts: vec![Link::new("/", "Add an addendum"), Link::new("/", "Show what was signed")],
        ..Sheet::default()
    }
}

fn addendum() -> Addendum {
    Addendum {
        id: "e49".into(),
        title: "Addendum: correction".into(),
        entry: Words::from("Entry {n}").with("n", 49),
        text: data("The presentation was on Tuesday, not on Monday.").into(),
        why: data("Reason: wrong day noted").into(),
        signatures: vec![signature("Caseworker, correction", State::overdue("Signed 1 day late"))],
    }
}

fn goals() -> Vec<Goal> {
    let goal = |words: &str, now, was, said: &'static str| Goal {
        words: data(words).into(),
        ruler: Ruler::new(now, Some(was)),
        state: Trend::between(was, now).state(said),
        so_far: Words::from("The last {n} sessions: {steps}")
            .with("n", 4)
            .with("steps", format!("1 · 2 · {was} · {now}")),
    };
    vec![
        goal("School mornings: in class by 08:00", 4, 3, "4 of 5"),
        goal("Sleep before midnight on school nights", 2, 2, "2 of 5, stalled"),
        goal("One meal a day together at home", 3, 4, "3 of 5, was 4"),
    ]
}

fn ladder() -> Ladder {
    let rung = |tone, title: &'static str, state| Rung {
        tone,
        title: title.into(),
        more: "What the step asks for stands here in one sentence.".into(),
        evidence: vec![Link::new("/", "Outcome summary, entry 24")],
        who: data("Maria Vega").into(),
        state,
        act: None,
    };
    Ladder {
        rungs: vec![
            rung(Tone::Done, "Actions and outcomes are documented", Some(State::done("Signed").icon("key"))),
            rung(Tone::Due, "Approved", Some(State::due("Opens when nothing blocks"))),
            rung(Tone::Plain, "Kept or destroyed, by schedule", None),
        ],
    }
}

fn blockers() -> Vec<Blocker> {
    vec![Blocker {
        tone: Tone::Overdue,
        icon: "inbox",
        what: "One inquiry has no answer".into(),
        more: "Yours; the answer was due yesterday.".into(),
        clause: Some(Clause::new(data("RC-4.4"), "Closure only when nothing is left to follow up")),
        act: Some(Act::link("Write answer", "/").main()),
    }]
}

fn chart() -> ScoreChart {
    let scores = [
        ("Mar", 28),
        ("Apr", 27),
        ("Apr", 29),
        ("May", 25),
        ("Jun", 26),
        ("Jul", 24),
        ("Aug", 22),
        ("Sep", 23),
        ("Oct", 21),
        ("Nov", 17),
    ];
    ScoreChart {
        id: "wellbeing".into(),
        title: "Wellbeing check, March to November 2026".into(),
        told: "Ten scores, falling from 28 to 17. Lower is better; the cut-off is 16.".into(),
        top: 40.0,
        cut: Some(16.0),
        lower_is_better: true,
        scores: scores
            .into_iter()
            .enumerate()
            .map(|(i, (when, score))| Scored { when: when.into(), score: f64::from(score), plan_changed: i == 4 })
            .collect(),
    }
}

fn spark(id: &str, values: &[f64], tone: Tone) -> Spark {
    Spark {
        id: id.into(),
        title: "Twelve months; the aim is 95".into(),
        values: values.to_vec(),
        aim: Some(95.0),
        tone,
    }
}

fn clocks() -> Vec<ClockBar> {
    let open = vec![
        (OpenTime { from: 0.0, wide: 28.0 }, Words::from("Wed 18")),
        (OpenTime { from: 36.0, wide: 28.0 }, Words::from("Thu 19")),
        (OpenTime { from: 72.0, wide: 28.0 }, Words::from("Fri 20")),
    ];
    vec![ClockBar {
        id: "c1".into(),
        title: "Answer in 2 business days".into(),
        left: "4 h 38 min left, by 15:20".into(),
        told: "Received Wed 15:20; the promise is Fri 15:20. Closed hours do not count.".into(),
        tone: Tone::Due,
        open,
        gone: vec![
            OpenTime { from: 22.5, wide: 5.5 },
            OpenTime { from: 36.0, wide: 28.0 },
            OpenTime { from: 72.0, wide: 7.25 },
        ],
        now: Some(79.25),
        promise: 94.5,
    }]
}

fn sign() -> SignSheet {
    let mut sheet = note();
    sheet.signatures = vec![Signature {
        name: data("Maria Vega"),
        role: "Caseworker, author".into(),
        how: None,
        at: None,
        after: "will stand here once you sign".into(),
        ledger: Words::default(),
    }];
    sheet.acts.clear();
    SignSheet {
        title: "Sign this note".into(),
        action: "/cases/1/sessions/2/signature".into(),
        back: Back::Form,
        sheet,
        says: "With your signature you say: I wrote this, it is true and complete to my knowledge. It cannot be changed afterwards; you can add an addendum.".into(),
        facts: vec![
            ("Session was".into(), crate::face::when::full(at(20, 11, 0)).into()),
            ("Written".into(), crate::face::when::full(at(20, 11, 58)).into()),
        ],
        form: Filled::new(),
        ask: Ask::PasswordAndCode,
        act: "Sign note".into(),
        then: "Then it is ink: the team can read it, nobody can alter it.".into(),
        fields: vec![],
    }
}

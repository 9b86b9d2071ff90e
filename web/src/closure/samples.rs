//! The pages of a closure, from samples: being prepared, seen by headers only, closed; and the form of a step.

use casework::closure::{Signed, Standing};
use domain::closure::{Ending, Onward, Outcome, Rung};
use domain::ids::{DossierId, EntryNumber, StaffId};
use domain::policy::{Action, TieKind};
use domain::staff::{Role, StaffCard};
use domain::text::{Line, Narrative};
use jiff::civil::date;
use uuid::Uuid;

use super::filing::{FilingLine, FilingPage};
use super::ladder::{ladder, losing};
use super::onward;
use super::sheet::{Said, sheet};
use super::show::{Closed, ClosurePage, Head};
use super::step::StepPage;
use crate::face::prelude::*;
use crate::fields::code;
use crate::samples::{Samples, at, data, frame};

fn staff(n: u128, name: &str, role: Role) -> StaffCard {
    let id = StaffId::new(Uuid::from_u128(n));
    StaffCard { id, name: data(name), title: String::new(), roles: vec![role], team: None, active: true }
}

pub(crate) fn everybody() -> Vec<StaffCard> {
    vec![
        staff(1, "Maria Vega", Role::Caseworker),
        staff(2, "Tomas Lindqvist", Role::Supervisor),
        staff(3, "Joanna Okafor-Whitcombe", Role::RecordsOfficer),
    ]
}

fn standing(signed: usize, staff: &[StaffCard]) -> Standing {
    let (worker, supervisor) = (staff[0].id, staff[1].id);
    let rung = |rung: Rung| Signed {
        rung,
        by: worker,
        at: at(19, 9, 5),
        entry: EntryNumber(26),
        computed: (rung == Rung::Verified).then(|| data("26 of 26 entries verify against the ledger")),
    };
    Standing {
        last: domain::ids::EntryNumber(30),
        seen: None,
        case: DossierId::new(Uuid::from_u128(7)),
        number: data("2025-000377-W"),
        hands: Some((worker, supervisor)),
        open: true,
        signed: Rung::ALL.into_iter().take(signed).map(rung).collect(),
        next: Rung::ALL.get(signed).copied(),
        hindered: None,
        blockers: 0,
        inquiries: 0,
        ties: vec![(worker, TieKind::Assigned), (supervisor, TieKind::Supervises)],
        keep_until: Some(date(2033, 11, 30)),
        term: None,
        closed: None,
        verified: None,
        after_care: None,
        asked: None,
        may: vec![Action::SignScheduled],
    }
}

fn head() -> Head {
    Head {
        file: None,
        title: Words::from("Closure of case {number}").with("number", Number::new(data("2025-000377-W"))),
        lead: "You see how far the closure is, and nothing of what the file says.".into(),
    }
}

fn page(signed: usize) -> ClosurePage {
    let staff = everybody();
    let standing = standing(signed, &staff);
    ClosurePage {
        frame: frame(),
        head: head(),
        blocks: Words::count("One thing still blocks this closure", "{n} things still block this closure", 2),
        checked: Words::from("Checked {hour}, by itself").with("hour", crate::face::when::clock(at(20, 10, 42))),
        blockers: vec![Blocker {
            tone: Tone::Overdue,
            icon: "report",
            what: "There is no closing report".into(),
            more: "Yours.".into(),
            clause: Some(Clause::new(data("RC-4.5"), "Closure needs a closing report that is approved")),
            act: Some(Act::link("Write a report", "/cases/1/reports/new").main()),
        }],
        cleared: vec![("No flag is up".into(), Words::default())],
        steps: Words::from("{n} of 5 signed").with("n", signed),
        ladder: ladder(&standing, &staff, true),
        close: None,
        why: "The button appears here when nothing blocks and all five steps are signed.".into(),
        people: "Who loses access".into(),
        losing: losing(&standing, &staff),
        keep: "How long the file is kept counts from the day on which the service ended.".into(),
        closed: None,
    }
}

fn step() -> StepPage {
    let form = Filled::new().wrong("outcome", "please choose one").wrong("onward_to", "Please say who takes over.");
    let text = |text: &str| Line::parse(&data(text)).unwrap();
    let summary = Narrative::parse(&data("She moves, and goes on there.")).unwrap();
    let onward = Onward {
        to: text("Ms Adler, Youth centre"),
        from: None,
        until_then: Some(text("Maria calls on Mondays")),
        missing: Some(text("She takes her papers along")),
    };
    let ending = Ending { onward: Some(onward), ..Ending::new(Outcome::Transferred, summary, date(2026, 11, 20)) };
    let said = Said { rung: Rung::Documented, ending: Some(&ending), checked: None, attested: None, remark: None };
    let choices: Vec<Choice> =
        Outcome::ALL.into_iter().map(|outcome| Choice::new(code(&outcome), outcome.word())).collect();
    StepPage {
        frame: frame(),
        head: head(),
        heading: Rung::Documented.word().into(),
        lead: "This is the last thing that the file says about the service.".into(),
        about: vec![sheet(&standing(0, &everybody()), &everybody(), &said)],
        losing: Vec::new(),
        action: "/cases/1/closure/documented".to_owned(),
        draft: Some("/drafts/1/closure".to_owned()),
        state: DraftState::new(),
        fields: vec![
            form.radios("outcome", "How the case ends", &choices),
            onward::field(&form),
            form.area("summary", "Closing summary").rows(6).written(),
            form.date("discharged", "Day on which the service ended"),
        ],
        act: "Review and sign".into(),
        back: Link::new("/cases/1/closure", "Back to the closure"),
        form,
    }
}

fn filed(said: bool) -> FilingLine {
    let form = Filled::new().wrong("here_1_7", "Please look at it, then tick it, or say what is wrong.");
    let title: Words = data("From the school").into();
    let fields = vec![
        form.check("here_1_7", "Present and correctly filed"),
        form.text("wrong_1_7", "Or what is wrong").optional().max(200),
    ];
    FilingLine {
        more: Words::from("{type}, dated {dated}, received {received}").with("type", data("Letter")),
        name: data("2025-000377-W_2026-11-03_letter_001_v1.pdf"),
        file: data("PDF, 412 kB").into(),
        states: vec![State::note("Sensitive").icon("lock")],
        acts: vec![Act::link("Look at it", "/cases/1/documents/1/look/1").icon("read").about(title.clone()).beside()],
        said: if said { "Present and correctly filed. {who}, {when}".into() } else { Words::default() },
        fields: if said { Vec::new() } else { fields },
        title,
    }
}

fn filing() -> FilingPage {
    FilingPage {
        frame: frame(),
        folder: crate::documents::samples::folder(),
        tabs: crate::documents::samples::tabs(),
        missing: vec![data("Consent form").into()],
        add: "/cases/1/documents/new".to_owned(),
        lines: vec![filed(false)],
        rest: Words::count("One more comes after these.", "{n} more come after these.", 2),
        attested: vec![filed(true)],
        action: "/cases/1/closure/filing".to_owned(),
        draft: "/drafts/1/filing".to_owned(),
        state: DraftState::new(),
        form: Filled::new().wrong("here_1_7", "Please look at it, then tick it, or say what is wrong."),
        back: "/cases/1/closure".to_owned(),
    }
}

pub(crate) fn samples(show: &mut Samples) {
    show.page("closure-filing", &filing());
    show.page("closure-filing-done", &FilingPage { lines: Vec::new(), form: Filled::new(), ..filing() });
    show.page("closure", &page(2));
    show.page("closure-by-headers", &ClosurePage { blockers: Vec::new(), cleared: Vec::new(), ..page(3) });
    let closed = Closed {
        facts: Pairs::new().with("Read by", "Records officer and data protection officer"),
        asked: "Somebody else has to approve it.".into(),
        acts: vec![Act::link("Read and approve", "/cases/1/closure/reopening/decision").main()],
    };
    show.page("closure-closed", &ClosurePage { closed: Some(closed), ..page(5) });
    show.page("closure-step", &step());
}

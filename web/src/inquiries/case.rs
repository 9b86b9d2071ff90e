//! The inquiries that belong to a case: its page, what stands at its head, on the ready page of a session, and what keeps it open (FS-4.2.1, RC-4.4).

use axum::extract::Path;
use casework::closure::keeps_open;
use casework::inquiries::InquiryLine;
use domain::ids::DossierId;
use domain::policy::Action;

use super::list::{Line, answered_by, told};
use super::{PATH, path};
use crate::answer::{Answer, id};
use crate::cases::head::{At, CaseView};
use crate::face::parts::{Act, Blocker, Empty, Flag, Folder, Tabs};
use crate::face::prelude::*;
use crate::face::when;
use crate::paths;
use crate::person::Person;

/// `GET /cases/{case}/inquiries`
#[derive(Debug, Template)]
#[template(path = "inquiries/case.html")]
pub struct OfCasePage {
    /// The frame.
    pub frame: Frame,
    /// The head.
    pub folder: Folder,
    /// The tabs.
    pub tabs: Tabs,
    /// What can be done.
    pub act: Option<Act>,
    /// The inquiries, the latest first.
    pub lines: Vec<Line>,
    /// When there are none.
    pub none: Option<Empty>,
}

/// `GET /cases/{case}/inquiries`
pub async fn show(person: Person, Path(case): Path<String>) -> Answer {
    let view = CaseView::open(&person, id(&case)?, Action::ReadCase).await?;
    let takes_in = view.file().is_open() && person.ctx.may(Action::LogInquiry, None).await?;
    Ok(person.show("Inquiries", |frame| {
        let lines = view.inquiries.iter().map(|line| told(line, &view.staff, person.now())).collect();
        page(lines, takes_in.then(|| view.id()), (view.folder(&person, Vec::new()), view.tabs(At::Inquiries)), frame)
    }))
}

pub(super) fn page(
    lines: Vec<Line>,
    takes_in: Option<DossierId>,
    (folder, tabs): (Folder, Tabs),
    frame: Frame,
) -> OfCasePage {
    let none = Empty::new(
        "Nobody has asked anything about this case.",
        "Inquiries come into the inbox. Whoever answers them says to which case they belong.",
    );
    OfCasePage {
        none: lines.is_empty().then_some(none),
        act: takes_in.map(|case| Act::link("Take in an inquiry", format!("{PATH}/new?case={case}")).icon("plus")),
        lines,
        folder,
        tabs,
        frame,
    }
}

/// Those that wait for an answer, the next due first.
fn waiting(view: &CaseView) -> Vec<&InquiryLine> {
    let mut waiting: Vec<_> = view.inquiries.iter().filter(|line| line.row.ended.is_none()).collect();
    waiting.sort_by_key(|line| line.row.due);
    waiting
}

fn subject(line: &InquiryLine) -> Name {
    Name::new(line.card.subject.clone())
}

/// Who answers it.
fn who(view: &CaseView, line: &InquiryLine) -> Words {
    answered_by(line.card.owner.map(|owner| view.staff_name(owner)), line.row.ended.is_none())
}

/// At the head of the case: one line, however many wait.
pub(crate) fn flag(view: &CaseView, person: &Person) -> Option<Flag> {
    let waiting = waiting(view);
    let first = waiting.first()?;
    let (href, label) = match waiting.as_slice() {
        [one] => (path(one.inquiry, ""), "Open it"),
        _ => (paths::of_case(view.id(), "inquiries"), "See them"),
    };
    let late = first.row.due < person.now();
    let count = i64::try_from(waiting.len()).unwrap_or(i64::MAX);
    Some(Flag {
        tone: if late { Tone::Overdue } else { Tone::Due },
        icon: "inbox",
        what: Words::count("An inquiry waits for an answer.", "{n} inquiries wait for an answer.", count),
        more: Words::from("“{subject}”, next step by {when}. {who}")
            .with("subject", subject(first))
            .with("when", when::when(first.row.due))
            .with("who", who(view, first)),
        act: Some(Act::link(label, href)),
    })
}

/// For the ready page of a session: each that waits.
pub(crate) fn unanswered(view: &CaseView) -> Vec<(State, Link)> {
    let link = |line: &InquiryLine| {
        let words = Words::from("An inquiry without an answer: “{subject}”").with("subject", subject(line));
        Link::new(path(line.inquiry, ""), words)
    };
    waiting(view).into_iter().map(|line| (State::limit(line.row.due), link(line))).collect()
}

/// Those that keep the case open; `all` says how many there are, also of those that the person may not see.
pub(crate) fn blockers(view: &CaseView, all: usize, person: &Person) -> Vec<Blocker> {
    let blocker = |late: bool, what: Words, more: Words, act: Option<Act>| Blocker {
        tone: if late { Tone::Overdue } else { Tone::Due },
        icon: "inbox",
        clause: Some(Clause::new("RC-4.4", "Closure only when nothing is left to follow up")),
        act,
        what,
        more,
    };
    let seen = waiting(view).into_iter().filter(|line| keeps_open(&line.row));
    let mut found: Vec<Blocker> = seen
        .map(|line| {
            let what = Words::from("The inquiry “{subject}” waits for an answer").with("subject", subject(line));
            let more = Words::from("{who} Next step by {when}.")
                .with("who", who(view, line))
                .with("when", when::when(line.row.due));
            let act = Act::link("Open it", path(line.inquiry, "")).about(what.clone());
            blocker(line.row.due < person.now(), what, more, Some(act))
        })
        .collect();
    let hidden = all.saturating_sub(found.len());
    if 0 < hidden {
        let what = Words::count(
            "An inquiry waits for an answer that somebody else has to give",
            "{n} inquiries wait for answers that somebody else has to give",
            i64::try_from(hidden).unwrap_or(i64::MAX),
        );
        found.push(blocker(false, what, "Your supervisor knows with whom it is.".into(), None));
    }
    found
}

//! One list: its files with what would hinder their destruction now, its approvals, and what comes next.

use axum::extract::Path;
use casework::disposition::{ListSeen, list};
use domain::disposition::{Approver, Disposition, ListedFile, PassedOver, Progress};
use domain::ids::{DossierId, StaffId};
use domain::policy::Action;
use domain::retention::Disposal;
use domain::rulebook::Rulebook;
use domain::staff::StaffCard;
use domain::time::Instant;

use super::list::about;
use super::path;
use crate::answer::{Answer, id};
use crate::face::parts::{Act, Ladder, Rung};
use crate::face::prelude::*;
use crate::face::when;
use crate::person::Person;
use crate::retention::schedule::rule;
use crate::staff::name_of;

/// A file of the list.
#[derive(Debug, Clone)]
pub struct FileLine {
    /// Its number.
    pub number: Number,
    /// Whether it is a case, or the identity of a client.
    pub what: Words,
    /// What is to become of it, or became.
    pub state: State,
    /// Class and days.
    pub about: Words,
    /// What it has on paper, or had.
    pub paper: Option<State>,
    /// The rule.
    pub rule: Words,
    /// Why it is kept, and by whom.
    pub more: Words,
    /// The way to keeping it longer.
    pub act: Option<Act>,
}

/// `GET /records/lists/{list}`
#[derive(Debug, Template)]
#[template(path = "disposition/show.html")]
pub struct ListPage {
    /// The frame.
    pub frame: Frame,
    /// "List of …".
    pub title: Words,
    /// How far it is.
    pub state: State,
    /// What comes next, in a sentence.
    pub next: Words,
    /// Prepared, approved twice, destroyed.
    pub ladder: Ladder,
    /// The files.
    pub files: Vec<FileLine>,
    /// What is kept for statistics: what the files had in common, how many they were, and their sums.
    pub figures: Vec<(Words, Words, Words)>,
    /// What else can be done.
    pub acts: Vec<Act>,
}

/// `GET /records/lists/{list}`
pub async fn show(person: Person, Path(of): Path<String>) -> Answer {
    let seen = list(&person.ctx, id(&of)?).await?;
    let staff = casework::accounts::staff_list(&person.ctx).await?;
    let told = Told {
        list: &seen.seen,
        id: seen.seen.dossier,
        staff: &staff,
        me: person.ctx.staff(),
        rules: &person.organisation.rulebook,
        now: person.now(),
    };
    let may = |action| seen.seen.may(action);
    Ok(person.show("Files to be destroyed", |frame| page(&told, &seen, &may, frame)))
}

/// What a page of a list is told from.
pub(super) struct Told<'a> {
    pub(super) list: &'a Disposition,
    pub(super) id: DossierId,
    pub(super) staff: &'a [StaffCard],
    pub(super) me: StaffId,
    pub(super) rules: &'a Rulebook,
    pub(super) now: Instant,
}

fn page(told: &Told<'_>, seen: &ListSeen, may: &dyn Fn(Action) -> bool, frame: Frame) -> ListPage {
    let hindered = |listed: &ListedFile| seen.hindrance(listed);
    let paper = |listed: &ListedFile| seen.paper.get(&listed.file).map_or(0, Vec::len);
    view(
        told,
        seen.rested,
        &Found { hindered: &hindered, paper: &paper, to_go: seen.paper_to_go(), to_hand_over: seen.to_hand_over.len() },
        may,
        frame,
    )
}

/// What is found about the files of a list now.
pub(super) struct Found<'a> {
    /// Why a file would not be destroyed.
    pub(super) hindered: &'a dyn Fn(&ListedFile) -> Option<domain::disposition::Why>,
    /// How many of its items are not destroyed.
    pub(super) paper: &'a dyn Fn(&ListedFile) -> usize,
    /// How many items of the files that go are not destroyed.
    pub(super) to_go: usize,
    /// How many files that go to an archive it does not have yet.
    pub(super) to_hand_over: usize,
}

pub(super) fn view(
    told: &Told<'_>,
    rested: Option<Instant>,
    found: &Found<'_>,
    may: &dyn Fn(Action) -> bool,
    frame: Frame,
) -> ListPage {
    let list = told.list;
    let prepared = list.prepared.as_ref().map_or(Instant(0), |(_, at, _)| *at);
    let (state, next) = standing(told, rested);
    let mut acts = Vec::new();
    if list.is_open() && may(Action::WithdrawDisposition) {
        acts.push(Act::link("Withdraw this list", path(told.id, "withdrawal")));
    }
    if list.progress() == Progress::Done && may(Action::PrintCertificate) {
        acts.push(Act::link("Certificate (PDF)", path(told.id, "certificate")).main());
        acts.push(Act::link("Proof to check elsewhere", path(told.id, "proof")));
    }
    ListPage {
        title: Words::from("List of {when}").with("when", when::when(prepared)),
        ladder: ladder(told, rested, found, may),
        figures: figures(told),
        files: list.files().iter().map(|listed| line(told, listed, found, may)).collect(),
        state,
        next,
        acts,
        frame,
    }
}

fn standing(told: &Told<'_>, rested: Option<Instant>) -> (State, Words) {
    match (told.list.progress(), rested) {
        (Progress::Prepared, _) => (
            State::due("Waits for approval"),
            "Two people have to approve it, neither of whom prepared it: the data protection officer, and a supervisor or the director.".into(),
        ),
        (Progress::Approved(_), Some(rested)) if told.now < rested => (
            State::due("Approved, rests"),
            Words::from("It rests until {when}. Until then any file can still be held or kept longer.")
                .with("when", when::full(rested)),
        ),
        (Progress::Approved(_), _) => (
            State::due("Can be destroyed"),
            "The records officer starts the destruction. Holds, days and rules are looked at once more at that moment.".into(),
        ),
        (Progress::Ordered, _) => (State::due("Is being destroyed"), "It goes on by itself until it is done, also after a restart.".into()),
        (Progress::Done, _) if told.list.recoverable().next().is_none() => (
            State::done("Beyond recovery"),
            "The keys of these files are gone, from every backup too. What remains of them is ciphertext that nobody can open, and this list.".into(),
        ),
        (Progress::Done, _) => (
            State::done("Destroyed"),
            "The keys of these files are gone. Backups of the last days may still hold them; when these have run out, the certificate says so by itself.".into(),
        ),
        (Progress::Withdrawn, _) => {
            let why = told.list.withdrawn.as_ref().map(|(_, _, reason)| reason.reveal().to_owned());
            (State::plain("Withdrawn"), why.unwrap_or_default().into())
        }
    }
}

fn ladder(told: &Told<'_>, rested: Option<Instant>, found: &Found<'_>, may: &dyn Fn(Action) -> bool) -> Ladder {
    let list = told.list;
    let signed = |title: &'static str, at: Instant, by: StaffId| Rung {
        tone: Tone::Done,
        title: title.into(),
        more: Words::default(),
        evidence: Vec::new(),
        who: name_of(told.staff, by).into(),
        state: Some(State::done(Words::from("Signed {when}").with("when", when::when(at)))),
        act: None,
    };
    let mut rungs = Vec::new();
    rungs.extend(list.prepared.as_ref().map(|(_, at, by)| signed("Prepared", *at, *by)));
    let involved = |who: StaffId| {
        list.prepared.as_ref().is_some_and(|(_, _, by)| *by == who) || list.approvals.values().any(|(_, by)| *by == who)
    };
    for approver in Approver::ALL {
        let (title, action, part) = match approver {
            Approver::Protection => ("Approved for data protection", Action::ApproveForProtection, "protection"),
            Approver::Supervision => {
                ("Approved by a supervisor or the director", Action::ApproveForSupervision, "supervision")
            }
        };
        rungs.push(match list.approvals.get(&approver) {
            Some((at, by)) => signed(title, *at, *by),
            None => Rung {
                tone: if list.is_open() { Tone::Due } else { Tone::Plain },
                title: title.into(),
                more: "Reads every line and signs. Nobody approves their own list, and nobody approves twice.".into(),
                evidence: Vec::new(),
                who: approver.word().into(),
                state: list.is_open().then(|| State::due("Open")),
                act: (list.is_open() && may(action) && !involved(told.me))
                    .then(|| Act::link("Review and approve", path(told.id, part)).main().icon("pen")),
            },
        });
    }
    let ready = rested.is_some_and(|rested| rested <= told.now) && list.ordered.is_none();
    rungs.extend(shredded(told, ready, found.to_go, may));
    rungs.extend(handed_over(told, ready, found.to_hand_over, may));
    rungs.push(destroyed(told, ready && found.to_go == 0 && found.to_hand_over == 0, may));
    Ladder { rungs }
}

/// The paper of the list; nothing when it has none.
fn shredded(told: &Told<'_>, ready: bool, to_go: usize, may: &dyn Fn(Action) -> bool) -> Option<Rung> {
    let last = told.list.paper.values().max_by_key(|(_, at, _)| *at);
    if to_go == 0 && last.is_none() {
        return None;
    }
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let signed = last.filter(|_| to_go == 0);
    let gone = told.list.paper.values().map(|(paper, _, _)| paper.labels.len()).sum();
    Some(Rung {
        tone: if signed.is_some() { Tone::Done } else { Tone::Due },
        title: "Paper destroyed".into(),
        more: match signed {
            Some((paper, _, _)) => Words::from("{items}. {how}. Witness: {who}")
                .with("items", Words::count("{n} item", "{n} items", count(gone)))
                .with("how", paper.how.reveal().trim_end_matches(['.', ' ']))
                .with("who", name_of(told.staff, paper.witness)),
            None => Words::count(
                "{n} item of these files lies in a cabinet. It goes first, before a witness.",
                "{n} items of these files lie in cabinets. They go first, before a witness.",
                count(to_go),
            ),
        },
        evidence: Vec::new(),
        who: signed.map_or_else(|| "Records officer".into(), |(_, _, by)| name_of(told.staff, *by).into()),
        state: Some(match signed {
            Some((_, at, _)) => State::done(Words::from("Signed {when}").with("when", when::when(*at))),
            None => State::due("Open"),
        }),
        act: (ready && 0 < to_go && may(Action::AttestPaper))
            .then(|| Act::link("Sign that it is destroyed", path(told.id, "paper")).main().icon("pen")),
    })
}

/// What an archive has of the list; nothing when nothing of it goes there.
fn handed_over(told: &Told<'_>, ready: bool, left: usize, may: &dyn Fn(Action) -> bool) -> Option<Rung> {
    let last = told.list.transferred.last();
    if left == 0 && last.is_none() {
        return None;
    }
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let signed = last.filter(|_| left == 0);
    Some(Rung {
        tone: if signed.is_some() { Tone::Done } else { Tone::Due },
        title: "Handed over to an archive".into(),
        more: match signed {
            Some((went, _, _)) => Words::from("{files}. {to}, receipt {receipt}")
                .with("files", Words::count("{n} file", "{n} files", count(told.list.handed_over().len())))
                .with("to", went.to.reveal())
                .with("receipt", went.receipt.reveal()),
            None => Words::count(
                "{n} file goes to an archive. It goes there first, and the archive gives a receipt.",
                "{n} files go to an archive. They go there first, and the archive gives a receipt.",
                count(left),
            ),
        },
        evidence: Vec::new(),
        who: signed.map_or_else(|| "Records officer".into(), |(_, _, by)| name_of(told.staff, *by).into()),
        state: Some(match signed {
            Some((_, at, _)) => State::done(Words::from("Signed {when}").with("when", when::when(*at))),
            None => State::due("Open"),
        }),
        act: (ready && 0 < left && may(Action::HandOverFiles))
            .then(|| Act::link("Sign that it has them", path(told.id, "hand-over")).main().icon("pen")),
    })
}

/// What is kept for statistics.
fn figures(told: &Told<'_>) -> Vec<(Words, Words, Words)> {
    let kept = told.list.figures.iter().flat_map(|kept| &kept.figures);
    kept.map(|figure| {
        let common = &figure.common;
        let parts = [
            common.programme.as_ref().map(|code| told.rules.programme(code).name.into()),
            common.year.map(|year| Words::from("closed in {year}").with("year", i32::from(year))),
            common.outcome.map(|outcome| outcome.word().into()),
        ];
        let all = Words::joined(parts.into_iter().flatten(), "{all}, {one}");
        let sums = figure.sums.map_or_else(
            || Words::from("Too few to say more"),
            |sums| {
                Words::from("{months} months open, {sessions} sessions, {contacts} contacts together")
                    .with("months", sums.months)
                    .with("sessions", sums.sessions)
                    .with("contacts", sums.contacts)
            },
        );
        (all.unwrap_or_else(|| "Others".into()), Words::count("{n} case", "{n} cases", figure.files), sums)
    })
    .collect()
}

fn destroyed(told: &Told<'_>, ready: bool, may: &dyn Fn(Action) -> bool) -> Rung {
    let list = told.list;
    let (tone, who, state) = match &list.ordered {
        Some((_, at, by)) => {
            let state = State::done(Words::from("Started {when}").with("when", when::when(*at)));
            (Tone::Done, name_of(told.staff, *by).into(), Some(state))
        }
        None => (Tone::Plain, Words::from("Records officer"), None),
    };
    Rung {
        tone,
        title: "Destroyed".into(),
        more: "Started by a person, never by a clock.".into(),
        evidence: Vec::new(),
        who,
        state,
        act: (ready && may(Action::ExecuteDisposition))
            .then(|| Act::link("Destroy these files", path(told.id, "destruction")).main()),
    }
}

fn line(told: &Told<'_>, listed: &ListedFile, found: &Found<'_>, may: &dyn Fn(Action) -> bool) -> FileLine {
    let list = told.list;
    let (kept, hindered) = (list.kept.get(&listed.file), (found.hindered)(listed));
    let passed = list.ordered.iter().flat_map(|(ordered, _, _)| &ordered.passed_over);
    let passed = passed.filter(|one| one.file == listed.file).map(|PassedOver { why, .. }| *why).next();
    let number = Number::new(&listed.number);
    let state = match (list.destroyed.get(&listed.file), passed.or(hindered)) {
        (Some((_, at)), _) => State::done(Words::from("Destroyed {when}").with("when", when::when(*at))),
        (None, Some(why)) => State::note(why.word()),
        (None, None) if list.withdrawn.is_some() => State::plain("Stays"),
        (None, None) if list.ordered.is_some() => State::due("Is being destroyed"),
        (None, None) => State::due(match listed.term.class.action {
            Disposal::Transfer => "Goes to an archive",
            Disposal::Anonymise => "Goes; figures stay",
            Disposal::Review => "Goes, unless somebody keeps it",
            Disposal::Destroy | Disposal::Keep => "Goes",
        }),
    };
    let href = format!("{}?file={}", path(told.id, "keep"), listed.file);
    FileLine {
        what: if listed.client.is_some() { "Case".into() } else { "Identity of the client".into() },
        about: about(listed),
        paper: paper(told, listed, (found.paper)(listed)),
        rule: Words::from("{rule}. {law}")
            .with("rule", rule(&listed.term.class))
            .with("law", listed.term.class.law.clone()),
        more: kept.map_or_else(Words::default, |kept| {
            Words::from("Kept until {day} by {who}: {why}")
                .with("day", when::full_day(kept.until))
                .with("who", name_of(told.staff, kept.decided.1))
                .with("why", kept.reason.reveal().to_owned())
        }),
        act: (list.is_open() && kept.is_none() && may(Action::KeepLonger))
            .then(|| Act::link("Keep longer", href).about(Words::from("{number}").with("number", number.clone()))),
        number,
        state,
    }
}

/// What a file has on paper, or had.
fn paper(told: &Told<'_>, listed: &ListedFile, left: usize) -> Option<State> {
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    if 0 < left {
        let words = Words::count("{n} item on paper to be shredded", "{n} items on paper to be shredded", count(left));
        return Some(State::due(words).icon("records"));
    }
    let (paper, _, _) = told.list.paper.get(&listed.file)?;
    let words = Words::count("{n} item on paper destroyed", "{n} items on paper destroyed", count(paper.labels.len()));
    Some(State::done(words))
}

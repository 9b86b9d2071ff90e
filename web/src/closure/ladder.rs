//! The five steps with who, when and evidence, and the button for the one whose turn it is.

use casework::closure::Standing;
use domain::closure::Rung;
use domain::staff::StaffCard;

use crate::face::parts::{self, Act, Ladder};
use crate::face::prelude::*;
use crate::face::when;
use crate::paths;
use crate::retention::schedule::kept_until;
use crate::staff::name_of;

/// The word of a step in addresses.
pub(super) const fn part(rung: Rung) -> &'static str {
    match rung {
        Rung::Documented => "documented",
        Rung::Verified => "verified",
        Rung::Approved => "approved",
        Rung::Scheduled => "scheduled",
        Rung::AccessRevoked => "access",
    }
}

/// The step with this word.
pub(super) fn rung_of(word: &str) -> Option<Rung> {
    Rung::ALL.into_iter().find(|rung| part(*rung) == word)
}

/// The steps. `reads` says whether their entries may be opened.
pub(super) fn ladder(standing: &Standing, staff: &[StaffCard], reads: bool) -> Ladder {
    Ladder { rungs: Rung::ALL.into_iter().map(|rung| step(standing, staff, reads, rung)).collect() }
}

fn step(standing: &Standing, staff: &[StaffCard], reads: bool, rung: Rung) -> parts::Rung {
    let more = asks(standing, staff, rung);
    if let Some(signed) = standing.rung(rung) {
        let evidence = Words::from("Entry {n}").with("n", signed.entry.0);
        let link = reads.then(|| Link::new(paths::entry(standing.case, signed.entry), evidence));
        return parts::Rung {
            tone: Tone::Done,
            title: rung.word().into(),
            more: signed.computed.clone().map_or(more, |computed| Words::from(format!("{computed}."))),
            evidence: link.into_iter().collect(),
            who: name_of(staff, signed.by).into(),
            state: Some(State::done(Words::from("Signed {when}").with("when", when::when(signed.at))).icon("key")),
            act: None,
        };
    }
    let turn = standing.next == Some(rung) && standing.open;
    let mine = turn && standing.may_sign(rung) && standing.hindered.is_none();
    parts::Rung {
        tone: if turn { Tone::Due } else { Tone::Plain },
        title: rung.word().into(),
        more,
        evidence: Vec::new(),
        who: who(standing, staff, rung),
        state: turn.then(|| state(standing, mine)),
        act: mine.then(|| {
            let href = paths::of_case(standing.case, &format!("closure/{}", part(rung)));
            Act::link("Sign this step", href).main().icon("pen")
        }),
    }
}

fn state(standing: &Standing, mine: bool) -> State {
    if 0 < standing.blockers {
        State::due("Opens when nothing blocks")
    } else if mine {
        State::due("Your turn")
    } else {
        State::due("Comes next")
    }
}

fn who(standing: &Standing, staff: &[StaffCard], rung: Rung) -> Words {
    match (rung, standing.hands) {
        (Rung::Documented | Rung::Verified, Some((worker, _))) => name_of(staff, worker).into(),
        (Rung::Approved, Some((_, supervisor))) => name_of(staff, supervisor).into(),
        _ => rung.role().word().into(),
    }
}

/// What a step asks for.
fn asks(standing: &Standing, staff: &[StaffCard], rung: Rung) -> Words {
    match rung {
        Rung::Documented => "How the case ended, a closing summary, and the day on which the service ended.".into(),
        Rung::Verified => "Computed: every entry is checked against the ledger. Nobody can claim it by hand.".into(),
        Rung::Approved => "The supervisor reads the outcome summary and signs. Nobody approves their own work.".into(),
        Rung::Scheduled => match standing.keep_until {
            Some(day) => Words::from("By the schedule the file is kept until {day}.").with("day", kept_until(day)),
            None => "The schedule counts from the day on which the service ended.".into(),
        },
        Rung::AccessRevoked => {
            let people = losing(standing, staff).len();
            match people {
                0 => "Nobody can open the file but its keepers.".into(),
                n => Words::count(
                    "{n} person loses sight of the file; the records officer keeps it.",
                    "{n} people lose sight of the file; the records officer keeps it.",
                    i64::try_from(n).unwrap_or(i64::MAX),
                ),
            }
        }
    }
}

/// Who loses access when the case is closed: name, and why they have it.
pub(super) fn losing(standing: &Standing, staff: &[StaffCard]) -> Vec<(Words, Words)> {
    use domain::policy::TieKind;
    let word = |kind| match kind {
        TieKind::Assigned => "Carries the case",
        TieKind::Supervises => "Supervises it",
        TieKind::Covers => "Stands in",
        TieKind::Named => "Named for restricted entries",
        TieKind::AfterCare => "Asks the client once more; sees how to reach the client",
        TieKind::Supports => "Administrative staff of the team",
        TieKind::Registered | TieKind::Leads | TieKind::Answers | TieKind::Told | TieKind::Own | TieKind::Excluded => {
            "Tied to the file"
        }
    };
    standing.ties.iter().map(|(who, kind)| (name_of(staff, *who).into(), Words::from(word(*kind)))).collect()
}

//! The permission table, written down a second time by role and compared answer by answer.
//!
//! The policy is a table by action; this one is by role, as a person would ask: "what may a caseworker do?" Both were written by hand.

mod by_role;
mod content;
mod nobody;

use domain::ids::{DossierKind, StaffId};
use domain::level::Level;
use domain::policy::{Action, Facts, FileState, TieKind, decide};
use domain::staff::Role;
use uuid::Uuid;

use Action::*;
use TieKind::{AfterCare, Answers, Assigned, Covers, Leads, Named, Own, Registered, Supervises, Supports, Told};
use by_role::table;

/// Under which circumstances a role may do things.
#[derive(Clone, Copy)]
enum Where {
    /// No file is concerned.
    Desk,
    /// Open files with one of these ties.
    Open(&'static [TieKind]),
    /// Closed files.
    Closed,
    /// Files with one of these ties, open or closed.
    Tied(&'static [TieKind]),
    /// Whatever the file is, up to this level.
    Any(Level),
    /// Files of this kind.
    Of(DossierKind),
    /// Files of this kind, up to this level.
    UpTo(DossierKind, Level),
}

/// How far each tie reads, by hand.
fn reads(tie: TieKind, kind: DossierKind) -> Level {
    match tie {
        Supports if kind == DossierKind::Client => Level::Confidential,
        Supports => Level::Standard,
        Covers | Registered | AfterCare => Level::Confidential,
        Assigned | Supervises | Leads | Answers | Told | Own => Level::Sensitive,
        Named => Level::Restricted,
        TieKind::Excluded => panic!("an exclusion reads nothing"),
    }
}

fn expected(role: Role, action: Action, kind: DossierKind, ties: &[TieKind], state: FileState) -> Option<Level> {
    if ties.contains(&TieKind::Excluded) || state == FileState::Destroyed {
        return None;
    }
    let best = |kinds: &[TieKind]| ties.iter().filter(|tie| kinds.contains(tie)).map(|tie| reads(*tie, kind)).max();
    let lines = table(role).into_iter().flatten().filter(|(_, actions)| actions.contains(&action));
    lines
        .filter_map(|(place, _)| match place {
            Where::Desk => (state == FileState::None).then_some(Level::Standard),
            Where::Open(kinds) if state == FileState::Open => best(kinds),
            Where::Open(_) => None,
            Where::Closed => (state == FileState::Closed).then_some(Level::Sensitive),
            Where::Tied(kinds) => best(kinds),
            Where::Any(level) => Some(*level),
            Where::Of(one) => (*one == kind).then_some(Level::Sensitive),
            Where::UpTo(one, level) => (*one == kind).then_some(*level),
        })
        .max()
}

const KINDS: [DossierKind; 9] = [
    DossierKind::Case,
    DossierKind::Client,
    DossierKind::Matter,
    DossierKind::Disposition,
    DossierKind::SpotCheck,
    DossierKind::Group,
    DossierKind::Inquiry,
    DossierKind::Listing,
    DossierKind::Staff,
];
const STATES: [FileState; 4] = [FileState::None, FileState::Open, FileState::Closed, FileState::Destroyed];

fn facts(roles: &[Role], ties: &[TieKind], state: FileState) -> Facts {
    facts_of(DossierKind::Case, roles, ties, state)
}

fn facts_of(kind: DossierKind, roles: &[Role], ties: &[TieKind], state: FileState) -> Facts {
    let (staff, roles, ties) = (StaffId::new(Uuid::nil()), roles.to_vec(), ties.to_vec());
    Facts { staff, active: true, roles, kind: Some(kind), ties, state }
}

fn answer(action: Action, facts: &Facts) -> Option<Level> {
    decide(action, None, facts).ok().map(|permit| permit.clearance())
}

/// No tie, every single one, and every pair.
fn tie_sets() -> Vec<Vec<TieKind>> {
    let mut sets = vec![Vec::new()];
    for (at, &tie) in TieKind::ALL.iter().enumerate() {
        sets.push(vec![tie]);
        sets.extend(TieKind::ALL.iter().skip(at + 1).map(|&other| vec![tie, other]));
    }
    sets
}

#[test]
fn every_answer_is_the_one_of_the_table_by_role() {
    let mut asked = 0;
    for role in Role::ALL {
        for &action in Action::ALL {
            for ties in tie_sets() {
                for (state, kind) in STATES.into_iter().flat_map(|state| KINDS.map(|kind| (state, kind))) {
                    let policy = answer(action, &facts_of(kind, &[role], &ties, state));
                    let table = expected(role, action, kind, &ties, state);
                    assert_eq!(policy, table, "{} {} {ties:?} {state:?} {kind:?}", role.word(), action.name());
                    asked += 1;
                }
            }
        }
    }
    assert!(10_000 < asked, "{asked}");
}

#[test]
fn two_roles_may_what_either_may_and_nothing_more() {
    for (at, &one) in Role::ALL.iter().enumerate() {
        for &two in Role::ALL.iter().skip(at + 1) {
            for &action in Action::ALL {
                for ties in tie_sets() {
                    for state in STATES {
                        let table = |role| expected(role, action, DossierKind::Case, &ties, state);
                        let either = table(one).max(table(two));
                        assert_eq!(answer(action, &facts(&[one, two], &ties, state)), either, "{}", action.name());
                    }
                }
            }
        }
    }
}

#[test]
fn an_exclusion_beats_everything() {
    for &action in Action::ALL {
        for tie in TieKind::ALL {
            for state in STATES {
                assert_eq!(
                    answer(action, &facts(&Role::ALL, &[tie, TieKind::Excluded], state)),
                    None,
                    "{}",
                    action.name()
                );
            }
        }
    }
}

#[test]
fn a_closed_file_is_read_only_by_records_officer_and_data_protection_officer() {
    for role in Role::ALL {
        let keeps = matches!(role, Role::RecordsOfficer | Role::DataProtectionOfficer);
        for action in [ReadClient, ReadCase, SearchCase, ReadDocument, PrintCase] {
            for ties in tie_sets().into_iter().filter(|ties| !ties.contains(&TieKind::Excluded)) {
                let may = answer(action, &facts(&[role], &ties, FileState::Closed)).is_some();
                // whoever asks the client once more has to know whom to call, and learns nothing else
                let works = matches!(role, Role::Caseworker | Role::Provider | Role::Supervisor);
                let calls = action == ReadClient && works && ties.contains(&AfterCare);
                assert_eq!(may, keeps || calls, "{} {} {ties:?}", role.word(), action.name());
            }
        }
    }
}

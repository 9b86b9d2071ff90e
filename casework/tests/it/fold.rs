//! The state of a file is the fold of its entries: opened warm or cold, on one engine or the other, it is the same.

use casework::assessments::{RecordAssessment, record_assessment};
use casework::cases::add_person;
use casework::contacts::{
    CoSign, LogContact, SettleAction, WriteAddendum, co_sign, log_contact, settle_action, write_addendum,
};
use casework::flags::{raise_flag, resolve_flag};
use casework::house::House;
use casework::plans::{RevisePlan, revise_plan};
use casework::reports::{return_report, submit_report};
use casework::reviews::{ReviewCase, review_case};
use casework::sessions::{BookSession, RecordSession, SessionMissed, book_session, record_not_held, record_session};
use domain::cases::{CaseFile, PersonAdded, PersonRole};
use domain::contacts::{ActionSettled, AddendumWritten, ContactKind, EntryCoSigned, PlanAfter};
use domain::flags::{FlagRaised, FlagResolved};
use domain::ids::{DossierId, EntryNumber, ItemId};
use domain::level::Level;
use domain::plans::GoalStatus;
use domain::policy::Action;
use domain::reports::ReportReturned;
use domain::reviews::CaseReviewed;
use domain::sessions::{Next, NotHeld, SessionNotHeld};
use domain::signature::Meaning;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::sync::Arc;
use uuid::Uuid;

use crate::cast::{MARIA, TOMAS};
use crate::orders::{TODAY, action, assessment, contact, goal, line, plan, report, session, slot, words};
use crate::world::{World, story};

/// How many files are filled, and with how many acts each.
const FILES: u128 = 6;
const ACTS: usize = 14;

/// Something that somebody tries; what the rules forbid at that moment is refused and changes nothing.
#[derive(Debug, Clone)]
enum Try {
    Contact { kind: usize, level: usize, promises: bool, changes_plan: bool },
    Settle(u128),
    Addendum(u32),
    CoSign(u32),
    Plan { goals: u128, met: bool },
    Book(u128),
    Miss(u128),
    Session { slot: Option<u128>, significant: bool },
    Assessment,
    Review,
    Report(u128),
    Return(u128),
    Flag(u128),
    Resolve(u128),
    Person(u128),
}

fn tries() -> impl Strategy<Value = Vec<Try>> {
    let small = 0_u128..4;
    let one = prop_oneof![
        3 => (0_usize..4, 0_usize..4, any::<bool>(), any::<bool>())
            .prop_map(|(kind, level, promises, changes_plan)| Try::Contact { kind, level, promises, changes_plan }),
        1 => small.clone().prop_map(Try::Settle),
        1 => (1_u32..6).prop_map(Try::Addendum),
        1 => (1_u32..9).prop_map(Try::CoSign),
        2 => (1_u128..3, any::<bool>()).prop_map(|(goals, met)| Try::Plan { goals, met }),
        2 => small.clone().prop_map(Try::Book),
        1 => small.clone().prop_map(Try::Miss),
        2 => (proptest::option::of(small.clone()), any::<bool>())
            .prop_map(|(slot, significant)| Try::Session { slot, significant }),
        1 => Just(Try::Assessment),
        1 => Just(Try::Review),
        1 => small.clone().prop_map(Try::Report),
        1 => small.clone().prop_map(Try::Return),
        1 => small.clone().prop_map(Try::Flag),
        1 => small.clone().prop_map(Try::Resolve),
        1 => small.prop_map(Try::Person),
    ];
    proptest::collection::vec(one, ACTS)
}

/// The same ids on both engines.
fn item(file: u128, sort: u128, n: u128) -> ItemId {
    ItemId::new(Uuid::from_u128(1 << 100 | file << 16 | sort << 8 | n))
}

/// Tries one act; says how it went.
async fn attempt(world: &World, case: DossierId, file: u128, at: u128, what: &Try) -> String {
    let (maria, tomas) = (world.acting(MARIA), world.acting(TOMAS));
    let hours = i64::try_from(at + 1).unwrap() * 3600;
    let id = |sort, n| item(file, sort, n);
    macro_rules! outcome {
        ($attempt:expr) => {
            $attempt.await.map_or_else(|why| why.to_string(), |entry| format!("#{}", entry.number))
        };
    }
    match what.clone() {
        Try::Contact { kind, level, promises, changes_plan } => {
            let mut contact = contact(ContactKind::ALL[kind]);
            contact.decision = Some(words("Settled."));
            contact.actions.extend(promises.then(|| action(id(1, at % 4), world.id(MARIA), TODAY)));
            contact.plan = if changes_plan { PlanAfter::Changed } else { PlanAfter::NoChange };
            outcome!(log_contact(&maria, LogContact { case, contact }, world.ink().at_level(Level::ALL[level])))
        }
        Try::Settle(n) => {
            let settled = ActionSettled { item: id(1, n), kept: true, note: None };
            outcome!(settle_action(&maria, SettleAction { case, settled }, world.ink()))
        }
        Try::Addendum(to) => {
            let addendum = AddendumWritten { to: EntryNumber(to), text: words("More."), reason: line("Slip") };
            outcome!(write_addendum(&maria, WriteAddendum { case, addendum }, world.ink()))
        }
        Try::CoSign(entry) => {
            let signed = EntryCoSigned { entry: EntryNumber(entry), remark: None };
            outcome!(co_sign(&tomas, CoSign { case, signed }, world.ink()))
        }
        Try::Plan { goals, met } => {
            let status = if met { GoalStatus::Met } else { GoalStatus::InProgress };
            let goals = (0..goals).map(|n| goal(id(2, n), "A goal", status)).collect();
            let based_on = maria.view::<CaseFile>(Action::ReadCase, case).await.unwrap().plan.version();
            outcome!(revise_plan(&maria, RevisePlan { case, plan: plan(goals), based_on }, world.ink()))
        }
        Try::Book(n) => {
            let slot = slot(id(3, n), world.id(MARIA), maria.now().plus_seconds(hours));
            outcome!(book_session(&maria, BookSession { case, slot }, world.ink()))
        }
        Try::Miss(n) => {
            let next = Next::None(line("Will call"));
            let order = SessionNotHeld { slot: id(3, n), why: NotHeld::CancelledByUs, note: Some(line("Ill")), next };
            outcome!(record_not_held(&maria, SessionMissed { case, order }, world.ink()))
        }
        Try::Session { slot, significant } => {
            let mut session = session(slot.map(|n| id(3, n)), Next::None(line("Holidays")));
            session.significant = significant;
            outcome!(record_session(&maria, RecordSession { case, session }, world.ink()))
        }
        Try::Assessment => {
            outcome!(record_assessment(&maria, RecordAssessment { case, assessment: assessment() }, world.ink()))
        }
        Try::Review => {
            let review = CaseReviewed { found: words("On course."), agreed: words("Go on.") };
            outcome!(review_case(&maria, ReviewCase { case, review }, world.ink()))
        }
        Try::Report(n) => outcome!(submit_report(&maria, case, report(id(4, n), id(2, 0)), world.ink())),
        Try::Return(n) => {
            let order = ReportReturned { id: id(4, n), comments: words("Say more.") };
            outcome!(return_report(&tomas, case, order, world.seal(TOMAS, Meaning::Reviewed)))
        }
        Try::Flag(n) => {
            let flag = FlagRaised { id: id(5, n), what: line("Look"), owner: world.id(TOMAS), due: TODAY };
            outcome!(raise_flag(&maria, case, flag, world.ink()))
        }
        Try::Resolve(n) => {
            outcome!(resolve_flag(&maria, case, FlagResolved { id: id(5, n), how: line("Seen") }, world.ink()))
        }
        Try::Person(n) => {
            let person = PersonAdded {
                id: id(6, n),
                name: line("Ruth Sauer"),
                role: PersonRole::Relative,
                relation: None,
                reach: None,
            };
            outcome!(add_person(&maria, case, person, world.ink()))
        }
    }
}

/// The whole fold as text.
async fn fold(world: &World, house: &Arc<House>, case: DossierId) -> String {
    let seen = house.acting(world.who(MARIA)).view::<CaseFile>(Action::ReadCase, case).await.unwrap();
    format!("{:?} {:?}", seen.opened.last, *seen.opened.file)
}

#[test]
fn the_same_entries_fold_to_the_same_file_warm_or_cold_on_either_engine() {
    let mut runner = TestRunner::deterministic();
    let files: Vec<Vec<Try>> = (0..FILES).map(|_| tries().new_tree(&mut runner).unwrap().current()).collect();
    let told = story(async |world| {
        for (file, tries) in (0_u128..).zip(&files) {
            let case = world.case().await;
            world.name(case, "the case");
            let mut went = Vec::new();
            for (at, what) in (0_u128..).zip(tries) {
                went.push(format!("{what:?}: {}", attempt(world, case, file, at, what).await));
                let warm = fold(world, &world.house, case).await;
                if at % 4 == 3 {
                    assert_eq!(warm, fold(world, &world.cold().await, case).await, "after {went:#?}");
                }
            }
            let warm = fold(world, &world.house, case).await;
            assert_eq!(warm, fold(world, &world.cold().await, case).await, "after {went:#?}");
            world.write(&format!("{}\n{}\n", went.join("\n"), world.readable(&warm)));
            world.tell("everything that changed").await;
        }
    });
    let written = told.matches("entry  ").count();
    assert!(40 < written, "the sequences do something: {written} entries\n{told}");
}

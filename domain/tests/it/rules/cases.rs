//! Opening, handing over and standing (CM-4.2.1, PT-3b).

use domain::cases::{CaseAssigned, CaseOpened, PersonAdded, PersonLeft, PersonRole};
use domain::event::Event;
use domain::level::Level;
use domain::numbers::CaseNumber;

use super::{OTHER, SUPERVISOR, Story, WORKER, hands, item, line, outcome};

fn opening(worker: domain::ids::StaffId, supervisor: domain::ids::StaffId) -> CaseOpened {
    CaseOpened {
        number: CaseNumber::new(2026, 7),
        client: domain::ids::DossierId::new(uuid::Uuid::from_u128(9)),
        programme: "general".to_owned(),
        assignment: hands(worker, supervisor),
        co_sign_from: Level::Sensitive,
    }
}

#[test]
fn a_case_is_opened_once_by_two_people() {
    let check = |story: Story, worker, supervisor| outcome(story.file.decide_open(opening(worker, supervisor)));
    assert_eq!(check(Story::blank(), WORKER, SUPERVISOR), "CaseOpened");
    assert_eq!(
        check(Story::blank(), WORKER, WORKER),
        "nobody supervises their own case; please choose another supervisor"
    );
    assert_eq!(check(Story::opened(), WORKER, SUPERVISOR), "this case is open already");
}

#[test]
fn a_case_changes_hands_to_other_hands() {
    let check = |story: Story, worker, supervisor| {
        let order = CaseAssigned { assignment: hands(worker, supervisor), reason: line("Leave") };
        outcome(story.file.assign(order))
    };
    assert_eq!(check(Story::opened(), OTHER, SUPERVISOR), "CaseAssigned");
    assert_eq!(check(Story::opened(), WORKER, SUPERVISOR), "the case is in these hands already");
    assert_eq!(
        check(Story::opened(), OTHER, OTHER),
        "nobody supervises their own case; please choose another supervisor"
    );
    assert_eq!(check(Story::blank(), OTHER, SUPERVISOR), "this case is closed; it has to be reopened first");
    assert_eq!(check(super::closure::closed(), OTHER, SUPERVISOR), "this case is closed; it has to be reopened first");
}

#[test]
fn nothing_can_be_done_to_a_case_that_was_never_opened() {
    assert!(Story::blank().file.must_be_open().is_err());
    assert!(Story::opened().file.must_be_open().is_ok());
    assert!(super::closure::closed().file.must_be_open().is_err());
}

#[test]
fn the_hands_that_were_given_last_hold() {
    let assigned = CaseAssigned { assignment: hands(OTHER, SUPERVISOR), reason: line("Leave") };
    let story = Story::opened().then(Event::CaseAssigned(assigned));
    assert_eq!(story.file.assignment(), Some(hands(OTHER, SUPERVISOR)));
    assert_eq!(story.file.opening.unwrap().opened.assignment, hands(WORKER, SUPERVISOR), "the opening stays as it was");
}

#[test]
fn somebody_is_taken_off_a_case_once() {
    let added = |n| PersonAdded {
        id: item(n),
        name: line("Ana Feldkamp"),
        role: PersonRole::Relative,
        relation: None,
        reach: None,
    };
    let off = |n| PersonLeft { id: item(n), reason: line("Moved away") };
    let story = Story::opened().then(added(1)).then(added(2));
    assert_eq!(outcome(story.file.take_off(off(1))), "PersonLeft");
    assert_eq!(outcome(story.file.take_off(off(9))), "this person has been taken off the case already");
    let story = story.then(off(1));
    assert_eq!(outcome(story.file.take_off(off(1))), "this person has been taken off the case already");
}

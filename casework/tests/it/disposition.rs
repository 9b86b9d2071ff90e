//! Files that are due, from the list to the last trace: told on both engines, with a clock that stands still (PT-5.1, PT-5.2).

use std::sync::Arc;

use casework::Failure;
use casework::cases::{OpenCase, open_case};
use casework::closure::{approve_reopening, ask_reopening};
use casework::disposition::{
    Execute, approve_list, due_files, execute_list, keep_longer, list, lists, prepare_list, withdraw_list,
};
use casework::house::House;
use casework::records::records;
use casework::retention::amend_schedule;
use domain::cases::{Assignment, CaseFile};
use domain::clients::ClientFile;
use domain::closure::{CaseReopened, ReopeningAsked};
use domain::disposition::{Approver, CannotDispose, DispositionWithdrawn, FileKeptLonger, Progress, Why};
use domain::ids::DossierId;
use domain::policy::Action;
use domain::retention::{ClassAmended, RecordClass};
use domain::signature::Meaning;
use insta::assert_snapshot;
use jiff::civil::date;
use store::{KeyCopy, Scope};

use crate::cast::{BEA, DANIEL, EDITH, GEORGE, HELENA, JOANNA, MARIA, PAVEL, Person, TOMAS};
use crate::orders::{line, words};
use crate::world::{World, story};

const DAY: i64 = 86_400;
const YEARS: i64 = 2_557 * DAY;

impl World {
    /// Seven years pass and a day, and somebody who was there notices nothing strange about the clock.
    pub(crate) fn years_pass(&self) {
        self.clock.pass(YEARS + 2 * DAY);
    }

    pub(crate) async fn prepared(&self) -> DossierId {
        prepare_list(&self.acting(JOANNA), self.seal(JOANNA, Meaning::Author)).await.unwrap().dossier
    }

    pub(crate) async fn approve(&self, of: DossierId, as_: Approver, by: Person) -> Result<(), Failure<CannotDispose>> {
        approve_list(&self.acting(by), of, as_, self.seal(by, Meaning::Approved)).await.map(drop)
    }

    /// A list of what is due, approved by Daniel and Tomas and rested.
    pub(crate) async fn rested(&self) -> DossierId {
        let of = self.prepared().await;
        self.approve(of, Approver::Protection, DANIEL).await.unwrap();
        self.approve(of, Approver::Supervision, TOMAS).await.unwrap();
        self.clock.pass(7 * DAY);
        of
    }

    pub(crate) async fn destroy(&self, of: DossierId) -> Result<(), Failure<CannotDispose>> {
        let order = Execute { list: of, clock: None };
        execute_list(&self.acting(JOANNA), order, self.seal(JOANNA, Meaning::Approved)).await.map(drop)
    }

    async fn reopen(&self, case: DossierId) {
        let id = self.item("the request");
        let order = ReopeningAsked { id, reason: words("Asks to come again.") };
        ask_reopening(&self.acting(JOANNA), case, order, self.seal(JOANNA, Meaning::Author)).await.unwrap();
        let assignment = Assignment { worker: self.id(MARIA), supervisor: self.id(TOMAS), team: None };
        let order = CaseReopened { asked: id, assignment };
        approve_reopening(&self.acting(DANIEL), case, order, self.seal(DANIEL, Meaning::Approved)).await.unwrap();
    }

    pub(crate) async fn why(&self, of: DossierId, file: DossierId) -> Option<Why> {
        let seen = list(&self.acting(JOANNA), of).await.unwrap();
        seen.hindered.get(&file).copied()
    }

    async fn due(&self) -> Vec<DossierId> {
        due_files(&self.acting(JOANNA)).await.unwrap().files.into_iter().map(|listed| listed.file).collect()
    }
}

async fn is_absent(house: &Arc<House>, world: &World, case: DossierId, client: DossierId) {
    for person in [MARIA, TOMAS, HELENA, BEA, JOANNA, DANIEL, PAVEL, EDITH, GEORGE] {
        let acting = house.acting(world.who(person));
        let read = acting.view::<CaseFile>(Action::ReadCase, case).await;
        assert!(matches!(read, Err(Failure::Refused(_))), "{} reads a destroyed case", person.name);
        let read = acting.view::<ClientFile>(Action::ReadClient, client).await;
        assert!(matches!(read, Err(Failure::Refused(_))), "{} reads a destroyed client", person.name);
        for &action in Action::ALL {
            assert!(
                !acting.may(action, Some(case)).await.unwrap() || action == Action::SeeRulebook,
                "{}",
                action.name()
            );
        }
    }
    let records = records(&house.acting(world.who(JOANNA)), None).await.unwrap();
    assert!(records.closed.unwrap().iter().all(|file| file.case != case));
}

#[test]
fn a_list_is_computed_approved_twice_rests_and_is_destroyed_by_a_person() {
    let told = story(async |world| {
        let client = world.client().await;
        let case = world.case().of(client).closed().await;
        assert!(world.due().await.is_empty(), "seven years are not over");
        let none = prepare_list(&world.acting(JOANNA), world.seal(JOANNA, Meaning::Author)).await;
        assert!(matches!(none, Err(Failure::Rule(CannotDispose::NothingDue))));
        world.years_pass();
        assert_eq!(world.due().await, [case, client]);
        world.changes().await;
        let of = world.prepared().await;
        world.tell("the records officer prepares a list").await;
        assert!(world.due().await.is_empty(), "what is on a list is on no other");

        assert!(matches!(world.approve(of, Approver::Protection, JOANNA).await, Err(Failure::Refused(_))));
        assert!(matches!(world.approve(of, Approver::Supervision, MARIA).await, Err(Failure::Refused(_))));
        world.approve(of, Approver::Protection, DANIEL).await.unwrap();
        assert!(matches!(world.destroy(of).await, Err(Failure::Rule(CannotDispose::NotApproved))));
        world.changes().await;
        world.approve(of, Approver::Supervision, TOMAS).await.unwrap();
        world.tell("two approve").await;
        world.clock.pass(6 * DAY);
        assert!(matches!(world.destroy(of).await, Err(Failure::Rule(CannotDispose::Resting))));
        world.clock.pass(DAY);
        world.changes().await;
        world.destroy(of).await.unwrap();
        world.tell("the records officer destroys").await;

        is_absent(&world.house, world, case, client).await;
        is_absent(&world.cold().await, world, case, client).await;
        let seen = list(&world.acting(GEORGE), of).await.unwrap();
        assert_eq!(seen.seen.progress(), Progress::Done);
        assert_eq!(lists(&world.acting(JOANNA)).await.unwrap()[0].card.destroyed, 2);
        let verified = world.house.store().verify(Scope::Contents, world.house.now(), |_| ()).await.unwrap();
        assert!(0 < verified.without_key && 0 < verified.contents, "{verified:?}");
        assert_eq!(world.house.reindex(|_, _| ()).await.unwrap().without_key, 2);
        is_absent(&world.house, world, case, client).await;
    });
    assert_snapshot!(told, @"
    # the records officer prepares a list
    entry  disposition 1 #1 DispositionPrepared, Confidential, by joanna as Author with PasswordAndCode
    card  +disposition 1 is open
    duty  +disposition 1: list_approval, data_protection_officer, Fri 07 Jan 09:01 – Wed 12 Jan 17:00
    duty  +disposition 1: list_approval, director, Fri 07 Jan 09:01 – Wed 12 Jan 17:00
    duty  +disposition 1: list_approval, supervisor, Fri 07 Jan 09:01 – Wed 12 Jan 17:00

    # two approve
    entry  disposition 1 #3 DispositionApproved, Confidential, by tomas as Approved with PasswordAndCode
    duty  -disposition 1: list_approval, director, Fri 07 Jan 09:01 – Wed 12 Jan 17:00
    duty  -disposition 1: list_approval, supervisor, Fri 07 Jan 09:01 – Wed 12 Jan 17:00
    duty  +disposition 1: list_carrying, records_officer, Fri 14 Jan 09:02 – Wed 19 Jan 17:00

    # the records officer destroys
    entry  disposition 1 #4 DestructionOrdered, Confidential, by joanna as Approved with PasswordAndCode
    entry  disposition 1 #5 FileDestroyed, Confidential, by the organisation as Author with System
    entry  disposition 1 #6 FileDestroyed, Confidential, by the organisation as Author with System
    card  -case 1 is closed
    card  -client 1 is open
    card  +disposition 1 is done
    card  -disposition 1 is open
    tie   -client 1: bea registered until Wed 04 Feb 09:00
    duty  -case 1: access_check, it_administrator, Mon 05 Jan 09:01 – Thu 08 Jan 17:00
    duty  -disposition 1: list_carrying, records_officer, Fri 14 Jan 09:02 – Wed 19 Jan 17:00
    ");
}

#[test]
fn files_are_beyond_recovery_once_no_backup_can_hold_their_keys() {
    let told = story(async |world| {
        world.case().closed().await;
        world.years_pass();
        let of = world.rested().await;
        let store = world.house.store();
        let copy = |run: &str| KeyCopy { run: run.to_owned(), at: world.house.now() };
        store.note_key_copy("a disk", copy("before")).await.unwrap();
        world.destroy(of).await.unwrap();
        world.changes().await;
        assert_eq!(world.house.note_expired_copies().await.unwrap(), 0);
        world.clock.pass(7 * DAY);
        let later = copy("later");
        store.note_key_copies_left("a disk", vec![copy("before"), later.clone()], world.house.now()).await.unwrap();
        assert_eq!(world.house.note_expired_copies().await.unwrap(), 0, "seven days alone prove nothing");
        store.note_key_copies_left("a disk", vec![later], world.house.now()).await.unwrap();
        assert_eq!(world.house.note_expired_copies().await.unwrap(), 2, "the case, and who it was about");
        assert_eq!(world.house.note_expired_copies().await.unwrap(), 0, "once is enough");
        world.tell("the backup from before is gone").await;
    });
    assert_snapshot!(told, @"
    # the backup from before is gone
    entry  disposition 1 #7 KeyCopiesExpired, Confidential, by the organisation as Author with System
    card  +disposition 1 is beyond
    card  -disposition 1 is done
    ");
}

#[test]
fn whatever_keeps_a_file_is_looked_at_again_when_it_is_destroyed() {
    story(async |world| {
        let held = world.case().closed().await;
        let kept = world.case().closed().await;
        let reopened = world.case().closed().await;
        let goes = world.case().closed().await;
        world.years_pass();
        let of = world.rested().await;
        let matter = world.matter().await;
        world.hold(matter, held, JOANNA).await.unwrap();
        let order = FileKeptLonger { file: kept, until: date(2040, 1, 1), reason: line("A study") };
        keep_longer(&world.acting(DANIEL), of, order, world.seal(DANIEL, Meaning::Author)).await.unwrap();
        world.reopen(reopened).await;
        assert_eq!(world.why(of, held).await, Some(Why::Held));
        assert_eq!(world.why(of, kept).await, Some(Why::Kept));
        assert_eq!(world.why(of, reopened).await, Some(Why::Gone));
        assert_eq!(world.why(of, goes).await, None);
        world.destroy(of).await.unwrap();
        let readable = async |case| world.acting(JOANNA).view::<CaseFile>(Action::ReadCase, case).await.is_ok();
        assert!(readable(held).await && readable(kept).await);
        assert!(!readable(goes).await);
        assert!(world.acting(MARIA).view::<CaseFile>(Action::ReadCase, reopened).await.is_ok());
        assert!(world.due().await.is_empty(), "held and kept are on no new list");
        world.release(matter, held).await;
        assert_eq!(world.due().await.first(), Some(&held));
    });
}

#[test]
fn a_change_of_the_schedule_stops_the_lines_that_it_concerns() {
    story(async |world| {
        let case = world.case().closed().await;
        world.years_pass();
        let of = world.rested().await;
        let class = RecordClass { law: "Another law".to_owned(), ..RecordClass::general(7) };
        let order = ClassAmended { class, programmes: vec!["general".to_owned()] };
        amend_schedule(&world.acting(EDITH), order, line("New law"), world.seal(EDITH, Meaning::Approved))
            .await
            .unwrap();
        assert_eq!(world.why(of, case).await, Some(Why::RuleChanged));
        assert!(matches!(world.destroy(of).await, Err(Failure::Rule(CannotDispose::NothingLeft))));
        let order = DispositionWithdrawn { reason: line("New law") };
        withdraw_list(&world.acting(JOANNA), of, order, world.seal(JOANNA, Meaning::Author)).await.unwrap();
        assert_eq!(world.due().await.first(), Some(&case), "a new list, by the new rule");
    });
}

#[test]
fn a_clock_that_jumped_destroys_nothing_until_a_person_says_the_time() {
    story(async |world| {
        let case = world.case().closed().await;
        world.years_pass();
        let of = world.rested().await;
        world.clock.jump(3 * DAY);
        assert!(list(&world.acting(JOANNA), of).await.unwrap().clock_jumped);
        assert!(matches!(world.destroy(of).await, Err(Failure::Rule(CannotDispose::ClockJumped))));
        assert!(world.acting(JOANNA).view::<CaseFile>(Action::ReadCase, case).await.is_ok());
        let order = Execute { list: of, clock: Some(line("Ten past nine on the church tower")) };
        execute_list(&world.acting(JOANNA), order, world.seal(JOANNA, Meaning::Approved)).await.unwrap();
        assert!(world.acting(JOANNA).view::<CaseFile>(Action::ReadCase, case).await.is_err());
        assert!(!list(&world.acting(JOANNA), of).await.unwrap().clock_jumped, "it was said");
    });
}

#[test]
fn a_server_that_stood_still_asks_for_the_time_as_well() {
    story(async |world| {
        world.case().closed().await;
        world.years_pass();
        let of = world.rested().await;
        let cold = world.cold().await;
        assert!(list(&cold.acting(world.who(JOANNA)), of).await.unwrap().clock_jumped, "a week since the last line");
    });
}

#[test]
fn a_client_who_is_kept_longer_keeps_the_cases_and_all_come_back_when_that_is_over() {
    story(async |world| {
        let client = world.client().await;
        let case = world.case().of(client).closed().await;
        world.years_pass();
        let of = world.rested().await;
        let order = FileKeptLonger { file: client, until: date(2034, 1, 1), reason: line("An inquiry by post") };
        keep_longer(&world.acting(DANIEL), of, order, world.seal(DANIEL, Meaning::Author)).await.unwrap();
        assert_eq!(world.why(of, case).await, Some(Why::Held));
        assert!(matches!(world.destroy(of).await, Err(Failure::Rule(CannotDispose::NothingLeft))));
        let order = DispositionWithdrawn { reason: line("Kept") };
        withdraw_list(&world.acting(JOANNA), of, order, world.seal(JOANNA, Meaning::Author)).await.unwrap();
        assert!(world.due().await.is_empty(), "what was decided stands, also when the list is given up");
        world.clock.pass(400 * DAY);
        assert_eq!(world.due().await, [case, client]);
    });
}

#[test]
fn a_client_with_a_new_case_stays() {
    story(async |world| {
        let client = world.client().await;
        let other = world.case().of(client).await;
        let old = world.case().of(client).closed().await;
        world.years_pass();
        assert_eq!(world.due().await, [old]);
        let of = world.rested().await;
        world.destroy(of).await.unwrap();
        let read = world.acting(MARIA).view::<ClientFile>(Action::ReadClient, client).await;
        assert!(read.is_ok(), "the client is served");
        assert!(world.acting(MARIA).view::<CaseFile>(Action::ReadCase, other).await.is_ok());
        let hands = (world.id(MARIA), world.id(TOMAS));
        let order = OpenCase { client, programme: "general".to_owned(), worker: hands.0, supervisor: hands.1 };
        open_case(&world.acting(MARIA), order, world.ink()).await.unwrap();
    });
}

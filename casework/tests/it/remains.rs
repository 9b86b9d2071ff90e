//! Files that go to an archive or are anonymised: what has to be there before they are destroyed, and what is left of them (PT-5.1, RC-4.6b).

use casework::Failure;
use casework::disposition::{hand_over_files, list};
use casework::retention::amend_schedule;
use casework::today::today;
use domain::cases::CaseFile;
use domain::disposition::{Approver, CannotDispose, Progress};
use domain::duties::DutyKind;
use domain::policy::Action;
use domain::retention::{ClassAmended, Disposal, RecordClass};
use domain::signature::Meaning;
use insta::assert_snapshot;

use crate::cast::{DANIEL, EDITH, GEORGE, JOANNA, MARIA, Person, TOMAS};
use crate::orders::line;
use crate::world::{World, story};

const DAY: i64 = 86_400;

impl World {
    /// From now on this is done with files at the end of their period.
    pub(crate) async fn amend_disposal(&self, action: Disposal) {
        let class = RecordClass { action, ..RecordClass::general(7) };
        let order = ClassAmended { class, programmes: vec!["general".to_owned()] };
        let seal = self.seal(EDITH, Meaning::Approved);
        amend_schedule(&self.acting(EDITH), order, line("A new rule"), seal).await.unwrap();
    }
}

#[test]
fn what_goes_to_an_archive_is_destroyed_after_its_receipt_and_not_before() {
    let told = story(async |world| {
        world.amend_disposal(Disposal::Transfer).await;
        let case = world.case().closed().await;
        world.clock.pass(2_559 * DAY);
        let of = world.rested().await;
        let seen = list(&world.acting(DANIEL), of).await.unwrap();
        assert_eq!(seen.to_hand_over.len(), 2, "the case and its client");
        assert!(matches!(world.destroy(of).await, Err(Failure::Rule(CannotDispose::NotHandedOver(2)))));
        world.changes().await;

        let hand_over = async |by: Person| {
            let receipt = (line("The archive of the city"), line("2033/17"));
            hand_over_files(&world.acting(by), of, receipt, world.seal(by, Meaning::Approved)).await
        };
        for other in [MARIA, TOMAS, DANIEL, EDITH, GEORGE] {
            assert!(matches!(hand_over(other).await, Err(Failure::Refused(_))), "{} keeps no files", other.name);
        }
        world.changes().await;
        hand_over(JOANNA).await.unwrap();
        world.tell("handed over").await;
        let why = hand_over(JOANNA).await;
        assert!(matches!(why, Err(Failure::Rule(CannotDispose::NothingToHandOver))));
        world.destroy(of).await.unwrap();
        let seen = list(&world.acting(DANIEL), of).await.unwrap();
        assert_eq!(seen.seen.progress(), Progress::Done);
        assert!(!world.acting(JOANNA).may(Action::ReadCase, Some(case)).await.unwrap());
    });
    assert_snapshot!(told, @"
    # handed over
    entry  disposition 1 #4 FilesTransferred, Confidential, by joanna as Approved with PasswordAndCode
    ");
}

#[test]
fn what_is_anonymised_leaves_figures_of_many_and_of_few_only_that_they_were_there() {
    story(async |world| {
        world.amend_disposal(Disposal::Anonymise).await;
        for _ in 0..5 {
            world.case().closed().await;
        }
        world.clock.pass(2_559 * DAY);
        let of = world.rested().await;
        world.destroy(of).await.unwrap();
        let seen = list(&world.acting(DANIEL), of).await.unwrap();
        let figures = seen.seen.figures.clone().unwrap().figures;
        let [figure] = figures.as_slice() else { panic!("{figures:?}") };
        assert_eq!((figure.files, figure.common.year), (5, Some(2026)));
        assert_eq!(figure.sums.unwrap().months, 0, "closed on the day on which they were opened");
        assert!(seen.seen.pending().is_empty());

        let last = world.case().closed().await;
        world.clock.pass(2_559 * DAY);
        let of = world.rested().await;
        world.destroy(of).await.unwrap();
        let seen = list(&world.acting(DANIEL), of).await.unwrap();
        let figures = seen.seen.figures.clone().unwrap().figures;
        assert!(matches!(figures.as_slice(), [few] if few.files == 1 && few.sums.is_none()), "{figures:?}");
        let read = world.acting(JOANNA).view::<CaseFile>(Action::ReadCase, last).await;
        assert!(matches!(read, Err(Failure::Refused(_))));
    });
}

#[test]
fn a_list_waits_on_the_page_of_whoever_can_do_something_about_it() {
    story(async |world| {
        world.case().closed().await;
        world.clock.pass(2_559 * DAY);
        let of = world.prepared().await;
        let waits = async |person: Person| {
            let lists = today(&world.acting(person)).await.unwrap().records;
            let reviews = [DutyKind::ServiceReview, DutyKind::FeedbackReview];
            let lists = lists.iter().filter(|waits| !reviews.contains(&waits.kind));
            lists.map(|waits| (waits.kind, waits.file == of)).collect::<Vec<_>>()
        };
        let approval = [(DutyKind::ListApproval, true)];
        for person in [DANIEL, TOMAS, EDITH] {
            assert_eq!(waits(person).await, approval, "{} can approve it", person.name);
        }
        for person in [JOANNA, MARIA, GEORGE] {
            assert_eq!(waits(person).await, [], "{} cannot", person.name);
        }
        world.approve(of, Approver::Protection, DANIEL).await.unwrap();
        assert_eq!(waits(DANIEL).await, []);
        world.approve(of, Approver::Supervision, TOMAS).await.unwrap();
        assert_eq!((waits(EDITH).await, waits(JOANNA).await), (Vec::new(), Vec::new()), "it rests");
        world.clock.pass(7 * DAY);
        assert_eq!(waits(JOANNA).await, [(DutyKind::ListCarrying, true)]);
        world.destroy(of).await.unwrap();
        assert_eq!(waits(JOANNA).await, []);
    });
}

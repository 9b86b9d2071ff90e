//! A form that is sent twice has one effect, and both times the same answer.

use casework::cases::{OpenCase, open_case};
use casework::closure::close_case;
use casework::contacts::{LogContact, log_contact};
use casework::plans::{RevisePlan, revise_plan};
use casework::sessions::{BookSession, RecordSession, book_session, record_session};
use domain::cases::CaseFile;
use domain::contacts::ContactKind;
use domain::plans::GoalStatus;
use domain::policy::Action;
use domain::sessions::Next;
use domain::signature::Meaning;

use crate::cast::{AMINA, BEA, MARIA, TOMAS};
use crate::orders::{contact, goal, line, plan, session, slot};
use crate::world::{NOW, story};

#[test]
fn a_note_a_plan_and_a_session_that_are_sent_twice_are_written_once() {
    story(async |world| {
        let case = world.case().await;
        let maria = world.acting(MARIA);
        let written = async || maria.view::<CaseFile>(Action::ReadCase, case).await.unwrap().opened.last.0;

        let once = maria.new_once();
        let note = async || {
            let order = LogContact { case, contact: contact(ContactKind::Inquiry) };
            log_contact(&maria, order, world.ink().once(once)).await.unwrap()
        };
        assert_eq!(note().await, note().await);
        assert_eq!(written().await, 2);

        let (once, id) = (maria.new_once(), world.item("goal"));
        let revise = async || {
            let plan = plan(vec![goal(id, "Be at school", GoalStatus::InProgress)]);
            revise_plan(&maria, RevisePlan { case, plan, based_on: 0 }, world.ink().once(once)).await.unwrap()
        };
        assert_eq!(revise().await, revise().await);
        assert_eq!(written().await, 3);

        let hour = world.item("hour");
        let order = BookSession { case, slot: slot(hour, world.id(MARIA), NOW) };
        book_session(&maria, order, world.ink()).await.unwrap();
        let once = maria.new_once();
        let record = async || {
            let order = RecordSession { case, session: session(Some(hour), Next::None(line("Holidays"))) };
            record_session(&maria, order, world.ink().once(once)).await.unwrap()
        };
        assert_eq!(record().await, record().await);
        assert_eq!(written().await, 5);
    });
}

#[test]
fn two_at_the_same_moment_have_one_effect_too() {
    story(async |world| {
        let case = world.case().await;
        let maria = world.acting(MARIA);
        let (once, id) = (maria.new_once(), world.item("goal"));
        let revise = async || {
            let plan = plan(vec![goal(id, "Be at school", GoalStatus::InProgress)]);
            revise_plan(&maria, RevisePlan { case, plan, based_on: 0 }, world.ink().once(once)).await.unwrap()
        };
        let (one, two) = tokio::join!(revise(), revise());
        assert_eq!(one, two);
        assert_eq!(maria.view::<CaseFile>(Action::ReadCase, case).await.unwrap().opened.last.0, 2);
    });
}

#[test]
fn opening_or_closing_a_case_twice_opens_or_closes_one() {
    story(async |world| {
        let client = world.client().await;
        let bea = world.acting(BEA);
        let once = bea.new_once();
        let hands = (world.id(MARIA), world.id(TOMAS));
        let open = async |once| {
            let order = OpenCase { client, programme: "general".to_owned(), worker: hands.0, supervisor: hands.1 };
            open_case(&bea, order, world.ink().once(once)).await.unwrap()
        };
        let first = open(once).await;
        assert_eq!(first, open(once).await);
        let second = open(bea.new_once()).await;
        assert_ne!(first, second);
        let seen = world.acting(MARIA).view::<CaseFile>(Action::ReadCase, second.dossier).await.unwrap();
        let number = seen.number().map(|number| number.to_string()).unwrap();
        assert!(number.starts_with("2026-000002-"), "{number}: no number was lost");

        let case = world.case().laddered(5).await;
        let tomas = world.acting(TOMAS);
        let signing = world.seal(TOMAS, Meaning::ClosureSignOff).once(tomas.new_once());
        let closed = close_case(&tomas, case, signing.clone()).await.unwrap();
        world.changes().await;
        assert_eq!(close_case(&tomas, case, signing.clone()).await.unwrap(), closed);
        assert_eq!(world.changes().await, "nothing changed\n", "and no refusal is held against him");
        assert!(close_case(&world.acting(AMINA), case, signing).await.is_err(), "the key is his");
    });
}

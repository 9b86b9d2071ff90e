//! How long files are kept: the schedule, its changes, and what it says at the end of a case (PT-5.1).

use casework::Failure;
use casework::closure::{SignRung, sign_rung, standing};
use casework::records::records;
use casework::retention::{amend_schedule, schedule};
use domain::closure::Rung;
use domain::organisation::Organisation;
use domain::policy::Action;
use domain::retention::{BadClass, ClassAmended, Disposal, RecordClass, Trigger};
use domain::signature::Meaning;
use insta::assert_snapshot;
use jiff::civil::date;

use crate::builders::ending;
use crate::cast::{BEA, DANIEL, EDITH, GEORGE, JOANNA, MARIA, PAVEL, Person, TOMAS};
use crate::orders::line;
use crate::world::{World, story};

fn minors() -> ClassAmended {
    let class = RecordClass {
        code: "minors".to_owned(),
        name: "Minors".to_owned(),
        trigger: Trigger::Birth,
        months: 25 * 12,
        action: Disposal::Destroy,
        law: "State law".to_owned(),
    };
    ClassAmended { class, programmes: vec!["general".to_owned()] }
}

async fn amend(world: &World, by: Person, order: ClassAmended) -> Result<(), Failure<BadClass>> {
    let signing = world.seal(by, Meaning::Approved);
    amend_schedule(&world.acting(by), order, line("New law"), signing).await.map(drop)
}

#[test]
fn the_director_changes_the_schedule_and_its_keepers_read_it() {
    let told = story(async |world| {
        assert!(matches!(amend(world, JOANNA, minors()).await, Err(Failure::Refused(_))));
        world.changes().await;
        amend(world, EDITH, minors()).await.unwrap();
        world.tell("the director signs a class").await;
        assert!(matches!(amend(world, EDITH, minors()).await, Err(Failure::Rule(BadClass::Same))));
        for person in [JOANNA, DANIEL, EDITH, GEORGE, TOMAS] {
            let seen = schedule(&world.acting(person)).await.unwrap();
            assert_eq!(seen.classes.len(), 2);
            assert_eq!(seen.classes[1].approved.unwrap().by, world.id(EDITH));
            assert_eq!(seen.may_amend, person == EDITH);
        }
        for person in [MARIA, BEA, PAVEL] {
            assert!(matches!(schedule(&world.acting(person)).await, Err(Failure::Refused(_))));
        }
        let organisation = world.house.organisation().await.unwrap();
        assert_eq!(Organisation::clone(&organisation).rulebook.record_class("general").code, "minors");
    });
    assert_snapshot!(told, @"
    # the director signs a class
    entry  the organisation #4 RulebookAmended, Confidential, by edith as Approved with PasswordAndCode
    ");
}

#[test]
fn a_class_that_counts_from_birth_takes_the_day_from_the_clients_file() {
    story(async |world| {
        amend(world, EDITH, minors()).await.unwrap();
        let case = world.case().laddered(3).await;
        let seen = standing(&world.acting(JOANNA), case).await.unwrap();
        let term = seen.term.unwrap();
        assert_eq!((term.class.name.as_str(), term.from, term.until), ("Minors", date(2010, 2, 28), date(2035, 2, 28)));
        for rung in [Rung::Scheduled, Rung::AccessRevoked] {
            world.sign_rung(case, rung, world.signer(rung, MARIA, TOMAS)).await;
        }
        world.close(case, TOMAS).await;
        let seen = standing(&world.acting(JOANNA), case).await.unwrap();
        assert_eq!(seen.keep_until, Some(date(2035, 2, 28)));

        let longer = RecordClass { months: 30 * 12, ..minors().class };
        amend(world, EDITH, ClassAmended { class: longer, ..minors() }).await.unwrap();
        let closed = records(&world.acting(JOANNA), None).await.unwrap().closed.unwrap();
        assert_eq!(closed[0].keep_until, Some(date(2040, 2, 28)), "a closed file follows the schedule");
        assert!(world.acting(JOANNA).may(Action::ReadCase, Some(case)).await.unwrap());
    });
}

#[test]
fn a_class_that_counts_from_an_order_asks_for_its_date() {
    story(async |world| {
        let class = RecordClass { trigger: Trigger::Order, ..minors().class };
        amend(world, EDITH, ClassAmended { class, ..minors() }).await.unwrap();
        let case = world.case().ready_to_close().await;
        let order = SignRung { case, rung: Rung::Documented, ending: Some(ending()), remark: None };
        let why = sign_rung(&world.acting(MARIA), order, world.seal(MARIA, Meaning::ClosureSignOff)).await.unwrap_err();
        assert_eq!(why.to_string(), "please give the day from which it counts how long this file is kept");
    });
}

//! Spot checks: what lies in a place is compared with what should, and what is wrong stays open until it is settled (PT-4.4.3, RC-4.3b).

use casework::Failure;
use casework::paper::{Looked, check_place, checks, settle_finding, trace};
use casework::today::{RecordsFile, today};
use domain::duties::DutyKind;
use domain::numbers::LabelCode;
use domain::paper::{CannotCheck, FindingSettled};
use insta::assert_snapshot;

use crate::cast::{BEA, EDITH, JOANNA, MARIA, PAVEL, Person, TOMAS};
use crate::orders::{TODAY, line};
use crate::world::story;

#[test]
fn a_spot_check_finds_what_is_missing_and_what_is_too_much() {
    let told = story(async |world| {
        let case = world.case().await;
        let (cabinet, safe) = (world.place("cabinet 1").await, world.place("the safe").await);
        let here = world.folder(case, cabinet, "here").await;
        let missing = world.folder(case, cabinet, "missing").await;
        let out = world.folder(case, cabinet, "out").await;
        let elsewhere = world.folder(case, safe, "elsewhere").await;
        world.take(case, out, (MARIA, MARIA), TODAY).await.unwrap();
        world.changes().await;
        let label = async |item| trace(&world.acting(JOANNA), case, item).await.unwrap().item.label;
        let tomas = world.acting(TOMAS);
        let shown = async || -> Vec<LabelCode> {
            let looked = Looked::at(&tomas, cabinet).await.unwrap();
            looked.should().map(|line| line.item.label).collect()
        };
        let list = shown().await;
        assert_eq!(list.len(), 2, "what is out does not lie here");
        let stranger = LabelCode::from_random(12_345);
        let found = vec![label(here).await, label(elsewhere).await, label(out).await, stranger];
        let compared =
            async || Looked::at(&tomas, cabinet).await.unwrap().compare(&tomas, found.clone()).await.unwrap();
        let what = compared().await.result();
        assert_eq!((what.right, what.findings.len()), (1, 4));
        world.changes().await;

        world.give_back(case, out, cabinet, MARIA).await;
        let moved = check_place(&tomas, compared().await, list.clone(), world.ink()).await;
        assert!(matches!(moved, Err(Failure::Rule(CannotCheck::Moved))), "nobody signs a list that was another one");
        world.take(case, out, (MARIA, MARIA), TODAY).await.unwrap();
        world.changes().await;
        let check = check_place(&tomas, compared().await, list, world.ink()).await.unwrap().dossier;
        world.tell("the supervisor looks into the cabinet").await;

        let waits = async |person: Person| -> Vec<(RecordsFile, bool)> {
            let ctx = world.acting(person);
            let records = today(&ctx).await.unwrap().records;
            records
                .iter()
                .map(|one| (one.about.clone(), one.kind == DutyKind::Findings && ctx.now() < one.due))
                .collect()
        };
        let open_of = |open| vec![(RecordsFile::SpotCheck(cabinet, open), true)];
        assert_eq!((waits(JOANNA).await, waits(TOMAS).await), (open_of(4), Vec::new()), "whoever keeps the files");
        let open = async |person: Person| checks(&world.acting(person)).await.unwrap()[0].card.open;
        assert_eq!((open(JOANNA).await, open(EDITH).await), (4, 4));
        for person in [MARIA, BEA, PAVEL] {
            assert!(matches!(checks(&world.acting(person)).await, Err(Failure::Refused(_))), "{}", person.name);
            let looked = Looked::at(&world.acting(person), cabinet).await;
            assert!(matches!(looked, Err(Failure::Refused(_))), "{}", person.name);
            let tried = check_place(&world.acting(person), compared().await, Vec::new(), world.ink()).await;
            assert!(matches!(tried, Err(Failure::Refused(_))), "{}", person.name);
        }
        world.changes().await;
        let lost = label(missing).await;
        world.changes().await;
        let settled = FindingSettled { label: lost, how: line("It lay behind the cabinet") };
        settle_finding(&world.acting(JOANNA), check, settled.clone(), world.ink()).await.unwrap();
        world.tell("the records officer finds the missing one").await;
        let again = settle_finding(&world.acting(JOANNA), check, settled, world.ink()).await;
        assert!(matches!(again, Err(Failure::Rule(CannotCheck::NotOpen))));
        assert_eq!((open(JOANNA).await, waits(JOANNA).await), (3, open_of(3)));
        let rest = [label(elsewhere).await, label(out).await, stranger];
        for label in rest {
            let settled = FindingSettled { label, how: line("Put right") };
            settle_finding(&world.acting(JOANNA), check, settled, world.ink()).await.unwrap();
        }
        assert_eq!(waits(JOANNA).await, []);
    });
    assert_snapshot!(told, @"
    # the supervisor looks into the cabinet
    entry  spot_check 1 #1 PlaceChecked, Confidential, by tomas as Author with RecentSignIn
    card  +spot_check 1 is open
    duty  +spot_check 1: findings, records_officer, Mon 05 Jan 09:00 – Thu 08 Jan 17:00

    # the records officer finds the missing one
    entry  spot_check 1 #2 FindingSettled, Confidential, by joanna as Author with RecentSignIn
    ");
}

//! The plan: versions, and two people at once (FS-4.4.2, FS-4.4.3, CM-4.4.2).

use casework::Failure;
use casework::contacts::{LogContact, log_contact};
use casework::house::Ctx;
use casework::plans::{CannotRevisePlan, RevisePlan, revise_plan};
use domain::cases::CaseFile;
use domain::contacts::{ContactKind, PlanAfter};
use domain::ids::DossierId;
use domain::plans::{CannotRevise, GoalStatus, PlanRevised};
use domain::policy::Action;
use insta::assert_snapshot;

use crate::cast::{MARIA, TOMAS};
use crate::orders::{contact, goal, plan};
use crate::world::{World, story};

async fn revise(
    world: &World,
    by: &Ctx,
    case: DossierId,
    plan: PlanRevised,
    based_on: u32,
) -> Result<u32, Failure<CannotRevisePlan>> {
    let entry = revise_plan(by, RevisePlan { case, plan, based_on }, world.ink()).await?;
    Ok(entry.number.0)
}

#[test]
fn two_people_edit_one_plan_and_nothing_is_lost() {
    let told = story(async |world| {
        let case = world.case().await;
        let (maria, tomas) = (world.acting(MARIA), world.acting(TOMAS));
        let (school, sport) = (world.item("school"), world.item("sport"));
        let one = goal(school, "Be at school on Mondays", GoalStatus::InProgress);
        let two = goal(sport, "Find a club", GoalStatus::NotStarted);

        let why = revise(world, &maria, case, plan(Vec::new()), 0).await.unwrap_err();
        assert!(matches!(why, Failure::Rule(CannotRevisePlan::Plan(CannotRevise::NoGoals))));
        revise(world, &maria, case, plan(vec![one.clone()]), 0).await.unwrap();
        world.tell("the first version").await;

        // both have version 1 before them
        let hers = plan(vec![goal(school, "Be at school every day", GoalStatus::InProgress)]);
        let his = plan(vec![one.clone(), two.clone()]);
        revise(world, &maria, case, hers.clone(), 1).await.unwrap();
        let why = revise(world, &tomas, case, his, 1).await.unwrap_err();
        assert!(matches!(why, Failure::Rule(CannotRevisePlan::Plan(CannotRevise::RevisedMeanwhile { version: 2 }))));
        world.tell("she was quicker").await;

        let merged = plan(vec![hers.goals[0].clone(), two]);
        revise(world, &tomas, case, merged.clone(), 2).await.unwrap();
        let same = revise(world, &tomas, case, merged, 3).await.unwrap_err();
        assert!(matches!(same, Failure::Rule(CannotRevisePlan::Plan(CannotRevise::NothingChanged))));
        let seen = maria.view::<CaseFile>(Action::ReadCase, case).await.unwrap();
        let titles: Vec<&str> = seen.plan.open_goals().map(|goal| goal.title.reveal()).collect();
        assert_eq!(titles, ["Be at school every day", "Find a club"]);
        assert_eq!(seen.plan.versions.len(), 3, "every version stays readable");
        world.tell("he looks at the difference and signs both").await;
    });
    assert_snapshot!(told, @"
    # the first version
    entry  case 1 #2 PlanRevised, Confidential, by maria as Author with RecentSignIn

    # she was quicker
    entry  case 1 #3 PlanRevised, Confidential, by maria as Author with RecentSignIn

    # he looks at the difference and signs both
    entry  case 1 #4 PlanRevised, Confidential, by tomas as Author with RecentSignIn
    ledger opened case 1 up to #4 by maria for ReadCase
    ");
}

#[test]
fn of_two_who_revise_in_the_same_moment_exactly_one_wins() {
    story(async |world| {
        let case = world.case().await;
        let (maria, tomas) = (world.acting(MARIA), world.acting(TOMAS));
        let version = |title| plan(vec![goal(world.item("goal"), title, GoalStatus::InProgress)]);
        let both = tokio::join!(
            revise(world, &maria, case, version("Hers"), 0),
            revise(world, &tomas, case, version("His"), 0)
        );
        let lost = match both {
            (Ok(_), Err(why)) | (Err(why), Ok(_)) => why,
            other => panic!("{other:?}"),
        };
        assert!(matches!(lost, Failure::Rule(CannotRevisePlan::Plan(CannotRevise::RevisedMeanwhile { version: 1 }))));
    });
}

#[test]
fn a_contact_that_changes_the_plan_leaves_a_duty_until_it_is_changed() {
    let told = story(async |world| {
        let case = world.case().await;
        let maria = world.acting(MARIA);
        let mut call = contact(ContactKind::ServiceUpdate);
        call.plan = PlanAfter::Changed;
        log_contact(&maria, LogContact { case, contact: call }, world.ink()).await.unwrap();
        world.tell("the plan has to change").await;
        let changed = plan(vec![goal(world.item("goal"), "A quiet place to study", GoalStatus::NotStarted)]);
        revise(world, &maria, case, changed, 0).await.unwrap();
        world.tell("it is changed").await;
    });
    assert_snapshot!(told, @"
    # the plan has to change
    entry  case 1 #2 ContactLogged, Confidential, by maria as Author with RecentSignIn
    duty  +case 1: plan_revision, maria, Mon 05 Jan 09:00 – Tue 06 Jan 17:00

    # it is changed
    entry  case 1 #3 PlanRevised, Confidential, by maria as Author with RecentSignIn
    duty  -case 1: plan_revision, maria, Mon 05 Jan 09:00 – Tue 06 Jan 17:00
    ");
}

//! Joining, changing, leaving; the first link; and that the organisation's own file cannot be spoiled (PT-3c, PT-4.4.2, CM-5).

use casework::accounts::{
    AcceptFailure, AddStaff, CannotAddStaff, CannotSetUp, Founding, accept_invitation, add_staff, change_staff,
    dismiss_staff, found, reset_account, sign_in, staff_list,
};
use casework::cases::{HandOver, hand_over};
use casework::handover::InHand;
use casework::house::{Proof, Signing};
use casework::{Failure, Fault};
use domain::cases::CaseFile;
use domain::event::Event;
use domain::flags::FlagResolved;
use domain::ids::StaffId;
use domain::policy::Action;
use domain::rulebook::Rulebook;
use domain::signature::Meaning;
use domain::staff::{Role, StaffAdded, StaffChanged, StaffLeft};
use insta::assert_snapshot;

use crate::cast::{AMINA, CAST, EDITH, JOANNA, MARIA, PAVEL, TOMAS};
use crate::orders::{TODAY, line};
use crate::world::{PASSWORD, World, came, password, story};

fn person(roles: Vec<Role>) -> StaffAdded {
    StaffAdded { name: line("Ines Duarte"), title: line("Social worker"), roles, team: None }
}

async fn change(world: &World, staff: StaffId, roles: Vec<Role>) -> Result<(), Failure<CannotAddStaff>> {
    let order = StaffChanged { now: person(roles), reason: line("New role") };
    change_staff(&world.acting(PAVEL), staff, order, world.seal(PAVEL, Meaning::Author)).await
}

async fn dismiss(world: &World, staff: StaffId) -> Result<(), Failure<CannotAddStaff>> {
    let order = StaffLeft { reason: line("Moved away") };
    dismiss_staff(&world.acting(PAVEL), staff, order, world.seal(PAVEL, Meaning::Author)).await
}

#[test]
fn somebody_joins_with_a_link_that_works_once_and_leaves_for_ever() {
    let told = story(async |world| {
        let add = async |login: &str, roles| {
            let order = AddStaff { person: person(roles), login: login.to_owned() };
            add_staff(&world.acting(PAVEL), order, world.seal(PAVEL, Meaning::Author)).await
        };
        let taken = add(" Maria ", vec![Role::Caseworker]).await.err().unwrap();
        assert!(matches!(taken, Failure::Rule(CannotAddStaff::LoginTaken)));
        assert!(matches!(add("ines", vec![]).await.err().unwrap(), Failure::Rule(CannotAddStaff::NoRole)));
        let (ines, link) = add("ines", vec![Role::Caseworker]).await.unwrap();
        world.name(ines.dossier(), "ines");
        world.tell("the administrator adds somebody").await;

        let accept = async |text: &str| accept_invitation(&world.house, link.reveal(), password(text), &came()).await;
        assert!(matches!(accept("ines-duarte").await, Err(AcceptFailure::Weak(_))), "a weak password costs no link");
        assert!(accept(PASSWORD).await.is_ok());
        assert!(matches!(accept(PASSWORD).await, Err(AcceptFailure::Void)));
        change(world, ines, vec![Role::Provider]).await.unwrap();
        world.tell("she joins, and becomes a provider").await;

        dismiss(world, ines).await.unwrap();
        assert!(sign_in(&world.house, "ines", password(PASSWORD), &came()).await.unwrap().is_err());
        assert!(matches!(dismiss(world, ines).await.unwrap_err(), Failure::Rule(CannotAddStaff::Left)));
        let back = change(world, ines, vec![Role::Caseworker]).await.unwrap_err();
        assert!(matches!(back, Failure::Rule(CannotAddStaff::Left)));
        let list = staff_list(&world.acting(PAVEL)).await.unwrap();
        assert_eq!(list.len(), CAST.len() + 1);
        assert_eq!(list.iter().filter(|card| !card.active).count(), 1);
        world.tell("she leaves").await;
    });
    assert_snapshot!(told, @"
    # the administrator adds somebody
    entry  ines #1 StaffAdded, Confidential, by pavel as Author with PasswordAndCode
    card  +ines is open
    tie   +ines: ines own

    # she joins, and becomes a provider
    entry  ines #2 StaffChanged, Confidential, by pavel as Author with PasswordAndCode

    # she leaves
    entry  ines #3 StaffLeft, Confidential, by pavel as Author with PasswordAndCode
    ledger proof_failed ines by ines for closed
    card  +ines is closed
    card  -ines is open
    ");
}

#[test]
fn nobody_changes_their_own_roles_or_leaves_open_cases_behind() {
    story(async |world| {
        world.case().await;
        let own = change(world, world.id(PAVEL), vec![Role::Director]).await.unwrap_err();
        assert!(matches!(own, Failure::Rule(CannotAddStaff::OwnRoles)));
        let own = dismiss(world, world.id(PAVEL)).await.unwrap_err();
        assert!(matches!(own, Failure::Rule(CannotAddStaff::OwnRoles)));
        let carries = dismiss(world, world.id(MARIA)).await.unwrap_err();
        assert!(matches!(carries, Failure::Rule(CannotAddStaff::StillCarries(1))));
        dismiss(world, world.id(AMINA)).await.unwrap();
        for person in CAST.iter().filter(|person| !person.roles.contains(&Role::ItAdministrator)) {
            let signing = world.seal(*person, Meaning::Author);
            let order = StaffLeft { reason: line("No") };
            let refused = dismiss_staff(&world.acting(*person), world.id(MARIA), order, signing).await.unwrap_err();
            assert!(matches!(refused, Failure::Refused(_)), "{}", person.name);
        }
    });
}

#[test]
fn nobody_leaves_with_a_folder_in_hand() {
    story(async |world| {
        let (case, cabinet) = (world.case().await, world.place("cabinet 1").await);
        let folder = world.folder(case, cabinet, "the folder").await;
        world.take(case, folder, (MARIA, MARIA), TODAY).await.unwrap();
        let (worker, supervisor) = (world.id(AMINA), world.id(TOMAS));
        let order = HandOver { case, worker, supervisor, reason: line("She moves away") };
        hand_over(&world.acting(TOMAS), order, world.ink()).await.unwrap();
        let in_hand = InHand::of(&world.acting(PAVEL), world.id(MARIA)).await.unwrap();
        assert_eq!((in_hand.cases(), in_hand.follow_ups.len()), (0, 0));
        assert!(
            matches!(in_hand.items.as_slice(), [(label, due)] if label.starts_with("P-") && world.house.now() < *due)
        );
        let why = dismiss(world, world.id(MARIA)).await.unwrap_err();
        assert!(matches!(why, Failure::Rule(CannotAddStaff::StillHas(1))));
        world.give_back(case, folder, cabinet, JOANNA).await;
        dismiss(world, world.id(MARIA)).await.unwrap();
    });
}

#[test]
fn nobody_comes_into_being_by_a_change() {
    story(async |world| {
        let client = world.client().await;
        for nobody in [world.acting(PAVEL).new_dossier(), client] {
            let why = change(world, nobody.into(), vec![Role::Director]).await.unwrap_err();
            assert!(matches!(why, Failure::Rule(CannotAddStaff::Unknown)));
            let why = dismiss(world, nobody.into()).await.unwrap_err();
            assert!(matches!(why, Failure::Rule(CannotAddStaff::Unknown)));
        }
        assert_eq!(world.changes().await, "nothing changed\n");
    });
}

#[test]
fn new_roles_hold_at_once() {
    story(async |world| {
        let case = world.case().await;
        assert!(world.acting(MARIA).view::<CaseFile>(Action::ReadCase, case).await.is_ok());
        change(world, world.id(MARIA), vec![Role::Auditor]).await.unwrap();
        assert!(world.acting(MARIA).view::<CaseFile>(Action::ReadCase, case).await.is_err());
    });
}

#[test]
fn only_an_administrator_makes_a_link_for_a_forgotten_password() {
    story(async |world| {
        let refused = reset_account(&world.acting(EDITH), world.id(MARIA)).await;
        assert!(matches!(refused, Err(Failure::Refused(_))));
        let link = reset_account(&world.acting(PAVEL), world.id(MARIA)).await.unwrap();
        let new = "quarry-violet-harbour-29";
        assert!(accept_invitation(&world.house, link.reveal(), password(new), &came()).await.is_ok());
        assert!(sign_in(&world.house, "maria", password(PASSWORD), &came()).await.unwrap().is_err());
        assert!(sign_in(&world.house, "maria", password(new), &came()).await.unwrap().is_ok());
    });
}

#[test]
fn an_organisation_is_founded_once() {
    story(async |world| {
        let founding = Founding {
            name: line("Another"),
            rulebook: Rulebook::default(),
            administrator: person(vec![Role::ItAdministrator]),
            login: "ines".to_owned(),
        };
        let why = found(&world.house, founding).await.err().unwrap();
        assert!(matches!(why, Failure::Rule(CannotSetUp::AlreadyDone)));
        assert_eq!(world.changes().await, "nothing changed\n");
    });
}

#[test]
fn an_event_of_another_file_never_gets_into_this_one() {
    story(async |world| {
        let edith = world.acting(EDITH);
        let stray = Event::FlagResolved(FlagResolved { id: edith.new_item(), how: line("Seen") });
        let signing = world.seal(EDITH, Meaning::Approved);
        let fault = casework::organisation::amend(&edith, stray, signing).await.unwrap_err();
        assert!(matches!(fault, Failure::Fault(Fault::Other("event-of-another-file"))));
        assert!(world.cold().await.organisation().await.unwrap().name.is_some());
        let late = Signing::author(Proof::SignIn);
        let founded = domain::organisation::OrganisationFounded { name: line("Again"), rulebook: Rulebook::default() };
        assert!(casework::organisation::amend(&edith, Event::OrganisationFounded(founded), late).await.is_err());
    });
}

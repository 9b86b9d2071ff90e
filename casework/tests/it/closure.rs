//! The closure gate, the ladder of five, and reopening by two people (RC-4.4, RC-4.5, RC-5).

use casework::Failure;
use casework::cases::{OpenCase, open_case};
use casework::closure::{SignRung, approve_reopening, ask_reopening, close_case, sign_rung, standing};
use casework::contacts::{LogContact, WriteAddendum, log_contact, write_addendum};
use casework::records::records;
use casework::today::today;
use domain::cases::{Assignment, CaseFile};
use domain::clients::ClientFile;
use domain::closure::{CannotClose, CaseReopened, Ending, ReopeningAsked, Rung};
use domain::contacts::{AddendumWritten, ContactKind};
use domain::ids::{DossierId, EntryNumber};
use domain::level::Level;
use domain::policy::Action;
use domain::rulebook::Rulebook;
use domain::signature::Meaning;
use insta::assert_snapshot;
use jiff::civil::date;

use crate::builders::ending;
use crate::cast::{AMINA, BEA, DANIEL, EDITH, GEORGE, HELENA, JOANNA, MARIA, NADIA, PAVEL, Person, TOMAS};
use crate::orders::{contact, line, words};
use crate::world::{World, story};

async fn sign(world: &World, case: DossierId, rung: Rung, by: Person) -> Result<(), Failure<CannotClose>> {
    let ending = (rung == Rung::Documented).then(ending);
    let order = SignRung { case, rung, ending, remark: None };
    sign_rung(&world.acting(by), order, world.seal(by, Meaning::ClosureSignOff)).await.map(drop)
}

#[test]
fn what_is_open_keeps_a_case_open() {
    story(async |world| {
        let case = world.case().with_action(world.item("promise")).with_goal(world.item("goal")).await;
        let why = sign(world, case, Rung::Documented, MARIA).await.unwrap_err();
        assert_eq!(why.to_string(), "4 things still keep this case open; they are listed on this page");
        let signing = world.seal(TOMAS, Meaning::ClosureSignOff);
        let why = close_case(&world.acting(TOMAS), case, signing).await.unwrap_err();
        assert_eq!(why.to_string(), "4 things still keep this case open; they are listed on this page");
        assert_eq!(world.changes().await, "nothing changed\n");
    });
}

#[test]
fn a_case_is_closed_in_five_steps_and_access_falls_away_with_the_last_signature() {
    let told = story(async |world| {
        let case = world.case().ready_to_close().await;
        for (rung, person) in Rung::ALL.into_iter().zip([MARIA, MARIA, TOMAS, JOANNA, PAVEL]) {
            sign(world, case, rung, person).await.unwrap();
            world.tell(rung.word()).await;
        }
        let signing = world.seal(TOMAS, Meaning::ClosureSignOff);
        close_case(&world.acting(TOMAS), case, signing).await.unwrap();
        world.tell("closed").await;

        let read = async |person| world.acting(person).view::<CaseFile>(Action::ReadCase, case).await.is_ok();
        for person in [MARIA, TOMAS, BEA, HELENA, PAVEL, EDITH, GEORGE] {
            assert!(!read(person).await, "{} reads a closed file", person.name);
        }
        world.changes().await;
        let order = LogContact { case, contact: contact(ContactKind::Inquiry) };
        let why = log_contact(&world.acting(MARIA), order, world.ink()).await.unwrap_err();
        assert!(matches!(why, Failure::Refused(_)), "a note on a closed case");
        world.tell("a note on a closed case").await;
        assert!(read(JOANNA).await);
        assert!(read(DANIEL).await);
        world.tell("records officer and data protection officer may read").await;
    });
    assert_snapshot!(told, @"
    # Actions and outcomes are documented
    entry  case 1 #7 RungSigned, Confidential, by maria as ClosureSignOff with PasswordAndCode
    duty  +case 1: closure_step, maria, Mon 05 Jan 09:00 – Thu 08 Jan 17:00

    # The file is whole and correct
    entry  case 1 #8 RungSigned, Confidential, by maria as ClosureSignOff with PasswordAndCode
    duty  -case 1: closure_step, maria, Mon 05 Jan 09:00 – Thu 08 Jan 17:00
    duty  +case 1: closure_step, tomas, Mon 05 Jan 09:00 – Thu 08 Jan 17:00

    # Approved
    entry  case 1 #9 RungSigned, Confidential, by tomas as ClosureSignOff with PasswordAndCode
    duty  +case 1: closure_step, records_officer, Mon 05 Jan 09:00 – Thu 08 Jan 17:00
    duty  -case 1: closure_step, tomas, Mon 05 Jan 09:00 – Thu 08 Jan 17:00

    # Kept or destroyed, by schedule
    entry  case 1 #10 RungSigned, Confidential, by joanna as ClosureSignOff with PasswordAndCode
    duty  +case 1: closure_step, it_administrator, Mon 05 Jan 09:00 – Thu 08 Jan 17:00
    duty  -case 1: closure_step, records_officer, Mon 05 Jan 09:00 – Thu 08 Jan 17:00

    # Access taken back
    entry  case 1 #11 RungSigned, Confidential, by pavel as ClosureSignOff with PasswordAndCode
    duty  -case 1: closure_step, it_administrator, Mon 05 Jan 09:00 – Thu 08 Jan 17:00
    duty  +case 1: closure_step, maria, Mon 05 Jan 09:00 – Thu 08 Jan 17:00

    # closed
    entry  case 1 #12 CaseClosed, Confidential, by tomas as ClosureSignOff with PasswordAndCode
    card  +case 1 is closed
    card  -case 1 is open
    tie   -case 1: maria assigned
    tie   -case 1: tomas supervises
    duty  +case 1: access_check, it_administrator, Mon 05 Jan 09:01 – Thu 08 Jan 17:00
    duty  -case 1: case_review, maria, Mon 05 Jan 09:00 – Thu 05 Feb 17:00
    duty  -case 1: closure_step, maria, Mon 05 Jan 09:00 – Thu 08 Jan 17:00
    duty  -case 1: next_session, maria, Mon 05 Jan 09:00 – Mon 12 Jan 17:00
    duty  -case 1: progress_assessment, maria, Mon 05 Jan 09:00 – Mon 06 Apr 17:00
    duty  -case 1: progress_report, maria, Mon 05 Jan 09:00 – Mon 06 Apr 17:00

    # a note on a closed case
    ledger denied case 1 by maria for LogContact

    # records officer and data protection officer may read
    ledger opened case 1 up to #12 by daniel for ReadCase
    ledger opened case 1 up to #12 by joanna for ReadCase
    ");
}

#[test]
fn steps_are_signed_in_their_order_each_in_its_own_role() {
    story(async |world| {
        let case = world.case().ready_to_close().await;
        let why = sign(world, case, Rung::Verified, MARIA).await.unwrap_err();
        assert_eq!(why.to_string(), "first comes the step “Actions and outcomes are documented”");
        assert!(matches!(sign(world, case, Rung::Documented, TOMAS).await.unwrap_err(), Failure::Refused(_)));
        assert!(matches!(sign(world, case, Rung::Documented, AMINA).await.unwrap_err(), Failure::Refused(_)));
        let signing = world.seal(MARIA, Meaning::ClosureSignOff);
        let order = SignRung { case, rung: Rung::Documented, ending: None, remark: None };
        let why = sign_rung(&world.acting(MARIA), order, signing).await.unwrap_err();
        assert!(matches!(why, Failure::Rule(CannotClose::EndingMissing)));
        let signing = world.seal(MARIA, Meaning::ClosureSignOff);
        let ahead = Some(Ending { discharged: date(2026, 1, 6), ..ending() });
        let order = SignRung { case, rung: Rung::Documented, ending: ahead, remark: None };
        let why = sign_rung(&world.acting(MARIA), order, signing).await.unwrap_err();
        assert!(matches!(why, Failure::Rule(CannotClose::EndsAhead)));

        sign(world, case, Rung::Documented, MARIA).await.unwrap();
        sign(world, case, Rung::Verified, MARIA).await.unwrap();
        assert!(matches!(sign(world, case, Rung::Scheduled, PAVEL).await.unwrap_err(), Failure::Refused(_)));
        let signing = world.seal(MARIA, Meaning::ClosureSignOff);
        let why = close_case(&world.acting(MARIA), case, signing).await.unwrap_err();
        assert_eq!(why.to_string(), "the step “Approved” is not signed yet");
    });
}

#[test]
fn nobody_signs_in_two_roles() {
    story(async |world| {
        // Nadia is caseworker and supervisor: she signs the first two steps, then the case changes hands
        let case = world.case().carried_by(NADIA).supervised_by(TOMAS).ready_to_close().await;
        sign(world, case, Rung::Documented, NADIA).await.unwrap();
        sign(world, case, Rung::Verified, NADIA).await.unwrap();
        let file = world.acting(TOMAS).view::<CaseFile>(Action::ReadCase, case).await.unwrap();
        let by = world.id(NADIA);
        let order = domain::closure::RungSigned {
            rung: Rung::Approved,
            ending: None,
            evidence: None,
            keep_until: None,
            term: None,
        };
        let why = file.sign_rung(order, by, None, &Rulebook::default(), date(2026, 1, 5)).unwrap_err();
        assert_eq!(why, CannotClose::SecondRole);
    });
}

#[test]
fn new_casework_takes_the_signatures_of_the_ladder_away() {
    let told = story(async |world| {
        let case = world.case().laddered(3).await;
        let order = LogContact { case, contact: contact(ContactKind::Inquiry) };
        log_contact(&world.acting(MARIA), order, world.ink()).await.unwrap();
        world.tell("the client calls after three steps").await;
        let why = sign(world, case, Rung::Scheduled, JOANNA).await.unwrap_err();
        assert!(matches!(why, Failure::Rule(CannotClose::OutOfOrder(Rung::Documented))));
    });
    assert_snapshot!(told, @"
    # the client calls after three steps
    entry  case 1 #10 ContactLogged, Confidential, by maria as Author with RecentSignIn
    duty  -case 1: closure_step, records_officer, Mon 05 Jan 09:00 – Thu 08 Jan 17:00
    ");
}

#[test]
fn whoever_only_signs_a_step_learns_nothing_of_the_case() {
    story(async |world| {
        let case = world.case().laddered(3).await;
        let (joanna, pavel) = (world.acting(JOANNA), world.acting(PAVEL));
        let list = today(&joanna).await.unwrap().duties;
        assert_eq!(list.len(), 1, "her step waits");
        assert!(list[0].client.is_none() && list[0].what.is_none() && list[0].card.quotes.is_empty());
        assert!(today(&pavel).await.unwrap().duties.is_empty(), "his comes later");
        assert!(matches!(joanna.view::<CaseFile>(Action::ReadCase, case).await, Err(Failure::Refused(_))));
    });
}

#[test]
fn a_closed_case_is_reopened_by_two_people_and_assigned_anew() {
    let told = story(async |world| {
        let client = world.client().await;
        let case = world.case().of(client).closed().await;
        let id = world.item("the request");
        let ask = async |person: Person| {
            let order = ReopeningAsked { id, reason: words("He asks to come again.") };
            ask_reopening(&world.acting(person), case, order, world.seal(person, Meaning::Author)).await
        };
        let approve = async |person: Person, worker: Person, supervisor: Person| {
            let hands = Assignment { worker: world.id(worker), supervisor: world.id(supervisor), team: None };
            let order = CaseReopened { asked: id, assignment: hands };
            approve_reopening(&world.acting(person), case, order, world.seal(person, Meaning::Approved)).await
        };
        let nobody = approve(DANIEL, AMINA, TOMAS).await.unwrap_err();
        assert!(matches!(nobody, Failure::Rule(CannotClose::NobodyAsked)));
        assert!(matches!(ask(MARIA).await.unwrap_err(), Failure::Refused(_)));
        world.changes().await;

        ask(TOMAS).await.unwrap();
        assert!(matches!(ask(JOANNA).await.unwrap_err(), Failure::Rule(CannotClose::AlreadyAsked)));
        world.tell("the former supervisor asks").await;

        let own = approve(TOMAS, AMINA, TOMAS).await.unwrap_err();
        assert!(matches!(own, Failure::Rule(CannotClose::OwnRequest)));
        let roles = approve(DANIEL, PAVEL, TOMAS).await.unwrap_err();
        assert!(matches!(roles, Failure::Rule(CannotClose::WrongRole("the caseworker"))));
        let one = approve(DANIEL, NADIA, NADIA).await.unwrap_err();
        assert!(matches!(one, Failure::Rule(CannotClose::OwnSupervisor)));
        assert_eq!(world.changes().await, "nothing changed\n");

        approve(DANIEL, AMINA, TOMAS).await.unwrap();
        world.tell("the data protection officer agrees; Amina carries it now").await;

        let read = async |person: Person| world.acting(person).view::<CaseFile>(Action::ReadCase, case).await.is_ok();
        assert!(read(AMINA).await);
        assert!(!read(MARIA).await);
        assert!(!read(JOANNA).await, "it is open again");
        assert!(world.acting(AMINA).view::<ClientFile>(Action::ReadClient, client).await.is_ok());
    });
    assert_snapshot!(told, @"
    # the former supervisor asks
    entry  case 1 #13 ReopeningAsked, Confidential, by tomas as Author with PasswordAndCode
    duty  +case 1: reopening_decision “the request”, data_protection_officer, Mon 05 Jan 09:01 – Thu 08 Jan 17:00

    # the data protection officer agrees; Amina carries it now
    entry  case 1 #14 CaseReopened, Confidential, by daniel as Approved with PasswordAndCode
    card  -case 1 is closed
    card  +case 1 is open
    tie   +case 1: amina assigned
    tie   +case 1: tomas supervises
    duty  -case 1: access_check, it_administrator, Mon 05 Jan 09:01 – Thu 08 Jan 17:00
    duty  +case 1: case_review, amina, Mon 05 Jan 09:03 – Thu 05 Feb 17:00
    duty  +case 1: next_session, amina, Mon 05 Jan 09:03 – Mon 12 Jan 17:00
    duty  +case 1: progress_assessment, amina, Mon 05 Jan 09:03 – Mon 06 Apr 17:00
    duty  +case 1: progress_report, amina, Mon 05 Jan 09:03 – Mon 06 Apr 17:00
    duty  -case 1: reopening_decision “the request”, data_protection_officer, Mon 05 Jan 09:01 – Thu 08 Jan 17:00
    ");
}

#[test]
fn only_the_records_officer_clips_an_addendum_to_a_closed_file() {
    story(async |world| {
        let case = world.case().closed().await;
        let write = async |person: Person| {
            let addendum = AddendumWritten { to: EntryNumber(2), text: words("Misfiled."), reason: line("Order") };
            write_addendum(&world.acting(person), WriteAddendum { case, addendum }, world.ink()).await
        };
        assert!(matches!(write(MARIA).await.unwrap_err(), Failure::Refused(_)));
        assert!(matches!(write(DANIEL).await.unwrap_err(), Failure::Refused(_)));
        write(JOANNA).await.unwrap();
    });
}

#[test]
fn a_client_counts_as_closed_only_when_every_case_is() {
    story(async |world| {
        let client = world.client().await;
        world.case().of(client).await;
        let hands = (world.id(AMINA), world.id(TOMAS));
        let order = OpenCase { client, programme: "general".to_owned(), worker: hands.0, supervisor: hands.1 };
        open_case(&world.acting(BEA), order, world.ink()).await.unwrap();
        let read = async |person: Person| {
            world.acting(person).view::<ClientFile>(Action::ReadClient, client).await.map(|seen| seen.clearance)
        };
        assert!(read(MARIA).await.is_ok() && read(AMINA).await.is_ok());
        assert!(read(JOANNA).await.is_err());

        let other = world.client().named("Ruth", "Sauer").await;
        world.case().of(other).closed().await;
        let read = async |person: Person| {
            world.acting(person).view::<ClientFile>(Action::ReadClient, other).await.map(|seen| seen.clearance)
        };
        assert_eq!(read(JOANNA).await.unwrap(), Level::Sensitive);
        assert!(read(MARIA).await.is_err() && read(BEA).await.is_err());
    });
}

#[test]
fn whoever_signs_a_step_without_reading_the_case_sees_numbers_names_and_times() {
    story(async |world| {
        let case = world.case().ready_to_close().await;
        for person in [JOANNA, PAVEL] {
            let early = standing(&world.acting(person), case).await;
            assert!(matches!(early, Err(Failure::Refused(_))), "{} sees a closure that nobody has begun", person.name);
        }
        for (rung, person) in Rung::ALL.into_iter().zip([MARIA, MARIA, TOMAS]) {
            sign(world, case, rung, person).await.unwrap();
        }
        let seen = standing(&world.acting(JOANNA), case).await.unwrap();
        assert_eq!((seen.next, seen.hindered, seen.blockers), (Some(Rung::Scheduled), None, 0));
        assert!(seen.may_sign(Rung::Scheduled) && !seen.may_sign(Rung::AccessRevoked) && !seen.may(Action::ReadCase));
        assert_eq!(seen.ties.len(), 2, "worker and supervisor lose access");
        assert!(seen.keep_until.is_some());
        assert!(!format!("{seen:?}").contains(ending().summary.reveal()), "the summary is content");

        world.changes().await;
        standing(&world.acting(JOANNA), case).await.unwrap();
        standing(&world.acting(TOMAS), case).await.unwrap();
        let looks = world.changes().await;
        assert!(
            looks.contains("ledger looked case 1 up to #") && looks.contains("by joanna for SignScheduled"),
            "{looks}"
        );
        assert!(looks.contains("ledger opened case 1 up to #") && looks.contains("by tomas for ReadCase"), "{looks}");

        let waiting = records(&world.acting(JOANNA), None).await.unwrap().waiting;
        assert_eq!(waiting.iter().map(|one| (one.case, one.signed)).collect::<Vec<_>>(), [(case, 3)]);
        sign(world, case, Rung::Scheduled, JOANNA).await.unwrap();
        let seen = standing(&world.acting(JOANNA), case).await.unwrap();
        assert_eq!(seen.next, Some(Rung::AccessRevoked));
        let it = records(&world.acting(PAVEL), None).await.unwrap();
        assert_eq!(it.waiting.len(), 1);
        assert!(it.closed.is_none(), "IT administrators have no list of closed files");
    });
}

#[test]
fn closed_files_are_listed_for_their_keepers_by_number() {
    story(async |world| {
        let case = world.case().ready_to_close().await;
        for (rung, person) in Rung::ALL.into_iter().zip([MARIA, MARIA, TOMAS, JOANNA, PAVEL]) {
            sign(world, case, rung, person).await.unwrap();
        }
        close_case(&world.acting(TOMAS), case, world.seal(TOMAS, Meaning::ClosureSignOff)).await.unwrap();
        for person in [JOANNA, DANIEL] {
            let closed = records(&world.acting(person), None).await.unwrap().closed.unwrap();
            assert_eq!(closed.iter().map(|file| file.case).collect::<Vec<_>>(), [case]);
            assert!(closed[0].client.is_some() && closed[0].keep_until.is_some());
        }
        let why = records(&world.acting(MARIA), None).await.unwrap_err();
        assert!(matches!(why, Failure::Refused(_)));
    });
}

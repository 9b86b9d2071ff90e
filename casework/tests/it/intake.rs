//! From the first call to an open case (CM-4.1.1, CM-4.3.1, CM-4.3.3, CM-4.2.1).

use casework::Failure;
use casework::cases::{HandOver, OpenCase, hand_over, open_case};
use casework::clients::{
    Alike, CannotCheck, ConflictSearch, Found, RegisterClient, check_conflict, correct_client, decide_conflict,
    give_consent, likely_duplicates, register_client, search_clients, verify_facts, withdraw_consent,
};
use casework::house::Ctx;
use domain::cases::{CannotOpen, CaseFile};
use domain::clients::{
    CannotConsent, ClientCorrected, ClientDetails, ClientFile, ConflictAnswer, ConsentGiven, ConsentGivenHow,
    ConsentWithdrawn, Fact, FactsVerified,
};
use domain::ids::{DossierId, EntryId};
use domain::level::Level;
use domain::likeness::Features;
use domain::policy::Action;
use insta::assert_snapshot;

use crate::cast::{AMINA, BEA, FELIX, HELENA, MARIA, NADIA, PAVEL, RUBEN, SOFIA, TOMAS};
use crate::orders::{consent, details, line};
use crate::world::{World, story};

async fn opening(world: &World, by: &Ctx, client: DossierId) -> Result<EntryId, Failure<CannotOpen>> {
    let hands = (world.id(MARIA), world.id(TOMAS));
    let order = OpenCase { client, programme: "general".to_owned(), worker: hands.0, supervisor: hands.1 };
    open_case(by, order, world.ink()).await
}

#[test]
fn a_first_call_becomes_an_open_case() {
    let told = story(async |world| {
        let bea = world.acting(BEA);
        let order = RegisterClient { details: details("Jonas", "Feldkamp"), not_a_duplicate: false, provenance: None };
        let client = register_client(&bea, order, world.ink()).await.unwrap();
        world.tell("the reception registers a client").await;

        let early = opening(world, &bea, client).await.unwrap_err();
        assert_eq!(early.to_string(), "the client’s consent to service is missing; record it first");
        world.tell("without consent no case is opened").await;

        give_consent(&bea, client, consent(), world.ink()).await.unwrap();
        let passport = FactsVerified { facts: vec![Fact::Name, Fact::BirthDate], against: line("Passport") };
        verify_facts(&bea, client, passport, world.ink()).await.unwrap();
        check_conflict(&bea, client, Vec::new(), world.ink()).await.unwrap();
        world.tell("consent, verification, conflict check").await;

        let case = opening(world, &bea, client).await.unwrap().dossier;
        world.tell("the case is opened with its first duties").await;

        let seen = world.acting(MARIA).view::<CaseFile>(Action::ReadCase, case).await.unwrap();
        assert_eq!(seen.number().map(|number| number.to_string()).as_deref(), Some("2026-000001-0"));
        let whom = world.acting(MARIA).view::<ClientFile>(Action::ReadClient, client).await.unwrap();
        assert!(whom.verified.contains_key(&Fact::Name));
        world.tell("the caseworker reads both").await;
    });
    assert_snapshot!(told, @"
    # the reception registers a client
    entry  client 1 #1 ClientRegistered, Confidential, by bea as Author with RecentSignIn
    card  +client 1 is open
    tie   +client 1: bea registered until Wed 04 Feb 09:00

    # without consent no case is opened
    nothing changed

    # consent, verification, conflict check
    entry  client 1 #2 ConsentGiven, Confidential, by bea as Author with RecentSignIn
    entry  client 1 #3 FactsVerified, Confidential, by bea as Author with RecentSignIn
    entry  client 1 #4 ConflictChecked, Confidential, by bea as Author with RecentSignIn

    # the case is opened with its first duties
    entry  case 1 #1 CaseOpened, Confidential, by bea as Author with RecentSignIn
    card  +case 1 is open
    tie   +case 1: maria assigned
    tie   +case 1: tomas supervises
    duty  +case 1: case_review, maria, Mon 05 Jan 09:00 – Thu 05 Feb 17:00
    duty  +case 1: initial_assessment, maria, Mon 05 Jan 09:00 – Mon 12 Jan 17:00
    duty  +case 1: next_session, maria, Mon 05 Jan 09:00 – Mon 12 Jan 17:00
    duty  +case 1: progress_report, maria, Mon 05 Jan 09:00 – Mon 06 Apr 17:00

    # the caseworker reads both
    ledger opened case 1 up to #1 by maria for ReadCase
    ledger opened client 1 up to #4 by maria for ReadClient
    ");
}

#[test]
fn nobody_opens_a_case_against_a_conflict_of_interest() {
    let told = story(async |world| {
        let ruth = world.client().named("Ruth", "Feldkamp").await;
        let other = world.client().named("Martin", "Sauer").await;
        let bea = world.acting(BEA);
        let against =
            |given: &str, family: &str, born| ConflictSearch { given: line(given), family: line(family), born };
        let born = Some(jiff::civil::date(2010, 2, 28));

        let clear = check_conflict(&bea, ruth, vec![against("Olga", "Petrov", None)], world.ink()).await.unwrap();
        assert_eq!(clear, ConflictAnswer::Clear);
        let herself = check_conflict(&bea, ruth, vec![against("Ruth", "Feldkamp", born)], world.ink()).await.unwrap();
        assert_eq!(herself, ConflictAnswer::Clear);
        let nothing = decide_conflict(&bea, ruth, true, line("Another person"), world.ink()).await.unwrap_err();
        assert!(matches!(nothing, Failure::Rule(CannotCheck::NothingToDecide)));

        let ask = check_conflict(&bea, ruth, vec![against("Martin", "Sauer", None)], world.ink()).await.unwrap();
        assert_eq!(ask, ConflictAnswer::Ask);
        let undecided = opening(world, &bea, ruth).await.unwrap_err();
        assert!(matches!(undecided, Failure::Rule(CannotOpen::ConflictUndecided)));
        decide_conflict(&bea, ruth, true, line("Another Martin Sauer"), world.ink()).await.unwrap();
        opening(world, &bea, ruth).await.unwrap();
        world.tell("a namesake is asked about, and decided on").await;

        let stop = check_conflict(&bea, other, vec![against("Ruth", "Feldkamp", born)], world.ink()).await.unwrap();
        assert_eq!(stop, ConflictAnswer::Stop);
        let stopped = opening(world, &bea, other).await.unwrap_err();
        assert!(matches!(stopped, Failure::Rule(CannotOpen::ConflictStop)));
        world.tell("the other side is a client: stop").await;
    });
    assert_snapshot!(told, @"
    # a namesake is asked about, and decided on
    entry  case 1 #1 CaseOpened, Confidential, by bea as Author with RecentSignIn
    entry  client 1 #3 ConflictChecked, Confidential, by bea as Author with RecentSignIn
    entry  client 1 #4 ConflictChecked, Confidential, by bea as Author with RecentSignIn
    entry  client 1 #5 ConflictChecked, Confidential, by bea as Author with RecentSignIn
    entry  client 1 #6 ConflictChecked, Confidential, by bea as Author with RecentSignIn
    card  +case 1 is open
    tie   +case 1: maria assigned
    tie   +case 1: tomas supervises
    duty  +case 1: case_review, maria, Mon 05 Jan 09:00 – Thu 05 Feb 17:00
    duty  +case 1: initial_assessment, maria, Mon 05 Jan 09:00 – Mon 12 Jan 17:00
    duty  +case 1: next_session, maria, Mon 05 Jan 09:00 – Mon 12 Jan 17:00
    duty  +case 1: progress_report, maria, Mon 05 Jan 09:00 – Mon 06 Apr 17:00

    # the other side is a client: stop
    entry  client 2 #3 ConflictChecked, Confidential, by bea as Author with RecentSignIn
    ");
}

#[test]
fn a_consent_needs_its_witness_and_can_be_taken_back() {
    story(async |world| {
        let client = world.client().without_consent().await;
        let bea = world.acting(BEA);
        let verbal = ConsentGiven { how: ConsentGivenHow::Verbal, by: None, until: None };
        let why = give_consent(&bea, client, verbal, world.ink()).await.unwrap_err();
        assert!(matches!(why, Failure::Rule(CannotConsent::WitnessMissing)));
        let none = withdraw_consent(&bea, client, ConsentWithdrawn { note: line("By phone") }, world.ink()).await;
        assert!(matches!(none.unwrap_err(), Failure::Rule(CannotConsent::NoneGiven)));
        assert_eq!(world.changes().await, "nothing changed\n");

        give_consent(&bea, client, consent(), world.ink()).await.unwrap();
        withdraw_consent(&bea, client, ConsentWithdrawn { note: line("By phone") }, world.ink()).await.unwrap();
        let why = opening(world, &bea, client).await.unwrap_err();
        assert!(matches!(why, Failure::Rule(CannotOpen::NoConsent)));
    });
}

#[test]
fn worker_and_supervisor_are_two_people_in_their_roles() {
    story(async |world| {
        let client = world.client().await;
        let check = async |worker, supervisor, programme: &str| {
            let order = OpenCase {
                client,
                programme: programme.to_owned(),
                worker: world.id(worker),
                supervisor: world.id(supervisor),
            };
            open_case(&world.acting(BEA), order, world.ink()).await.unwrap_err().to_string()
        };
        assert_eq!(check(PAVEL, TOMAS, "general").await, "the caseworker does not have the role for this");
        assert_eq!(check(MARIA, RUBEN, "general").await, "the supervisor does not have the role for this");
        assert_eq!(check(FELIX, MARIA, "general").await, "the supervisor does not have the role for this");
        assert_eq!(
            check(NADIA, NADIA, "general").await,
            "nobody supervises their own case; please choose another supervisor"
        );
        assert_eq!(check(MARIA, TOMAS, "sailing").await, "this programme is not offered");
        assert_eq!(world.changes().await, "nothing changed\n");
    });
}

#[test]
fn a_likely_duplicate_is_shown_only_to_whoever_may_see_it() {
    story(async |world| {
        let client = world.client().await;
        let case = world.case().of(client).await;
        let who = Features {
            given: "Jonas".to_owned(),
            family: "Feldkampf".to_owned(),
            born: Some(jiff::civil::date(2010, 2, 28)),
            phone: None,
        };
        let seen = likely_duplicates(&world.acting(MARIA), &who).await.unwrap();
        assert!(matches!(seen.as_slice(), [Alike::Visible { client: found, .. }] if *found == client));
        let hidden = likely_duplicates(&world.acting(RUBEN), &who).await.unwrap();
        let [Alike::AskOwner { owner, .. }] = hidden.as_slice() else { panic!("{} found", hidden.len()) };
        assert_eq!(*owner, Some(world.id(MARIA)), "of case {case}");
    });
}

#[test]
fn a_search_finds_only_what_one_is_tied_to_and_is_recorded_without_its_words() {
    let told = story(async |world| {
        let client = world.client().await;
        world.case().of(client).await;
        let found = async |by, text| match search_clients(&world.acting(by), text).await.unwrap() {
            Found::Clients(lines) => lines.len(),
            Found::Case(_) => 100,
        };
        assert_eq!(found(MARIA, "feldkamp").await, 1);
        assert_eq!(found(MARIA, "Jonas Veldkamp").await, 1, "sounds alike");
        assert_eq!(found(MARIA, "28.2.2010").await, 1);
        assert_eq!(found(MARIA, "2026-000001-0").await, 100);
        assert_eq!(found(RUBEN, "Feldkamp").await, 0);
        assert_eq!(found(RUBEN, "2026-000001-0").await, 0);
        world.tell("two caseworkers search").await;
        assert!(matches!(search_clients(&world.acting(PAVEL), "Feldkamp").await, Err(Failure::Refused(_))));
        world.tell("an administrator may not search at all").await;
    });
    assert_snapshot!(told, @"
    # two caseworkers search
    ledger searched by maria for SearchClients
    ledger searched by maria for SearchClients
    ledger searched by maria for SearchClients
    ledger searched by maria for SearchClients
    ledger searched by ruben for SearchClients
    ledger searched by ruben for SearchClients

    # an administrator may not search at all
    ledger denied by pavel for SearchClients
    ");
}

#[test]
fn a_corrected_name_can_be_found_and_takes_its_verification_away() {
    story(async |world| {
        let client = world.client().await;
        let bea = world.acting(BEA);
        let passport = FactsVerified { facts: vec![Fact::Name, Fact::BirthDate], against: line("Passport") };
        verify_facts(&bea, client, passport, world.ink()).await.unwrap();
        let order = ClientCorrected { details: details("Jonas", "Winterberg"), reason: line("Married") };
        correct_client(&bea, client, order.clone(), world.ink()).await.unwrap();

        let seen = world.acting(BEA).view::<ClientFile>(Action::ReadClient, client).await.unwrap();
        assert_eq!(seen.verified.keys().collect::<Vec<_>>(), [&Fact::BirthDate]);
        let again = correct_client(&bea, client, order, world.ink()).await.unwrap_err();
        assert_eq!(again.to_string(), "nothing was changed");
        let found = search_clients(&bea, "Winterberg").await.unwrap();
        assert!(matches!(found, Found::Clients(lines) if lines.len() == 1));
    });
}

#[test]
fn administrative_staff_correct_a_phone_number_and_read_nothing_confidential_of_the_case() {
    let told = story(async |world| {
        let client = world.client().await;
        let case = world.case().of(client).await;
        let sofia = world.acting(SOFIA);
        let seen = sofia.view::<ClientFile>(Action::CorrectClient, client).await.unwrap();
        let known = seen.details.clone().expect("she reads what she corrects");
        let phone = casework::clients::parse_phone("+49 30 7654321", None).unwrap();
        assert_ne!(known.phone, phone);
        let details = ClientDetails { phone: phone.clone(), ..known };
        let order = ClientCorrected { details, reason: line("She has a new number") };
        correct_client(&sofia, client, order, world.ink()).await.unwrap();
        let seen = world.acting(MARIA).view::<ClientFile>(Action::ReadClient, client).await.unwrap();
        assert_eq!(seen.details.as_ref().and_then(|details| details.phone.clone()), phone);

        let seen = sofia.view::<CaseFile>(Action::ReadCase, case).await.unwrap();
        assert_eq!(seen.clearance, Level::Standard);
        let colleague = world.acting(HELENA).view::<ClientFile>(Action::CorrectClient, client).await;
        assert!(colleague.is_err(), "of another team");
        world.tell("a phone number").await;
    });
    assert_snapshot!(told, @"
    # a phone number
    entry  client 1 #3 ClientCorrected, Confidential, by sofia as Author with RecentSignIn
    ledger denied client 1 by helena for CorrectClient
    ledger opened case 1 up to #1 by sofia for ReadCase
    ledger opened client 1 up to #2 by sofia for CorrectClient
    ledger opened client 1 up to #3 by maria for ReadClient
    ");
}

#[test]
fn the_reception_reads_an_identity_for_thirty_days_and_never_the_case() {
    let told = story(async |world| {
        let client = world.client().await;
        let case = world.case().of(client).await;
        let read_client = async || world.acting(BEA).view::<ClientFile>(Action::ReadClient, client).await.is_ok();
        let read_case = async || world.acting(BEA).view::<CaseFile>(Action::ReadCase, case).await.is_ok();
        assert!(read_client().await);
        assert!(!read_case().await);
        world.clock.pass(30 * 86_400);
        assert!(!read_client().await);
        world.tell("once on the first day, not after thirty").await;
    });
    assert_snapshot!(told, @"
    # once on the first day, not after thirty
    ledger denied case 1 by bea for ReadCase
    ledger opened client 1 up to #2 by bea for ReadClient
    ledger denied client 1 by bea for ReadClient
    ");
}

#[test]
fn a_case_changes_hands_and_the_ties_of_before_end_at_once() {
    let told = story(async |world| {
        let case = world.case().await;
        let order = || HandOver { case, worker: world.id(AMINA), supervisor: world.id(NADIA), reason: line("Leave") };
        let refused = hand_over(&world.acting(HELENA), order(), world.ink()).await.unwrap_err();
        assert!(matches!(refused, Failure::Refused(_)));
        hand_over(&world.acting(TOMAS), order(), world.ink()).await.unwrap();
        assert!(world.acting(MARIA).view::<CaseFile>(Action::ReadCase, case).await.is_err());
        assert!(world.acting(TOMAS).view::<CaseFile>(Action::ReadCase, case).await.is_err());
        assert!(world.acting(AMINA).view::<CaseFile>(Action::ReadCase, case).await.is_ok());
        world.tell("the case goes from Maria and Tomas to Amina and Nadia").await;
    });
    assert_snapshot!(told, @"
    # the case goes from Maria and Tomas to Amina and Nadia
    entry  case 1 #2 CaseAssigned, Confidential, by tomas as Author with RecentSignIn
    ledger denied case 1 by helena for AssignCase
    ledger denied case 1 by maria for ReadCase
    ledger denied case 1 by tomas for ReadCase
    ledger opened case 1 up to #2 by amina for ReadCase
    tie   +case 1: amina assigned
    tie   -case 1: maria assigned
    tie   +case 1: nadia supervises
    tie   -case 1: tomas supervises
    duty  +case 1: case_review, amina, Mon 05 Jan 09:00 – Thu 05 Feb 17:00
    duty  -case 1: case_review, maria, Mon 05 Jan 09:00 – Thu 05 Feb 17:00
    duty  +case 1: initial_assessment, amina, Mon 05 Jan 09:00 – Mon 12 Jan 17:00
    duty  -case 1: initial_assessment, maria, Mon 05 Jan 09:00 – Mon 12 Jan 17:00
    duty  +case 1: next_session, amina, Mon 05 Jan 09:00 – Mon 12 Jan 17:00
    duty  -case 1: next_session, maria, Mon 05 Jan 09:00 – Mon 12 Jan 17:00
    duty  +case 1: progress_report, amina, Mon 05 Jan 09:00 – Mon 06 Apr 17:00
    duty  -case 1: progress_report, maria, Mon 05 Jan 09:00 – Mon 06 Apr 17:00
    ");
}

//! Intake, correction, verification and consent (CM-4.1.1, CM-4.1.2, CM-4.3.3).

use domain::clients::{
    ClientCorrected, ClientDetails, ClientFile, ClientRegistered, ConsentGiven, ConsentGivenHow, ConsentWithdrawn,
    Consented, Fact, FactsVerified,
};
use domain::entry::Entry;
use domain::event::Event;
use domain::ids::{DossierId, EntryId, EntryNumber};
use domain::level::Level;
use domain::numbers::ClientNumber;
use jiff::civil::{Date, date};
use uuid::Uuid;

use super::{TODAY, WORKER, at, line, outcome, signature, words};

fn details() -> ClientDetails {
    ClientDetails {
        birth_date: Some(date(2010, 2, 28)),
        phone: Some(line("+34600123456")),
        address: Some(words("Tannery Lane 3")),
        ..ClientDetails::named(line("Jonas"), line("Feldkamp"))
    }
}

fn registration() -> ClientRegistered {
    ClientRegistered {
        number: ClientNumber::from_random(7),
        details: details(),
        provenance: None,
        not_a_duplicate: false,
    }
}

fn file(events: impl IntoIterator<Item = Event>) -> ClientFile {
    let mut file = ClientFile::default();
    let now = at("2026-01-05T09:00");
    for (number, event) in (1..).map(EntryNumber).zip(events) {
        let id = EntryId { dossier: DossierId::new(Uuid::from_u128(9)), number };
        file.apply(&Entry { id, level: Level::Confidential, signature: signature(WORKER, now, now), event });
    }
    file
}

fn given(until: Option<Date>) -> Event {
    Event::ConsentGiven(ConsentGiven { how: ConsentGivenHow::Signed, by: None, until })
}

fn withdrawn() -> Event {
    Event::ConsentWithdrawn(ConsentWithdrawn { note: line("By phone") })
}

#[test]
fn a_client_is_registered_once() {
    assert_eq!(outcome(file([]).register(registration(), TODAY)), "ClientRegistered");
    let known = file([Event::ClientRegistered(registration())]);
    assert_eq!(outcome(known.register(registration(), TODAY)), "this client is registered already");
}

#[test]
fn a_correction_changes_something_and_takes_away_only_what_it_touches() {
    let verified = Event::FactsVerified(FactsVerified { facts: Fact::ALL.to_vec(), against: line("Passport") });
    let before = [Event::ClientRegistered(registration()), verified];
    let left = |change: fn(&mut ClientDetails)| {
        let mut details = details();
        change(&mut details);
        let corrected = Event::ClientCorrected(ClientCorrected { details, reason: line("Slip") });
        let file = file(before.iter().cloned().chain([corrected]));
        file.verified.keys().map(|fact| fact.word()).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(left(|_| ()), "Name, Birth date, Phone number, E-mail address, Address");
    assert_eq!(left(|d| d.given_names = line("Jonathan")), "Birth date, Phone number, E-mail address, Address");
    assert_eq!(left(|d| d.birth_date = None), "Name, Phone number, E-mail address, Address");
    assert_eq!(left(|d| d.phone = None), "Name, Birth date, E-mail address, Address");
    assert_eq!(left(|d| d.email = Some(line("j@example.org"))), "Name, Birth date, Phone number, Address");
    assert_eq!(left(|d| d.address = None), "Name, Birth date, Phone number, E-mail address");
    assert_eq!(left(|d| d.language = Some(line("de"))), "Name, Birth date, Phone number, E-mail address, Address");

    let order = ClientCorrected { details: details(), reason: line("None") };
    assert_eq!(outcome(file(before).correct_details(order, TODAY)), "nothing was changed");
}

#[test]
fn a_consent_names_who_answers_for_it_and_is_not_over() {
    let check = |how, by: Option<&str>, until| {
        let order = ConsentGiven { how, by: by.map(line), until };
        outcome(file([]).give_consent(order, TODAY))
    };
    let witness = "please name the witness, or who agreed for the client and by what right";
    assert_eq!(check(ConsentGivenHow::Signed, None, None), "ConsentGiven");
    assert_eq!(check(ConsentGivenHow::Verbal, None, None), witness);
    assert_eq!(check(ConsentGivenHow::OnBehalf, None, None), witness);
    assert_eq!(check(ConsentGivenHow::Verbal, Some("Ruth Sauer"), None), "ConsentGiven");
    assert_eq!(check(ConsentGivenHow::Signed, None, Some(TODAY)), "ConsentGiven");
    assert_eq!(
        check(ConsentGivenHow::Signed, None, Some(date(2026, 1, 4))),
        "the last day of this consent is already over"
    );
}

#[test]
fn a_consent_holds_to_the_end_of_its_last_day_or_until_it_is_taken_back() {
    let holds = |events: Vec<Event>, today| file(events).consent(today).is_some();
    assert!(!holds(vec![], TODAY));
    assert!(holds(vec![given(None)], date(2099, 1, 1)));
    assert!(holds(vec![given(Some(date(2026, 2, 28)))], date(2026, 2, 28)));
    assert!(!holds(vec![given(Some(date(2026, 2, 28)))], date(2026, 3, 1)));
    assert!(!holds(vec![given(None), given(Some(date(2027, 1, 1))), withdrawn()], TODAY), "all of them end");
    assert!(holds(vec![given(None), withdrawn(), given(None)], TODAY), "and a new one may follow");
}

#[test]
fn consent_lasts_as_long_as_the_longest_that_was_not_taken_back() {
    let consented = |events: Vec<Event>| file(events).consented();
    let until = |day| given(Some(date(2026, 3, day)));
    assert_eq!(consented(vec![]), Consented::No);
    assert_eq!(consented(vec![until(9), until(4)]), Consented::Until(date(2026, 3, 9)));
    assert_eq!(consented(vec![given(None), until(4)]), Consented::Open);
    assert_eq!(consented(vec![given(None), withdrawn()]), Consented::No);
    assert_eq!(consented(vec![given(None), withdrawn(), until(4)]), Consented::Until(date(2026, 3, 4)));
}

#[test]
fn only_a_consent_that_holds_can_be_taken_back() {
    let check =
        |events: Vec<Event>| outcome(file(events).withdraw_consent(ConsentWithdrawn { note: line("By phone") }, TODAY));
    assert_eq!(check(vec![given(None)]), "ConsentWithdrawn");
    assert_eq!(check(vec![]), "no consent is in force");
    assert_eq!(check(vec![given(None), withdrawn()]), "no consent is in force");
    assert_eq!(check(vec![given(Some(date(2026, 1, 4)))]), "no consent is in force");
}

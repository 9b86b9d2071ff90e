//! How long files are kept, by class (PT-5.1): the days a period counts from, and how the schedule is changed.

use domain::cases::CaseFile;
use domain::closure::{Ending, Outcome, Rung};
use domain::entry::Entry;
use domain::event::Event;
use domain::ids::{DossierId, EntryId, EntryNumber};
use domain::level::Level;
use domain::organisation::{Organisation, OrganisationFounded};
use domain::retention::{
    BadClass, ClassAmended, Days, Disposal, FOR_GOOD, GENERAL, Profile, RecordClass, Stated, Trigger,
};
use domain::rulebook::{Programme, Rulebook};
use jiff::civil::{Date, date};
use uuid::Uuid;

use super::closure::{ready, rung};
use super::{TODAY, WORKER, at, line, outcome, signature, words};

fn class(trigger: Trigger, years: u32, action: Disposal) -> RecordClass {
    RecordClass { trigger, months: years * 12, action, ..RecordClass::general(7) }
}

fn days() -> Days {
    Days {
        closed: Some(date(2026, 3, 31)),
        discharged: Some(date(2026, 2, 28)),
        last_contact: Some(date(2026, 1, 15)),
        stated: None,
    }
}

#[test]
fn a_period_counts_from_the_day_that_its_class_names() {
    let until =
        |trigger, years, days: Days| class(trigger, years, Disposal::Destroy).term(&days).map(|term| term.until);
    let stated = |trigger, day| Days { stated: Some(Stated { trigger, day }), ..days() };
    assert_eq!(until(Trigger::Closure, 7, days()), Some(date(2033, 3, 31)));
    assert_eq!(until(Trigger::Discharge, 7, days()), Some(date(2033, 2, 28)));
    assert_eq!(until(Trigger::LastContact, 3, days()), Some(date(2029, 1, 15)));
    assert_eq!(until(Trigger::LastContact, 3, Days { last_contact: None, ..days() }), Some(date(2029, 2, 28)));
    assert_eq!(until(Trigger::Birth, 25, stated(Trigger::Birth, date(2010, 2, 28))), Some(date(2035, 2, 28)));
    assert_eq!(until(Trigger::Birth, 25, stated(Trigger::Death, date(2010, 2, 28))), None, "another day was stated");
    assert_eq!(until(Trigger::Birth, 25, days()), None, "nobody knows the day");
    assert_eq!(until(Trigger::Death, 15, stated(Trigger::Death, date(2025, 12, 1))), Some(date(2040, 12, 1)));
    assert_eq!(until(Trigger::Order, 100, stated(Trigger::Order, date(2020, 2, 29))), Some(date(2120, 2, 29)));
}

#[test]
fn a_period_from_birth_never_ends_before_the_service_did() {
    let old = Days { stated: Some(Stated { trigger: Trigger::Birth, day: date(1940, 5, 1) }), ..days() };
    let term = class(Trigger::Birth, 25, Disposal::Destroy).term(&old).unwrap();
    assert_eq!(term.until, date(2026, 2, 28));
}

#[test]
fn what_is_kept_for_good_is_never_due() {
    let term = class(Trigger::Discharge, 7, Disposal::Keep).term(&days()).unwrap();
    assert_eq!(term.until, FOR_GOOD);
}

#[test]
fn a_rulebook_from_before_the_schedule_keeps_its_years() {
    let rules: Rulebook = serde_json::from_str(r#"{"retention_years":10}"#).unwrap();
    let general = rules.record_class("general");
    assert_eq!((general.code.as_str(), general.months, general.trigger), (GENERAL, 120, Trigger::Discharge));
    assert!(!serde_json::to_string(&rules).unwrap().contains("schedule"), "and is written as before");
}

fn founded(rulebook: Rulebook) -> Organisation {
    let mut organisation = Organisation::default();
    organisation.apply(&entry(1, Event::OrganisationFounded(OrganisationFounded { name: line("House"), rulebook })));
    organisation
}

fn entry(number: u32, event: Event) -> Entry {
    let id = EntryId { dossier: DossierId::new(Uuid::from_u128(7)), number: EntryNumber(number) };
    let now = at("2026-01-05T09:00");
    Entry { id, level: Level::Confidential, signature: signature(WORKER, now, now), event }
}

fn two_programmes() -> Rulebook {
    let youth = Programme { code: "youth".to_owned(), ..Programme::general() };
    Rulebook { programmes: vec![Programme::general(), youth], ..Rulebook::default() }
}

fn minors() -> ClassAmended {
    let class = RecordClass {
        code: "minors".to_owned(),
        name: "Minors".to_owned(),
        trigger: Trigger::Birth,
        months: 300,
        action: Disposal::Review,
        law: "State law".to_owned(),
    };
    ClassAmended { class, programmes: vec!["youth".to_owned()] }
}

#[test]
fn the_schedule_is_changed_class_by_class_with_version_and_approver() {
    let mut organisation = founded(two_programmes());
    let amend = |organisation: &Organisation, order: &ClassAmended| {
        organisation.amend_schedule(order, line("New law")).map(|mut events| events.remove(0))
    };
    let event = amend(&organisation, &minors()).unwrap();
    organisation.apply(&entry(2, event));
    assert_eq!(organisation.rulebook.record_class("youth").code, "minors");
    assert_eq!(organisation.rulebook.record_class("general").code, GENERAL);
    assert_eq!((organisation.approved["minors"].version, organisation.approved[GENERAL].version), (1, 1));
    assert_eq!(organisation.approved["minors"].by, WORKER);
    assert_eq!(amend(&organisation, &minors()), Err(BadClass::Same));

    let longer = ClassAmended { class: RecordClass { months: 360, ..minors().class }, programmes: Vec::new() };
    let event = amend(&organisation, &longer).unwrap();
    organisation.apply(&entry(3, event));
    assert_eq!((organisation.approved["minors"].version, organisation.approved[GENERAL].version), (2, 1));
    assert_eq!(organisation.rulebook.record_class("youth").code, GENERAL, "what leaves a class is general again");
}

#[test]
fn a_class_needs_a_name_a_law_and_a_period() {
    let organisation = founded(two_programmes());
    let check = |change: fn(&mut ClassAmended)| {
        let mut order = minors();
        change(&mut order);
        organisation.amend_schedule(&order, line("New law")).unwrap_err()
    };
    assert_eq!(check(|order| order.class.name = " ".to_owned()), BadClass::NameMissing);
    assert_eq!(check(|order| order.class.law.clear()), BadClass::LawMissing);
    assert_eq!(check(|order| order.class.months = 0), BadClass::Period);
    assert_eq!(check(|order| order.class.months = 2401), BadClass::Period);
    assert_eq!(check(|order| order.programmes = vec!["sailing".to_owned()]), BadClass::NoProgramme);
}

#[test]
fn every_example_can_be_laid_down() {
    for example in Profile::ALL.iter().flat_map(|profile| profile.examples()) {
        example.class(example.code.to_owned()).check().unwrap_or_else(|bad| panic!("{}: {bad}", example.code));
    }
}

#[test]
fn a_case_ends_with_the_day_that_its_class_counts_from() {
    let sign = |trigger: Trigger, stated: Option<(Trigger, Date)>| {
        let class = RecordClass { trigger, ..RecordClass::general(25) };
        let mut rules = Rulebook::default();
        rules.schedule.classes.push(class);
        let mut order = rung(Rung::Documented);
        order.ending = Some(Ending {
            stated: stated.map(|(trigger, day)| Stated { trigger, day }),
            ..Ending::new(Outcome::Died, words("He has died."), TODAY)
        });
        let file: CaseFile = ready().file;
        outcome(file.sign_rung(order, WORKER, None, &rules, TODAY))
    };
    assert_eq!(sign(Trigger::Discharge, None), "RungSigned");
    assert!(sign(Trigger::Birth, None).contains("date of birth, which is not recorded"));
    assert_eq!(sign(Trigger::Birth, Some((Trigger::Birth, date(2010, 2, 28)))), "RungSigned");
    assert_eq!(sign(Trigger::Death, None), "please give the day from which it counts how long this file is kept");
    assert_eq!(sign(Trigger::Death, Some((Trigger::Death, date(2026, 1, 4)))), "RungSigned");
    assert_eq!(sign(Trigger::Death, Some((Trigger::Death, date(2026, 1, 6)))), "this day cannot lie in the future");
}

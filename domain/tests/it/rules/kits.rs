//! Recovery kits: for how many people they are, and when they are to be read back (PT-4.2.4).

use domain::entry::Entry;
use domain::event::Event;
use domain::ids::{DossierId, EntryId, EntryNumber};
use domain::kits::{KitForm, KitIs, KitMade, KitRead, NoKit, READ_AGAIN};
use domain::level::Level;
use domain::numbers::KitNumber;
use domain::organisation::{Organisation, OrganisationFounded};
use domain::rulebook::Rulebook;
use domain::time::Instant;
use uuid::Uuid;

use super::{WORKER, at, line, signature};

const KEY: &str = "9f86d081884c7d65";

fn made(kit: u32, custodians: &[&str], holders: &[&str]) -> KitMade {
    let lines = |names: &[&str]| names.iter().map(|name| line(name)).collect();
    KitMade {
        kit: KitNumber::from_random(kit),
        fingerprint: KEY.to_owned(),
        custodians: lines(custodians),
        holders: lines(holders),
    }
}

fn read(kit: u32, form: KitForm) -> KitRead {
    KitRead { kit: KitNumber::from_random(kit), fingerprint: KEY.to_owned(), form }
}

fn told(events: Vec<(Instant, Event)>) -> Organisation {
    let mut organisation = Organisation::default();
    for (number, (when, event)) in (1..).zip(events) {
        let id = EntryId { dossier: DossierId::new(Uuid::from_u128(1)), number: EntryNumber(number) };
        organisation.apply(&Entry { id, level: Level::Confidential, signature: signature(WORKER, when, when), event });
    }
    organisation
}

fn day(days: i64) -> Instant {
    at("2026-01-05T09:00").plus_seconds(days * 86_400)
}

fn founded() -> (Instant, Event) {
    (day(0), OrganisationFounded { name: line("A house"), rulebook: Rulebook::default() }.into())
}

fn on(days: i64, event: impl Into<Event>) -> (Instant, Event) {
    (day(days), event.into())
}

#[test]
fn a_kit_is_for_several_people() {
    let organisation = told(vec![founded()]);
    let (two, three) = (["Ada", "Tom"], ["Ada", "Tom", "Rui"]);
    let check = |made: KitMade| organisation.make_kit(made).err();
    assert_eq!(check(made(1, &two, &[])), None);
    assert_eq!(check(made(1, &[], &three)), None);
    assert_eq!(check(made(1, &three, &three)), None);
    assert_eq!(check(made(1, &[], &[])), Some(NoKit::Nobody));
    assert_eq!(check(made(1, &["Ada"], &three)), Some(NoKit::OneCustodian));
    assert_eq!(check(made(1, &two, &two)), Some(NoKit::Holders));
    assert_eq!(check(made(1, &["Ada", "Ada"], &[])), Some(NoKit::Twice));
    assert_eq!(check(made(1, &[], &["Ada", "Tom", "Ada"])), Some(NoKit::Twice));
    assert_eq!(Organisation::default().make_kit(made(1, &two, &[])), Err(NoKit::NotFounded));
    assert_eq!(Organisation::default().read_kit(read(1, KitForm::File)), Err(NoKit::NotFounded));
}

#[test]
fn it_is_good_for_a_year_after_each_of_its_forms_was_read_back() {
    let check = |events: Vec<(Instant, Event)>, fingerprint: &str, now: i64| {
        told([vec![founded()], events].concat()).kits.judged(fingerprint, day(now))
    };
    let file = || on(1, made(1, &["Ada", "Tom"], &[]));
    let both = || on(1, made(2, &["Ada", "Tom"], &["Ada", "Tom", "Rui"]));
    assert_eq!(check(vec![], KEY, 1), KitIs::None);
    assert_eq!(check(vec![file()], KEY, 1), KitIs::Unread);
    assert_eq!(check(vec![file(), on(2, read(1, KitForm::File))], KEY, 2), KitIs::Good);
    assert_eq!(check(vec![file(), on(2, read(1, KitForm::File))], "another", 2), KitIs::Void);
    assert_eq!(check(vec![both(), on(2, read(2, KitForm::File))], KEY, 2), KitIs::Unread, "nobody tried the paper");
    let read_both = vec![both(), on(2, read(2, KitForm::File)), on(9, read(2, KitForm::Sheets))];
    assert_eq!(check(read_both.clone(), KEY, 2 + READ_AGAIN), KitIs::Good);
    assert_eq!(check(read_both.clone(), KEY, 3 + READ_AGAIN), KitIs::Old, "the older of the two counts");
    let again = [read_both, vec![on(300, read(2, KitForm::File))]].concat();
    assert_eq!(check(again, KEY, 3 + READ_AGAIN), KitIs::Good);
    let newer = vec![file(), on(2, read(1, KitForm::File)), both()];
    assert_eq!(check(newer, KEY, 3), KitIs::Unread, "the newest is looked at");
}

#[test]
fn one_that_the_record_does_not_know_counts_when_it_was_read_back() {
    let organisation = told(vec![founded(), on(5, read(7, KitForm::Sheets))]);
    assert_eq!(organisation.kits.judged(KEY, day(6)), KitIs::Good);
    let kit = organisation.kits.newest().unwrap();
    assert_eq!((kit.made, kit.holders, kit.sheets_read), (None, 0, Some(day(5))));
}

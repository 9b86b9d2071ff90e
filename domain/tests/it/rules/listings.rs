//! The directory: what has to be said of a service, and how it comes on and off the list (FS-4.6.2).

use domain::entry::Entry;
use domain::event::Event;
use domain::ids::{DossierId, EntryId, EntryNumber};
use domain::level::Level;
use domain::listings::{CannotList, Help, Listing, ListingChecked, ListingDescribed, ListingEnded, Takes};
use jiff::civil::date;
use uuid::Uuid;

use super::{WORKER, at, line, signature};

fn described() -> ListingDescribed {
    let phone = Some(line("+49 40 5550199"));
    let named = ListingDescribed::named(line("Night shelter"), line("City mission"), [Help::Housing].into());
    ListingDescribed { phone, ..named }
}

fn then(mut listing: Listing, events: Result<Vec<Event>, CannotList>) -> Listing {
    for event in events.unwrap() {
        let id = EntryId { dossier: DossierId::new(Uuid::from_u128(4)), number: EntryNumber(1) };
        let signature = signature(WORKER, at("2026-01-05T10:00"), at("2026-01-05T10:00"));
        listing.apply(&Entry { id, level: Level::Standard, signature, event });
    }
    listing
}

fn tried(change: impl FnOnce(&mut ListingDescribed)) -> Result<(), CannotList> {
    let mut order = described();
    change(&mut order);
    Listing::default().describe(order).map(drop)
}

#[test]
fn a_service_says_what_it_helps_with_and_how_to_reach_it() {
    assert_eq!(tried(|_| ()), Ok(()));
    assert_eq!(tried(|order| order.help.clear()), Err(CannotList::NoHelp));
    assert_eq!(tried(|order| order.phone = None), Err(CannotList::NoReach));
    let by_address = |order: &mut ListingDescribed| {
        order.phone = None;
        order.address = Some(line("Canal Street 4"));
    };
    assert_eq!(tried(by_address), Ok(()));
    for (email, fits) in
        [("a@b.org", true), ("a b@c.org", false), ("a@b", false), ("@b.org", false), ("a@b@c.org", false)]
    {
        assert_eq!(tried(|order| order.email = Some(line(email))).is_ok(), fits, "{email}");
    }
    for (web, fits) in
        [("https://b.org/x", true), ("http://b.org", true), ("b.org", false), ("javascript:alert(1).x", false)]
    {
        assert_eq!(tried(|order| order.web = Some(line(web))).is_ok(), fits, "{web}");
    }
}

#[test]
fn what_was_said_last_holds_and_what_was_taken_off_can_come_back() {
    let listing = then(Listing::default(), Listing::default().describe(described()));
    assert_eq!(listing.describe(described()), Err(CannotList::Same));
    let checked = ListingChecked { takes: Takes::Now, note: Some(line("Two beds")) };
    let listing = then(listing.clone(), listing.check(checked.clone()));
    assert_eq!(listing.now.as_ref().map(|now| now.takes), Some(Takes::Now));
    let gone = then(listing.clone(), listing.end(ListingEnded { reason: line("Closed") }));
    assert!(!gone.is_listed());
    assert_eq!(gone.check(checked), Err(CannotList::NotListed));
    assert_eq!(gone.end(ListingEnded { reason: line("Closed") }), Err(CannotList::NotListed));
    let back = then(gone.clone(), gone.describe(gone.now.clone().unwrap()));
    assert!(back.is_listed());
}

#[test]
fn what_nobody_has_asked_for_half_a_year_is_old() {
    let said = date(2026, 1, 31);
    assert!(!Listing::is_old(said, date(2026, 7, 31)));
    assert!(Listing::is_old(said, date(2026, 8, 1)));
}

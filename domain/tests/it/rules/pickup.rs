//! What is given out by the secure page: who opens it, what link and code are good for, and what shuts it (CC-4.4.1, CC-4.4.2).

use std::collections::BTreeSet;

use domain::disclosures::{
    BadGivingOut, CannotDisclose, CannotPickUp, Chosen, DisclosureBasis, DisclosureMade, MOST_FETCHED, MOST_TRIES,
    Notice, PickupFetched, PickupNoticed, PickupOpened, PickupShut, PickupStands, PickupTried,
};
use domain::duties::{DutyKind, Owner, of_case};
use domain::ids::EntryNumber;
use domain::level::Level;
use domain::organisation::Organisation;
use domain::reminders::{Means, NotSent};
use domain::rulebook::Rulebook;
use domain::sharing::{GivenBy, SharingRules};
use jiff::civil::date;

use super::disclosures::{made, request, sharing, story, tried};
use super::{Story, TODAY, WORKER, at, clock, item, line, outcome};

const PAGE: u128 = 30;

fn by_page(basis: DisclosureBasis) -> Story {
    story().then(DisclosureMade { by: GivenBy::Page, ..made(basis) })
}

fn opened() -> PickupOpened {
    let notice = Notice { means: Means::Email, to: line("school@example.org"), language: "en".to_owned() };
    PickupOpened { id: item(PAGE), disclosure: item(20), until: date(2026, 1, 8), notice: Some(notice) }
}

fn stands(story: &Story, when: &str) -> PickupStands {
    story.file.disclosures.pickup(item(PAGE)).unwrap().stands(at(when), &Rulebook::default())
}

fn picks(story: &Story, when: &str, right: bool) -> Result<String, CannotPickUp> {
    let events = story.file.pick_up(item(PAGE), right, None, at(when), &Rulebook::default());
    events.map(|events| events.iter().map(domain::event::Event::kind).collect())
}

#[test]
fn only_what_was_given_out_by_the_page_waits_there_and_at_one_page_at_a_time() {
    let (rules, now) = (Rulebook::default(), at("2026-01-05T10:00"));
    let tries = |story: &Story, order| story.file.open_pickup(order, None, now, &rules).map(drop);
    assert_eq!(tries(&story().then(made(request())), opened()), Err(CannotPickUp::OtherWay), "by post");
    assert_eq!(tries(&story(), opened()), Err(CannotPickUp::OtherWay), "nothing was given out");
    let waits = by_page(request());
    assert_eq!(tries(&waits, opened()), Ok(()));
    let day = |until| tries(&waits, PickupOpened { until, ..opened() });
    assert_eq!((day(date(2026, 1, 12)), day(TODAY)), (Ok(()), Ok(())));
    assert_eq!(day(date(2026, 1, 13)), Err(CannotPickUp::TooLong(date(2026, 1, 12))));
    assert_eq!(day(date(2026, 1, 4)), Err(CannotPickUp::Past));
    let open = waits.then(opened());
    let another = || PickupOpened { id: item(PAGE + 1), ..opened() };
    assert_eq!(tries(&open, another()), Err(CannotPickUp::Open));
    let shut = open.then(PickupShut { id: item(PAGE), note: line("Wrong address") });
    assert_eq!(stands(&shut, "2026-01-05T11:00"), PickupStands::Shut);
    assert_eq!(picks(&shut, "2026-01-05T11:00", true), Err(CannotPickUp::NotOpen));
    assert_eq!(tries(&shut, another()), Ok(()));
}

#[test]
fn five_wrong_codes_shut_a_page_and_the_right_one_comes_too_late_then() {
    let mut story = by_page(request()).then(opened());
    for _ in 0..MOST_TRIES {
        assert_eq!(stands(&story, "2026-01-06T10:00"), PickupStands::Waits);
        assert_eq!(picks(&story, "2026-01-06T10:00", true), Ok("PickupFetched".into()));
        assert_eq!(picks(&story, "2026-01-06T10:00", false), Ok("PickupTried".into()));
        story = story.then(PickupTried { id: item(PAGE) });
    }
    assert_eq!(stands(&story, "2026-01-06T10:00"), PickupStands::Locked);
    assert_eq!(picks(&story, "2026-01-06T10:00", true), Err(CannotPickUp::NotOpen));
    assert_eq!(picks(&story, "2026-01-06T10:00", false), Err(CannotPickUp::NotOpen), "nothing more is written");
}

#[test]
fn what_was_fetched_can_be_fetched_again_for_a_day_and_not_for_ever() {
    let open = by_page(request()).then(opened());
    assert_eq!(stands(&open, "2026-01-08T23:30"), PickupStands::Waits, "the whole last day");
    assert_eq!(stands(&open, "2026-01-09T00:30"), PickupStands::Over);
    let fetched = open.on("2026-01-06T10:00").then(PickupFetched { id: item(PAGE) });
    assert_eq!(stands(&fetched, "2026-01-07T09:59"), PickupStands::Again);
    assert_eq!(picks(&fetched, "2026-01-07T09:59", true), Ok("PickupFetched".into()));
    assert_eq!(stands(&fetched, "2026-01-07T10:00"), PickupStands::Fetched);
    assert_eq!(picks(&fetched, "2026-01-07T10:00", true), Err(CannotPickUp::NotOpen));
    let note = || PickupShut { id: item(PAGE), note: line("Late") };
    assert_eq!(fetched.file.shut_pickup(note()), Err(CannotPickUp::Fetched));
    let often = (1..MOST_FETCHED).fold(fetched.clone(), |story, _| story.then(PickupFetched { id: item(PAGE) }));
    assert_eq!(stands(&often, "2026-01-06T11:00"), PickupStands::Fetched);
    let tried = (0..MOST_TRIES).fold(fetched, |story, _| story.then(PickupTried { id: item(PAGE) }));
    assert_eq!(picks(&tried, "2026-01-06T11:00", true), Err(CannotPickUp::NotOpen));
}

#[test]
fn a_consent_that_was_taken_back_keeps_what_waits_inside() {
    let (rules, now) = (Rulebook::default(), at("2026-01-05T10:00"));
    let waits = by_page(DisclosureBasis::Consent(item(1)));
    let (consent, mut back) = (sharing(), sharing());
    back.withdrawn = Some((now, line("No")));
    let opens = |consent| waits.file.open_pickup(opened(), consent, now, &rules).map(drop);
    assert_eq!((opens(Some(&consent)), opens(Some(&back))), (Ok(()), Err(CannotPickUp::NoConsent)));
    let open = waits.clone().then(opened());
    let fetch = |consent| open.file.pick_up(item(PAGE), true, consent, now, &rules).map(drop);
    assert_eq!(fetch(Some(&consent)), Ok(()));
    assert_eq!((fetch(Some(&back)), fetch(None)), (Err(CannotPickUp::NoConsent), Err(CannotPickUp::NoConsent)));
}

#[test]
fn a_page_that_nobody_fetches_from_is_the_duty_of_whoever_carries_the_case() {
    let rules = Rulebook::default();
    let duty = |story: &Story| {
        let duties = of_case(&story.file, &rules);
        let duty = duties.iter().find(|duty| duty.kind == DutyKind::PickupWaits)?;
        assert_eq!((duty.owner, duty.item), (Owner::Staff(WORKER), Some(item(20))));
        Some(clock(duty.due, &rules))
    };
    assert_eq!(duty(&by_page(request())), None);
    let open = by_page(request()).then(opened());
    assert_eq!(duty(&open).as_deref(), Some("2026-01-08 17:00"), "the last day");
    let noticed = |failed| PickupNoticed { id: item(PAGE), failed };
    assert_eq!(duty(&open.clone().then(noticed(None))).as_deref(), Some("2026-01-08 17:00"));
    let untold = open.clone().then(noticed(Some(NotSent::Refused)));
    assert_eq!(duty(&untold).as_deref(), Some("2026-01-06 17:00"), "the next working day");
    assert_eq!(untold.file.pickup_noticed(noticed(None)), Err(CannotPickUp::Done));
    assert_eq!(stands(&untold, "2026-01-05T11:00"), PickupStands::NotTold);
    assert_eq!(duty(&untold.then(PickupFetched { id: item(PAGE) })), None);
    let locked = (0..MOST_TRIES).fold(open.clone(), |story, _| story.then(PickupTried { id: item(PAGE) }));
    assert_eq!(duty(&locked).as_deref(), Some("2026-01-06 17:00"));
    let another = PickupOpened { id: item(PAGE + 1), until: date(2026, 1, 9), ..opened() };
    assert_eq!(duty(&locked.then(another)).as_deref(), Some("2026-01-09 17:00"), "the latest page counts");
    assert_eq!(duty(&open.then(PickupShut { id: item(PAGE), note: line("No") })), None);
}

#[test]
fn what_leaves_is_never_more_confidential_than_its_way_allows() {
    let story = story().at_level(Level::Sensitive).then(super::disclosures::contact());
    let gives = |entry: u32, by| {
        let chosen = Chosen { entries: BTreeSet::from([EntryNumber(entry)]), ..Chosen::default() };
        tried(&story, DisclosureMade { chosen, by, ..made(request()) }, None)
    };
    assert_eq!((gives(2, GivenBy::Email), gives(3, GivenBy::Page)), (Ok(()), Ok(())));
    assert_eq!(gives(3, GivenBy::Email), Err(CannotDisclose::TooConfidential(Level::Confidential)));
    let usual = SharingRules::default();
    let stricter = usual.clone().with_highest(GivenBy::Page, Level::Confidential);
    assert_eq!(stricter.highest(GivenBy::Page), Level::Confidential);
    assert_eq!(stricter.with_highest(GivenBy::Page, Level::Sensitive), usual, "what is usual is not written");
}

#[test]
fn the_director_lays_down_how_long_a_page_stays_open() {
    let organisation = Organisation { rulebook: Rulebook::default(), ..Organisation::default() };
    let amend = |sharing: SharingRules| {
        outcome(organisation.amend_giving_out(sharing, organisation.rulebook.identity.clone(), line("Safer")))
    };
    let usual = SharingRules::default;
    assert_eq!(amend(usual().with_highest(GivenBy::Email, Level::Standard)), "RulebookAmended");
    assert_eq!(amend(SharingRules { pickup_days: 30, ..usual() }), "RulebookAmended");
    assert_eq!(amend(SharingRules { pickup_days: 0, ..usual() }), BadGivingOut::PageDays.to_string());
    assert_eq!(amend(SharingRules { pickup_days: 31, ..usual() }), BadGivingOut::PageDays.to_string());
    assert_eq!(amend(SharingRules { ahead_days: 0, ..usual() }), BadGivingOut::AheadDays.to_string());
}

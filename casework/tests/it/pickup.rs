//! What was given out waits at a page, and is had by whoever has link and code, and by nobody else (CC-4.4.1, CC-4.4.2, PT-4.5.3).

use casework::Failure;
use casework::clients::withdraw_sharing;
use casework::disclosures::{LinkAndCode, NotHandedOut, link_and_code, open_pickup, pick_up, see_pickup, shut_pickup};
use domain::calendar::days_later;
use domain::cases::CaseFile;
use domain::disclosures::{
    CannotPickUp, DisclosureBasis, DisclosureMade, MOST_TRIES, Notice, Pickup, PickupOpened, PickupShut,
};
use domain::identity::{Identified, IdentityCheck};
use domain::ids::{DossierId, EntryNumber, ItemId};
use domain::policy::Action;
use domain::reminders::{Means, NotSent};
use domain::sharing::{GivenBy, SharingWithdrawn};

use crate::cast::{AMINA, GEORGE, JOANNA, MARIA};
use crate::disclosures::{PAPER, case, client_of, gives, made, rule, shared};
use crate::orders::{TODAY, line};
use crate::reminders::{Relay, post};
use crate::world::{World, story};

const DAY: i64 = 86_400;

/// Something was given out of a case by the page, on this ground.
async fn given(world: &World, basis: DisclosureBasis, case: DossierId, entry: EntryNumber) -> ItemId {
    let order = DisclosureMade { by: GivenBy::Page, ..made(&world.acting(MARIA), entry, basis) };
    gives(world, MARIA, case, order.clone()).await.unwrap();
    order.id
}

fn request() -> DisclosureBasis {
    DisclosureBasis::Request(Identified { by: IdentityCheck::KnownInPerson, facts: [].into() })
}

fn order(world: &World, disclosure: ItemId, notice: Option<Notice>) -> PickupOpened {
    let id = world.acting(MARIA).new_item();
    PickupOpened { id, disclosure, until: days_later(TODAY, 3), notice }
}

fn by_email() -> Option<Notice> {
    Some(Notice { means: Means::Email, to: line("school@example.org"), language: "de".to_owned() })
}

async fn file(world: &World, case: DossierId) -> CaseFile {
    (*world.acting(MARIA).view::<CaseFile>(Action::ReadCase, case).await.unwrap()).clone()
}

async fn page(world: &World, case: DossierId, id: ItemId) -> Pickup {
    file(world, case).await.disclosures.pickup(id).unwrap().clone()
}

/// A page is open; its link's secret and its code.
async fn open(world: &World, case: DossierId, order: &PickupOpened) -> (String, String) {
    let maria = world.acting(MARIA);
    open_pickup(&maria, case, order.clone(), world.ink()).await.unwrap();
    let LinkAndCode { path, code } = link_and_code(&maria, case, &page(world, case, order.id).await).await.unwrap();
    (path.strip_prefix("/p/").unwrap().to_owned(), code)
}

async fn tries(world: &World, secret: &str, code: &str) -> Result<Vec<u8>, NotHandedOut> {
    let mut opened = pick_up(&world.house, secret, code).await.unwrap()?;
    Ok(opened.reading.range(0..opened.length).flat_map(|piece| piece.unwrap().to_vec()).collect())
}

#[test]
fn whoever_has_link_and_code_has_what_left_and_each_time_is_written_down() {
    story(async |world| {
        let (case, entry) = case(world).await;
        let disclosure = given(world, request(), case, entry).await;
        let order = order(world, disclosure, None);
        let (secret, code) = open(world, case, &order).await;
        assert_eq!((secret.len(), code.len()), (32, 9));
        for _ in 0..3 {
            assert!(see_pickup(&world.house, &secret).await.unwrap().is_some(), "looking uses nothing up");
        }
        let seen = see_pickup(&world.house, &secret).await.unwrap().unwrap();
        assert_eq!((seen.until, seen.length), (days_later(TODAY, 3), PAPER.len() as u64));
        assert_eq!(tries(world, &secret, "0000 0000").await, Err(NotHandedOut::WrongCode));
        assert_eq!(tries(world, "another", &code).await, Err(NotHandedOut::Void));
        assert_eq!(tries(world, &secret, &code.replace(' ', "")).await.unwrap(), PAPER);
        assert_eq!(tries(world, &secret, &code).await.unwrap(), PAPER, "with the space, and once more");
        let page = page(world, case, order.id).await;
        assert_eq!((page.tried.len(), page.fetched.len()), (1, 2));
        world.clock.pass(DAY + 1);
        assert_eq!(see_pickup(&world.house, &secret).await.unwrap(), None);
        assert_eq!(tries(world, &secret, &code).await, Err(NotHandedOut::Void));
    });
}

#[test]
fn wrong_codes_shut_the_page_also_when_they_come_at_once() {
    story(async |world| {
        let (case, entry) = case(world).await;
        let disclosure = given(world, request(), case, entry).await;
        let order = order(world, disclosure, None);
        let (secret, code) = open(world, case, &order).await;
        let guesses = (0..12).map(|guess| {
            let (house, secret) = (std::sync::Arc::clone(&world.house), secret.clone());
            tokio::spawn(async move { pick_up(&house, &secret, &format!("{guess:08}")).await.map(|got| got.is_ok()) })
        });
        for guess in guesses.collect::<Vec<_>>() {
            // so many at once can be too many for a file; they are refused then
            assert!(!guess.await.unwrap().unwrap_or(false));
        }
        while tries(world, &secret, "1111 1111").await == Err(NotHandedOut::WrongCode) {}
        assert_eq!(tries(world, &secret, &code).await, Err(NotHandedOut::Void), "the right one comes too late");
        assert_eq!(page(world, case, order.id).await.tried.len(), MOST_TRIES);
    });
}

#[test]
fn a_consent_that_is_taken_back_keeps_inside_what_waits() {
    story(async |world| {
        let (case, entry) = case(world).await;
        let consent = shared(world, case).await;
        let disclosure = given(world, DisclosureBasis::Consent(consent), case, entry).await;
        let (secret, code) = open(world, case, &order(world, disclosure, None)).await;
        let (maria, client) = (world.acting(MARIA), client_of(world, case).await);
        let back = SharingWithdrawn { id: consent, note: line("She said so") };
        withdraw_sharing(&maria, client, back, world.ink()).await.unwrap();
        assert_eq!(see_pickup(&world.house, &secret).await.unwrap(), None);
        assert_eq!(tries(world, &secret, &code).await, Err(NotHandedOut::Void));
    });
}

#[test]
fn the_recipient_is_told_by_a_message_that_says_nothing_and_what_came_of_it_is_known() {
    story(async |world| {
        let relay = Relay::of(world);
        let (case, entry) = case(world).await;
        let disclosure = given(world, request(), case, entry).await;
        let first = order(world, disclosure, by_email());
        let (secret, code) = open(world, case, &first).await;
        post(world, &world.house).await;
        let (to, text) = relay.last();
        assert_eq!(to, "school@example.org");
        assert!(text.contains(&format!("https://cases.example.org/p/{secret} ")), "{text}");
        let bare = text.replace(&secret, "");
        assert!(!bare.contains(&code) && !bare.contains(&code.replace(' ', "")) && text.contains("abholen"), "{text}");
        assert_eq!(page(world, case, first.id).await.noticed.map(|(failed, _)| failed), Some(None));
        assert_eq!(see_pickup(&world.house, &secret).await.unwrap().unwrap().language.as_deref(), Some("de"));

        let shut = PickupShut { id: first.id, note: line("Wrong address") };
        shut_pickup(&world.acting(MARIA), case, shut.clone(), world.ink()).await.unwrap();
        assert_eq!(tries(world, &secret, &code).await, Err(NotHandedOut::Void));
        let again = shut_pickup(&world.acting(MARIA), case, shut, world.ink()).await;
        assert_eq!(rule(again.map(drop)), CannotPickUp::NotOpen);
        let second = order(world, disclosure, by_email());
        relay.refuses();
        let other = open(world, case, &second).await;
        assert!(other.0 != secret && other.1 != code, "another page has another link and code");
        post(world, &world.house).await;
        let noticed = page(world, case, second.id).await.noticed.map(|(failed, _)| failed);
        assert_eq!(noticed, Some(Some(NotSent::Refused)));
        assert_eq!(tries(world, &other.0, &other.1).await.unwrap(), PAPER, "they can be told in another way");
    });
}

#[test]
fn only_whoever_may_give_something_out_opens_a_page_and_sees_link_and_code() {
    story(async |world| {
        let (case, entry) = case(world).await;
        let disclosure = given(world, request(), case, entry).await;
        let order = order(world, disclosure, None);
        for stranger in [AMINA, GEORGE] {
            let tried = open_pickup(&world.acting(stranger), case, order.clone(), world.ink()).await;
            assert!(matches!(tried, Err(Failure::Refused(_))));
        }
        open(world, case, &order).await;
        let page = page(world, case, order.id).await;
        for stranger in [AMINA, GEORGE] {
            let seen = link_and_code(&world.acting(stranger), case, &page).await;
            assert!(matches!(seen, Err(Failure::Refused(_))));
        }
    });
}

#[test]
fn a_page_of_a_closed_case_is_opened_by_its_keeper_and_opens_with_link_and_code() {
    story(async |world| {
        let case = world.case().closed().await;
        let joanna = world.acting(JOANNA);
        let seen = joanna.view::<CaseFile>(Action::ReadCase, case).await.unwrap();
        let entry = (1..99).map(EntryNumber).find(|entry| seen.disclosures.entry(*entry).is_some()).unwrap();
        let given = DisclosureMade { by: GivenBy::Page, ..made(&joanna, entry, request()) };
        gives(world, JOANNA, case, given.clone()).await.unwrap();
        let today = world.house.organisation().await.unwrap().rulebook.office.today(joanna.now());
        let page = PickupOpened { until: today, ..order(world, given.id, None) };
        open_pickup(&joanna, case, page.clone(), world.ink()).await.unwrap();
        let seen = joanna.view::<CaseFile>(Action::ReadCase, case).await.unwrap();
        let both = link_and_code(&joanna, case, seen.disclosures.pickup(page.id).unwrap()).await.unwrap();
        let secret = both.path.strip_prefix("/p/").unwrap();
        assert_eq!(tries(world, secret, "1").await, Err(NotHandedOut::WrongCode));
        assert_eq!(tries(world, secret, &both.code).await.unwrap(), PAPER);
    });
}

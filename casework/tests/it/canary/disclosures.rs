//! The canary's client agrees to something being shared, and it is given out with everything that can be written of it.

use std::collections::BTreeSet;

use casework::Ctx;
use casework::clients::{agree_to_share, withdraw_sharing};
use casework::disclosures::{
    Beside, MakeDisclosure, answer_package, ask_disclosure, decide_disclosure, link_and_code, make_disclosure,
    open_copy, open_package, open_pickup, pick_up, shut_pickup,
};
use domain::cases::CaseFile;
use domain::clients::ConsentGivenHow;
use domain::disclosures::{
    Chosen, DisclosureAsked, DisclosureBasis, DisclosureDecided, DisclosureMade, Notice, PackageAnswered,
    PackageReceipt, PickupOpened, PickupShut,
};
use domain::identity::{Identified, IdentityCheck};
use domain::ids::{DossierId, EntryNumber};
use domain::policy::Action;
use domain::reminders::Means;
use domain::sharing::{GivenBy, InfoKind, SharingAgreed, SharingPurpose, SharingWithdrawn};
use domain::signature::Meaning;

use super::{MARKER, TODAY, line, words};
use crate::cast::{MARIA, TOMAS};
use crate::world::World;

/// One by a law on paper, one told by a consent that is taken back afterwards.
pub(super) async fn disclosures(world: &World, client: DossierId, case: DossierId) {
    let maria = world.acting(MARIA);
    let consent = SharingAgreed {
        id: maria.new_item(),
        recipient: line(),
        purpose: SharingPurpose::Other,
        words: Some(line()),
        kinds: InfoKind::ALL.into(),
        ways: GivenBy::ALL.into(),
        from: TODAY,
        until: TODAY,
        how: ConsentGivenHow::Verbal,
        by: Some(line()),
    };
    agree_to_share(&maria, client, consent.clone(), world.ink()).await.unwrap();
    let kinds = BTreeSet::from([InfoKind::Plan]);
    let chosen = Chosen { told: Some(words()), kinds, ..Chosen::default() };
    let told = DisclosureMade {
        id: maria.new_item(),
        number: 1,
        recipient: line(),
        purpose: SharingPurpose::Other,
        words: Some(line()),
        chosen,
        by: GivenBy::Told,
        basis: DisclosureBasis::Consent(consent.id),
        inquiry: None,
        referral: None,
        key: None,
        copy: None,
    };
    make_disclosure(&maria, case, MakeDisclosure { order: told.clone(), paper: None, beside: Vec::new() }, world.ink())
        .await
        .unwrap();
    withdraw_sharing(&maria, client, SharingWithdrawn { id: consent.id, note: line() }, world.ink()).await.unwrap();
    let chosen = Chosen { entries: BTreeSet::from([EntryNumber(1)]), ..Chosen::default() };
    let id = maria.new_item();
    let asked = DisclosureAsked {
        id,
        recipient: line(),
        chosen: chosen.clone(),
        by: GivenBy::Post,
        law: line(),
        reason: words(),
        referral: None,
    };
    ask_disclosure(&maria, case, asked, world.ink()).await.unwrap();
    let decided = DisclosureDecided { id, approved: true, note: line() };
    let seal = world.seal(TOMAS, Meaning::Approved);
    decide_disclosure(&world.acting(TOMAS), case, decided, seal).await.unwrap();
    let (by, basis) = (GivenBy::Post, DisclosureBasis::Law);
    let order = DisclosureMade { id, number: 2, chosen, by, basis, ..told };
    let paper = Some(format!("%PDF-1.7 {MARKER}").into_bytes());
    make_disclosure(&maria, case, MakeDisclosure { order, paper, beside: Vec::new() }, world.ink()).await.unwrap();
    open_copy(&maria, case, id).await.unwrap();
    pickup(world, case).await;
    package(world, case).await;
}

/// Something is given out as a package, and did not arrive.
async fn package(world: &World, case: DossierId) {
    let maria = world.acting(MARIA);
    let order = DisclosureMade { number: 4, by: GivenBy::Package, ..at_request(&maria) };
    let (id, paper) = (order.id, Some(format!("%PDF-1.7 {MARKER}").into_bytes()));
    let beside = vec![Beside { name: "record.fhir.json", bytes: MARKER.into() }];
    make_disclosure(&maria, case, MakeDisclosure { order, paper, beside }, world.ink()).await.unwrap();
    let mut package = open_package(&maria, case, id).await.unwrap().locked;
    assert!(package.more().unwrap().is_ok());
    let order = PackageAnswered { disclosure: id, receipt: PackageReceipt::Lost, who: line(), note: Some(line()) };
    answer_package(&maria, case, order, "", world.ink()).await.unwrap();
}

/// The opening of the case, given to the client themselves.
fn at_request(maria: &Ctx) -> DisclosureMade {
    let identified = Identified { by: IdentityCheck::KnownInPerson, facts: [].into() };
    DisclosureMade {
        id: maria.new_item(),
        number: 3,
        recipient: line(),
        purpose: SharingPurpose::Own,
        words: None,
        chosen: Chosen { entries: BTreeSet::from([EntryNumber(1)]), ..Chosen::default() },
        by: GivenBy::Page,
        basis: DisclosureBasis::Request(identified),
        inquiry: None,
        referral: None,
        key: None,
        copy: None,
    }
}

/// Something is given out by the page: it is shut once, and fetched from another one with a wrong code before.
async fn pickup(world: &World, case: DossierId) {
    let maria = world.acting(MARIA);
    let order = at_request(&maria);
    let (disclosure, paper) = (order.id, Some(format!("%PDF-1.7 {MARKER}").into_bytes()));
    make_disclosure(&maria, case, MakeDisclosure { order, paper, beside: Vec::new() }, world.ink()).await.unwrap();
    let opened = || {
        let notice = Notice { means: Means::Email, to: line(), language: "en".to_owned() };
        PickupOpened { id: maria.new_item(), disclosure, until: TODAY, notice: Some(notice) }
    };
    let (first, second) = (opened(), opened());
    open_pickup(&maria, case, first.clone(), world.ink()).await.unwrap();
    crate::reminders::post(world, &world.house).await;
    shut_pickup(&maria, case, PickupShut { id: first.id, note: line() }, world.ink()).await.unwrap();
    open_pickup(&maria, case, second.clone(), world.ink()).await.unwrap();
    let file = maria.view::<CaseFile>(Action::ReadCase, case).await.unwrap();
    let both = link_and_code(&maria, case, file.disclosures.pickup(second.id).unwrap()).await.unwrap();
    let secret = both.path.strip_prefix("/p/").unwrap();
    assert!(pick_up(&world.house, secret, "1").await.unwrap().is_err());
    assert!(pick_up(&world.house, secret, &both.code).await.unwrap().is_ok());
}

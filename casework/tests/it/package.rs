//! A locked package opens with its password or with the recipient's key and with nothing else, and its number proves that it was opened (FS-4.5.2, CC-4.4.2).

use std::io::{Cursor, Read};

use age::secrecy::{ExposeSecret, SecretString};
use age::{Decryptor, Identity, scrypt, x25519};
use casework::Failure;
use casework::clients::withdraw_sharing;
use casework::disclosures::{
    BadKey, Beside, CutShort, MakeDisclosure, answer_package, make_disclosure, open_copy, open_package, package_key,
    package_password, receipt_number,
};
use domain::cases::CaseFile;
use domain::disclosures::{
    CannotDisclose, CannotPack, DisclosureBasis, DisclosureMade, PackageAnswered, PackageReceipt,
};
use domain::identity::{Identified, IdentityCheck};
use domain::ids::{DossierId, EntryNumber, ItemId};
use domain::policy::Action;
use domain::sharing::{GivenBy, SharingWithdrawn};
use domain::text::Line;
use tokio::task::spawn_blocking;
use zip::ZipArchive;

use crate::cast::{AMINA, GEORGE, MARIA};
use crate::disclosures::{PAPER, case, client_of, made, rule, shared};
use crate::orders::line;
use crate::world::{World, story};

fn request() -> DisclosureBasis {
    DisclosureBasis::Request(Identified { by: IdentityCheck::KnownInPerson, facts: [].into() })
}

/// As much as does not fit into one piece, so that a package is locked piece after piece, and it is looked again whether it may leave.
const MUCH: usize = 5_000_000;

async fn packed(
    world: &World,
    case: DossierId,
    entry: EntryNumber,
    basis: DisclosureBasis,
    key: Option<Line>,
) -> Result<ItemId, Failure<CannotDisclose>> {
    let maria = world.acting(MARIA);
    let order = DisclosureMade { by: GivenBy::Package, key, ..made(&maria, entry, basis) };
    let number = receipt_number(&maria, case, order.id).await.unwrap();
    let beside = vec![
        Beside { name: "READ-ME.txt", bytes: number.into_bytes() },
        Beside { name: "record.fhir.json", bytes: vec![b'7'; MUCH] },
    ];
    let id = order.id;
    make_disclosure(&maria, case, MakeDisclosure { order, paper: Some(PAPER.to_vec()), beside }, world.ink()).await?;
    Ok(id)
}

async fn fetched(world: &World, case: DossierId, id: ItemId) -> Result<Vec<u8>, Failure<CannotPack>> {
    let mut locked = open_package(&world.acting(MARIA), case, id).await?.locked;
    let all = spawn_blocking(move || std::iter::from_fn(|| locked.more()).flat_map(|piece| piece.unwrap()).collect());
    Ok(all.await.unwrap())
}

fn unlocked(package: &[u8], identity: &dyn Identity) -> Option<Vec<u8>> {
    let mut plain = Vec::new();
    let decryptor = Decryptor::new(package).unwrap();
    decryptor.decrypt(std::iter::once(identity)).ok()?.read_to_end(&mut plain).ok()?;
    Some(plain)
}

fn by_password(package: &[u8], password: &str) -> Option<Vec<u8>> {
    unlocked(package, &scrypt::Identity::new(SecretString::from(password.to_owned())))
}

fn file(pack: &[u8], name: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    ZipArchive::new(Cursor::new(pack)).unwrap().by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
    bytes
}

#[test]
fn a_package_opens_with_its_password_and_the_number_in_it_is_its_receipt() {
    story(async |world| {
        let (case, entry) = case(world).await;
        let maria = world.acting(MARIA);
        let id = packed(world, case, entry, request(), None).await.unwrap();
        let password = package_password(&maria, case, id).await.unwrap();
        assert_eq!((password.len(), password.split('-').count()), (29, 6));
        let package = fetched(world, case, id).await.unwrap();
        assert!(!package.windows(8).any(|bytes| bytes == b"77777777" || bytes == &PAPER[..8]), "nothing can be read");
        assert!(by_password(&package, "0000-0000-0000-0000-0000-0000").is_none());
        assert!(by_password(&package[..package.len() - 9], &password).is_none(), "without its end it is none");
        let plain = by_password(&package, &password).unwrap();
        assert_eq!((file(&plain, "disclosure-1.pdf"), file(&plain, "record.fhir.json").len()), (PAPER.to_vec(), MUCH));
        let mut kept = open_copy(&maria, case, id).await.unwrap();
        let kept: Vec<u8> = kept.reading.range(0..kept.length).flat_map(|piece| piece.unwrap().to_vec()).collect();
        assert_eq!(kept, plain, "the copy that stays is what left");

        let number = String::from_utf8(file(&plain, "READ-ME.txt")).unwrap();
        let answer = async |receipt, told: &str| {
            let order = PackageAnswered { disclosure: id, receipt, who: line("The front office"), note: None };
            answer_package(&maria, case, order, told, world.ink()).await.map(drop)
        };
        let wrong = if number == "123456" { "654321" } else { "123456" };
        for told in ["", wrong] {
            assert_eq!(rule(answer(PackageReceipt::Opened, told).await), CannotPack::OtherNumber);
        }
        let (first, last) = number.split_at(3);
        answer(PackageReceipt::Opened, &format!(" {first} {last}")).await.unwrap();
        assert_eq!(rule(answer(PackageReceipt::Confirmed, "").await), CannotPack::Done);
        assert!(maria.view::<CaseFile>(Action::ReadCase, case).await.unwrap().disclosures.made[0].is_received());
    });
}

#[test]
fn a_package_for_a_key_opens_with_that_key_alone() {
    story(async |world| {
        let (case, entry) = case(world).await;
        let theirs = x25519::Identity::generate();
        let key = package_key(&format!("  {} ", theirs.to_public())).unwrap();
        assert!(key.is_some());
        assert_eq!((package_key(""), package_key("age1nonsense")), (Ok(None), Err(BadKey)));
        assert_eq!(package_key(theirs.to_string().expose_secret()), Err(BadKey), "a secret key is no public one");
        let id = packed(world, case, entry, request(), key).await.unwrap();
        let package = fetched(world, case, id).await.unwrap();
        assert_eq!(file(&unlocked(&package, &theirs).unwrap(), "disclosure-1.pdf"), PAPER);
        assert!(unlocked(&package, &x25519::Identity::generate()).is_none());
        let password = package_password(&world.acting(MARIA), case, id).await.unwrap();
        assert!(by_password(&package, &password).is_none());
    });
}

#[test]
fn a_package_is_not_had_by_others_or_when_its_consent_was_taken_back() {
    story(async |world| {
        let (case, entry) = case(world).await;
        let consent = shared(world, case).await;
        let id = packed(world, case, entry, DisclosureBasis::Consent(consent), None).await.unwrap();
        fetched(world, case, id).await.unwrap();
        for stranger in [AMINA, GEORGE] {
            let stranger = world.acting(stranger);
            assert!(matches!(open_package(&stranger, case, id).await, Err(Failure::Refused(_))));
            assert!(matches!(package_password(&stranger, case, id).await, Err(Failure::Refused(_))));
        }
        let order = SharingWithdrawn { id: consent, note: line("No more") };
        let client = client_of(world, case).await;
        let maria = world.acting(MARIA);
        let mut begun = open_package(&maria, case, id).await.unwrap().locked;
        assert!(begun.more().unwrap().is_ok());
        withdraw_sharing(&maria, client, order, world.ink()).await.unwrap();
        let rest = spawn_blocking(move || std::iter::from_fn(|| begun.more()).last());
        assert!(matches!(rest.await.unwrap(), Some(Err(CutShort::NoConsent))), "what is under way stops");
        assert_eq!(rule(fetched(world, case, id).await.map(drop)), CannotPack::NoConsent);
    });
}

//! What leaves the house: by a consent that holds, by the client's own request, or by a law that somebody else has looked at (CM-4.3.3, CC-4.4.1 to CC-4.4.3).

use std::collections::BTreeSet;
use std::io::Read as _;

use casework::Failure;
use casework::clients::{agree_to_share, withdraw_sharing};
use casework::contacts::{WriteAddendum, write_addendum};
use casework::disclosures::{
    MakeDisclosure, ask_disclosure, decide_disclosure, make_disclosure, next_number, open_copy, see_request,
};
use casework::documents::file_documents;
use casework::house::Ctx;
use casework::today::today;
use domain::cases::CaseFile;
use domain::clients::ConsentGivenHow;
use domain::contacts::{AddendumWritten, ContactKind};
use domain::disclosures::{
    CannotDisclose, Chosen, DisclosureAsked, DisclosureBasis, DisclosureDecided, DisclosureMade,
};
use domain::documents::Document;
use domain::duties::DutyKind;
use domain::identity::{Identified, IdentityCheck};
use domain::ids::{DossierId, EntryNumber, ItemId};
use domain::level::Level;
use domain::media::Media;
use domain::policy::{Action, TieKind};
use domain::sharing::{CannotShare, GivenBy, InfoKind, SharingAgreed, SharingPurpose, SharingWithdrawn};
use domain::signature::Meaning;
use ledger::Hashing;

use crate::cast::{AMINA, EDITH, GEORGE, HELENA, MARIA, PAVEL, Person, RUBEN, TOMAS};
use crate::documents::{letter, paper, sent};
use crate::orders::{TODAY, contact, line, words};
use crate::world::{World, story};

const DAY: i64 = 86_400;

fn agreed(ctx: &Ctx) -> SharingAgreed {
    SharingAgreed {
        id: ctx.new_item(),
        recipient: line("The school"),
        purpose: SharingPurpose::Education,
        words: None,
        kinds: InfoKind::ALL.into(),
        ways: GivenBy::ALL.into(),
        from: TODAY,
        until: domain::calendar::days_later(TODAY, 40),
        how: ConsentGivenHow::Signed,
        by: None,
    }
}

pub(crate) async fn shared(world: &World, case: DossierId) -> ItemId {
    let maria = world.acting(MARIA);
    let order = agreed(&maria);
    agree_to_share(&maria, client_of(world, case).await, order.clone(), world.ink()).await.unwrap();
    order.id
}

pub(crate) async fn client_of(world: &World, case: DossierId) -> DossierId {
    world.acting(MARIA).view::<CaseFile>(Action::ReadCase, case).await.unwrap().client().unwrap()
}

/// A case with a contact, and its entry.
pub(crate) async fn case(world: &World) -> (DossierId, EntryNumber) {
    let case = world.case().carried_by(MARIA).supervised_by(TOMAS).await;
    let contact = contact(ContactKind::ServiceUpdate);
    let order = casework::contacts::LogContact { case, contact };
    let entry = casework::contacts::log_contact(&world.acting(MARIA), order, world.ink()).await.unwrap();
    (case, entry.number)
}

pub(crate) fn made(ctx: &Ctx, entry: EntryNumber, basis: DisclosureBasis) -> DisclosureMade {
    DisclosureMade {
        id: ctx.new_item(),
        number: 1,
        recipient: line("The school"),
        purpose: SharingPurpose::Education,
        words: None,
        chosen: Chosen { entries: BTreeSet::from([entry]), ..Chosen::default() },
        by: GivenBy::Post,
        basis,
        inquiry: None,
        referral: None,
        key: None,
        copy: None,
    }
}

pub(crate) const PAPER: &[u8] = b"%PDF-1.7 what leaves";

pub(crate) async fn gives(
    world: &World,
    by: Person,
    case: DossierId,
    order: DisclosureMade,
) -> Result<(), Failure<CannotDisclose>> {
    let wanted = MakeDisclosure { order, paper: Some(PAPER.to_vec()), beside: Vec::new() };
    make_disclosure(&world.acting(by), case, wanted, world.ink()).await.map(drop)
}

pub(crate) fn rule<R: casework::Rule>(came: Result<(), Failure<R>>) -> R {
    match came {
        Err(Failure::Rule(rule)) => rule,
        _ => panic!("no rule forbids it"),
    }
}

#[test]
fn what_left_can_be_fetched_again_as_it_left_and_a_consent_that_was_taken_back_lets_nothing_out() {
    story(async |world| {
        let (case, entry) = case(world).await;
        let (maria, client) = (world.acting(MARIA), client_of(world, case).await);
        let consent = shared(world, case).await;
        let order = made(&maria, entry, DisclosureBasis::Consent(consent));
        gives(world, MARIA, case, order.clone()).await.unwrap();
        let seen = maria.view::<CaseFile>(Action::ReadCase, case).await.unwrap();
        let copy = seen.disclosures.made(order.id).unwrap().made.copy.clone().unwrap();
        let mut hashing = Hashing::new();
        hashing.update(PAPER);
        assert_eq!(copy.digest, hashing.finish().to_string(), "the record knows what left");
        let opened = open_copy(&world.acting(TOMAS), case, order.id).await.unwrap();
        assert_eq!((opened.number, opened.length), (1, PAPER.len() as u64));
        assert!(open_copy(&world.acting(AMINA), case, order.id).await.is_err(), "she does not work on it");

        let back = SharingWithdrawn { id: consent, note: line("She said so") };
        withdraw_sharing(&maria, client, back.clone(), world.ink()).await.unwrap();
        let again = DisclosureMade { number: 2, ..made(&maria, entry, DisclosureBasis::Consent(consent)) };
        assert_eq!(rule(gives(world, MARIA, case, again).await), CannotDisclose::NoConsent);
        let twice = withdraw_sharing(&maria, client, back, world.ink()).await;
        assert!(matches!(twice, Err(Failure::Rule(CannotShare::NotHere))));
    });
}

#[test]
fn documents_leave_with_the_paper_byte_by_byte_as_they_were_filed() {
    story(async |world| {
        let (case, entry) = case(world).await;
        let maria = world.acting(MARIA);
        let (short, long) = (paper(400, "short"), paper(3_000_000, "long"));
        let mut filed = Vec::new();
        for (name, bytes) in [("a.pdf", &short), ("b.pdf", &long)] {
            filed.push(letter(sent(&maria, case, name, bytes).await.unwrap(), None));
        }
        file_documents(&maria, case, filed, world.ink()).await.unwrap();
        let documents: Vec<(ItemId, String)> = {
            let seen = maria.view::<CaseFile>(Action::ReadCase, case).await.unwrap();
            let named = |document: &Document| (document.id, document.latest().unwrap().filed.name.reveal().to_owned());
            seen.documents.all.iter().map(named).collect()
        };

        let consent = shared(world, case).await;
        let mut order = made(&maria, entry, DisclosureBasis::Consent(consent));
        order.chosen.documents = documents.iter().map(|(id, _)| *id).collect();
        gives(world, MARIA, case, order.clone()).await.unwrap();
        let mut opened = open_copy(&maria, case, order.id).await.unwrap();
        assert_eq!(opened.media, Media::Zip);
        let pieces = opened.reading.range(0..opened.length);
        let bytes: Vec<u8> = pieces.flat_map(|piece| piece.unwrap().to_vec()).collect();
        let mut hashing = Hashing::new();
        hashing.update(&bytes);
        let seen = maria.view::<CaseFile>(Action::ReadCase, case).await.unwrap();
        let copy = seen.disclosures.made(order.id).unwrap().made.copy.clone().unwrap();
        assert_eq!((copy.digest, copy.length), (hashing.finish().to_string(), bytes.len() as u64));

        let mut pack = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        assert_eq!(pack.len(), 3);
        let mut of = |name: &str| {
            let mut out = Vec::new();
            pack.by_name(name).unwrap().read_to_end(&mut out).unwrap();
            out
        };
        assert_eq!(of("disclosure-1.pdf"), PAPER);
        let lengths: BTreeSet<usize> = documents.iter().map(|(_, name)| of(name).len()).collect();
        assert_eq!(lengths, [400, 3_000_000].into());
        for (_, name) in &documents {
            let bytes = of(name);
            assert!(bytes == short || bytes == long, "{name}");
        }
    });
}

#[test]
fn what_left_is_as_confidential_as_what_it_was_made_of_and_counts_for_whoever_may_not_see_it() {
    story(async |world| {
        let (case, open) = case(world).await;
        let contact = contact(ContactKind::ServiceUpdate);
        let order = casework::contacts::LogContact { case, contact };
        let ink = world.ink().at_level(Level::Sensitive);
        let hidden = casework::contacts::log_contact(&world.acting(MARIA), order, ink).await.unwrap().number;
        world.tie(case, RUBEN, TieKind::Covers).await;
        let (maria, ruben) = (world.acting(MARIA), world.acting(RUBEN));
        let id = shared(world, case).await;
        let consent = || DisclosureBasis::Consent(id);
        assert_eq!(rule(gives(world, RUBEN, case, made(&ruben, hidden, consent())).await), CannotDisclose::NotHere);
        let sensitive = made(&maria, hidden, consent());
        gives(world, MARIA, case, sensitive.clone()).await.unwrap();
        assert!(open_copy(&maria, case, sensitive.id).await.is_ok());
        assert!(open_copy(&ruben, case, sensitive.id).await.is_err(), "his clearance ends below it");

        let (_, clipped) =
            (add(world, case, open).await, DisclosureMade { number: 2, ..made(&maria, open, consent()) });
        gives(world, MARIA, case, clipped.clone()).await.unwrap();
        assert!(open_copy(&ruben, case, clipped.id).await.is_err(), "what is clipped to an entry leaves with it");

        assert_eq!(next_number(&ruben, case).await.unwrap(), 3);
        let confidential = DisclosureMade { number: 3, ..made(&ruben, open, consent()) };
        gives(world, RUBEN, case, confidential.clone()).await.unwrap();
        assert!(open_copy(&ruben, case, confidential.id).await.is_ok());
    });
}

/// An addendum that is more confidential than its entry.
async fn add(world: &World, case: DossierId, to: EntryNumber) {
    let addendum = AddendumWritten { to, text: words("Her brother was there."), reason: line("Left out") };
    let ink = world.ink().at_level(Level::Sensitive);
    write_addendum(&world.acting(MARIA), WriteAddendum { case, addendum }, ink).await.unwrap();
}

#[test]
fn a_consent_that_is_taken_back_at_the_same_moment_wins_or_comes_after() {
    story(async |world| {
        let (case, entry) = case(world).await;
        let (maria, client) = (world.acting(MARIA), client_of(world, case).await);
        let consent = shared(world, case).await;
        let order = made(&maria, entry, DisclosureBasis::Consent(consent));
        let back = SharingWithdrawn { id: consent, note: line("She said so") };
        let (given, taken) =
            tokio::join!(gives(world, MARIA, case, order.clone()), withdraw_sharing(&maria, client, back, world.ink()));
        let taken = taken.unwrap();
        let store = world.house.store();
        match given {
            Err(why) => assert_eq!(rule(Err(why)), CannotDisclose::NoConsent),
            Ok(()) => {
                let seen = maria.view::<CaseFile>(Action::ReadCase, case).await.unwrap();
                let entry = seen.disclosures.made(order.id).unwrap().entry;
                assert!(0 < entry.0 && 0 < taken.number.0, "it was made first: {:?}", store.head(case).await.unwrap());
            }
        }
    });
}

#[test]
fn who_reads_a_case_gives_out_of_it_and_nobody_else() {
    story(async |world| {
        let (case, entry) = case(world).await;
        let known = DisclosureBasis::Request(Identified { by: IdentityCheck::KnownInPerson, facts: [].into() });
        for nobody in [AMINA, EDITH, GEORGE, HELENA, PAVEL, RUBEN] {
            let order = made(&world.acting(nobody), entry, known.clone());
            let came = gives(world, nobody, case, order).await;
            assert!(matches!(came, Err(Failure::Refused(_))), "{}", nobody.name);
        }
        let tomas = world.acting(TOMAS);
        let unknown = DisclosureBasis::Request(Identified { by: IdentityCheck::FactsCompared, facts: [].into() });
        assert!(matches!(
            rule(gives(world, TOMAS, case, made(&tomas, entry, unknown)).await),
            CannotDisclose::Identity(_)
        ));
        gives(world, TOMAS, case, made(&tomas, entry, known)).await.unwrap();
    });
}

#[test]
fn a_disclosure_by_law_is_a_duty_of_whoever_decides_and_then_of_whoever_makes_it() {
    story(async |world| {
        let (case, entry) = case(world).await;
        let (maria, tomas) = (world.acting(MARIA), world.acting(TOMAS));
        let order = made(&maria, entry, DisclosureBasis::Law);
        let DisclosureMade { id, recipient, chosen, by, .. } = order.clone();
        let asked = DisclosureAsked {
            id,
            recipient,
            chosen,
            by,
            law: line("12 F 34/26"),
            reason: words("So ordered."),
            referral: None,
        };
        ask_disclosure(&maria, case, asked, world.ink()).await.unwrap();
        let waits = async |ctx: &Ctx, kind| today(ctx).await.unwrap().duties.iter().any(|duty| duty.kind == kind);
        assert!(waits(&tomas, DutyKind::DisclosureDecision).await);
        assert_eq!(rule(gives(world, MARIA, case, order.clone()).await), CannotDisclose::NotDecided);
        assert!(see_request(&maria, case, id).await.is_err(), "nobody but a supervisor decides");
        assert!(see_request(&tomas, case, id).await.is_ok());
        assert!(see_request(&world.acting(RUBEN), case, id).await.is_err());
        let decided = DisclosureDecided { id, approved: true, note: line("The order is in force") };
        decide_disclosure(&tomas, case, decided, world.seal(TOMAS, Meaning::Approved)).await.unwrap();
        assert!(!waits(&tomas, DutyKind::DisclosureDecision).await);
        assert!(waits(&maria, DutyKind::DisclosureMaking).await);
        gives(world, MARIA, case, order).await.unwrap();
        assert!(!waits(&maria, DutyKind::DisclosureMaking).await);
    });
}

#[test]
fn whoever_carries_the_case_is_told_in_time_that_a_consent_ends() {
    story(async |world| {
        let (case, _) = case(world).await;
        shared(world, case).await;
        let waits = async |by: Person| {
            let today = today(&world.acting(by)).await.unwrap();
            today
                .duties
                .iter()
                .filter(|duty| duty.kind == DutyKind::SharingEnds)
                .map(|duty| duty.case)
                .collect::<Vec<_>>()
        };
        assert!(waits(MARIA).await.is_empty(), "there is time");
        world.clock.pass(31 * DAY);
        assert_eq!(waits(MARIA).await, [case]);
        assert!(waits(AMINA).await.is_empty() && waits(TOMAS).await.is_empty());
    });
}

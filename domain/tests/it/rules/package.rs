//! What is given out as a locked package: as long as its right holds, and until the recipient has said that they have it (FS-4.5.2, CC-4.4.2).

use domain::disclosures::{
    CannotDisclose, CannotPack, DisclosureBasis, DisclosureMade, PackageAnswered, PackageReceipt,
};
use domain::duties::{DutyKind, Owner, of_case};
use domain::rulebook::Rulebook;
use domain::sharing::GivenBy;

use super::disclosures::{made, request, sharing, story, tried};
use super::{Story, TODAY, WORKER, at, clock, item, line};

fn package(basis: DisclosureBasis) -> Story {
    story().then(DisclosureMade { by: GivenBy::Package, ..made(basis) })
}

fn said(receipt: PackageReceipt, note: Option<&str>) -> PackageAnswered {
    PackageAnswered { disclosure: item(20), receipt, who: line("The front office"), note: note.map(line) }
}

#[test]
fn a_package_can_be_had_while_the_right_holds_by_which_it_was_given() {
    let had = |story: &Story, consent| story.file.packed(item(20), consent, TODAY).map(drop);
    assert_eq!(had(&package(request()), None), Ok(()));
    assert_eq!(had(&story().then(made(request())), None), Err(CannotPack::OtherWay), "by post");
    assert_eq!(had(&story(), None), Err(CannotPack::OtherWay), "nothing was given out");
    let (holds, mut back) = (sharing(), sharing());
    back.withdrawn = Some((at("2026-01-05T11:00"), line("No")));
    let shared = package(DisclosureBasis::Consent(item(1)));
    assert_eq!((had(&shared, Some(&holds)), had(&shared, None)), (Ok(()), Err(CannotPack::NoConsent)));
    assert_eq!(had(&shared, Some(&back)), Err(CannotPack::NoConsent));
}

#[test]
fn a_key_of_the_recipient_locks_nothing_but_a_package() {
    let locked = |by| DisclosureMade { by, key: Some(line("age1")), ..made(request()) };
    assert_eq!(tried(&story(), locked(GivenBy::Package), None), Ok(()));
    assert_eq!(tried(&story(), locked(GivenBy::Post), None), Err(CannotDisclose::NoPackage));
}

#[test]
fn whoever_has_opened_a_package_knows_its_number_and_of_what_is_lost_it_is_written_what_is_done() {
    let waits = package(request());
    let answer = |story: &Story, order, number| story.file.answer_package(order, number).map(drop);
    let (opened, confirmed) = (said(PackageReceipt::Opened, None), said(PackageReceipt::Confirmed, None));
    assert_eq!(answer(&waits, opened.clone(), false), Err(CannotPack::OtherNumber));
    assert_eq!((answer(&waits, opened.clone(), true), answer(&waits, confirmed.clone(), false)), (Ok(()), Ok(())));
    assert_eq!(answer(&waits, said(PackageReceipt::Lost, None), false), Err(CannotPack::NoNote));
    let lost = said(PackageReceipt::Lost, Some("Sent again"));
    assert_eq!(answer(&waits, lost.clone(), false), Ok(()));
    assert_eq!(answer(&story().then(made(request())), opened.clone(), true), Err(CannotPack::OtherWay));
    let found = waits.clone().then(lost);
    assert_eq!(answer(&found, opened.clone(), true), Ok(()), "what was lost can turn up");
    assert_eq!(answer(&waits.then(opened), confirmed, false), Err(CannotPack::Done));
}

#[test]
fn somebody_asks_whether_a_package_has_arrived_until_there_is_an_answer() {
    let rules = Rulebook::default();
    let duty = |story: &Story| {
        let duties = of_case(&story.file, &rules);
        let duty = duties.iter().find(|duty| duty.kind == DutyKind::PackageReceipt)?;
        assert_eq!((duty.owner, duty.item), (Owner::Staff(WORKER), Some(item(20))));
        Some(clock(duty.due, &rules))
    };
    assert_eq!(duty(&story().then(made(request()))), None, "by post");
    assert_eq!(duty(&package(request())).as_deref(), Some("2026-01-12 17:00"), "a week, as for a page");
    for (receipt, note) in [(PackageReceipt::Opened, None), (PackageReceipt::Lost, Some("Sent again"))] {
        assert_eq!(duty(&package(request()).then(said(receipt, note))), None);
    }
}

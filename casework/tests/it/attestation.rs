//! Attesting that documents and physical items are present and correctly filed, before a case is closed (RC-4.5a).

use casework::Failure;
use casework::closure::{SignRung, attest_filing, sign_rung, standing};
use casework::documents::file_documents;
use domain::attestation::{CannotAttest, FilingAttested, FilingMark};
use domain::cases::CaseFile;
use domain::closure::{CannotClose, Rung};
use domain::ids::{DossierId, ItemId};
use domain::policy::Action;
use domain::signature::Meaning;
use insta::assert_snapshot;

use crate::builders::ending;
use crate::cast::{BEA, JOANNA, MARIA, NADIA, PAVEL, Person, TOMAS};
use crate::documents::{letter, paper, sent};
use crate::orders::line;
use crate::world::{World, story};

/// A letter is filed, or another version of one.
async fn filed(world: &World, case: DossierId, word: &str, again: Option<ItemId>) -> ItemId {
    let maria = world.acting(MARIA);
    let upload = sent(&maria, case, "letter.pdf", &paper(2_000, word)).await.unwrap();
    file_documents(&maria, case, vec![letter(upload, again)], world.ink()).await.unwrap();
    again.unwrap_or(upload)
}

async fn mark(world: &World, case: DossierId, item: ItemId, wrong: Option<&str>) -> FilingMark {
    let file = world.acting(MARIA).view::<CaseFile>(Action::ReadCase, case).await.unwrap();
    FilingMark { item, entry: file.documents.find(item).unwrap().said, wrong: wrong.map(line) }
}

async fn attest(world: &World, case: DossierId, mark: &FilingMark, by: Person) -> Result<(), Failure<CannotAttest>> {
    let order = FilingAttested { marks: vec![mark.clone()] };
    attest_filing(&world.acting(by), case, order, world.ink()).await.map(drop)
}

async fn first_step(world: &World, case: DossierId) -> Result<(), Failure<CannotClose>> {
    let order = SignRung { case, rung: Rung::Documented, ending: Some(ending()), remark: None };
    sign_rung(&world.acting(MARIA), order, world.seal(MARIA, Meaning::ClosureSignOff)).await.map(drop)
}

#[test]
fn no_step_is_signed_before_every_document_was_looked_at() {
    let told = story(async |world| {
        let case = world.case().ready_to_close().await;
        let document = filed(world, case, "one", None).await;
        assert!(matches!(first_step(world, case).await, Err(Failure::Rule(CannotClose::Blocked(1)))));
        let seen = mark(world, case, document, None).await;
        world.changes().await;

        for other in [TOMAS, NADIA, BEA, JOANNA, PAVEL] {
            let why = attest(world, case, &seen, other).await.unwrap_err();
            assert!(matches!(why, Failure::Refused(_)), "{} does not carry the case", other.name);
        }
        world.changes().await;
        attest(world, case, &seen, MARIA).await.unwrap();
        world.tell("looked at").await;

        filed(world, case, "two", Some(document)).await;
        let old = attest(world, case, &seen, MARIA).await.unwrap_err();
        assert!(matches!(old, Failure::Rule(CannotAttest::Changed)), "the other version was not looked at");
        let torn = mark(world, case, document, Some("page 2 is missing")).await;
        attest(world, case, &torn, MARIA).await.unwrap();
        assert!(matches!(first_step(world, case).await, Err(Failure::Rule(CannotClose::Blocked(1)))));

        filed(world, case, "three", Some(document)).await;
        let whole = mark(world, case, document, None).await;
        attest(world, case, &whole, MARIA).await.unwrap();
        first_step(world, case).await.unwrap();
    });
    assert_snapshot!(told, @"
    # looked at
    entry  case 1 #8 FilingAttested, Confidential, by maria as Author with RecentSignIn
    ");
}

#[test]
fn the_first_step_says_how_much_was_looked_at_to_those_who_see_nothing_else() {
    story(async |world| {
        let case = world.case().ready_to_close().await;
        filed(world, case, "one", None).await;
        for rung in [Rung::Documented, Rung::Verified, Rung::Approved] {
            world.sign_rung(case, rung, world.signer(rung, MARIA, TOMAS)).await;
        }
        let seen = standing(&world.acting(JOANNA), case).await.unwrap();
        let said = seen.rung(Rung::Documented).unwrap().computed.clone();
        assert_eq!(said.as_deref(), Some("Documents attested: 1, physical items: 0"));
        assert!(!format!("{seen:?}").contains("From the school"), "what was looked at is content");
    });
}

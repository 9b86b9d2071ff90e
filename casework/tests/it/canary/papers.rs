//! Documents of the canary: the marker in the name, in the description and on every page.

use casework::closure::attest_filing;
use casework::documents::{
    CorrectDocument, FileOne, correct_document, file_documents, open_document, waiting, withdraw_document,
};
use casework::house::Ctx;
use domain::attestation::{FilingAttested, FilingMark};
use domain::cases::CaseFile;
use domain::documents::{Description, DocumentWithdrawn};
use domain::ids::DossierId;
use domain::policy::Action;

use super::{MARKER, TODAY, line};
use crate::documents::sent;
use crate::world::World;

/// One that is filed, corrected, opened and marked as a mistake; and one that waits to be filed.
pub(super) async fn papers(world: &World, maria: &Ctx, case: DossierId, printed: &mut String) {
    let page = format!("%PDF-1.7 {}", MARKER.repeat(20_000));
    let upload = sent(maria, case, &format!("{MARKER}.pdf"), page.as_bytes()).await.unwrap();
    let about = || Description { kind: "letter".to_owned(), title: line(), dated: TODAY, received: TODAY };
    let order = FileOne { upload, about: about(), again: None };
    file_documents(maria, case, vec![order], world.ink()).await.unwrap();
    let corrected = Description { kind: "other".to_owned(), ..about() };
    let order = CorrectDocument { id: upload, about: corrected, reason: line() };
    correct_document(maria, case, order, world.ink()).await.unwrap();
    let mut handed = open_document(maria, case, upload, None).await.unwrap();
    assert_eq!(handed.reading.range(0..handed.length).map(|piece| piece.unwrap().len()).sum::<usize>(), page.len());
    let file = maria.view::<CaseFile>(Action::ReadCase, case).await.unwrap();
    let entry = file.documents.find(upload).unwrap().said;
    let marks = vec![FilingMark { item: upload, entry, wrong: Some(line()) }];
    attest_filing(maria, case, FilingAttested { marks }, world.ink()).await.unwrap();
    withdraw_document(maria, case, DocumentWithdrawn { id: upload, reason: line() }, world.ink()).await.unwrap();
    let left = format!("{MARKER} waits to be filed");
    sent(maria, case, &format!("{MARKER}.txt"), left.as_bytes()).await.unwrap();
    let refused = sent(maria, case, &format!("{MARKER}.html"), format!("<p>{MARKER}").as_bytes()).await.unwrap_err();
    let waits = waiting(maria, case).await.unwrap();
    let _ = std::fmt::Write::write_fmt(printed, format_args!("{refused:?} {refused} {waits:?}"));
}

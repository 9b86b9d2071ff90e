//! Attesting that every document and physical item is present and correctly filed (RC-4.5a).

use domain::attestation::{Attested, FilingAttested, FilingMark};
use domain::cases::CaseFile;
use domain::closure::{CaseReopened, ReopeningAsked};
use domain::documents::{Description, DocumentCorrected, DocumentWithdrawn};
use domain::event::Event;
use domain::gate::Blocker;
use domain::ids::ItemId;
use domain::naming::FileName;
use domain::paper::{PaperCheckedOut, PaperMoved, PaperReturned, PaperWithdrawn};
use domain::rulebook::Rulebook;

use super::documents::{another_version, filed_letter};
use super::paper::{CABINET, SAFE, registered};
use super::{OTHER, RECORDS, SUPERVISOR, Story, TODAY, WORKER, hands, item, line, outcome, words};

/// A mark on this item as it stands now.
fn mark(file: &CaseFile, item: ItemId, wrong: Option<&str>) -> FilingMark {
    let filed = file.filed(&Rulebook::default());
    let entry = filed.iter().find(|filed| filed.id() == item).map(|filed| filed.said()).unwrap_or_default();
    FilingMark { item, entry, wrong: wrong.map(line) }
}

/// Everything that nobody has looked at yet is found in order.
pub(super) fn looked_at(story: Story) -> Story {
    let unseen: Vec<ItemId> = story.file.unattested(&Rulebook::default()).iter().map(|filed| filed.id()).collect();
    let marks = unseen.into_iter().map(|item| mark(&story.file, item, None)).collect();
    story.then(FilingAttested { marks })
}

/// A letter, item 1, and a folder, item 2.
fn filed() -> Story {
    registered(filed_letter(Story::opened()), 2)
}

fn blocks(story: &Story) -> Vec<String> {
    let said = story.file.blockers(&Rulebook::default()).into_iter().filter_map(|blocker| match blocker {
        Blocker::NotAttested { items } => Some(format!("{items} not looked at")),
        Blocker::FiledWrongly { title, wrong, .. } => Some(format!("{}: {}", title.reveal(), wrong.reveal())),
        _ => None,
    });
    said.collect()
}

#[test]
fn a_case_without_documents_and_paper_has_nothing_to_be_looked_at() {
    assert!(blocks(&Story::opened()).is_empty());
    assert_eq!(Story::opened().file.attested(&Rulebook::default()), Attested::default());
}

#[test]
fn every_document_and_item_is_looked_at_once_and_what_changes_is_looked_at_again() {
    let story = filed();
    let order = story.file.filed(&Rulebook::default()).iter().map(|filed| filed.id()).collect::<Vec<_>>();
    assert_eq!(order, [item(1), item(2)], "by the date on the letter, and the day on which the folder was registered");
    assert_eq!(blocks(&story), ["2 not looked at"]);
    let story = looked_at(story);
    assert!(blocks(&story).is_empty());
    assert_eq!(story.file.attested(&Rulebook::default()), Attested { documents: 1, items: 1 });

    let check = |event: Event, expected: &[&str]| {
        assert_eq!(blocks(&story.clone().then(event.clone())), expected, "after {}", event.kind());
    };
    let letter = story.file.documents.find(item(1)).unwrap();
    let about = Description { kind: "court".to_owned(), ..letter.about.clone() };
    check(another_version(&story).into(), &["1 not looked at"]);
    let corrected = DocumentCorrected { id: item(1), name: FileName::default(), about, reason: line("Slip") };
    check(corrected.into(), &["1 not looked at"]);
    check(DocumentWithdrawn { id: item(1), reason: line("Of another client") }.into(), &[]);
    check(PaperWithdrawn { id: item(2), reason: line("Never was") }.into(), &[]);
    let moved = PaperMoved { id: item(2), from: item(CABINET), to: item(SAFE), reason: line("Full") };
    check(moved.into(), &[]);
    let out = PaperCheckedOut { id: item(2), to: OTHER, purpose: line("Talk"), due: TODAY };
    check(out.into(), &[]);
    assert_eq!(blocks(&registered(story, 3)), ["1 not looked at"], "what comes in later");
}

#[test]
fn what_is_wrong_keeps_the_case_open_until_it_is_mended_or_put_elsewhere() {
    let story = filed();
    let marks =
        vec![mark(&story.file, item(1), Some("page 2 is missing")), mark(&story.file, item(2), Some("wrong cabinet"))];
    let story = story.then(FilingAttested { marks });
    let both = ["From the school: page 2 is missing", "Letters of the school: wrong cabinet"];
    assert_eq!(blocks(&story), both);
    assert_eq!(story.file.attested(&Rulebook::default()), Attested::default(), "looked at, and not in order");

    let mended = story.clone().then(another_version(&story));
    assert_eq!(blocks(&mended), [both[1], "1 not looked at"]);
    let moved = PaperMoved { id: item(2), from: item(CABINET), to: item(SAFE), reason: line("It belongs there") };
    let back = PaperReturned { id: item(2), place: item(SAFE), condition: None };
    for remedy in [Event::from(moved), back.into()] {
        assert_eq!(blocks(&mended.clone().then(remedy)), ["2 not looked at"]);
    }
    let found = vec![mark(&story.file, item(1), None)];
    assert_eq!(blocks(&story.then(FilingAttested { marks: found })), [both[1]], "it was there after all");
}

#[test]
fn what_was_looked_at_must_still_be_so() {
    let story = filed();
    let attest = |story: &Story, marks: Vec<FilingMark>| {
        outcome(story.file.attest_filing(FilingAttested { marks }, &Rulebook::default()))
    };
    let (letter, folder) = (mark(&story.file, item(1), None), mark(&story.file, item(2), Some("torn")));
    assert_eq!(attest(&story, vec![letter.clone(), folder]), "FilingAttested");
    assert_eq!(attest(&story, vec![letter.clone()]), "FilingAttested", "the rest on another page");
    assert_eq!(attest(&story, Vec::new()), "everything has been looked at already");
    let changed = "something of this has changed since you looked at it; please look at it again";
    let newer = story.clone().then(another_version(&story));
    assert_eq!(attest(&newer, vec![letter.clone()]), changed);
    let gone = story.clone().then(DocumentWithdrawn { id: item(1), reason: line("Of another client") });
    assert_eq!(attest(&gone, vec![letter.clone()]), changed);
    assert_eq!(attest(&story, vec![FilingMark { item: item(9), ..letter.clone() }]), changed);
    let closed = attest(&super::closure::closed(), vec![letter]);
    assert_eq!(closed, "this case is closed; it has to be reopened first");
}

#[test]
fn whoever_closes_a_case_again_looks_at_everything_again() {
    let story = looked_at(filed());
    let asked = ReopeningAsked { id: item(8), reason: words("He asks to come again.") };
    let reopened = CaseReopened { asked: item(8), assignment: hands(WORKER, SUPERVISOR) };
    let story = story.by(RECORDS).then(asked).by(SUPERVISOR).then(reopened);
    assert_eq!(blocks(&story), ["2 not looked at"]);
}

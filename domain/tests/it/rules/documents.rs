//! Documents (CM-4.2.2, CM-4.2.4, RC-4.5a).

use domain::documents::{Arrived, Description, DocumentFiled, DocumentWithdrawn, FileSecret, Filing, Way};
use domain::duties::{DutyKind, of_case};
use domain::event::Event;
use domain::gate::Blocker;
use domain::media::{Media, Scanned};
use domain::rulebook::{Programme, Rulebook};
use jiff::civil::date;

use super::{Story, TODAY, item, line, outcome};

fn file(digest: u8) -> Arrived {
    Arrived {
        address: format!("{digest:064}"),
        secret: FileSecret::new("00".repeat(32)),
        length: 1_000,
        digest: format!("{digest:064}"),
        media: Media::Pdf,
        original: Some(line("scan0001.pdf")),
        scanned: Scanned::Not,
        way: Way::Added,
    }
}

fn about(kind: &str) -> Description {
    Description { kind: kind.to_owned(), title: line("From the school"), dated: date(2025, 12, 1), received: TODAY }
}

fn new(n: u8, kind: &str) -> Filing {
    Filing { id: item(n.into()), again: false, about: about(kind), file: file(n) }
}

/// The story goes on with what was decided.
fn told(story: Story, events: Vec<Event>) -> Story {
    events.into_iter().fold(story, Story::then)
}

fn filed(story: &Story, orders: Vec<Filing>) -> Vec<DocumentFiled> {
    let events = story.file.file_documents(orders, &Rulebook::default(), TODAY).unwrap();
    let filed = |event| match event {
        Event::DocumentFiled(filed) => filed,
        other => panic!("{}", other.kind()),
    };
    events.into_iter().map(filed).collect()
}

/// The story with a letter, item 1, number 1.
pub(super) fn filed_letter(story: Story) -> Story {
    let events = filed(&story, vec![new(1, "letter")]);
    told(story, events.into_iter().map(Event::from).collect())
}

/// Another version of the letter.
pub(super) fn another_version(story: &Story) -> DocumentFiled {
    let again = Filing { again: true, file: file(9), ..new(1, "letter") };
    filed(story, vec![again]).remove(0)
}

#[test]
fn documents_are_numbered_and_named_by_the_convention() {
    let story = Story::opened();
    let two = filed(&story, vec![new(1, "letter"), new(2, "court")]);
    let names: Vec<&str> = two.iter().map(|filed| filed.name.reveal()).collect();
    assert_eq!(names, ["2026-000001-0_2025-12-01_letter_001_v1.pdf", "2026-000001-0_2025-12-01_court_002_v1.pdf"]);
    let story = told(story, two.into_iter().map(Event::from).collect());

    let again = Filing { id: item(1), again: true, file: file(3), about: about("letter") };
    let version = filed(&story, vec![again]);
    assert_eq!(version[0].name.reveal(), "2026-000001-0_2025-12-01_letter_001_v2.pdf");
    let story = told(story, version.into_iter().map(Event::from).collect());
    let letter = story.file.documents.find(item(1)).unwrap();
    assert_eq!((letter.versions.len(), letter.latest().unwrap().filed.version), (2, 2), "the first version stays");

    let corrected = story.file.correct_document(item(2), about("other"), line("Slip"), &Rulebook::default(), TODAY);
    let story = told(story, corrected.unwrap());
    assert_eq!(story.file.documents.find(item(2)).unwrap().name.reveal(), "2026-000001-0_2025-12-01_other_002_v1.pdf");
    let next = filed(&story, vec![new(4, "photo")]);
    assert_eq!(next[0].serial, 3, "a number is given once");
}

#[test]
fn what_cannot_be_filed_is_said() {
    let story =
        told(Story::opened(), filed(&Story::opened(), vec![new(1, "letter")]).into_iter().map(Event::from).collect());
    let refused = |order: Filing| outcome(story.file.file_documents(vec![order], &Rulebook::default(), TODAY));
    let with = |change: fn(&mut Filing)| {
        let mut order = new(2, "letter");
        change(&mut order);
        refused(order)
    };
    assert_eq!(with(|_| {}), "DocumentFiled");
    assert_eq!(with(|order| order.about.kind = "none".to_owned()), "please choose what kind of document it is");
    assert_eq!(
        with(|order| order.about.received = date(2026, 1, 6)),
        "this day is still to come; please give the day on which it arrived"
    );
    assert_eq!(
        with(|order| order.about.dated = date(2027, 1, 1)),
        "DocumentFiled",
        "papers are dated ahead now and then"
    );
    assert_eq!(with(|order| order.file.length = 100_000_000), "DocumentFiled");
    assert_eq!(with(|order| order.file.length = 100_000_001), "this file is larger than 100 megabytes");
    assert_eq!(
        with(|order| order.file.digest = file(1).digest),
        "this very file is in the case already; it does not need to be filed again"
    );
    assert_eq!(
        with(|order| order.again = true),
        "this document is not in the case any more; it may have been marked as filed by mistake"
    );
    let twice = story.file.file_documents(vec![new(2, "letter"), new(2, "letter")], &Rulebook::default(), TODAY);
    assert_eq!(outcome(twice), "this very file is in the case already; it does not need to be filed again");
    let nothing = story.file.file_documents(Vec::new(), &Rulebook::default(), TODAY);
    assert_eq!(outcome(nothing), "there is no file to be filed; please add one first");
    let closed = super::closure::closed().file.file_documents(vec![new(2, "letter")], &Rulebook::default(), TODAY);
    assert_eq!(outcome(closed), "this case is closed; it has to be reopened first");
    let pictures = Rulebook {
        documents: domain::documents::DocumentRules { media: vec![Media::Jpeg], ..Default::default() },
        ..Rulebook::default()
    };
    let paper = story.file.file_documents(vec![new(2, "letter")], &pictures, TODAY);
    assert_eq!(outcome(paper), "files of this kind (PDF) are not accepted here");
}

#[test]
fn a_mistake_stays_and_does_not_count() {
    let wrong = |n: u128| DocumentWithdrawn { id: item(n), reason: line("Another client’s") };
    let story = Story::opened();
    let events = filed(&story, vec![new(1, "consent")]);
    let story = told(story, events.into_iter().map(Event::from).collect());
    let rules = Rulebook {
        programmes: vec![Programme { required_documents: vec!["consent".to_owned()], ..Programme::general() }],
        ..Rulebook::default()
    };
    let missing = |story: &Story| {
        let missing = |blocker: &Blocker| matches!(blocker, Blocker::DocumentMissing { kind } if kind == "consent");
        assert_eq!(story.file.blockers(&rules).iter().any(missing), !story.file.missing_documents(&rules).is_empty());
        story.file.missing_documents(&rules)
    };
    assert!(missing(&Story::opened()) == ["consent"] && missing(&story).is_empty());
    let story = told(story.clone(), story.file.withdraw_document(wrong(1)).unwrap());
    assert_eq!(missing(&story), ["consent"], "the gate asks for it again");
    let document = story.file.documents.find(item(1)).unwrap();
    assert!(!document.stands() && document.versions.len() == 1, "it stays");
    let gone = "this document is not in the case any more; it may have been marked as filed by mistake";
    assert_eq!(outcome(story.file.withdraw_document(wrong(1))), gone);
    let corrected = story.file.correct_document(item(1), about("other"), line("Slip"), &rules, TODAY);
    assert_eq!(outcome(corrected), gone);
    let once_more = Filing { file: file(1), ..new(2, "consent") };
    assert_eq!(outcome(story.file.file_documents(vec![once_more], &rules, TODAY)), "DocumentFiled");
}

#[test]
fn what_came_by_itself_waits_until_somebody_says_what_it_is() {
    let rules = Rulebook::default();
    let scan = |n: u8| (item(n.into()), Arrived { way: Way::Scanner, ..file(n) });
    let take = |story: &Story, came: Vec<(domain::ids::ItemId, Arrived)>| {
        story.file.take_in(came, date(2025, 12, 1), &rules, TODAY)
    };
    let awaits = |story: &Story| {
        let duties = of_case(&story.file, &rules).into_iter().filter(|duty| duty.kind == DutyKind::DocumentAwaits);
        let open = |blocker: &&Blocker| matches!(blocker, Blocker::DocumentAwaits { .. });
        let duties: Vec<_> = duties.map(|duty| duty.item).collect();
        assert_eq!(duties.len(), story.file.blockers(&rules).iter().filter(open).count());
        duties
    };
    let story = Story::opened();
    let story = told(story.clone(), take(&story, vec![scan(1), scan(2), scan(1)]).unwrap());
    assert_eq!(awaits(&story), [Some(item(1)), Some(item(2))], "the same file is filed once");
    let first = story.file.documents.find(item(1)).unwrap();
    assert_eq!(first.name.reveal(), "2026-000001-0_2025-12-01_other_001_v1.pdf");
    assert_eq!((first.about.title.reveal(), first.about.received), ("scan0001.pdf", TODAY));

    let twice = "this very file is in the case already; it does not need to be filed again";
    assert_eq!(outcome(take(&story, vec![scan(2)])), twice);
    let later = told(story.clone(), take(&story, vec![scan(2), scan(3)]).unwrap());
    assert_eq!(awaits(&later).len(), 3, "what is new is filed");

    // who has looked may find it well described
    let said = |story: &Story, about: Description| {
        story.file.correct_document(item(1), about, line("Looked at"), &rules, TODAY)
    };
    let as_it_is = first.about.clone();
    let story = told(story.clone(), said(&story, as_it_is.clone()).unwrap());
    assert_eq!(awaits(&story), [Some(item(2))]);
    assert_eq!(outcome(said(&story, as_it_is)), "nothing is different from before");
    let mistake = DocumentWithdrawn { id: item(2), reason: line("Advertisement") };
    let story = told(story.clone(), story.file.withdraw_document(mistake).unwrap());
    assert_eq!(awaits(&story), []);

    let flooded = (10..60).fold(story, |story, n| told(story.clone(), take(&story, vec![scan(n)]).unwrap()));
    assert_eq!(
        outcome(take(&flooded, vec![scan(60)])),
        "many documents that arrived wait in this case until somebody says what they are"
    );
    let closed = super::closure::closed();
    assert_eq!(outcome(take(&closed, vec![scan(1)])), "this case is closed; it has to be reopened first");
}

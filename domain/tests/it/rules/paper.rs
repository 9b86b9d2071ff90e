//! Paper: places, physical items and their custody (CM-4.2.2, PT-4.4.3, RC-4.1, RC-4.5a).

use domain::closure::Rung;
use domain::duties::{self, Owner};
use domain::entry::Entry;
use domain::event::Event;
use domain::gate::Blocker;
use domain::ids::{DossierId, EntryId, EntryNumber};
use domain::level::Level;
use domain::numbers::LabelCode;
use domain::paper::{
    About, Comparison, Departure, Discrepancy, Finding, FindingSettled, Form, NewItem, PaperCheckedOut, PaperEnded,
    PaperMoved, PaperReturned, PaperWithdrawn, PlaceAbout, PlaceChecked, PlaceClosed, PlaceLaidDown, Places,
    Registered, SpotCheck, Whereabouts,
};
use domain::rulebook::Rulebook;
use jiff::civil::date;
use uuid::Uuid;

use super::documents::filed_letter;
use super::{OTHER, Story, TODAY, WORKER, at, clock, item, line, outcome, signature};

pub(super) const CABINET: u128 = 0x30;
pub(super) const SAFE: u128 = 0x31;

fn described(cabinet: &str) -> PlaceAbout {
    PlaceAbout { site: line("Mill Street 4"), room: line("Records"), cabinet: line(cabinet), lock: line("Key 17") }
}

fn laid(n: u128, cabinet: &str) -> PlaceLaidDown {
    PlaceLaidDown { id: item(n), about: described(cabinet) }
}

/// Places in the making, by the same entries as everything else.
fn told(events: Vec<Event>) -> Places {
    let mut places = Places::default();
    for event in events {
        let id = EntryId { dossier: DossierId::new(Uuid::nil()), number: EntryNumber(1) };
        let signature = signature(WORKER, at("2026-01-05T09:00"), at("2026-01-05T09:00"));
        places.apply(&Entry { id, level: Level::Confidential, signature, event });
    }
    places
}

fn two_places() -> Places {
    told(vec![laid(CABINET, "Cabinet 1").into(), laid(SAFE, "Safe").into()])
}

fn new(n: u128, form: Form) -> NewItem {
    let about = About { form, title: line("Letters of the school") };
    NewItem { id: item(n), label: LabelCode::from_random(7), about, place: item(CABINET) }
}

/// The story with a folder of this number in the cabinet.
pub(super) fn registered(story: Story, n: u128) -> Story {
    let events = story.file.register_paper(new(n, Form::Folder), &two_places(), &Rulebook::default(), TODAY);
    events.unwrap().into_iter().fold(story, Story::then)
}

fn out(n: u128, due: jiff::civil::Date) -> PaperCheckedOut {
    PaperCheckedOut { id: item(n), to: OTHER, purpose: line("Talk at the school"), due }
}

#[test]
fn paper_is_numbered_with_the_documents_and_named_by_the_same_convention() {
    let story = registered(filed_letter(Story::opened()), 1);
    let folder = story.file.paper.find(item(1)).unwrap();
    assert_eq!((folder.serial, folder.name.reveal()), (2, "2026-000001-0_2026-01-05_folder_002_v1"));
    let next = story.file.register_paper(new(2, Form::Medium), &two_places(), &Rulebook::default(), TODAY).unwrap();
    let story = next.into_iter().fold(story, Story::then);
    assert_eq!(story.file.paper.find(item(2)).unwrap().serial, 3, "a number is given once");

    let about = About { form: Form::Envelope, title: line("Photos") };
    let corrected = story.file.correct_paper(item(1), about.clone(), line("Slip"), &Rulebook::default()).unwrap();
    let story = corrected.into_iter().fold(story.on("2026-02-05T09:00"), Story::then);
    assert_eq!(story.file.paper.find(item(1)).unwrap().name.reveal(), "2026-000001-0_2026-01-05_envelope_002_v1");
    let same = story.file.correct_paper(item(1), about, line("Slip"), &Rulebook::default());
    assert_eq!(outcome(same), "nothing is different from before");
}

#[test]
fn an_item_goes_from_hand_to_hand_and_every_step_has_its_rule() {
    let places = two_places();
    let story = registered(Story::opened(), 1);
    let moves = |story: &Story, to: u128| outcome(story.file.move_paper(item(1), item(to), line("Full"), &places));
    let takes = |story: &Story, due| outcome(story.file.check_out_paper(out(1, due), TODAY));
    let back = |place: u128| PaperReturned { id: item(1), place: item(place), condition: None };
    let returns = |story: &Story, place: u128| outcome(story.file.return_paper(back(place), &places));
    let mistake = |story: &Story| {
        outcome(story.file.withdraw_paper(PaperWithdrawn { id: item(1), reason: line("Another client’s") }))
    };

    assert_eq!(moves(&story, SAFE), "PaperMoved");
    assert_eq!(moves(&story, CABINET), "the item is in this place already");
    assert_eq!(moves(&story, 0x99), "please choose a place that is in use");
    assert_eq!(returns(&story, SAFE), "this item is in its place; nobody has to return it");
    assert_eq!(takes(&story, date(2026, 1, 4)), "this day is over; please give today or a later one");
    assert_eq!(takes(&story, TODAY), "PaperCheckedOut");
    assert_eq!(mistake(&story), "PaperWithdrawn");

    let with = story.then(out(1, TODAY));
    let is_out = "somebody has this item; it has to be returned first";
    assert_eq!([moves(&with, SAFE), takes(&with, TODAY), mistake(&with)], [is_out; 3]);
    assert_eq!(returns(&with, 0x99), "please choose a place that is in use");
    assert_eq!(returns(&with, SAFE), "PaperReturned");

    let home = with.then(back(SAFE));
    let folder = home.file.paper.find(item(1)).unwrap();
    assert_eq!((folder.place, folder.chain.len()), (item(SAFE), 3));
    assert_eq!(folder.whereabouts, Whereabouts::InPlace);

    let gone = home.then(PaperWithdrawn { id: item(1), reason: line("Another client’s") });
    let not_here = "this item is not in the file any more; it may have been handed over or marked as a mistake";
    assert_eq!([moves(&gone, CABINET), takes(&gone, TODAY), returns(&gone, SAFE), mistake(&gone)], [not_here; 4]);
    assert_eq!(gone.file.paper.find(item(1)).unwrap().chain.len(), 4, "it stays, and its custody with it");
}

#[test]
fn paper_leaves_the_file_early_only_to_its_owner_or_when_it_is_there_as_a_document() {
    let story = registered(filed_letter(Story::opened()), 2);
    let ended = |departure: Departure, witness| PaperEnded { id: item(2), departure, witness, reason: line("Hers") };
    let check = |departure: Departure, witness, comes: &str| {
        assert_eq!(outcome(story.file.end_paper(ended(departure, witness), WORKER)), comes);
    };
    let handed = || Departure::HandedOver { to: line("The mother") };
    check(handed(), OTHER, "PaperEnded");
    check(handed(), WORKER, "somebody else has to be the witness");
    check(Departure::Scanned { document: item(1) }, OTHER, "PaperEnded");
    let kept =
        "please choose the document that holds what was on the paper; without it the paper stays as long as the file";
    check(Departure::Scanned { document: item(9) }, OTHER, kept);
    let gone = story.then(ended(handed(), OTHER));
    assert_eq!(gone.file.paper.here().count(), 0);
}

#[test]
fn what_is_out_keeps_the_case_open_and_is_chased_when_its_day_is_over() {
    let rules = Rulebook::default();
    let story = registered(Story::opened(), 1);
    let blocks = |story: &Story| {
        story
            .file
            .blockers(&rules)
            .iter()
            .any(|blocker| matches!(blocker, Blocker::PaperOut { to, .. } if *to == OTHER))
    };
    let duties = |story: &Story| {
        let list = duties::of_case(&story.file, &rules);
        let paper = list.iter().filter(|duty| duty.kind.code().starts_with("paper"));
        let told = paper.map(|duty| {
            let whose = match duty.owner {
                Owner::Staff(staff) if staff == OTHER => "whoever has it".to_owned(),
                Owner::Staff(_) => "somebody else".to_owned(),
                Owner::Role(role) => role.word().to_owned(),
                Owner::Carrier => "whoever carries the case".to_owned(),
            };
            format!("{whose} from {} by {}", clock(duty.raised, &rules), clock(duty.due, &rules))
        });
        told.collect::<Vec<_>>()
    };
    assert!(!blocks(&story) && duties(&story).is_empty());
    let with = story.then(out(1, date(2026, 1, 9)));
    assert!(blocks(&with));
    assert_eq!(
        duties(&with),
        [
            "whoever has it from 2026-01-05 09:00 by 2026-01-09 17:00",
            "Records officer from 2026-01-09 17:00 by 2026-01-09 17:00",
        ]
    );
    let home = with.then(PaperReturned { id: item(1), place: item(SAFE), condition: None });
    assert!(!blocks(&home) && duties(&home).is_empty());
}

#[test]
fn moving_paper_takes_no_signature_from_the_closure_and_registering_some_does() {
    let story = registered(super::closure::ready(), 1);
    let signed = story.then(super::closure::rung(Rung::Documented));
    assert_eq!(signed.file.closing.signed.len(), 1);
    let moved = PaperMoved { id: item(1), from: item(CABINET), to: item(SAFE), reason: line("Full") };
    assert_eq!(signed.clone().then(moved).file.closing.signed.len(), 1);
    assert_eq!(registered(signed, 2).file.closing.signed.len(), 0);
}

#[test]
fn a_place_is_laid_down_once_and_closed_once() {
    let places = two_places();
    assert_eq!(outcome(places.lay_down(laid(0x40, "Cabinet 2"))), "PlaceLaidDown");
    let known = "there is a place with this site, room and cabinet already";
    assert_eq!(outcome(places.lay_down(laid(0x40, "Safe"))), known);
    assert_eq!(outcome(places.lay_down(laid(SAFE, "Safe"))), "nothing is different from before");
    assert_eq!(outcome(places.lay_down(laid(SAFE, "Safe 2"))), "PlaceLaidDown");
    let end = |n| PlaceClosed { id: item(n), reason: line("Given up") };
    assert_eq!(outcome(places.close(end(0x40))), "there is no such place");
    let closed = told(vec![laid(CABINET, "Cabinet 1").into(), laid(SAFE, "Safe").into(), end(SAFE).into()]);
    let over = "this place is closed; please lay down a new one";
    assert_eq!([outcome(closed.close(end(SAFE))), outcome(closed.lay_down(laid(SAFE, "Safe 2")))], [over; 2]);
    assert_eq!(outcome(closed.lay_down(laid(0x40, "Safe"))), "PlaceLaidDown", "its name is free again");
    assert!(closed.is_used(item(CABINET)) && !closed.is_used(item(SAFE)));
    assert!(closed.find(item(SAFE)).is_some(), "custody names it for ever");
}

#[test]
fn a_spot_check_tells_apart_what_is_missing_misplaced_out_and_unknown() {
    let label = LabelCode::from_random;
    let item = |n: u32, place: u128, out: bool| Registered {
        case: DossierId::new(Uuid::from_u128(8)),
        item: item(n.into()),
        label: label(n),
        place: super::item(place),
        out,
    };
    let registered = vec![
        item(1, CABINET, false),
        item(2, CABINET, false),
        item(3, CABINET, true),
        item(4, SAFE, false),
        item(5, CABINET, true),
    ];
    // scanned twice, as it happens
    let found = [1, 1, 4, 5, 9].map(label).to_vec();
    let comparison = Comparison { place: super::item(CABINET), registered, found };
    let checked = comparison.result();
    let told: Vec<_> = checked.findings.iter().map(|finding| (finding.label, finding.what.word())).collect();
    assert_eq!(checked.right, 1);
    assert_eq!(
        told,
        [
            (label(2), "Missing"),
            (label(4), "Belongs elsewhere"),
            (label(5), "Said to be out"),
            (label(9), "Not in the register"),
        ],
        "what is out and not found is as it should be"
    );
    let check = SpotCheck::default();
    assert_eq!(outcome(check.check(&comparison, &[label(2), label(1)])), "PlaceChecked");
    let moved = "what should lie here has changed while you were looking; please compare again";
    assert_eq!(outcome(check.check(&comparison, &[label(1)])), moved);
}

#[test]
fn a_finding_is_open_until_it_is_settled_once() {
    let label = LabelCode::from_random(2);
    let finding = Finding { label, what: Discrepancy::Unknown, case: None, item: None };
    let checked = PlaceChecked { place: item(CABINET), right: 3, findings: vec![finding] };
    let apply = |check: &mut SpotCheck, event: Event| {
        let id = EntryId { dossier: DossierId::new(Uuid::nil()), number: EntryNumber(1) };
        let signature = signature(WORKER, at("2026-01-05T09:00"), at("2026-01-05T09:00"));
        check.apply(&Entry { id, level: Level::Confidential, signature, event });
    };
    let mut check = SpotCheck::default();
    let settled = |label| FindingSettled { label, how: line("An old label; taken off") };
    let over = "somebody has said already what became of this";
    assert_eq!(outcome(check.settle(settled(label))), over);
    apply(&mut check, checked.into());
    assert_eq!(check.open().count(), 1);
    let comparison = Comparison { place: item(CABINET), registered: Vec::new(), found: Vec::new() };
    assert_eq!(outcome(check.check(&comparison, &[])), "this spot check is recorded already");
    assert_eq!(outcome(check.settle(settled(LabelCode::from_random(3)))), over);
    let event = check.settle(settled(label)).unwrap().remove(0);
    apply(&mut check, event);
    assert_eq!((check.open().count(), check.findings().len()), (0, 1), "it stays");
    assert_eq!(outcome(check.settle(settled(label))), over);
}

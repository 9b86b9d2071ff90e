//! Matters: what they hold, and how they let go (PT-5.1, RC-4.6b).

use domain::entry::Entry;
use domain::event::Event;
use domain::holds::{CannotHold, FileHeld, HoldReleased, Matter, MatterEnded, MatterOpened};
use domain::ids::{DossierId, EntryId, EntryNumber};
use domain::level::Level;
use uuid::Uuid;

use super::{WORKER, at, line, signature, words};

fn file(n: u128) -> DossierId {
    DossierId::new(Uuid::from_u128(n))
}

fn told(events: Vec<Event>) -> Matter {
    let mut matter = Matter::default();
    let now = at("2026-01-05T09:00");
    for (number, event) in (1..).zip(events) {
        let id = EntryId { dossier: file(99), number: EntryNumber(number) };
        matter.apply(&Entry { id, level: Level::Confidential, signature: signature(WORKER, now, now), event });
    }
    matter
}

fn opened() -> Event {
    MatterOpened { title: line("Court"), reason: words("The court asked.") }.into()
}

fn held(n: u128) -> FileHeld {
    FileHeld { file: file(n), number: "2026-000001-X".to_owned() }
}

fn released(n: u128) -> HoldReleased {
    HoldReleased { file: file(n), reason: line("Heard") }
}

fn ended() -> MatterEnded {
    MatterEnded { reason: line("Settled") }
}

fn holding(matter: &Matter) -> Vec<DossierId> {
    matter.holding().map(|(file, _)| file).collect()
}

#[test]
fn a_matter_holds_until_it_releases_and_forgets_nothing() {
    let matter = told(vec![opened(), held(1).into(), held(2).into(), released(1).into()]);
    assert_eq!(holding(&matter), [file(2)]);
    assert_eq!(matter.files.len(), 2, "what was released stays readable");
    assert_eq!(matter.hold(held(1)).map(|events| events.len()), Ok(1), "it may be held again");
    let over = told(vec![opened(), held(1).into(), held(2).into(), ended().into()]);
    assert!(holding(&over).is_empty());
    assert!(over.files.values().all(|held| held.released.is_some()));
}

#[test]
fn a_matter_is_changed_only_as_it_stands() {
    let open = told(vec![opened(), held(1).into()]);
    let over = told(vec![opened(), held(1).into(), ended().into()]);
    let none = Matter::default();
    let order = MatterOpened { title: line("Court"), reason: words("The court asked.") };
    assert_eq!(open.open(order), Err(CannotHold::Open));
    assert_eq!(open.hold(held(1)), Err(CannotHold::Already));
    assert_eq!(open.release(released(2)), Err(CannotHold::NotHeld));
    assert_eq!(over.hold(held(2)), Err(CannotHold::Over));
    assert_eq!(over.release(released(1)), Err(CannotHold::Over));
    assert_eq!(over.end(ended()), Err(CannotHold::Over));
    assert_eq!(none.hold(held(1)), Err(CannotHold::NotOpen));
}

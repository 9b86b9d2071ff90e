//! Paper: the physical items of a case – folders, envelopes, media – with their labels, where they are, and in whose hands.
//!
//! Serves CM-4.2.2, CM-4.3.2, PT-4.4.3, CC-4.1.3, RC-4.1, RC-4.5a. An item shares number and naming convention with the documents of its case, so
//! that paper and digital are one file. Its custody is the chain of its entries: registered, moved, checked out, returned, corrected, ended. It is
//! closed, held and destroyed with its case.
//!
//! # Source
//! ISO 15489-1 (custody, location, tracking of physical records).

mod handling;
mod places;
mod spot_check;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::entry::Entry;
use crate::event::Event;
use crate::ids::{EntryNumber, ItemId, StaffId};
use crate::level::Level;
use crate::naming::FileName;
use crate::numbers::LabelCode;
use crate::text::Line;
use crate::time::Instant;

pub use handling::{CannotHandle, NewItem};
pub use places::{CannotPlace, Place, PlaceAbout, PlaceClosed, PlaceLaidDown, Places};
pub use spot_check::{
    CannotCheck, Comparison, Discrepancy, Finding, FindingSettled, PlaceChecked, Registered, SpotCheck,
};

/// What an item is, by its outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// A folder or binder.
    Folder,
    /// A closed envelope.
    Envelope,
    /// A stick, disk, cassette or another medium.
    Medium,
    /// A box.
    Box,
}

impl Form {
    /// Every form.
    pub const ALL: [Self; 4] = [Self::Folder, Self::Envelope, Self::Medium, Self::Box];

    /// The code that stands in names by the convention, as that of a type of document would.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Folder => "folder",
            Self::Envelope => "envelope",
            Self::Medium => "medium",
            Self::Box => "box",
        }
    }

    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Folder => "Folder or binder",
            Self::Envelope => "Envelope",
            Self::Medium => "Medium, such as a stick or cassette",
            Self::Box => "Box",
        }
    }
}

/// What is said of an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// What it is by its outside.
    pub form: Form,
    /// What it holds, in a line.
    pub title: Line,
}

/// A physical item is registered: from now on the case answers for where it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperRegistered {
    /// Its id.
    pub id: ItemId,
    /// Its running number in the case, counted with the documents.
    pub serial: u32,
    /// Its name by the convention that held on that day.
    pub name: FileName,
    /// The code on its label.
    pub label: LabelCode,
    /// What it is.
    pub about: About,
    /// Where it was put: one of the organisation's places.
    pub place: ItemId,
}

/// What was said of an item was wrong; it gets another name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperCorrected {
    /// Which one.
    pub id: ItemId,
    /// Its name from now on.
    pub name: FileName,
    /// What it is.
    pub about: About,
    /// Why.
    pub reason: Line,
}

/// An item was registered by mistake; it stays in the file, marked as such.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperWithdrawn {
    /// Which one.
    pub id: ItemId,
    /// Why.
    pub reason: Line,
}

/// An item is put into another place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperMoved {
    /// Which one.
    pub id: ItemId,
    /// From where.
    pub from: ItemId,
    /// Where it belongs now.
    pub to: ItemId,
    /// Why.
    pub reason: Line,
}

/// Somebody takes an item along.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperCheckedOut {
    /// Which one.
    pub id: ItemId,
    /// Who has it and answers for it.
    pub to: StaffId,
    /// For what.
    pub purpose: Line,
    /// The last day on which it may be out.
    pub due: Date,
}

/// An item comes back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperReturned {
    /// Which one.
    pub id: ItemId,
    /// Where it was put.
    pub place: ItemId,
    /// What was noticed about its condition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<Line>,
}

/// How an item leaves the file before the file ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "how", rename_all = "snake_case")]
pub enum Departure {
    /// It was given to whom it belongs.
    HandedOver {
        /// To whom.
        to: Line,
    },
    /// It was shredded because it is in the file as a document.
    Scanned {
        /// Which document.
        document: ItemId,
    },
}

/// An item is not here any more, and will not come back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperEnded {
    /// Which one.
    pub id: ItemId,
    /// How.
    pub departure: Departure,
    /// Who saw it, besides whoever signs.
    pub witness: StaffId,
    /// Why.
    pub reason: Line,
}

/// That an item is out of its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Out {
    /// Who has it.
    pub to: StaffId,
    /// For what.
    pub purpose: Line,
    /// The last day on which it may be out.
    pub due: Date,
    /// Since when.
    pub since: Instant,
    /// In which entry that stands.
    pub entry: EntryNumber,
}

/// Where an item is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whereabouts {
    /// In its place.
    InPlace,
    /// In somebody's hands.
    Out(Out),
    /// Not here any more.
    Ended,
    /// It was never an item of this case.
    Mistake,
}

/// One link in the chain of custody.
#[derive(Debug, Clone)]
pub struct Link {
    /// In which entry.
    pub entry: EntryNumber,
    /// Who signed.
    pub by: StaffId,
    /// When.
    pub at: Instant,
    /// What was done.
    pub event: Event,
}

/// A physical item as the case knows it.
#[derive(Debug, Clone)]
pub struct PaperItem {
    /// Its id.
    pub id: ItemId,
    /// Its running number in the case.
    pub serial: u32,
    /// The day that stands in its name: on which it was registered.
    pub registered: Instant,
    /// Its name now.
    pub name: FileName,
    /// The code on its label.
    pub label: LabelCode,
    /// What it is.
    pub about: About,
    /// How confidential what is said of it is.
    pub level: Level,
    /// The place where it belongs.
    pub place: ItemId,
    /// Where it is.
    pub whereabouts: Whereabouts,
    /// Its custody, the first link first; never empty.
    pub chain: Vec<Link>,
}

impl PaperItem {
    /// Whether the case answers for it: it is in its place or in somebody's hands.
    pub const fn is_here(&self) -> bool {
        matches!(self.whereabouts, Whereabouts::InPlace | Whereabouts::Out(_))
    }

    /// The entry that last said what it is: its registration, or a later correction.
    pub fn said(&self) -> EntryNumber {
        let says = |link: &&Link| matches!(link.event, Event::PaperRegistered(_) | Event::PaperCorrected(_));
        self.chain.iter().rev().find(says).map_or(EntryNumber::NONE, |link| link.entry)
    }

    /// In whose hands it is, if it is out.
    pub const fn out(&self) -> Option<&Out> {
        match &self.whereabouts {
            Whereabouts::Out(out) => Some(out),
            _ => None,
        }
    }
}

/// What a case file knows of its physical items.
#[derive(Debug, Clone, Default)]
pub struct Paper {
    /// Items in the order in which they were registered.
    pub all: Vec<PaperItem>,
}

impl Paper {
    /// Takes one more entry into account.
    pub fn apply(&mut self, entry: &Entry) {
        let (number, at) = (entry.id.number, entry.signed());
        let id = match &entry.event {
            Event::PaperRegistered(registered) => {
                self.all.push(item(registered, entry));
                registered.id
            }
            Event::PaperCorrected(PaperCorrected { id, .. })
            | Event::PaperWithdrawn(PaperWithdrawn { id, .. })
            | Event::PaperMoved(PaperMoved { id, .. })
            | Event::PaperCheckedOut(PaperCheckedOut { id, .. })
            | Event::PaperReturned(PaperReturned { id, .. })
            | Event::PaperEnded(PaperEnded { id, .. }) => *id,
            _ => return,
        };
        let Some(item) = self.all.iter_mut().find(|item| item.id == id) else { return };
        match &entry.event {
            Event::PaperCorrected(corrected) => {
                item.name.clone_from(&corrected.name);
                item.about.clone_from(&corrected.about);
            }
            Event::PaperWithdrawn(_) => item.whereabouts = Whereabouts::Mistake,
            Event::PaperMoved(moved) => item.place = moved.to,
            Event::PaperCheckedOut(out) => {
                let PaperCheckedOut { to, purpose, due, .. } = out.clone();
                item.whereabouts = Whereabouts::Out(Out { to, purpose, due, since: at, entry: number });
            }
            Event::PaperReturned(returned) => {
                item.place = returned.place;
                item.whereabouts = Whereabouts::InPlace;
            }
            Event::PaperEnded(_) => item.whereabouts = Whereabouts::Ended,
            _ => {}
        }
        item.chain.push(Link { entry: number, by: entry.author(), at, event: entry.event.clone() });
    }

    /// The item with this id.
    pub fn find(&self, id: ItemId) -> Option<&PaperItem> {
        self.all.iter().find(|item| item.id == id)
    }

    /// The items for which the case answers.
    pub fn here(&self) -> impl Iterator<Item = &PaperItem> {
        self.all.iter().filter(|item| item.is_here())
    }

    /// The items that are in somebody's hands.
    pub fn out(&self) -> impl Iterator<Item = (&PaperItem, &Out)> {
        self.all.iter().filter_map(|item| Some((item, item.out()?)))
    }
}

fn item(registered: &PaperRegistered, entry: &Entry) -> PaperItem {
    PaperItem {
        id: registered.id,
        serial: registered.serial,
        registered: entry.signed(),
        name: registered.name.clone(),
        label: registered.label,
        about: registered.about.clone(),
        level: entry.level,
        place: registered.place,
        whereabouts: Whereabouts::InPlace,
        chain: Vec::new(),
    }
}

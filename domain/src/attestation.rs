//! Attesting the filing of a case: every document and physical item is looked at before the case is closed, and is either present and correctly
//! filed, or wrong in a way that is put into words.
//!
//! Serves RC-4.5a. A mark speaks of an item as it stood in one entry. Another version, a correction or a mistake takes the mark away, so that the
//! item is looked at again; the marks of the others hold. What is wrong keeps the case open until somebody does something about it.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::cases::{CaseClosedNow, CaseFile};
use crate::documents::Document;
use crate::entry::Entry;
use crate::event::Event;
use crate::ids::{EntryNumber, ItemId, StaffId};
use crate::level::Level;
use crate::naming::FileName;
use crate::paper::PaperItem;
use crate::rulebook::Rulebook;
use crate::text::Line;
use crate::time::Instant;

/// What somebody says of one document or physical item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilingMark {
    /// Which one.
    pub item: ItemId,
    /// The entry in which it stood as it was looked at: its latest version, its registration, or its last correction.
    pub entry: EntryNumber,
    /// What is wrong with it; present and correctly filed when nothing is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wrong: Option<Line>,
}

/// Documents and physical items were looked at, each by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilingAttested {
    /// One mark for each.
    pub marks: Vec<FilingMark>,
}

/// A mark as the file knows it.
#[derive(Debug, Clone)]
pub struct Marked {
    /// What was said.
    pub mark: FilingMark,
    /// By whom.
    pub by: StaffId,
    /// When.
    pub at: Instant,
    /// In which entry.
    pub entry: EntryNumber,
}

/// What a case file knows of the filing of its documents and physical items.
#[derive(Debug, Clone, Default)]
pub struct Attestation {
    /// The marks that still hold.
    pub marks: BTreeMap<ItemId, Marked>,
}

impl Attestation {
    /// Takes one more entry into account.
    pub fn apply(&mut self, entry: &Entry) {
        let item = match &entry.event {
            Event::FilingAttested(attested) => {
                for mark in &attested.marks {
                    let (by, at, entry) = (entry.author(), entry.signed(), entry.id.number);
                    self.marks.insert(mark.item, Marked { mark: mark.clone(), by, at, entry });
                }
                return;
            }
            // whoever closes it the next time looks at everything again
            Event::CaseReopened(_) => return self.marks.clear(),
            Event::DocumentFiled(filed) => filed.id,
            Event::DocumentCorrected(corrected) => corrected.id,
            Event::DocumentWithdrawn(withdrawn) => withdrawn.id,
            Event::PaperRegistered(registered) => registered.id,
            Event::PaperCorrected(corrected) => corrected.id,
            Event::PaperWithdrawn(withdrawn) => withdrawn.id,
            Event::PaperEnded(ended) => ended.id,
            Event::PaperMoved(moved) => return self.remedied(moved.id),
            Event::PaperReturned(returned) => return self.remedied(returned.id),
            _ => return,
        };
        self.marks.remove(&item);
    }

    /// An item was put somewhere else: what was wrong may be right now. What was right stays so; where paper lies is the register's to say.
    fn remedied(&mut self, item: ItemId) {
        if self.marks.get(&item).is_some_and(|marked| marked.mark.wrong.is_some()) {
            self.marks.remove(&item);
        }
    }

    /// What was said of this item, if that still holds.
    pub fn of(&self, item: ItemId) -> Option<&Marked> {
        self.marks.get(&item)
    }
}

/// A document or a physical item for which the case answers.
#[derive(Debug, Clone, Copy)]
pub enum Filed<'a> {
    /// A document.
    Document(&'a Document),
    /// A physical item.
    Paper(&'a PaperItem),
}

impl Filed<'_> {
    /// Its id.
    pub const fn id(self) -> ItemId {
        match self {
            Self::Document(document) => document.id,
            Self::Paper(item) => item.id,
        }
    }

    /// What it is, in a line.
    pub const fn title(&self) -> &Line {
        match self {
            Self::Document(document) => &document.about.title,
            Self::Paper(item) => &item.about.title,
        }
    }

    /// Its name by the convention.
    pub const fn name(&self) -> &FileName {
        match self {
            Self::Document(document) => &document.name,
            Self::Paper(item) => &item.name,
        }
    }

    /// How confidential what is said of it is.
    pub fn level(self) -> Level {
        match self {
            Self::Document(document) => document.latest().map_or(Level::Confidential, |latest| latest.level),
            Self::Paper(item) => item.level,
        }
    }

    /// The entry that last said what it is.
    pub fn said(self) -> EntryNumber {
        match self {
            Self::Document(document) => document.said,
            Self::Paper(item) => item.said(),
        }
    }

    /// The day by which it is put in order: that on the document, or on which the item was registered.
    fn day(self, rules: &Rulebook) -> Date {
        match self {
            Self::Document(document) => document.about.dated,
            Self::Paper(item) => rules.office.today(item.registered),
        }
    }

    const fn serial(self) -> u32 {
        match self {
            Self::Document(document) => document.serial,
            Self::Paper(item) => item.serial,
        }
    }
}

/// How many are attested as present and correctly filed: the evidence of the first step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Attested {
    /// Documents.
    pub documents: usize,
    /// Physical items.
    pub items: usize,
}

impl CaseFile {
    /// Every document and physical item for which the case answers, in the order of their days (CM-4.2.4).
    pub fn filed(&self, rules: &Rulebook) -> Vec<Filed<'_>> {
        let documents = self.documents.all.iter().filter(|document| document.stands()).map(Filed::Document);
        let mut all: Vec<Filed<'_>> = documents.chain(self.paper.here().map(Filed::Paper)).collect();
        all.sort_by_key(|filed| (filed.day(rules), filed.serial()));
        all
    }

    /// Those of which nobody has said yet that they are present and correctly filed, or what is wrong.
    pub fn unattested(&self, rules: &Rulebook) -> Vec<Filed<'_>> {
        self.filed(rules).into_iter().filter(|filed| self.attestation.of(filed.id()).is_none()).collect()
    }

    /// How many documents and physical items are attested as present and correctly filed.
    pub fn attested(&self, rules: &Rulebook) -> Attested {
        let mut attested = Attested::default();
        for filed in self.filed(rules) {
            match filed {
                _ if self.attestation.of(filed.id()).is_none_or(|marked| marked.mark.wrong.is_some()) => {}
                Filed::Document(_) => attested.documents += 1,
                Filed::Paper(_) => attested.items += 1,
            }
        }
        attested
    }

    /// Decides on attesting the filing of documents and physical items, each as it stood when it was looked at (RC-4.5a).
    ///
    /// # Errors
    /// [`CannotAttest`] when the case is closed, nothing is said, or one of them has changed meanwhile.
    pub fn attest_filing(&self, order: FilingAttested, rules: &Rulebook) -> Result<Vec<Event>, CannotAttest> {
        self.must_be_open()?;
        if order.marks.is_empty() {
            return Err(CannotAttest::Nothing);
        }
        let filed: BTreeMap<ItemId, EntryNumber> =
            self.filed(rules).into_iter().map(|filed| (filed.id(), filed.said())).collect();
        if order.marks.iter().any(|mark| filed.get(&mark.item) != Some(&mark.entry)) {
            return Err(CannotAttest::Changed);
        }
        Ok(vec![Event::FilingAttested(order)])
    }
}

/// Why the filing cannot be attested like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotAttest {
    /// The case is closed.
    #[error(transparent)]
    Closed(#[from] CaseClosedNow),
    /// Not a single one is spoken of.
    #[error("everything has been looked at already")]
    Nothing,
    /// One has another version, was corrected, or does not count any more.
    #[error("something of this has changed since you looked at it; please look at it again")]
    Changed,
}

//! Spot checks: somebody looks into a place and compares what lies there with what should.
//!
//! Serves PT-4.4.3, RC-4.1, RC-4.3b. A spot check is a dossier of its own. It names items by their labels and ids and says nothing of what they hold, so
//! that it outlives the files; what was found wrong stays open until somebody has signed what became of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::entry::Entry;
use crate::event::Event;
use crate::ids::{DossierId, ItemId, StaffId};
use crate::numbers::LabelCode;
use crate::text::Line;
use crate::time::Instant;

/// What is wrong about an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Discrepancy {
    /// It should lie here, and does not.
    Missing,
    /// It lies here, and belongs into another place.
    BelongsElsewhere,
    /// It lies here, and somebody is said to have it.
    SaidToBeOut,
    /// It has a label that no item of the register has.
    Unknown,
}

impl Discrepancy {
    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Missing => "Missing",
            Self::BelongsElsewhere => "Belongs elsewhere",
            Self::SaidToBeOut => "Said to be out",
            Self::Unknown => "Not in the register",
        }
    }
}

/// An item of the register, as far as a spot check needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Registered {
    /// Whose item.
    pub case: DossierId,
    /// Which.
    pub item: ItemId,
    /// Its label.
    pub label: LabelCode,
    /// The place to which it belongs.
    pub place: ItemId,
    /// Whether somebody has it.
    pub out: bool,
}

/// Something that was found wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The label of the item.
    pub label: LabelCode,
    /// What is wrong.
    pub what: Discrepancy,
    /// Whose item it is, when that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<DossierId>,
    /// Which item it is, when that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<ItemId>,
}

/// Somebody has looked into a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceChecked {
    /// Which.
    pub place: ItemId,
    /// How many items were where they should be.
    pub right: u32,
    /// What was wrong.
    pub findings: Vec<Finding>,
}

/// What became of something that was found wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingSettled {
    /// The label of the item.
    pub label: LabelCode,
    /// What was done.
    pub how: Line,
}

/// What lies in a place and what should, at one moment.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// Which place.
    pub place: ItemId,
    /// The items of the register that should lie here, and those others whose labels were found.
    pub registered: Vec<Registered>,
    /// The labels that were found.
    pub found: Vec<LabelCode>,
}

impl Comparison {
    /// What comes of it, missing items first, each kind by its labels.
    pub fn result(&self) -> PlaceChecked {
        let known: BTreeMap<LabelCode, &Registered> = self.registered.iter().map(|item| (item.label, item)).collect();
        let mut labels: Vec<LabelCode> = self.found.clone();
        labels.sort_unstable();
        labels.dedup();
        let should = |item: &Registered| item.place == self.place && !item.out;
        let right = labels.iter().filter(|label| known.get(label).is_some_and(|item| should(item))).count();
        let wrong = |what: Discrepancy, item: &Registered| Finding {
            label: item.label,
            what,
            case: Some(item.case),
            item: Some(item.item),
        };
        let missing = known.values().filter(|item| should(item) && !labels.contains(&item.label));
        let mut findings: Vec<Finding> = missing.map(|item| wrong(Discrepancy::Missing, item)).collect();
        for label in &labels {
            match known.get(label) {
                None => findings.push(Finding { label: *label, what: Discrepancy::Unknown, case: None, item: None }),
                Some(item) if item.out => findings.push(wrong(Discrepancy::SaidToBeOut, item)),
                Some(item) if item.place != self.place => findings.push(wrong(Discrepancy::BelongsElsewhere, item)),
                Some(_) => {}
            }
        }
        findings.sort_by_key(|finding| (finding.what, finding.label));
        PlaceChecked { place: self.place, right: u32::try_from(right).unwrap_or(u32::MAX), findings }
    }
}

/// What the dossier of a spot check says so far.
#[derive(Debug, Clone, Default)]
pub struct SpotCheck {
    /// What was found, when and by whom; `None` before the first entry.
    pub checked: Option<(PlaceChecked, Instant, StaffId)>,
    /// What became of what was wrong: what was done, when and by whom.
    pub settled: BTreeMap<LabelCode, (Line, Instant, StaffId)>,
}

impl SpotCheck {
    /// Takes one more entry into account.
    pub fn apply(&mut self, entry: &Entry) {
        let (at, by) = (entry.signed(), entry.author());
        match &entry.event {
            Event::PlaceChecked(checked) => self.checked = Some((checked.clone(), at, by)),
            Event::FindingSettled(settled) => {
                self.settled.insert(settled.label, (settled.how.clone(), at, by));
            }
            _ => {}
        }
    }

    /// Everything that was wrong.
    pub fn findings(&self) -> &[Finding] {
        self.checked.as_ref().map_or(&[], |(checked, _, _)| checked.findings.as_slice())
    }

    /// What is wrong as long as nobody has said what became of it.
    pub fn open(&self) -> impl Iterator<Item = &Finding> {
        self.findings().iter().filter(|finding| !self.settled.contains_key(&finding.label))
    }

    /// Decides on recording a check: the first entry. `shown` are the labels that stood on the list when it was signed.
    ///
    /// # Errors
    /// [`CannotCheck`] when the dossier holds one already, or the list was another one.
    pub fn check(&self, comparison: &Comparison, shown: &[LabelCode]) -> Result<Vec<Event>, CannotCheck> {
        if self.checked.is_some() {
            return Err(CannotCheck::Checked);
        }
        let should = comparison.registered.iter().filter(|item| item.place == comparison.place && !item.out);
        let mut should: Vec<LabelCode> = should.map(|item| item.label).collect();
        let mut shown = shown.to_vec();
        should.sort_unstable();
        shown.sort_unstable();
        if should != shown {
            return Err(CannotCheck::Moved);
        }
        Ok(vec![Event::PlaceChecked(comparison.result())])
    }

    /// Decides on saying what became of a finding.
    ///
    /// # Errors
    /// [`CannotCheck::NotOpen`] when there is no such finding, or it is settled.
    pub fn settle(&self, order: FindingSettled) -> Result<Vec<Event>, CannotCheck> {
        if !self.open().any(|finding| finding.label == order.label) {
            return Err(CannotCheck::NotOpen);
        }
        Ok(vec![Event::FindingSettled(order)])
    }
}

/// Why a spot check cannot be recorded or changed like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotCheck {
    /// The dossier holds one already.
    #[error("this spot check is recorded already")]
    Checked,
    /// The place is none of the organisation's, or closed.
    #[error("there is no such place, or it is closed")]
    NoPlace,
    /// More items belong there than can be compared in one go.
    #[error(
        "more than 2,000 items belong here; divide the place into several, for instance its shelves, and check each"
    )]
    TooMany,
    /// Items were put there or taken away while it was checked.
    #[error("what should lie here has changed while you were looking; please compare again")]
    Moved,
    /// There is nothing to settle.
    #[error("somebody has said already what became of this")]
    NotOpen,
}

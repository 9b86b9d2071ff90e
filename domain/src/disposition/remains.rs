//! What remains of the files of a list: figures for statistics of those that are anonymised, and an archive's receipt for those that are handed over.
//!
//! Serves PT-5.1, RC-4.6b. Both come before the key is destroyed. Figures are those of at least [`LEAST`] files together: what is rarer is told less
//! exactly, step by step, until it is no rarer, and of the last few nothing is told but that they were there.
//!
//! # Source
//! k-anonymity by generalisation (Sweeney 2002); ISO 15489-1 (transfer of custody).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{CannotDispose, Disposition, Finding};
use crate::cases::{CaseFile, Standing};
use crate::closure::Outcome;
use crate::event::Event;
use crate::ids::{DossierId, StaffId};
use crate::retention::Disposal;
use crate::rulebook::Rulebook;
use crate::text::Line;
use crate::time::Instant;

/// Of how many files together figures are kept at least.
pub const LEAST: usize = 5;

/// What is counted of one file; nothing of it leaves this module by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Traits {
    /// Code of the programme.
    pub programme: String,
    /// How it ended.
    pub outcome: Outcome,
    /// The year in which it was closed.
    pub year: i16,
    /// How many whole months it was open.
    pub months: u32,
    /// Sessions that were held.
    pub sessions: u32,
    /// Contacts outside sessions.
    pub contacts: u32,
}

impl Traits {
    /// What is counted of this case; `None` when it is not closed.
    pub fn of(case: &CaseFile, rules: &Rulebook) -> Option<Self> {
        let (Some(opening), Standing::Closed(closure)) = (&case.opening, &case.standing) else { return None };
        let (opened, closed) = (rules.office.today(opening.at), rules.office.today(closure.at));
        let months = opened.until((jiff::Unit::Month, closed)).map_or(0, |span| span.get_months());
        Some(Self {
            programme: opening.opened.programme.clone(),
            outcome: closure.closed.ending.outcome,
            year: closed.year(),
            months: u32::try_from(months).unwrap_or(0),
            sessions: u32::try_from(case.sessions.held.len()).unwrap_or(u32::MAX),
            contacts: case.contacts.count,
        })
    }
}

/// What files had in common, as far as it is told.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Common {
    /// Code of the programme.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub programme: Option<String>,
    /// The year in which they were closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<i16>,
    /// How they ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
}

/// Files that are counted together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// What they had in common.
    pub common: Common,
    /// How many they were.
    pub files: u32,
    /// Their sums; nothing when they are too few to be told of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sums: Option<Sums>,
}

/// Sums over files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sums {
    /// Whole months for which they were open.
    pub months: u32,
    /// Sessions that were held.
    pub sessions: u32,
    /// Contacts outside sessions.
    pub contacts: u32,
}

/// Figures of the files of a list that are anonymised; nothing else is kept of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FiguresKept {
    /// The figures.
    pub figures: Vec<Figure>,
}

/// Files of a list were handed over to an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilesTransferred {
    /// Which.
    pub files: Vec<DossierId>,
    /// To whom.
    pub to: Line,
    /// What the archive gave for it: the number of its receipt, or of the accession.
    pub receipt: Line,
}

/// The figures of these files.
pub fn figures(files: &[Traits]) -> Vec<Figure> {
    let (mut told, mut left): (Vec<Figure>, Vec<&Traits>) = (Vec::new(), files.iter().collect());
    // what is told, from the most to the least
    let steps: [fn(&Traits) -> Common; 4] = [
        |one| Common { programme: Some(one.programme.clone()), year: Some(one.year), outcome: Some(one.outcome) },
        |one| Common { programme: Some(one.programme.clone()), year: Some(one.year), outcome: None },
        |one| Common { programme: None, year: Some(one.year), outcome: None },
        |_| Common::default(),
    ];
    for common in steps {
        let mut groups: BTreeMap<Common, Vec<&Traits>> = BTreeMap::new();
        for one in std::mem::take(&mut left) {
            groups.entry(common(one)).or_default().push(one);
        }
        for (common, group) in groups {
            match group.len() < LEAST {
                true => left.extend(group),
                false => told.push(figure(common, &group, true)),
            }
        }
    }
    if !left.is_empty() {
        told.push(figure(Common::default(), &left, false));
    }
    told
}

fn figure(common: Common, files: &[&Traits], many: bool) -> Figure {
    let sum = |of: fn(&Traits) -> u32| files.iter().map(|one| of(one)).fold(0, u32::saturating_add);
    let sums =
        || Sums { months: sum(|one| one.months), sessions: sum(|one| one.sessions), contacts: sum(|one| one.contacts) };
    Figure { common, files: u32::try_from(files.len()).unwrap_or(u32::MAX), sums: many.then(sums) }
}

impl Disposition {
    /// The files of the list that an archive has.
    pub fn handed_over(&self) -> BTreeSet<DossierId> {
        self.transferred.iter().flat_map(|(transferred, _, _)| transferred.files.iter().copied()).collect()
    }

    /// Which of these files have to be handed over to an archive and are not yet.
    pub fn to_hand_over(&self, going: &[DossierId]) -> Vec<DossierId> {
        let had = self.handed_over();
        let listed = self.files().iter().filter(|listed| listed.term.class.action == Disposal::Transfer);
        listed.map(|listed| listed.file).filter(|file| going.contains(file) && !had.contains(file)).collect()
    }

    /// Decides on recording that an archive has all files that are handed over and would go now. Nothing is destroyed before.
    ///
    /// # Errors
    /// [`CannotDispose`] when the list may not be carried out yet, or nothing is to be handed over.
    pub fn hand_over(
        &self,
        (to, receipt): (Line, Line),
        findings: &BTreeMap<DossierId, Finding>,
        now: Instant,
        rules: &Rulebook,
    ) -> Result<Vec<Event>, CannotDispose> {
        self.may_be_ordered(now, rules)?;
        let (going, _) = self.sort(findings, rules.office.today(now));
        let files = self.to_hand_over(&going);
        if files.is_empty() {
            return Err(CannotDispose::NothingToHandOver);
        }
        Ok(vec![Event::FilesTransferred(FilesTransferred { files, to, receipt })])
    }

    /// What is kept of these files for statistics; nothing when none of them is anonymised.
    pub(super) fn kept_figures(
        &self,
        going: &[DossierId],
        findings: &BTreeMap<DossierId, Finding>,
    ) -> Result<Option<FiguresKept>, CannotDispose> {
        let anonymised = |file: &DossierId| {
            let listed = self.files().iter().find(|listed| listed.file == *file)?;
            (listed.term.class.action == Disposal::Anonymise && listed.client.is_some()).then_some(listed)
        };
        let files: Vec<DossierId> = going.iter().copied().filter(|file| anonymised(file).is_some()).collect();
        let counted = |file| findings.get(file).and_then(|found| found.traits.clone()).ok_or(CannotDispose::Changed);
        let traits = files.iter().map(counted).collect::<Result<Vec<Traits>, _>>()?;
        Ok((!traits.is_empty()).then(|| FiguresKept { figures: figures(&traits) }))
    }
}

/// An archive's receipt as the list knows it: what was handed over, when, and who signed.
pub type Transferred = (FilesTransferred, Instant, StaffId);

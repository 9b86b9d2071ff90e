//! Disposition lists: files that are due by the schedule, frozen for a decision, approved by two people, and destroyed after a rest.
//!
//! Serves PT-5.1, PT-5.2, RC-4.6b, RC-5. A list is computed, never typed. Each line can be kept longer, with a reason; the others are destroyed
//! only when the data protection officer and a supervisor or director have approved the list, neither of whom prepared it, when the list has
//! rested, and when at that moment nothing holds the file, the schedule says the same as on the list, and the file is still due. What it has on paper
//! is destroyed first, before a witness. A person starts it.
//!
//! # Source
//! ISO 15489-1 (disposition list, confirmation); security, promise on destruction.

mod findings;
mod remains;

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::entry::Entry;
use crate::event::Event;
use crate::ids::{DossierId, StaffId};
use crate::numbers::LabelCode;
use crate::retention::Term;
use crate::staff::Role;
use crate::text::Line;
use crate::time::Instant;

pub use findings::{CannotDispose, Finding, MOST_LINES, PaperFound, PassedOver, ShredPaper, Why};
pub use remains::{Common, Figure, FiguresKept, FilesTransferred, LEAST, Sums, Traits, Transferred, figures};

/// One file on a list, as it was computed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedFile {
    /// Which: a case, or the identity of a client whose cases all stand on the list.
    pub file: DossierId,
    /// Whose case it is; nothing for the identity of a client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client: Option<DossierId>,
    /// Its number as people read it.
    pub number: String,
    /// The rule of the schedule, from which day it counted, and the last day of keeping.
    pub term: Term,
    /// The day on which it was opened.
    pub opened: Date,
    /// The day on which it was closed.
    pub closed: Date,
}

/// The records officer prepares a list; no file on it was held at that time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DispositionPrepared {
    /// Its lines.
    pub files: Vec<ListedFile>,
}

/// A file of the list is kept longer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileKeptLonger {
    /// Which.
    pub file: DossierId,
    /// The last day on which it is kept.
    pub until: Date,
    /// Why.
    pub reason: Line,
}

/// For whom somebody approves a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Approver {
    /// The data protection officer.
    Protection,
    /// A supervisor or the director.
    Supervision,
}

impl Approver {
    /// Both, in the order in which they are shown.
    pub const ALL: [Self; 2] = [Self::Protection, Self::Supervision];

    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Protection => "Data protection officer",
            Self::Supervision => "Supervisor or director",
        }
    }

    /// Whoever holds one of these approves for it.
    pub const fn roles(self) -> &'static [Role] {
        match self {
            Self::Protection => &[Role::DataProtectionOfficer],
            Self::Supervision => &[Role::Supervisor, Role::Director],
        }
    }

    /// For whom somebody approves who holds this role.
    pub fn of(role: Role) -> Option<Self> {
        Self::ALL.into_iter().find(|approver| approver.roles().contains(&role))
    }
}

/// Somebody approves that the files of the list are destroyed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DispositionApproved {
    /// For whom.
    pub approver: Approver,
}

/// The list is given up; nothing on it is destroyed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DispositionWithdrawn {
    /// Why.
    pub reason: Line,
}

/// The destruction is started: from this entry on it goes on until it is done, whatever happens to the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DestructionOrdered {
    /// The files that are destroyed.
    pub files: Vec<DossierId>,
    /// Those of the list that are not, and why.
    pub passed_over: Vec<PassedOver>,
    /// What was said about the clock, when it had jumped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock: Option<Line>,
}

/// A file is destroyed: its key is gone, and whatever was derived from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileDestroyed {
    /// Which.
    pub file: DossierId,
    /// SHA-256 of the wrapped key that was removed, in hexadecimal; it says nothing about the key.
    pub key: String,
    /// How many entries it had; they stay, as ciphertext that nobody can open.
    pub entries: u32,
}

/// No backup holds the keys of these files any more: they are beyond recovery. The program has looked, and nobody can say so by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyCopiesExpired {
    /// Which files.
    pub files: Vec<DossierId>,
}

/// The paper of a file was destroyed, before a witness; the file itself follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperDestroyed {
    /// Whose paper.
    pub file: DossierId,
    /// The labels of what was destroyed.
    pub labels: Vec<LabelCode>,
    /// How, such as the class of the shredder.
    pub how: Line,
    /// Who saw it, besides whoever signs.
    pub witness: StaffId,
}

/// A file that is kept longer.
#[derive(Debug, Clone)]
pub struct Kept {
    /// The last day.
    pub until: Date,
    /// Why.
    pub reason: Line,
    /// When that was decided, and by whom.
    pub decided: (Instant, StaffId),
}

/// How far a list is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Waits for its approvals.
    Prepared,
    /// Approved by both at this time; it rests.
    Approved(Instant),
    /// Files are being destroyed.
    Ordered,
    /// All that was ordered is destroyed.
    Done,
    /// Given up.
    Withdrawn,
}

/// What the dossier of a list says so far.
#[derive(Debug, Clone, Default)]
pub struct Disposition {
    /// Its lines, when it was prepared and by whom; `None` before the first entry.
    pub prepared: Option<(Vec<ListedFile>, Instant, StaffId)>,
    /// The files that are kept longer.
    pub kept: BTreeMap<DossierId, Kept>,
    /// The approvals: for whom, when, by whom.
    pub approvals: BTreeMap<Approver, (Instant, StaffId)>,
    /// When it was given up, by whom and why.
    pub withdrawn: Option<(Instant, StaffId, Line)>,
    /// What was ordered, when and by whom.
    pub ordered: Option<(DestructionOrdered, Instant, StaffId)>,
    /// The paper that is destroyed: what, when, and who signed.
    pub paper: BTreeMap<DossierId, (PaperDestroyed, Instant, StaffId)>,
    /// The receipts of archives: what was handed over, when, and who signed.
    pub transferred: Vec<Transferred>,
    /// What is kept for statistics of the files that were anonymised.
    pub figures: Option<FiguresKept>,
    /// What is destroyed, and since when.
    pub destroyed: BTreeMap<DossierId, (FileDestroyed, Instant)>,
    /// What is beyond recovery, and since when that is known.
    pub beyond: BTreeMap<DossierId, Instant>,
}

impl Disposition {
    /// Takes one more entry into account.
    pub fn apply(&mut self, entry: &Entry) {
        let (at, by) = (entry.signed(), entry.author());
        match &entry.event {
            Event::DispositionPrepared(prepared) => self.prepared = Some((prepared.files.clone(), at, by)),
            Event::FileKeptLonger(kept) => {
                let decided = Kept { until: kept.until, reason: kept.reason.clone(), decided: (at, by) };
                self.kept.insert(kept.file, decided);
            }
            Event::DispositionApproved(approved) => drop(self.approvals.insert(approved.approver, (at, by))),
            Event::DispositionWithdrawn(withdrawn) => self.withdrawn = Some((at, by, withdrawn.reason.clone())),
            Event::DestructionOrdered(ordered) => self.ordered = Some((ordered.clone(), at, by)),
            Event::PaperDestroyed(paper) => drop(self.paper.insert(paper.file, (paper.clone(), at, by))),
            Event::FilesTransferred(transferred) => self.transferred.push((transferred.clone(), at, by)),
            Event::FiguresKept(kept) => self.figures = Some(kept.clone()),
            Event::FileDestroyed(destroyed) => drop(self.destroyed.insert(destroyed.file, (destroyed.clone(), at))),
            Event::KeyCopiesExpired(expired) => self.beyond.extend(expired.files.iter().map(|file| (*file, at))),
            _ => {}
        }
    }

    /// Its lines.
    pub fn files(&self) -> &[ListedFile] {
        self.prepared.as_ref().map_or(&[], |(files, _, _)| files.as_slice())
    }

    /// The files that were ordered to be destroyed and are not yet.
    pub fn pending(&self) -> Vec<DossierId> {
        let ordered = self.ordered.iter().flat_map(|(ordered, _, _)| &ordered.files);
        ordered.filter(|file| !self.destroyed.contains_key(file)).copied().collect()
    }

    /// The files that are destroyed and of which a backup may still hold the key, with the time of their destruction.
    pub fn recoverable(&self) -> impl Iterator<Item = (DossierId, Instant)> {
        let destroyed = self.destroyed.iter().filter(|(file, _)| !self.beyond.contains_key(file));
        destroyed.map(|(file, (_, at))| (*file, *at))
    }

    /// How far it is.
    pub fn progress(&self) -> Progress {
        let second = self.approvals.values().map(|(at, _)| *at).max();
        match (&self.withdrawn, &self.ordered, second) {
            (Some(_), _, _) => Progress::Withdrawn,
            (_, Some(_), _) if self.pending().is_empty() => Progress::Done,
            (_, Some(_), _) => Progress::Ordered,
            (_, _, Some(at)) if self.approvals.len() == Approver::ALL.len() => Progress::Approved(at),
            _ => Progress::Prepared,
        }
    }

    /// Whether its files are still waiting for a decision or for their destruction to be started.
    pub fn is_open(&self) -> bool {
        matches!(self.progress(), Progress::Prepared | Progress::Approved(_))
    }

    /// Decides on preparing: the first entry.
    ///
    /// # Errors
    /// [`CannotDispose`] when there is a list already, or nothing is due.
    pub fn prepare(&self, order: DispositionPrepared) -> Result<Vec<Event>, CannotDispose> {
        if self.prepared.is_some() {
            return Err(CannotDispose::Prepared);
        }
        if order.files.is_empty() {
            return Err(CannotDispose::NothingDue);
        }
        Ok(vec![Event::DispositionPrepared(order)])
    }

    /// Decides on keeping one file longer.
    ///
    /// # Errors
    /// [`CannotDispose`] when the list is not open, the file not on it, or the day not ahead.
    pub fn keep_longer(&self, order: FileKeptLonger, today: Date) -> Result<Vec<Event>, CannotDispose> {
        self.must_be_open()?;
        if !self.files().iter().any(|listed| listed.file == order.file) {
            return Err(CannotDispose::NotListed);
        }
        if order.until <= today {
            return Err(CannotDispose::NotAhead);
        }
        Ok(vec![Event::FileKeptLonger(order)])
    }

    /// Decides on an approval.
    ///
    /// # Errors
    /// [`CannotDispose`] when one prepared the list oneself, has approved it, or it is approved for this role.
    pub fn approve(&self, order: DispositionApproved, by: StaffId) -> Result<Vec<Event>, CannotDispose> {
        self.must_be_open()?;
        if self.prepared.as_ref().is_some_and(|(_, _, preparer)| *preparer == by) {
            return Err(CannotDispose::OwnList);
        }
        if self.approvals.contains_key(&order.approver) {
            return Err(CannotDispose::ApprovedAlready);
        }
        if self.approvals.values().any(|(_, approver)| *approver == by) {
            return Err(CannotDispose::SecondApproval);
        }
        if self.files().iter().all(|listed| self.kept.contains_key(&listed.file)) {
            return Err(CannotDispose::AllKept);
        }
        Ok(vec![Event::DispositionApproved(order)])
    }

    /// Decides on giving the list up.
    ///
    /// # Errors
    /// [`CannotDispose`] when it is not open.
    pub fn withdraw(&self, order: DispositionWithdrawn) -> Result<Vec<Event>, CannotDispose> {
        self.must_be_open()?;
        Ok(vec![Event::DispositionWithdrawn(order)])
    }

    /// Decides on recording that a file is destroyed.
    ///
    /// # Errors
    /// [`CannotDispose`] when that was not ordered, or is recorded.
    pub fn finish(&self, order: FileDestroyed) -> Result<Vec<Event>, CannotDispose> {
        if !self.pending().contains(&order.file) {
            return Err(CannotDispose::NotOrdered);
        }
        Ok(vec![Event::FileDestroyed(order)])
    }

    /// Decides on recording that no backup holds the keys of these files any more.
    ///
    /// # Errors
    /// [`CannotDispose`] when one of them is not destroyed, or all that is recorded already.
    pub fn expire(&self, files: &[DossierId]) -> Result<Vec<Event>, CannotDispose> {
        if files.iter().any(|file| !self.destroyed.contains_key(file)) {
            return Err(CannotDispose::NotOrdered);
        }
        let files: Vec<DossierId> = files.iter().copied().filter(|file| !self.beyond.contains_key(file)).collect();
        if files.is_empty() {
            return Err(CannotDispose::NotOrdered);
        }
        Ok(vec![Event::KeyCopiesExpired(KeyCopiesExpired { files })])
    }

    fn must_be_open(&self) -> Result<(), CannotDispose> {
        match self.prepared {
            Some(_) if self.is_open() => Ok(()),
            Some(_) => Err(CannotDispose::NotOpen),
            None => Err(CannotDispose::NotPrepared),
        }
    }
}

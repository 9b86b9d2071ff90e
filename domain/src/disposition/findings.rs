//! What is found about the files of a list at the moment of their destruction, and what follows from it.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{DestructionOrdered, Disposition, ListedFile, PaperDestroyed, Progress, Traits};
use crate::event::Event;
use crate::ids::{DossierId, StaffId};
use crate::numbers::LabelCode;
use crate::retention::Term;
use crate::rulebook::Rulebook;
use crate::text::Line;
use crate::time::Instant;

/// How many lines a list has at most, so that it can be read by whoever approves it.
pub const MOST_LINES: usize = 200;

/// What is found about one file just before it is destroyed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Whether a matter or an earlier decision keeps it.
    pub held: bool,
    /// What the schedule says of it now; nothing when it says nothing.
    pub term: Option<Term>,
    /// For the identity of a client: the cases that there still are.
    pub cases: Vec<DossierId>,
    /// The physical items for which it answers.
    pub paper: Vec<PaperFound>,
    /// What is counted of it before it is anonymised; of files of such a class alone.
    pub traits: Option<Traits>,
}

/// A physical item of a file that is to be destroyed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaperFound {
    /// Its label.
    pub label: LabelCode,
    /// Whether somebody has it.
    pub out: bool,
}

/// That the paper of a list is destroyed.
#[derive(Debug, Clone)]
pub struct ShredPaper {
    /// How.
    pub how: Line,
    /// Who saw it.
    pub witness: StaffId,
}

/// Why a file of a list is not destroyed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// It is kept longer by a decision on this list.
    Kept,
    /// A matter holds it, or an earlier decision, by itself or with its client.
    Held,
    /// The schedule has changed since the list was prepared.
    RuleChanged,
    /// It is not due any more.
    NotDue,
    /// It is not closed any more, or not there.
    Gone,
    /// The client has another case.
    OtherCase,
}

impl Why {
    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Kept => "Kept longer",
            Self::Held => "Held by a matter, or kept longer by a decision",
            Self::RuleChanged => "The schedule has changed since this list was prepared",
            Self::NotDue => "Not due any more",
            Self::Gone => "Opened again, or not there any more",
            Self::OtherCase => "The client has another case",
        }
    }
}

/// A file of a list that is not destroyed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassedOver {
    /// Which.
    pub file: DossierId,
    /// Why.
    pub why: Why,
}

impl Disposition {
    /// Why this file of the list would not be destroyed now; `None` when it would be. What concerns a client's other cases is not asked here.
    pub fn hindrance(&self, listed: &ListedFile, found: Option<&Finding>, today: Date) -> Option<Why> {
        if self.kept.contains_key(&listed.file) {
            return Some(Why::Kept);
        }
        let Some(found) = found else { return Some(Why::Gone) };
        if found.held {
            return Some(Why::Held);
        }
        match &found.term {
            None => Some(Why::Gone),
            Some(term) if term.class != listed.term.class => Some(Why::RuleChanged),
            Some(term) if today <= term.until => Some(Why::NotDue),
            Some(_) => None,
        }
    }

    /// Decides on starting the destruction: the order, and what is kept for statistics. Files about which nothing was found are not there any more.
    ///
    /// # Errors
    /// [`CannotDispose`] when approvals are missing, the list has not rested, no file is left to be destroyed, or paper or an archive's receipt is
    /// missing.
    pub fn order_destruction(
        &self,
        findings: &BTreeMap<DossierId, Finding>,
        clock: Option<Line>,
        now: Instant,
        rules: &Rulebook,
    ) -> Result<Vec<Event>, CannotDispose> {
        self.may_be_ordered(now, rules)?;
        let (files, passed_over) = self.sort(findings, rules.office.today(now));
        if files.is_empty() {
            return Err(CannotDispose::NothingLeft);
        }
        let left = |file: &DossierId| findings.get(file).map_or(0, |found| self.paper_left(*file, found).len());
        match files.iter().map(left).sum() {
            0 => {}
            items => return Err(CannotDispose::PaperLeft(items)),
        }
        match self.to_hand_over(&files).len() {
            0 => {}
            files => return Err(CannotDispose::NotHandedOver(files)),
        }
        let figures = self.kept_figures(&files, findings)?;
        let ordered = Event::DestructionOrdered(DestructionOrdered { files, passed_over, clock });
        Ok(std::iter::once(ordered).chain(figures.map(Event::FiguresKept)).collect())
    }

    /// Which files would be destroyed now, and which not.
    pub(super) fn sort(
        &self,
        findings: &BTreeMap<DossierId, Finding>,
        today: Date,
    ) -> (Vec<DossierId>, Vec<PassedOver>) {
        let (mut files, mut passed_over) = (Vec::new(), Vec::new());
        // cases before the identities of clients, which go only with the last case
        let mut lines: Vec<&ListedFile> = self.files().iter().collect();
        lines.sort_by_key(|listed| listed.client.is_none());
        for listed in lines {
            let found = findings.get(&listed.file);
            let other = found.is_some_and(|found| found.cases.iter().any(|case| !files.contains(case)));
            match self.hindrance(listed, found, today).or(other.then_some(Why::OtherCase)) {
                Some(why) => passed_over.push(PassedOver { file: listed.file, why }),
                None => files.push(listed.file),
            }
        }
        (files, passed_over)
    }

    /// The items of a file of which nobody has signed that they are destroyed.
    pub fn paper_left(&self, file: DossierId, found: &Finding) -> Vec<PaperFound> {
        let signed = self.paper.get(&file).map(|(paper, _, _)| paper.labels.as_slice()).unwrap_or_default();
        found.paper.iter().filter(|item| !signed.contains(&item.label)).copied().collect()
    }

    /// Decides on recording that the paper of all files is destroyed that would be destroyed now: paper and digital go together, the paper first,
    /// because of it no copy could be raised.
    ///
    /// # Errors
    /// [`CannotDispose`] when the list may not be carried out yet, no paper is left, some is not in its place, or the witness is the signer.
    pub fn destroy_paper(
        &self,
        order: &ShredPaper,
        findings: &BTreeMap<DossierId, Finding>,
        by: StaffId,
        now: Instant,
        rules: &Rulebook,
    ) -> Result<Vec<Event>, CannotDispose> {
        self.may_be_ordered(now, rules)?;
        if order.witness == by {
            return Err(CannotDispose::OwnWitness);
        }
        let (files, _) = self.sort(findings, rules.office.today(now));
        let mut events = Vec::new();
        for file in files {
            let Some(found) = findings.get(&file) else { continue };
            let left = self.paper_left(file, found);
            if left.iter().any(|item| item.out) {
                return Err(CannotDispose::PaperOut);
            }
            if !left.is_empty() {
                let labels = found.paper.iter().map(|item| item.label).collect();
                let ShredPaper { how, witness } = order.clone();
                events.push(Event::PaperDestroyed(PaperDestroyed { file, labels, how, witness }));
            }
        }
        if events.is_empty() { Err(CannotDispose::NoPaper) } else { Ok(events) }
    }

    /// Whether the destruction may be started now, as far as the list itself says.
    ///
    /// # Errors
    /// [`CannotDispose`] when it is not approved, or has not rested.
    pub fn may_be_ordered(&self, now: Instant, rules: &Rulebook) -> Result<(), CannotDispose> {
        match self.progress() {
            Progress::Approved(at) if now < rested(at, rules) => Err(CannotDispose::Resting),
            Progress::Approved(_) => Ok(()),
            Progress::Prepared => Err(CannotDispose::NotApproved),
            Progress::Ordered | Progress::Done | Progress::Withdrawn => Err(CannotDispose::NotOpen),
        }
    }
}

/// When a list has rested that was approved by both at this time.
pub(crate) fn rested(approved: Instant, rules: &Rulebook) -> Instant {
    approved.plus_seconds(i64::from(rules.schedule.cooling_days) * 86_400)
}

impl Rulebook {
    /// When a list has rested that was approved by both at this time.
    pub fn rested(&self, approved: Instant) -> Instant {
        rested(approved, self)
    }
}

/// Why a list cannot be dealt with like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotDispose {
    /// The dossier holds a list already.
    #[error("this list is prepared already")]
    Prepared,
    /// Nobody prepared it.
    #[error("there is no such list")]
    NotPrepared,
    /// No file is due.
    #[error("no file is due by the schedule that is not held or on another list")]
    NothingDue,
    /// It was decided on.
    #[error("this list is not open any more")]
    NotOpen,
    /// The file is not on it.
    #[error("this file is not on the list")]
    NotListed,
    /// The day has passed.
    #[error("please give a day ahead, until which the file is kept")]
    NotAhead,
    /// One's own list.
    #[error("nobody approves their own list; somebody else has to decide")]
    OwnList,
    /// It is approved for this role.
    #[error("this list is approved already for this role")]
    ApprovedAlready,
    /// One person cannot approve for both.
    #[error("you have approved this list; somebody else has to approve it in the other role")]
    SecondApproval,
    /// Every file is kept longer.
    #[error("every file on this list is kept longer; withdraw the list instead")]
    AllKept,
    /// An approval is missing.
    #[error("two people have to approve this list before anything is destroyed")]
    NotApproved,
    /// It has not rested.
    #[error("this list still rests; nothing can be destroyed before that is over")]
    Resting,
    /// Paper of these files is still there.
    #[error("{0} physical items of these files are still there; somebody has to sign first that they are destroyed")]
    PaperLeft(usize),
    /// No archive has these files yet.
    #[error("{0} files of this list go to an archive; somebody has to sign first that it has them")]
    NotHandedOver(usize),
    /// No file goes to an archive, or that it has them is signed.
    #[error("no file of this list is left to be handed over")]
    NothingToHandOver,
    /// Paper of these files is not in its place.
    #[error("somebody has an item of one of these files; it has to be returned first")]
    PaperOut,
    /// There is no paper, or that it is destroyed is signed.
    #[error("no physical item of these files is left")]
    NoPaper,
    /// The signer cannot be the witness.
    #[error("somebody else has to be the witness")]
    OwnWitness,
    /// The witness does not work here.
    #[error("please choose a witness who works here")]
    NoWitness,
    /// No file is left.
    #[error("no file of this list can be destroyed now; each line says why")]
    NothingLeft,
    /// A file has changed at the same moment.
    #[error("a file of this list has changed or was held at this moment; please look at the list again")]
    Changed,
    /// The clock has jumped.
    #[error(
        "the clock of the server has moved by more than an hour; please look at a clock and say in words that the time is right"
    )]
    ClockJumped,
    /// The destruction of this file was not ordered.
    #[error("the destruction of this file was not ordered, or is recorded already")]
    NotOrdered,
}

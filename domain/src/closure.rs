//! Closing a case: the gate that lists what is still open, the five steps of the checklist, and reopening.
//!
//! Serves RC-4.4, RC-4.5, RC-4.6b, RC-5. A case cannot close while anything is open; each step of the checklist is signed in its own role, and
//! nobody signs in two roles. (The procedure names the case manager for the first two steps: one person may sign both.)

mod ending;
mod onward;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::cases::{CaseFile, Standing};
use crate::entry::Entry;
use crate::event::Event;
use crate::ids::{EntryNumber, ItemId, StaffId};
use crate::retention::Term;
use crate::rulebook::Rulebook;
use crate::staff::Role;
use crate::text::{Line, Narrative};
use crate::time::Instant;

pub use crate::gate::{Blocker, CannotClose};
pub use ending::{Ending, Outcome};
pub use onward::{CannotHandOn, HandedOn, Lack, Onward};

/// A step of the closure checklist (RC-5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rung {
    /// All actions and outcomes are documented.
    Documented,
    /// The record is whole and correct; computed by verifying the dossier.
    Verified,
    /// The supervisor agrees.
    Approved,
    /// Archived or scheduled for destruction.
    Scheduled,
    /// Access is taken back.
    AccessRevoked,
}

impl Rung {
    /// The steps in their order.
    pub const ALL: [Self; 5] = [Self::Documented, Self::Verified, Self::Approved, Self::Scheduled, Self::AccessRevoked];

    /// Whose step it is.
    pub const fn role(self) -> Role {
        match self {
            Self::Documented | Self::Verified => Role::Caseworker,
            Self::Approved => Role::Supervisor,
            Self::Scheduled => Role::RecordsOfficer,
            Self::AccessRevoked => Role::ItAdministrator,
        }
    }

    /// What the step says.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Documented => "Actions and outcomes are documented",
            Self::Verified => "The file is whole and correct",
            Self::Approved => "Approved",
            Self::Scheduled => "Kept or destroyed, by schedule",
            Self::AccessRevoked => "Access taken back",
        }
    }
}

/// One step of the checklist is signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RungSigned {
    /// Which step.
    pub rung: Rung,
    /// How the case ends; with the first step only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ending: Option<Ending>,
    /// Computed evidence, such as "26 of 26 entries verify", or a remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Line>,
    /// The last day on which the file is kept; with the fourth step only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keep_until: Option<Date>,
    /// The rule of the schedule by which it is; with the fourth step only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term: Option<Term>,
}

/// The case is closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseClosed {
    /// How it ended.
    pub ending: Ending,
    /// The last day on which the file is kept (PT-5.1).
    pub keep_until: Date,
}

/// Somebody asks for a closed case to be opened again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReopeningAsked {
    /// Its id.
    pub id: ItemId,
    /// Why.
    pub reason: Narrative,
}

/// The reopening is approved by somebody else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseReopened {
    /// Which request.
    pub asked: ItemId,
    /// Who carries the case from now on.
    pub assignment: crate::cases::Assignment,
}

/// How a closed case ended.
#[derive(Debug, Clone)]
pub struct Closure {
    /// What was laid down.
    pub closed: CaseClosed,
    /// When it was closed.
    pub at: Instant,
    /// By whom.
    pub by: StaffId,
    /// In which entry.
    pub entry: EntryNumber,
}

impl Closure {
    /// The closure that this entry made.
    pub fn of(closed: &CaseClosed, entry: &Entry) -> Self {
        Self { closed: closed.clone(), at: entry.signed(), by: entry.author(), entry: entry.id.number }
    }
}

/// A signed step as the file knows it.
#[derive(Debug, Clone)]
pub struct SignedRung {
    /// What was signed.
    pub signed: RungSigned,
    /// By whom.
    pub by: StaffId,
    /// When.
    pub at: Instant,
    /// In which entry.
    pub entry: EntryNumber,
}

/// The closure that is being prepared.
#[derive(Debug, Clone, Default)]
pub struct Closing {
    /// The steps that are signed.
    pub signed: Vec<SignedRung>,
    /// A request to reopen that waits for approval: the request, by whom, when.
    pub asked: Option<(ReopeningAsked, StaffId, Instant)>,
    /// When IT has looked at who can still open it, by whom, and in which entry.
    pub verified: Option<(StaffId, Instant, EntryNumber)>,
}

impl Closing {
    /// Takes one more entry into account. New casework after a signed step takes the signatures away: they spoke of another file.
    pub fn apply(&mut self, entry: &Entry) {
        match &entry.event {
            Event::RungSigned(signed) => self.signed.push(SignedRung {
                signed: signed.clone(),
                by: entry.author(),
                at: entry.signed(),
                entry: entry.id.number,
            }),
            Event::CaseClosed(_) | Event::AfterCareRecorded(_) => {}
            Event::AccessVerified(_) => self.verified = Some((entry.author(), entry.signed(), entry.id.number)),
            Event::ReopeningAsked(asked) => self.asked = Some((asked.clone(), entry.author(), entry.signed())),
            Event::CaseReopened(_) => {
                self.asked = None;
                self.verified = None;
                self.signed.clear();
            }
            Event::AddendumWritten(_) | Event::EntryCoSigned(_) => {}
            // where the paper is says nothing new; while it is out the gate keeps the case open
            Event::PaperMoved(_) | Event::PaperCheckedOut(_) | Event::PaperReturned(_) => {}
            // nor does who stands in for a while
            Event::CoverArranged(_) | Event::CoverEnded(_) => {}
            _ => self.signed.clear(),
        }
    }

    /// The signature under this step.
    pub fn rung(&self, rung: Rung) -> Option<&SignedRung> {
        self.signed.iter().find(|signed| signed.signed.rung == rung)
    }

    /// The step that comes next; `None` when all five are signed.
    pub fn next(&self) -> Option<Rung> {
        Rung::ALL.into_iter().find(|&rung| self.rung(rung).is_none())
    }

    pub(crate) fn ending(&self) -> Option<&Ending> {
        self.rung(Rung::Documented).and_then(|rung| rung.signed.ending.as_ref())
    }

    fn keep_until(&self) -> Option<Date> {
        self.rung(Rung::Scheduled).and_then(|rung| rung.signed.keep_until)
    }
}

impl CaseFile {
    /// Decides on signing one step of the checklist (RC-5), on the office's `today`. `verified` says how many entries were found good; the
    /// second step is computed, not claimed.
    ///
    /// # Errors
    /// [`CannotClose`] names what is missing.
    pub fn sign_rung(
        &self,
        order: RungSigned,
        by: StaffId,
        verified: Option<Checked>,
        rules: &Rulebook,
        today: Date,
    ) -> Result<Vec<Event>, CannotClose> {
        self.may_sign(order.rung, by, rules)?;
        match order.rung {
            Rung::Documented => match &order.ending {
                Some(ending) => self.check_ending(ending, rules, today)?,
                None => return Err(CannotClose::EndingMissing),
            },
            Rung::Verified => match verified {
                Some(Checked { good, of }) if good == of => {}
                _ => return Err(CannotClose::NotWhole),
            },
            Rung::Scheduled if order.keep_until.is_none() => return Err(CannotClose::ScheduleMissing),
            _ => {}
        }
        Ok(vec![Event::RungSigned(order)])
    }

    /// Whether it is this person's turn to sign this step, as far as the file says; that they hold the role is the policy's to say.
    ///
    /// # Errors
    /// [`CannotClose`] names what comes first.
    pub fn may_sign(&self, rung: Rung, by: StaffId, rules: &Rulebook) -> Result<(), CannotClose> {
        self.ready_to_close(rules)?;
        match self.closing.next() {
            None => return Err(CannotClose::AllSigned),
            Some(next) if next != rung => return Err(CannotClose::OutOfOrder(next)),
            Some(_) => {}
        }
        let two_roles = |earlier: &SignedRung| earlier.by == by && earlier.signed.rung.role() != rung.role();
        if self.closing.signed.iter().any(two_roles) {
            return Err(CannotClose::SecondRole);
        }
        Ok(())
    }

    /// Decides on closing: the events to record, or what forbids it (RC-4.4).
    ///
    /// # Errors
    /// [`CannotClose`] names what is missing.
    pub fn close(&self, rules: &Rulebook) -> Result<Vec<Event>, CannotClose> {
        self.ready_to_close(rules)?;
        if let Some(next) = self.closing.next() {
            return Err(CannotClose::StepMissing(next));
        }
        match (self.closing.ending(), self.closing.keep_until()) {
            (Some(ending), Some(keep_until)) => {
                Ok(vec![Event::CaseClosed(CaseClosed { ending: ending.clone(), keep_until })])
            }
            _ => Err(CannotClose::EndingMissing),
        }
    }

    fn ready_to_close(&self, rules: &Rulebook) -> Result<(), CannotClose> {
        if !self.is_open() {
            return Err(CannotClose::NotOpen);
        }
        match self.blockers(rules).len() {
            0 => Ok(()),
            open => Err(CannotClose::Blocked(open)),
        }
    }

    /// Decides on asking for a reopening.
    ///
    /// # Errors
    /// [`CannotClose`] when the case is not closed or somebody has asked already.
    pub fn ask_reopening(&self, order: ReopeningAsked) -> Result<Vec<Event>, CannotClose> {
        if !matches!(self.standing, Standing::Closed(_)) {
            return Err(CannotClose::StillOpen);
        }
        if self.closing.asked.is_some() {
            return Err(CannotClose::AlreadyAsked);
        }
        Ok(vec![Event::ReopeningAsked(order)])
    }

    /// Decides on approving a reopening; somebody other than who asked.
    ///
    /// # Errors
    /// [`CannotClose`] when nobody has asked, one asked oneself, or worker and supervisor are one person.
    pub fn reopen(&self, order: CaseReopened, by: StaffId) -> Result<Vec<Event>, CannotClose> {
        match &self.closing.asked {
            Some((asked, who, _)) if asked.id == order.asked => {
                if *who == by {
                    return Err(CannotClose::OwnRequest);
                }
                if order.assignment.own_supervisor() {
                    return Err(CannotClose::OwnSupervisor);
                }
                Ok(vec![Event::CaseReopened(order)])
            }
            _ => Err(CannotClose::NobodyAsked),
        }
    }
}

/// How many entries of a dossier were found good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checked {
    /// Found good.
    pub good: u32,
    /// Of so many.
    pub of: u32,
}

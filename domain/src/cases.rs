//! The case: one period of responsibility for a client, and the fold of everything its dossier says.
//!
//! Serves CM-4.2.1, PT-3a, PT-3b. Each procedure keeps its own part of the state in its own module.

mod people;

use serde::{Deserialize, Serialize};

use crate::assessments::Assessments;
use crate::attestation::Attestation;
use crate::closure::{Closing, Closure};
use crate::contacts::Contacts;
use crate::cover::Covers;
use crate::disclosures::Disclosures;
use crate::documents::Documents;
use crate::entry::Entry;
use crate::event::Event;
use crate::flags::Flags;
use crate::groups::Memberships;
use crate::ids::{DossierId, EntryNumber, StaffId, TeamId};
use crate::level::Level;
use crate::numbers::CaseNumber;
use crate::paper::Paper;
use crate::parting::Parting;
use crate::plans::Plan;
use crate::referrals::Referrals;
use crate::reminders::Reminders;
use crate::reports::Reports;
use crate::reviews::Reviews;
use crate::service::Sittings;
use crate::sessions::Sessions;
use crate::text::Line;
use crate::time::Instant;
use crate::waiting::Waiting;

pub use people::{PersonAdded, PersonLeft, PersonRole};

/// Who carries a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    /// The caseworker.
    pub worker: StaffId,
    /// The supervisor, somebody else.
    pub supervisor: StaffId,
    /// The team.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamId>,
}

impl Assignment {
    /// Whether worker and supervisor are one person, which no case may have.
    pub const fn own_supervisor(self) -> bool {
        same_person(self.worker, self.supervisor)
    }
}

/// A case is opened for a client under a programme (CM-4.2.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseOpened {
    /// Its number.
    pub number: CaseNumber,
    /// For whom.
    pub client: DossierId,
    /// Code of the programme.
    pub programme: String,
    /// Who carries it.
    pub assignment: Assignment,
    /// The lowest level from which a supervisor co-signs, as the rulebook had it at opening.
    pub co_sign_from: Level,
}

/// The case changes hands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseAssigned {
    /// Who carries it from now on.
    pub assignment: Assignment,
    /// Why.
    pub reason: Line,
}

/// A closed case holds its closure, so the two can never disagree.
#[derive(Debug, Clone, Default)]
pub enum Standing {
    /// Nothing was written yet.
    #[default]
    Unopened,
    /// Being worked on.
    Open,
    /// Read-only for records officer and data protection officer.
    Closed(Box<Closure>),
}

/// How a case was opened, and who carries it now.
#[derive(Debug, Clone)]
pub struct Opening {
    /// What was laid down.
    pub opened: CaseOpened,
    /// When.
    pub at: Instant,
    /// Since when it is worked on: when it was opened, or opened again. Cadences begin here.
    pub since: Instant,
    /// Who carries it now.
    pub assignment: Assignment,
}

/// What a case dossier says so far: the fold of its entries.
#[derive(Debug, Clone, Default)]
pub struct CaseFile {
    /// Open or closed.
    pub standing: Standing,
    /// How it was opened; `None` before the first entry.
    pub opening: Option<Opening>,
    /// The last entry taken into account.
    pub last: EntryNumber,
    /// People on the case.
    pub people: Vec<PersonAdded>,
    /// Who stands in for whoever carries it.
    pub covers: Covers,
    /// Contacts and action items.
    pub contacts: Contacts,
    /// Goals and interventions.
    pub plan: Plan,
    /// Assessments.
    pub assessments: Assessments,
    /// Appointments and sessions.
    pub sessions: Sessions,
    /// Reminders of them, and what clients answered.
    pub reminders: Reminders,
    /// Whether the client waits for a session, or for an earlier one.
    pub waiting: Waiting,
    /// The groups to which the client belongs.
    pub groups: Memberships,
    /// How its bookings came out, for figures.
    pub sittings: Sittings,
    /// Case reviews.
    pub reviews: Reviews,
    /// Progress reports.
    pub reports: Reports,
    /// Flags for urgent follow-up.
    pub flags: Flags,
    /// Letters, scans and other files.
    pub documents: Documents,
    /// What was given to somebody outside.
    pub disclosures: Disclosures,
    /// The services to which the client was referred.
    pub referrals: Referrals,
    /// Folders, envelopes and other physical items.
    pub paper: Paper,
    /// What was said of the filing of documents and physical items.
    pub attestation: Attestation,
    /// What the client was told at the end, and what is to be asked afterwards.
    pub parting: Parting,
    /// The closure that is being prepared.
    pub closing: Closing,
}

impl CaseFile {
    /// Takes one more entry into account. Every event that was ever written must still fold.
    pub fn apply(&mut self, entry: &Entry) {
        self.last = entry.id.number;
        match &entry.event {
            Event::CaseOpened(opened) => self.open(opened, entry),
            Event::CaseAssigned(assigned) => self.hand_to(assigned.assignment),
            Event::PersonAdded(person) => self.people.push(person.clone()),
            Event::PersonLeft(left) => self.people.retain(|person| person.id != left.id),
            Event::ItemsGivenOn(given) => self.items_given_on(given),
            Event::CaseClosed(closed) => self.standing = Standing::Closed(Box::new(Closure::of(closed, entry))),
            Event::CaseReopened(reopened) => {
                self.standing = Standing::Open;
                self.hand_to(reopened.assignment);
                if let Some(opening) = &mut self.opening {
                    opening.since = entry.signed();
                }
            }
            _ => {}
        }
        let co_sign_from = self.opening.as_ref().map_or(Level::Sensitive, |opening| opening.opened.co_sign_from);
        self.covers.apply(entry);
        self.contacts.apply(entry, co_sign_from);
        self.sessions.apply(entry, &mut self.contacts, co_sign_from);
        // how the client was reminded of what this entry ends, before it books under the same id
        self.sittings.apply(entry, &self.reminders);
        self.reminders.apply(entry);
        self.waiting.apply(entry);
        self.groups.apply(entry);
        self.plan.apply(entry);
        self.assessments.apply(entry);
        self.reviews.apply(entry);
        self.reports.apply(entry);
        self.flags.apply(entry);
        self.documents.apply(entry);
        self.disclosures.apply(entry);
        self.referrals.apply(entry);
        self.paper.apply(entry);
        self.attestation.apply(entry);
        self.parting.apply(entry);
        self.closing.apply(entry);
    }

    fn open(&mut self, opened: &CaseOpened, entry: &Entry) {
        self.standing = Standing::Open;
        let (at, assignment) = (entry.signed(), opened.assignment);
        self.opening = Some(Opening { opened: opened.clone(), at, since: at, assignment });
    }

    fn hand_to(&mut self, assignment: Assignment) {
        if let Some(opening) = &mut self.opening {
            opening.assignment = assignment;
        }
    }

    /// Whether the case is being worked on.
    pub const fn is_open(&self) -> bool {
        matches!(self.standing, Standing::Open)
    }

    /// Who carries the case now.
    pub fn assignment(&self) -> Option<Assignment> {
        self.opening.as_ref().map(|opening| opening.assignment)
    }

    /// The number of the case.
    pub fn number(&self) -> Option<CaseNumber> {
        self.opening.as_ref().map(|opening| opening.opened.number)
    }

    /// For whom the case is.
    pub fn client(&self) -> Option<DossierId> {
        self.opening.as_ref().map(|opening| opening.opened.client)
    }

    /// Decides on opening: the first entry of a case dossier.
    ///
    /// # Errors
    /// [`CannotOpen`] when it is open already, or worker and supervisor are one person.
    pub fn decide_open(&self, order: CaseOpened) -> Result<Vec<Event>, CannotOpen> {
        if self.opening.is_some() {
            return Err(CannotOpen::AlreadyOpen);
        }
        check_assignment(order.assignment).map(|()| vec![Event::CaseOpened(order)])
    }

    pub(crate) fn change_hands(&self, order: CaseAssigned) -> Result<Vec<Event>, CannotOpen> {
        check_assignment(order.assignment)?;
        if self.assignment() == Some(order.assignment) {
            return Err(CannotOpen::SameHands);
        }
        Ok(vec![Event::CaseAssigned(order)])
    }

    /// Decides on taking somebody off the case.
    ///
    /// # Errors
    /// [`CannotTakeOff`] when the case is closed, or they are not on it.
    pub fn take_off(&self, order: PersonLeft) -> Result<Vec<Event>, CannotTakeOff> {
        self.must_be_open()?;
        let here = self.people.iter().any(|person| person.id == order.id);
        if here { Ok(vec![Event::PersonLeft(order)]) } else { Err(CannotTakeOff::NotHere) }
    }

    /// What every step of casework asks first.
    ///
    /// # Errors
    /// [`CaseClosedNow`] when the case is closed or was never opened.
    pub const fn must_be_open(&self) -> Result<(), CaseClosedNow> {
        if self.is_open() { Ok(()) } else { Err(CaseClosedNow) }
    }
}

const fn same_person(a: StaffId, b: StaffId) -> bool {
    a.bits().as_u128() == b.bits().as_u128()
}

const fn check_assignment(assignment: Assignment) -> Result<(), CannotOpen> {
    if assignment.own_supervisor() {
        return Err(CannotOpen::OwnSupervisor);
    }
    Ok(())
}

/// The case is closed; only an addendum by the records officer, or a reopening, is possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this case is closed; it has to be reopened first")]
pub struct CaseClosedNow;

/// Why somebody cannot be taken off a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotTakeOff {
    /// The case is closed.
    #[error(transparent)]
    Closed(#[from] CaseClosedNow),
    /// They are not on it, or no longer.
    #[error("this person has been taken off the case already")]
    NotHere,
}

/// Why a case cannot be opened or handed over like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotOpen {
    /// The dossier holds a case already.
    #[error("this case is open already")]
    AlreadyOpen,
    /// The case is closed.
    #[error("this case is closed; it has to be reopened first")]
    Closed,
    /// Worker and supervisor are one person.
    #[error("nobody supervises their own case; please choose another supervisor")]
    OwnSupervisor,
    /// The person does not hold the role that is needed.
    #[error("{0} does not have the role for this")]
    WrongRole(&'static str),
    /// Somebody else carries or supervises it by now.
    #[error("this case has changed hands already")]
    OtherHands,
    /// Nothing changes.
    #[error("the case is in these hands already")]
    SameHands,
    /// The case is closed, and nothing is to be asked any more.
    #[error("no follow-up is open in this case")]
    NoFollowUp,
    /// The conflict-of-interest answer forbids it.
    #[error("the conflict-of-interest check says stop; the case cannot be opened")]
    ConflictStop,
    /// Somebody must decide on the conflict first.
    #[error("the conflict-of-interest check needs a decision before a case is opened")]
    ConflictUndecided,
    /// No consent to service is in force.
    #[error("the client’s consent to service is missing; record it first")]
    NoConsent,
    /// The programme is not offered.
    #[error("this programme is not offered")]
    NoProgramme,
    /// Consent or conflict answer may have changed while the case was being opened.
    #[error("somebody has changed this client’s file at the same moment; please look at it again")]
    ClientMoved,
}

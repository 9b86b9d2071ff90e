//! Contacts outside sessions: calls, e-mails, letters, meetings, visits, and the action items that come out of them.
//!
//! Serves CC-4.1.1, CC-5, CM-4.1.3, CM-4.2.3, CM-4.4.2, PT-4.2.2.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::clients::Channel;
use crate::entry::Entry;
use crate::event::Event;
use crate::ids::{EntryNumber, ItemId, StaffId};
use crate::level::Level;
use crate::rulebook::Rulebook;
use crate::text::{Line, Narrative};
use crate::time::Instant;

/// The lines of the communication matrix (CC-5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactKind {
    /// A first or new question.
    Inquiry,
    /// How the service goes on.
    ServiceUpdate,
    /// Feedback or a complaint.
    Complaint,
    /// Something is settled.
    Resolution,
}

impl ContactKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::ServiceUpdate, Self::Inquiry, Self::Complaint, Self::Resolution];

    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Inquiry => "Inquiry",
            Self::ServiceUpdate => "Service update",
            Self::Complaint => "Feedback or complaint",
            Self::Resolution => "Resolution",
        }
    }
}

/// Something that somebody promised to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionItem {
    /// Its id, spoken of again when it is done.
    pub id: ItemId,
    /// What.
    pub what: Line,
    /// Who; `None` when the client does it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<StaffId>,
    /// By which day.
    pub due: Date,
}

/// What was done to the plan after an interaction (CM-4.4.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanAfter {
    /// Nothing in the plan has to change.
    NoChange,
    /// The plan was or will be revised.
    Changed,
}

/// An interaction outside a session (CC-4.1.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactLogged {
    /// By which channel.
    pub channel: Channel,
    /// Which line of the matrix.
    pub kind: ContactKind,
    /// With whom, when it was not the client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with: Option<Line>,
    /// What was said.
    pub summary: Narrative,
    /// What was decided (CM-4.2.3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Narrative>,
    /// Who does what by when.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<ActionItem>,
    /// What it means for the plan.
    pub plan: PlanAfter,
    /// Why it was written late, when it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late_because: Option<Line>,
}

/// An action item is settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionSettled {
    /// Which one.
    pub item: ItemId,
    /// Whether it was kept; otherwise it was dropped.
    pub kept: bool,
    /// What came of it, or why it was dropped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Line>,
}

/// A correction or addition to an earlier entry; the original stays readable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddendumWritten {
    /// To which entry.
    pub to: EntryNumber,
    /// What is corrected or added.
    pub text: Narrative,
    /// Why.
    pub reason: Line,
}

/// A supervisor has read an entry and signs beside its author.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryCoSigned {
    /// Which entry.
    pub entry: EntryNumber,
    /// A remark for the author.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<Line>,
}

/// An action item as the file knows it.
#[derive(Debug, Clone)]
pub struct Action {
    /// The item.
    pub item: ActionItem,
    /// In which entry it was promised.
    pub entry: EntryNumber,
    /// How confidential that entry is.
    pub level: Level,
    /// When.
    pub raised: Instant,
    /// How it ended, and when.
    pub settled: Option<(ActionSettled, Instant)>,
}

/// What a case file knows of contacts and of what was promised in them.
#[derive(Debug, Clone, Default)]
pub struct Contacts {
    /// When the last interaction took place, session or contact.
    pub last: Option<Instant>,
    /// Action items in the order of their promise.
    pub actions: Vec<Action>,
    /// Entries that wait for a supervisor's signature: author, level, since when.
    pub to_co_sign: BTreeMap<EntryNumber, (StaffId, Level, Instant)>,
    /// Entries of which the author has said that the plan has to change, while it has not.
    pub plan_pending: Option<(EntryNumber, StaffId, Instant)>,
    /// What the client asked without an outcome, and after which nobody was in contact with them: entry, and when. Oldest first.
    pub unanswered: Vec<(EntryNumber, Instant)>,
    /// How many contacts were logged.
    pub count: u32,
}

impl Contacts {
    /// Takes one more entry into account.
    pub fn apply(&mut self, entry: &Entry, co_sign_from: Level) {
        match &entry.event {
            Event::ContactLogged(contact) => {
                self.count += 1;
                match (contact.kind, &contact.decision) {
                    (ContactKind::Inquiry, None) => self.unanswered.push((entry.id.number, entry.happened())),
                    _ => self.answered(entry.happened()),
                }
                self.met(entry, &contact.actions, contact.plan, co_sign_from);
            }
            Event::ActionSettled(settled) => {
                let mut open = self.actions.iter_mut().filter(|action| action.settled.is_none());
                if let Some(action) = open.find(|action| action.item.id == settled.item) {
                    action.settled = Some((settled.clone(), entry.signed()));
                }
            }
            Event::EntryCoSigned(signed) => drop(self.to_co_sign.remove(&signed.entry)),
            Event::LetterWritten(_) => self.last = self.last.max(Some(entry.happened())),
            Event::ClosureTold(told) if told.is_contact() => self.last = self.last.max(Some(entry.happened())),
            Event::AfterCareRecorded(asked) if asked.is_contact() => self.last = self.last.max(Some(entry.happened())),
            Event::PlanRevised(_) => self.plan_pending = None,
            _ => {}
        }
    }

    /// Somebody was in contact with the client: what was asked before that is answered, as far as the file can tell.
    pub(crate) fn answered(&mut self, at: Instant) {
        self.unanswered.retain(|(_, asked)| at < *asked);
    }

    /// An interaction took place: a contact here, or a session.
    pub fn met(&mut self, entry: &Entry, actions: &[ActionItem], plan: PlanAfter, co_sign_from: Level) {
        self.last = self.last.max(Some(entry.happened()));
        for item in actions {
            self.actions.push(Action {
                item: item.clone(),
                entry: entry.id.number,
                level: entry.level,
                raised: entry.signed(),
                settled: None,
            });
        }
        if plan == PlanAfter::Changed {
            self.plan_pending = Some((entry.id.number, entry.author(), entry.signed()));
        }
        if co_sign_from <= entry.level {
            self.to_co_sign.insert(entry.id.number, (entry.author(), entry.level, entry.signed()));
        }
    }

    /// Action items that nobody has settled.
    pub fn open_actions(&self) -> impl Iterator<Item = &Action> {
        self.actions.iter().filter(|action| action.settled.is_none())
    }
}

/// Checks what a contact must hold before it is signed (CC-4.1.1, CC-5).
///
/// # Errors
/// [`CannotLog`] names the rule that is not met.
pub fn check_contact(contact: &ContactLogged, level: Level, when: When, rules: &Rulebook) -> Result<(), CannotLog> {
    check_when(when, contact.late_because.as_ref(), rules)?;
    let least = rules.level_of(contact.kind);
    if level < least {
        return Err(CannotLog::LevelTooLow(least));
    }
    if rules.outcome_needed(contact.kind) && contact.decision.is_none() {
        return Err(CannotLog::OutcomeMissing);
    }
    check_actions(&contact.actions, when, rules)
}

/// When something happened and when it is being written.
#[derive(Debug, Clone, Copy)]
pub struct When {
    /// When it happened.
    pub happened: Instant,
    /// Now.
    pub now: Instant,
}

impl When {
    /// Whether the rulebook calls this late.
    pub fn late(self, rules: &Rulebook) -> bool {
        i64::from(rules.late_entry_hours) * 3600 < self.now.seconds_since(self.happened)
    }
}

/// Checks the times of an interaction: not in the future, and a reason when it is written late (PT-4.2.2).
///
/// # Errors
/// [`CannotLog::InTheFuture`] or [`CannotLog::LateReasonMissing`].
pub fn check_when(when: When, late_because: Option<&Line>, rules: &Rulebook) -> Result<(), CannotLog> {
    // A minute of grace: people's watches and ours differ.
    if when.now.plus_seconds(60) < when.happened {
        return Err(CannotLog::InTheFuture);
    }
    if when.late(rules) && late_because.is_none() {
        return Err(CannotLog::LateReasonMissing(rules.late_entry_hours));
    }
    Ok(())
}

/// Checks that promised actions fall due on the day of the promise or later.
///
/// # Errors
/// [`CannotLog::ActionDueBefore`].
pub fn check_actions(actions: &[ActionItem], when: When, rules: &Rulebook) -> Result<(), CannotLog> {
    let day = rules.office.today(when.happened);
    if actions.iter().any(|action| action.due < day) {
        return Err(CannotLog::ActionDueBefore);
    }
    Ok(())
}

/// Why a contact cannot be recorded like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotLog {
    /// Something that has not happened yet.
    #[error("this time is in the future")]
    InTheFuture,
    /// Written late without a reason.
    #[error("this was more than {0} hours ago; please say in a few words why it is written only now")]
    LateReasonMissing(u32),
    /// Below the level of the communication matrix.
    #[error("contacts of this kind are recorded as {} or higher", .0.word())]
    LevelTooLow(Level),
    /// The matrix asks for an outcome.
    #[error("contacts of this kind need their outcome or decision in words")]
    OutcomeMissing,
    /// An action that is due before it was promised.
    #[error("an action item cannot be due before the day it was promised")]
    ActionDueBefore,
}

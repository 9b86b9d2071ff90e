//! What a programme lays down for the time after a missed session, and what an attempt has to hold.

use serde::{Deserialize, Serialize};

use super::AttemptMade;
use crate::cases::{CaseClosedNow, CaseFile};
use crate::contacts::{CannotLog, When, check_when};
use crate::event::Event;
use crate::organisation::{Organisation, RulebookAmended};
use crate::reach::Channel;
use crate::rulebook::Rulebook;
use crate::sessions::CannotMeet;
use crate::text::Line;

/// What a programme lays down for the time after a missed session (FS-4.3.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissedRules {
    /// The attempts to reach the client, in order; after the last one nothing more is sent, and the supervisor says how it goes on.
    pub attempts: Vec<AttemptRule>,
    /// When somebody looks whether the client is safe.
    pub welfare: Welfare,
    /// Within how many working days after the session.
    pub welfare_days: u32,
}

/// One attempt to reach a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttemptRule {
    /// How, where that is safe for the client.
    pub channel: Channel,
    /// Within how many working days after the session, or after the attempt before.
    pub days: u32,
}

/// When somebody looks whether a client who did not come is safe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Welfare {
    /// Never by itself.
    Never,
    /// While a flag is up in the case (CM-4.4.3).
    Flagged,
    /// Whenever a client did not come.
    Always,
}

impl Welfare {
    /// Every rule.
    pub const ALL: [Self; 3] = [Self::Flagged, Self::Always, Self::Never];

    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Never => "Only when somebody decides so",
            Self::Flagged => "When a flag is up in the case",
            Self::Always => "Whenever a client did not come",
        }
    }
}

impl Default for MissedRules {
    fn default() -> Self {
        let attempt = |channel, days| AttemptRule { channel, days };
        Self {
            attempts: vec![attempt(Channel::Phone, 2), attempt(Channel::Phone, 3), attempt(Channel::Letter, 5)],
            welfare: Welfare::Flagged,
            welfare_days: 1,
        }
    }
}

/// What is wrong with what somebody lays down for the time after a missed session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadMissed {
    /// None, or too many.
    #[error("please lay down between 1 and {} attempts", MissedRules::MOST)]
    Attempts,
    /// Out of range.
    #[error("please give between 1 and 30 working days")]
    Days,
    /// How many sessions in a row.
    #[error("please give between 1 and 20 sessions")]
    InARow,
    /// Beyond what is late.
    #[error("please give between 0 and 168 hours")]
    Late,
    /// How long somebody waits without an offer.
    #[error("please give between 1 and 365 days")]
    Waiting,
    /// There is no such programme.
    #[error("there is no such programme any more; please look again")]
    NoProgramme,
    /// Nothing changes.
    #[error("nothing is changed by this")]
    Same,
}

/// What holds for sessions that are not kept, and for clients who wait for one, in all programmes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unkept {
    /// How many may be missed in a row before the supervisor looks at the case.
    pub in_a_row: u32,
    /// From how many hours before a session on cancelling is late.
    pub late_hours: u32,
    /// After how many days without any offer somebody looks at a client who waits.
    pub waiting_days: u32,
}

impl MissedRules {
    /// How many attempts can be laid down.
    pub const MOST: usize = 6;

    /// Whether they are those that every programme starts with.
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }

    /// What is wrong with them, if anything is.
    ///
    /// # Errors
    /// [`BadMissed`].
    pub fn check(&self) -> Result<(), BadMissed> {
        if !(1..=Self::MOST).contains(&self.attempts.len()) {
            return Err(BadMissed::Attempts);
        }
        let mut days = self.attempts.iter().map(|attempt| attempt.days).chain([self.welfare_days]);
        if days.all(|days| (1..=30).contains(&days)) { Ok(()) } else { Err(BadMissed::Days) }
    }
}

/// Why an attempt cannot be recorded like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotAttempt {
    /// The case is closed.
    #[error(transparent)]
    Closed(#[from] CaseClosedNow),
    /// The rules of every interaction.
    #[error(transparent)]
    Contact(#[from] CannotLog),
    /// What comes next cannot be.
    #[error(transparent)]
    Session(#[from] CannotMeet),
    /// Nothing is to be followed up, or not this one.
    #[error("this session is not to be followed up any more; somebody has reached the client or booked another one")]
    NothingMissed,
    /// Before there was anything to follow up.
    #[error("this is before the session was missed")]
    Before,
}

impl CaseFile {
    /// Decides on recording an attempt to reach a client who missed a session (FS-4.3.3).
    ///
    /// # Errors
    /// [`CannotAttempt`] names the rule that is not met.
    pub fn attempt(&self, order: AttemptMade, when: When, rules: &Rulebook) -> Result<Vec<Event>, CannotAttempt> {
        self.must_be_open()?;
        check_when(when, order.late_because.as_ref(), rules)?;
        let found = self.follow_up(rules).filter(|found| found.missed.slot.id == order.slot);
        let found = found.ok_or(CannotAttempt::NothingMissed)?;
        // the form tells hours and minutes, the record tells seconds
        if when.happened.plus_seconds(59) < found.since() {
            return Err(CannotAttempt::Before);
        }
        if let Some(next) = order.came.next() {
            self.sessions.check_next(next, None, when.now)?;
        }
        Ok(vec![Event::AttemptMade(order)])
    }
}

impl Organisation {
    /// Decides on a change of what a programme does after a missed session (FS-4.3.3, CM-5).
    ///
    /// # Errors
    /// [`BadMissed`] names what is wrong with it.
    pub fn amend_missed(&self, programme: &str, missed: &MissedRules, reason: Line) -> Result<Vec<Event>, BadMissed> {
        missed.check()?;
        let mut rulebook = self.rulebook.clone();
        let named = rulebook.programmes.iter_mut().find(|known| known.code == programme);
        named.ok_or(BadMissed::NoProgramme)?.missed = missed.clone();
        self.amended(rulebook, reason)
    }

    /// Decides on a change of how many sessions a client may miss in a row, and how many hours before one it is too late to cancel (FS-4.3.3, CM-5).
    ///
    /// # Errors
    /// [`BadMissed`] names what is wrong with them.
    pub fn amend_unkept(&self, figures: Unkept, reason: Line) -> Result<Vec<Event>, BadMissed> {
        let Unkept { in_a_row, late_hours, waiting_days } = figures;
        if !(1..=20).contains(&in_a_row) {
            return Err(BadMissed::InARow);
        }
        if 168 < late_hours {
            return Err(BadMissed::Late);
        }
        if !(1..=365).contains(&waiting_days) {
            return Err(BadMissed::Waiting);
        }
        let (missed_in_a_row, late_cancel_hours) = (in_a_row, late_hours);
        let rulebook = Rulebook { missed_in_a_row, late_cancel_hours, waiting_days, ..self.rulebook.clone() };
        self.amended(rulebook, reason)
    }

    fn amended(&self, rulebook: Rulebook, reason: Line) -> Result<Vec<Event>, BadMissed> {
        if self.rulebook == rulebook {
            return Err(BadMissed::Same);
        }
        Ok(vec![Event::RulebookAmended(RulebookAmended { rulebook, reason })])
    }
}

//! After a session that was missed: how often and how the client is tried to be reached, when somebody looks whether they are safe, and when it is for the
//! supervisor to say how it goes on.
//!
//! Serves FS-4.3.3. What is to be done next follows from the rulebook and from what was tried; nobody types it in. That a case may end because contact was
//! lost is only signed when everything was tried, or with the reason why not: nobody drops out in silence, and nobody is dropped unheard.

mod rules;

use serde::{Deserialize, Serialize};

use crate::cases::CaseFile;
use crate::ids::{EntryNumber, ItemId, StaffId};
use crate::reach::Channel;
use crate::rulebook::Rulebook;
use crate::sessions::{Next, NotHeld, Past};
use crate::text::Line;
use crate::time::Instant;

pub use rules::{AttemptRule, BadMissed, CannotAttempt, MissedRules, Unkept, Welfare};

/// Somebody tried to reach a client who missed a session (FS-4.3.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttemptMade {
    /// Which booking was missed.
    pub slot: ItemId,
    /// How.
    pub channel: Channel,
    /// Whether it was to see that the client is safe.
    #[serde(default, skip_serializing_if = "crate::unsaid::is_no")]
    pub welfare: bool,
    /// What came of it.
    pub came: Came,
    /// More in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Line>,
    /// Why it was written late, when it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late_because: Option<Line>,
}

/// What came of an attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Came {
    /// The client was reached, and it is agreed what comes next.
    Reached(Next),
    /// A message was left or sent; there is no answer yet.
    MessageLeft,
    /// Nobody was reached.
    NotReached,
    /// It cannot go there: a wrong number, a letter that came back.
    Undeliverable,
}

impl Came {
    /// The words for [`Self::Reached`].
    pub const REACHED: &'static str = "The client was reached";

    /// What was agreed with a client who was reached.
    pub const fn next(&self) -> Option<&Next> {
        match self {
            Self::Reached(next) => Some(next),
            Self::MessageLeft | Self::NotReached | Self::Undeliverable => None,
        }
    }

    /// The words for it.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Reached(_) => Self::REACHED,
            Self::MessageLeft => "A message was left",
            Self::NotReached => "Nobody was reached",
            Self::Undeliverable => "It could not be delivered",
        }
    }
}

/// An attempt as the file knows it.
#[derive(Debug, Clone)]
pub struct Attempt {
    /// In which entry.
    pub entry: EntryNumber,
    /// When it was made.
    pub at: Instant,
    /// By whom.
    pub by: StaffId,
    /// What was tried.
    pub made: AttemptMade,
}

/// A missed session that is being followed up.
#[derive(Debug, Clone)]
pub struct FollowUp<'a> {
    /// What was missed.
    pub missed: &'a Past,
    /// What was tried, oldest first; welfare checks too.
    pub attempts: Vec<&'a Attempt>,
    /// What the rulebook lays down.
    pub rules: MissedRules,
    /// The next attempt and by when; nothing when all were made.
    pub next: Option<(AttemptRule, Instant)>,
    /// Whether another session is booked: then nothing but the client's safety is left to be seen to.
    pub rests: bool,
    /// By when somebody has to see that the client is safe, where nobody has.
    pub welfare: Option<Instant>,
}

impl FollowUp<'_> {
    /// From when on it is to be followed up: the session, or when it was cancelled before.
    pub fn since(&self) -> Instant {
        self.missed.slot.starts.min(self.missed.at)
    }

    /// How many attempts were made, welfare checks apart.
    pub fn made(&self) -> usize {
        made(&self.attempts)
    }

    /// Since when it is for the supervisor to say how it goes on: all attempts were made, and nobody was reached.
    pub fn exhausted(&self) -> Option<Instant> {
        (self.next.is_none() && !self.rests)
            .then(|| self.attempts.last().map_or(self.missed.slot.starts, |last| last.at))
    }
}

fn made(attempts: &[&Attempt]) -> usize {
    attempts.iter().filter(|attempt| !attempt.made.welfare).count()
}

/// How far a client was tried to be reached since the last session that was held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tried {
    /// Attempts after the last missed session.
    pub made: usize,
    /// How many the rulebook asks for.
    pub of: usize,
    /// Whether somebody still has to see that the client is safe.
    pub welfare_open: bool,
}

impl Tried {
    /// Whether everything was tried that the rulebook asks for.
    pub const fn is_enough(self) -> bool {
        self.of <= self.made && !self.welfare_open
    }
}

impl CaseFile {
    /// The missed session that has to be followed up: the last one, until another one is booked or the client was reached. That the client is safe has to be
    /// seen although another one is booked.
    pub fn follow_up(&self, rules: &Rulebook) -> Option<FollowUp<'_>> {
        if !self.is_open() {
            return None;
        }
        let found = self.after_missed(rules)?;
        let reached = found.attempts.iter().any(|attempt| attempt.made.came.next().is_some());
        (!reached && (!found.rests || found.welfare.is_some())).then_some(found)
    }

    /// How far the client was tried to be reached, for whoever ends the case because contact was lost.
    pub fn tried(&self, rules: &Rulebook) -> Tried {
        match self.after_missed(rules) {
            Some(found) => {
                Tried { made: found.made(), of: found.rules.attempts.len(), welfare_open: found.welfare.is_some() }
            }
            None => Tried { made: 0, of: self.missed_rules(rules).attempts.len(), welfare_open: false },
        }
    }

    fn missed_rules(&self, rules: &Rulebook) -> MissedRules {
        let programme = self.opening.as_ref().map(|opening| rules.programme(&opening.opened.programme));
        programme.map(|programme| programme.missed).unwrap_or_default()
    }

    fn after_missed(&self, rules: &Rulebook) -> Option<FollowUp<'_>> {
        let missed = self.sessions.missed(rules.late_cancel_hours).next_back()?;
        let of_it = |attempt: &&Attempt| attempt.made.slot == missed.slot.id;
        let attempts: Vec<&Attempt> = self.sessions.attempts.iter().filter(of_it).collect();
        let laid_down = self.missed_rules(rules);
        let office = &rules.office;
        let since =
            attempts.iter().rev().find(|attempt| !attempt.made.welfare).map_or(missed.slot.starts, |one| one.at);
        let rests = !self.sessions.booked.is_empty();
        let next = laid_down.attempts.get(made(&attempts)).filter(|_| !rests);
        let next = next.map(|next| (*next, office.close_of_working_day(since, next.days)));
        let seen = attempts.iter().any(|attempt| attempt.made.came.next().is_some());
        let asked = match laid_down.welfare {
            Welfare::Never => false,
            Welfare::Flagged => !self.flags.up.is_empty(),
            Welfare::Always => true,
        };
        // whoever cancelled has said so; only of who stayed away nobody knows why
        let welfare = (asked && !seen && missed.not_held == Some(NotHeld::NoShow))
            .then(|| office.close_of_working_day(missed.slot.starts, laid_down.welfare_days));
        Some(FollowUp { missed, attempts, rules: laid_down, next, rests, welfare })
    }
}

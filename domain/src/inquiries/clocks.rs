//! The two clocks of an inquiry: that we have it, and the answer (CC-4.2.2).
//!
//! Guarantees that a deadline hangs on what stands in the record and in the rulebook alone, not on when somebody looks: a pause ends by itself on a day that was
//! laid down with it.

use serde::{Deserialize, Serialize};

use super::{Inquiry, Pause};
use crate::calendar::OfficeCalendar;
use crate::rulebook::Rulebook;
use crate::time::Instant;

/// What holds for inquiries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct InquiryRules {
    /// Working days until whoever asks is told that we have it.
    pub acknowledge_days: u32,
    /// Working days until they have an answer, or know by when.
    pub answer_days: u32,
    /// Working days for which the clock of the answer may stand still at once.
    pub longest_pause_days: u32,
    /// Working days until the escalation report of a complaint.
    pub escalation_days: u32,
    /// Working days that a supervisor has for what is late, before whoever answers for complaints is told as well.
    pub late_days: u32,
}

impl Default for InquiryRules {
    fn default() -> Self {
        Self { acknowledge_days: 1, answer_days: 2, longest_pause_days: 10, escalation_days: 1, late_days: 1 }
    }
}

impl InquiryRules {
    /// By when they are to know that we have it, and by when to have an answer, as long as nothing was said or stopped.
    pub fn deadlines(&self, office: &OfficeCalendar, received: Instant) -> (Instant, Instant) {
        let close = |days| office.close_of_working_day(received, days);
        (close(self.acknowledge_days), close(self.answer_days))
    }

    /// Whether it is what every organisation starts with, which is not written.
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}

/// One clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// By when.
    pub due: Instant,
    /// When it was done.
    pub done: Option<Instant>,
}

/// How a clock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// Done in time.
    Kept,
    /// Done, and too late.
    Late,
    /// There is time.
    Runs,
    /// The time is over.
    Lapsed,
}

impl Clock {
    /// How it stands at this moment.
    pub fn stands(self, now: Instant) -> Stands {
        match self.done {
            Some(done) if done <= self.due => Stands::Kept,
            Some(_) => Stands::Late,
            None if now <= self.due => Stands::Runs,
            None => Stands::Lapsed,
        }
    }
}

/// Both clocks of an inquiry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clocks {
    /// When it reached us.
    pub received: Instant,
    /// That we have it.
    pub acknowledge: Clock,
    /// The answer.
    pub answer: Clock,
    /// Whether the day of the answer is one that they were told.
    pub promised: bool,
}

impl Clocks {
    /// The next thing that is due: when, and whether it is the answer.
    pub fn next(&self) -> Option<(Instant, bool)> {
        match (self.acknowledge.done, self.answer.done) {
            (_, Some(_)) => None,
            (None, None) if self.acknowledge.due <= self.answer.due => Some((self.acknowledge.due, false)),
            _ => Some((self.answer.due, true)),
        }
    }
}

impl Pause {
    /// When the clock runs on: when somebody said so, at the latest at the end of its day.
    pub fn ends(&self, office: &OfficeCalendar) -> Instant {
        let by_itself = office.close_of_day(self.paused.until);
        self.resumed.map_or(by_itself, |resumed| resumed.min(by_itself))
    }
}

impl Inquiry {
    /// Its clocks; nothing while it is not known what was asked. An inquiry that was set aside has ended both, as an answer does.
    pub fn clocks(&self, rules: &Rulebook) -> Option<Clocks> {
        let received = self.received.as_ref().map(|(_, at, _)| *at)?;
        let (office, limits) = (&rules.office, &rules.inquiries);
        let ended = self.ended.as_ref().map(|(_, at, _)| *at);
        let told = self.acknowledged.as_ref().map(|(_, at)| *at);
        // whatever they heard from us tells them that we have it
        let first = self.timelines.first().map(|(_, at)| *at);
        let heard = [told, first, ended].into_iter().flatten().min();
        let (acknowledge, answer) = limits.deadlines(office, received);
        let promise = self.timelines.last();
        let due = match promise {
            Some((given, _)) => office.close_of_day(given.until),
            None => answer,
        };
        let since = promise.map_or(received, |(_, at)| *at);
        Some(Clocks {
            received,
            acknowledge: Clock { due: acknowledge, done: heard },
            answer: Clock { due: self.paused_over(due, since, office), done: ended },
            promised: promise.is_some(),
        })
    }

    /// The deadline, later by as many working days as ended while the clock stood still.
    fn paused_over(&self, due: Instant, since: Instant, office: &OfficeCalendar) -> Instant {
        let stood = self.pauses.iter().filter(|pause| since <= pause.at);
        let days = stood.map(|pause| office.closings(pause.at, pause.ends(office))).fold(0, u32::saturating_add);
        if days == 0 { due } else { office.close_of_working_day(due, days) }
    }

    /// The pause that holds at this moment.
    pub fn paused(&self, now: Instant, office: &OfficeCalendar) -> Option<&Pause> {
        self.pauses.last().filter(|pause| pause.resumed.is_none() && now < pause.ends(office))
    }
}

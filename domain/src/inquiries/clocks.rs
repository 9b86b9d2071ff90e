//! The two clocks of an inquiry: that we have it, and the answer (CC-4.2.2).
//!
//! Guarantees that a deadline hangs on what stands in the record and in the rulebook alone, not on when somebody looks: a pause ends by itself on a day that was
//! laid down with it.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{AccessLaw, Inquiry, Pause};
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
    /// By which law somebody has what is held about them.
    pub access: AccessLaw,
}

impl Default for InquiryRules {
    fn default() -> Self {
        Self {
            acknowledge_days: 1,
            answer_days: 2,
            longest_pause_days: 10,
            escalation_days: 1,
            late_days: 1,
            access: AccessLaw::default(),
        }
    }
}

impl InquiryRules {
    /// By when they are to know that we have it, and by when to have an answer, as long as nothing was said or stopped.
    pub fn deadlines(&self, office: &OfficeCalendar, received: Instant, own_record: bool) -> (Instant, Instant) {
        let close = |days| office.close_of_working_day(received, days);
        let answer = if own_record { self.access.due(office, office.today(received)) } else { close(self.answer_days) };
        (close(self.acknowledge_days), answer)
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
    const fn stood(&self) -> Stood {
        Stood { at: self.at, until: self.paused.until, resumed: self.resumed }
    }
}

/// All that the clocks of an inquiry hang on beside the rulebook: times and days, and not a word of what was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timed {
    /// When it reached us.
    pub received: Instant,
    /// When they first heard from us.
    pub heard: Option<Instant>,
    /// When it ended.
    pub ended: Option<Instant>,
    /// By the end of which day they were promised an answer, and when that was.
    pub promise: Option<(Date, Instant)>,
    /// When the clock of the answer stood still.
    pub stood: Vec<Stood>,
    /// Whether it asks for one's own record, whose answer is due by law.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub own_record: bool,
}

/// When a clock stood still.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stood {
    /// From when.
    pub at: Instant,
    /// Until the end of which day at most.
    pub until: Date,
    /// When somebody let it run on.
    pub resumed: Option<Instant>,
}

impl Stood {
    /// When the clock runs on: when somebody said so, at the latest at the end of its day.
    pub fn ends(&self, office: &OfficeCalendar) -> Instant {
        let by_itself = office.close_of_day(self.until);
        self.resumed.map_or(by_itself, |resumed| resumed.min(by_itself))
    }
}

impl Timed {
    /// The clocks by this rulebook. An inquiry that was set aside has ended both, as an answer does.
    pub fn clocks(&self, rules: &Rulebook) -> Clocks {
        let (office, limits) = (&rules.office, &rules.inquiries);
        let (acknowledge, answer) = limits.deadlines(office, self.received, self.own_record);
        let due = self.promise.map_or(answer, |(until, _)| office.close_of_day(until));
        Clocks {
            received: self.received,
            acknowledge: Clock { due: acknowledge, done: self.heard },
            answer: Clock { due: self.stood_over(due, office), done: self.ended },
            promised: self.promise.is_some(),
        }
    }

    /// The deadline, later by as many working days as ended while the clock stood still.
    fn stood_over(&self, due: Instant, office: &OfficeCalendar) -> Instant {
        let since = self.promise.map_or(self.received, |(_, told)| told);
        let stood = self.stood.iter().filter(|stood| since <= stood.at);
        if self.own_record {
            let days = |stood: &Stood| {
                office.today(stood.at).until(office.today(stood.ends(office))).map_or(0, |span| span.get_days())
            };
            let days: i32 = stood.map(days).sum();
            return if days == 0 { due } else { office.close_of_day(office.today(due).saturating_add(days.days())) };
        }
        let days = stood.map(|stood| office.closings(stood.at, stood.ends(office))).fold(0, u32::saturating_add);
        if days == 0 { due } else { office.close_of_working_day(due, days) }
    }
}

impl Inquiry {
    /// What its clocks hang on; nothing while it is not known what was asked.
    pub fn timed(&self) -> Option<Timed> {
        let received = self.since()?;
        let ended = self.ended.as_ref().map(|(_, at, _)| *at);
        let told = self.acknowledged.as_ref().map(|(_, at)| *at);
        // whatever they heard from us tells them that we have it
        let first = self.timelines.first().map(|(_, at)| *at);
        Some(Timed {
            received,
            heard: [told, first, ended].into_iter().flatten().min(),
            ended,
            promise: self.timelines.last().map(|(given, at)| (given.until, *at)),
            stood: self.pauses.iter().map(Pause::stood).collect(),
            own_record: self.asks_for_own_record(),
        })
    }

    /// Its clocks; nothing while it is not known what was asked.
    pub fn clocks(&self, rules: &Rulebook) -> Option<Clocks> {
        self.timed().map(|timed| timed.clocks(rules))
    }

    /// The pause that holds at this moment.
    pub fn paused(&self, now: Instant, office: &OfficeCalendar) -> Option<&Pause> {
        self.pauses.last().filter(|pause| pause.resumed.is_none() && now < pause.stood().ends(office))
    }
}

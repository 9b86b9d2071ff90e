//! When a reminder is due, and on which way: pure functions of the rulebook, the booking and what is written down of the client.

use std::collections::BTreeSet;

use jiff::civil::Time;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::{BadWording, ByHand, Means, Way, Wording};
use crate::calendar::{OfficeCalendar, at_clock, days_later};
use crate::clients::ClientDetails;
use crate::reach::{Channel, Purpose};
use crate::time::Instant;

/// What the rulebook says of reminders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReminderRules {
    /// How many hours before an appointment its client is reminded; none: nobody is.
    pub hours_before: Vec<u32>,
    /// No message goes out before this time of day,
    pub not_before: Time,
    /// nor after this one.
    pub not_after: Time,
    /// The approved wordings, one for each language; the first serves for every other language.
    pub wordings: Vec<Wording>,
}

impl Default for ReminderRules {
    fn default() -> Self {
        Self {
            hours_before: vec![24],
            not_before: Time::constant(8, 0, 0, 0),
            not_after: Time::constant(20, 0, 0, 0),
            wordings: vec![Wording::english()],
        }
    }
}

/// The hours of the day in which somebody may be written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    from: Time,
    until: Time,
}

/// How many reminders there are of one appointment at most.
const MOST: usize = 4;

/// Why reminders cannot be laid down like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadReminders {
    /// Too many, twice the same, too short or too long before.
    #[error("please write at most four different numbers of hours, each from 2 to 336, which is two weeks")]
    Hours,
    /// The window closes before it opens.
    #[error("the hours in which messages go out have to begin before they end")]
    NoTime,
    /// Something is wrong with a wording.
    #[error(transparent)]
    Wording(#[from] BadWording),
    /// The code of a language is none, or there is a wording in it already.
    #[error("please give the code of a language that has no wording yet, such as es")]
    Language,
    /// There would be no wording left.
    #[error("one wording has to stay")]
    LastWording,
    /// Nothing changes.
    #[error("nothing is changed by this")]
    Same,
}

/// How long before an appointment a message still goes out, in seconds: two hours.
const AHEAD: i64 = 2 * 3600;

/// Until when a message about an appointment that begins then is worth sending. After that somebody has to call.
pub const fn last_call(starts: Instant) -> Instant {
    starts.plus_seconds(-AHEAD)
}

impl ReminderRules {
    /// Whether they are those that every organisation starts with.
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }

    /// What is wrong with them, if anything is.
    ///
    /// # Errors
    /// [`BadReminders`].
    pub fn check(&self) -> Result<(), BadReminders> {
        let hours = self.hours_before.iter().copied().collect::<BTreeSet<u32>>();
        if hours.len() != self.hours_before.len() || MOST < hours.len() || !hours.iter().all(|n| (2..=336).contains(n))
        {
            return Err(BadReminders::Hours);
        }
        if self.not_after <= self.not_before {
            return Err(BadReminders::NoTime);
        }
        for wording in &self.wordings {
            wording.check()?;
        }
        let languages =
            self.wordings.iter().map(|wording| wording.language.to_lowercase()).collect::<BTreeSet<String>>();
        let named =
            |tag: &String| (2..=12).contains(&tag.len()) && tag.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-');
        if languages.len() != self.wordings.len() || !languages.iter().all(named) {
            return Err(BadReminders::Language);
        }
        if self.wordings.is_empty() { Err(BadReminders::LastWording) } else { Ok(()) }
    }

    /// How long before an appointment the first reminder can be due at most, in seconds; one that is moved out of the night goes out up to a day earlier.
    pub fn horizon(&self) -> i64 {
        i64::from(self.hours_before.iter().copied().max().unwrap_or(0) + 24) * 3600
    }

    /// The hours in which messages go out to anybody.
    pub const fn window(&self) -> Window {
        Window { from: self.not_before, until: self.not_after }
    }

    /// The hours in which messages go out to this client; nothing when none is left.
    pub fn window_of(&self, client: &ClientDetails) -> Option<Window> {
        let safe = &client.safe_contact;
        let from = safe.not_before.map_or(self.not_before, |from| from.max(self.not_before));
        let until = safe.not_after.map_or(self.not_after, |until| until.min(self.not_after));
        (from < until).then_some(Window { from, until })
    }

    /// The hours for which a reminder is due now: the smallest of which the moment has come, unless that moment had passed when the appointment was booked, or a
    /// reminder so short before was due already.
    pub fn due(&self, booking: Booking, office: &OfficeCalendar, now: Instant) -> Option<u32> {
        let zone = office.time_zone();
        let due = self.hours_before.iter().copied().filter(|hours| {
            let moment = self.window().moment(&zone, booking.starts, *hours);
            moment <= now && booking.booked <= moment && booking.reminded.is_none_or(|earlier| *hours < earlier)
        });
        due.min().filter(|_| now < booking.starts)
    }

    /// The wording in this language (BCP 47), or the first one.
    pub fn wording(&self, language: Option<&str>) -> Wording {
        let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_lowercase();
        let wanted = language.map(primary);
        let same = self.wordings.iter().find(|wording| Some(primary(&wording.language)) == wanted);
        same.or(self.wordings.first()).cloned().unwrap_or_else(Wording::english)
    }

    /// How this client is reminded of appointments, by the channel that they prefer for it and by what is written down about safe contact.
    pub fn way(&self, client: &ClientDetails, able: Able) -> Way {
        let means = match client.channels.get(&Purpose::Appointments) {
            Some(Channel::Email) if client.email.is_some() => Means::Email,
            Some(Channel::Sms) if client.phone.is_some() => Means::Sms,
            Some(channel @ (Channel::Phone | Channel::Letter | Channel::InPerson)) => {
                return Way::ByHand(ByHand::Prefers(*channel));
            }
            Some(Channel::Email | Channel::Sms) | None => return Way::ByHand(ByHand::NothingSaid),
        };
        if client.safe_contact.other.is_some() || self.window_of(client).is_none() {
            Way::ByHand(ByHand::SafeContact)
        } else if able.can(means) {
            Way::Sent(means)
        } else {
            Way::ByHand(ByHand::NotSetUp(means))
        }
    }
}

/// A booking as far as reminders ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Booking {
    /// When it begins.
    pub starts: Instant,
    /// When it was booked.
    pub booked: Instant,
    /// For how many hours before it the latest reminder was due, if there was one.
    pub reminded: Option<u32>,
}

impl Window {
    /// Whether somebody who lives by these clocks may be written to now.
    pub fn is_open(self, zone: &TimeZone, now: Instant) -> bool {
        let time = now.on(zone).time();
        self.from <= time && time <= self.until
    }

    /// The next moment at which somebody may be written to: now, or when the window opens.
    pub fn opens(self, zone: &TimeZone, now: Instant) -> Instant {
        let local = now.on(zone);
        if self.is_open(zone, now) {
            return now;
        }
        let day = if local.time() < self.from { local.date() } else { days_later(local.date(), 1) };
        at_clock(zone, day, self.from).unwrap_or(now)
    }

    /// When a reminder so many hours before is due: then, or when the window opens after it; where that is too short before, when it closed last.
    pub fn moment(self, zone: &TimeZone, starts: Instant, hours: u32) -> Instant {
        let wanted = starts.plus_seconds(-i64::from(hours) * 3600);
        let opens = self.opens(zone, wanted);
        if opens == wanted || opens <= last_call(starts) {
            return opens;
        }
        let local = wanted.on(zone);
        let day =
            if local.time() < self.from { local.date().yesterday().unwrap_or(local.date()) } else { local.date() };
        at_clock(zone, day, self.until).unwrap_or(wanted)
    }
}

/// By what this server can send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Able {
    /// Whether a mail relay is set up.
    pub email: bool,
    /// Whether a gateway for text messages is.
    pub sms: bool,
}

impl Able {
    /// Whether this server can send so.
    pub const fn can(self, means: Means) -> bool {
        match means {
            Means::Email => self.email,
            Means::Sms => self.sms,
        }
    }
}

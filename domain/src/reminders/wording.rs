//! What a reminder says: a wording that the organisation has approved, with the day, the time and a link put in, and nothing else.
//!
//! Neither the service nor the programme, nor any name stands in it (PT-4.4.4): a wording has no place for them.

use jiff::Zoned;
use serde::{Deserialize, Serialize};

use crate::calendar::{OfficeCalendar, city};
use crate::clients::ClientDetails;
use crate::sessions::{Place, Slot};

/// How a day is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayForm {
    /// 24/11/2026, 14:30.
    DayMonth,
    /// 24.11.2026, 14:30.
    DayDotMonth,
    /// 11/24/2026, 2:30 pm.
    MonthDay,
    /// 2026-11-24, 14:30.
    YearMonth,
}

impl DayForm {
    /// Every form.
    pub const ALL: [Self; 4] = [Self::DayMonth, Self::DayDotMonth, Self::MonthDay, Self::YearMonth];

    /// How the day and the time are written.
    const fn patterns(self) -> (&'static str, &'static str) {
        match self {
            Self::DayMonth => ("%d/%m/%Y", "%H:%M"),
            Self::DayDotMonth => ("%d.%m.%Y", "%H:%M"),
            Self::MonthDay => ("%m/%d/%Y", "%-I:%M %P"),
            Self::YearMonth => ("%Y-%m-%d", "%H:%M"),
        }
    }

    /// The day of this moment.
    pub fn day(self, at: &Zoned) -> String {
        at.strftime(self.patterns().0).to_string()
    }

    /// Its time.
    pub fn time(self, at: &Zoned) -> String {
        at.strftime(self.patterns().1).to_string()
    }

    /// A day and a time in this form, to choose by.
    pub const fn example(self) -> &'static str {
        match self {
            Self::DayMonth => "24/11/2026, 14:30",
            Self::DayDotMonth => "24.11.2026, 14:30",
            Self::MonthDay => "11/24/2026, 2:30 pm",
            Self::YearMonth => "2026-11-24, 14:30",
        }
    }
}

/// When an appointment begins, as its client is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begins {
    /// By the clocks that it is told by.
    pub at: Zoned,
    /// Where those clocks are, in case somebody could take them for others.
    pub city: Option<String>,
}

impl Begins {
    /// An appointment at the office is told by the clocks of the office, every other one by those that the client lives by. Where the two differ at that moment it
    /// is said which they are.
    pub fn told_to(client: &ClientDetails, slot: &Slot, office: &OfficeCalendar) -> Self {
        let (ours, theirs) = (office.time_zone(), client.time_zone(office));
        let differ = slot.starts.on(&ours).offset() != slot.starts.on(&theirs).offset();
        let zone = if slot.place == Place::Office { ours } else { theirs };
        let city = zone.iana_name().filter(|_| differ).map(city);
        Self { at: slot.starts.on(&zone), city }
    }
}

/// An approved wording (CM-4.5.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wording {
    /// Its language (BCP 47), such as `es`.
    pub language: String,
    /// The subject of an e-mail.
    pub subject: String,
    /// The text, with `{day}`, `{time}` and, where it asks for an answer, `{link}`.
    pub text: String,
    /// The days of the week, Monday first; none: the day is written without.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub weekdays: Vec<String>,
    /// How the day is written.
    pub dates: DayForm,
}

/// Why a wording is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadWording {
    /// It does not say when.
    #[error("the text must hold {{day}} and {{time}}, where the day and the time of the appointment are put in")]
    NoTime,
    /// Another word in braces.
    #[error("only {{day}}, {{time}} and {{link}} can be put in")]
    Unknown,
    /// The text is longer than two text messages, or the subject than a line of a mail program.
    #[error(
        "a text has at most {} characters, so that it fits into two text messages, and a subject {}",
        Wording::TEXT,
        Wording::SUBJECT
    )]
    TooLong,
    /// The subject is missing, or has something to be put in.
    #[error("the subject is a few words that say nothing of the appointment")]
    Subject,
    /// Not seven days.
    #[error("please write seven days, Monday first, with commas between")]
    Weekdays,
}

impl Wording {
    /// How long a text may be, in characters.
    pub const TEXT: usize = 260;

    /// How long a subject may be, in characters.
    pub const SUBJECT: usize = 60;

    /// The wording that every organisation starts with.
    pub fn english() -> Self {
        let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
        Self {
            language: "en".to_owned(),
            subject: "Your appointment".to_owned(),
            text: "Reminder: you have an appointment on {day} at {time}. Please tell us here whether you will come: {link}"
                .to_owned(),
            weekdays: days.map(str::to_owned).into(),
            dates: DayForm::DayMonth,
        }
    }

    /// What is wrong with it, if anything is.
    ///
    /// # Errors
    /// [`BadWording`].
    pub fn check(&self) -> Result<(), BadWording> {
        let bare = self.text.replace("{day}", "").replace("{time}", "").replace("{link}", "");
        if !self.text.contains("{day}") || !self.text.contains("{time}") {
            return Err(BadWording::NoTime);
        }
        if bare.contains(['{', '}']) {
            return Err(BadWording::Unknown);
        }
        if Self::TEXT < self.text.chars().count() || Self::SUBJECT < self.subject.chars().count() {
            return Err(BadWording::TooLong);
        }
        if self.subject.trim().is_empty() || self.subject.contains(['{', '}', '\n', '\r']) {
            return Err(BadWording::Subject);
        }
        if !matches!(self.weekdays.len(), 0 | 7) {
            return Err(BadWording::Weekdays);
        }
        Ok(())
    }

    /// Whether it asks for an answer.
    pub fn has_link(&self) -> bool {
        self.text.contains("{link}")
    }

    /// The text for an appointment that begins then.
    pub fn write(&self, begins: &Begins, link: &str) -> String {
        let starts = &begins.at;
        let (day, time) = (self.dates.day(starts), self.dates.time(starts));
        let weekday = usize::try_from(starts.weekday().to_monday_zero_offset()).unwrap_or_default();
        let day = self.weekdays.get(weekday).map_or(day.clone(), |name| format!("{name}, {day}"));
        let time = match &begins.city {
            Some(city) => format!("{time} ({city})"),
            None => time,
        };
        self.text.replace("{day}", &day).replace("{time}", &time).replace("{link}", link)
    }
}

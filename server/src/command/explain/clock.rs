//! `casekeep explain clock`: a deadline and the rule that it comes from, computed from what is typed alone: no data is opened.

use anyhow::Result;
use clap::{Args, ValueEnum};
use domain::calendar::OfficeCalendar;
use domain::inquiries::{AccessLaw, InquiryRules};
use domain::time::Instant;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use serde_json::json;

use crate::exits::{Ended, Exit};
use crate::terminal::say;

/// How the deadline is written, as RFC 3339 has it.
const RFC_3339: &str = "%Y-%m-%dT%H:%M:%S%:z";

#[derive(Args)]
pub(super) struct Clock {
    /// Which clock
    #[arg(value_enum)]
    clock: Which,
    /// When it came, by the clocks of the office, such as 2026-11-24T10:00
    #[arg(long, value_name = "TIME")]
    at: DateTime,
    /// A day on which nobody of the office works; may be given several times
    #[arg(long, value_name = "DAY")]
    holiday: Vec<Date>,
    /// The time zone of the office
    #[arg(long, value_name = "ZONE", default_value = "UTC")]
    zone: String,
    /// By which law a request for one's own record is answered
    #[arg(long, value_enum, default_value = "gdpr")]
    law: Law,
    /// Prints one line of JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Which {
    /// That we have it
    #[value(name = "inquiry.acknowledge")]
    Acknowledge,
    /// The answer
    #[value(name = "inquiry.answer")]
    Answer,
    /// The answer of a request for one's own record
    #[value(name = "own_record.answer")]
    OwnRecord,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Law {
    /// One month
    Gdpr,
    /// 30 days
    Hipaa,
}

impl Clock {
    pub(super) fn run(self) -> Result<()> {
        let zone = TimeZone::get(&self.zone)
            .map_err(|_| Ended::new(Exit::Rule, format!("there is no time zone {}", self.zone)))?;
        let (rules, holidays) = (InquiryRules::default(), self.holiday.iter().copied().collect());
        let office = OfficeCalendar { zone: self.zone.clone(), holidays, ..OfficeCalendar::default() };
        let received = office.instant(self.at.date(), self.at.time());
        let received = received.map_err(|why| Ended::new(Exit::Rule, why.to_string()))?;
        let access = match self.law {
            Law::Gdpr => AccessLaw::Gdpr,
            Law::Hipaa => AccessLaw::Hipaa,
        };
        let rules = InquiryRules { access, ..rules };
        let (acknowledge, answer) = rules.deadlines(&office, received, self.clock == Which::OwnRecord);
        let closes = office.closes.strftime("%H:%M");
        let working = |days: u32| {
            format!(
                "CC-4.2.2: by the close of business ({closes}) of working day {days} after it came; what comes after that hour or on a day off counts as of the next working day"
            )
        };
        let (name, due, days, rule) = match self.clock {
            Which::Acknowledge => {
                let days = rules.acknowledge_days;
                ("inquiry.acknowledge", acknowledge, Some(days), working(days))
            }
            Which::Answer => ("inquiry.answer", answer, Some(rules.answer_days), working(rules.answer_days)),
            Which::OwnRecord => ("own_record.answer", answer, None, by_law(access, &closes.to_string())),
        };
        let told = |at: Instant| at.on(&zone).strftime(RFC_3339).to_string();
        if self.json {
            let days_off: Vec<String> = self.holiday.iter().map(Date::to_string).collect();
            say(json!({
                "clock": name,
                "received": told(received),
                "due": told(due),
                "zone": self.zone,
                "working_days": days,
                "hours": [office.opens.strftime("%H:%M").to_string(), office.closes.strftime("%H:%M").to_string()],
                "holidays": days_off,
                "rule": rule,
            }));
        } else {
            say(format_args!("{} ({})", due.on(&zone).strftime("%A, %-d %B %Y, %H:%M"), self.zone));
            say(rule);
        }
        Ok(())
    }
}

/// The rule of a request for one's own record, in words.
fn by_law(law: AccessLaw, closes: &str) -> String {
    match law {
        AccessLaw::Gdpr => format!(
            "GDPR Art. 12(3), Regulation 1182/71 Art. 3: by the close of business ({closes}) of the same day of the next month, or of its last day; when the office does not work then, of the next working day"
        ),
        AccessLaw::Hipaa => format!(
            "45 CFR 164.524(b)(2): by the close of business ({closes}) of day 30 after it came; when the office does not work then, of the working day before"
        ),
    }
}

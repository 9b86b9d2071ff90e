//! `casekeep explain clock`: a deadline and the rule that it comes from, computed from what is typed alone: no data is opened.

use anyhow::Result;
use clap::{Args, ValueEnum};
use domain::calendar::OfficeCalendar;
use domain::inquiries::InquiryRules;
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
}

impl Clock {
    pub(super) fn run(self) -> Result<()> {
        let zone = TimeZone::get(&self.zone)
            .map_err(|_| Ended::new(Exit::Rule, format!("there is no time zone {}", self.zone)))?;
        let (rules, holidays) = (InquiryRules::default(), self.holiday.iter().copied().collect());
        let office = OfficeCalendar { zone: self.zone.clone(), holidays, ..OfficeCalendar::default() };
        let received = office.instant(self.at.date(), self.at.time());
        let received = received.map_err(|why| Ended::new(Exit::Rule, why.to_string()))?;
        let (acknowledge, answer) = rules.deadlines(&office, received);
        let (name, due, days) = match self.clock {
            Which::Acknowledge => ("inquiry.acknowledge", acknowledge, rules.acknowledge_days),
            Which::Answer => ("inquiry.answer", answer, rules.answer_days),
        };
        let told = |at: Instant| at.on(&zone).strftime(RFC_3339).to_string();
        let rule = format!(
            "CC-4.2.2: by the close of business ({}) of working day {days} after it came; what comes after that hour or on a day off counts as of the next working day",
            office.closes.strftime("%H:%M")
        );
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

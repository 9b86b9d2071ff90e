//! `casekeep explain`: answers "why" without a page: which times are free, and what takes the others; by when an inquiry is to be answered.

mod clock;

use anyhow::Result;
use casework::sessions::{Explained, Taken};
use clap::{Args, Subcommand};
use domain::slots::{Candidate, Period};
use domain::time::Instant;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::{house, of_fault, runtime};
use crate::exits::{Ended, Exit};
use crate::opening::{New, open};
use crate::settings::Settings;
use crate::terminal::say;

const EXAMPLES: &str = "Examples:
  casekeep explain slots --worker 'Ada Moreau' --weeks 8
  casekeep explain slots --worker 'Ada Moreau' --minutes 90 --json
  casekeep explain slots --everybody --weeks 1
  casekeep explain clock inquiry.answer --at 2026-11-27T16:30 --zone Europe/Madrid --holiday 2026-11-30

Hours only: neither cases nor clients are named. Nothing is changed, and people may go on working.";

/// Says why.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Explain {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// At which times somebody is free for a session, and what takes the others
    Slots(Slots),
    /// By when an inquiry that came at some moment is to be acknowledged or answered, and by which rule
    Clock(clock::Clock),
}

#[derive(Args)]
struct Slots {
    /// Name or id of the person
    #[arg(long, value_name = "WHO", required_unless_present = "everybody", conflicts_with = "everybody")]
    worker: Option<String>,
    /// Everybody who holds sessions
    #[arg(long)]
    everybody: bool,
    /// How many weeks from now
    #[arg(long, value_name = "NUMBER", default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..=26))]
    weeks: u32,
    /// How long a session is
    #[arg(long, value_name = "NUMBER", default_value_t = 50, value_parser = clap::value_parser!(u16).range(5..=480))]
    minutes: u16,
    /// Prints one line of JSON for each person
    #[arg(long)]
    json: bool,
}

impl Explain {
    pub(super) fn run(self, settings: &Settings) -> Result<()> {
        let slots = match self.what {
            What::Slots(slots) => slots,
            What::Clock(clock) => return clock.run(),
        };
        let house = house(open(settings, New::Never, false)?);
        let days = slots.weeks * 7;
        let explained = match &slots.worker {
            Some(worker) => {
                let explained = runtime()?.block_on(house.explain_slots(worker, slots.minutes, days));
                let explained = explained.map_err(|fault| of_fault(&fault))?;
                vec![explained.map_err(|nobody| Ended::new(Exit::Absent, nobody))?]
            }
            None => {
                let explained = runtime()?.block_on(house.explain_everybody(slots.minutes, days));
                explained.map_err(|fault| of_fault(&fault))?
            }
        };
        for explained in &explained {
            if slots.json {
                say(machine(explained, &slots));
            } else {
                for line in lines(explained) {
                    say(line);
                }
            }
        }
        Ok(())
    }
}

fn machine(explained: &Explained, slots: &Slots) -> Value {
    let zone = explained.office.time_zone();
    let at = |at: Instant| at.on(&zone).to_string();
    let candidate = |one: &Candidate| {
        let by = one.taken.and_then(|which| explained.taken.get(which));
        by.map(|by| {
            let what = if by.away { "absence" } else { "session" };
            json!({ "starts": at(one.starts), "by": what, "from": at(by.period.start), "to": at(by.period.end) })
        })
    };
    let free: Vec<String> =
        explained.candidates.iter().filter(|one| one.taken.is_none()).map(|one| at(one.starts)).collect();
    let closed = explained.closed.iter().map(|day| {
        let why = if explained.office.holidays.contains(day) { "holiday" } else { "closed" };
        json!({ "day": day.to_string(), "why": why })
    });
    json!({
        "worker": { "id": explained.who.id.to_string(), "name": explained.who.name },
        "minutes": slots.minutes,
        "weeks": slots.weeks,
        "zone": explained.office.zone,
        "free": free,
        "taken": explained.candidates.iter().filter_map(candidate).collect::<Vec<_>>(),
        "closed": closed.collect::<Vec<_>>(),
    })
}

/// A line for each day on which the office is open: between which times a session can begin, and what takes the rest.
fn lines(explained: &Explained) -> Vec<String> {
    let zone = explained.office.time_zone();
    let mut lines =
        vec![format!("{}, times at which a session can begin ({}):", explained.who.name, explained.office.zone)];
    let day = |at: Instant| at.on(&zone).date();
    for candidates in explained.candidates.chunk_by(|one, next| day(one.starts) == day(next.starts)) {
        let Some(first) = candidates.first() else { continue };
        let mut parts: Vec<String> = candidates
            .chunk_by(|one, next| one.taken.is_none() == next.taken.is_none())
            .filter(|run| run.first().is_some_and(|one| one.taken.is_none()))
            .filter_map(|run| Some(between(&zone, run.first()?.starts, run.last()?.starts)))
            .collect();
        if parts.is_empty() {
            parts.push("none".to_owned());
        }
        let today = |taken: &&Taken| (day(taken.period.start)..=day(taken.period.end)).contains(&day(first.starts));
        let told = |word: &str, away: bool| {
            let taken = explained.taken.iter().filter(today).filter(|taken| taken.away == away);
            let times: Vec<String> = taken.map(|taken| during(&zone, taken.period, day(first.starts))).collect();
            if times.is_empty() { String::new() } else { format!("; {word} {}", times.join(", ")) }
        };
        let (sessions, away) = (told("sessions", false), told("away", true));
        lines.push(format!(
            "  {}  {}{sessions}{away}",
            first.starts.on(&zone).strftime("%a %Y-%m-%d"),
            parts.join(", ")
        ));
    }
    lines
}

/// The part of a period that lies in this day; "all day" when all of it does.
fn during(zone: &TimeZone, period: Period, day: Date) -> String {
    let (start, end) = (period.start.on(zone), period.end.on(zone));
    match (start.date() < day, day < end.date()) {
        (true, true) => "all day".to_owned(),
        (true, false) => format!("until {}", end.strftime("%H:%M")),
        (false, true) => format!("from {}", start.strftime("%H:%M")),
        (false, false) => between(zone, period.start, period.end),
    }
}

fn between(zone: &TimeZone, from: Instant, to: Instant) -> String {
    let clock = |at: Instant| at.on(zone).strftime("%H:%M").to_string();
    if from == to { clock(from) } else { format!("{}–{}", clock(from), clock(to)) }
}

//! How a story goes, drawn beforehand.

use domain::calendar::OfficeCalendar;
use domain::time::Instant;
use domain::waiting::Urgency;
use jiff::ToSpan;
use jiff::civil::{Date, date};

use super::super::dice::Dice;
use super::super::words as w;
use super::teller::working;

/// How a story goes.
pub(crate) struct Plot {
    dice: Dice,
    pub(super) given: &'static str,
    pub(super) family: &'static str,
    pub(super) born: Date,
    pub(super) begins: Date,
    /// The hour of the sessions: each story has its own, so that two of one worker seldom meet.
    pub(super) hour: i8,
    pub(super) programme: &'static str,
    pub(super) worker: &'static str,
    pub(super) supervisor: &'static str,
    /// Whether the worker writes reports: caseworkers do, providers do not.
    pub(super) reports: bool,
    pub(super) reason: &'static str,
    pub(super) goals: [&'static str; 3],
    /// Whether the story ends with a closed case.
    pub(super) closes: bool,
    /// Whether its closing still waits for the records officer.
    pub(super) waits: bool,
    /// Whether there is a session on the day on which the story ends.
    pub(super) meets_today: bool,
    /// Whether the sessions to come are booked as a series.
    pub(super) weekly: bool,
    /// Whether the client waits for an earlier session at the end, and how soon they need it.
    pub(super) sooner: Option<Urgency>,
    /// Whether a flag is up at the end.
    pub(super) flagged: bool,
    /// Whether the worker has the folder and should have brought it back.
    pub(super) takes: bool,
    /// Whether the school has written by e-mail, and nobody has looked at it.
    pub(super) mails: bool,
    /// Whether there is a recording in the safe.
    pub(super) records: bool,
    pub(super) today: Date,
    pub(super) now: Instant,
}

/// Programme, worker, supervisor, and whether the worker writes reports.
const HANDS: [(&str, &str, &str, bool); 4] = [
    ("youth", "maria", "tomas", true),
    ("youth", "amina", "tomas", true),
    ("housing", "ruben", "helena", true),
    ("family", "felix", "helena", false),
];

/// Draws the story of the `number`-th client.
pub(crate) fn plot(dice: &mut Dice, number: u32, begin: Instant, now: Instant) -> Plot {
    let office = OfficeCalendar::default();
    let (first, today) = (office.today(begin), office.today(now));
    let at = usize::try_from(number).unwrap_or(0);
    let (programme, worker, supervisor, reports) = nth(&HANDS, at);
    // Providers do not close cases; a case that closes has to begin early enough.
    let closes = number % 6 == 4 && reports;
    let begins = 3 + dice.roll(if closes { 60 } else { 150 });
    Plot {
        given: nth(&w::GIVEN, at * 5 + at / 3),
        family: nth(&w::FAMILY, at * 7 + at / w::FAMILY.len()),
        born: born(dice, today, programme == "youth"),
        begins: working(&office, first.checked_add(i64::from(begins).days()).unwrap_or(first)),
        hour: 9 + small(dice.roll(7)),
        programme,
        worker,
        supervisor,
        reports,
        reason: dice.pick(&w::REASONS),
        goals: [nth(&w::GOALS, at % 3), nth(&w::GOALS, 3 + at % 3), nth(&w::GOALS, 6 + at % 4)],
        closes,
        waits: number % 12 == 10,
        meets_today: number % 12 < 4,
        weekly: number == 8,
        sooner: match number {
            5 => Some(Urgency::Soon),
            7 | 9 => Some(Urgency::Usual),
            _ => None,
        },
        flagged: number.is_multiple_of(9),
        takes: number % 8 == 1,
        records: number.is_multiple_of(4),
        mails: number % 16 == 8 && !closes,
        today,
        now,
        dice: dice.clone(),
    }
}

impl Plot {
    /// The same person, advised for a short while from this day on.
    pub(super) fn advised(&mut self, begins: Date) {
        self.begins = working(&OfficeCalendar::default(), begins);
        (self.programme, self.worker, self.supervisor) = (super::keeping::PROGRAMME, "ruben", "helena");
        (self.reports, self.waits, self.closes, self.flagged) = (true, false, true, false);
        self.sooner = None;
    }

    /// The chance of the telling; the same plot tells the same story.
    pub(super) fn dice(&self) -> Dice {
        self.dice.clone()
    }
}

fn born(dice: &mut Dice, today: Date, young: bool) -> Date {
    let age = if young { 12 + dice.roll(5) } else { 22 + dice.roll(50) };
    let year = today.year() - i16::try_from(age).unwrap_or(30);
    date(year, 1 + small(dice.roll(12)), 1 + small(dice.roll(28)))
}

fn small(number: u32) -> i8 {
    i8::try_from(number).unwrap_or(0)
}

/// The `at`-th of a list, begun again at its end.
fn nth<T: Copy>(list: &[T], at: usize) -> T {
    #[expect(clippy::indexing_slicing, reason = "lists of the story are constants and never empty")]
    list[at % list.len()]
}

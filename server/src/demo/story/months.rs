//! The middle of a story: session after session, up to today or to the closing.

use anyhow::Result;
use casework::house::Ctx;
use casework::sessions::{BookSession, RecordSession, SessionMissed, book_session, record_not_held, record_session};
use domain::contacts::{ActionItem, PlanAfter};
use domain::plans::GoalRating;
use domain::sessions::{Next, NotHeld, Place, SessionNotHeld, SessionRecorded, Slot};
use jiff::ToSpan;
use jiff::civil::Date;

use super::super::words as w;
use super::Tale;
use super::teller::{ink, line, slot, some, words};

/// After so many sessions a story that closes has reached its goals.
const ENOUGH: u32 = 8;
/// A progress report is handed in after every so many sessions.
const REPORTED: u32 = 12;

impl Tale<'_> {
    /// The sessions, week by week, up to today or to the closing.
    pub(super) async fn months(&mut self) -> Result<()> {
        let mut day = self.teller.working(self.plot.begins.checked_add(7.days())?);
        let Some(mut held) = self.first_booking(day).await? else { return Ok(()) };
        while held.ends().plus_seconds(3600) < self.plot.now {
            let weeks = if self.dice.chance(70) { 1 } else { 2 };
            let mut next_day = self.teller.working(day.checked_add(weeks.weeks())?);
            // Some have their session on the very day on which the story ends, whatever day of the week that is.
            if self.plot.today < next_day && self.plot.meets_today {
                next_day = self.plot.today;
            }
            let last = self.plot.closes && ENOUGH <= self.sessions;
            let Some(next) = self.session(&held, next_day, last).await? else { return Ok(()) };
            self.between(day).await?;
            if last {
                return self.close(day).await;
            }
            if self.sessions.is_multiple_of(REPORTED) && 0 < self.sessions && self.reported < day {
                self.report(self.reported, day).await?;
                self.reported = day;
            }
            let Next::Booked(booked) = next else { return Ok(()) };
            (held, day) = (booked, next_day);
        }
        Ok(())
    }

    /// The first session, at the hour of the story or, when that is taken, later on that day.
    async fn first_booking(&self, day: Date) -> Result<Option<Slot>> {
        let before = self.teller.at(self.plot.begins, self.plot.hour, 40)?.min(self.plot.now);
        let ctx = self.teller.acting(self.plot.worker, before)?;
        let worker = self.teller.who(self.plot.worker)?;
        for later in 0..6 {
            let starts = self.teller.at(day, self.plot.hour, 0)?.plus_seconds(later * 3600);
            let slot = slot(&ctx, worker, starts);
            if book_session(&ctx, BookSession { case: self.case, slot: slot.clone() }, ink()).await.is_ok() {
                return Ok(Some(slot));
            }
        }
        Ok(None)
    }

    /// One session, held or not. Nothing when the next one could not be booked because the worker's hour is taken: the story pauses there.
    async fn session(&mut self, held: &Slot, next_day: Date, last: bool) -> Result<Option<Next>> {
        let written = held.ends().plus_seconds(60 * i64::from(5 + self.dice.roll(40)));
        let ctx = self.teller.acting(self.plot.worker, written)?;
        let next = if last {
            Next::None(line("The goals are reached; the case is being closed.")?)
        } else {
            let starts = self.teller.at(next_day, self.plot.hour, 0)?;
            Next::Booked(slot(&ctx, self.teller.who(self.plot.worker)?, starts))
        };
        let missed = self.dice.chance(10) && !last && 0 < self.sessions;
        let recorded = if missed {
            self.missed(&ctx, held, next.clone()).await?
        } else {
            self.sessions += 1;
            let session = self.note(&ctx, held, next.clone(), next_day, last)?;
            let order = RecordSession { case: self.case, session };
            record_session(&ctx, order, ink().happened(held.starts)).await.is_ok()
        };
        Ok(recorded.then_some(next))
    }

    async fn missed(&self, ctx: &Ctx, held: &Slot, next: Next) -> Result<bool> {
        let (why, note) = match self.sessions % 4 {
            2 => (NotHeld::CancelledByClient, "Has to be at the job centre at that hour."),
            3 => (NotHeld::CancelledByUs, "The house was closed after a burst pipe."),
            _ => (NotHeld::NoShow, "Did not answer the phone either."),
        };
        let order = SessionNotHeld { slot: held.id, why, note: Some(line(note)?), next };
        Ok(record_not_held(ctx, SessionMissed { case: self.case, order }, ink()).await.is_ok())
    }

    fn note(&mut self, ctx: &Ctx, held: &Slot, next: Next, due: Date, last: bool) -> Result<SessionRecorded> {
        self.goals_move();
        let rated = self.goals.iter().zip(&self.steps).map(|(&goal, &step)| GoalRating { goal, step }).collect();
        let actions = if self.dice.chance(40) && !last { vec![self.new_promise(ctx, due)?] } else { Vec::new() };
        let decided = self.sessions % 5 == 3;
        let decision = "Sessions stay weekly until the next review; agreed in the session.";
        Ok(SessionRecorded {
            slot: Some(held.id),
            arrived: self.dice.chance(50).then(|| held.starts.plus_seconds(-300)),
            minutes: 50,
            place: Place::Office,
            progress: words(self.dice.pick(&w::PROGRESS))?,
            challenges: some(self.dice.pick(&w::CHALLENGES))?,
            successes: if self.dice.chance(60) { some(self.dice.pick(&w::SUCCESSES))? } else { None },
            observations: if self.dice.chance(50) { some(self.dice.pick(&w::OBSERVATIONS))? } else { None },
            feedback: if self.dice.chance(60) { some(self.dice.pick(&w::OWN_WORDS))? } else { None },
            ratings: rated,
            significant: self.sessions == 6,
            decision: if decided { some(decision)? } else { None },
            actions,
            plan: PlanAfter::NoChange,
            next,
            late_because: None,
        })
    }

    /// Goals go up more often than down, and never beyond their ends.
    fn goals_move(&mut self) {
        for step in &mut self.steps {
            let up = u8::from(self.dice.chance(35));
            let down = u8::from(self.dice.chance(12));
            *step = (*step + up).saturating_sub(down).clamp(1, 5);
        }
    }

    fn new_promise(&mut self, ctx: &Ctx, due: Date) -> Result<ActionItem> {
        let what = line(self.dice.pick(&w::ACTIONS))?;
        Ok(self.promise(ActionItem { id: ctx.new_item(), what, owner: Some(ctx.staff()), due }))
    }
}

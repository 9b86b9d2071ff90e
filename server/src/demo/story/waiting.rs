//! Some whose next session had to be moved far ahead wait for an earlier one; the time that each of them gave up fits others.

use anyhow::Result;
use casework::sessions::{SessionMissed, record_not_held};
use casework::waiting::begin_waiting;
use domain::cases::CaseFile;
use domain::policy::Action;
use domain::sessions::{Next, NotHeld, SessionNotHeld};
use domain::staff::Role;
use domain::waiting::{Urgency, WaitingBegun, Wish};
use jiff::ToSpan;

use super::super::staff::STAFF;
use super::Tale;
use super::teller::{ink, line, slot};

impl Tale<'_> {
    /// The next session is moved by four weeks, and the client waits for an earlier one. Where none is booked, or no hour of that day is free, nothing happens.
    pub(super) async fn waits(&self, urgency: Urgency) -> Result<()> {
        let ctx = self.teller.acting(self.plot.worker, self.plot.now.plus_seconds(-3 * 3600))?;
        let seen = ctx.view::<CaseFile>(Action::BookSession, self.case).await?;
        let Some(next) = seen.sessions.next().filter(|slot| ctx.now() < slot.starts) else { return Ok(()) };
        let worker = self.teller.who(self.plot.worker)?;
        let day = self.teller.working(self.teller.office.today(next.starts).checked_add(4.weeks())?);
        for hour in 9..16 {
            let later = slot(&ctx, worker, self.teller.at(day, hour, 0)?);
            let note = Some(line("The interpreter cannot come on that day.")?);
            let order = SessionNotHeld { slot: next.id, why: NotHeld::Moved, note, next: Next::Booked(later) };
            if record_not_held(&ctx, SessionMissed { case: self.case, order }, ink()).await.is_err() {
                continue;
            }
            // of a therapist nobody else takes the place
            let own = STAFF.iter().any(|person| person.login == self.plot.worker && person.role == Role::Provider);
            let wish = Wish { with: own.then_some(worker), short_notice_hours: 4, ..Wish::any(urgency) };
            let note = Some(line("Can come at short notice; lives near by.")?);
            begin_waiting(&ctx, self.case, WaitingBegun { id: ctx.new_item(), wish, note }, ink()).await?;
            return Ok(());
        }
        Ok(())
    }
}

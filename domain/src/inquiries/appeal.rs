//! Appeals: whoever complained does not agree with how it came out, and somebody else looks at it again (CC-4.3.3, CC-5).
//!
//! The complaint is open again, and everything is due as on the first day: to acknowledge, to answer, to be given to somebody. What was decided before stands
//! beside it, and nobody who has decided does so a second time.

use serde::{Deserialize, Serialize};

use super::{CannotInquire, Ended, Inquiry, InquiryAnswered, InquiryKind, Outcome};
use crate::event::Event;
use crate::ids::StaffId;
use crate::reach::Channel;
use crate::text::Narrative;
use crate::time::Instant;

/// Whoever complained does not agree with how it came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComplaintAppealed {
    /// How we learned of it.
    pub channel: Channel,
    /// With what they do not agree, and what they want.
    pub reason: Narrative,
    /// Who looks at it again, where nobody but a director is left who has not decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<StaffId>,
}

/// What was decided before an appeal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// The answer, with the outcome.
    pub answered: InquiryAnswered,
    /// When they had it.
    pub at: Instant,
    /// Who gave it.
    pub by: StaffId,
    /// When it was appealed against.
    pub appealed: Instant,
}

impl Inquiry {
    /// Takes an appeal into account: everything begins anew, and what was decided stands aside.
    pub(super) fn appealed(&mut self, appeal: &ComplaintAppealed, at: Instant) {
        if let Some((Ended::Answered(answered), ended, by)) = self.ended.take() {
            self.decided.push(Decided { answered: *answered, at: ended, by, appealed: at });
        }
        self.acknowledged = None;
        self.timelines.clear();
        self.pauses.clear();
        if let Some(triage) = &mut self.triage {
            triage.owner = appeal.owner;
        }
    }

    /// Since when its clocks run: since it reached us, or since the last appeal.
    pub fn since(&self) -> Option<Instant> {
        let received = self.received.as_ref().map(|(_, at, _)| *at);
        self.decided.last().map(|decided| decided.appealed).or(received)
    }

    /// How a complaint came out that is over: by the last answer that decided.
    pub fn outcome(&self) -> Option<&Outcome> {
        let before = || self.decided.last().map(|decided| &decided.answered);
        let answer = if self.is_open() { None } else { self.given().or_else(before) };
        answer.and_then(|answered| answered.outcome.as_ref())
    }

    /// Who has decided on it before an appeal.
    pub fn deciders(&self) -> impl Iterator<Item = StaffId> {
        self.decided.iter().map(|decided| decided.by)
    }

    /// Decides on an appeal.
    ///
    /// # Errors
    /// [`CannotInquire`] when it is no complaint, was not answered, or was not yet then.
    pub fn appeal(
        &self,
        order: ComplaintAppealed,
        (happened, now): (Instant, Instant),
    ) -> Result<Vec<Event>, CannotInquire> {
        if self.kind() != Some(InquiryKind::Complaint) {
            return Err(CannotInquire::NoComplaint);
        }
        let Some((Ended::Answered(_), answered, by)) = &self.ended else { return Err(CannotInquire::NotDecided) };
        if now.plus_seconds(super::rules::GRACE) < happened {
            return Err(CannotInquire::InTheFuture);
        }
        if happened < *answered {
            return Err(CannotInquire::BeforeAnswered);
        }
        if order.owner == Some(*by) {
            return Err(CannotInquire::DecidedBefore);
        }
        self.decided_by_another(order.owner)?;
        Ok(vec![order.into()])
    }

    /// Whoever looks at it again has not decided on it before.
    ///
    /// # Errors
    /// [`CannotInquire::DecidedBefore`].
    pub fn decided_by_another(&self, staff: Option<StaffId>) -> Result<(), CannotInquire> {
        let before = staff.is_some_and(|staff| self.deciders().any(|decider| decider == staff));
        if before { Err(CannotInquire::DecidedBefore) } else { Ok(()) }
    }
}

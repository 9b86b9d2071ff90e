//! When an inquiry may be taken in, given on, answered, put off and set aside (CC-4.2.2, CC-4.4.1, CC-5).

use std::collections::BTreeSet;

use super::{
    CannotInquire, EscalationReported, Inquiry, InquiryAcknowledged, InquiryAnswered, InquiryKind, InquiryPaused,
    InquiryReceived, InquiryResumed, InquirySetAside, InquiryTriaged, Outcome, Pack, SetAside, Stands, Themed,
    TimelineGiven,
};
use crate::event::Event;
use crate::identity::Identified;
use crate::ids::StaffId;
use crate::level::Level;
use crate::reach::Channel;
use crate::rulebook::Rulebook;
use crate::templates::{TemplateUsed, standing};
use crate::text::Narrative;
use crate::time::Instant;

/// Inquiries of these kinds keep the case open that they belong to, until they are answered or set aside (RC-4.4). Feedback and complaints go on
/// without it: whoever closes a case is not told by the gate that somebody has complained about them.
pub const KEEPS_OPEN: [InquiryKind; 2] = [InquiryKind::Question, InquiryKind::Service];

/// A watch that goes a little ahead.
pub(super) const GRACE: i64 = 60;

impl Inquiry {
    /// Decides on taking it in.
    ///
    /// # Errors
    /// [`CannotInquire`] names what is wrong.
    pub fn receive(
        &self,
        order: InquiryReceived,
        (level, happened, now): (Level, Instant, Instant),
        rules: &Rulebook,
    ) -> Result<Vec<Event>, CannotInquire> {
        if now.plus_seconds(GRACE) < happened {
            return Err(CannotInquire::InTheFuture);
        }
        at_least(level, order.kind, rules)?;
        kept_away(order.kind, order.owner, &order.concerns)?;
        if order.answer_by.is_some_and(|by| by != Channel::InPerson) && order.from.reach.is_none() {
            return Err(CannotInquire::NoAddress);
        }
        Ok(vec![order.into()])
    }

    /// Decides on what it is and who answers it.
    ///
    /// # Errors
    /// [`CannotInquire`] when it is over, nothing changes, or the level does not fit.
    pub fn triaged(&self, order: InquiryTriaged, level: Level, rules: &Rulebook) -> Result<Vec<Event>, CannotInquire> {
        self.must_be_open()?;
        at_least(level, order.kind, rules)?;
        kept_away(order.kind, order.owner, &order.concerns)?;
        self.decided_by_another(order.owner)?;
        if order.note.is_none() && self.concerns().any(|staff| !order.concerns.contains(&staff)) {
            return Err(CannotInquire::WhyNoMore);
        }
        if self.triage.as_ref() == Some(&order) {
            return Err(CannotInquire::Same);
        }
        Ok(vec![order.into()])
    }

    /// Decides on the note that they know that we have it.
    ///
    /// # Errors
    /// [`CannotInquire`].
    pub fn acknowledge(
        &self,
        order: InquiryAcknowledged,
        when: (Instant, Instant),
        rules: &Rulebook,
    ) -> Result<Vec<Event>, CannotInquire> {
        self.must_be_open()?;
        self.after_received(when)?;
        all_put_in(order.template, order.words.as_ref())?;
        if self.clocks(rules).is_some_and(|clocks| clocks.acknowledge.done.is_some()) {
            return Err(CannotInquire::Acknowledged);
        }
        Ok(vec![order.into()])
    }

    /// Decides on a later day for the answer, which they were told before the time was over.
    ///
    /// # Errors
    /// [`CannotInquire::Lapsed`] when it is too late for that, and when the day is not later.
    pub fn promise(
        &self,
        order: TimelineGiven,
        when: (Instant, Instant),
        rules: &Rulebook,
    ) -> Result<Vec<Event>, CannotInquire> {
        self.must_be_open()?;
        self.after_received(when)?;
        let clocks = self.clocks(rules).ok_or(CannotInquire::Over)?;
        if clocks.answer.stands(when.0) == Stands::Lapsed {
            return Err(CannotInquire::Lapsed);
        }
        let until = rules.office.close_of_day(order.until);
        if until <= clocks.answer.due {
            return Err(CannotInquire::NotLater(rules.office.today(clocks.answer.due)));
        }
        if self.asks_for_own_record() {
            let received = rules.office.today(clocks.received);
            let latest = rules.inquiries.access.longest(&rules.office, received);
            if latest < until {
                return Err(CannotInquire::ByLaw(rules.office.today(latest)));
            }
        }
        Ok(vec![order.into()])
    }

    /// Decides on letting the clock of the answer stand still.
    ///
    /// # Errors
    /// [`CannotInquire`] when the time is over, it stands still already, or for longer than the rules allow.
    pub fn pause(&self, order: InquiryPaused, now: Instant, rules: &Rulebook) -> Result<Vec<Event>, CannotInquire> {
        self.must_be_open()?;
        let clocks = self.clocks(rules).ok_or(CannotInquire::Over)?;
        if self.paused(now, &rules.office).is_some() {
            return Err(CannotInquire::Paused);
        }
        if clocks.answer.stands(now) == Stands::Lapsed {
            return Err(CannotInquire::Lapsed);
        }
        if self.asks_for_own_record() && !rules.inquiries.access.waits_for(order.why) {
            return Err(CannotInquire::DoesNotWait);
        }
        let latest = rules.office.close_of_working_day(now, rules.inquiries.longest_pause_days);
        let ends = rules.office.close_of_day(order.until);
        if latest < ends {
            return Err(CannotInquire::TooLong(rules.office.today(latest)));
        }
        if ends <= now {
            return Err(CannotInquire::NotLater(rules.office.today(now)));
        }
        Ok(vec![order.into()])
    }

    /// Decides on letting the clock run on.
    ///
    /// # Errors
    /// [`CannotInquire::Runs`].
    pub fn resume(&self, order: InquiryResumed, now: Instant, rules: &Rulebook) -> Result<Vec<Event>, CannotInquire> {
        self.must_be_open()?;
        self.paused(now, &rules.office).ok_or(CannotInquire::Runs)?;
        Ok(vec![order.into()])
    }

    /// Decides on the escalation report of a complaint.
    ///
    /// # Errors
    /// [`CannotInquire`].
    pub fn escalate(&self, order: EscalationReported) -> Result<Vec<Event>, CannotInquire> {
        self.must_be_open()?;
        if self.kind() != Some(InquiryKind::Complaint) {
            return Err(CannotInquire::NoComplaint);
        }
        if self.escalation.is_some() {
            return Err(CannotInquire::Escalated);
        }
        said(order.theme.as_ref())?;
        Ok(vec![order.into()])
    }

    /// Decides on the answer.
    ///
    /// # Errors
    /// [`CannotInquire`] when it is over, was given another way without a reason, or something that the matrix asks for is missing. `pack` is what was given
    /// out of cases for it.
    pub fn answer(
        &self,
        order: InquiryAnswered,
        when: (Instant, Instant),
        pack: Pack,
        rules: &Rulebook,
    ) -> Result<Vec<Event>, CannotInquire> {
        self.must_be_open()?;
        self.after_received(when)?;
        all_put_in(order.template, Some(&order.words))?;
        if self.wanted() != Some(order.channel) && order.other_because.is_none() {
            return Err(CannotInquire::OtherWay);
        }
        if self.case().is_some() {
            let identified = Identified { by: order.identity, facts: order.facts.clone() };
            identified.suffices(self.level(), &rules.identity)?;
        }
        match (self.kind(), &order.outcome) {
            (Some(InquiryKind::Complaint), _) if self.escalation.is_none() => return Err(CannotInquire::NoEscalation),
            (Some(InquiryKind::Complaint), None) => return Err(CannotInquire::NoOutcome),
            (Some(InquiryKind::Complaint), Some(outcome)) => outcome.must_be_whole()?,
            (_, Some(_)) => return Err(CannotInquire::NoComplaint),
            (Some(InquiryKind::Feedback), None) => said(order.theme.as_ref())?,
            (_, None) => {}
        }
        match (self.asks_for_own_record(), &order.own_record) {
            (true, None) => return Err(CannotInquire::NoResult),
            (true, Some(result)) => result.must_be_whole(pack)?,
            (false, Some(_)) => return Err(CannotInquire::NotOwnRecord),
            (false, None) => {}
        }
        Ok(vec![order.into()])
    }

    /// Decides on ending it without an answer.
    ///
    /// # Errors
    /// [`CannotInquire`]. A complaint is not set aside before its escalation report is written.
    pub fn set_aside(&self, order: InquirySetAside) -> Result<Vec<Event>, CannotInquire> {
        self.must_be_open()?;
        if self.kind() == Some(InquiryKind::Complaint) && self.escalation.is_none() {
            return Err(CannotInquire::NoEscalation);
        }
        if self.kind() == Some(InquiryKind::Complaint) && order.why == SetAside::TakenBack {
            return Err(CannotInquire::TakenBack);
        }
        Ok(vec![order.into()])
    }

    fn must_be_open(&self) -> Result<(), CannotInquire> {
        if self.is_open() { Ok(()) } else { Err(CannotInquire::Over) }
    }

    fn after_received(&self, (happened, now): (Instant, Instant)) -> Result<(), CannotInquire> {
        if now.plus_seconds(GRACE) < happened {
            return Err(CannotInquire::InTheFuture);
        }
        match self.since() {
            Some(since) if happened < since => Err(CannotInquire::BeforeReceived),
            _ => Ok(()),
        }
    }
}

impl Outcome {
    fn must_be_whole(&self) -> Result<(), CannotInquire> {
        let whole = !self.finding.is_right() || self.put_right.is_some();
        if whole { Ok(()) } else { Err(CannotInquire::NotPutRight) }
    }
}

/// Only a complaint names whom it concerns, and none of them answers it.
fn kept_away(kind: InquiryKind, owner: Option<StaffId>, concerns: &BTreeSet<StaffId>) -> Result<(), CannotInquire> {
    if kind != InquiryKind::Complaint && !concerns.is_empty() {
        return Err(CannotInquire::NobodyNamed);
    }
    if owner.is_some_and(|owner| concerns.contains(&owner)) {
        return Err(CannotInquire::OwnerConcerned);
    }
    Ok(())
}

fn said(theme: Option<&Themed>) -> Result<(), CannotInquire> {
    if theme.is_some_and(Themed::is_said) { Ok(()) } else { Err(CannotInquire::NoTheme) }
}

/// Whether everything was put into a text that was written from a template.
fn all_put_in(template: Option<TemplateUsed>, words: Option<&Narrative>) -> Result<(), CannotInquire> {
    let place = template.and(words).and_then(|words| standing(words.reveal()));
    place.map_or(Ok(()), |place| Err(CannotInquire::Standing(place)))
}

fn at_least(level: Level, kind: InquiryKind, rules: &Rulebook) -> Result<(), CannotInquire> {
    let least = rules.level_of(kind.line());
    if level < least { Err(CannotInquire::LevelTooLow(least)) } else { Ok(()) }
}

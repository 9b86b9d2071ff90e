//! When an inquiry may be taken in, given on, answered, put off and set aside (CC-4.2.2, CC-4.4.1, CC-5).

use std::collections::BTreeSet;

use super::{
    EscalationReported, Inquiry, InquiryAcknowledged, InquiryAnswered, InquiryKind, InquiryPaused, InquiryReceived,
    InquiryResumed, InquirySetAside, InquiryTriaged, Outcome, Pack, SetAside, Stands, Themed, TimelineGiven,
};
use crate::event::Event;
use crate::identity::{CannotIdentify, Identified};
use crate::ids::StaffId;
use crate::level::Level;
use crate::reach::Channel;
use crate::rulebook::Rulebook;
use crate::templates::{NotApproved, Place, TemplateUsed, standing};
use crate::text::Narrative;
use crate::time::Instant;

/// Why something cannot be done with an inquiry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotInquire {
    /// It has not reached us yet.
    #[error("this time is in the future")]
    InTheFuture,
    /// It was before it reached us.
    #[error("this is before the inquiry reached us")]
    BeforeReceived,
    /// Below the level of the communication matrix.
    #[error("inquiries of this kind are recorded as {} or higher", .0.word())]
    LevelTooLow(Level),
    /// They want to be answered, and there is no way.
    #[error("please give the number or address for the answer, or choose “In person”")]
    NoAddress,
    /// Another inquiry drew the same number.
    #[error("please sign once more; the number was given to another inquiry a moment ago")]
    NumberTaken,
    /// It is over.
    #[error("this inquiry is over: it was answered or set aside meanwhile")]
    Over,
    /// They know already that we have it.
    #[error("they were told already that we have it")]
    Acknowledged,
    /// Whoever is to answer it cannot see it.
    #[error("whoever answers this must be able to see inquiries of this kind, and work here")]
    WrongOwner,
    /// The case is not one that the signer works on.
    #[error("this is no open case that you can see")]
    NoCase,
    /// Nothing was changed.
    #[error("nothing was changed")]
    Same,
    /// The time for the answer is over.
    #[error("the time for an answer is over, so a later day cannot take its place; please answer now")]
    Lapsed,
    /// The day that they were told is not a later one.
    #[error("please give a day after {0}, which is when the answer is due now")]
    NotLater(jiff::civil::Date),
    /// The clock stands still already, or runs.
    #[error("the clock stands still already")]
    Paused,
    /// The clock runs.
    #[error("the clock is running")]
    Runs,
    /// Longer than the rules allow.
    #[error("the clock may stand still until {0} at the latest")]
    TooLong(jiff::civil::Date),
    /// Not the way they asked for, and nobody said why.
    #[error("they asked to be answered another way; please say why it was done like this")]
    OtherWay,
    /// It is not certain who asks.
    #[error(transparent)]
    Identity(#[from] CannotIdentify),
    /// The escalation report of a complaint is missing.
    #[error("a complaint is answered when its escalation report is written")]
    NoEscalation,
    /// The report was written.
    #[error("the escalation report is written already")]
    Escalated,
    /// The words were not written from the approved template.
    #[error(transparent)]
    Template(#[from] NotApproved),
    /// Something was not put in.
    #[error("please write what stands for {{{}}}", .0.code())]
    Standing(Place),
    /// No complaint.
    #[error("only a complaint has an escalation report and an outcome")]
    NoComplaint,
    /// Somebody is named whom it concerns, and it is no complaint.
    #[error(
        "only a complaint names members of staff whom it concerns; of anything else please take them out, and say in the note why"
    )]
    NobodyNamed,
    /// Whoever is to answer it is one of those whom it concerns.
    #[error("it concerns this person, so somebody else answers it")]
    OwnerConcerned,
    /// Somebody is kept away no more, and nobody said why.
    #[error("please say why somebody is not kept away any more")]
    WhyNoMore,
    /// It does not say what it is about.
    #[error("please say what it is about")]
    NoTheme,
    /// A complaint is answered without an outcome.
    #[error("please say how the complaint came out")]
    NoOutcome,
    /// It was right, and nobody says what was put right.
    #[error("please say what was put right")]
    NotPutRight,
    /// It concerns whoever wants to do something with it, which somebody has just said.
    #[error("there is nothing here that you may see")]
    KeptAway,
    /// A complaint that was taken back.
    #[error("a complaint that was taken back is answered with the outcome “Withdrawn”, so that it counts as one")]
    TakenBack,
    /// By law it cannot take so long.
    #[error("by law the answer is due on {0} at the latest")]
    ByLaw(jiff::civil::Date),
    /// The clock of a request for one's own record does not wait for this.
    #[error("the law does not let the clock of such a request stand still for this")]
    DoesNotWait,
    /// It says nothing of what came of the request.
    #[error("please say what came of it")]
    NoResult,
    /// An answer of a request, and it is none.
    #[error("only a request for one’s own record has such a result")]
    NotOwnRecord,
    /// Something is said to be given, and nothing was.
    #[error(
        "nothing was given out for this request yet; give it out of the case first, so that it is known what they have"
    )]
    NothingGiven,
    /// Passages were left out, and it is said that they have everything.
    #[error("passages were left out, so they have a part of it; please choose that, and say why")]
    LeftOut,
    /// Something was given, and it is said that nothing was.
    #[error("something was given out for this request, so they have at least a part of it")]
    WasGiven,
    /// They do not have everything, and nobody says why.
    #[error("please choose why they do not have everything")]
    NoGrounds,
    /// Grounds without their reason.
    #[error("please write why this holds here")]
    NoReason,
    /// They were not told where they can complain.
    #[error("please tell them the reasons and where they can complain, and say here that you did")]
    NotTold,
}

/// Inquiries of these kinds keep the case open that they belong to, until they are answered or set aside (RC-4.4). Feedback and complaints go on
/// without it: whoever closes a case is not told by the gate that somebody has complained about them.
pub const KEEPS_OPEN: [InquiryKind; 2] = [InquiryKind::Question, InquiryKind::Service];

/// A watch that goes a little ahead.
const GRACE: i64 = 60;

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
        match &self.received {
            Some((_, at, _)) if happened < *at => Err(CannotInquire::BeforeReceived),
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

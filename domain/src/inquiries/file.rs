//! What the dossier of an inquiry says so far, folded from its entries.

use super::{
    Decided, EscalationReported, InquiryAcknowledged, InquiryAnswered, InquiryKind, InquiryPaused, InquiryReceived,
    InquirySetAside, InquiryTriaged, PauseReason, Post, Themed, TimelineGiven,
};
use crate::entry::Entry;
use crate::event::Event;
use crate::ids::{DossierId, StaffId};
use crate::level::Level;
use crate::reach::Channel;
use crate::time::Instant;

/// How an inquiry ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// With an answer.
    Answered(Box<InquiryAnswered>),
    /// Without one.
    SetAside(InquirySetAside),
}

/// A time for which the clock of the answer stood still.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pause {
    /// What was said of it.
    pub paused: InquiryPaused,
    /// From when.
    pub at: Instant,
    /// When somebody let it run on.
    pub resumed: Option<Instant>,
}

/// What the dossier of an inquiry says so far.
#[derive(Debug, Clone, Default)]
pub struct Inquiry {
    /// What was asked, when it reached us, and who wrote it down.
    pub received: Option<(InquiryReceived, Instant, StaffId)>,
    /// What it is now, whose, and of which case.
    pub triage: Option<InquiryTriaged>,
    /// When and how they were told that we have it.
    pub acknowledged: Option<(InquiryAcknowledged, Instant)>,
    /// The days that they were told, each with when; the last one holds.
    pub timelines: Vec<(TimelineGiven, Instant)>,
    /// When the clock of the answer stood still.
    pub pauses: Vec<Pause>,
    /// The escalation report, when and by whom.
    pub escalation: Option<(EscalationReported, Instant, StaffId)>,
    /// How it ended, when and by whom.
    pub ended: Option<(Ended, Instant, StaffId)>,
    /// What was decided before appeals, oldest first.
    pub decided: Vec<Decided>,
    /// What came by itself.
    pub post: Post,
    /// The highest level of what stands in it.
    level: Option<Level>,
}

impl Inquiry {
    /// Takes one more entry into account.
    pub fn apply(&mut self, entry: &Entry) {
        let (at, by) = (entry.happened(), entry.author());
        match &entry.event {
            Event::InquiryReceived(received) => {
                let InquiryReceived { kind, owner, case, .. } = received;
                let concerns = received.concerns.clone();
                self.triage = Some(InquiryTriaged { kind: *kind, owner: *owner, case: *case, note: None, concerns });
                self.received = Some((received.clone(), at, by));
            }
            Event::InquiryTriaged(triaged) => self.triage = Some(triaged.clone()),
            Event::InquiryAcknowledged(told) => self.acknowledged = Some((told.clone(), at)),
            Event::TimelineGiven(given) => self.timelines.push((given.clone(), at)),
            Event::InquiryPaused(paused) => {
                self.pauses.push(Pause { paused: paused.clone(), at: entry.signed(), resumed: None });
            }
            Event::InquiryResumed(_) => {
                if let Some(pause) = self.pauses.last_mut() {
                    pause.resumed.get_or_insert(entry.signed());
                }
            }
            // what was asked back is here
            Event::InquiryFollowed(_) => {
                if let Some(pause) = self.pauses.last_mut().filter(|pause| pause.paused.why == PauseReason::AskedBack) {
                    pause.resumed.get_or_insert(entry.signed());
                }
            }
            Event::InquiryFileKept(_) => {}
            Event::EscalationReported(report) => self.escalation = Some((report.clone(), at, by)),
            Event::InquiryAnswered(answered) => {
                self.ended = Some((Ended::Answered(Box::new(answered.clone())), at, by))
            }
            Event::ComplaintAppealed(appeal) => self.appealed(appeal, at),
            Event::InquirySetAside(aside) => self.ended = Some((Ended::SetAside(aside.clone()), at, by)),
            _ => return,
        }
        self.post.apply(entry);
        self.level = self.level.max(Some(entry.level));
    }

    /// Whether it waits for an answer.
    pub const fn is_open(&self) -> bool {
        self.received.is_some() && self.ended.is_none()
    }

    /// What it is now.
    pub fn kind(&self) -> Option<InquiryKind> {
        self.triage.as_ref().map(|triage| triage.kind)
    }

    /// Whether it asks for what is held about whoever asks, whose answer is due by law.
    pub fn asks_for_own_record(&self) -> bool {
        self.kind() == Some(InquiryKind::OwnRecord)
    }

    /// Who answers it.
    pub fn owner(&self) -> Option<StaffId> {
        self.triage.as_ref().and_then(|triage| triage.owner)
    }

    /// To which case it belongs.
    pub fn case(&self) -> Option<DossierId> {
        self.triage.as_ref().and_then(|triage| triage.case)
    }

    /// The members of staff whom it concerns, who are kept away from it.
    pub fn concerns(&self) -> impl Iterator<Item = StaffId> {
        self.triage.iter().flat_map(|triage| triage.concerns.iter().copied())
    }

    /// The directors who were told of it because it is serious.
    pub fn told(&self) -> impl Iterator<Item = StaffId> {
        self.escalation.iter().flat_map(|(report, _, _)| report.told.iter().copied())
    }

    /// What it is about, where that was said.
    pub fn theme(&self) -> Option<&Themed> {
        let reported = self.escalation.as_ref().and_then(|(report, _, _)| report.theme.as_ref());
        reported.or_else(|| self.given().and_then(|answered| answered.theme.as_ref()))
    }

    /// The answer, when it ended with one.
    pub fn given(&self) -> Option<&InquiryAnswered> {
        match &self.ended {
            Some((Ended::Answered(answered), _, _)) => Some(answered),
            _ => None,
        }
    }

    /// How they want to be answered.
    pub fn wanted(&self) -> Option<Channel> {
        self.received.as_ref().map(|(received, _, _)| received.answer_by.unwrap_or(received.channel))
    }

    /// How confidential it is: the highest level of what stands in it.
    pub fn level(&self) -> Level {
        self.level.unwrap_or(Level::Standard)
    }
}

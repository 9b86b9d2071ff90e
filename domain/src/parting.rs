//! Parting: what the client is told at the end of a case, and asking once more how things are when it is closed.
//!
//! Serves RC-4.4, CC-5 (the line "resolution, closure" of the communication matrix). A case is not closed before the client was told, or somebody has
//! written why nobody could be. After-care is agreed with the first step of the closure; until it is done, whoever carried the case and whoever
//! supervised it may look up how to reach the client, and nothing else.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::calendar::days_later;
use crate::cases::{CannotOpen, CaseAssigned, CaseClosedNow, CaseFile, Standing};
use crate::closure::{Outcome, ReopeningAsked};
use crate::contacts::{CannotLog, ContactKind, When, check_when};
use crate::entry::Entry;
use crate::event::Event;
use crate::ids::{EntryNumber, ItemId};
use crate::level::Level;
use crate::reach::Channel;
use crate::rulebook::Rulebook;
use crate::text::{Line, Narrative};
use crate::time::Instant;

/// Why nobody could tell the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Untold {
    /// The client cannot be reached any more.
    Unreachable,
    /// A message could put the client in danger.
    Unsafe,
    /// The client has died.
    Died,
}

impl Untold {
    /// Every reason.
    pub const ALL: [Self; 3] = [Self::Unreachable, Self::Unsafe, Self::Died];

    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unreachable => "Nobody could reach the client",
            Self::Unsafe => "A message could put the client in danger",
            Self::Died => "The client has died",
        }
    }
}

/// How the client was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Telling {
    /// By this channel.
    By(Channel),
    /// Not at all.
    Not(Untold),
}

/// The client was told that the case ends, or somebody says why not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosureTold {
    /// How.
    pub telling: Telling,
    /// The message as the client got it; where nobody could be told, what was tried.
    pub message: Narrative,
    /// Why it was written late, when it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late_because: Option<Line>,
}

/// Somebody is to ask once more, after the case is closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AfterCare {
    /// On which day.
    pub on: Date,
    /// What is to be asked.
    pub what: Line,
}

/// What came of asking once more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AfterCareOutcome {
    /// Things go well.
    Well,
    /// The client needs the service again.
    NeedsHelp,
    /// Nobody could reach the client.
    NotReached,
    /// The client does not wish to be asked.
    Declined,
}

impl AfterCareOutcome {
    /// Every outcome.
    pub const ALL: [Self; 4] = [Self::Well, Self::NeedsHelp, Self::NotReached, Self::Declined];

    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Well => "Things go well",
            Self::NeedsHelp => "The client needs help again",
            Self::NotReached => "Nobody could reach the client",
            Self::Declined => "The client does not wish to be asked",
        }
    }
}

/// Somebody has asked once more, or tried to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AfterCareRecorded {
    /// What came of it.
    pub outcome: AfterCareOutcome,
    /// In words.
    pub note: Narrative,
    /// The day on which it is tried again, when nobody could be reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again: Option<Date>,
}

/// What a case file knows of the parting.
#[derive(Debug, Clone, Default)]
pub struct Parting {
    /// What the client was told, in which entry, and when.
    pub told: Option<(ClosureTold, EntryNumber, Instant)>,
    /// After-care that is still to be done; of a closed case alone.
    pub after_care: Option<AfterCare>,
    /// How often somebody has tried.
    pub tries: u32,
}

impl Parting {
    /// For so many days after today, at the most, after-care can be agreed: for as long the client can still be looked up.
    pub const LONGEST: u32 = 366;

    /// How often nobody is reached before it is given up.
    pub const TRIES: u32 = 3;

    /// Takes one more entry into account.
    pub fn apply(&mut self, entry: &Entry) {
        match &entry.event {
            Event::ClosureTold(told) => self.told = Some((told.clone(), entry.id.number, entry.happened())),
            Event::CaseClosed(closed) => self.after_care = closed.ending.after_care.clone(),
            Event::AfterCareRecorded(recorded) => {
                self.tries += 1;
                let what = self.after_care.take().map(|care| care.what);
                self.after_care = recorded.again.zip(what).map(|(on, what)| AfterCare { on, what });
            }
            // whoever ends it the next time tells the client again
            Event::CaseReopened(_) => *self = Self::default(),
            _ => {}
        }
    }
}

impl ClosureTold {
    /// Whether the client was spoken to.
    pub const fn is_contact(&self) -> bool {
        matches!(self.telling, Telling::By(_))
    }
}

impl AfterCareRecorded {
    /// Whether the client was spoken to.
    pub fn is_contact(&self) -> bool {
        self.outcome != AfterCareOutcome::NotReached
    }
}

impl CaseFile {
    /// Decides on recording that the client was told (CC-5).
    ///
    /// # Errors
    /// [`CannotTell`] when the case is closed, it would be told in the future or late without a reason, or at a level below that of the matrix.
    pub fn tell_of_closure(
        &self,
        order: ClosureTold,
        level: Level,
        when: When,
        rules: &Rulebook,
    ) -> Result<Vec<Event>, CannotTell> {
        self.must_be_open()?;
        check_when(when, order.late_because.as_ref(), rules)?;
        let least = rules.level_of(ContactKind::Resolution);
        if level < least {
            return Err(CannotLog::LevelTooLow(least).into());
        }
        Ok(vec![Event::ClosureTold(order)])
    }

    /// Decides on recording after-care. Where the client needs help again, a reopening is asked for with it, under this id.
    ///
    /// # Errors
    /// [`CannotFollowUp`] when none is to be done, or trying again does not fit.
    pub fn record_after_care(
        &self,
        order: AfterCareRecorded,
        reopening: ItemId,
        today: Date,
    ) -> Result<Vec<Event>, CannotFollowUp> {
        if !matches!(self.standing, Standing::Closed(_)) || self.parting.after_care.is_none() {
            return Err(CannotFollowUp::NothingDue);
        }
        match order.again {
            Some(_) if order.outcome != AfterCareOutcome::NotReached => return Err(CannotFollowUp::Reached),
            Some(_) if Parting::TRIES <= self.parting.tries + 1 => return Err(CannotFollowUp::TriedEnough),
            Some(again) if again <= today => return Err(CannotFollowUp::AgainPast),
            Some(again) if days_later(today, Parting::LONGEST) < again => return Err(CannotFollowUp::AgainTooFar),
            _ => {}
        }
        let asks = order.outcome == AfterCareOutcome::NeedsHelp && self.closing.asked.is_none();
        let asked = asks.then(|| ReopeningAsked { id: reopening, reason: order.note.clone() });
        Ok(std::iter::once(Event::AfterCareRecorded(order)).chain(asked.map(Event::ReopeningAsked)).collect())
    }
}

impl CaseFile {
    /// Decides on giving the follow-up of a closed case into other hands: they get the ties and the duties of it, those who had them lose both, and a
    /// reopening finds them as it finds whoever carried the case last.
    ///
    /// # Errors
    /// [`CannotOpen`] when no follow-up is open, nothing changes, or worker and supervisor are one person.
    pub fn hand_over_after_care(&self, order: CaseAssigned) -> Result<Vec<Event>, CannotOpen> {
        if self.is_open() || self.parting.after_care.is_none() {
            return Err(CannotOpen::NoFollowUp);
        }
        self.change_hands(order)
    }
}

/// Whether after-care can be agreed like this when a case ends.
pub(crate) fn check_after_care(care: &AfterCare, outcome: Outcome, today: Date) -> Result<(), CannotAgree> {
    if outcome == Outcome::Died {
        return Err(CannotAgree::Died);
    }
    if care.on <= today {
        return Err(CannotAgree::Past);
    }
    if days_later(today, Parting::LONGEST) < care.on {
        return Err(CannotAgree::TooFar);
    }
    Ok(())
}

/// Why after-care cannot be agreed like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotAgree {
    /// The client has died.
    #[error("the client has died; please leave the follow-up out")]
    Died,
    /// The day is not after today.
    #[error("the follow-up comes after the closing; please give a day after today")]
    Past,
    /// The day is too far away.
    #[error("a follow-up can be agreed for a year at the most; until then the client can be looked up by you")]
    TooFar,
}

/// Why it cannot be recorded that the client was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotTell {
    /// The case is closed.
    #[error(transparent)]
    Closed(#[from] CaseClosedNow),
    /// A rule that every contact has.
    #[error(transparent)]
    Contact(#[from] CannotLog),
}

/// Why after-care cannot be recorded like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotFollowUp {
    /// None is to be done.
    #[error("no follow-up is open in this case")]
    NothingDue,
    /// The client was reached.
    #[error("the client was reached; there is nothing to try again")]
    Reached,
    /// It was tried often enough.
    #[error("this was the third time; please write what was tried, and leave it at that")]
    TriedEnough,
    /// The day is not after today.
    #[error("please give a day after today on which you try again")]
    AgainPast,
    /// The day is too far away.
    #[error("please try again within a year")]
    AgainTooFar,
}

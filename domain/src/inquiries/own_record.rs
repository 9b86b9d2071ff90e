//! Requests of clients for what is held about them: by when they have it, when its clock may stand still, and what is said to whoever does not get all of it
//! (PT-4.4.1; GDPR Art. 12(3), 12(4) and 15; 45 CFR 164.524).

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{CannotInquire, PauseReason};
use crate::calendar::OfficeCalendar;
use crate::text::Narrative;
use crate::time::Instant;

/// By which law somebody has what is held about them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccessLaw {
    /// One month, and two more for what is difficult when they are told in that month (GDPR Art. 12(3)). A period that ends on a day off ends on the next working
    /// day (Regulation 1182/71 Art. 3(4)).
    #[default]
    Gdpr,
    /// 30 days, and 30 more when they are told why in writing (45 CFR 164.524(b)(2)). A period that ends on a day off is over on the working day before.
    Hipaa,
}

impl AccessLaw {
    /// Every law that is known.
    pub const ALL: [Self; 2] = [Self::Gdpr, Self::Hipaa];

    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Gdpr => "One month, and two more when they are told why (GDPR)",
            Self::Hipaa => "30 days, and 30 more when they are told why in writing (HIPAA)",
        }
    }

    /// The words for its first period.
    pub const fn period(self) -> &'static str {
        match self {
            Self::Gdpr => "Answer in one month",
            Self::Hipaa => "Answer in 30 days",
        }
    }

    /// Close of business on the last day for what came on this day.
    pub fn due(self, office: &OfficeCalendar, received: Date) -> Instant {
        match self {
            Self::Gdpr => office.close_of_day(received.saturating_add(1.month())),
            Self::Hipaa => office.close_of_day_at_the_latest(received.saturating_add(30.days())),
        }
    }

    /// The same for what takes longer, and they know why.
    pub fn longest(self, office: &OfficeCalendar, received: Date) -> Instant {
        match self {
            Self::Gdpr => office.close_of_day(received.saturating_add(3.months())),
            Self::Hipaa => office.close_of_day_at_the_latest(received.saturating_add(60.days())),
        }
    }

    /// Whether its clock stands still for this. Under the GDPR it waits until it is certain who asks, and what is meant (Art. 12(6), recital 63); never for others.
    pub const fn waits_for(self, why: PauseReason) -> bool {
        match self {
            Self::Gdpr => matches!(why, PauseReason::AskedBack | PauseReason::IdentityOpen),
            Self::Hipaa => false,
        }
    }
}

/// What came of a request for one's own record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccessResult {
    /// They have everything.
    Given,
    /// They have a part of it.
    Partly,
    /// They have nothing of it.
    Refused,
    /// There is nothing about them.
    Nothing,
}

impl AccessResult {
    /// Every result.
    pub const ALL: [Self; 4] = [Self::Given, Self::Partly, Self::Refused, Self::Nothing];

    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Given => "They have everything",
            Self::Partly => "They have a part of it",
            Self::Refused => "Refused",
            Self::Nothing => "We hold nothing about them",
        }
    }

    /// Whether something of the record was given to them.
    pub const fn gives(self) -> bool {
        matches!(self, Self::Given | Self::Partly)
    }

    /// Whether they were denied something, which needs its reasons.
    pub const fn denies(self) -> bool {
        matches!(self, Self::Partly | Self::Refused)
    }
}

/// Why somebody does not get what is held about them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccessDenial {
    /// It is about somebody else, whose rights it would hurt (GDPR Art. 15(4); 45 CFR 164.524(a)(3)(ii)).
    Others,
    /// It could endanger the life or safety of somebody (45 CFR 164.524(a)(3)(i)).
    Danger,
    /// It is advice of a lawyer, or was written for a court case (45 CFR 164.524(a)(1)(ii)).
    Privileged,
    /// A law forbids it.
    Law,
    /// It is without any ground, or is asked again and again (GDPR Art. 12(5)).
    Unfounded,
    /// It is still not certain that it is them (GDPR Art. 12(2)).
    NotCertain,
}

impl AccessDenial {
    /// Every ground.
    pub const ALL: [Self; 6] =
        [Self::Others, Self::Danger, Self::Privileged, Self::Law, Self::Unfounded, Self::NotCertain];

    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Others => "It is about somebody else",
            Self::Danger => "It could put somebody in danger",
            Self::Privileged => "It is for lawyers and courts alone",
            Self::Law => "A law forbids it",
            Self::Unfounded => "It is clearly without ground, or is asked again and again",
            Self::NotCertain => "It is still not certain that it is them",
        }
    }
}

/// How a request for one's own record was answered. What they were told stands beside it, in the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnRecord {
    /// What came of it.
    pub result: AccessResult,
    /// On which grounds they do not have everything.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub grounds: BTreeSet<AccessDenial>,
    /// Why these grounds hold here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Narrative>,
    /// Whether they were told the reasons, and where they can complain (GDPR Art. 12(4); 45 CFR 164.524(d)(2)).
    #[serde(default)]
    pub told_where_to_complain: bool,
}

/// What was given out of cases for a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pack {
    /// How often something was given out.
    pub given: usize,
    /// How many passages were left out of it.
    pub left_out: usize,
}

impl OwnRecord {
    /// Whether all is said that its result asks for.
    pub(super) fn must_be_whole(&self, pack: Pack) -> Result<(), CannotInquire> {
        let wrong = [
            (self.result.gives() && pack.given == 0, CannotInquire::NothingGiven),
            (!self.result.gives() && pack.given != 0, CannotInquire::WasGiven),
            (self.result == AccessResult::Given && pack.left_out != 0, CannotInquire::LeftOut),
            (self.result.denies() && self.grounds.is_empty(), CannotInquire::NoGrounds),
            (self.result.denies() && self.reason.is_none(), CannotInquire::NoReason),
            (self.result.denies() && !self.told_where_to_complain, CannotInquire::NotTold),
        ];
        wrong.into_iter().find(|(is, _)| *is).map_or(Ok(()), |(_, why)| Err(why))
    }
}

//! Where a client goes on when a case ends because somebody else carries on: the hand-over checklist (FS-4.5.2, RC-4.4).
//!
//! Nothing lapses in between: who takes over is named, and whoever is there until then. What the file knows is counted and not claimed – whether a service of the
//! directory has said that it takes over, what was given out for it, and whether they have it. Where something of this is missing, somebody has written why.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Ending, Outcome};
use crate::cases::CaseFile;
use crate::disclosures::Made;
use crate::referrals::{Came, Referral, Stands};
use crate::sharing::GivenBy;
use crate::text::Line;

/// Who carries on with the client (FS-4.5.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Onward {
    /// Who, and how to reach them.
    pub to: Line,
    /// The day on which they begin, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// Who is there for the client until then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until_then: Option<Line>,
    /// Why something of the hand-over is missing, where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<Line>,
}

/// What the file knows of a hand-over to somebody outside.
#[derive(Debug, Clone)]
pub struct HandedOn<'a> {
    /// The referrals of which the service has taken over.
    pub taken: Vec<&'a Referral>,
    /// What was given out for them, or left since as a locked package that the client has agreed to, oldest first.
    pub given: Vec<&'a Made>,
    /// Those of it of which nobody knows that they have arrived.
    pub awaited: Vec<&'a Made>,
}

impl HandedOn<'_> {
    /// What is missing; nothing when the hand-over is whole.
    pub fn lacks(&self) -> Option<Lack> {
        if self.taken.is_empty() {
            Some(Lack::NobodyTakes)
        } else if self.given.is_empty() {
            Some(Lack::NothingGiven)
        } else if self.awaited.is_empty() {
            None
        } else {
            Some(Lack::NotArrived)
        }
    }
}

/// What a hand-over lacks first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// No service has said that it takes over.
    NobodyTakes,
    /// Nothing was given out to them.
    NothingGiven,
    /// Nobody knows whether they have what was given out.
    NotArrived,
}

impl Lack {
    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::NobodyTakes => "no referral says that a service has taken over",
            Self::NothingGiven => "nothing was given out to whoever takes over",
            Self::NotArrived => "nobody knows yet whether what was given out has arrived",
        }
    }
}

impl fmt::Display for Lack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// Why a case cannot end like this because somebody else carries on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotHandOn {
    /// Nobody is named.
    #[error("please say who takes over, and how to reach them")]
    Nobody,
    /// The client does not go on elsewhere.
    #[error("please leave this empty: it is for a client who goes on elsewhere")]
    NotOnward,
    /// There are days on which nobody is there for the client.
    #[error("please say who is there for the client until they begin")]
    Gap,
    /// Something is missing, and nobody says why.
    #[error("{0}; please see to it first, or say why not")]
    Lacks(Lack),
}

impl CaseFile {
    /// What was handed on, for whoever ends the case because the client goes on elsewhere.
    pub fn handed_on(&self) -> HandedOn<'_> {
        let over = |one: &&Referral| one.stands() == Stands::Came(Came::TakenOver);
        let taken: Vec<&Referral> = self.referrals.all.iter().filter(over).collect();
        let since = taken.iter().map(|one| one.at).min();
        let for_them = |made: &&Made| {
            let named = taken.iter().any(|one| Some(one.made.id) == made.made.referral);
            // a client who turns to a service themselves can still agree that it gets their papers; what courts were given before is no hand-over
            let agreed = made.made.by == GivenBy::Package && made.made.basis.consent().is_some();
            named || agreed && since.is_none_or(|since| since <= made.at)
        };
        let given: Vec<&Made> = self.disclosures.made.iter().filter(for_them).collect();
        let awaited = given.iter().copied().filter(|made| self.is_awaited(made)).collect();
        HandedOn { taken, given, awaited }
    }

    /// Whether something can be known of its arrival, and is not.
    fn is_awaited(&self, made: &Made) -> bool {
        match made.made.by {
            GivenBy::Package => !made.is_received(),
            GivenBy::Page => self.disclosures.pickups_of(made.made.id).all(|page| page.fetched.is_empty()),
            _ => false,
        }
    }

    /// Whether the hand-over is whole, or it is said why not.
    ///
    /// # Errors
    /// [`CannotHandOn`] names what is missing.
    pub fn check_onward(&self, ending: &Ending) -> Result<(), CannotHandOn> {
        let onward = match (&ending.onward, ending.outcome) {
            (None, Outcome::Transferred) => return Err(CannotHandOn::Nobody),
            (Some(_), outcome) if outcome != Outcome::Transferred => return Err(CannotHandOn::NotOnward),
            (None, _) => return Ok(()),
            (Some(onward), _) => onward,
        };
        if onward.from.is_none_or(|from| ending.discharged < from) && onward.until_then.is_none() {
            return Err(CannotHandOn::Gap);
        }
        match self.handed_on().lacks() {
            Some(lack) if onward.missing.is_none() => Err(CannotHandOn::Lacks(lack)),
            _ => Ok(()),
        }
    }
}

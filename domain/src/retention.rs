//! The retention schedule: how long each class of files is kept, counted from what, by which law, and what is done at the end.
//!
//! Serves PT-5.1, RC-4.6b and CM-4.6.1. The schedule is part of the rulebook and changes with it, by a signed amendment; how often a class was
//! changed, by whom and when, is told by the organisation's own entries. Every number in it is the organisation's: the law decides, not this
//! program.
//!
//! # Source
//! ISO 15489-1 (record class, retention schedule, trigger, disposition); MoReq2010.

mod profiles;

use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

use crate::calendar::months_later;
use crate::cases::{CaseFile, Standing};
use crate::rulebook::Rulebook;

pub use profiles::{Example, Profile};

/// The last day of the calendar: what is kept until then is kept for good.
pub const FOR_GOOD: Date = date(9999, 12, 31);

/// The code of the class of programmes that name none.
pub const GENERAL: &str = "general";

/// From which event a period counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trigger {
    /// The day on which the case was closed.
    Closure,
    /// The day on which the service ended.
    Discharge,
    /// The day of the last interaction with the client.
    LastContact,
    /// The client's day of birth.
    Birth,
    /// The day on which the client died.
    Death,
    /// The date of an order, such as that of a court.
    Order,
}

impl Trigger {
    /// Every trigger.
    pub const ALL: [Self; 6] =
        [Self::Discharge, Self::Closure, Self::LastContact, Self::Birth, Self::Death, Self::Order];

    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Closure => "Closure of the case",
            Self::Discharge => "End of the service",
            Self::LastContact => "Last contact",
            Self::Birth => "Date of birth",
            Self::Death => "Death of the client",
            Self::Order => "Date of an order",
        }
    }

    /// Whether the file itself does not know the day, so that it has to be stated when the case ends.
    pub const fn is_stated(self) -> bool {
        matches!(self, Self::Death | Self::Order)
    }
}

/// What is done with a file at the end of its period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Disposal {
    /// Its key is destroyed, and with it whatever it says.
    Destroy,
    /// Custody goes to an archive or another organisation.
    Transfer,
    /// It is kept for good.
    Keep,
    /// Somebody looks at it and decides.
    Review,
    /// Only figures are kept of it.
    Anonymise,
}

impl Disposal {
    /// Every action.
    pub const ALL: [Self; 5] = [Self::Destroy, Self::Review, Self::Transfer, Self::Keep, Self::Anonymise];

    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Destroy => "Destroy",
            Self::Transfer => "Transfer to an archive",
            Self::Keep => "Keep for good",
            Self::Review => "Review, then decide",
            Self::Anonymise => "Anonymise for statistics",
        }
    }
}

/// A class of files with one rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordClass {
    /// A short name for the ledger and for programmes; never changes.
    pub code: String,
    /// What people call it.
    pub name: String,
    /// From what the period counts.
    pub trigger: Trigger,
    /// How long the file is kept from then on, in months.
    pub months: u32,
    /// What is done at the end.
    pub action: Disposal,
    /// The law or policy that asks for it.
    pub law: String,
}

/// The part of the rulebook that says how long files are kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Schedule {
    /// The classes that were laid down; the general one is there without being named.
    pub classes: Vec<RecordClass>,
    /// Days between the second approval of a disposition list and its execution.
    pub cooling_days: u32,
}

impl Default for Schedule {
    fn default() -> Self {
        Self { classes: Vec::new(), cooling_days: 7 }
    }
}

impl Schedule {
    /// Whether nothing was laid down: a rulebook of before is written as it was.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// A day that the case file does not know by itself, with what it is the day of.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stated {
    /// What happened on it.
    pub trigger: Trigger,
    /// The day.
    pub day: Date,
}

impl std::fmt::Debug for Stated {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Stated({:?})", self.trigger)
    }
}

/// The days of a file from which a period can count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Days {
    /// On which the case was closed; the day of the question while it is not.
    pub closed: Option<Date>,
    /// On which the service ended.
    pub discharged: Option<Date>,
    /// Of the last interaction.
    pub last_contact: Option<Date>,
    /// Birth, death or order, as stated.
    pub stated: Option<Stated>,
}

/// The rule of a class, applied to one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// The rule as it stood.
    pub class: RecordClass,
    /// From which day it counted.
    pub from: Date,
    /// The last day on which the file is kept; [`FOR_GOOD`] when there is none.
    pub until: Date,
}

impl RecordClass {
    /// The class that every rulebook has: so many years after the end of the service, then destroyed (PT-5.1).
    pub fn general(years: u32) -> Self {
        Self {
            code: GENERAL.to_owned(),
            name: "Case files".to_owned(),
            trigger: Trigger::Discharge,
            months: years.saturating_mul(12),
            action: Disposal::Destroy,
            law: "Policy of the organisation (PT-5.1)".to_owned(),
        }
    }

    /// The period of a file with these days; `None` when the day is not known from which it counts.
    ///
    /// A period never ends before the service did: one that counts from birth would end early for somebody who was old.
    pub fn term(&self, days: &Days) -> Option<Term> {
        let stated = |trigger| days.stated.filter(|stated| stated.trigger == trigger).map(|stated| stated.day);
        let from = match self.trigger {
            Trigger::Closure => days.closed,
            Trigger::Discharge => days.discharged,
            Trigger::LastContact => days.last_contact.or(days.discharged),
            stated_day @ (Trigger::Birth | Trigger::Death | Trigger::Order) => stated(stated_day),
        }?;
        let ends = months_later(from, self.months);
        let until =
            if self.action == Disposal::Keep { FOR_GOOD } else { days.discharged.map_or(ends, |day| ends.max(day)) };
        Some(Term { class: self.clone(), from, until })
    }

    /// Whether it has the form of a class: a name, a law, a period unless it is kept for good.
    ///
    /// # Errors
    /// [`BadClass`] names what is missing.
    pub fn check(&self) -> Result<(), BadClass> {
        if self.name.trim().is_empty() {
            return Err(BadClass::NameMissing);
        }
        if self.law.trim().is_empty() {
            return Err(BadClass::LawMissing);
        }
        if !(1..=LONGEST).contains(&self.months) {
            return Err(BadClass::Period);
        }
        Ok(())
    }
}

/// The longest period, in months: two hundred years.
const LONGEST: u32 = 200 * 12;

/// Why a class cannot be laid down like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadClass {
    /// It has no name.
    #[error("please give the class a name")]
    NameMissing,
    /// No law or policy is named.
    #[error("please name the law or the policy: a period needs a reason on file")]
    LawMissing,
    /// The period is nothing, or too long.
    #[error("please give a period between one month and two hundred years")]
    Period,
    /// A programme of this code is not offered.
    #[error("one of these programmes is not offered")]
    NoProgramme,
    /// Nothing changes.
    #[error("nothing is changed by this")]
    Same,
}

/// A change of the schedule: one class as it is from now on, and the programmes whose files belong to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassAmended {
    /// The class; one with the same code is replaced.
    pub class: RecordClass,
    /// Codes of the programmes that name it from now on.
    pub programmes: Vec<String>,
}

impl CaseFile {
    /// The record class of the file by the rulebook's schedule; `None` before it is opened.
    pub fn record_class(&self, rules: &Rulebook) -> Option<RecordClass> {
        self.opening.as_ref().map(|opening| rules.record_class(&opening.opened.programme))
    }

    /// The days of the file from which its period can count. It is closed today as long as it is not.
    pub fn days(&self, rules: &Rulebook, today: Date) -> Days {
        let closure = match &self.standing {
            Standing::Closed(closure) => Some(closure),
            _ => None,
        };
        let ending = closure.map(|closure| &closure.closed.ending).or_else(|| self.closing.ending());
        Days {
            closed: Some(closure.map_or(today, |closure| rules.office.today(closure.at))),
            discharged: ending.map(|ending| ending.discharged),
            last_contact: self.contacts.last.map(|at| rules.office.today(at)),
            stated: ending.and_then(|ending| ending.stated),
        }
    }

    /// For how long the file is kept by the rulebook's schedule, if it were closed `today` (PT-5.1); `None` until it is said how the case ends.
    pub fn term(&self, rules: &Rulebook, today: Date) -> Option<Term> {
        let days = self.days(rules, today);
        days.discharged?;
        self.record_class(rules)?.term(&days)
    }

    /// The last day on which the file is kept by the rulebook's schedule (PT-5.1).
    pub fn keep_until(&self, rules: &Rulebook, today: Date) -> Option<Date> {
        self.term(rules, today).map(|term| term.until)
    }
}

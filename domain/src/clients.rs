//! The identity of a person served: intake on the standard form, verification, consent to service.
//!
//! Serves CM-4.1.1, CM-4.1.2, CC-4.1.2, CC-4.2.1, CM-4.3.3.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::calendar::OfficeCalendar;
use crate::entry::Entry;
use crate::event::Event;
use crate::ids::{EntryNumber, StaffId};
use crate::numbers::ClientNumber;
use crate::reminders::Means;
use crate::sharing::Sharings;
use crate::text::{Line, Narrative};
use crate::time::Instant;

pub use crate::intake::{CannotConsent, CannotRegister};
pub use crate::reach::{Channel, Purpose, SafeContact};

/// What the standard intake form asks. Its `Debug` shows nothing of it: a birth date alone says who somebody is.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientDetails {
    /// Family name.
    pub family_name: Line,
    /// Given names.
    pub given_names: Line,
    /// Other names the person is or was known by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_names: Option<Line>,
    /// Day of birth; unknown is allowed and shown as such.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<Date>,
    /// Phone number in E.164.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Line>,
    /// E-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Line>,
    /// Where letters go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Narrative>,
    /// Language the person speaks best (BCP 47 tag).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Line>,
    /// Whether an interpreter is needed.
    #[serde(default)]
    pub interpreter: bool,
    /// IANA name of the time zone by which the person lives, such as `Atlantic/Canary`, where it is not the office's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<Line>,
    /// What makes it easier to come and to understand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accessibility: Option<Line>,
    /// Preferred channel for each purpose.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub channels: BTreeMap<Purpose, Channel>,
    /// What must be kept to, so that a contact does no harm.
    #[serde(default)]
    pub safe_contact: SafeContact,
    /// The number under which another organisation knows the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_number: Option<Line>,
    /// What brings the person here, in a few sentences.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Narrative>,
}

impl fmt::Debug for ClientDetails {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientDetails(…)")
    }
}

impl ClientDetails {
    /// Somebody of whom only the name is known so far; the other fields are filled in from here.
    pub fn named(given_names: Line, family_name: Line) -> Self {
        Self {
            family_name,
            given_names,
            other_names: None,
            birth_date: None,
            phone: None,
            email: None,
            address: None,
            language: None,
            interpreter: false,
            zone: None,
            accessibility: None,
            channels: BTreeMap::new(),
            safe_contact: SafeContact::default(),
            external_number: None,
            reason: None,
        }
    }

    /// The whole name as read aloud.
    pub fn full_name(&self) -> String {
        format!("{} {}", self.given_names.reveal(), self.family_name.reveal())
    }

    /// The clocks by which the person lives: those of the office where nothing else is said.
    pub fn time_zone(&self, office: &OfficeCalendar) -> TimeZone {
        let own = self.zone.as_ref().and_then(|zone| TimeZone::get(zone.reveal()).ok());
        own.unwrap_or_else(|| office.time_zone())
    }

    /// Everything that cannot be, across the fields; empty when the details hold together. `today` is the day in the organisation's calendar.
    pub fn wrong(&self, today: Date) -> Vec<CannotRegister> {
        let wants = |channel: Channel| self.channels.values().any(|&wanted| wanted == channel);
        let calls = wants(Channel::Phone) || wants(Channel::Sms);
        let safe = &self.safe_contact;
        let no_time = matches!((safe.not_before, safe.not_after), (Some(from), Some(until)) if until <= from);
        [
            (self.birth_date.is_some_and(|born| today < born), CannotRegister::BornInTheFuture),
            (self.birth_date.is_some_and(|born| born.year() < today.year() - 130), CannotRegister::BornTooLongAgo),
            (calls && self.phone.is_none(), CannotRegister::PhoneMissing),
            (wants(Channel::Email) && self.email.is_none(), CannotRegister::EmailMissing),
            (wants(Channel::Letter) && self.address.is_none(), CannotRegister::AddressMissing),
            (no_time, CannotRegister::NoTimeLeft),
            (self.zone.as_ref().is_some_and(|zone| TimeZone::get(zone.reveal()).is_err()), CannotRegister::NoSuchZone),
        ]
        .into_iter()
        .filter_map(|(wrong, why)| wrong.then_some(why))
        .collect()
    }
}

/// A person is registered on the standard form (CM-4.1.1), or imported with its provenance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientRegistered {
    /// The number that stands for the person from now on.
    pub number: ClientNumber,
    /// What the form says.
    pub details: ClientDetails,
    /// Where an imported client comes from: file digest and row, never a file name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Line>,
    /// Somebody looked at the likely duplicates and says that this is another person.
    #[serde(default)]
    pub not_a_duplicate: bool,
}

/// The details change; the earlier ones stay readable in their entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientCorrected {
    /// What holds from now on, whole.
    pub details: ClientDetails,
    /// Why.
    pub reason: Line,
}

/// A fact that can be checked against something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// The name.
    Name,
    /// The day of birth.
    BirthDate,
    /// The phone number.
    Phone,
    /// The e-mail address.
    Email,
    /// The address.
    Address,
}

impl Fact {
    /// Every fact.
    pub const ALL: [Self; 5] = [Self::Name, Self::BirthDate, Self::Phone, Self::Email, Self::Address];

    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Name => "Name",
            Self::BirthDate => "Birth date",
            Self::Phone => "Phone number",
            Self::Email => "E-mail address",
            Self::Address => "Address",
        }
    }
}

/// Somebody checked facts against something (CM-4.1.2, CC-4.1.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactsVerified {
    /// Which facts.
    pub facts: Vec<Fact>,
    /// Against what: passport, letter, call back.
    pub against: Line,
}

/// How a consent was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentGivenHow {
    /// Signed on paper, which is filed.
    Signed,
    /// Said, with a witness.
    Verbal,
    /// By somebody entitled to, for the client.
    OnBehalf,
}

impl ConsentGivenHow {
    /// Every way.
    pub const ALL: [Self; 3] = [Self::Signed, Self::Verbal, Self::OnBehalf];

    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Signed => "Signed on paper",
            Self::Verbal => "Said, with a witness",
            Self::OnBehalf => "Given on the client’s behalf",
        }
    }
}

/// The client agrees to being served and to the record that goes with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentGiven {
    /// How.
    pub how: ConsentGivenHow,
    /// The witness, or who agreed for the client and by what right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Line>,
    /// The last day on which it holds, when it is limited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

/// The client takes the consent back; it ends at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentWithdrawn {
    /// How it was said, and what is to follow.
    pub note: Line,
}

/// The answer to "may we work for this person?" (legal aid, mediation, relatives of staff).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConflictAnswer {
    /// Nothing was found.
    Clear,
    /// We may not.
    Stop,
    /// Somebody has to decide.
    Ask,
}

/// A conflict of interest was looked for. It shows nothing of the other file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConflictChecked {
    /// The answer.
    pub answer: ConflictAnswer,
    /// Which names were compared.
    pub names: Vec<Line>,
    /// How a person decided on "ask".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Line>,
}

/// A consent to service as the file knows it.
#[derive(Debug, Clone)]
pub struct Consent {
    /// What was agreed.
    pub given: ConsentGiven,
    /// When.
    pub on: Instant,
    /// When it was taken back.
    pub withdrawn: Option<Instant>,
}

impl Consent {
    /// Whether it holds at `now`, which is `today` in the organisation's calendar.
    pub fn holds(&self, today: Date) -> bool {
        self.withdrawn.is_none() && self.given.until.is_none_or(|until| today <= until)
    }
}

/// For how long the client has consented to the service, whatever day it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Consented {
    /// Not at all, or it was taken back.
    #[default]
    No,
    /// Up to this day, the last on which it holds.
    Until(Date),
    /// Until it is taken back.
    Open,
}

/// What a client dossier says so far.
#[derive(Debug, Clone, Default)]
pub struct ClientFile {
    /// The client number; `None` before the first entry.
    pub number: Option<ClientNumber>,
    /// What holds now.
    pub details: Option<ClientDetails>,
    /// Who registered the client, and when.
    pub registered: Option<(StaffId, Instant)>,
    /// For each verified fact: in which entry, and against what. A correction of the fact takes the mark away.
    pub verified: BTreeMap<Fact, (EntryNumber, Line)>,
    /// Consents to service, oldest first.
    pub consents: Vec<Consent>,
    /// Consents to share.
    pub sharings: Sharings,
    /// The latest conflict answer.
    pub conflict: Option<ConflictChecked>,
    /// Since when the number or the address is known not to take messages. Another one takes the mark away.
    pub unreached: BTreeMap<Means, Instant>,
}

impl ClientFile {
    /// Takes one more entry into account.
    pub fn apply(&mut self, entry: &Entry) {
        self.sharings.apply(entry);
        match &entry.event {
            Event::ClientRegistered(registered) => {
                self.number = Some(registered.number);
                self.details = Some(registered.details.clone());
                self.registered = Some((entry.author(), entry.signed()));
            }
            Event::ClientCorrected(corrected) => self.correct(&corrected.details),
            Event::FactsVerified(verified) => {
                for fact in &verified.facts {
                    self.verified.insert(*fact, (entry.id.number, verified.against.clone()));
                }
            }
            Event::ConsentGiven(given) => {
                self.consents.push(Consent { given: given.clone(), on: entry.happened(), withdrawn: None });
            }
            Event::ConsentWithdrawn(_) => {
                for consent in self.consents.iter_mut().filter(|consent| consent.withdrawn.is_none()) {
                    consent.withdrawn = Some(entry.signed());
                }
            }
            Event::ReachFailed(failed) => {
                self.unreached.insert(failed.means, entry.signed());
            }
            Event::ConflictChecked(checked) => self.conflict = Some(checked.clone()),
            _ => {}
        }
    }

    fn correct(&mut self, new: &ClientDetails) {
        if let Some(old) = &self.details {
            let changed = |fact: &Fact| match fact {
                Fact::Name => old.family_name != new.family_name || old.given_names != new.given_names,
                Fact::BirthDate => old.birth_date != new.birth_date,
                Fact::Phone => old.phone != new.phone,
                Fact::Email => old.email != new.email,
                Fact::Address => old.address != new.address,
            };
            self.verified.retain(|fact, _| !changed(fact));
            self.unreached.retain(|means, _| match means {
                Means::Email => !changed(&Fact::Email),
                Means::Sms => !changed(&Fact::Phone),
            });
        }
        self.details = Some(new.clone());
    }

    /// For how long there is consent: the longest of those that were not taken back.
    pub fn consented(&self) -> Consented {
        let standing = || self.consents.iter().filter(|consent| consent.withdrawn.is_none());
        if standing().any(|consent| consent.given.until.is_none()) {
            return Consented::Open;
        }
        standing().filter_map(|consent| consent.given.until).max().map_or(Consented::No, Consented::Until)
    }

    /// The consent to service that holds today, the newest first.
    pub fn consent(&self, today: Date) -> Option<&Consent> {
        self.consents.iter().rev().find(|consent| consent.holds(today))
    }
}

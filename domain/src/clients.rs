//! The identity of a person served: intake on the standard form, verification, consent to service.
//!
//! Serves CM-4.1.1, CM-4.1.2, CC-4.1.2, CC-4.2.1, CM-4.3.3.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

use crate::entry::Entry;
use crate::event::Event;
use crate::ids::{EntryNumber, StaffId};
use crate::numbers::ClientNumber;
use crate::text::{Line, Narrative};
use crate::time::Instant;

/// How to reach somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// A call.
    Phone,
    /// An e-mail.
    Email,
    /// A text message.
    Sms,
    /// A letter.
    Letter,
    /// Face to face.
    InPerson,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Self; 5] = [Self::Phone, Self::Email, Self::Sms, Self::Letter, Self::InPerson];

    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Phone => "Phone call",
            Self::Email => "E-mail",
            Self::Sms => "Text message",
            Self::Letter => "Letter",
            Self::InPerson => "In person",
        }
    }
}

/// What a message is about; each may have a preferred channel of its own (CC-4.2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Reminders and changes of appointments.
    Appointments,
    /// Questions and answers between sessions.
    Questions,
    /// Letters and documents.
    Documents,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Self; 3] = [Self::Appointments, Self::Questions, Self::Documents];

    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Appointments => "Appointments",
            Self::Questions => "Questions and answers",
            Self::Documents => "Letters and documents",
        }
    }
}

/// Rules that keep a contact from doing harm.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SafeContact {
    /// Never leave a message on a machine.
    pub no_voicemail: bool,
    /// Never say where we call from.
    pub say_no_name: bool,
    /// Not before this time of day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_before: Option<Time>,
    /// Not after this time of day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_after: Option<Time>,
    /// Anything else, such as "only when the children are at school".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other: Option<Line>,
}

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
    /// The whole name as read aloud.
    pub fn full_name(&self) -> String {
        format!("{} {}", self.given_names.reveal(), self.family_name.reveal())
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
    /// The latest conflict answer.
    pub conflict: Option<ConflictChecked>,
}

impl ClientFile {
    /// Takes one more entry into account.
    pub fn apply(&mut self, entry: &Entry) {
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
        }
        self.details = Some(new.clone());
    }

    /// The consent to service that holds today, the newest first.
    pub fn consent(&self, today: Date) -> Option<&Consent> {
        self.consents.iter().rev().find(|consent| consent.holds(today))
    }

    /// Decides on registering somebody: the first entry of a client dossier.
    ///
    /// # Errors
    /// [`CannotRegister`] when the dossier is taken, or the dates cannot be.
    pub fn register(&self, order: ClientRegistered, today: Date) -> Result<Vec<Event>, CannotRegister> {
        if self.number.is_some() {
            return Err(CannotRegister::AlreadyRegistered);
        }
        check_details(&order.details, today)?;
        Ok(vec![Event::ClientRegistered(order)])
    }

    /// Decides on a correction.
    ///
    /// # Errors
    /// [`CannotRegister`] when the dates cannot be, or nothing changes.
    pub fn correct_details(&self, order: ClientCorrected, today: Date) -> Result<Vec<Event>, CannotRegister> {
        check_details(&order.details, today)?;
        if self.details.as_ref() == Some(&order.details) {
            return Err(CannotRegister::NothingChanged);
        }
        Ok(vec![Event::ClientCorrected(order)])
    }

    /// Decides on a consent to service (CM-4.3.3, FS-4.4.2).
    ///
    /// # Errors
    /// [`CannotConsent`] when a needed name is missing or the last day is past.
    pub fn give_consent(&self, order: ConsentGiven, today: Date) -> Result<Vec<Event>, CannotConsent> {
        if order.how != ConsentGivenHow::Signed && order.by.is_none() {
            return Err(CannotConsent::WitnessMissing);
        }
        if order.until.is_some_and(|until| until < today) {
            return Err(CannotConsent::AlreadyOver);
        }
        Ok(vec![Event::ConsentGiven(order)])
    }

    /// Decides on taking the consent back.
    ///
    /// # Errors
    /// [`CannotConsent::NoneGiven`] when none holds.
    pub fn withdraw_consent(&self, order: ConsentWithdrawn, today: Date) -> Result<Vec<Event>, CannotConsent> {
        if self.consent(today).is_none() {
            return Err(CannotConsent::NoneGiven);
        }
        Ok(vec![Event::ConsentWithdrawn(order)])
    }
}

fn check_details(details: &ClientDetails, today: Date) -> Result<(), CannotRegister> {
    details.wrong(today).first().map_or(Ok(()), |why| Err(*why))
}

/// Why a client cannot be registered or corrected like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotRegister {
    /// The dossier holds somebody already.
    #[error("this client is registered already")]
    AlreadyRegistered,
    /// A birth date after today.
    #[error("this birth date is in the future")]
    BornInTheFuture,
    /// A birth date more than 130 years ago.
    #[error("this birth date is more than 130 years ago")]
    BornTooLongAgo,
    /// Phone or text message is preferred, but there is no number.
    #[error("a phone number is needed for the channel you chose")]
    PhoneMissing,
    /// E-mail is preferred, but there is no address.
    #[error("an e-mail address is needed for the channel you chose")]
    EmailMissing,
    /// Letters are preferred, but there is no address.
    #[error("a postal address is needed for the channel you chose")]
    AddressMissing,
    /// The safe times leave none.
    #[error("these two times leave no time of day for a contact")]
    NoTimeLeft,
    /// A correction that changes nothing.
    #[error("nothing was changed")]
    NothingChanged,
}

/// Why a consent cannot be recorded like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotConsent {
    /// Verbal or on behalf, without a name.
    #[error("please name the witness, or who agreed for the client and by what right")]
    WitnessMissing,
    /// The last day is in the past.
    #[error("the last day of this consent is already over")]
    AlreadyOver,
    /// There is nothing to withdraw.
    #[error("no consent is in force")]
    NoneGiven,
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn details() -> ClientDetails {
        ClientDetails {
            family_name: Line::parse("Feldkamp").unwrap(),
            given_names: Line::parse("Jonas").unwrap(),
            other_names: None,
            birth_date: Some(date(2010, 2, 28)),
            phone: None,
            email: None,
            address: None,
            language: None,
            interpreter: false,
            accessibility: None,
            channels: BTreeMap::new(),
            safe_contact: SafeContact::default(),
            external_number: None,
            reason: None,
        }
    }

    fn check(change: impl FnOnce(&mut ClientDetails)) -> String {
        let mut details = details();
        change(&mut details);
        check_details(&details, date(2026, 1, 5)).map_or_else(|why| why.to_string(), |()| "fine".to_owned())
    }

    #[test]
    fn the_intake_form_is_checked_across_its_fields() {
        assert_eq!(check(|_| ()), "fine");
        assert_eq!(check(|d| d.birth_date = None), "fine");
        assert_eq!(check(|d| d.birth_date = Some(date(2026, 1, 5))), "fine");
        assert_eq!(check(|d| d.birth_date = Some(date(2026, 1, 6))), "this birth date is in the future");
        assert_eq!(check(|d| d.birth_date = Some(date(1, 1, 1))), "this birth date is more than 130 years ago");
        assert_eq!(
            check(|d| {
                d.channels.insert(Purpose::Documents, Channel::InPerson);
            }),
            "fine"
        );
        assert_eq!(
            check(|d| {
                d.channels.insert(Purpose::Appointments, Channel::Sms);
            }),
            "a phone number is needed for the channel you chose"
        );
        assert_eq!(
            check(|d| {
                d.channels.insert(Purpose::Questions, Channel::Email);
            }),
            "an e-mail address is needed for the channel you chose"
        );
        assert_eq!(
            check(|d| {
                d.safe_contact.not_before = Some(jiff::civil::time(17, 0, 0, 0));
                d.safe_contact.not_after = Some(jiff::civil::time(9, 0, 0, 0));
            }),
            "these two times leave no time of day for a contact"
        );
    }
}

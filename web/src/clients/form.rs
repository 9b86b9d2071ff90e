//! The standard intake form (CM-4.1.1): what it asks, how it is read, and how it is filled from a client that is known.

use std::collections::BTreeMap;

use casework::clients::{parse_email, parse_phone};
use domain::clients::{CannotRegister, Channel, ClientDetails, Purpose, SafeContact};
use jiff::civil::Date;

use super::languages;
use crate::answer::sentence;
use crate::face::form::Field;
use crate::face::prelude::*;
use crate::fields::{Fields, Reader};
use crate::organisation::hours::zones;

/// The code of a channel in forms.
pub(super) const fn channel_code(channel: Channel) -> &'static str {
    match channel {
        Channel::Phone => "phone",
        Channel::Email => "email",
        Channel::Sms => "sms",
        Channel::Letter => "letter",
        Channel::InPerson => "in-person",
    }
}

/// The field that asks for the channel of a purpose.
pub(super) const fn channel_field(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Appointments => "channel-appointments",
        Purpose::Questions => "channel-questions",
        Purpose::Documents => "channel-documents",
    }
}

/// The field to which a rule belongs; empty for the whole form.
pub(super) const fn field_of(why: CannotRegister) -> &'static str {
    match why {
        CannotRegister::BornInTheFuture | CannotRegister::BornTooLongAgo => "birth-date",
        CannotRegister::PhoneMissing => "phone",
        CannotRegister::EmailMissing => "email",
        CannotRegister::AddressMissing => "address",
        CannotRegister::NoTimeLeft => "not-after",
        CannotRegister::NoSuchZone => "zone",
        CannotRegister::AlreadyRegistered | CannotRegister::NothingChanged => "",
    }
}

/// Reads the form; nothing when anything in it is wrong. The reader then knows what, each at its field.
pub(super) fn read(fields: &Fields, reader: &mut Reader<'_>, today: Date) -> Option<ClientDetails> {
    let family_name = reader.line("family-name");
    let given_names = reader.line("given-names");
    let details = ClientDetails {
        other_names: reader.line_or_none("other-names"),
        birth_date: reader.date_or_none("birth-date"),
        phone: reader.other("phone", |typed| parse_phone(typed, None)),
        email: reader.other("email", parse_email),
        address: reader.narrative_or_none("address"),
        language: reader.line_or_none("language"),
        interpreter: fields.ticked("interpreter"),
        zone: reader.line_or_none("zone"),
        accessibility: reader.line_or_none("accessibility"),
        channels: channels(reader),
        safe_contact: safe_contact(fields, reader),
        external_number: reader.line_or_none("external-number"),
        reason: reader.narrative_or_none("reason"),
        family_name: family_name?,
        given_names: given_names?,
    };
    for why in details.wrong(today) {
        let field = field_of(why);
        // A field that cannot be read is not also missing.
        if !(reader.filled.is_wrong_at(field)) {
            reader.wrong(field, sentence(&why.to_string()));
        }
    }
    reader.is_good().then_some(details)
}

fn channels(reader: &mut Reader<'_>) -> BTreeMap<Purpose, Channel> {
    let mut channels = BTreeMap::new();
    for purpose in Purpose::ALL {
        let name = channel_field(purpose);
        if reader.text(name).is_empty() {
            continue;
        }
        let find = |code: &str| Channel::ALL.into_iter().find(|channel| channel_code(*channel) == code);
        channels.extend(reader.choice(name, find).map(|channel| (purpose, channel)));
    }
    channels
}

fn safe_contact(fields: &Fields, reader: &mut Reader<'_>) -> SafeContact {
    SafeContact {
        no_voicemail: fields.ticked("no-voicemail"),
        say_no_name: fields.ticked("say-no-name"),
        not_before: reader.time_or_none("not-before"),
        not_after: reader.time_or_none("not-after"),
        other: reader.line_or_none("safe-other"),
    }
}

/// The form as these details fill it.
pub(super) fn fill(details: &ClientDetails) -> Filled {
    let safe = &details.safe_contact;
    let lines = [
        ("family-name", Some(details.family_name.reveal())),
        ("given-names", Some(details.given_names.reveal())),
        ("other-names", details.other_names.as_ref().map(|line| line.reveal())),
        ("phone", details.phone.as_ref().map(|line| line.reveal())),
        ("email", details.email.as_ref().map(|line| line.reveal())),
        ("address", details.address.as_ref().map(|text| text.reveal())),
        ("language", details.language.as_ref().map(|line| line.reveal())),
        ("accessibility", details.accessibility.as_ref().map(|line| line.reveal())),
        ("zone", details.zone.as_ref().map(|line| line.reveal())),
        ("external-number", details.external_number.as_ref().map(|line| line.reveal())),
        ("reason", details.reason.as_ref().map(|text| text.reveal())),
        ("safe-other", safe.other.as_ref().map(|line| line.reveal())),
        ("interpreter", details.interpreter.then_some("yes")),
        ("no-voicemail", safe.no_voicemail.then_some("yes")),
        ("say-no-name", safe.say_no_name.then_some("yes")),
    ];
    let mut filled = Filled::new();
    for (name, text) in lines {
        filled.put(name, text.unwrap_or_default().to_owned());
    }
    filled.put("birth-date", details.birth_date.map(|born| born.to_string()).unwrap_or_default());
    for (name, time) in [("not-before", safe.not_before), ("not-after", safe.not_after)] {
        filled.put(name, time.map(|time| time.strftime("%H:%M").to_string()).unwrap_or_default());
    }
    for (purpose, channel) in &details.channels {
        filled.put(channel_field(*purpose), channel_code(*channel).to_owned());
    }
    filled
}

/// The fields of the form as the template writes them, shared by intake and correction.
#[derive(Debug, Clone, Default)]
pub struct DetailFields {
    /// What is filled in and what is wrong.
    pub form: Filled,
}

impl DetailFields {
    /// Languages to choose from, with the one that is filled in even when it is none of the usual.
    pub fn languages(&self) -> Vec<Choice> {
        let known = languages::choices(self.form.value("language"));
        std::iter::once(Choice::new("", "Not said")).chain(known).collect()
    }

    /// The time zone, for a client who lives elsewhere.
    pub fn zone(&self) -> Field {
        let hint = "Only for somebody who lives by other clocks than the office: messages go out in their day, and say their hour.";
        self.form.text("zone", "Time zone").hint(hint).suggest(zones()).free()
    }

    /// The select for the channel of each purpose.
    pub fn channels(&self) -> Vec<Field> {
        let mut choices = vec![Choice::new("", "No preference")];
        choices.extend(Channel::ALL.map(|channel| Choice::new(channel_code(channel), channel.word())));
        Purpose::ALL
            .into_iter()
            .map(|purpose| self.form.select(channel_field(purpose), purpose.word(), &choices).free())
            .collect()
    }
}

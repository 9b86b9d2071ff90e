//! Blind tokens: finding a client by name or number without a readable name in any table.
//!
//! A token is the beginning of HMAC-SHA256 under a key of its own for each field, over the normalised text. Whoever has the database but
//! not the key can neither read nor try out names.
//!
//! # What still leaks, and why so much
//!
//! Equal texts in one field have equal tokens. So the table shows how often a value occurs (common names stand out), how the index grows,
//! and, to somebody who may add clients and read the table, whether a guessed name is in it. Fewer bits would blur all that: 14 bits make
//! every token of a large service stand for several names. But each false hit must be unsealed and thrown away, and a search among
//! 100,000 clients must answer within 20 ms in 99 of 100 cases. The expected number of false hits per token is the number of different
//! values divided by 2 to the bits: with 100,000 different values 6 at 14 bits, 1.5 at 16, and 0.006 at [`PEOPLE_BITS`] = 24. A search by two
//! words and their sounds looks up half a dozen tokens. We take the speed and with it the smaller blur.
//!
//! Therefore tokens stay out of backups and are rebuilt from the record, and searching is limited in rate and recorded. Fields that name
//! exactly one thing have [`EXACT_BITS`] = 128: such a lookup must never meet another row. Never indexed: sex, status, risk, diagnosis,
//! postcode, language, free text; and no beginnings of words. Source: security.md 4.3.

mod normalise;
mod sounds;

use aws_lc_rs::hmac;

pub use normalise::{name_words, normalise};
pub use sounds::sounds;

use crate::keys::Secret;
use crate::primitives::{hkdf, mac, mac_key};

/// How many bits the tokens of people's particulars have.
pub const PEOPLE_BITS: usize = 24;

/// How many bits the tokens of exact lookups have.
pub const EXACT_BITS: usize = 128;

/// The version of [`normalise`]; it goes into the field keys. Raise it with every change of a result, and rebuild the index.
pub const NORMALISER: u32 = 1;

/// What can be looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// One word of a family name.
    FamilyName,
    /// One word of a given name.
    GivenName,
    /// How one word of any name sounds; see [`sounds`].
    AnyNameSound,
    /// Day of birth, ISO 8601.
    BirthDate,
    /// Telephone number in E.164.
    Phone,
    /// E-mail address.
    Email,
    /// A number that another house gave.
    ExternalNumber,
    /// A client's number.
    ClientNumber,
    /// A case's number.
    CaseNumber,
    /// The name somebody signs in with.
    Login,
    /// The code on the label of a physical item.
    Label,
    /// An inquiry's number.
    InquiryNumber,
    /// What the sender's program has named an e-mail.
    MailName,
    /// The digest of an e-mail that was taken.
    Mail,
}

impl Field {
    /// Every field.
    pub const ALL: [Self; 14] = [
        Self::FamilyName,
        Self::GivenName,
        Self::AnyNameSound,
        Self::BirthDate,
        Self::Phone,
        Self::Email,
        Self::ExternalNumber,
        Self::ClientNumber,
        Self::CaseNumber,
        Self::Login,
        Self::Label,
        Self::InquiryNumber,
        Self::MailName,
        Self::Mail,
    ];

    /// The word that is stored beside the token and goes into the field's key.
    pub const fn code(self) -> &'static str {
        match self {
            Self::FamilyName => "family_name",
            Self::GivenName => "given_name",
            Self::AnyNameSound => "any_name_sound",
            Self::BirthDate => "birth_date",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::ExternalNumber => "external_number",
            Self::ClientNumber => "client_number",
            Self::CaseNumber => "case_number",
            Self::Login => "login",
            Self::Label => "label",
            Self::InquiryNumber => "inquiry_number",
            Self::MailName => "mail_name",
            Self::Mail => "mail",
        }
    }

    /// The field with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.code() == code)
    }

    /// How many bits its tokens have; always whole bytes.
    pub const fn bits(self) -> usize {
        match self {
            Self::FamilyName | Self::GivenName | Self::AnyNameSound | Self::BirthDate | Self::Phone | Self::Email => {
                PEOPLE_BITS
            }
            Self::ExternalNumber
            | Self::ClientNumber
            | Self::CaseNumber
            | Self::Login
            | Self::Label
            | Self::InquiryNumber
            | Self::MailName
            | Self::Mail => EXACT_BITS,
        }
    }
}

/// Makes tokens. Holds the prepared key of every field.
pub struct IndexKey(Vec<hmac::Key>);

impl IndexKey {
    /// The token under which `text` is stored and looked up in this field.
    ///
    /// The text is normalised here, so forgetting it elsewhere cannot make a client unfindable; normalised text stays as it is. A text in
    /// which nothing remains (only punctuation) has no token: it would match everybody without one.
    pub fn token(&self, field: Field, text: &str) -> Option<Vec<u8>> {
        let plain = normalise(field, text);
        let key = self.0.get(field as usize).filter(|_| !plain.is_empty())?;
        mac(key, plain.as_bytes()).get(..field.bits() / 8).map(<[u8]>::to_vec)
    }
}

impl From<Secret> for IndexKey {
    fn from(secret: Secret) -> Self {
        let key = |field: Field| {
            let info: [&[u8]; 4] = [b"casekeep/v1/idx|", field.code().as_bytes(), b"|", &NORMALISER.to_be_bytes()];
            mac_key(hkdf(secret.bytes(), &info).as_ref())
        };
        Self(Field::ALL.into_iter().map(key).collect())
    }
}

#[cfg(test)]
mod tests;

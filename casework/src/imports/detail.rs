//! What a column can hold.

use serde::{Deserialize, Serialize};

/// One thing that the intake form asks and a column may answer, by its name in mapping files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Detail {
    /// Family name; required.
    FamilyName,
    /// Given names; required.
    GivenNames,
    /// Middle names, which follow the given names.
    MiddleNames,
    /// "Jr", "III", which follow the family name.
    NameSuffix,
    /// Other names the person is or was known by.
    OtherNames,
    /// Day of birth.
    BirthDate,
    /// Phone number.
    Phone,
    /// E-mail address.
    Email,
    /// The whole address, or its first lines.
    Address,
    /// Postal code.
    PostalCode,
    /// Town.
    City,
    /// State, province.
    Region,
    /// Country.
    Country,
    /// Language, as a BCP 47 tag or by its name.
    Language,
    /// Whether an interpreter is needed.
    Interpreter,
    /// What makes it easier to come and to understand.
    Accessibility,
    /// Never leave a message on a machine.
    NoVoicemail,
    /// Never say where we call from.
    SayNoName,
    /// Anything else that keeps a contact from doing harm.
    ContactNote,
    /// The number under which another organisation, or the system of before, knows the person.
    ExternalNumber,
    /// What brings the person here.
    Reason,
    /// How sure the source is of the name, as a code of HMIS.
    NameQuality,
    /// How sure the source is of the birth date, as a code of HMIS.
    BirthDateQuality,
    /// Rows with a value here were deleted at the source.
    DeletedOn,
}

impl Detail {
    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::FamilyName => "family name",
            Self::GivenNames => "given names",
            Self::MiddleNames => "middle names",
            Self::NameSuffix => "name suffix",
            Self::OtherNames => "other names",
            Self::BirthDate => "birth date",
            Self::Phone => "phone number",
            Self::Email => "e-mail address",
            Self::Address => "address",
            Self::PostalCode => "postal code",
            Self::City => "town",
            Self::Region => "state or province",
            Self::Country => "country",
            Self::Language => "language",
            Self::Interpreter => "interpreter needed",
            Self::Accessibility => "accessibility",
            Self::NoVoicemail => "no messages on a machine",
            Self::SayNoName => "never say where we call from",
            Self::ContactNote => "safe contact",
            Self::ExternalNumber => "external number",
            Self::Reason => "reason",
            Self::NameQuality => "quality of the name",
            Self::BirthDateQuality => "quality of the birth date",
            Self::DeletedOn => "deleted at the source",
        }
    }
}

//! The cells of one row, each read by the rule of its field; every fault of the row is told, not only the first.

use std::collections::BTreeMap;

use domain::clients::{CannotRegister, ClientDetails, ClientFile, ClientRegistered, SafeContact};
use domain::numbers::ClientNumber;
use domain::text::{BadText, Line, Narrative};
use jiff::civil::Date;

use super::cells;
use super::dates::Misfits;
use super::detail::Detail;
use super::mapping::Mapping;
use super::row::Remark;
use super::table::RawRow;
use crate::clients::parse_phone;

/// One row while it is read.
pub(super) struct Reading<'a> {
    raw: &'a RawRow,
    mapping: &'a Mapping,
    today: Date,
    /// What keeps the row from being imported.
    pub(super) faults: Vec<Remark>,
    /// What is imported otherwise than it stands.
    pub(super) notes: Vec<Remark>,
    misfits: &'a mut Misfits,
}

impl<'a> Reading<'a> {
    pub(super) fn new(raw: &'a RawRow, mapping: &'a Mapping, today: Date, misfits: &'a mut Misfits) -> Self {
        Self { raw, mapping, today, faults: Vec::new(), notes: Vec::new(), misfits }
    }

    /// A row with another number of cells than the header has lost its columns; empty ones at the end harm nobody.
    pub(super) fn ragged(&self) -> Option<Remark> {
        let (has, wants) = (self.raw.cells.len(), self.mapping.width);
        let surplus = self.raw.cells.iter().skip(wants).any(|cell| !cell.trim().is_empty());
        (has < wants || surplus).then(|| Remark {
            column: "whole row".to_owned(),
            words: format!("this row has {has} cells where the header has {wants}"),
        })
    }

    /// The details, unless a required one is missing. They hold only when there is no fault.
    pub(super) fn details(&mut self) -> Option<ClientDetails> {
        let family = [Detail::FamilyName, Detail::NameSuffix];
        let given = [Detail::GivenNames, Detail::MiddleNames];
        // Each is read even when an earlier one is at fault: all faults of a row are told at once.
        let (family_name, given_names) = (self.name(family), self.name(given));
        let other_names = self.line(Detail::OtherNames);
        let birth_date = self.birth_date();
        let (phone, email, address) = (self.phone(), self.email(), self.address());
        let (language, interpreter) = (self.language(), self.yes(Detail::Interpreter));
        let (accessibility, safe_contact) = (self.line(Detail::Accessibility), self.safe_contact());
        let (external_number, reason) = (self.line(Detail::ExternalNumber), self.narrative(Detail::Reason));
        self.name_quality();
        let details = ClientDetails {
            family_name: family_name?,
            given_names: given_names?,
            other_names,
            birth_date,
            phone,
            email,
            address,
            language,
            interpreter,
            accessibility,
            zone: None,
            channels: BTreeMap::new(),
            safe_contact,
            external_number,
            reason,
        };
        self.rules(&details);
        Some(details)
    }

    /// The rules of the form that go across its fields.
    fn rules(&mut self, details: &ClientDetails) {
        let order = ClientRegistered {
            number: ClientNumber::from_random(0),
            details: details.clone(),
            provenance: None,
            not_a_duplicate: false,
        };
        if let Err(rule) = ClientFile::default().register(order, self.today) {
            let about_birth = matches!(rule, CannotRegister::BornInTheFuture | CannotRegister::BornTooLongAgo);
            let column = if about_birth { self.mapping.heading(Detail::BirthDate) } else { "whole row".to_owned() };
            self.faults.push(Remark { column, words: rule.to_string() });
        }
    }

    /// The cells of a detail, put together; empty when there are none or they mean "not known".
    pub(super) fn cell(&self, detail: Detail) -> String {
        let places = self.mapping.columns.get(&detail).map(Vec::as_slice).unwrap_or_default();
        let between = if detail == Detail::Address { "\n" } else { " " };
        let cells: Vec<&str> = places.iter().filter_map(|place| self.raw.cells.get(*place)).map(str::trim).collect();
        let said = cells.into_iter().filter(|cell| !cell.is_empty() && !self.means_unknown(detail, cell));
        said.collect::<Vec<_>>().join(between)
    }

    fn means_unknown(&self, detail: Detail, cell: &str) -> bool {
        let codes = matches!(detail, Detail::ExternalNumber | Detail::NameQuality | Detail::BirthDateQuality);
        !codes && self.mapping.unknown.iter().any(|unknown| *unknown == cell.to_lowercase())
    }

    fn fault(&mut self, detail: Detail, words: impl std::fmt::Display) {
        let remark = Remark { column: self.mapping.heading(detail), words: words.to_string() };
        self.faults.push(remark);
    }

    fn note(&mut self, detail: Detail, words: &str) {
        let remark = Remark { column: self.mapping.heading(detail), words: words.to_owned() };
        self.notes.push(remark);
    }

    /// A cell whose bytes were characters of the encoding; otherwise a fault, and nothing.
    fn readable(&mut self, detail: Detail) -> Option<String> {
        let cell = self.cell(detail);
        if cell.contains(char::REPLACEMENT_CHARACTER) {
            self.fault(detail, "some characters here cannot be read in this encoding");
            return None;
        }
        Some(cell)
    }

    fn kept<T>(&mut self, detail: Detail, text: Result<Option<T>, impl std::fmt::Display>) -> Option<T> {
        text.unwrap_or_else(|why| {
            self.fault(detail, why);
            None
        })
    }

    fn line(&mut self, detail: Detail) -> Option<Line> {
        let cell = self.readable(detail)?;
        self.kept(detail, Line::parse_optional(&cell))
    }

    fn narrative(&mut self, detail: Detail) -> Option<Narrative> {
        let cell = self.readable(detail)?;
        self.kept(detail, Narrative::parse_optional(&cell))
    }

    /// A name with what follows it. The first of the two is required.
    fn name(&mut self, [main, after]: [Detail; 2]) -> Option<Line> {
        let (name, more) = (self.readable(main)?, self.readable(after)?);
        if name.is_empty() {
            self.fault(main, BadText::Missing);
            return None;
        }
        if cells::is_digest(&name) {
            self.fault(main, "this is a digest in place of a name; please export with names");
            return None;
        }
        self.kept(main, Line::parse_optional(&format!("{name} {more}")))
    }

    fn birth_date(&mut self) -> Option<Date> {
        let cell = self.readable(Detail::BirthDate)?;
        if cell.is_empty() {
            return None;
        }
        match self.quality(Detail::BirthDateQuality) {
            Quality::Unknown => {
                self.note(Detail::BirthDate, "the source says that this birth date is not known; it was left out");
                return None;
            }
            Quality::Partial => self.note(Detail::BirthDate, "the source says that this birth date is approximate"),
            Quality::Good => {}
        }
        match self.mapping.dates.read(&cell, self.today) {
            Ok(day) => Some(day),
            Err(why) => {
                self.misfits.add(&cell);
                self.fault(Detail::BirthDate, why);
                None
            }
        }
    }

    fn quality(&self, detail: Detail) -> Quality {
        match self.cell(detail).as_str() {
            "8" | "9" | "99" => Quality::Unknown,
            "2" => Quality::Partial,
            _ => Quality::Good,
        }
    }

    fn name_quality(&mut self) {
        if self.quality(Detail::NameQuality) != Quality::Good {
            self.note(Detail::FamilyName, "the source says that this name is partial or not known for sure");
        }
    }

    fn phone(&mut self) -> Option<Line> {
        let cell = self.readable(Detail::Phone)?;
        let number = parse_phone(&cell, self.mapping.phone_country.as_deref());
        self.kept(Detail::Phone, number)
    }

    fn email(&mut self) -> Option<Line> {
        let line = self.line(Detail::Email)?;
        if !cells::is_email(line.reveal()) {
            self.fault(Detail::Email, "this is not an e-mail address");
            return None;
        }
        Some(line)
    }

    /// The address as it stands on a letter.
    fn address(&mut self) -> Option<Narrative> {
        let street = self.readable(Detail::Address)?;
        let town = format!("{} {}", self.readable(Detail::PostalCode)?, self.readable(Detail::City)?);
        let (region, country) = (self.readable(Detail::Region)?, self.readable(Detail::Country)?);
        let lines = [street.as_str(), town.trim(), region.as_str(), country.as_str()];
        let said: Vec<&str> = lines.into_iter().filter(|line| !line.is_empty()).collect();
        self.kept(Detail::Address, Narrative::parse_optional(&said.join("\n")))
    }

    fn language(&mut self) -> Option<Line> {
        let cell = self.readable(Detail::Language)?;
        let said = if cell.is_empty() { self.mapping.language.clone()? } else { cell };
        let Some(tag) = cells::language(&said) else {
            self.fault(Detail::Language, "this is not a language we know; please write a tag such as es or pt-BR");
            return None;
        };
        self.kept(Detail::Language, Line::parse_optional(&tag))
    }

    fn yes(&mut self, detail: Detail) -> bool {
        let cell = self.cell(detail);
        cells::yes(&cell).unwrap_or_else(|| {
            self.fault(detail, "this is neither yes nor no");
            false
        })
    }

    fn safe_contact(&mut self) -> SafeContact {
        SafeContact {
            no_voicemail: self.yes(Detail::NoVoicemail),
            say_no_name: self.yes(Detail::SayNoName),
            other: self.line(Detail::ContactNote),
            ..SafeContact::default()
        }
    }
}

#[derive(PartialEq, Eq)]
enum Quality {
    Good,
    Partial,
    Unknown,
}

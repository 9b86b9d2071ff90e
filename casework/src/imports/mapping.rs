//! Which column holds what: declared in a mapping file, or guessed from the headings.
//!
//! A guess that could go either way is refused: two columns for one thing, a column of whole names. What is not understood is ignored, and said.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::CannotImport;
use super::bytes::Encoding;
use super::dates::DateForm;
use super::detail::Detail;
use super::headings::{folded, guess, is_name};

/// What a mapping file may say; see [`Declared::with_mapping`].
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct MappingFile {
    date_format: Option<String>,
    phone_country: Option<String>,
    language: Option<String>,
    encoding: Option<String>,
    delimiter: Option<String>,
    unknown: Vec<String>,
    columns: BTreeMap<Detail, Headings>,
}

/// One heading, or several whose cells belong together.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Headings {
    One(String),
    Several(Vec<String>),
}

impl From<Headings> for Vec<String> {
    fn from(headings: Headings) -> Self {
        match headings {
            Headings::One(heading) => vec![heading],
            Headings::Several(headings) => headings,
        }
    }
}

/// What the person who imports says about the file; goes before what the mapping file says.
#[derive(Debug, Clone, Default)]
pub struct Declared {
    /// How its characters are written.
    pub encoding: Option<Encoding>,
    /// What separates its cells.
    pub delimiter: Option<u8>,
    /// The form of its dates.
    pub dates: Option<DateForm>,
    /// ISO 3166 code of the country of phone numbers without one.
    pub phone_country: Option<String>,
    /// Language where the file says none.
    pub language: Option<String>,
    /// Which columns hold what, by their headings; empty when it is to be guessed. Cells of several columns are put together in this order.
    pub columns: BTreeMap<Detail, Vec<String>>,
    /// Cells that mean "not known".
    pub unknown: Vec<String>,
}

impl Declared {
    /// With what a mapping file says; what was declared already stays.
    ///
    /// ```toml
    /// date_format = "%d.%m.%Y"
    /// phone_country = "ES"        # for numbers without a country code
    /// language = "es"             # where the file says none
    /// encoding = "windows-1252"
    /// delimiter = ";"
    /// unknown = ["-", "n/a"]      # cells that mean "not known"
    ///
    /// [columns]                   # without this table the columns are guessed
    /// family_name = "Surname"
    /// given_names = ["First", "Second"]
    /// birth_date = "Born on"
    /// ```
    ///
    /// The names on the left are those of [`Detail`], written like these.
    ///
    /// # Errors
    /// [`CannotImport::Mapping`] naming the place in the file.
    pub fn with_mapping(mut self, text: &str) -> Result<Self, CannotImport> {
        let file: MappingFile = toml::from_str(text).map_err(|error| bad(error.message()))?;
        if let (None, Some(name)) = (self.encoding, &file.encoding) {
            self.encoding = Some(
                Encoding::named(name).ok_or_else(|| bad("encoding is utf-8, utf-16le, utf-16be or windows-1252"))?,
            );
        }
        if let (None, Some(text)) = (self.delimiter, &file.delimiter) {
            self.delimiter = Some(one_byte(text).ok_or_else(|| bad("delimiter is one character, such as \";\""))?);
        }
        if let (None, Some(form)) = (&self.dates, &file.date_format) {
            self.dates = Some(DateForm::parse(form).map_err(|error| bad(&error.to_string()))?);
        }
        self.phone_country = self.phone_country.or(file.phone_country);
        self.language = self.language.or(file.language);
        let headings = file.columns.into_iter().map(|(detail, headings)| (detail, headings.into()));
        self.columns.extend(headings);
        self.unknown.extend(file.unknown);
        Ok(self)
    }

    /// The country and the language must be ones.
    fn check(&self) -> Result<(), CannotImport> {
        let known = |code: &String| code.parse::<phonenumber::country::Id>().is_ok();
        if !self.phone_country.as_ref().is_none_or(known) {
            return Err(bad("phone_country is a code of ISO 3166, such as ES"));
        }
        let tag = |text: &String| super::cells::language(text).is_some();
        if !self.language.as_ref().is_none_or(tag) {
            return Err(bad("language is a tag such as es or pt-BR"));
        }
        Ok(())
    }
}

fn bad(why: &str) -> CannotImport {
    CannotImport::Mapping(why.to_owned())
}

fn one_byte(text: &str) -> Option<u8> {
    match text.as_bytes() {
        [byte] if byte.is_ascii() && !byte.is_ascii_alphanumeric() && *byte != b'"' => Some(*byte),
        _ => None,
    }
}

/// What each column of one file holds.
#[derive(Debug, Clone)]
pub(super) struct Mapping {
    pub(super) columns: BTreeMap<Detail, Vec<usize>>,
    pub(super) width: usize,
    pub(super) header: Vec<String>,
    pub(super) dates: DateForm,
    pub(super) phone_country: Option<String>,
    pub(super) language: Option<String>,
    pub(super) unknown: Vec<String>,
    /// The layout is that of HUD's HMIS exports.
    pub(super) hmis: bool,
}

impl Mapping {
    /// What the columns under these headings hold.
    pub(super) fn of(header: &[String], declared: &Declared) -> Result<Self, CannotImport> {
        declared.check()?;
        not_another_file(header)?;
        let declares = !declared.columns.is_empty();
        let columns = if declares { named(header, &declared.columns)? } else { guessed(header)? };
        for detail in [Detail::FamilyName, Detail::GivenNames] {
            if !columns.contains_key(&detail) {
                return Err(CannotImport::NoColumn(detail.word()));
            }
        }
        let hmis = has(header, "personalid") && (has(header, "namedataquality") || has(header, "dobdataquality"));
        let mut unknown: Vec<String> = declared.unknown.iter().map(|text| text.trim().to_lowercase()).collect();
        if hmis && !declares {
            unknown.extend(["8", "9", "99"].map(str::to_owned));
        }
        Ok(Self {
            columns,
            width: header.len(),
            header: header.to_vec(),
            dates: declared.dates.clone().unwrap_or_default(),
            phone_country: declared.phone_country.clone(),
            language: declared.language.clone(),
            unknown,
            hmis,
        })
    }

    /// Headings of the columns that hold this, as they stand in the file.
    pub(super) fn heading(&self, detail: Detail) -> String {
        let places = self.columns.get(&detail).map(Vec::as_slice).unwrap_or_default();
        let headings: Vec<&str> =
            places.iter().filter_map(|place| self.header.get(*place)).map(String::as_str).collect();
        if headings.is_empty() { detail.word().to_owned() } else { headings.join(" + ") }
    }

    /// Headings of columns that hold nothing we take.
    pub(super) fn ignored(&self) -> Vec<String> {
        let taken = |place: usize| self.columns.values().any(|places| places.contains(&place));
        self.header.iter().enumerate().filter(|(place, _)| !taken(*place)).map(|(_, heading)| heading.clone()).collect()
    }
}

fn has(header: &[String], plain: &str) -> bool {
    header.iter().any(|heading| folded(heading) == plain)
}

/// HMIS exports consist of many files; only one holds clients.
fn not_another_file(header: &[String]) -> Result<(), CannotImport> {
    if has(header, "firstname") || has(header, "lastname") || !has(header, "exportid") {
        return Ok(());
    }
    match (has(header, "enrollmentid"), has(header, "entrydate")) {
        (true, true) => Err(CannotImport::Enrolments),
        _ => Err(CannotImport::NotClients),
    }
}

fn named(
    header: &[String],
    wanted: &BTreeMap<Detail, Vec<String>>,
) -> Result<BTreeMap<Detail, Vec<usize>>, CannotImport> {
    let mut columns = BTreeMap::new();
    for (detail, headings) in wanted {
        let places: Result<Vec<usize>, CannotImport> = headings.iter().map(|heading| place(header, heading)).collect();
        columns.insert(*detail, places?);
    }
    Ok(columns)
}

/// Where the column of this heading stands: as written, or else but for case and punctuation.
fn place(header: &[String], heading: &str) -> Result<usize, CannotImport> {
    let places = |fits: &dyn Fn(&str) -> bool| -> Vec<usize> {
        header.iter().enumerate().filter(|(_, column)| fits(column)).map(|(place, _)| place).collect()
    };
    let mut found = places(&|column| column == heading.trim());
    if found.is_empty() {
        found = places(&|column| folded(column) == folded(heading));
    }
    match found.as_slice() {
        [place] => Ok(*place),
        [] => Err(CannotImport::NoSuchColumn(heading.to_owned())),
        _ => Err(CannotImport::TwoColumns(heading.to_owned())),
    }
}

fn guessed(header: &[String]) -> Result<BTreeMap<Detail, Vec<usize>>, CannotImport> {
    let mut columns: BTreeMap<Detail, Vec<usize>> = BTreeMap::new();
    for (place, heading) in header.iter().enumerate() {
        if let Some(detail) = guess(heading) {
            columns.entry(detail).or_default().push(place);
        }
    }
    for (detail, places) in &columns {
        if let [first, second, ..] = places.as_slice() {
            let heading = |place: &usize| header.get(*place).cloned().unwrap_or_default();
            return Err(CannotImport::Ambiguous { what: detail.word(), one: heading(first), other: heading(second) });
        }
    }
    if !columns.contains_key(&Detail::FamilyName)
        && let Some(place) = header.iter().position(|heading| is_name(heading))
    {
        // "Name, Vorname" is a family name beside given names; "name" alone is a whole name, and nobody can tell where to cut it.
        if !columns.contains_key(&Detail::GivenNames) {
            return Err(CannotImport::WholeNames(header.get(place).cloned().unwrap_or_default()));
        }
        columns.insert(Detail::FamilyName, vec![place]);
    }
    Ok(columns)
}

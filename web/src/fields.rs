//! The fields of a form as they came: raw texts by name. Each page parses them once into an order.

use axum::extract::{FromRequest, Request};
use bytes::Bytes;
use domain::ids::{EntryNumber, ItemId, OnceKey};
use domain::text::{BadText, Line, Narrative};
use jiff::civil::{Date, Time};
use zeroize::Zeroizing;

use crate::answer::sentence;
use crate::face::form::Filled;
use crate::problem::Problem;

/// The field with the key of a form's effect.
pub(crate) const ONCE: &str = "once";

/// The field with the last entry of the file when a form, or its sheet, was shown.
pub(crate) const SEEN: &str = "seen";

/// How many fields a form may have; ours have far fewer.
const FIELDS: usize = 400;

/// The years of dates that anybody gives: whoever is served was born in one of them, and nothing is promised for later. Others are slips of
/// the keyboard, such as 0026.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2199;

/// Whether a day is one that somebody would give.
pub(crate) fn is_likely(day: Date) -> bool {
    YEARS.contains(&day.year())
}

/// What was sent. A field that is sent twice is refused unless its name ends in `[]`.
#[derive(Clone, Default)]
pub struct Fields(Vec<(String, String)>);

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let plain = request.headers().get("content-type").and_then(|kind| kind.to_str().ok());
        if !plain.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded")) {
            return Err(Problem::Malformed);
        }
        let body = Bytes::from_request(request, state).await.map_err(|_| Problem::TooLarge)?;
        Self::parse(&body)
    }
}

impl Fields {
    /// Reads a form's body.
    ///
    /// # Errors
    /// [`Problem::Malformed`] when it is not UTF-8, has too many fields, or the same field twice.
    pub fn parse(body: &[u8]) -> Result<Self, Problem> {
        let text = std::str::from_utf8(body).map_err(|_| Problem::Malformed)?;
        let mut fields = Self::default();
        for (name, value) in form_urlencoded::parse(text.as_bytes()) {
            fields.push(name.into_owned(), value.into_owned())?;
        }
        Ok(fields)
    }

    /// One more field, of a form that is read piece by piece.
    ///
    /// # Errors
    /// As [`Fields::parse`].
    pub(crate) fn push(&mut self, name: String, value: String) -> Result<(), Problem> {
        let twice = !name.ends_with("[]") && self.has(&name);
        if twice || FIELDS <= self.0.len() || value.contains('\u{FFFD}') {
            return Err(Problem::Malformed);
        }
        self.0.push((name, value));
        Ok(())
    }

    /// The same with another value in one field.
    #[must_use]
    pub(crate) fn replace(mut self, name: &str, value: String) -> Self {
        self.0.retain(|(known, _)| known != name);
        self.0.push((name.to_owned(), value));
        self
    }

    /// The fields as a draft keeps them. The key of its effect is not among them: a form that opens anew has a new one.
    pub fn encoded(&self) -> Vec<u8> {
        let mut out = form_urlencoded::Serializer::new(String::new());
        for (name, value) in self.0.iter().filter(|(name, _)| !is_of_the_signature(name) && name != ONCE) {
            out.append_pair(name, value);
        }
        out.finish().into_bytes()
    }

    /// What was sent for `name`, trimmed; empty when nothing was.
    pub fn text(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.trim())
    }

    /// Whether a field of this name was sent, empty or not.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }

    /// What stands after `prefix` in the names that begin with it: the ids of things that have fields of their own.
    pub fn after<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter_map(move |(name, _)| name.strip_prefix(prefix))
    }

    /// Whether a box was ticked.
    pub fn ticked(&self, name: &str) -> bool {
        !matches!(self.text(name), "" | "no")
    }

    /// All values of a field whose name ends in `[]`.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.trim())
    }

    /// A secret, which is kept nowhere else.
    pub fn secret(&self, name: &str) -> Zeroizing<String> {
        let raw = self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value);
        Zeroizing::new(raw.to_owned())
    }

    /// The values for showing the form again; a key that is none is not among them.
    pub fn filled(&self) -> Filled {
        let mut filled = Filled::new();
        for (name, value) in self.0.iter().filter(|(name, _)| name != ONCE || once_key(self).is_some()) {
            filled.put(name, value.clone());
        }
        filled
    }

    /// What goes along through the sign sheet: everything but the signature itself and what every sheet carries by itself.
    pub fn carried(&self) -> Vec<(String, String)> {
        let own = |name: &str| is_of_the_signature(name) || name == ONCE || name == SEEN;
        self.0.iter().filter(|(name, _)| !own(name)).cloned().collect()
    }
}

/// The button that leads back from the sign sheet.
pub(crate) const BACK: &str = "unsigned";

fn is_of_the_signature(name: &str) -> bool {
    matches!(name, "password" | "code" | "signed" | BACK)
}

/// Reads fields into an order and collects what is wrong, so that a form says everything at once.
pub struct Reader<'a> {
    fields: &'a Fields,
    /// The form as it will be shown again.
    pub filled: Filled,
}

impl<'a> Reader<'a> {
    /// A reader of these fields.
    pub fn new(fields: &'a Fields) -> Self {
        Self { fields, filled: fields.filled() }
    }

    /// What was sent for a field, trimmed.
    pub fn text(&self, name: &str) -> &'a str {
        self.fields.text(name)
    }

    /// A text of another kind that may be left empty, such as a phone number.
    pub fn other<T, E: std::fmt::Display>(
        &mut self,
        name: &str,
        read: impl FnOnce(&str) -> Result<Option<T>, E>,
    ) -> Option<T> {
        let read = read(self.fields.text(name)).map_err(|bad| self.wrong(name, sentence(&bad.to_string())));
        read.ok().flatten()
    }

    /// Says that a field is wrong.
    pub fn wrong(&mut self, name: &str, why: impl Into<crate::face::words::Words>) {
        self.filled = std::mem::take(&mut self.filled).wrong(name, why);
    }

    /// Whether everything could be read.
    pub fn is_good(&self) -> bool {
        !self.filled.is_wrong()
    }

    fn keep<T>(&mut self, name: &str, read: Result<T, BadText>) -> Option<T> {
        read.map_err(|bad| self.wrong(name, sentence(&bad.to_string()))).ok()
    }

    /// A line that must be filled in.
    pub fn line(&mut self, name: &str) -> Option<Line> {
        let read = Line::parse(self.fields.text(name));
        self.keep(name, read)
    }

    /// A line that may be left empty.
    pub fn line_or_none(&mut self, name: &str) -> Option<Line> {
        let read = Line::parse_optional(self.fields.text(name));
        self.keep(name, read).flatten()
    }

    /// A text that must be filled in.
    pub fn narrative(&mut self, name: &str) -> Option<Narrative> {
        let read = Narrative::parse(self.fields.text(name));
        self.keep(name, read)
    }

    /// A text that may be left empty.
    pub fn narrative_or_none(&mut self, name: &str) -> Option<Narrative> {
        let read = Narrative::parse_optional(self.fields.text(name));
        self.keep(name, read).flatten()
    }

    /// A calendar day that must be given.
    pub fn date(&mut self, name: &str) -> Option<Date> {
        if self.fields.text(name).is_empty() {
            self.wrong(name, "Please fill in the date.");
            return None;
        }
        self.date_or_none(name)
    }

    /// A calendar day that may be left empty, in a year that people live in. Years have four digits; 29 February exists in leap years only.
    pub fn date_or_none(&mut self, name: &str) -> Option<Date> {
        let text = self.fields.text(name);
        if text.is_empty() {
            return None;
        }
        let date: Option<Date> = text.parse().ok();
        if date.is_none() {
            self.wrong(name, "This is not a date. Please write it as year, month and day, such as 2026-02-28.");
        }
        if date.is_some_and(|date| !is_likely(date)) {
            self.wrong(name, "Please check the year.");
            return None;
        }
        date
    }

    /// A time of day that may be left empty.
    pub fn time_or_none(&mut self, name: &str) -> Option<Time> {
        let text = self.fields.text(name);
        if text.is_empty() {
            return None;
        }
        let time: Option<Time> = text.parse().ok();
        if time.is_none() {
            self.wrong(name, "This is not a time of day. Please write it as hours and minutes, such as 14:30.");
        }
        time
    }

    /// One of a closed list, by the code that a choice carried.
    pub fn choice<T>(&mut self, name: &str, find: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let found = find(self.fields.text(name));
        if found.is_none() {
            self.wrong(name, "Please choose one.");
        }
        found
    }
}

/// The key of the form that was shown, so that sending it twice has one effect. Whoever signs without one is asked again.
pub fn once_key(fields: &Fields) -> Option<OnceKey> {
    fields.text(ONCE).parse().ok()
}

/// The last entry of the file when the form was shown.
pub fn seen(fields: &Fields) -> Option<EntryNumber> {
    fields.text(SEEN).parse().ok()
}

/// The code under which a choice is stored.
pub(crate) fn code<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// The value behind a code.
pub(crate) fn decode<T: serde::de::DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(text.to_owned())).ok()
}

/// An id that a field carries.
pub fn item(fields: &Fields, name: &str) -> Result<ItemId, Problem> {
    fields.text(name).parse().map_err(|_| Problem::Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_a_day_that_there_was_or_will_be() {
        let check = |text: &str, good: bool| {
            let fields = Fields::parse(format!("day={text}").as_bytes()).unwrap();
            let mut reader = Reader::new(&fields);
            assert_eq!(reader.date("day").is_some(), good, "{text}");
            assert_eq!(reader.is_good(), good, "what is wrong is said: {text}");
        };
        for text in ["2026-02-28", "2024-02-29", "1900-01-01", "2199-12-31"] {
            check(text, true);
        }
        for text in
            ["2026-02-29", "0001-01-01", "0026-11-21", "1899-12-31", "2200-01-01", "-2026-01-01", "28.2.2026", ""]
        {
            check(text, false);
        }
    }
}

//! Forms: what was filled in, what is wrong with it, and the fields that show both.
//!
//! A page holds one [`Filled`]. Its template writes `{{ form.summary() }}` and then one field after another:
//! `{{ form.area("outcome", "Outcome").hint("What was reached").written() }}`. Value and error find their field by its name.
//! Secrets are never kept and never written back.

use std::collections::BTreeMap;
use std::fmt;

use askama::Template;

use super::filters;
use super::words::{Words, html_parts};

mod choice;
mod field;

pub use choice::Choice;
pub use field::Field;
use field::Kind;

/// The values of a form by field name, and what is wrong. `Debug` shows names only.
#[derive(Clone, Default)]
pub struct Filled {
    values: BTreeMap<String, Vec<String>>,
    wrong: Vec<(String, Words)>,
    kept: Words,
}

impl fmt::Debug for Filled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Filled").field("names", &self.values.keys()).field("wrong", &self.wrong.len()).finish()
    }
}

impl Filled {
    /// An empty form.
    pub fn new() -> Self {
        Self::default()
    }

    /// With one more value.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.put(name, value.into());
        self
    }

    /// One more value; a secret is dropped.
    pub fn put(&mut self, name: &str, value: String) {
        if !is_secret(name) {
            self.values.entry(name.to_owned()).or_default().push(value);
        }
    }

    /// What was filled in for `name`; empty when nothing was.
    pub fn value(&self, name: &str) -> &str {
        self.values.get(name).and_then(|values| values.first()).map_or("", String::as_str)
    }

    /// Everything that was filled in for a name that ends in `[]`.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.values.get(name).into_iter().flatten().map(String::as_str)
    }

    /// Whether the form has a field of this name, empty or not.
    pub fn has(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }

    /// The same with a value in a field that the form was not sent with.
    #[must_use]
    pub fn unless(self, name: &str, value: impl Into<String>) -> Self {
        if self.has(name) { self } else { self.with(name, value) }
    }

    /// The same with another value in one field.
    #[must_use]
    pub fn replace(mut self, name: &str, value: impl Into<String>) -> Self {
        self.values.insert(name.to_owned(), vec![value.into()]);
        self
    }

    /// The same with these values in one field.
    #[must_use]
    pub fn only(mut self, name: &str, values: impl IntoIterator<Item = String>) -> Self {
        self.values.insert(name.to_owned(), values.into_iter().collect());
        self
    }

    /// Says what is wrong with one field.
    #[must_use]
    pub fn wrong(mut self, name: &str, words: impl Into<Words>) -> Self {
        self.wrong.push((name.to_owned(), words.into()));
        self
    }

    /// Says what is wrong with the whole, such as a rule that forbids the step.
    #[must_use]
    pub fn refused(self, words: impl Into<Words>) -> Self {
        self.wrong("", words)
    }

    /// Says where the text is kept: "What you wrote is saved as a draft, 10:41."
    #[must_use]
    pub fn kept(mut self, words: impl Into<Words>) -> Self {
        self.kept = words.into();
        self
    }

    /// Whether something is wrong.
    pub fn is_wrong(&self) -> bool {
        !self.wrong.is_empty()
    }

    /// Whether something is wrong with this field.
    pub fn is_wrong_at(&self, name: &str) -> bool {
        self.wrong.iter().any(|(wrong, _)| wrong == name)
    }

    /// What is wrong with all fields, with a link to each. Nothing when nothing is wrong.
    pub fn summary(&self) -> Summary {
        if let [(name, words)] = self.wrong.as_slice()
            && name.is_empty()
        {
            return Summary { heading: words.clone(), wrong: Vec::new(), kept: self.kept.clone() };
        }
        let count = i64::try_from(self.wrong.len()).unwrap_or(i64::MAX);
        let heading = match count {
            0 => Words::default(),
            _ => Words::count("One thing is missing or wrong", "{n} things are missing or wrong", count),
        };
        let wrong = self.wrong.iter().map(|(name, words)| (id_of(name), Words::default(), words.clone())).collect();
        Summary { heading, wrong, kept: self.kept.clone() }
    }

    /// One line of text.
    pub fn text(&self, name: &str, label: impl Into<Words>) -> Field {
        self.field(Kind::Line("text"), name, label)
    }

    /// An e-mail address.
    pub fn email(&self, name: &str, label: impl Into<Words>) -> Field {
        self.field(Kind::Line("email"), name, label)
    }

    /// A telephone number.
    pub fn telephone(&self, name: &str, label: impl Into<Words>) -> Field {
        self.field(Kind::Line("tel"), name, label)
    }

    /// A calendar day.
    pub fn date(&self, name: &str, label: impl Into<Words>) -> Field {
        self.field(Kind::Line("date"), name, label).class("input-date")
    }

    /// An hour of the day.
    pub fn time(&self, name: &str, label: impl Into<Words>) -> Field {
        self.field(Kind::Line("time"), name, label).class("input-date")
    }

    /// A whole number.
    pub fn number(&self, name: &str, label: impl Into<Words>) -> Field {
        self.field(Kind::Line("text"), name, label).class("input-number").inputmode("numeric")
    }

    /// A secret: never written back.
    pub fn password(&self, name: &str, label: impl Into<Words>) -> Field {
        let mut field = self.field(Kind::Line("password"), name, label).autocomplete("current-password");
        field.value.clear();
        field
    }

    /// A one-time code of six digits, or a recovery code: never written back.
    pub fn code(&self, name: &str, label: impl Into<Words>) -> Field {
        let mut field = self.field(Kind::Line("text"), name, label).autocomplete("one-time-code").class("input-code");
        field.value.clear();
        field
    }

    /// A file.
    pub fn file(&self, name: &str, label: impl Into<Words>) -> Field {
        self.field(Kind::Line("file"), name, label)
    }

    /// Several lines of text.
    pub fn area(&self, name: &str, label: impl Into<Words>) -> Field {
        self.field(Kind::Area, name, label)
    }

    /// One of a list.
    pub fn select(&self, name: &str, label: impl Into<Words>, choices: &[Choice]) -> Field {
        self.field(Kind::Select, name, label).choices(self.chosen(name, choices))
    }

    /// One of a few, all in sight.
    pub fn radios(&self, name: &str, label: impl Into<Words>, choices: &[Choice]) -> Field {
        self.field(Kind::Picks("radio"), name, label).choices(self.chosen(name, choices))
    }

    /// One of a few as cards, such as proposed times or channels.
    pub fn cards(&self, name: &str, label: impl Into<Words>, choices: &[Choice]) -> Field {
        self.radios(name, label, choices).class("cards")
    }

    /// Any of a few.
    pub fn checks(&self, name: &str, label: impl Into<Words>, choices: &[Choice]) -> Field {
        self.field(Kind::Picks("checkbox"), name, label).choices(self.chosen(name, choices)).free()
    }

    /// Pieces of a text, of which those that are ticked are struck out.
    pub fn struck(&self, name: &str, label: impl Into<Words>, choices: &[Choice]) -> Field {
        self.checks(name, label, choices).class("struck")
    }

    /// Yes or no; the value is `yes` when it is ticked.
    pub fn check(&self, name: &str, label: impl Into<Words>) -> Field {
        let mut field = self.field(Kind::Check, name, label).free();
        field.checked = matches!(self.value(name), "yes" | "on" | "true");
        field
    }

    /// Five steps in one control; `last` is the step of the last time.
    pub fn steps(&self, name: &str, label: impl Into<Words>, last: Option<u8>) -> Field {
        let words: [&'static str; 5] = ["Not yet", "A little", "Half way", "Nearly", "Reached"];
        let choices: Vec<Choice> =
            words.into_iter().enumerate().map(|(i, word)| Choice::new((i + 1).to_string(), word)).collect();
        let mut field = self.field(Kind::Steps, name, label).choices(self.chosen(name, &choices));
        field.last = last.map(|step| step.to_string()).unwrap_or_default();
        field
    }

    /// Photos, taken now or chosen, and the button `read` that has them read. The form is sent in parts.
    pub fn photos(&self, name: &str, label: impl Into<Words>) -> Field {
        self.field(Kind::Photos, name, label).optional()
    }

    /// A button that sends the form to have something done to what is written in it; nothing is signed.
    pub fn press(&self, name: &str, label: impl Into<Words>) -> Field {
        self.field(Kind::Press, name, label).free()
    }

    /// A value that goes along unseen.
    pub fn hidden(&self, name: &str) -> Field {
        self.field(Kind::Line("hidden"), name, "").free()
    }

    fn field(&self, kind: Kind, name: &str, label: impl Into<Words>) -> Field {
        Field {
            kind,
            name: name.to_owned(),
            id: id_of(name),
            label: label.into(),
            value: self.value(name).to_owned(),
            sent: self.has(name),
            error: self.wrong.iter().find(|(wrong, _)| wrong == name).map(|(_, words)| words.clone()),
            required: true,
            rows: 3,
            ..Field::default()
        }
    }

    fn chosen(&self, name: &str, choices: &[Choice]) -> Vec<Choice> {
        let values = self.values.get(name);
        let picked = |choice: &Choice| values.is_some_and(|values| values.contains(&choice.value));
        choices
            .iter()
            .map(|choice| Choice { chosen: picked(choice) || (values.is_none() && choice.chosen), ..choice.clone() })
            .collect()
    }
}

/// Secrets are dropped as soon as a form is read for showing again.
fn is_secret(name: &str) -> bool {
    name.contains("password") || name.contains("secret") || matches!(name, "code" | "recovery-code")
}

fn id_of(name: &str) -> String {
    if name.is_empty() { String::new() } else { format!("f-{name}") }
}

/// What is wrong with a form, with links to the fields.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/summary.html")]
pub struct Summary {
    heading: Words,
    /// Id and label of each field, and what is wrong with it.
    wrong: Vec<(String, Words, Words)>,
    kept: Words,
}

impl Summary {
    /// Says which field is meant: "By when: Please fill in the date."
    #[must_use]
    pub fn among(mut self, fields: &[Field]) -> Self {
        for (id, label, _) in &mut self.wrong {
            if let Some(words) = fields.iter().find_map(|field| field.label_of(id)) {
                *label = words;
            }
        }
        self
    }

    /// With a heading of its own: "Two things keep this note from being signed".
    #[must_use]
    pub fn heading(mut self, heading: impl Into<Words>) -> Self {
        if !self.wrong.is_empty() {
            self.heading = heading.into();
        }
        self
    }
}

html_parts!(Summary);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_shows_its_value_and_its_error() {
        let form = Filled::new().with("began", "2 pm-ish").wrong("began", "Give a time such as 14:00");
        let html = form.time("began", "Session began").to_string();
        assert!(html.contains("value=\"2 pm-ish\""), "{html}");
        assert!(html.contains("aria-invalid=\"true\"") && html.contains("aria-describedby=\"f-began-e\""), "{html}");
        assert!(form.summary().to_string().contains("href=\"#f-began\""));
    }

    #[test]
    fn a_secret_is_never_kept_or_written_back() {
        let form = Filled::new().with("password", "correct horse").with("code", "123456");
        assert_eq!(form.value("password"), "");
        assert!(!form.password("password", "Password").to_string().contains("horse"));
    }

    #[test]
    fn a_text_cannot_break_out_of_its_field() {
        let form = Filled::new().with("note", "</textarea><script>");
        assert!(form.area("note", "Note").to_string().contains("&#60;/textarea&#62;"));
    }

    #[test]
    fn nothing_wrong_shows_no_summary() {
        assert_eq!(Filled::new().summary().to_string().trim(), "");
    }

    #[test]
    fn a_single_refusal_is_its_own_heading() {
        let html = Filled::new().refused("inquiries are still open").summary().to_string();
        assert!(html.contains("inquiries are still open</h2>") && !html.contains("<li>"), "{html}");
    }

    #[test]
    fn what_was_chosen_before_stays_chosen() {
        let choices = [Choice::new("a", "A").chosen(), Choice::new("b", "B")];
        let html = Filled::new().with("one", "b").radios("one", "One", &choices).to_string();
        assert_eq!(html.matches(" checked").count(), 1);
        assert!(html.contains("value=\"b\" checked"), "{html}");
    }
}

//! The plain-language check on pages: the button beneath a text, and what was found. It is advice; nothing is kept of it.

use domain::organisation::Organisation;
use domain::plain::{self, Advice, Checked, Finding, Phrases, Why};

use crate::face::form::Field;
use crate::face::prelude::*;
use crate::fields::Fields;

/// The button that has a text checked.
const CHECK: &str = "check";

/// How much of a sentence is quoted, in characters.
const QUOTED: usize = 80;

/// Whether a form was sent to have its text checked.
pub(crate) fn asked(sent: &Fields) -> bool {
    sent.has(CHECK)
}

/// The check of a text in this language, by the words of the organisation.
pub(crate) fn check(organisation: &Organisation, language: &str, text: &str) -> Checked {
    plain::check(text, language, &Phrases::of(&organisation.glossary, language))
}

/// The button, and what was found when it was pressed; `text` is what is checked.
pub(crate) fn field(form: &Filled, organisation: &Organisation, language: &str, text: &str) -> Field {
    let button = form.press(CHECK, "Check the wording");
    if !form.has(CHECK) {
        return button;
    }
    let checked = check(organisation, language, text);
    button.found(summary(&checked), findings(&checked, text))
}

/// What the check came to, in a sentence.
pub(crate) fn summary(checked: &Checked) -> Words {
    let found = checked.findings.len().saturating_add(checked.more);
    let found = match i64::try_from(found).unwrap_or(i64::MAX) {
        0 => Words::from("Nothing was found that could be said more plainly."),
        n => Words::count("One thing could be said more plainly.", "{n} things could be said more plainly.", n),
    };
    match checked.ease {
        Some(ease) => Words::from("{grade} ({points} of 100 points). {found}")
            .with("grade", Words::from(ease.grade().word()))
            .with("points", ease.points())
            .with("found", found),
        None => found,
    }
}

/// Each finding: what it is about, and what could be done.
pub(crate) fn findings(checked: &Checked, text: &str) -> Vec<(String, Words)> {
    let told = |finding: &Finding| {
        let said = text.get(finding.at.clone()).unwrap_or_default();
        let mut quoted: String = said.chars().take(QUOTED).collect();
        if QUOTED < said.chars().count() {
            quoted.push('…');
        }
        (quoted, advice(&finding.advice))
    };
    checked.findings.iter().map(told).collect()
}

fn advice(advice: &Advice) -> Words {
    match advice {
        Advice::Shorter(words) => Words::from("{n} words in one sentence: two sentences are easier.").with("n", *words),
        Advice::Instead(why, say) => Words::from(match why {
            Why::OneWord => "Our word for it: {say}",
            Why::Jargon => "Not everybody knows this. Perhaps: {say}",
            Why::Harsh => "This may sound harsh. Perhaps: {say}",
        })
        .with("say", say.clone()),
    }
}

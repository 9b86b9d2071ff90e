//! Approved wording for what an inquiry is told: choosing a template, putting its text in, checking how plainly a text is written (CC-4.1.2, CC-4.2.3).

use casework::inquiries::InquirySeen;
use domain::organisation::Organisation;
use domain::templates::{Known, Occasion, Place, Version};

use crate::face::form::Field;
use crate::face::prelude::*;
use crate::fields::Fields;
use crate::person::Person;
use crate::plain;
use crate::templates::{FILL, USED, choices, filled, used_in};

/// The field with the words.
const WORDS: &str = "words";

/// What a step is for, where there are templates for it.
fn occasion(step: &str) -> Option<Occasion> {
    match step {
        "acknowledgement" => Some(Occasion::Acknowledge),
        "answer" => Some(Occasion::Answer),
        _ => None,
    }
}

/// The choice of a template above the words, folded away until it is wanted.
pub(super) fn choice(organisation: &Organisation, form: &Filled, step: &str) -> Vec<Field> {
    let Some(occasion) = occasion(step) else { return Vec::new() };
    let versions = organisation.templates.usable(occasion, None);
    if versions.is_empty() {
        return Vec::new();
    }
    let open = !form.value(USED).is_empty() || form.is_wrong_at("template");
    let none = Choice::new("", "Choose one");
    let all: Vec<Choice> = std::iter::once(none).chain(choices(&versions)).collect();
    let inner = vec![form.select("template", "Template", &all).free(), form.press(FILL, "Put its text in")];
    vec![form.hidden(USED), Field::fold("Begin with an approved template", inner, open)]
}

/// The check beneath the words.
pub(super) fn check(organisation: &Organisation, form: &Filled) -> Field {
    plain::field(form, organisation, &language(organisation, form.value(USED)), form.value(WORDS))
}

/// The language of the words: that of the template, or the one in which the organisation writes where nobody says otherwise.
fn language(organisation: &Organisation, used: &str) -> String {
    let template = used_in(used).and_then(|used| organisation.templates.all.get(&used.id));
    let language = template.and_then(|template| template.latest()).map(|version| version.draft.language.clone());
    language.unwrap_or_else(|| organisation.rulebook.reminders.wording(None).language)
}

/// The form once more when it was sent for its words alone: with the text of a template, or to be checked.
pub(super) fn asked(person: &Person, seen: &InquirySeen, sent: &Fields, step: &str) -> Option<Filled> {
    let organisation = &person.organisation;
    if plain::asked(sent) {
        return Some(sent.filled());
    }
    let versions: Vec<&Version> = organisation.templates.usable(occasion(step).filter(|_| sent.has(FILL))?, None);
    Some(filled(sent, &versions, &known(person, seen), WORDS))
}

fn known(person: &Person, seen: &InquirySeen) -> Known {
    let mut known = Known::of_house(&person.organisation, person.now());
    known.words.push((Place::Worker, person.card.name.clone()));
    if let Some((received, ..)) = &seen.file.received {
        known.words.push((Place::InquiryNumber, received.number.to_string()));
        known.words.extend(received.from.name.as_ref().map(|name| (Place::ClientName, name.reveal().to_owned())));
    }
    known
}

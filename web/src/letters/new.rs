//! Writing a letter to a client: from an approved template, filled from the file, changed where it has to be.

use axum::extract::Path;
use casework::letters::{LetterBegun, begin_letter, write_letter};
use domain::contacts::ContactKind;
use domain::event::Event;
use domain::ids::DossierId;
use domain::letters::{CannotWrite, LetterWritten};
use domain::policy::Action;
use domain::reach::Channel;
use domain::templates::{Occasion, Version, standing};

use crate::answer::{Answer, id};
use crate::cases::form::{self, Wording};
use crate::cases::head::{At, CaseView};
use crate::cases::step::{About, Sign, Step, Written};
use crate::clients::safe_rules;
use crate::contacts::new::field_of;
use crate::done::Done;
use crate::face::form::Field;
use crate::face::prelude::*;
use crate::fields::{Fields, Reader};
use crate::person::Person;
use crate::plain;
use crate::problem::Problem;
use crate::templates::{FILL, USED, choices, filled, used, used_in};

/// The versions that can be used for this client, those in their language first.
fn versions<'p>(person: &'p Person, begun: &LetterBegun) -> Vec<&'p Version> {
    person.organisation.templates.usable(Occasion::ToClient, begun.language.as_deref())
}

/// What the writer should know before anything else.
fn lead(begun: &LetterBegun) -> Words {
    let mut rules = safe_rules(&begun.safe);
    if !begun.has_address {
        rules.push("No address is known.".into());
    }
    if let Some(wanted) = begun.wanted.filter(|wanted| *wanted != Channel::Letter) {
        let words = Words::from("For letters and documents the client wants: {channel}.");
        rules.push(words.with("channel", Words::from(wanted.word())));
    }
    let together = |all, rule| Words::from("{all} {rule}").with("all", all).with("rule", rule);
    match rules.into_iter().reduce(together) {
        Some(rules) => Words::from("Safe contact: {rules}").with("rules", rules),
        None => "In short sentences, as you would say it to them. You can change every word.".into(),
    }
}

/// The language in which a form is written: that of the version it was filled from.
fn language(person: &Person, form: &str) -> String {
    let templates = &person.organisation.templates;
    let version = used_in(form).and_then(|used| templates.approved(used, Occasion::ToClient).ok());
    version.map(|version| version.draft.language.clone()).unwrap_or_default()
}

fn step<'b>(
    person: &Person,
    begun: &'b LetterBegun,
    sent: Option<&Fields>,
) -> Step<impl Fn(&Person, &CaseView, &Filled) -> Vec<Field> + use<'b>> {
    let checked = sent.map(|sent| {
        plain::summary(&plain::check(&person.organisation, &language(person, sent.text(USED)), sent.text("text")))
    });
    let then = match checked {
        Some(checked) => Words::from("{plain} With your signature it can be printed.").with("plain", checked),
        None => Words::default(),
    };
    Step {
        case: begun.case.dossier,
        action: Action::WriteLetter,
        wording: Wording {
            heading: "Write a letter to the client".into(),
            lead: lead(begun),
            action: "letters".to_owned(),
            draft: Some("letter".to_owned()),
            act: "Review and sign".into(),
            at: At::Timeline,
        },
        fields: move |person: &Person, _: &CaseView, form: &Filled| fields(person, begun, form),
        about: About::Case,
        sign: Sign { then, ..Sign::author("Sign this letter", "Sign letter") },
        done: Done::LETTER_SIGNED,
    }
}

fn fields(person: &Person, begun: &LetterBegun, form: &Filled) -> Vec<Field> {
    let versions = versions(person, begun);
    let begins = !form.has("text");
    let form = match versions.first() {
        // the first one in the client's language is there to begin with
        Some(first) if !form.has("text") => {
            let body = domain::templates::fill(first.draft.body.reveal(), first.draft.dates, &begun.known);
            form.clone().with("text", body).with(USED, used(first)).with("template", first.draft.id.to_string())
        }
        _ => form.clone(),
    };
    let rules = &person.organisation.rulebook;
    let mut without = form.check("without_sender", "Leave our name off the letter");
    if begun.safe.say_no_name {
        without = without.ticked(begins).hint("The client must not be told where we write from.");
    }
    vec![
        form.hidden(USED),
        form.select("template", "Template", &choices(&versions)).hint(
            "Approved by your organisation. What is known of the client is put in; what is not stays in braces for you.",
        ),
        form.press(FILL, "Put its text in"),
        form.area("text", "The letter").rows(12).written().max(20_000),
        plain::field(&form, &person.organisation, &language(person, form.value(USED)), form.value("text")),
        without,
        form.select("level", "How confidential", &form::levels(rules.level_of(ContactKind::ServiceUpdate))),
    ]
}

async fn begun(person: &Person, case: &str) -> Result<LetterBegun, Problem> {
    let begun = begin_letter(&person.ctx, id::<DossierId>(case)?).await?;
    if begun.case.is_open() && versions(person, &begun).is_empty() {
        let why = "There is no approved template of a letter to clients yet. Somebody drafts one under Templates, and somebody else approves it.";
        return Err(Problem::Rule(why.into()));
    }
    Ok(begun)
}

/// `GET /cases/{case}/letters/new`
pub async fn new(person: Person, Path(case): Path<String>) -> Answer {
    let begun = begun(&person, &case).await?;
    step(&person, &begun, None).ask(&person).await
}

/// `POST /cases/{case}/letters`
pub async fn create(person: Person, Path(case): Path<String>, sent: Fields) -> Answer {
    let begun = begun(&person, &case).await?;
    let step = step(&person, &begun, Some(&sent));
    let case = begun.case.dossier;
    let act = async |order, ink| write_letter(&person.ctx, case, order, ink).await;
    let place = |rule: &CannotWrite| match rule {
        CannotWrite::Template(_) => Some("template"),
        CannotWrite::Standing(_) => Some("text"),
        CannotWrite::SayNoName => Some("without_sender"),
        CannotWrite::Contact(rule) => field_of(*rule),
        CannotWrite::Closed(_) => None,
    };
    step.create(&person, &sent, |_| read(&person, &begun, &sent), act, place).await
}

fn read(person: &Person, begun: &LetterBegun, sent: &Fields) -> Result<Written<LetterWritten>, Filled> {
    if sent.has(FILL) {
        return Err(filled(sent, &versions(person, begun), &begun.known, "text"));
    }
    if plain::asked(sent) {
        return Err(sent.filled());
    }
    let mut reader = Reader::new(sent);
    let words = reader.narrative("text");
    if let Some(place) = standing(sent.text("text")) {
        reader.wrong("text", crate::answer::sentence(&CannotWrite::Standing(place).to_string()));
    }
    let without_sender = sent.ticked("without_sender");
    if begun.safe.say_no_name && !without_sender {
        reader.wrong("without_sender", crate::answer::sentence(&CannotWrite::SayNoName.to_string()));
    }
    let template = used_in(sent.text(USED));
    if template.is_none() {
        reader.wrong("template", "Please choose a template and put its text in.");
    }
    let (Some(text), Some(template), true) = (words, template, reader.is_good()) else {
        return Err(reader.filled);
    };
    let language = language(person, sent.text(USED));
    let level = form::level(sent, person.organisation.rulebook.level_of(ContactKind::ServiceUpdate));
    let order = LetterWritten { template, language, text, without_sender };
    Ok(Written::new(order, Event::LetterWritten, level))
}

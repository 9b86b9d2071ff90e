//! Approved wording of the demonstration: templates in two languages, one that still waits, a glossary, and a letter.

use anyhow::Result;
use casework::clients::my_clients;
use casework::letters::{begin_letter, write_letter};
use casework::organisation::{amend_phone, approve_template, draft_template, lay_down_term};
use domain::glossary::TermLaidDown;
use domain::ids::ItemId;
use domain::letters::LetterWritten;
use domain::plain::Why;
use domain::reminders::DayForm;
use domain::templates::{Medium, Occasion, TemplateApproved, TemplateDrafted, TemplateUsed, fill, standing};
use domain::time::Instant;

use super::super::Cast;
use super::teller::{Teller, ink, line, seal, words};

/// Name, language, medium, what it is for, subject, text; whether it is approved.
type Wording = (&'static str, &'static str, Medium, Occasion, &'static str, &'static str, bool);

const TEMPLATES: [Wording; 5] = [
    (
        "We expect you",
        "en",
        Medium::Letter,
        Occasion::ToClient,
        "",
        "Good day {client_name},\n\nwe expect you on {next_session}.\n\nIf you cannot come, please call us: {office_phone}. We then find another day together.\n\nWith kind regards\n{worker}",
        true,
    ),
    (
        "Le esperamos",
        "es",
        Medium::Letter,
        Occasion::ToClient,
        "",
        "Buenos días, {client_name}:\n\nLe esperamos el {next_session}.\n\nSi no puede venir, llámenos, por favor: {office_phone}. Buscamos otro día con usted.\n\nUn saludo\n{worker}",
        true,
    ),
    (
        "Answer to a question",
        "en",
        Medium::Email,
        Occasion::Answer,
        "Your question",
        "Good day {client_name},\n\nthank you for your question {inquiry_number}.\n\n\n\nYou can call us at any time: {office_phone}.\n\n{worker}",
        true,
    ),
    (
        "We have your question",
        "en",
        Medium::Sms,
        Occasion::Acknowledge,
        "",
        "We have your question. Its number is {inquiry_number}. You hear from us soon. {office_phone}",
        true,
    ),
    (
        "Tenemos su pregunta",
        "es",
        Medium::Sms,
        Occasion::Acknowledge,
        "",
        "Tenemos su pregunta. Su número es {inquiry_number}. A la mayor brevedad le contestamos. {office_phone}",
        false,
    ),
];

/// Language, reason, what is said, and what is not.
const TERMS: [(&str, Why, &str, &str); 10] = [
    ("en", Why::OneWord, "session", "consult, counselling unit"),
    ("en", Why::OneWord, "client", "patient, beneficiary, service user"),
    ("en", Why::OneWord, "caseworker", "case officer, case manager"),
    ("en", Why::Jargon, "first talk", "anamnesis, intake interview"),
    ("en", Why::Jargon, "what we agreed", "intervention plan, care pathway"),
    ("en", Why::Jargon, "doctor or service", "external provider"),
    ("en", Why::Jargon, "data protection officer", "DPO"),
    ("es", Why::OneWord, "cita", "sesión terapéutica"),
    ("es", Why::OneWord, "persona atendida", "paciente, beneficiario"),
    ("es", Why::Jargon, "lo que acordamos", "plan de intervención"),
];

/// Five days ago the office laid it down; yesterday a letter was written.
pub(crate) async fn wording(cast: &Cast, now: Instant) -> Result<()> {
    let teller = Teller::new(cast, now);
    let at = now.plus_seconds(-5 * 86_400);
    let sofia = teller.acting("sofia", at)?;
    let mut drafted: Vec<(ItemId, bool)> = Vec::new();
    for (name, language, medium, occasion, subject, body, approved) in TEMPLATES {
        let subject = if subject.is_empty() { None } else { Some(line(subject)?) };
        let (id, name, body) = (sofia.new_item(), line(name)?, words(body)?);
        let (language, dates) = (language.to_owned(), DayForm::DayMonth);
        let order = TemplateDrafted { id, name, language, medium, occasion, subject, body, dates };
        draft_template(&sofia, order, ink()).await?;
        drafted.push((id, approved));
    }
    let edith = teller.acting("edith", at.plus_seconds(3600))?;
    amend_phone(&edith, Some(line("+34 600 000 100")?), line("Letters give it")?, seal()).await?;
    for (id, _) in drafted.iter().filter(|(_, approved)| *approved) {
        approve_template(&edith, TemplateApproved { id: *id, version: 1 }, seal()).await?;
    }
    for (language, why, say, avoid) in TERMS {
        let avoid = avoid.split(", ").map(line).collect::<Result<Vec<_>>>()?;
        let (id, language, say) = (edith.new_item(), language.to_owned(), line(say)?);
        lay_down_term(&edith, TermLaidDown { id, language, why, say, avoid, used: true }, seal()).await?;
    }
    match drafted.first() {
        Some((id, _)) => letter(&teller, now, *id).await,
        None => Ok(()),
    }
}

/// A caseworker has written to the first client with a session to come.
async fn letter(teller: &Teller<'_>, now: Instant, template: ItemId) -> Result<()> {
    let maria = teller.acting("maria", now.plus_seconds(-86_400))?;
    let organisation = maria.house().organisation().await?;
    let used = TemplateUsed { id: template, version: 1 };
    let version = organisation.templates.approved(used, Occasion::ToClient)?;
    for client in my_clients(&maria).await? {
        for (case, _) in client.cases.iter().filter(|(_, card)| card.closed.is_none()) {
            let begun = begin_letter(&maria, *case).await?;
            let text = fill(version.draft.body.reveal(), version.draft.dates, &begun.known);
            if standing(&text).is_some() {
                continue;
            }
            let (language, without_sender) = (version.draft.language.clone(), begun.safe.say_no_name);
            let order = LetterWritten { template: used, language, text: words(&text)?, without_sender };
            write_letter(&maria, *case, order, ink()).await?;
            return Ok(());
        }
    }
    Ok(())
}

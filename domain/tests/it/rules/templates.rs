//! Templates are approved by somebody else, tell nobody too much, and letters are written from approved ones alone (CC-4.1.2, PT-4.4.4).

use domain::entry::Entry;
use domain::ids::{DossierId, EntryId, EntryNumber, StaffId};
use domain::letters::{CannotWrite, LetterWritten};
use domain::level::Level;
use domain::organisation::Organisation;
use domain::plain::{MOST, Phrases, check};
use domain::reach::SafeContact;
use domain::reminders::DayForm;
use domain::rulebook::Rulebook;
use domain::templates::{
    BadTemplate, Medium, Occasion, Place, TemplateApproved, TemplateDrafted, TemplateRetired, TemplateUsed,
};
use proptest::prelude::*;

use super::closure::closed;
use super::{OTHER, SUPERVISOR, Story, WORKER, at, item, line, outcome, signature, words};

const LETTER: TemplateUsed = TemplateUsed { id: domain::ids::ItemId::new(uuid::Uuid::from_u128(0x101)), version: 1 };

fn draft(medium: Medium, occasion: Occasion, body: &str) -> TemplateDrafted {
    TemplateDrafted {
        id: item(1),
        name: line("First"),
        language: "en".to_owned(),
        medium,
        occasion,
        subject: (medium == Medium::Email).then(|| line("Your question")),
        body: words(body),
        dates: DayForm::DayMonth,
    }
}

fn letter(body: &str) -> TemplateDrafted {
    draft(Medium::Letter, Occasion::ToClient, body)
}

/// An organisation in which these people did these things.
fn organisation(done: Vec<(StaffId, domain::event::Event)>) -> Organisation {
    let mut organisation = Organisation { name: Some(line("Harbour Street")), ..Organisation::default() };
    let id = EntryId { dossier: DossierId::new(uuid::Uuid::from_u128(7)), number: EntryNumber(1) };
    for (by, event) in done {
        let signature = signature(by, at("2026-01-05T09:00"), at("2026-01-05T09:00"));
        organisation.apply(&Entry { id, level: Level::Confidential, signature, event });
    }
    organisation
}

#[test]
fn a_text_that_others_may_read_tells_them_nothing() {
    use Medium::{Email, Letter, Sms};
    use Occasion::{Acknowledge, Answer, ToClient};
    let organisation = organisation(Vec::new());
    let check = |order: TemplateDrafted, wanted: Result<usize, BadTemplate>| {
        let said = order.body.reveal().to_owned();
        assert_eq!(organisation.draft_template(order).map(|events| events.len()), wanted, "{said}");
    };
    check(letter("Dear {client_name}, until {next_session}. {organisation}"), Ok(1));
    check(draft(Email, Answer, "{client_name}: {inquiry_number} {office_phone} {today}"), Ok(1));
    check(draft(Sms, Acknowledge, "We have {inquiry_number}. {office_phone}"), Ok(1));
    check(draft(Sms, Acknowledge, "We have it, {client_name}"), Err(BadTemplate::NotHere(Place::ClientName)));
    check(draft(Email, Answer, "{organisation}"), Err(BadTemplate::NotHere(Place::Organisation)));
    check(draft(Letter, Answer, "{case_number}"), Err(BadTemplate::NotHere(Place::CaseNumber)));
    check(letter("{inquiry_number}"), Err(BadTemplate::NotHere(Place::InquiryNumber)));
    check(letter("{diagnosis}"), Err(BadTemplate::Unknown));
    check(draft(Sms, ToClient, "Hello"), Err(BadTemplate::LettersOnly));
    check(draft(Sms, Answer, &"long ".repeat(61)), Err(BadTemplate::TooLong));
    check(draft(Email, Answer, "From the HARBOUR-STREET team"), Err(BadTemplate::Reveals));
    check(draft(Sms, Answer, "Your general support"), Err(BadTemplate::Reveals));
    check(TemplateDrafted { subject: None, ..draft(Email, Answer, "Hello") }, Err(BadTemplate::Subject));
    check(TemplateDrafted { subject: Some(line("Hi")), ..letter("Hello") }, Err(BadTemplate::Subject));
    check(TemplateDrafted { language: "english".to_owned(), ..letter("Hello") }, Err(BadTemplate::Language));
}

#[test]
fn a_version_is_approved_by_somebody_else_and_replaces_the_one_before() {
    let first = (WORKER, letter("One").into());
    let approved = |version| TemplateApproved { id: item(1), version };
    let drafted = organisation(vec![first.clone()]);
    assert_eq!(
        outcome(drafted.approve_template(approved(1), WORKER)),
        "you drafted this version; somebody else approves it"
    );
    assert_eq!(outcome(drafted.approve_template(approved(1), SUPERVISOR)), "TemplateApproved");
    assert!(drafted.approve_template(approved(2), SUPERVISOR).is_err());
    assert!(drafted.templates.approved(LETTER, Occasion::ToClient).is_err());
    assert_eq!(drafted.draft_template(letter("One")), Err(BadTemplate::Same));
    let other = TemplateDrafted { id: item(2), ..letter("Two") };
    assert_eq!(drafted.draft_template(other), Err(BadTemplate::Known));

    let so_far = vec![first, (SUPERVISOR, approved(1).into()), (OTHER, letter("Two").into())];
    let waiting = organisation(so_far.clone());
    assert!(
        waiting.templates.approved(LETTER, Occasion::ToClient).is_ok(),
        "the first serves until the second is approved"
    );
    assert!(waiting.templates.approved(LETTER, Occasion::Answer).is_err());
    let then = |by, event| organisation(so_far.iter().cloned().chain([(by, event)]).collect());
    let replaced = then(WORKER, approved(2).into());
    assert!(replaced.templates.approved(LETTER, Occasion::ToClient).is_err());
    assert_eq!(replaced.templates.usable(Occasion::ToClient, Some("es"))[0].number, 2);
    let retired = then(WORKER, TemplateRetired { id: item(1), reason: line("Old") }.into());
    assert!(retired.templates.usable(Occasion::ToClient, None).is_empty());
    assert!(retired.retire_template(TemplateRetired { id: item(1), reason: line("Old") }).is_err());
}

#[test]
fn a_letter_is_written_from_an_approved_version_and_by_the_rules_of_safe_contact() {
    let approved = TemplateApproved { id: item(1), version: 1 };
    let organisation = organisation(vec![(WORKER, letter("One").into()), (SUPERVISOR, approved.into())]);
    let order = |text: &str, without_sender| LetterWritten {
        template: LETTER,
        language: "en".to_owned(),
        text: words(text),
        without_sender,
    };
    let write = |story: &Story, order, level, say_no_name| {
        let safe = SafeContact { say_no_name, ..SafeContact::default() };
        outcome(story.file.write_letter(order, level, (&organisation.templates, &safe), &Rulebook::default()))
    };
    let open = Story::opened();
    assert_eq!(write(&open, order("Hello", false), Level::Confidential, false), "LetterWritten");
    assert_eq!(write(&open, order("Hello", true), Level::Confidential, true), "LetterWritten");
    assert_eq!(write(&open, order("Hello", false), Level::Confidential, true), CannotWrite::SayNoName.to_string());
    assert_eq!(
        write(&open, order("On {next_session}", false), Level::Confidential, false),
        "please write what stands for {next_session}"
    );
    assert!(write(&open, order("Hello", false), Level::Standard, false).contains("Confidential or higher"));
    let never = LetterWritten { template: TemplateUsed { version: 2, ..LETTER }, ..order("Hello", false) };
    assert!(write(&open, never, Level::Confidential, false).contains("not the approved one"));
    assert!(write(&closed(), order("Hello", false), Level::Confidential, false).contains("closed"));
    let written = open.on("2026-01-09T10:00").then(order("Hello", false));
    assert_eq!(written.file.contacts.last, Some(written.now), "a letter is contact with the client");
}

#[test]
fn a_long_text_is_checked_in_time_that_grows_with_it_and_few_findings_are_kept() {
    let text = "you must ".repeat(20_000);
    let checked = check(&text, "en", &Phrases::of(&Organisation::default().glossary, "en"));
    assert_eq!((checked.findings.len(), checked.counts.words), (MOST, 40_000));
    assert_eq!(checked.more, 20_001 - MOST, "the phrase, and that there is no end of the sentence");
}

proptest! {
    #[test]
    fn findings_lie_in_the_text_on_whole_letters(text in "(\\PC|[.!?\n]|You must | Dr\\. ){0,120}", language in "(en|de|es|fr|it|nl|pt|ja)") {
        let glossary = Organisation::default().glossary;
        let checked = check(&text, &language, &Phrases::of(&glossary, &language));
        for finding in &checked.findings {
            prop_assert!(text.get(finding.at.clone()).is_some_and(|said| !said.is_empty()));
        }
        prop_assert!(checked.counts.sentences <= checked.counts.words);
    }
}

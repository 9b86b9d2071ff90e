//! Templates, the glossary, and letters from approved templates (CC-4.1.1, CC-4.1.2).

use casework::Failure;
use casework::clients::correct_client;
use casework::letters::{begin_letter, write_letter};
use casework::organisation::{amend_phone, approve_template, draft_template, lay_down_term, retire_template, wording};
use casework::sessions::{BookSession, book_session};
use domain::cases::CaseFile;
use domain::clients::{ClientCorrected, ClientFile};
use domain::glossary::{BadTerm, TermLaidDown};
use domain::ids::ItemId;
use domain::letters::{CannotWrite, LetterWritten};
use domain::plain::{Phrases, Why, check};
use domain::policy::Action;
use domain::reach::SafeContact;
use domain::reminders::DayForm;
use domain::signature::Meaning;
use domain::templates::{
    BadApproval, Medium, Occasion, TemplateApproved, TemplateDrafted, TemplateRetired, TemplateUsed, fill,
};
use insta::assert_snapshot;

use crate::cast::{BEA, EDITH, GEORGE, HELENA, MARIA, RUBEN, SOFIA, TOMAS};
use crate::orders::{line, slot, words};
use crate::world::{NOW, World, story};

const BODY: &str = "Good day {client_name}, we expect you on {next_session}. Call us: {office_phone}. {worker}";

fn draft(id: ItemId, body: &str) -> TemplateDrafted {
    TemplateDrafted {
        id,
        name: line("Appointment"),
        language: "en".to_owned(),
        medium: Medium::Letter,
        occasion: Occasion::ToClient,
        subject: None,
        body: words(body),
        dates: DayForm::DayMonth,
    }
}

async fn approved(world: &World) -> TemplateUsed {
    let id = world.item("template");
    draft_template(&world.acting(SOFIA), draft(id, BODY), world.ink()).await.unwrap();
    approve_template(&world.acting(EDITH), TemplateApproved { id, version: 1 }, world.seal(EDITH, Meaning::Approved))
        .await
        .unwrap();
    TemplateUsed { id, version: 1 }
}

fn letter(template: TemplateUsed, text: &str) -> LetterWritten {
    LetterWritten { template, language: "en".to_owned(), text: words(text), without_sender: false }
}

#[test]
fn a_template_is_drafted_by_one_and_approved_by_another() {
    let told = story(async |world| {
        let id = world.item("template");
        let (sofia, tomas) = (world.acting(SOFIA), world.acting(TOMAS));
        let approve = TemplateApproved { id, version: 1 };
        for other in [MARIA, BEA, GEORGE] {
            let why = draft_template(&world.acting(other), draft(id, BODY), world.ink()).await.unwrap_err();
            assert!(matches!(why, Failure::Refused(_)), "{}", other.name);
        }
        draft_template(&tomas, draft(id, BODY), world.ink()).await.unwrap();
        let why = approve_template(&tomas, approve.clone(), world.seal(TOMAS, Meaning::Approved)).await.unwrap_err();
        assert!(matches!(why, Failure::Rule(BadApproval::SamePerson)), "{why}");
        let why = approve_template(&sofia, approve.clone(), world.seal(SOFIA, Meaning::Approved)).await.unwrap_err();
        assert!(matches!(why, Failure::Refused(_)), "the office drafts, and does not approve");
        world.changes().await;
        approve_template(&world.acting(HELENA), approve, world.seal(HELENA, Meaning::Approved)).await.unwrap();
        world.tell("approved").await;
        let seen = wording(&world.acting(BEA)).await.unwrap();
        assert_eq!(seen.organisation.templates.usable(Occasion::ToClient, None).len(), 1);
        assert!(!seen.may_draft && !seen.may_approve);
        let retired = TemplateRetired { id, reason: line("Another one is better") };
        retire_template(&world.acting(EDITH), retired, world.seal(EDITH, Meaning::Approved)).await.unwrap();
    });
    assert_snapshot!(told, @"
    # approved
    entry  the organisation #5 TemplateApproved, Confidential, by helena as Approved with PasswordAndCode
    ");
}

#[test]
fn a_letter_is_filled_from_the_file_and_is_contact_with_the_client() {
    let told = story(async |world| {
        let template = approved(world).await;
        let case = world.case().await;
        let maria = world.acting(MARIA);
        let phone = Some(line("030 555 017"));
        amend_phone(&world.acting(EDITH), phone, line("It was missing"), world.seal(EDITH, Meaning::Approved))
            .await
            .unwrap();
        let order = BookSession { case, slot: slot(world.item("session"), world.id(MARIA), NOW.plus_seconds(86_400)) };
        book_session(&maria, order, world.ink()).await.unwrap();
        world.changes().await;

        let begun = begin_letter(&maria, case).await.unwrap();
        let text = fill(BODY, DayForm::DayMonth, &begun.known);
        assert!(text.starts_with("Good day ") && text.contains("06/01/2026, 09:00"), "{text}");
        assert!(text.ends_with("Call us: 030 555 017. Maria Vega"), "{text}");
        for other in [RUBEN, BEA, EDITH] {
            assert!(begin_letter(&world.acting(other), case).await.is_err(), "{}", other.name);
            let why = write_letter(&world.acting(other), case, letter(template, &text), world.ink()).await.unwrap_err();
            assert!(matches!(why, Failure::Refused(_)), "{}", other.name);
        }
        world.changes().await;
        write_letter(&maria, case, letter(template, &text), world.ink()).await.unwrap();
        world.tell("written").await;
        let seen = maria.view::<CaseFile>(Action::ReadCase, case).await.unwrap();
        assert_eq!(seen.contacts.last, Some(maria.now()));

        let unfilled = letter(template, BODY);
        let why = write_letter(&maria, case, unfilled, world.ink()).await.unwrap_err();
        assert!(matches!(why, Failure::Rule(CannotWrite::Standing(_))), "{why}");
        let another = TemplateDrafted { name: line("Another"), ..draft(template.id, BODY) };
        draft_template(&world.acting(SOFIA), another, world.ink()).await.unwrap();
        write_letter(&maria, case, letter(template, &text), world.ink()).await.unwrap();
        let second = TemplateApproved { id: template.id, version: 2 };
        approve_template(&world.acting(EDITH), second, world.seal(EDITH, Meaning::Approved)).await.unwrap();
        let why = write_letter(&maria, case, letter(template, &text), world.ink()).await.unwrap_err();
        assert!(matches!(why, Failure::Rule(CannotWrite::Template(_))), "another version holds now");
    });
    assert_snapshot!(told, @"
    # written
    entry  case 1 #3 LetterWritten, Confidential, by maria as Author with RecentSignIn
    ");
}

#[test]
fn who_must_not_be_told_where_we_write_from_has_a_letter_without_our_name() {
    story(async |world| {
        let template = approved(world).await;
        let case = world.case().await;
        let maria = world.acting(MARIA);
        let client = maria.view::<CaseFile>(Action::ReadCase, case).await.unwrap().client().unwrap();
        let details = maria.view::<ClientFile>(Action::ReadClient, client).await.unwrap().details.clone().unwrap();
        let safe_contact = SafeContact { say_no_name: true, ..SafeContact::default() };
        let details = domain::clients::ClientDetails { safe_contact, ..details };
        let order = ClientCorrected { details, reason: line("He reads her letters") };
        correct_client(&maria, client, order, world.ink()).await.unwrap();
        let why = write_letter(&maria, case, letter(template, "Hello."), world.ink()).await.unwrap_err();
        assert!(matches!(why, Failure::Rule(CannotWrite::SayNoName)), "{why}");
        let plain = LetterWritten { without_sender: true, ..letter(template, "Hello.") };
        write_letter(&maria, case, plain, world.ink()).await.unwrap();
    });
}

#[test]
fn the_glossary_is_signed_for_and_holds_at_once() {
    story(async |world| {
        let term = |id, say| TermLaidDown {
            id,
            language: "en".to_owned(),
            why: Why::OneWord,
            say: line(say),
            avoid: vec![line("consult")],
            used: true,
        };
        let (one, two) = (world.item("term"), world.item("other term"));
        let (edith, tomas) = (world.acting(EDITH), world.acting(TOMAS));
        let why = lay_down_term(&world.acting(SOFIA), term(one, "session"), world.seal(SOFIA, Meaning::Approved))
            .await
            .unwrap_err();
        assert!(matches!(why, Failure::Refused(_)), "the office drafts templates and no terms");
        lay_down_term(&edith, term(one, "session"), world.seal(EDITH, Meaning::Approved)).await.unwrap();
        let why = lay_down_term(&world.acting(TOMAS), term(two, "visit"), world.seal(TOMAS, Meaning::Approved))
            .await
            .unwrap_err();
        assert!(matches!(why, Failure::Rule(BadTerm::Known)), "{why}");
        let both = tokio::join!(
            lay_down_term(&edith, term(one, "visit"), world.seal(EDITH, Meaning::Approved)),
            lay_down_term(&tomas, term(one, "talk"), world.seal(TOMAS, Meaning::Approved))
        );
        assert!(both.0.is_ok() || both.1.is_ok());
        let seen = wording(&world.acting(MARIA)).await.unwrap();
        let phrases = Phrases::of(&seen.organisation.glossary, "en");
        assert_eq!(check("Your next consult is on Tuesday.", "en", &phrases).findings.len(), 1);
    });
}

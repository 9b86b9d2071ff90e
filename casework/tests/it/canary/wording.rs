//! The canary's templates, a term of its glossary, and a letter.

use casework::letters::write_letter;
use casework::organisation::{approve_template, draft_template, lay_down_term, retire_template};
use domain::glossary::TermLaidDown;
use domain::ids::DossierId;
use domain::letters::LetterWritten;
use domain::plain::Why;
use domain::reminders::DayForm;
use domain::signature::Meaning;
use domain::templates::{Medium, Occasion, TemplateApproved, TemplateDrafted, TemplateRetired, TemplateUsed};

use super::{line, words};
use crate::cast::{EDITH, MARIA, SOFIA};
use crate::world::World;

/// Two templates, of which one is used for a letter and retired, and a term.
pub(super) async fn wording(world: &World, case: DossierId) {
    let (sofia, edith) = (world.acting(SOFIA), world.acting(EDITH));
    let draft = |medium, occasion| TemplateDrafted {
        id: sofia.new_item(),
        name: line(),
        language: "en".to_owned(),
        medium,
        occasion,
        subject: (medium == Medium::Email).then(line),
        body: words(),
        dates: DayForm::DayMonth,
    };
    let letter = draft(Medium::Letter, Occasion::ToClient);
    let template = TemplateUsed { id: letter.id, version: 1 };
    let email = TemplateDrafted { language: "de".to_owned(), ..draft(Medium::Email, Occasion::Answer) };
    for order in [letter, email] {
        draft_template(&sofia, order, world.ink()).await.unwrap();
    }
    let approved = TemplateApproved { id: template.id, version: 1 };
    approve_template(&edith, approved, world.seal(EDITH, Meaning::Approved)).await.unwrap();
    let order = LetterWritten { template, language: "en".to_owned(), text: words(), without_sender: true };
    write_letter(&world.acting(MARIA), case, order, world.ink()).await.unwrap();
    let retired = TemplateRetired { id: template.id, reason: line() };
    retire_template(&edith, retired, world.seal(EDITH, Meaning::Approved)).await.unwrap();
    let say = domain::text::Line::parse(&format!("{} say", super::MARKER)).unwrap();
    let (id, language) = (edith.new_item(), "en".to_owned());
    let term = TermLaidDown { id, language, why: Why::Jargon, say, avoid: vec![line()], used: true };
    lay_down_term(&edith, term, world.seal(EDITH, Meaning::Approved)).await.unwrap();
}

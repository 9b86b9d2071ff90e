//! What the walk visits of the office: a day off, a room, and somebody who is away.

use casework::feedback::record_feedback_review;
use casework::hours::note_absence;
use casework::house::Ctx;
use casework::letters::write_letter;
use casework::organisation::{amend_office, approve_template, describe_room, draft_template, lay_down_term};
use domain::absences::AbsenceNoted;
use domain::contacts::ActionItem;
use domain::feedback::FeedbackReviewed;
use domain::glossary::TermLaidDown;
use domain::ids::DossierId;
use domain::letters::LetterWritten;
use domain::office::{DayOff, OfficeChange};
use domain::plain::Why;
use domain::reminders::DayForm;
use domain::rooms::RoomDescribed;
use domain::templates::{Medium, Occasion, TemplateApproved, TemplateDrafted, TemplateUsed};
use domain::text::Narrative;
use jiff::civil::date;

use crate::world::{World, ink, line};

/// A template that waits for approval, and a term.
async fn wording(world: &World) -> [(&'static str, String); 2] {
    let jon = world.acting(world.person("jon"));
    let draft = draft(&jon);
    let term = TermLaidDown {
        id: jon.new_item(),
        language: "en".to_owned(),
        why: Why::Jargon,
        say: line("talk"),
        avoid: vec![line("intervention")],
        used: true,
    };
    let items = [("template", draft.id.to_string()), ("term", term.id.to_string())];
    draft_template(&jon, draft, ink()).await.unwrap();
    lay_down_term(&jon, term, ink()).await.unwrap();
    items
}

/// A letter in this case: the number of its entry.
pub(crate) async fn letter(world: &World, case: DossierId) -> String {
    let (jon, cleo, ada) = (world.person("jon"), world.person("cleo"), world.person("ada"));
    let (jon, cleo, ada) = (world.acting(jon), world.acting(cleo), world.acting(ada));
    let draft = TemplateDrafted { name: line("Letter"), occasion: Occasion::ToClient, ..draft(&jon) };
    let template = TemplateUsed { id: draft.id, version: 1 };
    draft_template(&jon, draft, ink()).await.unwrap();
    approve_template(&cleo, TemplateApproved { id: template.id, version: 1 }, ink()).await.unwrap();
    let text = Narrative::parse("Good day.").unwrap();
    let order = LetterWritten { template, language: "en".to_owned(), text, without_sender: false };
    write_letter(&ada, case, order, ink()).await.unwrap().number.to_string()
}

fn draft(ctx: &Ctx) -> TemplateDrafted {
    TemplateDrafted {
        id: ctx.new_item(),
        name: line("Answer"),
        language: "en".to_owned(),
        medium: Medium::Letter,
        occasion: Occasion::Answer,
        subject: None,
        body: Narrative::parse("Good day.").unwrap(),
        dates: DayForm::DayMonth,
    }
}

/// Their ids, for the braces of addresses.
pub(crate) async fn items(world: &World) -> Vec<(&'static str, String)> {
    let (jon, nat) = (world.acting(world.person("jon")), world.acting(world.person("nat")));
    let day = date(2031, 12, 25);
    let change = OfficeChange::Add(vec![DayOff { on: day, name: "Christmas".to_owned() }]);
    amend_office(&jon, change, line("Holidays"), ink()).await.unwrap();
    let room =
        RoomDescribed { id: jon.new_item(), name: line("Room 1"), site: line("Mill Street"), people: 4, used: true };
    let starts = nat.now().plus_seconds(86_400);
    let away = AbsenceNoted { id: nat.new_item(), starts, ends: starts.plus_seconds(86_400), kind: None };
    let items = vec![("day", day.to_string()), ("room", room.id.to_string()), ("absence", away.id.to_string())];
    describe_room(&jon, room, ink()).await.unwrap();
    note_absence(&nat, nat.staff(), away, ink()).await.unwrap();
    items.into_iter().chain(wording(world).await).chain([("improvement", improvement(&jon).await)]).collect()
}

/// What a review of feedback gives to whoever signs it.
async fn improvement(jon: &Ctx) -> String {
    let said = |text| Narrative::parse(text).unwrap();
    let (id, due) = (jon.new_item(), date(2026, 12, 1));
    let item = ActionItem { id, what: line("Open longer"), owner: Some(jon.staff()), due };
    let (from, until) = (date(2026, 1, 1), date(2026, 1, 2));
    let (findings, decisions) = (said("Many waited."), said("Open longer."));
    let review = FeedbackReviewed { from, until, findings, decisions, improvements: vec![item] };
    record_feedback_review(jon, review, ink()).await.unwrap();
    id.to_string()
}

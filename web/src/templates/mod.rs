//! Templates of letters, e-mails and text messages: the list, one with its versions and a preview, drafting, approving, retiring (CC-4.1.2).

pub mod decide;
pub mod draft;
pub mod list;
#[cfg(test)]
pub(crate) mod samples;
pub mod show;

use casework::organisation::{WordingSeen, wording};
use domain::ids::ItemId;
use domain::policy::Action;
use domain::reminders::Begins;
use domain::templates::{Known, Place, Template, TemplateUsed, Version, fill};

use crate::answer::id;
use crate::clients::languages;
use crate::face::form::Choice;
use crate::face::prelude::*;
use crate::fields::Fields;
use crate::person::Person;
use crate::problem::Problem;

/// Where the templates are.
pub(crate) const PATH: &str = "/organisation/templates";

/// The button that puts the text of a template into a form.
pub(crate) const FILL: &str = "fill";

/// The field that remembers from which version a text was filled.
pub(crate) const USED: &str = "used";

/// A template, or a part of its pages.
pub(crate) fn path(template: ItemId, part: &str) -> String {
    if part.is_empty() { format!("{PATH}/{template}") } else { format!("{PATH}/{template}/{part}") }
}

/// Everything, for whoever may do this with it.
async fn doing(person: &Person, action: Action) -> Result<WordingSeen, Problem> {
    person.ctx.permit(action, None).await?;
    Ok(wording(&person.ctx).await?)
}

fn find<'s>(seen: &'s WordingSeen, template: &str) -> Result<(ItemId, &'s Template), Problem> {
    let template: ItemId = id(template)?;
    seen.organisation.templates.all.get(&template).map(|found| (template, found)).ok_or(Problem::Missing)
}

/// “Answer to a question (English, letter)”.
pub(crate) fn name(version: &Version) -> Words {
    let draft = &version.draft;
    Words::from("{name} ({language}, {medium})")
        .with("name", draft.name.reveal())
        .with("language", languages::told(&draft.language))
        .with("medium", Words::from(draft.medium.word()))
}

/// Approved versions as choices.
pub(crate) fn choices(versions: &[&Version]) -> Vec<Choice> {
    versions.iter().map(|version| Choice::new(version.draft.id.to_string(), name(version))).collect()
}

/// What the hidden field says of a version.
pub(crate) fn used(version: &Version) -> String {
    format!("{}:{}", version.draft.id, version.number)
}

/// The version from which a form was filled.
pub(crate) fn used_in(text: &str) -> Option<TemplateUsed> {
    let (id, version) = text.split_once(':')?;
    Some(TemplateUsed { id: id.parse().ok()?, version: version.parse().ok()? })
}

/// The form with the text of the template that was chosen, beneath what stands there already.
pub(crate) fn filled(sent: &Fields, versions: &[&Version], known: &Known, area: &str) -> Filled {
    let chosen = versions.iter().find(|version| version.draft.id.to_string() == sent.text("template"));
    let Some(version) = chosen else {
        return sent.filled().wrong("template", "Please choose one.");
    };
    let text = fill(version.draft.body.reveal(), version.draft.dates, known);
    let all = match sent.text(area) {
        "" => text,
        before if before == text => text,
        before => format!("{before}\n\n{text}"),
    };
    sent.filled().replace(area, all).replace(USED, used(version))
}

/// What is put in for a preview; everybody in it is invented.
fn invented() -> Known {
    let at = |text: &str| text.parse::<jiff::Zoned>().unwrap_or_default();
    let words = [
        (Place::ClientName, "Ana Ruiz"),
        (Place::CaseNumber, "2026-000123-X"),
        (Place::Worker, "Maria Vega"),
        (Place::OfficePhone, "030 555 010"),
        (Place::InquiryNumber, "Q-7K3F9Q-M"),
        (Place::Organisation, "Harbour Street"),
    ];
    Known {
        now: at("2026-11-20T10:42[UTC]"),
        next: Some(Begins { at: at("2026-11-24T14:30[UTC]"), city: None }),
        words: words.map(|(place, text)| (place, text.to_owned())).into(),
    }
}

/// A text with invented people put in.
fn preview(version: &domain::templates::TemplateDrafted) -> String {
    fill(version.body.reveal(), version.dates, &invented())
}

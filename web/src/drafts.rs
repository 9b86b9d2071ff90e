//! `POST /drafts/…` – pages save their drafts here by themselves.

use axum::extract::Path;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use casework::drafts;
use domain::ids::DossierId;
use domain::policy::Action;
use domain::time::Instant;

use crate::answer::{Answer, go, id};
use crate::done::Done;
use crate::face::form::Filled;
use crate::face::parts::DraftState;
use crate::face::voice::speaking;
use crate::face::when;
use crate::face::words::Words;
use crate::fields::Fields;
use crate::paths;
use crate::person::Person;
use crate::problem::Problem;

/// The forms that keep drafts, and what their text is for: whoever may not sign it may not keep it.
const FORMS: [(&str, Action); 15] = [
    ("intake", Action::RegisterClient),
    ("correction", Action::CorrectClient),
    ("contact", Action::LogContact),
    ("letter", Action::WriteLetter),
    ("addendum", Action::WriteAddendum),
    ("assessment", Action::RecordAssessment),
    ("review", Action::ReviewCase),
    ("plan", Action::RevisePlan),
    ("session", Action::RecordSession),
    ("report", Action::SubmitReport),
    ("documents", Action::FileDocument),
    ("filing", Action::AttestFiling),
    ("parting", Action::TellOfClosure),
    ("aftercare", Action::RecordAfterCare),
    ("closure", Action::SignDocumented),
];

/// What a form's draft is for. A form's code may name what it is about behind a point, such as `session.3f9a…`.
fn action_of(form: &str) -> Result<Action, Problem> {
    let (kind, about) = form.split_once('.').unwrap_or((form, ""));
    let plain = about.len() <= 40 && about.bytes().all(|b| b.is_ascii_alphanumeric());
    let known = FORMS.iter().find(|(code, _)| *code == kind).map(|(_, action)| *action);
    known.filter(|_| plain).ok_or(Problem::Missing)
}

/// `POST /drafts/{dossier}/{form}`
pub async fn save(person: Person, Path((dossier, form)): Path<(String, String)>, fields: Fields) -> Answer {
    keep(&person, Some(id(&dossier)?), &form, &fields).await
}

/// `POST /drafts/{form}` – for a form that belongs to no file yet.
pub async fn save_alone(person: Person, Path(form): Path<String>, fields: Fields) -> Answer {
    keep(&person, None, &form, &fields).await
}

async fn keep(person: &Person, dossier: Option<DossierId>, form: &str, fields: &Fields) -> Answer {
    let action = action_of(form)?;
    let at = drafts::save_draft(&person.ctx, action, dossier, form, fields.encoded()).await?;
    let hour = speaking(person.voice(), || when::clock(at));
    let mut response: Response = StatusCode::NO_CONTENT.into_response();
    if let Ok(value) = HeaderValue::from_str(&hour) {
        response.headers_mut().insert(HeaderName::from_static("casekeep-saved"), value);
    }
    if let Some(ends) = person.ends() {
        let left = ends.seconds_since(person.now()).max(0);
        response.headers_mut().insert(HeaderName::from_static("casekeep-ends-in"), HeaderValue::from(left));
    }
    Ok(response)
}

/// The draft of a form as it was saved last, and what the page says of it.
pub(crate) async fn begun(
    person: &Person,
    dossier: Option<DossierId>,
    form: &str,
) -> Result<(Filled, DraftState), Problem> {
    let Some(draft) = drafts::draft(&person.ctx, action_of(form)?, dossier, form).await? else {
        return Ok((Filled::new(), DraftState::new()));
    };
    let hour = speaking(person.voice(), || when::when(draft.saved));
    Ok((Fields::parse(&draft.fields)?.filled(), DraftState::saved(hour)))
}

/// `POST /drafts/{form}/drop` – throws away the draft of a form that belongs to no file yet, and begins anew.
pub async fn drop_alone(person: Person, Path(form): Path<String>) -> Answer {
    person.ctx.permit(action_of(&form)?, None).await?;
    drafts::drop_draft(&person.ctx, None, &form).await?;
    match form.as_str() {
        "intake" => go(&Done::DRAFT_DROPPED.at(paths::NEW_CLIENT)),
        _ => Err(Problem::Missing),
    }
}

/// The fields of a form as they were left, and when.
pub(crate) async fn left(
    person: &Person,
    dossier: Option<DossierId>,
    form: &str,
) -> Result<Option<(Fields, Instant)>, Problem> {
    let draft = drafts::draft(&person.ctx, action_of(form)?, dossier, form).await?;
    Ok(draft.and_then(|draft| Some((Fields::parse(&draft.fields).ok()?, draft.saved))))
}

/// Keeps a form that was sent but not signed: for the way back from the sign sheet, and for browsers without a script.
pub(crate) async fn keep_sent(
    person: &Person,
    dossier: Option<DossierId>,
    form: &str,
    fields: &Fields,
) -> Result<Instant, Problem> {
    Ok(drafts::save_draft(&person.ctx, action_of(form)?, dossier, form, fields.encoded()).await?)
}

/// "What you wrote is saved as a draft, 10:41." To be called while a page is built.
pub(crate) fn kept_words(at: Instant) -> Words {
    Words::from("What you wrote is saved as a draft, {time}.").with("time", when::clock(at))
}

/// The state beside the button. To be called while a page is built.
pub(crate) fn state(saved: Option<Instant>) -> DraftState {
    saved.map_or_else(DraftState::new, |at| DraftState::saved(when::when(at)))
}

/// Where the draft of a form is saved: `data-draft`.
pub(crate) fn address(dossier: Option<DossierId>, form: &str) -> String {
    dossier.map_or_else(|| format!("/drafts/{form}"), |dossier| format!("/drafts/{dossier}/{form}"))
}

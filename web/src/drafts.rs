//! `POST /drafts/…` – pages save their drafts here by themselves.

use axum::extract::Path;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use casework::drafts;
use domain::ids::DossierId;
use domain::policy::Action;

use crate::answer::{Answer, id};
use crate::face::form::Filled;
use crate::face::parts::DraftState;
use crate::face::voice::speaking;
use crate::face::when;
use crate::fields::Fields;
use crate::person::Person;
use crate::problem::Problem;

/// The forms that keep drafts, and what their text is for: whoever may not sign it may not keep it.
const FORMS: [(&str, Action); 8] = [
    ("intake", Action::RegisterClient),
    ("contact", Action::LogContact),
    ("addendum", Action::WriteAddendum),
    ("assessment", Action::RecordAssessment),
    ("review", Action::ReviewCase),
    ("plan", Action::RevisePlan),
    ("session", Action::RecordSession),
    ("report", Action::SubmitReport),
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

//! Labels as PDF: of one item, or of all that a case has. Numbers and codes only; printing is recorded.

use ::reports::{Document, Label, Labels};
use axum::extract::{Path, State};
use casework::paper::labels;
use domain::ids::{DossierId, EntryNumber, ItemId};

use crate::answer::{Answer, id};
use crate::app::App;
use crate::person::Person;
use crate::press::marks;
use crate::problem::Problem;

/// `GET /cases/{case}/paper/labels`
pub async fn all(person: Person, State(app): State<App>, Path(case): Path<String>) -> Answer {
    print(&person, &app, id(&case)?, None).await
}

/// `GET /cases/{case}/paper/{item}/label`
pub async fn one(person: Person, State(app): State<App>, Path((case, item)): Path<(String, String)>) -> Answer {
    print(&person, &app, id(&case)?, Some(id(&item)?)).await
}

async fn print(person: &Person, app: &App, case: DossierId, only: Option<ItemId>) -> Answer {
    let (number, items) = labels(&person.ctx, case, only).await?;
    if items.is_empty() {
        return Err(Problem::Rule("There is no item here that needs a label.".into()));
    }
    let name = match items.as_slice() {
        [one] => format!("label-{}", one.label),
        _ => format!("labels-{number}"),
    };
    let labels = Labels {
        organisation: person.organisation.name.as_ref().map(|name| name.reveal().to_owned()).unwrap_or_default(),
        case_number: number.parse().map_err(|_| Problem::Missing)?,
        labels: items.into_iter().filter_map(|item| Label::new(item.label, item.name.reveal().to_owned())).collect(),
        marks: marks(person, EntryNumber::NONE).await?,
    };
    app.press.print(Document::Labels(labels), &name).await
}

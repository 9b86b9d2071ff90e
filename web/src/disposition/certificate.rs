//! The certificate of a destruction as PDF, and its proof for a stranger to check without this server.

use ::reports::{Certificate, CertifiedFile, CertifiedPaper, Document, PassedOver, SignatureLine};
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse as _;
use casework::house::{Seen, Sheet};
use domain::disposition::{Disposition, Progress};
use domain::event::Event;
use domain::policy::Action;
use domain::retention::RecordClass;
use domain::staff::StaffCard;

use crate::answer::{Answer, id};
use crate::app::App;
use crate::face::prelude::*;
use crate::face::voice::speaking;
use crate::person::Person;
use crate::press::{local, marks};
use crate::problem::Problem;
use crate::reports::plain;
use crate::retention::schedule::rule;
use crate::staff::name_of;

async fn done(person: &Person, of: &str) -> Result<Seen<Disposition>, Problem> {
    let seen = person.ctx.view::<Disposition>(Action::PrintCertificate, id(of)?).await?;
    match seen.progress() {
        Progress::Done => Ok(seen),
        _ => Err(Problem::Rule(
            "There is no certificate yet: nothing on this list is destroyed, or not all of it.".into(),
        )),
    }
}

/// `GET /records/lists/{list}/certificate`
pub async fn pdf(person: Person, State(app): State<App>, Path(of): Path<String>) -> Answer {
    let seen = done(&person, &of).await?;
    // the print waits for a checkpoint that covers what it says
    person.house().store().checkpoint(person.now()).await?;
    let marks = marks(&person, seen.opened.last).await?;
    let name = name(&person, &seen);
    let staff = casework::accounts::staff_list(&person.ctx).await?;
    let organisation = person.organisation.name.as_ref().map(|name| name.reveal().to_owned()).unwrap_or_default();
    let certificate = speaking(person.voice(), || Certificate {
        organisation,
        list: name.clone(),
        files: seen.files().iter().filter_map(|listed| file(&person, &seen, listed, &staff)).collect(),
        passed_over: passed_over(&seen),
        signatures: signatures(&seen),
        marks,
    });
    app.press.print(Document::Certificate(certificate), &name).await
}

/// A name without meaning: the day of the order, and the first digits of the list's id.
fn name(person: &Person, seen: &Seen<Disposition>) -> String {
    let day =
        seen.ordered.as_ref().map(|(_, at, _)| at.on(&person.voice().zone).date().to_string()).unwrap_or_default();
    let id: String = seen.dossier.to_string().chars().take(8).collect();
    format!("destruction-{day}-{id}")
}

fn file(
    person: &Person,
    list: &Disposition,
    listed: &domain::disposition::ListedFile,
    staff: &[StaffCard],
) -> Option<CertifiedFile> {
    let (destroyed, at) = list.destroyed.get(&listed.file)?;
    let class: &RecordClass = &listed.term.class;
    Some(CertifiedFile {
        number: listed.number.clone(),
        class: class.name.clone(),
        rule: plain(&rule(class)),
        law: class.law.clone(),
        from: listed.term.from,
        until: listed.term.until,
        opened: listed.opened.first_of_month(),
        closed: listed.closed.first_of_month(),
        destroyed: local(person, *at),
        entries: destroyed.entries,
        key: destroyed.key.clone(),
        beyond: list.beyond.get(&listed.file).map(|at| local(person, *at)),
        paper: list.paper.get(&listed.file).map(|(paper, at, _)| CertifiedPaper {
            items: paper.labels.len(),
            how: paper.how.reveal().to_owned(),
            witness: name_of(staff, paper.witness),
            destroyed: local(person, *at),
        }),
    })
}

fn passed_over(list: &Disposition) -> Vec<PassedOver> {
    let passed = list.ordered.iter().flat_map(|(ordered, _, _)| &ordered.passed_over);
    let number = |one: &domain::disposition::PassedOver| {
        list.files().iter().find(|listed| listed.file == one.file).map(|listed| listed.number.clone())
    };
    passed
        .filter_map(|one| Some(PassedOver { number: number(one)?, why: plain(&Words::from(one.why.word())) }))
        .collect()
}

/// Those of the people who prepared, approved and ordered it.
fn signatures(seen: &Seen<Disposition>) -> Vec<SignatureLine> {
    let entries = seen.opened.sheets.iter().filter_map(Sheet::entry);
    let decides = |event: &Event| {
        matches!(
            event,
            Event::DispositionPrepared(_)
                | Event::DispositionApproved(_)
                | Event::PaperDestroyed(_)
                | Event::FilesTransferred(_)
                | Event::DestructionOrdered(_)
        )
    };
    entries.filter(|entry| decides(&entry.event)).map(|entry| (&entry.signature).into()).collect()
}

/// `GET /records/lists/{list}/proof`
pub async fn proof(person: Person, Path(of): Path<String>) -> Answer {
    let seen = done(&person, &of).await?;
    let store = person.house().store();
    let bundle = store.bundle(seen.dossier, seen.clearance, person.now(), Vec::new()).await;
    let bytes = bundle.map_err(|fault| Problem::fault(&fault))?;
    let headers = [
        (CONTENT_TYPE, "application/x-ndjson".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{}.bundle\"", name(&person, &seen))),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}

//! Opening a matter, holding a file, releasing one, ending the matter: each a form that is signed where it stands.

use axum::extract::Path;
use axum::response::Response;
use casework::holds::{end_matter, hold_file, open_matter, release_file};
use casework::house::Seen;
use domain::holds::{CannotHold, HoldReleased, Matter, MatterEnded, MatterOpened};
use domain::ids::{DossierId, EntryNumber};
use domain::policy::Action;
use domain::signature::Meaning;

use super::show::{answer, going_on};
use super::{PATH, path};
use crate::answer::{Answer, go, id};
use crate::done::Done;
use crate::face::parts::Pairs;
use crate::face::prelude::*;
use crate::fields::{Fields, Reader};
use crate::guard::Query;
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::here::{self, Asks, Challenge};
use crate::signed::signing;

fn new_page(person: &Person, filled: Filled) -> Response {
    here::show(person, filled, EntryNumber::NONE, Challenge::Always, |form| {
        Asks {
        title: "Open a matter",
        heading: "Open a matter".into(),
        lead: "It keeps files from being destroyed until it is ended. Records officers and the data protection officer can read it, nobody else."
            .into(),
        about: Pairs::new(),
        action: PATH.to_owned(),
        fields: vec![
            form.text("title", "What it is called").max(200),
            form.area("reason", "Why files have to be kept").rows(4).written().max(20_000),
        ],
        act: "Sign and open",
        back: Link::new(PATH, "Back to the matters"),
    }
    })
}

/// `GET /records/matters/new`
pub async fn new(person: Person) -> Answer {
    person.ctx.permit(Action::OpenMatter, None).await?;
    Ok(new_page(&person, Filled::new()))
}

/// `POST /records/matters`
pub async fn create(person: Person, sent: Fields) -> Answer {
    person.ctx.permit(Action::OpenMatter, None).await?;
    let mut reader = Reader::new(&sent);
    let (title, reason) = (reader.line("title"), reader.narrative("reason"));
    let (Some(title), Some(reason)) = (title, reason) else { return Ok(new_page(&person, reader.filled)) };
    match open_matter(&person.ctx, MatterOpened { title, reason }, signing(&sent, Meaning::Author)).await {
        Ok(entry) => go(&Done::MATTER_OPENED.at(&path(entry.dossier, ""))),
        Err(failure) => Ok(new_page(&person, here::refused(&sent, failure, |_| None)?)),
    }
}

/// `POST /records/matters/{matter}/files`
pub async fn hold(person: Person, Path(matter): Path<String>, sent: Fields) -> Answer {
    let matter: DossierId = id(&matter)?;
    person.ctx.permit(Action::HoldFile, Some(matter)).await?;
    let mut reader = Reader::new(&sent);
    let Some(number) = reader.line("number") else { return answer(&person, matter, reader.filled).await };
    match hold_file(&person.ctx, matter, number.reveal(), signing(&sent, Meaning::Author)).await {
        Ok(_) => go(&Done::FILE_HELD.at(&path(matter, ""))),
        Err(failure) => {
            let place =
                |rule: &CannotHold| matches!(rule, CannotHold::NoFile | CannotHold::Already).then_some("number");
            answer(&person, matter, here::refused(&sent, failure, place)?).await
        }
    }
}

/// Which file is to be released.
#[derive(Debug, Clone, Default, serde::Deserialize)]
pub struct Wanted {
    #[serde(default)]
    file: String,
}

fn release_page(person: &Person, seen: &Seen<Matter>, filled: Filled) -> Response {
    let held = filled.value("file").parse().ok().and_then(|file: DossierId| seen.files.get(&file));
    here::show(person, filled, seen.opened.last, Challenge::Always, |form| {
        Asks {
        title: "Release a file",
        heading: match held {
            Some(held) => Words::from("Release {number}").with("number", Number::new(&held.number)),
            None => "Release a file".into(),
        },
        lead: "From then on this matter does not keep it from being destroyed; other matters still may. What was held stays in the record.".into(),
        about: Pairs::new(),
        action: path(seen.dossier, "release"),
        fields: vec![form.hidden("file"), form.text("reason", "Why").max(200)],
        act: "Sign and release",
        back: Link::new(path(seen.dossier, ""), "Back to the matter"),
    }
    })
}

/// `GET /records/matters/{matter}/release`
pub async fn ask_release(person: Person, Path(matter): Path<String>, Query(wanted): Query<Wanted>) -> Answer {
    let seen = going_on(&person, &matter, Action::ReleaseHold).await?;
    Ok(release_page(&person, &seen, Filled::new().with("file", wanted.file)))
}

/// `POST /records/matters/{matter}/release`
pub async fn release(person: Person, Path(matter): Path<String>, sent: Fields) -> Answer {
    let seen = going_on(&person, &matter, Action::ReleaseHold).await?;
    let mut reader = Reader::new(&sent);
    let file: Option<DossierId> = sent.text("file").parse().ok();
    let (Some(reason), Some(file)) = (reader.line("reason"), file) else {
        return Ok(release_page(&person, &seen, reader.filled));
    };
    let order = HoldReleased { file, reason };
    match release_file(&person.ctx, seen.dossier, order, signing(&sent, Meaning::Author)).await {
        Ok(_) => go(&Done::FILE_RELEASED.at(&path(seen.dossier, ""))),
        Err(failure) => Ok(release_page(&person, &seen, here::refused(&sent, failure, |_| None)?)),
    }
}

fn end_page(person: &Person, seen: &Seen<Matter>, filled: Filled) -> Response {
    here::show(person, filled, seen.opened.last, Challenge::Always, |form| Asks {
        title: "End a matter",
        heading: "End this matter".into(),
        lead: Words::count(
            "It releases {n} file. What was held stays in the record; a matter that has ended is not opened again.",
            "It releases {n} files. What was held stays in the record; a matter that has ended is not opened again.",
            i64::try_from(seen.holding().count()).unwrap_or(i64::MAX),
        ),
        about: Pairs::new(),
        action: path(seen.dossier, "ending"),
        fields: vec![form.text("reason", "Why").max(200)],
        act: "Sign and end",
        back: Link::new(path(seen.dossier, ""), "Back to the matter"),
    })
}

/// `GET /records/matters/{matter}/ending`
pub async fn ask_end(person: Person, Path(matter): Path<String>) -> Answer {
    let seen = going_on(&person, &matter, Action::ReleaseHold).await?;
    Ok(end_page(&person, &seen, Filled::new()))
}

/// `POST /records/matters/{matter}/ending`
pub async fn end(person: Person, Path(matter): Path<String>, sent: Fields) -> Result<Response, Problem> {
    let seen = going_on(&person, &matter, Action::ReleaseHold).await?;
    let mut reader = Reader::new(&sent);
    let Some(reason) = reader.line("reason") else { return Ok(end_page(&person, &seen, reader.filled)) };
    match end_matter(&person.ctx, seen.dossier, MatterEnded { reason }, signing(&sent, Meaning::Author)).await {
        Ok(_) => go(&Done::MATTER_ENDED.at(&path(seen.dossier, ""))),
        Err(failure) => Ok(end_page(&person, &seen, here::refused(&sent, failure, |_| None)?)),
    }
}

//! One matter: why it was opened, and the files that it holds or held.

use axum::extract::Path;
use casework::house::Seen;
use domain::holds::{Held, Matter};
use domain::ids::DossierId;
use domain::policy::Action;
use domain::staff::StaffCard;

use super::path;
use crate::answer::{Answer, id};
use crate::face::form::Field;
use crate::face::parts::{Act, Pairs};
use crate::face::prelude::*;
use crate::face::when;
use crate::fields::SEEN;
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::signature_fields;
use crate::staff::name_of;

/// A file that is or was held.
#[derive(Debug, Clone)]
pub struct FileLine {
    /// Its number.
    pub number: Number,
    /// Whether it is held.
    pub state: State,
    /// Since when and by whom; until when, by whom and why.
    pub more: Words,
    /// Why it was released.
    pub reason: String,
    /// The way to its release.
    pub act: Option<Act>,
}

/// `GET /records/matters/{matter}`
#[derive(Debug, Template)]
#[template(path = "holds/show.html")]
pub struct MatterPage {
    /// The frame.
    pub frame: Frame,
    /// What it is called.
    pub title: String,
    /// Whether it goes on.
    pub state: State,
    /// Opened, ended.
    pub facts: Pairs,
    /// Why files have to be kept.
    pub reason: String,
    /// The files.
    pub files: Vec<FileLine>,
    /// The form for one more, while it goes on.
    pub hold: Option<HoldForm>,
    /// The way to its end.
    pub end: Option<Act>,
}

/// The form for holding one more file.
#[derive(Debug, Clone)]
pub struct HoldForm {
    /// Where it is sent.
    pub action: String,
    /// What is wrong.
    pub form: Filled,
    /// Its fields.
    pub fields: Vec<Field>,
}

/// `GET /records/matters/{matter}`
pub async fn show(person: Person, Path(matter): Path<String>) -> Answer {
    answer(&person, id(&matter)?, Filled::new()).await
}

/// The page with this form.
pub(super) async fn answer(person: &Person, matter: DossierId, filled: Filled) -> Answer {
    let seen = person.ctx.view::<Matter>(Action::ReadMatter, matter).await?;
    page(person, &seen, filled).await
}

async fn page(person: &Person, seen: &Seen<Matter>, filled: Filled) -> Answer {
    let staff = casework::accounts::staff_list(&person.ctx).await?;
    let may = Some((seen.may(Action::HoldFile), seen.may(Action::ReleaseHold)));
    let (holds, releases) = may.filter(|_| seen.ended.is_none()).unwrap_or_default();
    let wrong = filled.is_wrong();
    let form = person.keyed(filled).unless(SEEN, seen.opened.last.to_string());
    let build = |frame: Frame| MatterPage {
        hold: holds.then(|| hold_form(seen.dossier, form.clone())),
        ..view(seen, seen.dossier, &staff, releases, frame)
    };
    Ok(person.form("Matter", wrong, build))
}

pub(super) fn hold_form(matter: DossierId, form: Filled) -> HoldForm {
    let mut fields = vec![
        form.text("number", "Number of the file")
            .hint("Of a case, such as 2026-000123-K; or of a client, such as C-7K3F9Q-M, which holds all cases of the client.")
            .max(20),
    ];
    fields.extend(signature_fields(&form));
    HoldForm { action: path(matter, "files"), fields, form }
}

pub(super) fn view(matter: &Matter, id: DossierId, staff: &[StaffCard], releases: bool, frame: Frame) -> MatterPage {
    let by =
        |text: &'static str, at, who| Words::from(text).with("when", when::when(at)).with("who", name_of(staff, who));
    let mut facts = Pairs::new();
    let (mut title, mut reason) = (String::new(), String::new());
    if let Some((opened, at, who)) = &matter.opened {
        facts = facts.with("Opened", by("{when} by {who}", *at, *who));
        title = opened.title.reveal().to_owned();
        reason = opened.reason.reveal().to_owned();
    }
    if let Some((at, who, why)) = &matter.ended {
        facts = facts.with("Ended", by("{when} by {who}", *at, *who)).with("Why", why.reveal().to_owned());
    }
    let mut files: Vec<_> = matter.files.iter().collect();
    files.sort_by(|(_, a), (_, b)| (a.released.is_some(), &a.number).cmp(&(b.released.is_some(), &b.number)));
    let holding = u32::try_from(matter.holding().count()).unwrap_or(u32::MAX);
    MatterPage {
        state: match matter.ended {
            None => State::due(Words::count("Holds {n} file", "Holds {n} files", holding)),
            Some(_) => State::plain("Over"),
        },
        files: files.into_iter().map(|(file, held)| line(id, *file, held, staff, releases)).collect(),
        end: releases.then(|| Act::link("End this matter", path(id, "ending"))),
        hold: None,
        title,
        reason,
        facts,
        frame,
    }
}

fn line(matter: DossierId, file: DossierId, held: &Held, staff: &[StaffCard], releases: bool) -> FileLine {
    let number = Number::new(&held.number);
    let (since, by) = held.since;
    let start =
        Words::from("Held since {when} by {who}").with("when", when::when(since)).with("who", name_of(staff, by));
    let (state, more, reason, act) = match &held.released {
        None => {
            let href = format!("{}?file={file}", path(matter, "release"));
            let act = Act::link("Release", href).about(Words::from("{number}").with("number", number.clone()));
            (State::due("Held").icon("lock"), start, String::new(), Some(act).filter(|_| releases))
        }
        Some((at, who, why)) => {
            let more = Words::from("{start}; released {when} by {who}")
                .with("start", start)
                .with("when", when::when(*at))
                .with("who", name_of(staff, *who));
            (State::plain("Released"), more, why.reveal().to_owned(), None)
        }
    };
    FileLine { number, state, more, reason, act }
}

/// A matter that goes on, for its forms.
pub(super) async fn going_on(person: &Person, matter: &str, action: Action) -> Result<Seen<Matter>, Problem> {
    Ok(person.ctx.view::<Matter>(action, id(matter)?).await?)
}

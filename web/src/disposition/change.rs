//! Deciding on a list: keeping a file longer, approving, withdrawing, destroying. Each is signed where it stands.

use axum::extract::Path;
use axum::response::Response;
use casework::disposition::{Execute, ListSeen, approve_list, execute_list, keep_longer, list, withdraw_list};
use domain::disposition::{Approver, CannotDispose, DispositionWithdrawn, FileKeptLonger};
use domain::ids::DossierId;
use domain::policy::Action;
use domain::signature::Meaning;

use super::list::about;
use super::path;
use crate::answer::{Answer, go, id};
use crate::done::Done;
use crate::face::form::Field;
use crate::face::parts::Pairs;
use crate::face::prelude::*;
use crate::fields::{Fields, Reader};
use crate::guard::Query;
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::here::{self, Asks, Challenge};
use crate::signed::signing;

/// Opens a list for one of its forms.
pub(super) async fn open(person: &Person, of: &str, action: Action) -> Result<ListSeen, Problem> {
    let of = id(of)?;
    person.ctx.permit(action, Some(of)).await?;
    Ok(list(&person.ctx, of).await?)
}

pub(super) fn back(of: &ListSeen) -> Link {
    Link::new(path(of.seen.dossier, ""), "Back to the list")
}

/// Which file is to be kept longer.
#[derive(Debug, Clone, Default, serde::Deserialize)]
pub struct Wanted {
    #[serde(default)]
    file: String,
}

fn keep_page(person: &Person, of: &ListSeen, filled: Filled) -> Response {
    let file: Option<DossierId> = filled.value("file").parse().ok();
    let listed = of.seen.files().iter().find(|listed| Some(listed.file) == file);
    here::show(person, filled, of.seen.opened.last, Challenge::Always, |form| {
        Asks {
        title: "Keep a file longer",
        heading: match listed {
            Some(listed) => Words::from("Keep {number} longer").with("number", Number::new(&listed.number)),
            None => "Keep a file longer".into(),
        },
        lead: "It is not destroyed by this list, nor put on another one before that day is over. A client who is kept keeps all cases.".into(),
        about: Pairs::new(),
        action: path(of.seen.dossier, "keep"),
        fields: vec![form.hidden("file"), form.date("until", "Kept until"), form.text("reason", "Why").max(200)],
        act: "Sign and keep",
        back: back(of),
    }
    })
}

/// `GET /records/lists/{list}/keep`
pub async fn ask_keep(person: Person, Path(of): Path<String>, Query(wanted): Query<Wanted>) -> Answer {
    let of = open(&person, &of, Action::KeepLonger).await?;
    Ok(keep_page(&person, &of, Filled::new().with("file", wanted.file)))
}

/// `POST /records/lists/{list}/keep`
pub async fn keep(person: Person, Path(of): Path<String>, sent: Fields) -> Answer {
    let of = open(&person, &of, Action::KeepLonger).await?;
    let mut reader = Reader::new(&sent);
    let (until, reason) = (reader.date("until"), reader.line("reason"));
    let file: Option<DossierId> = sent.text("file").parse().ok();
    let (Some(until), Some(reason), Some(file)) = (until, reason, file) else {
        return Ok(keep_page(&person, &of, reader.filled));
    };
    let order = FileKeptLonger { file, until, reason };
    match keep_longer(&person.ctx, of.seen.dossier, order, signing(&sent, Meaning::Author)).await {
        Ok(_) => go(&Done::FILE_KEPT.at(&path(of.seen.dossier, ""))),
        Err(failure) => {
            let place = |rule: &CannotDispose| (*rule == CannotDispose::NotAhead).then_some("until");
            Ok(keep_page(&person, &of, here::refused(&sent, failure, place)?))
        }
    }
}

fn going(of: &ListSeen) -> Pairs {
    let mut facts = Pairs::new();
    for listed in of.seen.files() {
        let state = match of.hindrance(listed) {
            Some(why) => Words::from(why.word()),
            None => about(listed),
        };
        facts = facts.with(listed.number.clone(), state);
    }
    facts
}

const fn action_of(approver: Approver) -> Action {
    match approver {
        Approver::Protection => Action::ApproveForProtection,
        Approver::Supervision => Action::ApproveForSupervision,
    }
}

fn approve_page(person: &Person, of: &ListSeen, approver: Approver, filled: Filled) -> Response {
    let part = match approver {
        Approver::Protection => "protection",
        Approver::Supervision => "supervision",
    };
    here::show(person, filled, of.seen.opened.last, Challenge::Always, |_| {
        Asks {
        title: "Approve a list",
        heading: "Approve the destruction of these files".into(),
        lead: "With your signature you say: I have read every line, and these files are to be destroyed. It cannot be taken back once it is done."
            .into(),
        about: going(of),
        action: path(of.seen.dossier, part),
        fields: Vec::new(),
        act: "Sign approval",
        back: back(of),
    }
    })
}

async fn approval(person: Person, of: String, approver: Approver, sent: Option<Fields>) -> Answer {
    let of = open(&person, &of, action_of(approver)).await?;
    let Some(sent) = sent else { return Ok(approve_page(&person, &of, approver, Filled::new())) };
    match approve_list(&person.ctx, of.seen.dossier, approver, signing(&sent, Meaning::Approved)).await {
        Ok(_) => go(&Done::LIST_APPROVED.at(&path(of.seen.dossier, ""))),
        Err(failure) => Ok(approve_page(&person, &of, approver, here::refused(&sent, failure, |_| None)?)),
    }
}

/// `GET /records/lists/{list}/protection`
pub async fn ask_protection(person: Person, Path(of): Path<String>) -> Answer {
    approval(person, of, Approver::Protection, None).await
}

/// `POST /records/lists/{list}/protection`
pub async fn protection(person: Person, Path(of): Path<String>, sent: Fields) -> Answer {
    approval(person, of, Approver::Protection, Some(sent)).await
}

/// `GET /records/lists/{list}/supervision`
pub async fn ask_supervision(person: Person, Path(of): Path<String>) -> Answer {
    approval(person, of, Approver::Supervision, None).await
}

/// `POST /records/lists/{list}/supervision`
pub async fn supervision(person: Person, Path(of): Path<String>, sent: Fields) -> Answer {
    approval(person, of, Approver::Supervision, Some(sent)).await
}

fn withdraw_page(person: &Person, of: &ListSeen, filled: Filled) -> Response {
    here::show(person, filled, of.seen.opened.last, Challenge::Always, |form| Asks {
        title: "Withdraw a list",
        heading: "Withdraw this list".into(),
        lead: "Nothing on it is destroyed. Its files can stand on another list.".into(),
        about: Pairs::new(),
        action: path(of.seen.dossier, "withdrawal"),
        fields: vec![form.text("reason", "Why").max(200)],
        act: "Sign and withdraw",
        back: back(of),
    })
}

/// `GET /records/lists/{list}/withdrawal`
pub async fn ask_withdrawal(person: Person, Path(of): Path<String>) -> Answer {
    let of = open(&person, &of, Action::WithdrawDisposition).await?;
    Ok(withdraw_page(&person, &of, Filled::new()))
}

/// `POST /records/lists/{list}/withdrawal`
pub async fn withdraw(person: Person, Path(of): Path<String>, sent: Fields) -> Answer {
    let of = open(&person, &of, Action::WithdrawDisposition).await?;
    let mut reader = Reader::new(&sent);
    let Some(reason) = reader.line("reason") else { return Ok(withdraw_page(&person, &of, reader.filled)) };
    let order = DispositionWithdrawn { reason };
    match withdraw_list(&person.ctx, of.seen.dossier, order, signing(&sent, Meaning::Author)).await {
        Ok(_) => go(&Done::LIST_WITHDRAWN.at(&path(of.seen.dossier, ""))),
        Err(failure) => Ok(withdraw_page(&person, &of, here::refused(&sent, failure, |_| None)?)),
    }
}

fn destroy_fields(form: &Filled, jumped: bool) -> Vec<Field> {
    if !jumped {
        return Vec::new();
    }
    vec![
        form.text("clock", "What time is it")
            .hint("The clock of the server has moved by more than an hour, or the server stood still. Look at another clock and write what it shows, so that nothing is destroyed too early.")
            .max(200),
    ]
}

fn destroy_page(person: &Person, of: &ListSeen, filled: Filled) -> Response {
    here::show(person, filled, of.seen.opened.last, Challenge::Always, |form| Asks {
        title: "Destroy files",
        heading: "Destroy these files".into(),
        lead: "Their keys are destroyed now, and with them whatever they say. This cannot be taken back by anybody."
            .into(),
        about: going(of),
        action: path(of.seen.dossier, "destruction"),
        fields: destroy_fields(form, of.clock_jumped),
        act: "Sign and destroy",
        back: back(of),
    })
}

/// `GET /records/lists/{list}/destruction`
pub async fn ask_destruction(person: Person, Path(of): Path<String>) -> Answer {
    let of = open(&person, &of, Action::ExecuteDisposition).await?;
    Ok(destroy_page(&person, &of, Filled::new()))
}

/// `POST /records/lists/{list}/destruction`
pub async fn destroy(person: Person, Path(of): Path<String>, sent: Fields) -> Answer {
    let of = open(&person, &of, Action::ExecuteDisposition).await?;
    let mut reader = Reader::new(&sent);
    let clock = if of.clock_jumped { reader.line("clock") } else { None };
    if !reader.is_good() {
        return Ok(destroy_page(&person, &of, reader.filled));
    }
    let order = Execute { list: of.seen.dossier, clock };
    match execute_list(&person.ctx, order, signing(&sent, Meaning::Approved)).await {
        Ok(_) => go(&Done::FILES_DESTROYED.at(&path(of.seen.dossier, ""))),
        Err(failure) => {
            let place = |rule: &CannotDispose| (*rule == CannotDispose::ClockJumped).then_some("clock");
            Ok(destroy_page(&person, &of, here::refused(&sent, failure, place)?))
        }
    }
}

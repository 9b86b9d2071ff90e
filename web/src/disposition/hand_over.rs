//! Signing that an archive has the files of a list that go there, before they are destroyed (PT-5.1).

use axum::extract::Path;
use axum::response::Response;
use casework::disposition::{ListSeen, hand_over_files};
use domain::disposition::CannotDispose;
use domain::policy::Action;
use domain::signature::Meaning;

use super::change::{back, open};
use super::list::about;
use super::path;
use crate::answer::{Answer, go};
use crate::done::Done;
use crate::face::parts::Pairs;
use crate::face::prelude::*;
use crate::fields::{Fields, Reader};
use crate::person::Person;
use crate::signed::here::{self, Asks, Challenge};
use crate::signed::signing;

fn page(person: &Person, of: &ListSeen, filled: Filled) -> Response {
    here::show(person, filled, of.seen.opened.last, Challenge::Always, |form| {
        Asks {
        title: "Hand over files",
        heading: "An archive has these files".into(),
        lead: "Hand over a print of the whole file and its documents, by a way that the archive and you have agreed; open each closed file for both. Sign when you have the receipt: after that the files can be destroyed here. What is held or kept longer is not among them.".into(),
        about: going(of),
        action: path(of.seen.dossier, "hand-over"),
        fields: vec![
            form.text("to", "Which archive").max(200),
            form.text("receipt", "Number of its receipt").max(200),
        ],
        act: "Sign that it has them",
        back: back(of),
    }
    })
}

fn going(of: &ListSeen) -> Pairs {
    let files = of.seen.files().iter().filter(|listed| of.to_hand_over.contains(&listed.file));
    files.fold(Pairs::new(), |facts, listed| facts.with(listed.number.clone(), about(listed)))
}

/// `GET /records/lists/{list}/hand-over`
pub async fn ask(person: Person, Path(of): Path<String>) -> Answer {
    let of = open(&person, &of, Action::HandOverFiles).await?;
    Ok(page(&person, &of, Filled::new()))
}

/// `POST /records/lists/{list}/hand-over`
pub async fn sign(person: Person, Path(of): Path<String>, sent: Fields) -> Answer {
    let of = open(&person, &of, Action::HandOverFiles).await?;
    let mut reader = Reader::new(&sent);
    let (Some(to), Some(receipt)) = (reader.line("to"), reader.line("receipt")) else {
        return Ok(page(&person, &of, reader.filled));
    };
    match hand_over_files(&person.ctx, of.seen.dossier, (to, receipt), signing(&sent, Meaning::Approved)).await {
        Ok(_) => go(&Done::FILES_HANDED_OVER.at(&path(of.seen.dossier, ""))),
        Err(failure) => {
            let place = |_: &CannotDispose| None;
            Ok(page(&person, &of, here::refused(&sent, failure, place)?))
        }
    }
}

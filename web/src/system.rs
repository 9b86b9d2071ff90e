//! System: the ledger, the outbox, the last checkpoint; for IT, data protection, auditors. No content here.

mod backups;
pub(crate) mod keys;
pub(crate) mod kit;
mod mailbox;

use casework::system::{Health, Space, health};

use crate::answer::Answer;
use crate::face::parts::{Act, Pairs};
use crate::face::prelude::*;
use crate::face::when;
use crate::face::words::size;
use crate::person::Person;

/// `GET /system`
#[derive(Debug, Template)]
#[template(path = "system.html")]
pub struct SystemPage {
    /// The frame.
    pub frame: Frame,
    /// The ledger.
    pub ledger: Pairs,
    /// Whether the sealer keeps up.
    pub sealer: State,
    /// The outbox.
    pub outbox: Pairs,
    /// Whether the disk has room.
    pub disk: State,
    /// What to know, or to do, about it.
    pub room: Words,
    /// The documents.
    pub documents: Pairs,
    /// Whether each is what it was.
    pub documents_are: State,
    /// What to do about those that are not.
    pub documents_say: Words,
    /// The mailbox that the server reads.
    pub mailbox: Option<mailbox::Mailbox>,
    /// The backups.
    pub backups: Pairs,
    /// How they are.
    pub backed_up: State,
    /// What to know, or to do, about them.
    pub backups_say: Words,
    /// The keys.
    pub keys: Pairs,
    /// How they are.
    pub keys_are: State,
    /// What to know, or to do, about them.
    pub keys_say: Words,
    /// How far a change of them is.
    pub keys_going: Option<keys::Going>,
    /// What can be done about them.
    pub keys_acts: Vec<Act>,
    /// The recovery kit.
    pub kit: Pairs,
    /// How it stands.
    pub kit_is: State,
    /// What to know, or to do, about it.
    pub kit_says: Words,
    /// Where that is explained.
    pub kit_acts: Vec<Act>,
    /// The latest checkpoint as it is printed on reports.
    pub note: String,
    /// The public key for checking.
    pub key: String,
}

/// `GET /system`
pub async fn show(person: Person) -> Answer {
    let health = health(&person.ctx).await?;
    Ok(person.show("System", |frame| page(frame, &health)))
}

fn page(frame: Frame, health: &Health) -> SystemPage {
    let checkpoint = health.checkpoint.as_ref();
    let ledger = Pairs::new()
        .with("Lines sealed", health.lines.to_string())
        .with("Lines waiting for their seal", health.waiting.to_string())
        .with("Lines under the last checkpoint", checkpoint.map(|(size, _)| size.to_string()).unwrap_or_default());
    let (disk, room) = disk(health.space);
    let (backed_up, backups_say) = backups::judged(health);
    let (keys_are, keys_say) = keys::judged(health);
    let (kit_is, kit_says) = kit::judged(&health.kit);
    let (documents_are, documents_say) = documents(health);
    SystemPage {
        ledger,
        disk,
        room,
        documents: document_facts(health),
        documents_are,
        documents_say,
        mailbox: mailbox::of(health),
        backups: backups::facts(health),
        backed_up,
        backups_say,
        keys: keys::facts(health),
        keys_are,
        keys_say,
        keys_going: keys::going(&health.keys),
        keys_acts: keys::acts(&health.keys),
        kit: kit::facts(&health.kit),
        kit_is,
        kit_says,
        kit_acts: kit::acts(&health.kit),
        sealer: if health.behind { State::overdue("The sealer is behind") } else { State::done("The sealer keeps up") },
        outbox: Pairs::new()
            .with("Jobs waiting", health.jobs_waiting.to_string())
            .with("Jobs given up", health.jobs_dead.to_string()),
        note: checkpoint.map(|(_, note)| note.clone()).unwrap_or_default(),
        key: health.key.clone(),
        frame,
    }
}

fn document_facts(health: &Health) -> Pairs {
    let figures = &health.documents;
    let kept_in = if figures.in_a_bucket { "A bucket of a document store" } else { "A folder" };
    let mut facts = Pairs::new()
        .with("Documents", figures.documents.to_string())
        .with("Kept in", Words::from(kept_in))
        .with("Room that they take", Words::from("{size}").with("size", size(figures.bytes)))
        .with("Not read again yet", figures.unchecked.to_string());
    if figures.in_a_bucket {
        facts = facts.with("Waiting on a server for the document store", figures.waiting.to_string());
    }
    if let Some(since) = figures.waiting_since {
        facts = facts.with("The first of these since", when::when(since));
    }
    if let Some(inbox) = health.inbox {
        facts = facts
            .with("Came by themselves, and are filed next", inbox.waiting.to_string())
            .with("Came by themselves, and cannot be filed", inbox.left.to_string());
    }
    match figures.oldest {
        Some(oldest) => facts.with("The others were read since", when::when(oldest)),
        None => facts,
    }
}

/// A document that was not read again for so long, in seconds for each day between two looks, was forgotten.
const FORGOTTEN: i64 = 2 * 86_400;

/// A document that waits so long for the document store, in seconds, is worth a word.
const STUCK: i64 = 3_600;

/// How the documents are, and what to do about it.
fn documents(health: &Health) -> (State, Words) {
    let figures = &health.documents;
    let forgotten = FORGOTTEN * i64::from(figures.every_days.max(1));
    let forgotten = figures.oldest.is_some_and(|oldest| forgotten < health.now.seconds_since(oldest));
    let stuck = figures.waiting_since.is_some_and(|since| STUCK < health.now.seconds_since(since));
    match (figures.damaged, stuck, forgotten) {
        (0, true, _) => (
            State::due("Some wait to be moved"),
            "Documents wait on the server that received them, because the document store cannot be reached or that server is not running. Nothing is lost: they move by themselves when both are back. Until then other servers cannot open them, and they are not in backups made elsewhere.".into(),
        ),
        (0, false, _) if health.inbox.is_some_and(|inbox| 0 < inbox.left) => (
            State::due("Some came and cannot be filed"),
            "They lie in the folder not-taken of the inbox on this server, each with the reason beside it. See to them: they are not in the record.".into(),
        ),
        (0, false, false) if figures.in_a_bucket => (
            State::done("Each is what it was"),
            "Every document is compared with what was filed when it is put into the document store, and read there once in thirty days.".into(),
        ),
        (0, false, true) if figures.in_a_bucket => (
            State::due("Not read for two months"),
            "Every document is read once in thirty days while the server runs. If this stays, look into its log.".into(),
        ),
        (0, false, false) => (
            State::done("Each is what it was"),
            "Every document is read once a day and compared with what was filed.".into(),
        ),
        (0, false, true) => (
            State::due("Not read for two days"),
            "Every document is read once a day while the server runs. If this stays, look into its log.".into(),
        ),
        (damaged, ..) => (
            State::overdue("Some are damaged"),
            Words::count(
                "{n} document is damaged or gone. The log names its file; put that back from a backup.",
                "{n} documents are damaged or gone. The log names their files; put those back from a backup.",
                i64::try_from(damaged).unwrap_or(i64::MAX),
            ),
        ),
    }
}

/// How the disk is, and what to do about it.
fn disk(space: Option<Space>) -> (State, Words) {
    let Some(space) = space else {
        let words = "The record is kept in PostgreSQL, whose disk cannot be seen from here. Watch it where PostgreSQL runs: when it is full, nothing can be recorded or read.";
        return (State::plain("Not seen from here"), words.into());
    };
    let free = |words: &'static str| Words::from(words).with("free", size(space.free));
    match (space.is_scarce(), space.kept) {
        (true, true) => (
            State::overdue("Almost full"),
            free(
                "{free} are free. Make room on this disk, or move the data folder to a larger one. When it is full nothing can be recorded; reading goes on for some time, in room that is kept for it.",
            ),
        ),
        (true, false) => (
            State::overdue("Almost full"),
            free(
                "{free} are free, and no room is kept for a full disk. Make room on this disk, or move the data folder to a larger one: when it is full nothing can be recorded or read.",
            ),
        ),
        (false, true) => (
            State::done("There is room"),
            free("{free} are free. When the disk is full, reading goes on for some time, in room that is kept for it."),
        ),
        (false, false) => (
            State::due("No room is kept"),
            free(
                "{free} are free, but no room is kept for a full disk: then nothing could be read either. Start Casekeep again, so that it makes the file data.db-room anew.",
            ),
        ),
    }
}

#[cfg(test)]
pub(crate) fn samples(show: &mut crate::samples::Samples) {
    use crate::samples::{data, frame};
    let space = |free: u64, kept: bool| Some(Space { free, kept });
    let spaces = [("", space(80 << 30, true)), ("-full", space(300 << 20, true)), ("-postgres", None)];
    for (name, space) in
        spaces.into_iter().chain([("-bare", space(80 << 30, false)), ("-worst", space(1 << 20, false))])
    {
        let health = Health {
            lines: 1_204,
            waiting: 0,
            behind: false,
            checkpoint: Some((1_204, data("casekeep.example"))),
            key: data("casekeep.example+1234"),
            jobs_waiting: 0,
            jobs_dead: 0,
            space,
            ..backups::sample()
        };
        show.page(&format!("system{name}"), &page(frame(), &health));
    }
    let oldest = Some(crate::samples::at(17, 9, 0));
    let figures = casework::system::BlobFigures { documents: 3, bytes: 900, oldest, ..Default::default() };
    for (name, damaged) in [("forgotten", 0), ("damaged", 1)] {
        let documents = casework::system::BlobFigures { damaged, ..figures };
        show.page(&format!("system-documents-{name}"), &page(frame(), &Health { documents, ..backups::sample() }));
    }
    let bucket = casework::system::BlobFigures { in_a_bucket: true, every_days: 30, ..figures };
    let since = |day| Some(crate::samples::at(day, 9, 0));
    for (name, waiting, waiting_since) in [("bucket", 0, None), ("waiting", 2, since(17))] {
        let documents = casework::system::BlobFigures { waiting, waiting_since, ..bucket };
        show.page(&format!("system-documents-{name}"), &page(frame(), &Health { documents, ..backups::sample() }));
    }
    let inbox = Some(casework::system::InboxIs { waiting: 1, left: 3 });
    show.page("system-documents-left", &page(frame(), &Health { inbox, ..backups::sample() }));
    for (name, mailbox) in mailbox::samples() {
        let mailbox = Some(mailbox);
        show.page(&format!("system-mailbox-{name}"), &page(frame(), &Health { mailbox, ..backups::sample() }));
    }
    for (name, keys) in keys::samples() {
        show.page(&format!("system-keys-{name}"), &page(frame(), &Health { keys, ..backups::sample() }));
    }
    for (name, kit) in kit::samples() {
        show.page(&format!("system-kit-{name}"), &page(frame(), &Health { kit, ..backups::sample() }));
    }
    for (name, health) in backups::samples() {
        show.page(&format!("system-backups-{name}"), &page(frame(), &health));
    }
}

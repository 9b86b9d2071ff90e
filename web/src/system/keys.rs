//! What the System page says of the keys, and the forms by which the key above all files' keys is changed and the server is sealed (PT-3c, RC-4.2b).

use axum::response::Response;
use casework::keys::{Age, KeyKind, order_rotation, seal_server};
use casework::system::{Health, KeysAre, before_keys};
use domain::ids::EntryNumber;
use domain::policy::Action;
use domain::signature::Meaning;

use crate::answer::{Answer, go};
use crate::done::Done;
use crate::face::parts::{Act, Pairs};
use crate::face::prelude::*;
use crate::face::when::{length, when};
use crate::face::words::figure;
use crate::fields::{Fields, Reader};
use crate::person::Person;
use crate::signed::here::{self, Asks, Challenge};
use crate::signed::signing;

/// Where the form of the change is.
const PATH: &str = "/system/keys/rotation";

/// Where the form of the sealing is.
const SEALING: &str = "/system/sealing";

/// How far a change of the keys is.
#[derive(Debug, Clone)]
pub struct Going {
    /// How many are done.
    pub done: u64,
    /// Of how many.
    pub of: u64,
    /// The same in words.
    pub words: Words,
}

/// How old they are, what they wrap, and when they were changed last.
pub(super) fn facts(health: &Health) -> Pairs {
    let keys = &health.keys;
    let age = |age: Age| Words::from("In use for {time}").with("time", length(age.days.max(1) * 86_400));
    let mut facts = Pairs::new();
    for one in keys.ages.0 {
        facts = facts.with(term(one.kind), age(one));
    }
    let changed = keys.rotation.and_then(|rotation| rotation.done);
    facts
        .with("Keys of files", count(keys.wrapping.keys))
        .with("Last changed", changed.map_or_else(|| Words::from("Never"), |at| when(at).into()))
}

const fn term(kind: KeyKind) -> &'static str {
    match kind {
        KeyKind::Root => "Root key",
        KeyKind::Encryption => "Key above the keys of all files",
        KeyKind::Signing => "Key that signs the ledger",
    }
}

fn count(number: u64) -> String {
    figure(i64::try_from(number).unwrap_or(i64::MAX))
}

/// How far the change is that is under way.
pub(super) fn going(keys: &KeysAre) -> Option<Going> {
    keys.rotation.filter(|rotation| rotation.done.is_none())?;
    let of = keys.wrapping.keys;
    // until the new key is there, every key is still to be done
    let begun = keys.rotation.is_some_and(|rotation| rotation.epoch <= keys.wrapping.epoch);
    let done = if begun { of.saturating_sub(keys.wrapping.older) } else { 0 };
    if done == of && 0 < keys.files_left {
        let left = i64::try_from(keys.files_left).unwrap_or(i64::MAX);
        let words = Words::count("{n} file still gets another key", "{n} files still get another key", left);
        return Some(Going { done: of.saturating_sub(keys.files_left), of: of.max(1), words });
    }
    let words = Words::from("{done} of {of} keys are wrapped anew").with("done", count(done)).with("of", count(of));
    Some(Going { done, of: of.max(1), words })
}

/// How they are, and what to do about it.
pub(super) fn judged(health: &Health) -> (State, Words) {
    let keys = &health.keys;
    if going(keys).is_some() {
        let words = "It goes on by itself, also when the server is started again; people can work meanwhile.";
        return (State::due("Being changed"), words.into());
    }
    let old = |kind: KeyKind| keys.ages.0.iter().any(|age| age.kind == kind && age.is_old());
    if old(KeyKind::Encryption) {
        let words = "The key above the keys of all files is older than a year. Change it: it takes a minute or two, and nobody is kept from working.";
        return (State::due("One should be changed"), words.into());
    }
    if old(KeyKind::Root) || old(KeyKind::Signing) {
        let words = "The root key should not be in use for longer than two years, nor the key that signs the ledger for longer than one. Neither can be changed by this version: see that few people can reach them, and ask for an upgrade.";
        return (State::due("Older than they should be"), words.into());
    }
    let words = "Every file has a key of its own. The key above them is changed once a year, and whenever somebody may have seen it.";
    (State::done("None is too old"), words.into())
}

/// What the person who looks may do about them.
pub(super) fn acts(keys: &KeysAre) -> Vec<Act> {
    let rotate = keys.may_rotate && going(keys).is_none();
    let rotate = rotate.then(|| Act::link("Change the key", PATH));
    let look = going(keys).map(|_| Act::link("Look again", "/system#wrapping").plain());
    look.into_iter().chain(rotate).chain(keys.may_seal.then(|| Act::link("Seal the server", SEALING))).collect()
}

fn page(person: &Person, last: EntryNumber, filled: Filled) -> Response {
    here::show(person, filled, last, Challenge::Always, |form| {
        Asks {
        title: "Change the key",
        heading: "Change the key above the keys of all files".into(),
        lead: "A new one is made, the key of every file is wrapped under it, and the old one is removed for ever. People go on working meanwhile. \
               Backups of the keys from before hold the old one until they are removed."
            .into(),
        about: Pairs::new(),
        action: PATH.to_owned(),
        fields: vec![
            form.text("reason", "Why").max(200).hint("For example: the yearly change, or who may have seen it."),
            form.check("files", "Every file gets another key as well").hint("When somebody may have seen the keys of files. What was recorded stays sealed as it is; what is recorded from now on is sealed under the new key."),
        ],
        act: "Sign and change",
        back: Link::new("/system", "Back to System"),
    }
    })
}

/// `GET /system/keys/rotation`
pub(crate) async fn ask(person: Person) -> Answer {
    let last = before_keys(&person.ctx, Action::RotateKeys).await?;
    Ok(page(&person, last, Filled::new()))
}

/// `POST /system/keys/rotation`
pub(crate) async fn rotate(person: Person, sent: Fields) -> Answer {
    let last = before_keys(&person.ctx, Action::RotateKeys).await?;
    let mut reader = Reader::new(&sent);
    let Some(reason) = reader.line("reason") else { return Ok(page(&person, last, reader.filled)) };
    match order_rotation(&person.ctx, reason, sent.ticked("files"), signing(&sent, Meaning::Approved)).await {
        Ok(_) => go(&Done::ROTATION_ORDERED.at("/system")),
        Err(failure) => Ok(page(&person, last, here::refused(&sent, failure, |_| None)?)),
    }
}

fn sealing_page(person: &Person, last: EntryNumber, filled: Filled) -> Response {
    here::show(person, filled, last, Challenge::Always, |form| {
        Asks {
        title: "Seal the server",
        heading: "Seal the server".into(),
        lead: "For an emergency: the server throws all keys away and ends what everybody is doing. Until somebody gives it the root key again, nobody \
               can open or record anything, you neither. What was recorded stays; what is being typed at this moment may be lost."
            .into(),
        about: Pairs::new(),
        action: SEALING.to_owned(),
        fields: vec![form.text("reason", "Why").max(200)],
        act: "Sign and seal",
        back: Link::new("/system", "Back to System"),
    }
    })
}

/// `GET /system/sealing`
pub(crate) async fn ask_sealing(person: Person) -> Answer {
    let last = before_keys(&person.ctx, Action::SealServer).await?;
    Ok(sealing_page(&person, last, Filled::new()))
}

/// `POST /system/sealing`
pub(crate) async fn seal(person: Person, sent: Fields) -> Answer {
    let last = before_keys(&person.ctx, Action::SealServer).await?;
    let mut reader = Reader::new(&sent);
    let Some(reason) = reader.line("reason") else { return Ok(sealing_page(&person, last, reader.filled)) };
    match seal_server(&person.ctx, reason, signing(&sent, Meaning::Approved)).await {
        Ok(_) => go(&Done::SERVER_SEALED.at("/system")),
        Err(failure) => Ok(sealing_page(&person, last, here::refused(&sent, failure, |_| None)?)),
    }
}

#[cfg(test)]
pub(super) fn sample() -> KeysAre {
    use casework::keys::{Ages, HELD};
    use casework::system::Wrapping;
    let since = super::backups::NOW.plus_seconds(-40 * 86_400);
    KeysAre {
        ages: Ages(HELD.map(|(kind, most)| Age { kind, since, days: 40, most })),
        wrapping: Wrapping { epoch: 2026, keys: 1_204, older: 0 },
        rotation: None,
        files_left: 0,
        may_rotate: true,
        may_seal: true,
    }
}

#[cfg(test)]
pub(super) fn samples() -> Vec<(String, KeysAre)> {
    use casework::keys::Ages;
    use casework::system::Wrapping;
    use domain::ids::StaffId;
    use domain::keys::Rotation;
    let aged = |days: i64| Ages(sample().ages.0.map(|age| Age { days, ..age }));
    let rotation = |done| {
        let by = StaffId::new(uuid::Uuid::from_u128(4));
        Some(Rotation { epoch: 2027, by, ordered: super::backups::NOW, files: true, done })
    };
    let newer = |older| Wrapping { epoch: 2027, keys: 1_204, older };
    vec![
        ("old".to_owned(), KeysAre { ages: aged(400), ..sample() }),
        ("read".to_owned(), KeysAre { may_rotate: false, may_seal: false, ..sample() }),
        ("ordered".to_owned(), KeysAre { rotation: rotation(None), ..sample() }),
        ("files".to_owned(), KeysAre { rotation: rotation(None), wrapping: newer(0), files_left: 800, ..sample() }),
        ("going".to_owned(), KeysAre { rotation: rotation(None), wrapping: newer(1_000), ..sample() }),
        (
            "older".to_owned(),
            KeysAre {
                ages: Ages(
                    aged(800).0.map(|age| if age.kind == KeyKind::Encryption { Age { days: 3, ..age } } else { age }),
                ),
                rotation: rotation(Some(super::backups::NOW)),
                wrapping: newer(0),
                ..sample()
            },
        ),
    ]
}

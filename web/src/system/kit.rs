//! How it stands with the recovery kit, in words: for the System page, for Today, and for the page that says how to make one (PT-4.2.4).

use casework::keys::KitStands;
use domain::kits::{KitForm, KitIs};

use crate::face::parts::{Act, Pairs};
use crate::face::prelude::*;
use crate::face::when::when;

/// Where it is explained.
pub(crate) const PATH: &str = "/recovery-kit";

/// Which one it is, when it was made, for whom, and when it was read back.
pub(crate) fn facts(stands: &KitStands) -> Pairs {
    let Some(kit) = &stands.kit else { return Pairs::new() };
    let made = kit
        .made
        .map_or_else(|| Words::from("Before the backup from which this server was restored"), |at| when(at).into());
    let mut facts =
        Pairs::new().with("Number", Words::from("{number}").with("number", kit.number.to_string())).with("Made", made);
    if 0 < kit.custodians {
        let people = i64::try_from(kit.custodians).unwrap_or(i64::MAX);
        facts = facts.with("The file can be opened by", Words::count("{n} person", "{n} people, each alone", people));
    }
    if 0 < kit.holders {
        let people = i64::try_from(kit.holders).unwrap_or(i64::MAX);
        facts =
            facts.with("A sheet is kept by", Words::count("{n} person", "{n} people, of whom two are needed", people));
    }
    for (form, read) in kit.forms() {
        let term = match form {
            KitForm::File => "The file was read back",
            KitForm::Sheets => "Two sheets were read back",
        };
        facts = facts.with(term, read.map_or_else(|| Words::from("Never"), |at| when(at).into()));
    }
    facts
}

/// How it stands, and what to do about it.
pub(crate) fn judged(stands: &KitStands) -> (State, Words) {
    let (state, words) = match stands.is {
        KitIs::None => (
            State::overdue("There is no recovery kit"),
            "Everything is locked with one root key, and this server has it in one place. If that place is lost and nobody else has the key, nothing can ever be read again.",
        ),
        KitIs::Void => (
            State::overdue("The recovery kit is void"),
            "It holds an older root key, which opens nothing here any more. Make a new kit, and destroy the old one.",
        ),
        KitIs::Unread => (
            State::due("Not read back yet"),
            "A kit that nobody has tried may hold nothing. Read it back on the server: the file with one of the identities, the paper with two of the sheets.",
        ),
        KitIs::Old => (
            State::due("To be read back again"),
            "Once a year the kit is read back, so that it is known that its parts are still there and can be read.",
        ),
        KitIs::Good => (
            State::done("Made and read back"),
            "If the server is lost, the people who hold the kit can give another one its root key. Read the kit back once a year.",
        ),
    };
    (state, words.into())
}

/// The way to the page that says how.
pub(super) fn acts(stands: &KitStands) -> Vec<Act> {
    let label = match stands.is {
        KitIs::Good => "About the recovery kit",
        KitIs::Unread | KitIs::Old => "How to read it back",
        KitIs::None | KitIs::Void => "How to make one",
    };
    vec![Act::link(label, PATH)]
}

#[cfg(test)]
pub(crate) fn sample(is: KitIs) -> KitStands {
    use domain::kits::Kit;
    use domain::numbers::KitNumber;
    let ago = |days: i64| Some(super::backups::NOW.plus_seconds(-days * 86_400));
    let kit = Kit {
        number: KitNumber::from_random(77),
        fingerprint: String::new(),
        made: ago(40),
        custodians: 2,
        holders: 3,
        file_read: ago(40),
        sheets_read: if is == KitIs::Unread { None } else { ago(39) },
    };
    let kit = match is {
        KitIs::None => None,
        KitIs::Void => Some(Kit { made: None, custodians: 0, holders: 0, ..kit }),
        _ => Some(kit),
    };
    KitStands { is, kit }
}

#[cfg(test)]
pub(crate) fn samples() -> [(&'static str, KitStands); 5] {
    [
        ("none", KitIs::None),
        ("void", KitIs::Void),
        ("unread", KitIs::Unread),
        ("old", KitIs::Old),
        ("good", KitIs::Good),
    ]
    .map(|(name, is)| (name, sample(is)))
}

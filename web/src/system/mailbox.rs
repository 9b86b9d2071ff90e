//! The mailbox that the server reads, on the System page.

use casework::system::{Health, MailboxIs};

use crate::face::parts::Pairs;
use crate::face::prelude::*;
use crate::face::when;

/// A mailbox that could not be read for so long, in seconds, is late: answers are promised within days, and begin with reading.
const LATE: i64 = 3_600;

/// What the page says of it.
#[derive(Debug)]
pub struct Mailbox {
    /// The figures.
    pub facts: Pairs,
    /// How it is.
    pub is: State,
    /// What to know, or to do, about it.
    pub says: Words,
}

/// Of the mailbox of this server, if it reads one.
pub(super) fn of(health: &Health) -> Option<Mailbox> {
    let mailbox = health.mailbox?;
    let mut facts = Pairs::new();
    if let Some(read) = mailbox.read {
        facts = facts.with("All that lay there was last looked at", when::when(read));
    }
    if let Some((_, since)) = mailbox.trouble {
        facts = facts.with("It cannot be read since", when::when(since));
    }
    let facts = facts
        .with("Messages that stay there, being larger than 48 MiB", mailbox.too_large.to_string())
        .with("Messages that stay there, as its server does not hand them out", mailbox.unread.to_string());
    let (is, says) = judged(&mailbox, health);
    Some(Mailbox { facts, is, says })
}

fn judged(mailbox: &MailboxIs, health: &Health) -> (State, Words) {
    match mailbox.trouble {
        Some((why, since)) if LATE < health.now.seconds_since(since) => {
            (State::overdue("Not read for an hour"), why.words().into())
        }
        Some((why, _)) => (State::due("It cannot be read now"), why.words().into()),
        None if mailbox.read.is_none() => (
            State::plain("Not read yet"),
            "It is read for the first time when the server has begun.".into(),
        ),
        None if 0 < mailbox.too_large + mailbox.unread => (
            State::due("Some messages stay there"),
            "Open the mailbox with a mail program, and see to them: they are not in the record. Whoever wrote them does not know it.".into(),
        ),
        None => (
            State::done("It is read"),
            "What comes there is taken within seconds, and moved or removed there only when it lies safely here.".into(),
        ),
    }
}

#[cfg(test)]
pub(super) fn samples() -> Vec<(&'static str, MailboxIs)> {
    use casework::system::MailboxTrouble as Trouble;
    let ago = |seconds: i64| super::backups::NOW.plus_seconds(-seconds);
    let well = MailboxIs { read: Some(ago(120)), ..MailboxIs::default() };
    let troubled = |why, since| MailboxIs { trouble: Some((why, ago(since))), ..well };
    vec![
        ("new", MailboxIs::default()),
        ("well", well),
        ("large", MailboxIs { too_large: 1, unread: 2, ..well }),
        ("refused", troubled(Trouble::SignIn, 60)),
        ("away", troubled(Trouble::Away, 2 * LATE)),
    ]
}

//! The mailbox that the server reads by itself, as the settings say it.

use super::reach::{Schemes, reach};
use super::{CredentialsFrom, Given, Protection, Wrong};

/// A mailbox on an IMAP server, out of which e-mails come into the inbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mailbox {
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) protection: Protection,
    /// Where the sign-in comes from; it is read again at every connection.
    pub(crate) credentials: CredentialsFrom,
    /// What becomes there of messages that lie safely in the inbox.
    pub(crate) then: Then,
}

/// What becomes of a message in the mailbox once it lies safely in the inbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Then {
    /// It is put into this folder of the mailbox.
    Move(String),
    /// It is removed.
    Delete,
}

/// The names that are only beside `mailbox`.
const BESIDE: [&str; 2] = ["mailbox_credentials", "mailbox_then"];

impl Mailbox {
    /// What the settings say; nothing when no mailbox is read.
    pub(super) fn understand(given: &Given) -> Result<Option<Self>, Wrong> {
        let of = |name: &'static str| given.value(name).map(str::trim);
        let Some(text) = of("mailbox") else {
            let lonely = BESIDE.into_iter().find(|name| of(name).is_some());
            return lonely.map_or(Ok(None), |name| Err(Wrong::Value { name, because: "it is only beside mailbox" }));
        };
        if given.value("inbox").is_none() {
            let because = "it is only beside inbox, the folder where its e-mails are left";
            return Err(Wrong::Value { name: "mailbox", because });
        }
        let (host, port, protection) = server(text)?;
        let because = "beside mailbox it says where its sign-in comes from, as file:/path or credential:NAME";
        let credentials = CredentialsFrom::parse("mailbox_credentials", of("mailbox_credentials"))?;
        if credentials == CredentialsFrom::Variables {
            return Err(Wrong::Value { name: "mailbox_credentials", because });
        }
        Ok(Some(Self { host, port, protection, credentials, then: then(of("mailbox_then"))? }))
    }
}

fn server(text: &str) -> Result<(String, u16, Protection), Wrong> {
    let because = "it looks like imaps://imap.example.org or imap://imap.example.org, which goes over to TLS; without TLS only a server on this machine, as its password and its e-mails would be read on the way";
    let schemes = Schemes { tls: ("imaps", 993), plain: ("imap", 143), here: 143 };
    reach(text, &schemes).ok_or(Wrong::Value { name: "mailbox", because })
}

/// Letters without accents, so that the name is the same in every encoding; and not where new messages come, or they would come again.
fn then(text: Option<&str>) -> Result<Then, Wrong> {
    let because = "it is move:FOLDER or delete; the name of the folder has letters without accents, digits, spaces, dots, dashes and slashes, and is not INBOX";
    let wrong = Wrong::Value { name: "mailbox_then", because };
    let is_folder = |name: &str| {
        (1..=100).contains(&name.len())
            && name == name.trim()
            && !name.eq_ignore_ascii_case("INBOX")
            && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '.' | '-' | '_' | '/'))
    };
    match text.unwrap_or("move:Casekeep").split_once(':') {
        None if text == Some("delete") => Ok(Then::Delete),
        Some(("move", folder)) if is_folder(folder) => Ok(Then::Move(folder.to_owned())),
        _ => Err(wrong),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mailbox_is_reached_with_tls_unless_it_is_on_this_machine() {
        let said = |text| server(text).map_err(|_| "wrong");
        let server = |host: &str, port, protection| Ok((host.to_owned(), port, protection));
        assert_eq!(said("imaps://imap.example.org"), server("imap.example.org", 993, Protection::Tls));
        assert_eq!(said("imap://imap.example.org"), server("imap.example.org", 143, Protection::StartTls));
        assert_eq!(said("imaps://127.0.0.1:1993"), server("127.0.0.1", 1993, Protection::Tls));
        assert_eq!(said("imap://localhost"), server("localhost", 143, Protection::ThisMachine));
        for bad in ["imap.example.org", "imaps://me:word@imap.example.org", "imaps://", "imaps://a/INBOX", "pop3://a"] {
            assert_eq!(said(bad), Err("wrong"), "{bad}");
        }
    }

    #[test]
    fn messages_never_go_back_to_where_they_come_from() {
        assert_eq!(then(None), Ok(Then::Move("Casekeep".to_owned())));
        assert_eq!(then(Some("move:Done/2026")), Ok(Then::Move("Done/2026".to_owned())));
        assert_eq!(then(Some("delete")), Ok(Then::Delete));
        for bad in
            ["", "move", "move:", "move:inbox", "move:a\"b", "move:Erledigt & abgelegt", "delete:", "keep", "move:*"]
        {
            assert!(then(Some(bad)).is_err(), "{bad}");
        }
    }
}

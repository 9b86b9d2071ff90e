//! `casekeep mail`: takes one e-mail from a mail server, and leaves it where the running server finds it.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use anyhow::Result;
use clap::Args;

use crate::exits::Ended;
use crate::serving::inbox::MAIL;
use crate::settings::{Settings, Wrong};

/// The mail server keeps it and tries again (`EX_TEMPFAIL`).
const LATER: u8 = 75;
/// It never will be taken, and whoever sent it is told (`EX_DATAERR`).
const NEVER: u8 = 65;

const EXAMPLES: &str = "Examples:
  |/usr/bin/casekeep mail --inbox /srv/casekeep-inbox        in a .forward, or in the aliases of a mail server
  casekeep mail --inbox /srv/casekeep-inbox < message.eml

It ends with 0 when the message lies safely in the folder, with 75 when the mail server should try again, and with 65 when it is empty or larger than 48 MiB and
should go back. The server takes it from there; it need not run at this moment.";

/// Takes one message from standard input.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Mail {}

impl Mail {
    /// Whatever goes wrong, the message is not lost: the mail server still has it.
    pub(super) fn run(self, settings: Result<Settings, Wrong>) -> Result<()> {
        let settings = settings.map_err(|wrong| Ended::with_code(LATER, wrong))?;
        let missing = || Ended::with_code(LATER, "there is no inbox: say with --inbox into which folder e-mails go");
        let inbox = settings.inbox.ok_or_else(missing)?;
        let mut bytes = Vec::new();
        let read = io::stdin().lock().take(MAIL + 1).read_to_end(&mut bytes);
        let length = read.map_err(|why| later(&why))? as u64;
        if length == 0 || MAIL < length {
            return Err(Ended::with_code(NEVER, "the message is empty, or larger than 48 MiB").into());
        }
        leave(&inbox.folder, without_envelope(&bytes)).map_err(|why| later(&why))?;
        Ok(())
    }
}

fn later(why: &io::Error) -> Ended {
    Ended::with_code(LATER, format!("the message cannot be left in the inbox now: {}", why.kind()))
}

/// The message without the line that mailboxes of one file put before it.
fn without_envelope(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |at| at + 1);
    if bytes.starts_with(b"From ") { bytes.get(end..).unwrap_or_default() } else { bytes }
}

/// Leaves it in a mailbox in Maildir form: written whole elsewhere, on the disk, and only then where it is looked for.
fn leave(inbox: &Path, bytes: &[u8]) -> io::Result<()> {
    let mailbox = inbox.join("mail");
    let [aside, new] = ["tmp", "new"].map(|part| mailbox.join(part));
    for folder in [&mailbox, &aside, &new] {
        match fs::create_dir(folder) {
            // whoever takes it away is another user of the same group
            Ok(()) => fs::set_permissions(folder, Permissions::from_mode(0o2770))?,
            Err(why) if why.kind() == io::ErrorKind::AlreadyExists => {}
            Err(why) => return Err(why),
        }
    }
    let name = uuid::Uuid::now_v7().simple().to_string();
    let written = aside.join(&name);
    let put = || {
        let mut file = OpenOptions::new().write(true).create_new(true).open(&written)?;
        file.set_permissions(Permissions::from_mode(0o660))?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&written, new.join(&name))?;
        File::open(&new)?.sync_all()
    };
    put().inspect_err(|_| drop(fs::remove_file(&written)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_left_whole_in_a_mailbox_that_its_group_can_empty() {
        let inbox = tempfile::tempdir().unwrap();
        leave(inbox.path(), without_envelope(b"From ana@example.org Mon Nov 23\nSubject: x\n\nHello")).unwrap();
        leave(inbox.path(), b"Subject: y\n\nHello").unwrap();
        let mut left: Vec<_> =
            fs::read_dir(inbox.path().join("mail/new")).unwrap().map(|one| one.unwrap().path()).collect();
        left.sort();
        assert_eq!(fs::read(&left[0]).unwrap(), b"Subject: x\n\nHello");
        assert_eq!(left.len(), 2);
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o7777;
        assert_eq!((mode(&left[0]), mode(left[0].parent().unwrap())), (0o660, 0o2770));
        assert!(leave(&inbox.path().join("absent"), b"x").is_err());
    }
}

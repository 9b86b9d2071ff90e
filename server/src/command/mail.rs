//! `casekeep mail`: takes one e-mail from a mail server, and leaves it where the running server finds it.

use std::io::{self, Read as _};

use anyhow::Result;
use clap::Args;

use crate::exits::Ended;
use crate::serving::inbox::{MAIL, leave};
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_of_a_mailbox_of_one_file_is_no_part_of_a_message() {
        assert_eq!(without_envelope(b"From ana@example.org Mon Nov 23\nSubject: x\n\nHello"), b"Subject: x\n\nHello");
        assert_eq!(without_envelope(b"From: ana@example.org\n\nHello"), b"From: ana@example.org\n\nHello");
    }
}

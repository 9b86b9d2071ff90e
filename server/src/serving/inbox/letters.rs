//! E-mails that name no case: each is an inquiry, or belongs to one.

use std::io::{self, Read as _};
use std::path::Path;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use casework::inquiries::MailTaken;
use casework::{Failure, House};
use domain::time::Instant;
use tokio::task::spawn_blocking;

use super::{MAIL, Outcome, opened};

/// What stands beside a message that no person has written.
const BY_MACHINE: &str = "It is no message of a person: an automatic answer, a mailing list, a report of a mail server, or one of our own. It opens no inquiry.";

/// Takes one; it reached us when it came into the folder.
pub(super) async fn take(house: &Arc<House>, path: &Path) -> Outcome {
    let of = path.to_owned();
    let read = spawn_blocking(move || {
        let file = opened(&of)?;
        let arrived = at(file.metadata()?.modified()?);
        let mut bytes = Vec::new();
        file.take(MAIL).read_to_end(&mut bytes)?;
        io::Result::Ok((bytes, arrived))
    });
    let Ok(Ok((bytes, arrived))) = read.await else {
        tracing::warn!("an e-mail in the inbox cannot be read; it is tried again");
        return Outcome::Later;
    };
    match house.take_mail(bytes, arrived).await {
        Ok(MailTaken::Opened(_) | MailTaken::Followed(_) | MailTaken::Before(_)) => Outcome::Taken,
        Ok(MailTaken::ByMachine) => Outcome::Never(BY_MACHINE.to_owned()),
        Ok(MailTaken::Empty) => Outcome::Never("There is nothing in it.".to_owned()),
        Err(Failure::Rule(why)) if !why.may_pass() => Outcome::Never(format!("{why}.")),
        Err(_) => {
            tracing::warn!("an e-mail could not be taken in; it is tried again");
            Outcome::Later
        }
    }
}

fn at(time: SystemTime) -> Instant {
    let seconds = time.duration_since(UNIX_EPOCH).map(|since| since.as_secs()).unwrap_or_default();
    Instant(0).plus_seconds(i64::try_from(seconds).unwrap_or_default())
}

//! Reading a mailbox: what comes there is left in the inbox within seconds, as `casekeep mail` leaves it, and goes the same way from there.
//!
//! The server is told of new messages where it can (IDLE), and asks every minute elsewhere. When the mailbox cannot be read – away, refused, full – it is tried again,
//! ever more seldom up to five minutes; the System page says why. Neither addresses nor subjects stand in the log, nor anything else that a mail server says.

mod desk;
mod line;
mod reading;

use std::convert::Infallible;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use casework::House;
use casework::house::{Clock as _, MailboxIs, MailboxTrouble as Trouble, SystemClock};
use tokio::task::spawn_blocking;
use tokio::time::Instant;

use super::inbox::sweep;
use super::jittered;
use crate::exits::{Ended, Exit};
use crate::opening::credentials;
use crate::settings::{Inbox, Mailbox, Then};
use desk::{Desk, SignIn};
use reading::{Seen, Tripped, see_through};

/// How long to wait before a mailbox is tried again that could not be read.
const SHORTEST: Duration = Duration::from_secs(5);
/// How long at most.
const LONGEST: Duration = Duration::from_secs(300);
/// A line that has held for so long was well: the next wait is short again.
const STEADY: Duration = Duration::from_secs(60);
/// How long at least after a sign-in was refused: who tries too often is locked out.
const REFUSED: Duration = Duration::from_secs(60);
/// How long `casekeep doctor` waits for it.
const PROBE: Duration = Duration::from_secs(20);
/// How long at least between two looks: messages come in bursts, and a server may tell of anything.
const BREATH: Duration = Duration::from_millis(500);

/// Reads it until `stop`.
pub(super) async fn run(house: Arc<House>, inbox: Option<Inbox>, data: PathBuf, stop: impl Future<Output = ()>) {
    let Some(Inbox { folder, mailbox: Some(mailbox), .. }) = inbox else { return };
    let is = MailboxIs::default();
    house.mailbox_is(is);
    let reader = Reader { house, folder, mailbox, data, is, tried: None, tripped: Tripped::default() };
    tokio::select! {
        () = stop => {}
        () = reader.forever() => {}
    }
}

/// Whether a mailbox lets us in, and how many messages lie there. For `casekeep doctor`.
pub(crate) async fn probe(mailbox: &Mailbox, data: &Path) -> Result<u32, Trouble> {
    let probing = async {
        let mut desk = Desk::open(mailbox, &sign_in(mailbox, data)?).await?;
        check(&desk, &mailbox.then)?;
        desk.open_inbox().await?;
        Ok(desk.lying)
    };
    tokio::time::timeout(PROBE, probing).await.unwrap_or(Err(Trouble::Away))
}

struct Reader {
    house: Arc<House>,
    folder: PathBuf,
    mailbox: Mailbox,
    data: PathBuf,
    is: MailboxIs,
    /// The last sign-in that was tried.
    tried: Option<SignIn>,
    tripped: Tripped,
}

impl Reader {
    async fn forever(mut self) {
        let mut wait = SHORTEST;
        loop {
            let begun = Instant::now();
            let Err(trouble) = self.until_trouble().await;
            if STEADY < begun.elapsed() {
                wait = SHORTEST;
            }
            let pause = jittered(if trouble == Trouble::SignIn { wait.max(REFUSED) } else { wait });
            self.troubled(trouble, pause);
            match trouble {
                Trouble::SignIn => self.until_another_sign_in(pause).await,
                _ => tokio::time::sleep(pause).await,
            }
            wait = LONGEST.min(wait * 2);
        }
    }

    /// Reads over one line until that ends.
    async fn until_trouble(&mut self) -> Result<Infallible, Trouble> {
        let folder = self.folder.clone();
        let _ = spawn_blocking(move || sweep(&folder)).await;
        let sign_in = self.tried.insert(sign_in(&self.mailbox, &self.data)?);
        let mut desk = Desk::open(&self.mailbox, sign_in).await?;
        check(&desk, &self.mailbox.then)?;
        if let Then::Move(folder) = &self.mailbox.then {
            desk.have_folder(folder).await?;
        }
        loop {
            let seen = see_through(&mut desk, &self.folder, &self.mailbox.then, &mut self.tripped).await?;
            self.saw(seen);
            tokio::time::sleep(BREATH).await;
            // what came meanwhile may have been passed over
            if seen.taken == 0 {
                desk = desk.news().await?;
            }
        }
    }

    /// Waits, no longer than until there is another sign-in than the one that was refused.
    async fn until_another_sign_in(&self, wait: Duration) {
        let until = Instant::now() + wait;
        while Instant::now() < until {
            tokio::time::sleep(SHORTEST.min(until - Instant::now())).await;
            if sign_in(&self.mailbox, &self.data).ok() != self.tried {
                return;
            }
        }
    }

    fn saw(&mut self, seen: Seen) {
        let Seen { taken, too_large, unread } = seen;
        if self.is.trouble.is_some() {
            tracing::info!("the mailbox is read again");
        }
        if 0 < taken {
            tracing::info!(messages = taken, "messages of the mailbox were left in the inbox");
        }
        if self.is.too_large < too_large {
            tracing::warn!(messages = too_large, "messages stay in the mailbox, because they are larger than 48 MiB");
        }
        if self.is.unread < unread {
            tracing::warn!(
                messages = unread,
                "messages stay in the mailbox, because its server does not hand them out"
            );
        }
        self.is = MailboxIs { read: Some(SystemClock.now()), trouble: None, too_large, unread };
        self.house.mailbox_is(self.is);
    }

    fn troubled(&mut self, trouble: Trouble, wait: Duration) {
        tracing::warn!(why = trouble.code(), wait_s = wait.as_secs(), "the mailbox cannot be read; it is tried again");
        let since = self.is.trouble.map_or_else(|| SystemClock.now(), |(_, since)| since);
        self.is.trouble = Some((trouble, since));
        self.house.mailbox_is(self.is);
    }
}

/// Whether what is to become of messages can be done at all: nothing is fetched that could not be cleared away.
fn check(desk: &Desk, then: &Then) -> Result<(), Trouble> {
    if desk.can_clear(matches!(then, Then::Move(_))) { Ok(()) } else { Err(Trouble::NotMoved) }
}

fn sign_in(mailbox: &Mailbox, data: &Path) -> Result<SignIn, Trouble> {
    let text = credentials::text(&mailbox.credentials, data).ok().flatten().ok_or(Trouble::NoSignIn)?;
    let (user, password) = credentials::user_and_password(&text).ok_or(Trouble::NoSignIn)?;
    Ok(SignIn { user, password })
}

/// A server with a mailbox and no sign-in for it does not start: nobody would miss what does not come.
///
/// # Errors
/// [`Exit::Settings`], with what is wrong with it.
pub(crate) fn must_have_sign_in(mailbox: &Mailbox, data: &Path) -> anyhow::Result<()> {
    let from = &mailbox.credentials;
    let wrong = |why| Ended::new(Exit::Settings, format!("the sign-in for the mailbox {why} ({from})"));
    let text = credentials::text(from, data).map_err(wrong)?.unwrap_or_default();
    let needs = || Ended::new(Exit::Settings, "mailbox_credentials needs USER and PASSWORD");
    Ok(credentials::user_and_password(&text).map(drop).ok_or_else(needs)?)
}

//! Seeing through all that lies in a mailbox: each message is left in the inbox, and only then moved or removed there.
//!
//! Nothing is remembered between two looks that could keep a message out. Whatever cuts this off, a message that still lies in the mailbox is fetched again, and
//! whatever comes twice is taken once (decision 0032).

use std::collections::HashMap;
use std::io;
use std::path::Path;
use std::time::{Duration, Instant, SystemTime};

use casework::house::MailboxTrouble as Trouble;
use tokio::task::spawn_blocking;

use super::desk::{Desk, Lying, Not};
use crate::serving::inbox::{Leaving, MAIL, lying};
use crate::settings::Then;

/// How many messages are listed at once.
const LISTED: u32 = 100;
/// How many e-mails may lie in the inbox before no further ones are fetched.
const MOST: usize = 100;
/// How long to wait until there are fewer.
const BREATH: Duration = Duration::from_secs(2);
/// How often a message is tried that breaks the line, or that the server does not hand out.
const TRIES: u8 = 3;
/// How long it is left alone then.
const REST: Duration = Duration::from_secs(3_600);

/// What a look came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Seen {
    pub(super) taken: u32,
    pub(super) too_large: usize,
    pub(super) unread: usize,
}

/// Messages that could not be fetched: how often, and when last. Those behind them must not wait for them.
#[derive(Debug, Default)]
pub(super) struct Tripped(HashMap<u32, (u8, Instant)>);

impl Tripped {
    fn rests(&self, uid: u32, now: Instant) -> bool {
        self.0.get(&uid).is_some_and(|(tries, last)| TRIES <= *tries && now.duration_since(*last) < REST)
    }

    fn trip(&mut self, uid: u32, now: Instant) {
        self.0.retain(|_, (_, last)| now.duration_since(*last) < REST);
        let (tries, last) = self.0.entry(uid).or_insert((0, now));
        (*tries, *last) = (tries.saturating_add(1), now);
    }
}

/// What becomes of one message at this look.
enum Came {
    /// It lies in the inbox.
    Kept,
    /// It stays where it is, being too large.
    TooLarge,
    /// It stays where it is: the server does not hand it out.
    Unread,
    /// Somebody else has taken it.
    Gone,
}

/// Sees through what lies there, from the first message to the last.
///
/// # Errors
/// Why it did not come to the end; what was kept until then is kept.
pub(super) async fn see_through(
    desk: &mut Desk,
    inbox: &Path,
    then: &Then,
    tripped: &mut Tripped,
) -> Result<Seen, Trouble> {
    desk.open_inbox().await?;
    let (mut seen, mut at) = (Seen::default(), 1);
    while at <= desk.lying {
        let listed = desk.list(at, LISTED).await?;
        if listed.is_empty() {
            break;
        }
        for message in listed {
            at += 1;
            if message.deleted {
                continue;
            }
            match take(desk, inbox, &message, tripped).await? {
                Came::Kept => {
                    match then {
                        Then::Move(folder) => desk.put_into(message.uid, folder).await?,
                        Then::Delete => desk.remove(message.uid).await?,
                    }
                    seen.taken += 1;
                    // those behind it have moved up
                    at -= 1;
                }
                Came::TooLarge => seen.too_large += 1,
                Came::Unread => seen.unread += 1,
                Came::Gone => {}
            }
        }
    }
    Ok(seen)
}

/// Fetches one, unless it is known that it cannot be.
async fn take(desk: &mut Desk, inbox: &Path, message: &Lying, tripped: &mut Tripped) -> Result<Came, Trouble> {
    if MAIL < u64::from(message.size) {
        return Ok(Came::TooLarge);
    }
    if tripped.rests(message.uid, Instant::now()) {
        return Ok(Came::Unread);
    }
    while MOST <= lying(inbox) {
        tokio::time::sleep(BREATH).await;
    }
    match fetch(desk, inbox, message).await {
        // the server said that it is smaller: it must not be fetched at every look
        Ok(Came::TooLarge) => {
            tripped.trip(message.uid, Instant::now());
            Ok(Came::TooLarge)
        }
        Ok(came) => {
            tripped.0.remove(&message.uid);
            Ok(came)
        }
        Err(Not::Refused) => {
            tripped.trip(message.uid, Instant::now());
            Ok(Came::Unread)
        }
        Err(Not::Trouble(trouble)) => {
            // a full disk is no fault of the message
            if trouble != Trouble::NotKept {
                tripped.trip(message.uid, Instant::now());
            }
            Err(trouble)
        }
    }
}

/// Fetches one piece by piece, and leaves it in the inbox.
async fn fetch(desk: &mut Desk, inbox: &Path, message: &Lying) -> Result<Came, Not> {
    let folder = inbox.to_owned();
    let mut leaving = on_disk(move || Leaving::begin(&folder)).await?;
    let mut got = 0_u32;
    loop {
        let Some(piece) = desk.piece(message.uid, got).await? else { return Ok(Came::Gone) };
        let length = u32::try_from(piece.len()).unwrap_or(u32::MAX);
        got = got.saturating_add(length);
        if MAIL < u64::from(got) {
            return Ok(Came::TooLarge);
        }
        // a server that counts badly is asked once more behind what it says is the end
        if length == 0 || got == message.size {
            if got == 0 {
                return Err(Not::Refused);
            }
            leaving = write(leaving, piece).await?;
            break;
        }
        leaving = write(leaving, piece).await?;
    }
    let arrived = message.arrived.as_deref().and_then(moment);
    on_disk(move || leaving.finish(arrived)).await?;
    Ok(Came::Kept)
}

async fn write(mut leaving: Leaving, piece: Vec<u8>) -> Result<Leaving, Not> {
    on_disk(move || leaving.write(&piece).map(|()| leaving)).await
}

/// Does what may wait for the disk.
async fn on_disk<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> Result<T, Not> {
    match spawn_blocking(work).await {
        Ok(Ok(done)) => Ok(done),
        _ => Err(Not::Trouble(Trouble::NotKept)),
    }
}

/// The moment that a server writes as `23-Nov-2026 09:00:00 +0100`.
fn moment(text: &str) -> Option<SystemTime> {
    let read = jiff::fmt::strtime::parse("%d-%b-%Y %H:%M:%S %z", text).ok()?;
    read.to_timestamp().ok().map(SystemTime::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_of_a_message_is_read_as_servers_write_it() {
        let at = |text| moment(text).and_then(|at| jiff::Timestamp::try_from(at).ok()).map(|at| at.to_string());
        assert_eq!(at("23-Nov-2026 09:00:00 +0100").as_deref(), Some("2026-11-23T08:00:00Z"));
        assert_eq!(at("7-Feb-2026 21:52:25 -0800").as_deref(), Some("2026-02-08T05:52:25Z"));
        assert_eq!(at("yesterday"), None);
    }

    #[test]
    fn what_breaks_the_line_three_times_rests_for_an_hour() {
        let (mut tripped, now) = (Tripped::default(), Instant::now());
        for _ in 0..TRIES {
            assert!(!tripped.rests(7, now));
            tripped.trip(7, now);
        }
        assert!(tripped.rests(7, now) && !tripped.rests(8, now));
        assert!(!tripped.rests(7, now + REST));
    }
}

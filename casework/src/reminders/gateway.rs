//! What the gateway for text messages tells us: whether a message arrived, and what clients write back. It signs with the secret that we share with it.
//!
//! Unknown and wrong look the same to whoever calls. What is told twice changes nothing, so that a request that is sent again does no harm.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::cases::CaseFile;
use domain::clients::ClientFile;
use domain::ids::{DossierId, OnceKey};
use domain::level::Level;
use domain::policy::Action;
use domain::reminders::{CannotRemind, Means, MessageReported, ReplyReceived, Reported, Said, Undelivered};
use domain::text::{Line, Narrative};
use domain::time::Instant;
use sha2::{Digest as _, Sha256};
use store::{MessageSent, Throttle};
use uuid::Uuid;

use super::answer::language;
use super::names::FieldNames;
use crate::house::{House, Proof, Signing, Target, Who};
use crate::{Failure, Fault};

/// How old or how far ahead the time of a request may be, in seconds.
const WINDOW: i64 = 300;

/// The longest text of a client that is kept, in characters: ten text messages.
const LONGEST: usize = 1_600;

/// Why messages to a client end.
const STOPPED: &str = "The client wrote STOP back to a text message";

/// What stands for a text in which nothing can be read.
const UNREADABLE: &str = "(a message without text)";

/// A request as it came.
#[derive(Clone, Copy)]
pub struct Signed<'r> {
    /// Seconds since 1970, as the caller says.
    pub at: &'r str,
    /// The signature over that and the body.
    pub signature: &'r str,
    /// The body.
    pub body: &'r [u8],
    /// Where it comes from.
    pub address: &'r str,
}

/// Why a request is not taken.
#[derive(Debug, thiserror::Error)]
pub enum NotTaken {
    /// It is not signed as it should be, or about nothing that we know. These look the same.
    #[error("there is nothing here")]
    Nothing,
    /// Too many wrong ones came from there; after so many seconds it may be tried again.
    #[error("too many attempts; please wait {0} seconds and try again")]
    Wait(u32),
    /// Ours to mend; the gateway tries again.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<store::StoreFault> for NotTaken {
    fn from(fault: store::StoreFault) -> Self {
        Self::Fault(fault.into())
    }
}

/// Whether a request is signed by the gateway. Wrong ones are counted by where they come from.
///
/// # Errors
/// [`NotTaken`].
pub async fn prove(house: &Arc<House>, request: Signed<'_>) -> Result<(), NotTaken> {
    let now = house.now();
    let bucket = [(house.store.bucket("gateway", request.address), Throttle::ADDRESS)];
    if let Some(until) = house.store.throttled(&bucket, now).await? {
        return Err(NotTaken::Wait(u32::try_from(until.seconds_since(now).max(1)).unwrap_or(u32::MAX)));
    }
    if is_signed(house, request, now) {
        return Ok(());
    }
    house.store.count_attempt(&bucket, now).await?;
    Err(NotTaken::Nothing)
}

fn is_signed(house: &House, request: Signed<'_>, now: Instant) -> bool {
    let Some(secret) = house.post().and_then(|post| post.shared_secret()) else { return false };
    let Ok(at) = request.at.parse::<i64>() else { return false };
    let near = (now.timestamp().as_second().saturating_sub(at)).saturating_abs() <= WINDOW;
    near && secret.proves(at, request.body, request.signature)
}

/// How the gateway names what it tells.
pub fn field_names(house: &House) -> FieldNames {
    house.post().map(|post| post.field_names()).unwrap_or_default()
}

/// Writes down what became of a message. Told twice, late, or about what was seen to, it changes nothing.
///
/// # Errors
/// [`NotTaken`].
pub async fn take_receipt(house: &Arc<House>, id: Uuid, what: Reported) -> Result<(), NotTaken> {
    let message = house.store.message(id).await?.ok_or(NotTaken::Nothing)?;
    Ok(report(house, message, what).await?)
}

/// Writes down what became of a message: in the case, and, when nobody has the number or address, at the client.
pub(super) async fn report(house: &Arc<House>, message: MessageSent, what: Reported) -> Result<(), Fault> {
    let means = Means::from_code(&message.means).ok_or(Fault::Damaged)?;
    let order = MessageReported { slot: message.item, hours: message.hours, means, what };
    let console = house.acting(Who::console(house));
    let signing = Signing::author(Proof::System).at_level(Level::Standard);
    let written = console
        .act(Action::Remind, Target::new(message.dossier), signing, |file: &CaseFile, _rules| {
            file.report(order.clone(), message.starts)
        })
        .await;
    passed(written)?;
    if what == Reported::NotDelivered(Undelivered::Unknown) {
        nobody_there(house, &message, means).await?;
    }
    Ok(())
}

/// Marks the number or address of the client, if it is still the one that the message went to.
async fn nobody_there(house: &Arc<House>, message: &MessageSent, means: Means) -> Result<(), Fault> {
    let Some(client) = client_in(house, message.dossier).await? else { return Ok(()) };
    let console = house.acting(Who::console(house));
    let signing = Signing::author(Proof::System).at_level(Level::Standard);
    let store = &house.store;
    let written = console
        .act(Action::Remind, Target::new(client), signing, |file: &ClientFile, _rules| {
            let phone = file.details.as_ref().and_then(|details| details.phone.as_ref());
            let digest = phone.and_then(|phone| store.number_digest(phone.reveal()));
            if means == Means::Sms && digest != message.number {
                return Err(CannotRemind::NothingWaits);
            }
            file.fail_to_reach(means)
        })
        .await;
    passed(written)
}

/// Writes down what a client wrote back: a plain yes confirms the appointment that was reminded of last and is still to come; everything else is read by
/// whoever holds the session. Where the number stands in several cases nothing is confirmed.
///
/// # Errors
/// [`NotTaken`].
pub async fn take_reply(house: &Arc<House>, from: &str, text: &str, body: &[u8]) -> Result<(), NotTaken> {
    let number = house.store.number_digest(from).ok_or(NotTaken::Nothing)?;
    let sent = house.store.messages_to(number).await?;
    let now = house.now();
    let to_come: Vec<MessageSent> = sent.iter().filter(|message| now < message.starts).cloned().collect();
    let mut meant: BTreeMap<DossierId, MessageSent> = BTreeMap::new();
    // the latest stands first; what is over is meant where nothing is to come
    for message in if to_come.is_empty() { sent } else { to_come } {
        meant.entry(message.dossier).or_insert(message);
    }
    let alone = meant.len() == 1;
    if meant.is_empty() {
        return Err(NotTaken::Nothing);
    }
    for message in meant.into_values() {
        write_back(house, &message, text, body, alone).await?;
    }
    Ok(())
}

async fn write_back(
    house: &Arc<House>,
    message: &MessageSent,
    text: &str,
    body: &[u8],
    alone: bool,
) -> Result<(), Fault> {
    let Some(opened) = house.open::<CaseFile>(message.dossier, Level::Restricted).await? else { return Ok(()) };
    let said = match Said::of(text, &language(house, &opened.file).await?) {
        Said::Yes if !alone => Said::Other,
        said => said,
    };
    if said == Said::Stop
        && let Some(client) = opened.file.client()
    {
        stop(house, client).await?;
    }
    let order = ReplyReceived { slot: message.item, text: readable(text)?, stop: false };
    let now = house.now();
    // the same request is one reply to each booking
    let digest = Sha256::new()
        .chain_update(body)
        .chain_update(message.dossier.to_string())
        .chain_update(message.item.to_string());
    let once = digest.finalize().first_chunk::<16>().map_or_else(Uuid::new_v4, |bytes| Uuid::from_bytes(*bytes));
    // a plain yes says no more than a click on the link
    let level = if said == Said::Yes { Level::Standard } else { Level::Confidential };
    let signing = Signing::author(Proof::System).at_level(level).once(OnceKey::new(once));
    let console = house.acting(Who::console(house));
    let written = console
        .act(Action::Remind, Target::new(message.dossier), signing, |file: &CaseFile, _rules| {
            file.write_back(order.clone(), said, message.starts, now)
        })
        .await;
    passed(written)
}

/// No more text messages go to this client.
async fn stop(house: &Arc<House>, client: DossierId) -> Result<(), Fault> {
    let reason = Line::parse(STOPPED).map_err(|_| Fault::Other("words"))?;
    let console = house.acting(Who::console(house));
    let signing = Signing::author(Proof::System).at_level(Level::Confidential);
    let written = console
        .act(Action::Remind, Target::new(client), signing, |file: &ClientFile, _rules| {
            file.stop_messages(reason.clone())
        })
        .await;
    passed(written)
}

/// The text without what cannot be kept, and not longer than somebody would write.
fn readable(text: &str) -> Result<Narrative, Fault> {
    let kept: String = text.chars().filter(|c| *c == '\n' || !c.is_control()).take(LONGEST).collect();
    Narrative::parse(&kept).or_else(|_| Narrative::parse(UNREADABLE)).map_err(|_| Fault::Other("words"))
}

async fn client_in(house: &Arc<House>, case: DossierId) -> Result<Option<DossierId>, Fault> {
    Ok(house.open::<CaseFile>(case, Level::Restricted).await?.and_then(|opened| opened.file.client()))
}

/// What a rule forbids is known already, or about what is closed; the caller need not try again.
fn passed<T>(written: Result<T, Failure<CannotRemind>>) -> Result<(), Fault> {
    match written {
        Ok(_) | Err(Failure::Rule(_)) => Ok(()),
        Err(Failure::Fault(fault)) => Err(fault),
        Err(Failure::Refused(_) | Failure::Signature(_)) => Err(Fault::Other("gateway")),
    }
}

//! Locked packages: a copy is locked while it is fetched, with a password that goes another way or with the recipient's own key; and what they say of it is written
//! down (FS-4.5.2, CC-4.4.2). Decision 0039.
//!
//! What leaves is in the format of `age`, which opens with programs of others as well. The password and the number of the receipt are made anew from the keys of the
//! house whenever they are needed, and stand nowhere; the number stands in the package alone, so that whoever tells it has opened it.

use std::io::{self, Write};
use std::sync::Arc;

use age::secrecy::SecretString;
use age::stream::StreamWriter;
use age::{Encryptor, Recipient, scrypt, x25519};
use bytes::Bytes;
use domain::basis::Basis;
use domain::cases::CaseFile;
use domain::disclosures::{CannotPack, DisclosureMade, PackageAnswered};
use domain::ids::{DossierId, EntryId, ItemId};
use domain::policy::{Action, Refused};
use domain::text::Line;
use parking_lot::Mutex;
use store::StoreFault;
use store::blobs::Reading;
use tokio::runtime::Handle;
use tokio::task::spawn_blocking;
use vault::codes::token_digest;

use super::make::consent_of;
use crate::documents::open_file;
use crate::house::{House, Signing, Target};
use crate::{Ctx, Failure, Fault, Never};

/// So many digits a password has: of 24, nobody guesses one, and they can be told by phone in any language.
const PASSWORD: usize = 24;
/// So many digits the number of a receipt has.
const RECEIPT: usize = 6;
/// How many digits of a password stand together.
const GROUP: usize = 4;

/// How much work one guess at a password is, as a power of two. The password has 80 bits of its own, so this need not take a second and much memory.
const WORK: u8 = 15;

/// How many bytes are locked in one go.
const AT_ONCE: u64 = 256 * 1024;

/// After every so many bytes it is looked whether the consent still holds; whole goes.
const LOOK_AGAIN: u64 = 16 * AT_ONCE;

/// A package that is being fetched.
pub struct PackageOpened {
    /// The number of the disclosure in its case.
    pub number: u32,
    /// Its bytes, piece by piece.
    pub locked: Locked,
}

/// Why a package ends before its end.
#[derive(Debug, thiserror::Error)]
pub enum CutShort {
    /// What follows cannot be read.
    #[error(transparent)]
    Store(#[from] StoreFault),
    /// The consent was taken back while it was being fetched.
    #[error("the consent by which it is given out does not hold any more")]
    NoConsent,
}

/// A copy that is locked while it is read.
pub struct Locked {
    reading: Reading,
    /// Whether it may still be given out; asked anew after every so many bytes.
    may: Box<dyn Fn() -> bool + Send>,
    at: u64,
    length: u64,
    lock: Option<StreamWriter<Pieces>>,
    pieces: Pieces,
}

impl Locked {
    fn new(
        reading: Reading,
        length: u64,
        may: Box<dyn Fn() -> bool + Send>,
        recipient: &dyn Recipient,
    ) -> Result<Self, Fault> {
        let pieces = Pieces::default();
        let encryptor = Encryptor::with_recipients(std::iter::once(recipient)).map_err(|_| Fault::Other("package"))?;
        let lock = encryptor.wrap_output(pieces.clone()).map_err(|_| Fault::Other("package"))?;
        Ok(Self { reading, may, at: 0, length, lock: Some(lock), pieces })
    }

    /// The next piece; nothing after the last one. It blocks, and never holds more than a piece.
    pub fn more(&mut self) -> Option<Result<Bytes, CutShort>> {
        let mut lock = self.lock.take()?;
        if 0 < self.at && self.at.is_multiple_of(LOOK_AGAIN) && !(self.may)() {
            return Some(Err(CutShort::NoConsent));
        }
        let next = self.at..self.length.min(self.at + AT_ONCE);
        self.at = next.end;
        for piece in self.reading.range(next) {
            if let Err(fault) = piece.and_then(|piece| lock.write_all(&piece).map_err(|_| StoreFault::Damaged)) {
                return Some(Err(fault.into()));
            }
        }
        if self.at < self.length {
            self.lock = Some(lock);
        } else if lock.finish().is_err() {
            // without its end a package does not open
            return Some(Err(StoreFault::Damaged.into()));
        }
        Some(Ok(self.pieces.take()))
    }
}

/// What was locked and has not been sent yet.
#[derive(Clone, Default)]
struct Pieces(Arc<Mutex<Vec<u8>>>);

impl Pieces {
    fn take(&self) -> Bytes {
        Bytes::from(std::mem::take(&mut *self.0.lock()))
    }
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What was typed is no public key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "this is no public key that a package can be locked with; it begins with age1, and they can send it to you openly"
)]
pub struct BadKey;

/// A public key as a recipient says it, such as `age1…`; nothing when nothing was typed.
///
/// # Errors
/// [`BadKey`].
pub fn package_key(typed: &str) -> Result<Option<Line>, BadKey> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let key: x25519::Recipient = typed.trim().parse().map_err(|_| BadKey)?;
    Line::parse(&key.to_string()).map(Some).map_err(|_| BadKey)
}

/// The password of a package in groups of four digits, for whoever may give something of this case out and tells it to the recipient.
///
/// # Errors
/// [`Failure::Refused`] when they may not.
pub async fn package_password(ctx: &Ctx, case: DossierId, disclosure: ItemId) -> Result<String, Failure<Never>> {
    ctx.permit(Action::Disclose, Some(case)).await?;
    let digits = password(&ctx.house, disclosure)?;
    let groups: Vec<&str> = digits.as_bytes().chunks(GROUP).filter_map(|group| str::from_utf8(group).ok()).collect();
    Ok(groups.join("-"))
}

/// The number that stands in a package and nowhere else, for whoever makes it.
///
/// # Errors
/// [`Failure::Refused`] when they may not give anything of this case out.
pub async fn receipt_number(ctx: &Ctx, case: DossierId, disclosure: ItemId) -> Result<String, Failure<Never>> {
    ctx.permit(Action::Disclose, Some(case)).await?;
    Ok(receipt(&ctx.house, disclosure)?)
}

fn password(house: &House, disclosure: ItemId) -> Result<String, Fault> {
    digits(house, "package", disclosure, PASSWORD)
}

fn receipt(house: &House, disclosure: ItemId) -> Result<String, Fault> {
    digits(house, "receipt", disclosure, RECEIPT)
}

fn digits(house: &House, part: &'static str, disclosure: ItemId, digits: usize) -> Result<String, Fault> {
    let secret = house.secret(part, disclosure)?;
    let number = secret.first_chunk::<16>().map(|bytes| u128::from_be_bytes(*bytes)).ok_or(Fault::Other("package"))?;
    let number = number % (1..=digits).fold(1, |all: u128, _| all * 10);
    Ok(format!("{number:0digits$}"))
}

/// Locks what was given out as a package, for whoever sends it. It can be had as long as the right holds by which it was given out; that somebody has had it is in the
/// ledger before it is opened.
///
/// # Errors
/// [`Failure`].
pub async fn open_package(ctx: &Ctx, case: DossierId, id: ItemId) -> Result<PackageOpened, Failure<CannotPack>> {
    let seen = ctx.view::<CaseFile>(Action::Disclose, case).await.map_err(Failure::any)?;
    let client = seen.client().ok_or(Failure::Refused(Refused))?;
    let made = seen.disclosures.made(id).ok_or(Failure::Rule(CannotPack::OtherWay))?;
    let order = packed(ctx, &seen, client, id).await?.map_err(Failure::Rule)?;
    let copy = order.copy.as_ref().ok_or(Failure::Rule(CannotPack::OtherWay))?;
    ctx.note_taken(Action::Disclose, case, made.entry).await?;
    let (reading, length) = (open_file(ctx, copy).await?, copy.length);
    let key = order.key.as_ref().map(|key| key.reveal().parse::<x25519::Recipient>());
    let key = key.transpose().map_err(|_| Fault::Damaged)?;
    let password = SecretString::from(package_password(ctx, case, id).await.map_err(Failure::any)?);
    let (still, now, file) = (ctx.clone(), Handle::current(), seen.opened.file.clone());
    let may = Box::new(move || now.block_on(packed(&still, &file, client, id)).is_ok_and(|made| made.is_ok()));
    let locking = spawn_blocking(move || match key {
        Some(key) => Locked::new(reading, length, may, &key),
        None => {
            let mut by_password = scrypt::Recipient::new(password);
            by_password.set_work_factor(WORK);
            Locked::new(reading, length, may, &by_password)
        }
    });
    let locked = locking.await.map_err(|_| Fault::Other("package"))??;
    Ok(PackageOpened { number: order.number, locked })
}

/// What leaves as a package, while it may.
async fn packed<'a>(
    ctx: &Ctx,
    case: &'a CaseFile,
    client: DossierId,
    id: ItemId,
) -> Result<Result<&'a DisclosureMade, CannotPack>, Fault> {
    let Some(made) = case.disclosures.made(id) else { return Ok(Err(CannotPack::OtherWay)) };
    let Some((consent, _)) = consent_of(ctx, client, made.made.basis.consent()).await? else {
        return Ok(Err(CannotPack::NoConsent));
    };
    let today = ctx.house.organisation().await?.rulebook.office.today(ctx.now());
    Ok(case.packed(id, consent.as_ref(), today))
}

/// Writes down what became of a package. `told` is the number that the recipient has read in it.
///
/// # Errors
/// [`Failure`].
pub async fn answer_package(
    ctx: &Ctx,
    case: DossierId,
    order: PackageAnswered,
    told: &str,
    signing: Signing,
) -> Result<EntryId, Failure<CannotPack>> {
    let seen = ctx.view::<CaseFile>(Action::Disclose, case).await.map_err(Failure::any)?;
    let made = seen.disclosures.made(order.disclosure).ok_or(Failure::Rule(CannotPack::OtherWay))?;
    let signing = signing.at_level(seen.level_of(&made.made.chosen));
    let digits: String = told.chars().filter(char::is_ascii_digit).collect();
    let right = token_digest(&digits) == token_digest(&receipt(&ctx.house, order.disclosure)?);
    let target = Target::file(case).based_on(Basis::Disclosure(order.disclosure));
    ctx.act(Action::Disclose, target, signing, |file: &CaseFile, _rules| file.answer_package(order.clone(), right))
        .await
}

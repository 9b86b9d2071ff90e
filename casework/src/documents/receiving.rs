//! Files on their way in, as far as they have come: held by this process, bounded in number, given up when nothing comes.

use std::collections::HashMap;
use std::time::{Duration, Instant as Moment};

use domain::documents::{Arrived, FileSecret, Way};
use domain::ids::{DossierId, ItemId, StaffId};
use domain::media::{Media, Scanned};
use domain::text::Line;
use ledger::{Hash, Hashing};
use parking_lot::Mutex;
use store::StoreFault;
use store::blobs::{Incoming, Kept, Reading};
use vault::stream::Layout;

use super::packed::{is_two_in_one, look_inside};
use super::receive::CannotReceive;
use super::scan::{Scanner, Verdict};
use super::sniff::{Sniffed, Sniffer};

/// A file of which nothing came for so long is given up.
const PATIENCE: Duration = Duration::from_secs(30 * 60);

/// How many files may be on their way at once.
const OF_ALL: usize = 200;

/// How many files one person may be sending at once.
const OF_ONE: usize = 4;

/// Files on their way.
#[derive(Default)]
pub(crate) struct Receiving(Mutex<HashMap<ItemId, Slot>>);

pub(super) struct Slot {
    pub(super) staff: StaffId,
    pub(super) dossier: DossierId,
    pub(super) touched: Moment,
    /// Nothing while a part of it is being written.
    pub(super) arriving: Option<Box<Arriving>>,
}

/// A file that has come so far.
pub(super) struct Arriving {
    pub(super) original: Option<Line>,
    /// How long it is, or the most that it may have when nobody knows.
    pub(super) expected: u64,
    /// Whether nobody knows: then it is whole when nothing more comes.
    pub(super) open_ended: bool,
    pub(super) received: u64,
    pub(super) incoming: Incoming,
    pub(super) hashing: Hashing,
    pub(super) sniffer: Sniffer,
}

impl Arriving {
    /// Nothing of it is here yet; `expected` is its length, or the most that it may have when nobody knows.
    pub(super) fn new(original: Option<Line>, expected: u64, open_ended: bool, incoming: Incoming) -> Self {
        let (hashing, sniffer) = (Hashing::new(), Sniffer::new());
        Self { original, expected, open_ended, received: 0, incoming, hashing, sniffer }
    }

    /// Takes a piece; says whether it was not more than was announced.
    pub(super) fn push(&mut self, piece: &[u8]) -> Result<bool, StoreFault> {
        let received = self.received.saturating_add(piece.len() as u64);
        if self.expected < received {
            return Ok(false);
        }
        self.incoming.push(piece)?;
        self.hashing.update(piece);
        self.sniffer.push(piece);
        self.received = received;
        Ok(true)
    }

    /// What kind of file it is, as its bytes say unless somebody knows it; then it is on the disk under its name, and its digest is known.
    pub(super) fn keep(
        self,
        store: &store::Store,
        scanner: Option<&Scanner>,
        known: Option<Media>,
    ) -> Result<Result<Told, CannotReceive>, StoreFault> {
        if self.received == 0 {
            return Ok(Err(CannotReceive::Empty));
        }
        let sniffed = match known.map_or_else(|| self.sniffer.verdict(), Sniffed::Known) {
            Sniffed::Unknown => return Ok(Err(CannotReceive::Unknown)),
            Sniffed::Markup => return Ok(Err(CannotReceive::Markup)),
            sniffed => sniffed,
        };
        let kept = self.incoming.keep()?;
        let key = vault::stream::FileKey::from_bytes(zeroize::Zeroizing::new(*kept.key.bytes()));
        let mut reading = store.blobs().read(&kept.address, key, kept.layout)?;
        let found = match sniffed {
            Sniffed::Known(_) if known.is_none() && is_two_in_one(&mut reading, kept.layout)? => {
                Err(CannotReceive::TwoInOne)
            }
            Sniffed::Known(media) => Ok(media),
            _ => look_inside(&mut reading, kept.layout)?,
        };
        match found.and_then(|media| Ok((media, scanned(scanner, &mut reading, kept.layout)?))) {
            Ok((media, scanned)) => Ok(Ok(Told { kept, digest: self.hashing.finish(), media, scanned })),
            Err(refused) => {
                store.blobs().discard(&kept.address)?;
                Ok(Err(refused))
            }
        }
    }
}

/// What is known of a file that is whole.
pub(super) struct Told {
    pub(super) kept: Kept,
    /// Of its content.
    pub(super) digest: Hash,
    pub(super) media: Media,
    pub(super) scanned: Scanned,
}

impl Told {
    /// What is kept of it.
    pub(super) fn arrived(&self, original: Option<Line>, way: Way) -> Arrived {
        Arrived {
            address: self.kept.address.to_string(),
            secret: FileSecret::new(Hash(*self.kept.key.bytes()).to_string()),
            length: self.kept.layout.length(),
            digest: self.digest.to_string(),
            media: self.media,
            original,
            scanned: self.scanned,
            way,
        }
    }
}

/// What the antivirus program says, if there is one; without its word nothing is accepted then.
fn scanned(scanner: Option<&Scanner>, reading: &mut Reading, layout: Layout) -> Result<Scanned, CannotReceive> {
    let Some(scanner) = scanner else { return Ok(Scanned::Not) };
    match scanner.look_at(reading, layout) {
        Ok(Verdict::Clean) => Ok(Scanned::Clean),
        Ok(Verdict::Infected) => Err(CannotReceive::Infected),
        Err(fault) => {
            tracing::error!(fault = %fault.kind(), "the antivirus program does not answer; no document is accepted");
            Err(CannotReceive::NotScanned)
        }
    }
}

impl Receiving {
    pub(super) fn put(&self, id: ItemId, slot: Slot) -> Result<(), CannotReceive> {
        let mut slots = self.0.lock();
        slots.retain(|_, slot| slot.arriving.is_none() || slot.touched.elapsed() < PATIENCE);
        let own = slots.values().filter(|known| known.staff == slot.staff).count();
        if OF_ONE <= own || OF_ALL <= slots.len() {
            return Err(CannotReceive::TooMany);
        }
        slots.insert(id, slot);
        Ok(())
    }

    pub(super) fn received(&self, id: ItemId, staff: StaffId, dossier: DossierId) -> Result<u64, CannotReceive> {
        let slots = self.0.lock();
        let slot = slots.get(&id).filter(|slot| slot.staff == staff && slot.dossier == dossier);
        let slot = slot.ok_or(CannotReceive::Gone)?;
        // while a part is being written nobody can say; whoever asks asks again
        slot.arriving.as_ref().map(|arriving| arriving.received).ok_or(CannotReceive::Elsewhere(0))
    }

    pub(super) fn take(
        &self,
        id: ItemId,
        staff: StaffId,
        dossier: DossierId,
        from: u64,
    ) -> Result<Box<Arriving>, CannotReceive> {
        let mut slots = self.0.lock();
        let slot = slots.get_mut(&id).filter(|slot| slot.staff == staff && slot.dossier == dossier);
        let slot = slot.ok_or(CannotReceive::Gone)?;
        slot.touched = Moment::now();
        match slot.arriving.take() {
            Some(arriving) if arriving.received == from => Ok(arriving),
            Some(arriving) => {
                let received = arriving.received;
                slot.arriving = Some(arriving);
                Err(CannotReceive::Elsewhere(received))
            }
            None => Err(CannotReceive::Elsewhere(0)),
        }
    }

    pub(super) fn put_back(&self, id: ItemId, arriving: Box<Arriving>) {
        if let Some(slot) = self.0.lock().get_mut(&id) {
            slot.touched = Moment::now();
            slot.arriving = Some(arriving);
        }
    }

    pub(super) fn forget(&self, id: ItemId) {
        self.0.lock().remove(&id);
    }
}

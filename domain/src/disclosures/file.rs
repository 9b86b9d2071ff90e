//! What a case knows of its disclosures, folded from its entries.

use std::collections::{BTreeMap, BTreeSet};

use super::{Answered, Chosen, DisclosureAsked, DisclosureDecided, DisclosureMade, Pickup};
use crate::cases::CaseFile;
use crate::entry::Entry;
use crate::event::Event;
use crate::ids::{DossierId, EntryNumber, ItemId, StaffId};
use crate::inquiries::Pack;
use crate::level::Level;
use crate::sharing::InfoKind;
use crate::time::Instant;

/// A disclosure that somebody asked for by a law.
#[derive(Debug, Clone)]
pub struct Asked {
    /// What was asked for.
    pub asked: DisclosureAsked,
    /// By whom.
    pub by: StaffId,
    /// When.
    pub at: Instant,
    /// What was decided, by whom and when.
    pub decided: Option<(DisclosureDecided, StaffId, Instant)>,
}

/// A disclosure that was made.
#[derive(Debug, Clone)]
pub struct Made {
    /// What was given out.
    pub made: DisclosureMade,
    /// Which entry says so.
    pub entry: EntryNumber,
    /// Who gave it out.
    pub by: StaffId,
    /// When.
    pub at: Instant,
    /// What was heard of the package as which it left, in order.
    pub answers: Vec<Answered>,
}

/// What a case knows of its disclosures.
#[derive(Debug, Clone, Default)]
pub struct Disclosures {
    /// What was asked for, oldest first.
    pub asked: Vec<Asked>,
    /// What was made, oldest first.
    pub made: Vec<Made>,
    /// The pages at which something can be fetched, or could, oldest first.
    pub(super) pickups: Vec<Pickup>,
    /// The entries that can be given out: of which kind each is, and how confidential with what is clipped to it.
    entries: BTreeMap<EntryNumber, (InfoKind, Level)>,
}

impl Disclosures {
    /// Takes one more entry into account.
    pub fn apply(&mut self, entry: &Entry) {
        let (by, at) = (entry.author(), entry.signed());
        match &entry.event {
            Event::DisclosureAsked(asked) => {
                self.asked.push(Asked { asked: asked.clone(), by, at, decided: None });
            }
            Event::DisclosureDecided(decided) => {
                if let Some(asked) = self.asked.iter_mut().find(|known| known.asked.id == decided.id) {
                    asked.decided.get_or_insert((decided.clone(), by, at));
                }
            }
            Event::DisclosureMade(made) => {
                self.made.push(Made { made: made.clone(), entry: entry.id.number, by, at, answers: Vec::new() });
            }
            Event::PackageAnswered(said) => self.answered(Answered { said: said.clone(), by, at }),
            Event::PickupOpened(opened) => self.pickups.push(Pickup {
                opened: opened.clone(),
                by,
                at,
                noticed: None,
                tried: Vec::new(),
                fetched: Vec::new(),
                shut: None,
            }),
            Event::PickupNoticed(noticed) => {
                self.page(noticed.id, |page| page.noticed = page.noticed.or(Some((noticed.failed, at))));
            }
            Event::PickupTried(tried) => self.page(tried.id, |page| page.tried.push(at)),
            Event::PickupFetched(fetched) => self.page(fetched.id, |page| page.fetched.push(at)),
            Event::PickupShut(shut) => {
                self.page(shut.id, |page| page.shut = Some((shut.note.clone(), by, at)));
            }
            Event::AddendumWritten(added) => self.raise(added.to, entry.level),
            Event::EntryCoSigned(beside) => self.raise(beside.entry, entry.level),
            event => {
                if let Some(kind) = InfoKind::of(event) {
                    self.entries.insert(entry.id.number, (kind, entry.level));
                }
            }
        }
    }

    fn page(&mut self, id: ItemId, change: impl FnOnce(&mut Pickup)) {
        if let Some(page) = self.pickups.iter_mut().find(|known| known.opened.id == id) {
            change(page);
        }
    }

    /// What is clipped to an entry leaves with it.
    fn raise(&mut self, to: EntryNumber, level: Level) {
        if let Some((_, known)) = self.entries.get_mut(&to) {
            *known = level.max(*known);
        }
    }

    /// The number that the next one has.
    pub fn next_number(&self) -> u32 {
        u32::try_from(self.made.len()).unwrap_or(u32::MAX).saturating_add(1)
    }

    /// What was asked for under this id.
    pub fn asked(&self, id: ItemId) -> Option<&Asked> {
        self.asked.iter().find(|known| known.asked.id == id)
    }

    /// What was given out under this id.
    pub fn made(&self, id: ItemId) -> Option<&Made> {
        self.made.iter().find(|known| known.made.id == id)
    }

    /// Those that nobody has decided on.
    pub fn undecided(&self) -> impl Iterator<Item = &Asked> {
        self.asked.iter().filter(|asked| asked.decided.is_none())
    }

    /// Those that are approved and not made yet, each with when that was.
    pub fn approved(&self) -> impl Iterator<Item = (&Asked, Instant)> {
        let open = self.asked.iter().filter(|asked| self.made(asked.asked.id).is_none());
        open.filter_map(|asked| match &asked.decided {
            Some((decided, _, at)) if decided.approved => Some((asked, *at)),
            _ => None,
        })
    }

    /// What was given out for this request for one's own record.
    pub fn pack(&self, inquiry: DossierId) -> Pack {
        let made = self.made.iter().filter(|made| made.made.inquiry == Some(inquiry));
        made.fold(Pack::default(), |pack, made| Pack {
            given: pack.given + 1,
            left_out: pack.left_out + made.made.chosen.withheld.len(),
        })
    }

    /// Of which kind an entry is that can be given out, and how confidential with what is clipped to it.
    pub fn entry(&self, number: EntryNumber) -> Option<(InfoKind, Level)> {
        self.entries.get(&number).copied()
    }
}

impl CaseFile {
    /// Which kinds of information are in what was chosen.
    pub fn kinds_of(&self, chosen: &Chosen) -> BTreeSet<InfoKind> {
        let entries = chosen.entries.iter().filter_map(|entry| self.disclosures.entry(*entry)).map(|(kind, _)| kind);
        let documents = (!chosen.documents.is_empty()).then_some(InfoKind::Documents);
        let identity = chosen.identity.then_some(InfoKind::Identity);
        entries.chain(documents).chain(identity).chain(chosen.kinds.iter().copied()).collect()
    }

    /// How confidential what was chosen is: as much as the most confidential of it; what is told is at least Confidential.
    pub fn level_of(&self, chosen: &Chosen) -> Level {
        let entries = chosen.entries.iter().filter_map(|entry| self.disclosures.entry(*entry)).map(|(_, level)| level);
        let documents = chosen.documents.iter().filter_map(|id| self.documents.find(*id)?.latest());
        let documents = documents.map(|version| version.level);
        entries.chain(documents).max().unwrap_or(Level::Confidential).max(Level::Confidential)
    }
}

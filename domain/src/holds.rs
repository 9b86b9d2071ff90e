//! Legal holds: a matter keeps files from being destroyed, whatever the schedule says, until it is released.
//!
//! Serves PT-5.1 and RC-4.6b. Many matters may hold one file. A release is an entry like any other; nothing is ever taken out of a matter, so it
//! can always be told what was held, from when to when, by whom and why. A hold on a client holds all cases of the client.
//!
//! # Source
//! MoReq2010 (disposal holds); ISO 15489-1.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::entry::Entry;
use crate::event::Event;
use crate::ids::{DossierId, StaffId};
use crate::text::{Line, Narrative};
use crate::time::Instant;

/// A matter is opened: a dispute, an inquiry, a request of an authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatterOpened {
    /// What it is called among those who may read it.
    pub title: Line,
    /// Why files have to be kept.
    pub reason: Narrative,
}

/// A file is held by the matter from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileHeld {
    /// Which: a case, or a client with all cases.
    pub file: DossierId,
    /// Its number as people read it.
    pub number: String,
}

/// A file is no longer held by the matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldReleased {
    /// Which.
    pub file: DossierId,
    /// Why.
    pub reason: Line,
}

/// The matter is over; it holds nothing any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatterEnded {
    /// Why.
    pub reason: Line,
}

/// A file that is or was held.
#[derive(Debug, Clone)]
pub struct Held {
    /// Its number.
    pub number: String,
    /// Since when, and by whom.
    pub since: (Instant, StaffId),
    /// Until when, by whom and why, when it was released.
    pub released: Option<(Instant, StaffId, Line)>,
}

/// What the dossier of a matter says so far.
#[derive(Debug, Clone, Default)]
pub struct Matter {
    /// What it is about, when it was opened and by whom; `None` before the first entry.
    pub opened: Option<(MatterOpened, Instant, StaffId)>,
    /// The files that are or were held; one that was released and held again stands here as it stands now.
    pub files: BTreeMap<DossierId, Held>,
    /// When it ended, by whom and why.
    pub ended: Option<(Instant, StaffId, Line)>,
}

impl Matter {
    /// Takes one more entry into account.
    pub fn apply(&mut self, entry: &Entry) {
        let (at, by) = (entry.signed(), entry.author());
        match &entry.event {
            Event::MatterOpened(opened) => self.opened = Some((opened.clone(), at, by)),
            Event::FileHeld(held) => {
                let now = Held { number: held.number.clone(), since: (at, by), released: None };
                self.files.insert(held.file, now);
            }
            Event::HoldReleased(released) => {
                if let Some(held) = self.files.get_mut(&released.file) {
                    held.released = Some((at, by, released.reason.clone()));
                }
            }
            Event::MatterEnded(ended) => {
                self.ended = Some((at, by, ended.reason.clone()));
                for held in self.files.values_mut().filter(|held| held.released.is_none()) {
                    held.released = Some((at, by, ended.reason.clone()));
                }
            }
            _ => {}
        }
    }

    /// The files that are held now.
    pub fn holding(&self) -> impl Iterator<Item = (DossierId, &Held)> {
        self.files.iter().filter(|(_, held)| held.released.is_none()).map(|(file, held)| (*file, held))
    }

    /// Decides on opening: the first entry.
    ///
    /// # Errors
    /// [`CannotHold::Open`] when the dossier holds a matter already.
    pub fn open(&self, order: MatterOpened) -> Result<Vec<Event>, CannotHold> {
        if self.opened.is_some() {
            return Err(CannotHold::Open);
        }
        Ok(vec![Event::MatterOpened(order)])
    }

    /// Decides on holding one more file.
    ///
    /// # Errors
    /// [`CannotHold`] when the matter is over or holds the file already.
    pub fn hold(&self, order: FileHeld) -> Result<Vec<Event>, CannotHold> {
        self.must_go_on()?;
        if self.holding().any(|(file, _)| file == order.file) {
            return Err(CannotHold::Already);
        }
        Ok(vec![Event::FileHeld(order)])
    }

    /// Decides on releasing one file.
    ///
    /// # Errors
    /// [`CannotHold`] when the matter is over or does not hold the file.
    pub fn release(&self, order: HoldReleased) -> Result<Vec<Event>, CannotHold> {
        self.must_go_on()?;
        if !self.holding().any(|(file, _)| file == order.file) {
            return Err(CannotHold::NotHeld);
        }
        Ok(vec![Event::HoldReleased(order)])
    }

    /// Decides on ending the matter, which releases all its files.
    ///
    /// # Errors
    /// [`CannotHold`] when it is over already.
    pub fn end(&self, order: MatterEnded) -> Result<Vec<Event>, CannotHold> {
        self.must_go_on()?;
        Ok(vec![Event::MatterEnded(order)])
    }

    const fn must_go_on(&self) -> Result<(), CannotHold> {
        match (&self.opened, &self.ended) {
            (Some(_), None) => Ok(()),
            (None, _) => Err(CannotHold::NotOpen),
            (_, Some(_)) => Err(CannotHold::Over),
        }
    }
}

/// Why a matter cannot be changed like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotHold {
    /// The dossier holds a matter already.
    #[error("this matter is open already")]
    Open,
    /// Nobody opened it.
    #[error("there is no such matter")]
    NotOpen,
    /// It has ended.
    #[error("this matter is over; open a new one")]
    Over,
    /// The file is held by it.
    #[error("this file is held by this matter already")]
    Already,
    /// The file is not held by it.
    #[error("this file is not held by this matter, or no longer")]
    NotHeld,
    /// There is no file with this number.
    #[error("there is no file with this number; please compare it with the paper")]
    NoFile,
}

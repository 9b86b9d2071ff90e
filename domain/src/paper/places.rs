//! Places for physical items: where in the organisation's houses something can lie, and how it is locked there.
//!
//! Serves PT-4.4.3, CM-4.3.2, RC-4.1. Places are the organisation's list: an item names one of them and never a place in words. A place that is
//! no longer used is closed, not deleted, because the custody of items names it for ever.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::entry::Entry;
use crate::event::Event;
use crate::ids::{ItemId, StaffId};
use crate::text::Line;
use crate::time::Instant;

/// What a place is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceAbout {
    /// The house, such as a street.
    pub site: Line,
    /// The room.
    pub room: Line,
    /// The cabinet, shelf or safe.
    pub cabinet: Line,
    /// How it is locked, and who can open it (PT-4.4.3).
    pub lock: Line,
}

/// A place is laid down, or described anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceLaidDown {
    /// Which.
    pub id: ItemId,
    /// What it is.
    pub about: PlaceAbout,
}

/// A place is no longer used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceClosed {
    /// Which.
    pub id: ItemId,
    /// Why.
    pub reason: Line,
}

/// A place as the organisation knows it.
#[derive(Debug, Clone)]
pub struct Place {
    /// What it is.
    pub about: PlaceAbout,
    /// When it was closed, by whom and why, if it was.
    pub closed: Option<(Instant, StaffId, Line)>,
}

impl Place {
    /// Site, room and cabinet in one line. It is content of the organisation and goes into no address, log or job.
    pub fn name(&self) -> String {
        let PlaceAbout { site, room, cabinet, .. } = &self.about;
        format!("{}, {}, {}", site.reveal(), room.reveal(), cabinet.reveal())
    }
}

/// The places of the organisation.
#[derive(Debug, Clone, Default)]
pub struct Places {
    /// Every place that there ever was.
    pub all: BTreeMap<ItemId, Place>,
}

impl Places {
    /// Takes one more entry into account.
    pub fn apply(&mut self, entry: &Entry) {
        match &entry.event {
            Event::PlaceLaidDown(laid) => {
                let place = Place { about: laid.about.clone(), closed: None };
                self.all.insert(laid.id, place);
            }
            Event::PlaceClosed(closed) => {
                if let Some(place) = self.all.get_mut(&closed.id) {
                    place.closed = Some((entry.signed(), entry.author(), closed.reason.clone()));
                }
            }
            _ => {}
        }
    }

    /// The place with this id, used or not.
    pub fn find(&self, id: ItemId) -> Option<&Place> {
        self.all.get(&id)
    }

    /// Whether something can be put there.
    pub fn is_used(&self, id: ItemId) -> bool {
        self.find(id).is_some_and(|place| place.closed.is_none())
    }

    /// The places that are used, by their names.
    pub fn used(&self) -> Vec<(ItemId, &Place)> {
        let mut used: Vec<_> =
            self.all.iter().filter(|(_, place)| place.closed.is_none()).map(|(id, place)| (*id, place)).collect();
        used.sort_by_cached_key(|(_, place)| place.name());
        used
    }

    /// Decides on laying down a place, or describing it anew.
    ///
    /// # Errors
    /// [`CannotPlace`] when it is closed, another place is described like this, or nothing changes.
    pub fn lay_down(&self, order: PlaceLaidDown) -> Result<Vec<Event>, CannotPlace> {
        match self.find(order.id) {
            Some(place) if place.closed.is_some() => return Err(CannotPlace::Closed),
            Some(place) if place.about == order.about => return Err(CannotPlace::Same),
            _ => {}
        }
        let alike = |place: &Place| {
            let (one, other) = (&place.about, &order.about);
            (&one.site, &one.room, &one.cabinet) == (&other.site, &other.room, &other.cabinet)
        };
        if self.used().iter().any(|(id, place)| *id != order.id && alike(place)) {
            return Err(CannotPlace::Known);
        }
        Ok(vec![Event::PlaceLaidDown(order)])
    }

    /// Decides on closing a place. That nothing lies there is a guard of whoever writes it.
    ///
    /// # Errors
    /// [`CannotPlace`] when there is no such place, or it is closed.
    pub fn close(&self, order: PlaceClosed) -> Result<Vec<Event>, CannotPlace> {
        match self.find(order.id) {
            None => Err(CannotPlace::NoPlace),
            Some(place) if place.closed.is_some() => Err(CannotPlace::Closed),
            Some(_) => Ok(vec![Event::PlaceClosed(order)]),
        }
    }
}

/// Why a place cannot be laid down or closed like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotPlace {
    /// There is none.
    #[error("there is no such place")]
    NoPlace,
    /// It is closed.
    #[error("this place is closed; please lay down a new one")]
    Closed,
    /// Another one has this name.
    #[error("there is a place with this site, room and cabinet already")]
    Known,
    /// Nothing changes.
    #[error("nothing is different from before")]
    Same,
    /// Something lies there, or belongs there.
    #[error("there are items that belong here; move them first")]
    NotEmpty,
}

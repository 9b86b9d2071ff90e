//! Rooms in which sessions take place: where they are, for how many people, and whether they are in use.
//!
//! Serves FS-4.1.3. Rooms are the organisation's list. One that is no longer used is marked so and not deleted, because bookings name it for ever. Of two
//! who book one room for one hour only one wins, which is a guard of whoever writes it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::entry::Entry;
use crate::event::Event;
use crate::ids::ItemId;
use crate::text::Line;

/// For how many people a room may be.
const MOST_PEOPLE: u16 = 500;

/// A room is described, for the first time or anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomDescribed {
    /// Which.
    pub id: ItemId,
    /// What people call it.
    pub name: Line,
    /// The house, such as a street.
    pub site: Line,
    /// For how many people, whoever holds the session included.
    pub people: u16,
    /// Whether sessions can be booked in it.
    pub used: bool,
}

impl RoomDescribed {
    /// Name and house in one line. It goes into no address, log or job.
    pub fn full_name(&self) -> String {
        format!("{}, {}", self.name.reveal(), self.site.reveal())
    }
}

/// The rooms of the organisation.
#[derive(Debug, Clone, Default)]
pub struct Rooms {
    /// Every room that there ever was.
    pub all: BTreeMap<ItemId, RoomDescribed>,
}

impl Rooms {
    /// Whoever meets in a room: one of us and the client.
    pub const FEWEST: u16 = 2;

    /// Takes one more entry into account.
    pub fn apply(&mut self, entry: &Entry) {
        if let Event::RoomDescribed(room) = &entry.event {
            self.all.insert(room.id, room.clone());
        }
    }

    /// The room with this id, used or not.
    pub fn find(&self, id: ItemId) -> Option<&RoomDescribed> {
        self.all.get(&id)
    }

    /// Whether a session can be booked in it.
    pub fn is_used(&self, id: ItemId) -> bool {
        self.find(id).is_some_and(|room| room.used)
    }

    /// The rooms that are used, by site and name.
    pub fn used(&self) -> Vec<&RoomDescribed> {
        let mut used: Vec<&RoomDescribed> = self.all.values().filter(|room| room.used).collect();
        used.sort_by_cached_key(|room| (room.site.reveal().to_owned(), room.name.reveal().to_owned()));
        used
    }

    /// Decides on describing a room.
    ///
    /// # Errors
    /// [`BadRoom`] names what is wrong with it.
    pub fn describe(&self, order: RoomDescribed) -> Result<Vec<Event>, BadRoom> {
        if !(Self::FEWEST..=MOST_PEOPLE).contains(&order.people) {
            return Err(BadRoom::People);
        }
        if self.find(order.id) == Some(&order) {
            return Err(BadRoom::Same);
        }
        let alike = |room: &&RoomDescribed| (&room.name, &room.site) == (&order.name, &order.site);
        if self.used().into_iter().any(|room| room.id != order.id && alike(&room)) {
            return Err(BadRoom::Known);
        }
        Ok(vec![Event::RoomDescribed(order)])
    }
}

/// Why a room cannot be described like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadRoom {
    /// Fewer than two, or a hall.
    #[error("a room is for 2 to 500 people")]
    People,
    /// Another one has this name.
    #[error("there is a room with this name at this site already")]
    Known,
    /// Nothing changes.
    #[error("nothing is different from before")]
    Same,
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn room(id: u128, name: &str, people: u16, used: bool) -> RoomDescribed {
        let (name, site) = (Line::parse(name).unwrap(), Line::parse("Tannery Lane").unwrap());
        RoomDescribed { id: ItemId::new(Uuid::from_u128(id)), name, site, people, used }
    }

    #[test]
    fn a_room_is_described_when_it_is_another_one() {
        let known = room(1, "Room 1", 4, true);
        let rooms = Rooms { all: [(known.id, known.clone())].into() };
        let check = |order: RoomDescribed| rooms.describe(order).map(|events| events.len());
        assert_eq!(check(known), Err(BadRoom::Same));
        assert_eq!(check(room(1, "Room 1", 6, true)), Ok(1));
        assert_eq!(check(room(2, "Room 1", 4, true)), Err(BadRoom::Known));
        assert_eq!(check(room(2, "Room 2", 1, true)), Err(BadRoom::People));
        assert_eq!(check(room(2, "Room 2", 2, true)), Ok(1));
    }

    #[test]
    fn only_rooms_in_use_are_offered_and_an_old_name_is_free_again() {
        let rooms = Rooms {
            all: [
                (room(1, "B", 4, false).id, room(1, "B", 4, false)),
                (room(2, "A", 4, true).id, room(2, "A", 4, true)),
            ]
            .into(),
        };
        assert_eq!(rooms.used().len(), 1);
        assert!(!rooms.is_used(room(1, "B", 4, false).id));
        assert!(rooms.describe(room(3, "B", 4, true)).is_ok());
    }
}

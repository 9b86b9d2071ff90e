//! The keys of the installation, as far as the record speaks of them: that a new key-encryption key was wanted, and that it has taken the place of
//! the old one; that the server was sealed, and that it was given its root key again.
//!
//! Serves PT-3c and RC-4.2b. The keys themselves are the store's; here is who ordered what, when and why.

use serde::{Deserialize, Serialize};

use crate::event::Event;
use crate::ids::StaffId;
use crate::organisation::Organisation;
use crate::text::Line;
use crate::time::Instant;

/// A new key-encryption key is to take the place of the one that holds now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyRotationOrdered {
    /// Of which epoch it is.
    pub epoch: u32,
    /// Why.
    pub reason: Line,
    /// Whether every file gets another key as well, under which what is written from then on is sealed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub files: bool,
}

/// Every key is wrapped under the new key-encryption key, and the older ones are gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeysRotated {
    /// Of which epoch the new one is.
    pub epoch: u32,
    /// How many keys it wraps.
    pub keys: u64,
}

/// The server is sealed: it throws all keys away and opens nothing until it is given the root key again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerSealed {
    /// Why.
    pub reason: Line,
}

/// The server was given its root key again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerUnsealed {
    /// How many wrong keys were tried before, since the server was started.
    pub tries: u32,
}

/// Why a server cannot be sealed, or unsealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotSeal {
    /// The organisation was never founded.
    #[error("this installation is not set up yet")]
    NotFounded,
    /// It has no place to begin anew from.
    #[error("a demonstration cannot be sealed")]
    NotHere,
    /// It is not sealed.
    #[error("the server is not sealed")]
    NotSealed,
}

/// The last rotation of the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rotation {
    /// Of which epoch the new key-encryption key is.
    pub epoch: u32,
    /// Who ordered it.
    pub by: StaffId,
    /// When.
    pub ordered: Instant,
    /// Whether every file gets another key as well.
    pub files: bool,
    /// When it was done; nothing while it is under way.
    pub done: Option<Instant>,
}

/// Why keys cannot be rotated now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotRotate {
    /// The organisation was never founded.
    #[error("this installation is not set up yet")]
    NotFounded,
    /// One is under way.
    #[error("the keys are being changed already; wait until that is done")]
    UnderWay,
    /// None was ordered, or it is done.
    #[error("no change of the keys is under way")]
    NotOrdered,
}

impl Organisation {
    /// The rotation that is under way.
    pub fn rotating(&self) -> Option<Rotation> {
        self.rotation.filter(|rotation| rotation.done.is_none())
    }

    /// Decides on a new key-encryption key of this epoch, and on another key for every file.
    ///
    /// # Errors
    /// [`CannotRotate::UnderWay`] while another rotation is.
    pub fn order_rotation(&self, epoch: u32, reason: Line, files: bool) -> Result<Vec<Event>, CannotRotate> {
        if self.name.is_none() {
            return Err(CannotRotate::NotFounded);
        }
        match self.rotating() {
            Some(_) => Err(CannotRotate::UnderWay),
            None => Ok(vec![Event::KeyRotationOrdered(KeyRotationOrdered { epoch, reason, files })]),
        }
    }

    /// Records that the rotation is done.
    ///
    /// # Errors
    /// [`CannotRotate::NotOrdered`] when none is under way: somebody else has recorded it.
    pub fn finish_rotation(&self, done: KeysRotated) -> Result<Vec<Event>, CannotRotate> {
        match self.rotating() {
            Some(_) => Ok(vec![Event::KeysRotated(done)]),
            None => Err(CannotRotate::NotOrdered),
        }
    }

    /// Decides on sealing the server. It may be done whatever else goes on.
    ///
    /// # Errors
    /// [`CannotSeal::NotFounded`] before there is anything to protect.
    pub fn seal_server(&self, reason: Line) -> Result<Vec<Event>, CannotSeal> {
        match &self.name {
            Some(_) => Ok(vec![Event::ServerSealed(ServerSealed { reason })]),
            None => Err(CannotSeal::NotFounded),
        }
    }

    /// Records that the server was given its root key.
    ///
    /// # Errors
    /// [`CannotSeal::NotSealed`] when it was not sealed by anybody.
    pub fn unseal_server(&self, tries: u32) -> Result<Vec<Event>, CannotSeal> {
        match self.sealed {
            Some(_) => Ok(vec![Event::ServerUnsealed(ServerUnsealed { tries })]),
            None => Err(CannotSeal::NotSealed),
        }
    }
}

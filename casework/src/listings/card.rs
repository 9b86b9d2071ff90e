//! The file of a service in the directory, and its card, which holds all that lists show of it.

use std::collections::BTreeSet;
use std::fmt;

use domain::entry::Entry;
use domain::ids::{DossierId, DossierKind, StaffId};
use domain::level::Level;
use domain::listings::{Help, Listing, Takes};
use domain::rulebook::Rulebook;
use domain::time::Instant;
use serde::{Deserialize, Serialize};
use store::Derived;

use crate::Fault;
use crate::cards::sealed_form;
use crate::house::file::{File, card, derived};

impl File for Listing {
    const KIND: DossierKind = DossierKind::Listing;

    fn apply(&mut self, entry: &Entry) {
        Self::apply(self, entry);
    }

    fn derive(&self, _dossier: DossierId, _rules: &Rulebook) -> Result<Derived, Fault> {
        let state = if self.is_listed() { "open" } else { "closed" };
        Ok(derived(card(state, Level::Standard, sealed_form(&ListingCard::of(self))?)))
    }
}

/// A service in a list: what somebody looks for when they choose one.
#[derive(Clone, Serialize, Deserialize)]
pub struct ListingCard {
    /// What it is called.
    pub name: String,
    /// Who offers it.
    pub provider: String,
    /// What it helps with.
    pub help: BTreeSet<Help>,
    /// What it does.
    pub what: String,
    /// For whom it is.
    pub eligible: String,
    /// For which places, and where it is.
    pub area: String,
    /// In which languages.
    pub languages: String,
    /// Its telephone number.
    #[serde(default)]
    pub phone: String,
    /// Whether it takes new clients.
    pub takes: Takes,
    /// When somebody last said that it holds, and who.
    pub checked: Option<(Instant, StaffId)>,
    /// By what it is known in the list of others that it was read from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// When it was taken off the list.
    #[serde(default)]
    pub ended: Option<Instant>,
}

impl fmt::Debug for ListingCard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ListingCard({} kinds of help)", self.help.len())
    }
}

impl ListingCard {
    /// The card of this file.
    pub fn of(listing: &Listing) -> Self {
        let now = listing.now.as_ref();
        let text = |line: Option<&domain::text::Line>| line.map(|line| line.reveal().to_owned()).unwrap_or_default();
        let places = now.map(|now| [now.area.as_ref(), now.address.as_ref()].map(text)).unwrap_or_default();
        let what = now.and_then(|now| now.what.as_ref());
        Self {
            name: text(now.map(|now| &now.name)),
            provider: text(now.map(|now| &now.provider)),
            help: now.map(|now| now.help.clone()).unwrap_or_default(),
            what: what.map(|what| what.reveal().to_owned()).unwrap_or_default(),
            eligible: text(now.and_then(|now| now.eligible.as_ref())),
            area: places.iter().filter(|place| !place.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" · "),
            languages: text(now.and_then(|now| now.languages.as_ref())),
            phone: text(now.and_then(|now| now.phone.as_ref())),
            takes: now.map_or(Takes::Unknown, |now| now.takes),
            checked: listing.checked.as_ref().map(|(at, by, _)| (*at, *by)),
            source: now.and_then(|now| now.source.as_ref()).map(|source| source.reveal().to_owned()),
            ended: listing.ended.as_ref().map(|(at, ..)| *at),
        }
    }

    /// Service and who offers it, in one line.
    pub fn full_name(&self) -> String {
        format!("{}, {}", self.name, self.provider)
    }
}

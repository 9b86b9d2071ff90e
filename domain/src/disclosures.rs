//! Disclosures: what of a case was given to somebody outside, to whom, why and how.
//!
//! Serves CM-4.3.3, CC-4.4.1, CC-4.4.2, CC-4.4.3, PT-4.4.4, PT-4.5.3. There are three grounds: the client asked for it and it is certain that they did, the client has
//! consented to it, or a law requires or permits it and somebody else has agreed that it does. Without one of them nothing leaves. Decision 0030.

mod amend;
mod file;
mod package;
mod pickup;
mod rules;
mod withheld;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::documents::Arrived;
use crate::identity::Identified;
use crate::ids::{DossierId, EntryNumber, ItemId};
use crate::sharing::{GivenBy, InfoKind, SharingPurpose};
use crate::text::{Line, Narrative};

pub use amend::BadGivingOut;
pub use file::{Asked, Disclosures, Made};
pub use package::{Answered, CannotPack, PackageAnswered, PackageReceipt};
pub use pickup::{
    CannotPickUp, MOST_FETCHED, MOST_TRIES, Notice, Pickup, PickupFetched, PickupNoticed, PickupOpened, PickupShut,
    PickupStands, PickupTried,
};
pub use rules::CannotDisclose;
pub use withheld::{PassageDigest, Withheld, WithheldWhy};

/// What is given out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chosen {
    /// Entries of the case. An approved report is the entry by which it was handed in.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub entries: BTreeSet<EntryNumber>,
    /// Who the client is and how to reach them, as their file says it that day.
    #[serde(default, skip_serializing_if = "crate::unsaid::is_no")]
    pub identity: bool,
    /// Documents, each in its latest version.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub documents: BTreeSet<ItemId>,
    /// What is told by word of mouth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<Narrative>,
    /// Which kinds of information are in what is told.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub kinds: BTreeSet<InfoKind>,
    /// Passages of these entries that are left out of the copy.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub withheld: BTreeSet<Withheld>,
}

/// Somebody asks whether something may be given out because a law requires or permits it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisclosureAsked {
    /// Its id, which the disclosure will have.
    pub id: ItemId,
    /// To whom.
    pub recipient: Line,
    /// What.
    pub chosen: Chosen,
    /// How.
    pub by: GivenBy,
    /// The law, order or authority.
    pub law: Line,
    /// Why it applies.
    pub reason: Narrative,
    /// The referral for which the service is asked by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub referral: Option<ItemId>,
}

/// Somebody else has decided on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisclosureDecided {
    /// Which.
    pub id: ItemId,
    /// Whether it may be given out.
    pub approved: bool,
    /// Why.
    pub note: Line,
}

/// By what right something is given out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisclosureBasis {
    /// The client asked for it themselves, and this is how it is known that it was them.
    Request(Identified),
    /// The client has agreed to it: this consent to share.
    Consent(ItemId),
    /// A law requires or permits it, and that was decided on under the id of the disclosure.
    Law,
}

impl DisclosureBasis {
    /// The consent to share that is named, if one is.
    pub const fn consent(&self) -> Option<ItemId> {
        match self {
            Self::Consent(id) => Some(*id),
            Self::Request(_) | Self::Law => None,
        }
    }

    /// The words for it.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Request(_) => "The client asked for it",
            Self::Consent(_) => "The client has consented",
            Self::Law => "Required or permitted by law",
        }
    }
}

/// Something was given out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisclosureMade {
    /// Its id.
    pub id: ItemId,
    /// Its running number in the case, from 1.
    pub number: u32,
    /// To whom.
    pub recipient: Line,
    /// What for.
    pub purpose: SharingPurpose,
    /// What for, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Line>,
    /// What.
    pub chosen: Chosen,
    /// How.
    pub by: GivenBy,
    /// By what right.
    pub basis: DisclosureBasis,
    /// The inquiry by which the client asked for their own record, where this is its answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inquiry: Option<DossierId>,
    /// The referral for which the service is asked by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub referral: Option<ItemId>,
    /// The recipient's own public key, by which a package is locked (`age1…`); without one it is locked by a password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<Line>,
    /// The file that left, sealed as it is; its digest is the SHA-256 of its bytes. Nothing of what was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copy: Option<Arrived>,
}

//! Looking at who can still open a case after it was closed: computed from the permissions, and signed by IT.
//!
//! Serves RC-5 (access revoked), RC-4.2c. The fifth step of the closure says that access is to fall away; this says that it did.

use serde::{Deserialize, Serialize};

use crate::cases::{CaseFile, Standing};
use crate::event::Event;
use crate::ids::StaffId;
use crate::policy::Action;

/// Why somebody can still open a closed case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StillOpens {
    /// Keeps closed files: records officer, data protection officer.
    Keeper,
    /// Asks the client once more how things are; sees how to reach the client, and not the file.
    AfterCare,
    /// Neither of these: the access was not taken back.
    Otherwise,
}

impl StillOpens {
    /// Every reason.
    pub const ALL: [Self; 3] = [Self::Keeper, Self::AfterCare, Self::Otherwise];

    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Keeper => "Keeps closed files",
            Self::AfterCare => "Follows up",
            Self::Otherwise => "Not taken back",
        }
    }

    /// What somebody with these permissions and ties is to a closed case; `None` when it is closed to them.
    pub fn of(may: &[Action], keeps: bool) -> Option<Self> {
        let reads = may.iter().any(|action| *action != Action::RecordAfterCare);
        match (reads, keeps, may.is_empty()) {
            (_, _, true) => None,
            (true, true, _) => Some(Self::Keeper),
            (true, false, _) => Some(Self::Otherwise),
            (false, ..) => Some(Self::AfterCare),
        }
    }

    /// What somebody would have to be allowed to see anything of a closed case.
    pub const ASKED: [Action; 5] =
        [Action::ReadCase, Action::SearchCase, Action::ReadDocument, Action::PrintCase, Action::RecordAfterCare];
}

/// Somebody who can still open the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opener {
    /// Who.
    pub staff: StaffId,
    /// Why.
    pub why: StillOpens,
}

/// IT has looked at who can open a closed case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessVerified {
    /// So many accounts that are in use were asked about.
    pub accounts: u32,
    /// Those who can open it, and why.
    pub openers: Vec<Opener>,
    /// Those who worked on it last and cannot open it any more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lost: Vec<StaffId>,
}

impl CaseFile {
    /// Decides on recording who can open the case: once for each closing.
    ///
    /// # Errors
    /// [`CannotVerify`] when the case is open, it was verified already, or somebody can open it without a reason.
    pub fn verify_access(&self, order: AccessVerified) -> Result<Vec<Event>, CannotVerify> {
        if !matches!(self.standing, Standing::Closed(_)) {
            return Err(CannotVerify::StillOpen);
        }
        if self.closing.verified.is_some() {
            return Err(CannotVerify::Verified);
        }
        if order.openers.iter().any(|opener| opener.why == StillOpens::Otherwise) {
            return Err(CannotVerify::NotTakenBack);
        }
        Ok(vec![Event::AccessVerified(order)])
    }

    /// Those who carried and supervised the case when it was closed.
    pub fn worked_last(&self) -> Vec<StaffId> {
        self.assignment().map(|hands| vec![hands.worker, hands.supervisor]).unwrap_or_default()
    }
}

/// Why it cannot be recorded who can open the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotVerify {
    /// The case is open.
    #[error("this case is open; access is looked at after it was closed")]
    StillOpen,
    /// That was done.
    #[error("somebody has looked at the access to this file already")]
    Verified,
    /// Somebody can open it and should not.
    #[error(
        "somebody can still open this file who should not; please tell the data protection officer, and change their roles first"
    )]
    NotTakenBack,
}

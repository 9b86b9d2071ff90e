//! When a client may be referred, and what may be said of it (FS-4.5.1, FS-4.6.2).

use jiff::civil::Date;

use super::{Approach, Came, Referral, ReferralFollowed, ReferralMade, Stands};
use crate::calendar::days_later;
use crate::cases::{CaseClosedNow, CaseFile};
use crate::disclosures::DisclosureBasis;
use crate::event::Event;
use crate::ids::ItemId;
use crate::sharing::Sharing;

/// The longest time until somebody asks, in days: a year.
const LONGEST: u32 = 366;

/// Why a client cannot be referred like this, or this cannot be said of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotRefer {
    /// The case is closed.
    #[error(transparent)]
    Closed(#[from] CaseClosedNow),
    /// The service is not on the list, or not any more.
    #[error("this service is not in the directory any more; please choose another one")]
    NotListed,
    /// The consent does not hold.
    #[error(
        "this consent does not hold today: it has ended, has not begun, or was taken back. Ask the client for another one, or let them get in touch themselves"
    )]
    NoConsent,
    /// One is open already.
    #[error("the client is referred to this service already; please say there what came of it")]
    Already,
    /// A day in the past, or so far away that nobody would think of it.
    #[error("please choose a day from today on, within a year")]
    Day,
    /// Not in this case.
    #[error("there is no such referral in this case")]
    NotHere,
    /// It has ended.
    #[error("this referral has ended; what came of it is written down")]
    Over,
    /// Nobody has asked the service.
    #[error("the service was not asked yet. Give out what it needs first, or take the referral back")]
    NotSent,
    /// It ended without the help, and nobody says why.
    #[error("please say why")]
    NoReason,
    /// The client's file has changed.
    #[error("somebody has changed the client’s file at the same moment; please look at it again")]
    ClientMoved,
}

impl CaseFile {
    /// Decides on referring the client. `consent` is the one that is named, as the client's file has it; `listed` whether the service is in the directory.
    ///
    /// # Errors
    /// [`CannotRefer`] says what is missing.
    pub fn refer(
        &self,
        order: ReferralMade,
        listed: bool,
        consent: Option<&Sharing>,
        today: Date,
    ) -> Result<Vec<Event>, CannotRefer> {
        self.must_be_open()?;
        if !listed {
            return Err(CannotRefer::NotListed);
        }
        if self.referrals.open().any(|known| known.made.listing == order.listing) {
            return Err(CannotRefer::Already);
        }
        if let Approach::Consent(id) = order.approach
            && !consent.is_some_and(|known| known.agreed.id == id && known.holds(today))
        {
            return Err(CannotRefer::NoConsent);
        }
        check_day(order.ask_by, today)?;
        Ok(vec![order.into()])
    }

    /// Decides on what is said of a referral.
    ///
    /// # Errors
    /// [`CannotRefer`] says what is missing.
    pub fn follow_referral(&self, order: ReferralFollowed, today: Date) -> Result<Vec<Event>, CannotRefer> {
        self.must_be_open()?;
        let known = self.referrals.find(order.id).ok_or(CannotRefer::NotHere)?;
        if !known.is_open() {
            return Err(CannotRefer::Over);
        }
        if known.stands() == Stands::ToSend && order.came != Came::Withdrawn {
            return Err(CannotRefer::NotSent);
        }
        if order.came.needs_reason() && order.note.is_none() {
            return Err(CannotRefer::NoReason);
        }
        let ask_by = match (order.came.ends(), order.ask_by) {
            (true, _) => None,
            (false, Some(day)) => Some(day),
            (false, None) => return Err(CannotRefer::Day),
        };
        ask_by.map_or(Ok(()), |day| check_day(day, today))?;
        Ok(vec![ReferralFollowed { ask_by, ..order }.into()])
    }

    /// Whether something may be given out for this referral by this right: it is open, we are to ask, and the right is the one that it names.
    pub(crate) fn is_referred_by(&self, referral: ItemId, basis: &DisclosureBasis) -> bool {
        let fits = |known: &&Referral| match (known.made.approach, basis) {
            (Approach::Consent(named), DisclosureBasis::Consent(given)) => named == *given,
            (Approach::Law, DisclosureBasis::Law) => true,
            _ => false,
        };
        self.referrals.find(referral).filter(|known| known.is_open()).filter(fits).is_some()
    }
}

pub(super) fn check_day(day: Date, today: Date) -> Result<(), CannotRefer> {
    if (today..=days_later(today, LONGEST)).contains(&day) { Ok(()) } else { Err(CannotRefer::Day) }
}

//! When a consent to share may be recorded and taken back (CM-4.3.3, CC-4.4.3).

use jiff::civil::Date;

use super::{SharingAgreed, SharingPurpose, SharingRules, SharingWithdrawn};
use crate::calendar::months_later;
use crate::clients::{ClientFile, ConsentGivenHow};
use crate::event::Event;

/// Why a consent to share cannot be recorded like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotShare {
    /// No kind of information.
    #[error("please choose what may be shared")]
    NoKind,
    /// No way.
    #[error("please choose how it may be given")]
    NoWay,
    /// Something else, and nobody said what.
    #[error("please say in a few words what it is for")]
    PurposeOpen,
    /// Verbal or on behalf, without a name.
    #[error("please name the witness, or who agreed for the client and by what right")]
    WitnessMissing,
    /// The last day is in the past.
    #[error("the last day of this consent is already over")]
    AlreadyOver,
    /// It ends before it begins.
    #[error("the last day is before the first one")]
    EndsBefore,
    /// Longer than the rules allow.
    #[error("a consent to share holds until {0} at the latest; then the client is asked again")]
    TooLong(Date),
    /// It was recorded already.
    #[error("this consent is recorded already")]
    Twice,
    /// There is nothing to take back.
    #[error("this consent was taken back already, or is not in this file")]
    NotHere,
}

impl ClientFile {
    /// Decides on recording a consent to share.
    ///
    /// # Errors
    /// [`CannotShare`] names what is missing.
    pub fn agree_to_share(
        &self,
        order: SharingAgreed,
        today: Date,
        rules: &SharingRules,
    ) -> Result<Vec<Event>, CannotShare> {
        let latest = months_later(today, rules.longest_months.max(1));
        let wrong = [
            (self.sharings.find(order.id).is_some(), CannotShare::Twice),
            (order.purpose == SharingPurpose::Other && order.words.is_none(), CannotShare::PurposeOpen),
            (order.kinds.is_empty(), CannotShare::NoKind),
            (order.ways.is_empty(), CannotShare::NoWay),
            (order.until < order.from, CannotShare::EndsBefore),
            (order.until < today, CannotShare::AlreadyOver),
            (latest < order.until, CannotShare::TooLong(latest)),
            (order.how != ConsentGivenHow::Signed && order.by.is_none(), CannotShare::WitnessMissing),
        ];
        match wrong.into_iter().find(|(wrong, _)| *wrong) {
            Some((_, why)) => Err(why),
            None => Ok(vec![order.into()]),
        }
    }

    /// Decides on taking one back. One that has ended already can be taken back as well: then nobody is asked to renew it.
    ///
    /// # Errors
    /// [`CannotShare::NotHere`].
    pub fn withdraw_sharing(&self, order: SharingWithdrawn) -> Result<Vec<Event>, CannotShare> {
        let known = self.sharings.find(order.id).filter(|sharing| sharing.withdrawn.is_none());
        known.ok_or(CannotShare::NotHere)?;
        Ok(vec![order.into()])
    }
}

//! Locked packages: what was given out leaves as one file that opens with a password, which goes another way, or with the recipient's own key; and it is followed until
//! they have said that they have it (FS-4.5.2, CC-4.4.2). Decision 0039.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{DisclosureMade, Disclosures, Made};
use crate::calendar::days_later;
use crate::cases::CaseFile;
use crate::event::Event;
use crate::ids::{ItemId, StaffId};
use crate::rulebook::Rulebook;
use crate::sharing::{GivenBy, Sharing};
use crate::text::Line;
use crate::time::Instant;

/// What became of a package.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PackageReceipt {
    /// They have opened it: they said the number that stands in it.
    Opened,
    /// They said that they have it, without the number.
    Confirmed,
    /// It did not arrive, or does not open.
    Lost,
}

impl PackageReceipt {
    /// Every answer.
    pub const ALL: [Self; 3] = [Self::Opened, Self::Confirmed, Self::Lost];

    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Opened => "They have opened it, and told me the number that stands in it",
            Self::Confirmed => "They have it, but did not tell me the number",
            Self::Lost => "It did not arrive, or does not open",
        }
    }
}

/// Somebody of ours has heard what became of a package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackageAnswered {
    /// Of which disclosure.
    pub disclosure: ItemId,
    /// What became of it.
    pub receipt: PackageReceipt,
    /// Who said so.
    pub who: Line,
    /// In words; of what is lost, what happened and what is done about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Line>,
}

/// What was heard of a package, from whom of ours and when.
#[derive(Debug, Clone)]
pub struct Answered {
    /// What.
    pub said: PackageAnswered,
    /// Who wrote it down.
    pub by: StaffId,
    /// When.
    pub at: Instant,
}

/// Why a package cannot be had, or what became of it cannot be written; says what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotPack {
    /// Given out by another way, or not at all.
    #[error("only what is given out as a locked package can be had as one")]
    OtherWay,
    /// The consent does not hold any more.
    #[error("the client’s consent does not hold any more; the package cannot be had, and must not be sent")]
    NoConsent,
    /// It is not the number that stands in this package.
    #[error(
        "this is not the number that stands in the package; ask them to read it again, or choose that they did not tell it"
    )]
    OtherNumber,
    /// Lost, and not a word about it.
    #[error("please write what happened, and what you do about it")]
    NoNote,
    /// They have it already.
    #[error("it is written already that they have it")]
    Done,
}

impl Made {
    /// Whether it left as a package that nobody has said anything of yet; then by when somebody asks.
    pub fn unanswered(&self, rules: &Rulebook) -> Option<Date> {
        let waits = self.made.by == GivenBy::Package && self.answers.is_empty();
        waits.then(|| days_later(rules.office.today(self.at), rules.sharing.pickup_days))
    }

    /// Whether the recipient has it, as they said.
    pub fn is_received(&self) -> bool {
        self.answers.last().is_some_and(|answer| answer.said.receipt != PackageReceipt::Lost)
    }
}

impl Disclosures {
    pub(super) fn answered(&mut self, answer: Answered) {
        if let Some(made) = self.made.iter_mut().find(|known| known.made.id == answer.said.disclosure) {
            made.answers.push(answer);
        }
    }
}

impl CaseFile {
    /// What leaves as a package, while it may. `consent` is the one by which it does, as the client's file has it.
    ///
    /// # Errors
    /// [`CannotPack::OtherWay`] or [`CannotPack::NoConsent`].
    pub fn packed(
        &self,
        disclosure: ItemId,
        consent: Option<&Sharing>,
        today: Date,
    ) -> Result<&DisclosureMade, CannotPack> {
        let made = self.disclosures.made(disclosure).map(|made| &made.made);
        let made = made.filter(|made| made.by == GivenBy::Package && made.copy.is_some());
        let made = made.ok_or(CannotPack::OtherWay)?;
        if made.still_right(consent, today) { Ok(made) } else { Err(CannotPack::NoConsent) }
    }

    /// Decides on what became of a package. `number` says whether the number that was told is the one that stands in it.
    ///
    /// # Errors
    /// [`CannotPack`].
    pub fn answer_package(&self, order: PackageAnswered, number: bool) -> Result<Vec<Event>, CannotPack> {
        let made = self.disclosures.made(order.disclosure).filter(|made| made.made.by == GivenBy::Package);
        let made = made.ok_or(CannotPack::OtherWay)?;
        if made.is_received() {
            return Err(CannotPack::Done);
        }
        match order.receipt {
            PackageReceipt::Opened if !number => Err(CannotPack::OtherNumber),
            PackageReceipt::Lost if order.note.is_none() => Err(CannotPack::NoNote),
            _ => Ok(vec![order.into()]),
        }
    }
}

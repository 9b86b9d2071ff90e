//! The one-time link by which a service says what came of a referral (FS-4.6.2).
//!
//! What comes by it is what somebody says who has the link, and no more: it changes nothing by itself. Whoever carries the case reads it, and writes down what
//! came of the referral, as with any other word of the service.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::rules::check_day;
use super::{Came, CannotRefer, Referral, Stands};
use crate::cases::CaseFile;
use crate::event::Event;
use crate::ids::ItemId;
use crate::text::Line;
use crate::time::Instant;

/// A link is made by which the service can answer once (FS-4.6.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerAsked {
    /// Its id; the link is made anew from it whenever it is shown, and stands nowhere.
    pub id: ItemId,
    /// Of which referral.
    pub referral: ItemId,
    /// The last day on which it can be used.
    pub until: Date,
}

/// Somebody has answered by such a link (FS-4.6.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceAnswered {
    /// By which link.
    pub link: ItemId,
    /// Of which referral.
    pub referral: ItemId,
    /// What they say.
    pub came: Came,
    /// In their words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Line>,
}

impl Referral {
    /// The link that can be used on this day: the last one, while nobody has answered by it and the referral is open.
    pub fn link(&self, today: Date) -> Option<&AnswerAsked> {
        let asked = self.asked.last()?;
        let used = self.answers.iter().any(|(answered, _)| answered.link == asked.id);
        (self.is_open() && !used && today <= asked.until).then_some(asked)
    }

    /// What the service has said since somebody last wrote down what came of it, and when.
    pub fn unread(&self) -> Option<(&ServiceAnswered, Instant)> {
        let (answered, at) = self.answers.last().filter(|_| self.is_open())?;
        let read = self.followed.last().is_some_and(|(_, followed, _)| at <= followed);
        (!read).then_some((answered, *at))
    }
}

impl CaseFile {
    /// Decides on making a link. One that was made before is void from then on.
    ///
    /// # Errors
    /// [`CannotRefer`] when the referral has ended, the service was not asked, or the day does not fit.
    pub fn ask_answer(&self, order: AnswerAsked, today: Date) -> Result<Vec<Event>, CannotRefer> {
        self.must_be_open()?;
        let known = self.referrals.find(order.referral).ok_or(CannotRefer::NotHere)?;
        if !known.is_open() {
            return Err(CannotRefer::Over);
        }
        if known.stands() == Stands::ToSend {
            return Err(CannotRefer::NotSent);
        }
        check_day(order.until, today)?;
        Ok(vec![order.into()])
    }

    /// Decides on what came by a link.
    ///
    /// # Errors
    /// [`CannotRefer::Over`] when the link is void: used, replaced by another one, or over its day.
    pub fn service_answers(&self, order: ServiceAnswered, today: Date) -> Result<Vec<Event>, CannotRefer> {
        self.must_be_open()?;
        let known = self.referrals.find(order.referral).ok_or(CannotRefer::NotHere)?;
        if !Came::BY_SERVICE.contains(&order.came) || known.link(today).is_none_or(|link| link.id != order.link) {
            return Err(CannotRefer::Over);
        }
        Ok(vec![order.into()])
    }
}

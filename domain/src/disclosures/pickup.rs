//! Pickups: what was given out waits at a page that opens with a link and a code, and each of the two goes another way (CC-4.4.1, CC-4.4.2). Decision 0037.
//!
//! Whoever has the link alone sees that something waits, and nothing else. A wrong code is written down; after [`MOST_TRIES`] of them the page is shut for good. What
//! was fetched can be fetched again for a day, because lines break; a consent that is taken back shuts the page at once.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{DisclosureBasis, DisclosureMade, Disclosures};
use crate::calendar::days_later;
use crate::cases::CaseFile;
use crate::event::Event;
use crate::ids::{ItemId, StaffId};
use crate::reminders::{Means, NotSent};
use crate::rulebook::Rulebook;
use crate::sharing::{GivenBy, Sharing};
use crate::text::Line;
use crate::time::Instant;

/// So many wrong codes shut the page.
pub const MOST_TRIES: usize = 5;

/// So often it can be fetched.
pub const MOST_FETCHED: usize = 5;

/// So many seconds after it was fetched first it can be fetched again.
const AGAIN: i64 = 86_400;

/// How the recipient hears that something waits: a message with the link, which says neither from whom nor what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// By what.
    pub means: Means,
    /// To which address or number.
    pub to: Line,
    /// In which language, as a tag.
    pub language: String,
}

/// A page was opened at which a disclosure can be fetched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PickupOpened {
    /// Its id.
    pub id: ItemId,
    /// What waits there.
    pub disclosure: ItemId,
    /// The last day on which it can be fetched.
    pub until: Date,
    /// The message that tells them; nothing: somebody tells them the link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<Notice>,
}

/// What came of the message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PickupNoticed {
    /// Of which page.
    pub id: ItemId,
    /// Why it could not be sent; nothing: the relay or gateway has taken it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed: Option<NotSent>,
}

/// Somebody had the link, and not the code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PickupTried {
    /// At which page.
    pub id: ItemId,
}

/// Somebody had link and code, and what waits was handed to them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PickupFetched {
    /// At which page.
    pub id: ItemId,
}

/// Somebody of ours has shut a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PickupShut {
    /// Which.
    pub id: ItemId,
    /// Why.
    pub note: Line,
}

/// How a page stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PickupStands {
    /// It can be fetched, and was not.
    Waits,
    /// It was fetched, and can be fetched again for a while.
    Again,
    /// It was fetched.
    Fetched,
    /// The message to the recipient could not be sent.
    NotTold,
    /// There were too many wrong codes.
    Locked,
    /// Somebody of ours has shut it.
    Shut,
    /// Its last day is over, and nobody has fetched it.
    Over,
}

/// A page as the file knows it.
#[derive(Debug, Clone)]
pub struct Pickup {
    /// What was opened.
    pub opened: PickupOpened,
    /// By whom.
    pub by: StaffId,
    /// When.
    pub at: Instant,
    /// What came of the message, and when.
    pub noticed: Option<(Option<NotSent>, Instant)>,
    /// When a wrong code was given.
    pub tried: Vec<Instant>,
    /// When it was fetched.
    pub fetched: Vec<Instant>,
    /// Why it was shut, by whom and when.
    pub shut: Option<(Line, StaffId, Instant)>,
}

impl Pickup {
    /// How it stands now.
    pub fn stands(&self, now: Instant, rules: &Rulebook) -> PickupStands {
        let over = self.opened.until < rules.office.today(now);
        match (self.fetched.first(), &self.shut) {
            (Some(first), None)
                if !over
                    && self.tried.len() < MOST_TRIES
                    && self.fetched.len() < MOST_FETCHED
                    && now < first.plus_seconds(AGAIN) =>
            {
                PickupStands::Again
            }
            (Some(_), _) => PickupStands::Fetched,
            (None, Some(_)) => PickupStands::Shut,
            (None, None) if MOST_TRIES <= self.tried.len() => PickupStands::Locked,
            (None, None) if over => PickupStands::Over,
            (None, None) if matches!(self.noticed, Some((Some(_), _))) => PickupStands::NotTold,
            (None, None) => PickupStands::Waits,
        }
    }

    /// Whether link and code open it now.
    pub fn opens(&self, now: Instant, rules: &Rulebook) -> bool {
        matches!(self.stands(now, rules), PickupStands::Waits | PickupStands::NotTold | PickupStands::Again)
    }

    /// By when somebody has to look at it, and since when: it was not fetched, and nobody has shut it.
    pub fn looked_after(&self) -> Option<(Instant, Option<Date>)> {
        if !self.fetched.is_empty() || self.shut.is_some() {
            return None;
        }
        let untold = self.noticed.and_then(|(failed, at)| failed.map(|_| at));
        let locked = self.tried.get(MOST_TRIES - 1).copied();
        match untold.into_iter().chain(locked).min() {
            Some(at) => Some((at, None)),
            None => Some((self.at, Some(self.opened.until))),
        }
    }
}

/// Why a page cannot be opened, shut or fetched from; says what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotPickUp {
    /// Given out by another way, or not at all.
    #[error("only what is given out by the secure page can be fetched there")]
    OtherWay,
    /// One is open already.
    #[error("a page is open already; shut it first when the recipient is to have another link and code")]
    Open,
    /// The last day is no day that the rules allow.
    #[error("the page can stay open until {0} at the latest")]
    TooLong(Date),
    /// The last day is over.
    #[error("please choose today or a later day")]
    Past,
    /// The consent does not hold any more.
    #[error("the client’s consent does not hold any more; nothing can be fetched")]
    NoConsent,
    /// There is no such page, or it opens no more.
    #[error("this page is not open any more")]
    NotOpen,
    /// The recipient has fetched it in time, so there is nothing to shut.
    #[error("it was fetched already; a page that was fetched shuts by itself")]
    Fetched,
    /// Its message was dealt with already.
    #[error("this was done already")]
    Done,
    /// The client's file has changed.
    #[error("somebody has changed the client’s file at the same moment; please look at it again")]
    ClientMoved,
}

impl Disclosures {
    /// The page with this id.
    pub fn pickup(&self, id: ItemId) -> Option<&Pickup> {
        self.pickups.iter().find(|known| known.opened.id == id)
    }

    /// The pages of a disclosure, the latest first.
    pub fn pickups_of(&self, disclosure: ItemId) -> impl Iterator<Item = &Pickup> {
        self.pickups.iter().rev().filter(move |known| known.opened.disclosure == disclosure)
    }

    /// The latest page of each disclosure.
    pub fn latest_pickups(&self) -> impl Iterator<Item = &Pickup> {
        self.made.iter().filter_map(|made| self.pickups_of(made.made.id).next())
    }
}

impl DisclosureMade {
    /// Whether it may still be had: what left by a consent that was taken back, or is over, is kept back where it can be.
    pub(super) fn still_right(&self, consent: Option<&Sharing>, today: Date) -> bool {
        match &self.basis {
            DisclosureBasis::Consent(id) => consent.is_some_and(|known| known.agreed.id == *id && known.holds(today)),
            DisclosureBasis::Request(_) | DisclosureBasis::Law => true,
        }
    }
}

impl CaseFile {
    /// Decides on opening a page for what was given out. `consent` is the one by which it was, as the client's file has it.
    ///
    /// # Errors
    /// [`CannotPickUp`].
    pub fn open_pickup(
        &self,
        order: PickupOpened,
        consent: Option<&Sharing>,
        now: Instant,
        rules: &Rulebook,
    ) -> Result<Vec<Event>, CannotPickUp> {
        let made = self.disclosures.made(order.disclosure).map(|made| &made.made);
        let by_page = |made: &&DisclosureMade| made.by == GivenBy::Page && made.copy.is_some();
        let made = made.filter(by_page).ok_or(CannotPickUp::OtherWay)?;
        let (today, known) = (rules.office.today(now), self.disclosures.pickup(order.id));
        let latest = days_later(today, rules.sharing.pickup_days);
        let mut pages = self.disclosures.pickups_of(order.disclosure);
        if known.is_some() || pages.any(|page| page.opens(now, rules)) {
            return Err(CannotPickUp::Open);
        }
        if order.until < today {
            return Err(CannotPickUp::Past);
        }
        if latest < order.until {
            return Err(CannotPickUp::TooLong(latest));
        }
        if made.still_right(consent, today) { Ok(vec![order.into()]) } else { Err(CannotPickUp::NoConsent) }
    }

    /// Decides on what somebody gets who has the link and says a code.
    ///
    /// # Errors
    /// [`CannotPickUp::NotOpen`] or [`CannotPickUp::NoConsent`]: then nothing is written, whether the code is right or not.
    pub fn pick_up(
        &self,
        id: ItemId,
        right: bool,
        consent: Option<&Sharing>,
        now: Instant,
        rules: &Rulebook,
    ) -> Result<Vec<Event>, CannotPickUp> {
        self.fetchable(id, consent, now, rules)?;
        Ok(vec![if right { PickupFetched { id }.into() } else { PickupTried { id }.into() }])
    }

    /// What waits at a page, when link and code open it now.
    ///
    /// # Errors
    /// [`CannotPickUp::NotOpen`] or [`CannotPickUp::NoConsent`].
    pub fn fetchable(
        &self,
        id: ItemId,
        consent: Option<&Sharing>,
        now: Instant,
        rules: &Rulebook,
    ) -> Result<&DisclosureMade, CannotPickUp> {
        let page = self.disclosures.pickup(id).filter(|page| page.opens(now, rules)).ok_or(CannotPickUp::NotOpen)?;
        let made = self.disclosures.made(page.opened.disclosure).ok_or(CannotPickUp::NotOpen)?;
        let right = made.made.still_right(consent, rules.office.today(now));
        if right { Ok(&made.made) } else { Err(CannotPickUp::NoConsent) }
    }

    /// Decides on shutting a page, such as one whose message went to a wrong address.
    ///
    /// # Errors
    /// [`CannotPickUp::Fetched`] or [`CannotPickUp::NotOpen`].
    pub fn shut_pickup(&self, order: PickupShut) -> Result<Vec<Event>, CannotPickUp> {
        let page = self.disclosures.pickup(order.id).filter(|page| page.shut.is_none());
        let page = page.ok_or(CannotPickUp::NotOpen)?;
        if page.fetched.is_empty() { Ok(vec![order.into()]) } else { Err(CannotPickUp::Fetched) }
    }

    /// Decides on what came of the message about a page.
    ///
    /// # Errors
    /// [`CannotPickUp::Done`] when that is written already, or there was none.
    pub fn pickup_noticed(&self, order: PickupNoticed) -> Result<Vec<Event>, CannotPickUp> {
        let page = self.disclosures.pickup(order.id).filter(|page| page.opened.notice.is_some());
        let waits = page.is_some_and(|page| page.noticed.is_none());
        if waits { Ok(vec![order.into()]) } else { Err(CannotPickUp::Done) }
    }
}

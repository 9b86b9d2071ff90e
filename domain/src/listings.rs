//! The directory: services of others to which clients can be referred, each a dossier of its own.
//!
//! Serves FS-4.6.2 and FS-4.5.1. What stands here is known to everybody who works here and names no client. A service that closes is taken off the list
//! and stays readable, because referrals name it for ever. How long ago somebody asked the service how it stands is always shown beside it.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::calendar::months_later;
use crate::entry::Entry;
use crate::event::Event;
use crate::ids::StaffId;
use crate::text::{Line, Narrative};
use crate::time::Instant;

/// A kind of help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Help {
    /// A place to live, or for the night.
    Housing,
    /// Food, clothes, what is needed every day.
    Goods,
    /// Money, benefits, debts.
    Money,
    /// Doctors and nursing.
    Health,
    /// Counselling, therapy, mental health.
    MentalHealth,
    /// Alcohol, drugs, gambling.
    Addiction,
    /// Safety from violence.
    Safety,
    /// Advice and help in law.
    Legal,
    /// Children, young people and parents.
    Family,
    /// Training and work.
    Work,
    /// School and languages.
    Education,
    /// Disability, age, care at home.
    Care,
    /// Arriving and staying in a country.
    Migration,
    /// Company, leisure, faith.
    Community,
    /// Anything else.
    Other,
}

impl Help {
    /// Every kind.
    pub const ALL: [Self; 15] = [
        Self::Housing,
        Self::Goods,
        Self::Money,
        Self::Health,
        Self::MentalHealth,
        Self::Addiction,
        Self::Safety,
        Self::Legal,
        Self::Family,
        Self::Work,
        Self::Education,
        Self::Care,
        Self::Migration,
        Self::Community,
        Self::Other,
    ];

    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Housing => "Housing and shelter",
            Self::Goods => "Food and goods",
            Self::Money => "Money and debts",
            Self::Health => "Health",
            Self::MentalHealth => "Counselling and mental health",
            Self::Addiction => "Addiction",
            Self::Safety => "Safety from violence",
            Self::Legal => "Legal help",
            Self::Family => "Children and family",
            Self::Work => "Work and training",
            Self::Education => "School and languages",
            Self::Care => "Disability and care",
            Self::Migration => "Migration and asylum",
            Self::Community => "Company and community",
            Self::Other => "Other help",
        }
    }
}

/// Whether a service takes new clients; those that do come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Takes {
    /// It does.
    Now,
    /// It has a waiting list.
    WaitingList,
    /// Nobody has asked.
    Unknown,
    /// It does not at present.
    Nobody,
}

impl Takes {
    /// Every answer.
    pub const ALL: [Self; 4] = [Self::Now, Self::WaitingList, Self::Nobody, Self::Unknown];

    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Now => "Takes new clients",
            Self::WaitingList => "Has a waiting list",
            Self::Nobody => "Takes nobody at present",
            Self::Unknown => "Not known",
        }
    }
}

/// A service is put on the list, or described anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListingDescribed {
    /// What the service is called.
    pub name: Line,
    /// Who offers it.
    pub provider: Line,
    /// Which kinds of help it gives.
    pub help: BTreeSet<Help>,
    /// What it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what: Option<Narrative>,
    /// For whom it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub eligible: Option<Line>,
    /// For which places.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<Line>,
    /// In which languages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub languages: Option<Line>,
    /// When it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<Line>,
    /// What it costs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fees: Option<Line>,
    /// How one gets in: by telephone, without an appointment, with a form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<Line>,
    /// Telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Line>,
    /// E-mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Line>,
    /// Its page on the web.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub web: Option<Line>,
    /// Where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Line>,
    /// Whether it takes new clients.
    pub takes: Takes,
    /// By what it is known in the list of others that it was read from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Line>,
}

impl ListingDescribed {
    /// A service of which nothing else is known yet. It is listed once there is a way to reach it.
    pub const fn named(name: Line, provider: Line, help: BTreeSet<Help>) -> Self {
        Self {
            name,
            provider,
            help,
            what: None,
            eligible: None,
            area: None,
            languages: None,
            hours: None,
            fees: None,
            access: None,
            phone: None,
            email: None,
            web: None,
            address: None,
            takes: Takes::Unknown,
            source: None,
        }
    }

    /// Service and who offers it, in one line.
    pub fn full_name(&self) -> String {
        format!("{}, {}", self.name.reveal(), self.provider.reveal())
    }
}

/// Somebody has asked the service how it stands; what is on the list is right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListingChecked {
    /// Whether it takes new clients.
    pub takes: Takes,
    /// What was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Line>,
}

/// A service is taken off the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListingEnded {
    /// Why.
    pub reason: Line,
}

/// A service as the directory knows it.
#[derive(Debug, Clone, Default)]
pub struct Listing {
    /// How it is described now; `None` before the first entry. Whether it takes clients is what was said last.
    pub now: Option<ListingDescribed>,
    /// When somebody last described it or asked how it stands, who that was, and what was said.
    pub checked: Option<(Instant, StaffId, Option<Line>)>,
    /// When it was taken off, by whom and why.
    pub ended: Option<(Instant, StaffId, Line)>,
}

/// After how many months what is on the list is called old.
const OLD_AFTER: u32 = 6;

impl Listing {
    /// Takes one more entry into account.
    pub fn apply(&mut self, entry: &Entry) {
        let (at, by) = (entry.signed(), entry.author());
        match &entry.event {
            Event::ListingDescribed(described) => {
                self.now = Some(described.clone());
                self.checked = Some((at, by, None));
                self.ended = None;
            }
            Event::ListingChecked(checked) => {
                self.checked = Some((at, by, checked.note.clone()));
                if let Some(now) = &mut self.now {
                    now.takes = checked.takes;
                }
            }
            Event::ListingEnded(ended) => self.ended = Some((at, by, ended.reason.clone())),
            _ => {}
        }
    }

    /// Whether clients can be referred to it.
    pub const fn is_listed(&self) -> bool {
        self.now.is_some() && self.ended.is_none()
    }

    /// Whether what was said on this day is so old by today that somebody should ask again.
    pub fn is_old(said: Date, today: Date) -> bool {
        months_later(said, OLD_AFTER) < today
    }

    /// Decides on describing it. One that was taken off is on the list again by it.
    ///
    /// # Errors
    /// [`CannotList`] names what is wrong with it.
    pub fn describe(&self, order: ListingDescribed) -> Result<Vec<Event>, CannotList> {
        if order.help.is_empty() {
            return Err(CannotList::NoHelp);
        }
        let reach = [&order.phone, &order.email, &order.web, &order.address];
        if reach.into_iter().all(Option::is_none) {
            return Err(CannotList::NoReach);
        }
        if order.email.as_ref().is_some_and(|email| !Self::takes_email(email)) {
            return Err(CannotList::Email);
        }
        if order.web.as_ref().is_some_and(|web| !Self::takes_web(web)) {
            return Err(CannotList::Web);
        }
        if self.is_listed() && self.now.as_ref() == Some(&order) {
            return Err(CannotList::Same);
        }
        Ok(vec![order.into()])
    }

    /// Whether it is an e-mail address: one name, one place, a dot in it. Nothing is ever sent there by the server.
    pub fn takes_email(email: &Line) -> bool {
        let text = email.reveal();
        let place = text.split_once('@').filter(|(name, place)| !name.is_empty() && !place.contains('@'));
        place.is_some_and(|(_, place)| place.contains('.') && !text.contains(char::is_whitespace))
    }

    /// Whether it is a link that opens a page, and nothing else.
    pub fn takes_web(web: &Line) -> bool {
        let text = web.reveal();
        let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        host.is_some_and(|host| host.contains('.') && !text.contains(char::is_whitespace))
    }

    /// Decides on having asked how it stands.
    ///
    /// # Errors
    /// [`CannotList::NotListed`].
    pub fn check(&self, order: ListingChecked) -> Result<Vec<Event>, CannotList> {
        if self.is_listed() { Ok(vec![order.into()]) } else { Err(CannotList::NotListed) }
    }

    /// Decides on taking it off the list.
    ///
    /// # Errors
    /// [`CannotList::NotListed`].
    pub fn end(&self, order: ListingEnded) -> Result<Vec<Event>, CannotList> {
        if self.is_listed() { Ok(vec![order.into()]) } else { Err(CannotList::NotListed) }
    }
}

/// Why a service cannot be listed like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotList {
    /// It helps with nothing.
    #[error("please choose what it helps with")]
    NoHelp,
    /// Nobody could get there.
    #[error("please give at least one way to reach it: telephone, e-mail, page or address")]
    NoReach,
    /// Not an address.
    #[error("please give a whole e-mail address, such as name@example.org")]
    Email,
    /// Not a link.
    #[error("please give the whole address of the page, with https:// before it")]
    Web,
    /// Nothing changes.
    #[error("nothing is different from before; to say that it still holds, choose “It was checked”")]
    Same,
    /// More than a list can show.
    #[error("the directory holds 5,000 services, and no more fit into it")]
    TooMany,
    /// There is one like it.
    #[error("this service of this provider is in the directory already")]
    Known,
    /// Not on the list, or not any more.
    #[error("this service is not on the list any more")]
    NotListed,
}

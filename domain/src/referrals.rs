//! Referrals: a client is pointed to a service of somebody else, and followed there until it is known what came of it.
//!
//! Serves FS-4.5.1, FS-4.6.2, CM-4.3.3. Either the client gets in touch themselves, and nothing leaves the house; or we ask for them, by a consent to share or
//! by a law, and then what is said or sent is a disclosure that names the referral. A referral is never forgotten: it has a day on which somebody asks, and
//! a case does not close while one is open. Decision 0038.

mod answer;
mod rules;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::entry::Entry;
use crate::event::Event;
use crate::ids::{DossierId, EntryNumber, ItemId, StaffId};
use crate::level::Level;
use crate::listings::Help;
use crate::text::{Line, Narrative};
use crate::time::Instant;

pub use answer::{AnswerAsked, ServiceAnswered};
pub use rules::CannotRefer;

/// Who turns to the service, and by what right we do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Approach {
    /// The client gets in touch; nothing leaves the house.
    Client,
    /// We ask for them, by this consent to share.
    Consent(ItemId),
    /// We ask because a law requires or permits it.
    Law,
}

impl Approach {
    /// The consent to share that is named, if one is.
    pub const fn consent(self) -> Option<ItemId> {
        match self {
            Self::Consent(id) => Some(id),
            Self::Client | Self::Law => None,
        }
    }

    /// Whether we ask for the client.
    pub const fn is_ours(self) -> bool {
        matches!(self, Self::Consent(_) | Self::Law)
    }

    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Client => "The client gets in touch themselves",
            Self::Consent(_) => "We ask for them, with their consent",
            Self::Law => "We ask, because a law requires or permits it",
        }
    }
}

/// A client is referred to a service (FS-4.6.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferralMade {
    /// Its id.
    pub id: ItemId,
    /// The service, in the directory.
    pub listing: DossierId,
    /// What the service was called then, and who offered it.
    pub to: Line,
    /// What help it is for.
    pub help: Help,
    /// Why, and what the client hopes for.
    pub reason: Narrative,
    /// Who turns to the service.
    pub approach: Approach,
    /// The day on which somebody asks what came of it.
    pub ask_by: Date,
}

/// What is known of a referral.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Came {
    /// Nobody could say anything.
    NoWord,
    /// The client is on the service's waiting list.
    Waits,
    /// The service takes the client.
    Accepted,
    /// The service carries on with the client, who goes on there.
    TakenOver,
    /// The client has had the help.
    Completed,
    /// The service does not take the client.
    Declined,
    /// The client has not gone there, or went no more.
    NotTaken,
    /// We or the client have taken it back.
    Withdrawn,
}

impl Came {
    /// Every answer, in the order in which they are offered.
    pub const ALL: [Self; 8] = [
        Self::NoWord,
        Self::Waits,
        Self::Accepted,
        Self::TakenOver,
        Self::Completed,
        Self::Declined,
        Self::NotTaken,
        Self::Withdrawn,
    ];

    /// What a service can say by a link, in the order in which it is offered.
    pub const BY_SERVICE: [Self; 5] = [Self::Waits, Self::Accepted, Self::Completed, Self::Declined, Self::NotTaken];

    /// Whether nothing more is to be asked.
    pub const fn ends(self) -> bool {
        matches!(self, Self::TakenOver | Self::Completed | Self::Declined | Self::NotTaken | Self::Withdrawn)
    }

    /// Whether it ends without the help, so that somebody has to say why.
    pub const fn needs_reason(self) -> bool {
        matches!(self, Self::Declined | Self::NotTaken | Self::Withdrawn)
    }

    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::NoWord => "Nothing is known yet",
            Self::Waits => "On the service’s waiting list",
            Self::Accepted => "The service takes the client",
            Self::TakenOver => "The service has taken over; the client goes on there",
            Self::Completed => "The client has had the help",
            Self::Declined => "The service does not take the client",
            Self::NotTaken => "The client did not go, or went no more",
            Self::Withdrawn => "Taken back, by us or by the client",
        }
    }
}

/// Who said so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToldBy {
    /// The client.
    Client,
    /// The service.
    Service,
    /// Somebody of us.
    Us,
}

impl ToldBy {
    /// Everybody.
    pub const ALL: [Self; 3] = [Self::Client, Self::Service, Self::Us];

    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Client => "The client",
            Self::Service => "The service",
            Self::Us => "We know it ourselves",
        }
    }
}

/// Somebody has asked what came of a referral (FS-4.6.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferralFollowed {
    /// Which.
    pub id: ItemId,
    /// What is known.
    pub came: Came,
    /// Who said so.
    pub told_by: ToldBy,
    /// In words; why, when it ended without the help.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Line>,
    /// The day on which somebody asks again; nothing when it has ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ask_by: Option<Date>,
}

/// How a referral stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// We are to ask the service, and nothing was said or sent yet.
    ToSend,
    /// The service or the client has the word.
    Sent,
    /// What was said last.
    Came(Came),
}

/// A referral as the case knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Referral {
    /// What was laid down.
    pub made: ReferralMade,
    /// In which entry.
    pub entry: EntryNumber,
    /// How confidential it is.
    pub level: Level,
    /// By whom.
    pub by: StaffId,
    /// When.
    pub at: Instant,
    /// The disclosures by which the service was asked, each with when it was made, oldest first.
    pub sent: Vec<(ItemId, Instant)>,
    /// What was heard, each with when and by whom it was written, oldest first.
    pub followed: Vec<(ReferralFollowed, Instant, StaffId)>,
    /// The links that were made for the service to answer by, oldest first. Only the last one can be used.
    pub asked: Vec<AnswerAsked>,
    /// What came by them, each with when, oldest first.
    pub answers: Vec<(ServiceAnswered, Instant)>,
}

impl Referral {
    /// How it stands.
    pub fn stands(&self) -> Stands {
        let came = self.followed.iter().rev().map(|(followed, ..)| followed.came).find(|came| *came != Came::NoWord);
        match came {
            Some(came) => Stands::Came(came),
            None if self.made.approach.is_ours() && self.sent.is_empty() => Stands::ToSend,
            None => Stands::Sent,
        }
    }

    /// Whether something is still to come of it.
    pub fn is_open(&self) -> bool {
        !self.followed.iter().any(|(followed, ..)| followed.came.ends())
    }

    /// When something was last heard, sent or laid down.
    pub fn last(&self) -> Instant {
        let (sent, heard) = (self.sent.last().map(|(_, at)| *at), self.followed.last().map(|(_, at, _)| *at));
        sent.max(heard).unwrap_or(self.at)
    }

    /// The day on which somebody asks.
    pub fn ask_by(&self) -> Date {
        self.followed.iter().rev().find_map(|(followed, ..)| followed.ask_by).unwrap_or(self.made.ask_by)
    }
}

/// The referrals of a case.
#[derive(Debug, Clone, Default)]
pub struct Referrals {
    /// Every one, oldest first.
    pub all: Vec<Referral>,
}

impl Referrals {
    /// Takes one more entry into account.
    pub fn apply(&mut self, entry: &Entry) {
        let (by, at) = (entry.author(), entry.signed());
        match &entry.event {
            Event::ReferralMade(made) => self.all.push(Referral {
                made: made.clone(),
                entry: entry.id.number,
                level: entry.level,
                by,
                at,
                sent: Vec::new(),
                followed: Vec::new(),
                asked: Vec::new(),
                answers: Vec::new(),
            }),
            Event::ReferralFollowed(followed) => {
                if let Some(referral) = self.known(followed.id) {
                    referral.followed.push((followed.clone(), at, by));
                }
            }
            Event::AnswerAsked(asked) => {
                if let Some(referral) = self.known(asked.referral) {
                    referral.asked.push(asked.clone());
                }
            }
            Event::ServiceAnswered(answered) => {
                if let Some(referral) = self.known(answered.referral) {
                    referral.answers.push((answered.clone(), at));
                }
            }
            Event::DisclosureMade(given) => {
                if let Some(referral) = given.referral.and_then(|id| self.known(id)) {
                    referral.sent.push((given.id, at));
                }
            }
            _ => {}
        }
    }

    fn known(&mut self, id: ItemId) -> Option<&mut Referral> {
        self.all.iter_mut().find(|referral| referral.made.id == id)
    }

    /// The referral with this id.
    pub fn find(&self, id: ItemId) -> Option<&Referral> {
        self.all.iter().find(|referral| referral.made.id == id)
    }

    /// Those of which something is still to come, oldest first.
    pub fn open(&self) -> impl Iterator<Item = &Referral> {
        self.all.iter().filter(|referral| referral.is_open())
    }
}

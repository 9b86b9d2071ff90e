//! Consents to share: what of a client's file may be given to somebody outside, to whom, for what, by which way and until when.
//!
//! Serves CM-4.3.3, CC-4.4.3. The consent to the service is another thing and stands in `clients`. A consent to share names one recipient and always has
//! an end; what was taken back holds no more from that moment on. Decision 0030.

mod rules;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::calendar::days_later;
use crate::clients::ConsentGivenHow;
use crate::entry::Entry;
use crate::event::Event;
use crate::ids::ItemId;
use crate::level::Level;
use crate::text::Line;
use crate::time::Instant;

pub use rules::CannotShare;

/// What something is given to somebody outside for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SharingPurpose {
    /// Treatment or care by somebody else.
    Care,
    /// Several services work together.
    Coordination,
    /// Benefits, payment, insurance.
    Benefits,
    /// School, training, work.
    Education,
    /// A place to live.
    Housing,
    /// Family or carers can help.
    Family,
    /// Proceedings, or advice by a lawyer.
    Legal,
    /// The client wants to have it.
    Own,
    /// Something else, which is said in words.
    Other,
}

impl SharingPurpose {
    /// Every purpose.
    pub const ALL: [Self; 9] = [
        Self::Care,
        Self::Coordination,
        Self::Benefits,
        Self::Education,
        Self::Housing,
        Self::Family,
        Self::Legal,
        Self::Own,
        Self::Other,
    ];

    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Care => "Treatment or care by somebody else",
            Self::Coordination => "So that several services can work together",
            Self::Benefits => "Benefits, payment or insurance",
            Self::Education => "School, training or work",
            Self::Housing => "A place to live",
            Self::Family => "So that family or carers can help",
            Self::Legal => "A legal matter",
            Self::Own => "The client’s own use",
            Self::Other => "Something else",
        }
    }
}

/// A kind of information that a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InfoKind {
    /// Who the client is, and how to reach them.
    Identity,
    /// Appointments and whether they were kept.
    Attendance,
    /// The plan and its goals.
    Plan,
    /// Notes of sessions.
    Sessions,
    /// Notes of calls, letters and other contacts.
    Contacts,
    /// Assessments and measures.
    Measures,
    /// Progress reports.
    Reports,
    /// Documents that are filed.
    Documents,
    /// That there is a case, how it was reviewed and how it ended.
    Course,
}

impl InfoKind {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::Identity,
        Self::Attendance,
        Self::Plan,
        Self::Sessions,
        Self::Contacts,
        Self::Measures,
        Self::Reports,
        Self::Documents,
        Self::Course,
    ];

    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Identity => "Name and contact data",
            Self::Attendance => "Appointments",
            Self::Plan => "Plan and goals",
            Self::Sessions => "Session notes",
            Self::Contacts => "Notes of calls and other contacts",
            Self::Measures => "Assessments",
            Self::Reports => "Progress reports",
            Self::Documents => "Documents",
            Self::Course => "Course of the case",
        }
    }

    /// Which kind an entry of a case is. What only serves the work of the house, or speaks of third persons alone, has none and is never given out.
    pub const fn of(event: &Event) -> Option<Self> {
        Some(match event {
            Event::SessionBooked(_)
            | Event::SeriesBooked(_)
            | Event::SeriesChanged(_)
            | Event::SessionNotHeld(_)
            | Event::AttemptMade(_) => Self::Attendance,
            Event::PlanRevised(_) => Self::Plan,
            Event::SessionRecorded(_) => Self::Sessions,
            Event::ContactLogged(_) | Event::ClosureTold(_) | Event::AfterCareRecorded(_) => Self::Contacts,
            Event::AssessmentRecorded(_) => Self::Measures,
            Event::ReportSubmitted(_) => Self::Reports,
            Event::CaseOpened(_)
            | Event::CaseReviewed(_)
            | Event::CaseClosed(_)
            | Event::ReferralMade(_)
            | Event::ReferralFollowed(_)
            | Event::AnswerAsked(_)
            | Event::ServiceAnswered(_) => Self::Course,
            _ => return None,
        })
    }
}

/// By which way something leaves the house. An open e-mail is none (PT-4.4.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GivenBy {
    /// On paper, into somebody's hands.
    Hand,
    /// On paper, in a closed letter.
    Post,
    /// In an encrypted e-mail, or over a line that is as safe.
    Email,
    /// At a page of ours, which opens with a link and a code.
    Page,
    /// In one locked file for another organisation, whose password goes another way.
    Package,
    /// By word of mouth.
    Told,
}

impl GivenBy {
    /// Every way.
    pub const ALL: [Self; 6] = [Self::Hand, Self::Post, Self::Email, Self::Page, Self::Package, Self::Told];

    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Hand => "Handed over on paper",
            Self::Post => "Closed letter",
            Self::Email => "Encrypted e-mail",
            Self::Page => "Secure page, with a link and a code",
            Self::Package => "Locked package, opened with a password or a key",
            Self::Told => "By word of mouth",
        }
    }

    /// How confidential what leaves like this may be at most, where the organisation says nothing else.
    const fn usual_level(self) -> Level {
        match self {
            Self::Hand | Self::Told => Level::Restricted,
            Self::Post | Self::Page | Self::Package => Level::Sensitive,
            Self::Email => Level::Confidential,
        }
    }
}

/// The client agrees that something is shared with somebody outside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharingAgreed {
    /// Its id.
    pub id: ItemId,
    /// To whom: a person, or a service.
    pub recipient: Line,
    /// What for.
    pub purpose: SharingPurpose,
    /// What for, in the client's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Line>,
    /// Which kinds of information.
    pub kinds: BTreeSet<InfoKind>,
    /// By which ways.
    pub ways: BTreeSet<GivenBy>,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
    /// How it was given.
    pub how: ConsentGivenHow,
    /// The witness, or who agreed for the client and by what right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Line>,
}

/// The client takes a consent to share back, or it is noted that one that ended is not renewed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharingWithdrawn {
    /// Which.
    pub id: ItemId,
    /// What was said.
    pub note: Line,
}

/// What holds for consents to share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SharingRules {
    /// The longest that one may hold, in months from the day on which it is recorded.
    pub longest_months: u32,
    /// How many days before its end it is to be renewed.
    pub ahead_days: u32,
    /// How many days a page at which something can be fetched stays open at the longest, and after how many somebody asks whether a package has arrived.
    #[serde(skip_serializing_if = "is_a_week")]
    pub pickup_days: u32,
    /// How confidential what leaves may be at most, for each way for which it is not the usual (CC-4.4.2). A client portal will be one way more.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub up_to: BTreeMap<GivenBy, Level>,
}

impl Default for SharingRules {
    fn default() -> Self {
        Self { longest_months: 12, ahead_days: 30, pickup_days: WEEK, up_to: BTreeMap::new() }
    }
}

/// The usual time for which a page stays open.
const WEEK: u32 = 7;

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
const fn is_a_week(days: &u32) -> bool {
    *days == WEEK
}

impl SharingRules {
    /// How confidential what leaves by this way may be at most.
    pub fn highest(&self, by: GivenBy) -> Level {
        self.up_to.get(&by).copied().unwrap_or(by.usual_level())
    }

    /// The same rules, in which what leaves by this way may be so confidential at most.
    #[must_use]
    pub fn with_highest(mut self, by: GivenBy, level: Level) -> Self {
        if level == by.usual_level() {
            self.up_to.remove(&by)
        } else {
            self.up_to.insert(by, level)
        };
        self
    }

    /// Whether it is what every organisation starts with, which is not written.
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}

/// How a consent to share stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SharingStands {
    /// Its first day is yet to come.
    Comes,
    /// It holds.
    Holds,
    /// It holds, and ends soon.
    EndsSoon,
    /// Its last day is over.
    Over,
    /// It was taken back.
    Withdrawn,
}

/// A consent to share as the file knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sharing {
    /// What was agreed.
    pub agreed: SharingAgreed,
    /// When.
    pub on: Instant,
    /// When it was taken back, and what was said.
    pub withdrawn: Option<(Instant, Line)>,
}

impl Sharing {
    /// How it stands on this day.
    pub fn stands(&self, today: Date, rules: &SharingRules) -> SharingStands {
        match &self.agreed {
            _ if self.withdrawn.is_some() => SharingStands::Withdrawn,
            agreed if agreed.until < today => SharingStands::Over,
            agreed if today < agreed.from => SharingStands::Comes,
            agreed if agreed.until <= days_later(today, rules.ahead_days) => SharingStands::EndsSoon,
            _ => SharingStands::Holds,
        }
    }

    /// Whether it holds on this day.
    pub fn holds(&self, today: Date) -> bool {
        self.withdrawn.is_none() && self.agreed.from <= today && today <= self.agreed.until
    }
}

/// The consents to share of a client.
#[derive(Debug, Clone, Default)]
pub struct Sharings {
    /// Every one that there ever was, oldest first.
    pub all: Vec<Sharing>,
}

impl Sharings {
    /// Takes one more entry into account.
    pub fn apply(&mut self, entry: &Entry) {
        match &entry.event {
            Event::SharingAgreed(agreed) => {
                self.all.push(Sharing { agreed: agreed.clone(), on: entry.happened(), withdrawn: None });
            }
            Event::SharingWithdrawn(withdrawn) => {
                if let Some(sharing) = self.all.iter_mut().find(|known| known.agreed.id == withdrawn.id) {
                    sharing.withdrawn.get_or_insert((entry.signed(), withdrawn.note.clone()));
                }
            }
            _ => {}
        }
    }

    /// The consent with this id.
    pub fn find(&self, id: ItemId) -> Option<&Sharing> {
        self.all.iter().find(|sharing| sharing.agreed.id == id)
    }

    /// Those that are to be renewed once they end: not taken back, and not renewed by one that holds for longer.
    pub fn to_renew(&self) -> impl Iterator<Item = &Sharing> {
        let renews = |one: &Sharing, other: &Sharing| {
            other.withdrawn.is_none()
                && one.agreed.until < other.agreed.until
                && one.agreed.recipient == other.agreed.recipient
                && one.agreed.purpose == other.agreed.purpose
        };
        let open = self.all.iter().filter(|one| one.withdrawn.is_none());
        open.filter(move |one| !self.all.iter().any(|other| renews(one, other)))
    }
}

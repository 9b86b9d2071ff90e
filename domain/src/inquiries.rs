//! Inquiries: questions, feedback and complaints from anybody, client or not, until somebody has answered.
//!
//! Serves CC-4.1.1, CC-4.2.1, CC-4.2.2, CC-4.3.1, CC-4.3.2, CC-4.4.1, CC-5, FS-4.6.1. An inquiry is a dossier of its own: it comes into the inbox, never straight
//! into a file, and whoever it is given to says to which case it belongs. Decision 0029.

mod amend;
mod appeal;
mod came;
mod cannot;
mod clocks;
mod complaint;
mod file;
mod own_record;
mod rules;
mod themes;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::contacts::ContactKind;
use crate::identity::IdentityFact;
use crate::ids::{DossierId, StaffId};
use crate::numbers::InquiryNumber;
use crate::policy::ANSWERS;
use crate::reach::Channel;
use crate::staff::Role;
use crate::templates::TemplateUsed;
use crate::text::{Line, Narrative};

pub use crate::identity::IdentityCheck;
pub use amend::{BadCommunication, sees_nobodys};
pub use appeal::{ComplaintAppealed, Decided};
pub use came::{Came, Earlier, Further, InquiryFile, InquiryFileKept, InquiryFollowed, MOST_MESSAGES, Mailed, Post};
pub use cannot::CannotInquire;
pub use clocks::{Clock, Clocks, InquiryRules, Stands, Stood, Timed};
pub use complaint::{EscalationReported, Finding, Learned, Outcome, Seriousness, Theme, Themed};
pub use file::{Ended, Inquiry, Pause};
pub use own_record::{AccessDenial, AccessLaw, AccessResult, OwnRecord, Pack};
pub use rules::KEEPS_OPEN;
pub use themes::{ThemeCounts, ThemeLine, Voice, themes};

/// What an inquiry is, which decides who answers it and who may know of it (CC-5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InquiryKind {
    /// A question or request of somebody who is not served yet, or that says nothing of a case.
    Question,
    /// A question of a client, or about one, on how the service goes.
    Service,
    /// A client wants to have what is held about them.
    OwnRecord,
    /// Praise, or an idea.
    Feedback,
    /// Somebody complains.
    Complaint,
}

impl InquiryKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Question, Self::Service, Self::OwnRecord, Self::Feedback, Self::Complaint];

    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Question => "First or general question",
            Self::Service => "About somebody’s case",
            Self::OwnRecord => "Request for one’s own record",
            Self::Feedback => "Feedback",
            Self::Complaint => "Complaint",
        }
    }

    /// The code that is stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Service => "service",
            Self::OwnRecord => "own_record",
            Self::Feedback => "feedback",
            Self::Complaint => "complaint",
        }
    }

    /// The kind with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The line of the communication matrix that holds for it.
    pub const fn line(self) -> ContactKind {
        match self {
            Self::Question => ContactKind::Inquiry,
            Self::Service | Self::OwnRecord => ContactKind::ServiceUpdate,
            Self::Feedback | Self::Complaint => ContactKind::Complaint,
        }
    }

    /// Who may be given one.
    pub const fn answered_by(self) -> &'static [Role] {
        match self {
            Self::Question => ANSWERS,
            Self::Service => &[Role::Caseworker, Role::Provider, Role::Supervisor],
            Self::OwnRecord => {
                &[Role::Caseworker, Role::Provider, Role::Supervisor, Role::RecordsOfficer, Role::DataProtectionOfficer]
            }
            Self::Feedback => &[Role::Supervisor, Role::ComplaintsManager],
            Self::Complaint => &[Role::Supervisor, Role::ComplaintsManager, Role::Director],
        }
    }

    /// Who sees feedback and complaints that are nobody's. The director answers a complaint when it concerns all of them.
    pub const SEE_COMPLAINTS: [Role; 2] = [Role::Supervisor, Role::ComplaintsManager];

    /// Who answers for it as long as it is nobody's and the organisation's matrix does not say otherwise (CC-5: frontline staff; the account manager; the
    /// manager for complaints). Whoever carries a case has its inquiries given to them; while it is not known whose the case is, supervisors see to it.
    pub const fn responsible(self) -> Role {
        match self {
            Self::Question => Role::FrontlineStaff,
            Self::Service | Self::OwnRecord => Role::Supervisor,
            Self::Feedback | Self::Complaint => Role::ComplaintsManager,
        }
    }
}

/// Who asks, as far as they said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asker {
    /// Their name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Line>,
    /// Telephone number, e-mail or postal address for the answer, as they gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reach: Option<Line>,
}

/// Somebody asks, praises or complains. When it reached us is when it happened: from then on its clocks run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InquiryReceived {
    /// Its number, which is told to whoever asks.
    pub number: InquiryNumber,
    /// What it is.
    pub kind: InquiryKind,
    /// How it reached us.
    pub channel: Channel,
    /// How they want to be answered; the way they asked when they did not say (CC-4.2.1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer_by: Option<Channel>,
    /// Who asks.
    pub from: Asker,
    /// What it is about, in one line.
    pub subject: Line,
    /// What was said or written, as a copy or in our words (CC-5).
    pub said: Narrative,
    /// To which case it belongs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<DossierId>,
    /// Who answers it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<StaffId>,
    /// How it came, when nobody took it in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub came: Option<Came>,
    /// Of a complaint the members of staff whom it concerns. They are kept away from it.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub concerns: BTreeSet<StaffId>,
}

/// Somebody has looked what an inquiry is, to which case it belongs and who answers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InquiryTriaged {
    /// What it is.
    pub kind: InquiryKind,
    /// Who answers it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<StaffId>,
    /// To which case it belongs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<DossierId>,
    /// What whoever answers it should know; when somebody is kept away no more, why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Line>,
    /// Of a complaint all members of staff whom it concerns. They are kept away from it.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub concerns: BTreeSet<StaffId>,
}

/// Whoever asks was told that we have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InquiryAcknowledged {
    /// How.
    pub channel: Channel,
    /// What was said, where it was more than that we have it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Narrative>,
    /// The template from which it was written, where there was one (CC-4.1.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<TemplateUsed>,
}

/// Whoever asks was told by when there will be an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineGiven {
    /// By the end of which day.
    pub until: Date,
    /// How they were told.
    pub channel: Channel,
    /// What was said.
    pub words: Narrative,
}

/// Why nobody can go on with an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PauseReason {
    /// Whoever asks was asked something back.
    AskedBack,
    /// It is not certain yet who asks.
    IdentityOpen,
    /// Somebody outside the house has to tell us something first.
    ThirdParty,
}

impl PauseReason {
    /// Every reason that the rules allow.
    pub const ALL: [Self; 3] = [Self::AskedBack, Self::IdentityOpen, Self::ThirdParty];

    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::AskedBack => "We asked them something back",
            Self::IdentityOpen => "It is not certain yet who asks",
            Self::ThirdParty => "Somebody outside has to tell us something",
        }
    }
}

/// The clock of the answer stands still, at most until the end of a day; then it runs on by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InquiryPaused {
    /// Why.
    pub why: PauseReason,
    /// What exactly is waited for.
    pub note: Line,
    /// Until the end of which day at most.
    pub until: Date,
}

/// What was waited for is there; the clock runs on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InquiryResumed {
    /// What came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Line>,
}

/// Whoever asks has the answer; the inquiry is over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InquiryAnswered {
    /// How.
    pub channel: Channel,
    /// Why it was not the way they asked for, when it was another (CC-4.2.1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_because: Option<Line>,
    /// What was said or written.
    pub words: Narrative,
    /// How it was made sure who they are.
    pub identity: IdentityCheck,
    /// The template from which it was written, where there was one (CC-4.1.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<TemplateUsed>,
    /// Which facts were compared, and whether each was right.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub facts: BTreeMap<IdentityFact, bool>,
    /// How a complaint came out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// What came of a request for one's own record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_record: Option<OwnRecord>,
    /// What feedback is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<Themed>,
}

/// Why an inquiry ends without an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SetAside {
    /// It is advertising, or nothing that anybody meant for us.
    Unwanted,
    /// The same was asked twice; it is answered under the other number.
    Twice,
    /// They took it back.
    TakenBack,
    /// There is no way to answer: they left neither name nor address, or nobody is reached.
    NoWay,
}

impl SetAside {
    /// Every reason.
    pub const ALL: [Self; 4] = [Self::Unwanted, Self::Twice, Self::TakenBack, Self::NoWay];

    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unwanted => "Advertising, or not meant for us",
            Self::Twice => "Asked twice: it is answered under another number",
            Self::TakenBack => "They took it back",
            Self::NoWay => "There is no way to answer them",
        }
    }
}

/// The inquiry ends without an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InquirySetAside {
    /// Why.
    pub why: SetAside,
    /// Why, in words; of one that was asked twice the other number.
    pub reason: Line,
}

//! The closure gate: everything that still keeps a case open, worst first (RC-4.4, RC-4.5a).

use jiff::civil::Date;

use crate::cases::CaseFile;
use crate::closure::{CannotHandOn, Rung};
use crate::ids::{DossierId, EntryNumber, ItemId, StaffId};
use crate::missed::Tried;
use crate::numbers::LabelCode;
use crate::parting::CannotAgree;
use crate::reports::ReportState;
use crate::rulebook::Rulebook;
use crate::sessions::Slot;
use crate::text::Line;
use crate::time::Instant;

/// Something that still keeps a case open: what, whose, and since when. The page links it to its record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Blocker {
    /// No initial assessment was made.
    NoAssessment,
    /// An action item is open.
    ActionOpen {
        /// Which one.
        item: ItemId,
        /// What was promised.
        what: Line,
        /// Whose it is.
        owner: Option<StaffId>,
        /// By when.
        due: Date,
        /// In which entry it was promised.
        entry: EntryNumber,
    },
    /// A flag is up.
    FlagUp {
        /// Which one.
        id: ItemId,
        /// What it is about.
        what: Line,
        /// Whose it is.
        owner: StaffId,
        /// In which entry it was raised.
        entry: EntryNumber,
    },
    /// A referral of which nobody has said what came.
    ReferralOpen {
        /// Which one.
        id: ItemId,
        /// To which service.
        to: Line,
        /// When somebody asks.
        ask_by: Date,
        /// In which entry it was made.
        entry: EntryNumber,
    },
    /// A session is booked that has not been recorded.
    SessionBooked {
        /// Which one.
        slot: ItemId,
        /// When.
        starts: Instant,
        /// Whose it is.
        staff: StaffId,
    },
    /// The client belongs to a group.
    InGroup {
        /// Which.
        group: DossierId,
    },
    /// An entry waits for the supervisor's signature.
    CoSignatureMissing {
        /// Which entry.
        entry: EntryNumber,
    },
    /// A goal is neither met nor given up.
    GoalOpen {
        /// Which one.
        goal: ItemId,
        /// Its wording.
        title: Line,
    },
    /// The author has said that the plan has to change, and it has not.
    PlanPending {
        /// In which entry.
        entry: EntryNumber,
        /// Who said so.
        by: StaffId,
    },
    /// A report waits for its author or for the supervisor.
    ReportUnfinished {
        /// Which one.
        id: ItemId,
        /// Whether it is with the supervisor.
        with_supervisor: bool,
        /// Whether it is the closing report.
        closing: bool,
    },
    /// There is no closing report.
    NoClosingReport,
    /// Nobody has told the client that the case ends, or said why not.
    ClientNotTold,
    /// A document came by itself, and nobody has said yet what it is.
    DocumentAwaits {
        /// Which one.
        item: ItemId,
        /// How it was called.
        title: Line,
        /// In which entry it was taken in.
        entry: EntryNumber,
    },
    /// A document of this type is asked for by the programme, and is not there.
    DocumentMissing {
        /// The code of its type.
        kind: String,
    },
    /// A physical item is not in its place.
    PaperOut {
        /// Which one.
        item: ItemId,
        /// The code on its label.
        label: LabelCode,
        /// Who has it.
        to: StaffId,
        /// Until when it may be out.
        due: Date,
    },
    /// Something is wrong with a document or a physical item.
    FiledWrongly {
        /// Which one.
        item: ItemId,
        /// What it is.
        title: Line,
        /// What is wrong.
        wrong: Line,
        /// In which entry that was said.
        entry: EntryNumber,
    },
    /// Nobody has looked whether documents and physical items are present and correctly filed.
    NotAttested {
        /// How many of them.
        items: usize,
    },
}

impl CaseFile {
    /// Everything that keeps the case open, worst first (RC-4.4, RC-4.5a).
    pub fn blockers(&self, rules: &Rulebook) -> Vec<Blocker> {
        let mut found = Vec::new();
        if self.assessments.made.is_empty() {
            found.push(Blocker::NoAssessment);
        }
        found.extend(self.flags.up.iter().map(|(flag, entry, _)| Blocker::FlagUp {
            id: flag.id,
            what: flag.what.clone(),
            owner: flag.owner,
            entry: *entry,
        }));
        found.extend(self.contacts.open_actions().map(|action| Blocker::ActionOpen {
            item: action.item.id,
            what: action.item.what.clone(),
            owner: action.item.owner,
            due: action.item.due,
            entry: action.entry,
        }));
        // the meetings of a group end with the membership
        let own = |slot: &&Slot| slot.group.is_none_or(|meeting| !self.groups.has(meeting.group));
        found.extend(self.sessions.booked.iter().filter(own).map(|slot| Blocker::SessionBooked {
            slot: slot.id,
            starts: slot.starts,
            staff: slot.staff,
        }));
        found.extend(self.referrals.open().map(|referral| Blocker::ReferralOpen {
            id: referral.made.id,
            to: referral.made.to.clone(),
            ask_by: referral.ask_by(),
            entry: referral.entry,
        }));
        found.extend(self.groups.all().map(|member| Blocker::InGroup { group: member.group }));
        found.extend(self.contacts.to_co_sign.keys().map(|&entry| Blocker::CoSignatureMissing { entry }));
        if let Some((entry, by, _)) = self.contacts.plan_pending {
            found.push(Blocker::PlanPending { entry, by });
        }
        found.extend(self.plan.open_goals().map(|goal| Blocker::GoalOpen { goal: goal.id, title: goal.title.clone() }));
        found.extend(self.reports.unfinished().map(|report| Blocker::ReportUnfinished {
            id: report.latest.id,
            with_supervisor: report.state == ReportState::Submitted,
            closing: report.latest.closing.is_some(),
        }));
        if self.reports.closing().is_none() {
            found.push(Blocker::NoClosingReport);
        }
        if self.parting.told.is_none() {
            found.push(Blocker::ClientNotTold);
        }
        found.extend(self.documents.awaiting().map(|document| Blocker::DocumentAwaits {
            item: document.id,
            title: document.about.title.clone(),
            entry: document.said,
        }));
        found.extend(self.missing_documents(rules).into_iter().map(|kind| Blocker::DocumentMissing { kind }));
        found.extend(self.paper.out().map(|(item, out)| Blocker::PaperOut {
            item: item.id,
            label: item.label,
            to: out.to,
            due: out.due,
        }));
        found.extend(self.filed(rules).into_iter().filter_map(|filed| {
            let marked = self.attestation.of(filed.id())?;
            let wrong = marked.mark.wrong.clone()?;
            Some(Blocker::FiledWrongly { item: filed.id(), title: filed.title().clone(), wrong, entry: marked.entry })
        }));
        match self.unattested(rules).len() {
            0 => {}
            items => found.push(Blocker::NotAttested { items }),
        }
        found
    }
}

/// Why a case cannot be closed, or reopened, like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotClose {
    /// Something is still open.
    #[error("{0} things still keep this case open; they are listed on this page")]
    Blocked(usize),
    /// Somebody waits for an answer.
    #[error("an inquiry about this case waits for an answer; it is listed on this page")]
    InquiryWaits,
    /// The case is closed already.
    #[error("this case is closed already")]
    NotOpen,
    /// The case is open.
    #[error("this case is open")]
    StillOpen,
    /// Another step comes first.
    #[error("first comes the step “{}”", .0.word())]
    OutOfOrder(Rung),
    /// A step is missing.
    #[error("the step “{}” is not signed yet", .0.word())]
    StepMissing(Rung),
    /// All are signed.
    #[error("all five steps are signed; the case can be closed")]
    AllSigned,
    /// The person has signed a step in another role.
    #[error("you have signed a step in another role; somebody else has to sign this one")]
    SecondRole,
    /// How the case ends is not said.
    #[error("please say how the case ends")]
    EndingMissing,
    /// Contact was lost, and not everything was tried that the rulebook asks for.
    #[error(
        "{} of {} attempts to reach the client were made since the last missed session{}; please try the rest first, or say why not",
        .0.made, .0.of, if .0.welfare_open { ", and nobody has seen that the client is safe" } else { "" }
    )]
    NotTried(Tried),
    /// The file does not verify.
    #[error("not every entry of this file verifies against the ledger; the data protection officer has to look at it")]
    NotWhole,
    /// How long the file is kept is not said.
    #[error("please say until when the file is kept")]
    ScheduleMissing,
    /// Somebody asked already.
    #[error("a reopening has been asked for already and waits for approval")]
    AlreadyAsked,
    /// Nobody asked.
    #[error("nobody has asked for this case to be reopened")]
    NobodyAsked,
    /// One's own request.
    #[error("nobody approves their own request; somebody else has to decide")]
    OwnRequest,
    /// Worker and supervisor are one person.
    #[error("nobody supervises their own case; please choose another supervisor")]
    OwnSupervisor,
    /// Somebody who is to carry or supervise it does not hold the role that is needed.
    #[error("{0} does not have the role for this")]
    WrongRole(&'static str),
    /// The day on which the service ended is after today.
    #[error("the service cannot end in the future; please give the day on which it ended")]
    EndsAhead,
    /// The record class counts from the date of birth, which nobody has recorded.
    #[error(
        "how long this file is kept counts from the client’s date of birth, which is not recorded; please add it first"
    )]
    BirthMissing,
    /// The record class counts from a day that has to be stated.
    #[error("please give the day from which it counts how long this file is kept")]
    DayMissing,
    /// The hand-over to whoever carries on is not whole.
    #[error(transparent)]
    Onward(#[from] CannotHandOn),
    /// The follow-up does not fit.
    #[error(transparent)]
    AfterCare(#[from] CannotAgree),
    /// That day is after today.
    #[error("this day cannot lie in the future")]
    StatedAhead,
}

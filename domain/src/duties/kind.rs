//! The kinds of duty, each with the clause that asks for it.

/// What kind of thing is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DutyKind {
    /// The initial assessment (PT-4.1.1).
    InitialAssessment,
    /// A progress assessment (PT-4.1.2).
    ProgressAssessment,
    /// An assessment after a significant intervention (PT-4.1.2).
    InterventionAssessment,
    /// The regular case review (CM-4.4.1).
    CaseReview,
    /// The regular progress report (CM-4.5.3).
    ProgressReport,
    /// A report that came back (CM-4.5.2).
    ReportReturned,
    /// A report that waits for the supervisor (CM-4.5.2).
    ReportDecision,
    /// An entry that waits for the supervisor's signature (PT-3b).
    CoSignature,
    /// A promise (CC-4.1.1).
    ActionItem,
    /// A plan that was to be changed (CM-4.4.2).
    PlanRevision,
    /// A session whose time is over and of which nothing is recorded (FS-4.3.1).
    SessionNote,
    /// A meeting of a group that is over and has no note (FS-4.3.1).
    GroupNote,
    /// No next session, and no reason (FS-4.1.1).
    NextSession,
    /// A session was missed (FS-4.3.3).
    MissedSession,
    /// Somebody has to see that a client who did not come is safe (FS-4.3.3).
    WelfareCheck,
    /// A client has missed several sessions one after the other, or was not reached by any attempt (FS-4.3.3).
    MissedAgain,
    /// A client is to be reminded by somebody (FS-4.1.2).
    Remind,
    /// A client asks for another time (FS-4.1.2).
    MoveAsked,
    /// A client waits, and was offered nothing for long (FS-4.1.1).
    WaitingLong,
    /// A client has written back, and somebody has to read it (FS-4.1.2).
    WroteBack,
    /// Urgent follow-up (CM-4.4.3).
    Flag,
    /// A step of the closure checklist (RC-5).
    ClosureStep,
    /// A reopening that waits for approval.
    ReopeningDecision,
    /// Who can open a closed case is to be looked at (RC-5).
    AccessCheck,
    /// A client is to be asked once more after the case was closed (RC-4.4).
    AfterCare,
    /// A client was not asked in time (RC-4.4).
    AfterCareChase,
    /// A document came by itself, and somebody has to say what it is (CM-4.2.2).
    DocumentAwaits,
    /// A consent to share ends soon, or has ended (CM-4.3.3).
    SharingEnds,
    /// A disclosure by law waits for a decision (CM-4.3.3).
    DisclosureDecision,
    /// A disclosure by law is approved, and is to be made (CM-4.3.3).
    DisclosureMaking,
    /// A service is to be asked for a client who was referred to it (FS-4.5.1).
    ReferralSend,
    /// Somebody asks what came of a referral (FS-4.6.2).
    ReferralAsk,
    /// What a service answered by a link is to be read (FS-4.6.2).
    ReferralAnswered,
    /// What was given out waits to be fetched at its page, or the page has to be opened anew (CC-4.4.2).
    PickupWaits,
    /// Somebody asks whether a locked package has arrived (FS-4.5.2).
    PackageReceipt,
    /// A physical item that somebody has and has to return (RC-4.1).
    PaperReturn,
    /// A physical item that was not returned in time (RC-4.1).
    PaperChase,
    /// A list of files to be destroyed waits for its approval (PT-5.2).
    ListApproval,
    /// A list of files that is approved and has rested waits to be carried out (PT-5.2).
    ListCarrying,
    /// Something that a spot check found wrong waits to be settled (RC-4.3b).
    Findings,
    /// How sessions go is to be reviewed again (FS-6.1).
    ServiceReview,
    /// Complaints and feedback are to be reviewed together again (CC-4.3.3).
    FeedbackReview,
    /// What a review of feedback decided is to be done (CC-4.3.3).
    Improvement,
    /// An inquiry that is nobody's yet (CC-4.3.2).
    InquiryGive,
    /// Whoever asks is to be told that we have it (CC-4.2.2).
    InquiryAcknowledge,
    /// Whoever asks is to be answered (CC-4.2.2).
    InquiryAnswer,
    /// The escalation report of a complaint (CC-5).
    Escalation,
    /// The director sees to it that a serious complaint is answered (CC-5).
    ComplaintSerious,
    /// An inquiry was not acknowledged or answered in time (CC-4.2.2).
    InquiryLate,
}

impl DutyKind {
    /// Every kind.
    pub const ALL: [Self; 49] = [
        Self::InitialAssessment,
        Self::ProgressAssessment,
        Self::InterventionAssessment,
        Self::CaseReview,
        Self::ProgressReport,
        Self::ReportReturned,
        Self::ReportDecision,
        Self::CoSignature,
        Self::ActionItem,
        Self::PlanRevision,
        Self::SessionNote,
        Self::GroupNote,
        Self::NextSession,
        Self::MissedSession,
        Self::WelfareCheck,
        Self::MissedAgain,
        Self::Remind,
        Self::MoveAsked,
        Self::WaitingLong,
        Self::WroteBack,
        Self::Flag,
        Self::ClosureStep,
        Self::ReopeningDecision,
        Self::AccessCheck,
        Self::AfterCare,
        Self::AfterCareChase,
        Self::DocumentAwaits,
        Self::SharingEnds,
        Self::DisclosureDecision,
        Self::DisclosureMaking,
        Self::ReferralSend,
        Self::ReferralAsk,
        Self::ReferralAnswered,
        Self::PickupWaits,
        Self::PackageReceipt,
        Self::PaperReturn,
        Self::PaperChase,
        Self::ListApproval,
        Self::ListCarrying,
        Self::Findings,
        Self::ServiceReview,
        Self::FeedbackReview,
        Self::Improvement,
        Self::InquiryGive,
        Self::InquiryAcknowledge,
        Self::InquiryAnswer,
        Self::Escalation,
        Self::ComplaintSerious,
        Self::InquiryLate,
    ];

    /// The code that is stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::InitialAssessment => "initial_assessment",
            Self::ProgressAssessment => "progress_assessment",
            Self::InterventionAssessment => "intervention_assessment",
            Self::CaseReview => "case_review",
            Self::ProgressReport => "progress_report",
            Self::ReportReturned => "report_returned",
            Self::ReportDecision => "report_decision",
            Self::CoSignature => "co_signature",
            Self::ActionItem => "action_item",
            Self::PlanRevision => "plan_revision",
            Self::SessionNote => "session_note",
            Self::GroupNote => "group_note",
            Self::NextSession => "next_session",
            Self::MissedSession => "missed_session",
            Self::WelfareCheck => "welfare_check",
            Self::MissedAgain => "missed_again",
            Self::Remind => "remind",
            Self::MoveAsked => "move_asked",
            Self::WaitingLong => "waiting_long",
            Self::WroteBack => "wrote_back",
            Self::Flag => "flag",
            Self::ClosureStep => "closure_step",
            Self::ReopeningDecision => "reopening_decision",
            Self::AccessCheck => "access_check",
            Self::AfterCare => "after_care",
            Self::AfterCareChase => "after_care_chase",
            Self::DocumentAwaits => "document_awaits",
            Self::SharingEnds => "sharing_ends",
            Self::DisclosureDecision => "disclosure_decision",
            Self::DisclosureMaking => "disclosure_making",
            Self::ReferralSend => "referral_send",
            Self::ReferralAsk => "referral_ask",
            Self::ReferralAnswered => "referral_answered",
            Self::PickupWaits => "pickup_waits",
            Self::PackageReceipt => "package_receipt",
            Self::PaperReturn => "paper_return",
            Self::PaperChase => "paper_chase",
            Self::ListApproval => "list_approval",
            Self::ListCarrying => "list_carrying",
            Self::Findings => "findings",
            Self::ServiceReview => "service_review",
            Self::FeedbackReview => "feedback_review",
            Self::Improvement => "improvement",
            Self::InquiryGive => "inquiry_give",
            Self::InquiryAcknowledge => "inquiry_acknowledge",
            Self::InquiryAnswer => "inquiry_answer",
            Self::Escalation => "escalation",
            Self::ComplaintSerious => "complaint_serious",
            Self::InquiryLate => "inquiry_late",
        }
    }

    /// The kind with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Whether it is about an inquiry, and not about a case.
    pub const fn is_of_inquiry(self) -> bool {
        matches!(
            self,
            Self::InquiryGive
                | Self::InquiryAcknowledge
                | Self::InquiryAnswer
                | Self::Escalation
                | Self::ComplaintSerious
                | Self::InquiryLate
        )
    }

    /// The clause that asks for it.
    pub const fn clause(self) -> &'static str {
        match self {
            Self::InitialAssessment => "PT-4.1.1",
            Self::ProgressAssessment | Self::InterventionAssessment => "PT-4.1.2",
            Self::CaseReview => "CM-4.4.1",
            Self::ProgressReport => "CM-4.5.3",
            Self::ReportReturned | Self::ReportDecision => "CM-4.5.2",
            Self::CoSignature => "PT-3b",
            Self::ActionItem => "CC-4.1.1",
            Self::PlanRevision => "CM-4.4.2",
            Self::SessionNote | Self::GroupNote => "FS-4.3.1",
            Self::NextSession | Self::WaitingLong => "FS-4.1.1",
            Self::MissedSession | Self::WelfareCheck | Self::MissedAgain => "FS-4.3.3",
            Self::Remind | Self::MoveAsked | Self::WroteBack => "FS-4.1.2",
            Self::Flag => "CM-4.4.3",
            Self::ClosureStep | Self::AccessCheck => "RC-5",
            Self::ReopeningDecision | Self::AfterCare | Self::AfterCareChase => "RC-4.4",
            Self::DocumentAwaits => "CM-4.2.2",
            Self::SharingEnds | Self::DisclosureDecision | Self::DisclosureMaking => "CM-4.3.3",
            Self::ReferralSend => "FS-4.5.1",
            Self::ReferralAsk | Self::ReferralAnswered => "FS-4.6.2",
            Self::PickupWaits => "CC-4.4.2",
            Self::PackageReceipt => "FS-4.5.2",
            Self::PaperReturn | Self::PaperChase => "RC-4.1",
            Self::ListApproval | Self::ListCarrying => "PT-5.2",
            Self::Findings => "RC-4.3b",
            Self::ServiceReview => "FS-6.1",
            Self::FeedbackReview | Self::Improvement => "CC-4.3.3",
            Self::InquiryGive => "CC-4.3.2",
            Self::InquiryAcknowledge | Self::InquiryAnswer | Self::InquiryLate => "CC-4.2.2",
            Self::Escalation | Self::ComplaintSerious => "CC-5",
        }
    }
}

//! What each role may, by hand.

use domain::ids::DossierKind;
use domain::level::Level;
use domain::policy::{Action, TieKind};
use domain::staff::Role;

use super::Where;
use Action::*;
use TieKind::{AfterCare, Answers, Assigned, Covers, Leads, Named, Own, Registered, Supervises, Supports, Told};

const WORK: &[TieKind] = &[Assigned, Supervises, Covers, Named];

/// What everybody may.
const EVERYBODY: &[(Where, &[Action])] = &[
    (Where::Desk, &[SeeToday, SeeDirectory]),
    (Where::Of(DossierKind::Listing), &[ReadListing]),
    (Where::Any(Level::Confidential), &[SeeRulebook, FollowImprovement]),
    (Where::Tied(&[Own]), &[ManageOwnAccount, SetHours, RevokeFeed]),
];

/// Whoever takes intake.
const INTAKE: &[(Where, &[Action])] = &[
    (Where::Desk, &[SearchClients, RegisterClient]),
    (Where::Open(&[Registered]), &[ReadClient, CorrectClient, VerifyFacts, RecordConsent, CheckConflict, OpenCase]),
];

/// Whoever answers inquiries that they are given.
const ANSWERING: &[(Where, &[Action])] = &[
    (Where::Desk, &[SeeInbox, LogInquiry]),
    (Where::Tied(&[Answers]), &[ReadInquiry]),
    (Where::Open(&[Answers]), &[HandleInquiry]),
];

/// Who is at the door: what is not confidential they see before anybody has it.
const AT_THE_DOOR: &[(Where, &[Action])] =
    &[(Where::UpTo(DossierKind::Inquiry, Level::Standard), &[ReadInquiry, HandleInquiry])];

/// Whoever keeps the directory.
const DIRECTORY: &[(Where, &[Action])] =
    &[(Where::Desk, &[ListService]), (Where::Of(DossierKind::Listing), &[ChangeListing])];

/// Whoever works on a case.
const CASEWORK: &[(Where, &[Action])] = &[
    (Where::Desk, &[SeeCalendar, SeeWaiting, SeeReminders, SeeGroups, FormGroup]),
    (Where::Of(DossierKind::Group), &[JoinGroup]),
    (Where::Open(&[Leads, Supervises]), &[ReadGroup, LeadGroup]),
    (Where::Tied(&[Own]), &[OpenFeed]),
    (
        Where::Open(WORK),
        &[
            ReadClient,
            CorrectClient,
            VerifyFacts,
            RecordConsent,
            CheckConflict,
            OpenCase,
            ReadCase,
            SearchCase,
            ManagePeople,
            RecordAssessment,
            LogContact,
            WriteLetter,
            SettleAction,
            WriteAddendum,
            RevisePlan,
            BookSession,
            BookGroup,
            GiveAppointment,
            ReviewCase,
            RaiseFlag,
            TellOfClosure,
            PrintCase,
            Disclose,
            Refer,
            FileDocument,
            ReadDocument,
            RegisterPaper,
            HandlePaper,
            EndPaper,
            PrintLabel,
            TracePaper,
        ],
    ),
    (Where::Tied(&[AfterCare]), &[ReadClient, RecordAfterCare]),
];

/// Whoever carries cases.
const CARRYING: &[(Where, &[Action])] = &[
    (Where::Open(WORK), &[PrepareSession, RecordSession]),
    (Where::Open(&[Leads]), &[RecordMeeting]),
    (Where::Open(&[Assigned, Covers]), &[SubmitReport]),
    (Where::Open(&[Assigned]), &[ArrangeCover, AttestFiling, SignDocumented, SignVerified, CloseCase, SeeAccesses]),
];

/// Whoever keeps closed files.
const KEEPERS: &[(Where, &[Action])] = &[
    (
        Where::Desk,
        &[
            SearchClients,
            SeeGroups,
            SeeRecords,
            SeeSchedule,
            SeeHolds,
            OpenMatter,
            SeeDispositions,
            SeePaper,
            SeeSpotChecks,
            SeeInbox,
        ],
    ),
    (Where::Tied(&[Answers]), &[ReadInquiry]),
    (Where::Open(&[Answers]), &[HandleInquiry]),
    (Where::Any(Level::Standard), &[TracePaper]),
    (Where::Of(DossierKind::SpotCheck), &[ReadSpotCheck]),
    (Where::Of(DossierKind::Disposition), &[ReadDisposition, KeepLonger, PrintCertificate]),
    (Where::Of(DossierKind::Matter), &[ReadMatter, HoldFile, ReleaseHold]),
    (Where::Closed, &[ReadClient, ReadCase, ReadGroup, ReadInquiry, SearchCase, ReadDocument, PrintCase, AskReopening]),
];

pub(super) fn table(role: Role) -> Vec<&'static [(Where, &'static [Action])]> {
    let own: &[&[(Where, &[Action])]] = match role {
        Role::Caseworker => &[INTAKE, ANSWERING, DIRECTORY, CASEWORK, CARRYING],
        Role::Provider => &[ANSWERING, DIRECTORY, CASEWORK, CARRYING, &[(Where::Desk, &[SearchClients])]],
        Role::Supervisor => &[
            INTAKE,
            ANSWERING,
            &[(Where::Of(DossierKind::Inquiry), &[ReadInquiry, HandleInquiry])],
            DIRECTORY,
            CASEWORK,
            &[
                (
                    Where::Desk,
                    &[
                        Supervise,
                        SeeServiceReview,
                        SeeFeedback,
                        SeeRecords,
                        SeeSchedule,
                        SeeDispositions,
                        SeeSpotChecks,
                    ],
                ),
                (
                    Where::Any(Level::Confidential),
                    &[RecordServiceReview, ReviewFeedback, DraftTemplate, ApproveWording],
                ),
                (Where::Of(DossierKind::Staff), &[SetHours, SeeHandOver]),
                (Where::Of(DossierKind::Group), &[GiveGroupOn]),
                (Where::Any(Level::Standard), &[CheckPlace, GiveOnOfLeaver]),
                (Where::Of(DossierKind::SpotCheck), &[ReadSpotCheck, SettleFinding]),
                (Where::Of(DossierKind::Disposition), &[ReadDisposition, KeepLonger, ApproveForSupervision]),
                (
                    Where::Open(&[Supervises]),
                    &[AssignCase, ArrangeCover, CoSign, DecideReport, SignApproved, CloseCase, DecideDisclosure],
                ),
                (Where::Tied(&[Supervises]), &[SeeAccesses]),
                (Where::Closed, &[AskReopening, ApproveReopening, HandOverAfterCare, DecideDisclosure]),
            ],
        ],
        Role::FrontlineStaff => &[INTAKE, ANSWERING, AT_THE_DOOR, DIRECTORY],
        Role::AdministrativeStaff => &[
            INTAKE,
            ANSWERING,
            AT_THE_DOOR,
            DIRECTORY,
            &[
                (Where::Desk, &[SeeCalendar, SeeWaiting]),
                (Where::Tied(&[Own]), &[OpenFeed]),
                (Where::Of(DossierKind::Staff), &[SetHours]),
                (Where::Any(Level::Confidential), &[ManageRooms, DraftTemplate]),
            ],
            &[(
                Where::Open(&[Supports]),
                &[
                    ReadClient,
                    CorrectClient,
                    VerifyFacts,
                    ReadCase,
                    SearchCase,
                    LogContact,
                    SettleAction,
                    BookSession,
                    GiveAppointment,
                    FileDocument,
                    ReadDocument,
                    RegisterPaper,
                    HandlePaper,
                    PrintLabel,
                    TracePaper,
                ],
            )],
        ],
        Role::ComplaintsManager => &[
            ANSWERING,
            &[
                (Where::Of(DossierKind::Inquiry), &[ReadInquiry, HandleInquiry]),
                (Where::Desk, &[SeeFeedback]),
                (Where::Any(Level::Confidential), &[ReviewFeedback]),
            ],
        ],
        Role::RecordsOfficer => &[
            KEEPERS,
            &[
                (Where::Desk, &[PrepareDisposition]),
                (
                    Where::Of(DossierKind::Disposition),
                    &[WithdrawDisposition, ExecuteDisposition, AttestPaper, HandOverFiles],
                ),
                (Where::Closed, &[WriteAddendum, RegisterPaper, EndPaper, Disclose]),
                (Where::Any(Level::Standard), &[SignScheduled, HandlePaper, PrintLabel, CheckPlace]),
                (Where::Of(DossierKind::SpotCheck), &[SettleFinding]),
                (Where::Any(Level::Confidential), &[ManagePlaces]),
            ],
        ],
        Role::DataProtectionOfficer => &[
            KEEPERS,
            &[
                (Where::Desk, &[SeeStaff, SeeSystem, SeeServiceReview, SeeFeedback]),
                (Where::Of(DossierKind::Disposition), &[ApproveForProtection]),
                (Where::Closed, &[ApproveReopening]),
                (Where::Of(DossierKind::Case), &[DecideDisclosure]),
                (Where::Any(Level::Standard), &[SeeAccesses]),
            ],
        ],
        Role::ItAdministrator => &[&[
            (Where::Desk, &[SeeRecords, SeeStaff, SeeSystem, FinishDestruction, FileDrill, FileKit]),
            (Where::Desk, &[TakeIn, Remind, HandOut]),
            (Where::Of(DossierKind::Staff), &[SeeHandOver]),
            (Where::Any(Level::Standard), &[SignAccessRevoked, VerifyAccess]),
            (Where::Any(Level::Confidential), &[ManageStaff, RotateKeys, SealServer]),
        ]],
        Role::Director => &[&[
            (
                Where::Desk,
                &[
                    SeeStaff,
                    SeeSystem,
                    SeeServiceReview,
                    SeeFeedback,
                    SeeRecords,
                    SeeSchedule,
                    SeeDispositions,
                    SeeSpotChecks,
                    SeeReminders,
                    SeeInbox,
                ],
            ),
            (Where::Tied(&[Answers, Told]), &[ReadInquiry]),
            (Where::Open(&[Answers]), &[HandleInquiry]),
            (Where::Of(DossierKind::SpotCheck), &[ReadSpotCheck]),
            (
                Where::Of(DossierKind::Disposition),
                &[ReadDisposition, KeepLonger, ApproveForSupervision, PrintCertificate],
            ),
            (Where::Any(Level::Standard), &[SeeAccesses]),
            (
                Where::Any(Level::Confidential),
                &[AmendRulebook, ManageRooms, RecordServiceReview, ReviewFeedback, DraftTemplate, ApproveWording],
            ),
        ]],
        Role::Auditor => &[&[
            (
                Where::Desk,
                &[SeeSystem, SeeServiceReview, SeeFeedback, SeeRecords, SeeSchedule, SeeDispositions, SeeSpotChecks],
            ),
            (Where::Of(DossierKind::SpotCheck), &[ReadSpotCheck]),
            (Where::Of(DossierKind::Disposition), &[ReadDisposition, PrintCertificate]),
            (Where::Any(Level::Standard), &[SeeAccesses]),
        ]],
    };
    own.iter().copied().chain([EVERYBODY]).collect()
}

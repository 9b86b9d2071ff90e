//! Whoever looks after machines, figures or complaints reaches nothing of what a file says.

use domain::ids::DossierKind;
use domain::policy::{Action, FileState};
use domain::staff::Role;

use super::{KINDS, STATES, answer, facts, facts_of, tie_sets};
use Action::*;

/// The actions that show or change what a client's or case's file says.
const CONTENT: &[Action] = &[
    ReadClient,
    CorrectClient,
    VerifyFacts,
    RecordConsent,
    CheckConflict,
    OpenCase,
    ReadCase,
    SearchCase,
    AssignCase,
    ManagePeople,
    RecordAssessment,
    LogContact,
    WriteLetter,
    SettleAction,
    WriteAddendum,
    CoSign,
    RevisePlan,
    BookSession,
    GiveAppointment,
    PrepareSession,
    RecordSession,
    ReviewCase,
    SubmitReport,
    DecideReport,
    RaiseFlag,
    TellOfClosure,
    RecordAfterCare,
    AttestFiling,
    SignDocumented,
    SignVerified,
    SignApproved,
    CloseCase,
    PrintCase,
    Disclose,
    DecideDisclosure,
    FileDocument,
    ReadDocument,
    ReadInquiry,
    HandleInquiry,
    JoinGroup,
    BookGroup,
    ReadGroup,
    LeadGroup,
    RecordMeeting,
];

/// What is said in an inquiry, which is in no client's file.
const INQUIRIES: &[Action] = &[ReadInquiry, HandleInquiry];

#[test]
fn inquiries_open_no_other_kind_of_file() {
    for &action in INQUIRIES {
        for role in [Role::ComplaintsManager, Role::FrontlineStaff, Role::Supervisor] {
            for kind in KINDS.into_iter().filter(|kind| *kind != DossierKind::Inquiry) {
                let facts = facts_of(kind, &[role], &[], FileState::Open);
                assert_eq!(answer(action, &facts), None, "{} {}", role.word(), action.name());
            }
        }
    }
}

#[test]
fn administrators_auditors_directors_and_complaints_managers_reach_no_content_of_clients() {
    for role in [Role::ItAdministrator, Role::Auditor, Role::Director, Role::ComplaintsManager] {
        for &action in CONTENT {
            // whoever answers for complaints answers inquiries, see below; of what they are about they see nothing else
            if role == Role::ComplaintsManager && INQUIRIES.contains(&action) {
                continue;
            }
            for ties in tie_sets() {
                for state in STATES {
                    assert_eq!(
                        answer(action, &facts(&[role], &ties, state)),
                        None,
                        "{} {}",
                        role.word(),
                        action.name()
                    );
                }
            }
        }
    }
}

//! Whoever looks after machines, figures or complaints reaches nothing of what a file says.

use domain::policy::Action;
use domain::staff::Role;

use super::{STATES, answer, facts, tie_sets};
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
    FileDocument,
    ReadDocument,
    JoinGroup,
    BookGroup,
    ReadGroup,
    LeadGroup,
    RecordMeeting,
];

#[test]
fn administrators_auditors_directors_and_complaints_managers_reach_no_content() {
    for role in [Role::ItAdministrator, Role::Auditor, Role::Director, Role::ComplaintsManager] {
        for &action in CONTENT {
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

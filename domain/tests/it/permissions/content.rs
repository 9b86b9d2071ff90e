//! Whoever looks after machines, figures or complaints reaches nothing of what a file says.

use domain::ids::DossierKind;
use domain::policy::{Action, FileState, TieKind};
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
    Refer,
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
            // whoever answers for complaints answers inquiries, see below; of what they are about they see nothing else. The director has those complaints
            // that they were told of, or that nobody else can answer
            if [Role::ComplaintsManager, Role::Director].contains(&role) && INQUIRIES.contains(&action) {
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

#[test]
fn a_director_reaches_the_inquiries_that_they_answer_or_were_told_of_and_no_others() {
    for &action in INQUIRIES {
        for ties in tie_sets().into_iter().filter(|ties| !ties.contains(&TieKind::Excluded)) {
            let facts = facts_of(DossierKind::Inquiry, &[Role::Director], &ties, FileState::Open);
            let reaches = ties.contains(&TieKind::Answers) || (action == ReadInquiry && ties.contains(&TieKind::Told));
            assert_eq!(answer(action, &facts).is_some(), reaches, "{} {ties:?}", action.name());
        }
    }
}

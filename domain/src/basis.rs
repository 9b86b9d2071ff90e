//! What a signature is based on: the part of a file that the signer had before them. When others have changed that part since, the signer has
//! to look at it again; what they wrote elsewhere in the same file does not disturb.

use crate::event::Event;
use crate::ids::{EntryNumber, ItemId};

/// A part of a file that entries change one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// Everything: any new entry counts, as it does for a closure.
    File,
    /// The details of a client.
    Details,
    /// The consent to the service.
    Consent,
    /// A consent to share.
    Sharing(ItemId),
    /// A disclosure that was asked for.
    Disclosure(ItemId),
    /// A referral.
    Referral(ItemId),
    /// What a review of feedback improves.
    Improvement(ItemId),
    /// The answer to the conflict check.
    Conflict,
    /// Who carries and supervises a case.
    Hands,
    /// That somebody stands in for whoever carries a case.
    Cover(ItemId),
    /// Somebody on the case.
    Person(ItemId),
    /// An action item.
    Action(ItemId),
    /// An entry with what is clipped beneath it.
    Entry(EntryNumber),
    /// A booked session.
    Slot(ItemId),
    /// That the client is on the waiting list.
    Waiting(ItemId),
    /// A progress report.
    Report(ItemId),
    /// A flag.
    Flag(ItemId),
    /// A document.
    Document(ItemId),
    /// A physical item.
    Paper(ItemId),
    /// A place for physical items.
    Place(ItemId),
    /// A room for sessions.
    Room(ItemId),
    /// A term of the glossary.
    Term(ItemId),
    /// A template and its versions.
    Template(ItemId),
    /// How a group is described.
    Group,
    /// The working hours of one of us.
    Hours,
    /// An absence of one of us.
    Absence(ItemId),
}

impl Basis {
    /// Whether this event changes what the signer had before them.
    pub fn changed_by(self, event: &Event) -> bool {
        let several = match (self, event) {
            (Self::Slot(slot), Event::TimeOffered(offered)) => offered.ends() == Some(slot),
            (Self::Slot(slot), event) => {
                event.changes().is_some_and(|changes| changes.each.iter().any(|change| change.slot == slot))
            }
            _ => false,
        };
        self == Self::File || several || changes(event) == Some(self)
    }
}

/// What an event changes. What it only adds, such as another contact, changes nothing that anybody could have had before them.
const fn changes(event: &Event) -> Option<Basis> {
    Some(match event {
        Event::ClientRegistered(_) | Event::ClientCorrected(_) => Basis::Details,
        Event::ConsentGiven(_) | Event::ConsentWithdrawn(_) => Basis::Consent,
        Event::SharingWithdrawn(withdrawn) => Basis::Sharing(withdrawn.id),
        Event::DisclosureDecided(decided) => Basis::Disclosure(decided.id),
        Event::DisclosureMade(made) => Basis::Disclosure(made.id),
        Event::PickupOpened(opened) => Basis::Disclosure(opened.disclosure),
        Event::ConflictChecked(_) => Basis::Conflict,
        Event::CaseOpened(_) | Event::CaseAssigned(_) | Event::CaseReopened(_) => Basis::Hands,
        Event::CoverEnded(ended) => Basis::Cover(ended.id),
        Event::PersonLeft(left) => Basis::Person(left.id),
        Event::ActionSettled(settled) => Basis::Action(settled.item),
        Event::AddendumWritten(addendum) => Basis::Entry(addendum.to),
        Event::EntryCoSigned(signed) => Basis::Entry(signed.entry),
        Event::SessionNotHeld(missed) => Basis::Slot(missed.slot),
        Event::AttemptMade(attempt) => Basis::Slot(attempt.slot),
        Event::TimeOffered(offered) => Basis::Waiting(offered.waiting),
        Event::WaitingEnded(ended) => Basis::Waiting(ended.waiting),
        Event::SessionRecorded(session) => match session.slot {
            Some(slot) => Basis::Slot(slot),
            None => return None,
        },
        Event::ReportSubmitted(report) => Basis::Report(report.id),
        Event::ReportReturned(returned) => Basis::Report(returned.id),
        Event::ReportApproved(approved) => Basis::Report(approved.id),
        Event::FlagResolved(resolved) => Basis::Flag(resolved.id),
        Event::DocumentFiled(filed) => Basis::Document(filed.id),
        Event::DocumentCorrected(corrected) => Basis::Document(corrected.id),
        Event::DocumentWithdrawn(withdrawn) => Basis::Document(withdrawn.id),
        Event::PaperRegistered(registered) => Basis::Paper(registered.id),
        Event::PaperCorrected(corrected) => Basis::Paper(corrected.id),
        Event::PaperWithdrawn(withdrawn) => Basis::Paper(withdrawn.id),
        Event::PaperMoved(moved) => Basis::Paper(moved.id),
        Event::PaperCheckedOut(out) => Basis::Paper(out.id),
        Event::PaperReturned(returned) => Basis::Paper(returned.id),
        Event::PaperEnded(ended) => Basis::Paper(ended.id),
        Event::PlaceLaidDown(laid) => Basis::Place(laid.id),
        Event::PlaceClosed(closed) => Basis::Place(closed.id),
        Event::RoomDescribed(room) => Basis::Room(room.id),
        Event::TermLaidDown(term) => Basis::Term(term.id),
        Event::TemplateDrafted(draft) => Basis::Template(draft.id),
        Event::TemplateApproved(approved) => Basis::Template(approved.id),
        Event::TemplateRetired(retired) => Basis::Template(retired.id),
        Event::GroupDescribed(_) => Basis::Group,
        Event::ReferralFollowed(followed) => Basis::Referral(followed.id),
        Event::AnswerAsked(asked) => Basis::Referral(asked.referral),
        Event::ServiceAnswered(answered) => Basis::Referral(answered.referral),
        Event::ImprovementFollowed(followed) => Basis::Improvement(followed.id),
        Event::WorkingHoursSet(_) => Basis::Hours,
        Event::AbsenceNoted(noted) => Basis::Absence(noted.id),
        Event::AbsenceWithdrawn(withdrawn) => Basis::Absence(withdrawn.id),
        Event::OrganisationFounded(_)
        | Event::RulebookAmended(_)
        | Event::TeamFormed(_)
        | Event::KeyRotationOrdered(_)
        | Event::KeysRotated(_)
        | Event::DrillHeld(_)
        | Event::KitMade(_)
        | Event::KitRead(_)
        | Event::ServiceReviewed(_)
        | Event::FeedbackReviewed(_)
        | Event::ServerSealed(_)
        | Event::ServerUnsealed(_)
        | Event::StaffAdded(_)
        | Event::StaffChanged(_)
        | Event::LeavingAnnounced(_)
        | Event::StaffLeft(_)
        | Event::AgreementSigned(_)
        | Event::FeedOpened(_)
        | Event::FeedRevoked(_)
        | Event::FactsVerified(_)
        | Event::SharingAgreed(_)
        | Event::DisclosureAsked(_)
        | Event::ReferralMade(_)
        | Event::PackageAnswered(_)
        | Event::PickupNoticed(_)
        | Event::PickupTried(_)
        | Event::PickupFetched(_)
        | Event::PickupShut(_)
        | Event::PersonAdded(_)
        | Event::ItemsGivenOn(_)
        | Event::CoverArranged(_)
        | Event::AssessmentRecorded(_)
        | Event::ContactLogged(_)
        | Event::LetterWritten(_)
        // versions of a plan are merged, which says more
        | Event::PlanRevised(_)
        | Event::SessionBooked(_)
        | Event::SeriesBooked(_)
        // it changes several, see above
        | Event::SeriesChanged(_)
        | Event::WaitingBegun(_)
        | Event::GroupSessionsChanged(_)
        | Event::GroupSessionsBooked(_)
        | Event::ReminderDue(_)
        | Event::ReminderGiven(_)
        | Event::MessageReported(_)
        | Event::ReplyReceived(_)
        | Event::ReplySettled(_)
        | Event::ReachFailed(_)
        | Event::AppointmentAnswered(_)
        | Event::CaseReviewed(_)
        | Event::FlagRaised(_)
        | Event::FilingAttested(_)
        | Event::ClosureTold(_)
        | Event::RungSigned(_)
        | Event::CaseClosed(_)
        | Event::AccessVerified(_)
        | Event::AfterCareRecorded(_)
        | Event::ReopeningAsked(_)
        | Event::MatterOpened(_)
        | Event::FileHeld(_)
        | Event::HoldReleased(_)
        | Event::MatterEnded(_)
        | Event::DispositionPrepared(_)
        | Event::FileKeptLonger(_)
        | Event::DispositionApproved(_)
        | Event::DispositionWithdrawn(_)
        | Event::PaperDestroyed(_)
        | Event::FilesTransferred(_)
        | Event::FiguresKept(_)
        | Event::DestructionOrdered(_)
        | Event::FileDestroyed(_)
        | Event::KeyCopiesExpired(_)
        | Event::PlaceChecked(_)
        | Event::FindingSettled(_)
        | Event::MemberJoined(_)
        | Event::PlaceAwaited(_)
        | Event::MemberLeft(_)
        | Event::MeetingsPlanned(_)
        | Event::MeetingsChanged(_)
        | Event::ListingDescribed(_)
        | Event::ListingChecked(_)
        | Event::ListingEnded(_)
        | Event::GroupMet(_)
        | Event::GroupEnded(_)
        | Event::InquiryReceived(_)
        | Event::InquiryFollowed(_)
        | Event::InquiryFileKept(_)
        | Event::InquiryTriaged(_)
        | Event::InquiryAcknowledged(_)
        | Event::TimelineGiven(_)
        | Event::InquiryPaused(_)
        | Event::InquiryResumed(_)
        | Event::EscalationReported(_)
        | Event::InquiryAnswered(_)
        | Event::ComplaintAppealed(_)
        | Event::InquirySetAside(_) => return None,
    })
}

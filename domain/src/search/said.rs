//! What an entry says in words that somebody wrote: one arm for each event of a case, so that a new event makes the compiler ask.

use crate::event::Event;
use crate::paper::Departure;
use crate::plans::PlanRevised;
use crate::reports::ReportSubmitted;
use crate::sessions::{Next, SessionRecorded};
use crate::text::{Line, Narrative};

use super::Passage;

/// Texts of an entry, gathered one after another.
#[derive(Default)]
struct Said<'e>(Vec<Passage<'e>>);

impl<'e> Said<'e> {
    fn line(mut self, term: &'static str, text: &'e Line) -> Self {
        self.0.push(Passage::new(term, text.reveal()));
        self
    }

    fn told(mut self, term: &'static str, text: &'e Narrative) -> Self {
        self.0.push(Passage::new(term, text.reveal()));
        self
    }

    fn name(mut self, term: &'static str, text: &'e Line) -> Self {
        self.0.push(Passage::name(term, text.reveal()));
        self
    }

    fn lines(self, term: &'static str, texts: impl IntoIterator<Item = &'e Line>) -> Self {
        texts.into_iter().fold(self, |said, text| said.line(term, text))
    }

    fn all(self, term: &'static str, texts: impl IntoIterator<Item = &'e Narrative>) -> Self {
        texts.into_iter().fold(self, |said, text| said.told(term, text))
    }

    fn next(self, next: &'e Next) -> Self {
        match next {
            Next::Booked(_) | Next::Standing(_) => self,
            Next::None(why) => self.line("Next session", why),
        }
    }
}

impl Event {
    /// What somebody wrote in it, as its sheet shows it, each with what stands before it there. Of what does not stand in a case: nothing.
    pub fn said(&self) -> Vec<Passage<'_>> {
        of_event(self, Said::default()).0
    }
}

fn of_event<'e>(event: &'e Event, said: Said<'e>) -> Said<'e> {
    match event {
        Event::CaseAssigned(assigned) => said.line("Reason", &assigned.reason),
        Event::ItemsGivenOn(given) => said.line("Reason", &given.reason),
        Event::CoverArranged(cover) => said.lines("In words", &cover.note),
        Event::PersonAdded(person) => said
            .name("Name", &person.name)
            .lines("Relation or service", &person.relation)
            .lines("To be reached", &person.reach),
        Event::PersonLeft(left) => said.line("Reason", &left.reason),
        Event::AssessmentRecorded(made) => said
            .told("Situation", &made.summary)
            .all("Strengths", &made.strengths)
            .told("Needs and risks", &made.needs)
            .told("Outcome", &made.outcome)
            .lines("Written late because", &made.late_because),
        Event::ContactLogged(contact) => {
            let said = contact.with.iter().fold(said, |said, with| said.name("With", with));
            said.told("Summary", &contact.summary)
                .all("Decision", &contact.decision)
                .lines("Action items", contact.actions.iter().map(|action| &action.what))
                .lines("Written late because", &contact.late_because)
        }
        Event::LetterWritten(letter) => said.told("Letter", &letter.text),
        Event::ActionSettled(settled) => said.lines("In words", &settled.note),
        Event::AddendumWritten(addendum) => said.told("Addendum", &addendum.text).line("Reason", &addendum.reason),
        Event::EntryCoSigned(signed) => said.lines("Remark", &signed.remark),
        Event::PlanRevised(plan) => of_plan(plan, said),
        Event::SessionNotHeld(missed) => said.lines("In words", &missed.note).next(&missed.next),
        Event::SeriesChanged(changed) => said.line("Reason", &changed.reason),
        Event::GroupSessionsChanged(changed) => said.line("Reason", &changed.reason),
        Event::SessionRecorded(session) => of_session(session, said),
        Event::AttemptMade(attempt) => {
            let said = said.lines("In words", &attempt.note).lines("Written late because", &attempt.late_because);
            attempt.came.next().into_iter().fold(said, Said::next)
        }
        Event::WaitingBegun(begun) => said.lines("In words", &begun.note),
        Event::TimeOffered(offered) => {
            said.lines("In words", &offered.note).lines("Written late because", &offered.late_because)
        }
        Event::WaitingEnded(ended) => said.lines("In words", &ended.note),
        Event::ReminderGiven(given) => said.lines("In words", &given.note),
        Event::ReplyReceived(reply) => said.told("The client wrote", &reply.text),
        Event::ReplySettled(settled) => said.line("What came of it", &settled.note),
        Event::CaseReviewed(review) => said.told("Found", &review.found).told("Agreed", &review.agreed),
        Event::ReportSubmitted(report) => of_report(report, said),
        Event::ReportReturned(returned) => said.told("Comments", &returned.comments),
        Event::FlagRaised(flag) => said.line("What cannot wait", &flag.what),
        Event::FlagResolved(resolved) => said.line("What was done", &resolved.how),
        Event::DocumentFiled(filed) => {
            said.line("Title", &filed.about.title).lines("Name before it was filed", &filed.file.original)
        }
        Event::DocumentCorrected(corrected) => {
            said.line("Title", &corrected.about.title).line("Reason", &corrected.reason)
        }
        Event::DocumentWithdrawn(withdrawn) => said.line("Reason", &withdrawn.reason),
        Event::DisclosureAsked(asked) => said
            .name("To whom", &asked.recipient)
            .all("Told", &asked.chosen.told)
            .line("Law", &asked.law)
            .told("Why", &asked.reason),
        Event::DisclosureDecided(decided) => said.line("Why", &decided.note),
        Event::DisclosureMade(made) => {
            said.name("To whom", &made.recipient).lines("What for", &made.words).all("Told", &made.chosen.told)
        }
        Event::PackageAnswered(answered) => said.name("Who said so", &answered.who).lines("In words", &answered.note),
        Event::PickupOpened(opened) => match &opened.notice {
            Some(notice) => said.name("Message to", &notice.to),
            None => said,
        },
        Event::ReferralMade(made) => said.line("To", &made.to).told("Why", &made.reason),
        Event::ReferralFollowed(followed) => said.lines("In words", &followed.note),
        Event::ServiceAnswered(answered) => said.lines("What the service says", &answered.note),
        Event::PickupShut(shut) => said.line("Why", &shut.note),
        Event::PaperRegistered(new) => said.line("Title", &new.about.title),
        Event::PaperCorrected(corrected) => {
            said.line("Title", &corrected.about.title).line("Reason", &corrected.reason)
        }
        Event::PaperWithdrawn(withdrawn) => said.line("Reason", &withdrawn.reason),
        Event::PaperMoved(moved) => said.line("Reason", &moved.reason),
        Event::PaperCheckedOut(out) => said.line("Purpose", &out.purpose),
        Event::PaperReturned(back) => said.lines("Condition", &back.condition),
        Event::PaperEnded(ended) => {
            let said = match &ended.departure {
                Departure::HandedOver { to } => said.name("Handed over to", to),
                Departure::Scanned { .. } => said,
            };
            said.line("Reason", &ended.reason)
        }
        Event::RungSigned(signed) => {
            let said = signed.ending.iter().fold(said, |said, ending| {
                let agreed = ending.after_care.as_ref().map(|care| &care.what);
                let said = said.lines("Not everything was tried because", &ending.not_tried);
                let said = ending.onward.iter().fold(said, |said, onward| {
                    let said = said.line("Who takes over", &onward.to).lines("Until then", &onward.until_then);
                    said.lines("Missing because", &onward.missing)
                });
                said.told("Summary", &ending.summary).lines("To be asked once more", agreed)
            });
            said.lines("Evidence", &signed.evidence)
        }
        Event::FilingAttested(attested) => {
            said.lines("What is wrong", attested.marks.iter().filter_map(|mark| mark.wrong.as_ref()))
        }
        Event::ClosureTold(told) => {
            said.told("Message", &told.message).lines("Written late because", &told.late_because)
        }
        Event::AfterCareRecorded(recorded) => said.told("In words", &recorded.note),
        Event::CaseClosed(closed) => said.told("Summary", &closed.ending.summary),
        Event::ReopeningAsked(asked) => said.told("Reason", &asked.reason),
        Event::FeedbackReviewed(review) => said
            .told("What shows", &review.findings)
            .told("What is decided", &review.decisions)
            .lines("Improvement", review.improvements.iter().map(|item| &item.what)),
        Event::ImprovementFollowed(followed) => said.lines("In words", &followed.note),
        Event::ServiceReviewed(review) => said.told("Findings", &review.findings).told("What follows", &review.actions),
        Event::CaseOpened(_)
        | Event::SessionBooked(_)
        | Event::SeriesBooked(_)
        | Event::GroupSessionsBooked(_)
        | Event::ReminderDue(_)
        | Event::MessageReported(_)
        | Event::AppointmentAnswered(_)
        | Event::PickupNoticed(_)
        | Event::PickupTried(_)
        | Event::PickupFetched(_)
        | Event::AnswerAsked(_)
        | Event::ReportApproved(_)
        | Event::AccessVerified(_)
        | Event::CoverEnded(_)
        | Event::CaseReopened(_) => said,
        Event::OrganisationFounded(_)
        | Event::RulebookAmended(_)
        | Event::TeamFormed(_)
        | Event::PlaceLaidDown(_)
        | Event::PlaceClosed(_)
        | Event::RoomDescribed(_)
        | Event::TermLaidDown(_)
        | Event::TemplateDrafted(_)
        | Event::TemplateApproved(_)
        | Event::TemplateRetired(_)
        | Event::SharingAgreed(_)
        | Event::SharingWithdrawn(_)
        | Event::ReachFailed(_)
        | Event::KeyRotationOrdered(_)
        | Event::KeysRotated(_)
        | Event::ServerSealed(_)
        | Event::ServerUnsealed(_)
        | Event::DrillHeld(_)
        | Event::KitMade(_)
        | Event::KitRead(_)
        | Event::StaffAdded(_)
        | Event::StaffChanged(_)
        | Event::LeavingAnnounced(_)
        | Event::StaffLeft(_)
        | Event::AgreementSigned(_)
        | Event::WorkingHoursSet(_)
        | Event::AbsenceNoted(_)
        | Event::AbsenceWithdrawn(_)
        | Event::FeedOpened(_)
        | Event::FeedRevoked(_)
        | Event::ClientRegistered(_)
        | Event::ClientCorrected(_)
        | Event::FactsVerified(_)
        | Event::ConsentGiven(_)
        | Event::ConsentWithdrawn(_)
        | Event::ConflictChecked(_)
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
        | Event::GroupDescribed(_)
        | Event::MemberJoined(_)
        | Event::PlaceAwaited(_)
        | Event::MemberLeft(_)
        | Event::MeetingsPlanned(_)
        | Event::MeetingsChanged(_)
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
        | Event::InquirySetAside(_)
        | Event::ListingDescribed(_)
        | Event::ListingChecked(_)
        | Event::ListingEnded(_) => said,
    }
}

fn of_session<'e>(session: &'e SessionRecorded, said: Said<'e>) -> Said<'e> {
    said.told("Progress", &session.progress)
        .all("Challenges", &session.challenges)
        .all("Successes", &session.successes)
        .all("Observations", &session.observations)
        .all("Client’s words", &session.feedback)
        .all("Decision", &session.decision)
        .lines("Action items", session.actions.iter().map(|action| &action.what))
        .lines("Written late because", &session.late_because)
        .next(&session.next)
}

fn of_plan<'e>(plan: &'e PlanRevised, said: Said<'e>) -> Said<'e> {
    let said = said.lines("Goal", plan.goals.iter().map(|goal| &goal.title));
    let said = plan.interventions.iter().fold(said, |said, intervention| {
        said.line("Intervention", &intervention.what).lines("Intervention", &intervention.who)
    });
    said.told("Reason", &plan.reason)
}

fn of_report<'e>(report: &'e ReportSubmitted, said: Said<'e>) -> Said<'e> {
    let said = said.told("Assessment", &report.assessment);
    let said = report.goals.iter().fold(said, |said, goal| said.line("Goal", &goal.title).all("Goal", &goal.comment));
    let said = said.told("Outcomes", &report.outcomes).told("Recommendations", &report.recommendations);
    report.closing.iter().fold(said, |said, closing| {
        said.told("Why the case is closed", &closing.why).told("Agreed with the client", &closing.agreed)
    })
}

//! What was done, told once above the next page. Only a code and an entry number go through the address, never a word of content.

use crate::face::Told;
use crate::face::state::Tone;

/// An act that was done. The code stands in the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Done(&'static str);

macro_rules! acts {
    ($($constant:ident, $code:literal, $what:literal, $more:literal;)*) => {
        impl Done {
            $(#[doc = $what] pub const $constant: Self = Self($code);)*

            const LIST: &[(&'static str, &'static str, &'static str)] = &[$(($code, $what, $more),)*];
        }
    };
}

acts! {
    CLIENT_REGISTERED, "client-registered", "Client registered.", "Next: consent to the service, the conflict check, and a case.";
    CLIENT_CORRECTED, "client-corrected", "Details corrected.", "The earlier details stay readable in the history of this client.";
    FACTS_VERIFIED, "facts-verified", "Marked as verified.", "The mark shows who checked it and against what.";
    CONSENT_GIVEN, "consent-given", "Consent recorded.", "It can be withdrawn at any time on this page.";
    CONSENT_WITHDRAWN, "consent-withdrawn", "Consent withdrawn.", "It has ended at once.";
    CONFLICT_CHECKED, "conflict-checked", "Conflict check recorded.", "";
    CASE_OPENED, "case-opened", "Case opened.", "The first assessment and the review are on the caseworker’s list.";
    CASE_ASSIGNED, "case-assigned", "Case handed over.", "Those who had it before cannot open it any more.";
    COVER_ARRANGED, "cover-arranged", "Signed.", "The colleague can open it from the first day to the end of the last one, and not after that.";
    COVER_ENDED, "cover-ended", "Signed.", "The colleague cannot open the case any more.";
    GIVEN_ON, "given-on", "Handed over.", "What is left stands below.";
    LEAVING_ANNOUNCED, "leaving-announced", "Signed.", "Supervisors see it, and can give on what is still in hand.";
    PERSON_ADDED, "person-added", "Person added.", "";
    PERSON_REMOVED, "person-removed", "Person taken off the case.", "Earlier entries still name them.";
    CONTACT_SIGNED, "contact-signed", "Contact signed.", "It is entry {entry}. If something is wrong in it, add an addendum.";
    LETTER_SIGNED, "letter-signed", "Letter signed.", "It is entry {entry}. It can be printed from its sheet.";
    TEMPLATE_DRAFTED, "template-drafted", "Drafted.", "Somebody else approves it; then everybody can use it.";
    TEMPLATE_APPROVED, "template-approved", "Approved.", "Everybody uses this version from now on.";
    TEMPLATE_RETIRED, "template-retired", "Taken out of use.", "";
    TERM_LAID_DOWN, "term-laid-down", "Signed.", "Texts are checked for it from now on.";
    PHONE_AMENDED, "phone-amended", "Changed.", "Letters give it from now on.";
    ACTION_SETTLED, "action-settled", "Action item settled.", "It is entry {entry}.";
    ADDENDUM_SIGNED, "addendum-signed", "Addendum signed.", "It is clipped beneath its entry.";
    CO_SIGNED, "co-signed", "Signed beside the author.", "";
    ASSESSMENT_SIGNED, "assessment-signed", "Assessment signed.", "It is entry {entry}; the next one is on the list.";
    REVIEW_SIGNED, "review-signed", "Case review signed.", "It is entry {entry}; the next one is on the list.";
    PLAN_SIGNED, "plan-signed", "New version of the plan signed.", "The version before stays readable.";
    SESSION_BOOKED, "session-booked", "Session booked.", "";
    SERIES_BOOKED, "series-booked", "Sessions booked.", "Each of them can be moved by itself, or with those that follow it.";
    SERIES_CHANGED, "series-changed", "Recorded.", "Calendars of other programs follow by themselves.";
    REMINDERS_AMENDED, "reminders-amended", "Changed.", "It holds from now on.";
    ATTEMPT_MADE, "attempt-made", "Recorded.", "It is entry {entry}. What is next stands on Today.";
    WAITING_BEGUN, "waiting-begun", "On the waiting list.", "When a time becomes free that fits, it stands on Today.";
    WAITING_ENDED, "waiting-ended", "Off the waiting list.", "";
    WAITING_BOOKED, "waiting-booked", "Session booked.", "The client does not wait any more.";
    TIME_OFFERED, "time-offered", "Recorded.", "It is entry {entry}. The client waits on.";
    COMMUNICATION_AMENDED, "communication-amended", "Changed.", "It holds from now on.";
    GIVING_OUT_AMENDED, "giving-out-amended", "Changed.", "It holds from now on.";
    MISSED_AMENDED, "missed-amended", "Changed.", "It holds from now on.";
    REMINDED, "reminded", "Recorded.", "It is entry {entry}.";
    SESSION_NOT_HELD, "session-not-held", "Recorded.", "It is entry {entry}.";
    SESSION_SIGNED, "session-signed", "Session note signed.", "It is entry {entry}. If something is wrong in it, add an addendum.";
    REPORT_SUBMITTED, "report-submitted", "Report handed to the supervisor.", "You will find it on Today when it comes back or is approved.";
    REPORT_RETURNED, "report-returned", "Report sent back with your comments.", "";
    REPORT_APPROVED, "report-approved", "Report approved and locked.", "It can be printed now.";
    FLAG_RAISED, "flag-raised", "Flag raised.", "It stands on the case and on the owner’s list.";
    FLAG_RESOLVED, "flag-resolved", "Flag taken down.", "";
    DOCUMENTS_FILED, "documents-filed", "Filed.", "The entry is number {entry}; the names were made by the convention.";
    DOCUMENT_CORRECTED, "document-corrected", "Document corrected.", "Its name follows; what was said before stays in the timeline.";
    DOCUMENT_DESCRIBED, "document-described", "Signed.", "Its name follows what you said.";
    DOCUMENT_WITHDRAWN, "document-withdrawn", "Marked as filed by mistake.", "It does not count any more; if something is missing now, the closure says so.";
    PAPER_REGISTERED, "paper-registered", "Item registered.", "It is entry {entry}. Print its label now, and put it on the item.";
    PAPER_CORRECTED, "paper-corrected", "Item corrected.", "Its name follows: please print its label again.";
    PAPER_WITHDRAWN, "paper-withdrawn", "Marked as a mistake.", "It does not count any more.";
    PAPER_MOVED, "paper-moved", "Item moved.", "";
    PAPER_OUT, "paper-out", "Item checked out.", "It stands on the list of whoever has it until it is returned.";
    PAPER_BACK, "paper-back", "Item returned.", "";
    PAPER_ENDED, "paper-ended", "Recorded.", "The item is not here any more; its custody stays readable.";
    PLACE_LAID_DOWN, "place-laid-down", "Place signed.", "Items can be put there.";
    PLACE_CLOSED, "place-closed", "Place closed.", "Nothing can be put there any more.";
    PLACE_CHECKED, "place-checked", "Spot check signed.", "What was wrong stays open until somebody has settled it.";
    FINDING_SETTLED, "finding-settled", "Settled.", "";
    CLIENT_TOLD, "client-told", "Recorded what the client was told.", "It is entry {entry}. A letter can be printed on the page of the closure.";
    ACCESS_VERIFIED, "access-verified", "Signed who can open this file.", "";
    FOLLOW_UP_HANDED_OVER, "follow-up-handed-over", "Follow-up handed over.", "It stands on the list of whoever asks now.";
    FOLLOWED_UP, "followed-up", "Follow-up signed.", "It is in the closed file.";
    FILING_ATTESTED, "filing-attested", "Signed what you looked at.", "It is entry {entry} in the timeline.";
    STEP_SIGNED, "step-signed", "Step signed.", "The next step is on the list of whoever signs it.";
    CASE_CLOSED, "case-closed", "Case closed.", "The file is with the records officer now; nobody else can open it.";
    REOPENING_ASKED, "reopening-asked", "Reopening asked for.", "Somebody else has to approve it.";
    CASE_REOPENED, "case-reopened", "Case reopened.", "";
    SCHEDULE_AMENDED, "schedule-amended", "Schedule signed.", "It holds from now on.";
    OFFICE_AMENDED, "office-amended", "Hours of the office signed.", "They hold from now on.";
    DAYS_OFF_AMENDED, "days-off-amended", "Days off signed.", "No time is offered on them, and no deadline falls on them.";
    HOURS_SET, "hours-set", "Hours signed.", "Times are offered within them.";
    ABSENCE_NOTED, "absence-noted", "Absence signed.", "No session can be booked then.";
    ABSENCE_WITHDRAWN, "absence-withdrawn", "Absence withdrawn.", "Sessions can be booked again.";
    SERVICE_REVIEWED, "service-reviewed", "Review signed.", "The next one is on the list in time.";
    COMPLAINT_APPEALED, "complaint-appealed", "The complaint is open again.", "Give it to somebody who has not decided on it before.";
    FEEDBACK_REVIEWED, "feedback-reviewed", "Review signed.", "What it improves stands on Today of whoever was named, two weeks before its day.";
    IMPROVEMENT_FOLLOWED, "improvement-followed", "Signed.", "";
    ROOM_DESCRIBED, "room-described", "Room signed.", "";
    GROUP_FORMED, "group-formed", "Group formed.", "Now plan its meetings, and add the clients who belong to it.";
    GROUP_CHANGED, "group-changed", "Group changed.", "What is not booked as planned is named below.";
    GROUP_ENDED, "group-ended", "Group ended.", "Nobody belongs to it any more.";
    MEMBER_JOINED, "member-joined", "Client added.", "What could not be booked is named below.";
    MEMBER_LEFT, "member-left", "Signed.", "Meetings to come are cancelled for this client.";
    PLACE_AWAITED, "place-awaited", "Client put on the waiting list.", "A place that becomes free is given to whoever waits first.";
    MEETINGS_BOOKED, "meetings-booked", "Booked.", "";
    MEETINGS_PLANNED, "meetings-planned", "Meetings planned.", "They are booked for everybody who belongs to the group.";
    MEETINGS_CHANGED, "meetings-changed", "Recorded.", "It holds for everybody who belongs to the group.";
    MEETINGS_IN_PART, "meetings-in-part", "Recorded, but not for everybody.", "Below stands for whom, and which meetings.";
    MEETING_RECORDED, "meeting-recorded", "Meeting signed.", "What is still open stands on the attendance sheet.";
    INQUIRY_TAKEN, "inquiry-taken", "Taken in.", "Its clocks run. Tell them its number, so that they can ask again.";
    INQUIRY_GIVEN, "inquiry-given", "Given on.", "It stands on the list of whoever answers it.";
    INQUIRY_ACKNOWLEDGED, "inquiry-acknowledged", "Acknowledged.", "";
    TIMELINE_GIVEN, "timeline-given", "Timeline signed.", "That day is the deadline now.";
    CLOCK_STOPPED, "clock-stopped", "The clock stands still.", "It runs on by itself on the day that you have set.";
    CLOCK_RUNS, "clock-runs", "The clock runs on.", "";
    ESCALATION_SIGNED, "escalation-signed", "Report signed.", "Now the complaint can be answered.";
    INQUIRY_ANSWERED, "inquiry-answered", "Answer signed.", "The inquiry is over.";
    INQUIRY_SET_ASIDE, "inquiry-set-aside", "Set aside.", "It stays in the record.";
    SHARING_AGREED, "sharing-agreed", "Consent signed.", "What it covers can be given out from its first day on.";
    SHARING_WITHDRAWN, "sharing-withdrawn", "Taken back.", "Nothing more is given out by it.";
    DISCLOSURE_ASKED, "disclosure-asked", "Asked.", "Your supervisor or the data protection officer decides; then it is on the list of whoever carries the case.";
    DISCLOSURE_DECIDED, "disclosure-decided", "Decision signed.", "";
    DISCLOSURE_MADE, "disclosure-made", "Signed.", "It stands in the account of this case. The copy is here, and stays here.";
    DISCLOSURE_WAITS, "disclosure-waits", "Signed.", "Now open the page, so that they can fetch it.";
    SERVICE_LISTED, "service-listed", "Service added.", "Everybody here finds it now.";
    SERVICE_CHANGED, "service-changed", "Change signed.", "";
    SERVICE_CHECKED, "service-checked", "Checked.", "";
    SERVICE_ENDED, "service-ended", "Taken off the list.", "Nobody is referred to it any more.";
    REFERRED, "referred", "Referral signed.", "On the day that you chose it stands on Today, so that you ask what came of it.";
    REFERRAL_TO_SEND, "referral-to-send", "Referral signed.", "Now give out what the service needs.";
    REFERRAL_FOLLOWED, "referral-followed", "Signed.", "";
    ANSWER_ASKED, "answer-asked", "Link made.", "Get it to the service; what they answer stands on Today.";
    PACKAGE_MADE, "package-made", "Package made.", "Get it and send it. What opens it goes another way.";
    PACKAGE_ANSWERED, "package-answered", "Written down.", "";
    PICKUP_OPENED, "pickup-opened", "Page opened.", "Tell them the code by phone: never write it into the same message as the link.";
    PICKUP_SHUT, "pickup-shut", "Page shut.", "Nobody can fetch anything there any more.";
    MATTER_OPENED, "matter-opened", "Matter opened.", "Now say which files it holds.";
    FILE_HELD, "file-held", "File held.", "Nothing destroys it until it is released.";
    FILE_RELEASED, "file-released", "File released.", "What was held stays in the record.";
    MATTER_ENDED, "matter-ended", "Matter ended.", "It holds nothing any more.";
    LIST_PREPARED, "list-prepared", "List signed.", "Two others have to approve it.";
    LIST_APPROVED, "list-approved", "List approved.", "";
    LIST_WITHDRAWN, "list-withdrawn", "List withdrawn.", "Nothing on it is destroyed.";
    FILE_KEPT, "file-kept", "File kept longer.", "";
    PAPER_DESTROYED, "paper-destroyed", "Signed that the paper is destroyed.", "The files themselves can be destroyed now.";
    FILES_HANDED_OVER, "files-handed-over", "Signed that the archive has them.", "The files can be destroyed here now.";
    FILES_DESTROYED, "files-destroyed", "Destroyed.", "The keys are gone; nobody can open these files any more.";
    ROTATION_ORDERED, "rotation-ordered", "Signed.", "The key is being changed now; this page says how far it is.";
    SERVER_SEALED, "server-sealed", "Sealed.", "This server throws its keys away now.";
    STAFF_ADDED, "staff-added", "Person added.", "Hand over the link below yourself; it works once, for one day.";
    STAFF_CHANGED, "staff-changed", "Changed.", "It holds at once; the person has to sign in again.";
    STAFF_LEFT, "staff-left", "Account closed.", "All sign-ins of the person have ended.";
    PASSWORD_CHANGED, "password-changed", "Password changed.", "Your other sign-ins have ended.";
    SIGN_INS_ENDED, "sign-ins-ended", "Ended.", "";
    FEED_SHOWN, "feed-shown", "The address was made already.", "It was shown then, and only once. If you did not copy it, stop it and make another.";
    FEED_STOPPED, "feed-stopped", "Address stopped.", "Nothing is found there any more. Remove the calendar from the device as well.";
    TRIED, "tried", "Somebody failed to sign in as you.", "Since you were last here a wrong password or code was given in your name. If it was not you, change your password now and tell your IT administrator.";
    DRAFT_DROPPED, "draft-dropped", "Draft thrown away.", "";
}

impl Done {
    /// The address of the next page with the word of it.
    pub fn at(self, path: &str) -> String {
        format!("{path}?done={}", self.0)
    }

    /// The same, naming the entry that was written.
    pub fn entry(self, path: &str, entry: domain::ids::EntryNumber) -> String {
        format!("{path}?done={}&entry={entry}", self.0)
    }
}

/// What the address says was done; nothing for a code that does not exist.
pub(crate) fn read(query: &str) -> Option<Told> {
    let pairs: Vec<(_, _)> = form_urlencoded::parse(query.as_bytes()).collect();
    let value = |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.to_string());
    let code = value("done")?;
    let (_, what, more) = Done::LIST.iter().find(|(known, _, _)| *known == code)?;
    let entry: u32 = value("entry").and_then(|entry| entry.parse().ok()).unwrap_or(0);
    let more = crate::face::words::Words::from(*more);
    let more = if 0 < entry { more.with("entry", entry) } else { more };
    let told = Told::done(*what, more);
    Some(if code == Done::TRIED.0 { Told { tone: Tone::Overdue, ..told } } else { told })
}

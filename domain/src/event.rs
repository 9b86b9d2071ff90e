//! The closed list of events: what an entry can say. Reviewed as a list and printed to `docs/events.md`.
//!
//! Every event that was ever written must stay readable: fields are only added, each with a default; a changed meaning is a new event.
//! A test keeps one sample of each.

use serde::{Deserialize, Serialize};

use crate::absences::{AbsenceNoted, AbsenceWithdrawn};
use crate::access_check::AccessVerified;
use crate::assessments::AssessmentRecorded;
use crate::attestation::FilingAttested;
use crate::cases::{CaseAssigned, CaseOpened, PersonAdded, PersonLeft};
use crate::clients::{
    ClientCorrected, ClientRegistered, ConflictChecked, ConsentGiven, ConsentWithdrawn, FactsVerified,
};
use crate::closure::{CaseClosed, CaseReopened, ReopeningAsked, RungSigned};
use crate::contacts::{ActionSettled, AddendumWritten, ContactLogged, EntryCoSigned};
use crate::cover::{CoverArranged, CoverEnded};
use crate::disclosures::{
    DisclosureAsked, DisclosureDecided, DisclosureMade, PackageAnswered, PickupFetched, PickupNoticed, PickupOpened,
    PickupShut, PickupTried,
};
use crate::disposition::{
    DestructionOrdered, DispositionApproved, DispositionPrepared, DispositionWithdrawn, FiguresKept, FileDestroyed,
    FileKeptLonger, FilesTransferred, KeyCopiesExpired, PaperDestroyed,
};
use crate::documents::{DocumentCorrected, DocumentFiled, DocumentWithdrawn};
use crate::drills::DrillHeld;
use crate::feedback::{FeedbackReviewed, ImprovementFollowed};
use crate::feeds::{FeedOpened, FeedRevoked};
use crate::flags::{FlagRaised, FlagResolved};
use crate::glossary::TermLaidDown;
use crate::groups::{
    GroupDescribed, GroupEnded, GroupMet, GroupSessionsBooked, GroupSessionsChanged, MeetingsChanged, MeetingsPlanned,
    MemberJoined, MemberLeft, PlaceAwaited,
};
use crate::handover::{ItemsGivenOn, LeavingAnnounced};
use crate::holds::{FileHeld, HoldReleased, MatterEnded, MatterOpened};
use crate::hours::WorkingHoursSet;
use crate::ids::DossierKind;
use crate::inquiries::{
    ComplaintAppealed, EscalationReported, InquiryAcknowledged, InquiryAnswered, InquiryFileKept, InquiryFollowed,
    InquiryPaused, InquiryReceived, InquiryResumed, InquirySetAside, InquiryTriaged, TimelineGiven,
};
use crate::keys::{KeyRotationOrdered, KeysRotated, ServerSealed, ServerUnsealed};
use crate::kits::{KitMade, KitRead};
use crate::letters::LetterWritten;
use crate::listings::{ListingChecked, ListingDescribed, ListingEnded};
use crate::missed::AttemptMade;
use crate::organisation::{OrganisationFounded, RulebookAmended, TeamFormed};
use crate::paper::{
    FindingSettled, PaperCheckedOut, PaperCorrected, PaperEnded, PaperMoved, PaperRegistered, PaperReturned,
    PaperWithdrawn, PlaceChecked, PlaceClosed, PlaceLaidDown,
};
use crate::parting::{AfterCareRecorded, ClosureTold};
use crate::plans::PlanRevised;
use crate::referrals::{AnswerAsked, ReferralFollowed, ReferralMade, ServiceAnswered};
use crate::reminders::{
    AppointmentAnswered, MessageReported, ReachFailed, ReminderDue, ReminderGiven, ReplyReceived, ReplySettled,
};
use crate::reports::{ReportApproved, ReportReturned, ReportSubmitted};
use crate::reviews::CaseReviewed;
use crate::rooms::RoomDescribed;
use crate::series::{Changes, SeriesBooked, SeriesChanged};
use crate::service::ServiceReviewed;
use crate::sessions::{Next, SessionBooked, SessionNotHeld, SessionRecorded, Slot};
use crate::sharing::{SharingAgreed, SharingWithdrawn};
use crate::staff::{AgreementSigned, StaffAdded, StaffChanged, StaffLeft};
use crate::templates::{TemplateApproved, TemplateDrafted, TemplateRetired};
use crate::waiting::{TimeOffered, WaitingBegun, WaitingEnded};

/// The stored kind or content is not one that this version knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an entry of an unknown kind or version; a newer version of Casekeep wrote it")]
pub struct UnknownEvent;

macro_rules! events {
    ($($name:ident, $version:literal, $dossier:ident, $clauses:literal, $does:literal;)*) => {
        /// What an entry says.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Event {
            $(#[doc = $does] $name($name),)*
        }

        impl Event {
            /// Every event: kind, version, dossier in which it stands, clauses it serves, what it says.
            pub const LIST: &[EventLine] = &[
                $(EventLine { kind: stringify!($name), version: $version, dossier: DossierKind::$dossier, clauses: $clauses, does: $does },)*
            ];

            /// The kind that stands in the header and the ledger.
            pub const fn kind(&self) -> &'static str {
                match self { $(Self::$name(_) => stringify!($name),)* }
            }

            /// The kind of dossier in which it stands.
            pub const fn dossier(&self) -> DossierKind {
                match self { $(Self::$name(_) => DossierKind::$dossier,)* }
            }

            /// The version of its content.
            pub const fn version(&self) -> u16 {
                match self { $(Self::$name(_) => $version,)* }
            }

            /// The content as it is sealed.
            ///
            /// # Errors
            /// When serialisation fails, which only a defect could cause.
            pub fn encode<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self { $(Self::$name(content) => content.serialize(serializer),)* }
            }

            /// Reads the content of an entry of this kind and version.
            ///
            /// # Errors
            /// [`UnknownEvent`] when kind or version are not known, or the content does not fit.
            pub fn decode<'de, D: serde::Deserializer<'de>>(kind: &str, version: u16, content: D) -> Result<Self, UnknownEvent> {
                match (kind, version) {
                    $((stringify!($name), 1..=$version) => $name::deserialize(content).map(Self::$name).map_err(|_| UnknownEvent),)*
                    _ => Err(UnknownEvent),
                }
            }
        }

        $(impl From<$name> for Event {
            fn from(content: $name) -> Self {
                Self::$name(content)
            }
        })*
    };
}

/// One line of the list of events.
#[derive(Debug, Clone, Copy)]
pub struct EventLine {
    /// Kind as stored.
    pub kind: &'static str,
    /// Newest version of its content.
    pub version: u16,
    /// In which kind of dossier it stands.
    pub dossier: DossierKind,
    /// Clauses it serves.
    pub clauses: &'static str,
    /// What it says.
    pub does: &'static str,
}

events! {
    OrganisationFounded, 1, Organisation, "CM-5", "The organisation comes into being with its first rulebook.";
    RulebookAmended, 1, Organisation, "CM-5", "The rulebook changes, with a reason.";
    TeamFormed, 1, Organisation, "PT-3b", "A team is formed, renamed, or gets another supervisor.";
    PlaceLaidDown, 1, Organisation, "PT-4.4.3 CM-4.3.2", "A place for physical items is laid down, or described anew.";
    PlaceClosed, 1, Organisation, "PT-4.4.3", "A place is no longer used.";
    RoomDescribed, 1, Organisation, "FS-4.1.3", "A room for sessions is described, for the first time or anew.";
    TermLaidDown, 1, Organisation, "CC-4.1.2 CC-4.2.3", "A term of the glossary is laid down: the word to use, and what is not written.";
    TemplateDrafted, 1, Organisation, "CC-4.1.2", "A version of a template is drafted: a letter, an e-mail or a text message.";
    TemplateApproved, 1, Organisation, "CC-4.1.2 CM-5", "A version of a template is approved by somebody who has not drafted it.";
    TemplateRetired, 1, Organisation, "CC-4.1.2", "A template is not used any more.";
    ServiceReviewed, 1, Organisation, "FS-6.1", "Somebody has looked at how sessions go: what was found, and what follows from it.";
    FeedbackReviewed, 1, Organisation, "CC-4.3.3 FS-6.2", "Somebody has looked at complaints and feedback together: what shows, what is decided, and what is improved by whom.";
    ImprovementFollowed, 1, Organisation, "CC-4.3.3 FS-6.2", "Somebody says what became of an improvement: done, dropped with the reason, or it goes on.";
    KeyRotationOrdered, 1, Organisation, "PT-3c RC-4.2b", "A new key-encryption key is to take the place of the old one.";
    KeysRotated, 1, Organisation, "PT-3c RC-4.2b", "Every key is wrapped under the new key-encryption key; the older ones are gone.";
    ServerSealed, 1, Organisation, "PT-3c RC-4.2b", "The server throws all keys away and opens nothing until it is given the root key again.";
    ServerUnsealed, 1, Organisation, "PT-3c RC-4.2b", "The server was given its root key again.";
    DrillHeld, 1, Organisation, "PT-4.2.4 PT-3c", "A backup was restored for a trial, and it was whole.";
    KitMade, 1, Organisation, "PT-4.2.4 PT-3c", "A recovery kit was made: how many people hold the root key, and who.";
    KitRead, 1, Organisation, "PT-4.2.4 PT-3c", "A recovery kit was read back, and it holds the root key of this installation.";
    StaffAdded, 1, Staff, "PT-3c", "Somebody joins, with name, title and roles.";
    StaffChanged, 1, Staff, "PT-3c", "Name, title, roles or team change.";
    LeavingAnnounced, 1, Staff, "PT-3c PT-4.4.2", "It is known by when somebody leaves, or that they stay after all.";
    StaffLeft, 1, Staff, "PT-4.4.2", "Somebody leaves; the account is closed for ever.";
    AgreementSigned, 1, Staff, "CM-6", "The confidentiality agreement is signed.";
    WorkingHoursSet, 1, Staff, "FS-4.1.3", "Somebody works at other hours from a day on.";
    AbsenceNoted, 1, Staff, "FS-4.1.3", "Somebody is away, from when to when.";
    AbsenceWithdrawn, 1, Staff, "FS-4.1.3", "Somebody is not away after all, or no longer.";
    FeedOpened, 1, Staff, "FS-4.1.3", "A secret address is made at which another program fetches a calendar.";
    FeedRevoked, 1, Staff, "FS-4.1.3 PT-4.4.2", "Such an address is good no more.";
    ClientRegistered, 1, Client, "CM-4.1.1 CM-4.1.2", "A person is registered on the standard intake form.";
    ClientCorrected, 1, Client, "CM-4.1.3", "Details change; the earlier ones stay readable.";
    FactsVerified, 1, Client, "CM-4.1.2 CC-4.1.2", "Somebody checked facts against something.";
    ConsentGiven, 1, Client, "CM-4.3.3", "The client consents to the service and its record.";
    ConsentWithdrawn, 1, Client, "CM-4.3.3", "The client takes the consent back.";
    SharingAgreed, 1, Client, "CM-4.3.3 CC-4.4.3", "The client agrees that something is shared with somebody outside, until a day.";
    SharingWithdrawn, 1, Client, "CM-4.3.3 CC-4.4.3", "The client takes a consent to share back.";
    ReachFailed, 1, Client, "PT-4.5.3", "A message did not arrive, because nobody has the number or address.";
    ConflictChecked, 1, Client, "CM-4.3.1", "A conflict of interest was looked for.";
    CaseOpened, 1, Case, "CM-4.2.1", "A case is opened under a programme and assigned.";
    CaseAssigned, 1, Case, "PT-3b", "The case changes hands.";
    ItemsGivenOn, 1, Case, "PT-3b CC-4.1.1 CM-4.4.3", "What somebody held in the case becomes somebody else’s: action items, flags, reports.";
    CoverArranged, 1, Case, "PT-3b PT-4.4.2", "A colleague is to stand in for whoever carries the case, from when to when.";
    CoverEnded, 1, Case, "PT-3b PT-4.4.2", "Somebody does not stand in after all, or no longer.";
    PersonAdded, 1, Case, "CM-4.1.3", "Somebody other than the client belongs to the case.";
    PersonLeft, 1, Case, "CM-4.1.3", "Somebody no longer belongs to the case.";
    AssessmentRecorded, 1, Case, "PT-4.1.1 PT-4.1.2 PT-4.1.3", "An assessment is made.";
    ContactLogged, 1, Case, "CC-4.1.1 CC-5", "An interaction outside a session.";
    LetterWritten, 1, Case, "CC-4.1.1 CC-4.1.2", "A letter to the client, from an approved template.";
    ActionSettled, 1, Case, "CM-4.2.3", "An action item is kept or dropped.";
    AddendumWritten, 1, Case, "PT-4.2.3", "A correction or addition; the original stays readable.";
    EntryCoSigned, 1, Case, "PT-3b", "A supervisor signs beside the author.";
    PlanRevised, 1, Case, "FS-4.4.2 FS-4.4.3", "A new version of the plan, with its reason and the client's agreement.";
    SessionBooked, 1, Case, "FS-4.1.3", "A session is booked.";
    SeriesBooked, 1, Case, "FS-4.1.1 FS-4.1.3", "Several sessions are booked at once, at the same hour every so many weeks.";
    SeriesChanged, 1, Case, "FS-4.1.3 FS-4.3.3", "A session and those that follow it in its series are moved or cancelled.";
    GroupSessionsBooked, 1, Case, "FS-4.1.1 FS-4.1.3", "The client belongs to a group, and its meetings to come are booked.";
    GroupSessionsChanged, 1, Case, "FS-4.1.3 FS-4.3.3", "Meetings of a group are moved or cancelled in the case of a member, or the client leaves the group.";
    SessionNotHeld, 1, Case, "FS-4.3.3", "A booked session did not take place.";
    AttemptMade, 1, Case, "FS-4.3.3", "Somebody tried to reach a client who missed a session, or looked whether they are safe.";
    WaitingBegun, 1, Case, "FS-4.1.1 FS-4.1.3", "The client waits for a session, or for an earlier one than is booked.";
    TimeOffered, 1, Case, "FS-4.1.1 FS-4.1.3", "A time was offered to a client who waits; whoever takes it has it booked.";
    WaitingEnded, 1, Case, "FS-4.1.1", "The client waits no longer.";
    ReminderDue, 1, Case, "FS-4.1.2", "A reminder of a booked session is due: it is sent, or somebody is asked to give it.";
    ReminderGiven, 1, Case, "FS-4.1.2 PT-4.5.3", "What came of a reminder.";
    MessageReported, 1, Case, "FS-4.1.2 PT-4.5.3", "The gateway or the relay has told whether a reminder arrived.";
    AppointmentAnswered, 1, Case, "FS-4.1.2", "The client has answered a reminder, by the link in it or by writing back.";
    ReplyReceived, 1, Case, "FS-4.1.2", "The client has written back something that a person has to read.";
    ReplySettled, 1, Case, "FS-4.1.2", "Somebody has seen to what a client wrote back.";
    SessionRecorded, 1, Case, "FS-4.2.2 FS-4.3.1 FS-4.3.2", "A session took place, and its note.";
    CaseReviewed, 1, Case, "CM-4.4.1", "The case is reviewed.";
    ReportSubmitted, 1, Case, "PT-4.3.2 CM-4.5.3", "A progress report is handed to the supervisor.";
    ReportReturned, 1, Case, "CM-4.5.2", "The supervisor sends a report back with comments.";
    ReportApproved, 1, Case, "CM-4.5.2", "The supervisor approves a report; it is locked.";
    FlagRaised, 1, Case, "CM-4.4.3", "The case needs urgent follow-up.";
    FlagResolved, 1, Case, "CM-4.4.3", "A flag is taken down.";
    DocumentFiled, 1, Case, "CM-4.2.2 CM-4.2.4", "A document, or another version of one, is filed.";
    DocumentCorrected, 1, Case, "CM-4.2.2", "What was said of a document was wrong; it gets another name.";
    DocumentWithdrawn, 1, Case, "RC-4.5a", "A document was filed by mistake; it stays, marked as such.";
    DisclosureAsked, 1, Case, "CM-4.3.3 CC-4.4.2", "Somebody asks whether something may be given out because a law requires or permits it.";
    DisclosureDecided, 1, Case, "CM-4.3.3 CC-4.4.2", "Somebody else has decided on it.";
    DisclosureMade, 1, Case, "CM-4.3.3 CC-4.4.1 CC-4.4.2 CC-4.4.3 PT-4.5.3", "Something of the case was given to somebody outside.";
    ReferralMade, 1, Case, "FS-4.5.1 FS-4.6.2", "The client is referred to a service: they get in touch themselves, or we ask for them.";
    ReferralFollowed, 1, Case, "FS-4.6.2", "Somebody has asked what came of a referral.";
    AnswerAsked, 1, Case, "FS-4.6.2", "A link was made by which the service can answer once.";
    ServiceAnswered, 1, Case, "FS-4.6.2", "Somebody has answered by such a link.";
    PackageAnswered, 1, Case, "FS-4.5.2 CC-4.4.2", "Somebody has heard whether a locked package has reached its recipient.";
    PickupOpened, 1, Case, "CC-4.4.1 CC-4.4.2 PT-4.5.3", "A page is opened at which what was given out can be fetched with a link and a code.";
    PickupNoticed, 1, Case, "PT-4.5.3", "What came of the message that something waits.";
    PickupTried, 1, Case, "CC-4.4.1 CC-4.4.2", "Somebody had the link, and not the code.";
    PickupFetched, 1, Case, "CC-4.4.1 PT-4.5.3", "Somebody had link and code, and what waited was handed to them.";
    PickupShut, 1, Case, "CC-4.4.2", "Somebody has shut such a page.";
    PaperRegistered, 1, Case, "CM-4.2.2 RC-4.1", "A physical item is registered, with its label and its place.";
    PaperCorrected, 1, Case, "CM-4.2.2", "What was said of a physical item was wrong; it gets another name.";
    PaperWithdrawn, 1, Case, "RC-4.5a", "A physical item was registered by mistake; it stays, marked as such.";
    PaperMoved, 1, Case, "PT-4.4.3 RC-4.1", "A physical item is put into another place.";
    PaperCheckedOut, 1, Case, "RC-4.1 CC-4.1.3", "Somebody takes a physical item along, for a purpose and until a day.";
    PaperReturned, 1, Case, "RC-4.1", "A physical item comes back.";
    PaperEnded, 1, Case, "RC-4.1 RC-4.6b", "A physical item is handed over, or shredded because it is in the file as a document, before a witness.";
    FilingAttested, 1, Case, "RC-4.5a", "Documents and physical items were looked at: present and correctly filed, or what is wrong.";
    ClosureTold, 1, Case, "CC-5 RC-4.4", "The client was told that the case ends, or why nobody could be told.";
    RungSigned, 1, Case, "RC-5", "One step of the closure checklist is signed.";
    CaseClosed, 1, Case, "RC-4.4", "The case is closed; access falls away.";
    AccessVerified, 1, Case, "RC-5 RC-4.2c", "IT has looked at who can still open a closed case.";
    AfterCareRecorded, 1, Case, "RC-4.4", "Somebody has asked once more how things are, after the case was closed.";
    ReopeningAsked, 1, Case, "RC-4.4", "Somebody asks for a closed case to be opened again.";
    CaseReopened, 1, Case, "RC-4.4", "A reopening is approved; the case is assigned anew.";
    MatterOpened, 1, Matter, "PT-5.1 RC-4.6b", "A matter is opened that keeps files from being destroyed.";
    FileHeld, 1, Matter, "PT-5.1 RC-4.6b", "A file is held by the matter.";
    HoldReleased, 1, Matter, "PT-5.1 RC-4.6b", "A file is no longer held by the matter.";
    MatterEnded, 1, Matter, "PT-5.1 RC-4.6b", "The matter is over; it holds nothing any more.";
    DispositionPrepared, 1, Disposition, "PT-5.1 RC-4.6b", "Files that are due are put on a list.";
    FileKeptLonger, 1, Disposition, "PT-5.1 RC-4.6b", "A file of the list is kept longer, with a reason.";
    DispositionApproved, 1, Disposition, "PT-5.2 RC-5", "Somebody approves that the files of the list are destroyed.";
    DispositionWithdrawn, 1, Disposition, "PT-5.1", "The list is given up; nothing on it is destroyed.";
    PaperDestroyed, 1, Disposition, "PT-5.2 RC-4.1", "The paper of a file was destroyed, before a witness.";
    FilesTransferred, 1, Disposition, "PT-5.1 RC-4.6b", "An archive has the files of the list that go there; its receipt.";
    FiguresKept, 1, Disposition, "PT-5.1 RC-4.6b", "Figures of the files that are anonymised; nothing else is kept of them.";
    DestructionOrdered, 1, Disposition, "PT-5.2", "The destruction is started; what does not fit any more is passed over.";
    FileDestroyed, 1, Disposition, "PT-5.2", "The key of a file is gone, and whatever was derived from it.";
    KeyCopiesExpired, 1, Disposition, "PT-5.2", "No backup holds the keys of these files any more: they are beyond recovery.";
    PlaceChecked, 1, SpotCheck, "PT-4.4.3 RC-4.3b", "Somebody has compared what lies in a place with what should.";
    FindingSettled, 1, SpotCheck, "RC-4.3b", "What became of something that was found wrong.";
    GroupDescribed, 1, Group, "FS-4.1.3", "A group is formed or described anew: what it is for, who leads it, for how many clients.";
    MemberJoined, 1, Group, "FS-4.1.3", "The client of a case belongs to the group from now on.";
    PlaceAwaited, 1, Group, "FS-4.1.3", "The client of a case waits for a place in the group.";
    MemberLeft, 1, Group, "FS-4.1.3", "The client of a case belongs to the group no more, or waits for no place.";
    MeetingsPlanned, 1, Group, "FS-4.1.1 FS-4.1.3", "Meetings of the group are planned.";
    MeetingsChanged, 1, Group, "FS-4.1.3 FS-4.3.3", "Meetings of the group are moved, cancelled, or held by somebody else.";
    GroupMet, 1, Group, "FS-4.2.2 FS-4.3.1", "The group has met, and the note for all of it.";
    GroupEnded, 1, Group, "FS-4.1.3", "The group is over.";
    InquiryReceived, 1, Inquiry, "CC-4.3.1 CC-5", "Somebody asks, praises or complains, client or not.";
    InquiryFollowed, 1, Inquiry, "CC-4.1.1 CC-4.3.1", "Whoever asks has written again.";
    InquiryFileKept, 1, Inquiry, "CC-4.1.1 CC-5", "A file that came with an inquiry: the message as it came, or something attached to it.";
    InquiryTriaged, 1, Inquiry, "CC-4.3.2 CC-5", "Somebody has looked what an inquiry is, of which case, and who answers it.";
    InquiryAcknowledged, 1, Inquiry, "CC-4.2.2", "Whoever asks was told that we have it.";
    TimelineGiven, 1, Inquiry, "CC-4.2.2", "Whoever asks was told by when there will be an answer.";
    InquiryPaused, 1, Inquiry, "CC-4.2.2", "The clock of the answer stands still, at most until a day.";
    InquiryResumed, 1, Inquiry, "CC-4.2.2", "The clock of the answer runs on.";
    EscalationReported, 1, Inquiry, "CC-5", "The escalation report of a complaint.";
    InquiryAnswered, 1, Inquiry, "CC-4.2.1 CC-4.2.2 CC-4.4.1 FS-4.6.1", "Whoever asks has the answer.";
    ComplaintAppealed, 1, Inquiry, "CC-4.3.3 CC-5", "Whoever complained does not agree with how it came out; somebody else looks at it again.";
    InquirySetAside, 1, Inquiry, "CC-4.3.1", "An inquiry ends without an answer, with the reason.";
    ListingDescribed, 1, Listing, "FS-4.6.2", "A service of somebody else is put into the directory, or described anew.";
    ListingChecked, 1, Listing, "FS-4.6.2", "Somebody has asked a service how it stands.";
    ListingEnded, 1, Listing, "FS-4.6.2", "A service is taken off the directory.";
}

impl Event {
    /// The sessions that are booked by it.
    pub fn books(&self) -> Vec<&Slot> {
        match self {
            Self::SessionBooked(booked) => vec![&booked.slot],
            Self::SeriesBooked(series) => series.slots.iter().collect(),
            Self::GroupSessionsBooked(booked) => booked.slots.iter().collect(),
            Self::SeriesChanged(_) | Self::GroupSessionsChanged(_) => {
                self.changes().iter().flat_map(|changes| changes.each).filter_map(|change| change.to.as_ref()).collect()
            }
            Self::SessionNotHeld(missed) => missed.next.slot().into_iter().collect(),
            Self::SessionRecorded(session) => session.next.slot().into_iter().collect(),
            Self::AttemptMade(attempt) => attempt.came.next().and_then(Next::slot).into_iter().collect(),
            Self::TimeOffered(offered) => offered.books().into_iter().collect(),
            _ => Vec::new(),
        }
    }

    /// The bookings that are moved or cancelled together by it.
    pub fn changes(&self) -> Option<Changes<'_>> {
        match self {
            Self::SeriesChanged(changed) => {
                Some(Changes { why: changed.why, each: &changed.changes, reason: &changed.reason })
            }
            Self::GroupSessionsChanged(changed) => {
                Some(Changes { why: changed.why, each: &changed.changes, reason: &changed.reason })
            }
            _ => None,
        }
    }

    /// The list as a document.
    pub fn document() -> String {
        let mut text = String::from(
            "# Events\n\nWhat an entry can say. Generated from `domain/src/event.rs`; do not edit.\n\n\
             | kind | version | dossier | clauses | what it says |\n| --- | --- | --- | --- | --- |\n",
        );
        for line in Self::LIST {
            let EventLine { kind, version, dossier, clauses, does } = line;
            text.push_str(&format!("| `{kind}` | {version} | {} | {clauses} | {does} |\n", dossier.code()));
        }
        text
    }
}

//! Who may do what: one table, asked before anything is shown or written, printed to `docs/permissions.md`.
//!
//! First match wins: account active and second factor → explicit exclusion → destroyed → the role has the action → the tie → the state of the file.
//! Refused and absent look the same outside. What no line allows is refused. IT administrators hold no permission on content at all.
//!
//! Source: clauses PT-4.4.2, CM-4.3.1, RC-4.2a; the decision order of the design.

mod document;
mod roles;
mod ties;

use crate::ids::{DossierId, DossierKind, StaffId};
use crate::level::Level;
use crate::staff::Role;

pub use document::document;
pub(crate) use roles::ANSWERS;
use roles::{
    ADMIN_STAFF, ALL_ROLES, CARRIES, CASEWORK, COMPLAINTS, DIRECTOR, EVIDENCE, FRONT_DESK, INTAKE, IT, KEEPERS,
    PROTECTION, RECORDS, SUPERVISOR,
};
pub use ties::TieKind;
use ties::{
    AFTER_CARE, ANSWERING, ANSWERING_OR_TOLD, ASSIGNED, CARRYING, LEADING, LEADS, OWN, REGISTERED, SUPERVISING,
    SUPPORTING, WORKING,
};

/// The state of a dossier as far as permissions ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileState {
    /// Nothing there yet, or no dossier is concerned: lists, registration.
    None,
    /// Being worked on.
    Open,
    /// Closed.
    Closed,
    /// Its key is destroyed: it is as if it had never been, for everybody.
    Destroyed,
}

/// What the decision is made from. The same facts always give the same answer.
#[derive(Debug, Clone)]
pub struct Facts {
    /// Who asks.
    pub staff: StaffId,
    /// Whether the account is active and the second factor was given.
    pub active: bool,
    /// Roles held now.
    pub roles: Vec<Role>,
    /// The kind of the dossier, where one is concerned and exists.
    pub kind: Option<DossierKind>,
    /// Live ties to it.
    pub ties: Vec<TieKind>,
    /// Its state.
    pub state: FileState,
}

/// The answer was no. It looks the same as "there is no such thing".
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there is nothing here that you may see")]
pub struct Refused;

/// Proof that somebody may do one action to one dossier. Only [`decide`] makes one; it cannot be copied.
#[derive(Debug)]
pub struct Permit {
    staff: StaffId,
    action: Action,
    dossier: Option<DossierId>,
    clearance: Level,
}

impl Permit {
    /// Who may.
    pub const fn staff(&self) -> StaffId {
        self.staff
    }

    /// What they may.
    pub const fn action(&self) -> Action {
        self.action
    }

    /// To which dossier; `None` for actions that concern none.
    pub const fn dossier(&self) -> Option<DossierId> {
        self.dossier
    }

    /// The highest level they may read.
    pub const fn clearance(&self) -> Level {
        self.clearance
    }
}

/// Which files a line of the table speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    /// No file is concerned.
    NoFile,
    /// Open files that one is tied to in one of these ways.
    OpenTied(&'static [TieKind]),
    /// Any file that one is tied to in one of these ways.
    Tied(&'static [TieKind]),
    /// Closed files, whoever they belonged to.
    Closed,
    /// Any file.
    Every,
    /// Any file, headers only.
    Headers,
    /// Files of this kind, whoever made them.
    Of(DossierKind),
    /// Files of this kind, up to this level.
    UpTo(DossierKind, Level),
}

/// One line: these roles, for these files.
struct Line(&'static [Role], Which);

macro_rules! actions {
    ($($name:ident, $does:literal, [$($line:expr),* $(,)?];)*) => {
        /// Everything that somebody can do. A new action makes the compiler ask for its lines.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action {
            $(#[doc = $does] $name,)*
        }

        impl Action {
            /// Every action.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// Its name as stored in the ledger and printed in the table.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => stringify!($name),)* }
            }

            /// What it is.
            pub const fn does(self) -> &'static str {
                match self { $(Self::$name => $does,)* }
            }

            const fn lines(self) -> &'static [Line] {
                match self { $(Self::$name => &[$($line),*],)* }
            }
        }
    };
}

actions! {
    SeeToday, "Open one's own Today page", [Line(ALL_ROLES, Which::NoFile)];
    SeeCalendar, "Open the calendars: whose time is taken, and with whom as far as one may read that case", [
        Line(CASEWORK, Which::NoFile), Line(ADMIN_STAFF, Which::NoFile)];
    SeeWaiting, "Open the waiting list: times that are free again, and who waits for one as far as one may read that case", [
        Line(CASEWORK, Which::NoFile), Line(ADMIN_STAFF, Which::NoFile)];
    SeeReminders, "See what became of reminders: of one's own sessions, as a supervisor or director of all", [
        Line(CASEWORK, Which::NoFile), Line(DIRECTOR, Which::NoFile)];
    SeeGroups, "See which groups there are: what each is called, who leads it, when and where it meets", [
        Line(CASEWORK, Which::NoFile), Line(KEEPERS, Which::NoFile)];
    FormGroup, "Form a group", [Line(CASEWORK, Which::NoFile)];
    JoinGroup, "Have a client join a group, wait for a place in it, or leave it", [Line(CASEWORK, Which::Of(DossierKind::Group))];
    BookGroup, "Have the client of a case join a group or leave it, and keep its meetings booked", [
        Line(CASEWORK, Which::OpenTied(WORKING))];
    ReadGroup, "Read a group's file: its meetings and their notes, and who belongs to it as far as one may read those cases", [
        Line(CASEWORK, Which::OpenTied(LEADING)), Line(KEEPERS, Which::Closed)];
    LeadGroup, "Describe a group, plan, move and cancel its meetings also in the cases of its members, end it", [
        Line(CASEWORK, Which::OpenTied(LEADING))];
    RecordMeeting, "Record that a group has met", [Line(CARRIES, Which::OpenTied(LEADS))];
    GiveGroupOn, "Name somebody else who leads or supervises a group", [
        Line(SUPERVISOR, Which::Of(DossierKind::Group))];
    SeeInbox, "See the inquiries that wait, as far as one may know of them", [
        Line(ANSWERS, Which::NoFile), Line(DIRECTOR, Which::NoFile), Line(KEEPERS, Which::NoFile)];
    LogInquiry, "Take in a question, feedback or a complaint", [Line(ANSWERS, Which::NoFile)];
    ReadInquiry, "Read an inquiry", [
        Line(FRONT_DESK, Which::UpTo(DossierKind::Inquiry, Level::Standard)),
        Line(SUPERVISOR, Which::Of(DossierKind::Inquiry)), Line(COMPLAINTS, Which::Of(DossierKind::Inquiry)),
        Line(ANSWERS, Which::Tied(ANSWERING)), Line(DIRECTOR, Which::Tied(ANSWERING_OR_TOLD)),
        Line(KEEPERS, Which::Tied(ANSWERING)), Line(KEEPERS, Which::Closed)];
    HandleInquiry, "Say what an inquiry is and who answers it, acknowledge, put off, answer and set it aside", [
        Line(FRONT_DESK, Which::UpTo(DossierKind::Inquiry, Level::Standard)),
        Line(SUPERVISOR, Which::Of(DossierKind::Inquiry)), Line(COMPLAINTS, Which::Of(DossierKind::Inquiry)),
        Line(ANSWERS, Which::OpenTied(ANSWERING)), Line(DIRECTOR, Which::OpenTied(ANSWERING)), Line(KEEPERS, Which::OpenTied(ANSWERING))];
    SetHours, "Set working hours, note absences and withdraw them: one's own, or those of others as their supervisor or administrative staff", [
        Line(ALL_ROLES, Which::Tied(OWN)), Line(SUPERVISOR, Which::Of(DossierKind::Staff)),
        Line(ADMIN_STAFF, Which::Of(DossierKind::Staff))];
    SearchClients, "Search and list clients that one is tied to", [
        Line(INTAKE, Which::NoFile), Line(CARRIES, Which::NoFile), Line(KEEPERS, Which::NoFile)];
    RegisterClient, "Register a client on the intake form", [Line(INTAKE, Which::NoFile)];
    ReadClient, "Read a client's identity", [
        Line(CASEWORK, Which::OpenTied(WORKING)), Line(INTAKE, Which::OpenTied(REGISTERED)),
        Line(ADMIN_STAFF, Which::OpenTied(SUPPORTING)), Line(KEEPERS, Which::Closed),
        Line(CASEWORK, Which::Tied(AFTER_CARE))];
    CorrectClient, "Correct a client's details", [
        Line(CASEWORK, Which::OpenTied(WORKING)), Line(INTAKE, Which::OpenTied(REGISTERED)),
        Line(ADMIN_STAFF, Which::OpenTied(SUPPORTING))];
    VerifyFacts, "Mark facts as verified", [
        Line(CASEWORK, Which::OpenTied(WORKING)), Line(INTAKE, Which::OpenTied(REGISTERED)),
        Line(ADMIN_STAFF, Which::OpenTied(SUPPORTING))];
    RecordConsent, "Record or withdraw consent to the service, and consents to share", [
        Line(CASEWORK, Which::OpenTied(WORKING)), Line(INTAKE, Which::OpenTied(REGISTERED))];
    CheckConflict, "Look for a conflict of interest", [
        Line(INTAKE, Which::OpenTied(REGISTERED)), Line(CASEWORK, Which::OpenTied(WORKING))];
    OpenCase, "Open a case for a client", [
        Line(INTAKE, Which::OpenTied(REGISTERED)), Line(CASEWORK, Which::OpenTied(WORKING))];
    ReadCase, "Read a case", [
        Line(CASEWORK, Which::OpenTied(WORKING)), Line(ADMIN_STAFF, Which::OpenTied(SUPPORTING)),
        Line(KEEPERS, Which::Closed)];
    SearchCase, "Search in a case", [
        Line(CASEWORK, Which::OpenTied(WORKING)), Line(ADMIN_STAFF, Which::OpenTied(SUPPORTING)),
        Line(KEEPERS, Which::Closed)];
    AssignCase, "Hand a case over", [Line(SUPERVISOR, Which::OpenTied(SUPERVISING))];
    GiveOnOfLeaver, "Hand over an open case of somebody whose leaving is announced, or what they hold in one", [
        Line(SUPERVISOR, Which::Headers)];
    ArrangeCover, "Name who stands in for whoever carries a case, and end it", [
        Line(CARRIES, Which::OpenTied(ASSIGNED)), Line(SUPERVISOR, Which::OpenTied(SUPERVISING))];
    ManagePeople, "Add or remove people on a case", [Line(CASEWORK, Which::OpenTied(WORKING))];
    RecordAssessment, "Record an assessment", [Line(CASEWORK, Which::OpenTied(WORKING))];
    LogContact, "Log a contact", [
        Line(CASEWORK, Which::OpenTied(WORKING)), Line(ADMIN_STAFF, Which::OpenTied(SUPPORTING))];
    WriteLetter, "Write a letter to the client from an approved template, and print it", [
        Line(CASEWORK, Which::OpenTied(WORKING))];
    SettleAction, "Settle an action item", [
        Line(CASEWORK, Which::OpenTied(WORKING)), Line(ADMIN_STAFF, Which::OpenTied(SUPPORTING))];
    WriteAddendum, "Write an addendum", [
        Line(CASEWORK, Which::OpenTied(WORKING)), Line(RECORDS, Which::Closed)];
    CoSign, "Sign beside the author", [Line(SUPERVISOR, Which::OpenTied(SUPERVISING))];
    RevisePlan, "Change the plan", [Line(CASEWORK, Which::OpenTied(WORKING))];
    BookSession, "Book, move or cancel a session", [
        Line(CASEWORK, Which::OpenTied(WORKING)), Line(ADMIN_STAFF, Which::OpenTied(SUPPORTING))];
    GiveAppointment, "Take along the calendar file of an appointment, for the client", [
        Line(CASEWORK, Which::OpenTied(WORKING)), Line(ADMIN_STAFF, Which::OpenTied(SUPPORTING))];
    PrepareSession, "Open the ready page of a session", [Line(CARRIES, Which::OpenTied(WORKING))];
    RecordSession, "Record a session", [Line(CARRIES, Which::OpenTied(WORKING))];
    ReviewCase, "Record a case review", [Line(CASEWORK, Which::OpenTied(WORKING))];
    SubmitReport, "Hand a progress report to the supervisor", [Line(CARRIES, Which::OpenTied(CARRYING))];
    DecideReport, "Return or approve a progress report", [Line(SUPERVISOR, Which::OpenTied(SUPERVISING))];
    RaiseFlag, "Raise or take down a flag", [Line(CASEWORK, Which::OpenTied(WORKING))];
    FileDocument, "File a document, correct what is said of it, or mark it as a mistake", [
        Line(CASEWORK, Which::OpenTied(WORKING)), Line(ADMIN_STAFF, Which::OpenTied(SUPPORTING))];
    ReadDocument, "Open a document", [
        Line(CASEWORK, Which::OpenTied(WORKING)), Line(ADMIN_STAFF, Which::OpenTied(SUPPORTING)),
        Line(KEEPERS, Which::Closed)];
    RegisterPaper, "Register a physical item, correct what is said of it, or mark it as a mistake", [
        Line(CASEWORK, Which::OpenTied(WORKING)), Line(ADMIN_STAFF, Which::OpenTied(SUPPORTING)),
        Line(RECORDS, Which::Closed)];
    HandlePaper, "Move a physical item, check it out, take it back", [
        Line(CASEWORK, Which::OpenTied(WORKING)), Line(ADMIN_STAFF, Which::OpenTied(SUPPORTING)),
        Line(RECORDS, Which::Headers)];
    EndPaper, "Record that a physical item was handed over, or shredded after scanning", [
        Line(CASEWORK, Which::OpenTied(WORKING)), Line(RECORDS, Which::Closed)];
    PrintLabel, "Print the labels of physical items", [
        Line(CASEWORK, Which::OpenTied(WORKING)), Line(ADMIN_STAFF, Which::OpenTied(SUPPORTING)),
        Line(RECORDS, Which::Headers)];
    TracePaper, "See of one file where its physical items are: label, place, who has them, until when", [
        Line(CASEWORK, Which::OpenTied(WORKING)), Line(ADMIN_STAFF, Which::OpenTied(SUPPORTING)),
        Line(KEEPERS, Which::Headers)];
    AttestFiling, "Attest that documents and physical items are present and correctly filed", [Line(CARRIES, Which::OpenTied(ASSIGNED))];
    TellOfClosure, "Record that the client was told that the case ends", [Line(CASEWORK, Which::OpenTied(WORKING))];
    SignDocumented, "Closure step 1: actions and outcomes are documented", [Line(CARRIES, Which::OpenTied(ASSIGNED))];
    SignVerified, "Closure step 2: the file is whole and correct", [Line(CARRIES, Which::OpenTied(ASSIGNED))];
    SignApproved, "Closure step 3: the supervisor agrees", [Line(SUPERVISOR, Which::OpenTied(SUPERVISING))];
    SignScheduled, "Closure step 4: kept or destroyed by schedule", [Line(RECORDS, Which::Headers)];
    SignAccessRevoked, "Closure step 5: access is taken back", [Line(IT, Which::Headers)];
    CloseCase, "Close a case", [
        Line(CARRIES, Which::OpenTied(ASSIGNED)), Line(SUPERVISOR, Which::OpenTied(SUPERVISING))];
    VerifyAccess, "Look who can still open a closed case, and sign for it", [Line(IT, Which::Headers)];
    RecordAfterCare, "Ask a client once more after the case was closed", [Line(CASEWORK, Which::Tied(AFTER_CARE))];
    HandOverAfterCare, "Hand over asking a client once more", [Line(SUPERVISOR, Which::Closed)];
    AskReopening, "Ask for a closed case to be reopened", [Line(KEEPERS, Which::Closed), Line(SUPERVISOR, Which::Closed)];
    ApproveReopening, "Approve a reopening that somebody else asked for", [
        Line(SUPERVISOR, Which::Closed), Line(PROTECTION, Which::Closed)];
    PrintCase, "Print a case or a report", [Line(CASEWORK, Which::OpenTied(WORKING)), Line(KEEPERS, Which::Closed)];
    Disclose, "Give something of a case to somebody outside, or ask whether a law lets one", [
        Line(CASEWORK, Which::OpenTied(WORKING)), Line(RECORDS, Which::Closed)];
    SeeDirectory, "See the directory: the services of others to which clients can be referred", [Line(ALL_ROLES, Which::NoFile)];
    ListService, "Put a service into the directory", [Line(CASEWORK, Which::NoFile), Line(FRONT_DESK, Which::NoFile)];
    ReadListing, "Read what the directory says of a service", [Line(ALL_ROLES, Which::Of(DossierKind::Listing))];
    ChangeListing, "Describe a service anew, note how it stands, take it off the directory", [
        Line(CASEWORK, Which::Of(DossierKind::Listing)), Line(FRONT_DESK, Which::Of(DossierKind::Listing))];
    Refer, "Refer a client to a service, and say what came of it", [Line(CASEWORK, Which::OpenTied(WORKING))];
    DecideDisclosure, "Decide on a disclosure by law that somebody else asked for", [
        Line(SUPERVISOR, Which::OpenTied(SUPERVISING)), Line(SUPERVISOR, Which::Closed),
        Line(PROTECTION, Which::Of(DossierKind::Case))];
    SeeAccesses, "See who has looked at a file", [
        Line(SUPERVISOR, Which::Tied(SUPERVISING)), Line(CARRIES, Which::OpenTied(ASSIGNED)),
        Line(PROTECTION, Which::Headers), Line(EVIDENCE, Which::Headers)];
    Supervise, "Open the Supervision page", [Line(SUPERVISOR, Which::NoFile)];
    SeeServiceReview, "See how sessions come out, as figures", [Line(SUPERVISOR, Which::NoFile), Line(EVIDENCE, Which::NoFile)];
    RecordServiceReview, "Record that the figures of sessions were reviewed, and what follows", [
        Line(DIRECTOR, Which::Every), Line(SUPERVISOR, Which::Every)];
    SeeFeedback, "See how inquiries, complaints and feedback come out, as figures, and what was decided", [
        Line(SUPERVISOR, Which::NoFile), Line(EVIDENCE, Which::NoFile), Line(COMPLAINTS, Which::NoFile)];
    ReviewFeedback, "Record that complaints and feedback were reviewed, and what is improved by whom", [
        Line(DIRECTOR, Which::Every), Line(SUPERVISOR, Which::Every), Line(COMPLAINTS, Which::Every)];
    FollowImprovement, "Say what became of an improvement that one is to make", [Line(ALL_ROLES, Which::Every)];
    SeeRecords, "Open the Records page: files in closure, closed files, how long they are kept", [
        Line(KEEPERS, Which::NoFile), Line(IT, Which::NoFile), Line(EVIDENCE, Which::NoFile),
        Line(SUPERVISOR, Which::NoFile)];
    SeePaper, "See where all physical items are, and the places", [Line(KEEPERS, Which::NoFile)];
    ManagePlaces, "Lay down places for physical items, and close them", [Line(RECORDS, Which::Every)];
    SeeSpotChecks, "See the spot checks, and what is open of them", [
        Line(KEEPERS, Which::NoFile), Line(SUPERVISOR, Which::NoFile), Line(EVIDENCE, Which::NoFile)];
    CheckPlace, "Compare what lies in a place with what should: label and number of the case", [
        Line(RECORDS, Which::Headers), Line(SUPERVISOR, Which::Headers)];
    ReadSpotCheck, "Read a spot check", [
        Line(KEEPERS, Which::Of(DossierKind::SpotCheck)), Line(SUPERVISOR, Which::Of(DossierKind::SpotCheck)),
        Line(EVIDENCE, Which::Of(DossierKind::SpotCheck))];
    SettleFinding, "Say what became of something that was found wrong", [
        Line(RECORDS, Which::Of(DossierKind::SpotCheck)), Line(SUPERVISOR, Which::Of(DossierKind::SpotCheck))];
    SeeStaff, "See the list of staff", [
        Line(IT, Which::NoFile), Line(DIRECTOR, Which::NoFile), Line(PROTECTION, Which::NoFile)];
    ManageStaff, "Invite staff, change roles, close accounts", [Line(IT, Which::Every)];
    SeeHandOver, "See what somebody still has in hand: how much, and the cases by their numbers", [
        Line(SUPERVISOR, Which::Of(DossierKind::Staff)), Line(IT, Which::Of(DossierKind::Staff))];
    AmendRulebook, "Change the rulebook", [Line(DIRECTOR, Which::Every)];
    ManageRooms, "Describe the rooms for sessions", [Line(DIRECTOR, Which::Every), Line(ADMIN_STAFF, Which::Every)];
    DraftTemplate, "Draft a template of a letter, an e-mail or a text message", [
        Line(DIRECTOR, Which::Every), Line(SUPERVISOR, Which::Every), Line(ADMIN_STAFF, Which::Every)];
    ApproveWording, "Approve a template that somebody else drafted, retire one, and lay down the words of the glossary", [
        Line(DIRECTOR, Which::Every), Line(SUPERVISOR, Which::Every)];
    SeeSchedule, "Read the retention schedule", [
        Line(KEEPERS, Which::NoFile), Line(EVIDENCE, Which::NoFile), Line(SUPERVISOR, Which::NoFile)];
    SeeHolds, "See the list of matters, and which files are held", [Line(KEEPERS, Which::NoFile)];
    OpenMatter, "Open a matter that holds files", [Line(KEEPERS, Which::NoFile)];
    ReadMatter, "Read a matter and the list of its files", [Line(KEEPERS, Which::Of(DossierKind::Matter))];
    HoldFile, "Hold a file by a matter", [Line(KEEPERS, Which::Of(DossierKind::Matter))];
    ReleaseHold, "Release a file, or end a matter", [Line(KEEPERS, Which::Of(DossierKind::Matter))];
    SeeDispositions, "See the lists of files to be destroyed, and what was destroyed", [
        Line(KEEPERS, Which::NoFile), Line(EVIDENCE, Which::NoFile), Line(SUPERVISOR, Which::NoFile)];
    PrepareDisposition, "Prepare a list of files that are due", [Line(RECORDS, Which::NoFile)];
    ReadDisposition, "Read a list of files to be destroyed", [
        Line(KEEPERS, Which::Of(DossierKind::Disposition)), Line(EVIDENCE, Which::Of(DossierKind::Disposition)),
        Line(SUPERVISOR, Which::Of(DossierKind::Disposition))];
    KeepLonger, "Keep a file of a list longer", [
        Line(KEEPERS, Which::Of(DossierKind::Disposition)), Line(SUPERVISOR, Which::Of(DossierKind::Disposition)),
        Line(DIRECTOR, Which::Of(DossierKind::Disposition))];
    ApproveForProtection, "Approve a list that somebody else prepared, for data protection", [
        Line(PROTECTION, Which::Of(DossierKind::Disposition))];
    ApproveForSupervision, "Approve a list that somebody else prepared, as supervisor or director", [
        Line(SUPERVISOR, Which::Of(DossierKind::Disposition)), Line(DIRECTOR, Which::Of(DossierKind::Disposition))];
    WithdrawDisposition, "Give up a list", [Line(RECORDS, Which::Of(DossierKind::Disposition))];
    ExecuteDisposition, "Start the destruction of a list that is approved and has rested", [
        Line(RECORDS, Which::Of(DossierKind::Disposition))];
    AttestPaper, "Sign that the paper of a list is destroyed, before a witness", [Line(RECORDS, Which::Of(DossierKind::Disposition))];
    HandOverFiles, "Sign that an archive has the files of a list that go there", [Line(RECORDS, Which::Of(DossierKind::Disposition))];
    PrintCertificate, "Print the certificate of a destruction, or take its proof away", [
        Line(KEEPERS, Which::Of(DossierKind::Disposition)), Line(EVIDENCE, Which::Of(DossierKind::Disposition))];
    FinishDestruction, "Record that a file was destroyed, on the server itself", [Line(IT, Which::NoFile)];
    TakeIn, "Take in what came by itself – scans, e-mails, the public form, what services answer – on the server itself", [Line(IT, Which::NoFile)];
    Remind, "Remind clients of appointments and take their answers, on the server itself", [Line(IT, Which::NoFile)];
    HandOut, "Hand what waits at a page to whoever has link and code, on the server itself", [Line(IT, Which::NoFile)];
    FileDrill, "File a restore drill, on the server itself", [Line(IT, Which::NoFile)];
    FileKit, "Record that a recovery kit was made or read back, on the server itself", [Line(IT, Which::NoFile)];
    SeeRulebook, "Read the rulebook", [Line(ALL_ROLES, Which::Every)];
    SeeSystem, "Open the System page: ledger, jobs, health", [Line(IT, Which::NoFile), Line(EVIDENCE, Which::NoFile)];
    SealServer, "Seal the server: it throws all keys away until it is given the root key again", [Line(IT, Which::Every)];
    RotateKeys, "Put a new key-encryption key in the place of the old one", [Line(IT, Which::Every)];
    ManageOwnAccount, "Change one's own password, codes and sign-ins", [Line(ALL_ROLES, Which::Tied(OWN))];
    OpenFeed, "Make a secret address at which another program fetches one's own calendar", [
        Line(CASEWORK, Which::Tied(OWN)), Line(ADMIN_STAFF, Which::Tied(OWN))];
    RevokeFeed, "Stop such an address of one's own", [Line(ALL_ROLES, Which::Tied(OWN))];
}

/// Answers the same facts always in the same way; what no line allows is refused.
///
/// # Errors
/// [`Refused`], without saying why: refused and absent look the same.
pub fn decide(action: Action, dossier: Option<DossierId>, facts: &Facts) -> Result<Permit, Refused> {
    if !facts.active || facts.ties.contains(&TieKind::Excluded) || facts.state == FileState::Destroyed {
        return Err(Refused);
    }
    let clearance = action.lines().iter().filter_map(|line| allows(line, facts)).max().ok_or(Refused)?;
    Ok(Permit { staff: facts.staff, action, dossier, clearance })
}

/// The clearance that this line gives, if it allows the action at all.
fn allows(Line(roles, which): &Line, facts: &Facts) -> Option<Level> {
    if !roles.iter().any(|role| facts.roles.contains(role)) {
        return None;
    }
    let best = |kinds: &[TieKind]| {
        facts.ties.iter().filter(|tie| kinds.contains(tie)).map(|tie| tie.clearance_in(facts.kind)).max()
    };
    match which {
        Which::NoFile => (facts.state == FileState::None).then_some(Level::Standard),
        Which::OpenTied(kinds) if facts.state == FileState::Open => best(kinds),
        Which::OpenTied(_) => None,
        Which::Tied(kinds) => best(kinds),
        Which::Closed => (facts.state == FileState::Closed).then_some(Level::Sensitive),
        Which::Every => Some(Level::Confidential),
        Which::Headers => Some(Level::Standard),
        Which::Of(kind) => (facts.kind == Some(*kind)).then_some(Level::Sensitive),
        Which::UpTo(kind, level) => (facts.kind == Some(*kind)).then_some(*level),
    }
}

//! The list of everything that answers over HTTP: reviewed as a list, printed to `docs/routes.md`, and walked by the tests.

mod document;
mod forms;
mod route;

use axum::Router;
use axum::routing::{get, post};

use crate::app::App;
use crate::{
    account, assessments, assets, calendar, cases, clients, closure, contacts, cover, disposition, documents, drafts,
    feeds, flags, groups, handover, health, holds, hours, invitations, missed, organisation, paper, plans, records,
    reminders, reports, retention, reviews, search, service, sessions, setup, sign_in, staff, supervision, system,
    today, waiting,
};

pub use document::document;
pub use forms::{FROM_MACHINES, TAKES_FILES, WITHOUT_KEY};
pub use route::{Route, Who};

macro_rules! routes {
    ($($method:ident $path:literal => $handler:path, $who:ident, $action:literal, $does:literal;)*) => {
        /// Every route.
        pub const LIST: &[Route] = &[$(Route {
            method: stringify!($method), path: $path, who: Who::$who, action: $action, does: $does,
        },)*];

        /// The router over the list.
        pub fn router() -> Router<App> {
            Router::new()$(.route($path, $method($handler)))*
        }
    };
}

routes! {
    get "/" => today::pages::show, Staff, "SeeToday", "Today: sessions and duties";
    get "/sign-in" => sign_in::pages::new, Anybody, "the door", "asks for name and password";
    post "/sign-in" => sign_in::pages::create, Anybody, "the door", "first step of signing in";
    get "/sign-in/code" => sign_in::pages::code, Half, "the door", "asks for the one-time code";
    post "/sign-in/code" => sign_in::pages::give_code, Half, "the door", "second step of signing in";
    get "/sign-in/recovery" => sign_in::pages::recovery, Half, "the door", "asks for a recovery code";
    post "/sign-in/recovery" => sign_in::pages::give_recovery, Half, "the door", "second step with a recovery code";
    get "/sign-in/help" => sign_in::pages::help, Anybody, "the door", "what to do when signing in fails";
    get "/sign-in/link/{secret}" => sign_in::pages::link, Anybody, "the door", "signs in by a one-time link of the demonstration";
    post "/demo" => sign_in::pages::demo, Anybody, "the door", "signs in as somebody of the demonstration";
    post "/sign-out" => sign_in::pages::sign_out, Anybody, "the door", "ends the sign-in";
    get "/set-up/{secret}" => setup::pages::show, Anybody, "the one-time link", "first run: the organisation and its administrator";
    post "/set-up/{secret}" => setup::pages::create, Anybody, "the one-time link", "founds the organisation";
    get "/invitations/{secret}" => invitations::pages::show, Anybody, "the invitation", "asks an invited person for a password";
    post "/invitations/{secret}" => invitations::pages::create, Anybody, "the invitation", "takes up an invitation";
    get "/a/{secret}" => reminders::answer::show, Anybody, "the link in a reminder", "asks a client whether they come";
    post "/a/{secret}" => reminders::answer::create, Anybody, "the link in a reminder", "takes a client’s answer, once";
    post "/gateway/receipts" => reminders::gateway::receipts, Anybody, "the signature of the gateway", "takes what became of a message";
    post "/gateway/replies" => reminders::gateway::replies, Anybody, "the signature of the gateway", "takes what a client wrote back to a text message";
    get "/enrolment" => invitations::pages::authenticator, Half, "the door", "shows the key of the authenticator app";
    post "/enrolment" => invitations::pages::confirm, Half, "the door", "confirms the app and shows recovery codes";
    get "/clients" => clients::list::index, Staff, "SearchClients", "the clients one has to do with";
    post "/search" => clients::list::search, Staff, "SearchClients", "searches clients, or jumps to a case";
    get "/clients/new" => clients::intake::new, Staff, "RegisterClient", "the standard intake form";
    post "/clients" => clients::intake::create, Staff, "RegisterClient", "registers a client";
    post "/clients/alike" => clients::alike::show, Staff, "RegisterClient", "who may be the same person";
    get "/clients/{client}" => clients::show::show, Staff, "ReadClient", "the identity of a client";
    get "/clients/{client}/correction" => clients::correction::new, Staff, "CorrectClient", "the form with what is known";
    post "/clients/{client}/correction" => clients::correction::create, Staff, "CorrectClient", "corrects details";
    post "/clients/{client}/verifications" => clients::verify::create, Staff, "VerifyFacts", "marks facts as verified";
    get "/clients/{client}/consents" => clients::consents::show, Staff, "RecordConsent", "the consent to the service";
    post "/clients/{client}/consents" => clients::consents::create, Staff, "RecordConsent", "records a consent";
    post "/clients/{client}/consents/withdrawal" => clients::consents::withdraw, Staff, "RecordConsent", "takes the consent back";
    get "/clients/{client}/conflict" => clients::conflict::show, Staff, "CheckConflict", "the conflict check";
    post "/clients/{client}/conflict" => clients::conflict::create, Staff, "CheckConflict", "compares the names of the other side";
    post "/clients/{client}/conflict/decision" => clients::conflict::decide, Staff, "CheckConflict", "decides when the check says ask";
    get "/clients/{client}/cases/new" => clients::open_case::new, Staff, "OpenCase", "programme and hands of a new case";
    post "/clients/{client}/cases" => clients::open_case::create, Staff, "OpenCase", "opens a case";
    get "/account" => account::pages::show, Staff, "ManageOwnAccount", "one's own account";
    post "/account/password" => account::pages::password, Staff, "ManageOwnAccount", "changes the password";
    get "/account/authenticator" => account::second_factor::authenticator, Staff, "ManageOwnAccount", "shows the key of another authenticator app";
    post "/account/authenticator" => account::second_factor::change, Staff, "ManageOwnAccount", "puts it in the place of the one before";
    get "/account/recovery-codes" => account::second_factor::recovery_codes, Staff, "ManageOwnAccount", "asks before new recovery codes are made";
    post "/account/recovery-codes" => account::second_factor::renew, Staff, "ManageOwnAccount", "shows new recovery codes once";
    post "/account/letters" => account::pages::letters, Staff, "ManageOwnAccount", "single letters as keys, on or off";
    post "/account/sign-ins/{number}/end" => account::pages::end, Staff, "ManageOwnAccount", "ends one of one's own sign-ins";
    post "/account/sign-ins/end-others" => account::pages::end_others, Staff, "ManageOwnAccount", "ends all of one's own sign-ins but this one";
    post "/account/curtain" => account::pages::curtain, Staff, "ManageOwnAccount", "draws or opens the curtain over names";
    post "/account/scheme" => account::pages::scheme, Staff, "ManageOwnAccount", "light or dark";
    post "/account/stay" => account::pages::stay, Staff, "ManageOwnAccount", "a sign of life, so that the sign-in goes on";
    get "/keys" => account::pages::keys, Staff, "ManageOwnAccount", "all keys of the keyboard";
    get "/cases/{case}" => cases::show::show, Staff, "ReadCase", "a case: head, timeline, what is open";
    get "/cases/{case}/chronology" => cases::show::chronology, Staff, "PrintCase", "the whole file as one text, for reading and printing";
    get "/cases/{case}/accesses" => cases::accesses::show, Staff, "SeeAccesses", "who has looked at the file";
    get "/cases/{case}/search" => search::new, Staff, "ReadCase", "the field for searching in a case";
    post "/cases/{case}/search" => search::search, Staff, "SearchCase", "searches in a case";
    get "/cases/{case}/people" => cases::people::show, Staff, "ReadCase", "people on the case";
    get "/cases/{case}/people/new" => cases::people::new, Staff, "ManagePeople", "asks for a person";
    post "/cases/{case}/people" => cases::people::create, Staff, "ManagePeople", "adds a person";
    get "/cases/{case}/people/{person}" => cases::people::off, Staff, "ManagePeople", "asks why somebody is taken off";
    post "/cases/{case}/people/off" => cases::people::remove, Staff, "ManagePeople", "takes somebody off the case";
    get "/cases/{case}/assignment" => cases::assignment::new, Staff, "AssignCase", "asks to whom the case goes";
    post "/cases/{case}/assignment" => cases::assignment::create, Staff, "AssignCase", "hands the case over";
    get "/cases/{case}/cover" => cover::case::new, Staff, "ArrangeCover", "asks who stands in for whoever carries the case";
    post "/cases/{case}/cover" => cover::case::create, Staff, "ArrangeCover", "names who stands in";
    get "/cases/{case}/cover/{cover}" => cover::case::ask_end, Staff, "ArrangeCover", "asks before a cover is ended";
    post "/cases/{case}/cover/{cover}" => cover::case::end, Staff, "ArrangeCover", "ends a cover";
    get "/contacts/new" => contacts::new::choose, Staff, "SearchClients", "in which case a contact is logged";
    get "/cases/{case}/contacts/new" => contacts::new::new, Staff, "LogContact", "the form of a contact";
    post "/cases/{case}/contacts" => contacts::new::create, Staff, "LogContact", "logs a contact";
    get "/cases/{case}/actions" => contacts::actions::show, Staff, "SettleAction", "action items that are open";
    post "/cases/{case}/actions" => contacts::actions::settle, Staff, "SettleAction", "settles an action item";
    get "/cases/{case}/entries/{entry}/addendum" => contacts::addendum::new, Staff, "WriteAddendum", "the form of an addendum";
    post "/cases/{case}/entries/{entry}/addendum" => contacts::addendum::create, Staff, "WriteAddendum", "writes an addendum";
    get "/cases/{case}/entries/{entry}/co-signature" => contacts::co_sign::new, Staff, "CoSign", "an entry to be signed beside its author";
    post "/cases/{case}/entries/{entry}/co-signature" => contacts::co_sign::create, Staff, "CoSign", "signs beside the author";
    get "/cases/{case}/assessments/new" => assessments::new, Staff, "RecordAssessment", "the form of an assessment";
    post "/cases/{case}/assessments" => assessments::create, Staff, "RecordAssessment", "records an assessment";
    get "/cases/{case}/reviews/new" => reviews::new, Staff, "ReviewCase", "the form of a case review";
    post "/cases/{case}/reviews" => reviews::create, Staff, "ReviewCase", "records a case review";
    get "/cases/{case}/flags/new" => flags::new, Staff, "RaiseFlag", "the form of a flag";
    post "/cases/{case}/flags" => flags::create, Staff, "RaiseFlag", "raises a flag";
    get "/cases/{case}/flags/{flag}" => flags::show, Staff, "RaiseFlag", "asks what was done about a flag";
    post "/cases/{case}/flags/down" => flags::resolve, Staff, "RaiseFlag", "takes a flag down";
    get "/cases/{case}/plan" => plans::show::show, Staff, "ReadCase", "the plan and its versions";
    get "/cases/{case}/plan/edit" => plans::edit::show, Staff, "RevisePlan", "the form of the plan";
    post "/cases/{case}/plan" => plans::edit::create, Staff, "RevisePlan", "signs a new version of the plan";
    get "/cases/{case}/chronology/pdf" => reports::print::whole, Staff, "PrintCase", "the whole file as PDF";
    get "/cases/{case}/reports" => reports::list::show, Staff, "ReadCase", "progress reports of a case";
    get "/cases/{case}/reports/new" => reports::write::new, Staff, "SubmitReport", "the form of a progress report";
    get "/cases/{case}/reports/closing" => reports::write::new_closing, Staff, "SubmitReport", "the form of the closing report, drawn up from the file";
    post "/cases/{case}/reports" => reports::write::create, Staff, "SubmitReport", "hands a progress report to the supervisor";
    get "/cases/{case}/reports/{report}" => reports::show::show, Staff, "ReadCase", "a progress report";
    get "/cases/{case}/reports/{report}/edit" => reports::write::edit, Staff, "SubmitReport", "the form of a progress report that came back";
    get "/cases/{case}/reports/{report}/pdf" => reports::print::report, Staff, "PrintCase", "a progress report as PDF";
    post "/cases/{case}/reports/{report}/approval" => reports::decide::approve, Staff, "DecideReport", "approves a progress report";
    get "/cases/{case}/reports/{report}/return" => reports::decide::new_return, Staff, "DecideReport", "asks what is to be changed in a progress report";
    post "/cases/{case}/reports/{report}/return" => reports::decide::send_back, Staff, "DecideReport", "sends a progress report back";
    get "/cases/{case}/sessions" => sessions::list::show, Staff, "ReadCase", "sessions booked and held";
    get "/cases/{case}/sessions/new" => sessions::book::new, Staff, "BookSession", "the form of a booking";
    post "/cases/{case}/sessions" => sessions::book::create, Staff, "BookSession", "books a session";
    get "/cases/{case}/series/new" => sessions::series::book::new, Staff, "BookSession", "the form of several sessions, every so many weeks";
    post "/cases/{case}/series" => sessions::series::book::create, Staff, "BookSession", "shows the dates of a series, and books it";
    get "/cases/{case}/sessions/{slot}/following" => sessions::series::change::new, Staff, "BookSession", "asks what becomes of a session and those that follow it";
    post "/cases/{case}/sessions/{slot}/following" => sessions::series::change::create, Staff, "BookSession", "moves or cancels a session and those that follow it";
    get "/cases/{case}/sessions/{slot}" => sessions::note::show, Staff, "PrepareSession", "the ready page and the note of a session";
    post "/cases/{case}/sessions/{slot}" => sessions::note::create, Staff, "RecordSession", "records a session";
    get "/cases/{case}/sessions/{slot}/reminder" => reminders::give::new, Staff, "BookSession", "what a client is to be reminded of, and how to reach them";
    post "/cases/{case}/sessions/{slot}/reminder" => reminders::give::create, Staff, "BookSession", "records what came of reminding a client";
    get "/cases/{case}/sessions/{slot}/missed" => sessions::missed::new, Staff, "BookSession", "asks why a session was not held";
    get "/cases/{case}/replies/{entry}" => reminders::reply::new, Staff, "BookSession", "what a client wrote back, and how to reach them";
    post "/cases/{case}/replies/{entry}" => reminders::reply::create, Staff, "BookSession", "records what came of what a client wrote back";
    get "/cases/{case}/sessions/{slot}/attempts" => missed::attempt::new, Staff, "BookSession", "the steps after a missed session, and how to reach the client";
    post "/cases/{case}/sessions/{slot}/attempts" => missed::attempt::create, Staff, "BookSession", "records an attempt to reach a client";
    get "/cases/{case}/sessions/{slot}/appointment" => feeds::appointment::show, Staff, "GiveAppointment", "the calendar file of an appointment, for the client";
    post "/cases/{case}/sessions/{slot}/missed" => sessions::missed::create, Staff, "BookSession", "records that a session was not held";
    get "/cases/{case}/waiting" => waiting::show::show, Staff, "BookSession", "what the client waits for, and times that suit";
    get "/cases/{case}/waiting/new" => waiting::begin::new, Staff, "BookSession", "the form that puts a client on the waiting list";
    post "/cases/{case}/waiting" => waiting::begin::create, Staff, "BookSession", "puts a client on the waiting list";
    get "/cases/{case}/waiting/offer" => waiting::offer::new, Staff, "BookSession", "a time to be offered, and how to reach the client";
    post "/cases/{case}/waiting/offer" => waiting::offer::create, Staff, "BookSession", "records that a time was offered, and books it";
    get "/cases/{case}/waiting/ending" => waiting::end::new, Staff, "BookSession", "asks why a client does not wait any more";
    post "/cases/{case}/waiting/ending" => waiting::end::create, Staff, "BookSession", "takes a client off the waiting list";
    get "/cases/{case}/documents" => documents::index, Staff, "ReadCase", "the documents of a case";
    get "/cases/{case}/documents/new" => documents::new, Staff, "FileDocument", "sends files and describes them";
    post "/cases/{case}/documents" => documents::create, Staff, "FileDocument", "files documents";
    get "/cases/{case}/documents/{document}" => documents::show, Staff, "ReadDocument", "a document and its versions";
    get "/cases/{case}/documents/{document}/files/{version}" => documents::hand_out, Staff, "ReadDocument", "hands out a version of a document";
    get "/cases/{case}/documents/{document}/look/{version}" => documents::look, Staff, "ReadDocument", "shows a version of a document";
    get "/cases/{case}/documents/{document}/pictures/{version}/{page}" => documents::picture, Staff, "ReadDocument", "a page of a document as a picture";
    get "/cases/{case}/documents/{document}/correction" => documents::new_correction, Staff, "FileDocument", "the form with what is said of a document";
    post "/cases/{case}/documents/{document}/correction" => documents::correct, Staff, "FileDocument", "corrects what is said of a document";
    get "/cases/{case}/documents/{document}/description" => documents::new_description, Staff, "FileDocument", "the form for what came by itself";
    post "/cases/{case}/documents/{document}/description" => documents::describe, Staff, "FileDocument", "says what a document is that came by itself";
    get "/cases/{case}/documents/{document}/mistake" => documents::new_mistake, Staff, "FileDocument", "asks what is wrong with a document";
    post "/cases/{case}/documents/{document}/mistake" => documents::mistake, Staff, "FileDocument", "marks a document as filed by mistake";
    post "/cases/{case}/uploads" => documents::begin, Staff, "FileDocument", "begins to receive a file in parts";
    post "/cases/{case}/uploads/files" => documents::from_form, Staff, "FileDocument", "receives whole files, where no script runs";
    get "/cases/{case}/uploads/{upload}" => documents::state, Staff, "FileDocument", "how much of a file is here";
    post "/cases/{case}/uploads/{upload}" => documents::part, Staff, "FileDocument", "receives a part of a file";
    post "/cases/{case}/uploads/{upload}/drop" => documents::drop_one, Staff, "FileDocument", "throws away a file that was not filed";
    get "/cases/{case}/paper/new" => paper::register::new, Staff, "RegisterPaper", "the form of a physical item";
    post "/cases/{case}/paper" => paper::register::create, Staff, "RegisterPaper", "registers a physical item";
    get "/cases/{case}/paper/labels" => paper::labels::all, Staff, "PrintLabel", "the labels of all items of a case as PDF";
    get "/cases/{case}/paper/{item}" => paper::show::show, Staff, "ReadDocument", "a physical item and its custody";
    get "/cases/{case}/paper/{item}/label" => paper::labels::one, Staff, "PrintLabel", "the label of an item as PDF";
    get "/cases/{case}/paper/{item}/correction" => paper::change::new_correction, Staff, "RegisterPaper", "the form with what is said of an item";
    post "/cases/{case}/paper/{item}/correction" => paper::change::correct, Staff, "RegisterPaper", "corrects what is said of an item";
    get "/cases/{case}/paper/{item}/mistake" => paper::change::new_mistake, Staff, "RegisterPaper", "asks what is wrong with an item";
    post "/cases/{case}/paper/{item}/mistake" => paper::change::mistake, Staff, "RegisterPaper", "marks an item as registered by mistake";
    get "/cases/{case}/paper/{item}/move" => paper::custody::ask_move, Staff, "HandlePaper", "asks where an item is put";
    post "/cases/{case}/paper/{item}/move" => paper::custody::relocate, Staff, "HandlePaper", "records that an item was moved";
    get "/cases/{case}/paper/{item}/check-out" => paper::custody::ask_check_out, Staff, "HandlePaper", "asks who takes an item";
    post "/cases/{case}/paper/{item}/check-out" => paper::custody::check_out, Staff, "HandlePaper", "checks an item out";
    get "/cases/{case}/paper/{item}/return" => paper::custody::ask_return, Staff, "HandlePaper", "asks where a returned item is put";
    post "/cases/{case}/paper/{item}/return" => paper::custody::give_back, Staff, "HandlePaper", "takes an item back";
    get "/cases/{case}/paper/{item}/departure" => paper::change::new_end, Staff, "EndPaper", "asks what became of an item";
    post "/cases/{case}/paper/{item}/departure" => paper::change::end, Staff, "EndPaper", "records that an item was handed over or shredded";
    get "/calendar" => calendar::show, Staff, "SeeCalendar", "whose time is taken: day, week, month, everybody";
    get "/waiting" => waiting::list::show, Staff, "SeeWaiting", "times that are free again, and who waits";
    get "/groups" => groups::list::show, Staff, "SeeGroups", "groups of several clients";
    get "/groups/new" => groups::form::new, Staff, "FormGroup", "the form of a group";
    post "/groups" => groups::form::create, Staff, "FormGroup", "forms a group";
    get "/groups/{group}" => groups::show::show, Staff, "JoinGroup", "a group: its meetings, and who belongs to it as far as one may know";
    get "/groups/{group}/change" => groups::form::edit, Staff, "LeadGroup", "the form with what a group is";
    post "/groups/{group}/change" => groups::form::change, Staff, "LeadGroup", "describes a group anew";
    get "/groups/{group}/hand-over" => groups::hand_over::new, Staff, "GiveGroupOn", "asks who leads a group from now on";
    post "/groups/{group}/hand-over" => groups::hand_over::create, Staff, "GiveGroupOn", "names who leads a group from now on";
    get "/groups/{group}/ending" => groups::form::ask_end, Staff, "LeadGroup", "asks why a group ends";
    post "/groups/{group}/ending" => groups::form::end, Staff, "LeadGroup", "ends a group";
    get "/groups/{group}/members/new" => groups::members::new, Staff, "JoinGroup", "asks which client joins a group";
    post "/groups/{group}/members" => groups::members::create, Staff, "JoinGroup", "has a client join a group, or wait for a place";
    get "/groups/{group}/members/{case}" => groups::members::ask_leave, Staff, "BookGroup", "asks why a client leaves a group";
    post "/groups/{group}/members/{case}" => groups::members::leave, Staff, "BookGroup", "has a client leave a group, or wait no more";
    get "/groups/{group}/members/{case}/step" => groups::members::ask_step, Staff, "BookGroup", "what is not booked for a client as the group meets";
    post "/groups/{group}/members/{case}/step" => groups::members::step, Staff, "BookGroup", "books what is missing";
    get "/groups/{group}/members/{case}/place" => groups::members::ask_place, Staff, "BookGroup", "asks before a free place is given";
    post "/groups/{group}/members/{case}/place" => groups::members::place, Staff, "BookGroup", "gives a free place to whoever waits first";
    get "/groups/{group}/meetings/new" => groups::plan::new, Staff, "LeadGroup", "the form of meetings";
    post "/groups/{group}/meetings" => groups::plan::create, Staff, "LeadGroup", "plans meetings";
    get "/groups/{group}/meetings/{meeting}" => groups::attendance::show, Staff, "ReadGroup", "the attendance sheet of a meeting";
    post "/groups/{group}/meetings/{meeting}" => groups::attendance::create, Staff, "RecordMeeting", "records a meeting: the group’s note, and each client’s";
    get "/groups/{group}/meetings/{meeting}/paper" => groups::paper::show, Staff, "ReadGroup", "a list for the room: given names and boxes";
    get "/groups/{group}/meetings/{meeting}/change" => groups::meetings::ask_change, Staff, "LeadGroup", "asks what becomes of a meeting";
    post "/groups/{group}/meetings/{meeting}/change" => groups::meetings::change, Staff, "LeadGroup", "moves or cancels meetings";
    get "/calendar/feeds" => feeds::list::show, Staff, "RevokeFeed", "one's own secret addresses for other programs";
    get "/calendar/feeds/new" => feeds::change::new, Staff, "OpenFeed", "asks what a new address shows";
    post "/calendar/feeds" => feeds::change::create, Staff, "OpenFeed", "makes an address and shows it once";
    get "/calendar/feeds/{feed}/revocation" => feeds::change::ask_revocation, Staff, "RevokeFeed", "asks before an address is stopped";
    post "/calendar/feeds/{feed}/revocation" => feeds::change::revoke, Staff, "RevokeFeed", "stops an address";
    get "/calendar/{token}" => feeds::serve::show, Anybody, "the secret address", "a calendar for another program: SECRET.ics";
    get "/reminders" => reminders::list::show, Staff, "SeeReminders", "how reminders stand: one’s own, or all";
    get "/supervision" => supervision::show, Staff, "Supervise", "approvals, flags, caseload, silent cases";
    get "/service-review" => service::show, Staff, "SeeServiceReview", "how sessions came out, as figures";
    get "/service-review/figures" => service::table::show, Staff, "SeeServiceReview", "the same figures as a file for spreadsheets";
    get "/service-review/new" => service::record::new, Staff, "RecordServiceReview", "the form of a review of the figures";
    post "/service-review" => service::record::create, Staff, "RecordServiceReview", "records a review of the figures";
    get "/calendar/hours/{staff}" => hours::show::show, Staff, "SetHours", "when somebody works and when they are away";
    get "/calendar/hours/{staff}/week" => hours::week::edit, Staff, "SetHours", "the form of somebody's working hours";
    post "/calendar/hours/{staff}/week" => hours::week::change, Staff, "SetHours", "sets somebody's working hours";
    get "/calendar/hours/{staff}/absences" => hours::absences::new, Staff, "SetHours", "the form of an absence";
    post "/calendar/hours/{staff}/absences" => hours::absences::create, Staff, "SetHours", "notes an absence";
    get "/calendar/hours/{staff}/cover" => cover::all::new, Staff, "SetHours", "asks who stands in for all of somebody’s cases";
    post "/calendar/hours/{staff}/cover" => cover::all::create, Staff, "SetHours", "names who stands in for them";
    get "/calendar/hours/{staff}/absences/{absence}" => hours::absences::ask_withdrawal, Staff, "SetHours", "asks before an absence is withdrawn";
    post "/calendar/hours/{staff}/absences/{absence}" => hours::absences::withdraw, Staff, "SetHours", "withdraws an absence";
    get "/staff" => staff::list::show, Staff, "SeeStaff", "everybody who works here";
    get "/staff/new" => staff::edit::new, Staff, "ManageStaff", "the form for adding somebody";
    post "/staff" => staff::edit::create, Staff, "ManageStaff", "adds somebody and shows their link";
    get "/staff/{staff}" => staff::edit::show, Staff, "ManageStaff", "the form for changing somebody";
    post "/staff/{staff}" => staff::edit::change, Staff, "ManageStaff", "changes name, title, roles";
    post "/staff/{staff}/link" => staff::list::link, Staff, "ManageStaff", "makes a link for a new password";
    get "/staff/{staff}/hand-over" => handover::show, Staff, "SeeHandOver", "what somebody still has in hand";
    post "/staff/{staff}/hand-over" => handover::create, Staff, "SeeHandOver", "gives cases on, or what somebody holds in others";
    get "/staff/{staff}/announcement" => handover::announce::ask, Staff, "ManageStaff", "asks for somebody’s last day";
    post "/staff/{staff}/announcement" => handover::announce::create, Staff, "ManageStaff", "announces that somebody leaves, or stays";
    get "/staff/{staff}/leaving" => staff::edit::ask_leaving, Staff, "ManageStaff", "asks before an account is closed";
    post "/staff/{staff}/leaving" => staff::edit::leave, Staff, "ManageStaff", "closes an account for ever";
    get "/recovery-kit" => setup::kit::show, Staff, "SeeSystem", "how it stands with the recovery kit, and how to make one";
    get "/system" => system::show, Staff, "SeeSystem", "ledger, checkpoint, keys, outgoing work";
    get "/system/keys/rotation" => system::keys::ask, Staff, "RotateKeys", "asks before the key-encryption key is changed";
    post "/system/keys/rotation" => system::keys::rotate, Staff, "RotateKeys", "changes the key-encryption key";
    get "/system/sealing" => system::keys::ask_sealing, Staff, "SealServer", "asks before the server is sealed";
    post "/system/sealing" => system::keys::seal, Staff, "SealServer", "seals the server";
    get "/cases/{case}/closure" => closure::show::show, Staff, "ReadCase or the action of a step", "what blocks the closure, and its five steps";
    post "/cases/{case}/closure/close" => closure::close::create, Staff, "CloseCase", "closes the case";
    get "/cases/{case}/closure/filing" => closure::filing::new, Staff, "AttestFiling", "documents and items to be looked at before the closing";
    post "/cases/{case}/closure/filing" => closure::filing::create, Staff, "AttestFiling", "attests that they are present and correctly filed";
    get "/cases/{case}/closure/reopening" => closure::reopen::new, Staff, "AskReopening", "asks why a case is to be opened again";
    post "/cases/{case}/closure/reopening" => closure::reopen::create, Staff, "AskReopening", "asks for a reopening";
    get "/cases/{case}/closure/reopening/decision" => closure::reopen::new_decision, Staff, "ApproveReopening", "shows a request to reopen";
    post "/cases/{case}/closure/reopening/decision" => closure::reopen::decide, Staff, "ApproveReopening", "opens a case again, in new hands";
    get "/cases/{case}/closure/message" => closure::told::new, Staff, "TellOfClosure", "asks what the client was told at the end";
    post "/cases/{case}/closure/message" => closure::told::create, Staff, "TellOfClosure", "records what the client was told";
    get "/cases/{case}/closure/letter" => closure::told::letter, Staff, "PrintCase", "the letter to the client as PDF";
    get "/cases/{case}/closure/access-check" => closure::access::new, Staff, "VerifyAccess", "who can open a closed file";
    post "/cases/{case}/closure/access-check" => closure::access::create, Staff, "VerifyAccess", "signs who can open it";
    get "/cases/{case}/after-care" => closure::after_care::new, Staff, "RecordAfterCare", "how to reach a client after the closing, and what to ask";
    post "/cases/{case}/after-care" => closure::after_care::create, Staff, "RecordAfterCare", "records what came of it";
    get "/cases/{case}/after-care/hands" => closure::hands::ask, Staff, "HandOverAfterCare", "asks into whose hands a follow-up is given";
    post "/cases/{case}/after-care/hands" => closure::hands::create, Staff, "HandOverAfterCare", "gives a follow-up into other hands";
    get "/cases/{case}/closure/{step}" => closure::step::new, Staff, "that of the step", "the form of a step";
    post "/cases/{case}/closure/{step}" => closure::step::create, Staff, "that of the step", "signs a step";
    get "/records" => records::show, Staff, "SeeRecords", "closures that wait, and closed files";
    get "/organisation/missed" => missed::rules::show, Staff, "SeeRulebook", "what is done after a missed session";
    get "/organisation/missed/figures" => missed::rules::figures, Staff, "AmendRulebook", "the form of how many may be missed, and what is cancelled late";
    post "/organisation/missed/figures" => missed::rules::change_figures, Staff, "AmendRulebook", "changes how many may be missed, and what is cancelled late";
    get "/organisation/missed/programme" => missed::rules::programme, Staff, "AmendRulebook", "the form of the steps of a programme";
    post "/organisation/missed/programme" => missed::rules::change_programme, Staff, "AmendRulebook", "changes the steps of a programme";
    get "/organisation/reminders" => reminders::rules::show, Staff, "SeeRulebook", "when and how clients are reminded, and in what words";
    get "/organisation/reminders/hours" => reminders::rules::hours, Staff, "AmendRulebook", "the form of when clients are reminded";
    post "/organisation/reminders/hours" => reminders::rules::change_hours, Staff, "AmendRulebook", "changes when clients are reminded";
    get "/organisation/reminders/wording" => reminders::rules::wording, Staff, "AmendRulebook", "the form of a wording";
    post "/organisation/reminders/wording" => reminders::rules::change_wording, Staff, "AmendRulebook", "changes, adds or removes a wording";
    get "/organisation/office" => organisation::office::show, Staff, "SeeRulebook", "when the office works, and its days off";
    get "/organisation/office/hours" => organisation::hours::edit, Staff, "AmendRulebook", "the form of time zone, hours and working days";
    post "/organisation/office/hours" => organisation::hours::change, Staff, "AmendRulebook", "changes time zone, hours and working days";
    get "/organisation/office/days" => organisation::days_off::new, Staff, "AmendRulebook", "the form of a day off";
    post "/organisation/office/days" => organisation::days_off::create, Staff, "AmendRulebook", "adds a day off";
    get "/organisation/office/days/{day}" => organisation::days_off::ask_removal, Staff, "AmendRulebook", "asks before a day off is removed";
    post "/organisation/office/days/{day}" => organisation::days_off::remove, Staff, "AmendRulebook", "removes a day off";
    get "/organisation/office/list" => organisation::import::ask, Staff, "AmendRulebook", "asks for a list of public holidays";
    post "/organisation/office/list" => organisation::import::create, Staff, "AmendRulebook", "reads a list of public holidays, shows what it holds, and adds them";
    get "/organisation/rooms" => organisation::rooms::index, Staff, "SeeRulebook", "the rooms for sessions";
    get "/organisation/rooms/new" => organisation::rooms::new, Staff, "ManageRooms", "the form of a room";
    post "/organisation/rooms" => organisation::rooms::create, Staff, "ManageRooms", "describes a new room";
    get "/organisation/rooms/{room}" => organisation::rooms::edit, Staff, "ManageRooms", "the form with what is said of a room";
    post "/organisation/rooms/{room}" => organisation::rooms::change, Staff, "ManageRooms", "describes a room anew";
    get "/records/schedule" => retention::schedule::show, Staff, "SeeSchedule", "how long files are kept, by class";
    get "/records/schedule/class" => retention::class::edit, Staff, "AmendRulebook", "the form of a class of the schedule";
    post "/records/schedule/class" => retention::class::change, Staff, "AmendRulebook", "changes a class of the schedule";
    get "/records/paper" => paper::trace::index, Staff, "SeePaper", "where all physical items are";
    get "/records/paper/{case}/{item}" => paper::trace::show, Staff, "TracePaper", "where one item is";
    get "/records/places" => paper::places::index, Staff, "SeePaper", "the places for physical items";
    get "/records/places/new" => paper::places::new, Staff, "ManagePlaces", "the form of a place";
    post "/records/places" => paper::places::create, Staff, "ManagePlaces", "lays down a place";
    get "/records/places/{place}" => paper::places::edit, Staff, "ManagePlaces", "the form with what is said of a place";
    post "/records/places/{place}" => paper::places::change, Staff, "ManagePlaces", "describes a place anew";
    get "/records/places/{place}/closing" => paper::places::ask_close, Staff, "ManagePlaces", "asks why a place is closed";
    post "/records/places/{place}/closing" => paper::places::close, Staff, "ManagePlaces", "closes a place";
    get "/records/places/{place}/check" => paper::checking::ask, Staff, "CheckPlace", "what should lie in a place";
    post "/records/places/{place}/check" => paper::checking::create, Staff, "CheckPlace", "compares what lies in a place, and records it";
    get "/records/checks" => paper::checks::index, Staff, "SeeSpotChecks", "spot checks, and what is open of them";
    get "/records/checks/{check}" => paper::checks::show, Staff, "ReadSpotCheck", "a spot check and its findings";
    get "/records/checks/{check}/findings/{finding}" => paper::checks::ask_settle, Staff, "SettleFinding", "asks what became of a finding";
    post "/records/checks/{check}/findings/{finding}" => paper::checks::settle, Staff, "SettleFinding", "settles a finding";
    get "/records/matters" => holds::list::show, Staff, "SeeHolds", "matters that keep files from being destroyed";
    get "/records/matters/new" => holds::change::new, Staff, "OpenMatter", "the form of a matter";
    post "/records/matters" => holds::change::create, Staff, "OpenMatter", "opens a matter";
    get "/records/matters/{matter}" => holds::show::show, Staff, "ReadMatter", "a matter and its files";
    post "/records/matters/{matter}/files" => holds::change::hold, Staff, "HoldFile", "holds a file";
    get "/records/matters/{matter}/release" => holds::change::ask_release, Staff, "ReleaseHold", "asks why a file is released";
    post "/records/matters/{matter}/release" => holds::change::release, Staff, "ReleaseHold", "releases a file";
    get "/records/matters/{matter}/ending" => holds::change::ask_end, Staff, "ReleaseHold", "asks why a matter ends";
    post "/records/matters/{matter}/ending" => holds::change::end, Staff, "ReleaseHold", "ends a matter";
    get "/records/lists" => disposition::list::show, Staff, "SeeDispositions", "lists of files to be destroyed";
    get "/records/lists/new" => disposition::list::new, Staff, "PrepareDisposition", "what is due";
    post "/records/lists" => disposition::list::create, Staff, "PrepareDisposition", "prepares a list of what is due";
    get "/records/lists/{list}" => disposition::show::show, Staff, "ReadDisposition", "a list, its approvals and its files";
    get "/records/lists/{list}/keep" => disposition::change::ask_keep, Staff, "KeepLonger", "asks until when a file is kept";
    post "/records/lists/{list}/keep" => disposition::change::keep, Staff, "KeepLonger", "keeps a file longer";
    get "/records/lists/{list}/protection" => disposition::change::ask_protection, Staff, "ApproveForProtection", "shows what is approved";
    post "/records/lists/{list}/protection" => disposition::change::protection, Staff, "ApproveForProtection", "approves a list for data protection";
    get "/records/lists/{list}/supervision" => disposition::change::ask_supervision, Staff, "ApproveForSupervision", "shows what is approved";
    post "/records/lists/{list}/supervision" => disposition::change::supervision, Staff, "ApproveForSupervision", "approves a list as supervisor or director";
    get "/records/lists/{list}/withdrawal" => disposition::change::ask_withdrawal, Staff, "WithdrawDisposition", "asks why a list is given up";
    post "/records/lists/{list}/withdrawal" => disposition::change::withdraw, Staff, "WithdrawDisposition", "gives a list up";
    get "/records/lists/{list}/paper" => disposition::paper::ask, Staff, "AttestPaper", "asks how the paper of a list was destroyed";
    post "/records/lists/{list}/paper" => disposition::paper::sign, Staff, "AttestPaper", "records that the paper of a list is destroyed";
    get "/records/lists/{list}/hand-over" => disposition::hand_over::ask, Staff, "HandOverFiles", "asks which archive has the files of a list";
    post "/records/lists/{list}/hand-over" => disposition::hand_over::sign, Staff, "HandOverFiles", "records that an archive has them";
    get "/records/lists/{list}/destruction" => disposition::change::ask_destruction, Staff, "ExecuteDisposition", "asks before files are destroyed";
    post "/records/lists/{list}/destruction" => disposition::change::destroy, Staff, "ExecuteDisposition", "destroys the files of a list";
    get "/records/lists/{list}/certificate" => disposition::certificate::pdf, Staff, "PrintCertificate", "the certificate of a destruction as PDF";
    get "/records/lists/{list}/proof" => disposition::certificate::proof, Staff, "PrintCertificate", "the proof of a destruction, to be checked offline";
    post "/drafts/{form}" => drafts::save_alone, Staff, "that of the form", "saves the draft of a form that belongs to no file yet";
    post "/drafts/{dossier}/{form}" => drafts::save, Staff, "that of the form", "saves a draft";
    post "/drafts/{form}/drop" => drafts::drop_alone, Staff, "that of the form", "throws a draft away";
    get "/static/{name}" => assets::serve, Anybody, "public", "style, script and icons";
    get "/healthz" => health::live, Anybody, "public", "whether the process is alive";
    get "/readyz" => health::ready, Anybody, "public", "whether the database answers";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_routes_is_printed() {
        testkit::generated("docs/routes.md", &document());
    }

    #[test]
    fn every_route_names_an_action_of_the_policy_or_why_none_is_asked() {
        let unasked = [
            "the door",
            "the one-time link",
            "the invitation",
            "the link in a reminder",
            "the signature of the gateway",
            "the secret address",
            "public",
        ];
        let told = ["that of the form", "that of the step", "ReadCase or the action of a step"];
        let actions: Vec<&str> = domain::policy::Action::ALL.iter().map(|action| action.name()).collect();
        for route in LIST {
            let known = [&unasked[..], &told[..], &actions[..]].concat().contains(&route.action);
            assert!(known, "{} {} asks {}", route.method, route.path, route.action);
            assert_eq!(unasked.contains(&route.action), route.who != Who::Staff, "{} {}", route.method, route.path);
        }
    }

    #[test]
    fn every_form_without_a_key_is_on_the_list() {
        for path in WITHOUT_KEY.iter().map(|(path, _)| path).chain(TAKES_FILES) {
            assert!(LIST.iter().any(|route| route.method == "post" && route.path == *path), "{path}");
        }
    }

    #[test]
    fn no_two_routes_stand_in_each_others_way() {
        drop(super::router());
    }
}

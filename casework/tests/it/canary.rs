//! The canary: one marker word in every text that people can type, and not a trace of it outside the seals.
//!
//! Every event is written through its operation with every field filled. Then the marker is looked for in every file and table of both databases, the
//! anchor file, everything that was logged at any level, and the printed form of every order, entry, card and failure.

use std::collections::BTreeMap;

use casework::accounts::{AddStaff, Came, add_staff, change_staff, dismiss_staff, sign_in};
use casework::assessments::{RecordAssessment, record_assessment};
use casework::cases::{OpenCase, add_person, open_case, remove_person};
use casework::clients::{
    ConflictSearch, RegisterClient, check_conflict, correct_client, decide_conflict, give_consent, likely_duplicates,
    register_client, search_clients, verify_facts, withdraw_consent,
};
use casework::contacts::{
    CoSign, LogContact, SettleAction, WriteAddendum, co_sign, log_contact, settle_action, write_addendum,
};
use casework::drafts::save_draft;
use casework::feeds::{OpenFeed, fetch, my_feeds, open_feed, revoke_feed};
use casework::flags::{raise_flag, resolve_flag};
use casework::handover::announce_leaving;
use casework::house::{Ctx, Proof, Signing, Who};
use casework::keys::{order_rotation, seal_server};
use casework::plans::{RevisePlan, revise_plan};
use casework::reports::{approve_report, return_report, submit_report};
use casework::reviews::{ReviewCase, review_case};
use casework::sessions::{BookSession, RecordSession, SessionMissed, book_session, record_not_held, record_session};
use casework::today::today;
use domain::assessments::{AssessmentKind, AssessmentRecorded};
use domain::cases::{CaseFile, PersonAdded, PersonLeft, PersonRole};
use domain::clients::{
    Channel, ClientCorrected, ClientDetails, ClientFile, ConsentGiven, ConsentGivenHow, ConsentWithdrawn, Fact,
    FactsVerified, Purpose, SafeContact,
};
use domain::contacts::{
    ActionItem, ActionSettled, AddendumWritten, ContactKind, ContactLogged, EntryCoSigned, PlanAfter,
};
use domain::event::Event;
use domain::feeds::FeedOf;
use domain::flags::{FlagRaised, FlagResolved};
use domain::handover::LeavingAnnounced;
use domain::ids::{DossierId, ItemId, StaffId, TeamId};
use domain::level::Level;
use domain::likeness::Features;
use domain::organisation::{RulebookAmended, TeamFormed};
use domain::plans::{Agreement, Goal, GoalStatus, Intervention, PlanRevised};
use domain::policy::Action;
use domain::reports::{ClosingPart, ReportApproved, ReportReturned, ReportSubmitted, ReportedGoal, TEMPLATE};
use domain::reviews::CaseReviewed;
use domain::rulebook::Rulebook;
use domain::sessions::{Next, NotHeld, SessionNotHeld, SessionRecorded};
use domain::signature::Meaning;
use domain::staff::{Role, StaffAdded, StaffChanged, StaffLeft};
use domain::text::{Line, Narrative};
use jiff::civil::{Date, date};
use store::NewJob;

use crate::cast::{BEA, EDITH, MARIA, PAVEL, RUBEN, TOMAS};
use crate::orders::{TODAY, slot};
use crate::world::{NOW, World, password, story};

mod disclosures;
mod ending;
mod expected;
mod groups;
mod hours;
mod inquiries;
mod items;
mod keeping;
mod looking;
mod messages;
mod missed;
mod papers;
mod referrals;
mod series;
mod waiting;
mod wording;

use looking::{Log, absent, everything_was_written_with_the_marker, look_through};

/// The marker. It is a name that sounds like no other here.
const MARKER: &str = "Quittenzwirn";
/// A birth date and a phone number that occur nowhere else.
const BORN: Date = date(1971, 3, 17);
const PHONE: &str = "+34611789234";

fn line() -> Line {
    Line::parse(&format!("{MARKER} line")).unwrap()
}

fn words() -> Narrative {
    Narrative::parse(&format!("{MARKER}\nwords")).unwrap()
}

fn details() -> ClientDetails {
    ClientDetails {
        family_name: line(),
        given_names: line(),
        other_names: Some(line()),
        birth_date: Some(BORN),
        phone: Some(Line::parse(PHONE).unwrap()),
        email: Some(Line::parse(&format!("{MARKER}@example.org")).unwrap()),
        address: Some(words()),
        language: Some(line()),
        interpreter: true,
        accessibility: Some(line()),
        zone: None,
        channels: BTreeMap::from([(Purpose::Questions, Channel::Email)]),
        safe_contact: SafeContact { other: Some(line()), ..SafeContact::default() },
        external_number: Some(line()),
        reason: Some(words()),
    }
}

#[test]
fn the_canary_sings_in_every_form_in_which_text_can_slip_through() {
    let hex: String = MARKER.bytes().map(|byte| format!("{byte:02x}")).collect();
    let wide: Vec<u8> = MARKER.bytes().flat_map(|byte| [byte, 0]).collect();
    let forms = [MARKER.as_bytes(), b"QUITTENZWIRN", hex.as_bytes(), &wide, b"born 1971-03-17", PHONE.as_bytes()];
    for form in forms {
        let among = [b"\x00rows ", form, b" more"].concat();
        assert!(std::panic::catch_unwind(|| absent("a file", &among)).is_err());
    }
    absent("a file", b"nothing of the kind");
}

#[test]
fn what_people_write_stands_nowhere_but_under_its_seal() {
    let log = Log::listen();
    story(async |world| {
        let mut printed = String::new();
        let client = intake(world, &mut printed).await;
        let case = casework(world, client, &mut printed).await;
        let listing = referrals::referrals(world, case).await;
        ending::ending(world, case, &mut printed).await;
        let group = groups::groups(world, case).await;
        let [complaint, question, mailed, request] = inquiries::inquiries(world).await;
        let (staff, organisation) = house(world).await;
        let matter = keeping::matter(world, case).await;
        around(world, case).await;
        let [given_up, list, anonymised] = keeping::lists(world).await;

        let check = items::check(world).await;
        let dossiers = [
            client,
            case,
            staff,
            organisation,
            matter,
            listing,
            given_up,
            list,
            anonymised,
            check,
            group,
            complaint,
            question,
            request,
            mailed,
        ];
        everything_was_written_with_the_marker(world, &dossiers, &mut printed).await;
        // the sealer and the checkpoint write files too
        world.house.store().seal_now(world.house.now()).await.unwrap();
        world.house.store().checkpoint(world.house.now()).await.unwrap();
        absent("printed forms", printed.as_bytes());
        look_through(world);
    });
    let logged = log.0.lock().clone();
    assert!(logged.windows(17).any(|part| part == b"the canary listen"), "the log is heard");
    absent("the log", &logged);
}

/// The client's file, from registration to a consent taken back and given again.
async fn intake(world: &World, printed: &mut String) -> DossierId {
    let bea = world.acting(BEA);
    let order = RegisterClient { details: details(), not_a_duplicate: true, provenance: Some(line()) };
    let client = register_client(&bea, order, world.ink()).await.unwrap();
    let corrected = ClientDetails { interpreter: false, ..details() };
    let order = ClientCorrected { details: corrected, reason: line() };
    correct_client(&bea, client, order, world.ink()).await.unwrap();
    let order = FactsVerified { facts: Fact::ALL.to_vec(), against: line() };
    verify_facts(&bea, client, order, world.ink()).await.unwrap();
    let consent = || ConsentGiven { how: ConsentGivenHow::Verbal, by: Some(line()), until: None };
    give_consent(&bea, client, consent(), world.ink()).await.unwrap();
    withdraw_consent(&bea, client, ConsentWithdrawn { note: line() }, world.ink()).await.unwrap();
    give_consent(&bea, client, consent(), world.ink()).await.unwrap();

    let namesake = RegisterClient { details: details(), not_a_duplicate: true, provenance: None };
    register_client(&bea, namesake, world.ink()).await.unwrap();
    let search = ConflictSearch { given: line(), family: line(), born: None };
    let _ = std::fmt::Write::write_fmt(printed, format_args!("{search:?}"));
    check_conflict(&bea, client, vec![search], world.ink()).await.unwrap();
    decide_conflict(&bea, client, true, line(), world.ink()).await.unwrap();
    let who = Features {
        given: MARKER.to_owned(),
        family: MARKER.to_owned(),
        born: Some(BORN),
        phone: Some(PHONE.to_owned()),
    };
    let alike = likely_duplicates(&bea, &who).await.unwrap();
    assert_eq!(alike.len(), 2);
    for text in [MARKER, PHONE, "17.3.1971", &format!("{MARKER}@example.org")] {
        let found = search_clients(&bea, text).await.unwrap();
        let _ = std::fmt::Write::write_fmt(printed, format_args!("{found:?} {alike:?} {who:?}"));
    }
    client
}

/// A case with every kind of entry up to the approved report.
async fn casework(world: &World, client: DossierId, printed: &mut String) -> DossierId {
    let hands = (world.id(MARIA), world.id(TOMAS));
    let order = OpenCase { client, programme: "general".to_owned(), worker: hands.0, supervisor: hands.1 };
    let case = open_case(&world.acting(BEA), order, world.ink()).await.unwrap().dossier;
    hours::hands(world, case, hands).await;
    let (maria, tomas) = (world.acting(MARIA), world.acting(TOMAS));
    let id = maria.new_item();
    let person = PersonAdded { id, name: line(), role: PersonRole::Carer, relation: Some(line()), reach: Some(line()) };
    add_person(&maria, case, person, world.ink()).await.unwrap();
    remove_person(&maria, case, PersonLeft { id, reason: line() }, world.ink()).await.unwrap();
    let assessment = AssessmentRecorded {
        kind: AssessmentKind::Initial,
        summary: words(),
        strengths: Some(words()),
        needs: words(),
        outcome: words(),
        late_because: Some(line()),
    };
    record_assessment(&maria, RecordAssessment { case, assessment }, world.ink()).await.unwrap();
    let review = CaseReviewed { found: words(), agreed: words() };
    review_case(&maria, ReviewCase { case, review }, world.ink()).await.unwrap();
    contacts(world, &maria, &tomas, case).await;
    sessions(world, &maria, case).await;
    disclosures::disclosures(world, client, case).await;
    let flag = FlagRaised { id, what: line(), owner: hands.0, due: TODAY };
    raise_flag(&maria, case, flag, world.ink()).await.unwrap();
    let seen = (today(&maria).await.unwrap(), maria.view::<CaseFile>(Action::ReadCase, case).await.unwrap());
    let lists = casework::today::supervision(&tomas).await.unwrap();
    let _ = std::fmt::Write::write_fmt(printed, format_args!("{seen:?} {lists:?}"));
    resolve_flag(&maria, case, FlagResolved { id, how: line() }, world.ink()).await.unwrap();
    papers::papers(world, &maria, case, printed).await;
    items::items(world, &maria, case, printed).await;
    reports(world, &maria, case).await;
    case
}

fn promise(id: ItemId, owner: StaffId) -> ActionItem {
    ActionItem { id, what: line(), owner: Some(owner), due: TODAY }
}

async fn contacts(world: &World, maria: &Ctx, tomas: &Ctx, case: DossierId) {
    let item = maria.new_item();
    let contact = ContactLogged {
        channel: Channel::Email,
        kind: ContactKind::Complaint,
        with: Some(line()),
        summary: words(),
        decision: Some(words()),
        actions: vec![promise(item, world.id(MARIA))],
        plan: PlanAfter::NoChange,
        late_because: Some(line()),
    };
    let signing = world.ink().at_level(Level::Sensitive).happened(NOW.plus_seconds(-3 * 86_400));
    let entry = log_contact(maria, LogContact { case, contact }, signing).await.unwrap().number;
    let settled = ActionSettled { item, kept: false, note: Some(line()) };
    settle_action(maria, SettleAction { case, settled }, world.ink()).await.unwrap();
    let addendum = AddendumWritten { to: entry, text: words(), reason: line() };
    write_addendum(maria, WriteAddendum { case, addendum }, world.ink()).await.unwrap();
    let signed = EntryCoSigned { entry, remark: Some(line()) };
    co_sign(tomas, CoSign { case, signed }, world.ink()).await.unwrap();
}

async fn sessions(world: &World, maria: &Ctx, case: DossierId) {
    let goal = Goal { id: maria.new_item(), title: line(), status: GoalStatus::Met, by: Some(TODAY) };
    let plan = PlanRevised {
        version: 0,
        goals: vec![goal],
        interventions: vec![Intervention { id: maria.new_item(), what: line(), who: Some(line()) }],
        agreement: Agreement::NotAgreed,
        reason: words(),
    };
    revise_plan(maria, RevisePlan { case, plan, based_on: 0 }, world.ink()).await.unwrap();
    let hour = maria.new_item();
    let order = BookSession { case, slot: slot(hour, world.id(MARIA), maria.now().plus_seconds(3 * 86_400)) };
    book_session(maria, order, world.ink()).await.unwrap();
    messages::remind(world, maria, case, hour).await;
    let next = Next::None(line());
    let order = SessionNotHeld { slot: hour, why: NotHeld::CancelledByClient, note: Some(line()), next };
    record_not_held(maria, SessionMissed { case, order }, world.ink()).await.unwrap();
    missed::tries(world, maria, case, hour).await;
    waiting::waits(world, maria, case).await;
    series::series(world, maria, case).await;
    let item = maria.new_item();
    let session = SessionRecorded {
        progress: words(),
        challenges: Some(words()),
        successes: Some(words()),
        observations: Some(words()),
        feedback: Some(words()),
        decision: Some(words()),
        actions: vec![promise(item, world.id(MARIA))],
        late_because: Some(line()),
        ..crate::orders::session(None, Next::None(line()))
    };
    record_session(maria, RecordSession { case, session }, world.ink()).await.unwrap();
    let settled = ActionSettled { item, kept: true, note: Some(line()) };
    settle_action(maria, SettleAction { case, settled }, world.ink()).await.unwrap();
}

async fn reports(world: &World, maria: &Ctx, case: DossierId) {
    let id = maria.new_item();
    let (title, comment, status) = (line(), Some(words()), GoalStatus::Met);
    let goal = ReportedGoal { goal: maria.new_item(), title, status, comment, ratings: vec![] };
    let file = maria.view::<CaseFile>(Action::SubmitReport, case).await.unwrap();
    let service = file.service(&Rulebook::default()).unwrap();
    let report = ReportSubmitted {
        id,
        template: TEMPLATE.0.to_owned(),
        template_version: TEMPLATE.1,
        from: TODAY,
        until: TODAY,
        assessment: words(),
        outcomes: words(),
        goals: vec![goal],
        recommendations: words(),
        closing: Some(ClosingPart { why: words(), agreed: words(), service }),
    };
    submit_report(maria, case, report.clone(), world.ink()).await.unwrap();
    let order = ReportReturned { id, comments: words() };
    let signing = world.seal(TOMAS, Meaning::Reviewed);
    return_report(&world.acting(TOMAS), case, order, signing).await.unwrap();
    let entry = submit_report(&world.acting(MARIA), case, report, world.ink()).await.unwrap().number;
    let signing = world.seal(TOMAS, Meaning::Approved);
    approve_report(&world.acting(TOMAS), case, ReportApproved { id, entry }, signing).await.unwrap();
}

/// Somebody joins, changes and leaves; the rulebook and a team change.
async fn house(world: &World) -> (DossierId, DossierId) {
    let person = || StaffAdded { name: line(), title: line(), roles: vec![Role::Provider], team: None };
    let pavel = world.acting(PAVEL);
    let order = AddStaff { person: person(), login: MARKER.to_owned() };
    let (staff, _) = add_staff(&pavel, order, world.seal(PAVEL, Meaning::Author)).await.unwrap();
    let order = StaffChanged { now: person(), reason: line() };
    change_staff(&pavel, staff, order, world.seal(PAVEL, Meaning::Author)).await.unwrap();
    hours::hours(world, staff).await;
    let own = world.house.acting(Who::in_the_name_of(staff));
    let signing = || Signing::author(Proof::Console);
    let secret = open_feed(&own, OpenFeed { of: FeedOf::Own }, signing()).await.unwrap().unwrap();
    fetch(&world.house, secret.reveal(), MARKER).await.unwrap();
    assert!(fetch(&world.house, MARKER, MARKER).await.is_err());
    revoke_feed(&own, my_feeds(&own).await.unwrap()[0].id, signing()).await.unwrap();
    let order = LeavingAnnounced { last_day: Some(TODAY) };
    announce_leaving(&pavel, staff, order, world.seal(PAVEL, Meaning::Author)).await.unwrap();
    dismiss_staff(&pavel, staff, StaffLeft { reason: line() }, world.seal(PAVEL, Meaning::Author)).await.unwrap();
    let edith = world.acting(EDITH);
    let amended = RulebookAmended { rulebook: Rulebook::default(), reason: line() };
    let signing = world.seal(EDITH, Meaning::Approved);
    casework::organisation::amend(&edith, Event::RulebookAmended(amended), signing).await.unwrap();
    let formed = TeamFormed { team: TeamId::new(uuid::Uuid::new_v4()), name: line(), supervisor: None };
    let console = world.house.acting(Who::console(&world.house));
    let signing = Signing::author(Proof::Console);
    casework::organisation::amend(&console, Event::TeamFormed(formed), signing).await.unwrap();
    order_rotation(&pavel, line(), true, world.seal(PAVEL, Meaning::Approved)).await.unwrap();
    world.house.finish_rotation(|_| ()).await.unwrap();
    world.house.allow_sealing();
    seal_server(&pavel, line(), world.seal(PAVEL, Meaning::Approved)).await.unwrap();
    world.house.unseal(1).await.unwrap();
    (staff.dossier(), world.house.organisation_dossier())
}

/// What stands beside the record: a draft, a job, a sign-in, failed attempts.
async fn around(world: &World, case: DossierId) {
    let maria = world.acting(MARIA);
    save_draft(&maria, Action::LogContact, Some(case), "contact", MARKER.as_bytes().to_vec()).await.unwrap();
    for dossier in [None, Some(case)] {
        let payload = format!("to: {MARKER}@example.org").into_bytes();
        let job = NewJob { kind: "mail".to_owned(), dossier, payload, due: maria.now(), deadline: maria.now() };
        world.house.store().enqueue(job).await.unwrap();
    }
    let came = Came { address: format!("{MARKER}.example.org"), device: MARKER.to_owned() };
    let signed_in = sign_in(&world.house, "maria", password(crate::world::PASSWORD), &came).await.unwrap();
    assert!(signed_in.is_ok());
    assert!(sign_in(&world.house, MARKER, password(MARKER), &came).await.unwrap().is_err());
    let strange = world.acting(RUBEN).view::<ClientFile>(Action::ReadClient, case).await.unwrap_err();
    tracing::error!(?strange, %strange, "refused");
}

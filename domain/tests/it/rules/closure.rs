//! The closure gate with everything that can keep it shut, the ladder in every order, and reopening (RC-4.4, RC-4.5, RC-5).

use domain::assessments::{AssessmentKind, AssessmentRecorded};
use domain::cases::CaseFile;
use domain::closure::{Blocker, CaseClosed, CaseReopened, Checked, Ending, Outcome, ReopeningAsked, Rung, RungSigned};
use domain::contacts::{ActionSettled, AddendumWritten, ContactKind, EntryCoSigned, PlanAfter};
use domain::event::Event;
use domain::flags::FlagResolved;
use domain::ids::{EntryNumber, StaffId};
use domain::level::Level;
use domain::plans::GoalStatus;
use domain::reports::ReportApproved;
use domain::reviews::CaseReviewed;
use domain::rulebook::Rulebook;
use jiff::civil::{Date, date};
use uuid::Uuid;

use super::attestation::looked_at;
use super::contacts::{contact, promise};
use super::documents::filed_letter;
use super::flags::flag;
use super::parting::told;
use super::plans::{goal, plan};
use super::reports::{closing_report, report, returned};
use super::sessions::{booked, none, session};
use super::{OTHER, RECORDS, SUPERVISOR, Story, TODAY, WORKER, hands, item, line, outcome, words};

const IT: StaffId = StaffId::new(Uuid::from_u128(5));
const WHOLE: Option<Checked> = Some(Checked { good: 7, of: 7 });

pub(super) fn assessment() -> AssessmentRecorded {
    AssessmentRecorded {
        kind: AssessmentKind::Initial,
        summary: words("Lives with an aunt."),
        strengths: None,
        needs: words("A quiet place."),
        outcome: words("Weekly sessions."),
        late_because: None,
    }
}

pub(super) fn ending(discharged: Date) -> Ending {
    Ending::new(Outcome::GoalsMet, words("At school."), discharged)
}

/// Nothing is open.
pub(super) fn ready() -> Story {
    let story = Story::opened().then(assessment());
    let closing = closing_report(&story.file, 7);
    let story = story.then(closing);
    let entry = story.last();
    let story = story.by(SUPERVISOR).then(ReportApproved { id: item(7), entry });
    story.by(WORKER).then(plan(1, vec![goal(3, "School", GoalStatus::Met)])).then(told())
}

pub(super) fn rung(rung: Rung) -> RungSigned {
    RungSigned {
        rung,
        ending: (rung == Rung::Documented).then(|| ending(TODAY)),
        evidence: None,
        keep_until: (rung == Rung::Scheduled).then_some(date(2033, 1, 5)),
        term: None,
    }
}

fn signer(rung: Rung) -> StaffId {
    match rung {
        Rung::Documented | Rung::Verified => WORKER,
        Rung::Approved => SUPERVISOR,
        Rung::Scheduled => RECORDS,
        Rung::AccessRevoked => IT,
    }
}

/// The first `steps` are signed.
pub(super) fn laddered(steps: usize) -> Story {
    Rung::ALL.into_iter().take(steps).fold(ready(), |story, step| story.by(signer(step)).then(rung(step)))
}

pub(super) fn closed() -> Story {
    let closed = CaseClosed { ending: ending(TODAY), keep_until: date(2033, 1, 5) };
    laddered(5).by(SUPERVISOR).then(closed)
}

fn said(file: &CaseFile) -> String {
    let word = |blocker: &Blocker| match blocker {
        Blocker::NoAssessment => "no assessment",
        Blocker::ActionOpen { .. } => "action open",
        Blocker::FlagUp { .. } => "flag up",
        Blocker::SessionBooked { .. } => "session booked",
        Blocker::InGroup { .. } => "in a group",
        Blocker::CoSignatureMissing { .. } => "co-signature missing",
        Blocker::GoalOpen { .. } => "goal open",
        Blocker::PlanPending { .. } => "plan pending",
        Blocker::ReportUnfinished { with_supervisor: true, .. } => "report with supervisor",
        Blocker::ReportUnfinished { with_supervisor: false, .. } => "report returned",
        Blocker::NoClosingReport => "no closing report",
        Blocker::ClientNotTold => "client not told",
        Blocker::DocumentAwaits { .. } => "document awaits",
        Blocker::DocumentMissing { .. } => "document missing",
        Blocker::PaperOut { .. } => "paper out",
        Blocker::FiledWrongly { .. } => "filed wrongly",
        Blocker::NotAttested { .. } => "not looked at",
        Blocker::ReferralOpen { .. } => "a referral",
    };
    file.blockers(&Rulebook::default()).iter().map(word).collect::<Vec<_>>().join(", ")
}

#[test]
fn each_thing_that_is_open_keeps_the_case_open_and_each_remedy_frees_it() {
    let check = |story: Story, blockers: &str| {
        assert_eq!(said(&story.file), blockers);
        let first = story.file.sign_rung(rung(Rung::Documented), WORKER, None, &Rulebook::default(), TODAY);
        let count = story.file.blockers(&Rulebook::default()).len();
        let expected = if count == 0 {
            "RungSigned".to_owned()
        } else {
            format!("{count} things still keep this case open; they are listed on this page")
        };
        assert_eq!(outcome(first), expected);
        story
    };
    check(Story::opened(), "no assessment, no closing report, client not told");
    let assessed = check(Story::opened().then(assessment()), "no closing report, client not told");
    let reported =
        check(assessed.then(report(8, TODAY, TODAY)), "report with supervisor, no closing report, client not told");
    let entry = reported.last();
    check(reported.by(SUPERVISOR).then(ReportApproved { id: item(8), entry }), "no closing report, client not told");
    let ready = check(ready(), "");

    let mut call = contact(ContactKind::ServiceUpdate);
    call.actions.push(promise(1, TODAY));
    let story = check(ready.clone().then(call), "action open");
    check(story.then(ActionSettled { item: item(1), kept: false, note: Some(line("Moot")) }), "");

    let story = check(ready.clone().then(flag(2)), "flag up");
    check(story.then(FlagResolved { id: item(2), how: line("Seen") }), "");

    let story = check(ready.clone().then(booked(4, "2026-01-06T10:00")), "session booked");
    check(story.then(session(Some(4), none())), "");

    let story =
        check(ready.clone().at_level(Level::Sensitive).then(contact(ContactKind::Complaint)), "co-signature missing");
    let entry = story.last();
    check(story.at_level(Level::Confidential).by(SUPERVISOR).then(EntryCoSigned { entry, remark: None }), "");

    let mut call = contact(ContactKind::ServiceUpdate);
    call.plan = PlanAfter::Changed;
    let story = check(ready.clone().then(call), "plan pending");
    let story = check(story.then(plan(2, vec![goal(3, "School", GoalStatus::InProgress)])), "goal open");
    check(story.then(plan(3, vec![goal(3, "School", GoalStatus::NotMet)])), "");

    let story = check(filed_letter(ready.clone()), "not looked at");
    check(looked_at(story), "");

    let story = check(ready.clone().then(report(8, TODAY, TODAY)), "report with supervisor");
    let story = check(story.by(SUPERVISOR).then(returned(8)), "report returned");
    let story = story.by(WORKER).then(report(8, TODAY, TODAY));
    let entry = story.last();
    check(story.by(SUPERVISOR).then(ReportApproved { id: item(8), entry }), "");
}

#[test]
fn everything_at_once_is_listed_the_worst_first() {
    let mut call = contact(ContactKind::Complaint);
    call.actions.push(promise(1, TODAY));
    call.plan = PlanAfter::Changed;
    let story = Story::opened()
        .then(flag(2))
        .then(booked(4, "2026-01-06T10:00"))
        .then(plan(1, vec![goal(3, "School", GoalStatus::NotStarted)]))
        .then(report(8, TODAY, TODAY))
        .at_level(Level::Sensitive)
        .then(call);
    assert_eq!(
        said(&story.file),
        "no assessment, flag up, action open, session booked, co-signature missing, plan pending, goal open, \
         report with supervisor, no closing report, client not told"
    );
}

#[test]
fn the_five_steps_are_signed_in_their_order_and_no_other() {
    for signed in 0..=5 {
        let story = laddered(signed);
        for (at, step) in Rung::ALL.into_iter().enumerate() {
            let said = outcome(story.file.sign_rung(rung(step), signer(step), WHOLE, &Rulebook::default(), TODAY));
            let expected = match Rung::ALL.get(signed) {
                None => "all five steps are signed; the case can be closed".to_owned(),
                Some(_) if at == signed => "RungSigned".to_owned(),
                Some(next) => format!("first comes the step “{}”", next.word()),
            };
            assert_eq!(said, expected, "{} after {signed} steps", step.word());
        }
        let close = outcome(story.file.close(&Rulebook::default()));
        let expected = Rung::ALL
            .get(signed)
            .map_or_else(|| "CaseClosed".to_owned(), |next| format!("the step “{}” is not signed yet", next.word()));
        assert_eq!(close, expected);
    }
}

#[test]
fn nobody_signs_in_two_roles() {
    // whoever has signed an earlier step may sign this one only in the same role
    for signed in 1..5 {
        let story = laddered(signed);
        let step = Rung::ALL[signed];
        for earlier in Rung::ALL.into_iter().take(signed) {
            let said = outcome(story.file.sign_rung(rung(step), signer(earlier), WHOLE, &Rulebook::default(), TODAY));
            let expected = if earlier.role() == step.role() {
                "RungSigned"
            } else {
                "you have signed a step in another role; somebody else has to sign this one"
            };
            assert_eq!(said, expected, "{} by the signer of {}", step.word(), earlier.word());
        }
    }
}

#[test]
fn each_step_brings_what_it_answers_for() {
    let check = |signed: usize, change: fn(&mut RungSigned), verified| {
        let step = Rung::ALL[signed];
        let mut order = rung(step);
        change(&mut order);
        outcome(laddered(signed).file.sign_rung(order, signer(step), verified, &Rulebook::default(), TODAY))
    };
    assert_eq!(check(0, |order| order.ending = None, None), "please say how the case ends");
    assert_eq!(
        check(0, |order| order.ending = Some(ending(date(2026, 1, 6))), None),
        "the service cannot end in the future; please give the day on which it ended"
    );
    assert_eq!(check(0, |order| order.ending = Some(ending(date(2025, 12, 31))), None), "RungSigned");
    let broken =
        "not every entry of this file verifies against the ledger; the data protection officer has to look at it";
    assert_eq!(check(1, |_| (), None), broken);
    assert_eq!(check(1, |_| (), Some(Checked { good: 6, of: 7 })), broken);
    assert_eq!(check(1, |_| (), WHOLE), "RungSigned");
    assert_eq!(check(3, |order| order.keep_until = None, None), "please say until when the file is kept");
}

#[test]
fn new_casework_takes_the_signatures_away_and_paperwork_does_not() {
    let left = |event: Event| laddered(3).then(event).file.closing.signed.len();
    let addendum = AddendumWritten { to: EntryNumber(2), text: words("It was Tuesday."), reason: line("Slip") };
    assert_eq!(left(addendum.into()), 3);
    assert_eq!(left(EntryCoSigned { entry: EntryNumber(2), remark: None }.into()), 3);
    assert_eq!(left(contact(ContactKind::Inquiry).into()), 0);
    assert_eq!(left(flag(2).into()), 0);
    assert_eq!(left(assessment().into()), 0);
    assert_eq!(left(CaseReviewed { found: words("On course."), agreed: words("Go on.") }.into()), 0);
    assert_eq!(left(plan(2, vec![goal(3, "School", GoalStatus::NotMet)]).into()), 0);
}

#[test]
fn a_closed_file_is_kept_for_the_years_of_the_rulebook() {
    let kept = |discharged, years| {
        let mut signed = rung(Rung::Documented);
        signed.ending = Some(ending(discharged));
        let rules = Rulebook { retention_years: years, ..Rulebook::default() };
        ready().then(signed).file.keep_until(&rules, TODAY)
    };
    assert_eq!(ready().file.keep_until(&Rulebook::default(), TODAY), None);
    assert_eq!(kept(date(2026, 1, 5), 7), Some(date(2033, 1, 5)));
    assert_eq!(kept(date(2024, 2, 29), 7), Some(date(2031, 2, 28)));
    assert_eq!(kept(date(2024, 2, 29), 8), Some(date(2032, 2, 29)));
    assert_eq!(kept(date(2026, 1, 5), u32::MAX), Some(Date::MAX), "never shorter than it should be");
}

#[test]
fn what_closes_the_case_carries_what_the_steps_laid_down() {
    let events = laddered(5).file.close(&Rulebook::default()).unwrap();
    let [Event::CaseClosed(closed)] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!(closed.ending, ending(TODAY));
    assert_eq!(closed.keep_until, date(2033, 1, 5));
    assert_eq!(outcome(super::closure::closed().file.close(&Rulebook::default())), "this case is closed already");
}

#[test]
fn a_reopening_is_asked_for_once_and_approved_by_somebody_else_into_two_peoples_hands() {
    let asked = ReopeningAsked { id: item(9), reason: words("He asks to come again.") };
    let ask = |story: &Story| outcome(story.file.ask_reopening(asked.clone()));
    assert_eq!(ask(&Story::blank()), "this case is open");
    assert_eq!(ask(&Story::opened()), "this case is open");
    assert_eq!(ask(&closed()), "ReopeningAsked");
    let waiting = closed().by(RECORDS).then(asked.clone());
    assert_eq!(ask(&waiting), "a reopening has been asked for already and waits for approval");

    let approve = |story: &Story, n, by, worker, supervisor| {
        outcome(story.file.reopen(CaseReopened { asked: item(n), assignment: hands(worker, supervisor) }, by))
    };
    assert_eq!(approve(&waiting, 9, SUPERVISOR, OTHER, SUPERVISOR), "CaseReopened");
    assert_eq!(
        approve(&waiting, 9, RECORDS, OTHER, SUPERVISOR),
        "nobody approves their own request; somebody else has to decide"
    );
    assert_eq!(
        approve(&waiting, 9, SUPERVISOR, OTHER, OTHER),
        "nobody supervises their own case; please choose another supervisor"
    );
    assert_eq!(approve(&waiting, 8, SUPERVISOR, OTHER, SUPERVISOR), "nobody has asked for this case to be reopened");
    assert_eq!(approve(&closed(), 9, SUPERVISOR, OTHER, SUPERVISOR), "nobody has asked for this case to be reopened");

    let reopened = waiting.by(SUPERVISOR).then(CaseReopened { asked: item(9), assignment: hands(OTHER, SUPERVISOR) });
    assert!(reopened.file.is_open());
    assert_eq!(reopened.file.assignment(), Some(hands(OTHER, SUPERVISOR)));
    assert!(reopened.file.closing.signed.is_empty() && reopened.file.closing.asked.is_none());
    assert_eq!(approve(&reopened, 9, SUPERVISOR, OTHER, SUPERVISOR), "nobody has asked for this case to be reopened");
}

//! Telling the client that a case ends, asking once more afterwards, and looking who can open a closed case (CC-5, RC-4.4, RC-5).

use domain::access_check::{AccessVerified, Opener, StillOpens};
use domain::cases::CaseAssigned;
use domain::closure::{CaseClosed, CaseReopened, Ending, Outcome, ReopeningAsked, Rung};
use domain::contacts::When;
use domain::duties::{DutyKind, Owner, of_case};
use domain::level::Level;
use domain::parting::{AfterCare, AfterCareOutcome, AfterCareRecorded, ClosureTold, Telling, Untold};
use domain::policy::Action;
use domain::reach::Channel;
use domain::rulebook::Rulebook;
use domain::staff::Role;
use jiff::civil::{Date, date};

use super::closure::{closed, laddered, ready, rung};
use super::{OTHER, SUPERVISOR, Story, TODAY, WORKER, at, clock, hands, item, line, outcome, words};

pub(super) fn told() -> ClosureTold {
    ClosureTold { telling: Telling::By(Channel::InPerson), message: words("We end here."), late_because: None }
}

fn care(on: Date) -> AfterCare {
    AfterCare { on, what: line("Whether he still goes to school") }
}

fn ending(outcome: Outcome, after_care: Option<AfterCare>) -> Ending {
    Ending { after_care, ..Ending::new(outcome, words("At school."), TODAY) }
}

/// Closed, with a follow-up on Monday, 2 February.
fn followed() -> Story {
    let ending = ending(Outcome::GoalsMet, Some(care(date(2026, 2, 2))));
    laddered(5).by(SUPERVISOR).then(CaseClosed { ending, keep_until: date(2033, 1, 5) })
}

fn asked(outcome: AfterCareOutcome, again: Option<Date>) -> AfterCareRecorded {
    AfterCareRecorded { outcome, note: words("Called in the evening."), again }
}

#[test]
fn a_client_is_told_of_what_happened_and_not_of_what_will() {
    let tell = |story: &Story, happened: &str, late: Option<&str>| {
        let order = ClosureTold { late_because: late.map(line), ..told() };
        let when = When { happened: at(happened), now: at("2026-01-12T12:00") };
        outcome(story.file.tell_of_closure(order, Level::Confidential, when, &Rulebook::default()))
    };
    let open = Story::opened();
    assert_eq!(tell(&open, "2026-01-12T09:00", None), "ClosureTold");
    assert_eq!(tell(&open, "2026-01-13T09:00", None), "this time is in the future");
    let late = tell(&open, "2026-01-05T09:00", None);
    assert!(late.contains("please say in a few words why"), "{late}");
    assert_eq!(tell(&open, "2026-01-05T09:00", Some("Away")), "ClosureTold");
    assert_eq!(tell(&closed(), "2026-01-12T09:00", None), "this case is closed; it has to be reopened first");
}

#[test]
fn whoever_was_told_was_met_and_whoever_was_not_was_not() {
    let met = |telling| Story::opened().then(ClosureTold { telling, ..told() }).file.contacts.last.is_some();
    assert!(met(Telling::By(Channel::Letter)));
    assert!(!met(Telling::Not(Untold::Unreachable)));
    let asked = |outcome| followed().on("2026-02-02T10:00").then(asked(outcome, None)).file.contacts.last;
    assert_eq!(asked(AfterCareOutcome::Well), Some(at("2026-02-02T10:00")));
    assert_eq!(asked(AfterCareOutcome::NotReached), Some(at("2026-01-05T09:00")), "when he was told");
}

#[test]
fn a_follow_up_is_agreed_for_a_day_within_a_year_and_not_for_the_dead() {
    let agree = |how, on| {
        let mut order = rung(Rung::Documented);
        order.ending = Some(ending(how, Some(care(on))));
        outcome(ready().file.sign_rung(order, WORKER, None, &Rulebook::default(), TODAY))
    };
    assert_eq!(agree(Outcome::GoalsMet, date(2026, 1, 6)), "RungSigned");
    assert_eq!(agree(Outcome::GoalsMet, date(2027, 1, 6)), "RungSigned");
    assert_eq!(
        agree(Outcome::GoalsMet, date(2027, 1, 7)),
        "a follow-up can be agreed for a year at the most; until then the client can be looked up by you"
    );
    assert_eq!(agree(Outcome::GoalsMet, TODAY), "the follow-up comes after the closing; please give a day after today");
    assert_eq!(agree(Outcome::Died, date(2026, 2, 2)), "the client has died; please leave the follow-up out");
}

#[test]
fn a_follow_up_ends_when_somebody_was_reached_or_after_the_third_time() {
    let today = date(2026, 2, 2);
    let record = |story: &Story, order| outcome(story.file.record_after_care(order, item(77), today));
    assert_eq!(record(&closed(), asked(AfterCareOutcome::Well, None)), "no follow-up is open in this case");
    assert_eq!(record(&laddered(5), asked(AfterCareOutcome::Well, None)), "no follow-up is open in this case");
    let story = followed();
    assert_eq!(record(&story, asked(AfterCareOutcome::Well, None)), "AfterCareRecorded");
    assert_eq!(
        record(&story, asked(AfterCareOutcome::Well, Some(date(2026, 3, 2)))),
        "the client was reached; there is nothing to try again"
    );
    let missed = |again| asked(AfterCareOutcome::NotReached, again);
    assert_eq!(record(&story, missed(Some(today))), "please give a day after today on which you try again");
    assert_eq!(record(&story, missed(Some(date(2027, 2, 4)))), "please try again within a year");
    let again = date(2026, 3, 2);
    assert_eq!(record(&story, missed(Some(again))), "AfterCareRecorded");

    let twice = story.then(missed(Some(again))).then(missed(Some(again)));
    assert_eq!(twice.file.parting.after_care, Some(care(again)), "what is to be asked stays");
    assert_eq!(
        record(&twice, missed(Some(again))),
        "this was the third time; please write what was tried, and leave it at that"
    );
    let given_up = twice.then(missed(None));
    assert_eq!(given_up.file.parting.after_care, None);
    assert_eq!(record(&given_up, missed(None)), "no follow-up is open in this case");
}

#[test]
fn a_follow_up_changes_hands_while_it_is_open() {
    let to = |worker, supervisor| CaseAssigned { assignment: hands(worker, supervisor), reason: line("She leaves") };
    let hand = |story: &Story, order| outcome(story.file.hand_over_after_care(order));
    let story = followed();
    assert_eq!(hand(&story, to(OTHER, SUPERVISOR)), "CaseAssigned");
    assert_eq!(hand(&story, to(WORKER, SUPERVISOR)), "the case is in these hands already");
    let own = "nobody supervises their own case; please choose another supervisor";
    assert_eq!(hand(&story, to(OTHER, OTHER)), own);
    for without in [Story::opened(), closed(), laddered(5)] {
        assert_eq!(hand(&without, to(OTHER, SUPERVISOR)), "no follow-up is open in this case");
    }
    let given = story.then(to(OTHER, SUPERVISOR));
    assert_eq!(given.file.parting.after_care, Some(care(date(2026, 2, 2))), "what is to be asked stays");
    let asks = |duty: &domain::duties::Duty| duty.kind == DutyKind::AfterCare && duty.owner == Owner::Staff(OTHER);
    assert!(of_case(&given.file, &Rulebook::default()).iter().any(asks), "and is the other one's duty");
}

#[test]
fn a_client_who_needs_help_again_is_a_request_to_reopen_unless_there_is_one() {
    let order = || asked(AfterCareOutcome::NeedsHelp, None);
    let record = |story: &Story| outcome(story.file.record_after_care(order(), item(77), date(2026, 2, 2)));
    assert_eq!(record(&followed()), "AfterCareRecorded, ReopeningAsked");
    let waiting = followed().then(ReopeningAsked { id: item(9), reason: words("Asked by the school.") });
    assert_eq!(record(&waiting), "AfterCareRecorded");
    let reopened = waiting.then(CaseReopened { asked: item(9), assignment: hands(WORKER, SUPERVISOR) });
    assert!(reopened.file.parting.told.is_none(), "whoever ends it the next time tells the client again");
    assert_eq!(record(&reopened), "no follow-up is open in this case");
}

#[test]
fn what_is_left_to_do_in_a_closed_case_is_a_duty_with_its_owner() {
    let rules = Rulebook::default();
    let duties = |story: &Story| -> Vec<String> {
        let word = |owner| match owner {
            Owner::Staff(WORKER) => "worker".to_owned(),
            Owner::Staff(SUPERVISOR) => "supervisor".to_owned(),
            Owner::Staff(_) => "somebody".to_owned(),
            Owner::Role(role) => role.code().to_owned(),
            Owner::Carrier => "whoever carries the case".to_owned(),
        };
        let said = |duty: &domain::duties::Duty| {
            let (raised, due) = (clock(duty.raised, &rules), clock(duty.due, &rules));
            format!("{} {}: {raised} – {due}", duty.kind.code(), word(duty.owner))
        };
        of_case(&story.file, &rules).iter().map(said).collect()
    };
    let check = "access_check it_administrator: 2026-01-05 09:00 – 2026-01-08 17:00";
    let follow = [
        "after_care worker: 2026-01-26 17:00 – 2026-02-02 17:00",
        "after_care_chase supervisor: 2026-02-02 17:00 – 2026-02-05 17:00",
    ];
    assert_eq!(duties(&followed()), [check, follow[0], follow[1]]);
    assert_eq!(duties(&closed()), [check]);
    let verified = followed().then(AccessVerified { accounts: 3, openers: Vec::new(), lost: Vec::new() });
    assert_eq!(duties(&verified), follow);
    assert_eq!(duties(&verified.then(asked(AfterCareOutcome::Declined, None))), [""; 0]);
}

#[test]
fn access_is_verified_once_after_each_closing_and_not_while_somebody_opens_it_without_a_reason() {
    let openers = |why| vec![Opener { staff: WORKER, why }];
    let verify = |story: &Story, why| {
        outcome(story.file.verify_access(AccessVerified { accounts: 3, openers: openers(why), lost: vec![SUPERVISOR] }))
    };
    assert_eq!(verify(&laddered(5), StillOpens::Keeper), "this case is open; access is looked at after it was closed");
    assert_eq!(verify(&closed(), StillOpens::AfterCare), "AccessVerified");
    assert!(verify(&closed(), StillOpens::Otherwise).starts_with("somebody can still open this file who should not"));
    let verified = closed().then(AccessVerified { accounts: 3, openers: Vec::new(), lost: Vec::new() });
    assert_eq!(verify(&verified, StillOpens::Keeper), "somebody has looked at the access to this file already");
    let waiting = verified.then(ReopeningAsked { id: item(9), reason: words("Asked by the school.") });
    let reopened = waiting.then(CaseReopened { asked: item(9), assignment: hands(WORKER, SUPERVISOR) });
    assert!(reopened.file.closing.verified.is_none(), "the next closing is looked at again");
}

#[test]
fn whoever_may_anything_of_a_closed_case_opens_it_for_a_reason() {
    let of = |may: &[Action], role: Role| StillOpens::of(may, role == Role::RecordsOfficer);
    assert_eq!(of(&[], Role::RecordsOfficer), None);
    assert_eq!(of(&[], Role::Caseworker), None);
    assert_eq!(of(&[Action::ReadCase], Role::RecordsOfficer), Some(StillOpens::Keeper));
    assert_eq!(of(&[Action::ReadDocument], Role::Caseworker), Some(StillOpens::Otherwise));
    assert_eq!(of(&[Action::RecordAfterCare], Role::Caseworker), Some(StillOpens::AfterCare));
    assert_eq!(of(&[Action::ReadCase, Action::RecordAfterCare], Role::Caseworker), Some(StillOpens::Otherwise));
}

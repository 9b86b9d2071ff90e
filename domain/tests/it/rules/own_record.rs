//! Requests for one's own record: by when they are answered, when their clock waits, and what an answer that denies something says (GDPR Art. 12 and 15, 45 CFR 164.524).

use domain::inquiries::{
    AccessDenial, AccessLaw, AccessResult, CannotInquire, Inquiry, InquiryAnswered, InquiryKind, InquiryPaused,
    InquiryRules, InquiryTriaged, OwnRecord, Pack, PauseReason, TimelineGiven,
};
use domain::reach::Channel;
use domain::rulebook::Rulebook;
use jiff::civil::{Date, date};

use super::inquiries::{add, answered, asked, now, rules};
use super::{at, line, words};

fn by(access: AccessLaw) -> Rulebook {
    Rulebook { inquiries: InquiryRules { access, ..InquiryRules::default() }, ..rules() }
}

fn requested(when: &str) -> Inquiry {
    asked(InquiryKind::OwnRecord, when)
}

#[test]
fn a_request_is_answered_in_a_month_or_in_thirty_days() {
    for (access, asked_at, due) in [
        (AccessLaw::Gdpr, "2026-11-24T10:00", "2026-12-24T17:00"),
        // a month without such a day ends on its last one, which is a Sunday: the next working day
        (AccessLaw::Gdpr, "2027-01-31T10:00", "2027-03-01T17:00"),
        (AccessLaw::Gdpr, "2026-12-12T10:00", "2027-01-12T17:00"),
        (AccessLaw::Hipaa, "2026-11-24T10:00", "2026-12-24T17:00"),
        // day 30 is a Saturday: the Friday before
        (AccessLaw::Hipaa, "2026-11-26T10:00", "2026-12-25T17:00"),
    ] {
        let clocks = requested(asked_at).clocks(&by(access)).unwrap();
        assert_eq!(clocks.answer.due, at(due), "{asked_at}");
    }
    let clocks = requested("2026-11-24T10:00").clocks(&rules()).unwrap();
    assert_eq!(clocks.acknowledge.due, at("2026-11-25T17:00"), "that we have it is said as always");
}

#[test]
fn what_is_found_to_be_a_request_is_one_from_the_day_on_which_it_came() {
    let mut inquiry = asked(InquiryKind::Question, "2026-11-24T10:00");
    let kind = InquiryKind::OwnRecord;
    let triaged = InquiryTriaged { kind, owner: None, case: None, note: None, concerns: [].into() };
    add(&mut inquiry, triaged, "2026-11-25T10:00");
    assert_eq!(inquiry.clocks(&rules()).unwrap().answer.due, at("2026-12-24T17:00"));
}

#[test]
fn a_longer_time_ends_where_the_law_ends_it() {
    let inquiry = requested("2026-11-24T10:00");
    let promise = |until: Date, access| {
        let given = TimelineGiven { until, channel: Channel::Letter, words: words("Three files to go through.") };
        inquiry.promise(given, now(at("2026-12-01T10:00")), &by(access)).map(drop)
    };
    assert_eq!(promise(date(2027, 2, 24), AccessLaw::Gdpr), Ok(()));
    assert_eq!(promise(date(2027, 2, 25), AccessLaw::Gdpr), Err(CannotInquire::ByLaw(date(2027, 2, 24))));
    assert_eq!(promise(date(2026, 12, 24), AccessLaw::Gdpr), Err(CannotInquire::NotLater(date(2026, 12, 24))));
    // day 60 is a Saturday
    assert_eq!(promise(date(2027, 1, 22), AccessLaw::Hipaa), Ok(()));
    assert_eq!(promise(date(2027, 1, 23), AccessLaw::Hipaa), Err(CannotInquire::ByLaw(date(2027, 1, 22))));
}

#[test]
fn its_clock_waits_by_days_and_only_for_what_the_law_lets_it_wait_for() {
    let mut inquiry = requested("2026-11-24T10:00");
    let paused = |why| InquiryPaused { why, note: line("A copy of the passport"), until: date(2026, 12, 4) };
    let pause =
        |inquiry: &Inquiry, why, access| inquiry.pause(paused(why), at("2026-11-27T10:00"), &by(access)).map(drop);
    assert_eq!(pause(&inquiry, PauseReason::IdentityOpen, AccessLaw::Gdpr), Ok(()));
    assert_eq!(pause(&inquiry, PauseReason::ThirdParty, AccessLaw::Gdpr), Err(CannotInquire::DoesNotWait));
    assert_eq!(pause(&inquiry, PauseReason::IdentityOpen, AccessLaw::Hipaa), Err(CannotInquire::DoesNotWait));
    add(&mut inquiry, paused(PauseReason::IdentityOpen), "2026-11-27T10:00");
    // seven days, weekends with them: 31 December
    assert_eq!(inquiry.clocks(&rules()).unwrap().answer.due, at("2026-12-31T17:00"));
}

#[test]
fn an_answer_says_what_came_of_it_and_why_something_is_missing() {
    let inquiry = requested("2026-11-24T10:00");
    let with = |own_record, given, left_out| {
        let order = InquiryAnswered { own_record, ..answered() };
        let moment = now(at("2026-11-25T10:00"));
        inquiry.answer(order, moment, Pack { given, left_out }, &rules()).map(drop)
    };
    let result = |result| OwnRecord { result, grounds: [].into(), reason: None, told_where_to_complain: false };
    assert_eq!(with(None, 0, 0), Err(CannotInquire::NoResult));
    assert_eq!(with(Some(result(AccessResult::Given)), 0, 0), Err(CannotInquire::NothingGiven));
    assert_eq!(with(Some(result(AccessResult::Given)), 1, 0), Ok(()));
    assert_eq!(with(Some(result(AccessResult::Given)), 1, 2), Err(CannotInquire::LeftOut));
    assert_eq!(with(Some(result(AccessResult::Nothing)), 0, 0), Ok(()));
    assert_eq!(with(Some(result(AccessResult::Nothing)), 1, 0), Err(CannotInquire::WasGiven));
    for (denying, given) in [(AccessResult::Partly, 1), (AccessResult::Refused, 0)] {
        let bare = result(denying);
        assert_eq!(with(Some(bare.clone()), given, 2), Err(CannotInquire::NoGrounds));
        let grounds = OwnRecord { grounds: [AccessDenial::Others].into(), ..bare };
        assert_eq!(with(Some(grounds.clone()), given, 2), Err(CannotInquire::NoReason));
        let reasoned = OwnRecord { reason: Some(words("It names who reported it.")), ..grounds };
        assert_eq!(with(Some(reasoned.clone()), given, 2), Err(CannotInquire::NotTold));
        assert_eq!(with(Some(OwnRecord { told_where_to_complain: true, ..reasoned }), given, 2), Ok(()));
    }
    let question = asked(InquiryKind::Question, "2026-11-24T10:00");
    let wrong = InquiryAnswered { own_record: Some(result(AccessResult::Nothing)), ..answered() };
    let moment = now(at("2026-11-24T11:00"));
    assert_eq!(question.answer(wrong, moment, Pack::default(), &rules()), Err(CannotInquire::NotOwnRecord));
}

//! Contacts: the matrix, late entries, promises (CC-4.1.1, CC-5, PT-4.2.2, CM-4.2.3).

use domain::clients::Channel;
use domain::contacts::{
    ActionItem, ActionSettled, ContactKind, ContactLogged, EntryCoSigned, PlanAfter, When, check_actions,
    check_contact, check_when,
};
use domain::level::Level;
use domain::rulebook::Rulebook;
use jiff::civil::{Date, date};

use super::{Story, TODAY, WORKER, at, item, line, words};

pub(super) fn contact(kind: ContactKind) -> ContactLogged {
    ContactLogged {
        channel: Channel::Phone,
        kind,
        with: None,
        summary: words("Called."),
        decision: None,
        actions: Vec::new(),
        plan: PlanAfter::NoChange,
        late_because: None,
    }
}

pub(super) fn promise(n: u128, due: Date) -> ActionItem {
    ActionItem { id: item(n), what: line("Write"), owner: Some(WORKER), due }
}

fn said(outcome: Result<(), domain::contacts::CannotLog>) -> String {
    outcome.map_or_else(|why| why.to_string(), |()| "fine".to_owned())
}

#[test]
fn each_kind_of_contact_has_its_lowest_level_and_may_ask_for_an_outcome() {
    let rules = Rulebook::default();
    let now = at("2026-01-05T09:00");
    let mut table = String::new();
    for kind in ContactKind::ALL {
        for level in Level::ALL {
            for decided in [false, true] {
                let mut contact = contact(kind);
                contact.decision = decided.then(|| words("Settled."));
                let outcome = said(check_contact(&contact, level, When { happened: now, now }, &rules));
                let with = if decided { "with outcome" } else { "without" };
                table.push_str(&format!("{}, {}, {with}: {outcome}\n", kind.word(), level.word()));
            }
        }
    }
    insta::assert_snapshot!(table, @"
    Service update, Standard, without: contacts of this kind are recorded as Confidential or higher
    Service update, Standard, with outcome: contacts of this kind are recorded as Confidential or higher
    Service update, Confidential, without: fine
    Service update, Confidential, with outcome: fine
    Service update, Sensitive, without: fine
    Service update, Sensitive, with outcome: fine
    Service update, Restricted, without: fine
    Service update, Restricted, with outcome: fine
    Inquiry, Standard, without: fine
    Inquiry, Standard, with outcome: fine
    Inquiry, Confidential, without: fine
    Inquiry, Confidential, with outcome: fine
    Inquiry, Sensitive, without: fine
    Inquiry, Sensitive, with outcome: fine
    Inquiry, Restricted, without: fine
    Inquiry, Restricted, with outcome: fine
    Feedback or complaint, Standard, without: contacts of this kind are recorded as Sensitive or higher
    Feedback or complaint, Standard, with outcome: contacts of this kind are recorded as Sensitive or higher
    Feedback or complaint, Confidential, without: contacts of this kind are recorded as Sensitive or higher
    Feedback or complaint, Confidential, with outcome: contacts of this kind are recorded as Sensitive or higher
    Feedback or complaint, Sensitive, without: contacts of this kind need their outcome or decision in words
    Feedback or complaint, Sensitive, with outcome: fine
    Feedback or complaint, Restricted, without: contacts of this kind need their outcome or decision in words
    Feedback or complaint, Restricted, with outcome: fine
    Resolution, Standard, without: contacts of this kind need their outcome or decision in words
    Resolution, Standard, with outcome: fine
    Resolution, Confidential, without: contacts of this kind need their outcome or decision in words
    Resolution, Confidential, with outcome: fine
    Resolution, Sensitive, without: contacts of this kind need their outcome or decision in words
    Resolution, Sensitive, with outcome: fine
    Resolution, Restricted, without: contacts of this kind need their outcome or decision in words
    Resolution, Restricted, with outcome: fine
    ");
}

#[test]
fn a_late_entry_needs_its_reason_and_nothing_is_written_ahead() {
    let rules = Rulebook::default();
    let check = |happened: &str, why: Option<&str>| {
        let why = why.map(line);
        said(check_when(When { happened: at(happened), now: at("2026-01-05T09:00") }, why.as_ref(), &rules))
    };
    let late = "this was more than 24 hours ago; please say in a few words why it is written only now";
    assert_eq!(check("2026-01-05T09:00", None), "fine");
    assert_eq!(check("2026-01-04T09:00", None), "fine");
    assert_eq!(check("2026-01-04T08:59:59", None), late);
    assert_eq!(check("2026-01-04T08:59:59", Some("The line was down")), "fine");
    assert_eq!(check("2026-01-05T09:01", None), "fine");
    assert_eq!(check("2026-01-05T09:01:01", None), "this time is in the future");
    assert_eq!(check("2026-01-05T09:02", Some("Sure")), "this time is in the future");
    let strict = Rulebook { late_entry_hours: 0, ..Rulebook::default() };
    let when = When { happened: at("2026-01-05T08:59:59"), now: at("2026-01-05T09:00") };
    assert!(when.late(&strict) && !when.late(&rules));
}

#[test]
fn a_promise_is_due_on_its_day_or_later_in_the_offices_own_calendar() {
    let mut rules = Rulebook::default();
    let check = |happened: &str, due: Date, rules: &Rulebook| {
        let now = at(happened);
        said(check_actions(&[promise(1, due)], When { happened: now, now }, rules))
    };
    assert_eq!(check("2026-01-05T09:00", TODAY, &rules), "fine");
    let before = "an action item cannot be due before the day it was promised";
    assert_eq!(check("2026-01-05T09:00", date(2026, 1, 4), &rules), before);
    // half past eleven at night in UTC is the next day in Madrid
    rules.office.zone = "Europe/Madrid".to_owned();
    assert_eq!(check("2026-01-05T23:30", TODAY, &rules), before);
    assert_eq!(check("2026-01-05T23:30", date(2026, 1, 6), &rules), "fine");
}

#[test]
fn a_promise_is_open_until_it_is_settled() {
    let open = |story: &Story| story.file.contacts.open_actions().map(|action| action.item.id).collect::<Vec<_>>();
    let mut call = contact(ContactKind::ServiceUpdate);
    call.actions = vec![promise(1, TODAY), promise(2, TODAY)];
    let story = Story::opened().then(call.clone());
    assert_eq!(open(&story), [item(1), item(2)]);
    let settled = |n| ActionSettled { item: item(n), kept: true, note: None };
    let story = story.then(settled(1));
    assert_eq!(open(&story), [item(2)]);
    // the same id promised again, as a file of another house might have it: each is settled for itself
    let story = story.then(call).then(settled(1)).then(settled(2)).then(settled(2));
    assert!(open(&story).is_empty());
}

#[test]
fn entries_from_the_level_on_wait_for_a_second_signature() {
    let waiting = |level| {
        let story = Story::opened().at_level(level).then(contact(ContactKind::Complaint));
        (story.file.contacts.to_co_sign.len(), story)
    };
    assert_eq!(waiting(Level::Confidential).0, 0);
    assert_eq!(waiting(Level::Sensitive).0, 1);
    assert_eq!(waiting(Level::Restricted).0, 1);
    let story = waiting(Level::Sensitive).1;
    let entry = story.last();
    let story = story.at_level(Level::Confidential).then(EntryCoSigned { entry, remark: None });
    assert!(story.file.contacts.to_co_sign.is_empty());
}

#[test]
fn the_last_contact_is_the_one_that_happened_last_and_not_the_one_written_last() {
    let story = Story::opened().then(contact(ContactKind::Inquiry));
    let story = story.of(at("2026-01-02T10:00"), contact(ContactKind::Inquiry));
    assert_eq!(story.file.contacts.last, Some(at("2026-01-05T09:00")));
    assert_eq!(story.file.contacts.count, 2);
}

#[test]
fn a_question_is_unanswered_until_somebody_was_in_contact_with_the_client_again() {
    let asked = |story: &Story| story.file.contacts.unanswered.len();
    let question = || contact(ContactKind::Inquiry);
    let story = Story::opened().then(question());
    assert_eq!(asked(&story), 1);
    assert_eq!(asked(&story.clone().then(question())), 2, "asking again is no answer");
    assert_eq!(asked(&story.clone().then(contact(ContactKind::ServiceUpdate))), 0);
    let before = story.clone().of(at("2026-01-02T10:00"), contact(ContactKind::ServiceUpdate));
    assert_eq!(asked(&before), 1, "what happened before it does not answer it");
    let at_once = ContactLogged { decision: Some(words("Told the hours")), ..question() };
    assert_eq!(asked(&Story::opened().then(at_once)), 0, "answered in the same call");
}

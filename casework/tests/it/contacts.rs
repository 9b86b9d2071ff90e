//! Contacts, action items, addenda and co-signatures (CC-4.1.1, CC-5, CM-4.2.3, PT-4.2.2, PT-4.2.3, PT-3b).

use casework::Failure;
use casework::contacts::{
    CannotAdd, CannotCoSign, CannotSettle, CoSign, LogContact, SettleAction, WriteAddendum, co_sign, log_contact,
    settle_action, write_addendum,
};
use casework::drafts::{draft, save_draft};
use casework::today::today;
use domain::contacts::{ActionSettled, AddendumWritten, ContactKind, EntryCoSigned};
use domain::ids::EntryNumber;
use domain::level::Level;
use domain::policy::Action;
use domain::signature::Meaning;
use insta::assert_snapshot;
use jiff::civil::date;

use crate::cast::{MARIA, NADIA, RUBEN, TOMAS};
use crate::orders::{action, contact, line, words};
use crate::world::{NOW, story};

#[test]
fn a_call_is_logged_with_a_promise_that_is_kept() {
    let told = story(async |world| {
        let case = world.case().await;
        let maria = world.acting(MARIA);
        let promise = world.item("write to the school");
        save_draft(&maria, Action::LogContact, Some(case), "contact", b"Called ab".to_vec()).await.unwrap();
        world.tell("she begins to write").await;

        let mut call = contact(ContactKind::ServiceUpdate);
        call.actions.push(action(promise, world.id(MARIA), date(2026, 1, 9)));
        let signing = world.ink().dropping(case, "contact").happened(NOW.plus_seconds(-1800));
        let entry = log_contact(&maria, LogContact { case, contact: call }, signing).await.unwrap();
        assert!(draft(&maria, Action::LogContact, Some(case), "contact").await.unwrap().is_none());
        world.tell("the call is signed, the draft is ink").await;

        let order = |kept, note| ActionSettled { item: promise, kept, note };
        let dropped = SettleAction { case, settled: order(false, None) };
        let why = settle_action(&maria, dropped, world.ink()).await.unwrap_err();
        assert!(matches!(why, Failure::Rule(CannotSettle::ReasonMissing)));
        settle_action(&maria, SettleAction { case, settled: order(true, None) }, world.ink()).await.unwrap();
        let again = settle_action(&maria, SettleAction { case, settled: order(true, None) }, world.ink()).await;
        assert!(matches!(again.unwrap_err(), Failure::Rule(CannotSettle::NotOpen)));
        world.tell("the promise is kept, once").await;

        let addendum = AddendumWritten { to: entry.number, text: words("It was Tuesday."), reason: line("Slip") };
        let order = WriteAddendum { case, addendum: addendum.clone() };
        write_addendum(&maria, order, world.seal(MARIA, Meaning::Correction)).await.unwrap();
        let nowhere = AddendumWritten { to: EntryNumber(99), ..addendum };
        let why = write_addendum(&maria, WriteAddendum { case, addendum: nowhere }, world.ink()).await.unwrap_err();
        assert!(matches!(why, Failure::Rule(CannotAdd::NoSuchEntry)));
        world.tell("a correction is clipped beneath").await;
    });
    assert_snapshot!(told, @"
    # she begins to write
    draft +maria for case 1: contact

    # the call is signed, the draft is ink
    entry  case 1 #2 ContactLogged, Confidential, by maria as Author with RecentSignIn, of Mon 05 Jan 08:30
    duty  +case 1: action_item “write to the school”, maria, Mon 05 Jan 09:00 – Fri 09 Jan 17:00
    draft -maria for case 1: contact

    # the promise is kept, once
    entry  case 1 #3 ActionSettled, Confidential, by maria as Author with RecentSignIn
    duty  -case 1: action_item “write to the school”, maria, Mon 05 Jan 09:00 – Fri 09 Jan 17:00

    # a correction is clipped beneath
    entry  case 1 #4 AddendumWritten, Confidential, by maria as Correction with PasswordAndCode
    ");
}

#[test]
fn today_quotes_a_promise_to_those_alone_who_may_read_where_it_was_made() {
    story(async |world| {
        let case = world.case().await;
        let maria = world.acting(MARIA);
        let (school, shelter) = (world.item("to the school"), world.item("to the shelter"));
        for (promise, level) in [(school, Level::Sensitive), (shelter, Level::Restricted)] {
            let mut call = contact(ContactKind::ServiceUpdate);
            call.actions.push(action(promise, world.id(MARIA), date(2026, 1, 9)));
            log_contact(&maria, LogContact { case, contact: call }, world.ink().at_level(level)).await.unwrap();
        }
        let duties = today(&maria).await.unwrap().duties;
        let quoted = |item| duties.iter().find(|duty| duty.item == Some(item)).unwrap().what.is_some();
        assert!(quoted(school), "she carries the case and reads what is sensitive");
        assert!(!quoted(shelter), "the rest is for those who are named");
    });
}

#[test]
fn a_complaint_is_sensitive_and_waits_for_the_supervisor() {
    let told = story(async |world| {
        let case = world.case().await;
        let maria = world.acting(MARIA);
        let log = async |level, decision| {
            let mut complaint = contact(ContactKind::Complaint);
            complaint.decision = decision;
            log_contact(&maria, LogContact { case, contact: complaint }, world.ink().at_level(level)).await
        };
        let low = log(Level::Confidential, Some(words("Answered."))).await.unwrap_err();
        assert_eq!(low.to_string(), "contacts of this kind are recorded as Sensitive or higher");
        let mute = log(Level::Sensitive, None).await.unwrap_err();
        assert_eq!(mute.to_string(), "contacts of this kind need their outcome or decision in words");
        assert_eq!(world.changes().await, "nothing changed\n");

        let entry = log(Level::Sensitive, Some(words("Answered."))).await.unwrap().number;
        world.tell("a complaint is logged").await;

        let order = || CoSign { case, signed: EntryCoSigned { entry, remark: None } };
        let refused = co_sign(&maria, order(), world.ink()).await.unwrap_err();
        assert!(matches!(refused, Failure::Refused(_)));
        co_sign(&world.acting(TOMAS), order(), world.seal(TOMAS, Meaning::Reviewed)).await.unwrap();
        let again = co_sign(&world.acting(TOMAS), order(), world.ink()).await.unwrap_err();
        assert!(matches!(again, Failure::Rule(CannotCoSign::NotWaiting)));
        world.tell("only the supervisor signs beside her, once").await;
    });
    assert_snapshot!(told, @"
    # a complaint is logged
    entry  case 1 #2 ContactLogged, Sensitive, by maria as Author with RecentSignIn
    duty  +case 1: co_signature, tomas, Mon 05 Jan 09:00 – Thu 08 Jan 17:00

    # only the supervisor signs beside her, once
    entry  case 1 #3 EntryCoSigned, Confidential, by tomas as Reviewed with PasswordAndCode
    ledger denied case 1 by maria for CoSign
    duty  -case 1: co_signature, tomas, Mon 05 Jan 09:00 – Thu 08 Jan 17:00
    ");
}

#[test]
fn nobody_signs_beside_themselves() {
    story(async |world| {
        let case = world.case().carried_by(MARIA).supervised_by(NADIA).await;
        let mut complaint = contact(ContactKind::Complaint);
        complaint.decision = Some(words("Answered."));
        let order = LogContact { case, contact: complaint };
        let nadia = world.acting(NADIA);
        let entry = log_contact(&nadia, order, world.ink().at_level(Level::Sensitive)).await.unwrap().number;
        let order = CoSign { case, signed: EntryCoSigned { entry, remark: None } };
        let why = co_sign(&nadia, order, world.ink()).await.unwrap_err();
        assert!(matches!(why, Failure::Rule(CannotCoSign::OwnWork)));
    });
}

#[test]
fn a_late_entry_says_why_and_is_signed_as_late() {
    let told = story(async |world| {
        let case = world.case().await;
        let maria = world.acting(MARIA);
        let log = async |hours: i64, why: Option<&str>| {
            let mut call = contact(ContactKind::ServiceUpdate);
            call.late_because = why.map(line);
            let signing = world.ink().happened(NOW.plus_seconds(-hours * 3600));
            log_contact(&maria, LogContact { case, contact: call }, signing).await
        };
        let mute = log(72, None).await.unwrap_err().to_string();
        assert_eq!(mute, "this was more than 24 hours ago; please say in a few words why it is written only now");
        let ahead = log(-1, None).await.unwrap_err().to_string();
        assert_eq!(ahead, "this time is in the future");
        assert_eq!(world.changes().await, "nothing changed\n");
        log(24, None).await.unwrap();
        log(72, Some("The line was down")).await.unwrap();
        world.tell("one of yesterday at this hour, one of Friday").await;
    });
    assert_snapshot!(told, @"
    # one of yesterday at this hour, one of Friday
    entry  case 1 #2 ContactLogged, Confidential, by maria as Author with RecentSignIn, of Sun 04 Jan 09:00
    entry  case 1 #3 ContactLogged, Confidential, by maria as LateEntry with RecentSignIn, of Fri 02 Jan 09:00
    ");
}

#[test]
fn drafts_are_private_and_only_for_those_who_may_sign_them() {
    story(async |world| {
        let case = world.case().await;
        let maria = world.acting(MARIA);
        save_draft(&maria, Action::LogContact, Some(case), "contact", b"mine".to_vec()).await.unwrap();
        let other = draft(&world.acting(TOMAS), Action::LogContact, Some(case), "contact").await.unwrap();
        assert!(other.is_none(), "the supervisor has none of his own");
        let ruben = save_draft(&world.acting(RUBEN), Action::LogContact, Some(case), "contact", b"x".to_vec()).await;
        assert!(matches!(ruben, Err(Failure::Refused(_))));
        let kept = draft(&maria, Action::LogContact, Some(case), "contact").await.unwrap().unwrap();
        assert_eq!(kept.fields.as_slice(), b"mine");
    });
}

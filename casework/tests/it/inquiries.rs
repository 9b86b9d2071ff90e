//! Inquiries: into the inbox, to whoever answers them, with clocks that somebody sees (CC-4.2, CC-4.3, CC-5).

use std::collections::BTreeMap;

use casework::Failure;
use casework::closure::{SignRung, sign_rung, standing};
use casework::handover::InHand;
use casework::inquiries::{
    Communication, Handled, InboxWanted, TakeIn, amend_communication, find_inquiry, handle, inbox, inquiries_of_case,
    inquiry_figures, see_inquiry, take_in_inquiry,
};
use casework::service::WantedSpan;
use casework::today::{RecordsFile, today};
use domain::closure::{CannotClose, Rung};
use domain::duties::DutyKind;
use domain::ids::DossierId;
use domain::inquiries::{
    Asker, CannotInquire, IdentityCheck, InquiryAnswered, InquiryKind, InquiryRules, InquiryTriaged,
};
use domain::reach::Channel;
use domain::service::DaySpan;
use domain::signature::Meaning;
use jiff::civil::date;
use store::InquiriesOf;

use crate::cast::{AMINA, BEA, CLARA, EDITH, GEORGE, HELENA, MARIA, PAVEL, Person, TOMAS};
use crate::orders::{line, words};
use crate::world::{World, story};

const HOUR: i64 = 3600;

pub(crate) fn asked(kind: InquiryKind, subject: &str) -> TakeIn {
    TakeIn {
        kind,
        channel: Channel::Phone,
        answer_by: None,
        from: Asker { name: Some(line("Ana Ruiz")), reach: None },
        subject: line(subject),
        said: words("She asks whether Thursdays are possible."),
        case: None,
        owner: None,
        concerns: [].into(),
    }
}

pub(crate) async fn taken(world: &World, by: Person, order: TakeIn) -> DossierId {
    take_in_inquiry(&world.acting(by), order, world.ink()).await.unwrap().dossier
}

pub(crate) async fn subjects(world: &World, by: Person, whose: InquiriesOf, ended: bool) -> Vec<String> {
    let seen = inbox(&world.acting(by), InboxWanted { whose, ended }, None).await.unwrap();
    seen.lines.into_iter().map(|line| line.card.subject).collect()
}

pub(crate) fn answer(identity: IdentityCheck) -> Handled {
    Handled::Answered(InquiryAnswered {
        channel: Channel::Phone,
        other_because: None,
        words: words("Thursday is fine."),
        identity,
        template: None,
        facts: BTreeMap::new(),
        outcome: None,
        own_record: None,
        theme: None,
    })
}

pub(crate) async fn does(
    world: &World,
    by: Person,
    inquiry: DossierId,
    order: Handled,
) -> Result<(), Failure<CannotInquire>> {
    handle(&world.acting(by), inquiry, order, world.ink()).await.map(drop)
}

pub(crate) fn refused(came: Result<(), Failure<CannotInquire>>) -> bool {
    matches!(came, Err(Failure::Refused(_)))
}

#[test]
fn each_sees_of_the_inbox_what_the_matrix_lets_them() {
    story(async |world| {
        let question = taken(world, BEA, asked(InquiryKind::Question, "Opening hours")).await;
        world.clock.pass(60);
        let complaint = taken(world, BEA, asked(InquiryKind::Complaint, "Nobody called back")).await;
        let all = InquiriesOf::All;
        assert_eq!(
            subjects(world, BEA, all, false).await,
            ["Opening hours"],
            "who took a complaint in is done with it"
        );
        assert_eq!(subjects(world, CLARA, all, false).await.len(), 2);
        assert_eq!(subjects(world, TOMAS, InquiriesOf::Nobody, false).await.len(), 2);
        assert!(subjects(world, MARIA, all, false).await.is_empty(), "a caseworker sees what they are given");
        assert!(subjects(world, EDITH, all, false).await.is_empty(), "the director has what she is told of");
        for nobody in [GEORGE, PAVEL] {
            let wanted = InboxWanted { whose: all, ended: false };
            assert!(inbox(&world.acting(nobody), wanted, None).await.is_err(), "{}", nobody.name);
        }
        assert!(see_inquiry(&world.acting(BEA), complaint).await.is_err());
        assert!(see_inquiry(&world.acting(MARIA), question).await.is_err());
        assert!(refused(does(world, BEA, complaint, answer(IdentityCheck::KnownInPerson)).await));
        assert!(refused(does(world, MARIA, question, answer(IdentityCheck::KnownInPerson)).await));

        let give = |owner| InquiryTriaged {
            kind: InquiryKind::Question,
            owner: Some(owner),
            case: None,
            note: None,
            concerns: [].into(),
        };
        does(world, BEA, question, Handled::Triaged(give(world.id(MARIA)))).await.unwrap();
        assert_eq!(subjects(world, MARIA, InquiriesOf::Mine, false).await, ["Opening hours"]);
        let seen = see_inquiry(&world.acting(MARIA), question).await.unwrap();
        assert_eq!(seen.file.owner(), Some(world.id(MARIA)));
        let wrong = InquiryTriaged { kind: InquiryKind::Complaint, ..give(world.id(MARIA)) };
        let came = does(world, CLARA, complaint, Handled::Triaged(wrong)).await;
        assert!(matches!(came, Err(Failure::Rule(CannotInquire::WrongOwner))), "{came:?}");

        // a question that turns out to be a complaint is out of reach for whoever is at the door
        let turned = InquiryTriaged { kind: InquiryKind::Complaint, ..give(world.id(CLARA)) };
        does(world, BEA, question, Handled::Triaged(turned)).await.unwrap();
        assert!(see_inquiry(&world.acting(BEA), question).await.is_err());
        assert!(subjects(world, BEA, all, false).await.is_empty());
    });
}

#[test]
fn two_who_answer_at_once_have_one_answer() {
    story(async |world| {
        let question = taken(world, BEA, asked(InquiryKind::Question, "Opening hours")).await;
        let both = tokio::join!(
            does(world, BEA, question, answer(IdentityCheck::NothingPersonal)),
            does(world, TOMAS, question, answer(IdentityCheck::NothingPersonal))
        );
        match both {
            (Ok(()), other) | (other, Ok(())) => {
                assert!(matches!(other, Err(Failure::Rule(CannotInquire::Over))), "{other:?}");
            }
            none => panic!("{none:?}"),
        }
        assert_eq!(subjects(world, BEA, InquiriesOf::All, true).await, ["Opening hours"]);
        let complaint = taken(world, BEA, asked(InquiryKind::Complaint, "Nobody called back")).await;
        let early = does(world, CLARA, complaint, answer(IdentityCheck::KnownAddress)).await;
        assert!(matches!(early, Err(Failure::Rule(CannotInquire::NoEscalation))), "{early:?}");
    });
}

#[test]
fn what_is_late_stands_on_the_list_of_a_supervisor_and_then_of_whoever_answers_for_complaints() {
    story(async |world| {
        // Monday, 5 January 2026, 09:00: to be acknowledged by Tuesday 17:00
        taken(world, BEA, asked(InquiryKind::Question, "Opening hours")).await;
        let waits = async |by: Person| -> Vec<DutyKind> {
            let today = today(&world.acting(by)).await.unwrap();
            let asked = today.records.iter().filter(|waits| matches!(waits.about, RecordsFile::Inquiry(_)));
            asked.map(|waits| waits.kind).collect()
        };
        assert_eq!(waits(BEA).await.len(), 1, "one line for one inquiry");
        assert!(waits(TOMAS).await.is_empty());
        world.clock.pass(32 * HOUR + 60);
        assert_eq!(waits(TOMAS).await, [DutyKind::InquiryLate]);
        assert!(waits(CLARA).await.is_empty());
        world.clock.pass(24 * HOUR);
        assert_eq!(waits(CLARA).await, [DutyKind::InquiryLate]);
        let days = WantedSpan::Days(DaySpan::new(date(2026, 1, 1), date(2026, 1, 31)).unwrap());
        let figures = async |by: Person| inquiry_figures(&world.acting(by), days).await;
        let seen = figures(TOMAS).await.unwrap();
        assert_eq!((seen.rows[0].acknowledge_judged, seen.rows[0].acknowledged), (1, 0));
        assert_eq!(seen.late.len(), 1, "the evidence");
        assert!(figures(EDITH).await.unwrap().late.is_empty(), "the director sees how many, and not which");
        assert!(figures(BEA).await.is_err());
    });
}

#[test]
fn an_inquiry_of_a_case_goes_to_whoever_carries_it_and_is_seen_there() {
    story(async |world| {
        let case = world.case().carried_by(AMINA).await;
        let order = TakeIn { case: Some(case), ..asked(InquiryKind::Service, "Another day") };
        let foreign = take_in_inquiry(&world.acting(HELENA), order.clone(), world.ink()).await;
        assert!(matches!(foreign, Err(Failure::Rule(CannotInquire::NoCase))), "not her case");
        let inquiry = taken(world, AMINA, order).await;
        let seen = see_inquiry(&world.acting(AMINA), inquiry).await.unwrap();
        assert_eq!(seen.file.owner(), Some(world.id(AMINA)), "whoever carries the case");
        assert_eq!(seen.case.unwrap().case, case);
        assert_eq!(inquiries_of_case(&world.acting(AMINA), case).await.unwrap().len(), 1);
        assert!(inquiries_of_case(&world.acting(MARIA), case).await.unwrap().is_empty());
        let hand = InHand::of(&world.acting(TOMAS), world.id(AMINA)).await.unwrap();
        assert_eq!(hand.inquiries.len(), 1, "it has to be given on before she leaves");

        let open = does(world, AMINA, inquiry, answer(IdentityCheck::NothingPersonal)).await;
        assert!(matches!(open, Err(Failure::Rule(CannotInquire::Identity(_)))), "{open:?}");
        does(world, AMINA, inquiry, answer(IdentityCheck::KnownInPerson)).await.unwrap();
        let today = DaySpan::new(date(2026, 1, 5), date(2026, 1, 5)).unwrap();
        let figures = inquiry_figures(&world.acting(TOMAS), WantedSpan::Days(today)).await.unwrap();
        let row = &figures.rows[0];
        assert_eq!((figures.rows.len(), row.all, row.acknowledged, row.answered), (1, 1, 1, 1));
        assert!(figures.late.is_empty() && figures.earlier.is_empty());
        assert_eq!((row.kind.as_str(), row.channel.as_str(), row.owner), ("service", "phone", Some(world.id(AMINA))));
    });
}

#[test]
fn a_case_is_not_closed_while_somebody_waits_for_an_answer_about_it() {
    story(async |world| {
        let case = world.case().laddered(4).await;
        let order = TakeIn { case: Some(case), ..asked(InquiryKind::Service, "Another day") };
        let inquiry = taken(world, MARIA, order.clone()).await;
        let of_complaints = TakeIn { owner: Some(world.id(CLARA)), kind: InquiryKind::Complaint, ..order.clone() };
        taken(world, MARIA, of_complaints).await;
        let standing = standing(&world.acting(TOMAS), case).await.unwrap();
        assert_eq!((standing.blockers, standing.inquiries), (1, 1), "a complaint goes on without its case");

        let last = async || {
            let order = SignRung { case, rung: Rung::AccessRevoked, ending: None, remark: None };
            sign_rung(&world.acting(PAVEL), order, world.seal(PAVEL, Meaning::ClosureSignOff)).await.map(drop)
        };
        assert!(matches!(last().await, Err(Failure::Rule(CannotClose::InquiryWaits))));
        does(world, MARIA, inquiry, answer(IdentityCheck::KnownInPerson)).await.unwrap();
        last().await.unwrap();
        world.close(case, TOMAS).await;
        let late = take_in_inquiry(&world.acting(MARIA), order, world.ink()).await;
        assert!(matches!(late, Err(Failure::Rule(CannotInquire::NoCase))), "{late:?}");
    });
}

#[test]
fn clocks_follow_when_the_director_changes_them_or_a_day_off() {
    story(async |world| {
        // Monday, 5 January 2026, 09:00
        let open = taken(world, BEA, asked(InquiryKind::Question, "Opening hours")).await;
        let over = taken(world, BEA, asked(InquiryKind::Question, "Parking")).await;
        does(world, BEA, over, answer(IdentityCheck::NothingPersonal)).await.unwrap();
        let (tomas, all) = (world.acting(TOMAS), InboxWanted { whose: InquiriesOf::All, ended: false });
        let due = async |ended: bool| -> Vec<(DossierId, String)> {
            let seen = inbox(&tomas, InboxWanted { ended, ..all }, None).await.unwrap();
            let zone = jiff::tz::TimeZone::UTC;
            let told = |line: casework::inquiries::InquiryLine| {
                (line.inquiry, line.row.answer_due.on(&zone).strftime("%a %H").to_string())
            };
            seen.lines.into_iter().map(told).collect()
        };
        let house = &world.house;
        assert_eq!(house.recount_inquiries(|_| ()).await.unwrap(), 0, "they are counted when they are written");
        let before = due(false).await;
        let clocks = InquiryRules { answer_days: 3, ..InquiryRules::default() };
        let order = Communication::Clocks(clocks);
        let refused = amend_communication(&tomas, order.clone(), line("More time."), world.ink()).await;
        assert!(matches!(refused, Err(Failure::Refused(_))));
        let seal = world.seal(EDITH, Meaning::Approved);
        amend_communication(&world.acting(EDITH), order, line("More time."), seal).await.unwrap();
        assert_eq!(due(false).await, before, "not yet");
        let mut told = 0;
        assert_eq!(house.recount_inquiries(|done| told = done).await.unwrap(), 2);
        assert_eq!(told, 2);
        assert_eq!(house.recount_inquiries(|_| ()).await.unwrap(), 0, "once");
        assert_eq!((before, due(false).await), (vec![(open, "Wed 17".into())], vec![(open, "Thu 17".into())]));
        assert_eq!(due(true).await, [(over, "Thu 17".into())]);
        let today = today(&world.acting(BEA)).await.unwrap();
        assert!(today.records.iter().any(|waits| matches!(waits.about, RecordsFile::Inquiry(_))));
    });
}

#[test]
fn an_inquiry_is_found_by_the_number_that_was_told() {
    story(async |world| {
        let complaint = taken(world, BEA, asked(InquiryKind::Complaint, "Nobody called back")).await;
        let seen = see_inquiry(&world.acting(CLARA), complaint).await.unwrap();
        let number = seen.file.received.as_ref().unwrap().0.number;
        assert_eq!(find_inquiry(&world.acting(CLARA), number).await.unwrap(), Some(complaint));
        assert_eq!(find_inquiry(&world.acting(BEA), number).await.unwrap(), None, "she may not read it any more");
        assert!(find_inquiry(&world.acting(PAVEL), number).await.is_err());
    });
}

#[test]
fn the_inbox_goes_on_page_by_page_and_shows_each_once() {
    story(async |world| {
        for n in 0..53 {
            taken(world, BEA, asked(InquiryKind::Question, &format!("Question {n}"))).await;
        }
        let (clara, wanted) = (world.acting(CLARA), InboxWanted { whose: InquiriesOf::All, ended: false });
        let first = inbox(&clara, wanted, None).await.unwrap();
        let second = inbox(&clara, wanted, first.next).await.unwrap();
        assert_eq!((first.lines.len(), second.lines.len(), second.next), (50, 3, None));
        let all: std::collections::BTreeSet<_> =
            first.lines.iter().chain(&second.lines).map(|line| line.inquiry).collect();
        assert_eq!(all.len(), 53);
    });
}

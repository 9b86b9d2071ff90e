//! Complaints: whom they concern is kept away from the first entry on, the director has the serious ones, and each has an outcome (CC-4.3.3, CC-5).

use casework::Failure;
use casework::handover::InHand;
use casework::inquiries::{
    Handled, InboxWanted, MailTaken, TakeIn, find_inquiry, inbox, inquiries_of_case, inquiry_figures, reads_inquiry,
    see_inquiry, take_in_inquiry,
};
use casework::service::WantedSpan;
use casework::today::{RecordsFile, today};
use domain::duties::DutyKind;
use domain::ids::{DossierId, StaffId};
use domain::inquiries::{
    CannotInquire, ComplaintAppealed, EscalationReported, Finding, IdentityCheck, InquiryKind, InquiryTriaged, Learned,
    Outcome, Seriousness, Theme, Themed,
};
use domain::policy::TieKind;
use domain::reach::Channel;
use domain::service::{DaySpan, Veiled};
use jiff::civil::date;
use store::InquiriesOf;

use crate::cast::{AMINA, BEA, CLARA, EDITH, GEORGE, HELENA, MARIA, NADIA, PAVEL, Person, TOMAS};
use crate::inquiries::{answer, asked, does, refused, subjects, taken};
use crate::orders::{line, words};
use crate::world::{World, story};

const HOUR: i64 = 3600;

fn about(world: &World, people: &[Person]) -> TakeIn {
    let concerns = people.iter().map(|person| world.id(*person)).collect();
    TakeIn { concerns, ..asked(InquiryKind::Complaint, "He shouted at me") }
}

fn report(seriousness: Seriousness) -> Handled {
    Handled::Escalated(EscalationReported {
        seriousness,
        theme: Some(Themed { theme: Theme::Conduct, words: None }),
        found: words("It is true."),
        measures: words("Talked with both."),
        told: [].into(),
    })
}

fn decided(finding: Finding) -> Handled {
    let Handled::Answered(answered) = answer(IdentityCheck::KnownAddress) else { unreachable!() };
    let outcome = Outcome {
        finding,
        found: words("He did."),
        put_right: Some(words("He has apologised.")),
        learned: Learned::Change(words("Nobody sees clients alone on the first day.")),
    };
    Handled::Answered(domain::inquiries::InquiryAnswered { outcome: Some(outcome), ..answered })
}

fn given(owner: Option<StaffId>, concerns: &[StaffId]) -> InquiryTriaged {
    let concerns = concerns.iter().copied().collect();
    InquiryTriaged { kind: InquiryKind::Complaint, owner, case: None, note: None, concerns }
}

async fn waits(world: &World, by: Person) -> Vec<DutyKind> {
    let today = today(&world.acting(by)).await.unwrap();
    let asked = today.records.iter().filter(|waits| matches!(waits.about, RecordsFile::Inquiry(_)));
    asked.map(|waits| waits.kind).collect()
}

async fn counted(world: &World, by: Person) -> (i64, usize, u32) {
    let days = WantedSpan::Days(DaySpan::new(date(2026, 1, 1), date(2026, 1, 31)).unwrap());
    let figures = inquiry_figures(&world.acting(by), days).await.unwrap();
    let themes = figures.themes[0].iter().map(|line| line.counts.all()).sum();
    (figures.rows.iter().map(|row| row.all).sum(), figures.late.len(), themes)
}

/// Whether somebody comes by anything of a complaint: its page, its number, the inbox, Today, the figures.
async fn knows(world: &World, by: Person, complaint: DossierId) -> Vec<&'static str> {
    let ctx = world.acting(by);
    let mut ways = Vec::new();
    let number = {
        let opened = see_inquiry(&world.acting(CLARA), complaint).await.unwrap();
        opened.file.received.as_ref().unwrap().0.number
    };
    let all = [false, true].map(|ended| InboxWanted { whose: InquiriesOf::All, ended });
    for wanted in all {
        if inbox(&ctx, wanted, None).await.is_ok_and(|seen| !seen.lines.is_empty()) {
            ways.push("inbox");
        }
    }
    for (way, open) in [
        ("reads", see_inquiry(&ctx, complaint).await.is_ok() || reads_inquiry(&ctx, complaint).await.unwrap()),
        ("finds", find_inquiry(&ctx, number).await.is_ok_and(|found| found.is_some())),
        ("today", !waits(world, by).await.is_empty()),
        ("figures", counted(world, by).await != (0, 0, 0)),
    ] {
        ways.extend(open.then_some(way));
    }
    ways
}

#[test]
fn a_supervisor_whom_a_complaint_concerns_learns_nothing_of_it_on_any_way() {
    story(async |world| {
        let case = world.case().carried_by(MARIA).await;
        let order = TakeIn { case: Some(case), owner: Some(world.id(CLARA)), ..about(world, &[TOMAS]) };
        let complaint = taken(world, MARIA, order).await;
        world.clock.pass(72 * HOUR); // late, so that it is every supervisor's
        assert!(knows(world, TOMAS, complaint).await.is_empty(), "{:?}", knows(world, TOMAS, complaint).await);
        assert_eq!(knows(world, HELENA, complaint).await, ["inbox", "reads", "finds", "today", "figures"]);
        assert!(inquiries_of_case(&world.acting(TOMAS), case).await.unwrap().is_empty(), "he supervises the case");
        assert_eq!(inquiries_of_case(&world.acting(NADIA), case).await.unwrap().len(), 1);
        let hand = async |by| InHand::of(&world.acting(by), world.id(CLARA)).await.unwrap().inquiries.len();
        assert_eq!((hand(TOMAS).await, hand(HELENA).await), (0, 1));
        let own = InHand::of(&world.acting(HELENA), world.id(TOMAS)).await.unwrap();
        assert!(own.inquiries.is_empty(), "what he is kept away from is not in his hands");

        for order in [
            Handled::Triaged(given(Some(world.id(TOMAS)), &[])),
            Handled::Triaged(InquiryTriaged { note: Some(line("Not me")), ..given(None, &[]) }),
            report(Seriousness::Minor),
            decided(Finding::NotUpheld),
        ] {
            assert!(refused(does(world, TOMAS, complaint, order).await));
        }
        does(world, CLARA, complaint, report(Seriousness::Minor)).await.unwrap();
        does(world, CLARA, complaint, decided(Finding::Upheld)).await.unwrap();
        assert!(knows(world, TOMAS, complaint).await.is_empty(), "nor when it is over");
        assert_eq!(subjects(world, HELENA, InquiriesOf::All, true).await.len(), 1);
    });
}

#[test]
fn it_is_never_given_to_one_whom_it_concerns_and_naming_takes_it_away_at_once() {
    story(async |world| {
        let own = TakeIn { owner: Some(world.id(TOMAS)), ..about(world, &[TOMAS]) };
        let came = take_in_inquiry(&world.acting(BEA), own, world.ink()).await;
        assert!(matches!(came, Err(Failure::Rule(CannotInquire::OwnerConcerned))), "{came:?}");
        let complaint = taken(world, BEA, about(world, &[])).await;
        does(world, TOMAS, complaint, Handled::Triaged(given(Some(world.id(TOMAS)), &[]))).await.unwrap();
        assert_eq!(waits(world, TOMAS).await.len(), 1);
        let both = [world.id(TOMAS), world.id(HELENA)];
        does(world, CLARA, complaint, Handled::Triaged(given(Some(world.id(CLARA)), &both))).await.unwrap();
        for person in [TOMAS, HELENA] {
            assert!(knows(world, person, complaint).await.is_empty(), "{}", person.name);
        }
        // taking somebody out again needs a reason, and somebody whom it does not concern
        let less = given(Some(world.id(CLARA)), &both[..1]);
        let came = does(world, CLARA, complaint, Handled::Triaged(less.clone())).await;
        assert!(matches!(came, Err(Failure::Rule(CannotInquire::WhyNoMore))), "{came:?}");
        let order = InquiryTriaged { note: Some(line("She was away on that day.")), ..less };
        does(world, NADIA, complaint, Handled::Triaged(order)).await.unwrap();
        assert!(reads_inquiry(&world.acting(HELENA), complaint).await.unwrap());
        assert!(!reads_inquiry(&world.acting(TOMAS), complaint).await.unwrap());
    });
}

#[test]
fn whoever_is_named_while_they_write_has_written_before_or_not_at_all() {
    story(async |world| {
        let complaint = taken(world, BEA, TakeIn { owner: Some(world.id(CLARA)), ..about(world, &[]) }).await;
        let named = Handled::Triaged(given(Some(world.id(CLARA)), &[world.id(TOMAS)]));
        let (naming, writing) = tokio::join!(
            does(world, CLARA, complaint, named),
            does(world, TOMAS, complaint, report(Seriousness::Minor))
        );
        naming.unwrap();
        let seen = see_inquiry(&world.acting(CLARA), complaint).await.unwrap();
        let mut sheets = seen.file.opened.sheets.iter().filter_map(casework::house::Sheet::entry);
        let last = sheets.next_back().unwrap().author();
        assert_eq!(last, world.id(CLARA), "nothing of his stands behind his name");
        assert_eq!(refused(writing), seen.file.escalation.is_none());
        assert!(refused(does(world, TOMAS, complaint, report(Seriousness::Minor)).await));
    });
}

#[test]
fn a_reply_to_a_complaint_that_is_over_keeps_them_away_too() {
    story(async |world| {
        let complaint = taken(world, BEA, about(world, &[TOMAS])).await;
        does(world, CLARA, complaint, report(Seriousness::Minor)).await.unwrap();
        does(world, CLARA, complaint, decided(Finding::Upheld)).await.unwrap();
        let seen = see_inquiry(&world.acting(CLARA), complaint).await.unwrap();
        let number = seen.file.received.as_ref().unwrap().0.number;
        let mail = format!(
            "From: Ana <ana@example.org>\r\nMessage-ID: <9@m.example>\r\nSubject: {number}\r\n\r\nAnd Tomas again.\r\n"
        );
        let again = world.house.take_mail(mail.into_bytes(), world.house.now()).await.unwrap();
        let MailTaken::Opened(entry) = again else { panic!("{again:?}") };
        assert!(!reads_inquiry(&world.acting(TOMAS), entry.dossier).await.unwrap());
        assert!(reads_inquiry(&world.acting(HELENA), entry.dossier).await.unwrap());
    });
}

#[test]
fn a_complaint_about_everybody_who_could_answer_is_the_directors() {
    story(async |world| {
        let everybody = [TOMAS, NADIA, HELENA, CLARA];
        let complaint = taken(world, BEA, about(world, &everybody)).await;
        assert_eq!(subjects(world, EDITH, InquiriesOf::Mine, false).await, ["He shouted at me"]);
        for person in everybody {
            assert!(!reads_inquiry(&world.acting(person), complaint).await.unwrap(), "{}", person.name);
        }
        assert_eq!(waits(world, EDITH).await.len(), 1);
        does(world, EDITH, complaint, report(Seriousness::Serious)).await.unwrap();
        does(world, EDITH, complaint, decided(Finding::PartlyUpheld)).await.unwrap();
        let seen = see_inquiry(&world.acting(EDITH), complaint).await.unwrap();
        assert_eq!(seen.file.given().unwrap().outcome.as_ref().unwrap().finding, Finding::PartlyUpheld);
        // when one of them is free, they have it
        taken(world, BEA, about(world, &everybody[..3])).await;
        assert!(subjects(world, EDITH, InquiriesOf::All, false).await.is_empty());
        assert_eq!(waits(world, CLARA).await.len(), 1);
        assert!(waits(world, HELENA).await.is_empty());
        taken(world, BEA, about(world, &[CLARA])).await;
        assert_eq!(waits(world, HELENA).await, [DutyKind::InquiryGive], "or the other role has it");
        assert_eq!(waits(world, CLARA).await.len(), 1, "and she not");
    });
}

#[test]
fn a_serious_complaint_is_told_to_the_director_who_reads_it_and_writes_nothing() {
    story(async |world| {
        let minor = taken(world, BEA, about(world, &[])).await;
        does(world, CLARA, minor, report(Seriousness::Minor)).await.unwrap();
        assert!(subjects(world, EDITH, InquiriesOf::All, false).await.is_empty());
        let serious = taken(world, BEA, TakeIn { owner: Some(world.id(CLARA)), ..about(world, &[AMINA]) }).await;
        assert!(!reads_inquiry(&world.acting(EDITH), serious).await.unwrap());
        does(world, CLARA, serious, report(Seriousness::Serious)).await.unwrap();
        assert_eq!(subjects(world, EDITH, InquiriesOf::All, false).await.len(), 1);
        assert_eq!(waits(world, EDITH).await, [DutyKind::ComplaintSerious]);
        assert_eq!(see_inquiry(&world.acting(EDITH), serious).await.unwrap().file.escalation.iter().len(), 1);
        assert!(refused(does(world, EDITH, serious, decided(Finding::Upheld)).await), "it is in Clara's hands");
        let ties = world.house.store().ties_of_staff(world.id(AMINA), world.house.now()).await.unwrap();
        assert!(ties.iter().any(|seen| seen.dossier == serious && seen.tie.tie == TieKind::Excluded.code()));
        does(world, CLARA, serious, decided(Finding::Upheld)).await.unwrap();
        assert!(waits(world, EDITH).await.is_empty());
        assert!(reads_inquiry(&world.acting(EDITH), serious).await.unwrap());
        assert!(!reads_inquiry(&world.acting(PAVEL), serious).await.unwrap());

        // a complaint about the director is not told to her
        let about_her = taken(world, BEA, about(world, &[EDITH])).await;
        does(world, CLARA, about_her, report(Seriousness::Serious)).await.unwrap();
        assert!(!reads_inquiry(&world.acting(EDITH), about_her).await.unwrap());
    });
}

#[test]
fn what_complaints_are_about_is_counted_and_a_few_are_not_told_to_whoever_may_not_read_them() {
    story(async |world| {
        let themes = async |by: Person| {
            let days = WantedSpan::Days(DaySpan::new(date(2026, 1, 1), date(2026, 1, 31)).unwrap());
            let [now, _] = inquiry_figures(&world.acting(by), days).await.unwrap().themes;
            let said = now.into_iter().filter(|line| line.counts.all() != 0);
            said.map(|line| (line.theme, line.counts.complaints, line.counts.right, line.told)).collect::<Vec<_>>()
        };
        assert_eq!(themes(GEORGE).await, []);
        let order = || TakeIn { owner: Some(world.id(CLARA)), ..about(world, &[]) };
        let complaint = taken(world, MARIA, order()).await;
        assert_eq!(themes(HELENA).await, [(None, 1, 0, Veiled::Shown)], "nobody has said yet");
        does(world, CLARA, complaint, report(Seriousness::Minor)).await.unwrap();
        does(world, CLARA, complaint, decided(Finding::Upheld)).await.unwrap();
        assert_eq!(themes(HELENA).await, [(Some(Theme::Conduct), 1, 1, Veiled::Shown)]);
        assert_eq!(themes(GEORGE).await, [(Some(Theme::Conduct), 1, 1, Veiled::Few)], "an auditor reads none");
    });
}

fn appeals() -> Handled {
    Handled::Appealed(ComplaintAppealed { channel: Channel::Phone, reason: words("Nobody asked me."), owner: None })
}

#[test]
fn whoever_does_not_agree_is_heard_by_somebody_who_has_not_decided() {
    story(async |world| {
        let complaint = taken(world, BEA, about(world, &[NADIA, HELENA])).await;
        let rule = |came: Result<(), Failure<CannotInquire>>| match came {
            Err(Failure::Rule(rule)) => rule,
            other => panic!("{other:?}"),
        };
        does(world, CLARA, complaint, report(Seriousness::Minor)).await.unwrap();
        assert_eq!(rule(does(world, CLARA, complaint, appeals()).await), CannotInquire::NotDecided);
        does(world, CLARA, complaint, decided(Finding::NotUpheld)).await.unwrap();
        world.clock.pass(9 * 24 * HOUR);
        assert!(refused(does(world, BEA, complaint, appeals()).await), "she does not know of it");
        assert!(refused(does(world, NADIA, complaint, appeals()).await), "it concerns her");
        does(world, CLARA, complaint, appeals()).await.unwrap();

        // everything is due as on the first day, and Clara has decided
        let seen = see_inquiry(&world.acting(TOMAS), complaint).await.unwrap();
        assert_eq!(
            (seen.file.owner(), seen.file.outcome(), seen.file.since()),
            (None, None, Some(world.acting(CLARA).now()))
        );
        assert_eq!(waits(world, TOMAS).await.len(), 1, "to be given to somebody");
        let to = |by: Person| Handled::Triaged(given(Some(world.id(by)), &[world.id(NADIA), world.id(HELENA)]));
        assert_eq!(rule(does(world, TOMAS, complaint, to(CLARA)).await), CannotInquire::DecidedBefore);
        assert_eq!(rule(does(world, CLARA, complaint, decided(Finding::Upheld)).await), CannotInquire::DecidedBefore);
        does(world, CLARA, complaint, to(TOMAS)).await.unwrap();
        does(world, TOMAS, complaint, decided(Finding::PartlyUpheld)).await.unwrap();
        let seen = see_inquiry(&world.acting(CLARA), complaint).await.unwrap();
        assert_eq!(seen.file.outcome().unwrap().finding, Finding::PartlyUpheld);
        let before = seen.file.decided.iter().map(|known| known.answered.outcome.as_ref().unwrap().finding);
        assert_eq!(before.collect::<Vec<_>>(), [Finding::NotUpheld]);

        // when all of them have decided, or are concerned, the director hears them
        does(world, TOMAS, complaint, appeals()).await.unwrap();
        assert_eq!(subjects(world, EDITH, InquiriesOf::Mine, false).await, ["He shouted at me"]);
        does(world, EDITH, complaint, decided(Finding::Upheld)).await.unwrap();
    });
}

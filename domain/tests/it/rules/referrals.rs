//! Referrals: by what right, what has to be known, and that none is forgotten (FS-4.5.1, FS-4.6.2).

use domain::calendar::days_later;
use domain::closure::Blocker;
use domain::disclosures::{CannotDisclose, DisclosureAsked, DisclosureBasis, DisclosureDecided, DisclosureMade};
use domain::duties::{DutyKind, of_case};
use domain::ids::DossierId;
use domain::listings::Help;
use domain::referrals::{
    AnswerAsked, Approach, Came, CannotRefer, ReferralFollowed, ReferralMade, ServiceAnswered, Stands, ToldBy,
};
use domain::rulebook::Rulebook;
use jiff::civil::{Date, date};
use uuid::Uuid;

use super::disclosures::{made, sharing, story, tried};
use super::{SUPERVISOR, Story, TODAY, item, line, words};

const REFERRAL: u128 = 40;

fn referral(approach: Approach) -> ReferralMade {
    ReferralMade {
        id: item(REFERRAL),
        listing: DossierId::new(Uuid::from_u128(70)),
        to: line("Night shelter, City mission"),
        help: Help::Housing,
        reason: words("He has to leave on Friday."),
        approach,
        ask_by: date(2026, 1, 19),
    }
}

fn by_consent() -> Approach {
    Approach::Consent(sharing().agreed.id)
}

fn followed(came: Came) -> ReferralFollowed {
    let ask_by = (!came.ends()).then(|| date(2026, 2, 2));
    ReferralFollowed { id: item(REFERRAL), came, told_by: ToldBy::Service, note: Some(line("So they said")), ask_by }
}

fn follows(story: &Story, order: ReferralFollowed) -> Result<(), CannotRefer> {
    story.file.follow_referral(order, TODAY).map(drop)
}

fn stands(story: &Story) -> Stands {
    story.file.referrals.find(item(REFERRAL)).unwrap().stands()
}

fn duties(story: &Story) -> Vec<(DutyKind, Date)> {
    let all = of_case(&story.file, &Rulebook::default()).into_iter();
    let mine = all.filter(|duty| duty.kind.code().starts_with("referral_"));
    mine.map(|duty| (duty.kind, Rulebook::default().office.today(duty.due))).collect()
}

#[test]
fn we_ask_for_a_client_only_by_a_consent_that_holds_or_by_a_law() {
    let story = story();
    let refers = |approach, consent: Option<domain::sharing::Sharing>| {
        story.file.refer(referral(approach), true, consent.as_ref(), TODAY).map(drop)
    };
    assert_eq!(refers(Approach::Client, None), Ok(()));
    assert_eq!(refers(Approach::Law, None), Ok(()));
    assert_eq!(refers(by_consent(), None), Err(CannotRefer::NoConsent));
    assert_eq!(refers(by_consent(), Some(sharing())), Ok(()));
    assert_eq!(refers(Approach::Consent(item(99)), Some(sharing())), Err(CannotRefer::NoConsent), "another one");
    let over = || story.file.refer(referral(by_consent()), true, Some(&sharing()), date(2026, 7, 1));
    assert_eq!(over(), Err(CannotRefer::NoConsent), "it has ended");
    let off = story.file.refer(referral(Approach::Client), false, None, TODAY);
    assert_eq!(off, Err(CannotRefer::NotListed));
    let by = |ask_by| story.file.refer(ReferralMade { ask_by, ..referral(Approach::Client) }, true, None, TODAY);
    assert!(by(TODAY).is_ok() && by(days_later(TODAY, 366)).is_ok());
    assert_eq!((by(date(2026, 1, 4)), by(days_later(TODAY, 367))), (Err(CannotRefer::Day), Err(CannotRefer::Day)));
    let twice = story.clone().then(referral(Approach::Law));
    let again = twice.file.refer(referral(Approach::Client), true, None, TODAY);
    assert_eq!(again, Err(CannotRefer::Already));
}

#[test]
fn until_the_service_is_asked_nothing_can_be_said_of_it_but_that_it_is_taken_back() {
    let waits = story().then(referral(by_consent()));
    assert_eq!(stands(&waits), Stands::ToSend);
    assert_eq!(duties(&waits), [(DutyKind::ReferralSend, date(2026, 1, 6))]);
    assert_eq!(follows(&waits, followed(Came::Accepted)), Err(CannotRefer::NotSent));
    assert_eq!(follows(&waits, followed(Came::Withdrawn)), Ok(()));
    let given =
        || DisclosureMade { referral: Some(item(REFERRAL)), ..made(DisclosureBasis::Consent(sharing().agreed.id)) };
    assert_eq!(tried(&waits, given(), Some(&sharing())), Ok(()));
    let sent = waits.then(given());
    assert_eq!(stands(&sent), Stands::Sent);
    assert_eq!(duties(&sent), [(DutyKind::ReferralAsk, date(2026, 1, 19))]);
    assert_eq!(follows(&sent, followed(Came::Accepted)), Ok(()));
}

#[test]
fn what_is_given_out_for_a_referral_is_given_out_by_the_right_that_it_names() {
    let named = |basis| DisclosureMade { referral: Some(item(REFERRAL)), ..made(basis) };
    let consent = || DisclosureBasis::Consent(sharing().agreed.id);
    let tries = |story: &Story, basis| tried(story, named(basis), Some(&sharing()));
    assert_eq!(tries(&story(), consent()), Err(CannotDisclose::NoReferral), "there is none");
    let themselves = story().then(referral(Approach::Client));
    assert_eq!(tries(&themselves, consent()), Err(CannotDisclose::NoReferral), "the client gets in touch");
    let by_law = story().then(referral(Approach::Law));
    assert_eq!(tries(&by_law, consent()), Err(CannotDisclose::NoReferral));
    assert_eq!(tries(&by_law, DisclosureBasis::Law), Err(CannotDisclose::NotDecided));
    let over = story().then(referral(by_consent())).then(followed(Came::Withdrawn));
    assert_eq!(tries(&over, consent()), Err(CannotDisclose::NoReferral), "it has ended");
}

#[test]
fn while_somebody_else_decides_on_a_law_it_is_theirs_and_afterwards_it_is_sent() {
    let rules = Rulebook::default();
    let waits = story().then(referral(Approach::Law));
    let DisclosureMade { id, recipient, chosen, by, .. } = made(DisclosureBasis::Law);
    let asked = |referral| DisclosureAsked {
        id,
        recipient: recipient.clone(),
        chosen: chosen.clone(),
        by,
        law: line("§ 8a"),
        reason: words("A child is in danger."),
        referral,
    };
    let other = waits.file.ask_disclosure(asked(Some(item(41))), &rules);
    assert_eq!(other, Err(CannotDisclose::NoReferral));
    let named = asked(Some(item(REFERRAL)));
    assert!(waits.file.ask_disclosure(named.clone(), &rules).is_ok());
    let decides = waits.then(named);
    assert_eq!(duties(&decides), []);
    let decided = |approved| DisclosureDecided { id: item(20), approved, note: line("So it is") };
    let refused = decides.clone().by(SUPERVISOR).then(decided(false));
    assert_eq!(duties(&refused), [(DutyKind::ReferralSend, date(2026, 1, 6))], "another way has to be found");
    let approved = decides.by(SUPERVISOR).then(decided(true));
    assert_eq!(duties(&approved), []);
    let unnamed = made(DisclosureBasis::Law);
    assert_eq!(tried(&approved, unnamed.clone(), None), Err(CannotDisclose::Differs));
    let named = DisclosureMade { referral: Some(item(REFERRAL)), ..unnamed };
    assert_eq!(tried(&approved, named.clone(), None), Ok(()));
    assert_eq!(stands(&approved.then(named)), Stands::Sent);
}

#[test]
fn a_referral_is_asked_about_until_it_has_ended_and_keeps_the_case_open() {
    let rules = Rulebook::default();
    let mut story = story().then(referral(Approach::Client));
    let blocks = |story: &Story| {
        story.file.blockers(&rules).into_iter().any(|open| matches!(open, Blocker::ReferralOpen { .. }))
    };
    assert_eq!((stands(&story), blocks(&story)), (Stands::Sent, true));
    assert_eq!(duties(&story), [(DutyKind::ReferralAsk, date(2026, 1, 19))]);
    for (came, now) in [
        (Came::NoWord, Stands::Sent),
        (Came::Waits, Stands::Came(Came::Waits)),
        (Came::Accepted, Stands::Came(Came::Accepted)),
    ] {
        assert_eq!(follows(&story, ReferralFollowed { ask_by: None, ..followed(came) }), Err(CannotRefer::Day));
        story = story.then(followed(came));
        assert_eq!((stands(&story), duties(&story)), (now, vec![(DutyKind::ReferralAsk, date(2026, 2, 2))]));
    }
    for came in [Came::Declined, Came::NotTaken, Came::Withdrawn] {
        assert_eq!(follows(&story, ReferralFollowed { note: None, ..followed(came) }), Err(CannotRefer::NoReason));
        assert_eq!(follows(&story, followed(came)), Ok(()));
    }
    assert_eq!(follows(&story, ReferralFollowed { note: None, ..followed(Came::Completed) }), Ok(()));
    let over = story.then(followed(Came::Completed));
    assert_eq!((duties(&over), blocks(&over)), (vec![], false));
    assert_eq!(follows(&over, followed(Came::NoWord)), Err(CannotRefer::Over));
    let elsewhere = ReferralFollowed { id: item(99), ..followed(Came::NoWord) };
    assert_eq!(follows(&over, elsewhere), Err(CannotRefer::NotHere));
}

fn asked(link: u128) -> AnswerAsked {
    AnswerAsked { id: item(link), referral: item(REFERRAL), until: date(2026, 1, 30) }
}

fn answered(link: u128, came: Came) -> ServiceAnswered {
    ServiceAnswered { link: item(link), referral: item(REFERRAL), came, note: Some(line("From Monday on")) }
}

fn answers(story: &Story, order: ServiceAnswered, today: Date) -> Result<(), CannotRefer> {
    story.file.service_answers(order, today).map(drop)
}

#[test]
fn a_link_is_made_for_a_service_that_was_asked_and_while_something_is_to_come() {
    let asks = |story: &Story, order| story.file.ask_answer(order, TODAY).map(drop);
    assert_eq!(asks(&story(), asked(50)), Err(CannotRefer::NotHere));
    assert_eq!(asks(&story().then(referral(Approach::Law)), asked(50)), Err(CannotRefer::NotSent));
    let open = story().then(referral(Approach::Client));
    assert_eq!(asks(&open, asked(50)), Ok(()));
    for until in [date(2026, 1, 4), days_later(TODAY, 367)] {
        assert_eq!(asks(&open, AnswerAsked { until, ..asked(50) }), Err(CannotRefer::Day));
    }
    assert_eq!(asks(&open.then(followed(Came::Declined)), asked(50)), Err(CannotRefer::Over));
}

#[test]
fn a_service_answers_once_by_the_last_link_and_until_its_day() {
    let open = story().then(referral(Approach::Client));
    assert_eq!(answers(&open, answered(50, Came::Waits), TODAY), Err(CannotRefer::Over), "no link was made");
    let linked = open.then(asked(50));
    assert_eq!(answers(&linked, answered(50, Came::Waits), date(2026, 1, 30)), Ok(()));
    assert_eq!(answers(&linked, answered(50, Came::Waits), date(2026, 1, 31)), Err(CannotRefer::Over));
    for came in Came::ALL {
        let can = !matches!(came, Came::NoWord | Came::TakenOver | Came::Withdrawn);
        assert_eq!(answers(&linked, answered(50, came), TODAY).is_ok(), can, "{came:?}");
    }
    let anew = linked.clone().then(asked(51));
    assert_eq!(answers(&anew, answered(50, Came::Waits), TODAY), Err(CannotRefer::Over), "another one was made");
    assert_eq!(answers(&anew, answered(51, Came::Waits), TODAY), Ok(()));
    let used = anew.then(answered(51, Came::Waits));
    assert_eq!(answers(&used, answered(51, Came::Accepted), TODAY), Err(CannotRefer::Over));
    let over = linked.then(followed(Came::Withdrawn));
    assert_eq!(answers(&over, answered(50, Came::Waits), TODAY), Err(CannotRefer::Over));
}

#[test]
fn what_a_service_answers_changes_nothing_until_somebody_has_read_it() {
    let open = story().then(referral(Approach::Client)).then(asked(50)).then(answered(50, Came::Completed));
    assert_eq!(stands(&open), Stands::Sent, "somebody says so who has the link");
    assert_eq!(duties(&open), [(DutyKind::ReferralAnswered, date(2026, 1, 6))]);
    let unread = |story: &Story| story.file.referrals.find(item(REFERRAL)).unwrap().unread().is_some();
    assert!(unread(&open));
    let read = open.clone().then(followed(Came::Accepted));
    assert!(!unread(&read));
    assert_eq!(
        (stands(&read), duties(&read)),
        (Stands::Came(Came::Accepted), vec![(DutyKind::ReferralAsk, date(2026, 2, 2))])
    );
    assert_eq!(duties(&open.then(followed(Came::Completed))), []);
}

//! Consents to share and disclosures (CM-4.3.3, CC-4.4.1 to CC-4.4.3).

use std::collections::BTreeSet;

use domain::clients::{ClientFile, ConsentGivenHow};
use domain::contacts::{ContactKind, ContactLogged, PlanAfter};
use domain::disclosures::{
    BadGivingOut, CannotDisclose, Chosen, DisclosureAsked, DisclosureBasis, DisclosureDecided, DisclosureMade,
};
use domain::documents::{Arrived, FileSecret, Way};
use domain::duties::{DutyKind, Owner, of_case, of_client};
use domain::entry::Entry;
use domain::event::Event;
use domain::identity::{CannotIdentify, Identified, IdentityCheck, IdentityFact, IdentityRules};
use domain::ids::{DossierId, EntryId, EntryNumber};
use domain::level::Level;
use domain::media::{Media, Scanned};
use domain::organisation::Organisation;
use domain::reach::Channel;
use domain::rulebook::Rulebook;
use domain::sharing::{
    CannotShare, GivenBy, InfoKind, Sharing, SharingAgreed, SharingPurpose, SharingRules, SharingStands,
    SharingWithdrawn,
};
use domain::staff::Role;
use jiff::civil::{Date, date};
use uuid::Uuid;

use super::{OTHER, SUPERVISOR, Story, TODAY, WORKER, at, clock, item, line, outcome, signature, words};

fn agreed() -> SharingAgreed {
    SharingAgreed {
        id: item(1),
        recipient: line("The school"),
        purpose: SharingPurpose::Education,
        words: None,
        kinds: BTreeSet::from([InfoKind::Contacts, InfoKind::Attendance]),
        ways: BTreeSet::from([GivenBy::Post, GivenBy::Told]),
        from: TODAY,
        until: date(2026, 6, 30),
        how: ConsentGivenHow::Signed,
        by: None,
    }
}

fn add(client: &mut ClientFile, event: impl Into<Event>) {
    let id = EntryId { dossier: DossierId::new(Uuid::from_u128(9)), number: EntryNumber(1) };
    let signature = signature(WORKER, at("2026-01-05T10:00"), at("2026-01-05T10:00"));
    client.apply(&Entry { id, level: Level::Confidential, signature, event: event.into() });
}

pub(super) fn sharing() -> Sharing {
    Sharing { agreed: agreed(), on: at("2026-01-05T10:00"), withdrawn: None }
}

#[test]
fn a_consent_to_share_says_what_to_whom_by_which_way_and_until_when() {
    let check = |change: fn(&mut SharingAgreed)| {
        let mut order = agreed();
        change(&mut order);
        ClientFile::default().agree_to_share(order, TODAY, &SharingRules::default()).map(drop)
    };
    assert_eq!(check(|_| ()), Ok(()));
    assert_eq!(check(|order| order.kinds.clear()), Err(CannotShare::NoKind));
    assert_eq!(check(|order| order.ways.clear()), Err(CannotShare::NoWay));
    assert_eq!(check(|order| order.purpose = SharingPurpose::Other), Err(CannotShare::PurposeOpen));
    assert_eq!(check(|order| order.how = ConsentGivenHow::Verbal), Err(CannotShare::WitnessMissing));
    assert_eq!(check(|order| order.until = date(2026, 1, 4)), Err(CannotShare::EndsBefore));
    assert_eq!(
        check(|order| (order.from, order.until) = (date(2025, 1, 1), date(2026, 1, 4))),
        Err(CannotShare::AlreadyOver)
    );
    assert_eq!(check(|order| order.until = date(2027, 1, 5)), Ok(()), "a year is the longest");
    assert_eq!(check(|order| order.until = date(2027, 1, 6)), Err(CannotShare::TooLong(date(2027, 1, 5))));
}

#[test]
fn a_consent_to_share_holds_between_its_days_and_until_it_is_taken_back() {
    let mut client = ClientFile::default();
    add(&mut client, agreed());
    let stands = |client: &ClientFile, day: Date| {
        let sharing = client.sharings.find(item(1)).unwrap();
        (sharing.stands(day, &SharingRules::default()), sharing.holds(day))
    };
    assert_eq!(stands(&client, date(2026, 1, 4)), (SharingStands::Comes, false));
    assert_eq!(stands(&client, TODAY), (SharingStands::Holds, true));
    assert_eq!(stands(&client, date(2026, 5, 31)), (SharingStands::EndsSoon, true));
    assert_eq!(stands(&client, date(2026, 6, 30)), (SharingStands::EndsSoon, true));
    assert_eq!(stands(&client, date(2026, 7, 1)), (SharingStands::Over, false));
    let back = SharingWithdrawn { id: item(1), note: line("She said so") };
    assert!(client.withdraw_sharing(back.clone()).is_ok());
    add(&mut client, back.clone());
    assert_eq!(stands(&client, TODAY), (SharingStands::Withdrawn, false));
    assert_eq!(client.withdraw_sharing(back), Err(CannotShare::NotHere));
}

#[test]
fn whoever_carries_the_case_renews_a_consent_before_it_ends() {
    let rules = Rulebook::default();
    let mut client = ClientFile::default();
    add(&mut client, agreed());
    let duties = of_client(&client, &rules);
    assert_eq!(duties.len(), 1);
    assert_eq!((duties[0].kind, duties[0].owner), (DutyKind::SharingEnds, Owner::Carrier));
    let times = [clock(duties[0].raised, &rules), clock(duties[0].due, &rules)];
    assert_eq!(times, ["2026-05-31 17:00", "2026-06-30 17:00"]);
    let longer = SharingAgreed { id: item(2), until: date(2026, 12, 31), ..agreed() };
    add(&mut client, longer);
    let waits: Vec<_> = of_client(&client, &rules).into_iter().map(|duty| duty.item).collect();
    assert_eq!(waits, [Some(item(2))], "the first one is renewed by it");
    add(&mut client, SharingWithdrawn { id: item(2), note: line("No more") });
    add(&mut client, SharingWithdrawn { id: item(1), note: line("No more") });
    assert!(of_client(&client, &rules).is_empty());
}

pub(super) fn contact() -> ContactLogged {
    ContactLogged {
        channel: Channel::Phone,
        kind: ContactKind::ServiceUpdate,
        with: None,
        summary: words("She was at school."),
        decision: None,
        actions: Vec::new(),
        plan: PlanAfter::NoChange,
        late_because: None,
    }
}

/// Entry 1 opens the case, entry 2 is a contact.
pub(super) fn story() -> Story {
    Story::opened().then(contact())
}

fn copy() -> Arrived {
    Arrived {
        address: "0".repeat(64),
        secret: FileSecret::new("00".repeat(32)),
        length: 1_000,
        digest: "0".repeat(64),
        media: Media::Pdf,
        original: None,
        scanned: Scanned::Not,
        way: Way::Added,
    }
}

pub(super) fn made(basis: DisclosureBasis) -> DisclosureMade {
    DisclosureMade {
        id: item(20),
        number: 1,
        recipient: line("The school"),
        purpose: SharingPurpose::Education,
        words: None,
        chosen: Chosen { entries: BTreeSet::from([EntryNumber(2)]), ..Chosen::default() },
        by: GivenBy::Post,
        basis,
        inquiry: None,
        referral: None,
        key: None,
        copy: Some(copy()),
    }
}

/// The client has asked for it, and is known.
pub(super) fn request() -> DisclosureBasis {
    DisclosureBasis::Request(Identified { by: IdentityCheck::KnownInPerson, facts: [].into() })
}

pub(super) fn tried(story: &Story, order: DisclosureMade, consent: Option<&Sharing>) -> Result<(), CannotDisclose> {
    story.file.disclose(order, consent, TODAY, &Rulebook::default()).map(drop)
}

#[test]
fn a_consent_covers_recipient_purpose_kind_way_and_day() {
    let story = story();
    let order = || made(DisclosureBasis::Consent(item(1)));
    let check = |order: DisclosureMade, change: fn(&mut Sharing)| {
        let mut consent = sharing();
        change(&mut consent);
        tried(&story, order, Some(&consent))
    };
    assert_eq!(check(order(), |_| ()), Ok(()));
    assert_eq!(tried(&story, order(), None), Err(CannotDisclose::NoConsent));
    assert_eq!(check(order(), |one| one.agreed.id = item(2)), Err(CannotDisclose::NoConsent));
    let back = |one: &mut Sharing| one.withdrawn = Some((at("2026-01-05T11:00"), line("No")));
    assert_eq!(check(order(), back), Err(CannotDisclose::NoConsent));
    assert_eq!(check(order(), |one| one.agreed.until = date(2026, 1, 4)), Err(CannotDisclose::NoConsent));
    assert_eq!(check(order(), |one| one.agreed.from = date(2026, 1, 6)), Err(CannotDisclose::NoConsent));
    assert_eq!(check(order(), |one| one.agreed.recipient = line("Else")), Err(CannotDisclose::OtherRecipient));
    let wider = check(order(), |one| one.agreed.kinds = BTreeSet::from([InfoKind::Plan]));
    assert_eq!(wider, Err(CannotDisclose::NotCovered(InfoKind::Contacts)));
    let by = DisclosureMade { by: GivenBy::Email, ..order() };
    assert_eq!(check(by, |_| ()), Err(CannotDisclose::OtherWay(GivenBy::Email)));
}

#[test]
fn what_is_chosen_is_in_the_file_and_what_is_told_is_written_down() {
    let story = story();
    let chosen = |chosen: Chosen, by: GivenBy| {
        let copy = (by != GivenBy::Told).then(copy);
        tried(&story, DisclosureMade { chosen, by, copy, ..made(request()) }, None)
    };
    let entry = |n| Chosen { entries: BTreeSet::from([EntryNumber(n)]), ..Chosen::default() };
    assert_eq!(chosen(entry(2), GivenBy::Hand), Ok(()));
    assert_eq!(chosen(entry(9), GivenBy::Hand), Err(CannotDisclose::NotHere));
    assert_eq!(chosen(Chosen::default(), GivenBy::Hand), Err(CannotDisclose::Nothing));
    let identity = Chosen { identity: true, ..Chosen::default() };
    assert_eq!(story.file.kinds_of(&identity), BTreeSet::from([InfoKind::Identity]));
    assert_eq!(chosen(identity, GivenBy::Hand), Ok(()), "who the client is can be all that is given");
    assert_eq!(chosen(entry(2), GivenBy::Told), Err(CannotDisclose::NotWritten));
    let kinds = BTreeSet::from([InfoKind::Attendance]);
    let told = Chosen { told: Some(words("She comes.")), kinds, ..Chosen::default() };
    assert_eq!(chosen(told, GivenBy::Told), Ok(()));
    assert_eq!(tried(&story, DisclosureMade { copy: None, ..made(request()) }, None), Err(CannotDisclose::NoCopy));
    assert_eq!(tried(&story, DisclosureMade { number: 2, ..made(request()) }, None), Err(CannotDisclose::Between));
    let once = story.clone().then(made(request()));
    assert_eq!(tried(&once, made(request()), None), Err(CannotDisclose::Done));
}

#[test]
fn the_client_is_known_for_certain_before_they_are_given_anything() {
    let story = story().at_level(Level::Sensitive).then(contact());
    let check = |entry: u32, right: usize| {
        let facts = IdentityFact::ALL.into_iter().take(right).map(|fact| (fact, true)).collect();
        let basis = DisclosureBasis::Request(Identified { by: IdentityCheck::FactsCompared, facts });
        let chosen = Chosen { entries: BTreeSet::from([EntryNumber(entry)]), ..Chosen::default() };
        tried(&story, DisclosureMade { chosen, ..made(basis) }, None)
    };
    let few = |right, needed| Err(CannotIdentify::TooFew { right, wrong: 0, needed }.into());
    assert_eq!(check(2, 1), few(1, 2));
    assert_eq!(check(2, 2), Ok(()));
    assert_eq!(check(3, 2), few(2, 3), "it is Sensitive");
    assert_eq!(check(3, 3), Ok(()));
}

fn asked() -> DisclosureAsked {
    let DisclosureMade { id, recipient, chosen, by, .. } = made(DisclosureBasis::Law);
    DisclosureAsked {
        id,
        recipient,
        chosen,
        by,
        law: line("12 F 34/26"),
        reason: words("The court wants it."),
        referral: None,
    }
}

fn decided(approved: bool) -> DisclosureDecided {
    DisclosureDecided { id: item(20), approved, note: line("So it is") }
}

#[test]
fn what_a_law_lets_one_give_out_is_decided_on_by_somebody_else() {
    let rules = Rulebook::default();
    let story = story();
    let order = || made(DisclosureBasis::Law);
    assert_eq!(tried(&story, order(), None), Err(CannotDisclose::NotDecided));
    assert_eq!(outcome(story.file.ask_disclosure(asked(), &rules)), "DisclosureAsked");
    let waits = story.then(asked());
    assert_eq!(tried(&waits, order(), None), Err(CannotDisclose::NotDecided));
    assert_eq!(waits.file.decide_disclosure(decided(true), WORKER), Err(CannotDisclose::OwnRequest));
    let whose = |story: &Story| -> Vec<(DutyKind, Owner)> {
        let duties = of_case(&story.file, &rules).into_iter().filter(|duty| duty.item == Some(item(20)));
        duties.map(|duty| (duty.kind, duty.owner)).collect()
    };
    assert_eq!(whose(&waits), [(DutyKind::DisclosureDecision, Owner::Staff(SUPERVISOR))]);
    assert_eq!(outcome(waits.file.decide_disclosure(decided(true), SUPERVISOR)), "DisclosureDecided");
    let refused = waits.clone().by(SUPERVISOR).then(decided(false));
    assert_eq!(tried(&refused, order(), None), Err(CannotDisclose::Refused));
    assert_eq!(whose(&refused), []);
    let approved = waits.by(SUPERVISOR).then(decided(true));
    assert_eq!(whose(&approved), [(DutyKind::DisclosureMaking, Owner::Staff(WORKER))]);
    assert_eq!(approved.file.decide_disclosure(decided(false), OTHER), Err(CannotDisclose::Done));
    assert_eq!(tried(&approved, order(), None), Ok(()));
    let other = DisclosureMade { recipient: line("The newspaper"), ..order() };
    assert_eq!(tried(&approved, other, None), Err(CannotDisclose::Differs));
    assert_eq!(whose(&approved.then(order())), []);
}

#[test]
fn the_request_of_a_supervisor_is_the_data_protection_officers() {
    let waits = story().by(SUPERVISOR).then(asked());
    let duties = of_case(&waits.file, &Rulebook::default());
    let owner = duties.iter().find(|duty| duty.kind == DutyKind::DisclosureDecision).map(|duty| duty.owner);
    assert_eq!(owner, Some(Owner::Role(Role::DataProtectionOfficer)));
}

#[test]
fn the_director_lays_down_how_long_consents_hold_and_how_sure_one_must_be_who_asks() {
    let organisation = Organisation { rulebook: Rulebook::default(), ..Organisation::default() };
    let amend = |months, [standard, confidential, sensitive]: [u32; 3]| {
        let identity = IdentityRules { standard, confidential, sensitive };
        let sharing = SharingRules { longest_months: months, ..SharingRules::default() };
        outcome(organisation.amend_giving_out(sharing, identity, line("Safer")))
    };
    assert_eq!((amend(6, [1, 2, 3]), amend(12, [2, 3, 4])), ("RulebookAmended".into(), "RulebookAmended".into()));
    for (months, facts, wrong) in [
        (0, [1, 2, 3], BadGivingOut::Months),
        (25, [1, 2, 3], BadGivingOut::Months),
        (12, [0, 2, 3], BadGivingOut::Facts(Level::Standard)),
        (12, [1, 2, 5], BadGivingOut::Facts(Level::Sensitive)),
        (12, [3, 2, 3], BadGivingOut::Fewer(Level::Confidential)),
        (12, [1, 2, 3], BadGivingOut::Same),
    ] {
        assert_eq!(amend(months, facts), wrong.to_string());
    }
}

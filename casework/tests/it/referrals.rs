//! The directory and referrals: found by everybody, made by whoever works on the case, and never without a right (FS-4.5.1, FS-4.6.2).

use casework::Failure;
use casework::clients::withdraw_sharing;
use casework::listings::hsds::Read;
use casework::listings::{
    Brought, Directory, Wanted, check_listing, describe_listing, directory, end_listing, import_services, list_service,
};
use casework::referrals::{answer_path, answerable, ask_answer, follow_referral, refer, service_answers};
use casework::today::today;
use domain::calendar::days_later;
use domain::cases::CaseFile;
use domain::disclosures::{DisclosureBasis, DisclosureMade};
use domain::duties::DutyKind;
use domain::ids::{DossierId, ItemId};
use domain::listings::{CannotList, Help, ListingChecked, ListingDescribed, ListingEnded, Takes};
use domain::policy::Action;
use domain::referrals::{AnswerAsked, Approach, Came, CannotRefer, ReferralFollowed, ReferralMade, Stands, ToldBy};
use domain::search::Sought;
use domain::sharing::SharingWithdrawn;

use crate::cast::{AMINA, BEA, EDITH, GEORGE, MARIA, PAVEL, Person, SOFIA, TOMAS};
use crate::disclosures::{case, client_of, gives, made, rule, shared};
use crate::orders::{TODAY, line, words};
use crate::world::{World, story};

fn described(name: &str, help: Help) -> ListingDescribed {
    ListingDescribed {
        what: Some(words("A bed for the night, and a meal.")),
        eligible: Some(line("Anybody over 18")),
        languages: Some(line("German, Polish")),
        phone: Some(line("+49 40 5550199")),
        ..ListingDescribed::named(line(name), line("City mission"), [help].into())
    }
}

async fn listed(world: &World, name: &str, help: Help) -> DossierId {
    list_service(&world.acting(BEA), described(name, help), world.ink()).await.unwrap().dossier
}

fn referral(world: &World, listing: DossierId, approach: Approach) -> ReferralMade {
    ReferralMade {
        id: world.acting(MARIA).new_item(),
        listing,
        to: line("Night shelter, City mission"),
        help: Help::Housing,
        reason: words("He has to leave on Friday."),
        approach,
        ask_by: days_later(TODAY, 1),
    }
}

async fn refers(world: &World, by: Person, case: DossierId, order: &ReferralMade) -> Result<(), Failure<CannotRefer>> {
    refer(&world.acting(by), case, order.clone(), world.ink()).await.map(drop)
}

async fn names(world: &World, by: Person, wanted: Wanted) -> Vec<String> {
    let Directory { lines, found, .. } = directory(&world.acting(by), &wanted).await.unwrap();
    assert_eq!(lines.len(), found);
    lines.into_iter().map(|line| line.card.name).collect()
}

fn looking(words: &str) -> Wanted {
    Wanted { words: Some(Sought::parse(&line(words)).unwrap()), ..Wanted::default() }
}

async fn stands(world: &World, case: DossierId, id: ItemId) -> Stands {
    let seen = world.acting(MARIA).view::<CaseFile>(Action::ReadCase, case).await.unwrap();
    seen.referrals.find(id).unwrap().stands()
}

/// What of referrals stands on the Today page of Maria, and what is said there of each.
async fn on_today(world: &World) -> Vec<(DutyKind, Option<String>)> {
    let duties = today(&world.acting(MARIA)).await.unwrap().duties;
    let mine = duties.into_iter().filter(|duty| duty.kind.code().starts_with("referral_"));
    mine.map(|duty| (duty.kind, duty.what)).collect()
}

#[test]
fn everybody_finds_a_service_by_what_it_helps_with_and_by_words_and_those_with_room_come_first() {
    story(async |world| {
        let shelter = listed(world, "Night shelter", Help::Housing).await;
        listed(world, "Debt advice", Help::Money).await;
        let kitchen = listed(world, "Añil kitchen", Help::Goods).await;
        assert_eq!(names(world, GEORGE, Wanted::default()).await, ["Añil kitchen", "Debt advice", "Night shelter"]);
        let check = ListingChecked { takes: Takes::Now, note: None };
        check_listing(&world.acting(SOFIA), shelter, check, world.ink()).await.unwrap();
        let first = names(world, PAVEL, Wanted::default()).await;
        assert_eq!(first.first().map(String::as_str), Some("Night shelter"));
        let of = |help| Wanted { help: Some(help), ..Wanted::default() };
        assert_eq!(names(world, MARIA, of(Help::Money)).await, ["Debt advice"]);
        assert_eq!(names(world, MARIA, looking("anil")).await, ["Añil kitchen"]);
        assert_eq!(names(world, MARIA, looking("shelter polish")).await, ["Night shelter"]);
        assert_eq!(names(world, MARIA, looking("debts")).await, ["Debt advice"], "by the kind of help");
        let end = ListingEnded { reason: line("It has closed") };
        end_listing(&world.acting(BEA), kitchen, end, world.ink()).await.unwrap();
        assert_eq!(names(world, MARIA, looking("kitchen")).await, Vec::<String>::new());
        let all = Wanted { ended: true, ..looking("kitchen") };
        assert_eq!(names(world, MARIA, all).await, ["Añil kitchen"]);
        let (bea, again) = (world.acting(BEA), described("Añil kitchen", Help::Goods));
        describe_listing(&bea, kitchen, again.clone(), world.ink()).await.unwrap();
        assert_eq!(names(world, MARIA, looking("kitchen")).await, ["Añil kitchen"]);
        let same = describe_listing(&bea, kitchen, again, world.ink()).await;
        assert!(matches!(same, Err(Failure::Rule(CannotList::Same))));
    });
}

#[test]
fn a_service_stands_in_the_directory_once() {
    story(async |world| {
        let shelter = listed(world, "Night shelter", Help::Housing).await;
        let (bea, again) = (world.acting(BEA), described("night SHELTER", Help::Housing));
        let twice = list_service(&bea, again.clone(), world.ink()).await;
        assert!(matches!(twice, Err(Failure::Rule(CannotList::Known))));
        let elsewhere = ListingDescribed { source: Some(line("a list of others, 7")), ..again.clone() };
        list_service(&bea, elsewhere, world.ink()).await.unwrap();
        end_listing(&bea, shelter, ListingEnded { reason: line("It has closed") }, world.ink()).await.unwrap();
        let other = ListingDescribed { provider: line("Harbour mission"), ..again };
        list_service(&bea, other, world.ink()).await.unwrap();
    });
}

#[test]
fn what_was_taken_off_here_stays_off_and_what_a_list_of_others_took_off_comes_back_with_it() {
    story(async |world| {
        let (bea, gone) = (world.acting(BEA), line("not active there"));
        let service = |id: &str| ListingDescribed { source: Some(line(id)), ..described(id, Help::Housing) };
        let brings = async |read: Vec<Read>| import_services(&bea, read, true, &gone, |_| ()).await.unwrap();
        let offered = |id: &str| Read::Offered(Box::new(service(id)));
        let first = brings(vec![offered("a"), offered("b")]).await;
        assert_eq!(first, Brought { added: 2, ..Brought::default() });
        let all = directory(&bea, &Wanted::default()).await.unwrap().lines;
        let a = all.iter().find(|line| line.card.name == "a").unwrap().listing;
        let check = ListingChecked { takes: Takes::Now, note: None };
        check_listing(&bea, a, check, world.ink()).await.unwrap();
        end_listing(&bea, a, ListingEnded { reason: line("Nobody is sent there") }, world.ink()).await.unwrap();
        let second = brings(vec![offered("a"), Read::Gone(line("b"))]).await;
        assert_eq!(second, Brought { kept_off: 1, ended: 1, ..Brought::default() });
        let third = brings(vec![Read::Gone(line("a")), offered("b"), Read::Gone(line("c"))]).await;
        assert_eq!(third, Brought { same: 1, changed: 1, unknown: 1, ..Brought::default() });
        assert_eq!(names(world, BEA, Wanted::default()).await, ["b"]);
    });
}

#[test]
fn whoever_only_looks_changes_nothing_of_the_directory() {
    story(async |world| {
        let shelter = listed(world, "Night shelter", Help::Housing).await;
        for person in [EDITH, GEORGE, PAVEL] {
            let added = list_service(&world.acting(person), described("Another", Help::Work), world.ink()).await;
            assert!(matches!(added, Err(Failure::Refused(_))), "{}", person.name);
            let ended = ListingEnded { reason: line("No") };
            let ended = end_listing(&world.acting(person), shelter, ended, world.ink()).await;
            assert!(matches!(ended, Err(Failure::Refused(_))), "{}", person.name);
        }
    });
}

#[test]
fn a_client_who_goes_there_themselves_is_asked_about_on_the_day_and_what_came_is_written_down() {
    story(async |world| {
        let (case, _) = case(world).await;
        let shelter = listed(world, "Night shelter", Help::Housing).await;
        let order = referral(world, shelter, Approach::Client);
        for other in [AMINA, SOFIA, GEORGE] {
            let came = refers(world, other, case, &order).await;
            assert!(matches!(came, Err(Failure::Refused(_))), "{}", other.name);
        }
        refers(world, MARIA, case, &order).await.unwrap();
        let said = Some("Night shelter, City mission".to_owned());
        assert_eq!(on_today(world).await, [(DutyKind::ReferralAsk, said)]);
        assert_eq!(rule(refers(world, TOMAS, case, &order).await), CannotRefer::Already);
        let done =
            ReferralFollowed { id: order.id, came: Came::Completed, told_by: ToldBy::Client, note: None, ask_by: None };
        follow_referral(&world.acting(MARIA), case, done, world.ink()).await.unwrap();
        assert_eq!(stands(world, case, order.id).await, Stands::Came(Came::Completed));
        assert_eq!(on_today(world).await, []);
        let end = ListingEnded { reason: line("It has closed") };
        end_listing(&world.acting(BEA), shelter, end, world.ink()).await.unwrap();
        assert_eq!(rule(refers(world, MARIA, case, &order).await), CannotRefer::NotListed);
        let nowhere = referral(world, case, Approach::Client);
        assert_eq!(rule(refers(world, MARIA, case, &nowhere).await), CannotRefer::NotListed, "a case is no service");
    });
}

#[test]
fn a_service_is_asked_by_the_one_door_and_by_the_consent_that_the_referral_names() {
    story(async |world| {
        let (case, entry) = case(world).await;
        let (maria, shelter) = (world.acting(MARIA), listed(world, "Night shelter", Help::Housing).await);
        let consent = shared(world, case).await;
        let order = referral(world, shelter, Approach::Consent(consent));
        refers(world, MARIA, case, &order).await.unwrap();
        assert_eq!(on_today(world).await.first().map(|(kind, _)| *kind), Some(DutyKind::ReferralSend));
        let given =
            DisclosureMade { referral: Some(order.id), ..made(&maria, entry, DisclosureBasis::Consent(consent)) };
        gives(world, MARIA, case, given).await.unwrap();
        assert_eq!(stands(world, case, order.id).await, Stands::Sent);
        assert_eq!(on_today(world).await.first().map(|(kind, _)| *kind), Some(DutyKind::ReferralAsk));

        let back = SharingWithdrawn { id: consent, note: line("She said so") };
        withdraw_sharing(&maria, client_of(world, case).await, back, world.ink()).await.unwrap();
        let kitchen = listed(world, "Kitchen", Help::Goods).await;
        let another = referral(world, kitchen, Approach::Consent(consent));
        assert_eq!(rule(refers(world, MARIA, case, &another).await), CannotRefer::NoConsent);
    });
}

#[test]
fn a_service_answers_by_a_link_that_serves_once_and_only_until_another_one_is_made() {
    story(async |world| {
        let (case, _) = case(world).await;
        let (maria, shelter) = (world.acting(MARIA), listed(world, "Night shelter", Help::Housing).await);
        let order = referral(world, shelter, Approach::Client);
        refers(world, MARIA, case, &order).await.unwrap();
        let link = |referral| AnswerAsked { id: maria.new_item(), referral, until: days_later(TODAY, 14) };
        for other in [AMINA, SOFIA, GEORGE] {
            let asked = ask_answer(&world.acting(other), case, link(order.id), world.ink()).await;
            assert!(matches!(asked, Err(Failure::Refused(_))), "{}", other.name);
        }
        let (first, second) = (link(order.id), link(order.id));
        ask_answer(&maria, case, first.clone(), world.ink()).await.unwrap();
        let secret = async |link: &AnswerAsked| {
            let path = answer_path(&maria, case, link).await.unwrap();
            path.strip_prefix("/r/").unwrap().to_owned()
        };
        assert!(answer_path(&world.acting(AMINA), case, &first).await.is_err());
        let (one, two) = (secret(&first).await, secret(&second).await);
        assert!(answerable(&world.house, &one).await.unwrap());
        ask_answer(&maria, case, second, world.ink()).await.unwrap();
        let says = async |secret: &str| {
            let note = Some(line("From Monday on"));
            service_answers(&world.house, secret, Came::Accepted, note).await.unwrap()
        };
        assert!(!answerable(&world.house, &one).await.unwrap());
        assert!(!says(&one).await, "another one was made");
        assert!(!says("no secret").await);
        assert!(answerable(&world.house, &two).await.unwrap());
        assert!(says(&two).await);
        assert!(!says(&two).await, "it serves once");
        assert!(!answerable(&world.house, &two).await.unwrap());
        assert_eq!(stands(world, case, order.id).await, Stands::Sent, "nothing is changed by it");
        let said = Some("Night shelter, City mission".to_owned());
        assert_eq!(on_today(world).await, [(DutyKind::ReferralAnswered, said)]);
    });
}

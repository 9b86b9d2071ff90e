//! A service with a client who was referred to it, for the walk through all routes; and what is given out for a referral.

use axum::http::StatusCode;
use casework::listings::list_service;
use casework::referrals::refer;
use domain::calendar::days_later;
use domain::cases::CaseFile;
use domain::ids::{DossierId, ItemId};
use domain::listings::{Help, ListingDescribed};
use domain::policy::Action;
use domain::referrals::{Approach, ReferralMade, Stands};
use domain::text::Narrative;
use testkit::TestPlace;

use crate::browser::hidden;
use crate::files::SECRET;
use crate::world::{World, ink, line};

fn described() -> ListingDescribed {
    let phone = Some(line("+49 40 5550199"));
    let named = ListingDescribed::named(line("Night shelter"), line("City mission"), [Help::Housing].into());
    ListingDescribed { phone, ..named }
}

async fn referred(world: &World, case: DossierId, approach: Approach) -> (DossierId, ItemId) {
    let ada = world.acting(world.person("ada"));
    let listing = list_service(&ada, described(), ink()).await.unwrap().dossier;
    let today = world.house.organisation().await.unwrap().rulebook.office.today(ada.now());
    let id = ada.new_item();
    let order = ReferralMade {
        id,
        listing,
        to: line(SECRET),
        help: Help::Housing,
        reason: Narrative::parse(SECRET).unwrap(),
        approach,
        ask_by: days_later(today, 14),
    };
    refer(&ada, case, order, ink()).await.unwrap();
    (listing, id)
}

/// Ids for the braces of addresses.
pub(crate) async fn items(world: &World, case: DossierId) -> Vec<(&'static str, String)> {
    let (listing, referral) = referred(world, case, Approach::Client).await;
    vec![("listing", listing.to_string()), ("referral", referral.to_string())]
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_asked_for_by_a_law_for_a_referral_stays_named_by_it_until_it_is_given_out() {
    let world = World::at(TestPlace::sqlite()).await;
    let case = world.open_case("ada").await;
    let (_, referral) = referred(&world, case, Approach::Law).await;
    let browser = world.browser("ada").await;
    let list = browser.get(&format!("/cases/{case}/referrals")).await.text();
    let form = format!("/cases/{case}/disclosures/new/law");
    let asking = format!("{form}?referral={referral}");
    assert!(list.contains(&asking), "{list}");
    let page = browser.get(&asking).await;
    assert_eq!(hidden(&page, "referral"), referral.to_string());
    let (once, seen) = (hidden(&page, "once"), hidden(&page, "seen"));
    let said = [
        ("recipient", "Night shelter"),
        ("law", ""),
        ("reason", "A child is in danger."),
        ("by", "post"),
        ("entries_course[]", "1"),
        ("referral", &*referral.to_string()),
        ("once", &*once),
        ("seen", &*seen),
    ];
    let wrong = browser.post(&form, &said).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(hidden(&wrong, "referral"), referral.to_string(), "nothing is lost");
    let said: Vec<(&str, &str)> =
        said.into_iter().map(|(name, value)| (name, if name == "law" { "§ 8a" } else { value })).collect();
    let sent = browser.post(&form, &said).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let seen = world.acting(world.person("ada")).view::<CaseFile>(Action::ReadCase, case).await.unwrap();
    let asked = seen.disclosures.undecided().next().unwrap();
    assert_eq!(asked.asked.referral, Some(referral));
    assert_eq!(seen.referrals.find(referral).unwrap().stands(), Stands::ToSend, "nothing has left yet");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_looks_for_in_the_directory_stands_in_no_address() {
    let world = World::at(TestPlace::sqlite()).await;
    let case = world.open_case("ada").await;
    referred(&world, case, Approach::Client).await;
    let browser = world.browser("ada").await;
    for (page, to) in [("/services".to_owned(), "/services/search".to_owned()), {
        let referrals = format!("/cases/{case}/referrals");
        (format!("{referrals}/new"), format!("{referrals}/search"))
    }] {
        let form = browser.get(&page).await.text();
        assert!(form.contains(&format!("method=\"post\" action=\"{to}\"")), "{page}");
        let found = async |words: &'static str| browser.post(&to, &[("q", words), ("help", "")]).await;
        assert!(found("shelter").await.text().contains("Night shelter"));
        let none = found("lawyer").await.text();
        assert!(none.contains("No service fits this.") && none.contains("lawyer"), "{none}");
        let signs = found("?!").await;
        assert_eq!(signs.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(signs.text().contains("Please type a word or a number"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn from_a_service_one_goes_on_to_ones_own_cases_and_from_a_consent_that_has_ended_nowhere() {
    let world = World::at(TestPlace::sqlite()).await;
    let case = world.open_case("ada").await;
    let (listing, _) = referred(&world, case, Approach::Client).await;
    let page = async |login: &str, path: &str| world.browser(login).await.get(path).await.text();
    let service = format!("/services/{listing}");
    let to = format!("/cases/{case}/referrals/to/{listing}");
    assert!(page("ada", &service).await.contains(&format!("{service}/refer")));
    assert!(page("ada", &format!("{service}/refer")).await.contains(&to));
    assert!(!page("dora", &service).await.contains(&format!("{service}/refer")), "who carries no cases");
    let others = page("ben", &format!("{service}/refer")).await;
    assert!(others.contains("You carry no open case.") && !others.contains(&to), "another’s case");
    let gone = page("ada", &format!("/cases/{case}/disclosures/new/{}", ItemId::new(uuid::Uuid::nil()))).await;
    assert!(gone.contains("This consent does not hold today"), "{gone}");
}

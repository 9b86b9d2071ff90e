//! What leaves the house, by its forms: a consent is recorded, what it covers is given out, the copy is fetched; and what the walk through all routes needs.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use casework::clients::agree_to_share;
use casework::contacts::{LogContact, log_contact};
use casework::disclosures::{MakeDisclosure, ask_disclosure, decide_disclosure, make_disclosure, open_pickup};
use domain::calendar::days_later;
use domain::cases::CaseFile;
use domain::clients::ConsentGivenHow;
use domain::contacts::ContactLogged;
use domain::disclosures::{
    Chosen, DisclosureAsked, DisclosureBasis, DisclosureDecided, DisclosureMade, Notice, PickupOpened,
};
use domain::ids::{DossierId, EntryNumber, ItemId};
use domain::policy::Action;
use domain::reminders::Means;
use domain::sharing::{GivenBy, InfoKind, SharingAgreed, SharingPurpose};
use domain::text::Narrative;
use testkit::TestPlace;

use crate::browser::{Browser, hidden};
use crate::files::SECRET;
use crate::python::words_of_pdf;
use crate::stale::call;
use crate::world::{Person, World, ink, line};

/// A consent to share, and a disclosure by law that was approved and made, for the braces of addresses.
pub(crate) async fn given(
    world: &World,
    client: DossierId,
    case: DossierId,
    worker: Person,
    supervisor: Person,
) -> Vec<(&'static str, String)> {
    let ctx = world.acting(worker);
    let today = world.house.organisation().await.unwrap().rulebook.office.today(ctx.now());
    let consent = SharingAgreed {
        id: ctx.new_item(),
        recipient: line(SECRET),
        purpose: SharingPurpose::Care,
        words: Some(line(SECRET)),
        kinds: InfoKind::ALL.into(),
        ways: GivenBy::ALL.into(),
        from: today,
        until: days_later(today, 60),
        how: ConsentGivenHow::Signed,
        by: None,
    };
    agree_to_share(&ctx, client, consent.clone(), ink()).await.unwrap();
    let id = by_law(world, case, worker, supervisor, GivenBy::Page, 1).await;
    let packed = by_law(world, case, worker, supervisor, GivenBy::Package, 2).await;
    let notice = Notice { means: Means::Email, to: line(SECRET), language: "en".to_owned() };
    let page = PickupOpened { id: ctx.new_item(), disclosure: id, until: today, notice: Some(notice) };
    open_pickup(&ctx, case, page, ink()).await.unwrap();
    let consent = consent.id.to_string();
    vec![
        ("sharing", consent.clone()),
        ("ground", consent),
        ("disclosure", id.to_string()),
        ("packed", packed.to_string()),
    ]
}

/// Something is asked for by law, approved, and given out by this way.
async fn by_law(
    world: &World,
    case: DossierId,
    worker: Person,
    supervisor: Person,
    by: GivenBy,
    number: u32,
) -> ItemId {
    let ctx = world.acting(worker);
    let (id, recipient) = (ctx.new_item(), line(SECRET));
    let chosen = Chosen { entries: BTreeSet::from([EntryNumber(1)]), ..Chosen::default() };
    let (law, reason) = (line(SECRET), Narrative::parse(SECRET).unwrap());
    let asked =
        DisclosureAsked { id, recipient: recipient.clone(), chosen: chosen.clone(), by, law, reason, referral: None };
    ask_disclosure(&ctx, case, asked, ink()).await.unwrap();
    let decided = DisclosureDecided { id, approved: true, note: line(SECRET) };
    decide_disclosure(&world.acting(supervisor), case, decided, ink()).await.unwrap();
    let order = DisclosureMade {
        id,
        number,
        recipient,
        purpose: SharingPurpose::Legal,
        words: None,
        chosen,
        by,
        basis: DisclosureBasis::Law,
        inquiry: None,
        referral: None,
        key: None,
        copy: None,
    };
    let paper = Some(format!("%PDF-1.7 {SECRET}").into_bytes());
    make_disclosure(&ctx, case, MakeDisclosure { order, paper, beside: Vec::new() }, ink()).await.unwrap();
    id
}

/// The form is opened, filled in and sent.
async fn sends(browser: &Browser, form: &str, to: &str, fields: &[(&str, &str)]) -> crate::browser::Answer {
    let page = browser.get(form).await;
    assert_eq!(page.status, StatusCode::OK, "{form}: {}", page.text());
    let (once, seen) = (hidden(&page, "once"), hidden(&page, "seen"));
    browser.post(to, &[fields, &[("once", &*once), ("seen", &*seen)]].concat()).await
}

async fn client_of(world: &World, case: DossierId) -> DossierId {
    let ada = world.acting(world.person("ada"));
    ada.view::<CaseFile>(Action::ReadCase, case).await.unwrap().client().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_consent_covers_is_given_out_by_a_signature_and_its_copy_stays() {
    let world = World::at(TestPlace::sqlite()).await;
    let case = world.open_case("ada").await;
    let client = client_of(&world, case).await;
    let browser = world.browser("ada").await;
    let today = world.house.organisation().await.unwrap().rulebook.office.today(world.house.now());
    let (from, until) = (today.to_string(), days_later(today, 20).to_string());
    let list = format!("/clients/{client}/sharing");
    let mut said = vec![
        ("recipient", "Tannery Street School"),
        ("purpose", "education"),
        ("ways[]", "post"),
        ("from", &*from),
        ("until", &*until),
        ("how", "signed"),
    ];
    let wrong = sends(&browser, &format!("{list}/new"), &list, &said).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let html = wrong.text();
    assert!(html.contains("Please choose what may be shared") && html.contains("Tannery Street School"), "{html}");
    said.push(("kinds[]", "course"));
    let agreed = sends(&browser, &format!("{list}/new"), &list, &said).await;
    assert_eq!(agreed.status, StatusCode::SEE_OTHER, "{}", agreed.text());
    let shown = browser.get(&list).await.text();
    assert!(shown.contains("Tannery Street School") && shown.contains("Ends on"), "{shown}");
    let form = browser.get(&format!("{list}/form")).await;
    assert!(form.body.starts_with(b"%PDF-"));

    let ada = world.acting(world.person("ada"));
    let seen = ada.view::<domain::clients::ClientFile>(Action::ReadClient, client).await.unwrap();
    let consent = seen.sharings.all.last().unwrap().agreed.id;
    let grounds = browser.get(&format!("/cases/{case}/disclosures/new")).await.text();
    assert!(grounds.contains(&format!("/new/{consent}")), "{grounds}");
    let ground = format!("/cases/{case}/disclosures/new/{consent}");
    let page = browser.get(&ground).await.text();
    assert!(!page.contains("Session notes ("), "what it does not cover cannot be chosen: {page}");
    let nothing = sends(&browser, &ground, &ground, &[("by", "post")]).await;
    assert!(nothing.text().contains("Please choose what is given out"), "{}", nothing.text());
    let more = sends(&browser, &ground, &ground, &[("by", "hand"), ("entries_course[]", "1")]).await;
    assert!(more.text().contains("The consent does not cover this way"), "{}", more.text());
    let made = sends(&browser, &ground, &ground, &[("by", "post"), ("entries_course[]", "1")]).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text());
    let one = made.header("location").split('?').next().unwrap().to_owned();
    let shown = browser.get(&one).await.text();
    assert!(shown.contains("Disclosure 3") && shown.contains("Fingerprint of the copy"), "{shown}");
    let copy = browser.get(&format!("{one}/copy")).await;
    assert!(copy.body.starts_with(b"%PDF-") && copy.header("content-disposition").contains("disclosure-3.pdf"));
    let again = browser.get(&format!("{one}/copy")).await;
    assert_eq!(copy.body, again.body, "it is kept as it left");
    let account = browser.get(&format!("/cases/{case}/disclosures?from={from}&until={until}")).await.text();
    assert!(account.contains("Tannery Street School") && account.contains("Disclosure 1"), "{account}");
    let before = browser.get(&format!("/cases/{case}/disclosures?until=2001-01-01")).await.text();
    assert!(before.contains("Nothing was given out."), "{before}");
    let printed = browser.get(&format!("/cases/{case}/disclosures/pdf?from={from}")).await;
    assert!(printed.body.starts_with(b"%PDF-"));

    let back = format!("{list}/{consent}");
    let taken = sends(&browser, &back, &back, &[("note", "She does not want it any more")]).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text());
    let over = browser.get(&ground).await;
    assert_eq!(over.status, StatusCode::UNPROCESSABLE_ENTITY, "it gives nothing out any more");
    assert!(over.text().contains("This consent does not hold today"), "{}", over.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn facts_are_compared_one_by_one_before_a_client_is_given_what_they_ask_for() {
    let world = World::at(TestPlace::sqlite()).await;
    let case = world.open_case("ada").await;
    let browser = world.browser("ada").await;
    let ground = format!("/cases/{case}/disclosures/new/request");
    let page = browser.get(&ground).await.text();
    assert!(page.contains("Ask: Birth date") && page.contains("2 facts must be right"), "{page}");
    let fields = |number: &'static str| {
        [
            ("identity", "facts_compared"),
            ("fact_birth_date", "right"),
            ("fact_client_number", number),
            ("by", "told"),
            ("told", "Her next hour is on Thursday."),
            ("kinds[]", "attendance"),
        ]
    };
    let few = sends(&browser, &ground, &ground, &fields("wrong")).await;
    assert_eq!(few.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(few.text().contains("1 right and 1 wrong"), "{}", few.text());
    let made = sends(&browser, &ground, &ground, &fields("right")).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text());
    let one = made.header("location").split('?').next().unwrap().to_owned();
    let shown = browser.get(&one).await.text();
    assert!(shown.contains("Birth date: right") && shown.contains("Her next hour"), "{shown}");
    assert_eq!(browser.get(&format!("{one}/copy")).await.status, StatusCode::NOT_FOUND, "what is told has none");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passage_that_is_left_out_is_not_in_the_copy() {
    let world = World::at(TestPlace::sqlite()).await;
    let case = world.open_case("ada").await;
    let ada = world.acting(world.person("ada"));
    let contact = ContactLogged {
        summary: Narrative::parse("She sleeps better. Her neighbour Gonzalo drinks again.").unwrap(),
        ..call()
    };
    let entry = log_contact(&ada, LogContact { case, contact }, ink()).await.unwrap().number.to_string();
    let browser = world.browser("ada").await;
    let ground = format!("/cases/{case}/disclosures/new/request");
    let mut said = vec![
        ("identity", "facts_compared"),
        ("fact_birth_date", "right"),
        ("fact_client_number", "right"),
        ("by", "post"),
        ("entries_contacts[]", &*entry),
    ];
    let looked = sends(&browser, &ground, &ground, &[&*said, &[("look", "yes")]].concat()).await.text();
    let (before, _) = looked.split_once("Her neighbour Gonzalo drinks again.").unwrap();
    let box_of = before.rsplit_once("name=\"withheld[]\" value=\"").unwrap().1.split('"').next().unwrap();
    assert!(looked.contains("She sleeps better."), "each passage by itself: {looked}");
    let why = format!("why_{entry}");
    said.extend([("withheld[]", box_of), (&*why, "third_party"), ("passages", "yes")]);
    let made = sends(&browser, &ground, &ground, &said).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text());
    let one = made.header("location").split('?').next().unwrap().to_owned();
    assert!(browser.get(&one).await.text().contains("One passage was left out"));
    let copy = browser.get(&format!("{one}/copy")).await;
    let Some(words) = words_of_pdf(&copy.body) else { return };
    assert!(words.contains("She sleeps better. [Left out: is about somebody else]"), "{words}");
    assert!(!words.contains("Gonzalo") && !words.contains("neighbour"), "{words}");
    let file = browser.get(&format!("/cases/{case}")).await.text();
    assert!(file.contains("Gonzalo"), "the record is unchanged");

    let gone = format!("{entry}:{}", "0".repeat(64));
    said.retain(|(name, _)| *name != "withheld[]");
    said.push(("withheld[]", &gone));
    let refused = sends(&browser, &ground, &ground, &said).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("does not say any more"), "{}", refused.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_law_requires_waits_for_somebody_else() {
    let world = World::at(TestPlace::sqlite()).await;
    let case = world.open_case("ada").await;
    let (ada, cleo) = (world.browser("ada").await, world.browser("cleo").await);
    let ground = format!("/cases/{case}/disclosures/new/law");
    let fields = [
        ("recipient", "Family court"),
        ("law", "Order 12 F 34/26"),
        ("reason", "The court has ordered it."),
        ("by", "post"),
        ("entries_course[]", "1"),
    ];
    let asked = sends(&ada, &ground, &ground, &fields).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text());
    let seen = world.acting(world.person("ada")).view::<CaseFile>(Action::ReadCase, case).await.unwrap();
    let id = seen.disclosures.undecided().next().unwrap().asked.id;
    let one = format!("/cases/{case}/disclosures/{id}");
    assert!(!ada.get(&one).await.text().contains("/making"), "nobody has decided");
    assert!(cleo.get("/").await.text().contains(&format!("{one}/decision")), "it is on her list");
    let (form, decision) = (format!("{one}/decision"), [("decision", "approved"), ("note", "The order is in force")]);
    let unsigned = sends(&cleo, &form, &form, &decision).await;
    assert_eq!(unsigned.status, StatusCode::UNPROCESSABLE_ENTITY, "a decision always asks for the password");
    let order = DisclosureDecided { id, approved: true, note: line("The order is in force") };
    decide_disclosure(&world.acting(world.person("cleo")), case, order, ink()).await.unwrap();
    assert_eq!(cleo.get(&form).await.status, StatusCode::SEE_OTHER, "it is decided");
    assert!(
        ada.get("/").await.text().contains(&format!("{one}/making")),
        "it is on the list of whoever carries the case"
    );
    let made = sends(&ada, &format!("{one}/making"), &format!("{one}/making"), &[]).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text());
    assert!(ada.get(&format!("{one}/copy")).await.body.starts_with(b"%PDF-"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_given_out_by_the_secure_page_is_had_with_a_link_and_a_code() {
    let world = World::at(TestPlace::sqlite()).await;
    let case = world.open_case("ada").await;
    let browser = world.browser("ada").await;
    let ground = format!("/cases/{case}/disclosures/new/request");
    let said = [
        ("identity", "facts_compared"),
        ("fact_birth_date", "right"),
        ("fact_client_number", "right"),
        ("by", "page"),
        ("entries_course[]", "1"),
    ];
    let made = sends(&browser, &ground, &ground, &said).await;
    let form = made.header("location").split('?').next().unwrap().to_owned();
    assert!(form.ends_with("/page"), "on to the page: {form}");
    let one = form.strip_suffix("/page").unwrap();
    let today = world.house.organisation().await.unwrap().rulebook.office.today(world.house.now());
    let late = days_later(today, 60).to_string();
    let long = sends(&browser, &form, &form, &[("told", "self"), ("language", "en"), ("until", &late)]).await;
    assert!(long.text().contains("The page can stay open until"), "{}", long.text());
    let until = days_later(today, 5).to_string();
    let nobody = sends(&browser, &form, &form, &[("told", "email"), ("language", "en"), ("until", &until)]).await;
    assert!(nobody.text().contains("Please fill in the address"), "{}", nobody.text());
    let opened = sends(&browser, &form, &form, &[("told", "self"), ("language", "en"), ("until", &until)]).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text());
    let shown = browser.get(one).await.text();
    let (_, after) = shown.split_once("/p/").unwrap();
    let link = format!("/p/{}", &after[..32]);
    let (_, after) = shown.split_once("to be told by phone</dt><dd>").unwrap();
    let code: String = after[..120].chars().filter(char::is_ascii_digit).take(8).collect();

    let anybody = Browser { pages: world.pages.clone(), cookie: None };
    for _ in 0..7 {
        let door = anybody.get(&link).await;
        assert_eq!((door.status, door.header("cache-control")), (StatusCode::OK, "no-store"));
        for secret in ["Casekeep", "Harbour", "client", "ada"] {
            assert!(!door.text().contains(secret), "whoever opens it learns nothing: {}", door.text());
        }
    }
    for wrong in [&[][..], &[("code", "1")], &[("code", "00000000000")]] {
        let refused = anybody.post(&link, wrong).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains("This is not the code"), "{}", refused.text());
    }
    let had = anybody.post(&link, &[("code", &code)]).await;
    assert_eq!(had.status, StatusCode::OK, "{}", had.text());
    assert!(had.body.starts_with(b"%PDF-") && had.header("content-disposition").contains("disclosure-3.pdf"));
    assert_eq!(had.body, browser.get(&format!("{one}/copy")).await.body, "it is what left");
    let shown = browser.get(one).await.text();
    assert!(shown.contains("It was fetched with link and code"), "{shown}");
    let gone = anybody.get(&format!("/p/{}", "0".repeat(32))).await;
    assert_eq!(gone.status, StatusCode::GONE);
    let account = browser.get(&format!("/cases/{case}")).await.text();
    assert!(account.contains("A wrong code was given at the secure page"), "{account}");
}

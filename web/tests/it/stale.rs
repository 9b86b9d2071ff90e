//! What others have changed while a sign sheet was open is not signed over: it is said what changed, and nothing that was written is lost.

use axum::http::StatusCode;
use casework::contacts::{LogContact, SettleAction, log_contact, settle_action};
use casework::house::Ctx;
use domain::clients::Channel;
use domain::contacts::{ActionSettled, ContactKind, ContactLogged, PlanAfter};
use domain::ids::{DossierId, ItemId};
use domain::level::Level;
use domain::text::Narrative;
use testkit::TestPlace;

use crate::browser::{Answer, Browser};
use crate::files::File;
use crate::once::{entries, send, sheet};
use crate::world::{World, ink};

fn item(file: &File, kind: &str) -> String {
    file.items.iter().find(|(known, _)| *known == kind).unwrap().1.clone()
}

pub(crate) fn call() -> ContactLogged {
    ContactLogged {
        channel: Channel::Phone,
        kind: ContactKind::ServiceUpdate,
        with: None,
        summary: Narrative::parse("The lift works again.").unwrap(),
        decision: Some(Narrative::parse("None.").unwrap()),
        actions: Vec::new(),
        plan: PlanAfter::NoChange,
        late_because: None,
    }
}

async fn log(by: &Ctx, case: DossierId) {
    log_contact(by, LogContact { case, contact: call() }, ink()).await.unwrap();
}

/// Opens the sign sheet of a form.
async fn opened(browser: &Browser, path: &str, fields: &[(&str, &str)]) -> Vec<(String, String)> {
    let key = format!("{:032x}", uuid::Uuid::new_v4().as_u128());
    let fields: Vec<(&str, &str)> = fields.iter().copied().chain([("once", key.as_str())]).collect();
    let answer = browser.post(path, &fields).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
    sheet(&answer)
}

/// Signs a sheet that has become stale: what came in meanwhile is named, nothing is recorded, and what was written goes along.
async fn refused(browser: &Browser, path: &str, sheet_sent: &[(String, String)], says: &[&str]) -> Answer {
    let answer = send(browser, path, sheet_sent).await;
    let html = answer.text();
    assert_eq!(answer.status, StatusCode::CONFLICT, "{path}: {html}");
    for text in says.iter().chain(&["Nothing was recorded", "today 09:00"]) {
        assert!(html.contains(text), "{path}: {text} is missing in {html}");
    }
    let again = sheet(&answer);
    for (name, value) in sheet_sent.iter().filter(|(name, _)| name != "signed" && name != "seen") {
        assert!(again.iter().any(|(known, kept)| known == name && kept == value), "{path}: {name} is lost");
    }
    assert!(!again.iter().any(|(name, _)| name == "signed" || name == "seen"), "it is looked at again first");
    let looked = send(browser, path, &again).await;
    assert!(!looked.status.is_server_error() && looked.status != StatusCode::CONFLICT, "{path}: {}", looked.status);
    looked
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_is_not_signed_over_another_one() {
    let world = World::at(TestPlace::sqlite()).await;
    let files = world.files().await;
    let client = files[0].client.unwrap();
    let path = format!("/clients/{client}/correction");
    let (ada, eli) = (world.browser("ada").await, world.browser("eli").await);
    let details = [("family-name", "Zibellin"), ("given-names", "open"), ("birth-date", "2010-02-28")];
    let with =
        |phone: &'static str| [&details[..], &[("phone", phone), ("correction-reason", "She said so.")]].concat();

    let mine = opened(&ada, &path, &with("+49 30 1234567")).await;
    let theirs = opened(&eli, &path, &with("+49 30 7654321")).await;
    let done = send(&eli, &path, &theirs).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let before = entries(&world, client).await;
    let link = format!("/clients/{client}#e{before}");
    let looked = refused(&ada, &path, &mine, &["Details corrected", ", eli,", &link, "+49 30 1234567"]).await;
    assert_eq!(entries(&world, client).await, before);

    // on top of what holds now
    assert_eq!(looked.status, StatusCode::OK);
    assert!(looked.text().contains("7654321"), "the difference is that to what holds now");
    assert_eq!(send(&ada, &path, &sheet(&looked)).await.status, StatusCode::SEE_OTHER);
    assert_eq!(entries(&world, client).await, before + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_settled_meanwhile_is_not_settled_again() {
    let world = World::at(TestPlace::sqlite()).await;
    let files = world.files().await;
    let (file, case) = (&files[0], files[0].case.unwrap());
    let (ada, cleo) = (world.browser("ada").await, world.browser("cleo").await);
    let by_cleo = world.acting(world.person("cleo"));

    // settled at once, without a sheet in between
    let page = ada.get(&format!("/cases/{case}/actions")).await.text();
    let field =
        |name: &str| page.split_once(&format!("name=\"{name}\" value=\"")).unwrap().1.split_once('"').unwrap().0;
    let (promise, once, seen) = (field("item"), field("once"), field("seen"));
    let settled = ActionSettled { item: promise.parse::<ItemId>().unwrap(), kept: true, note: None };
    settle_action(&by_cleo, SettleAction { case, settled }, ink()).await.unwrap();
    let sent = [("item", promise), ("once", once), ("seen", seen), ("how", "kept"), ("note", "Sent by post.")];
    let sent: Vec<(String, String)> =
        sent.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    refused(&ada, &format!("/cases/{case}/actions"), &sent, &["Action item settled", ", cleo,", "Sent by post."]).await;

    let missed = format!("/cases/{case}/sessions/{}/missed", item(file, "slot"));
    let cancelled =
        [("why", "cancelled_by_client"), ("note", "She is ill."), ("next", "none"), ("none_because", "On leave.")];
    let mine = opened(&ada, &missed, &cancelled).await;
    let theirs = opened(&cleo, &missed, &cancelled).await;
    assert_eq!(send(&cleo, &missed, &theirs).await.status, StatusCode::SEE_OTHER);
    let looked = refused(&ada, &missed, &mine, &["Session recorded as not held", ", cleo,", "She is ill."]).await;
    assert_eq!(looked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(looked.text().contains("She is ill."), "the form comes back with its text");

    let note = format!("/cases/{case}/sessions/{}", item(file, "slot"));
    let looked = ada.post(&note, &[("progress", "We talked."), ("minutes", "50")]).await;
    assert!(looked.status == StatusCode::UNPROCESSABLE_ENTITY && looked.text().contains("We talked."));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_of_a_closure_is_not_signed_when_the_file_has_changed() {
    let world = World::at(TestPlace::sqlite()).await;
    let files = world.files().await;
    let case = files[2].case.unwrap();
    let (worker, supervisor) = (world.person("ada"), world.person("cleo"));
    log(&world.acting(worker), case).await;
    world.sign_steps(case, 0..2, worker, supervisor).await;
    let cleo = world.browser("cleo").await;
    let path = format!("/cases/{case}/closure/approved");
    let mine = opened(&cleo, &path, &[("remark", "Well done.")]).await;
    log(&world.acting(worker), case).await;
    let before = entries(&world, case).await;
    let link = format!("/cases/{case}#e{before}");
    refused(&cleo, &path, &mine, &["Another entry in the file", ", ada,", &link, "Well done."]).await;
    assert_eq!(entries(&world, case).await, before);

    // and not when somebody else has signed it
    world.sign_steps(case, 0..3, worker, supervisor).await;
    let gus = world.browser("gus").await;
    let path = format!("/cases/{case}/closure/scheduled");
    let mine = opened(&gus, &path, &[("remark", "As the schedule says.")]).await;
    world.sign_steps(case, 3..4, worker, supervisor).await;
    let link = format!("/cases/{case}/closure#e{}", entries(&world, case).await);
    refused(&gus, &path, &mine, &["Step of the closure signed", ", gus,", &link, "As the schedule says."]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unrelated_entry_disturbs_nobody() {
    let world = World::at(TestPlace::sqlite()).await;
    let files = world.files().await;
    let (file, case) = (&files[0], files[0].case.unwrap());
    let ada = world.browser("ada").await;
    let path = format!("/cases/{case}/flags/down");
    let flag = item(file, "flag");
    let mine = opened(&ada, &path, &[("flag", &flag), ("how", "Called her.")]).await;
    let again = opened(&ada, &path, &[("flag", &flag), ("how", "Called her twice.")]).await;
    log(&world.acting(world.person("cleo")), case).await;
    assert_eq!(send(&ada, &path, &mine).await.status, StatusCode::SEE_OTHER);
    refused(&ada, &path, &again, &["Flag taken down", ", ada,", "Called her twice."]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_is_read_and_signed_by_one_supervisor_only() {
    let world = World::at(TestPlace::sqlite()).await;
    let case = world.open_case("ada").await;
    let complaint = ContactLogged { kind: ContactKind::Complaint, ..call() };
    let order = LogContact { case, contact: complaint };
    let signing = ink().at_level(Level::Sensitive);
    let entry = log_contact(&world.acting(world.person("ada")), order, signing).await.unwrap().number;
    let cleo = world.browser("cleo").await;
    let path = format!("/cases/{case}/entries/{entry}/co-signature");
    let mine = opened(&cleo, &path, &[("remark", "Seen.")]).await;
    let again = opened(&cleo, &path, &[("remark", "Seen again.")]).await;
    assert_eq!(send(&cleo, &path, &mine).await.status, StatusCode::SEE_OTHER);
    let before = entries(&world, case).await;
    refused(&cleo, &path, &again, &["Entry read and signed", ", cleo,", &format!("/cases/{case}#e{before}")]).await;
}

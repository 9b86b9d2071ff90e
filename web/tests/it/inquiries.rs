//! The inbox by its forms: taken in, given on, put off, answered; and one for the walk through all routes.

use axum::http::StatusCode;
use casework::inquiries::{InboxWanted, MailTaken, inbox, see_inquiry};
use domain::ids::DossierId;
use store::InquiriesOf;
use testkit::TestPlace;

use crate::browser::hidden;
use crate::files::SECRET;
use crate::world::World;

/// An inquiry that came by e-mail and that nobody has yet, for the braces of addresses.
pub(crate) async fn taken(world: &World) -> [(&'static str, String); 2] {
    let inquiry = mailed(world, &format!("Subject: {SECRET}"), SECRET).await;
    let seen = see_inquiry(&world.acting(world.person("cleo")), inquiry).await.unwrap();
    [("inquiry", inquiry.to_string()), ("file", seen.file.post.files[0].kept.id.to_string())]
}

/// An e-mail with these lines at its head, and this in it.
async fn mailed(world: &World, head: &str, body: &str) -> DossierId {
    let mail = format!(
        "From: Ana Ruiz <ana@example.org>\r\nTo: ask@help.example\r\nMessage-ID: <1@mail.example>\r\n{head}\r\n\r\n{body}\r\n"
    );
    match world.house.take_mail(mail.into_bytes(), world.house.now()).await.unwrap() {
        MailTaken::Opened(entry) => entry.dossier,
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_e_mail_is_shown_as_plain_text_and_handed_out_so_that_nothing_of_it_runs() {
    let world = World::at(TestPlace::sqlite()).await;
    let page = "<script>alert(1)</script><p>Good <b>day</b></p><img src=\"https://spy.example/x.gif\"><a href=\"https://spy.example\">here</a>";
    let inquiry = mailed(&world, "Subject: <i>Hello</i>\r\nContent-Type: text/html", page).await;
    let browser = world.browser("cleo").await;
    let shown = browser.get(&format!("/inbox/{inquiry}")).await.text();
    assert!(shown.contains("Good day") && shown.contains("&#60;i&#62;Hello"), "{shown}");
    assert!(!shown.contains("spy.example") && !shown.contains("alert(1)"), "{shown}");
    assert!(shown.contains("Who this is from is not certain"), "{shown}");
    let (_, address) = shown.split_once(&format!("href=\"/inbox/{inquiry}/files/")).unwrap();
    let address = format!("/inbox/{inquiry}/files/{}", address.split('"').next().unwrap());
    let whole = browser.get(&address).await;
    assert_eq!(whole.status, StatusCode::OK);
    assert!(
        whole.header("content-disposition").starts_with("attachment; filename=\"Q-"),
        "{}",
        whole.header("content-disposition")
    );
    assert_eq!(whole.header("content-type"), "application/octet-stream");
    assert!(whole.header("content-security-policy").starts_with("sandbox"));
    assert!(whole.text().contains("spy.example"), "as it came");
    assert!(browser.get("/inbox").await.text().contains("Ana Ruiz"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_inquiry_goes_from_the_door_to_its_answer_and_a_form_with_a_mistake_loses_nothing() {
    let world = World::at(TestPlace::sqlite()).await;
    let browser = world.browser("cleo").await;
    let once = hidden(&browser.get("/inbox/new").await, "once");
    let office = world.house.organisation().await.unwrap().rulebook.office.time_zone();
    let now = world.house.now().on(&office);
    let (date, time) = (now.date().to_string(), now.strftime("%H:%M").to_string());
    let mut said = vec![
        ("channel", "phone"),
        ("date", &*date),
        ("time", &*time),
        ("name", "Ana Ruiz"),
        ("answer_by", "email"),
        ("subject", "Another day"),
        ("said", "She asks for Thursdays."),
        ("kind", "question"),
        ("once", &*once),
    ];
    let wrong = browser.post("/inbox", &said).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let html = wrong.text();
    assert!(html.contains("Please give the number or address") && html.contains("She asks for Thursdays."), "{html}");
    said.push(("reach", "ana@example.org"));
    for _ in 0..2 {
        let taken = browser.post("/inbox", &said).await;
        assert_eq!(taken.status, StatusCode::SEE_OTHER, "also the second time: {}", taken.text());
    }
    let wanted = InboxWanted { whose: InquiriesOf::All, ended: false };
    let seen = inbox(&world.acting(world.person("cleo")), wanted, None).await.unwrap();
    assert_eq!(seen.lines.len(), 1);
    let path = format!("/inbox/{}", seen.lines[0].inquiry);
    let list = browser.get("/inbox").await.text();
    assert!(list.contains("Another day") && list.contains(&seen.lines[0].card.number), "{list}");

    let step = async |step: &str, fields: &[(&str, &str)]| {
        let address = format!("{path}/{step}");
        let form = browser.get(&address).await;
        let (once, last) = (hidden(&form, "once"), hidden(&form, "seen"));
        browser.post(&address, &[fields, &[("once", &*once), ("seen", &*last)]].concat()).await
    };
    let given = step("acknowledgement", &[("channel", "email"), ("words", "We have it.")]).await;
    assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.text());
    let sooner = step("timeline", &[("until", &date), ("channel", "email"), ("words", "Soon.")]).await;
    assert!(sooner.text().contains("Please give a day after"), "{}", sooner.text());
    let shown = browser.get(&path).await.text();
    assert!(
        shown.contains("Acknowledged") && shown.contains("We have it.") && shown.contains("clock-answer"),
        "{shown}"
    );
    let answer = [("words", "Thursdays are fine."), ("identity", "nothing_personal")];
    let another = step("answer", &[&answer[..], &[("channel", "phone")]].concat()).await;
    assert_eq!(another.status, StatusCode::UNPROCESSABLE_ENTITY, "they asked for an e-mail");
    let answered = step("answer", &[&answer[..], &[("channel", "email")]].concat()).await;
    assert_eq!(answered.status, StatusCode::SEE_OTHER, "{}", answered.text());
    let shown = browser.get(&path).await.text();
    assert!(shown.contains("Thursdays are fine.") && !shown.contains("/set-aside"), "{shown}");
    assert_eq!(browser.get(&format!("{path}/answer")).await.status, StatusCode::SEE_OTHER, "it is over");
    assert!(browser.get("/inbox?show=over").await.text().contains("Answered in time"));
    assert_eq!(browser.get(&format!("{path}/nothing")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_at_the_door_is_done_with_a_complaint_when_it_is_taken_in() {
    let world = World::at(TestPlace::sqlite()).await;
    let browser = world.browser("eli").await;
    for (kind, there) in [("complaint", "/inbox?"), ("question", "/inbox/")] {
        let once = hidden(&browser.get("/inbox/new").await, "once");
        let now = world.house.now().on(&world.house.organisation().await.unwrap().rulebook.office.time_zone());
        let (date, time) = (now.date().to_string(), now.strftime("%H:%M").to_string());
        let said = [
            ("channel", "phone"),
            ("date", &*date),
            ("time", &*time),
            ("subject", "Nobody called back"),
            ("said", "Nobody called back for a week."),
            ("kind", kind),
            ("once", &*once),
        ];
        let taken = browser.post("/inbox", &said).await;
        assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text());
        let address = taken.header("location").to_owned();
        assert!(address.starts_with(there), "{kind}: {address}");
        assert_eq!(browser.get(&address).await.status, StatusCode::OK, "{kind}: {address}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_complaint_goes_past_whom_it_concerns_to_its_outcome() {
    let world = World::at(TestPlace::sqlite()).await;
    let (fay, cleo) = (world.browser("fay").await, world.browser("cleo").await);
    let concerned = world.person("cleo").id.to_string();
    let now = world.house.now().on(&world.house.organisation().await.unwrap().rulebook.office.time_zone());
    let (date, time) = (now.date().to_string(), now.strftime("%H:%M").to_string());
    let once = hidden(&fay.get("/inbox/new").await, "once");
    let mut said = vec![
        ("channel", "phone"),
        ("date", &*date),
        ("time", &*time),
        ("subject", "Left at the door"),
        ("said", "Left standing at the door."),
        ("kind", "question"),
        ("concerns[]", &*concerned),
        ("once", &*once),
    ];
    let wrong = fay.post("/inbox", &said).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "only a complaint names somebody");
    assert!(wrong.text().contains("Only a complaint names members of staff"), "{}", wrong.text());
    said[5] = ("kind", "complaint");
    let taken = fay.post("/inbox", &said).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text());
    let path = taken.header("location").split('?').next().unwrap().to_owned();
    let step = async |step: &str, fields: &[(&str, &str)]| {
        let address = format!("{path}/{step}");
        let form = fay.get(&address).await;
        let (once, last) = (hidden(&form, "once"), hidden(&form, "seen"));
        fay.post(&address, &[fields, &[("once", &*once), ("seen", &*last)]].concat()).await
    };
    let report = [("seriousness", "minor"), ("found", "So it was."), ("measures", "Called her.")];
    let other = step("escalation", &[&report[..], &[("theme", "other")]].concat()).await;
    assert!(other.text().contains("Please say what it is about"), "{}", other.text());
    let other = [("theme", "other"), ("theme_words", "The bell")];
    assert_eq!(step("escalation", &[&report[..], &other].concat()).await.status, StatusCode::SEE_OTHER);
    let answer = [("channel", "phone"), ("words", "You are right."), ("identity", "nothing_personal")];
    let silent = step("answer", &answer).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY, "it has no outcome");
    let outcome = [("finding", "upheld"), ("found", "It was off."), ("learned", "change"), ("change", "It stays on.")];
    let wrong = step("answer", &[&answer[..], &outcome].concat()).await;
    assert!(wrong.text().contains("Please say what was put right") && wrong.text().contains("It stays on."));
    let right = step("answer", &[&answer[..], &outcome, &[("put_right", "She was asked in.")]].concat()).await;
    assert_eq!(right.status, StatusCode::SEE_OTHER, "{}", right.text());
    let shown = fay.get(&path).await.text();
    for text in ["How it came out", "It was off.", "She was asked in.", "It stays on.", "You are right.", "The bell"] {
        assert!(shown.contains(text), "{text}: {shown}");
    }
    for address in [path.clone(), format!("{path}/triage"), format!("{path}/answer")] {
        assert_eq!(cleo.get(&address).await.status, StatusCode::NOT_FOUND, "{address}");
    }
    for address in ["/inbox?show=over", "/inbox", "/today", "/inbox/figures"] {
        let shown = cleo.get(address).await.text();
        assert!(!shown.contains("Left at the door"), "{address}");
    }
    assert!(cleo.get("/inbox/figures").await.text().contains("No inquiry came in on these days."));
}

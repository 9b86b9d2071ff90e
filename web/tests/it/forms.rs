//! Forms in front of a signature: what the sign sheet says, the way back from it, and addresses that name one thing.

use axum::http::StatusCode;
use domain::cases::{PersonAdded, PersonRole};
use domain::flags::FlagRaised;
use jiff::civil::date;

use crate::browser::Answer;
use crate::files::SECRET;
use crate::world::{World, ink, line};

fn told(body: impl AsyncFnOnce(World)) {
    let place = testkit::places().remove(0);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async { body(World::at(place).await).await });
}

const CONTACT: [(&str, &str); 8] = [
    ("once", "00000000000040008000000000000001"),
    ("channel", "phone"),
    ("kind", "service_update"),
    ("date", "2026-01-05"),
    ("time", "08:30"),
    ("with", "Ottilie Brandauer"),
    ("summary", "Rang about the form."),
    ("plan", "no_change"),
];

fn with<'a>(fields: &[(&'a str, &'a str)], more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    fields.iter().chain(more).copied().collect()
}

fn shows(answer: &Answer, words: &str) {
    assert!(answer.text().contains(words), "{} shows {words:?}:\n{}", answer.status, answer.text());
}

#[test]
fn the_sign_sheet_says_who_signs_at_which_level_and_names_everybody() {
    told(async |world| {
        let case = world.open_case("ada").await;
        let sheet = world.browser("ada").await.post(&format!("/cases/{case}/contacts"), &CONTACT).await;
        assert_eq!(sheet.status, StatusCode::OK);
        for words in
            ["ada, Somebody (Caseworker)", "Confidentiality", "Confidential", "Ottilie Brandauer", "5 Jan 2026"]
        {
            shows(&sheet, words);
        }
    });
}

#[test]
fn without_a_script_the_way_back_from_the_sign_sheet_keeps_what_was_written() {
    told(async |world| {
        let case = world.open_case("ada").await;
        let ada = world.browser("ada").await;
        let file = format!("/cases/{case}");
        let flag = [("once", CONTACT[0].1), ("what", "Not seen for a week"), ("owner", ""), ("due", "2026-01-09")];
        let owner = world.person("ada").id.to_string();
        let flag = flag.map(|(name, value)| if name == "owner" { (name, owner.as_str()) } else { (name, value) });
        for (path, fields, kept) in [
            (format!("{file}/contacts"), CONTACT.to_vec(), "Rang about the form."),
            (format!("{file}/flags"), flag.to_vec(), "Not seen for a week"),
        ] {
            let sheet = ada.post(&path, &fields).await;
            shows(&sheet, "id=\"sign-back\"");
            let before = ada.get(&file).await.text().matches("class=\"leaf").count();
            let back = ada.post(&path, &with(&fields, &[("unsigned", "yes")])).await;
            assert_eq!(back.status, StatusCode::OK, "{path}");
            shows(&back, kept);
            assert!(!back.text().contains("id=\"sign\""), "{path} is the form again");
            assert!(!back.text().contains("role=\"alert\""), "{path} finds nothing wrong");
            assert_eq!(ada.get(&file).await.text().matches("class=\"leaf").count(), before, "nothing was signed");
        }
    });
}

#[test]
fn a_flag_for_a_day_that_is_over_is_asked_for_again_with_everything_in_it() {
    told(async |world| {
        let case = world.open_case("ada").await;
        let owner = world.person("ada").id.to_string();
        let flag = [("once", CONTACT[0].1), ("what", "Not seen"), ("owner", owner.as_str()), ("due", "2026-01-04")];
        let answer = world.browser("ada").await.post(&format!("/cases/{case}/flags"), &flag).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        shows(&answer, "This day is over");
        shows(&answer, "Not seen");
    });
}

#[test]
fn what_is_not_in_the_file_has_no_form_about_it() {
    told(async |world| {
        let (case, other) = (world.open_case("ada").await, world.open_case("ben").await);
        let ctx = world.acting(world.person("ada"));
        let (flag, person) = (ctx.new_item(), ctx.new_item());
        let raised = FlagRaised { id: flag, what: line("Oven"), owner: ctx.staff(), due: date(2026, 1, 9) };
        casework::flags::raise_flag(&ctx, case, raised, ink()).await.unwrap();
        let (name, role) = (line("Ana Feldkamp"), PersonRole::Relative);
        let added = PersonAdded { id: person, name, role, relation: Some(line("Aunt")), reach: None };
        casework::cases::add_person(&ctx, case, added, ink()).await.unwrap();

        let cleo = world.browser("cleo").await;
        let missing = cleo.get(&format!("/cases/{}", ctx.new_item())).await;
        for (part, id, said) in [("flags", flag, "Oven"), ("people", person, "Ana Feldkamp")] {
            let page = cleo.get(&format!("/cases/{case}/{part}/{id}")).await;
            assert_eq!(page.status, StatusCode::OK);
            shows(&page, said);
            assert!(!page.text().contains("type=\"radio\""), "it is about this one");
            for absent in [format!("{case}/{part}/{}", ctx.new_item()), format!("{other}/{part}/{id}")] {
                let answer = cleo.get(&format!("/cases/{absent}")).await;
                assert_eq!((answer.status, answer.text()), (missing.status, missing.text()), "{part}");
            }
        }
    });
}

#[test]
fn a_flag_and_a_person_are_signed_off_once_and_named_on_the_sheet() {
    told(async |world| {
        let case = world.open_case("ada").await;
        let ctx = world.acting(world.person("ada"));
        let ada = world.browser("ada").await;
        let file = ada.get(&format!("/cases/{case}/people")).await.text();
        let who = between(&file, "/people/", "\"");
        let flag = between(&ada.get(&format!("/cases/{case}")).await.text(), "/flags/", "\"");
        for (part, off, id, said) in
            [("people/off", "who", who, "Taken off the case"), ("flags/down", "flag", flag, "Flag taken down")]
        {
            let path = format!("/cases/{case}/{part}");
            let why = if off == "who" { "reason" } else { "how" };
            let key = ctx.new_once().to_string();
            let fields = [(off, id.as_str()), (why, "Done"), ("once", key.as_str())];
            let sheet = ada.post(&path, &fields).await;
            shows(&sheet, said);
            shows(&sheet, SECRET);
            let signed = with(&fields, &[("signed", "yes")]);
            assert_eq!(ada.post(&path, &signed).await.status, StatusCode::SEE_OTHER, "{part}");
            let once = ctx.new_once().to_string();
            let other = [(off, id.as_str()), (why, "Done"), ("once", once.as_str()), ("signed", "yes")];
            let again = ada.post(&path, &other).await;
            assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{part}");
            assert!(again.text().contains("already"), "{}", again.text());
        }
    });
}

fn between(text: &str, start: &str, end: &str) -> String {
    let ids = text.split(start).skip(1).filter_map(|rest| rest.split(end).next());
    ids.into_iter().find(|id| id.len() == 36 || id.len() == 32).unwrap().to_owned()
}

//! Every form that is signed carries the key of its effect, and without it nothing is signed and nothing is lost.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use domain::ids::{DossierId, OnceKey};
use testkit::TestPlace;
use web::routes::{LIST, WITHOUT_KEY};

use crate::browser::{Answer, Browser};
use crate::world::World;

/// What stands behind `before`, up to the next quotation mark.
fn quoted<'a>(text: &'a str, before: &str) -> Option<&'a str> {
    text.split_once(before)?.1.split_once('"').map(|(value, _)| value)
}

fn forms(html: &str) -> impl Iterator<Item = &str> {
    html.split("<form ").skip(1).filter_map(|rest| rest.split_once("</form>").map(|(form, _)| form))
}

fn fits(route: &str, path: &str) -> bool {
    let (of_route, of_path): (Vec<&str>, Vec<&str>) = (route.split('/').collect(), path.split('/').collect());
    let same = |(one, other): (&&str, &&str)| one.starts_with('{') || one == other;
    of_route.len() == of_path.len() && of_route.iter().zip(&of_path).all(same)
}

/// The key of a form, if it has a good one.
fn key(form: &str) -> Option<OnceKey> {
    quoted(form, "name=\"once\" value=\"")?.parse().ok()
}

/// Whether a form to this address has to carry a key.
fn needs_key(path: &str) -> bool {
    let routes = LIST.iter().filter(|route| route.method == "post" && fits(route.path, path));
    // of two that fit, the one with fewer braces answers
    let route = routes.min_by_key(|route| route.path.matches('{').count());
    route.is_some_and(|route| !WITHOUT_KEY.iter().any(|(harmless, _)| *harmless == route.path))
}

/// Where the forms of a page lead that would need a key and have none.
pub(crate) fn unkeyed(html: &str) -> BTreeSet<&str> {
    forms(html)
        .filter(|form| form.contains("method=\"post\"") && key(form).is_none())
        .flat_map(|form| [quoted(form, " action=\""), quoted(form, " formaction=\"")])
        .flatten()
        .filter(|path| needs_key(path))
        .collect()
}

pub(crate) async fn entries(world: &World, dossier: DossierId) -> u32 {
    world.house.store().head(dossier).await.unwrap().unwrap().last.0
}

/// The hidden fields of the sheet that an answer shows.
pub(crate) fn sheet(answer: &Answer) -> Vec<(String, String)> {
    let html = answer.text();
    let form = html.split_once("class=\"sign-page\"").unwrap().1.split_once("</form>").unwrap().0.to_owned();
    let field = |rest: &str| {
        let (name, rest) = rest.split_once("\" value=\"").unwrap();
        (name.to_owned(), rest.split_once('"').unwrap().0.to_owned())
    };
    form.split("type=\"hidden\" name=\"").skip(1).map(field).collect()
}

pub(crate) async fn send(browser: &Browser, path: &str, fields: &[(String, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.post(path, &fields).await
}

/// Sends a form without its key, and with one that is none: nothing happens, and what comes back can be signed once.
async fn check(world: &World, login: &str, path: &str, fields: &[(&str, &str)], dossier: DossierId) {
    let browser = world.browser(login).await;
    let before = entries(world, dossier).await;
    let mut last = None;
    for key in [None, Some(""), Some("nonsense")] {
        let sent: Vec<(&str, &str)> = fields.iter().copied().chain(key.map(|key| ("once", key))).collect();
        let answer = browser.post(path, &sent).await;
        let html = answer.text();
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}: {html}");
        assert!(html.contains("This form was not complete"), "{path}: {html}");
        assert_eq!(unkeyed(&html), BTreeSet::new(), "{path}");
        assert_eq!(entries(world, dossier).await, before, "{path}");
        last = Some(answer);
    }
    let mut again = sheet(&last.unwrap());
    let carries = |(name, value): &&(&str, &str)| {
        *name == "signed" || again.iter().any(|(known, kept)| known == name && kept == value)
    };
    assert!(fields.iter().all(|field| carries(&field)), "{path}: something is lost: {again:?}");
    if !again.iter().any(|(name, _)| name == "signed") {
        again.push(("signed".to_owned(), "yes".to_owned()));
    }
    for _ in 0..2 {
        let answer = send(&browser, path, &again).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}: {}", answer.text());
    }
    assert_eq!(entries(world, dossier).await, before + 1, "{path}: signed twice, recorded once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_without_its_key_records_nothing_and_loses_nothing() {
    let world = World::at(TestPlace::sqlite()).await;
    let files = world.files().await;
    let (client, case) = (files[0].client.unwrap(), files[0].case.unwrap());
    let contact = [
        ("channel", "phone"),
        ("kind", "service_update"),
        ("date", "2026-01-05"),
        ("time", "09:00"),
        ("summary", "The lift works again."),
        ("plan", "no_change"),
        ("level", "confidential"),
        ("signed", "yes"),
    ];
    check(&world, "ada", &format!("/cases/{case}/contacts"), &contact, case).await;
    let unsigned = &contact[..contact.len() - 1];
    check(&world, "ada", &format!("/cases/{case}/contacts"), unsigned, case).await;
    let review = [("found", "All is well."), ("agreed", "Go on."), ("signed", "yes")];
    check(&world, "cleo", &format!("/cases/{case}/reviews"), &review, case).await;
    // signed at once while the sign-in is young, without a sheet in between
    let facts = [("facts[]", "name"), ("against", "passport")];
    check(&world, "ada", &format!("/clients/{client}/verifications"), &facts, client).await;
    let withdrawal = [("note", "No more."), ("signed", "yes")];
    check(&world, "ada", &format!("/clients/{client}/consents/withdrawal"), &withdrawal, client).await;
}

#[test]
fn a_form_to_a_signed_step_without_a_key_is_found() {
    let form =
        |key: &str| format!("<form class=\"act\" method=\"post\" action=\"/cases/1/closure/close\">{key}</form>");
    assert_eq!(unkeyed(&form("")).len(), 1);
    assert_eq!(unkeyed(&form("<input type=\"hidden\" name=\"once\" value=\"\">")).len(), 1);
    let key = format!("<input type=\"hidden\" name=\"once\" value=\"{:032x}\">", 7);
    assert_eq!(unkeyed(&form(&key)).len(), 0);
    assert_eq!(unkeyed("<form method=\"post\" action=\"/search\"></form>").len(), 0);
}

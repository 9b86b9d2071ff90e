//! Calendars as other programs fetch them: by HTTP as it is, and by programs that people use.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use axum::http::StatusCode;
use casework::feeds::{OpenFeed, open_feed};
use casework::sessions::{BookSession, SessionMissed, book_session, record_not_held};
use domain::calendar::OfficeCalendar;
use domain::event::Event;
use domain::feeds::FeedOf;
use domain::ids::{DossierId, ItemId};
use domain::organisation::RulebookAmended;
use domain::rulebook::Rulebook;
use domain::sessions::{Next, NotHeld, Place, SessionNotHeld, Slot};
use domain::time::Instant;
use testkit::TestPlace;
use viewer::Viewer;
use web::app::{WebSettings, router};

use crate::browser::Browser;
use crate::files::SECRET;
use crate::python::python;
use crate::world::{World, ink, line};

const HOUR: i64 = 3600;

/// 12 January 2026, 09:00 in Madrid.
const MONDAY: Instant = Instant(1_768_204_800_000_000);

async fn opened(world: &World, login: &str) -> String {
    let ctx = world.acting(world.person(login));
    let secret = open_feed(&ctx, OpenFeed { of: FeedOf::Own }, ink()).await.unwrap().unwrap();
    format!("/calendar/{}.ics", secret.reveal())
}

fn slot(world: &World, starts: Instant) -> Slot {
    let ada = world.person("ada");
    Slot { place: Place::Phone, ..Slot::usual(world.acting(ada).new_item(), ada.id, starts) }
}

async fn book(world: &World, case: DossierId, starts: Instant) -> ItemId {
    let order = BookSession { case, slot: slot(world, starts) };
    let id = order.slot.id;
    book_session(&world.acting(world.person("ada")), order, ink()).await.unwrap();
    id
}

async fn not_held(world: &World, case: DossierId, slot: ItemId, why: NotHeld, next: Next) {
    let order = SessionNotHeld { slot, why, note: Some(line("Ill")), next };
    record_not_held(&world.acting(world.person("ada")), SessionMissed { case, order }, ink()).await.unwrap();
}

fn stranger(world: &World) -> Browser {
    Browser { pages: world.pages.clone(), cookie: None }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_calendar_is_fetched_without_signing_in_and_sent_once_while_it_stays_the_same() {
    let world = World::at(TestPlace::sqlite()).await;
    let case = world.open_case("ada").await;
    let (path, stranger) = (opened(&world, "ada").await, stranger(&world));
    let first = stranger.get(&path).await;
    assert_eq!(first.status, StatusCode::OK);
    assert_eq!(first.header("content-type"), "text/calendar; charset=utf-8");
    assert_eq!(first.header("content-disposition"), "inline; filename=\"casekeep.ics\"");
    assert_eq!(first.header("x-robots-tag"), "noindex");
    let text = first.text();
    assert!(text.contains("SUMMARY:C-") && !text.contains(SECRET) && !text.contains(&case.to_string()), "{text}");

    let tag = first.header("etag").to_owned();
    let again = async |tag: &str| stranger.with("get", &path, &[("if-none-match", tag)], ("", Vec::new())).await;
    let same = again(&tag).await;
    assert_eq!((same.status, same.body.len(), same.header("etag")), (StatusCode::NOT_MODIFIED, 0, tag.as_str()));
    world.clock.pass(HOUR);
    assert_eq!(again(&tag).await.status, StatusCode::NOT_MODIFIED, "time alone changes nothing");
    book(&world, case, MONDAY).await;
    let changed = again(&tag).await;
    assert_eq!(changed.status, StatusCode::OK);
    assert_ne!(changed.header("etag"), tag);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_address_is_the_page_of_what_is_absent_and_soon_waits() {
    let world = World::at(TestPlace::sqlite()).await;
    let (path, stranger) = (opened(&world, "ada").await, stranger(&world));
    let absent = stranger.get(&format!("/calendar/{}.ics", "A".repeat(43))).await;
    assert_eq!(absent.status, StatusCode::NOT_FOUND);
    let wrong = [path.trim_end_matches(".ics").to_owned(), path.replace(".ics", ".txt"), "/calendar/.ics".to_owned()];
    for path in wrong {
        assert_eq!(stranger.get(&path).await, absent, "{path}");
    }
    let mut last = absent.status;
    for _ in 0..25 {
        last = stranger.get("/calendar/guess.ics").await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    world.clock.pass(60);
    assert_eq!(stranger.get(&path).await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_makes_an_address_sees_it_once_and_stops_it() {
    let world = World::at(TestPlace::sqlite()).await;
    let (ada, stranger) = (world.browser("ada").await, stranger(&world));
    let form = ada.get("/calendar/feeds/new").await;
    let once = crate::browser::hidden(&form, "once");
    let unsigned = ada.post("/calendar/feeds", &[("once", &once), ("of", "own")]).await;
    assert_eq!(unsigned.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unsigned.text().contains("sign with your password"), "an open browser alone makes none");

    let path = opened(&world, "ada").await;
    let list = ada.get("/calendar/feeds").await.text();
    assert!(list.contains("Your own sessions") && list.contains("never fetched") && !list.contains(&path), "{list}");
    assert_eq!(stranger.get(&path).await.status, StatusCode::OK);
    assert!(ada.get("/calendar/feeds").await.text().contains("last fetched"));

    let end = list.split("href=\"").find(|rest| rest.contains("/revocation\"")).unwrap();
    let end = end.split('"').next().unwrap().to_owned();
    assert_eq!(world.browser("ben").await.get(&end).await.status, StatusCode::NOT_FOUND, "nobody else's");
    let asked = ada.get(&end).await;
    let once = crate::browser::hidden(&asked, "once");
    let stopped = ada.post(&end, &[("once", &once)]).await;
    assert_eq!(stopped.header("location"), "/calendar/feeds?done=feed-stopped", "{}", stopped.text());
    assert_eq!(stranger.get(&path).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_file_for_a_client_names_nobody_and_nothing() {
    let world = World::at(TestPlace::sqlite()).await;
    let case = world.open_case("ada").await;
    let slot = book(&world, case, MONDAY).await;
    let path = format!("/cases/{case}/sessions/{slot}/appointment");
    let ada = world.browser("ada").await;
    assert!(ada.get(&format!("/cases/{case}/sessions")).await.text().contains(&path));
    let file = ada.get(&path).await;
    assert_eq!(file.header("content-disposition"), "attachment; filename=\"appointment.ics\"");
    let text = file.text();
    let said: Vec<&str> =
        text.split("\r\n").filter(|line| line.contains("SUMMARY") || line.contains("LOCATION")).collect();
    assert_eq!(said, ["SUMMARY:Appointment"]);
    for told in ["C-", "Casekeep,", "ada", "Harbour", SECRET, &case.to_string(), &slot.to_string()] {
        assert!(!text.contains(told), "{told} in {text}");
    }
    assert_eq!(world.browser("lea").await.get(&path).await.status, StatusCode::NOT_FOUND, "another team");
}

/// A person with three programs, and a folder in which they keep what they fetched.
struct Programs<'a> {
    python: std::ffi::OsString,
    folder: &'a Path,
}

impl Programs<'_> {
    /// Settings of vdirsyncer, which fetches, and of khal, which shows what was fetched.
    fn set_up(&self, url: &str) {
        let folder = self.folder.display();
        let sync = format!(
            "[general]\nstatus_path = \"{folder}/status\"\n\n[pair ours]\na = \"there\"\nb = \"here\"\ncollections = null\n\
             conflict_resolution = \"a wins\"\n\n[storage there]\ntype = \"http\"\nurl = \"{url}\"\n\n\
             [storage here]\ntype = \"filesystem\"\npath = \"{folder}/here\"\nfileext = \".ics\"\n"
        );
        let show = format!(
            "[calendars]\n[[ours]]\npath = {folder}/here\nreadonly = True\n\n[locale]\nlocal_timezone = Europe/Madrid\n\
             default_timezone = Europe/Madrid\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n\
             datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n\n[sqlite]\npath = {folder}/khal.db\n"
        );
        std::fs::create_dir(self.folder.join("here")).unwrap();
        std::fs::write(self.folder.join("sync.conf"), sync).unwrap();
        std::fs::write(self.folder.join("show.conf"), show).unwrap();
        self.run(&["-m", "vdirsyncer", "-c", "sync.conf", "discover"]);
    }

    fn run(&self, words: &[&str]) -> String {
        let mut command = Command::new(&self.python);
        command.args(words).current_dir(self.folder).env("HOME", self.folder).env("XDG_CONFIG_HOME", self.folder);
        let ran = command.env("XDG_DATA_HOME", self.folder).env("LC_ALL", "C.UTF-8").output().unwrap();
        let (out, err) = (String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
        assert!(ran.status.success(), "{words:?}: {out}{err}");
        out.into_owned()
    }

    /// What khal shows after vdirsyncer has fetched, from Monday on.
    fn show(&self) -> Vec<String> {
        self.run(&["-m", "vdirsyncer", "-c", "sync.conf", "sync"]);
        let format = "{start-date} {start-time} {end-time} {title} {status}";
        let list =
            ["-m", "khal", "-c", "show.conf", "list", "--day-format", "", "--format", format, "2026-01-12", "14d"];
        self.run(&list).lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
    }

    /// What the parser reads, from Monday on.
    fn read(&self, text: &[u8]) -> Vec<String> {
        let file = self.folder.join("fetched.ics");
        std::fs::write(&file, text).unwrap();
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/feeds/read.py");
        let all = self.run(&[script, file.to_str().unwrap()]);
        all.lines().filter(|line| "2026-01-12" <= *line).map(str::to_owned).collect()
    }
}

/// Serves the pages at a port of this machine, as the demonstration does.
async fn served(world: &World) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = format!("http://{}", listener.local_addr().unwrap());
    let viewer = Viewer::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/helper.sh").into(), &[]);
    let settings = WebSettings { origin: at.clone(), demo: true, set_up: None, viewer };
    let pages = router(Arc::clone(&world.house), settings).unwrap();
    tokio::spawn(async move { axum::serve(listener, pages).await });
    at
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_that_people_use_follow_what_is_booked_moved_and_cancelled() {
    let Some(python) = python("icalendar, khal, vdirsyncer") else { return };
    let world = World::at(TestPlace::sqlite()).await;
    let console = world.house.acting(casework::Who::console(&world.house));
    let office = OfficeCalendar { zone: "Europe/Madrid".to_owned(), ..OfficeCalendar::default() };
    let rulebook = Rulebook { office, ..Rulebook::default() };
    let amended = RulebookAmended { rulebook, reason: line("We are in Madrid") };
    casework::organisation::amend(&console, Event::RulebookAmended(amended), ink()).await.unwrap();
    let case = world.open_case("ada").await;
    let path = opened(&world, "ada").await;
    let url = served(&world).await + &path;

    let folder = tempfile::tempdir().unwrap();
    let programs = Programs { python, folder: folder.path() };
    tokio::task::block_in_place(|| programs.set_up(&url));
    let look = async || {
        let text = stranger(&world).get(&path).await.body;
        let number = |line: &String| {
            let words = line.split(' ').map(|word| if word.starts_with("C-") { "CLIENT" } else { word });
            words.collect::<Vec<_>>().join(" ")
        };
        let (shown, read) = tokio::task::block_in_place(|| (programs.show(), programs.read(&text)));
        (shown.iter().map(number).collect::<Vec<_>>(), read.iter().map(number).collect::<Vec<_>>())
    };

    let first = book(&world, case, MONDAY).await;
    let (shown, read) = look().await;
    assert_eq!(shown, ["2026-01-12 09:00 09:50 CLIENT CONFIRMED"]);
    assert_eq!(read, ["2026-01-12 09:00+0100 09:50 CONFIRMED 0 CLIENT | Phone"]);

    let next = slot(&world, MONDAY.plus_seconds(26 * HOUR));
    let second = next.id;
    not_held(&world, case, first, NotHeld::Moved, Next::Booked(next)).await;
    let (shown, read) = look().await;
    assert_eq!(shown, ["2026-01-13 11:00 11:50 CLIENT CONFIRMED"], "it was moved there as well");
    assert_eq!(read, ["2026-01-13 11:00+0100 11:50 CONFIRMED 1 CLIENT | Phone"]);

    not_held(&world, case, second, NotHeld::CancelledByUs, Next::None(line("Ill"))).await;
    let (shown, read) = look().await;
    assert_eq!(shown, ["2026-01-13 11:00 11:50 CLIENT CANCELLED"]);
    assert_eq!(read, ["2026-01-13 11:00+0100 11:50 CANCELLED 2 CLIENT | -"]);
}

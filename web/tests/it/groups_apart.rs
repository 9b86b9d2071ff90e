//! The members of a group apart: no page, print or feed that somebody may have because of one of them names another, or quotes the note of the group.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::StatusCode;
use casework::feeds::{OpenFeed, open_feed};
use casework::groups::{Came, MeetingHeld, form_group, join_group, plan_meetings, record_meeting};
use casework::sessions::{RecordSession, record_session};
use casework::waiting::begin_waiting;
use domain::cases::CaseFile;
use domain::feeds::FeedOf;
use domain::groups::{GroupDescribed, GroupMet};
use domain::ids::{DossierId, ItemId};
use domain::policy::Action;
use domain::sessions::{Next, Place, SessionRecorded, Slot};
use domain::text::Narrative;
use domain::waiting::{Urgency, WaitingBegun, Wish};
use testkit::TestPlace;
use web::routes::LIST;

use crate::files::File;
use crate::routes::visits;
use crate::world::{Person, World, ink, line};

const DAY: i64 = 86_400;

/// What stands in the note for all, and nowhere else.
const NOTE: &str = "Rundgespraech";

/// A member, and what must not be shown to whoever may not know of them.
struct Member {
    file: File,
    given: &'static str,
    number: String,
}

impl Member {
    async fn of(world: &World, given: &'static str, worker: Person, supervisor: Person) -> Self {
        let file = world.open_file(given, worker, supervisor).await;
        let head = world.browser(worker.login).await.get(&format!("/cases/{}", file.case.unwrap())).await.text();
        assert!(head.contains(given), "whoever carries the case knows the name: {head}");
        // "C-7K3F9Q-M", as it stands in the head
        let at = head.match_indices("C-").map(|(at, _)| &head[at..at + 10]).find(|text| text.as_bytes()[8] == b'-');
        Self { file, given, number: at.unwrap().to_owned() }
    }

    fn case(&self) -> DossierId {
        self.file.case.unwrap()
    }

    /// What of this member stands in an answer, if it may not.
    async fn shows(&self, world: &World, to: Person, text: &str) -> Option<&str> {
        let ctx = world.acting(to);
        let knows = ctx.may(Action::ReadCase, Some(self.case())).await.unwrap()
            || ctx.may(Action::ReadClient, self.file.client).await.unwrap();
        [self.given, &self.number].into_iter().find(|mark| !knows && text.contains(mark))
    }

    /// The bookings of the group in the case.
    async fn bookings(&self, world: &World, by: Person) -> Vec<Slot> {
        let seen = world.acting(by).view::<CaseFile>(Action::ReadCase, self.case()).await.unwrap();
        seen.sessions.booked.iter().filter(|slot| slot.group.is_some()).cloned().collect()
    }
}

/// A group of both that has met, and will meet again in forty days: the note for all, a note for each, and one who waits for an earlier session.
async fn group(world: &World, wendelin: &mut Member, quintus: &mut Member) -> DossierId {
    let [ada, lea] = ["ada", "lea"].map(|login| world.acting(world.person(login)));
    let described = GroupDescribed {
        name: line("Evenings"),
        purpose: Narrative::parse(NOTE).unwrap(),
        leader: ada.staff(),
        co_leader: Some(world.person("ben").id),
        supervisor: world.person("cleo").id,
        most: 8,
        minutes: 50,
        place: Place::Phone,
        room: None,
    };
    let group = form_group(&ada, described, ink()).await.unwrap().dossier;
    let slot = |starts: i64| Slot {
        place: Place::Phone,
        ..Slot::usual(ada.new_item(), ada.staff(), ada.now().plus_seconds(starts))
    };
    let slots = vec![slot(3600), slot(40 * DAY)];
    let meetings: Vec<ItemId> = slots.iter().map(|slot| slot.id).collect();
    plan_meetings(&ada, group, slots, &line("Planned"), &ink()).await.unwrap();
    join_group(&lea, group, wendelin.case(), &line("Joins"), &ink()).await.unwrap();
    join_group(&ada, group, quintus.case(), &line("Joins"), &ink()).await.unwrap();
    let wish = WaitingBegun { id: ada.new_item(), wish: Wish::any(Urgency::Soon), note: Some(line(quintus.given)) };
    begin_waiting(&ada, quintus.case(), wish, ink()).await.unwrap();

    world.clock.pass(2 * 3600);
    let [ada, lea] = ["ada", "lea"].map(|login| world.acting(world.person(login)));
    let note = Narrative::parse(NOTE).unwrap();
    let met = GroupMet { meeting: meetings[0], minutes: 50, note, late_because: None };
    let own = Narrative::parse(quintus.given).unwrap();
    let order = MeetingHeld {
        met: Some(met),
        meeting: meetings[0],
        each: BTreeMap::from([(quintus.case(), Came::Yes(own))]),
        late_because: None,
        no_next: line("None"),
    };
    assert_eq!(record_meeting(&ada, group, &order, &ink()).await.unwrap().done, 1);
    let booked = wendelin.bookings(world, world.person("lea")).await;
    let own = Narrative::parse(wendelin.given).unwrap();
    let session = SessionRecorded::brief(Some(booked[0].id), 50, Place::Phone, own, Next::Standing(booked[1].id));
    let signing = ink().happened(booked[0].starts);
    record_session(&lea, RecordSession { case: wendelin.case(), session }, signing).await.unwrap();

    for (member, by) in [(wendelin, "lea"), (quintus, "ada")] {
        let coming = member.bookings(world, world.person(by)).await.pop().unwrap();
        // pages of a session are those of the group's
        member.file.items.retain(|(kind, _)| *kind != "slot");
        let items =
            [("slot", coming.id.to_string()), ("group", group.to_string()), ("meeting", meetings[1].to_string())];
        member.file.items.extend(items);
    }
    group
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_print_or_feed_names_another_member_or_quotes_the_note_of_the_group() {
    let world = World::at(TestPlace::sqlite()).await;
    let mut wendelin = Member::of(&world, "Wendelin", world.person("lea"), world.person("mo")).await;
    let mut quintus = Member::of(&world, "Quintus", world.person("ada"), world.person("cleo")).await;
    let group = group(&world, &mut wendelin, &mut quintus).await;
    // a day before the next meeting, so that reminders are due and shown
    world.clock.pass(39 * DAY);
    world.house.remind().await.unwrap();

    let files = [wendelin.file.clone(), quintus.file.clone()];
    let get = LIST.iter().filter(|route| route.method == "get");
    let paths: BTreeSet<String> = get.flat_map(|route| visits(route, &files, &world)).map(|visit| visit.path).collect();
    let mut wrong = Vec::new();
    let mut shown = BTreeMap::new();
    for login in ["lea", "mo", "ada", "ben", "cleo", "dora", "nat", "gus", "hal"] {
        let person = world.person(login);
        let mut paths: Vec<String> = paths.iter().cloned().collect();
        for of in [FeedOf::Own, FeedOf::Team] {
            if let Ok(Some(secret)) = open_feed(&world.acting(person), OpenFeed { of }, ink()).await {
                paths.push(format!("/calendar/{}.ics", secret.reveal()));
            }
        }
        let reads = world.acting(person).may(Action::ReadGroup, Some(group)).await.unwrap();
        let browser = world.browser(login).await;
        for path in paths {
            let answer = browser.get(&path).await;
            let text = answer.text();
            *shown.entry(login).or_insert(0) += usize::from(answer.status == StatusCode::OK);
            for member in [&wendelin, &quintus] {
                wrong.extend(member.shows(&world, person, &text).await.map(|mark| format!("{login} {path}: {mark}")));
            }
            let is_own = text.contains(NOTE) && !reads;
            wrong.extend(is_own.then(|| format!("{login} {path}: {NOTE}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(40 < shown["lea"] && 40 < shown["ada"], "they have something to look at: {shown:?}");
    let of_group = format!("/groups/{group}");
    let (hers, his) =
        (world.browser("lea").await.get(&of_group).await, world.browser("ada").await.get(&of_group).await);
    assert!(hers.text().contains("Wendelin") && his.text().contains("Quintus"), "each sees their own");
    assert!(his.text().contains(NOTE), "and whoever leads it what is for all");
}

//! The walk along every route of the list, as everybody.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::http::StatusCode;
use domain::ids::DossierId;
use domain::staff::Role;
use tokio::task::JoinSet;
use uuid::Uuid;
use web::routes::{LIST, Who};

use crate::browser::{Answer, Browser, Sent};
use crate::files::{File, SECRET};
use crate::once::unkeyed;
use crate::routes::{Visit, visits};
use crate::world::{Person, World};

#[test]
fn every_route_lets_in_whom_its_rule_allows_and_tells_nobody_else_anything() {
    for place in testkit::places() {
        let engine = place.engine();
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let wrong = runtime.block_on(async { walk(World::at(place).await).await });
        assert!(wrong.is_empty(), "on {engine}:\n{}", wrong.join("\n"));
    }
}

async fn walk(world: World) -> Vec<String> {
    let files = world.files().await;
    let visits: Vec<Visit> = LIST.iter().flat_map(|route| visits(route, &files, &world)).collect();
    let walk = Arc::new(Walk { absent: absent(&world).await, visits, files, world });
    let mut walkers = JoinSet::new();
    let stranger = Arc::clone(&walk);
    walkers.spawn(async move { stranger.as_strangers().await });
    for person in walk.world.everybody() {
        let walk = Arc::clone(&walk);
        walkers.spawn(async move { walk.of_the_house(person).await });
    }
    for login in ["lea", "mo"] {
        let (walk, person) = (Arc::clone(&walk), walk.world.person(login));
        walkers.spawn(async move { walk.of_another_team(person).await });
    }
    for login in ["ada", "cleo"] {
        let (walk, person) = (Arc::clone(&walk), walk.world.person(login));
        walkers.spawn(async move { walk.with_items_of_another_file(person).await });
    }
    let mut all = Found::default();
    for found in walkers.join_all().await {
        all.join(found);
    }
    walk.nothing_was_left_out(&mut all);
    walk.refusals_are_recorded(&mut all).await;
    all.wrong
}

/// What there is where nothing is.
async fn absent(world: &World) -> Answer {
    let answer = world.browser("ada").await.get(&format!("/cases/{}", Uuid::new_v4().simple())).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    answer
}

const HALF: &str = "password";

struct Walk {
    world: World,
    files: Vec<File>,
    visits: Vec<Visit>,
    absent: Answer,
}

/// What a walker found.
#[derive(Default)]
struct Found {
    wrong: Vec<String>,
    /// Routes that let somebody in, and that turned somebody away.
    open: BTreeSet<(&'static str, &'static str)>,
    shut: BTreeSet<(&'static str, &'static str)>,
    /// How often somebody was refused something.
    refused: BTreeMap<Refusal, usize>,
}

/// Who was refused, and to which dossier.
type Refusal = (Uuid, Option<Uuid>);

impl Found {
    fn join(&mut self, other: Self) {
        self.wrong.extend(other.wrong);
        self.open.extend(other.open);
        self.shut.extend(other.shut);
        for (refusal, times) in other.refused {
            *self.refused.entry(refusal).or_default() += times;
        }
    }

    fn expect(&mut self, good: bool, visit: &Visit, who: &str, answer: &Answer) {
        if !good {
            let (status, to) = (answer.status, answer.header("location"));
            self.wrong.push(format!("{}: {status} {to} at {}", visit.says(who), visit.path));
        }
    }
}

impl Walk {
    /// Without a cookie, and with half a sign-in; and from pages that are not ours.
    async fn as_strangers(&self) -> Found {
        let mut found = Found::default();
        let stranger = Browser { pages: self.world.pages.clone(), cookie: None };
        let half =
            Browser { cookie: Some(self.world.cookie(self.world.person("ada"), HALF).await), ..stranger.clone() };
        let whole = self.world.browser("cleo").await;
        for visit in &self.visits {
            let Visit { route, path, .. } = visit;
            let (post, mine) = (route.method == "post", route.who != Who::Anybody);
            if let Some(answer) = found.asked(&stranger, visit, "a stranger", Sent::Here).await {
                let good = if mine { answer.is_the_door() } else { !answer.status.is_server_error() };
                found.expect(good && !answer.text().contains(SECRET), visit, "a stranger", &answer);
            }
            if route.who == Who::Staff
                && let Some(answer) = found.asked(&half, visit, "half a sign-in", Sent::Here).await
            {
                found.expect(answer.is_the_door(), visit, "half a sign-in", &answer);
            }
            let machines = web::routes::FROM_MACHINES.contains(&route.path);
            for sent in [Sent::Elsewhere, Sent::AcrossSites, Sent::Silently].into_iter().filter(|_| post) {
                for browser in [&stranger, &whole] {
                    // what a machine calls is silent about where it comes from, and proves itself
                    if machines && matches!(sent, Sent::Silently) && browser.cookie.is_none() {
                        continue;
                    }
                    if let Some(answer) = found.asked(browser, visit, "another site", sent).await {
                        found.expect(answer.status == StatusCode::FORBIDDEN, visit, "another site", &answer);
                    }
                }
            }
            match whole.ask("put", path, Sent::Here).await {
                Ok(answer) => found.expect(answer.status == StatusCode::METHOD_NOT_ALLOWED, visit, "PUT", &answer),
                Err(lacks) => found.wrong.push(lacks),
            }
        }
        found
    }

    /// As somebody of the house, to every file and to files that do not exist.
    async fn of_the_house(&self, person: Person) -> Found {
        let mut found = Found::default();
        let browser = self.world.browser(person.login).await;
        for visit in self.staff_visits() {
            let allowed = visit.allows(&self.world, person).await;
            let Some(answer) = found.asked(&browser, visit, person.login, Sent::Here).await else { continue };
            let key = (visit.route.method, visit.route.path);
            if allowed && visit.inside() && answer == self.absent {
                continue;
            }
            if allowed {
                found.open.insert(key);
                let turned_away = matches!(answer.status.as_u16(), 401 | 403 | 404 | 500..) || answer.is_the_door();
                found.expect(!turned_away, visit, &format!("{}, who may", person.login), &answer);
            } else {
                found.shut.insert(key);
                self.refused(&mut found, visit, person, &answer);
            }
        }
        found
    }

    /// As somebody who does the same work in another team: their permissions are the same, and the files are not theirs.
    async fn of_another_team(&self, person: Person) -> Found {
        let mut found = Found::default();
        let browser = self.world.browser(person.login).await;
        let open = &self.files[0];
        let ids = [open.client.unwrap().to_string(), open.case.unwrap().to_string()];
        for visit in self.staff_visits().filter(|visit| ids.iter().any(|id| visit.path.contains(id))) {
            for visit in [visit, &guessed(visit, &ids)] {
                if let Some(answer) = found.asked(&browser, visit, person.login, Sent::Here).await {
                    self.refused(&mut found, visit, person, &answer);
                }
            }
        }
        found
    }

    /// Under one file what belongs to another, both one's own: it is looked for under its parent only, and is as good as nothing.
    async fn with_items_of_another_file(&self, person: Person) -> Found {
        let mut found = Found::default();
        let browser = self.world.browser(person.login).await;
        let mut under = self.files[2].clone();
        // matters, lists, places, checks, rooms, feeds, services and inquiries stand beside all files, and under none
        let beside = [
            "entry",
            "matter",
            "list",
            "place",
            "check",
            "finding",
            "day",
            "room",
            "absence",
            "feed",
            "group",
            "meeting",
            "inquiry",
            "listing",
            "template",
            "term",
            "improvement",
        ];
        under.items = self.files[0].items.iter().filter(|(kind, _)| !beside.contains(kind)).cloned().collect();
        let crossed: Vec<Visit> = LIST.iter().flat_map(|route| visits(route, &[under.clone()], &self.world)).collect();
        // the number of a version or of a page is no id: every document has a first one
        let named = under.items.into_iter().filter(|(kind, _)| !["version", "page", "letter"].contains(kind));
        let ids: Vec<String> = named.map(|(_, id)| id).collect();
        for visit in crossed.iter().filter(|visit| ids.iter().any(|id| visit.path.contains(id))) {
            for again in [true, true, false] {
                let theirs = found.asked(&browser, visit, person.login, Sent::Here).await;
                let nothing = found.asked(&browser, &guessed(visit, &ids), person.login, Sent::Here).await;
                let (Some(theirs), Some(nothing)) = (theirs, nothing) else { break };
                // forms carry a new key each time, of one length
                let same = theirs.status == nothing.status && theirs.body.len() == nothing.body.len();
                // others walk at the same time: what waits for this person, and stands beside the page, can change between the two
                if same || !again {
                    found.expect(same, visit, &format!("{} with an item of another file", person.login), &theirs);
                    break;
                }
            }
        }
        found
    }

    /// What only staff may see; last what ends a sign-in.
    fn staff_visits(&self) -> impl Iterator<Item = &Visit> {
        let staff = || self.visits.iter().filter(|visit| visit.route.who == Who::Staff);
        let ends = |visit: &&Visit| visit.route.path.ends_with("/end");
        staff().filter(move |visit| !ends(visit)).chain(staff().filter(ends))
    }

    fn refused(&self, found: &mut Found, visit: &Visit, person: Person, answer: &Answer) {
        let dossier = visit.refuses(person);
        *found.refused.entry((person.id.bits(), dossier.map(DossierId::bits))).or_default() += 1;
        found.expect(*answer == self.absent, visit, &format!("{}, who may not", person.login), answer);
    }

    /// Every route was open to somebody, and shut for somebody unless everybody may.
    fn nothing_was_left_out(&self, all: &mut Found) {
        for route in LIST.iter().filter(|route| route.who == Who::Staff) {
            let key = (route.method, route.path);
            let of_all = [
                "SeeToday",
                "SeeRulebook",
                "SeeDirectory",
                "ReadListing",
                "ManageOwnAccount",
                "RevokeFeed",
                "FollowImprovement",
            ]
            .contains(&route.action);
            if !all.open.contains(&key) || (!all.shut.contains(&key) && !of_all) {
                let what = if all.open.contains(&key) { "shut for nobody" } else { "open to nobody" };
                all.wrong.push(format!(
                    "{} {} is {what}: the files of the test do not show what its rule says",
                    key.0, key.1
                ));
            }
        }
        assert_eq!(self.world.everybody().len(), Role::ALL.len());
    }

    /// Each refusal stands in the ledger.
    async fn refusals_are_recorded(&self, all: &mut Found) {
        let store = self.world.house.store();
        store.seal_now(self.world.house.now()).await.unwrap();
        let mut recorded: BTreeMap<Refusal, usize> = BTreeMap::new();
        for leaf in store.leaves(0, u32::MAX).await.unwrap() {
            let leaf: serde_json::Value = serde_json::from_slice(&leaf).unwrap();
            let line = &leaf["line"];
            if line["act"] == "denied" {
                let id = |name: &str| line[name].as_str().map(|id| id.parse().unwrap());
                *recorded.entry((id("actor").unwrap(), id("dossier"))).or_default() += 1;
            }
        }
        for (refusal, times) in &all.refused {
            let stands = recorded.get(refusal).copied().unwrap_or_default();
            if stands < *times {
                all.wrong.push(format!("{refusal:?}: refused {times} times, and the ledger says {stands}"));
            }
        }
    }
}

/// The same address with an id that nothing has.
fn guessed(visit: &Visit, ids: &[String]) -> Visit {
    let nowhere = DossierId::new(Uuid::new_v4());
    let path = ids.iter().fold(visit.path.clone(), |path, id| path.replace(id, &nowhere.to_string()));
    let asked = visit.asked.iter().map(|(action, _)| (*action, Some(nowhere))).collect();
    Visit { path, asked, ..visit.clone() }
}

impl Found {
    async fn asked(&mut self, browser: &Browser, visit: &Visit, who: &str, sent: Sent) -> Option<Answer> {
        let answer = browser.ask(visit.route.method, &visit.path, sent).await;
        if let Ok(answer) = &answer {
            let html = answer.text();
            let lacks = |to: &str| format!("{}: a form to {to} carries no key", visit.says(who));
            self.wrong.extend(unkeyed(&html).into_iter().map(lacks));
        }
        answer.map_err(|lacks| self.wrong.push(format!("{}: {lacks}", visit.says(who)))).ok()
    }
}

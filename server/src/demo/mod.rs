//! An invented organisation with some months of history, ending today: for trying the product out, for tests and for pictures.
//!
//! Everything is written through the same operations as in real work, by invented people, with a clock that is moved through the months. It is never
//! made in an installation that holds anything.

mod calendar;
mod dice;
mod folder;
mod kit;
mod passphrase;
mod staff;
mod story;
mod words;

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::{Context, Result, anyhow};
use casework::accounts::{AddStaff, Founding, add_staff, found};
use casework::house::{House, Proof, Signing, StillClock, Who};
use domain::event::Event;
use domain::ids::{ItemId, StaffId, TeamId};
use domain::organisation::TeamFormed;
use domain::retention::{Disposal, RecordClass, Schedule, Trigger};
use domain::rulebook::{Programme, Rulebook};
use domain::staff::{Role, StaffAdded};
use domain::text::Line;
use domain::time::Instant;
use store::Store;
use store::{Invitation, InvitationPurpose as Purpose};
use vault::codes::SecretToken;
use vault::password::Cost;

pub(crate) use calendar::calendar;
use dice::Dice;
pub(crate) use folder::Folder;
pub(crate) use passphrase::give_passphrase;
use staff::{STAFF, TEAMS};

/// How many days the story goes back.
const DAYS: i64 = 190;
/// How long the links for signing in hold, in seconds.
const LINKS_HOLD: i64 = 30 * 86_400;

/// What is wished for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wish {
    pub(crate) clients: u32,
    pub(crate) seed: u64,
}

/// Somebody of the demo, with the secret of their link.
pub(crate) struct Link {
    pub(crate) name: &'static str,
    pub(crate) role: Role,
    pub(crate) secret: SecretToken,
}

/// The invented organisation in the making.
pub(crate) struct Cast {
    /// Staff by sign-in name.
    pub(crate) staff: BTreeMap<&'static str, StaffId>,
    pub(crate) store: Store,
    /// Where things are kept.
    pub(crate) places: Vec<ItemId>,
}

impl Cast {
    /// A house with a clock of its own, for one thread of the story.
    pub(crate) fn house(&self, at: Instant) -> (Arc<House>, Arc<StillClock>) {
        let clock = Arc::new(StillClock::at(at));
        (House::new(self.store.clone(), Arc::clone(&clock) as _, Cost::TESTS), clock)
    }

    pub(crate) fn who(&self, login: &str) -> Result<StaffId> {
        self.staff.get(login).copied().ok_or_else(|| anyhow!("nobody in the story is called {login}"))
    }
}

/// Writes the organisation and its history into an empty store, and calls `progress` with the number of clients told so far.
pub(crate) async fn tell(store: &Store, wish: Wish, now: Instant, progress: impl Fn(u32)) -> Result<()> {
    let begin = now.plus_seconds(-DAYS * 86_400);
    let mut cast = Cast { staff: BTreeMap::new(), store: store.clone(), places: Vec::new() };
    found_organisation(&mut cast, begin).await.context("founding the invented organisation")?;
    cast.places = story::places(&cast, begin).await.context("laying down places")?;
    kit::keep_kit(&cast, begin.plus_seconds(86_400)).await.context("making the recovery kit")?;
    let mut dice = Dice::new(wish.seed);
    let mut told = 0;
    for client in 0..wish.clients {
        let plot = story::plot(&mut dice, client, begin, now);
        story::client(&cast, &plot).await.with_context(|| format!("telling the story of client {client}"))?;
        told += 1;
        progress(told);
    }
    story::keeping(&cast, begin, now, &mut dice).await.context("telling what happens to files afterwards")?;
    story::house(&cast, now).await.context("telling when the house works")?;
    story::wording(&cast, now).await.context("telling which words the house uses")?;
    story::groups(&cast, now).await.context("telling of a group")?;
    story::inquiries(&cast, now).await.context("telling of inquiries")?;
    story::disclosures(&cast, now).await.context("telling of what leaves the house")?;
    story::referrals(&cast, now).await.context("telling of services and referrals")?;
    story::look_into(&cast, now).await.context("telling of a spot check")?;
    story::messages(&cast, now).await.context("telling of reminders")?;
    Ok(())
}

/// One link per member of staff, each for one sign-in.
pub(crate) async fn links(store: &Store, now: Instant) -> Result<Vec<Link>> {
    let mut links = Vec::new();
    for person in &STAFF {
        let account = store.account_by_login(person.login).await?.context("this data folder is not a demo")?;
        let secret = SecretToken::generate();
        let expires = now.plus_seconds(LINKS_HOLD);
        let invitation = Invitation { staff: account.staff, purpose: Purpose::Demo, made: now, expires };
        store.invite(secret.digest(), invitation).await?;
        links.push(Link { name: person.name, role: person.role, secret });
    }
    Ok(links)
}

fn line(text: &str) -> Result<Line> {
    Line::parse(text).map_err(|bad| anyhow!("{bad}"))
}

async fn found_organisation(cast: &mut Cast, at: Instant) -> Result<()> {
    let (house, _) = cast.house(at);
    let team_ids: Vec<TeamId> =
        TEAMS.iter().map(|_| TeamId::new(house.acting(Who::console(&house)).new_item().bits())).collect();
    let mut people = STAFF.iter().filter(|person| person.role == Role::ItAdministrator);
    let first = people.next().context("the cast has an administrator")?;
    let founding = Founding {
        name: line("Tannery Lane Counselling")?,
        rulebook: rulebook(),
        administrator: added(first, &team_ids)?,
        login: first.login.to_owned(),
    };
    let (admin, _) = found(&house, founding).await?;
    cast.staff.insert(first.login, admin);
    let console = house.acting(Who::console(&house));
    for person in STAFF.iter().filter(|person| person.login != first.login) {
        let order = AddStaff { person: added(person, &team_ids)?, login: person.login.to_owned() };
        let (staff, _) = add_staff(&console, order, Signing::author(Proof::Console)).await?;
        cast.staff.insert(person.login, staff);
    }
    for (index, (name, team)) in TEAMS.iter().zip(&team_ids).enumerate() {
        let head = STAFF.iter().find(|person| person.role == Role::Supervisor && person.team == Some(index));
        let supervisor = head.and_then(|person| cast.staff.get(person.login)).copied();
        let formed = TeamFormed { team: *team, name: line(name)?, supervisor };
        casework::organisation::amend(&console, Event::TeamFormed(formed), Signing::author(Proof::Console)).await?;
    }
    Ok(())
}

fn added(person: &staff::Person, teams: &[TeamId]) -> Result<StaffAdded> {
    Ok(StaffAdded {
        name: line(person.name)?,
        title: line(person.title)?,
        roles: vec![person.role],
        team: person.team.and_then(|index| teams.get(index)).copied(),
    })
}

fn rulebook() -> Rulebook {
    let youth = Programme {
        code: "youth".to_owned(),
        name: "Outpatient counselling, 12–17".to_owned(),
        required_documents: vec!["consent".to_owned()],
        ..Programme::general()
    };
    let housing =
        Programme { code: "housing".to_owned(), name: "Housing and debt advice".to_owned(), ..Programme::general() };
    let family = Programme { code: "family".to_owned(), name: "Family support".to_owned(), ..Programme::general() };
    let advice = Programme {
        code: story::PROGRAMME.to_owned(),
        name: "One-off advice".to_owned(),
        record_class: Some("advice".to_owned()),
        ..Programme::general()
    };
    let class = RecordClass {
        code: "advice".to_owned(),
        name: "One-off advice".to_owned(),
        trigger: Trigger::Discharge,
        months: story::MONTHS,
        action: Disposal::Destroy,
        law: "GDPR article 5(1)(e): no longer than the purpose needs".to_owned(),
    };
    let schedule = Schedule { classes: vec![class], ..Schedule::default() };
    Rulebook { programmes: vec![youth, housing, family, advice], schedule, ..Rulebook::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::opening::{New, open};
    use crate::settings::Settings;

    /// Just before and after midnight where the organisation is, in the night of a Sunday, at the end of a year, and on a leap day.
    const WHEN: [&str; 5] =
        ["2026-11-22T23:50Z", "2026-11-23T00:10Z", "2026-10-25T01:30Z", "2026-12-31T23:59:30Z", "2028-02-29T12:00Z"];

    /// Whoever tries the product out begins at any hour of any day.
    #[test]
    fn the_story_can_be_told_at_any_hour_of_any_day() {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            for when in WHEN {
                let folder = tempfile::tempdir().unwrap();
                let settings = Settings::of_folder(&folder.path().join("house")).unwrap();
                let store = tokio::task::block_in_place(|| open(&settings, New::Invented, false)).unwrap();
                let now = Instant::from_timestamp(when.parse().unwrap());
                let told = tell(&store, Wish { clients: 3, seed: 1 }, now, |_| ()).await;
                told.unwrap_or_else(|fault| panic!("at {when}: {fault:?}"));
            }
        });
    }
}

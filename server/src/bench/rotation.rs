//! Changing the key-encryption key of a large installation while sixteen browsers ask for pages: how long it takes, and what the pages take meanwhile.

use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow};
use domain::cases::{Assignment, CaseFile};
use domain::event::Event;
use domain::ids::DossierId;
use domain::rulebook::Rulebook;
use serde_json::Value;
use tokio::process::Command;
use uuid::Uuid;

use super::child::{Server, Settled};
use super::list::Figure;
use super::pages::{Asker, signed_in};
use super::people::full_cases;
use super::places::Place;
use super::searching::case_opened;
use super::times::Times;
use super::{Sizes, bulk};

/// How many cases are asked for, one on each connection.
const CASES: u32 = 16;

/// How many entries each has.
const ENTRIES: u32 = 30;

/// For how long pages are asked for before is looked whether the keys are done.
const LOOK: Duration = Duration::from_millis(250);

pub(super) async fn measure(folder: &Path, sizes: &Sizes) -> Result<Vec<Figure>> {
    let place = Place::new(folder).await?;
    let cases: Arc<[DossierId]> = full_cases(&place, CASES, ENTRIES).await?.into();
    fill(&place, sizes.keys).await?;
    let cookie = signed_in(&place).await?;
    let settled = place.settle();
    let server = Server::start(&settled).await?;
    let asker = Asker { address: server.address.as_str().into(), cookie: cookie.into(), cases };

    let hot = usize::try_from(CASES).ok();
    asker.ask(Duration::from_millis(sizes.milliseconds / 10), hot).await?;
    let (mut before, _) = asker.ask(Duration::from_millis(sizes.milliseconds), hot).await?;
    let rotating = tokio::spawn(rotate(settled));
    let mut meanwhile = Times::default();
    // a page that fails ends the measurement with its answer
    while !rotating.is_finished() {
        meanwhile.extend(asker.ask(LOOK, hot).await?.0);
    }
    let (keys, took) = rotating.await??;
    server.stop().await?;
    if keys < u64::from(sizes.keys) {
        return Err(anyhow!("only {keys} keys were wrapped anew"));
    }
    Ok(vec![
        Figure::new("rewrap", took.as_secs_f64(), None)?,
        Figure::new("rewrap_page_p99", meanwhile.percent(99), before.percent(99))?,
    ])
}

/// Cases of one entry, each with a key.
async fn fill(place: &Place, keys: u32) -> Result<()> {
    let (maria, tomas) = (place.who("maria").await?, place.who("tomas").await?);
    let hands = Assignment { worker: tomas, supervisor: tomas, team: None };
    let (signature, rules) = (bulk::signature(maria, place.begins), Rulebook::default());
    let case = |number: u32| {
        let opened = Event::CaseOpened(case_opened(DossierId::new(Uuid::new_v4()), 1_000 + number, hands));
        Ok(vec![bulk::dossier::<CaseFile>(DossierId::new(Uuid::new_v4()), vec![opened], &signature, &rules)?])
    };
    bulk::append(&place.store, maria, place.begins, (0..keys).map(case)).await
}

/// Runs the command beside the server: how many keys it has wrapped anew, and how long it took.
async fn rotate(settled: Settled) -> Result<(u64, Duration)> {
    let ran = Command::new(std::env::current_exe()?)
        .args(["rotate-keys", "--json", "--data"])
        .arg(&settled.data)
        .env_clear()
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output()
        .await?;
    let said: Value = serde_json::from_slice(&ran.stdout)
        .with_context(|| format!("the keys are not changed: {}", String::from_utf8_lossy(&ran.stderr)))?;
    let number = |name: &str| said.get(name).and_then(Value::as_u64).with_context(|| format!("{name} is not told"));
    Ok((number("keys")?, Duration::from_millis(number("took_ms")?)))
}

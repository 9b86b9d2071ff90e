//! Backing up a long record, and restoring it with every check.

use std::path::{Path, PathBuf};
use std::time::Instant as Stopwatch;

use anyhow::{Context as _, Result};
use backup::{BackUp, Identities, Restoring, envelope_of};
use casework::House;
use casework::house::{Clock as _, SystemClock};
use store::Scope;
use tokio::runtime::Handle;
use vault::Cost;

use super::list::Figure;
use super::places::Place;
use crate::opening::make_folder;
use crate::settings::Settings;

/// Bytes in the unit of the figure.
const MEBIBYTE: f64 = 1024.0 * 1024.0;

pub(super) async fn measure(place: &Place, folder: &Path) -> Result<Vec<Figure>> {
    let (identities, to) = (Identities::generate(), folder.join("backups"));
    let (backup, bare) = tokio::task::block_in_place(|| backed_up(place, folder, &to, &identities))?;
    let restored = restored(folder, &to, identities).await?;
    Ok(vec![Figure::new("backup", backup, bare)?, Figure::new("restore_verify", restored, None)?])
}

/// How many mebibytes of databases in a second, and how many when they are put into an envelope as they are.
fn backed_up(place: &Place, folder: &Path, to: &Path, identities: &Identities) -> Result<(f64, f64)> {
    let data = &place.settings.data;
    let files: Vec<PathBuf> = ["data.db", "data.db-wal", "keys.db"].iter().map(|name| data.join(name)).collect();
    let recipients = identities.recipients();
    let order = BackUp {
        store: &place.store,
        runtime: &Handle::current(),
        to: &to.into(),
        data_folder: data,
        recipients: &recipients,
        root_key: true,
        // reading again is measured by itself
        prove: false,
        keep: place.settings.backups.keep,
        now: SystemClock.now(),
    };
    let begun = Stopwatch::now();
    order.run(&mut |_| {})?;
    let backup = begun.elapsed();
    let begun = Stopwatch::now();
    let bytes = envelope_of(&files, &folder.join("bare.age"), &recipients)? as f64 / MEBIBYTE;
    Ok((bytes / backup.as_secs_f64(), bytes / begun.elapsed().as_secs_f64()))
}

/// How many entries in a second: brought in, derived anew, opened and compared.
async fn restored(folder: &Path, from: &Path, identities: Identities) -> Result<f64> {
    let settings = Settings::of_folder(&folder.join("restored"))?;
    make_folder(&settings.data)?;
    let begun = Stopwatch::now();
    let store = tokio::task::block_in_place(|| {
        let restoring = Restoring::find(&from.into(), identities, None)?;
        let landed = restoring.land(settings.store(true)?, &settings.data, false, &mut |_| {})?;
        let root = landed.root.context("the root key is in the backup")?;
        anyhow::Ok(landed.landing.open(root, SystemClock.now())?)
    })?;
    House::new(store.clone(), std::sync::Arc::new(SystemClock), Cost::TESTS).reindex(|_, _| ()).await?;
    let verified = store.verify(Scope::Contents, SystemClock.now(), |_| ()).await?;
    store.arrived().await?;
    Ok(verified.contents as f64 / begun.elapsed().as_secs_f64())
}

//! Installations to measure on, with the invented organisation of the demo in them.

use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use casework::house::{Clock as _, House, StillClock, SystemClock};
use domain::ids::StaffId;
use domain::time::Instant;
use store::Store;
use vault::Cost;

use crate::demo::{self, Wish};
use crate::opening::{New, make_folder, open};
use crate::settings::Settings;

/// How far the story of a place goes back, in seconds: so that what happened yesterday has a yesterday.
const BACK: i64 = 30 * 86_400;

/// An open installation.
pub(super) struct Place {
    pub(super) settings: Settings,
    pub(super) store: Store,
    /// When its story begins.
    pub(super) begins: Instant,
}

impl Place {
    /// A new installation in this folder, with staff and no clients.
    pub(super) async fn new(folder: &Path) -> Result<Self> {
        make_folder(folder)?;
        let settings = Settings::of_folder(&folder.join("house"))?;
        let store = tokio::task::block_in_place(|| open(&settings, New::Invented, false))?;
        let now = SystemClock.now();
        demo::tell(&store, Wish { clients: 0, seed: 7 }, now, |_| ()).await?;
        Ok(Self { settings, store, begins: now.plus_seconds(-BACK) })
    }

    /// A house that has opened nothing yet, with a clock of its own.
    pub(super) fn house(&self, at: Instant) -> (Arc<House>, Arc<StillClock>) {
        let clock = Arc::new(StillClock::at(at));
        (House::new(self.store.clone(), Arc::clone(&clock) as _, Cost::TESTS), clock)
    }

    /// Somebody of the demo.
    pub(super) async fn who(&self, login: &str) -> Result<StaffId> {
        let account = self.store.account_by_login(login).await?;
        Ok(account.ok_or_else(|| anyhow::anyhow!("nobody is called {login}"))?.staff)
    }
}

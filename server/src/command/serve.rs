//! `casekeep serve`: the real thing.

use std::sync::Arc;

use anyhow::Result;
use casework::House;
use casework::accounts::is_founded;
use clap::Args;
use vault::SecretToken;
use web::app::WebSettings;

use super::{house, of_fault, runtime, warn_of_strangers};
use crate::logging;
use crate::opening::{New, open};
use crate::serving::{Scheduled, Serving, Stop, listen, no_core_dumps, serve};
use crate::settings::{Given, Settings};
use crate::terminal::say;

const EXAMPLES: &str = "Examples:
  casekeep serve
  casekeep serve --data /srv/casekeep --listen 127.0.0.1:8700 --origin https://cases.example.org
  CASEKEEP_ROOT_KEY=credential:root-key casekeep serve

The first start makes the data folder and, beside it, the root key file, and prints a link for setting up that holds for 15 minutes; each
further start prints a new one until it was used.";

/// Runs the server.
#[derive(Args, Default)]
#[command(after_help = EXAMPLES)]
pub(super) struct Serve {
    /// Accepts that the anchor file is gone and begins a new one; only when you know why
    #[arg(long)]
    new_anchor: bool,
}

impl Serve {
    pub(super) fn run(self, settings: &Settings, given: &Given) -> Result<()> {
        logging::begin(settings)?;
        warn_of_strangers(given);
        no_core_dumps();
        let store = open(settings, New::Folder, self.new_anchor)?;
        let runtime = runtime()?;
        runtime.block_on(run(settings, house(store)))
    }
}

async fn run(settings: &Settings, house: Arc<House>) -> Result<()> {
    if let Some(scanner) = settings.virus_scan.clone() {
        house.scan_documents_with(scanner);
    }
    let stop = Stop::listen()?;
    let (listener, at) = listen(settings.listen).await?;
    let origin = settings.origin_at(at);
    let set_up = set_up_link(&house, &origin).await?;
    let web = WebSettings { origin: origin.clone(), demo: false, set_up, viewer: super::view::viewer() };
    let ready = move || tracing::info!(listen = %at, origin, "ready");
    let proxies = settings.trusted_proxies.as_slice().into();
    let backups = Some(Scheduled::of(settings));
    serve(Serving { house, listener, web, proxies, backups, stop }, ready).await
}

/// Prints the link for setting up, while that was not done; answers with the digest of its secret.
async fn set_up_link(house: &Arc<House>, origin: &str) -> Result<Option<[u8; 32]>> {
    if is_founded(house).await.map_err(|fault| of_fault(&fault))? {
        return Ok(None);
    }
    let secret = SecretToken::generate();
    say(format_args!(
        "This installation is not set up yet. Open this link within 15 minutes:\n  {origin}/set-up/{}",
        secret.reveal()
    ));
    Ok(Some(secret.digest()))
}

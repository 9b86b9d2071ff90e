//! `casekeep serve`: the real thing.

use std::sync::Arc;

use anyhow::Result;
use casework::House;
use casework::accounts::is_founded;
use clap::Args;
use store::{Store, is_sealed};
use vault::SecretToken;
use web::app::WebSettings;

use super::{house, of_fault, runtime, warn_of_strangers};
use crate::exits::of_store;
use crate::logging;
use crate::opening::{New, is_fresh, open};
use crate::serving::mailbox::must_have_sign_in;
use crate::serving::post::WaysOut;
use crate::serving::{Ending, Scheduled, Serving, Stop, Unsealed, begin_anew, listen, no_core_dumps, serve, unsealed};
use crate::settings::{Given, Settings};
use crate::terminal::say;

const EXAMPLES: &str = "Examples:
  casekeep serve
  casekeep serve --data /srv/casekeep --listen 127.0.0.1:8700 --origin https://cases.example.org
  CASEKEEP_ROOT_KEY=credential:root-key casekeep serve

The first start makes the data folder and, beside it, the root key file, and prints a link for setting up that holds for 15 minutes; each
further start prints a new one until it was used. A server that was sealed on the System page stays so over every start, until somebody gives it the
root key on its page or starts it once with --unseal.";

/// Runs the server.
#[derive(Args, Default)]
#[command(after_help = EXAMPLES)]
pub(super) struct Serve {
    /// Accepts that the anchor file is gone and begins a new one; only when you know why
    #[arg(long)]
    new_anchor: bool,
    /// Unseals a sealed server: the root key is read from its source again
    #[arg(long)]
    unseal: bool,
}

impl Serve {
    pub(super) fn run(self, settings: &Settings, given: &Given) -> Result<()> {
        logging::begin(settings)?;
        warn_of_strangers(given);
        no_core_dumps();
        let store =
            if self.starts_sealed(settings)? { None } else { Some(open(settings, New::Folder, self.new_anchor)?) };
        let runtime = runtime()?;
        let ending = runtime.block_on(self.serve(settings, store))?;
        if ending == Ending::Sealed {
            return Err(begin_anew().into());
        }
        Ok(())
    }

    fn starts_sealed(&self, settings: &Settings) -> Result<bool> {
        if self.unseal {
            return Ok(false);
        }
        Ok(settings.start_sealed && !is_fresh(settings)
            || is_sealed(&settings.database).map_err(|fault| of_store(fault.into()))?)
    }

    async fn serve(&self, settings: &Settings, store: Option<Store>) -> Result<Ending> {
        let stop = Stop::listen()?;
        let (listener, at) = listen(settings.listen).await?;
        let origin = settings.origin_at(at);
        let (listener, store, tries) = match store {
            Some(store) => (listener, store, self.unseal.then_some(0)),
            None => {
                tracing::warn!(listen = %at, origin, "sealed: waiting for the root key");
                match unsealed(settings, self.new_anchor, listener, &origin, stop.clone()).await? {
                    Some((listener, Unsealed { store, tries })) => (listener, store, Some(tries)),
                    None => return Ok(Ending::Stopped),
                }
            }
        };
        let house = house(store);
        match tries {
            Some(tries) => house.unseal(tries).await.map_err(|fault| of_fault(&fault))?,
            // a server that was killed between the record of its sealing and its end
            None if house.organisation().await.map_err(|fault| of_fault(&fault))?.sealed.is_some() => {
                house.store().mark_sealed().await.map_err(of_store)?;
                return Ok(Ending::Sealed);
            }
            None => {}
        }
        house.allow_sealing();
        if let Some(scanner) = settings.virus_scan.clone() {
            house.scan_documents_with(scanner);
        }
        if let Some(ways) = WaysOut::open(&settings.posts, origin.clone(), &settings.data)? {
            house.posts_with(ways);
        }
        if let Some(mailbox) = settings.inbox.as_ref().and_then(|inbox| inbox.mailbox.as_ref()) {
            must_have_sign_in(mailbox, &settings.data)?;
        }
        if let Some(form) = settings.public_form.clone() {
            house.opens_form(form.within);
        }
        let set_up = set_up_link(&house, &origin).await?;
        let web = WebSettings { origin: origin.clone(), demo: false, set_up, viewer: super::view::viewer() };
        let ready = move || tracing::info!(listen = %at, origin, "ready");
        let proxies = settings.trusted_proxies.as_slice().into();
        let backups = Some(Scheduled::of(settings));
        let (inbox, data) = (settings.inbox.clone(), settings.data.clone());
        serve(Serving { house, listener, web, proxies, inbox, data, backups, stop }, ready).await
    }
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

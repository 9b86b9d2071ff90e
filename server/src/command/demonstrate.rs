//! `casekeep demo`: an invented organisation with months of history, one click to sign in as each role.

use std::path::Path;

use anyhow::Result;
use casework::house::{Clock as _, House, SystemClock};
use clap::Args;
use serde_json::json;
use std::sync::Arc;
use store::Store;
use tokio::runtime::Runtime;
use vault::Cost;
use vault::codes::SecretToken;
use web::app::WebSettings;

use super::runtime;
use crate::demo::{self, Wish};
use crate::exits::{Ended, Exit};
use crate::logging;
use crate::opening::{New, open};
use crate::serving::post::Nowhere;
use crate::serving::{Serving, Stop, listen, no_core_dumps, serve};
use crate::settings::{Flags, Given, Settings};
use crate::terminal::{progress, say};

const EXAMPLES: &str = "Examples:
  casekeep demo                                   on 127.0.0.1:8700, gone when it ends
  casekeep demo --clients 200 --listen 127.0.0.1:0
  casekeep demo --data ./demo                     kept; the next start goes on with it
  casekeep demo --json                            one line of JSON when it is ready

Everybody in it is invented. Settings files and variables are not looked at, so that it never meets a real installation.";

/// The settings that a demo takes.
const TAKES: [&str; 5] = ["data", "listen", "origin", "log", "log_format"];

/// Runs an invented organisation.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Demo {
    /// How many clients are invented
    #[arg(long, value_name = "NUMBER", default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    clients: u32,
    /// The same seed tells the same story
    #[arg(long, value_name = "NUMBER", default_value_t = 7)]
    seed: u64,
    /// Prints one line of JSON when it is ready
    #[arg(long)]
    json: bool,
}

impl Demo {
    pub(super) fn run(self, flags: &Flags) -> Result<()> {
        // Before anything else: a signal must not leave the temporary folder behind.
        let runtime = runtime()?;
        let stop = runtime.block_on(async { Stop::listen() })?;
        let temporary = match flags.given("data") {
            Some(_) => None,
            None => Some(tempfile::Builder::new().prefix("casekeep-demo").tempdir()?),
        };
        let settings = settings(flags, temporary.as_ref().map(tempfile::TempDir::path))?;
        logging::begin(&settings)?;
        no_core_dumps();
        let outcome = self.in_folder(&settings, &runtime, stop);
        // Said rather than left to the drop, which keeps silent when it fails.
        if let Some(folder) = temporary {
            folder.close()?;
        }
        outcome
    }

    fn in_folder(&self, settings: &Settings, runtime: &Runtime, stop: Stop) -> Result<()> {
        let folder = demo::Folder::look(&settings.data)?;
        let store = open(settings, New::Invented, false)?;
        runtime.block_on(async {
            tokio::select! {
                told = self.told(&store, folder) => told?,
                () = stop.clone().asked() => return Ok(()),
            }
            self.serve(settings, store, stop).await
        })
    }

    /// Tells the story, unless this folder holds it already.
    async fn told(&self, store: &Store, folder: demo::Folder) -> Result<()> {
        let Some(empty) = folder.empty() else { return Ok(()) };
        let told = empty.begin()?;
        let bar = progress("inventing", u64::from(self.clients), self.json);
        let wish = Wish { clients: self.clients, seed: self.seed };
        demo::tell(store, wish, SystemClock.now(), |clients| bar.set_position(u64::from(clients))).await?;
        bar.finish_and_clear();
        told.finish()
    }

    async fn serve(&self, settings: &Settings, store: Store, stop: Stop) -> Result<()> {
        let (listener, at) = listen(settings.listen).await?;
        let origin = settings.origin_at(at);
        let links = demo::links(&store, SystemClock.now()).await?;
        let house = House::new(store, Arc::new(SystemClock), Cost::TESTS);
        house.opens_form(Vec::new());
        house.posts_with(Arc::new(Nowhere { origin: origin.clone() }));
        let passphrase = demo::give_passphrase(&house).await?;
        let web = WebSettings { origin: origin.clone(), demo: true, set_up: None, viewer: super::view::viewer() };
        let line = match self.json {
            true => as_json(&origin, &passphrase, &links, &demo::calendar(&house).await?),
            false => as_text(&origin, &passphrase, &links),
        };
        let ready = || say(line);
        let (proxies, data) = (Arc::new([]), settings.data.clone());
        serve(Serving { house, listener, web, proxies, inbox: None, data, backups: None, stop }, ready).await.map(drop)
    }
}

fn settings(flags: &Flags, temporary: Option<&Path>) -> Result<Settings> {
    let mut taken = flags.clone();
    if let Some(name) = taken.0.keys().find(|name| !TAKES.contains(name)) {
        return Err(Ended::new(Exit::Settings, format!("a demo does not take the setting {name}")).into());
    }
    if let Some(folder) = temporary {
        taken.0.insert("data", folder.join("data").display().to_string());
    }
    taken.0.entry("log").or_insert_with(|| "warn".to_owned());
    let understood = Given::gather(&taken, std::iter::empty()).and_then(|given| Settings::understand(&given));
    Ok(understood.map_err(|wrong| Ended::new(Exit::Settings, wrong))?)
}

/// What a program reads that tries the product out: `url`; `password`, everybody's; `staff`, each with `name`, `role` and the link `sign_in`, which signs in
/// once; `calendar`, the secret address of a caseworker's calendar.
fn as_json(origin: &str, passphrase: &str, links: &[demo::Link], calendar: &SecretToken) -> String {
    let staff = links
        .iter()
        .map(|link| json!({ "name": link.name, "role": link.role.word(), "sign_in": address(origin, link) }));
    let calendar = format!("{origin}/calendar/{}.ics", calendar.reveal());
    json!({ "url": origin, "password": passphrase, "staff": staff.collect::<Vec<_>>(), "calendar": calendar })
        .to_string()
}

fn as_text(origin: &str, passphrase: &str, links: &[demo::Link]) -> String {
    let mut text = format!(
        "\nTannery Lane Counselling – an invented organisation – is open at {origin}\n\n\
         Each link signs in once. To sign a note or an approval, everybody's password is: {passphrase}\n\n"
    );
    for link in links {
        text.push_str(&format!("  {:<24} {:<24} {}\n", link.role.word(), link.name, address(origin, link)));
    }
    text.push_str("\nCtrl-C ends it.");
    text
}

fn address(origin: &str, link: &demo::Link) -> String {
    format!("{origin}/sign-in/link/{}", link.secret.reveal())
}

//! `casekeep init`: begins an installation without a browser.

use anyhow::Result;
use casework::accounts::{Founding, found, is_founded};
use clap::Args;
use domain::calendar::OfficeCalendar;
use domain::rulebook::Rulebook;
use domain::staff::{Role, StaffAdded};
use serde_json::json;

use super::staff::line;
use super::{house, of_failure, of_fault, runtime};
use crate::exits::{Ended, Exit, of_store};
use crate::opening::{New, open};
use crate::settings::Settings;
use crate::terminal::{remark, say};

const EXAMPLES: &str = "Examples:
  casekeep init --organisation 'Harbour Counselling' --zone Europe/Lisbon --admin-name 'Rui Prado' --admin-login rui
  casekeep init --data /srv/casekeep --origin https://cases.example.org --organisation … --json

Prints the link with which the administrator chooses a password and sets up one-time codes. It holds for 15 minutes; `casekeep staff link`
prints another one.";

/// Begins an installation.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Init {
    /// Name of the organisation
    #[arg(long, value_name = "NAME")]
    organisation: String,
    /// Its time zone, such as Europe/Lisbon
    #[arg(long, value_name = "ZONE")]
    zone: String,
    /// Name of the first IT administrator, as printed under signatures
    #[arg(long, value_name = "NAME")]
    admin_name: String,
    /// Their title
    #[arg(long, value_name = "TITLE", default_value = "IT administrator")]
    admin_title: String,
    /// Their name for signing in
    #[arg(long, value_name = "LOGIN")]
    admin_login: String,
    /// Prints one line of JSON
    #[arg(long)]
    json: bool,
}

impl Init {
    pub(super) fn run(self, settings: &Settings) -> Result<()> {
        let json = self.json;
        let founding = self.founding()?;
        let store = open(settings, New::Anywhere, false)?;
        let house = house(store);
        let secret = runtime()?.block_on(async {
            if is_founded(&house).await.map_err(|fault| of_fault(&fault))? {
                return Err(Ended::new(Exit::SetUp, "this installation is set up already"));
            }
            let (_, secret) = found(&house, founding).await.map_err(of_failure)?;
            house.store().seal_now(house.now()).await.map_err(of_store)?;
            Ok(secret)
        })?;
        let link = format!("{}/invitations/{}", settings.origin_at(settings.listen), secret.reveal());
        if json {
            say(json!({ "installation": house.store().installation().to_string(), "link": link }));
        } else {
            say(format_args!(
                "The installation is set up. Start the server, and open this link within 15 minutes:\n  {link}"
            ));
            remark("Then make a recovery kit (casekeep kit make --help): when the root key is lost, so is everything.");
        }
        Ok(())
    }

    fn founding(&self) -> Result<Founding, Ended> {
        // Asked here as well, so that nothing is made for a zone that does not exist.
        if jiff::tz::TimeZone::get(&self.zone).is_err() {
            return Err(Ended::new(Exit::Rule, "this time zone is not known; a zone looks like Europe/Lisbon"));
        }
        let office = OfficeCalendar { zone: self.zone.clone(), ..OfficeCalendar::default() };
        Ok(Founding {
            name: line("organisation", &self.organisation)?,
            rulebook: Rulebook { office, ..Rulebook::default() },
            administrator: StaffAdded {
                name: line("admin-name", &self.admin_name)?,
                title: line("admin-title", &self.admin_title)?,
                roles: vec![Role::ItAdministrator],
                team: None,
            },
            login: self.admin_login.clone(),
        })
    }
}

//! `casekeep staff`: adds people from the terminal. What is done here is signed by the console, and says so in the record.

use std::sync::Arc;

use anyhow::Result;
use casework::accounts::{AddStaff, add_staff, is_founded, reset_account};
use casework::house::{House, Proof, Signing, Who};
use clap::{Args, Subcommand};
use domain::ids::TeamId;
use domain::staff::{Role, StaffAdded};
use domain::text::Line;
use serde_json::json;
use vault::SecretToken;

use super::{house, of_failure, of_fault, runtime};
use crate::exits::{Ended, Exit, of_store};
use crate::opening::{New, open};
use crate::settings::Settings;
use crate::terminal::say;

const EXAMPLES: &str = "Examples:
  casekeep staff add --name 'Ada Moreau' --title 'Social worker' --role caseworker --login ada
  casekeep staff add --name 'Tom Adeyemi' --title 'Head of team' --role supervisor --role director --login tom --team North
  casekeep staff link --login ada

Both print a link that holds for a day and works once; hand it over in person.";

/// Adds people to the organisation.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Staff {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Adds somebody and prints their invitation link
    Add(Add),
    /// Prints a new link for choosing a password: for an invitation that ran out, or a password that was forgotten
    Link(Link),
}

#[derive(Args)]
struct Add {
    /// Name as printed under signatures
    #[arg(long, value_name = "NAME")]
    name: String,
    /// Title as printed under signatures
    #[arg(long, value_name = "TITLE")]
    title: String,
    /// What they do here; may be repeated, the first one is printed
    #[arg(long, value_name = "ROLE", required = true, value_parser = role)]
    role: Vec<Role>,
    /// Name for signing in
    #[arg(long, value_name = "LOGIN")]
    login: String,
    /// Name of their team
    #[arg(long, value_name = "TEAM")]
    team: Option<String>,
    /// Prints one line of JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
struct Link {
    /// Name for signing in
    #[arg(long, value_name = "LOGIN")]
    login: String,
    /// Prints one line of JSON
    #[arg(long)]
    json: bool,
}

impl Staff {
    pub(super) fn run(self, settings: &Settings) -> Result<()> {
        let house = house(open(settings, New::Never, false)?);
        let (json, secret) = runtime()?.block_on(async {
            if !is_founded(&house).await.map_err(|fault| of_fault(&fault))? {
                return Err(Ended::new(Exit::SetUp, "this installation is not set up yet"));
            }
            let done = match self.what {
                What::Add(order) => (order.json, add(&house, order).await?),
                What::Link(order) => (order.json, link(&house, &order).await?),
            };
            house.store().seal_now(house.now()).await.map_err(of_store)?;
            Ok(done)
        })?;
        let link = format!("{}/invitations/{}", settings.origin_at(settings.listen), secret.reveal());
        if json {
            say(json!({ "link": link }));
        } else {
            say(format_args!("This link holds for a day and works once:\n  {link}"));
        }
        Ok(())
    }
}

async fn add(house: &Arc<House>, order: Add) -> Result<SecretToken, Ended> {
    let team = match &order.team {
        Some(name) => Some(team(house, name).await?),
        None => None,
    };
    let person =
        StaffAdded { name: line("name", &order.name)?, title: line("title", &order.title)?, roles: order.role, team };
    let console = house.acting(Who::console(house));
    let order = AddStaff { person, login: order.login };
    let (_, secret) = add_staff(&console, order, Signing::author(Proof::Console)).await.map_err(of_failure)?;
    Ok(secret)
}

async fn link(house: &Arc<House>, order: &Link) -> Result<SecretToken, Ended> {
    let account = house.store().account_by_login(&order.login).await.map_err(of_store)?;
    let account = account.ok_or_else(|| Ended::new(Exit::Absent, "nobody has this sign-in name"))?;
    reset_account(&house.acting(Who::console(house)), account.staff).await.map_err(of_failure)
}

async fn team(house: &House, name: &str) -> Result<TeamId, Ended> {
    let organisation = house.organisation().await.map_err(|fault| of_fault(&fault))?;
    let named = organisation.teams.iter().find(|(_, team)| team.name.reveal().eq_ignore_ascii_case(name));
    named.map(|(id, _)| *id).ok_or_else(|| Ended::new(Exit::Absent, "there is no team of this name"))
}

fn role(code: &str) -> Result<Role, String> {
    Role::from_code(code).ok_or_else(|| {
        let codes: Vec<&str> = Role::ALL.iter().map(|role| role.code()).collect();
        format!("a role is one of {}", codes.join(", "))
    })
}

/// One line of text from a flag.
pub(super) fn line(flag: &str, text: &str) -> Result<Line, Ended> {
    Line::parse(text).map_err(|bad| Ended::new(Exit::Rule, format!("--{flag}: {bad}")))
}

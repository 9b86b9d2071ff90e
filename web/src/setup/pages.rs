//! The first run, opened by the one-time link that the server prints: the organisation, its time zone, its first administrator.

use std::sync::Arc;

use axum::extract::{Path, State};
use casework::Failure;
use casework::accounts::{self, CannotSetUp, Founding};
use domain::calendar::OfficeCalendar;
use domain::rulebook::Rulebook;
use domain::staff::{Role, StaffAdded};
use subtle::ConstantTimeEq;
use vault::codes::token_digest;

use super::views::{SetUpPage, Steps};
use crate::answer::{Answer, go, sentence};
use crate::app::App;
use crate::face::prelude::*;
use crate::fields::{Fields, Reader};
use crate::person::door;
use crate::problem::Problem;

/// Whether this is the link that the server printed, and the installation still waits for it.
async fn fits(app: &App, secret: &str) -> Result<(), Problem> {
    let good = app.settings.set_up.is_some_and(|digest| bool::from(digest.ct_eq(&token_digest(secret))));
    if good && !accounts::is_founded(&app.house).await? { Ok(()) } else { Err(Problem::Missing) }
}

/// `GET /set-up/{secret}`
pub async fn show(State(app): State<App>, Path(secret): Path<String>) -> Answer {
    fits(&app, &secret).await?;
    page(&app, &secret, Filled::new().with("zone", "UTC")).await
}

async fn page(app: &App, secret: &str, form: Filled) -> Answer {
    let wrong = form.is_wrong();
    let (voice, _) = door(&app.house).await?;
    let zones = jiff::tz::db().available().map(|zone| zone.to_string()).filter(|zone| zone.contains('/')).collect();
    let page = SetUpPage {
        door: Door::new("Your organisation", "").wide(),
        steps: Steps::of_setup(0),
        action: format!("/set-up/{secret}"),
        form,
        zones,
    };
    Ok(if wrong { again(&voice, &page) } else { crate::face::show(&voice, &page) })
}

/// `POST /set-up/{secret}`
pub async fn create(State(app): State<App>, Path(secret): Path<String>, fields: Fields) -> Answer {
    fits(&app, &secret).await?;
    let mut reader = Reader::new(&fields);
    let organisation = reader.line("organisation");
    let name = reader.line("name");
    let title = reader.line("title");
    let login = reader.line("login");
    let (Some(organisation), Some(name), Some(title), Some(login)) = (organisation, name, title, login) else {
        return page(&app, &secret, reader.filled).await;
    };
    let office = OfficeCalendar { zone: fields.text("zone").to_owned(), ..OfficeCalendar::default() };
    let founding = Founding {
        name: organisation,
        rulebook: Rulebook { office, ..Rulebook::default() },
        administrator: StaffAdded { name, title, roles: vec![Role::ItAdministrator], team: None },
        login: login.reveal().to_owned(),
    };
    match accounts::found(&Arc::clone(&app.house), founding).await {
        Ok((_, invitation)) => go(&format!("/invitations/{}", invitation.reveal())),
        Err(Failure::Rule(CannotSetUp::NoSuchZone)) => {
            page(&app, &secret, fields.filled().wrong("zone", sentence(&CannotSetUp::NoSuchZone.to_string()))).await
        }
        Err(Failure::Rule(rule)) => page(&app, &secret, fields.filled().refused(sentence(&rule.to_string()))).await,
        Err(failure) => Err(failure.into()),
    }
}

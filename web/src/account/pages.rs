//! One's own account.

use axum::extract::Path;
use axum::http::HeaderMap;
use casework::accounts::{self, AcceptFailure, CannotSignIn};
use domain::policy::Action;
use store::{Preferences, Scheme as Wanted};

use super::views::{AccountPage, KeyboardPage, SignInRow};
use crate::answer::{Answer, go, sentence};
use crate::cookie;
use crate::done::Done;
use crate::face::parts::{Act, Pairs};
use crate::face::prelude::*;
use crate::fields::Fields;
use crate::paths;
use crate::person::Person;
use crate::problem::Problem;
use crate::sign_in::pages::{Peer, ip};

/// `GET /account`
pub async fn show(person: Person) -> Answer {
    page(&person, Filled::new()).await
}

async fn page(person: &Person, form: Filled) -> Answer {
    let sign_ins = accounts::my_sign_ins(&person.ctx).await?;
    let account = person.house().store().account(person.card.id).await?.ok_or(Problem::Missing)?;
    let feeds = person.ctx.may(Action::OpenFeed, Some(person.card.id.dossier())).await?;
    let wrong = form.is_wrong();
    let build = |frame: Frame| {
        let row = |(index, (sign_in, device)): (usize, &(store::SignIn, zeroize::Zeroizing<String>))| SignInRow {
            device: device_words(device),
            began: sign_in.began,
            last: sign_in.seen,
            here: sign_in.token == person.sign_in.token,
            end: (sign_in.token != person.sign_in.token)
                .then(|| Act::post("End", format!("/account/sign-ins/{index}/end")).about("this sign-in")),
        };
        AccountPage {
            facts: Pairs::new()
                .with("Name", person.card.name.clone())
                .with("Title", person.card.title.clone())
                .with("Role", person.card.role_word()),
            sign_ins: sign_ins.iter().enumerate().map(row).collect(),
            form,
            authenticator: account.has_code.then_some(account.changed),
            codes_left: u8::try_from(account.recovery_codes).unwrap_or(u8::MAX),
            feeds,
            frame,
        }
    };
    Ok(person.form("Your account", wrong, build))
}

/// The browser and the system, as far as the browser says; nothing longer than a line.
fn device_words(agent: &str) -> String {
    let find = |names: &[(&str, &str)], or: &str| {
        names.iter().find(|(key, _)| agent.contains(key)).map_or_else(|| or.to_owned(), |(_, word)| (*word).to_owned())
    };
    let browser =
        find(&[("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")], "Browser");
    let system = find(
        &[
            ("Android", "Android"),
            ("iPhone", "iPhone"),
            ("iPad", "iPad"),
            ("Windows", "Windows"),
            ("Mac OS", "macOS"),
            ("Linux", "Linux"),
        ],
        "another system",
    );
    format!("{browser}, {system}")
}

/// `POST /account/password`
pub async fn password(person: Person, peer: Peer, headers: HeaderMap, fields: Fields) -> Answer {
    let came = cookie::came(&headers, ip(&peer));
    let (old, new) = (fields.secret("current-password"), fields.secret("password"));
    match accounts::change_password(&person.ctx, old, new, &came).await {
        Ok(Ok(begun)) => Ok(cookie::begin(&begun.secret, &Done::PASSWORD_CHANGED.at("/account"))),
        Ok(Err(CannotSignIn::Wait(seconds))) => Err(Problem::TooMany(seconds)),
        Ok(Err(_)) => page(&person, Filled::new().wrong("current-password", "This is not your password.")).await,
        Err(AcceptFailure::Weak(weak)) => {
            page(&person, Filled::new().wrong("password", sentence(&weak.to_string()))).await
        }
        Err(AcceptFailure::Void) => Err(Problem::Missing),
        Err(AcceptFailure::Fault(fault)) => Err(fault.into()),
    }
}

/// `POST /account/sign-ins/{number}/end`
pub async fn end(person: Person, Path(number): Path<usize>) -> Answer {
    let sign_ins = accounts::my_sign_ins(&person.ctx).await?;
    let (sign_in, _) = sign_ins.get(number).ok_or(Problem::Missing)?;
    accounts::end_sign_in(&person.ctx, sign_in.token).await?;
    go(&Done::SIGN_INS_ENDED.at("/account"))
}

/// `POST /account/sign-ins/end-others`
pub async fn end_others(person: Person) -> Answer {
    accounts::end_other_sign_ins(&person.ctx, person.sign_in.token).await?;
    go(&Done::SIGN_INS_ENDED.at("/account"))
}

/// `POST /account/curtain`
pub async fn curtain(person: Person, fields: Fields) -> Answer {
    let preferences = Preferences { curtain: fields.ticked("drawn"), ..person.sign_in.preferences };
    person.house().store().set_preferences(person.sign_in.token, preferences).await?;
    go(paths::own(fields.text("back")))
}

/// `POST /account/scheme`
pub async fn scheme(person: Person, fields: Fields) -> Answer {
    let scheme = match fields.text("scheme") {
        "light" => Wanted::Light,
        "dark" => Wanted::Dark,
        _ => Wanted::Device,
    };
    let preferences = Preferences { scheme, ..person.sign_in.preferences };
    person.house().store().set_preferences(person.sign_in.token, preferences).await?;
    go(paths::own(fields.text("back")))
}

/// `POST /account/letters`
pub async fn letters(person: Person, fields: Fields) -> Answer {
    let preferences = Preferences { letters: fields.ticked("letters"), ..person.sign_in.preferences };
    person.house().store().set_preferences(person.sign_in.token, preferences).await?;
    go("/account")
}

/// `POST /account/stay` – the request itself is the sign of life.
pub async fn stay(_person: Person) -> Answer {
    go("/")
}

/// `GET /keys`
pub async fn keys(person: Person) -> Answer {
    Ok(person.show("Keys", |frame| KeyboardPage { frame }))
}

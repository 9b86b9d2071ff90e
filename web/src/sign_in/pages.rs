//! Signing in and out.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use casework::House;
use casework::accounts::{self, CannotSignIn, SignedIn, Standing};
use domain::staff::{Role, StaffCard};

use super::views::{CodePage, DemoPerson, HelpPage, RecoveryPage, SignInPage};
use crate::answer::{Answer, go, sentence};
use crate::app::App;
use crate::done::Done;
use crate::face::prelude::*;
use crate::fields::Fields;
use crate::guard::{Query, clear_site_data};
use crate::person::{Half, door};
use crate::problem::Problem;
use crate::{cookie, paths, person};

/// Where the connection comes from; absent in tests that have none.
pub(crate) type Peer = Option<axum::Extension<ConnectInfo<SocketAddr>>>;

pub(crate) fn ip(peer: &Peer) -> Option<std::net::IpAddr> {
    peer.as_ref().map(|peer| peer.0.0.ip())
}

/// What may stand in the address of the door.
#[derive(serde::Deserialize)]
pub struct Back {
    #[serde(default)]
    back: String,
    #[serde(default)]
    out: String,
}

/// `GET /sign-in`
pub async fn new(State(app): State<App>, half: Option<Half>, Query(back): Query<Back>) -> Answer {
    if half.is_some_and(|half| half.standing == Standing::Whole) {
        return go(paths::own(&back.back));
    }
    let told =
        (back.out == "yes").then(|| Told::done("You are signed out.", "This browser has forgotten what it kept."));
    page(&app, paths::own(&back.back), Filled::new(), told).await
}

async fn page(app: &App, next: &str, form: Filled, told: Option<Told>) -> Answer {
    let wrong = form.is_wrong();
    let (voice, organisation) = door(&app.house).await?;
    let demo = if app.settings.demo { demo_people(&app.house).await? } else { Vec::new() };
    let page = SignInPage {
        door: Door::new("Sign in", organisation),
        form,
        next: next.to_owned(),
        told,
        demo,
        record: Words::default(),
    };
    Ok(if wrong { again(&voice, &page) } else { show(&voice, &page) })
}

/// Everybody of the invented organisation, in the order of the work.
async fn demo_people(house: &Arc<House>) -> Result<Vec<DemoPerson>, Problem> {
    let staff = accounts::staff_list(&house.acting(casework::Who::console(house))).await?;
    let mut people: Vec<_> = staff.into_iter().filter(|card| card.active).collect();
    people.sort_by_key(|card| Role::ALL.iter().position(|role| card.is(*role)));
    let person = |card: StaffCard| DemoPerson {
        id: card.id.to_string(),
        name: card.name.clone(),
        role: card.role_word().into(),
        more: card.title.into(),
    };
    Ok(people.into_iter().map(person).collect())
}

/// `POST /demo` – one click to sign in as somebody of the demonstration; anywhere else there is no such page.
pub async fn demo(State(app): State<App>, peer: Peer, headers: HeaderMap, fields: Fields) -> Answer {
    if !app.settings.demo {
        return Err(Problem::Missing);
    }
    let staff = fields.text("id").parse().map_err(|_| Problem::Missing)?;
    let came = cookie::came(&headers, ip(&peer));
    at_once(&app, accounts::sign_in_in_demo(&app.house, staff, &came).await?, paths::own(fields.text("next"))).await
}

/// `POST /sign-in`
pub async fn create(State(app): State<App>, peer: Peer, headers: HeaderMap, fields: Fields) -> Answer {
    let came = cookie::came(&headers, ip(&peer));
    let next = paths::own(fields.text("next"));
    match accounts::sign_in(&app.house, fields.text("who"), fields.secret("password"), &came).await? {
        Ok(SignedIn { secret, standing, .. }) => {
            let to = match standing {
                Standing::NeedsEnrolment => "/enrolment".to_owned(),
                Standing::NeedsCode | Standing::Whole => format!("/sign-in/code?back={next}"),
            };
            Ok(cookie::begin(&secret, &to))
        }
        Err(CannotSignIn::Wait(seconds)) => Err(Problem::TooMany(seconds)),
        Err(wrong) => page(&app, next, fields.filled().refused(sentence(&wrong.to_string())), None).await,
    }
}

/// `GET /sign-in/code`
pub async fn code(State(house): State<Arc<House>>, half: Option<Half>, Query(back): Query<Back>) -> Answer {
    let next = paths::own(&back.back);
    match half.map(|half| half.standing) {
        Some(Standing::NeedsCode) => code_page(&house, next, Filled::new()).await,
        Some(Standing::NeedsEnrolment) => go("/enrolment"),
        Some(Standing::Whole) => go(next),
        None => go("/sign-in"),
    }
}

async fn code_page(house: &Arc<House>, next: &str, form: Filled) -> Answer {
    let wrong = form.is_wrong();
    let (voice, organisation) = door(house).await?;
    let page = CodePage { door: Door::new("The code from your app", organisation), form, next: next.to_owned() };
    Ok(if wrong { again(&voice, &page) } else { show(&voice, &page) })
}

/// `POST /sign-in/code`
pub async fn give_code(
    State(house): State<Arc<House>>,
    half: Option<Half>,
    peer: Peer,
    headers: HeaderMap,
    fields: Fields,
) -> Answer {
    second_factor(&house, half, &cookie::came(&headers, ip(&peer)), &fields, "code").await
}

/// `GET /sign-in/recovery`
pub async fn recovery(State(house): State<Arc<House>>, half: Option<Half>, Query(back): Query<Back>) -> Answer {
    if half.is_none_or(|half| half.standing != Standing::NeedsCode) {
        return go("/sign-in");
    }
    recovery_page(&house, paths::own(&back.back), Filled::new()).await
}

async fn recovery_page(house: &Arc<House>, next: &str, form: Filled) -> Answer {
    let wrong = form.is_wrong();
    let (voice, organisation) = door(house).await?;
    let page = RecoveryPage { door: Door::new("Use a recovery code", organisation), form, next: next.to_owned() };
    Ok(if wrong { again(&voice, &page) } else { show(&voice, &page) })
}

/// `POST /sign-in/recovery`
pub async fn give_recovery(
    State(house): State<Arc<House>>,
    half: Option<Half>,
    peer: Peer,
    headers: HeaderMap,
    fields: Fields,
) -> Answer {
    second_factor(&house, half, &cookie::came(&headers, ip(&peer)), &fields, "recovery-code").await
}

async fn second_factor(
    house: &Arc<House>,
    half: Option<Half>,
    came: &accounts::Came,
    fields: &Fields,
    name: &str,
) -> Answer {
    let Some(half) = half.filter(|half| half.standing == Standing::NeedsCode) else { return go("/sign-in") };
    let next = paths::own(fields.text("next"));
    match accounts::give_code(house, &half.sign_in, &fields.secret(name), came).await? {
        Ok(SignedIn { secret, tried: true, .. }) => Ok(cookie::begin(&secret, &Done::TRIED.at(next))),
        Ok(SignedIn { secret, .. }) => Ok(cookie::begin(&secret, next)),
        Err(CannotSignIn::Wait(seconds)) => Err(Problem::TooMany(seconds)),
        Err(wrong) => {
            let form = Filled::new().wrong(name, sentence(&wrong.to_string()));
            if name == "code" { code_page(house, next, form).await } else { recovery_page(house, next, form).await }
        }
    }
}

/// `GET /sign-in/help`
pub async fn help(State(house): State<Arc<House>>) -> Answer {
    let (voice, organisation) = door(&house).await?;
    Ok(show(&voice, &HelpPage { door: Door::new("I cannot sign in", organisation) }))
}

/// `GET /sign-in/link/{secret}` – the links that the demonstration prints. One click, once; no other invitation is taken here.
pub async fn link(State(app): State<App>, peer: Peer, headers: HeaderMap, Path(secret): Path<String>) -> Answer {
    at_once(&app, accounts::sign_in_by_link(&app.house, &secret, &cookie::came(&headers, ip(&peer))).await?, "/").await
}

async fn at_once(app: &App, signed_in: Result<SignedIn, CannotSignIn>, next: &str) -> Answer {
    match signed_in {
        Ok(SignedIn { secret, .. }) => Ok(cookie::begin(&secret, next)),
        Err(void) => page(app, "/", Filled::new().refused(sentence(&void.to_string())), None).await,
    }
}

/// `POST /sign-out`
pub async fn sign_out(State(house): State<Arc<House>>, headers: HeaderMap) -> Result<Response, Problem> {
    if let Some(secret) = person::secret(&headers)
        && let Some(current) = accounts::current(&house, secret, false).await?
    {
        accounts::sign_out(&house, &current.sign_in).await?;
    }
    let mut response = Redirect::to("/sign-in?out=yes").into_response();
    clear_site_data(response.headers_mut());
    cookie::forget(&mut response);
    Ok(response)
}

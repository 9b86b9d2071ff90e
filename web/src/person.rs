//! Who is asking: the sign-in behind the cookie, and the frame around their pages.
//!
//! A handler that takes [`Person`] cannot run for a stranger: without a whole sign-in the extractor answers with the way to the door.

use std::sync::Arc;

use askama::Template;
use axum::extract::{FromRequestParts, OptionalFromRequestParts, OriginalUri};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use casework::accounts::{self, Current, Standing};
use casework::{Ctx, House, Who};
use domain::organisation::Organisation;
use domain::rulebook::Rulebook;
use domain::staff::{Role, StaffCard};
use domain::time::Instant;
use store::SignIn;

use crate::app::App;
use crate::done;
use crate::face::form::Filled;
use crate::face::frame::{Frame, PlaceLink, Scheme};
use crate::face::live::Sent;
use crate::face::state::Tone;
use crate::face::voice::{Voice, speaking};
use crate::face::words::Words;
use crate::fields::ONCE;
use crate::problem::Problem;

/// Name of the cookie.
pub const COOKIE: &str = "__Host-casekeep";

/// A person who is signed in with both factors.
pub struct Person {
    /// What operations take.
    pub ctx: Ctx,
    /// Their sign-in.
    pub sign_in: SignIn,
    /// Who they are.
    pub card: StaffCard,
    /// The organisation and its rulebook.
    pub organisation: Arc<Organisation>,
    frame: Frame,
}

/// A sign-in that may still lack its second factor: for the pages between password and first page.
pub struct Half(pub Current);

impl std::ops::Deref for Half {
    type Target = Current;

    fn deref(&self) -> &Current {
        &self.0
    }
}

/// The secret in the cookie.
pub fn secret(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE).map(|(_, value)| value)
}

impl OptionalFromRequestParts<App> for Half {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Option<Self>, Problem> {
        let Some(secret) = secret(&parts.headers) else { return Ok(None) };
        // What the page asks by itself is no sign of life: the idle time goes on.
        let active = !asks_by_itself(parts);
        Ok(accounts::current(&app.house, secret, active).await?.map(Self))
    }
}

impl FromRequestParts<App> for Person {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let half = <Half as OptionalFromRequestParts<App>>::from_request_parts(parts, app).await;
        let half = half.map_err(IntoResponse::into_response)?;
        let Some(half) = half.filter(|half| half.standing == Standing::Whole) else { return Err(to_the_door(parts)) };
        Self::of(app, half.0, parts).await.map_err(IntoResponse::into_response)
    }
}

/// Whether the page asks by itself, without anybody having pressed anything: to save a draft, or to see how something goes on.
fn asks_by_itself(parts: &Parts) -> bool {
    matches!(Sent::from_headers(&parts.headers), Sent::Draft | Sent::Watch)
}

/// The way to the sign-in page. Only the address of a page goes along, so that people come back to where they were; addresses hold no content.
fn to_the_door(parts: &Parts) -> Response {
    // The script stays on the page with what was typed, and says that the sign-in has ended.
    if parts.headers.contains_key("casekeep-live") {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let path = parts.extensions.get::<OriginalUri>().map_or_else(|| parts.uri.path(), |uri| uri.path());
    if parts.method != Method::GET || path == "/" {
        return Redirect::to("/sign-in").into_response();
    }
    Redirect::to(&format!("/sign-in?back={path}")).into_response()
}

impl Person {
    async fn of(app: &App, current: Current, parts: &Parts) -> Result<Self, Problem> {
        let Current { sign_in, organisation, own, .. } = current;
        let ctx = app.house.acting_known(Who::signed_in(&sign_in, Standing::Whole), own);
        let card = accounts::own_card(&ctx).await?.ok_or(Problem::Missing)?;
        let voice =
            Voice::new(ctx.now(), organisation.rulebook.office.time_zone()).with_curtain(sign_in.preferences.curtain);
        let name = organisation.name.as_ref().map(|name| name.reveal().to_owned()).unwrap_or_default();
        let mut frame = Frame::new(voice, name, card.name.clone(), card.role_word());
        frame.letters_off = !sign_in.preferences.letters;
        frame.scheme = match sign_in.preferences.scheme {
            store::Scheme::Device => Scheme::Device,
            store::Scheme::Light => Scheme::Light,
            store::Scheme::Dark => Scheme::Dark,
        };
        frame.here = parts.uri.path().to_owned();
        let rules = &organisation.rulebook;
        frame.ends = Some(accounts::ends(&sign_in, rules.idle_minutes, rules.absolute_hours));
        frame.told = done::read(parts.uri.query().unwrap_or_default());
        frame.places = places(&ctx, &card, rules, parts.uri.path()).await?;
        frame.logs_contacts = [Role::Caseworker, Role::Provider, Role::Supervisor, Role::AdministrativeStaff]
            .iter()
            .any(|role| card.is(*role));
        frame.banner = app.settings.demo.then(demo_banner);
        Ok(Self { ctx, sign_in, card, organisation, frame })
    }

    /// The house.
    pub fn house(&self) -> &Arc<House> {
        self.ctx.house()
    }

    /// Now.
    pub fn now(&self) -> Instant {
        self.frame.voice.now
    }

    /// When the sign-in ends if nothing is done.
    pub const fn ends(&self) -> Option<Instant> {
        self.frame.ends
    }

    /// How pages are told to this person.
    pub const fn voice(&self) -> &Voice {
        &self.frame.voice
    }

    /// Builds and renders a page inside its frame. Whatever holds names or times is built within, so that the curtain covers it.
    pub fn show<T: Template>(&self, title: impl Into<Words>, build: impl FnOnce(Frame) -> T) -> Response {
        self.with_status(StatusCode::OK, title, build)
    }

    /// A page with a form; the answer is 422 when something in it is wrong.
    pub fn form<T: Template>(&self, title: impl Into<Words>, wrong: bool, build: impl FnOnce(Frame) -> T) -> Response {
        let status = if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        self.with_status(status, title, build)
    }

    /// The form with the key of its effect: the one that it was sent with, or a new one.
    #[must_use]
    pub fn keyed(&self, form: Filled) -> Filled {
        if form.value(ONCE).is_empty() { form.replace(ONCE, self.ctx.new_once().to_string()) } else { form }
    }

    /// The page with a status of its own.
    pub fn with_status<T: Template>(
        &self,
        status: StatusCode,
        title: impl Into<Words>,
        build: impl FnOnce(Frame) -> T,
    ) -> Response {
        let here = self.frame.here.clone();
        speaking(&self.frame.voice, || {
            let page = build(self.frame.clone().page(title, here));
            crate::face::with_status(status, &self.frame.voice, &page)
        })
    }
}

/// The voice and the organisation's name for pages in front of the sign-in.
pub async fn door(house: &Arc<House>) -> Result<(Voice, String), Problem> {
    let organisation = house.organisation().await?;
    let name = organisation.name.as_ref().map(|name| name.reveal().to_owned()).unwrap_or_default();
    Ok((Voice::new(house.now(), organisation.rulebook.office.time_zone()), name))
}

fn demo_banner() -> crate::face::Told {
    crate::face::Told {
        tone: Tone::Note,
        what: "This is a demonstration.".into(),
        more: "All people are invented, and everything you write here is gone when it ends.".into(),
    }
}

/// Where the calendar is.
const CALENDAR: &str = "/calendar";

/// What is reached from the calendar, and has no place of its own in the rail.
const BESIDE_THE_CALENDAR: [&str; 3] = ["/groups", "/waiting", "/reminders"];

/// The places that the role may open, most used first.
async fn places(ctx: &Ctx, card: &StaffCard, rules: &Rulebook, path: &str) -> Result<Vec<PlaceLink>, Problem> {
    let is = |roles: &[Role]| roles.iter().any(|role| card.is(*role));
    let counts = ctx.waiting(rules).await?;
    let today = PlaceLink::new("today", "Today", "/");
    let mut places = vec![match counts.overdue {
        0 => today.counting(counts.duties, "duties"),
        _ => today.counting(counts.duties, "duties, some overdue").tone(Tone::Overdue),
    }];
    let finds = [Role::FrontlineStaff, Role::AdministrativeStaff, Role::Caseworker, Role::Provider, Role::Supervisor];
    if is(&finds) || is(&[Role::RecordsOfficer, Role::DataProtectionOfficer]) {
        places.push(PlaceLink::new("clients", "Clients", "/clients"));
    }
    if is(&[Role::Caseworker, Role::Provider, Role::Supervisor, Role::AdministrativeStaff]) {
        places.push(PlaceLink::new("calendar", "Calendar", CALENDAR));
    }
    if is(&finds) || is(&[Role::ComplaintsManager, Role::Director]) {
        places.push(PlaceLink::new("inbox", "Inbox", "/inbox"));
    }
    if is(&finds) {
        places.push(PlaceLink::new("portal", "Services", crate::listings::PATH));
    }
    if is(&[Role::Supervisor]) {
        places.push(PlaceLink::new("supervision", "Supervision", "/supervision"));
    }
    let keeps = [Role::RecordsOfficer, Role::DataProtectionOfficer, Role::ItAdministrator];
    if is(&keeps) || is(&[Role::Supervisor, Role::Director, Role::Auditor]) {
        places.push(PlaceLink::new("records", "Records", "/records"));
    }
    if is(&[Role::ItAdministrator, Role::Director, Role::DataProtectionOfficer]) {
        places.push(PlaceLink::new("team", "Staff", "/staff"));
    }
    if is(&[Role::ItAdministrator, Role::Auditor, Role::DataProtectionOfficer, Role::Director]) {
        places.push(PlaceLink::new("system", "System", "/system"));
    }
    if is(&[Role::Director]) {
        places.push(PlaceLink::new("building", "Office", "/organisation/office"));
    }
    for place in &mut places {
        place.current = match place.href.as_str() {
            "/" => path == "/",
            CALENDAR => BESIDE_THE_CALENDAR.iter().chain([&CALENDAR]).any(|part| path.starts_with(part)),
            href => path.starts_with(href),
        };
    }
    Ok(places)
}

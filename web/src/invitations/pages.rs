//! Taking up an invitation: a password, then the authenticator app, then recovery codes on paper.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use casework::House;
use casework::accounts::{self, AcceptFailure, CannotSignIn, Standing};
use casework::keys::kit_awaits;
use vault::codes::TotpSecret;

use super::views::{AuthenticatorPage, GonePage, PasswordPage, RecoveryCodesPage};
use crate::answer::{Answer, go, sentence};
use crate::app::App;
use crate::cookie;
use crate::face::parts::Act;
use crate::face::prelude::*;
use crate::fields::Fields;
use crate::person::{Half, door};
use crate::problem::Problem;
use crate::setup::views::Steps;
use crate::sign_in::pages::{Peer, ip};

/// `GET /invitations/{secret}` – looking does not use it up.
pub async fn show(State(house): State<Arc<House>>, Path(secret): Path<String>) -> Answer {
    page(&house, &secret, Filled::new()).await
}

async fn page(house: &Arc<House>, secret: &str, form: Filled) -> Answer {
    let (voice, organisation) = door(house).await?;
    let invited = match accounts::invitation(house, secret).await {
        Ok(invited) => invited,
        Err(AcceptFailure::Fault(fault)) => return Err(fault.into()),
        Err(_) => {
            let page = GonePage { door: Door::new("This invitation is no longer good", organisation) };
            return Ok(crate::face::with_status(axum::http::StatusCode::GONE, &voice, &page));
        }
    };
    let wrong = form.is_wrong();
    let page = PasswordPage {
        door: Door::new("Choose a password", organisation).wide(),
        steps: Steps::of_invitation(0),
        action: format!("/invitations/{secret}"),
        token: String::new(),
        who: invited.name,
        form,
    };
    Ok(if wrong { again(&voice, &page) } else { crate::face::show(&voice, &page) })
}

/// `POST /invitations/{secret}`
pub async fn create(
    State(app): State<App>,
    peer: Peer,
    headers: HeaderMap,
    Path(secret): Path<String>,
    fields: Fields,
) -> Answer {
    let password = fields.secret("password");
    let came = cookie::came(&headers, ip(&peer));
    match accounts::accept_invitation(&app.house, &secret, password, &came).await {
        Ok(begun) => {
            let to = if begun.standing == Standing::NeedsCode { "/sign-in/code" } else { "/enrolment" };
            Ok(cookie::begin(&begun.secret, to))
        }
        Err(AcceptFailure::Weak(weak)) => {
            page(&app.house, &secret, Filled::new().wrong("password", sentence(&weak.to_string()))).await
        }
        Err(AcceptFailure::Void) => page(&app.house, &secret, Filled::new()).await,
        Err(AcceptFailure::Fault(fault)) => Err(fault.into()),
    }
}

/// `GET /enrolment`
pub async fn authenticator(State(house): State<Arc<House>>, half: Option<Half>) -> Answer {
    let Some(half) = half.filter(|half| half.standing == Standing::NeedsEnrolment) else { return go("/sign-in") };
    enrolment_page(&house, &TotpSecret::generate(), half.sign_in.staff, Filled::new()).await
}

async fn enrolment_page(house: &Arc<House>, secret: &TotpSecret, staff: domain::ids::StaffId, form: Filled) -> Answer {
    let wrong = form.is_wrong();
    let (voice, organisation) = door(house).await?;
    let address = accounts::enrolment_address(house, staff, secret).await?;
    let door = Door::new("Set up your authenticator app", organisation).wide();
    let page = AuthenticatorPage {
        steps: Some(Steps::of_invitation(1)),
        ..AuthenticatorPage::new(door, "/enrolment", secret, &address, form)
    };
    Ok(if wrong { again(&voice, &page) } else { crate::face::show(&voice, &page) })
}

/// `POST /enrolment`
pub async fn confirm(
    State(app): State<App>,
    half: Option<Half>,
    peer: Peer,
    headers: HeaderMap,
    fields: Fields,
) -> Answer {
    let Some(half) = half.filter(|half| half.standing == Standing::NeedsEnrolment) else { return go("/sign-in") };
    let secret = AuthenticatorPage::secret(&fields)?;
    let came = cookie::came(&headers, ip(&peer));
    match accounts::confirm_codes(&app.house, &half.sign_in, &secret, &fields.secret("code"), &came).await? {
        Ok((begun, codes)) => {
            let (voice, organisation) = door(&app.house).await?;
            let next = match kit_awaits(&app.house, half.sign_in.staff).await? {
                true => Act::link("I have put them away: go on to the recovery kit", "/recovery-kit"),
                false => Act::link("I have put them away: go to Today", "/"),
            };
            let page = RecoveryCodesPage {
                door: Door::new("Your recovery codes", organisation).wide(),
                steps: Some(Steps::of_invitation(2)),
                person: accounts::name_of(&app.house, half.sign_in.staff).await?,
                codes: codes.iter().map(|code| code.to_string()).collect(),
                next: next.main(),
            };
            let mut response = crate::face::show(&voice, &page).into_response();
            cookie::set(&mut response, &begun.secret);
            Ok(response)
        }
        Err(CannotSignIn::Wait(seconds)) => Err(Problem::TooMany(seconds)),
        Err(wrong) => {
            let form = Filled::new().wrong("code", sentence(&wrong.to_string()));
            enrolment_page(&app.house, &secret, half.sign_in.staff, form).await
        }
    }
}

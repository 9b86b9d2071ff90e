//! Another authenticator app, and new recovery codes. Both ask for the password: an open browser alone must not change how one proves who one is.

use axum::http::HeaderMap;
use axum::response::IntoResponse;
use casework::accounts::{self, CannotSignIn};
use vault::codes::TotpSecret;
use zeroize::Zeroizing;

use super::views::RenewPage;
use crate::answer::{Answer, sentence};
use crate::cookie;
use crate::face::parts::Act;
use crate::face::prelude::*;
use crate::fields::Fields;
use crate::invitations::views::{AuthenticatorPage, RecoveryCodesPage};
use crate::person::{Person, door};
use crate::problem::Problem;
use crate::sign_in::pages::{Peer, ip};

/// `GET /account/authenticator`
pub async fn authenticator(person: Person) -> Answer {
    app_page(&person, &TotpSecret::generate(), Filled::new()).await
}

async fn app_page(person: &Person, secret: &TotpSecret, form: Filled) -> Answer {
    let (voice, organisation) = door(person.house()).await?;
    let address = accounts::enrolment_address(person.house(), person.card.id, secret).await?;
    let wrong = form.is_wrong();
    let door = Door::new("Set up another authenticator app", organisation).wide();
    let page = AuthenticatorPage {
        password: true,
        ..AuthenticatorPage::new(door, "/account/authenticator", secret, &address, form)
    };
    Ok(if wrong { again(&voice, &page) } else { crate::face::show(&voice, &page) })
}

/// `POST /account/authenticator`
pub async fn change(person: Person, peer: Peer, headers: HeaderMap, fields: Fields) -> Answer {
    let secret = AuthenticatorPage::secret(&fields)?;
    let came = cookie::came(&headers, ip(&peer));
    let (password, code) = (fields.secret("current-password"), fields.secret("code"));
    match accounts::change_authenticator(&person.ctx, &password, &secret, &code, &came).await? {
        Ok((begun, codes)) => {
            let mut response = codes_page(&person, &codes).await?.into_response();
            cookie::set(&mut response, &begun.secret);
            Ok(response)
        }
        Err(CannotSignIn::Wait(seconds)) => Err(Problem::TooMany(seconds)),
        Err(wrong @ CannotSignIn::WrongCode) => {
            app_page(&person, &secret, Filled::new().wrong("code", sentence(&wrong.to_string()))).await
        }
        Err(_) => app_page(&person, &secret, not_yours()).await,
    }
}

fn not_yours() -> Filled {
    Filled::new().wrong("current-password", "This is not your password.")
}

async fn codes_page(person: &Person, codes: &[Zeroizing<String>]) -> Answer {
    let (voice, organisation) = door(person.house()).await?;
    let page = RecoveryCodesPage {
        door: Door::new("Your recovery codes", organisation).wide(),
        steps: None,
        person: person.card.name.clone(),
        codes: codes.iter().map(|code| code.to_string()).collect(),
        next: Act::link("I have put them away: back to your account", "/account").main(),
    };
    Ok(crate::face::show(&voice, &page))
}

/// `GET /account/recovery-codes`
pub async fn recovery_codes(person: Person) -> Answer {
    renew_page(&person, Filled::new()).await
}

async fn renew_page(person: &Person, form: Filled) -> Answer {
    let (voice, organisation) = door(person.house()).await?;
    let wrong = form.is_wrong();
    let page = RenewPage { door: Door::new("New recovery codes", organisation), form };
    Ok(if wrong { again(&voice, &page) } else { crate::face::show(&voice, &page) })
}

/// `POST /account/recovery-codes`
pub async fn renew(person: Person, fields: Fields) -> Answer {
    match accounts::renew_recovery_codes(&person.ctx, &fields.secret("current-password")).await? {
        Ok(codes) => codes_page(&person, &codes).await,
        Err(CannotSignIn::Wait(seconds)) => Err(Problem::TooMany(seconds)),
        Err(_) => renew_page(&person, not_yours()).await,
    }
}

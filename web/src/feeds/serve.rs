//! What another program fetches at a secret address. No sign-in, no cookie: the address is the key. It is never logged; a wrong one, one that was stopped,
//! and one of somebody who has left are the same page.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, ETAG, HeaderName, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use casework::House;
use casework::feeds::{Fetched, Line, NotFetched, fetch};
use domain::feeds::FeedOf;
use reports::{CalendarAppointment, CalendarFile};
use sha2::{Digest as _, Sha256};

use super::appointment_of;
use crate::answer::Answer;
use crate::problem::Problem;
use crate::sign_in::pages::{Peer, ip};

/// What stands behind the secret in the address: programs look at it.
const ENDING: &str = ".ics";

/// What a calendar file is.
pub(super) const KIND: &str = "text/calendar; charset=utf-8";

/// `GET /calendar/{token}`
pub async fn show(
    State(house): State<Arc<House>>,
    peer: Peer,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let secret = token.strip_suffix(ENDING).ok_or(Problem::Missing)?;
    let address = ip(&peer).map(|ip| ip.to_string()).unwrap_or_default();
    let fetched = match fetch(&house, secret, &address).await {
        Ok(fetched) => fetched,
        Err(NotFetched::Nothing) => return Err(Problem::Missing),
        Err(NotFetched::Wait(seconds)) => return Err(Problem::TooMany(seconds)),
        Err(NotFetched::Fault(fault)) => return Err(fault.into()),
    };
    let text = file(&fetched).write();
    let tag = tag(&text);
    let kept = [(ETAG, tag.clone()), (HeaderName::from_static("x-robots-tag"), "noindex".to_owned())];
    if knows(&headers, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, kept).into_response());
    }
    let more = [(CONTENT_TYPE, KIND.to_owned()), (CONTENT_DISPOSITION, "inline; filename=\"casekeep.ics\"".to_owned())];
    Ok((kept, more, text).into_response())
}

/// A mark of what is sent: the same text has the same.
fn tag(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    let hex = digest.iter().take(16).fold(String::with_capacity(34), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    format!("\"{hex}\"")
}

/// Whether the program has this already (RFC 9110, 13.1.2).
fn knows(headers: &HeaderMap, tag: &str) -> bool {
    let known = headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    known.flat_map(|value| value.split(',')).map(str::trim).any(|one| one == "*" || one.trim_start_matches("W/") == tag)
}

fn file(fetched: &Fetched) -> CalendarFile {
    let name = match (fetched.of, &fetched.room) {
        (FeedOf::Own, _) => "Casekeep".to_owned(),
        (FeedOf::Team, _) => "Casekeep, team".to_owned(),
        (FeedOf::Room(_), room) => format!("Casekeep, {}", room.as_deref().unwrap_or("room")),
    };
    CalendarFile {
        name: Some(name),
        zone: fetched.zone.clone(),
        from: fetched.from.timestamp(),
        until: fetched.until.timestamp(),
        appointments: fetched.lines.iter().map(appointment).collect(),
    }
}

/// A number says nothing to whoever looks over the shoulder, or into the account of another program; a name would.
fn appointment(line: &Line) -> CalendarAppointment {
    let taken = match (&line.number, line.group) {
        (Some(number), _) => number.clone(),
        (None, Some(people)) => format!("Group, {people} people"),
        (None, None) => "Taken".to_owned(),
    };
    let title = match &line.who {
        Some(who) => format!("{who}: {taken}"),
        None => taken,
    };
    let place = line.place.map(|place| place.word().to_owned());
    CalendarAppointment { place, cancelled: line.off, ..appointment_of(&line.told, title) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn a_program_is_not_sent_again_what_it_has() {
        let check = |values: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(IF_NONE_MATCH, HeaderValue::from_static(value));
            }
            knows(&headers, "\"5eed\"")
        };
        assert!(check(&["\"5eed\""]) && check(&["W/\"5eed\""]) && check(&["\"a\", \"5eed\""]) && check(&["*"]));
        assert!(check(&["\"a\"", "\"5eed\""]));
        assert!(!check(&[]) && !check(&["\"5eee\""]) && !check(&["5eed"]));
    }

    #[test]
    fn the_same_text_has_the_same_mark() {
        assert_eq!(tag("a"), tag("a"));
        assert_ne!(tag("a"), tag("b"));
        assert_eq!(tag("").len(), 34);
    }
}

//! What the gateway for text messages calls: receipts of messages, and what clients write back. No sign-in and no cookie: each request is signed with the secret
//! that we share with the gateway.
//!
//! A request that is not signed as it should be, and one about nothing that we know, are answered alike. Neither numbers nor texts are logged.

use std::sync::Arc;

use axum::body::{Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use casework::House;
use casework::reminders::{NotTaken, Signed, field_names, prove, take_receipt, take_reply};

use super::wire;
use crate::answer::Answer;
use crate::problem::Problem;
use crate::sign_in::pages::{Peer, ip};

/// The most that such a request carries, in bytes.
const MOST: usize = 16 * 1024;

/// When it was signed, in seconds since 1970.
const AT: &str = "x-signature-timestamp";

/// The signature.
const SIGNATURE: &str = "x-signature";

/// `POST /gateway/receipts` – what became of a message.
pub async fn receipts(State(house): State<Arc<House>>, peer: Peer, request: Request) -> Answer {
    let (headers, body) = proven(&house, &peer, request).await?;
    let Some(receipt) = wire::receipt(kind(&headers), &body, &field_names(&house)) else {
        return Err(Problem::Malformed);
    };
    let taken = match receipt.what {
        Some(what) => take_receipt(&house, receipt.reference, what).await,
        // on its way: that says nothing yet
        None => Ok(()),
    };
    answer(taken)
}

/// `POST /gateway/replies` – what a client wrote back.
pub async fn replies(State(house): State<Arc<House>>, peer: Peer, request: Request) -> Answer {
    let (headers, body) = proven(&house, &peer, request).await?;
    let Some(reply) = wire::reply(kind(&headers), &body, &field_names(&house)) else { return Err(Problem::Malformed) };
    answer(take_reply(&house, &reply.from, &reply.text, &body).await)
}

/// The headers and the body of a request that the gateway has signed.
async fn proven(house: &Arc<House>, peer: &Peer, request: Request) -> Result<(HeaderMap, Bytes), Problem> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, MOST).await.map_err(|_| Problem::TooLarge)?;
    let header = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let address = ip(peer).map(|ip| ip.to_string()).unwrap_or_default();
    let signature = header(SIGNATURE);
    let signed = Signed {
        at: header(AT),
        signature: signature.strip_prefix("sha256=").unwrap_or(signature),
        body: &body,
        address: &address,
    };
    prove(house, signed).await.map_err(problem)?;
    Ok((parts.headers, body))
}

fn kind(headers: &HeaderMap) -> &str {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim()
}

fn answer(taken: Result<(), NotTaken>) -> Answer {
    match taken {
        Ok(()) => Ok(StatusCode::NO_CONTENT.into_response()),
        Err(why) => Err(problem(why)),
    }
}

fn problem(why: NotTaken) -> Problem {
    match why {
        NotTaken::Nothing => Problem::Missing,
        NotTaken::Wait(seconds) => Problem::TooMany(seconds),
        NotTaken::Fault(fault) => fault.into(),
    }
}

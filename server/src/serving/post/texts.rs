//! Text messages by a gateway over HTTP.

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use casework::house::{Clock as _, SystemClock};
use casework::reminders::{FieldNames, Message, PostFault};
use reqwest::Client;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use reqwest::redirect::Policy;
use vault::codes::SharedSecret;

use super::{PATIENCE, sign_in};
use crate::exits::{Ended, Exit};
use crate::opening::credentials::value;
use crate::settings::{Gateway, Shape};

/// The header that says when a request was signed, in seconds since 1970.
const AT: &str = "X-Signature-Timestamp";

/// The header with the signature.
const SIGNATURE: &str = "X-Signature";

/// A gateway, ready to be used.
pub(super) struct Texts {
    client: Client,
    gateway: Gateway,
    /// What `Authorization` says.
    lets_in: Option<HeaderValue>,
    /// What requests are signed with, ours and those of the gateway.
    pub(super) secret: Option<SharedSecret>,
}

impl Texts {
    /// The gateway of the settings. It is not asked before something is sent.
    pub(super) fn to(gateway: &Gateway, data: &Path) -> anyhow::Result<Self> {
        let wrong = |why| Ended::new(Exit::Settings, why);
        let (lets_in, secret) = match sign_in(&gateway.credentials, "gateway", data)? {
            Some(text) => {
                let short = "the SECRET of sms_credentials has at least 16 characters";
                let shared = |secret: zeroize::Zeroizing<String>| {
                    SharedSecret::new(secret.as_bytes()).ok_or_else(|| wrong(short))
                };
                let secret = value(&text, "SECRET").map(shared).transpose()?;
                let token = value(&text, "TOKEN").map(|token| format!("Bearer {}", *token));
                let pair = value(&text, "USER").zip(value(&text, "PASSWORD"));
                let basic = pair
                    .map(|(user, password)| format!("Basic {}", STANDARD.encode(format!("{}:{}", *user, *password))));
                let needs = "sms_credentials needs TOKEN, or USER and PASSWORD, or SECRET";
                let header = match token.or(basic) {
                    Some(text) => {
                        let mut header = HeaderValue::from_str(&text).map_err(|_| wrong(needs))?;
                        header.set_sensitive(true);
                        Some(header)
                    }
                    None if secret.is_some() => None,
                    None => return Err(wrong(needs).into()),
                };
                (header, secret)
            }
            None => (None, None),
        };
        // a number and a text are for the gateway that was named, and for no other
        let client = Client::builder().timeout(PATIENCE).redirect(Policy::none()).build();
        let client =
            client.map_err(|_| Ended::new(Exit::Settings, "sms_gateway cannot be asked with TLS on this machine"))?;
        Ok(Self { client, gateway: gateway.clone(), lets_in, secret })
    }

    pub(super) async fn send(&self, message: Message) -> Result<(), PostFault> {
        let (kind, body) = self.body(&message);
        let mut request = self
            .client
            .post(&self.gateway.address)
            .header(CONTENT_TYPE, kind)
            .header("Idempotency-Key", message.id.to_string());
        if let Some(secret) = &self.secret {
            let at = SystemClock.now().timestamp().as_second();
            request = request.header(AT, at).header(SIGNATURE, format!("sha256={}", secret.sign(at, body.as_bytes())));
        }
        request = request.body(body);
        if let Some(lets_in) = &self.lets_in {
            request = request.header(AUTHORIZATION, lets_in.clone());
        }
        match request.send().await {
            Ok(answer) => judged(answer.status().as_u16()),
            Err(why) if why.is_timeout() => Err(PostFault::Later("gateway_slow")),
            Err(_) => Err(PostFault::Later("gateway_away")),
        }
    }

    /// The names that it has of its own for what it reports.
    pub(super) fn names(&self) -> FieldNames {
        self.gateway.names.clone()
    }

    fn body(&self, message: &Message) -> (&'static str, String) {
        let from = &self.gateway.from;
        match self.gateway.shape {
            Shape::Json => {
                let body = serde_json::json!({
                    "from": from, "to": message.to, "text": message.text, "reference": message.id,
                });
                ("application/json", body.to_string())
            }
            Shape::Form => {
                let mut form = form_urlencoded::Serializer::new(String::new());
                form.append_pair("From", from).append_pair("To", &message.to).append_pair("Body", &message.text);
                form.append_pair("Reference", &message.id.to_string());
                ("application/x-www-form-urlencoded", form.finish())
            }
        }
    }
}

/// Whether it was taken, and if not, whether it may be tried again. A gateway that does not let us in is for whoever set it up.
const fn judged(status: u16) -> Result<(), PostFault> {
    match status {
        200..=299 => Ok(()),
        401 | 403 => Err(PostFault::Later("gateway_sign_in")),
        408 | 409 | 425 | 429 | 500..=599 => Err(PostFault::Later("gateway_later")),
        400..=499 => Err(PostFault::Never("gateway_refused")),
        _ => Err(PostFault::Later("gateway_odd")),
    }
}

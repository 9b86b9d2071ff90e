//! E-mail over a relay.

use std::path::Path;

use casework::reminders::{Message, PostFault};
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MessageBuilder};
use lettre::transport::smtp::PoolConfig;
use lettre::transport::smtp::authentication::Credentials;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};

use super::{PATIENCE, sign_in};
use crate::exits::{Ended, Exit};
use crate::opening::credentials::user_and_password;
use crate::settings::{Protection, Relay};

type Transport = AsyncSmtpTransport<Tokio1Executor>;

/// How many connections to the relay are held at most.
const CONNECTIONS: u32 = 8;

/// A mail relay, ready to be used.
pub(super) struct Mail {
    transport: Transport,
    from: Mailbox,
}

impl Mail {
    /// The relay of the settings. It is not asked before something is sent.
    pub(super) fn to(relay: &Relay, data: &Path) -> anyhow::Result<Self> {
        let wrong = |why: &str| Ended::new(Exit::Settings, format!("mail_from {why}"));
        let from: Mailbox =
            relay.from.parse().map_err(|_| wrong("is no address, such as Appointments <appointments@example.org>"))?;
        let builder = match relay.protection {
            Protection::Tls => Transport::relay(&relay.host),
            Protection::StartTls => Transport::starttls_relay(&relay.host),
            Protection::ThisMachine => Ok(Transport::builder_dangerous(&relay.host)),
        };
        let builder =
            builder.map_err(|_| Ended::new(Exit::Settings, "mail_relay cannot be reached with TLS by this name"))?;
        let mut builder =
            builder.port(relay.port).timeout(Some(PATIENCE)).pool_config(PoolConfig::new().max_size(CONNECTIONS));
        if let Some(text) = sign_in(&relay.credentials, "mail relay", data)? {
            let (user, password) = user_and_password(&text)
                .ok_or_else(|| Ended::new(Exit::Settings, "mail_credentials needs USER and PASSWORD"))?;
            builder = builder.credentials(Credentials::new(user.to_string(), password.to_string()));
        }
        Ok(Self { transport: builder.build(), from })
    }

    pub(super) async fn send(&self, message: Message) -> Result<(), PostFault> {
        let to: Address = message.to.parse().map_err(|_| PostFault::Never("no_address"))?;
        let mail = self.message(&message, to).map_err(|_| PostFault::Never("no_message"))?;
        self.transport.send(mail).await.map(|_| ()).map_err(|why| judged(&why))
    }

    fn message(&self, message: &Message, to: Address) -> Result<lettre::Message, lettre::error::Error> {
        let builder: MessageBuilder = lettre::Message::builder();
        builder
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(&message.subject)
            // the same whenever it is sent again, so that the receiver can tell
            .message_id(Some(format!("<{}@{}>", message.id.simple(), self.from.email.domain())))
            .header(MadeByProgram)
            .header(ContentType::TEXT_PLAIN)
            .body(message.text.clone())
    }
}

/// Whether it may be tried again. A relay that does not let us in is for whoever set it up, not the fault of the address.
fn judged(why: &lettre::transport::smtp::Error) -> PostFault {
    let code = why.status().map(u16::from);
    match code {
        Some(530 | 534 | 535 | 538) => PostFault::Later("relay_sign_in"),
        Some(500..=599) => PostFault::Never("relay_refused"),
        Some(_) => PostFault::Later("relay_later"),
        None if why.is_timeout() => PostFault::Later("relay_slow"),
        None if why.is_tls() => PostFault::Later("relay_tls"),
        None => PostFault::Later("relay_away"),
    }
}

/// No answering machine is to answer.
#[derive(Clone)]
struct MadeByProgram;

impl Header for MadeByProgram {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

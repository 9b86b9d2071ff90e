//! Sending messages to clients: by a mail relay, by a gateway for text messages. Finding out what is due, and doing what waits.
//!
//! Neither addresses nor texts stand in the log. Whatever a relay or gateway does – hang, refuse, answer nonsense – a message ends within half a minute, and
//! says whether it may be tried again.

mod mail;
mod texts;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use casework::House;
use casework::disclosures::PICKUP_JOBS;
use casework::reminders::{FieldNames, JOBS, Message, Post, PostFault, Posting};
use domain::reminders::{Able, Means};
use store::Handlers;
use vault::codes::SharedSecret;

use crate::exits::{Ended, Exit};
use crate::opening::credentials;
use crate::settings::{CredentialsFrom, Posts};

/// How often is looked what is due.
const EVERY: Duration = Duration::from_secs(20);

/// How long one message may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Begins what is due, until `stop`.
pub(super) async fn run(house: Arc<House>, stop: impl Future<Output = ()>) {
    let mut stop = std::pin::pin!(stop);
    loop {
        tokio::select! {
            () = &mut stop => return,
            begun = house.remind() => match begun {
                Ok(0) => {}
                Ok(begun) => tracing::info!(begun, "reminders were due"),
                Err(fault) => tracing::warn!(%fault, "it could not be found out which reminders are due"),
            },
        }
        tokio::select! {
            () = &mut stop => return,
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

/// What is done with jobs that send something. Each way out has a worker of its own: while a relay hangs, text messages go out.
pub(crate) fn handlers(house: &Arc<House>) -> [Handlers; 2] {
    let [email, sms] = JOBS.map(|kind| {
        let house = Arc::clone(house);
        Handlers::new().on(kind, move |job| Arc::clone(&house).send_reminder(job))
    });
    let [by_email, by_sms] = PICKUP_JOBS;
    let tell = |handlers: Handlers, kind| {
        let house = Arc::clone(house);
        handlers.on(kind, move |job| Arc::clone(&house).tell_of_pickup(job))
    };
    [tell(email, by_email), tell(sms, by_sms)]
}

/// The ways out of this server.
pub(crate) struct WaysOut {
    origin: String,
    patience: Duration,
    mail: Option<mail::Mail>,
    sms: Option<texts::Texts>,
}

impl WaysOut {
    /// What the settings say; nothing when nothing can be sent.
    ///
    /// # Errors
    /// [`Exit::Settings`] when a sender or a sign-in cannot be.
    pub(crate) fn open(posts: &Posts, origin: String, data: &Path) -> anyhow::Result<Option<Arc<Self>>> {
        let mail = posts.mail.as_ref().map(|relay| mail::Mail::to(relay, data)).transpose()?;
        let sms = posts.sms.as_ref().map(|gateway| texts::Texts::to(gateway, data)).transpose()?;
        Ok((mail.is_some() || sms.is_some()).then(|| Arc::new(Self { origin, patience: PATIENCE, mail, sms })))
    }
}

impl Post for WaysOut {
    fn able(&self) -> Able {
        Able { email: self.mail.is_some(), sms: self.sms.is_some() }
    }

    fn origin(&self) -> &str {
        &self.origin
    }

    fn shared_secret(&self) -> Option<&SharedSecret> {
        self.sms.as_ref()?.secret.as_ref()
    }

    fn field_names(&self) -> FieldNames {
        self.sms.as_ref().map(|sms| sms.names()).unwrap_or_default()
    }

    fn send(&self, means: Means, message: Message) -> Posting<'_> {
        Box::pin(async move {
            let sending = async {
                match (means, &self.mail, &self.sms) {
                    (Means::Email, Some(mail), _) => mail.send(message).await,
                    (Means::Sms, _, Some(texts)) => texts.send(message).await,
                    _ => Err(PostFault::Later("not_set_up")),
                }
            };
            tokio::time::timeout(self.patience, sending).await.unwrap_or(Err(PostFault::Later("too_slow")))
        })
    }
}

/// The ways out of the demonstration: everything is taken, and nothing goes anywhere.
pub(crate) struct Nowhere {
    pub(crate) origin: String,
}

impl Post for Nowhere {
    fn able(&self) -> Able {
        Able { email: true, sms: true }
    }

    fn origin(&self) -> &str {
        &self.origin
    }

    fn send(&self, _: Means, _: Message) -> Posting<'_> {
        Box::pin(std::future::ready(Ok(())))
    }
}

/// The text of a sign-in; nothing when none is asked for.
fn sign_in(from: &CredentialsFrom, of: &str, data: &Path) -> anyhow::Result<Option<zeroize::Zeroizing<String>>> {
    let wrong = |why| Ended::new(Exit::Settings, format!("the sign-in for the {of} {why} ({from})"));
    Ok(credentials::text(from, data).map_err(wrong)?)
}

#[cfg(test)]
mod tests;

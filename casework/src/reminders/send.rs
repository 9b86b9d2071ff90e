//! Sending a reminder that waits in the outbox.

use std::sync::Arc;

use domain::cases::CaseFile;
use domain::ids::{DossierId, ItemId, OnceKey};
use domain::level::Level;
use domain::policy::Action;
use domain::reminders::{Begins, CannotRemind, Means, NotSent, Outcome as Came, ReminderGiven, Way, last_call};
use domain::time::Instant;
use serde::{Deserialize, Serialize};
use store::{Job, MessageSent, Outcome, PublicLink, wait_seconds};
use uuid::Uuid;
use vault::codes::token_digest;

use super::post::{Message, Post, PostFault};

use crate::house::{House, Proof, Signing, Target, Who};
use crate::{Failure, Fault};

/// The kinds of jobs that send reminders, by e-mail and by text message: each has a worker of its own, so that a relay that hangs holds up no text message.
pub const JOBS: [&str; 2] = ["reminder", "reminder.sms"];

/// The kind of job that sends so. What the client wants is asked once more when it is sent; until then it lies with this one.
pub const fn job_of(means: Means) -> &'static str {
    let [email, sms] = JOBS;
    match means {
        Means::Email => email,
        Means::Sms => sms,
    }
}

/// What waits in the outbox, sealed under the key of the case: which reminder, and the secret of its link. Neither the address nor the text: both are made when
/// it is sent.
#[derive(Serialize, Deserialize)]
pub(super) struct Waiting {
    pub(super) slot: ItemId,
    pub(super) starts: Instant,
    pub(super) hours: u32,
    pub(super) secret: String,
}

impl Waiting {
    pub(super) fn spell(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }
}

/// What is to be done about a reminder now.
enum Now {
    /// It is sent.
    Send(Means, Message),
    /// It waits until then: the client is written to in other hours.
    Wait(Instant),
    /// Nothing: the booking is gone, or it was seen to.
    Nothing,
    /// It is given up, and somebody reminds the client.
    GiveUp(NotSent),
}

impl House {
    /// Does a job of one of the kinds [`JOBS`].
    pub async fn send_reminder(self: Arc<Self>, job: Job) -> Outcome {
        let (Some(case), Ok(waiting)) = (job.dossier, serde_json::from_slice::<Waiting>(&job.payload)) else {
            return Outcome::Never("malformed");
        };
        match self.send(case, &waiting, job.id, job.attempts).await {
            Ok(outcome) => outcome,
            Err(fault) => {
                tracing::warn!(%fault, job.id = %job.id, "a reminder could not be sent; it is tried again");
                Outcome::Again("fault")
            }
        }
    }

    async fn send(
        self: &Arc<Self>,
        case: DossierId,
        waiting: &Waiting,
        id: Uuid,
        tried: u32,
    ) -> Result<Outcome, Fault> {
        let Some(post) = self.post().cloned() else {
            return self.settle(case, waiting, id, Came::Failed(NotSent::Changed)).await;
        };
        let (means, message) = match self.look(case, waiting, id, &*post).await? {
            Now::Nothing => return Ok(Outcome::Done),
            Now::Wait(until) => return Ok(Outcome::At(until, "quiet_hours")),
            Now::GiveUp(why) => return self.settle(case, waiting, id, Came::Failed(why)).await,
            Now::Send(means, message) => (means, message),
        };
        let link = PublicLink { dossier: case, item: waiting.slot, ends: waiting.starts };
        self.store().put_link(token_digest(&waiting.secret), link).await?;
        let (now, last) = (self.now(), last_call(waiting.starts));
        // its receipt may be quicker than our own record of the sending
        let number = (means == Means::Sms).then(|| self.store().number_digest(&message.to)).flatten();
        let sent = MessageSent {
            id,
            dossier: case,
            item: waiting.slot,
            starts: waiting.starts,
            hours: waiting.hours,
            means: means.code().to_owned(),
            number,
            sent: now,
        };
        self.store().put_message(sent).await?;
        match post.send(means, message).await {
            Ok(()) => self.settle(case, waiting, id, Came::Sent(means)).await,
            Err(PostFault::Never(why)) => {
                tracing::warn!(job.id = %id, why, "a reminder was refused");
                self.settle(case, waiting, id, Came::Failed(NotSent::Refused)).await
            }
            Err(PostFault::Later(why)) if now < last => {
                let [chance, ..] = Uuid::new_v4().into_bytes();
                Ok(Outcome::At(now.plus_seconds(wait_seconds(tried, chance)).min(last), why))
            }
            Err(PostFault::Later(_)) => self.settle(case, waiting, id, Came::Failed(NotSent::TooLate)).await,
        }
    }

    /// Looks at everything once more: what is sent is what holds now.
    async fn look(
        self: &Arc<Self>,
        case: DossierId,
        waiting: &Waiting,
        id: Uuid,
        post: &dyn Post,
    ) -> Result<Now, Fault> {
        let now = self.now();
        let Some(opened) = self.open::<CaseFile>(case, Level::Restricted).await? else { return Ok(Now::Nothing) };
        let file: &CaseFile = &opened.file;
        if !file.to_send(waiting.slot, waiting.starts, waiting.hours) {
            return Ok(Now::Nothing);
        }
        if waiting.starts <= now {
            return Ok(Now::GiveUp(NotSent::TooLate));
        }
        let Some(client) = self.client_of(file).await? else { return Ok(Now::Nothing) };
        let organisation = self.organisation().await?;
        let (rules, office) = (&organisation.rulebook.reminders, &organisation.rulebook.office);
        let Way::Sent(means) = rules.way(&client, post.able()) else { return Ok(Now::GiveUp(NotSent::Changed)) };
        let Some(window) = rules.window_of(&client) else { return Ok(Now::GiveUp(NotSent::Changed)) };
        let clocks = client.time_zone(office);
        if !window.is_open(&clocks, now) {
            let opens = window.opens(&clocks, now);
            return Ok(if opens < last_call(waiting.starts) {
                Now::Wait(opens)
            } else {
                Now::GiveUp(NotSent::TooLate)
            });
        }
        let to = match means {
            Means::Email => client.email.as_ref(),
            Means::Sms => client.phone.as_ref(),
        };
        let Some(to) = to else { return Ok(Now::GiveUp(NotSent::Changed)) };
        let language = client.language.as_ref().map(|language| language.reveal());
        let link = format!("{}/a/{}", post.origin(), waiting.secret);
        let Some(slot) = file.sessions.slot(waiting.slot) else { return Ok(Now::Nothing) };
        let wording = rules.wording(language);
        let (text, subject) = (wording.write(&Begins::told_to(&client, slot, office), &link), wording.subject);
        Ok(Now::Send(means, Message { id, to: to.reveal().to_owned(), subject, text }))
    }

    /// Writes down what came of it; the job is over. Done twice it is written once.
    async fn settle(
        self: &Arc<Self>,
        case: DossierId,
        waiting: &Waiting,
        id: Uuid,
        outcome: Came,
    ) -> Result<Outcome, Fault> {
        let console = self.acting(Who::console(self));
        let signing = Signing::author(Proof::System).at_level(Level::Standard).once(OnceKey::new(id));
        let order = ReminderGiven { slot: waiting.slot, hours: waiting.hours, outcome, note: None };
        let written = console
            .act(Action::Remind, Target::new(case), signing, |file: &CaseFile, _rules| file.sent(order.clone()))
            .await;
        match written {
            Ok(_) | Err(Failure::Rule(CannotRemind::NothingWaits)) => Ok(Outcome::Done),
            Err(Failure::Fault(fault)) => Err(fault),
            Err(_) => Ok(Outcome::Never("not_written")),
        }
    }
}

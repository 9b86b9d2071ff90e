//! System: the ledger, the outbox, the last checkpoint; for IT, data protection, auditors. No content here.

use casework::system::{Health, health};

use crate::answer::Answer;
use crate::face::parts::Pairs;
use crate::face::prelude::*;
use crate::person::Person;

/// `GET /system`
#[derive(Debug, Template)]
#[template(path = "system.html")]
pub struct SystemPage {
    /// The frame.
    pub frame: Frame,
    /// The ledger.
    pub ledger: Pairs,
    /// Whether the sealer keeps up.
    pub sealer: State,
    /// The outbox.
    pub outbox: Pairs,
    /// The latest checkpoint as it is printed on reports.
    pub note: String,
    /// The public key for checking.
    pub key: String,
}

/// `GET /system`
pub async fn show(person: Person) -> Answer {
    let health = health(&person.ctx).await?;
    Ok(person.show("System", |frame| page(frame, &health)))
}

fn page(frame: Frame, health: &Health) -> SystemPage {
    let checkpoint = health.checkpoint.as_ref();
    let ledger = Pairs::new()
        .with("Lines sealed", health.lines.to_string())
        .with("Lines waiting for their seal", health.waiting.to_string())
        .with("Lines under the last checkpoint", checkpoint.map(|(size, _)| size.to_string()).unwrap_or_default());
    SystemPage {
        ledger,
        sealer: if health.behind { State::overdue("The sealer is behind") } else { State::done("The sealer keeps up") },
        outbox: Pairs::new()
            .with("Jobs waiting", health.jobs_waiting.to_string())
            .with("Jobs given up", health.jobs_dead.to_string()),
        note: checkpoint.map(|(_, note)| note.clone()).unwrap_or_default(),
        key: health.key.clone(),
        frame,
    }
}

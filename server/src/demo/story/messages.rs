//! The reminders of today's sessions, as they went out yesterday evening: one did not arrive, one client confirmed, and one wrote back.

use std::sync::Arc;

use anyhow::{Context as _, Result};
use casework::reminders::{JOBS, take_receipt, take_reply};
use casework::sessions::reaching;
use domain::ids::DossierId;
use domain::reminders::{Reported, Undelivered};
use domain::time::Instant;
use jiff::ToSpan as _;
use store::{Claim, LEASE_SECONDS};
use uuid::Uuid;

use super::super::Cast;
use super::teller::Teller;
use crate::serving::post::Nowhere;

/// Whose client wrote back.
const READS: &str = "maria";

/// What the client wrote.
const WROTE: &str = "Sorry, my son is ill. Can we meet on Thursday instead?";

/// Tells of them.
pub(crate) async fn messages(cast: &Cast, now: Instant) -> Result<()> {
    let teller = Teller::new(cast, now);
    let yesterday = teller.office.today(now).checked_sub(1.day())?;
    let evening = teller.at(yesterday, 19, 30)?;
    let house = Arc::clone(teller.house(evening));
    house.posts_with(Arc::new(Nowhere { origin: "https://demo.example".to_owned() }));
    house.remind().await?;
    let mut sent: Vec<(Uuid, DossierId)> = Vec::new();
    loop {
        let holder = "the demonstration".to_owned();
        let until = evening.plus_seconds(LEASE_SECONDS);
        let claim = Claim { holder: holder.clone(), kinds: JOBS.map(str::to_owned).into(), most: 100, until };
        let jobs = house.store().claim_jobs(claim, evening).await?;
        if jobs.is_empty() {
            break;
        }
        for job in jobs {
            let (id, dossier) = (job.id, job.dossier.context("a reminder is about a case")?);
            Arc::clone(&house).send_reminder(job).await;
            house.store().finish_job(id, &holder).await?;
            sent.push((id, dossier));
        }
    }
    let (ctx, mut read, mut lost) = (teller.acting(READS, evening)?, false, false);
    for (id, case) in sent {
        let theirs = reaching(&ctx, case).await.ok();
        let phone = theirs.and_then(|it| it.client.details.as_ref()?.phone.as_ref().map(|it| it.reveal().to_owned()));
        match phone {
            Some(phone) if !read => {
                take_receipt(&house, id, Reported::Delivered).await?;
                take_reply(&house, &phone, WROTE, id.as_bytes()).await?;
                read = true;
            }
            Some(phone) => take_reply(&house, &phone, "Yes", id.as_bytes()).await?,
            None if !lost => {
                take_receipt(&house, id, Reported::NotDelivered(Undelivered::Unknown)).await?;
                lost = true;
            }
            None => take_receipt(&house, id, Reported::Delivered).await?,
        }
    }
    Ok(())
}

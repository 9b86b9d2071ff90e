//! The outbox: mails and other work that an act brings with it, written in the same transaction and done afterwards.
//!
//! A job is done at least once. Its claim is a lease: while one worker holds it no other does, and a worker that lost the lease can no longer
//! say how the job ended. It is done twice only when a process dies after the effect and before [`Store::finish_job`]; the id of the job
//! is then the same, so that the receiver can notice (it becomes the `Message-ID`).
//!
//! tidy: sql because only placeholders and constant clauses vary; every value is bound

use std::sync::LazyLock;

use domain::ids::DossierId;
use domain::time::Instant;
use uuid::Uuid;
use vault::{Purpose, SystemPurpose};
use zeroize::Zeroizing;

use super::seals::Place;
use super::texts::{ByLength, by_length, with_list};
use crate::db::{DbFault, Row, ToVal, Tx};
use crate::{Store, StoreFault, vals};

/// Work to be done after the transaction that asks for it.
pub struct NewJob {
    /// What is to be done, a code such as `mail`.
    pub kind: String,
    /// The dossier it is about: its key seals the payload, so that destroying the dossier destroys what waits to be sent about it.
    pub dossier: Option<DossierId>,
    /// What the worker needs; kept sealed.
    pub payload: Vec<u8>,
    /// Not before.
    pub due: Instant,
    /// By when it is worth doing: of all that is due the soonest is done first. What somebody waits for is worth doing at once.
    pub deadline: Instant,
}

/// A job that the worker holds.
pub struct Job {
    /// Its random id, the same at every attempt.
    pub id: Uuid,
    /// What is to be done.
    pub kind: String,
    /// The dossier it is about.
    pub dossier: Option<DossierId>,
    /// What the worker needs.
    pub payload: Zeroizing<Vec<u8>>,
    /// Not before.
    pub due: Instant,
    /// By when it is worth doing.
    pub deadline: Instant,
    /// How often it was claimed, this time included.
    pub attempts: u32,
}

/// Who claims, and for how long.
#[derive(Debug, Clone)]
pub struct Claim {
    /// The random name of the worker.
    pub holder: String,
    /// The kinds it can do.
    pub kinds: Vec<String>,
    /// How many at most.
    pub most: u32,
    /// Until when nobody else gets them.
    pub until: Instant,
}

/// A job whose payload is sealed, ready to be written in a transaction.
pub(crate) struct SealedJob {
    id: Uuid,
    kind: String,
    dossier: Option<DossierId>,
    payload: Vec<u8>,
    due: Instant,
    deadline: Instant,
}

/// Seals a job, to be written in a transaction.
///
/// # Errors
/// [`StoreFault`] when the dossier has no key.
pub(crate) async fn seal_job(store: &Store, job: NewJob) -> Result<SealedJob, StoreFault> {
    let NewJob { kind, dossier, payload, due, deadline } = job;
    let (id, payload) = (Uuid::new_v4(), Zeroizing::new(payload));
    let place = place(id, dossier, &kind);
    let payload = match dossier {
        Some(_) => store.seal_for_dossier(Purpose::Outbox, &place, &payload).await?,
        None => store.seal_for_system(SystemPurpose::Outbox, &place, &payload),
    };
    Ok(SealedJob { id, kind, dossier, payload, due, deadline })
}

/// Writes a job.
///
/// # Errors
/// [`DbFault`] of the engine.
pub(crate) fn insert_job(tx: &mut Tx<'_>, job: &SealedJob) -> Result<(), DbFault> {
    tx.exec(
        "INSERT INTO outbox (id, kind, dossier, payload, due, deadline, attempts, state)
         VALUES ($1, $2, $3, $4, $5, $6, 0, 'waiting')",
        vals![text(job.id), job.kind, job.dossier, job.payload, job.due, job.deadline],
    )?;
    Ok(())
}

static CLAIM: ByLength = LazyLock::new(|| {
    by_length(5, |kinds| {
        format!(
            "WITH picked AS MATERIALIZED (
                SELECT id FROM outbox WHERE state = 'waiting' AND due <= $1
                AND (leased_until IS NULL OR leased_until <= $1) AND kind IN ({kinds})
                ORDER BY deadline, due LIMIT $4 FOR UPDATE SKIP LOCKED)
             UPDATE outbox SET leased_by = $2, leased_until = $3, attempts = attempts + 1
             WHERE id IN (SELECT id FROM picked) RETURNING id, kind, dossier, payload, due, attempts, deadline"
        )
    })
});

static DUE: ByLength = LazyLock::new(|| {
    by_length(2, |kinds| {
        format!(
            "SELECT 1 FROM outbox WHERE state = 'waiting' AND due <= $1
             AND (leased_until IS NULL OR leased_until <= $1) AND kind IN ({kinds}) LIMIT 1"
        )
    })
});

impl Store {
    /// Writes a job outside an append. Its id.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails or the dossier has no key.
    pub async fn enqueue(&self, job: NewJob) -> Result<Uuid, StoreFault> {
        let sealed = seal_job(self, job).await?;
        let id = sealed.id;
        self.db().write_plain(move |tx| insert_job(tx, &sealed)).await?;
        Ok(id)
    }

    /// Claims jobs that are due, the one with the soonest deadline first. A job whose dossier was destroyed meanwhile is dead and not handed out.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails; what was claimed is free again when its lease has run out.
    pub async fn claim_jobs(&self, claim: Claim, now: Instant) -> Result<Vec<Job>, StoreFault> {
        let holder = claim.holder.clone();
        let claimed = self.db().write_plain(move |tx| {
            let before = [now.val(), claim.holder.val(), claim.until.val(), claim.most.val()];
            let Some((sql, vals)) = with_list(&CLAIM, &before, &claim.kinds) else { return Ok(Vec::new()) };
            tx.query(sql, &vals, read)
        });
        let mut claimed: Vec<Job> = claimed.await?;
        claimed.sort_by_key(|job| (job.deadline, job.due, job.id));
        let mut opened = Vec::with_capacity(claimed.len());
        for mut job in claimed {
            match self.open_job(&mut job).await {
                Ok(()) => opened.push(job),
                Err(StoreFault::NoKey | StoreFault::Damaged) => {
                    self.give_up_job(job.id, &holder, "does_not_open").await?;
                }
                Err(fault) => return Err(fault),
            }
        }
        Ok(opened)
    }

    /// Whether a job of these kinds could be claimed now; spares the claim, which is a write.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn jobs_are_due(&self, kinds: Vec<String>, now: Instant) -> Result<bool, StoreFault> {
        let found = self.db().glance(move |tx| {
            let Some((sql, vals)) = with_list(&DUE, &[now.val()], &kinds) else { return Ok(None) };
            tx.one(sql, &vals, |_| Ok::<_, DbFault>(()))
        });
        Ok(found.await?.is_some())
    }

    /// Keeps the claim for longer; says whether the worker still had it. If not, it must stop.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn renew_job(&self, id: Uuid, holder: &str, now: Instant, until: Instant) -> Result<bool, StoreFault> {
        let holder = holder.to_owned();
        let renew = "UPDATE outbox SET leased_until = $4 WHERE id = $1 AND leased_by = $2 AND $3 < leased_until";
        let renewed = self.db().write_plain(move |tx| tx.exec(renew, vals![text(id), holder, now, until]));
        Ok(renewed.await? == 1)
    }

    /// The job is done and forgotten. Says whether the worker still had it.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails; the job will then be done again.
    pub async fn finish_job(&self, id: Uuid, holder: &str) -> Result<bool, StoreFault> {
        let holder = holder.to_owned();
        let delete = "DELETE FROM outbox WHERE id = $1 AND leased_by = $2 AND state = 'waiting'";
        Ok(self.db().write_plain(move |tx| tx.exec(delete, vals![text(id), holder])).await? == 1)
    }

    /// The job did not work and is due again then; `reason` is a code, never text. Says whether the worker still had it.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails; the job is then due when its lease has run out.
    pub async fn retry_job(
        &self,
        id: Uuid,
        holder: &str,
        due: Instant,
        reason: &'static str,
    ) -> Result<bool, StoreFault> {
        let holder = holder.to_owned();
        let retry = "UPDATE outbox SET due = $3, reason = $4, leased_by = NULL, leased_until = NULL
                     WHERE id = $1 AND leased_by = $2 AND state = 'waiting'";
        let retried = self.db().write_plain(move |tx| tx.exec(retry, vals![text(id), holder, due, reason]));
        Ok(retried.await? == 1)
    }

    /// The job is dead: somebody has to look. `reason` is a code, never text. Says whether the worker still had it.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails; the job is then due when its lease has run out.
    pub async fn give_up_job(&self, id: Uuid, holder: &str, reason: &'static str) -> Result<bool, StoreFault> {
        let holder = holder.to_owned();
        let give_up = "UPDATE outbox SET state = 'dead', reason = $3, leased_by = NULL, leased_until = NULL
                       WHERE id = $1 AND leased_by = $2 AND state = 'waiting'";
        Ok(self.db().write_plain(move |tx| tx.exec(give_up, vals![text(id), holder, reason])).await? == 1)
    }

    async fn open_job(&self, job: &mut Job) -> Result<(), StoreFault> {
        let place = place(job.id, job.dossier, &job.kind);
        job.payload = match job.dossier {
            Some(_) => self.open_for_dossier(Purpose::Outbox, &place, &job.payload).await?,
            None => self.open_for_system(SystemPurpose::Outbox, &place, &job.payload)?,
        };
        Ok(())
    }
}

/// A row with its payload still sealed.
fn read(row: &Row<'_>) -> Result<Job, DbFault> {
    Ok(Job {
        id: row.parse(0)?,
        kind: row.text(1)?,
        dossier: row.opt_parse(2)?,
        payload: Zeroizing::new(row.bytes(3)?),
        due: row.instant(4)?,
        attempts: u32::try_from(row.int(5)?).unwrap_or(u32::MAX),
        deadline: row.instant(6)?,
    })
}

pub(super) fn text(id: Uuid) -> String {
    id.simple().to_string()
}

fn place(id: Uuid, dossier: Option<DossierId>, kind: &str) -> Place {
    Place { dossier, place: "outbox", row: id.as_bytes().to_vec(), kind: kind.to_owned() }
}

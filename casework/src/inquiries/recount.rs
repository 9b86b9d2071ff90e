//! Counting the clocks of inquiries anew after the rules or the days of the office have changed (CC-4.2.2).
//!
//! Of those that are over nothing is opened: their row holds the times on which the clocks hang. Those that wait are derived anew, with their duties. Every
//! row knows by which rules it was counted, so it goes on where it was cut off, and does nothing when there is nothing to do.

use std::sync::Arc;

use domain::inquiries::{Inquiry, Timed};
use domain::policy::Action;
use domain::rulebook::Rulebook;
use sha2::{Digest as _, Sha256};
use store::{Recounted, StaleInquiry};
use tokio::task::JoinSet;

use crate::house::House;
use crate::{Ctx, Failure, Fault, Never};

/// How many rows are counted in one transaction.
const PAGE: u32 = 2_000;
/// How many inquiries are derived anew at the same time, so that they share commits.
const AT_ONCE: usize = 64;

impl House {
    /// Counts the clocks anew that were counted by other rules; `told` hears how many are done. Answers how many there were.
    ///
    /// # Errors
    /// [`Fault`] when the store fails. What was done so far stays.
    pub async fn recount_inquiries(self: &Arc<Self>, mut told: impl FnMut(u64)) -> Result<u64, Fault> {
        let organisation = self.organisation().await?;
        let rules = &organisation.rulebook;
        let print = fingerprint(rules);
        let (mut done, mut after) = (0, None);
        if self.store.inquiries_counted_by(&print).await? {
            return Ok(0);
        }
        loop {
            let page = self.store.inquiries_counted_otherwise(&print, after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.dossier);
            let (mut counted, mut waiting) = (Vec::new(), JoinSet::new());
            for stale in page {
                done += 1;
                match serde_json::from_str::<Timed>(&stale.timed) {
                    Ok(timed) if stale.ended => counted.push(recounted(stale, &timed, rules)),
                    _ => {
                        if AT_ONCE <= waiting.len() {
                            one_of(&mut waiting).await?;
                        }
                        let (house, organisation) = (Arc::clone(self), Arc::clone(&organisation));
                        waiting.spawn(async move {
                            house.derive_anew::<Inquiry>(stale.dossier, &organisation.rulebook).await
                        });
                    }
                }
            }
            while !waiting.is_empty() {
                one_of(&mut waiting).await?;
            }
            self.store.recount_inquiries(&print, counted).await?;
            told(done);
        }
        Ok(done)
    }
}

/// Waits for one of them.
async fn one_of(waiting: &mut JoinSet<Result<(), Fault>>) -> Result<(), Fault> {
    match waiting.join_next().await {
        Some(Ok(derived)) => derived,
        Some(Err(_)) => Err(Fault::Other("derive")),
        None => Ok(()),
    }
}

fn recounted(stale: StaleInquiry, timed: &Timed, rules: &Rulebook) -> Recounted {
    let clocks = timed.clocks(rules);
    Recounted {
        dossier: stale.dossier,
        timed: stale.timed,
        acknowledge_due: clocks.acknowledge.due,
        answer_due: clocks.answer.due,
        due: clocks.next().map_or(clocks.answer.due, |(due, _)| due),
    }
}

/// How many inquiries have clocks that are still to be counted by the rules as they are now.
///
/// # Errors
/// [`Failure::Refused`] for whoever does not work here.
pub async fn inquiries_to_recount(ctx: &Ctx) -> Result<u64, Failure<Never>> {
    ctx.permit(Action::SeeRulebook, None).await?;
    let organisation = ctx.house.organisation().await?;
    Ok(ctx.house.store.inquiries_to_recount(&fingerprint(&organisation.rulebook)).await?)
}

/// Tells rules apart by which clocks come out differently, or the duty of an inquiry that is nobody's yet goes to others.
pub(super) fn fingerprint(rules: &Rulebook) -> String {
    let known = serde_json::to_vec(&(&rules.office, &rules.inquiries, &rules.matrix)).unwrap_or_default();
    let first = Sha256::digest(known).first_chunk::<8>().copied().unwrap_or_default();
    format!("{:016x}", u64::from_be_bytes(first))
}

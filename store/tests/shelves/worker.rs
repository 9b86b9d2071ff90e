//! The worker that empties the outbox.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use domain::time::Instant;
use store::{Handlers, NewJob, Outcome, Store, run_outbox, wait_seconds};
use tokio::sync::watch;

use crate::support::{NOON, stores};

async fn enqueue(store: &Store, kind: &str) {
    let job =
        NewJob { kind: kind.to_owned(), dossier: None, payload: kind.as_bytes().to_vec(), due: NOON, deadline: NOON };
    store.enqueue(job).await.unwrap();
}

/// Runs a worker, its clock at `now`, until `enough` says so.
async fn work(store: &Store, handlers: Handlers, now: Instant, enough: impl AsyncFn() -> bool) {
    let (stop, stopped) = watch::channel(false);
    let worker = tokio::spawn(run_outbox(store.clone(), move || now, handlers, stopped));
    for _ in 0..200 {
        if enough().await {
            break;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    stop.send(true).unwrap();
    tokio::time::timeout(Duration::from_secs(15), worker).await.expect("the worker stops").unwrap();
}

#[tokio::test]
async fn work_is_done_once_and_forgotten() {
    for (_place, store) in stores() {
        for _ in 0..30 {
            enqueue(&store, "mail").await;
        }
        let sent = Arc::new(AtomicU32::new(0));
        let counting = Arc::clone(&sent);
        let handlers = Handlers::new().on("mail", move |job| {
            let sent = Arc::clone(&counting);
            async move {
                assert_eq!(job.payload.as_slice(), b"mail");
                sent.fetch_add(1, Ordering::Relaxed);
                Outcome::Done
            }
        });
        work(&store, handlers, NOON, async || store.outbox_figures(NOON).await.unwrap().waiting == 0).await;
        assert_eq!(sent.load(Ordering::Relaxed), 30);
        assert_eq!(store.outbox_figures(NOON).await.unwrap().waiting, 0);
    }
}

#[tokio::test]
async fn what_fails_for_now_comes_again_and_what_fails_for_ever_is_dead() {
    for (_place, store) in stores() {
        for kind in ["mail", "broken", "refused", "unknown"] {
            enqueue(&store, kind).await;
        }
        let handlers = Handlers::new()
            .on("mail", async |_| Outcome::Again("refused"))
            .on("broken", async |_| panic!("in the handler"))
            .on("refused", async |_| Outcome::Never("no_such_address"));
        let settled = async || {
            let figures = store.outbox_figures(NOON).await.unwrap();
            figures.dead == 1 && store.outbox_figures(NOON.plus_seconds(14)).await.unwrap().waiting == 3
        };
        work(&store, handlers, NOON, settled).await;
        let dead: Vec<_> = store.dead_jobs().await.unwrap().into_iter().map(|job| (job.kind, job.reason)).collect();
        assert_eq!(dead, [("refused".to_owned(), "no_such_address".to_owned())]);
        let all = ["mail", "broken", "unknown"].map(str::to_owned).to_vec();
        let later = NOON.plus_seconds(31);
        let claim = store::Claim { holder: "me".to_owned(), kinds: all, most: 9, until: later.plus_seconds(9) };
        let mut left: Vec<_> =
            store.claim_jobs(claim, later).await.unwrap().into_iter().map(|job| (job.kind, job.attempts)).collect();
        left.sort();
        let expected = [("broken", 2), ("mail", 2), ("unknown", 1)].map(|(kind, n)| (kind.to_owned(), n));
        assert_eq!(left, expected);
    }
}

#[tokio::test]
async fn a_slow_job_does_not_hold_up_the_others() {
    for (_place, store) in stores() {
        enqueue(&store, "slow").await;
        for _ in 0..20 {
            enqueue(&store, "mail").await;
        }
        let handlers = Handlers::new()
            .on("slow", async |_| {
                tokio::time::sleep(Duration::from_secs(3)).await;
                Outcome::Done
            })
            .on("mail", async |_| Outcome::Done);
        let begun = std::time::Instant::now();
        work(&store, handlers, NOON, async || store.outbox_figures(NOON).await.unwrap().waiting <= 1).await;
        assert_eq!(store.outbox_figures(NOON).await.unwrap().waiting, 0, "the slow one ended before the worker did");
        assert!(Duration::from_secs(3) <= begun.elapsed());
    }
}

#[test]
fn waits_double_from_half_a_minute_to_six_hours_and_differ_by_chance() {
    let longest: Vec<_> = (1..=12).map(|attempts| wait_seconds(attempts, 255)).collect();
    assert_eq!(longest, [30, 60, 120, 240, 480, 960, 1920, 3840, 7680, 15360, 21600, 21600]);
    for attempts in 0..100 {
        for chance in [0, 1, 128, 255] {
            let (wait, most) = (wait_seconds(attempts, chance), wait_seconds(attempts, 255));
            assert!(most / 2 <= wait && wait <= most, "{attempts} {chance}");
        }
    }
}

#[tokio::test]
async fn while_one_way_hangs_what_goes_on_another_is_done() {
    for (_place, store) in stores() {
        for _ in 0..40 {
            enqueue(&store, "mail").await;
        }
        for _ in 0..5 {
            enqueue(&store, "text").await;
        }
        let sent = Arc::new(AtomicU32::new(0));
        let counting = Arc::clone(&sent);
        let hangs = Handlers::new().on("mail", async |_| {
            std::future::pending::<()>().await;
            Outcome::Done
        });
        let takes = Handlers::new().on("text", move |_| {
            counting.fetch_add(1, Ordering::Relaxed);
            async { Outcome::Done }
        });
        let (_stop, stopped) = watch::channel(false);
        let hanging = tokio::spawn(run_outbox(store.clone(), || NOON, hangs, stopped));
        work(&store, takes, NOON, async || sent.load(Ordering::Relaxed) == 5).await;
        assert_eq!(sent.load(Ordering::Relaxed), 5);
        assert_eq!(store.outbox_figures(NOON).await.unwrap().waiting, 40);
        hanging.abort();
    }
}

//! The outbox.

use std::collections::BTreeSet;

use domain::ids::DossierKind;
use domain::time::Instant;
use store::{Claim, Job, NewJob, OutboxFigures, Store};

use crate::support::{NOON, bare, dossier, found, stores};

fn mail(due: Instant) -> NewJob {
    NewJob { kind: "mail".to_owned(), dossier: None, payload: b"to Anna".to_vec(), due, deadline: due }
}

fn claim(holder: &str, now: Instant) -> Claim {
    Claim { holder: holder.to_owned(), kinds: vec!["mail".to_owned()], most: 10, until: now.plus_seconds(60) }
}

async fn claimed(store: &Store, holder: &str, now: Instant) -> Vec<Job> {
    store.claim_jobs(claim(holder, now), now).await.unwrap()
}

#[tokio::test]
async fn a_job_is_claimed_when_it_is_due_by_one_worker_and_forgotten_when_done() {
    for (_place, store) in stores() {
        let id = store.enqueue(mail(NOON.plus_seconds(5))).await.unwrap();
        assert!(claimed(&store, "a", NOON).await.is_empty());
        assert!(!store.jobs_are_due(vec!["mail".to_owned()], NOON).await.unwrap());
        let due = NOON.plus_seconds(5);
        assert!(store.jobs_are_due(vec!["mail".to_owned()], due).await.unwrap());
        let jobs = claimed(&store, "a", due).await;
        assert_eq!(jobs.iter().map(|job| (job.id, job.attempts)).collect::<Vec<_>>(), [(id, 1)]);
        assert_eq!(jobs[0].payload.as_slice(), b"to Anna");
        assert!(claimed(&store, "b", due).await.is_empty());
        assert!(!store.finish_job(id, "b").await.unwrap());
        assert!(store.finish_job(id, "a").await.unwrap());
        assert_eq!(store.outbox_figures(due).await.unwrap(), OutboxFigures { waiting: 0, dead: 0, oldest: None });
    }
}

#[tokio::test]
async fn a_lease_that_runs_out_frees_the_job_with_the_same_id_and_silences_the_late_worker() {
    for (_place, store) in stores() {
        let id = store.enqueue(mail(NOON)).await.unwrap();
        claimed(&store, "a", NOON).await;
        assert!(store.renew_job(id, "a", NOON.plus_seconds(50), NOON.plus_seconds(110)).await.unwrap());
        assert!(claimed(&store, "b", NOON.plus_seconds(60)).await.is_empty(), "renewed");
        let later = NOON.plus_seconds(110);
        assert!(!store.renew_job(id, "a", later, later.plus_seconds(60)).await.unwrap(), "too late");
        let again = claimed(&store, "b", later).await;
        assert_eq!((again[0].id, again[0].attempts), (id, 2));
        assert!(!store.finish_job(id, "a").await.unwrap());
        assert!(!store.retry_job(id, "a", NOON, "refused").await.unwrap());
        assert!(!store.give_up_job(id, "a", "refused").await.unwrap());
        assert!(store.finish_job(id, "b").await.unwrap());
    }
}

#[tokio::test]
async fn a_job_is_tried_again_later_and_a_dead_one_waits_for_somebody_to_look() {
    for (_place, store) in stores() {
        let id = store.enqueue(mail(NOON)).await.unwrap();
        claimed(&store, "a", NOON).await;
        let later = NOON.plus_seconds(30);
        assert!(store.retry_job(id, "a", later, "refused").await.unwrap());
        assert!(claimed(&store, "a", NOON).await.is_empty());
        assert_eq!(claimed(&store, "a", later).await[0].attempts, 2);
        assert!(store.give_up_job(id, "a", "no_such_address").await.unwrap());
        assert!(claimed(&store, "a", NOON.plus_seconds(9999)).await.is_empty());
        let dead = store.dead_jobs().await.unwrap();
        assert_eq!((dead[0].id, dead[0].reason.as_str(), dead[0].attempts), (id, "no_such_address", 2));
        assert_eq!(store.outbox_figures(NOON).await.unwrap().dead, 1);
        assert!(store.revive_job(id, NOON).await.unwrap());
        assert_eq!(claimed(&store, "a", NOON).await[0].attempts, 1);
        assert!(!store.drop_job(id).await.unwrap(), "alive");
        store.give_up_job(id, "a", "no_such_address").await.unwrap();
        assert!(store.drop_job(id).await.unwrap());
    }
}

#[tokio::test]
async fn the_figures_tell_since_when_work_waits() {
    for (_place, store) in stores() {
        store.enqueue(mail(NOON.plus_seconds(-50))).await.unwrap();
        store.enqueue(mail(NOON.plus_seconds(-70))).await.unwrap();
        store.enqueue(mail(NOON.plus_seconds(70))).await.unwrap();
        let expected = OutboxFigures { waiting: 3, dead: 0, oldest: Some(NOON.plus_seconds(-70)) };
        assert_eq!(store.outbox_figures(NOON).await.unwrap(), expected);
        let due: Vec<_> = claimed(&store, "a", NOON).await.iter().map(|job| job.due.seconds_since(NOON)).collect();
        assert_eq!(due, [-70, -50], "the most overdue first");
    }
}

#[tokio::test]
async fn workers_take_only_what_they_can_do_and_no_more_than_they_ask_for() {
    for (_place, store) in stores() {
        for _ in 0..5 {
            store.enqueue(mail(NOON)).await.unwrap();
        }
        let other = Claim { kinds: vec!["export".to_owned()], ..claim("a", NOON) };
        assert!(store.claim_jobs(other, NOON).await.unwrap().is_empty());
        let none = Claim { kinds: vec![], ..claim("a", NOON) };
        assert!(store.claim_jobs(none, NOON).await.unwrap().is_empty());
        let two = Claim { most: 2, ..claim("a", NOON) };
        assert_eq!(store.claim_jobs(two, NOON).await.unwrap().len(), 2);
    }
}

#[tokio::test]
async fn many_workers_at_once_never_share_a_job() {
    for (place, store) in stores() {
        for _ in 0..40 {
            store.enqueue(mail(NOON)).await.unwrap();
        }
        let workers: Vec<_> = (0..8)
            .map(|n| {
                let store = store.clone();
                let few = Claim { most: 5, ..claim(&n.to_string(), NOON) };
                tokio::spawn(async move { store.claim_jobs(few, NOON).await.unwrap() })
            })
            .collect();
        let (mut ids, mut count) = (BTreeSet::new(), 0);
        for worker in workers {
            let jobs = worker.await.unwrap();
            assert!(jobs.len() <= 5);
            count += jobs.len();
            ids.extend(jobs.into_iter().map(|job| job.id));
        }
        assert_eq!(ids.len(), count, "{}", place.engine());
        while let [_, ..] = claimed(&store, "last", NOON).await.as_slice() {
            count += 10;
        }
        assert!(40 <= count, "none is lost");
    }
}

#[tokio::test]
async fn a_job_about_a_dossier_is_sealed_with_its_key() {
    for (_place, store) in stores() {
        let about = |n| NewJob { dossier: Some(dossier(n)), ..mail(NOON) };
        assert!(store.enqueue(about(9)).await.is_err(), "there is no such dossier");
        found(&store, dossier(1), DossierKind::Case, bare("open"), 0).await;
        store.enqueue(about(1)).await.unwrap();
        let jobs = claimed(&store, "a", NOON).await;
        assert_eq!((jobs[0].dossier, jobs[0].payload.as_slice()), (Some(dossier(1)), b"to Anna".as_slice()));
    }
}

#[tokio::test]
async fn what_somebody_waits_for_is_done_before_what_may_wait_and_each_kind_by_its_own_worker() {
    for (_place, store) in stores() {
        let by = |seconds| NewJob { deadline: NOON.plus_seconds(seconds), ..mail(NOON) };
        let late = store.enqueue(by(7_200)).await.unwrap();
        let soon = store.enqueue(by(3_600)).await.unwrap();
        let now = store.enqueue(by(0)).await.unwrap();
        let other = store.enqueue(NewJob { kind: "text".to_owned(), ..by(0) }).await.unwrap();
        let mut one = claim("a", NOON);
        one.most = 1;
        let first = store.claim_jobs(one, NOON).await.unwrap();
        assert_eq!(first.iter().map(|job| job.id).collect::<Vec<_>>(), [now]);
        let rest: Vec<_> = claimed(&store, "a", NOON).await.iter().map(|job| job.id).collect();
        assert_eq!(rest, [soon, late], "the soonest deadline first");
        assert!(!store.jobs_are_due(vec!["mail".to_owned()], NOON).await.unwrap());
        assert!(store.jobs_are_due(vec!["text".to_owned()], NOON).await.unwrap());
        let texts = Claim { kinds: vec!["text".to_owned()], ..claim("b", NOON) };
        let texts = store.claim_jobs(texts, NOON).await.unwrap();
        assert_eq!(texts.iter().map(|job| job.id).collect::<Vec<_>>(), [other]);
    }
}

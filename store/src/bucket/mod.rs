//! A bucket of an S3-compatible store: sealed bytes under names that say nothing. Documents lie in one, and backups.
//!
//! Whoever asks is a thread that may wait, also one on which tasks run. It never waits long: every request has a time, few are made at once, and while the store is away
//! nobody waits at all. What the store answers is believed no further than its bytes can be checked.
//!
//! # Source
//! Security, promise P21: at most twenty requests at once, timeouts, a breaker, repeats with jitter (those of `object_store`).

mod breaker;
mod fault;
mod place;
mod stream;

use std::ops::Range;
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant, SystemTime};

use bytes::Bytes;
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::path::Path;
use object_store::{
    BackoffConfig, ClientOptions, Error, ObjectMeta, ObjectStore as _, ObjectStoreExt as _, RetryConfig,
};
use parking_lot::Mutex;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use breaker::{Breaker, Turned};

pub use fault::BucketFault;
pub use place::{BucketCredentials, BucketPlace, SCHEME};
pub use stream::Stream;

/// How many requests are under way at once.
const AT_ONCE: usize = 20;

/// How long a request waits for its turn.
const TURN: Duration = Duration::from_secs(2);

/// How long a line may take to come about.
const CONNECT: Duration = Duration::from_secs(3);

/// How long a request may take for which somebody waits, all its repeats included.
const PROMPT: Duration = Duration::from_secs(15);

/// How long one may take that carries more than [`LITTLE`].
const PATIENT: Duration = Duration::from_secs(150);

/// How many bytes are no reason to wait long.
const LITTLE: u64 = 1 << 20;

/// How many bytes an object may have that the store copies by itself.
const COPIED: u64 = 5_000_000_000;

/// A bucket, or what lies behind a prefix in it. Names are relative to that.
pub struct Bucket {
    /// What it is for, in the log.
    holds: &'static str,
    /// Nothing once it is closed.
    runtime: Option<Runtime>,
    prompt: AmazonS3,
    patient: AmazonS3,
    prefix: String,
    turns: Arc<Semaphore>,
    breaker: Mutex<Breaker>,
}

/// What lies in one folder of a bucket.
#[derive(Debug, Clone, Default)]
pub struct Listed {
    /// The objects, in the order of their names.
    pub objects: Vec<Object>,
    /// The names of the folders in it.
    pub folders: Vec<String>,
}

/// An object, as a list says it.
#[derive(Debug, Clone)]
pub struct Object {
    /// Its name in the folder.
    pub name: String,
    /// How many bytes it has.
    pub length: u64,
    /// When it was written, by the clock of the store.
    pub written: SystemTime,
}

impl Bucket {
    /// Gets ready; asks nothing yet. What it `holds` tells several of them apart in the log.
    ///
    /// # Errors
    /// [`BucketFault::Unusable`] when the place cannot be one, or this machine has no threads left.
    pub fn open(place: &BucketPlace, holds: &'static str) -> Result<Self, BucketFault> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .max_blocking_threads(4)
            .thread_name("bucket")
            .enable_all()
            .build()
            .map_err(|_| BucketFault::Unusable)?;
        Ok(Self {
            holds,
            runtime: Some(runtime),
            prompt: client(place, Duration::from_secs(8), PROMPT)?,
            patient: client(place, Duration::from_secs(60), PATIENT)?,
            prefix: place.prefix.clone(),
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            breaker: Mutex::default(),
        })
    }

    /// How long an object is; nothing when there is none.
    ///
    /// # Errors
    /// [`BucketFault`], as of every request.
    pub fn length(&self, name: &str) -> Result<Option<u64>, BucketFault> {
        let (store, path) = (self.prompt.clone(), self.path(name));
        self.ask(PROMPT, async move { Ok(store.head(&path).await?.size) })
    }

    /// Some bytes of an object that is known to be at least so long; nothing when there is none.
    ///
    /// # Errors
    /// [`BucketFault::Short`] when it is shorter.
    pub fn part(&self, name: &str, part: Range<u64>) -> Result<Option<Bytes>, BucketFault> {
        let (path, length) = (self.path(name), part.end.saturating_sub(part.start));
        let (store, patience) = self.for_so_much(length);
        match self.ask(patience, async move { store.get_range(&path, part).await })? {
            Some(bytes) if bytes.len() as u64 != length => Err(BucketFault::Short),
            part => Ok(part),
        }
    }

    /// A small object; nothing when there is none.
    pub(crate) fn get(&self, name: &str) -> Result<Option<Bytes>, BucketFault> {
        let (store, path) = (self.prompt.clone(), self.path(name));
        self.ask(PROMPT, async move { store.get(&path).await?.bytes().await })
    }

    /// Puts an object there, or over itself: it is there as a whole, or not at all.
    ///
    /// # Errors
    /// [`BucketFault`], as of every request.
    pub fn put(&self, name: &str, bytes: Bytes) -> Result<(), BucketFault> {
        let path = self.path(name);
        let (store, patience) = self.for_so_much(bytes.len() as u64);
        self.there(patience, async move { store.put(&path, bytes.into()).await.map(drop) })
    }

    /// Gives an object another name; one that was there goes. Says whether there was such an object.
    ///
    /// # Errors
    /// [`BucketFault`], as of every request; then it may bear both names.
    pub fn rename(self: &Arc<Self>, from: &str, to: &str) -> Result<bool, BucketFault> {
        let Some(length) = self.length(from)? else { return Ok(false) };
        if COPIED < length {
            self.send(to, &mut self.stream_of(from, length, LITTLE), length)?;
        } else {
            let (store, here, there) = (self.patient.clone(), self.path(from), self.path(to));
            self.ask(PATIENT, async move { store.copy(&here, &there).await })?.ok_or(BucketFault::Short)?;
        }
        self.remove(from).map(|()| true)
    }

    /// Removes an object; one that is gone already is no fault.
    ///
    /// # Errors
    /// [`BucketFault`], as of every request.
    pub fn remove(&self, name: &str) -> Result<(), BucketFault> {
        let (store, path) = (self.prompt.clone(), self.path(name));
        self.ask(PROMPT, async move { store.delete(&path).await }).map(drop)
    }

    /// What lies in a folder; the empty name is the one of all of them.
    ///
    /// # Errors
    /// [`BucketFault`], as of every request.
    pub fn list(&self, folder: &str) -> Result<Listed, BucketFault> {
        let (store, path) = (self.prompt.clone(), self.path(folder));
        let listed = self.there(PATIENT, async move { store.list_with_delimiter(Some(&path)).await })?;
        let mut objects: Vec<Object> = listed.objects.iter().filter_map(object).collect();
        objects.sort_unstable_by(|one, other| one.name.cmp(&other.name));
        let folders = listed.common_prefixes.iter().filter_map(|path| Some(path.filename()?.to_owned()));
        Ok(Listed { objects, folders: folders.collect() })
    }

    /// Writes, reads and removes an object that belongs to nobody.
    ///
    /// # Errors
    /// The word for the first of the three that does not go well: `written`, `read` or `removed`.
    pub fn probe(&self) -> Result<(), &'static str> {
        let name = format!("probe-{}", uuid::Uuid::new_v4().simple());
        let bytes = Bytes::from_static(b"probe");
        self.put(&name, bytes.clone()).map_err(|_| "written")?;
        let read = self.get(&name);
        let removed = self.remove(&name);
        if read != Ok(Some(bytes)) {
            return Err("read");
        }
        if removed.is_ok() && self.get(&name) == Ok(None) { Ok(()) } else { Err("removed") }
    }

    fn for_so_much(&self, length: u64) -> (AmazonS3, Duration) {
        if length <= LITTLE { (self.prompt.clone(), PROMPT) } else { (self.patient.clone(), PATIENT) }
    }

    /// [`Bucket::ask`] for what cannot be absent, unless the bucket itself is.
    fn there<T: Send + 'static>(
        &self,
        patience: Duration,
        request: impl Future<Output = object_store::Result<T>> + Send + 'static,
    ) -> Result<T, BucketFault> {
        self.ask(patience, request)?.ok_or_else(|| {
            tracing::warn!(bucket.holds = self.holds, "there is no such bucket");
            BucketFault::Absent
        })
    }

    /// Makes a request when it may be made, and waits for its answer; nothing when there is no such object.
    fn ask<T: Send + 'static>(
        &self,
        patience: Duration,
        request: impl Future<Output = object_store::Result<T>> + Send + 'static,
    ) -> Result<Option<T>, BucketFault> {
        let runtime = self.runtime.as_ref().ok_or(BucketFault::Away)?;
        if !self.breaker.lock().may(Instant::now()) {
            return Err(BucketFault::Away);
        }
        let (tell, told) = mpsc::sync_channel(1);
        let turns = Arc::clone(&self.turns);
        runtime.spawn(async move {
            let Ok(Ok(_turn)) = timeout(TURN, turns.acquire()).await else { return };
            // whoever asked waits, or is gone
            let _ = tell.send(timeout(patience, request).await);
        });
        let answer = match told.recv().map_err(|_| BucketFault::Away)? {
            Ok(Ok(answer)) => Ok(Some(answer)),
            Ok(Err(Error::NotFound { source, .. })) if !source.to_string().contains("NoSuchBucket") => Ok(None),
            Ok(Err(error)) => Err(BucketFault::of(&error)),
            Err(_) => Err(BucketFault::Away),
        };
        match self.breaker.lock().ended(answer.is_ok(), Instant::now()) {
            Some(Turned::Open) => {
                tracing::error!(bucket.holds = self.holds, "the bucket is away; nobody waits for it any more");
            }
            Some(Turned::Closed) => tracing::info!(bucket.holds = self.holds, "the bucket is back"),
            None => {}
        }
        if let Err(fault) = &answer {
            tracing::warn!(bucket.holds = self.holds, %fault, "a request to a bucket failed");
        }
        answer
    }

    fn path(&self, name: &str) -> Path {
        Path::from(format!("{}/{name}", self.prefix))
    }
}

impl Drop for Bucket {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            // whoever drops it may be a task, which must not wait
            runtime.shutdown_background();
        }
    }
}

fn client(place: &BucketPlace, one: Duration, all: Duration) -> Result<AmazonS3, BucketFault> {
    let options = ClientOptions::new().with_timeout(one).with_connect_timeout(CONNECT);
    let backoff = BackoffConfig {
        init_backoff: Duration::from_millis(200),
        max_backoff: Duration::from_secs(2),
        ..BackoffConfig::default()
    };
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(&place.bucket)
        .with_region(&place.region)
        .with_access_key_id(&place.credentials.key_id)
        .with_secret_access_key(place.credentials.secret.as_str())
        .with_retry(RetryConfig { backoff, max_retries: 3, retry_timeout: all / 2 })
        // one request for each, which every store knows
        .with_disable_bulk_delete(true)
        .with_client_options(options);
    if let Some(token) = &place.credentials.token {
        builder = builder.with_token(token.as_str());
    }
    if let Some(endpoint) = &place.endpoint {
        builder = builder.with_endpoint(endpoint).with_allow_http(endpoint.starts_with("http://"));
    }
    builder.build().map_err(|_| BucketFault::Unusable)
}

fn object(about: &ObjectMeta) -> Option<Object> {
    let name = about.location.filename()?.to_owned();
    Some(Object { name, length: about.size, written: about.last_modified.into() })
}

//! A bucket of an S3-compatible store: sealed bytes under names that say nothing.
//!
//! Whoever asks is a thread that may wait, also one on which tasks run. It never waits long: every request has a time, few are made at once, and while the store is away
//! nobody waits at all. What the store answers is believed no further than its bytes can be checked.
//!
//! # Source
//! Security, promise P21: at most twenty requests at once, timeouts, a breaker, repeats with jitter (those of `object_store`).

mod breaker;
mod place;

use std::ops::Range;
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant, SystemTime};

use bytes::Bytes;
use ledger::Hash;
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::path::Path;
use object_store::{
    BackoffConfig, ClientOptions, Error, MultipartUpload, ObjectMeta, ObjectStore as _, ObjectStoreExt as _,
    PutPayload, RetryConfig,
};
use parking_lot::Mutex;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use crate::StoreFault;
use breaker::{Breaker, Turned};

pub use place::{BucketCredentials, BucketPlace};

/// How many requests are under way at once.
const AT_ONCE: usize = 20;

/// How long a request waits for its turn.
const TURN: Duration = Duration::from_secs(2);

/// How long a line may take to come about.
const CONNECT: Duration = Duration::from_secs(3);

/// How long a request may take for which somebody waits, all its repeats included.
const PROMPT: Duration = Duration::from_secs(15);

/// How long one may take that sends a part of a document.
const PATIENT: Duration = Duration::from_secs(150);

/// The object that says whose bucket it is.
const OWNER: &str = "owner";

/// A bucket.
pub(crate) struct Bucket {
    /// Nothing once it is closed.
    runtime: Option<Runtime>,
    prompt: AmazonS3,
    patient: AmazonS3,
    prefix: String,
    turns: Arc<Semaphore>,
    breaker: Mutex<Breaker>,
}

/// A blob of a shelf in the bucket.
pub(crate) struct Shelved {
    pub(crate) address: Hash,
    pub(crate) length: u64,
    /// When it was written, by the clock of the store.
    pub(crate) written: SystemTime,
}

impl Bucket {
    /// Gets ready; asks nothing yet.
    ///
    /// # Errors
    /// [`StoreFault::Malformed`] when the place cannot be one, [`StoreFault::File`] when this machine has no threads left.
    pub(crate) fn open(place: &BucketPlace) -> Result<Self, StoreFault> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .max_blocking_threads(4)
            .thread_name("bucket")
            .enable_all()
            .build()
            .map_err(|_| StoreFault::File)?;
        Ok(Self {
            runtime: Some(runtime),
            prompt: client(place, Duration::from_secs(8), PROMPT)?,
            patient: client(place, Duration::from_secs(60), PATIENT)?,
            prefix: place.prefix.clone(),
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            breaker: Mutex::default(),
        })
    }

    /// How long a blob is; nothing when there is none.
    pub(crate) fn length(&self, address: &Hash) -> Result<Option<u64>, StoreFault> {
        let (store, path) = (self.prompt.clone(), self.path(address));
        self.ask(PROMPT, async move { Ok(store.head(&path).await?.size) })
    }

    /// [`Bucket::length`] of a blob that ought to be there. Without the object that says whose it is this is not the place that it was, such as after a
    /// slip in the settings: then nothing is there, and nothing is lost.
    pub(crate) fn length_of_ours(&self, address: &Hash) -> Result<Option<u64>, StoreFault> {
        let length = self.length(address)?;
        if length.is_none() && self.owner()?.is_none() {
            tracing::warn!("the place that the settings name in the document store is empty");
            return Err(StoreFault::Away);
        }
        Ok(length)
    }

    /// Some bytes of a blob that is known to be at least so long; nothing when there is none.
    pub(crate) fn part(&self, address: &Hash, part: Range<u64>) -> Result<Option<Bytes>, StoreFault> {
        let (store, path, length) = (self.prompt.clone(), self.path(address), part.end - part.start);
        match self.ask(PROMPT, async move { store.get_range(&path, part).await })? {
            Some(bytes) if bytes.len() as u64 != length => Err(StoreFault::Damaged),
            part => Ok(part),
        }
    }

    /// Puts a blob there, or over itself.
    pub(crate) fn put(&self, address: &Hash, bytes: Bytes) -> Result<(), StoreFault> {
        let (store, path) = (self.patient.clone(), self.path(address));
        self.there(PATIENT, async move { store.put(&path, bytes.into()).await.map(drop) })
    }

    /// Begins to put a blob there part by part.
    pub(crate) fn begin(&self, address: &Hash) -> Result<Parts<'_>, StoreFault> {
        let (store, path) = (self.patient.clone(), self.path(address));
        let upload = self.there(PATIENT, async move { store.put_multipart(&path).await })?;
        Ok(Parts { bucket: self, upload: Some(upload) })
    }

    /// Removes a blob; one that is gone already is no fault.
    pub(crate) fn remove(&self, address: &Hash) -> Result<(), StoreFault> {
        self.delete(self.path(address))
    }

    /// The blobs of a shelf, in the order of their addresses. What is no blob is passed over.
    pub(crate) fn shelf(&self, shelf: u8) -> Result<Vec<Shelved>, StoreFault> {
        let (store, path) = (self.prompt.clone(), self.named(&format!("{shelf:02x}")));
        let listed = self.there(PATIENT, async move { store.list_with_delimiter(Some(&path)).await })?;
        let mut blobs: Vec<Shelved> = listed.objects.iter().filter_map(shelved).collect();
        blobs.sort_unstable_by_key(|blob| blob.address);
        Ok(blobs)
    }

    /// Whose bucket it is: what [`Bucket::own`] has written, if anybody has.
    pub(crate) fn owner(&self) -> Result<Option<Bytes>, StoreFault> {
        self.get(self.named(OWNER))
    }

    /// Writes down whose it is.
    pub(crate) fn own(&self, owner: Bytes) -> Result<(), StoreFault> {
        self.write(self.named(OWNER), owner)
    }

    /// Writes, reads and removes an object that belongs to nobody; says which of the three did not go well.
    pub(crate) fn probe(&self) -> Result<(), &'static str> {
        let path = self.named(&format!("probe-{}", uuid::Uuid::new_v4().simple()));
        let bytes = Bytes::from_static(b"probe");
        self.write(path.clone(), bytes.clone()).map_err(|_| "written")?;
        let read = self.get(path.clone());
        let removed = self.delete(path.clone());
        if read != Ok(Some(bytes)) {
            return Err("read");
        }
        if removed.is_ok() && self.get(path) == Ok(None) { Ok(()) } else { Err("removed") }
    }

    fn get(&self, path: Path) -> Result<Option<Bytes>, StoreFault> {
        let store = self.prompt.clone();
        self.ask(PROMPT, async move { store.get(&path).await?.bytes().await })
    }

    fn write(&self, path: Path, bytes: Bytes) -> Result<(), StoreFault> {
        let store = self.prompt.clone();
        self.there(PROMPT, async move { store.put(&path, bytes.into()).await.map(drop) })
    }

    fn delete(&self, path: Path) -> Result<(), StoreFault> {
        let store = self.prompt.clone();
        self.ask(PROMPT, async move { store.delete(&path).await }).map(drop)
    }

    /// [`Bucket::ask`] for what cannot be absent, unless the bucket itself is.
    fn there<T: Send + 'static>(
        &self,
        patience: Duration,
        request: impl Future<Output = object_store::Result<T>> + Send + 'static,
    ) -> Result<T, StoreFault> {
        self.ask(patience, request)?.ok_or_else(|| {
            tracing::warn!("the document store says that there is no such bucket");
            StoreFault::Away
        })
    }

    /// Makes a request when it may be made, and waits for its answer; nothing when there is no such object.
    fn ask<T: Send + 'static>(
        &self,
        patience: Duration,
        request: impl Future<Output = object_store::Result<T>> + Send + 'static,
    ) -> Result<Option<T>, StoreFault> {
        let runtime = self.runtime.as_ref().ok_or(StoreFault::Away)?;
        if !self.breaker.lock().may(Instant::now()) {
            return Err(StoreFault::Away);
        }
        let (tell, told) = mpsc::sync_channel(1);
        let turns = Arc::clone(&self.turns);
        runtime.spawn(async move {
            let Ok(Ok(_turn)) = timeout(TURN, turns.acquire()).await else { return };
            // whoever asked waits, or is gone
            let _ = tell.send(timeout(patience, request).await);
        });
        let answer = told.recv().map_err(|_| StoreFault::Away)?;
        let answer = match answer {
            Ok(Ok(answer)) => Ok(Some(answer)),
            Ok(Err(Error::NotFound { source, .. })) if !source.to_string().contains("NoSuchBucket") => Ok(None),
            Ok(Err(error)) => Err(kind(&error)),
            Err(_) => Err("no answer in time"),
        };
        match self.breaker.lock().ended(answer.is_ok(), Instant::now()) {
            Some(Turned::Open) => tracing::error!("the document store is away; nobody waits for it any more"),
            Some(Turned::Closed) => tracing::info!("the document store is back"),
            None => {}
        }
        answer.map_err(|kind| {
            tracing::warn!(kind, "a request to the document store failed");
            StoreFault::Away
        })
    }

    fn path(&self, address: &Hash) -> Path {
        let name = address.to_string();
        let (shelf, _) = name.split_at(2);
        Path::from(format!("{}/{shelf}/{name}", self.prefix))
    }

    fn named(&self, name: &str) -> Path {
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

/// A blob that is put there part by part. What is not ended leaves nothing that could be read.
pub(crate) struct Parts<'b> {
    bucket: &'b Bucket,
    /// Nothing once it is ended.
    upload: Option<Box<dyn MultipartUpload>>,
}

impl Parts<'_> {
    /// Sends the next part: five million bytes or more, but for the last.
    pub(crate) fn push(&mut self, part: Bytes) -> Result<(), StoreFault> {
        let sending = self.upload.as_mut().map(|upload| upload.put_part(PutPayload::from(part)));
        self.bucket.there(PATIENT, sending.ok_or(StoreFault::Malformed("part"))?)
    }

    /// Puts the parts together; then the blob is there.
    pub(crate) fn end(mut self) -> Result<(), StoreFault> {
        let mut upload = self.upload.take().ok_or(StoreFault::Malformed("part"))?;
        self.bucket.there(PATIENT, async move { upload.complete().await.map(drop) })
    }
}

impl Drop for Parts<'_> {
    fn drop(&mut self) {
        if let Some(mut upload) = self.upload.take() {
            // one that cannot be given up now is forgotten by the store, by its own rules
            let _ = self.bucket.ask(PROMPT, async move { upload.abort().await });
        }
    }
}

fn client(place: &BucketPlace, one: Duration, all: Duration) -> Result<AmazonS3, StoreFault> {
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
    builder.build().map_err(|_| StoreFault::Malformed("bucket"))
}

fn shelved(about: &ObjectMeta) -> Option<Shelved> {
    let address = about.location.filename()?.parse().ok()?;
    Some(Shelved { address, length: about.size, written: about.last_modified.into() })
}

/// What went wrong, without what the store says about it: that may name anything.
fn kind(error: &Error) -> &'static str {
    match error {
        Error::PermissionDenied { .. } => "permission denied",
        Error::Unauthenticated { .. } => "not let in",
        Error::NotFound { .. } => "no such bucket",
        Error::NotSupported { .. } | Error::NotImplemented { .. } => "not supported",
        _ => "no good answer",
    }
}

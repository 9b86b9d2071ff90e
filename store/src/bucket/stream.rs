//! Objects from the beginning to the end, in memory that does not grow with them: out of a bucket window by window, into it part by part.

use std::io::{self, Read};
use std::sync::Arc;

use bytes::Bytes;
use object_store::{MultipartUpload, ObjectStoreExt as _, PutPayload};

use super::{Bucket, BucketFault, PATIENT, PROMPT};

/// How long a part is at least, in bytes: S3 wants five million and more. What is not longer goes in one request.
const PART: u64 = 8 << 20;

/// How many parts an object has at most; S3 knows ten thousand.
const PARTS: u64 = 9_000;

impl Bucket {
    /// Puts so many bytes there as one object. What is not ended leaves nothing that could be read.
    ///
    /// # Errors
    /// [`BucketFault::Unread`] when they cannot be read; otherwise as of every request.
    pub fn send(&self, name: &str, from: &mut dyn Read, length: u64) -> Result<(), BucketFault> {
        if length <= PART {
            return self.put(name, next(from, length)?);
        }
        let (mut parts, mut left) = (self.begin(name)?, length);
        while 0 < left {
            let part = next(from, left.min(PART.max(length.div_ceil(PARTS))))?;
            left -= part.len() as u64;
            parts.push(part)?;
        }
        parts.end()
    }

    /// An object from the beginning to the end, fetched so many bytes at a time; nothing when there is none.
    ///
    /// # Errors
    /// [`BucketFault`], as of every request.
    pub fn stream(self: &Arc<Self>, name: &str, window: u64) -> Result<Option<Stream>, BucketFault> {
        let Some(length) = self.length(name)? else { return Ok(None) };
        Ok(Some(self.stream_of(name, length, window)))
    }

    /// [`Bucket::stream`] of an object that is there and so long.
    pub(crate) fn stream_of(self: &Arc<Self>, name: &str, length: u64, window: u64) -> Stream {
        let (bucket, name) = (Arc::clone(self), name.to_owned());
        Stream { bucket, name, length, at: 0, window, held: Bytes::new() }
    }

    fn begin(&self, name: &str) -> Result<Parts<'_>, BucketFault> {
        let (store, path) = (self.patient.clone(), self.path(name));
        let upload = self.there(PATIENT, async move { store.put_multipart(&path).await })?;
        Ok(Parts { bucket: self, upload: Some(upload) })
    }
}

/// The next bytes, exactly so many.
fn next(from: &mut dyn Read, length: u64) -> Result<Bytes, BucketFault> {
    let mut bytes = vec![0; usize::try_from(length).map_err(|_| BucketFault::Unusable)?];
    from.read_exact(&mut bytes).map_err(|error| BucketFault::Unread(error.kind()))?;
    Ok(bytes.into())
}

/// An object that is put there part by part.
struct Parts<'b> {
    bucket: &'b Bucket,
    /// Nothing once it is ended.
    upload: Option<Box<dyn MultipartUpload>>,
}

impl Parts<'_> {
    fn push(&mut self, part: Bytes) -> Result<(), BucketFault> {
        let sending = self.upload.as_mut().map(|upload| upload.put_part(PutPayload::from(part)));
        self.bucket.there(PATIENT, sending.ok_or(BucketFault::Unusable)?)
    }

    /// Puts the parts together; then the object is there.
    fn end(mut self) -> Result<(), BucketFault> {
        let mut upload = self.upload.take().ok_or(BucketFault::Unusable)?;
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

/// An object on its way out.
pub struct Stream {
    bucket: Arc<Bucket>,
    name: String,
    length: u64,
    at: u64,
    window: u64,
    held: Bytes,
}

impl Stream {
    /// The next bytes, as many as are at hand; none at the end.
    pub(crate) fn some(&mut self, into: &mut [u8]) -> Result<usize, BucketFault> {
        if self.held.is_empty() && self.at < self.length {
            let part = self.at..self.length.min(self.at.saturating_add(self.window));
            self.held = self.bucket.part(&self.name, part.clone())?.ok_or(BucketFault::Short)?;
            self.at = part.end;
        }
        let some = self.held.split_to(into.len().min(self.held.len()));
        if let Some(into) = into.get_mut(..some.len()) {
            into.copy_from_slice(&some);
        }
        Ok(some.len())
    }
}

/// What the bucket says is in the error.
impl Read for Stream {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.some(into).map_err(io::Error::other)
    }
}

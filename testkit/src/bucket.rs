//! A bucket of a real S3 server (`s3s-fs`), which runs in the process of the test and can be told to fail.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::time::Duration;

use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};
use tempfile::TempDir;
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;

/// How the server answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Mood {
    /// As it should.
    Well = 0,
    /// Every third request fails.
    EveryThirdFails = 1,
    /// Lines are cut as soon as they are there.
    Away = 2,
    /// Nothing comes back.
    Silent = 3,
}

/// The server, and its one bucket.
pub struct TestBucket {
    folder: TempDir,
    address: SocketAddr,
    state: Arc<State>,
    /// Where it runs; ends with the test.
    runtime: Option<Runtime>,
}

#[derive(Default)]
struct State {
    mood: AtomicU8,
    asked: AtomicU64,
}

impl TestBucket {
    /// The name of the bucket.
    pub const NAME: &'static str = "papers";
    /// The name of the access key.
    pub const KEY_ID: &'static str = "casekeep-tests";
    /// The access key.
    pub const SECRET: &'static str = "only for tests";

    /// A new server with an empty bucket.
    pub fn new() -> Self {
        let folder = TempDir::new().expect("a folder for the bucket");
        fs::create_dir(folder.path().join(Self::NAME)).expect("the bucket");
        let mut service = S3ServiceBuilder::new(s3s_fs::FileSystem::new(folder.path()).expect("an S3 server"));
        service.set_auth(SimpleAuth::from_single(Self::KEY_ID, Self::SECRET));
        let (service, state) = (service.build(), Arc::new(State::default()));
        let mut runtime = tokio::runtime::Builder::new_multi_thread();
        let runtime = runtime.worker_threads(1).enable_all().build().expect("threads for the S3 server");
        // without waiting: a test may already stand in a runtime
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port for the S3 server");
        listener.set_nonblocking(true).expect("a port that does not block");
        let address = listener.local_addr().expect("its address");
        let entered = runtime.enter();
        let listener = TcpListener::from_std(listener).expect("a port for the S3 server");
        drop(entered);
        let serving = Arc::clone(&state);
        runtime.spawn(async move {
            while let Ok((line, _)) = listener.accept().await {
                tokio::spawn(serve(line, service.clone(), Arc::clone(&serving)));
            }
        });
        Self { folder, address, state, runtime: Some(runtime) }
    }

    /// The address of the server.
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// How it answers from now on.
    pub fn be(&self, mood: Mood) {
        self.state.mood.store(mood as u8, Ordering::SeqCst);
    }

    /// How many requests have come.
    pub fn asked(&self) -> u64 {
        self.state.asked.load(Ordering::SeqCst)
    }

    /// The files in which the server keeps the objects of the bucket, in the order of their names.
    pub fn objects(&self) -> Vec<PathBuf> {
        let mut found = files(&self.folder.path().join(Self::NAME));
        found.sort();
        found
    }

    /// The file of the object whose name ends so.
    pub fn object(&self, ending: &str) -> Option<PathBuf> {
        self.objects().into_iter().find(|path| path.to_string_lossy().ends_with(ending))
    }
}

impl Default for TestBucket {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for TestBucket {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

async fn serve(line: TcpStream, service: S3Service, state: Arc<State>) {
    if state.is(Mood::Away) {
        return;
    }
    let answer = service_fn(move |request: Request<Incoming>| {
        let (service, state) = (service.clone(), Arc::clone(&state));
        async move { state.answer(&service, request).await }
    });
    // a line that breaks is the client's to notice
    let _ = http1::Builder::new().serve_connection(TokioIo::new(line), answer).await;
}

impl State {
    fn is(&self, mood: Mood) -> bool {
        self.mood.load(Ordering::SeqCst) == mood as u8
    }

    async fn answer(&self, service: &S3Service, request: Request<Incoming>) -> Result<Response<s3s::Body>, Broken> {
        let number = self.asked.fetch_add(1, Ordering::SeqCst);
        if self.is(Mood::Silent) {
            tokio::time::sleep(Duration::from_secs(3_600)).await;
        }
        if self.is(Mood::Away) {
            return Err(Broken);
        }
        if self.is(Mood::EveryThirdFails) && number % 3 == 2 {
            let mut response = Response::new(s3s::Body::empty());
            *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
            return Ok(response);
        }
        service.call(request.map(s3s::Body::from)).await.map_err(|_| Broken)
    }
}

/// The line is cut instead of an answer.
#[derive(Debug)]
struct Broken;

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the line was cut")
    }
}

impl std::error::Error for Broken {}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the bucket").map(|entry| entry.expect("an object").path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

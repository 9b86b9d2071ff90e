//! Accepting connections: at most so many, each with a time limit for its head, and none cut off in the middle of an answer at the end.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tower::ServiceExt as _;

use super::Window;
use super::forwarded::client;

/// How many connections are held at once; more wait.
const MOST: usize = 1024;
/// How long a client may take to send the head of a request. Whoever sends a byte a minute must not hold a place for ever.
const HEAD: Duration = Duration::from_secs(15);

/// What becomes of the listener at the end.
pub(super) enum Listening {
    /// It is closed before requests under way finish: whoever comes then is refused at once.
    Closed(TcpListener),
    /// It is given back: whoever comes then waits for what is served next.
    Kept(TcpListener),
}

/// Accepts until `stop` comes, then lets requests under way finish within `drain`; what is left of them after that is cut off.
pub(super) async fn accept(
    listening: Listening,
    window: Window,
    stop: impl Future<Output = ()>,
    drain: Duration,
    proxies: Arc<[IpAddr]>,
) -> Result<Option<TcpListener>> {
    let (listener, kept) = match listening {
        Listening::Closed(listener) => (listener, false),
        Listening::Kept(listener) => (listener, true),
    };
    let places = Arc::new(Semaphore::new(MOST));
    let graceful = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let place = Arc::clone(&places).acquire_owned();
        let accepted = async { (place.await, listener.accept().await) };
        let (place, accepted) = tokio::select! {
            () = &mut stop => break,
            both = accepted => both,
        };
        match accepted {
            Ok((stream, from)) => {
                let connection = graceful.watcher();
                let serving = converse(stream, (from, Arc::clone(&proxies)), window.clone(), connection);
                tokio::spawn(async move {
                    serving.await;
                    drop(place);
                });
            }
            // Out of file handles, most likely: others will be closed in a moment.
            Err(fault) => {
                tracing::warn!(kind = ?fault.kind(), "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
        }
    }
    let listener = kept.then_some(listener);
    if tokio::time::timeout(drain, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests were cut off at the end");
    }
    Ok(listener)
}

async fn converse(stream: TcpStream, (from, proxies): (SocketAddr, Arc<[IpAddr]>), window: Window, watcher: Watcher) {
    let _ = stream.set_nodelay(true);
    let service = tower::service_fn(move |mut request: Request<_>| {
        let client = client(from, request.headers(), &proxies);
        request.extensions_mut().insert(ConnectInfo(client));
        window.router().oneshot(request.map(Body::new))
    });
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEAD);
    builder.http2().timer(TokioTimer::new()).keep_alive_interval(Duration::from_secs(30)).max_concurrent_streams(64);
    let connection = builder.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
    // A client that went away is no news, and what it sent is nobody's business.
    let _ = watcher.watch(connection.into_owned()).await;
}

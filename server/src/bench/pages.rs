//! The page of a long case over HTTP, from the real server, for sixteen browsers at once; and what memory that takes.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant as Stopwatch};

use anyhow::{Context as _, Result, anyhow};
use casework::accounts::{Came, sign_in_by_link};
use casework::house::{Clock as _, SystemClock};
use domain::ids::DossierId;
use store::{Invitation, InvitationPurpose};
use tokio::task::JoinSet;
use vault::SecretToken;

use super::Sizes;
use super::child::Server;
use super::http::Connection;
use super::list::Figure;
use super::people::full_cases;
use super::places::Place;
use super::times::{Times, milliseconds};

/// How many connections.
const CONNECTIONS: usize = 16;

pub(super) async fn measure(folder: &Path, sizes: &Sizes) -> Result<Vec<Figure>> {
    let place = Place::new(folder).await?;
    let cases: Arc<[DossierId]> = full_cases(&place, sizes.cases, sizes.entries).await?.into();
    let cookie = signed_in(&place).await?;
    let server = Server::start(&place.settle()).await?;
    let asker = Asker { address: server.address.as_str().into(), cookie: cookie.into(), cases };

    // each connection looks at one case, as people do; every case is opened once before
    asker.ask(Duration::from_millis(sizes.milliseconds / 10), Some(CONNECTIONS)).await?;
    let before = server.processor_time()?;
    let (mut times, rate) = asker.ask(Duration::from_millis(sizes.milliseconds), Some(CONNECTIONS)).await?;
    let processor = milliseconds(server.processor_time()?.saturating_sub(before)) / times.count() as f64;
    // and then all cases by turns, more than are kept open in memory
    asker.ask(Duration::from_millis(sizes.milliseconds / 2), None).await?;
    let (_, most) = server.memory()?;
    server.stop().await?;
    Ok(vec![
        Figure::new("case_page_p50", times.median(), None)?,
        Figure::new("case_page_p99", times.percent(99), None)?,
        Figure::new("case_page_rate", rate, None)?,
        Figure::new("case_page_cpu", processor, None)?,
        Figure::new("memory_busy", most, None)?,
    ])
}

/// The cookie of Maria, who is signed in as with the link of a demo.
pub(super) async fn signed_in(place: &Place) -> Result<String> {
    signed_in_as(place, "maria").await
}

/// The cookie of somebody of the demo.
pub(super) async fn signed_in_as(place: &Place, login: &str) -> Result<String> {
    let (now, staff) = (SystemClock.now(), place.who(login).await?);
    let secret = SecretToken::generate();
    let invitation =
        Invitation { staff, purpose: InvitationPurpose::Demo, made: now, expires: now.plus_seconds(3_600) };
    place.store.invite(secret.digest(), invitation).await?;
    let came = Came { address: "127.0.0.1".to_owned(), device: "casekeep bench".to_owned() };
    let (house, _) = place.house(now);
    let signed_in = sign_in_by_link(&house, secret.reveal(), &came).await??;
    Ok(format!("{}={}", web::person::COOKIE, signed_in.secret.reveal()))
}

/// How many ask for a heavy page at the same time: as many as small servers have processors.
const FEW: usize = 2;

/// How long a heavy page takes when two connections ask for it again and again.
pub(super) async fn asked_for(server: &Server, cookie: &str, page: &str, sizes: &Sizes) -> Result<Times> {
    let address = server.address.clone();
    let request = format!("GET {page} HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\n\r\n");
    let mut times = Times::default();
    // once to get warm
    for milliseconds in [sizes.milliseconds / 10, sizes.milliseconds] {
        times = Times::default();
        let (begun, mut asking) = (Stopwatch::now(), JoinSet::new());
        for _ in 0..FEW {
            let (address, request) = (address.clone(), [request.clone().into_bytes()]);
            let time = Duration::from_millis(milliseconds);
            asking.spawn(async move { ask(&address, &request, begun, time).await });
        }
        while let Some(some) = asking.join_next().await {
            times.extend(some??);
        }
    }
    Ok(times)
}

/// Whoever asks for pages.
pub(super) struct Asker {
    pub(super) address: Arc<str>,
    pub(super) cookie: Arc<str>,
    pub(super) cases: Arc<[DossierId]>,
}

impl Asker {
    /// Asks for that long; on each connection for one of the first `hot` cases, or for all of them by turns. The times, and how many a second.
    pub(super) async fn ask(&self, time: Duration, hot: Option<usize>) -> Result<(Times, f64)> {
        let begun = Stopwatch::now();
        let mut asking = JoinSet::new();
        for connection in 0..CONNECTIONS {
            let requests = self.requests(connection, hot);
            let address = Arc::clone(&self.address);
            asking.spawn(async move { ask(&address, &requests, begun, time).await });
        }
        let mut times = Times::default();
        while let Some(some) = asking.join_next().await {
            times.extend(some??);
        }
        let rate = times.count() as f64 / begun.elapsed().as_secs_f64();
        Ok((times, rate))
    }

    fn requests(&self, connection: usize, hot: Option<usize>) -> Vec<Vec<u8>> {
        let asked = self.cases.iter().cycle().skip(connection).take(if hot.is_some() { 1 } else { self.cases.len() });
        let (address, cookie) = (&self.address, &self.cookie);
        let request = |case| format!("GET /cases/{case} HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\n\r\n");
        asked.map(|case| request(case).into_bytes()).collect()
    }
}

/// Asks on one connection for these pages by turns, for that long since it was begun.
pub(super) async fn ask(address: &str, requests: &[Vec<u8>], begun: Stopwatch, time: Duration) -> Result<Times> {
    let mut connection = Connection::to(address).await?;
    let mut times = Times::default();
    for request in requests.iter().cycle() {
        if time < begun.elapsed() {
            break;
        }
        let asked = Stopwatch::now();
        let page = connection.page(request).await?;
        times.push(asked.elapsed());
        let whole = page.windows(7).rev().take(64).any(|end| end == b"</html>");
        if !whole {
            return Err(anyhow!("an answer is not a whole page"));
        }
    }
    (0 < times.count()).then_some(times).context("not one page came in time")
}

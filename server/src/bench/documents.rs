//! Documents in and out over HTTP, from the real server, against sealing the same bytes to the same disk with nothing around them.

use std::path::Path;
use std::time::{Duration, Instant as Stopwatch};

use anyhow::{Context as _, Result, anyhow};
use bytes::Bytes;
use casework::documents::{FileOne, begin, file_documents, receive};
use casework::house::{Ctx, Proof, Signing, Who};
use domain::documents::Description;
use domain::ids::{DossierId, ItemId};
use domain::text::Line;
use jiff::civil::date;
use serde_json::Value;
use store::blobs::Blobs;

use super::Sizes;
use super::child::Server;
use super::http::Connection;
use super::list::Figure;
use super::pages::signed_in;
use super::people::full_cases;
use super::places::Place;

/// What the script of the page sends at once.
const PART: usize = 4 * 1024 * 1024;

pub(super) async fn measure(folder: &Path, sizes: &Sizes) -> Result<Vec<Figure>> {
    let place = Place::new(folder).await?;
    let case = full_cases(&place, 1, 1).await?.first().copied().context("a case")?;
    let bytes = paper(sizes.document);
    let document = filed(&place, case, &bytes).await?;
    let cookie = signed_in(&place).await?;
    let bare = Blobs::open(&folder.join("bare"))?;
    let server = Server::start(&place.settle()).await?;
    let browser = Browser {
        head: format!("Host: {}\r\nCookie: {cookie}\r\nSec-Fetch-Site: same-origin\r\n", server.address),
        case,
    };
    let mut line = Connection::to(&server.address).await?;

    let (mut up, mut down, mut alone) = (Duration::ZERO, Duration::ZERO, Duration::ZERO);
    for _ in 0..sizes.documents {
        // by turns, so that all three meet the same disk; each with bytes of its own
        let begun = Stopwatch::now();
        browser.send(&mut line, &bytes).await?;
        up += begun.elapsed();
        let begun = Stopwatch::now();
        tokio::task::block_in_place(|| copy(&bare, &bytes))?;
        alone += begun.elapsed();
        let begun = Stopwatch::now();
        browser.fetch(&mut line, document, bytes.len()).await?;
        down += begun.elapsed();
    }
    let (_, most) = server.memory()?;
    server.stop().await?;
    let rate = |time: Duration| f64::from(sizes.documents) * bytes.len() as f64 / 1e6 / time.as_secs_f64();
    Ok(vec![
        Figure::new("document_upload", rate(up), rate(alone))?,
        Figure::new("document_download", rate(down), rate(alone))?,
        Figure::new("memory_documents", most, None)?,
    ])
}

/// Bytes that nobody can pack, and that begin as a PDF does.
fn paper(length: u32) -> Vec<u8> {
    let mut bytes = vec![0; usize::try_from(length).unwrap_or(0)];
    vault::fill_random(&mut bytes);
    let head = b"%PDF-1.7\n";
    bytes.splice(..head.len(), head.iter().copied());
    bytes
}

/// The bytes sealed to the disk, as every document is, and nothing else.
fn copy(bare: &Blobs, bytes: &[u8]) -> Result<()> {
    let mut incoming = bare.receive()?;
    incoming.push(bytes)?;
    let kept = incoming.keep()?;
    Ok(bare.remove(&kept.address)?)
}

/// A document that is there to be fetched.
async fn filed(place: &Place, case: DossierId, bytes: &[u8]) -> Result<ItemId> {
    let (house, _) = place.house(place.begins.plus_seconds(20 * 86_400));
    let who = Who { proved: Some(house.now()), ..Who::in_the_name_of(place.who("maria").await?) };
    let ctx: Ctx = house.acting(who);
    let begun = begin(&ctx, case, "letter.pdf", Some(bytes.len() as u64)).await?;
    receive(&ctx, case, begun.id, 0, Some(Bytes::from(bytes.to_vec()))).await?;
    let day = date(2026, 1, 5);
    let about = Description { kind: "letter".to_owned(), title: Line::parse("A letter")?, dated: day, received: day };
    let order = FileOne { upload: begun.id, about, again: None };
    file_documents(&ctx, case, vec![order], Signing::author(Proof::SignIn)).await?;
    Ok(begun.id)
}

/// A browser that is signed in.
struct Browser {
    head: String,
    case: DossierId,
}

impl Browser {
    /// Sends a file as the page does: in parts, one after the other.
    async fn send(&self, line: &mut Connection, bytes: &[u8]) -> Result<()> {
        let form = format!("name=letter.pdf&length={}", bytes.len());
        let kind = "Content-Type: application/x-www-form-urlencoded\r\n";
        let begun = line.page(&self.post("uploads", kind, form.as_bytes())).await?;
        let begun: Value = serde_json::from_slice(begun)?;
        let id = begun.get("id").and_then(Value::as_str).context("an id")?.to_owned();
        let mut whole = false;
        for (part, piece) in bytes.chunks(PART).enumerate() {
            let offset = format!("upload-offset: {}\r\n", part * PART);
            let answer = line.page(&self.post(&format!("uploads/{id}"), &offset, piece)).await?;
            let told: Value = serde_json::from_slice(answer)?;
            whole = told.get("whole").and_then(Value::as_bool) == Some(true);
        }
        if !whole {
            return Err(anyhow!("the file did not arrive"));
        }
        // and away again, so that none are in the way of the next
        line.page(&self.post(&format!("uploads/{id}/drop"), kind, b"")).await.map(|_| ())
    }

    async fn fetch(&self, line: &mut Connection, document: ItemId, length: usize) -> Result<()> {
        let (head, case) = (&self.head, self.case);
        let request = format!("GET /cases/{case}/documents/{document}/files/1 HTTP/1.1\r\n{head}\r\n");
        let got = line.page(request.as_bytes()).await?.len();
        if got == length { Ok(()) } else { Err(anyhow!("{got} of {length} bytes came")) }
    }

    fn post(&self, path: &str, more: &str, body: &[u8]) -> Vec<u8> {
        let Self { head, case } = self;
        let length = body.len();
        let begin = format!("POST /cases/{case}/{path} HTTP/1.1\r\n{head}{more}Content-Length: {length}\r\n\r\n");
        [begin.as_bytes(), body].concat()
    }
}

//! A long ledger: checking it, backing it up, starting with it, and what it takes on the disk.

use std::fs::File;
use std::hint::black_box;
use std::io::{BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant as Stopwatch};

use ::ledger::checkpoint::append;
use ::ledger::export::verify_export;
use ::ledger::sha256;
use anyhow::Result;
use casework::house::{Clock as _, SystemClock};
use domain::cases::{Assignment, CaseFile};
use domain::event::Event;
use domain::ids::DossierId;
use domain::rulebook::Rulebook;
use store::{Scope, Store};
use uuid::Uuid;

use super::child::Server;
use super::list::Figure;
use super::people::contact;
use super::places::Place;
use super::searching::case_opened;
use super::{Sizes, backing, bulk, destroying};

/// How many entries a case has.
const ENTRIES: u32 = 500;

/// How many lines are read at once.
const PAGE: u32 = 10_000;

pub(super) async fn measure(folder: &Path, sizes: &Sizes) -> Result<Vec<Figure>> {
    let place = Place::new(folder).await?;
    fill(&place, sizes.lines).await?;
    let destroyed = destroying::measure(&place, ENTRIES.min(sizes.lines)).await?;
    let data = &place.settings.data;
    let begun = Stopwatch::now();
    let verified = place.store.verify(Scope::Lines, SystemClock.now(), |_| ()).await?;
    let (lines, record) = (verified.checked.size as f64, begun.elapsed());
    let Checked { checking, hashing } = check(&place.store, folder).await?;
    let rate = |time: Duration| lines / time.as_secs_f64();

    let mut figures = vec![
        destroyed,
        Figure::new("verify_record", rate(record), rate(hashing))?,
        Figure::new("verify_lines", rate(checking), rate(hashing))?,
    ];
    figures.extend(backing::measure(&place, folder).await?);
    let disk = (size(&data.join("data.db"))? + size(&data.join("keys.db"))?) as f64 / lines;
    let settled = place.settle();
    // the first start writes the log of the database back into its file, which is the end of the filling
    Server::start(&settled).await?.stop().await?;
    let server = Server::start(&settled).await?;
    tokio::time::sleep(Duration::from_secs(1)).await;
    let (idle, _) = server.memory()?;
    figures.push(Figure::new("start_to_ready", server.started_in.as_secs_f64(), None)?);
    figures.push(Figure::new("memory_idle", idle, None)?);
    figures.push(Figure::new("disk_per_entry", disk, None)?);
    server.stop().await?;
    Ok(figures)
}

/// Cases of five hundred entries, and everything sealed.
async fn fill(place: &Place, lines: u32) -> Result<()> {
    let (maria, tomas) = (place.who("maria").await?, place.who("tomas").await?);
    let hands = Assignment { worker: maria, supervisor: tomas, team: None };
    let (signature, rules) = (bulk::signature(maria, place.begins), Rulebook::default());
    let contact = Event::ContactLogged(contact()?);
    let case = |number: u32| {
        let opened = Event::CaseOpened(case_opened(DossierId::new(Uuid::new_v4()), number, hands));
        let events = std::iter::once(opened).chain((1..ENTRIES.min(lines)).map(|_| contact.clone()));
        let id = DossierId::new(Uuid::new_v4());
        Ok(vec![bulk::dossier::<CaseFile>(id, events.collect(), &signature, &rules)?])
    };
    bulk::append(&place.store, maria, place.begins, (0..lines.div_ceil(ENTRIES)).map(case)).await?;
    // numbered and signed before anything else is measured, at a time behind which the rest of the story goes on
    place.store.checkpoint(place.begins.plus_seconds(3_600)).await?;
    Ok(())
}

/// How long it takes to check all lines as they are exported, and to hash them and nothing else.
struct Checked {
    checking: Duration,
    hashing: Duration,
}

async fn check(store: &Store, folder: &Path) -> Result<Checked> {
    let (export, hashing) = export(store, &folder.join("ledger.jsonl")).await?;
    let notes = notes(store).await?;
    let begun = Stopwatch::now();
    verify_export(BufReader::new(File::open(export)?), vec![Box::new(notes.as_bytes())], &[store.verifier_key()])?;
    Ok(Checked { checking: begun.elapsed(), hashing })
}

/// Writes all lines into a file, and hashes them page by page; how long the hashing alone took.
async fn export(store: &Store, path: &Path) -> Result<(PathBuf, Duration)> {
    let mut file = BufWriter::new(File::create(path)?);
    let (mut from, mut hashing) = (0, Duration::ZERO);
    loop {
        let leaves = store.leaves(from, PAGE).await?;
        if leaves.is_empty() {
            break;
        }
        from += leaves.len() as u64;
        let mut page = leaves.join(&b'\n');
        page.push(b'\n');
        let begun = Stopwatch::now();
        black_box(sha256(&page));
        hashing += begun.elapsed();
        file.write_all(&page)?;
    }
    file.flush()?;
    Ok((path.to_owned(), hashing))
}

/// Every checkpoint, as in the file beside an export.
async fn notes(store: &Store) -> Result<String> {
    let (mut notes, mut after) = (String::new(), 0);
    loop {
        let page = store.notes(after).await?;
        let Some((covers, _)) = page.last() else { return Ok(notes) };
        after = *covers;
        notes.extend(page.iter().map(|(_, note)| append(note)));
    }
}

fn size(path: &Path) -> Result<u64> {
    Ok(std::fs::metadata(path)?.len())
}

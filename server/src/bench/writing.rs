//! Sixteen write signed entries, each into a case of their own; beside it, how fast as many bytes can be inserted at all.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant as Stopwatch};

use anyhow::{Context as _, Result};
use casework::house::{Clock as _, File as _, House, SystemClock};
use domain::cases::{Assignment, CaseFile};
use domain::entry::Entry;
use domain::event::Event;
use domain::ids::{DossierId, EntryId, StaffId};
use domain::level::Level;
use domain::rulebook::Rulebook;
use domain::signature::Signature;
use store::db::{Db, DbFault, DbOptions, Place as DbPlace};
use store::{Append, Part, Store, vals};
use tokio::task::JoinSet;
use uuid::Uuid;

use super::list::Figure;
use super::people::{acting, cases, contact, log};
use super::places::Place;
use super::searching::case_opened;
use super::{Sizes, bulk};

/// How many write.
const WRITERS: u32 = 16;

/// How often each is measured, by turns.
const ROUNDS: u32 = 6;

pub(super) async fn measure(folder: &Path, sizes: &Sizes) -> Result<Vec<Figure>> {
    let place = Place::new(folder).await?;
    let (house, _) = place.house(place.begins);
    let maria = place.who("maria").await?;
    let cases = cases(&place, &house, WRITERS).await?;
    let mut desks = Vec::new();
    for number in 0..WRITERS {
        desks.push(Desk::new(&place, maria, number).await?);
    }
    let time = Duration::from_millis(sizes.milliseconds / u64::from(ROUNDS));
    // the first round is to get warm; then what else the machine does meets all three
    act(&house, maria, &cases, time / 8).await?;
    let (bare, bytes) = (bare_table(folder)?, bytes_of_an_entry(&place, &cases).await?);
    let (mut appended, mut acted, mut inserted) = (0.0, 0.0, 0.0);
    for _ in 0..ROUNDS {
        let (rate, back) = append(desks, time).await?;
        desks = back;
        appended += rate;
        inserted += insert(&bare, bytes, time).await?;
        acted += act(&house, maria, &cases, time).await?;
    }
    let limit = inserted / f64::from(ROUNDS);
    Ok(vec![
        Figure::new("signed_entries", appended / f64::from(ROUNDS), limit)?,
        Figure::new("signed_acts", acted / f64::from(ROUNDS), limit)?,
    ])
}

/// Somebody with a case, who appends to it without being asked for a permission.
struct Desk {
    store: Store,
    rules: Rulebook,
    case: DossierId,
    file: CaseFile,
    signature: Signature,
    entry: Event,
}

impl Desk {
    async fn new(place: &Place, maria: StaffId, number: u32) -> Result<Self> {
        let case = DossierId::new(Uuid::new_v4());
        let hands = Assignment { worker: maria, supervisor: place.who("tomas").await?, team: None };
        let mut desk = Self {
            store: place.store.clone(),
            rules: Rulebook::default(),
            case,
            file: CaseFile::default(),
            signature: bulk::signature(maria, place.begins),
            entry: Event::CaseOpened(case_opened(case, 1_000 + number, hands)),
        };
        desk.write().await?;
        desk.entry = Event::ContactLogged(contact()?);
        Ok(desk)
    }

    async fn write(&mut self) -> Result<()> {
        // all sixteen go by one clock, as in life: what happens at the same time lies together in an index
        self.signature.signed = SystemClock.now();
        self.signature.happened = self.signature.signed;
        let (after, event) = (self.file.last, self.entry.clone());
        let entries = vec![bulk::entry(&event, &self.signature)?];
        let id = EntryId { dossier: self.case, number: after.next() };
        self.file.apply(&Entry { id, level: Level::Confidential, signature: self.signature.clone(), event });
        let derived = Some(self.file.derive(self.case, &self.rules)?);
        let part = Part { dossier: self.case, kind: CaseFile::KIND, after, entries, derived };
        let (actor, at) = (self.signature.signer, self.signature.signed);
        let (parts, guards, jobs) = (vec![part], vec![], vec![]);
        self.store
            .append(Append { actor, at, once: None, parts, guards, jobs, drop_draft: None, destroys: vec![] })
            .await?;
        Ok(())
    }
}

async fn append(desks: Vec<Desk>, time: Duration) -> Result<(f64, Vec<Desk>)> {
    let begun = Stopwatch::now();
    let mut writers = JoinSet::new();
    for mut desk in desks {
        writers.spawn(async move {
            let mut written = 0;
            while begun.elapsed() < time {
                desk.write().await?;
                written += 1;
            }
            anyhow::Ok((written, desk))
        });
    }
    let (mut sum, mut desks) = (0, Vec::new());
    while let Some(done) = writers.join_next().await {
        let (written, desk) = done??;
        sum += written;
        desks.push(desk);
    }
    Ok((rate(sum, begun), desks))
}

async fn act(house: &Arc<House>, maria: StaffId, cases: &[DossierId], time: Duration) -> Result<f64> {
    let begun = Stopwatch::now();
    let mut writers = JoinSet::new();
    for &case in cases {
        let house = Arc::clone(house);
        writers.spawn(async move {
            let mut written = 0;
            while begun.elapsed() < time {
                // a request of its own each
                log(&acting(&house, maria), case).await?;
                written += 1;
            }
            anyhow::Ok(written)
        });
    }
    together(writers, begun).await
}

async fn insert(db: &Db, bytes: usize, time: Duration) -> Result<f64> {
    let begun = Stopwatch::now();
    let mut writers = JoinSet::new();
    for _ in 0..WRITERS {
        let db = db.clone();
        writers.spawn(async move {
            let mut written = 0;
            let mut row = vec![0; bytes];
            while begun.elapsed() < time {
                vault::fill_random(&mut row);
                let row = row.clone();
                let insert = db.write_plain(move |tx| tx.exec("INSERT INTO bare (bytes) VALUES ($1)", vals![row]));
                insert.await.map_err(|fault: DbFault| fault)?;
                written += 1;
            }
            anyhow::Ok(written)
        });
    }
    together(writers, begun).await
}

async fn together(mut writers: JoinSet<Result<u32>>, begun: Stopwatch) -> Result<f64> {
    let mut sum = 0;
    while let Some(written) = writers.join_next().await {
        sum += written??;
    }
    Ok(rate(sum, begun))
}

/// How many a second.
fn rate(written: u32, begun: Stopwatch) -> f64 {
    f64::from(written) / begun.elapsed().as_secs_f64()
}

/// A table with nothing but bytes, on the same disk with the same settings and the same grouping of commits.
fn bare_table(folder: &Path) -> Result<Db> {
    let db = Db::open(&DbPlace::Sqlite(folder.join("bare.db")), DbOptions { readers: 1, connections: 1 })?;
    db.write_now(|tx| tx.exec("CREATE TABLE bare (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL)", vals![]))
        .map_err(|fault: DbFault| fault)?;
    Ok(db)
}

/// How many bytes one act of writing puts into the tables: entry, line, head and card.
async fn bytes_of_an_entry(place: &Place, cases: &[DossierId]) -> Result<usize> {
    let data = Db::open(&place.settings.database, DbOptions { readers: 1, connections: 1 })?;
    let case = *cases.first().context("a case")?;
    let lengths = "SELECT MAX(length(e.sealed) + length(e.kind) + length(l.body) + length(l.id) + length(c.sealed))
                          + 4 * 32 + 32
                   FROM entries e JOIN lines l ON l.dossier = e.dossier AND l.entry = e.number
                        JOIN cards c ON c.dossier = e.dossier
                   WHERE e.dossier = $1";
    let read = data.read(move |tx| tx.one(lengths, vals![case], |row| row.int(0)));
    let bytes = read.await.map_err(|fault: DbFault| fault)?;
    Ok(usize::try_from(bytes.unwrap_or(0))?)
}

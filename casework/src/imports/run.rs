//! Trying an import out, and doing it.
//!
//! Both go through the file in batches. Within a batch rows are read in order, so that repeated rows are found the same way every time; then the register
//! is asked, and written to, for several rows at once. Nothing is kept of a row after its batch but its digest and its dossier's id. Whoever stops an import
//! at any point and starts it again goes on where it stopped: see `identity.rs`.

use std::collections::HashSet;
use std::io::Write;
use std::sync::Arc;

use domain::clients::{CannotRegister, ClientDetails};
use domain::ids::DossierId;
use domain::policy::Action;
use jiff::civil::Date;
use tokio::task::{JoinSet, spawn_blocking};

use super::dates::Misfits;
use super::identity;
use super::order::{Mode, Order, Outcome};
use super::register::{Known, look, register};
use super::report::Report;
use super::row::{GoodRow, Parsed, Remark, parse};
use super::seen::Seen;
use super::table::{RawRow, Rows};
use super::{CannotImport, ClientImport, Tally};
use crate::{Ctx, Failure, Fault};

/// How many rows are read at a time.
const BATCH: usize = 256;

/// Goes through the file, and registers its clients when the order says so. Who acts must be allowed to register clients.
///
/// Before anything is written the whole file is read once; a file that ends in an endless row changes nothing. `errors` receives the error file, `progress` the
/// figures after each batch.
///
/// # Errors
/// [`Failure::Refused`] when the member of staff may not register anybody; [`CannotImport`] when the file fails or has changed since it was opened; a fault of ours.
/// What was written until then stays, and the next run goes on from there.
pub async fn import_clients(
    ctx: &Ctx,
    import: &ClientImport,
    order: &Order,
    errors: Option<Box<dyn Write + Send>>,
    mut progress: impl FnMut(&Tally),
) -> Result<Outcome, Failure<CannotImport>> {
    ctx.permit(Action::RegisterClient, None).await.map_err(Failure::any)?;
    let today = ctx.house.organisation().await?.rulebook.office.today(ctx.now());
    let mut reader =
        Reader { import: import.clone(), rows: import.unchanged_rows().await?, today, misfits: Misfits::default() };
    let mut run = Run {
        ctx: ctx.clone(),
        digest: import.table.survey.digest,
        order: order.clone(),
        seen: Seen::default(),
        same_file: Arc::default(),
        report: Report::new(errors).map_err(Failure::Rule)?,
        tally: Tally::default(),
    };
    loop {
        let (back, batch) = reader.batch().await?;
        reader = back;
        if batch.is_empty() {
            break;
        }
        run.batch(batch).await?;
        progress(&run.tally);
    }
    Ok(Outcome { tally: run.tally, date_hint: reader.misfits.hint() })
}

/// Reads and understands rows, away from the threads that serve others.
struct Reader {
    import: ClientImport,
    rows: Rows,
    today: Date,
    misfits: Misfits,
}

impl Reader {
    async fn batch(mut self) -> Result<(Self, Vec<(RawRow, Parsed)>), Failure<CannotImport>> {
        let read = spawn_blocking(move || {
            let raw = self.rows.some(BATCH)?;
            let mut misfits = Misfits::default();
            let parsed = raw.into_iter().map(|row| {
                let parsed = parse(&row, &self.import.mapping, self.today, &mut misfits);
                (row, parsed)
            });
            let batch = parsed.collect();
            self.misfits.join(&misfits);
            Ok((self, batch))
        });
        read.await.map_err(|_| Failure::Fault(Fault::Other("import-reader")))?.map_err(Failure::Rule)
    }
}

/// One row on its way to the register.
struct Candidate {
    client: DossierId,
    details: ClientDetails,
    provenance: Option<domain::text::Line>,
    other: bool,
}

/// What became of a row.
enum Fate {
    Faulty(Vec<Remark>),
    Repeated { first: u64 },
    Deleted,
    Asked { known: Known, notes: Vec<Remark> },
}

struct Run {
    ctx: Ctx,
    digest: [u8; 32],
    order: Order,
    seen: Seen,
    same_file: Arc<HashSet<DossierId>>,
    report: Report,
    tally: Tally,
}

impl Run {
    async fn batch(&mut self, batch: Vec<(RawRow, Parsed)>) -> Result<(), Failure<CannotImport>> {
        let mut fates: Vec<((u64, u64), Fate)> = Vec::with_capacity(batch.len());
        let mut candidates = Vec::new();
        for (raw, parsed) in batch {
            let fate = match parsed {
                Parsed::Faulty(faults) => Fate::Faulty(faults),
                Parsed::Deleted => Fate::Deleted,
                Parsed::Good(good) => match self.first_of(raw.row, &good) {
                    Some(first) => Fate::Repeated { first },
                    None => {
                        let GoodRow { key, details, notes } = *good;
                        candidates.push((fates.len(), self.candidate(raw.row, &key, details)));
                        Fate::Asked { known: Known::Not, notes }
                    }
                },
            };
            fates.push(((raw.row, raw.line), fate));
        }
        for (place, answer) in self.ask(candidates).await? {
            if let Some((_, Fate::Asked { known, .. })) = fates.get_mut(place) {
                *known = answer;
            }
        }
        for (at, fate) in fates {
            self.settle(at, fate).map_err(Failure::Rule)?;
        }
        // Whoever is cut off finds in the error file what was said until then.
        self.report.flush().map_err(Failure::Rule)
    }

    /// The earlier row that this one repeats; never asked of rows that somebody says are other people, unless they bear the same key.
    fn first_of(&mut self, row: u64, good: &GoodRow) -> Option<u64> {
        let first = self.seen.met(row, &good.key, &good.details)?;
        let same_key = self.same_file.contains(&self.dossier(&good.key));
        (same_key || !self.order.others.has(row)).then_some(first)
    }

    fn dossier(&self, key: &str) -> DossierId {
        identity::dossier(self.ctx.house.store.installation(), &self.digest, key)
    }

    fn candidate(&mut self, row: u64, key: &str, details: ClientDetails) -> Candidate {
        let client = self.dossier(key);
        // Between batches nobody else holds it, so nothing is copied.
        Arc::make_mut(&mut self.same_file).insert(client);
        let provenance = identity::provenance(&self.digest, key);
        Candidate { client, details, provenance, other: self.order.others.has(row) }
    }

    /// Asks the register about the candidates, several at once, and registers whom it does not know.
    async fn ask(&self, candidates: Vec<(usize, Candidate)>) -> Result<Vec<(usize, Known)>, Failure<CannotImport>> {
        let mut answers = Vec::with_capacity(candidates.len());
        let mut tasks = JoinSet::new();
        for (place, candidate) in candidates {
            if self.order.at_once.max(1) <= tasks.len() {
                answers.extend(tasks.join_next().await.map(answered).transpose()?);
            }
            let (ctx, same_file, mode) = (self.ctx.clone(), Arc::clone(&self.same_file), self.order.mode);
            tasks.spawn(async move { Ok((place, enter(&ctx, candidate, &same_file, mode).await?)) });
        }
        while let Some(done) = tasks.join_next().await {
            answers.push(answered(done)?);
        }
        Ok(answers)
    }

    fn settle(&mut self, (row, line): (u64, u64), fate: Fate) -> Result<(), CannotImport> {
        self.tally.rows += 1;
        let (imported, remarks) = match fate {
            Fate::Faulty(faults) => {
                self.tally.faulty += 1;
                self.tally.faults += u64::try_from(faults.len()).unwrap_or(u64::MAX);
                (false, faults)
            }
            Fate::Repeated { first } => {
                self.tally.repeated += 1;
                (false, vec![whole_row(&format!("the same number or the same person as in row {first}"))])
            }
            Fate::Deleted => {
                self.tally.deleted += 1;
                (false, vec![whole_row("the source says that this row was deleted")])
            }
            Fate::Asked { known, notes } => self.asked(known, notes),
        };
        remarks.iter().try_for_each(|remark| self.report.add(row, line, imported, remark))
    }

    fn asked(&mut self, known: Known, mut notes: Vec<Remark>) -> (bool, Vec<Remark>) {
        match known {
            Known::Already => {
                self.tally.already += 1;
                return (true, Vec::new());
            }
            Known::Alike => {
                self.tally.alike += 1;
                return (false, vec![whole_row("somebody registered is probably the same person")]);
            }
            Known::Perhaps => {
                self.tally.perhaps += 1;
                notes.push(whole_row("somebody registered may be the same person"));
            }
            Known::Not => {}
        }
        self.tally.good += 1;
        self.tally.noted += u64::from(!notes.is_empty());
        (true, notes)
    }
}

fn whole_row(words: &str) -> Remark {
    Remark { column: "whole row".to_owned(), words: words.to_owned() }
}

type Joined = Result<Result<(usize, Known), Failure<CannotRegister>>, tokio::task::JoinError>;

fn answered(done: Joined) -> Result<(usize, Known), Failure<CannotImport>> {
    let answer = done.map_err(|_| Failure::Fault(Fault::Other("import-task")))?;
    answer.map_err(|failure| failure.map_rule(CannotImport::from))
}

/// What the register knows of a candidate; whom it does not know, or somebody says is another, is registered.
async fn enter(
    ctx: &Ctx,
    candidate: Candidate,
    same_file: &HashSet<DossierId>,
    mode: Mode,
) -> Result<Known, Failure<CannotRegister>> {
    let Candidate { client, details, provenance, other } = candidate;
    let known = match look(ctx, client, &details, same_file).await? {
        Known::Alike if other => Known::Perhaps,
        known => known,
    };
    if mode == Mode::TryOut || matches!(known, Known::Already | Known::Alike) {
        return Ok(known);
    }
    let registered = register(ctx, client, details, provenance, other).await?;
    Ok(if registered { known } else { Known::Already })
}

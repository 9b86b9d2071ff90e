//! `casekeep export`: a case or the ledger as files that anybody can check without this program; or everything, for whoever can open it.
//!
//! The terminal administers and does not read: contents above the lowest level are withheld unless a higher one is asked for. The export is
//! recorded in the ledger, with that level, before the first byte is written.

mod everything;

use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;
use casework::House;
use clap::{Args, Subcommand};
use domain::ids::{DossierId, StaffId};
use domain::level::Level;
use domain::numbers::CaseNumber;
use ledger::checkpoint::append;
use serde_json::json;
use store::{Access, Among, BundleFailure, Wanted};
use vault::Field;

use super::verify::beside;
use super::{house, runtime};
use crate::exits::{Ended, Exit, of_store};
use crate::opening::{New, open};
use crate::settings::Settings;
use crate::terminal::{progress, say};

const EXAMPLES: &str = "Examples:
  casekeep export ledger --out ledger.jsonl
  casekeep export case 2026-000123-K --out case.bundle
  casekeep export case 2026-000123-K --out case.bundle --level restricted
  casekeep export everything --to FOLDER --recipient age1…

Check the first ones with `casekeep verify`, or without Casekeep with tools/verify_ledger.py.";

/// How many lines are read at once.
const PAGE: u32 = 1_000;

/// Writes files that anybody can check.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Export {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// One case with the proof of every entry
    Case(Case),
    /// The whole ledger: FILE, its checkpoints in FILE.notes, its public key in FILE.vkey
    Ledger(Ledger),
    /// The whole record with all contents and documents, encrypted for those who are named
    Everything(everything::Everything),
}

#[derive(Args)]
struct Case {
    /// The case number
    #[arg(value_name = "NUMBER")]
    number: String,
    /// The new file; it must not be there yet
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Contents up to this level; entries above it stand in the file with their proofs alone
    #[arg(long, value_name = "LEVEL", default_value = "standard", value_parser = level)]
    level: Level,
    /// Prints one line of JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
struct Ledger {
    /// The new file; it must not be there yet
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Prints one line of JSON
    #[arg(long)]
    json: bool,
}

impl Export {
    pub(super) fn run(self, settings: &Settings) -> Result<()> {
        let opened = || Ok::<_, anyhow::Error>(house(open(settings, New::Never, false)?));
        match self.what {
            What::Case(order) => runtime()?.block_on(case(&opened()?, &order)),
            What::Ledger(order) => runtime()?.block_on(ledger(&opened()?, &order)),
            What::Everything(order) => order.run(settings),
        }
    }
}

async fn case(house: &Arc<House>, order: &Case) -> Result<()> {
    let dossier = find(house, &order.number).await?;
    let file = create(&order.out)?;
    let done = write_case(house, dossier, order.level, file).await;
    if done.is_err() {
        // Half a bundle does not pass, and its name would promise one.
        let _ = std::fs::remove_file(&order.out);
    }
    done?;
    let key = house.store().verifier_key();
    if order.json {
        say(json!({ "dossier": dossier.to_string(), "file": order.out, "vkey": key.to_string() }));
    } else {
        let out = order.out.display();
        say(format_args!("Written: {out}\nTo check it: casekeep verify --bundle {out} --vkey {key}"));
    }
    Ok(())
}

async fn write_case(house: &House, dossier: DossierId, level: Level, file: File) -> Result<()> {
    record(house, Some(dossier), &level.word().to_lowercase()).await?;
    let written = house.store().bundle(dossier, level, house.now(), BufWriter::new(file)).await;
    let written = written.map_err(|failure| match failure {
        BundleFailure::Absent => absent(),
        BundleFailure::Fault(fault) => of_store(fault),
        BundleFailure::Unwritten(fault) => Ended::new(Exit::File, fault),
    })?;
    finish(written)
}

async fn ledger(house: &Arc<House>, order: &Ledger) -> Result<()> {
    let (leaves, notes, key) = (&order.out, beside(&order.out, ".notes"), beside(&order.out, ".vkey"));
    let files = (create(leaves)?, create(&notes)?, create(&key)?);
    record(house, None, "ledger").await?;
    // The export ends with a checkpoint that vouches for its last line.
    let size = house.store().checkpoint(house.now()).await.map_err(of_store)?.checkpoint.size;
    write_leaves(house, BufWriter::new(files.0), size, order.json).await?;
    write_notes(house, BufWriter::new(files.1), size).await?;
    let mut out = BufWriter::new(files.2);
    writeln!(out, "{}", house.store().verifier_key()).map_err(unwritten)?;
    finish(out)?;
    if order.json {
        say(
            json!({ "lines": size, "leaves": leaves, "notes": notes, "vkey": house.store().verifier_key().to_string() }),
        );
    } else {
        let out = leaves.display();
        say(format_args!(
            "Written: {size} lines to {out}, checkpoints and key beside it\nTo check it: casekeep verify --export {out}"
        ));
    }
    Ok(())
}

async fn write_leaves(house: &House, mut out: BufWriter<File>, size: u64, quiet: bool) -> Result<()> {
    let bar = progress("exporting", size, quiet);
    let mut next = 0_u64;
    while next < size {
        let most = u32::try_from(size - next).unwrap_or(PAGE).min(PAGE);
        let page = house.store().leaves(next, most).await.map_err(of_store)?;
        if page.is_empty() {
            return Err(Ended::new(Exit::Damaged, "lines are missing in the ledger").into());
        }
        for leaf in &page {
            out.write_all(leaf).and_then(|()| out.write_all(b"\n")).map_err(unwritten)?;
            next += 1;
        }
        bar.set_position(next);
    }
    bar.finish_and_clear();
    finish(out)
}

async fn write_notes(house: &House, mut out: BufWriter<File>, size: u64) -> Result<()> {
    let mut after = 0;
    loop {
        let page = house.store().notes(after).await.map_err(of_store)?;
        for (_, note) in page.iter().filter(|(covers, _)| *covers <= size) {
            out.write_all(append(note).as_bytes()).map_err(unwritten)?;
        }
        match page.last() {
            Some((covers, _)) if *covers < size => after = *covers,
            _ => return finish(out),
        }
    }
}

/// Everything on the disk before anybody is told that it is there.
fn finish(out: BufWriter<File>) -> Result<()> {
    let file = out.into_inner().map_err(|fault| unwritten(fault.into_error()))?;
    Ok(file.sync_all().map_err(unwritten)?)
}

fn unwritten(fault: std::io::Error) -> Ended {
    Ended::new(Exit::File, format!("the export cannot be written: {}", fault.kind()))
}

fn level(word: &str) -> Result<Level, String> {
    let named = Level::ALL.into_iter().find(|level| level.word().eq_ignore_ascii_case(word));
    named.ok_or_else(|| "a level is standard, confidential, sensitive or restricted".to_owned())
}

async fn find(house: &House, number: &str) -> Result<DossierId> {
    let number: CaseNumber = number.parse().map_err(|bad| Ended::new(Exit::Absent, bad))?;
    let wanted = Wanted::any([(Field::CaseNumber, number.to_string())]);
    let hits = house.store().find(&wanted, Among::All, house.now()).await.map_err(of_store)?;
    Ok(hits.dossiers.first().copied().ok_or_else(absent)?)
}

fn absent() -> Ended {
    Ended::new(Exit::Absent, "there is no such case")
}

async fn record(house: &House, dossier: Option<DossierId>, why: &str) -> Result<()> {
    let access = Access {
        act: "exported".to_owned(),
        // the terminal goes by the id of the installation
        actor: StaffId::new(house.store().installation().bits()),
        at: house.now(),
        dossier,
        entry: None,
        through: None,
        why: Some(why.to_owned()),
    };
    Ok(house.store().record(access).await.map_err(of_store)?)
}

/// A new file for its owner alone.
fn create(path: &Path) -> Result<File> {
    let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    let why =
        |fault: std::io::Error| Ended::new(Exit::File, format!("{} cannot be made: {}", path.display(), fault.kind()));
    Ok(made.map_err(why)?)
}

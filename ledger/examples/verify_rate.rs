//! How fast a ledger is checked, beside bare SHA-256 over the same bytes in the same run.
//!
//! `cargo run --release -p ledger --example verify_rate [LINES]`

#![expect(clippy::print_stdout, reason = "a figure is to be printed")]

use std::error::Error;
use std::hint::black_box;
use std::time::Instant;

use ledger::check::{Check, look_at};
use ledger::checkpoint::{Checkpoint, Origin, Signer};
use ledger::line::{Access, Entry, body_hash, leaf_bytes, leaf_hash};
use ledger::tree::Frontier;
use ledger::{Hash, Id, sha256};

const DOSSIERS: u64 = 10_000;
const ROUNDS: u32 = 15;

fn main() -> Result<(), Box<dyn Error>> {
    let lines: u64 = std::env::args().nth(1).map_or(Ok(200_000), |text| text.parse())?;
    for (name, accesses) in [("entry lines only", 0), ("three access lines to one entry", 3)] {
        let leaves = ledger(lines, accesses)?;
        let bytes: usize = leaves.iter().map(Vec::len).sum();
        let stream = leaves.concat();
        let notes = notes(&leaves)?;
        check(&leaves, &notes)?;
        let (mut bare, mut each, mut unsigned, mut checked) = (f64::MAX, f64::MAX, f64::MAX, f64::MAX);
        for _ in 0..ROUNDS {
            bare = bare.min(seconds(|| _ = black_box(sha256(&stream))));
            each = each.min(seconds(|| leaves.iter().for_each(|leaf| _ = black_box(sha256(leaf)))));
            unsigned = unsigned.min(seconds(|| drop(black_box(check(&leaves, &[])))));
            checked = checked.min(seconds(|| drop(black_box(check(&leaves, &notes)))));
        }
        let megabytes = |seconds: f64| bytes as f64 / 1e6 / seconds;
        println!("{name}: {lines} lines, {bytes} bytes");
        println!("  SHA-256, one stream      {:8.0} MB/s", megabytes(bare));
        println!("  SHA-256, line by line    {:8.0} MB/s", megabytes(each));
        for (name, took) in [("check, lines only", unsigned), ("check, with checkpoints", checked)] {
            println!("  {name:24} {:8.0} MB/s, {:.0} lines/s", megabytes(took), lines as f64 / took);
            println!("    ratio to one stream {:.2}, to line by line {:.2}", bare / took, each / took);
        }
    }
    Ok(())
}

fn seconds(work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64()
}

fn signer() -> Result<Signer, Box<dyn Error>> {
    Ok(Signer::from_seed(Origin(Id([1; 16])), &[2; 32])?)
}

/// A checkpoint after every thousand lines, as the sealer makes them.
fn notes(leaves: &[Vec<u8>]) -> Result<Vec<String>, Box<dyn Error>> {
    let (signer, mut frontier, mut notes) = (signer()?, Frontier::new(), Vec::new());
    for leaf in leaves {
        frontier.append(leaf_hash(leaf));
        if frontier.size().is_multiple_of(1_000) {
            let (origin, size, root) = (signer.key().origin, frontier.size(), frontier.root());
            notes.push(Checkpoint { origin, size, root }.sign(&signer));
        }
    }
    Ok(notes)
}

fn check(leaves: &[Vec<u8>], notes: &[String]) -> Result<(), Box<dyn Error>> {
    let mut check = Check::new(vec![*signer()?.key()]);
    let mut notes = notes.iter();
    for page in leaves.chunks(4_000) {
        let page: Vec<&[u8]> = page.iter().map(Vec::as_slice).collect();
        for thousand in look_at(&page).chunks(1_000) {
            thousand.iter().try_for_each(|looked| check.looked(looked.as_ref()))?;
            if let (1_000, Some(note)) = (thousand.len(), notes.next()) {
                check.checkpoint(note)?;
            }
        }
    }
    Ok(())
}

fn ledger(lines: u64, accesses: u64) -> Result<Vec<Vec<u8>>, Box<dyn Error>> {
    let mut heads = vec![(Hash::ZERO, 0_u32); usize::try_from(DOSSIERS)?];
    let (mut leaves, mut last) = (Vec::new(), Hash::ZERO);
    for n in 0..lines {
        let turn = n.wrapping_mul(0x9E37_79B9_7F4A_7C15) % DOSSIERS;
        let head = heads.get_mut(usize::try_from(turn)?).ok_or("no such dossier")?;
        let dossier = id(b'd', turn);
        let at = 1_767_603_600_000_000 + i64::try_from(n)? * 1_000;
        let body = if head.1 == 0 || n % (accesses + 1) == 0 {
            let (commit, manifest) = (sha256(&n.to_be_bytes()), sha256(&n.to_le_bytes()));
            let entry = head.1 + 1;
            let line = Entry {
                actor: id(b's', turn % 50),
                at,
                commit,
                dossier,
                entry,
                kind: "note_recorded",
                level: 1,
                manifest,
                prev: head.0,
                skew: false,
            };
            let body = line.body()?;
            *head = (body_hash(&body), entry);
            body
        } else {
            let (entry, through) = (Some(head.1), Some(n.to_be_bytes()));
            Access { act: "opened", actor: id(b's', turn % 50), at, dossier: Some(dossier), entry, through, why: None }
                .body()?
        };
        let leaf = leaf_bytes(&body, n, &last);
        last = leaf_hash(&leaf);
        leaves.push(leaf);
    }
    Ok(leaves)
}

fn id(kind: u8, number: u64) -> Id {
    let hash = sha256(&[&[kind], &number.to_be_bytes()[..]].concat());
    Id(hash.0.first_chunk().copied().unwrap_or_default())
}

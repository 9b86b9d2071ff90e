//! Measuring this program on this machine: each figure beside a limit that is measured in the same run on the same disk.
//!
//! Everything is written by the product's own operations, or, where a million entries are wanted, by the same append that every operation ends
//! in: sealed, chained and derived like any other (`bulk.rs`). It happens in a folder of its own that is removed afterwards; no
//! installation is touched.

mod backing;
mod bulk;
mod calendar;
mod child;
mod destroying;
mod documents;
mod http;
mod inbox;
mod ledger;
mod list;
mod opening;
mod pages;
mod people;
mod places;
mod posting;
mod relay;
mod rotation;
mod searching;
mod stolen;
mod times;
mod writing;

use std::path::Path;

use anyhow::Result;

pub(crate) use list::{Figure, LIST, Part};
pub(crate) use stolen::Ticks;

/// How much is measured.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sizes {
    /// How long the writers write, in milliseconds; so long are pages asked for as well.
    pub(crate) milliseconds: u64,
    /// How many cases are read.
    pub(crate) cases: u32,
    /// How many entries each has.
    pub(crate) entries: u32,
    /// How often a case is opened.
    pub(crate) openings: u32,
    /// Few clients and many.
    pub(crate) clients: (u32, u32),
    /// How many documents are sent and fetched, and how long each is, in bytes.
    pub(crate) documents: u32,
    pub(crate) document: u32,
    /// How many people hold sessions, six on each working day.
    pub(crate) people: u32,
    /// How many inquiries there are; one of twenty waits.
    pub(crate) inquiries: u32,
    /// How many reminders are due in one hour.
    pub(crate) reminders: u32,
    /// How many searches are made.
    pub(crate) searches: u32,
    /// How many keys are wrapped anew.
    pub(crate) keys: u32,
    /// How many entries the long ledger has.
    pub(crate) lines: u32,
}

impl Sizes {
    /// The sizes that the targets are meant for.
    pub(crate) const FULL: Self = Self {
        milliseconds: 6_000,
        cases: 30,
        entries: 500,
        openings: 60,
        clients: (1_000, 100_000),
        documents: 8,
        document: 96_000_000,
        people: 40,
        inquiries: 100_000,
        reminders: 10_000,
        searches: 1_000,
        keys: 100_000,
        lines: 1_000_000,
    };

    /// To see that it works; the figures say little.
    pub(crate) const QUICK: Self = Self {
        milliseconds: 300,
        cases: 4,
        entries: 30,
        openings: 5,
        clients: (100, 400),
        documents: 2,
        document: 5_000_000,
        people: 6,
        inquiries: 1_000,
        reminders: 60,
        searches: 40,
        keys: 2_000,
        lines: 3_000,
    };
}

/// Measures one part in this folder, which is not there yet.
pub(crate) async fn measure(part: Part, folder: &Path, sizes: &Sizes) -> Result<Vec<Figure>> {
    match part {
        Part::Writing => writing::measure(folder, sizes).await,
        Part::Opening => opening::measure(folder, sizes).await,
        Part::Pages => pages::measure(folder, sizes).await,
        Part::Documents => documents::measure(folder, sizes).await,
        Part::Calendar => calendar::measure(folder, sizes).await,
        Part::Inbox => inbox::measure(folder, sizes).await,
        Part::Reminders => posting::measure(folder, sizes).await,
        Part::Searching => searching::measure(folder, sizes).await,
        Part::Keys => rotation::measure(folder, sizes).await,
        Part::Ledger => ledger::measure(folder, sizes).await,
    }
}

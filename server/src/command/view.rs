//! `casekeep view`: reads one file in a process that can do nothing else. The server starts it for itself, see the crate `viewer`.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use clap::Args;
use domain::media::Media;
use viewer::{Ask, Viewer};

/// What is to be shown of the file on standard input.
#[derive(Args)]
pub(super) struct View {
    /// What kind of file it is.
    #[arg(value_parser = media)]
    media: Media,
    /// `pages`, `text`, `labels`, or the number of a page.
    #[arg(value_parser = ask)]
    ask: Ask,
}

impl View {
    pub(super) fn run(self) -> Result<()> {
        viewer::helper::run(self.ask, self.media).context("nobody reads the answer")
    }
}

fn media(code: &str) -> Result<Media, &'static str> {
    Media::ALL.iter().copied().find(|media| media.code() == code).ok_or("there is no such kind of file")
}

fn ask(word: &str) -> Result<Ask, &'static str> {
    Ask::parse(word).ok_or("pages, text, labels, or a number")
}

/// The allocator takes memory in pieces that are small beside what the helper may have; it would take a gigabyte at once.
const ENVIRONMENT: &[(&str, &str)] = &[("MIMALLOC_ARENA_RESERVE", "32MiB")];

/// A viewer whose helpers are this very program, also when its file was replaced by a newer one meanwhile.
pub(super) fn viewer() -> Viewer {
    Viewer::new(PathBuf::from("/proc/self/exe"), ENVIRONMENT)
}

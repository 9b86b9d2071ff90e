//! The workshop: every check, test and chore of the house behind one command, `cargo xtask`.
//!
//! `cargo xtask ci` is the whole truth: what it passes may be merged, and nothing else is checked anywhere. It installs what it needs
//! on Debian, leaves no process and no folder behind, and works the same on a desk and on a build machine.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line tool talks on the terminal")]

mod browser;
mod cargo;
mod ci;
mod debian;
mod guard;
mod house;
mod node;
mod postgres;
mod python;
mod run;
mod steps;
mod tests_step;
mod tidy;
mod tools;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// Checks, tests and chores of Casekeep.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Every check, in the order of what fails soonest; installs what is missing on Debian
    Ci,
    /// Tests on SQLite and PostgreSQL; what follows `--` filters by name
    Test {
        #[arg(last = true)]
        filter: Vec<String>,
    },
    /// Writes the generated documents anew, then look at the difference
    Docs {
        #[arg(last = true)]
        filter: Vec<String>,
    },
    /// Rules that the compiler cannot know: sizes, words, templates, styles
    Tidy,
    /// Tests in a browser; what follows `--` goes to Playwright
    E2e {
        #[arg(last = true)]
        order: Vec<String>,
    },
    /// Keeps a PostgreSQL for tests running until Ctrl-C and prints its address
    Postgres,
    /// Waits until whoever started it is gone, then stops that PostgreSQL
    #[command(hide = true)]
    GuardPostgres { programs: PathBuf, folder: PathBuf },
}

fn main() -> ExitCode {
    match work() {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("\n{fault:#}");
            ExitCode::FAILURE
        }
    }
}

fn work() -> Result<()> {
    match Cli::parse().chore {
        Chore::Ci => ci::everything(),
        Chore::Test { filter } => tests_step::alone(&filter, false),
        Chore::Docs { filter } => tests_step::alone(&filter, true),
        Chore::Tidy => tidy::check(),
        Chore::E2e { order } => browser::alone(&order),
        Chore::Postgres => postgres::until_interrupted(),
        Chore::GuardPostgres { programs, folder } => guard::watch(&programs, &folder),
    }
}

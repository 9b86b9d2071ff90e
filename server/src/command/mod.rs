//! The command line: one file for each command.

mod backup;
mod bench;
mod demonstrate;
mod doctor;
mod explain;
mod export;
mod help;
mod import;
mod init;
mod kit;
mod mail;
mod reindex;
mod restore;
mod rotate_keys;
mod serve;
mod staff;
mod verify;
mod view;

use std::sync::Arc;

use anyhow::{Context as _, Result};
use casework::house::{House, SystemClock};
use casework::{Failure, Fault, Rule};
use clap::{FromArgMatches as _, Parser, Subcommand};
use store::Store;
use tokio::runtime::Runtime;
use vault::Cost;

use crate::exits::{Ended, Exit};
use crate::settings::{Flags, Given, Settings};

/// Confidential case management: keeps the files of people who are being helped, and proves that the procedures were followed.
#[derive(Parser)]
#[command(name = "casekeep", version, disable_help_subcommand = true)]
struct Cli {
    #[command(flatten)]
    flags: Flags,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Runs the server (also without any command); the first start begins an installation
    Serve(serve::Serve),
    /// Runs an invented organisation with months of history, for trying out
    Demo(demonstrate::Demo),
    /// Begins an installation without a browser and prints the administrator's link
    Init(init::Init),
    /// Adds people to the organisation
    Staff(staff::Staff),
    /// Brings in clients from a table, or everything out of an export
    Import(import::Import),
    /// Checks the whole record, an exported ledger, or an exported file
    Verify(verify::Verify),
    /// Writes a case or the ledger to a file that anybody can check, or everything to a folder
    Export(export::Export),
    /// Copies everything into files that this server itself cannot open, and proves that they can be restored
    Backup(backup::Backup),
    /// Brings a backup into an empty place and checks it to the last entry
    Restore(restore::Restore),
    /// Gives the root key to several people, for the day on which the server is lost, and reads it back
    Kit(kit::Kit),
    /// Takes one e-mail from a mail server, for the inbox of the running server
    Mail(mail::Mail),
    /// Makes lists, duties, calendars and search anew out of the record
    Reindex(reindex::Reindex),
    /// Changes the key-encryption key while people work
    RotateKeys(rotate_keys::RotateKeys),
    /// Says at which times somebody is free, and what takes the others
    Explain(explain::Explain),
    /// Shows the settings in effect and how the installation is doing
    Doctor(doctor::Doctor),
    /// Measures this program on this machine, in a folder of its own
    Bench(bench::Bench),
    /// Turns one file into a picture; the server runs it for itself
    #[command(hide = true)]
    View(view::View),
}

/// Reads the command line and does what it says.
pub(crate) fn run() -> Result<()> {
    let matches = help::dressed(<Cli as clap::CommandFactory>::command()).get_matches();
    let cli = Cli::from_arg_matches(&matches).unwrap_or_else(|fault| fault.exit());
    let command = cli.command.unwrap_or_else(|| Command::Serve(serve::Serve::default()));
    if let Command::Demo(demo) = command {
        return demo.run(&cli.flags);
    }
    if let Command::View(view) = command {
        return view.run();
    }
    if let Command::Bench(bench) = command {
        return bench.run(&cli.flags);
    }
    if let Command::Mail(mail) = command {
        return mail.run(Settings::of_process(&cli.flags).map(|(settings, _)| settings));
    }
    let (settings, given) = Settings::of_process(&cli.flags).map_err(|wrong| Ended::new(Exit::Settings, wrong))?;
    match command {
        Command::Serve(serve) => serve.run(&settings, &given),
        Command::Init(init) => init.run(&settings),
        Command::Staff(staff) => staff.run(&settings),
        Command::Import(import) => import.run(&settings),
        Command::Verify(verify) => verify.run(&settings),
        Command::Export(export) => export.run(&settings),
        Command::Backup(backup) => backup.run(&settings),
        Command::Restore(restore) => restore.run(&settings),
        Command::Kit(kit) => kit.run(&settings),
        Command::Reindex(reindex) => reindex.run(&settings),
        Command::RotateKeys(rotate) => rotate.run(&settings),
        Command::Explain(explain) => explain.run(&settings),
        Command::Doctor(doctor) => doctor.run(&settings, &given),
        Command::Demo(demo) => demo.run(&cli.flags),
        Command::Bench(bench) => bench.run(&cli.flags),
        Command::View(view) => view.run(),
        Command::Mail(mail) => mail.run(Ok(settings)),
    }
}

/// A runtime for what waits on the store.
fn runtime() -> Result<Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().context("the runtime does not start")
}

/// The house over an open store, with the machine's clock.
fn house(store: Store) -> Arc<House> {
    House::new(store, Arc::new(SystemClock), Cost::PRODUCTION)
}

/// Logs variables that look like settings and are none: most likely somebody relies on one that does nothing.
fn warn_of_strangers(given: &Given) {
    for variable in &given.unknown_variables {
        tracing::warn!(variable, "this variable looks like a setting, and there is no such setting");
    }
}

/// The end for an operation that failed.
fn of_failure<R: Rule>(failure: Failure<R>) -> Ended {
    match failure {
        Failure::Fault(fault) => of_fault(&fault),
        Failure::Refused(_) | Failure::Signature(_) | Failure::Rule(_) => Ended::new(Exit::Rule, failure),
    }
}

/// The end for a fault of the house.
fn of_fault(fault: &Fault) -> Ended {
    let exit = match fault {
        Fault::Full => Exit::DiskFull,
        Fault::Unavailable => Exit::DatabaseUnavailable,
        Fault::Damaged => Exit::Damaged,
        Fault::DocumentsAway | Fault::OnItsWay => Exit::BucketAway,
        Fault::Busy | Fault::HasLeft | Fault::Other(_) => Exit::Fault,
    };
    Ended::new(exit, fault)
}

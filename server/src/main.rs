//! `casekeep`: the server and everything that is done to an installation from a terminal.
//!
//! Every command reads the settings, opens the installation with all checks of a start, does one thing and ends with an exit code of its own
//! reason. Pages, rules and storage are in the other crates.

mod bench;
mod command;
mod demo;
mod exits;
mod logging;
mod opening;
mod serving;
mod settings;
mod terminal;

use std::process::ExitCode;

/// SQLite takes its memory from it as well (feature `override`). What one thread takes the writer's thread often gives back, which the
/// allocator of the C library does slowly.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match command::run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            terminal::complain(&error);
            ExitCode::from(exits::Ended::code_of(&error))
        }
    }
}

//! A Python for the independent verifier of the ledger, for a mail relay, for the programs that fetch calendars and for a reader of PDFs, which the tests run as
//! strangers would.
//!
//! It lives in a virtual environment under `target`, with pinned packages.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::house;
use crate::run::{ask, run};

/// What the verifier needs beyond Python itself; a mail relay; a parser of calendars, and two programs by which people see theirs; a reader of PDFs.
const PINNED: [&str; 6] = [
    "aiosmtpd==1.4.6",
    "cryptography==50.0.2",
    "icalendar==7.3.0",
    "khal==0.14.1",
    "pypdf==7.1.0",
    "vdirsyncer==0.21.0",
];

/// The environment's Python, when it has been made.
pub(crate) fn ready() -> Option<PathBuf> {
    let python = folder().join("bin").join("python");
    fs::read_to_string(stamp()).is_ok_and(|made| made == pins()).then_some(python)
}

/// Whether Python can make virtual environments; Debian keeps that in a package of its own.
pub(crate) fn can_make() -> bool {
    ready().is_some() || ask(Command::new("python3").args(["-c", "import venv, ensurepip"])).is_ok()
}

/// Makes the environment, once for each pin.
pub(crate) fn install() -> Result<()> {
    if ready().is_some() {
        return Ok(());
    }
    run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(folder()))?;
    let mut pip = Command::new(folder().join("bin").join("python"));
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:"]).args(PINNED);
    run(&mut pip)?;
    fs::write(stamp(), pins())?;
    Ok(())
}

fn pins() -> String {
    PINNED.join("\n")
}

fn folder() -> PathBuf {
    house::target().join("python")
}

fn stamp() -> PathBuf {
    folder().join("made-with")
}

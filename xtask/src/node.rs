//! Node, for the browser tests only; nothing of it reaches the product.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::house;
use crate::run::{ask, run};

/// The oldest major version that the browser tests run on.
const OLDEST: u32 = 20;

/// Where the browser tests live.
pub(crate) fn folder() -> PathBuf {
    house::root().join("e2e")
}

/// Fails when Node is missing or too old.
pub(crate) fn check() -> Result<()> {
    let said = ask(Command::new("node").arg("--version")).context("Node.js 20 or newer, with npm, is missing")?;
    match major(&said) {
        Some(version) if OLDEST <= version => Ok(()),
        _ => bail!("Node.js is {said}; the browser tests need 20 or newer"),
    }
}

fn major(said: &str) -> Option<u32> {
    said.strip_prefix('v')?.split('.').next()?.parse().ok()
}

/// Installs exactly what the lock file names, once for each lock file. No browser is downloaded.
pub(crate) fn install() -> Result<()> {
    let lock = fs::read(folder().join("package-lock.json"))?;
    let done = folder().join("node_modules").join(".installed-from");
    if fs::read(&done).is_ok_and(|earlier| earlier == lock) {
        return Ok(());
    }
    let mut npm = Command::new("npm");
    npm.args(["ci", "--no-audit", "--no-fund"]).current_dir(folder()).env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    run(&mut npm)?;
    fs::write(done, lock)?;
    Ok(())
}

/// A program that the lock file brought.
pub(crate) fn program(name: &str) -> Command {
    let mut command = Command::new(folder().join("node_modules").join(".bin").join(name));
    command.current_dir(folder());
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_read_from_what_node_says() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("20"), None);
    }
}

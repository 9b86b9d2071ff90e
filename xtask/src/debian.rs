//! Installing packages on Debian, when we may.

use std::process::Command;

use anyhow::{Result, bail};

use crate::house;
use crate::run::{ask, run};

/// Installs these packages, or says exactly what to type.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    let names = packages.join(" ");
    let Some(rights) = rights() else {
        bail!("these are missing; install them first: sudo apt-get install {names}");
    };
    println!("installing {names}");
    // the lists of a fresh machine are empty or old
    run(apt(&rights).args(["-q", "update"]))?;
    run(apt(&rights).args(["-q", "-y", "--no-install-recommends", "install"]).args(packages))
}

/// What to put before `apt-get`: nothing for root, `sudo` when it asks no password; `None` when neither, or no Debian.
fn rights() -> Option<Vec<&'static str>> {
    house::program(&["apt-get"])?;
    if ask(Command::new("id").arg("-u")).is_ok_and(|id| id == "0") {
        return Some(vec![]);
    }
    ask(Command::new("sudo").args(["-n", "true"])).ok().map(|_| vec!["sudo", "-n"])
}

fn apt(rights: &[&str]) -> Command {
    let mut words = rights.iter().chain(&["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
    let mut command = Command::new(words.next().unwrap_or(&"env"));
    command.args(words);
    command
}

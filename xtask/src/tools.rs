//! What has to be on the machine before the rest can run.

use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::{debian, house, node, postgres, python};

/// Installs what is missing where we may; says exactly what to install where we may not.
pub(crate) fn make_ready() -> Result<()> {
    if house::program(&["cc", "gcc", "clang"]).is_none() {
        bail!("a C compiler is missing; install the Debian package build-essential");
    }
    node::check()?;
    let missing = missing();
    if !missing.is_empty() {
        debian::install(&missing)?;
    }
    if chromium().is_none() || postgres::programs().is_none() {
        bail!("chromium or PostgreSQL 15 is still missing after the installation");
    }
    if !dovecot() {
        bail!("Dovecot is still missing after the installation");
    }
    node::install()?;
    python::install()
}

/// The Debian packages that are still wanted.
fn missing() -> Vec<&'static str> {
    let here = [
        ("postgresql", postgres::programs().is_some()),
        ("chromium", chromium().is_some()),
        ("dovecot-imapd", dovecot()),
        ("python3-venv", python::can_make()),
        ("age", house::program(&["age"]).is_some() && house::program(&["age-keygen"]).is_some()),
    ];
    here.into_iter().filter(|(_, here)| !here).map(|(package, _)| package).collect()
}

/// The browser for the tests: the one that `CASEKEEP_CHROMIUM` names, or Debian's.
pub(crate) fn chromium() -> Option<PathBuf> {
    let named = std::env::var_os("CASEKEEP_CHROMIUM").map(PathBuf::from);
    named.or_else(|| house::program(&["chromium", "chromium-browser", "google-chrome"]))
}

/// Whether the mail server is here that tests start (`server/tests/it/dovecot.rs`): its imap program as well, which is a package of its own.
fn dovecot() -> bool {
    let programs = ["/usr/sbin/dovecot", "/usr/lib/dovecot/imap"];
    programs.into_iter().all(|file| PathBuf::from(file).exists())
}

//! The guard of a test server: a process that outlives us by a moment.
//!
//! It holds the reading end of a pipe whose writing end only we have. When we end, for whatever reason, the pipe ends; then the guard
//! stops the server and removes its folder. It has a process group of its own, so that Ctrl-C does not reach it.

use std::fs;
use std::io::Read;
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result};

use crate::postgres;
use crate::run::ask;

/// A guard on duty; dropping it sends it to work and waits for it.
pub(crate) struct Guard(Child);

impl Guard {
    /// Sets a guard over `folder`, before anything is in it.
    pub(crate) fn set(programs: &Path, folder: &Path) -> Result<Self> {
        let mut guard = Command::new(ourselves()?);
        #[cfg(test)]
        guard.args(tests::AS_GUARD).env("GUARD_PROGRAMS", programs).env("GUARD_FOLDER", folder);
        #[cfg(not(test))]
        guard.arg("guard-postgres").arg(programs).arg(folder);
        guard.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
        guard.spawn().map(Self).context("cannot start the guard of PostgreSQL")
    }
}

/// This very program. Cargo may have put a newer one in its place meanwhile, so on Linux the running image is asked for, not its path.
fn ourselves() -> Result<PathBuf> {
    let running = PathBuf::from("/proc/self/exe");
    if running.exists() { Ok(running) } else { Ok(std::env::current_exe()?) }
}

impl Drop for Guard {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        let _ = self.0.wait(); // nothing can be done about a guard that failed
    }
}

/// What the guard does: waits for the end of the pipe, stops the server, removes the folder.
pub(crate) fn watch(programs: &Path, folder: &Path) -> Result<()> {
    std::io::stdin().read_to_end(&mut Vec::new())?;
    let data = folder.join("data");
    if data.join("postmaster.pid").exists() {
        let owner = fs::metadata(folder)?;
        let user = (fs::metadata("/proc/self")?.uid() == 0).then(|| (owner.uid(), owner.gid()));
        let mut stop = postgres::command(programs, "pg_ctl", folder, user);
        ask(stop.args(["stop", "--mode=immediate", "--wait", "--silent", "--pgdata"]).arg(&data))?;
    }
    fs::remove_dir_all(folder)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// In a test run we are the test program, so the guard is played by the test below.
    pub(super) const AS_GUARD: [&str; 3] = ["guard::tests::plays_the_guard_when_asked", "--exact", "--nocapture"];

    #[test]
    fn plays_the_guard_when_asked() {
        if let (Some(programs), Some(folder)) = (std::env::var_os("GUARD_PROGRAMS"), std::env::var_os("GUARD_FOLDER")) {
            watch(Path::new(&programs), Path::new(&folder)).unwrap();
        }
    }

    #[test]
    fn a_folder_is_removed_when_its_owner_lets_go() {
        let folder = std::env::temp_dir().join(format!("casekeep-guard-{}", std::process::id()));
        fs::create_dir(&folder).unwrap();
        let guard = Guard::set(Path::new("/nowhere"), &folder).unwrap();
        assert!(folder.exists());
        drop(guard);
        assert!(!folder.exists());
    }
}

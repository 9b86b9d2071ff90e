//! A PostgreSQL of our own for tests: a temporary folder, a free port on this machine, no durability, gone afterwards.
//!
//! PostgreSQL refuses to run as root, so root hands it to the user `postgres` (or `nobody`). A guard process stops the server and removes the
//! folder when we end, however we end: normally, by Ctrl-C or killed.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::guard::Guard;
use crate::run::ask;

/// The oldest major version that Casekeep promises to run on.
const OLDEST: u32 = 15;

/// A running server; dropping it stops and removes it.
pub(crate) struct Postgres {
    port: u16,
    _guard: Guard,
}

impl Postgres {
    /// Makes a new cluster and starts it.
    pub(crate) fn start() -> Result<Self> {
        let programs =
            programs().context("PostgreSQL 15 or newer is missing; install the Debian package postgresql")?;
        let user = unprivileged()?;
        let folder = new_folder(user)?;
        let guard = Guard::set(&programs, &folder).inspect_err(|_| drop(fs::remove_dir(&folder)))?;
        let data = folder.join("data");
        let mut initdb = command(&programs, "initdb", &folder, user);
        initdb.args([
            "--auth=trust",
            "--username=casekeep",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
            "--no-instructions",
        ]);
        ask(initdb.arg("--pgdata").arg(&data))?;
        // somebody else may take the port between our choice and the start
        let mut fault = None;
        for _ in 0..3 {
            match serve(&programs, &folder, user) {
                Ok(port) => return Ok(Self { port, _guard: guard }),
                Err(why) => fault = Some(why),
            }
        }
        let log = fs::read_to_string(folder.join("log")).unwrap_or_default();
        Err(fault.unwrap_or_else(|| anyhow::anyhow!("PostgreSQL did not start")).context(log))
    }

    /// What tests are told in `CASEKEEP_TEST_POSTGRES`.
    pub(crate) fn address(&self) -> String {
        format!("postgres://casekeep@127.0.0.1:{}/postgres", self.port)
    }
}

/// `cargo xtask postgres`.
pub(crate) fn until_interrupted() -> Result<()> {
    let server = Postgres::start()?;
    println!("export CASEKEEP_TEST_POSTGRES={}", server.address());
    println!("running until Ctrl-C");
    loop {
        std::thread::park();
    }
}

/// The folder with the programs of the newest PostgreSQL that is new enough.
pub(crate) fn programs() -> Option<PathBuf> {
    let debian = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let folders = debian.map(|entry| entry.path().join("bin"));
    let in_path = crate::house::program(&["initdb"]).and_then(|file| file.parent().map(Path::to_owned));
    // of equals the last is taken: Debian's own folder before links to it
    let dated = in_path.into_iter().chain(folders).filter_map(|folder| Some((major(&folder)?, folder)));
    dated.filter(|(major, _)| OLDEST <= *major).max_by_key(|(major, _)| *major).map(|(_, folder)| folder)
}

fn major(folder: &Path) -> Option<u32> {
    let said = ask(Command::new(folder.join("initdb")).arg("--version")).ok()?;
    major_in(&said)
}

/// From `initdb (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`.
fn major_in(said: &str) -> Option<u32> {
    let number = said.split_whitespace().nth(2)?;
    number.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// User and group that the server runs as when we are root.
fn unprivileged() -> Result<Option<(u32, u32)>> {
    let id = |order: &[&str]| ask(Command::new("id").args(order));
    if id(&["-u"])? != "0" {
        return Ok(None);
    }
    for name in ["postgres", "nobody"] {
        if let (Ok(user), Ok(group)) = (id(&["-u", name]), id(&["-g", name])) {
            return Ok(Some((user.parse()?, group.parse()?)));
        }
    }
    bail!("root may not run PostgreSQL, and there is neither a user postgres nor nobody")
}

fn new_folder(user: Option<(u32, u32)>) -> Result<PathBuf> {
    let mut random = [0; 8];
    fs::File::open("/dev/urandom")?.read_exact(&mut random)?;
    let folder = std::env::temp_dir().join(format!("casekeep-postgres-{:016x}", u64::from_ne_bytes(random)));
    fs::create_dir(&folder)?;
    if let Some((user, group)) = user {
        chown(&folder, Some(user), Some(group))?;
    }
    Ok(folder)
}

/// One of PostgreSQL's programs; it starts in its own folder, because the other user may not read ours.
pub(crate) fn command(programs: &Path, name: &str, folder: &Path, user: Option<(u32, u32)>) -> Command {
    let mut command = Command::new(programs.join(name));
    command.current_dir(folder).env("LC_ALL", "C").env("HOME", folder);
    if let Some((user, group)) = user {
        command.uid(user).gid(group);
    }
    command
}

fn serve(programs: &Path, folder: &Path, user: Option<(u32, u32)>) -> Result<u16> {
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let data = folder.join("data");
    let settings = format!(
        "listen_addresses = '127.0.0.1'\nport = {port}\nunix_socket_directories = ''\nmax_connections = 300\nfsync = off\n\
         synchronous_commit = off\nfull_page_writes = off\nwal_level = minimal\nmax_wal_senders = 0\ntimezone = 'UTC'\n"
    );
    fs::OpenOptions::new().append(true).open(data.join("postgresql.conf"))?.write_all(settings.as_bytes())?;
    let mut start = command(programs, "pg_ctl", folder, user);
    start
        .args(["start", "--wait", "--silent", "--timeout=60", "--log"])
        .arg(folder.join("log"))
        .arg("--pgdata")
        .arg(&data);
    ask(&mut start)?;
    Ok(port)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpStream;

    #[test]
    fn the_version_is_read_from_what_initdb_says() {
        assert_eq!(major_in("initdb (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"), Some(15));
        assert_eq!(major_in("initdb (PostgreSQL) 18beta1"), Some(18));
        assert_eq!(major_in("initdb"), None);
    }

    #[test]
    fn a_server_answers_while_it_is_held_and_is_gone_afterwards() {
        if programs().is_none() {
            return; // nothing to start on a desk without PostgreSQL
        }
        let server = Postgres::start().unwrap();
        let port = server.port;
        assert_eq!(server.address(), format!("postgres://casekeep@127.0.0.1:{port}/postgres"));
        assert!(TcpStream::connect(("127.0.0.1", port)).is_ok());
        drop(server);
        assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
    }
}

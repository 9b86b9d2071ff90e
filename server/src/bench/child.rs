//! The real server as a process of its own, so that its start and its memory can be measured.

use std::process::Stdio;
use std::time::{Duration, Instant as Stopwatch};

use anyhow::{Context as _, Result, anyhow};
use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStderr, Command};

use super::places::Place;

/// Longer than any start.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running server.
pub(super) struct Server {
    child: Child,
    /// Kept open: a server whose log goes nowhere would fail to write it.
    _log: Lines<BufReader<ChildStderr>>,
    /// The address it listens on.
    pub(super) address: String,
    /// How long it took until it answered requests.
    pub(super) started_in: Duration,
}

impl Server {
    /// Starts it on the installation of this place, which must not be open in this process any more for a fair start.
    pub(super) async fn start(place: &Settled) -> Result<Self> {
        let begun = Stopwatch::now();
        let mut child = Command::new(std::env::current_exe()?)
            .args(["serve", "--listen", "127.0.0.1:0", "--log", "info", "--log-format", "json", "--data"])
            .arg(&place.data)
            .env_clear()
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let mut log = BufReader::new(child.stderr.take().context("its log")?).lines();
        let address = tokio::time::timeout(PATIENCE, ready(&mut log)).await??;
        Ok(Self { child, _log: log, address, started_in: begun.elapsed() })
    }

    /// What it takes of memory now, and what it took at most, in MiB.
    pub(super) fn memory(&self) -> Result<(f64, f64)> {
        let id = self.child.id().context("the server has ended")?;
        let status = std::fs::read_to_string(format!("/proc/{id}/status"))?;
        let field = |name: &str| -> Result<f64> {
            let line = status.lines().find_map(|line| line.strip_prefix(name)).context("a line about memory")?;
            let kibibytes: f64 = line.trim().trim_end_matches(" kB").parse()?;
            Ok(kibibytes / 1024.0)
        };
        Ok((field("VmRSS:")?, field("VmHWM:")?))
    }

    /// How much time it has had on a processor so far.
    pub(super) fn processor_time(&self) -> Result<Duration> {
        let id = self.child.id().context("the server has ended")?;
        let status = std::fs::read_to_string(format!("/proc/{id}/stat"))?;
        // the name in brackets may hold anything; eleven fields after it stand the ticks of the program and of the system for it
        let (_, fields) = status.rsplit_once(')').context("fields")?;
        let ticks: Vec<u64> = fields.split_whitespace().skip(11).take(2).map(str::parse).collect::<Result<_, _>>()?;
        let a_second = rustix::param::clock_ticks_per_second();
        Ok(Duration::from_secs_f64(ticks.iter().sum::<u64>() as f64 / a_second as f64))
    }

    /// Ends it.
    pub(super) async fn stop(mut self) -> Result<()> {
        let id = self.child.id().and_then(|id| rustix::process::Pid::from_raw(i32::try_from(id).ok()?));
        rustix::process::kill_process(id.context("the server has ended")?, rustix::process::Signal::TERM)?;
        let status = tokio::time::timeout(PATIENCE, self.child.wait()).await??;
        if status.success() { Ok(()) } else { Err(anyhow!("the server ended with {status}")) }
    }
}

/// The address in the line that says it is ready.
async fn ready(log: &mut Lines<BufReader<ChildStderr>>) -> Result<String> {
    while let Some(line) = log.next_line().await? {
        let said: Value = serde_json::from_str(&line).unwrap_or_default();
        if said.get("message").and_then(Value::as_str) == Some("ready") {
            return Ok(said.get("listen").and_then(Value::as_str).context("an address")?.to_owned());
        }
        if said.is_null() {
            return Err(anyhow!("the server does not start: {line}"));
        }
    }
    Err(anyhow!("the server ended before it was ready"))
}

/// A place whose installation is closed in this process.
pub(super) struct Settled {
    pub(super) data: std::path::PathBuf,
}

impl Place {
    /// Closes the installation.
    pub(super) fn settle(self) -> Settled {
        let Self { settings, store, .. } = self;
        tokio::task::block_in_place(|| drop(store));
        Settled { data: settings.data }
    }
}

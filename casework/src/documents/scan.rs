//! Asking an antivirus program: the bytes of a file are streamed to a running `clamd`, which answers in a word. Switched on, it fails closed: a file
//! that nobody could look at is not accepted.
//!
//! # Source
//! ASVS 5.0, 5.4.3; the commands `INSTREAM` and `PING` of clamd.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use store::blobs::Reading;
use vault::stream::Layout;

/// How long it may take to take a piece, or to answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long an answer is at most, in bytes.
const ANSWER: u64 = 1_024;

/// Where the antivirus program listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scanner {
    /// At a socket of this machine.
    Unix(PathBuf),
    /// At an address.
    Tcp(String),
}

/// The text names no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it looks like unix:/run/clamav/clamd.ctl or tcp:127.0.0.1:3310")]
pub struct NotAPlace;

impl FromStr for Scanner {
    type Err = NotAPlace;

    fn from_str(text: &str) -> Result<Self, NotAPlace> {
        match text.split_once(':') {
            Some(("unix", path)) if path.starts_with('/') => Ok(Self::Unix(path.into())),
            Some(("tcp", address)) if address.contains(':') => Ok(Self::Tcp(address.to_owned())),
            _ => Err(NotAPlace),
        }
    }
}

/// What it said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Clean,
    Infected,
}

/// A line to it.
trait Line: Read + Write {}

impl<T: Read + Write> Line for T {}

impl Scanner {
    /// Whether it is there and answers. Blocks.
    pub fn answers(&self) -> bool {
        self.ping().is_ok_and(|answer| answer == "PONG")
    }

    fn ping(&self) -> io::Result<String> {
        let mut line = self.line()?;
        line.write_all(b"zPING\0")?;
        answer(line)
    }

    /// What it says of a file. Blocks.
    ///
    /// # Errors
    /// When it does not answer, or answers something else; then nobody knows.
    pub(super) fn look_at(&self, reading: &mut Reading, layout: Layout) -> io::Result<Verdict> {
        let mut line = self.line()?;
        line.write_all(b"zINSTREAM\0")?;
        for piece in reading.range(0..layout.length()) {
            let piece = piece.map_err(io::Error::other)?;
            let length = u32::try_from(piece.len()).map_err(io::Error::other)?;
            line.write_all(&length.to_be_bytes())?;
            line.write_all(&piece)?;
        }
        line.write_all(&0_u32.to_be_bytes())?;
        let said = answer(line)?;
        match said.strip_prefix("stream: ") {
            Some("OK") => Ok(Verdict::Clean),
            Some(found) if found.ends_with(" FOUND") => Ok(Verdict::Infected),
            _ => Err(io::Error::other("an answer that is none")),
        }
    }

    fn line(&self) -> io::Result<Box<dyn Line>> {
        match self {
            Self::Unix(path) => {
                let line = UnixStream::connect(path)?;
                line.set_read_timeout(Some(PATIENCE))?;
                line.set_write_timeout(Some(PATIENCE))?;
                Ok(Box::new(line))
            }
            Self::Tcp(address) => {
                let line = TcpStream::connect(address)?;
                line.set_read_timeout(Some(PATIENCE))?;
                line.set_write_timeout(Some(PATIENCE))?;
                Ok(Box::new(line))
            }
        }
    }
}

/// What stands before the zero byte that ends an answer.
fn answer(line: Box<dyn Line>) -> io::Result<String> {
    let mut said = Vec::new();
    line.take(ANSWER).read_to_end(&mut said)?;
    let text = said.split(|&byte| byte == 0).next().unwrap_or_default();
    Ok(String::from_utf8_lossy(text).into_owned())
}

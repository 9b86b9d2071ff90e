//! The side of the server: starts a helper, hands it the file piece by piece, and waits for its answer.

use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use domain::media::Media;
use http_body::Body;
use http_body_util::BodyExt as _;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::process::{Child, ChildStdin, Command};
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

use crate::ask::{Ask, CannotShow, Seen};

/// How many files are looked at at once; each takes a core, and memory of its own.
const AT_ONCE: usize = 2;

/// How long one may take, waiting for the disk included.
const PATIENCE: Duration = Duration::from_secs(40);

/// The most that an answer may have, in bytes.
const ANSWER: u64 = 40_000_000;

/// Starts helpers, a few at a time.
#[derive(Clone, Debug)]
pub struct Viewer {
    program: Option<PathBuf>,
    environment: &'static [(&'static str, &'static str)],
    turns: Arc<Semaphore>,
}

impl Default for Viewer {
    /// One that shows nothing.
    fn default() -> Self {
        Self { program: None, environment: &[], turns: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

impl Viewer {
    /// A viewer whose helpers are this program, with these variables and no others: it runs [`crate::helper::run`] when its first argument is
    /// [`Viewer::COMMAND`].
    pub fn new(program: PathBuf, environment: &'static [(&'static str, &'static str)]) -> Self {
        Self { program: Some(program), environment, ..Self::default() }
    }

    /// The hidden command of the helper.
    pub const COMMAND: &str = "view";

    /// Looks at a file that comes piece by piece; one that is cut off is none.
    ///
    /// # Errors
    /// [`CannotShow`].
    pub async fn look(
        &self,
        media: Media,
        ask: Ask,
        file: impl Body<Data = Bytes> + Unpin,
    ) -> Result<Seen, CannotShow> {
        let program = self.program.as_ref().ok_or(CannotShow::Unavailable)?;
        let _turn = self.turns.acquire().await.map_err(|_| CannotShow::Unavailable)?;
        let mut helper = Command::new(program)
            .args([Self::COMMAND, media.code(), &ask.word()])
            .env_clear()
            .envs(self.environment.iter().copied())
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .map_err(|fault| {
                tracing::warn!(kind = %fault.kind(), "the helper that shows files does not start");
                CannotShow::Unavailable
            })?;
        tokio::time::timeout(PATIENCE, asked(&mut helper, file)).await.unwrap_or(Err(CannotShow::Damaged))
    }
}

async fn asked(helper: &mut Child, file: impl Body<Data = Bytes> + Unpin) -> Result<Seen, CannotShow> {
    let (Some(into), Some(out)) = (helper.stdin.take(), helper.stdout.take()) else {
        return Err(CannotShow::Unavailable);
    };
    let mut answer = Zeroizing::new(Vec::new());
    let mut out = out.take(ANSWER);
    let (sent, read) = tokio::join!(send(into, file), out.read_to_end(&mut answer));
    sent?;
    read.map_err(|_| CannotShow::Damaged)?;
    let ended = helper.wait().await.map_err(|_| CannotShow::Damaged)?;
    if ended.success() { Seen::decode(answer) } else { Err(CannotShow::Damaged) }
}

/// A helper that has seen enough closes its end, which is for its answer to explain.
async fn send(mut into: ChildStdin, mut file: impl Body<Data = Bytes> + Unpin) -> Result<(), CannotShow> {
    while let Some(frame) = file.frame().await {
        let Ok(piece) = frame.map_err(|_| CannotShow::Damaged)?.into_data() else { continue };
        if into.write_all(&piece).await.is_err() {
            break;
        }
    }
    Ok(())
}

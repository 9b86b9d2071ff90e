//! The press: turns a document into PDF on threads of its own, never more than two at a time, and answers with it as a file.

use std::sync::{Arc, OnceLock};

use ::reports::{Checkpoint, Document, LocalTime, Marks, Paper, RenderFault, Renderer};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use casework::Fault;
use domain::ids::EntryNumber;
use domain::time::Instant;
use tokio::sync::Semaphore;

use crate::answer::Answer;
use crate::face::prelude::*;
use crate::face::when;
use crate::person::Person;
use crate::problem::Problem;

/// How many documents are set at once; each takes a core and up to 100 megabytes.
const AT_ONCE: usize = 2;

/// The one renderer of the process. Fonts are loaded with the first print.
#[derive(Clone)]
pub struct Press {
    renderer: Arc<OnceLock<Renderer>>,
    turns: Arc<Semaphore>,
}

impl Default for Press {
    fn default() -> Self {
        Self { renderer: Arc::default(), turns: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

impl Press {
    /// The document as a file to keep. `name` is the file's name and must hold numbers only.
    ///
    /// # Errors
    /// [`Problem::Rule`] when this build cannot print; a fault otherwise.
    pub(crate) async fn print(&self, document: Document, name: &str) -> Answer {
        let bytes = self.bytes(document).await?;
        let plain: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        let headers = [
            (CONTENT_TYPE, "application/pdf".to_owned()),
            (CONTENT_DISPOSITION, format!("attachment; filename=\"{plain}.pdf\"")),
            (CACHE_CONTROL, "no-store".to_owned()),
        ];
        Ok((headers, bytes).into_response())
    }

    /// The bytes of the document.
    ///
    /// # Errors
    /// As [`Press::print`].
    pub(crate) async fn bytes(&self, document: Document) -> Result<Vec<u8>, Problem> {
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(|_| Fault::Other("press"))?;
        let renderer = Arc::clone(&self.renderer);
        let job = move || {
            let _turn = turn;
            renderer.get_or_init(|| Renderer::new(&[])).render(&document, Paper::A4)
        };
        match tokio::task::spawn_blocking(job).await.map_err(|_| Fault::Other("press"))? {
            Ok(bytes) => Ok(bytes),
            Err(RenderFault::NotBuilt) => {
                Err(Problem::Rule("This server was built without printing to PDF. Use your browser’s print.".into()))
            }
            Err(fault) => Err(Problem::fault(&fault)),
        }
    }
}

/// What the foot of a page says on paper: that it stays in the house (decision 0030), who printed it and when, and the ledger's latest checkpoint, by which it
/// can be proved. To be called while a page is built.
pub(crate) fn foot(person: &Person, checkpoint: Option<&store::MadeCheckpoint>) -> Words {
    let words = match checkpoint {
        None => Words::from("Internal copy, not to be given out. Printed by {who}, {when}. The ledger has no checkpoint yet."),
        Some(made) => Words::from("Internal copy, not to be given out. Printed by {who}, {when}. Ledger checkpoint: {origin}, {size} lines, {root}.")
            .with("origin", made.checkpoint.origin.to_string())
            .with("size", made.checkpoint.size)
            .with("root", root(made)),
    };
    words.with("who", &person.card.name).with("when", when::full(person.now()))
}

fn root(made: &store::MadeCheckpoint) -> String {
    made.checkpoint.text().lines().nth(2).unwrap_or_default().to_owned()
}

/// The marks of an export that this person makes now.
///
/// # Errors
/// [`Problem`] when the ledger's latest checkpoint cannot be read.
pub(crate) async fn marks(person: &Person, entry: EntryNumber) -> Result<Marks, Problem> {
    let made = person.house().store().latest_checkpoint().await?;
    let at = person.now();
    let checkpoint = made.map(|made| Checkpoint {
        origin: made.checkpoint.origin.to_string(),
        size: made.checkpoint.size,
        root: root(&made),
    });
    Ok(Marks {
        printed_by: person.card.name.clone(),
        printed_at: local(person, at),
        page_mark: mark(person),
        checkpoint,
        entry_number: Some(u64::from(entry.0)),
    })
}

/// What stands on everything that this person takes out now: when it was, and the beginning of their id, by which the access record tells who.
pub(crate) fn mark(person: &Person) -> String {
    let stamp = person.now().on(&person.voice().zone).strftime("%Y%m%d-%H%M%S").to_string();
    let who: String = person.ctx.staff().to_string().chars().take(4).collect();
    format!("P-{stamp}-{who}")
}

/// The instant as the office's clock showed it.
pub(crate) fn local(person: &Person, at: Instant) -> LocalTime {
    LocalTime { at, offset_minutes: at.on(&person.voice().zone).offset().seconds() / 60 }
}

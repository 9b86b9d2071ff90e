//! Paper: typed documents in, PDF bytes out.
//!
//! A [`Document`] says what a progress report or a chronology holds; [`Renderer`] sets it on A4 or Letter as PDF/A-2a and PDF/UA-1 at
//! once – archivable, tagged, with its fonts inside – and guarantees that
//!
//! * the same document gives the same bytes: nothing here reads a clock, a file or the network, except the fonts in the folders
//!   that the caller names;
//! * what people wrote is data and never source of the typesetter, so a note may hold any characters and prints them as they are;
//! * a character that no font has prints as a box, is counted at the foot of the document and never stops an export.
//!
//! A [`CalendarFile`] is what other programs read: the same appointments give the same text as well.
//!
//! A client appears by number, never by name (clause PT-4.3.2): the documents have no field for one.

mod certificate;
mod chronology;
mod document;
mod fault;
#[cfg(feature = "pdf")]
mod fonts;
mod icalendar;
mod labels;
#[cfg(feature = "pdf")]
mod legible;
mod letter;
#[cfg(all(test, feature = "pdf"))]
mod printed;
mod progress_report;
mod recovery_sheet;
#[cfg(feature = "pdf")]
mod renderer;
#[cfg(not(feature = "pdf"))]
#[path = "renderer_absent.rs"]
mod renderer;
#[cfg(test)]
#[path = "../tests/it/samples.rs"]
#[cfg_attr(not(feature = "pdf"), expect(dead_code, reason = "without the typesetter one sample is enough"))]
mod samples;
mod statement;
#[cfg(feature = "pdf")]
mod world;

// The samples of `tests/it` call this crate by its name, and the tests in here use them too.
#[cfg(test)]
extern crate self as reports;

pub use certificate::{Certificate, CertifiedFile, CertifiedPaper, PassedOver};
pub use chronology::{ActionItem, Addendum, Chronology, ChronologyEntry, TextBlock};
pub use document::{CaseFacts, Checkpoint, Document, LocalTime, Marks, Paper, SignatureLine, paragraphs};
pub use fault::RenderFault;
pub use icalendar::{CalendarAppointment, CalendarFile};
pub use labels::{Label, Labels, Modules};
pub use letter::Letter;
pub use progress_report::{
    ClosingSection, GoalReviewed, GoalStatus, Period, ProgressReport, Rating, ReportStatus, TemplateUsed,
};
pub use recovery_sheet::RecoverySheet;
pub use renderer::Renderer;
pub use statement::{Section, Statement};

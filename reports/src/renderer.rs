//! From a document to its bytes: make it legible, set it, write it as PDF/A-2a and PDF/UA-1.

use std::path::PathBuf;

use serde_json::json;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Smart};
use typst::syntax::DiagSpan;
use typst::{World, WorldExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::fonts::Fonts;
use crate::legible::{Keep, Legible};
use crate::world::Desk;
use crate::{Document, LocalTime, Paper, RenderFault};

/// Turns documents into PDF. Make one and share it: it loads the fonts once.
///
/// Rendering is work for one core and 20 to 100 megabytes; the caller bounds how many run at a time and keeps them off the threads
/// that answer requests.
pub struct Renderer {
    fonts: Fonts,
}

impl Renderer {
    /// A renderer with the bundled fonts and those found in `font_folders`, such as `/usr/share/fonts/truetype/noto`. A folder that
    /// cannot be read is passed over: printing works without it.
    pub fn new(font_folders: &[PathBuf]) -> Self {
        Self { fonts: Fonts::load(font_folders) }
    }

    /// The document as a PDF that is PDF/A-2a and PDF/UA-1. The same document gives the same bytes.
    ///
    /// Characters that no font has print as boxes. If a font promises a character and then fails at it, the document is set once more
    /// with the characters of the serif alone.
    ///
    /// # Errors
    /// [`RenderFault`]; none of them depends on what people wrote.
    pub fn render(&self, document: &Document, paper: Paper) -> Result<Vec<u8>, RenderFault> {
        match self.set(document, paper, Keep::AllCovered) {
            Err(RenderFault::Conformance { .. }) => self.set(document, paper, Keep::SerifOnly),
            done => done,
        }
    }

    fn set(&self, document: &Document, paper: Paper, keep: Keep) -> Result<Vec<u8>, RenderFault> {
        let _forget = Forget;
        let options = options(document.marks().printed_at)?;
        let json = legible(&self.fonts, document, paper, keep).map_err(|_| RenderFault::Data)?;
        let desk = Desk::new(&self.fonts, document, json).ok_or(RenderFault::Data)?;
        let pages = typst::compile::<PagedDocument>(&desk).output;
        let pages = pages.map_err(|wrong| RenderFault::Template { place: place(&desk, &wrong) })?;
        typst_pdf::pdf(&pages, &options).map_err(|wrong| RenderFault::Conformance { place: place(&desk, &wrong) })
    }
}

/// The document as JSON in which every text can be printed, with what the templates must know besides.
pub(crate) fn legible(
    fonts: &Fonts,
    document: &Document,
    paper: Paper,
    keep: Keep,
) -> Result<Vec<u8>, serde_json::Error> {
    let mut body = serde_json::to_value(document)?;
    let mut pass = Legible::new(fonts, keep);
    pass.clean(&mut body);
    serde_json::to_vec(&json!({ "body": body, "paper": paper, "families": pass.families(), "boxes": pass.boxes }))
}

/// The typesetter remembers everything it ever computed; without this the process grows by megabytes with each document. A guard,
/// because it must happen on failure too.
struct Forget;

impl Drop for Forget {
    fn drop(&mut self) {
        comemo::evict(2);
    }
}

fn options(printed: LocalTime) -> Result<PdfOptions, RenderFault> {
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]).map_err(|_| RenderFault::Data)?;
    Ok(PdfOptions {
        creator: Smart::Custom(Some("Casekeep".to_owned())),
        timestamp: Some(stamp(printed).ok_or(RenderFault::Date)?),
        standards,
        ..PdfOptions::default()
    })
}

fn stamp(printed: LocalTime) -> Option<Timestamp> {
    let offset = jiff::tz::Offset::from_seconds(printed.offset_minutes.checked_mul(60)?).ok()?;
    let local = offset.to_datetime(printed.at.timestamp());
    let part = |value: i8| u8::try_from(value).ok();
    let moment = Datetime::from_ymd_hms(
        i32::from(local.year()).clamp(1, 9999),
        part(local.month())?,
        part(local.day())?,
        part(local.hour())?,
        part(local.minute())?,
        part(local.second())?,
    )?;
    Timestamp::new_local(moment, printed.offset_minutes)
}

/// File and line of the first complaint. Its message may quote the document and is left out.
fn place(desk: &Desk<'_>, wrong: &[SourceDiagnostic]) -> String {
    wrong.first().and_then(|first| line_of(desk, first.span)).unwrap_or_else(|| "an unknown place".to_owned())
}

fn line_of(desk: &Desk<'_>, span: DiagSpan) -> Option<String> {
    let id = span.id()?;
    let start = desk.range(span)?.start;
    let line = desk.source(id).ok()?.lines().byte_to_line(start)?;
    Some(format!("{}:{}", id.get().vpath().get_without_slash(), line.saturating_add(1)))
}

//! Writes the sample documents as PDF into a folder: `cargo run -p reports --example samples -- FOLDER [FONT FOLDER …]`.

#[path = "../tests/it/samples.rs"]
mod samples;

use std::error::Error;
use std::path::PathBuf;
use std::time::Instant;

use reports::{Document, Paper, Renderer};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1).map(PathBuf::from);
    let folder = arguments.next().ok_or("which folder?")?;
    let start = Instant::now();
    let renderer = Renderer::new(&arguments.collect::<Vec<_>>());
    tell("fonts", start);
    for (name, document, paper) in [
        ("report", Document::ProgressReport(samples::report()), Paper::A4),
        ("closing-report", Document::ProgressReport(samples::closing_report()), Paper::A4),
        ("report-again", Document::ProgressReport(samples::report()), Paper::A4),
        ("report-letter", Document::ProgressReport(samples::report()), Paper::UsLetter),
        ("hostile", Document::ProgressReport(samples::hostile()), Paper::A4),
        ("certificate", Document::Certificate(samples::certificate()), Paper::A4),
        ("labels", Document::Labels(samples::labels(4)), Paper::A4),
        ("letter", Document::Letter(samples::letter()), Paper::A4),
        ("client-letter", Document::Letter(samples::client_letter()), Paper::A4),
        ("statement", Document::Statement(samples::statement()), Paper::A4),
        ("recovery-sheet", Document::RecoverySheet(samples::recovery_sheet(2)), Paper::A4),
        ("chronology", Document::Chronology(samples::chronology(12)), Paper::A4),
        ("chronology-500", Document::Chronology(samples::chronology(500)), Paper::A4),
    ] {
        let start = Instant::now();
        std::fs::write(folder.join(name).with_extension("pdf"), renderer.render(&document, paper)?)?;
        tell(name, start);
    }
    Ok(())
}

#[expect(clippy::print_stderr, reason = "an example tells whoever runs it what it does")]
fn tell(what: &str, start: Instant) {
    eprintln!("{what}: {} ms", start.elapsed().as_millis());
}

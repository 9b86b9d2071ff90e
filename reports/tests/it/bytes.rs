//! The file itself: what it declares, and that it is always the same.

use std::collections::BTreeSet;

use reports::{Document, Paper, Renderer};

use crate::samples;

fn pdf(document: Document, paper: Paper) -> Vec<u8> {
    Renderer::new(&[]).render(&document, paper).unwrap()
}

fn has(pdf: &[u8], needle: &str) -> bool {
    pdf.windows(needle.len()).any(|window| window == needle.as_bytes())
}

#[test]
fn every_document_declares_that_it_is_archivable_accessible_titled_and_dated() {
    for document in [
        Document::ProgressReport(samples::report()),
        Document::ProgressReport(samples::closing_report()),
        Document::ProgressReport(samples::hostile()),
        Document::Chronology(samples::chronology(0)),
        Document::Chronology(samples::chronology(7)),
        Document::Statement(samples::statement()),
    ] {
        let kind = format!("{document:?}");
        let pdf = pdf(document, Paper::A4);
        assert!(pdf.starts_with(b"%PDF-1.7"), "{kind}");
        for mark in [
            "<pdfaid:part>2</pdfaid:part>",
            "<pdfaid:conformance>A</pdfaid:conformance>",
            "<pdfuaid:part>1</pdfuaid:part>",
            "C-F3Z6GQ-N – 2026-000123-X",
            "<dc:language><rdf:Bag><rdf:li>en</rdf:li></rdf:Bag></dc:language>",
            "<xmp:CreateDate>2026-11-20T14:05:00+01:00</xmp:CreateDate>",
        ] {
            assert!(has(&pdf, mark), "{kind}: {mark}");
        }
    }
}

#[test]
fn a_certificate_is_archivable_and_titled_by_its_list() {
    let pdf = pdf(Document::Certificate(samples::certificate()), Paper::A4);
    for mark in
        ["<pdfaid:part>2</pdfaid:part>", "<pdfuaid:part>1</pdfuaid:part>", "Certificate of destruction – D-2026-11-12"]
    {
        assert!(has(&pdf, mark), "{mark}");
    }
}

#[test]
fn labels_are_accessible_and_titled_by_their_case() {
    let pdf = pdf(Document::Labels(samples::labels(12)), Paper::A4);
    for mark in ["<pdfaid:part>2</pdfaid:part>", "<pdfuaid:part>1</pdfuaid:part>", "Labels of case 2026-000123-X"] {
        assert!(has(&pdf, mark), "{mark}");
    }
}

#[test]
fn a_letter_is_archivable_and_titled_by_the_number_of_its_case() {
    let pdf = pdf(Document::Letter(samples::letter()), Paper::A4);
    for mark in ["<pdfaid:part>2</pdfaid:part>", "<pdfuaid:part>1</pdfuaid:part>", "our work together – 2026-000123-X"]
    {
        assert!(has(&pdf, mark), "{mark}");
    }
}

#[test]
fn a_letter_in_the_language_of_its_reader_says_which_that_is() {
    let pdf = pdf(Document::Letter(samples::client_letter()), Paper::A4);
    for mark in ["<pdfaid:part>2</pdfaid:part>", "<pdfuaid:part>1</pdfuaid:part>", "2026-000123-X", "/Lang(es)"] {
        assert!(has(&pdf, mark), "{mark}");
    }
}

#[test]
fn a_recovery_sheet_is_archivable_and_titled_by_its_kit() {
    let pdf = pdf(Document::RecoverySheet(samples::recovery_sheet(2)), Paper::A4);
    for mark in ["<pdfaid:part>2</pdfaid:part>", "<pdfuaid:part>1</pdfuaid:part>", "sheet 2 of 3 – K-00002D"] {
        assert!(has(&pdf, mark), "{mark}");
    }
}

#[test]
fn the_same_document_is_always_the_same_bytes() {
    let renderer = Renderer::new(&[]);
    let report = Document::ProgressReport(samples::report());
    let first = renderer.render(&report, Paper::A4).unwrap();
    let other = renderer.render(&Document::Chronology(samples::chronology(3)), Paper::A4).unwrap();
    assert_ne!(first, other);
    assert!(first == renderer.render(&report, Paper::A4).unwrap(), "after another document");
    assert!(first == pdf(report, Paper::A4), "by another renderer");
}

#[test]
fn the_sheet_is_the_one_asked_for() {
    let boxes: BTreeSet<bool> =
        [(Paper::A4, "/MediaBox[0 0 595.2756 841.8898]"), (Paper::UsLetter, "/MediaBox[0 0 612 792]")]
            .into_iter()
            .map(|(paper, sheet)| has(&pdf(Document::Chronology(samples::chronology(0)), paper), sheet))
            .collect();
    assert_eq!(boxes, BTreeSet::from([true]));
}

#[test]
fn a_document_survives_being_stored_as_json() {
    let report = Document::ProgressReport(samples::report());
    let stored = serde_json::to_string(&report).unwrap();
    let read: Document = serde_json::from_str(&stored).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), stored);
    assert_eq!(format!("{read:?}"), "ProgressReport(..)", "debug output says nothing of what it holds");
}

//! What stands on the pages, read back from the typesetter's own frames.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use typst::layout::{Frame, FrameItem};
use typst_layout::PagedDocument;

use crate::fonts::Fonts;
use crate::legible::Keep;
use crate::renderer::{Renderer, legible};
use crate::world::Desk;
use crate::{Document, Paper, RenderFault, samples};

fn pages(document: &Document, keep: Keep) -> Vec<String> {
    let fonts = Fonts::load(&[]);
    let json = legible(&fonts, document, Paper::A4, keep).unwrap();
    let desk = Desk::new(&fonts, document, json).unwrap();
    let set = typst::compile::<PagedDocument>(&desk).output.unwrap();
    set.pages().iter().map(|page| words(&page.frame)).collect()
}

fn words(frame: &Frame) -> String {
    let each = frame.items().map(|(_, item)| match item {
        FrameItem::Group(group) => words(&group.frame),
        FrameItem::Text(text) => text.text.to_string(),
        _ => String::new(),
    });
    each.collect::<Vec<_>>().join(" ")
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

fn check(printed: &[String], wanted: &str) {
    assert!(squeezed(&printed.concat()).contains(&squeezed(wanted)), "{wanted} is not printed");
}

#[test]
fn what_looks_like_source_is_printed_as_it_was_written() {
    let mut draft = samples::hostile();
    let pages = pages(&Document::ProgressReport(draft.clone()), Keep::AllCovered);
    draft.assessment_summary.truncate(2);
    for written in draft.assessment_summary.iter().flat_map(|text| text.lines()) {
        check(&pages, written);
    }
}

#[test]
fn a_draft_says_so_on_every_page_and_leaves_lines_to_sign_on() {
    let pages = pages(&Document::ProgressReport(samples::hostile()), Keep::AllCovered);
    assert!(pages.iter().all(|page| page.contains("Draft")));
    check(&pages, "This is a draft.");
    check(&pages, "Date and signature");
    check(&pages, "Recommendations Nothing recorded.");
}

#[test]
fn an_approved_report_holds_all_that_the_procedure_asks_for() {
    let pages = pages(&Document::ProgressReport(samples::report()), Keep::AllCovered);
    for wanted in [
        "Client number C-F3Z6GQ-N",
        "18 November 2026",
        "Standard progress report, version 2.1",
        "Assessment summary The client attended eleven",
        "Outcomes School attendance",
        "1 Both children are at school on time Met 1 → 4 of 5",
        "14 September 2026 3 half way",
        "Not started not rated",
        "Recommendations Go on with fortnightly",
        "Author, signed 18 November 2026, 14:35 (UTC+01:00)",
        "Team leader · Supervisor",
        "password and one-time code given at signing, attested by the server",
        "casekeep.harbour-street.example/ledger, size 48213",
        "mX0c8yV1o7r6Qh3e0iGdJ2q9wTnUuS5bLkPzRfAaYxE=",
    ] {
        check(&pages, wanted);
    }
    for (page, number) in pages.iter().zip(1..) {
        check(std::slice::from_ref(page), &format!("Page {number} of {}", pages.len()));
        check(std::slice::from_ref(page), "D-2026-000417");
    }
}

#[test]
fn a_closing_report_looks_back_on_the_whole_service() {
    let pages = pages(&Document::ProgressReport(samples::closing_report()), Keep::AllCovered);
    check(&pages, "Closing report");
    check(&pages, "Why the case is closed Reached: both children are at school on time");
    check(&pages, "31, from 9 March 2026 to 12 November 2026");
    check(&pages, "Contacts outside sessions 58");
    check(&pages, "Agreed with the client She keeps the budget book");
    check(&pages, "After-care Go on with fortnightly sessions");
}

#[test]
fn a_certificate_names_files_by_number_their_rule_how_they_went_and_who_decided() {
    let pages = pages(&Document::Certificate(samples::certificate()), Keep::AllCovered);
    for wanted in [
        "Certificate of destruction",
        "2018-000112-4",
        "7 years from “End of the service”, then “Destroy”",
        "counted from 1 March 2019, until 1 March 2026",
        "opened February 2018, closed March 2019, 26 entries",
        "Cryptographic erasure",
        "Paper 2 items, destroyed before: Shredder of class P-5; witness: Tomas Lind",
        "9f9f9f9f9f9f",
        "2018-000088-1 Held by a matter",
        "Approved, signed 12 November 2026",
        "casekeep.harbour-street.example/ledger, size 48213",
    ] {
        check(&pages, wanted);
    }
}

#[test]
fn a_label_says_code_name_and_number_and_to_whom_it_goes_back() {
    let labels = samples::labels(11);
    let pages = pages(&Document::Labels(labels.clone()), Keep::AllCovered);
    assert_eq!(pages.len(), 2, "ten labels on a sheet");
    for label in &labels.labels {
        check(&pages, &label.code.to_string());
        // a long name may go on in the next line behind each underscore
        check(&pages, &label.name.replace('_', "_\u{200B}"));
    }
    check(&pages, "Case number 2026-000123-X");
    check(&pages, "give it back to Harbour Street Family Service");
}

#[test]
fn a_letter_says_what_was_signed_and_names_nobody_but_its_writer() {
    let pages = pages(&Document::Letter(samples::letter()), Keep::AllCovered);
    assert_eq!(pages.len(), 1);
    for wanted in [
        "Harbour Street Family Service",
        "2026-000123-X",
        "20 November 2026",
        "Good day,",
        "You can come back",
        "Maria Vega",
    ] {
        check(&pages, wanted);
    }
    assert!(!pages.concat().contains("C-F3Z6GQ-N"), "not even the number of the client");
}

#[test]
fn a_letter_in_the_language_of_its_reader_has_no_word_of_ours_around_it() {
    let pages = pages(&Document::Letter(samples::client_letter()), Keep::AllCovered);
    assert_eq!(pages.len(), 1);
    check(&pages, "Le esperamos el martes a las 14:30.");
    check(&pages, "2026-000123-X");
    for ours in ["Harbour Street", "Good day", "Printed by", "Date", "About the end"] {
        assert!(!pages.concat().contains(ours), "{ours}");
    }
}

#[test]
fn what_leaves_says_on_every_page_for_whom_and_what_for() {
    let mut statement = samples::statement();
    statement.entries = samples::chronology(9).entries;
    let pages = pages(&Document::Statement(statement), Keep::AllCovered);
    assert!(1 < pages.len());
    for page in &pages {
        check(std::slice::from_ref(page), "Disclosure 1 of case 2026-000123-X. For: The school.");
    }
    for wanted in [
        "Copy for somebody outside",
        "What this is",
        "Enclosed Letter, 2 pages",
        "Entry 1 – Session note",
        "Date, and the client’s signature",
    ] {
        check(&pages, wanted);
    }
}

#[test]
fn a_recovery_sheet_is_one_page_that_says_whose_it_is_and_every_group() {
    let mut sheet = samples::recovery_sheet(3);
    sheet.organisation =
        "The Association for Family, Youth and Neighbourhood Work of the Northern Harbour District".to_owned();
    sheet.holder = "Maria Alexandra Konstantinopolskaya-Featherstonehaugh, deputy chair of the board".to_owned();
    let pages = pages(&Document::RecoverySheet(sheet.clone()), Keep::AllCovered);
    assert_eq!(pages.len(), 1);
    for wanted in
        ["sheet 3 of 3", &sheet.holder, "20 November 2026", &sheet.installation, "This sheet alone gives nothing"]
    {
        check(&pages, wanted);
    }
    for (number, group) in (1..).zip(sheet.rows.concat()) {
        check(&pages, &format!("{number} {group}"));
    }
    assert_eq!(format!("{sheet:?}"), "RecoverySheet(K-00002D-3, 3 of 3)");
}

#[test]
fn characters_without_a_font_are_counted_at_the_foot() {
    let mut report = samples::report();
    report.outcomes = vec!["王伟 came \u{1F600}".to_owned()];
    let pages = pages(&Document::ProgressReport(report), Keep::AllCovered);
    check(&pages, "Outcomes □□ came □");
    check(&pages, "3 characters of the record could not be printed");
}

#[test]
fn an_entry_that_runs_over_a_page_is_named_again_at_the_top() {
    let mut chronology = samples::chronology(2);
    chronology.entries[0].blocks[0].paragraphs = vec!["A long story. ".repeat(60); 12];
    let pages = pages(&Document::Chronology(chronology), Keep::AllCovered);
    check(&pages[1..2], "Entry 1, continued");
    assert!(!pages[0].contains("continued"));
    check(&pages, "Entry 2 – Telephone call");
}

#[test]
fn a_chronology_shows_decisions_tasks_levels_and_addenda() {
    let pages = pages(&Document::Chronology(samples::chronology(5)), Keep::AllCovered);
    for wanted in [
        "5 entries",
        "March 2026",
        "Entry 3 – Session note Confidential",
        "Decision Sessions every second week",
        "Maria Vega · due 9 October 2026 · done 2 October 2026",
        "Maria Vega · due 9 October 2026 · open",
        "Addendum, entry 1003",
    ] {
        check(&pages, wanted);
    }
    assert!(pages[0].contains("Sensitive"), "the whole is as confidential as its most confidential entry");
}

#[test]
fn the_last_resort_prints_what_the_serif_has() {
    let pages = pages(&Document::ProgressReport(samples::hostile()), Keep::SerifOnly);
    check(&pages, "□□ met Олена Шевченко");
}

#[test]
fn an_export_from_beyond_all_calendars_is_refused() {
    let mut report = samples::report();
    report.marks.printed_at.offset_minutes = 100_000;
    let refused = Renderer::new(&[]).render(&Document::ProgressReport(report), Paper::A4);
    assert_eq!(refused, Err(RenderFault::Date));
}

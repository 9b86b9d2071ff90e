//! Long documents, many documents, and any text at all.

use std::sync::LazyLock;

use proptest::prelude::*;
use reports::{Document, Paper, Renderer};

use crate::samples;

static RENDERER: LazyLock<Renderer> = LazyLock::new(|| Renderer::new(&[]));

#[test]
fn five_hundred_entries_are_printed() {
    let mut long = samples::chronology(500);
    for entry in &mut long.entries {
        entry.blocks.truncate(1);
        entry.blocks[0].paragraphs = vec!["Came in time, stayed for an hour.".to_owned()];
        entry.addenda.clear();
    }
    let pdf = Renderer::new(&[]).render(&Document::Chronology(long), Paper::A4).unwrap();
    assert!((60..200).contains(&pages_of(&pdf)), "{} pages", pages_of(&pdf));
}

/// The number of pages, as the metadata gives it.
fn pages_of(pdf: &[u8]) -> u32 {
    let text = String::from_utf8_lossy(pdf);
    let (_, after) = text.split_once("<xmpTPg:NPages>").unwrap();
    after.split_once('<').unwrap().0.parse().unwrap()
}

/// Megabytes that this process holds in memory.
#[cfg(target_os = "linux")]
fn resident() -> u64 {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap();
    statm.split(' ').nth(1).unwrap().parse::<u64>().unwrap() * 4096 / (1 << 20)
}

#[cfg(target_os = "linux")]
#[test]
fn fifty_documents_need_no_more_memory_than_ten() {
    let renderer = Renderer::new(&[]);
    let mut print = |round: u64| {
        let mut chronology = samples::chronology(2);
        chronology.filter = format!("Round {round}");
        for entry in &mut chronology.entries {
            entry.blocks[0].paragraphs =
                vec![format!("Said in round {round} and in entry {}. ", entry.number).repeat(12)];
        }
        renderer.render(&Document::Chronology(chronology), Paper::A4).unwrap();
    };
    (0..10).for_each(&mut print);
    let before = resident();
    (10..50).for_each(&mut print);
    let grown = resident().saturating_sub(before);
    assert!(grown < 40, "{grown} megabytes more after forty further documents");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    #[test]
    fn any_text_can_be_printed(
        anything in prop::collection::vec(any::<String>(), 1..8),
        scripts in prop::collection::vec("[\\PC\u{300}-\u{36f}\u{400}-\u{6ff}\u{900}-\u{97f}\u{e00}-\u{e7f}\u{200b}-\u{200f}\u{fe00}-\u{fe0f}a-z ]{0,80}", 1..8),
    ) {
        let mut report = samples::report();
        report.goals.truncate(1);
        report.goals[0].title = anything.concat();
        report.case.organisation = scripts.concat();
        report.assessment_summary = anything;
        report.recommendations = scripts;
        let pdf = RENDERER.render(&Document::ProgressReport(report), Paper::A4);
        prop_assert!(pdf.is_ok(), "{:?}", pdf.err());
    }
}

//! The same table in any encoding is the same table.

use casework::imports::{ClientImport, Declared, Encoding, Order, import_clients};

use crate::files::{ErrorFile, TestFile, open, open_as, refused};
use crate::world::World;

const TABLE: &str = "Vorname;Nachname;Geburtsdatum;Straße\nZoë;Núñez;1990-03-12;\"Am Süd\u{f8} 4\nHinterhaus\"\nJürgen;Groß;1985-07-01;\nBjörn;;1984-01-01;\n";

fn wide(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(bytes).collect()
}

fn variants(text: &str) -> Vec<(Encoding, Vec<u8>)> {
    let (western, _, lost) = encoding_rs::WINDOWS_1252.encode(text);
    assert!(!lost);
    vec![
        (Encoding::Utf8, text.as_bytes().to_vec()),
        (Encoding::Utf8, [b"\xEF\xBB\xBF", text.as_bytes()].concat()),
        (Encoding::Utf16Le, wide(text, u16::to_le_bytes)),
        (Encoding::Utf16Be, wide(text, u16::to_be_bytes)),
        (Encoding::Utf16Le, wide(text, u16::to_le_bytes).split_off(2)),
        (Encoding::Windows1252, western.into_owned()),
    ]
}

#[tokio::test]
async fn one_table_in_every_encoding_gives_one_result() {
    let mut results = Vec::new();
    for (encoding, bytes) in variants(TABLE) {
        let world = World::new().await;
        let file = TestFile::of(&bytes);
        let import = ClientImport::open(&file.path, &Declared::default()).unwrap();
        assert_eq!(import.encoding(), encoding);
        assert_eq!((import.delimiter(), import.rows()), (';', 3));
        let errors = ErrorFile::default();
        let order = Order::write();
        let report = Some(Box::new(errors.clone()) as Box<dyn std::io::Write + Send>);
        let outcome = import_clients(&world.intake(), &import, &order, report, |_| ()).await.unwrap();
        assert_eq!(world.found("Nunez").await, ["Zoë Núñez"]);
        results.push((outcome, errors.text()));
    }
    for result in &results {
        assert_eq!(result, &results[0]);
    }
    insta::assert_snapshot!(results[0].1, @r"
    row,line,imported,column,reason
    4,5,no,Nachname,please fill this in
    ");
}

#[test]
fn guessing_windows_1252_is_said() {
    let (western, _, _) = encoding_rs::WINDOWS_1252.encode(TABLE);
    let guessed = open(&western).unwrap();
    assert!(guessed.warning().unwrap().contains("Windows-1252"));

    let declared = Declared { encoding: Some(Encoding::Windows1252), ..Declared::default() };
    assert_eq!(open_as(&western, &declared).unwrap().warning(), None);
    assert_eq!(open(TABLE).unwrap().warning(), None);
}

#[tokio::test]
async fn a_broken_place_spoils_its_row_and_no_other() {
    let world = World::new().await;
    let rows: String = (0..40).map(|n| format!("Zoë{n},Ñandú{n}\n")).collect();
    let mut bytes = format!("First name,Last name\n{rows}").into_bytes();
    bytes.extend_from_slice(b"Bj\xF6rn,Feldkamp\n");
    let file = TestFile::of(&bytes);
    let import = ClientImport::open(&file.path, &Declared::default()).unwrap();
    assert_eq!(import.encoding(), Encoding::Utf8);
    assert!(import.warning().is_some());

    let errors = ErrorFile::default();
    let report = Some(Box::new(errors.clone()) as Box<dyn std::io::Write + Send>);
    let outcome = import_clients(&world.intake(), &import, &Order::try_out(), report, |_| ()).await.unwrap();

    assert_eq!((outcome.tally.good, outcome.tally.faulty), (40, 1));
    assert!(errors.text().contains("42,42,no,First name,some characters here cannot be read in this encoding"));
}

#[test]
fn what_is_not_text_is_refused_in_words() {
    assert_eq!(
        refused(b"PK\x03\x04something"),
        "this is a spreadsheet workbook or a ZIP archive; please save the sheet as CSV, or unpack the archive"
    );
    assert_eq!(refused(b"%PDF-1.7"), "this file is not text; please save the table as CSV");
    assert_eq!(refused([0, 1, 0, 0, 2, 0, 0, 0]), "this file is not text; please save the table as CSV");
    assert_eq!(refused(b""), "the file is empty");
}

#[test]
fn a_quotation_mark_that_is_never_closed_does_not_fill_the_memory() {
    let rows: String = (0..200_000).map(|n| format!("First{n},Last{n}\n")).collect();
    let endless = format!("First name,Last name\nJonas,Feldkamp\nMira,\"Kuhn\n{rows}");
    assert_eq!(refused(endless), "row 3 is longer than a megabyte: a quotation mark in it is probably never closed");
}

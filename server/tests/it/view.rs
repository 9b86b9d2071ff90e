//! The helper that reads files of others: what it draws, what it says of files that are none, and that none of them brings it out of its limits.

use std::io::Write as _;
use std::process::{Command, Stdio};

use domain::media::Media;
use domain::numbers::{CaseNumber, LabelCode};
use domain::time::Instant;
use reports::{Document, Label, Labels, LocalTime, Marks, Paper, Renderer};

pub(crate) fn asked(media: Media, ask: &str, bytes: &[u8]) -> Vec<u8> {
    let mut helper = Command::new(env!("CARGO_BIN_EXE_casekeep"))
        .args(["view", media.code(), ask])
        .env_clear()
        .env("MIMALLOC_ARENA_RESERVE", "32MiB")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // a helper that has enough closes its end
    let _ = helper.stdin.take().unwrap().write_all(bytes);
    let ended = helper.wait_with_output().unwrap();
    assert!(ended.stderr.is_empty(), "it says nothing: {}", String::from_utf8_lossy(&ended.stderr));
    ended.stdout
}

/// A PDF of as many pages as there are texts.
fn pdf(pages: &[&str]) -> Vec<u8> {
    let kids: String = (0..pages.len()).map(|n| format!("{} 0 R ", 4 + 2 * n)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", pages.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    for (n, text) in pages.iter().enumerate() {
        let content = format!("BT /F1 40 Tf 72 700 Td ({text}) Tj 0 -60 Td (second line) Tj ET");
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {} 0 R /Resources << /Font << /F1 3 0 R >> >> >>",
            5 + 2 * n
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()));
    }
    let numbered = objects.iter().enumerate().map(|(n, object)| format!("{} 0 obj\n{object}\nendobj\n", n + 1));
    format!("%PDF-1.7\n{}trailer\n<< /Size {} /Root 1 0 R >>\n%%EOF\n", numbered.collect::<String>(), objects.len() + 1)
        .into_bytes()
}

/// Width and height of a PNG.
fn size(png: &[u8]) -> (u32, u32) {
    assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    (number(16), number(20))
}

#[test]
fn pages_are_counted_drawn_and_read() {
    let letter = pdf(&["Dear Zibellin", "Yours"]);
    assert_eq!(asked(Media::Pdf, "pages", &letter), b"#2");
    let page = asked(Media::Pdf, "1", &letter);
    assert_eq!((page[0], size(&page[1..])), (b'P', (1240, 1754)), "an A4 page at 150 to the inch");
    assert_ne!(page, asked(Media::Pdf, "2", &letter), "something is drawn on it");
    let text = asked(Media::Pdf, "text", &letter);
    assert_eq!(String::from_utf8_lossy(&text), "TDear Zibellin\nsecond line\u{c}Yours\nsecond line\u{c}");
    assert_eq!(asked(Media::Pdf, "3", &letter), b"N");
    assert_eq!(asked(Media::Pdf, "0", &letter), b"N");
}

/// A scan of so many pages, each one grey point (TIFF 6.0, 2).
fn scan(pages: u32) -> Vec<u8> {
    let mut bytes = b"II\x2a\0\x08\0\0\0".to_vec();
    for page in 0..pages {
        let here = u32::try_from(bytes.len()).unwrap();
        let (point, next) = (here + 2 + 8 * 12 + 4, here + 2 + 8 * 12 + 4 + 2);
        // width, height, bits, compression, what black is, where the points are, rows of a strip, bytes of a strip
        let fields = [(256, 1), (257, 1), (258, 8), (259, 1), (262, 1), (273, point), (278, 1), (279, 1)];
        bytes.extend(8_u16.to_le_bytes());
        for (tag, value) in fields {
            bytes.extend([u16::to_le_bytes(tag), 4_u16.to_le_bytes()].concat());
            bytes.extend([1_u32.to_le_bytes(), u32::to_le_bytes(value)].concat());
        }
        bytes.extend(if page + 1 < pages { next } else { 0 }.to_le_bytes());
        bytes.extend([0x80, 0]);
    }
    bytes
}

#[test]
fn a_scan_of_several_pages_is_not_shown_as_if_it_were_one() {
    assert_eq!(asked(Media::Tiff, "1", &scan(1))[0], b'P');
    assert_eq!(asked(Media::Tiff, "1", &scan(2)), b"S");
}

/// A sheet of labels as it is printed.
fn sheet(codes: &[LabelCode]) -> Vec<u8> {
    let marks = Marks {
        printed_by: "Gus Ernst".to_owned(),
        printed_at: LocalTime { at: Instant(0), offset_minutes: 0 },
        page_mark: "P-1".to_owned(),
        checkpoint: None,
        entry_number: None,
    };
    let label = |code: &LabelCode| Label::new(*code, "2026-000123-R_2026-01-05_folder_008_v1".to_owned()).unwrap();
    let labels = Labels {
        organisation: "Riverside".to_owned(),
        case_number: CaseNumber::new(2026, 123),
        labels: codes.iter().map(label).collect(),
        marks,
    };
    Renderer::new(&[]).render(&Document::Labels(labels), Paper::A4).unwrap()
}

#[test]
fn a_sheet_of_labels_that_is_printed_and_photographed_is_read() {
    let mut codes: Vec<LabelCode> = (1..=10).map(|n| LabelCode::from_random(n * 104_729)).collect();
    codes.sort_unstable();
    let photo = asked(Media::Pdf, "1", &sheet(&codes));
    assert_eq!(photo[0], b'P');
    let mut said: Vec<String> =
        String::from_utf8(asked(Media::Png, "labels", &photo[1..])).unwrap().lines().map(str::to_owned).collect();
    assert_eq!(said.remove(0), "Q0", "and nothing else");
    said.sort_unstable();
    assert_eq!(said, codes.iter().map(LabelCode::to_string).collect::<Vec<_>>());
    let page = asked(Media::Pdf, "1", &pdf(&["P-000001-1"]));
    assert_eq!(asked(Media::Png, "labels", &page[1..]), b"Q0", "a code is read, not letters");
}

#[test]
fn what_is_no_such_file_is_said_to_be_none() {
    let letter = pdf(&["Dear Zibellin"]);
    for media in [Media::Pdf, Media::Jpeg, Media::Png, Media::Webp, Media::Tiff] {
        for bytes in [&b""[..], b"%PDF-1.7", &[0; 5_000], &letter[..40], &[0xFF; 70_000]] {
            assert_eq!(asked(media, "1", bytes), b"D", "{} {}", media.code(), bytes.len());
        }
    }
    for media in [Media::Jpeg, Media::Png, Media::Webp] {
        assert_eq!(asked(media, "labels", &letter), b"D", "{}", media.code());
    }
    for media in [Media::Pdf, Media::Tiff, Media::Heic] {
        assert_eq!(asked(media, "labels", &letter), b"K", "{}", media.code());
    }
    assert_eq!(asked(Media::Docx, "1", b"PK"), b"K");
    assert_eq!(asked(Media::Jpeg, "2", b""), b"N");
    assert_eq!(asked(Media::Pdf, "text", &letter[..40]), b"D");
    assert_eq!(asked(Media::Jpeg, "text", b""), b"K");
}

#[test]
fn a_file_that_wants_all_memory_or_time_gets_neither() {
    // a page that is drawn within itself, over and over: ten forms, each of which shows the next one ten times
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>"
            .to_owned(),
        "<< /Length 5 >>\nstream\n/X Do\nendstream".to_owned(),
    ];
    for level in 0..10 {
        let (content, next) = ("/X Do ".repeat(10), 6 + level);
        objects.push(format!(
            "<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /X {next} 0 R >> >> /Length {} >>\nstream\n{content}\nendstream",
            content.len()
        ));
    }
    let square = "0 0 9 9 re f";
    objects.push(format!(
        "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length {} >>\nstream\n{square}\nendstream",
        square.len()
    ));
    let numbered = objects.iter().enumerate().map(|(n, object)| format!("{} 0 obj\n{object}\nendobj\n", n + 1));
    let bomb = format!("%PDF-1.7\n{}trailer\n<< /Size 99 /Root 1 0 R >>\n", numbered.collect::<String>());
    let answer = asked(Media::Pdf, "1", bomb.as_bytes());
    assert!(answer.is_empty() || answer == b"D" || answer[0] == b'P', "{:?}", &answer[..answer.len().min(9)]);
    // a picture that says that it is forty thousand points wide and high
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    png.extend([40_000_u32.to_be_bytes(), 40_000_u32.to_be_bytes()].concat());
    png.extend(b"\x08\x06\0\0\0\0\0\0\0");
    assert_eq!(asked(Media::Png, "1", &png), b"D");
    assert_eq!(asked(Media::Png, "labels", &png), b"D");
}

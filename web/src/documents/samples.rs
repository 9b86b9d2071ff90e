//! The pages of documents, from samples.

use domain::documents::{Arrived, DocumentRules, FileSecret, Way};
use domain::media::{Media, Scanned};
use domain::text::Line;

use super::add::{AddPage, WaitingFile};
use super::list::{DocumentLine, DocumentsPage};
use super::look::{LookPage, Sight};
use super::show::{DocumentPage, VersionLine};
use super::told;
use crate::face::form::Field;
use crate::face::parts::{Act, DraftState, Empty, Folder, Paging, Pairs, Tab, Tabs};
use crate::face::prelude::*;
use crate::samples::{Samples, data, frame};

pub(crate) fn folder() -> Folder {
    let (case, client) = (Number::new(data("2025-000377-W")), Number::new(data("C-D4N8GX-2")));
    Folder { case, client, level: "Sensitive".into(), ..Folder::default() }
}

pub(crate) fn tabs() -> Tabs {
    let tab = Tab { label: "Documents".into(), href: "/cases/1/documents".to_owned(), count: Some(2), current: true };
    Tabs { label: "In this case".into(), tabs: vec![tab] }
}

fn arrived(media: Media, scanned: Scanned) -> Arrived {
    Arrived {
        address: "00".repeat(32),
        secret: FileSecret::new("00".repeat(32)),
        length: 412_000,
        digest: "00".repeat(32),
        media,
        original: Line::parse(&data("scan0001.pdf")).ok(),
        scanned,
        way: Way::Mail,
    }
}

fn line(title: &str, mistaken: bool) -> DocumentLine {
    let title: Words = data(title).into();
    DocumentLine {
        more: data("Letter, dated 3 November").into(),
        name: data("2025-000377-W_2026-11-03_letter_001_v1.pdf"),
        file: told::file(&arrived(Media::Pdf, Scanned::Clean)),
        states: if mistaken {
            vec![State::overdue("Filed by mistake")]
        } else {
            vec![State::note("Sensitive").icon("lock")]
        },
        acts: vec![Act::link("Download", "/cases/1/documents/1/files/1").icon("download").about(title.clone())],
        title,
    }
}

fn list(empty: bool) -> DocumentsPage {
    DocumentsPage {
        frame: frame(),
        folder: folder(),
        tabs: tabs(),
        asked: vec![
            (data("Consent form").into(), State::due("Missing")),
            (data("Letter").into(), State::done("There")),
        ],
        documents: if empty { Vec::new() } else { vec![line("From the school", false)] },
        mistakes: if empty { Vec::new() } else { vec![line("Of somebody else", true)] },
        empty: empty.then(|| {
            Empty::new(
                "No document was filed yet.",
                "Letters, scans and photos are kept here, sealed, under names that are made for them.",
            )
        }),
        paper: crate::paper::samples::section(empty),
    }
}

fn add(files: usize) -> AddPage {
    let form = Filled::new().wrong("title_1", "Please fill this in.");
    let file = |n: usize| WaitingFile {
        name: data("scan0001.pdf").into(),
        more: told::file(&arrived(Media::Pdf, Scanned::Not)),
        fields: vec![
            form.text(&format!("title_{n}"), "What it is").max(200),
            Field::row(
                "Dates",
                vec![form.date(&format!("dated_{n}"), "Date on it"), form.date(&format!("received_{n}"), "Received")],
            ),
        ],
        drop: "/cases/1/uploads/1/drop".to_owned(),
    };
    AddPage {
        frame: frame(),
        folder: folder(),
        tabs: tabs(),
        uploads: "/cases/1/uploads".to_owned(),
        accepted: told::accepted(&DocumentRules::default()),
        ways: Some(data("documents+2025-000377-W@example.org").into()),
        most: 100_000_000,
        files: (1..=files).map(file).collect(),
        level: form.select("level", "How confidential", &[Choice::new("confidential", "Confidential")]),
        action: "/cases/1/documents".to_owned(),
        draft: "/drafts/1/documents".to_owned(),
        state: DraftState::new(),
        back: "/cases/1/documents".to_owned(),
        form,
    }
}

fn one() -> DocumentPage {
    let version = VersionLine {
        title: Words::from("Version {n}").with("n", 2),
        more: told::file(&arrived(Media::Tiff, Scanned::Not)),
        name: data("2025-000377-W_2026-11-03_letter_001_v2.tif"),
        scanned: told::scanned(&arrived(Media::Tiff, Scanned::Not)),
        acts: vec![Act::link("Entry", "/cases/1/entries/7").plain()],
    };
    DocumentPage {
        frame: frame(),
        folder: folder(),
        tabs: tabs(),
        title: data("From the school").into(),
        states: vec![State::overdue("Filed by mistake")],
        mistake: data("It belongs to somebody else.").into(),
        facts: Pairs::new().with("Type", data("Letter")),
        versions: vec![version],
        acts: vec![Act::link("Correct", "/cases/1/documents/1/correction").icon("pen")],
    }
}

fn look(sight: Sight) -> LookPage {
    LookPage {
        frame: frame(),
        folder: folder(),
        tabs: tabs(),
        title: data("From the school").into(),
        more: data("Letter, dated 3 November").into(),
        sight,
        paging: Paging {
            newer: None,
            older: Some("/cases/1/documents/1/look/1?page=2".to_owned()),
            here: Words::from("Page {n} of {all}").with("n", 1).with("all", 2),
        },
        acts: vec![Act::link("Download", "/cases/1/documents/1/files/1").icon("download")],
    }
}

pub(crate) fn samples(show: &mut Samples) {
    let alt = Words::from("Page {n} of {title}").with("n", 1).with("title", data("From the school"));
    show.page("document-page", &look(Sight::Page { picture: "/cases/1/documents/1/pictures/1/1".to_owned(), alt }));
    show.page("document-text", &look(Sight::Text(data("Dear Ms Vega").into())));
    show.page(
        "document-unseen",
        &look(Sight::Nothing("Files of this kind cannot be shown here; please download it.".into())),
    );
    show.page("documents", &list(false));
    show.page("documents-none", &list(true));
    show.page("documents-add", &add(2));
    show.page("documents-add-first", &add(0));
    show.page("document", &one());
}

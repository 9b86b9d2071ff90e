//! The page of a search, from samples.

use casework::search::Extent;
use domain::search::Piece;

use super::hits::{ExcerptLine, HitLine, left_out, looked_through};
use super::page::{KindButton, Results, SearchPage, nothing};
use crate::documents::samples::{folder, tabs};
use crate::face::prelude::*;
use crate::samples::{Samples, data, frame};

fn excerpt(term: &'static str, page: Option<u32>, covered: Option<Name>) -> ExcerptLine {
    let piece = |text: &str, found| Piece { text: data(text), found };
    ExcerptLine {
        term: term.into(),
        page: page.map(|n| (Words::from("Page {n}").with("n", n), "/cases/1/documents/1/look/1?page=2".to_owned())),
        pieces: vec![piece("Ms ", false), piece("<b>Núñez</b>", true), piece(" takes him to school …", false)],
        covered,
    }
}

fn hit(excerpts: Vec<ExcerptLine>, places: Words) -> HitLine {
    HitLine {
        icon: "phone",
        title: "Phone".into(),
        href: "/cases/1?holds=7#e7".to_owned(),
        kind: "Contacts".into(),
        when: data("Tuesday, 3 November 2026").into(),
        who: Words::from("{who}, entry {n}").with("who", data("Maria Vega")).with("n", 7),
        excerpts,
        places,
    }
}

fn results(empty: bool) -> Results {
    let extent =
        Extent { entries: 212, closed: 2, documents: 14, cut: 1, pictures: 3, kinds: 1, unread: 1, waiting: 4 };
    let some = || {
        let places = Words::from("Found in {n} places").with("n", 12);
        let name = Some(Name::new(data("Rosa Núñez")));
        vec![
            hit(vec![excerpt("Summary", None, None), excerpt("With", None, name)], Words::default()),
            hit(vec![excerpt("Text", Some(2), None)], places),
        ]
    };
    let button = |label: &'static str, code: &'static str, count| KindButton {
        label: label.into(),
        code,
        count,
        current: code.is_empty(),
    };
    Results {
        lead: if empty {
            Words::default()
        } else {
            Words::count("One entry or document fits.", "{n} entries and documents fit, the newest first.", 61)
        },
        words: data("nunez school"),
        kinds: if empty { Vec::new() } else { vec![button("All", "", 61), button("Contacts", "contacts", 40)] },
        hits: if empty { Vec::new() } else { some() },
        kind: "",
        pages: if empty { (None, None) } else { (Some(1), Some(3)) },
        here: Words::from("{from} to {until} of {all}").with("from", 26).with("until", 50).with("all", 61),
        empty: empty.then(nothing),
        waits: !empty,
        searched: looked_through(&extent),
        left_out: left_out(&extent),
    }
}

fn page(form: Filled, results: Option<Results>) -> SearchPage {
    SearchPage { frame: frame(), folder: folder(), tabs: tabs(), form, action: "/cases/1/search".to_owned(), results }
}

pub(crate) fn samples(show: &mut Samples) {
    let typed = || Filled::new().with("q", data("nunez school"));
    show.page("case-search", &page(Filled::new(), None));
    show.page("case-search-wrong", &page(typed().wrong("q", "Please fill this in."), None));
    show.page("case-search-found", &page(typed(), Some(results(false))));
    show.page("case-search-nothing", &page(typed(), Some(results(true))));
}

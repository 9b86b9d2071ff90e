//! Samples of the pages about addresses.

use super::change::MadePage;
use super::list::{FeedsPage, Row};
use crate::face::parts::{Act, Empty};
use crate::samples::{Samples, data, frame};

fn row(what: &'static str, more: &str) -> Row {
    Row {
        what: what.into(),
        more: data(more).into(),
        stop: Act::link("Stop this address", "/calendar/feeds/1/revocation").about(data(more)),
    }
}

/// Every page.
pub(crate) fn samples(show: &mut Samples) {
    let here = || frame().page("Your calendar in another program", "/calendar/feeds");
    let make = || Some(Act::link("Make an address", "/calendar/feeds/new").main().icon("plus"));
    show.page(
        "feeds",
        &FeedsPage {
            frame: here(),
            rows: vec![
                row("Your own sessions", "Made Mon 9 Nov 2026, last fetched today 10:30"),
                row("The sessions of your team", "Made today 09:12, never fetched"),
            ],
            none: None,
            make: make(),
        },
    );
    let none =
        Empty::new("You have no address yet.", "Make one to see your sessions on your phone or in your mail program.");
    show.page("feeds-none", &FeedsPage { frame: here(), rows: Vec::new(), none: Some(none), make: make() });
    let address = data("cases.example.org/calendar/kq1gJ2pVxX0y7wT9mZ4bC5nD6fG8hL3rS0aQ2eU1iOs.ics");
    show.page("feeds-made", &MadePage { frame: here(), address });
}

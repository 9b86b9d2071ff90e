//! Samples of a series before it is signed: nothing asked for yet, the dates, and a date that nothing was chosen for.

use domain::series::{InTheWay, Proposal};

use super::{SeriesPage, rows, told};
use crate::face::form::Field;
use crate::face::prelude::*;
use crate::samples::{Samples, at, data, frame};

fn page(form: Filled, proposals: &[Proposal]) -> SeriesPage {
    let weeks = [Choice::new("1", super::every(1)), Choice::new("2", super::every(2))];
    let rhythm = vec![form.select("every", "How often", &weeks), form.number("count", "How many").or("8").free()];
    SeriesPage {
        frame: frame(),
        folder: crate::documents::samples::folder(),
        tabs: crate::documents::samples::tabs(),
        heading: "Book a series".into(),
        lead: "Sessions at the same hour every so many weeks. First you see the dates and what is in their way; nothing is booked before you sign.".into(),
        action: "/cases/1/series".to_owned(),
        fields: vec![Field::row("How often", rhythm).quiet(), form.date("day", "Day").or(data("2026-11-23"))],
        rows: rows(&form, proposals),
        told: told(proposals),
        back: "/cases/1/sessions".to_owned(),
        form,
    }
}

/// The page in its states.
pub(crate) fn samples(show: &mut Samples) {
    show.page("series-new", &page(Filled::new(), &[]));
    let free = |day| Proposal { planned: at(day, 10, 0), in_the_way: None, instead: None };
    show.page("series-free", &page(Filled::new(), &[free(23), free(30)]));
    let hindered = |day, way, instead| Proposal { in_the_way: Some(way), instead, ..free(day) };
    let dates = [
        free(23),
        hindered(24, InTheWay::DayOff, Some(at(25, 10, 0))),
        hindered(26, InTheWay::ClientTaken, Some(at(26, 11, 0))),
        hindered(27, InTheWay::Away, None),
    ];
    let wrong = Filled::new().with("on_4", "").wrong("on_4", "Please choose one.");
    show.page("series-dates", &page(wrong, &dates));
}

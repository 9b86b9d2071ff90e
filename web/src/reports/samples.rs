//! The pages of reports, from samples.

use super::list::{ReportLine, ReportsPage};
use super::show::ReportPage;
use crate::face::parts::Line;
use crate::face::prelude::*;
use crate::samples::{Samples, at, data, frame};

fn folder() -> Folder {
    Folder {
        case: Number::new(data("2025-000377-W")),
        client: Number::new(data("C-D4N8GX-2")),
        level: "Sensitive".into(),
        ..Folder::default()
    }
}

fn tabs() -> Tabs {
    Tabs {
        label: "In this case".into(),
        tabs: vec![Tab { label: "Reports".into(), href: "/cases/1/reports".to_owned(), count: Some(2), current: true }],
    }
}

pub(crate) fn samples(show: &mut Samples) {
    let line = |state, more: &'static str, act| ReportLine {
        period: data("1 Aug – 31 Oct").into(),
        state,
        more: more.into(),
        acts: vec![act],
    };
    let edit = Act::link("Change and hand in again", "/cases/1/reports/2/edit").main();
    show.page(
        "reports",
        &ReportsPage {
            frame: frame(),
            folder: folder(),
            tabs: tabs(),
            next: Words::from("Next report due {when}").with("when", crate::face::when::when(at(30, 17, 0))),
            state: Some(State::limit(at(30, 17, 0))),
            reports: vec![
                line(State::overdue("Came back with comments").icon("back"), "", edit),
                line(
                    State::done("Approved and locked").icon("lock"),
                    "",
                    Act::link("Read", "/cases/1/reports/3").plain(),
                ),
            ],
            empty: None,
        },
    );
    show.page(
        "report",
        &ReportPage {
            frame: frame(),
            folder: folder(),
            tabs: tabs(),
            period: data("1 Aug – 31 Oct").into(),
            state: State::due("Waits for the supervisor"),
            more: Words::default(),
            comments: None,
            sheet: Sheet {
                id: "report".to_owned(),
                icon: "report",
                title: "Progress report".into(),
                lines: vec![Line::new("Outcomes", data("School attendance is above 95 %."))],
                ..Sheet::default()
            },
            acts: vec![Act::post("Approve", "/cases/1/reports/2/approval").main().icon("done")],
            blocked: Some(Blocked::new(
                "approve",
                "Approve",
                "Nobody approves their own work. Another supervisor of this case has to decide.",
            )),
            foot: "Printed by nobody.".into(),
        },
    );
}

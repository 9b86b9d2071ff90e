//! The figures as a file for a spreadsheet (CSV, RFC 4180). Names of workers and programmes stand in it, and nothing of clients.

use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse as _;
use casework::service::{ServiceSeen, service_review};
use domain::service::{Counts, RemindedBy, Veiled};

use super::Wanted;
use crate::answer::Answer;
use crate::guard::Query;
use crate::person::Person;

/// `GET /service-review/figures`
pub async fn show(person: Person, Query(wanted): Query<Wanted>) -> Answer {
    let (span, _, _) = wanted.read();
    let seen = service_review(&person.ctx, span).await?;
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8; header=present"),
        (CONTENT_DISPOSITION, "attachment; filename=\"service-review.csv\""),
    ];
    Ok((headers, write(&seen)).into_response())
}

/// The table. Its words are codes that stay the same in every language.
pub(super) fn write(seen: &ServiceSeen) -> String {
    let mut lines = Vec::new();
    let heads = [
        "from",
        "until",
        "by",
        "of",
        "held",
        "no_show",
        "by_client",
        "late",
        "by_us",
        "booked",
        "moved",
        "without_next",
    ];
    lines.push(heads.map(str::to_owned).join(","));
    let mut line = |by: &str, of: &str, counts: Option<&Counts>| {
        let mut cells = vec![seen.span.from.to_string(), seen.span.until.to_string(), by.to_owned(), cell(of)];
        let numbers = counts.map(|counts| {
            let Counts { booked, held, no_show, by_client, late, by_us, moved, without_next, .. } = *counts;
            [held, no_show, by_client, late, by_us, booked, moved, without_next].map(|n| n.to_string())
        });
        // what is not told stays empty
        cells.extend(numbers.unwrap_or_else(|| std::array::from_fn(|_| String::new())));
        lines.push(cells.join(","));
    };
    let figures = &seen.figures;
    line("all", "", Some(&figures.all));
    for of in &figures.programmes {
        line("programme", &of.name, (of.told == Veiled::Shown).then_some(&of.counts));
    }
    for (staff, counts) in &figures.workers {
        line("worker", seen.name(*staff), Some(counts));
    }
    for (day, counts) in (1..).zip(&figures.weekdays) {
        line("weekday", &i32::to_string(&day), Some(counts));
    }
    for by in RemindedBy::ALL {
        line("reminded", by.code(), Some(figures.reminded.get(&by).unwrap_or(&Counts::default())));
    }
    lines.push(String::new());
    lines.join("\r\n")
}

/// One cell of text: in quotes, and never a formula to a spreadsheet.
fn cell(text: &str) -> String {
    let guard = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_text_whatever_stands_in_it() {
        assert_eq!(cell("Ada \"A\" Moreau"), "\"Ada \"\"A\"\" Moreau\"");
        assert_eq!(cell("=1+1"), "\"'=1+1\"");
        assert_eq!(cell("@x"), "\"'@x\"");
    }
}

//! The service review: how sessions came out in a span of days, drawn and as numbers, and recording that somebody has looked (FS-6.1).

mod drawn;
pub mod record;
#[cfg(test)]
pub(crate) mod samples;
pub mod table;

use casework::service::{CaseWithout, ServiceSeen, WantedSpan, service_review};
use domain::service::{DaySpan, Reviewed};
use domain::text::Narrative;
use jiff::civil::Date;

use crate::answer::Answer;
use crate::face::form::Field;
use crate::face::parts::{Act, Bars, Empty};
use crate::face::prelude::*;
use crate::face::when;
use crate::fields::is_likely;
use crate::guard::Query;
use crate::paths;
use crate::person::Person;

pub(crate) use drawn::percent;

/// Where the review is.
pub(crate) const PATH: &str = "/service-review";

/// How many reviews are listed; all of them stand in the record.
pub(crate) const LISTED: usize = 8;

/// Which days are asked for.
#[derive(Debug, Clone, Default, serde::Deserialize)]
pub struct Wanted {
    #[serde(default)]
    span: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    until: String,
}

/// The spans that are offered: code and words.
const SPANS: [(&str, &str); 4] =
    [("4", "Last 4 weeks"), ("12", "Last 12 weeks"), ("26", "Last 26 weeks"), ("quarter", "Last quarter")];

/// The one that is shown when nobody has asked for another.
const USUAL: &str = "12";

impl Wanted {
    /// The span, and the form with what is wrong about its days.
    pub(crate) fn read(&self) -> (WantedSpan, &str, Filled) {
        let usual = WantedSpan::Weeks(12);
        let filled = match self.span.as_str() {
            "days" => Filled::new().with("from", self.from.as_str()).with("until", self.until.as_str()),
            _ => Filled::new(),
        };
        match self.span.as_str() {
            "4" => (WantedSpan::Weeks(4), "4", filled),
            "26" => (WantedSpan::Weeks(26), "26", filled),
            "quarter" => (WantedSpan::Quarter, "quarter", filled),
            "days" => {
                let day = |text: &str| text.parse::<Date>().ok().filter(|day| is_likely(*day));
                match (day(&self.from), day(&self.until)) {
                    (Some(from), Some(until)) => match DaySpan::new(from, until) {
                        Some(days) => (WantedSpan::Days(days), "days", filled),
                        None => {
                            let wrong = "Please choose a last day after the first one, at most two years later.";
                            (usual, USUAL, filled.wrong("until", wrong))
                        }
                    },
                    (None, _) => (usual, USUAL, filled.wrong("from", "Please choose the first day.")),
                    (_, None) => (usual, USUAL, filled.wrong("until", "Please choose the last day.")),
                }
            }
            _ => (usual, USUAL, filled),
        }
    }
}

/// A span that can be chosen.
#[derive(Debug, Clone)]
pub struct Way {
    /// "Last 4 weeks".
    pub label: Words,
    /// Its address.
    pub href: String,
    /// Whether it is the one that is shown.
    pub current: bool,
}

/// A figure now and before.
#[derive(Debug, Clone)]
pub struct Line {
    /// What is counted.
    pub what: Words,
    /// How it is now.
    pub now: Words,
    /// How it was before.
    pub before: Words,
}

/// An open case without a next session.
#[derive(Debug, Clone)]
pub struct WithoutLine {
    /// Where the case is.
    pub href: String,
    /// Its number.
    pub number: Number,
    /// The client.
    pub name: Name,
    /// Who carries it.
    pub worker: String,
    /// Why there is none.
    pub why: Words,
    /// The way to book one.
    pub act: Act,
}

/// A review that was recorded.
#[derive(Debug, Clone)]
pub struct ReviewLine {
    /// Which days.
    pub days: Words,
    /// By whom and when.
    pub signed: Words,
    /// What was found.
    pub findings: String,
    /// What follows.
    pub actions: String,
}

/// `GET /service-review`
#[derive(Debug, Template)]
#[template(path = "service/show.html")]
pub struct ServicePage {
    /// The frame.
    pub frame: Frame,
    /// Which days, and with which they are compared.
    pub lead: Words,
    /// The spans.
    pub ways: Vec<Way>,
    /// What is wrong with the days.
    pub form: Filled,
    /// The days of one's own choice.
    pub days: Vec<Field>,
    /// What can be done.
    pub acts: Vec<Act>,
    /// When there was no session.
    pub none: Option<Empty>,
    /// Everything together.
    pub together: Vec<Line>,
    /// By programme, worker, weekday and reminder.
    pub bars: Vec<Bars>,
    /// Why something is not told.
    pub veiled: Words,
    /// Working time and sessions.
    pub hours: Option<Bars>,
    /// From session to signature.
    pub signing: Vec<Line>,
    /// How many open cases have no next session.
    pub without: Words,
    /// Those that one may read.
    pub cases: Vec<WithoutLine>,
    /// The reviews so far.
    pub reviews: Vec<ReviewLine>,
}

/// `GET /service-review`
pub async fn show(person: Person, Query(wanted): Query<Wanted>) -> Answer {
    let (span, code, filled) = wanted.read();
    let wrong = filled.is_wrong();
    let seen = service_review(&person.ctx, span).await?;
    Ok(person.form("Service review", wrong, |frame| page(&seen, code, filled, frame)))
}

/// The spans that can be chosen on a page.
pub(crate) fn ways(path: &str, chosen: &str) -> Vec<Way> {
    let way = |(known, label): &(&'static str, &'static str)| Way {
        label: (*label).into(),
        href: format!("{path}?span={known}"),
        current: *known == chosen,
    };
    SPANS.iter().map(way).collect()
}

fn page(seen: &ServiceSeen, code: &str, form: Filled, frame: Frame) -> ServicePage {
    let DaySpan { from, until } = seen.span;
    let query = format!("span=days&from={from}&until={until}");
    let mut acts = vec![Act::link("Figures as a table", format!("{PATH}/figures?{query}")).plain()];
    if seen.may_record {
        acts.insert(0, Act::link("Record a review", format!("{PATH}/new?{query}")).main().icon("pen"));
    }
    let nothing = seen.figures.all == domain::service::Counts::default();
    ServicePage {
        lead: Words::from("{days}, compared with {before}")
            .with("days", days(seen.span))
            .with("before", days(seen.before)),
        ways: ways(PATH, code),
        days: vec![
            form.date("from", "From").or(from.to_string()).free(),
            form.date("until", "To").or(until.to_string()).free(),
        ],
        acts,
        none: nothing.then(|| {
            Empty::new("No session was booked for these days.", "Choose other days; figures reach back two years.")
        }),
        together: drawn::together(seen),
        bars: if nothing { Vec::new() } else { drawn::bars(seen) },
        veiled: drawn::veiled(seen),
        hours: drawn::hours(seen),
        signing: drawn::signing(seen),
        without: match (seen.without_next.open, seen.without_next.without) {
            (0, _) => "No case is open.".into(),
            (_, 0) => "Every open case has a next session.".into(),
            (open, n) => Words::count(
                "{n} of {open} open cases has no next session.",
                "{n} of {open} open cases have no next session.",
                n,
            )
            .with("open", open),
        },
        cases: seen.without_next.listed.iter().map(|one| without(seen, one)).collect(),
        reviews: seen
            .reviews
            .iter()
            .take(LISTED)
            .map(|one| {
                let review = &one.review;
                reviewed(one, seen.name(one.by), (review.from, review.until), (&review.findings, &review.actions))
            })
            .collect(),
        form,
        frame,
    }
}

/// "1 Oct 2026 to 31 Dec 2026".
pub(crate) fn days(span: DaySpan) -> Words {
    Words::from("{from} to {until}").with("from", when::plain_day(span.from)).with("until", when::plain_day(span.until))
}

fn without(seen: &ServiceSeen, one: &CaseWithout) -> WithoutLine {
    let number = Number::new(&one.number);
    WithoutLine {
        href: paths::case(one.case),
        name: one.client.as_ref().map(|client| Name::new(client.full_name())).unwrap_or_default(),
        worker: one.worker.map(|worker| seen.name(worker).to_owned()).unwrap_or_default(),
        why: match (&one.because, one.note_waits) {
            (Some(why), _) => why.clone().into(),
            (None, true) => "The note of the last session is not written yet".into(),
            (None, false) => "No reason is written down".into(),
        },
        act: Act::link("Book", paths::of_case(one.case, "sessions/new"))
            .plain()
            .about(Words::from("{number}").with("number", number.clone())),
        number,
    }
}

/// A review as a line: of which days, by whom, what was found and what follows.
pub(crate) fn reviewed<R>(
    one: &Reviewed<R>,
    who: &str,
    span: (Date, Date),
    (findings, actions): (&Narrative, &Narrative),
) -> ReviewLine {
    ReviewLine {
        days: days(DaySpan { from: span.0, until: span.1 }),
        signed: Words::from("Signed by {who}, {when}").with("who", who).with("when", when::when(one.at)),
        findings: findings.reveal().to_owned(),
        actions: actions.reveal().to_owned(),
    }
}

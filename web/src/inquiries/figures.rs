//! How the clocks of inquiries came out in a span of days: by kind, owner and channel, with those that came out late (CC-4.2.2, CC-4.3.3).

use std::collections::BTreeMap;

use casework::feedback::feedback_reviews;
use casework::inquiries::{BY_FORM, InquiryFigures, inquiry_figures};
use domain::inquiries::{InquiryKind, Theme, ThemeLine};
use domain::reach::Channel;
use domain::service::Veiled;
use store::InquiriesCounted;

use super::PATH;
use super::list::{Line, told};
use crate::answer::Answer;
use crate::face::form::Field;
use crate::face::parts::{BarLine, Bars, Empty};
use crate::face::prelude::*;
use crate::feedback::Beneath;
use crate::fields::decode;
use crate::guard::Query;
use crate::person::Person;
use crate::service::{Line as Figure, Wanted, Way, days, percent, ways};
use crate::staff::name_of;

/// `GET /inbox/figures`
#[derive(Debug, Template)]
#[template(path = "inquiries/figures.html")]
pub struct FiguresPage {
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
    /// When nothing came in.
    pub none: Option<Empty>,
    /// Everything together.
    pub together: Vec<Figure>,
    /// By kind, by who answers, by channel.
    pub bars: Vec<Bars>,
    /// What complaints and feedback are about.
    pub themes: Vec<ThemeRow>,
    /// Why some figures are not told.
    pub veiled: Words,
    /// Those that came out late.
    pub lines: Vec<Line>,
    /// The reviews of complaints and feedback, and what they improve.
    pub beneath: Beneath,
}

/// What is said about one theme.
#[derive(Debug, Clone)]
pub struct ThemeRow {
    /// Which.
    pub theme: Words,
    /// Complaints, of these upheld, feedback, and all of the days before.
    pub figures: [Words; 4],
}

/// `GET /inbox/figures`
pub async fn show(person: Person, Query(wanted): Query<Wanted>) -> Answer {
    let (span, code, filled) = wanted.read();
    let wrong = filled.is_wrong();
    let seen = inquiry_figures(&person.ctx, span).await?;
    let reviews = feedback_reviews(&person.ctx).await?;
    let now = person.now();
    let today = person.organisation.rulebook.office.today(now);
    Ok(person.form("Clocks of inquiries", wrong, |frame| {
        let lines = seen.late.iter().map(|line| told(line, &seen.staff, now)).collect();
        let beneath = Beneath::of(&reviews, &seen.staff, seen.span, today);
        FiguresPage { beneath, ..page(&seen, lines, code, filled, frame) }
    }))
}

/// How the clocks of some inquiries came out.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    all: i64,
    acknowledged: i64,
    acknowledge_judged: i64,
    answered: i64,
    answer_judged: i64,
}

impl Sum {
    fn of<'a>(rows: impl IntoIterator<Item = &'a InquiriesCounted>) -> Self {
        rows.into_iter().fold(Self::default(), |sum, row| Self {
            all: sum.all + row.all,
            acknowledged: sum.acknowledged + row.acknowledged,
            acknowledge_judged: sum.acknowledge_judged + row.acknowledge_judged,
            answered: sum.answered + row.answered,
            answer_judged: sum.answer_judged + row.answer_judged,
        })
    }
}

/// A share in whole per cent; nothing of nothing.
const fn share(part: i64, of: i64) -> Option<i64> {
    if of == 0 { None } else { Some(part * 100 / of) }
}

pub(super) fn page(seen: &InquiryFigures, lines: Vec<Line>, code: &str, form: Filled, frame: Frame) -> FiguresPage {
    let (now, before) = (Sum::of(&seen.rows), Sum::of(&seen.earlier));
    let figure =
        |what: &'static str, of: fn(Sum) -> Words| Figure { what: what.into(), now: of(now), before: of(before) };
    let none = Empty::new("No inquiry came in on these days.", "Choose other days.");
    FiguresPage {
        lead: Words::from("What came in from {days}, compared with {before}")
            .with("days", days(seen.span))
            .with("before", days(seen.before)),
        ways: ways(&format!("{PATH}/figures"), code),
        days: vec![
            form.date("from", "From").or(seen.span.from.to_string()).free(),
            form.date("until", "To").or(seen.span.until.to_string()).free(),
        ],
        none: (now.all == 0).then_some(none),
        together: vec![
            figure("Inquiries", |sum| Words::from("{n}").with("n", sum.all)),
            figure("Acknowledged in time", |sum| percent(share(sum.acknowledged, sum.acknowledge_judged))),
            figure("Answered in time", |sum| percent(share(sum.answered, sum.answer_judged))),
            figure("Within their time, without an answer yet", |sum| {
                Words::from("{n}").with("n", sum.all - sum.answer_judged)
            }),
        ],
        veiled: veiled(seen),
        themes: themes(seen),
        bars: if now.all == 0 { Vec::new() } else { bars(seen) },
        lines,
        beneath: Beneath::default(),
        form,
        frame,
    }
}

/// The themes of which somebody has said something, in these days or before.
fn themes(seen: &InquiryFigures) -> Vec<ThemeRow> {
    let [now, before] = &seen.themes;
    let figure = |line: &ThemeLine, n: u32| match line.told {
        Veiled::Shown => Words::from("{n}").with("n", n),
        Veiled::Few => "Few".into(),
        Veiled::Beside => "–".into(),
    };
    let row = |(now, before): (&ThemeLine, &ThemeLine)| ThemeRow {
        theme: now.theme.map_or("Nobody has said yet", Theme::word).into(),
        figures: [
            figure(now, now.counts.complaints),
            figure(now, now.counts.right),
            figure(now, now.counts.feedback),
            figure(before, before.counts.all()),
        ],
    };
    let said = now.iter().zip(before).filter(|(now, before)| now.counts.all() + before.counts.all() != 0);
    said.map(row).collect()
}

/// What "few" means, where it is said.
fn veiled(seen: &InquiryFigures) -> Words {
    let some = seen.themes.iter().flatten().any(|line| line.told != Veiled::Shown);
    if some {
        "Few: fewer than five, and you may not read them. – : not shown, so that a smaller figure stays hidden.".into()
    } else {
        Words::default()
    }
}

fn bars(seen: &InquiryFigures) -> Vec<Bars> {
    let kind = |row: &InquiriesCounted| {
        let kind = InquiryKind::from_code(&row.kind).map_or("Other", InquiryKind::word);
        (kind.to_owned(), Words::from(kind))
    };
    let channel = |row: &InquiriesCounted| {
        let channel = match row.channel.as_str() {
            BY_FORM => "Public form",
            channel => decode::<Channel>(channel).map_or("Other", Channel::word),
        };
        (channel.to_owned(), Words::from(channel))
    };
    let owner = |row: &InquiriesCounted| match row.owner {
        Some(owner) => {
            let name = name_of(&seen.staff, owner);
            (name.clone(), name.into())
        }
        None => (String::new(), "Nobody".into()),
    };
    vec![
        drawn(seen, "kinds", ("By what they are", "What it is"), kind),
        drawn(seen, "owners", ("By who answers", "Who answers"), owner),
        drawn(seen, "channels", ("By how they reached us", "How it reached us"), channel),
    ]
}

/// A line for each of what `of` tells apart: by what it is sorted, and its words.
fn drawn(
    seen: &InquiryFigures,
    id: &str,
    (title, heading): (&'static str, &'static str),
    of: impl Fn(&InquiriesCounted) -> (String, Words),
) -> Bars {
    let mut groups: BTreeMap<String, (Words, Vec<&InquiriesCounted>)> = BTreeMap::new();
    for row in &seen.rows {
        let (key, label) = of(row);
        groups.entry(key).or_insert_with(|| (label, Vec::new())).1.push(row);
    }
    let line = |(label, rows): (Words, Vec<&InquiriesCounted>)| {
        let sum = Sum::of(rows);
        let parts = [sum.answered, sum.answer_judged - sum.answered, sum.all - sum.answer_judged];
        BarLine {
            label,
            parts: Ok(parts.into_iter().map(|n| u32::try_from(n).unwrap_or(0)).collect()),
            end: percent(share(sum.answered, sum.answer_judged)),
        }
    };
    Bars {
        id: id.to_owned(),
        title: title.into(),
        of: heading.into(),
        keys: vec!["Answered in time".into(), "Late".into(), "Within their time".into()],
        end: "In time".into(),
        rest: true,
        lines: groups.into_values().map(line).collect(),
    }
}

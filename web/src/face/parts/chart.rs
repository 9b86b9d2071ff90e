//! Pictures where people would rather look than read: lines over time, clocks against business hours, a meter.
//!
//! Every picture has a title and a description; the same numbers stand beside it as text. Positions are attributes, never style.

use std::fmt::Write as _;

use askama::Template;

use crate::face::filters;
use crate::face::state::Tone;
use crate::face::words::{Words, html_parts};

/// Twelve months as a line, with the aim dashed. The numbers are in per cent or points; higher is drawn higher.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/spark.html")]
pub struct Spark {
    /// The only one of its kind on the page.
    pub id: String,
    /// "Twelve months, from 90 to 96; the aim is 95".
    pub title: Words,
    /// One value a month, oldest first.
    pub values: Vec<f64>,
    /// The aim.
    pub aim: Option<f64>,
    /// The hue of the last point.
    pub tone: Tone,
}

impl Spark {
    fn scale(&self) -> Scale {
        Scale::over(self.values.iter().copied().chain(self.aim), 25.0, 3.0)
    }

    fn points(&self) -> String {
        let scale = self.scale();
        points(spread(self.values.len(), 2.0, 118.0).zip(self.values.iter().map(|value| scale.at(*value))))
    }

    fn end(&self) -> Option<(String, String)> {
        let x = if self.values.len() < 2 { 60.0 } else { 118.0 };
        self.values.last().map(|value| (format!("{x:.1}"), format!("{:.1}", self.scale().at(*value))))
    }

    fn aim_at(&self) -> Option<String> {
        self.aim.map(|aim| format!("{:.1}", self.scale().at(aim)))
    }
}

/// One score of a measure.
#[derive(Debug, Clone)]
pub struct Scored {
    /// "9 Mar".
    pub when: Words,
    /// The score.
    pub score: f64,
    /// Whether the plan changed just before.
    pub plan_changed: bool,
}

/// A measure over time with its cut-off, and the same as a table.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/score-chart.html")]
pub struct ScoreChart {
    /// The only one of its kind on the page.
    pub id: String,
    /// "Wellbeing check, March to November 2026".
    pub title: Words,
    /// What one sees, in a sentence.
    pub told: Words,
    /// The highest possible score.
    pub top: f64,
    /// The cut-off, when the measure has one.
    pub cut: Option<f64>,
    /// Whether lower is better: then the good zone lies beneath the cut-off.
    pub lower_is_better: bool,
    /// Oldest first.
    pub scores: Vec<Scored>,
}

/// A score with its place in the picture.
struct Dot {
    x: String,
    y: String,
    above: String,
    score: String,
    when: Words,
    last: bool,
    labelled: bool,
    change: Option<String>,
}

impl ScoreChart {
    const LEFT: f64 = 34.0;
    const RIGHT: f64 = 277.0;
    const FLOOR: f64 = 132.0;
    const CEILING: f64 = 16.0;

    fn y(&self, score: f64) -> f64 {
        let part = if self.top <= 0.0 { 0.0 } else { (score / self.top).clamp(0.0, 1.0) };
        Self::FLOOR - part * (Self::FLOOR - Self::CEILING)
    }

    fn dots(&self) -> Vec<Dot> {
        let count = self.scores.len();
        let gap = (count / 4).max(1);
        spread(count, Self::LEFT, Self::RIGHT)
            .zip(&self.scores)
            .enumerate()
            .map(|(i, (x, scored))| Dot {
                x: format!("{x:.1}"),
                y: format!("{:.1}", self.y(scored.score)),
                above: format!("{:.1}", self.y(scored.score) - 9.0),
                score: figure(scored.score),
                when: scored.when.clone(),
                last: i + 1 == count,
                labelled: i + 1 == count || (i % gap == 0 && i + gap < count),
                change: scored.plan_changed.then(|| format!("{:.1}", x - 13.0)),
            })
            .collect()
    }

    fn line(&self) -> String {
        points(
            spread(self.scores.len(), Self::LEFT, Self::RIGHT)
                .zip(self.scores.iter().map(|scored| self.y(scored.score))),
        )
    }

    /// Top and height of the good zone, and the height of the cut-off.
    fn zone(&self) -> Option<(String, String, String, String)> {
        self.cut.map(|cut| {
            let at = self.y(cut);
            let (top, height) =
                if self.lower_is_better { (at, Self::FLOOR - at) } else { (Self::CEILING, at - Self::CEILING) };
            (format!("{top:.1}"), format!("{height:.1}"), format!("{at:.1}"), format!("{:.1}", at + 13.0))
        })
    }

    fn cut_figure(&self) -> String {
        self.cut.map(figure).unwrap_or_default()
    }

    fn grid(&self) -> Vec<(String, String)> {
        [1.0, 0.5, 0.0].map(|part| (format!("{:.1}", self.y(self.top * part)), figure(self.top * part))).into()
    }
}

/// A span of business time in a clock, in per cent of the whole bar.
#[derive(Debug, Clone, Copy)]
pub struct OpenTime {
    /// Where it begins.
    pub from: f64,
    /// How wide it is.
    pub wide: f64,
}

/// A deadline drawn against business hours.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/clock-bar.html")]
pub struct ClockBar {
    /// The only one of its kind on the page.
    pub id: String,
    /// "Answer in 2 business days".
    pub title: Words,
    /// "4 h 38 min left, by 15:20".
    pub left: Words,
    /// Received, now and promised in a sentence.
    pub told: Words,
    /// The hue.
    pub tone: Tone,
    /// The business days in the picture, with their names.
    pub open: Vec<(OpenTime, Words)>,
    /// What has gone by.
    pub gone: Vec<OpenTime>,
    /// Where now is; none when the clock has stopped.
    pub now: Option<f64>,
    /// Where the promise is.
    pub promise: f64,
}

impl ClockBar {
    /// The gaps between business days, from and to.
    fn closed(&self) -> impl Iterator<Item = (f64, f64)> {
        self.open
            .iter()
            .zip(self.open.iter().skip(1))
            .map(|((day, _), (next, _))| (day.from + day.wide + 0.5, next.from - 0.5))
    }
}

/// A value on a scale of a hundred with the mark that it should reach.
#[derive(Debug, Clone, Template)]
#[template(
    ext = "html",
    source = "<svg class=\"meter\" role=\"img\" aria-label=\"{{ told }}\"><rect class=\"scale\" width=\"100%\" height=\"8\" y=\"2\" rx=\"4\"/><rect class=\"good {{ tone.class() }}\" width=\"{{ value }}%\" height=\"8\" y=\"2\" rx=\"4\"/>{% if let Some(mark) = mark %}<rect class=\"mark\" x=\"{{ mark }}%\" y=\"0\" width=\"2\" height=\"12\"/>{% endif %}</svg>"
)]
pub struct Meter {
    /// "Reading ease 84 of 100; messages should stay above 60".
    pub told: Words,
    /// 0 to 100.
    pub value: u8,
    /// The mark, 0 to 100.
    pub mark: Option<u8>,
    /// The hue.
    pub tone: Tone,
}

/// From values to heights.
struct Scale {
    low: f64,
    high: f64,
    floor: f64,
    ceiling: f64,
}

impl Scale {
    fn over(values: impl Iterator<Item = f64>, floor: f64, ceiling: f64) -> Self {
        let (low, high) = values.fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(value), high.max(value)));
        let room = ((high - low) * 0.1).max(1.0);
        Self { low: low - room, high: high + room, floor, ceiling }
    }

    fn at(&self, value: f64) -> f64 {
        self.floor - (value - self.low) / (self.high - self.low) * (self.floor - self.ceiling)
    }
}

/// `count` places evenly from `left` to `right`; a single one stands in the middle.
fn spread(count: usize, left: f64, right: f64) -> impl Iterator<Item = f64> {
    let last = u32::try_from(count.saturating_sub(1)).unwrap_or(u32::MAX);
    (0..count).map(move |i| {
        let i = u32::try_from(i).unwrap_or(u32::MAX);
        if last == 0 { f64::midpoint(left, right) } else { left + (right - left) * f64::from(i) / f64::from(last) }
    })
}

fn points(places: impl Iterator<Item = (f64, f64)>) -> String {
    places.fold(String::new(), |mut all, (x, y)| {
        let _ = write!(all, "{}{x:.1},{y:.1}", if all.is_empty() { "" } else { " " });
        all
    })
}

fn figure(value: f64) -> String {
    if value.fract().abs() < 0.05 { format!("{value:.0}") } else { format!("{value:.1}") }
}

html_parts!(Spark, ScoreChart, ClockBar, Meter);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_score_stands_in_the_middle_and_none_draws_nothing() {
        assert_eq!(spread(1, 0.0, 10.0).collect::<Vec<_>>(), [5.0]);
        assert_eq!(points(spread(0, 0.0, 10.0).zip([])), "");
    }

    #[test]
    fn a_flat_line_is_drawn_inside_the_picture() {
        let scale = Scale::over([100.0, 100.0].into_iter(), 25.0, 3.0);
        assert!((13.9..14.1).contains(&scale.at(100.0)));
    }

    #[test]
    fn a_score_beyond_the_scale_stays_in_the_picture() {
        let chart = ScoreChart {
            id: "c".into(),
            title: "T".into(),
            told: "D".into(),
            top: 40.0,
            cut: None,
            lower_is_better: true,
            scores: vec![],
        };
        assert!((chart.y(400.0) - ScoreChart::CEILING).abs() < f64::EPSILON);
        assert!((chart.y(-1.0) - ScoreChart::FLOOR).abs() < f64::EPSILON);
    }
}

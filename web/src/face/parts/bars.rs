//! Lines of a table, each with a bar of parts: the longer the bar the more there are, and the same numbers stand beside it.

use askama::Template;

use crate::face::filters;
use crate::face::words::{Words, html_parts};

/// One line of [`Bars`].
#[derive(Debug, Clone)]
pub struct BarLine {
    /// What it is about.
    pub label: Words,
    /// How many of each part; nothing where that is not told.
    pub parts: Result<Vec<u32>, Words>,
    /// What else stands at its end, such as a share.
    pub end: Words,
}

/// A table whose lines are drawn.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/bars.html")]
pub struct Bars {
    /// The only one of its kind on the page.
    pub id: String,
    /// "By programme".
    pub title: Words,
    /// What a line is about: "Programme".
    pub of: Words,
    /// What the parts are, four at most.
    pub keys: Vec<Words>,
    /// What stands at the end of a line: "Kept".
    pub end: Words,
    /// Whether the last part is only what is left, and drawn quietly.
    pub rest: bool,
    /// The lines.
    pub lines: Vec<BarLine>,
}

/// A part of a bar: how it is filled, where it begins and how wide it is, in per cent.
struct Piece {
    fill: usize,
    x: String,
    width: String,
}

impl Bars {
    /// How many the longest line stands for.
    fn most(&self) -> u32 {
        let sums = self.lines.iter().filter_map(|line| line.parts.as_ref().ok()).map(|parts| parts.iter().sum::<u32>());
        sums.max().unwrap_or(0).max(1)
    }

    /// Which of the four fills a part has.
    fn fill(&self, key: usize) -> usize {
        if self.rest && key + 1 == self.keys.len() { 3 } else { key }
    }

    /// Each part with its fill.
    fn legend(&self) -> impl Iterator<Item = (usize, &Words)> {
        self.keys.iter().enumerate().map(|(at, key)| (self.fill(at), key))
    }

    fn pieces(&self, parts: &[u32]) -> Vec<Piece> {
        let most = f64::from(self.most());
        let mut from = 0;
        let mut pieces = Vec::new();
        for (key, part) in parts.iter().enumerate() {
            let [x, width] = [from, *part].map(|n| format!("{:.2}", f64::from(n) * 100.0 / most));
            if 0 < *part {
                pieces.push(Piece { fill: self.fill(key), x, width });
            }
            from = from.saturating_add(*part);
        }
        pieces
    }
}

html_parts!(Bars);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_line_fills_the_picture_and_nothing_draws_nothing() {
        let line = |parts: &[u32]| BarLine { label: "A".into(), parts: Ok(parts.to_vec()), end: Words::default() };
        let hidden = BarLine { label: "B".into(), parts: Err("few".into()), end: Words::default() };
        let bars = Bars {
            id: "b".into(),
            title: "T".into(),
            of: "Of".into(),
            keys: vec!["Held".into(), "Missed".into()],
            end: "Kept".into(),
            rest: false,
            lines: vec![line(&[6, 2]), line(&[0, 4]), line(&[0, 0]), hidden],
        };
        let told = |parts: &[u32]| {
            bars.pieces(parts).iter().map(|one| format!("{} {} {}", one.fill, one.x, one.width)).collect::<Vec<_>>()
        };
        assert_eq!(told(&[6, 2]), ["0 0.00 75.00", "1 75.00 25.00"]);
        assert_eq!(told(&[0, 4]), ["1 0.00 50.00"]);
        assert!(told(&[0, 0]).is_empty());
    }
}

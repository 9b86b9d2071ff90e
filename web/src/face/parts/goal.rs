//! A goal: its words, five steps as a small ruler, and the way it is going.

use askama::Template;

use crate::face::state::{State, Tone};
use crate::face::words::{Words, html_parts, text};

/// The way a goal is going.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trend {
    /// Further than last time.
    Up,
    /// As last time.
    Level,
    /// Less than last time.
    Down,
}

impl Trend {
    /// From the last step to this one.
    pub const fn between(was: u8, now: u8) -> Self {
        if was < now {
            Self::Up
        } else if now < was {
            Self::Down
        } else {
            Self::Level
        }
    }

    /// The state with the trend's hue and icon.
    pub fn state(self, words: impl Into<Words>) -> State {
        match self {
            Self::Up => State::new(Tone::Done, words).icon("up"),
            Self::Level => State::new(Tone::Due, words).icon("level"),
            Self::Down => State::new(Tone::Overdue, words).icon("falling"),
        }
    }
}

/// Five steps, filled up to where the goal stands, with a short bar under the step of last time.
#[derive(Debug, Clone, Copy, Template)]
#[template(path = "parts/ruler.html")]
pub struct Ruler {
    now: u8,
    was: Option<u8>,
}

impl Ruler {
    /// Stands at step `now` of 1 to 5, stood at `was`.
    pub const fn new(now: u8, was: Option<u8>) -> Self {
        Self { now, was }
    }

    fn said(self) -> String {
        match self.was {
            Some(was) if was != self.now => text("Step {now} of 5, was {was}", &[("now", &self.now), ("was", &was)]),
            Some(_) => text("Step {now} of 5, as before", &[("now", &self.now)]),
            None => text("Step {now} of 5", &[("now", &self.now)]),
        }
    }

    fn steps(self) -> impl Iterator<Item = (String, &'static str)> {
        (0..5_u8).map(move |step| (place(step, 0.5), if step < self.now { "on" } else { "off" }))
    }

    fn last(self) -> Option<String> {
        self.was.filter(|was| (1..=5).contains(was)).map(|was| place(was - 1, 4.5))
    }
}

fn place(step: u8, offset: f64) -> String {
    format!("{}", f64::from(step) * 24.0 + offset)
}

/// One goal of the plan.
#[derive(Debug, Clone, Template)]
#[template(
    ext = "html",
    source = "<li class=\"goal\"><p>{{ words }}</p><div class=\"goal-now\">{{ ruler }}{{ state }}</div>{% if !so_far.is_empty() %}<p class=\"note\">{{ so_far }}</p>{% endif %}</li>"
)]
pub struct Goal {
    /// The goal as agreed.
    pub words: Words,
    /// Where it stands.
    pub ruler: Ruler,
    /// "4 of 5", "2, stalled for 3 sessions".
    pub state: State,
    /// The steps of the last sessions, where there are more than the state tells.
    pub so_far: Words,
}

html_parts!(Ruler, Goal);

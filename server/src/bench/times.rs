//! Taking times.

use std::time::{Duration, Instant};

/// Times of the same thing.
#[derive(Default)]
pub(super) struct Times(Vec<Duration>);

impl Times {
    pub(super) fn push(&mut self, time: Duration) {
        self.0.push(time);
    }

    pub(super) fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    /// So many of a hundred took at most this, in milliseconds.
    pub(super) fn percent(&mut self, percent: usize) -> f64 {
        self.0.sort_unstable();
        let at = self.0.len().saturating_sub(1) * percent / 100;
        self.0.get(at).map_or(0.0, |time| milliseconds(*time))
    }

    pub(super) fn median(&mut self) -> f64 {
        self.percent(50)
    }
}

pub(super) fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// How long this takes.
pub(super) async fn timed<T>(work: impl Future<Output = T>) -> (T, Duration) {
    let begun = Instant::now();
    let done = work.await;
    (done, begun.elapsed())
}

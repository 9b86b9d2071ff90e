//! Where the time comes from.

use std::sync::atomic::{AtomicI64, Ordering};

use domain::time::Instant;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Instant;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        Instant::from_timestamp(jiff::Timestamp::now())
    }
}

/// A clock that stands still until it is moved: for tests, and for telling the history of the demo.
#[derive(Debug)]
pub struct StillClock(AtomicI64);

impl StillClock {
    /// A clock that shows this time.
    pub const fn at(time: Instant) -> Self {
        Self(AtomicI64::new(time.0))
    }

    /// Moves it.
    pub fn set(&self, time: Instant) {
        self.0.store(time.0, Ordering::Release);
    }

    /// Moves it on by so many seconds.
    pub fn pass(&self, seconds: i64) {
        self.0.fetch_add(seconds.saturating_mul(Instant::SECOND), Ordering::AcqRel);
    }
}

impl Clock for StillClock {
    fn now(&self) -> Instant {
        Instant(self.0.load(Ordering::Acquire))
    }
}

//! Where the time comes from.

use std::sync::atomic::{AtomicI64, Ordering};

use domain::time::Instant;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Instant;

    /// How long it has been since some moment in the past, in microseconds, by a clock that nobody can set. Two readings tell how much time really
    /// went by.
    fn steady(&self) -> i64;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        Instant::from_timestamp(jiff::Timestamp::now())
    }

    fn steady(&self) -> i64 {
        static BEGAN: std::sync::LazyLock<std::time::Instant> = std::sync::LazyLock::new(std::time::Instant::now);
        i64::try_from(BEGAN.elapsed().as_micros()).unwrap_or(i64::MAX)
    }
}

/// A clock that stands still until it is moved: for tests, and for telling the history of the demo.
#[derive(Debug)]
pub struct StillClock {
    wall: AtomicI64,
    jumped: AtomicI64,
}

impl StillClock {
    /// A clock that shows this time.
    pub const fn at(time: Instant) -> Self {
        Self { wall: AtomicI64::new(time.0), jumped: AtomicI64::new(0) }
    }

    /// Moves it.
    pub fn set(&self, time: Instant) {
        self.wall.store(time.0, Ordering::Release);
    }

    /// Moves it on by so many seconds.
    pub fn pass(&self, seconds: i64) {
        self.wall.fetch_add(seconds.saturating_mul(Instant::SECOND), Ordering::AcqRel);
    }

    /// Shows another time from now on, while none has passed.
    pub fn jump(&self, seconds: i64) {
        self.pass(seconds);
        self.jumped.fetch_add(seconds.saturating_mul(Instant::SECOND), Ordering::AcqRel);
    }
}

impl Clock for StillClock {
    fn now(&self) -> Instant {
        Instant(self.wall.load(Ordering::Acquire))
    }

    fn steady(&self) -> i64 {
        self.wall.load(Ordering::Acquire).saturating_sub(self.jumped.load(Ordering::Acquire))
    }
}

//! Whether the clock can be trusted: destruction cannot be taken back, so a clock that jumped must not set it off.
//!
//! # Source
//! Security, promise P18: no destruction after a jump of more than an hour without a person.

use domain::time::Instant;
use parking_lot::Mutex;

use super::{Clock, House};

/// How far the clock may move without anybody being asked, in microseconds.
const JUMP: i64 = 3_600 * Instant::SECOND;

/// What the clock showed when it was last known to be right.
pub(super) struct Watch(Mutex<Seen>);

struct Seen {
    wall: i64,
    steady: i64,
}

impl Watch {
    /// Begins to watch. The last line of the ledger is the last time that was observed: whether a server that starts a week later stood still, or
    /// its clock was set, nobody can tell from here.
    pub(super) fn begin(clock: &dyn Clock, last_line: Option<Instant>) -> Self {
        let (now, steady) = (clock.now().0, clock.steady());
        let wall = last_line.filter(|last| JUMP < now.saturating_sub(last.0)).map_or(now, |last| last.0);
        Self(Mutex::new(Seen { wall, steady }))
    }
}

impl House {
    /// Whether the clock has moved by more than an hour against the time that went by, since it was last known to be right.
    pub fn clock_jumped(&self) -> bool {
        let seen = self.watch.0.lock();
        let wall = self.clock.now().0.saturating_sub(seen.wall);
        let passed = self.clock.steady().saturating_sub(seen.steady);
        JUMP < wall.saturating_sub(passed).saturating_abs()
    }

    /// A person has looked at another clock and said that this one is right.
    pub(crate) fn clock_confirmed(&self) {
        let mut seen = self.watch.0.lock();
        *seen = Seen { wall: self.clock.now().0, steady: self.clock.steady() };
    }
}

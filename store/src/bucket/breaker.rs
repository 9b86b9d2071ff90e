//! A breaker: after some failures in a row nobody waits any more, until one request has shown that the other side is there again.
//!
//! # Source
//! Security, promise P21: opens after five failures, half-open after thirty seconds.

use std::time::{Duration, Instant};

/// How many failures in a row open it.
const FAILURES: u32 = 5;

/// For how long.
const SHUT: Duration = Duration::from_secs(30);

/// The breaker before one other side.
#[derive(Debug, Default)]
pub(super) struct Breaker {
    failures: u32,
    /// Until when nobody is let through, once it is open.
    until: Option<Instant>,
}

impl Breaker {
    /// Whether a request may be made now. Of an open breaker one is let through every thirty seconds, to see.
    pub(super) fn may(&mut self, now: Instant) -> bool {
        match self.until {
            Some(until) if now < until => false,
            Some(_) => {
                self.until = now.checked_add(SHUT);
                true
            }
            None => true,
        }
    }

    /// Notes how a request has ended; says whether the breaker was opened or closed by it.
    pub(super) fn ended(&mut self, well: bool, now: Instant) -> Option<Turned> {
        let was_open = self.until.is_some();
        if well {
            *self = Self::default();
            return was_open.then_some(Turned::Closed);
        }
        self.failures = self.failures.saturating_add(1);
        if was_open || FAILURES <= self.failures {
            self.until = now.checked_add(SHUT);
        }
        (!was_open && self.until.is_some()).then_some(Turned::Open)
    }
}

/// What became of the breaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turned {
    /// Nobody is let through any more.
    Open,
    /// Everybody is again.
    Closed,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_failures_open_it_and_one_success_after_thirty_seconds_closes_it() {
        let (mut breaker, start) = (Breaker::default(), Instant::now());
        for _ in 0..4 {
            assert_eq!(breaker.ended(false, start), None);
        }
        assert_eq!(breaker.ended(true, start), None);
        for _ in 0..4 {
            assert_eq!(breaker.ended(false, start), None, "a success between has ended the row");
        }
        assert_eq!(breaker.ended(false, start), Some(Turned::Open));
        assert!(!breaker.may(start + SHUT / 2));
        let later = start + SHUT;
        assert!(breaker.may(later), "one is let through to see");
        assert!(!breaker.may(later), "and no second one");
        assert_eq!(breaker.ended(false, later), None);
        assert!(!breaker.may(later + SHUT / 2));
        assert!(breaker.may(later + SHUT));
        assert_eq!(breaker.ended(true, later + SHUT), Some(Turned::Closed));
        assert!(breaker.may(later + SHUT) && breaker.may(later + SHUT));
    }
}

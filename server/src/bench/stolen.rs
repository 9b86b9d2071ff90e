//! Processor time that the host of a virtual machine spent elsewhere. Times that were measured meanwhile are too long, and nothing else shows it.

/// Processor time since the machine started, in ticks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ticks {
    all: u64,
    stolen: u64,
}

impl Ticks {
    /// As of now; nothing where the system does not say.
    pub(crate) fn now() -> Option<Self> {
        Self::read(&std::fs::read_to_string("/proc/stat").ok()?)
    }

    /// The first line counts all processors: user, nice, system, idle, waiting, two kinds of interrupts, stolen.
    fn read(stat: &str) -> Option<Self> {
        let line = stat.lines().next()?.strip_prefix("cpu ")?;
        let ticks: Option<Vec<u64>> = line.split_whitespace().take(8).map(|ticks| ticks.parse().ok()).collect();
        let ticks = ticks?;
        Some(Self { all: ticks.iter().sum(), stolen: *ticks.get(7)? })
    }

    /// How much of a hundred was stolen since then.
    pub(crate) fn stolen_since(self, before: Self) -> u64 {
        100 * self.stolen.saturating_sub(before.stolen) / self.all.saturating_sub(before.all).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_host_took_is_told_of_a_hundred() {
        let before = Ticks::read("cpu  100 0 50 800 0 0 0 10 0 0\ncpu0 1 2 3\n").unwrap();
        let after = Ticks::read("cpu  150 0 70 815 0 0 0 25 0 0\n").unwrap();
        assert_eq!(after.stolen_since(before), 15);
        assert_eq!(before.stolen_since(before), 0);
        assert_eq!(Ticks::read("cpu  1 2 3\n"), None);
        assert_eq!(Ticks::read(""), None);
    }
}

//! What complaints and feedback are about, counted; of what few have said, less is told (CC-4.3.3, FS-6.2).

use super::Theme;
use crate::service::{Veiled, veil};

/// A complaint or feedback, as far as it is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Voice {
    /// Whether it is a complaint.
    pub complaint: bool,
    /// What it is about; nothing while nobody has said.
    pub theme: Option<Theme>,
    /// Whether it was right, in all or in some of it.
    pub right: bool,
    /// Whether whoever looks may read it.
    pub reads: bool,
}

/// How many have said something about a theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ThemeCounts {
    /// Complaints.
    pub complaints: u32,
    /// Of these, so many were right.
    pub right: u32,
    /// Feedback.
    pub feedback: u32,
}

impl ThemeCounts {
    /// Complaints and feedback together.
    pub const fn all(&self) -> u32 {
        self.complaints + self.feedback
    }
}

/// A theme with its figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ThemeLine {
    /// Which; nothing: nobody has said yet.
    pub theme: Option<Theme>,
    /// How many.
    pub counts: ThemeCounts,
    /// Whether that is told.
    pub told: Veiled,
}

/// The themes in their own order, those of which nobody has said anything too: an order by size would tell of the small ones.
pub fn themes(voices: &[Voice]) -> Vec<ThemeLine> {
    let themes = Theme::ALL.into_iter().map(Some).chain([None]);
    let of = |theme: Option<Theme>| {
        let voices: Vec<&Voice> = voices.iter().filter(|voice| voice.theme == theme).collect();
        let count = |fits: fn(&Voice) -> bool| {
            u32::try_from(voices.iter().filter(|voice| fits(voice)).count()).unwrap_or(u32::MAX)
        };
        let counts = ThemeCounts {
            complaints: count(|voice| voice.complaint),
            right: count(|voice| voice.complaint && voice.right),
            feedback: count(|voice| !voice.complaint),
        };
        (theme, counts, voices.iter().all(|voice| voice.reads))
    };
    let counted: Vec<_> = themes.map(of).collect();
    let told = veil(&counted.iter().map(|(_, counts, reads)| (counts.all(), *reads)).collect::<Vec<_>>());
    counted.into_iter().zip(told).map(|((theme, counts, _), told)| ThemeLine { theme, counts, told }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn voices(theme: Theme, complaints: usize, feedback: usize, reads: bool) -> Vec<Voice> {
        let voice = |complaint, right| Voice { complaint, theme: Some(theme), right, reads };
        let complaints = (0..complaints).map(|n| voice(true, n == 0));
        complaints.chain((0..feedback).map(|_| voice(false, false))).collect()
    }

    fn told(voices: &[Voice], theme: Theme) -> (u32, u32, u32, Veiled) {
        let line = *themes(voices).iter().find(|line| line.theme == Some(theme)).unwrap();
        (line.counts.complaints, line.counts.right, line.counts.feedback, line.told)
    }

    #[test]
    fn each_theme_is_counted_and_a_small_one_is_told_only_to_whoever_may_read_it() {
        let all = [voices(Theme::Waiting, 4, 6, false), voices(Theme::Conduct, 2, 0, false)].concat();
        assert_eq!(told(&all, Theme::Conduct), (2, 1, 0, Veiled::Few));
        assert_eq!(told(&all, Theme::Waiting), (4, 1, 6, Veiled::Beside), "or the small one were the rest of the sum");
        assert_eq!(told(&all, Theme::Access), (0, 0, 0, Veiled::Shown));
        let all = [voices(Theme::Waiting, 4, 6, true), voices(Theme::Conduct, 2, 0, true)].concat();
        assert_eq!(told(&all, Theme::Conduct), (2, 1, 0, Veiled::Shown));
        let open = [Voice { complaint: true, theme: None, right: false, reads: true }];
        assert_eq!(
            themes(&open).iter().filter(|line| line.counts.all() != 0).map(|line| line.theme).collect::<Vec<_>>(),
            [None]
        );
    }
}

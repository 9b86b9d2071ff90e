//! Counting how sessions came out, and telling less of small groups.

use super::CameOut;

/// Of how many clients together figures are shown at least, to those who may not read their cases.
pub const LEAST: u32 = 5;

/// How many bookings came out how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// To come, or nobody has said how they went.
    pub booked: u32,
    /// Held.
    pub held: u32,
    /// The client did not come.
    pub no_show: u32,
    /// Cancelled by the client.
    pub by_client: u32,
    /// Of these, too late for anybody else to have the time.
    pub late: u32,
    /// Cancelled by us.
    pub by_us: u32,
    /// Moved to another time.
    pub moved: u32,
    /// Held, and no next session was booked.
    pub without_next: u32,
    /// How many minutes the held and the booked ones take together.
    pub minutes: i64,
}

impl Counts {
    /// Counts so many that came out alike.
    pub fn add(&mut self, came_out: CameOut, count: u32, minutes: i64, without_next: u32) {
        let of = match came_out {
            CameOut::Booked => &mut self.booked,
            CameOut::Held => &mut self.held,
            CameOut::NoShow => &mut self.no_show,
            CameOut::ByClient | CameOut::ByClientLate => &mut self.by_client,
            CameOut::ByUs => &mut self.by_us,
            CameOut::Moved => &mut self.moved,
        };
        *of = of.saturating_add(count);
        if came_out == CameOut::ByClientLate {
            self.late = self.late.saturating_add(count);
        }
        if came_out == CameOut::Held {
            self.without_next = self.without_next.saturating_add(without_next);
        }
        if matches!(came_out, CameOut::Booked | CameOut::Held) {
            self.minutes = self.minutes.saturating_add(minutes);
        }
    }

    /// How many there are, moved ones left out: those stand at their new time.
    pub const fn all(&self) -> u32 {
        self.booked + self.held + self.no_show + self.by_client + self.by_us
    }

    /// How many of a hundred were kept, of those that lay with the client: held, missed, cancelled by the client. Nothing when there was none.
    pub fn kept(&self) -> Option<u32> {
        share(self.held, self.held + self.no_show + self.by_client)
    }

    /// How many of a hundred that were held have no next session.
    pub fn ended(&self) -> Option<u32> {
        share(self.without_next, self.held)
    }
}

/// How many of a hundred, rounded; nothing of none.
fn share(part: u32, whole: u32) -> Option<u32> {
    let (part, whole) = (u64::from(part), u64::from(whole));
    (0 < whole).then(|| u32::try_from((part * 200 + whole) / (whole * 2)).unwrap_or(100))
}

/// What is told of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Veiled {
    /// Everything.
    Shown,
    /// That it has fewer clients than [`LEAST`].
    Few,
    /// Nothing: from its figures those of a smaller group could be worked out.
    Beside,
}

/// What is told of each group of clients, by how many they are and whether whoever looks may read all of their cases. What is told less of has together at
/// least [`LEAST`] clients, as far as there are so many: otherwise one group could be worked out by taking the others from the sum.
pub fn veil(groups: &[(u32, bool)]) -> Vec<Veiled> {
    let few = |(clients, reads): &(u32, bool)| (1..LEAST).contains(clients) && !reads;
    let mut told: Vec<Veiled> =
        groups.iter().map(|group| if few(group) { Veiled::Few } else { Veiled::Shown }).collect();
    loop {
        let hidden: u32 = told.iter().zip(groups).filter(|(one, _)| **one != Veiled::Shown).map(|(_, (n, _))| *n).sum();
        if hidden == 0 || LEAST <= hidden {
            return told;
        }
        let shown = told.iter_mut().zip(groups).filter(|(one, (clients, _))| **one == Veiled::Shown && 0 < *clients);
        match shown.min_by_key(|(_, (clients, _))| *clients) {
            Some((one, _)) => *one = Veiled::Beside,
            None => return told,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_that_was_kept_counts_what_lay_with_the_client() {
        let mut counts = Counts::default();
        for (came_out, count) in [
            (CameOut::Held, 6),
            (CameOut::NoShow, 2),
            (CameOut::ByClientLate, 1),
            (CameOut::ByUs, 5),
            (CameOut::Moved, 4),
        ] {
            counts.add(came_out, count, 50 * i64::from(count), count.min(2));
        }
        assert_eq!((counts.kept(), counts.ended(), counts.all(), counts.minutes), (Some(67), Some(33), 14, 300));
        assert_eq!((counts.by_client, counts.late), (1, 1));
        assert_eq!((Counts::default().kept(), Counts::default().ended()), (None, None));
    }

    #[test]
    fn a_small_group_is_never_left_alone_behind_the_sum() {
        use Veiled::{Beside, Few, Shown};
        assert_eq!(veil(&[(9, false), (12, false)]), [Shown, Shown]);
        assert_eq!(
            veil(&[(9, false), (3, false), (12, false)]),
            [Beside, Few, Shown],
            "the next larger one goes along"
        );
        assert_eq!(veil(&[(9, false), (3, false), (2, false)]), [Shown, Few, Few], "together they are five");
        assert_eq!(veil(&[(9, false), (3, true)]), [Shown, Shown], "whoever may read the cases may know");
        assert_eq!(veil(&[(3, false)]), [Few]);
        assert_eq!(veil(&[(0, false), (9, false)]), [Shown, Shown], "of nobody nothing is told");
        assert_eq!(veil(&[]), []);
    }
}

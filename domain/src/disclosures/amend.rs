//! Changing what holds for consents to share and for making sure who asks (CC-4.4.1, CC-4.4.2).

use crate::event::Event;
use crate::identity::IdentityRules;
use crate::level::Level;
use crate::organisation::{Organisation, RulebookAmended};
use crate::rulebook::Rulebook;
use crate::sharing::SharingRules;
use crate::text::Line;

/// What is wrong with them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadGivingOut {
    /// Without an end, or no time at all.
    #[error("please give between 1 and 24 months")]
    Months,
    /// A page that is shut at once, or open for months.
    #[error("please give between 1 and 30 days")]
    PageDays,
    /// Nobody could renew a consent in time, or it would be asked for all the time.
    #[error("please give between 1 and 90 days")]
    AheadDays,
    /// So many facts that not every file has them, or none.
    #[error("please give between 1 and 4 facts")]
    Facts(Level),
    /// What is more confidential would need less.
    #[error("please ask for at least as many facts as for what is less confidential")]
    Fewer(Level),
    /// Nothing changes.
    #[error("nothing is changed by this")]
    Same,
}

impl Organisation {
    /// Decides on how long a consent to share may hold, what may leave by which way, and how many facts must be right before somebody hears what is in a file.
    ///
    /// # Errors
    /// [`BadGivingOut`] names the figure that is out of range.
    pub fn amend_giving_out(
        &self,
        sharing: SharingRules,
        identity: IdentityRules,
        reason: Line,
    ) -> Result<Vec<Event>, BadGivingOut> {
        let ranges = [
            (sharing.longest_months, 1..=24, BadGivingOut::Months),
            (sharing.ahead_days, 1..=90, BadGivingOut::AheadDays),
            (sharing.pickup_days, 1..=30, BadGivingOut::PageDays),
        ];
        if let Some((.., wrong)) = ranges.into_iter().find(|(figure, range, _)| !range.contains(figure)) {
            return Err(wrong);
        }
        let mut before = 1;
        for (level, facts) in identity.each() {
            if !(1..=4).contains(&facts) {
                return Err(BadGivingOut::Facts(level));
            }
            if facts < before {
                return Err(BadGivingOut::Fewer(level));
            }
            before = facts;
        }
        let rulebook = Rulebook { sharing, identity, ..self.rulebook.clone() };
        if self.rulebook == rulebook {
            return Err(BadGivingOut::Same);
        }
        Ok(vec![Event::RulebookAmended(RulebookAmended { rulebook, reason })])
    }
}

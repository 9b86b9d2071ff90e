//! The duties of referrals: asking the service where we are to, asking what came of it, and reading what it answers (FS-4.5.1, FS-4.6.2).

use super::{DutyKind, List, Owner};
use crate::cases::CaseFile;
use crate::referrals::Stands;

impl List<'_> {
    /// Whoever carries the case asks the service by the close of the next working day, and later what came of it. While somebody else decides whether a law
    /// lets it be given out, it is theirs. What the service answers by itself is read by the close of the next working day.
    pub(super) fn referrals(&mut self, case: &CaseFile) {
        let worker = Owner::Staff(self.worker);
        for referral in case.referrals.open() {
            let (id, entry) = (referral.made.id, referral.entry);
            if referral.stands() == Stands::ToSend {
                let undecided = case.disclosures.undecided();
                let mut waits = undecided.chain(case.disclosures.approved().map(|(asked, _)| asked));
                if !waits.any(|asked| asked.asked.referral == Some(id)) {
                    let due = self.rules.office.close_of_working_day(referral.at, 1);
                    self.push(DutyKind::ReferralSend, worker, referral.at, due, Some(id), Some(entry));
                }
            } else if let Some((_, at)) = referral.unread() {
                let due = self.rules.office.close_of_working_day(at, 1);
                self.push(DutyKind::ReferralAnswered, worker, at, due, Some(id), Some(entry));
            } else {
                let due = self.rules.office.close_of_day(referral.ask_by());
                self.push(DutyKind::ReferralAsk, worker, referral.last(), due, Some(id), Some(entry));
            }
        }
    }
}

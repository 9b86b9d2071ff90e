//! The duties of what leaves the house: consents to share that end, disclosures by law that wait (CM-4.3.3), and what somebody outside has not fetched or not
//! confirmed yet (CC-4.4.2, FS-4.5.2).

use super::{Duty, DutyKind, List, Owner};
use crate::cases::CaseFile;
use crate::clients::ClientFile;
use crate::ids::StaffId;
use crate::rulebook::Rulebook;
use crate::staff::Role;

/// The duties of a client's own file: each consent to share is renewed before it ends, or it is noted that it is not.
pub fn of_client(client: &ClientFile, rules: &Rulebook) -> Vec<Duty> {
    let duty = |sharing: &crate::sharing::Sharing| {
        let due = rules.office.close_of_day(sharing.agreed.until);
        let ahead = due.plus_seconds(-i64::from(rules.sharing.ahead_days) * 86_400);
        Duty {
            kind: DutyKind::SharingEnds,
            owner: Owner::Carrier,
            raised: ahead.max(sharing.on),
            due,
            item: Some(sharing.agreed.id),
            entry: None,
        }
    };
    client.sharings.to_renew().map(duty).collect()
}

impl List<'_> {
    /// Whoever carries the case; of a closed one the records officer.
    const fn keeper(&self, case: &CaseFile) -> Owner {
        if case.is_open() { Owner::Staff(self.worker) } else { Owner::Role(Role::RecordsOfficer) }
    }

    /// A disclosure by law is decided on by the supervisor, or by the data protection officer when the supervisor has asked; then whoever carries the case makes it,
    /// or of a closed one the records officer.
    pub(super) fn disclosures(&mut self, case: &CaseFile, supervisor: StaffId) {
        let days = self.rules.decision_days;
        for asked in case.disclosures.undecided() {
            let due = self.rules.office.close_of_working_day(asked.at, days);
            let own = asked.by == supervisor;
            let owner = if own { Owner::Role(Role::DataProtectionOfficer) } else { Owner::Staff(supervisor) };
            self.push(DutyKind::DisclosureDecision, owner, asked.at, due, Some(asked.asked.id), None);
        }
        for (asked, since) in case.disclosures.approved() {
            let due = self.rules.office.close_of_working_day(since, days);
            self.push(DutyKind::DisclosureMaking, self.keeper(case), since, due, Some(asked.asked.id), None);
        }
        for made in &case.disclosures.made {
            let Some(day) = made.unanswered(self.rules) else { continue };
            let due = self.rules.office.close_of_day(day);
            self.push(DutyKind::PackageReceipt, self.keeper(case), made.at, due, Some(made.made.id), None);
        }
        for page in case.disclosures.latest_pickups() {
            let Some((since, last)) = page.looked_after() else { continue };
            let due = match last {
                Some(day) => self.rules.office.close_of_day(day),
                None => self.rules.office.close_of_working_day(since, 1),
            };
            self.push(DutyKind::PickupWaits, self.keeper(case), since, due, Some(page.opened.disclosure), None);
        }
    }
}

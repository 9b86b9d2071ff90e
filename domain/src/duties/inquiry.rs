//! The duties of an inquiry: giving it to somebody, acknowledging, answering, the report of a complaint; and who is told when it is late (CC-4.2.2, CC-5).

use super::{Duty, DutyKind, Owner};
use crate::inquiries::{Inquiry, InquiryKind};
use crate::rulebook::Rulebook;
use crate::staff::Role;

/// What is to be done about an inquiry, as its file and the rulebook have it.
pub fn of_inquiry(inquiry: &Inquiry, rules: &Rulebook) -> Vec<Duty> {
    let (Some(clocks), Some(kind)) = (inquiry.clocks(rules).filter(|_| inquiry.is_open()), inquiry.kind()) else {
        return Vec::new();
    };
    let (office, limits, received) = (&rules.office, &rules.inquiries, clocks.received);
    let owner = inquiry.owner().map_or(Owner::Role(rules.responsible(kind)), Owner::Staff);
    let duty = |kind, owner, raised, due| Duty { kind, owner, raised, due, item: None, entry: None };
    let mut duties = Vec::new();
    if inquiry.owner().is_none() {
        duties.push(duty(DutyKind::InquiryGive, owner, received, clocks.acknowledge.due));
        // the role that is responsible may be of those whom it concerns, or has decided on it before, so the other one has it as well
        if inquiry.concerns().chain(inquiry.deciders()).next().is_some() {
            let others = InquiryKind::SEE_COMPLAINTS.into_iter().map(Owner::Role).filter(|other| *other != owner);
            duties.extend(others.map(|other| duty(DutyKind::InquiryGive, other, received, clocks.acknowledge.due)));
        }
    }
    if clocks.acknowledge.done.is_none() {
        duties.push(duty(DutyKind::InquiryAcknowledge, owner, received, clocks.acknowledge.due));
    }
    if kind == InquiryKind::Complaint && inquiry.escalation.is_none() {
        let due = office.close_of_working_day(received, limits.escalation_days);
        duties.push(duty(DutyKind::Escalation, owner, received, due));
    }
    duties.push(duty(DutyKind::InquiryAnswer, owner, received, clocks.answer.due));
    if inquiry.told().next().is_some() {
        let reported = inquiry.escalation.as_ref().map_or(received, |(_, at, _)| *at);
        duties.push(duty(DutyKind::ComplaintSerious, Owner::Role(Role::Director), reported, clocks.answer.due));
    }
    // the path: a supervisor first, whoever answers for complaints when that does not help
    if let Some((lapses, _)) = clocks.next() {
        let looked_at = office.close_of_working_day(lapses, limits.late_days);
        let later = office.close_of_working_day(looked_at, limits.late_days);
        duties.push(duty(DutyKind::InquiryLate, Owner::Role(Role::Supervisor), lapses, looked_at));
        duties.push(duty(DutyKind::InquiryLate, Owner::Role(Role::ComplaintsManager), looked_at, later));
    }
    duties
}

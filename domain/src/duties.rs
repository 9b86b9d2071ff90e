//! Duties: what must be done by somebody by a time. Derived from the file and the rulebook, never typed in as truth.
//!
//! Serves PT-4.1.1, PT-4.1.2, CM-4.2.2, CM-4.4.1, CM-4.4.2, CM-4.5.3, CC-4.3.2, CC-4.3.3, FS-4.1.1, FS-4.1.2, FS-4.3.3, FS-6.1, CM-4.4.3, RC-4.1, RC-4.3b, RC-4.4, RC-5, PT-5.2.

mod disclosure;
mod house;
mod inquiry;
mod kind;
mod referral;

use std::collections::BTreeSet;

use crate::calendar::months_later;
use crate::cases::{CaseFile, Standing};
use crate::closure::Rung;
use crate::disposition::{Approver, Disposition, Progress};
use crate::groups::{Group, MeetingState};
use crate::ids::{EntryNumber, ItemId, StaffId};
use crate::missed::FollowUp;
use crate::paper::SpotCheck;
use crate::reminders::Answer;
use crate::reports::ReportState;
use crate::rulebook::{Programme, Rulebook};
use crate::sessions::Slot;
use crate::staff::Role;
use crate::time::Instant;

pub use disclosure::of_client;
pub use house::of_organisation;
pub use inquiry::of_inquiry;
pub use kind::DutyKind;

/// Whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// A person's.
    Staff(StaffId),
    /// Whoever holds this role.
    Role(Role),
    /// Whoever carries an open case of this client, or stands in for them.
    Carrier,
}

/// Something to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// What kind.
    pub kind: DutyKind,
    /// Whose.
    pub owner: Owner,
    /// When it becomes visible; before that it is only known to come.
    pub raised: Instant,
    /// By when.
    pub due: Instant,
    /// The item it is about: an action, a report, a slot, a flag.
    pub item: Option<ItemId>,
    /// The entry it is about.
    pub entry: Option<EntryNumber>,
}

impl Duty {
    /// A name that is unique within the file and stays the same while the duty stands.
    pub fn key(&self) -> String {
        let item = self.item.map(|item| item.to_string());
        let entry = self.entry.map(|entry| entry.to_string());
        match (item.or(entry), self.owner) {
            (Some(what), _) => format!("{}.{what}", self.kind.code()),
            // either of several roles may do it
            (None, Owner::Role(role)) => format!("{}.{}", self.kind.code(), role.code()),
            (None, Owner::Staff(_) | Owner::Carrier) => self.kind.code().to_owned(),
        }
    }

    /// The entry that a [`Duty::key`] names; `None` when it names an item, whose name is longer, or nothing.
    pub fn entry_in(key: &str) -> Option<EntryNumber> {
        let (_, what) = key.split_once('.').filter(|(_, what)| what.len() <= 10)?;
        what.parse().ok()
    }
}

/// The duties of a case as its file and the rulebook have it.
pub fn of_case(case: &CaseFile, rules: &Rulebook) -> Vec<Duty> {
    let Some(opening) = &case.opening else { return Vec::new() };
    let hands = opening.assignment;
    let mut list = List { rules, worker: hands.worker, duties: Vec::new() };
    if let Some((asked, by, at)) = &case.closing.asked {
        let due = rules.office.close_of_working_day(*at, rules.decision_days);
        // nobody decides on their own request
        let own = *by == hands.supervisor;
        let owner = if own { Owner::Role(Role::DataProtectionOfficer) } else { Owner::Staff(hands.supervisor) };
        list.push(DutyKind::ReopeningDecision, owner, *at, due, Some(asked.id), None);
    }
    list.disclosures(case, hands.supervisor);
    list.paper(case);
    list.closed(case, hands.supervisor);
    if !case.is_open() {
        return list.duties;
    }
    let programme = rules.programme(&opening.opened.programme);
    list.assessments(case, &programme, opening.since);
    list.cadences(case, &programme, opening.since);
    list.reports(case, hands.supervisor);
    list.contacts(case, hands.supervisor);
    list.sessions(case, hands.supervisor);
    list.reminders(case);
    list.waiting(case);
    list.referrals(case);
    list.documents(case);
    list.closure(case, hands.supervisor);
    // a duty is known by its key: what an imported or damaged form names twice is to be done once
    let mut known = BTreeSet::new();
    list.duties.retain(|duty| known.insert(duty.key()));
    list.duties
}

/// The duties of a list of files: its approvals, and carrying it out when it has rested.
pub fn of_list(list: &Disposition, rules: &Rulebook) -> Vec<Duty> {
    let Some((_, prepared, _)) = &list.prepared else { return Vec::new() };
    let duty = |kind, role, raised| {
        let due = rules.office.close_of_working_day(raised, rules.decision_days);
        Duty { kind, owner: Owner::Role(role), raised, due, item: None, entry: None }
    };
    match list.progress() {
        Progress::Prepared => {
            let waits = Approver::ALL.into_iter().filter(|approver| !list.approvals.contains_key(approver));
            let roles = waits.flat_map(|approver| approver.roles().iter().copied());
            roles.map(|role| duty(DutyKind::ListApproval, role, *prepared)).collect()
        }
        Progress::Approved(at) => vec![duty(DutyKind::ListCarrying, Role::RecordsOfficer, rules.rested(at))],
        Progress::Ordered | Progress::Done | Progress::Withdrawn => Vec::new(),
    }
}

/// The duty of a spot check: whoever keeps the files settles what was found wrong, for as long as anything of it is open.
pub fn of_spot_check(check: &SpotCheck, rules: &Rulebook) -> Vec<Duty> {
    let Some((_, at, _)) = check.checked.as_ref().filter(|_| check.open().next().is_some()) else { return Vec::new() };
    let due = rules.office.close_of_working_day(*at, rules.decision_days);
    let owner = Owner::Role(Role::RecordsOfficer);
    vec![Duty { kind: DutyKind::Findings, owner, raised: *at, due, item: None, entry: None }]
}

/// The duties of a group: the note of each meeting that is over, by whoever holds it, as soon as that of a session.
pub fn of_group(group: &Group, rules: &Rulebook) -> Vec<Duty> {
    let planned = group.meetings.values().filter(|meeting| meeting.state == MeetingState::Planned);
    let duty = |slot: &Slot| {
        let due = rules.office.close_of_working_day(slot.ends(), rules.unsigned_draft_days);
        let (owner, raised, item) = (Owner::Staff(slot.staff), slot.ends(), Some(slot.id));
        Duty { kind: DutyKind::GroupNote, owner, raised, due, item, entry: None }
    };
    planned.map(|meeting| duty(&meeting.slot)).collect()
}

/// How long before its day asking a client once more is shown, in seconds: a week.
const AFTER_CARE_AHEAD: i64 = 7 * 86_400;

struct List<'a> {
    rules: &'a Rulebook,
    worker: StaffId,
    duties: Vec<Duty>,
}

impl List<'_> {
    fn push(
        &mut self,
        kind: DutyKind,
        owner: Owner,
        raised: Instant,
        due: Instant,
        item: Option<ItemId>,
        entry: Option<EntryNumber>,
    ) {
        self.duties.push(Duty { kind, owner, raised, due, item, entry });
    }

    /// Who sees to a booking: whoever holds the session; of a meeting of a group, which somebody may lead who does not know this client, whoever carries the
    /// case.
    fn sees_to(&self, slot: &Slot) -> StaffId {
        if slot.group.is_some() { self.worker } else { slot.staff }
    }

    fn mine(&mut self, kind: DutyKind, raised: Instant, due: Instant) {
        self.push(kind, Owner::Staff(self.worker), raised, due, None, None);
    }

    fn months_after(&self, from: Instant, months: u32) -> Instant {
        let office = &self.rules.office;
        office.close_of_day(months_later(office.today(from), months))
    }

    fn assessments(&mut self, case: &CaseFile, programme: &Programme, since: Instant) {
        let office = &self.rules.office;
        let Some((_, last, _)) = case.assessments.last() else {
            let due = office.close_of_working_day(since, programme.initial_assessment_days);
            return self.mine(DutyKind::InitialAssessment, since, due);
        };
        if let Some(session) = case.assessments.after_intervention {
            let due = office.close_of_working_day(session, programme.significant_days);
            self.mine(DutyKind::InterventionAssessment, session, due);
        } else {
            let from = since.max(*last);
            let due = self.months_after(from, programme.assessment_months);
            self.mine(DutyKind::ProgressAssessment, from, due);
        }
    }

    fn cadences(&mut self, case: &CaseFile, programme: &Programme, since: Instant) {
        let reviewed = case.reviews.last.map_or(since, |(_, at)| since.max(at));
        self.mine(DutyKind::CaseReview, reviewed, self.months_after(reviewed, programme.review_months));
        let waiting = case.reports.unfinished().next().is_some();
        if !waiting {
            let office = &self.rules.office;
            let begun = office.today(since);
            let covered = case.reports.covered_until().map_or(begun, |until| begun.max(until));
            let due = office.close_of_day(months_later(covered, programme.report_months));
            self.mine(DutyKind::ProgressReport, since, due);
        }
    }

    fn reports(&mut self, case: &CaseFile, supervisor: StaffId) {
        for report in case.reports.unfinished() {
            let due = self.rules.office.close_of_working_day(report.since, self.rules.decision_days);
            let (kind, owner) = match report.state {
                ReportState::Returned(_) => (DutyKind::ReportReturned, report.finishes),
                _ => (DutyKind::ReportDecision, supervisor),
            };
            self.push(kind, Owner::Staff(owner), report.since, due, Some(report.latest.id), Some(report.entry));
        }
    }

    fn contacts(&mut self, case: &CaseFile, supervisor: StaffId) {
        let office = &self.rules.office;
        for action in case.contacts.open_actions() {
            let owner = Owner::Staff(action.item.owner.unwrap_or(self.worker));
            let due = office.close_of_day(action.item.due);
            self.push(DutyKind::ActionItem, owner, action.raised, due, Some(action.item.id), Some(action.entry));
        }
        for (&entry, &(_, _, since)) in &case.contacts.to_co_sign {
            let due = office.close_of_working_day(since, self.rules.decision_days);
            self.push(DutyKind::CoSignature, Owner::Staff(supervisor), since, due, None, Some(entry));
        }
        if let Some((entry, by, since)) = case.contacts.plan_pending {
            let due = office.close_of_working_day(since, 1);
            self.push(DutyKind::PlanRevision, Owner::Staff(by), since, due, None, Some(entry));
        }
        for (flag, entry, since) in &case.flags.up {
            let due = office.close_of_day(flag.due);
            self.push(DutyKind::Flag, Owner::Staff(flag.owner), *since, due, Some(flag.id), Some(*entry));
        }
    }

    fn sessions(&mut self, case: &CaseFile, supervisor: StaffId) {
        let office = &self.rules.office;
        for slot in &case.sessions.booked {
            let due = office.close_of_working_day(slot.ends(), self.rules.unsigned_draft_days);
            let owner = Owner::Staff(self.sees_to(slot));
            self.push(DutyKind::SessionNote, owner, slot.ends(), due, Some(slot.id), None);
        }
        let follow_up = case.follow_up(self.rules);
        if let Some(found) = &follow_up {
            let slot = Some(found.missed.slot.id);
            let since = found.since();
            let worker = Owner::Staff(self.worker);
            if let Some(due) = found.welfare {
                self.push(DutyKind::WelfareCheck, worker, since, due, slot, None);
            }
            if let Some((_, due)) = found.next {
                self.push(DutyKind::MissedSession, worker, since, due, slot, None);
            }
        } else if case.sessions.booked.is_empty() && case.sessions.none_because.is_none() {
            let since = case.opening.as_ref().map_or(Instant(0), |opening| opening.since);
            let due = office.close_of_working_day(since, 5);
            self.mine(DutyKind::NextSession, since, due);
        }
        // sessions that we cancelled, or the client in time, are not held against the client
        let late = self.rules.late_cancel_hours;
        let unkept = case.sessions.missed(late).filter(|past| past.is_unkept(late));
        let unkept: Vec<Instant> = unkept.map(|past| past.slot.starts).collect();
        let in_a_row = self.rules.missed_in_a_row <= u32::try_from(unkept.len()).unwrap_or(u32::MAX);
        let again = unkept.last().copied().filter(|_| in_a_row);
        if let Some(since) = again.max(follow_up.as_ref().and_then(FollowUp::exhausted))
            && case.reviews.last.is_none_or(|(_, reviewed)| reviewed < since)
        {
            let due = office.close_of_working_day(since, self.rules.decision_days);
            self.push(DutyKind::MissedAgain, Owner::Staff(supervisor), since, due, None, None);
        }
    }

    /// Whoever holds the session reminds the client where no message can, and answers who asks for another time or writes back.
    fn reminders(&mut self, case: &CaseFile) {
        for slot in &case.sessions.booked {
            let owner = Owner::Staff(self.sees_to(slot));
            if let Some(waits) = case.to_give(slot.id).last() {
                self.push(DutyKind::Remind, owner, waits.at, slot.starts, Some(slot.id), Some(waits.entry));
            }
            if let Some((Answer::Moves, at)) = case.reminders.of(slot.id).and_then(|known| known.answer) {
                let due = self.rules.office.close_of_working_day(at, 1).min(slot.starts);
                self.push(DutyKind::MoveAsked, owner, at, due, Some(slot.id), None);
            }
        }
        for reply in case.reminders.to_read() {
            let due = self.rules.office.close_of_working_day(reply.at, 1);
            let booked = case.sessions.slot(reply.received.slot).filter(|slot| reply.at < slot.starts);
            let (owner, due) = booked.map_or((self.worker, due), |slot| (slot.staff, due.min(slot.starts)));
            self.push(DutyKind::WroteBack, Owner::Staff(owner), reply.at, due, None, Some(reply.entry));
        }
    }

    /// Of a client who waits and was offered nothing for long: offer a time, or take them off the list with the reason.
    fn waiting(&mut self, case: &CaseFile) {
        let Some(waits) = &case.waiting.now else { return };
        let raised = waits.last_offer().plus_seconds(i64::from(self.rules.waiting_days) * 86_400);
        let due = self.rules.office.close_of_working_day(raised, self.rules.decision_days);
        self.push(DutyKind::WaitingLong, Owner::Staff(self.worker), raised, due, Some(waits.id), None);
    }

    /// Of what came by itself, whoever carries the case says what it is.
    fn documents(&mut self, case: &CaseFile) {
        for document in case.documents.awaiting() {
            let Some(last) = document.latest() else { continue };
            let due = self.rules.office.close_of_working_day(last.at, self.rules.decision_days);
            let owner = Owner::Staff(self.worker);
            self.push(DutyKind::DocumentAwaits, owner, last.at, due, Some(document.id), Some(last.entry));
        }
    }

    /// What is out is returned by whoever has it; from the end of its day on, those who keep the files chase it as well. Of closed cases too.
    fn paper(&mut self, case: &CaseFile) {
        for (item, out) in case.paper.out() {
            let due = self.rules.office.close_of_day(out.due);
            let (which, entry) = (Some(item.id), Some(out.entry));
            self.push(DutyKind::PaperReturn, Owner::Staff(out.to), out.since, due, which, entry);
            self.push(DutyKind::PaperChase, Owner::Role(Role::RecordsOfficer), due, due, which, entry);
        }
    }

    /// What is left to be done in a closed case: looking who can open it, and asking the client once more. Who was not asked in time is chased by the
    /// supervisor as well.
    fn closed(&mut self, case: &CaseFile, supervisor: StaffId) {
        let Standing::Closed(closure) = &case.standing else { return };
        let office = &self.rules.office;
        if case.closing.verified.is_none() {
            let due = office.close_of_working_day(closure.at, self.rules.decision_days);
            let owner = Owner::Role(Rung::AccessRevoked.role());
            self.push(DutyKind::AccessCheck, owner, closure.at, due, None, Some(closure.entry));
        }
        if let Some(care) = &case.parting.after_care {
            let due = office.close_of_day(care.on);
            let raised = due.plus_seconds(-AFTER_CARE_AHEAD).max(closure.at);
            let late = office.close_of_working_day(due, self.rules.decision_days);
            self.mine(DutyKind::AfterCare, raised, due);
            self.push(DutyKind::AfterCareChase, Owner::Staff(supervisor), due, late, None, None);
        }
    }

    fn closure(&mut self, case: &CaseFile, supervisor: StaffId) {
        let Some(last) = case.closing.signed.last() else { return };
        let owner = match case.closing.next() {
            Some(Rung::Documented | Rung::Verified) => Owner::Staff(self.worker),
            Some(Rung::Approved) => Owner::Staff(supervisor),
            Some(next @ (Rung::Scheduled | Rung::AccessRevoked)) => Owner::Role(next.role()),
            // all five are signed: whoever carries the case closes it
            None => Owner::Staff(self.worker),
        };
        let due = self.rules.office.close_of_working_day(last.at, self.rules.decision_days);
        self.push(DutyKind::ClosureStep, owner, last.at, due, None, Some(last.entry));
    }
}

//! After a meeting: who came, a note for each of them in their own case, and one for the group. One signature, many files.

use std::collections::BTreeMap;

use domain::cases::CaseFile;
use domain::groups::{CannotGroup, Group, GroupMet, Member, PlannedMeeting};
use domain::ids::{DossierId, ItemId};
use domain::level::Level;
use domain::policy::{Action, Refused};
use domain::sessions::{Next, NotHeld, SessionNotHeld, SessionRecorded, Slot};
use domain::slots::SlotState;
use domain::text::{Line, Narrative};

use super::card::{GroupCard, group_cards};
use super::seen::{AtMeeting, MemberLine, lines, meetings_of};
use crate::house::{Seen, Sheets, Signing, Target};
use crate::sessions::{CannotMeetHere, RecordSession, SessionMissed, record_not_held, record_session};
use crate::{Ctx, Failure, Never};

/// How a meeting went for one of its members.
#[derive(Debug, Clone)]
pub enum Came {
    /// They came; what there is to say of them alone.
    Yes(Narrative),
    /// They did not come.
    No,
}

/// A meeting that was held.
#[derive(Debug, Clone)]
pub struct MeetingHeld {
    /// What is written for the group; nothing when that is written already.
    pub met: Option<GroupMet>,
    /// Which meeting.
    pub meeting: ItemId,
    /// How it went for each, by their case.
    pub each: BTreeMap<DossierId, Came>,
    /// Why it is written late, when it is.
    pub late_because: Option<Line>,
    /// Why a client has no next session when none is booked.
    pub no_next: Line,
}

/// Why a meeting cannot be recorded like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotMeetGroup {
    /// A rule of groups.
    #[error(transparent)]
    Group(#[from] CannotGroup),
    /// A rule of sessions.
    #[error(transparent)]
    Session(#[from] CannotMeetHere),
}

/// One line of the attendance sheet.
#[derive(Debug, Clone)]
pub struct SheetLine {
    /// Who; not known to whoever may not read that case.
    pub member: MemberLine,
    /// The booking in their case.
    pub slot: Option<ItemId>,
    /// How it stands; nothing when it is not booked for them.
    pub state: Option<SlotState>,
    /// Whether the acting person may write into that case.
    pub mine: bool,
}

/// The attendance sheet of a meeting.
pub struct Sheet {
    /// The group's file.
    pub seen: Seen<Group>,
    /// Its card.
    pub card: GroupCard,
    /// The meeting.
    pub meeting: PlannedMeeting,
    /// Everybody for whom it is or was booked, and who belongs to the group.
    pub lines: Vec<SheetLine>,
}

/// What came of recording a meeting.
#[derive(Debug, Clone, Default)]
pub struct Attended {
    /// For how many it was written.
    pub done: usize,
    /// Whose cases could not be written to, and by which rule.
    pub left: Vec<(DossierId, Option<CannotMeetGroup>)>,
}

/// The attendance sheet of a meeting, for whoever leads or supervises the group. The look into its file is recorded.
///
/// # Errors
/// [`Failure::Refused`] for everybody else, and when there is no such meeting.
pub async fn attendance(ctx: &Ctx, group: DossierId, meeting: ItemId) -> Result<Sheet, Failure<Never>> {
    let seen = ctx.view::<Group>(Action::ReadGroup, group).await?;
    let planned = seen.meetings.get(&meeting).cloned().ok_or(Failure::Refused(Refused))?;
    let card = group_cards(ctx, [group].into()).await?.pop().map(|(_, card)| card).ok_or(Failure::Refused(Refused))?;
    let mut cases: Vec<DossierId> = Vec::new();
    for member in &seen.members {
        if !cases.contains(&member.case) {
            cases.push(member.case);
        }
    }
    let mut found = Vec::new();
    for line in lines(ctx, &cases, true, &[]).await? {
        let at = line.meetings.get(&meeting).copied();
        // who left before it, or joined after it, has nothing to do with it
        let belongs = |known: &Member| known.case == line.case && known.left.is_none();
        let since = seen.members.iter().find(|known| belongs(known)).map(|known| known.since);
        if at.is_none() && since.is_none_or(|since| planned.slot.starts < since) {
            continue;
        }
        let mine = line.known.is_some() && ctx.may(Action::RecordSession, Some(line.case)).await?;
        let slot = at.and_then(AtMeeting::booked);
        found.push(SheetLine { member: line, slot, state: at.map(|at| at.state), mine });
    }
    Ok(Sheet { seen, card, meeting: planned, lines: found })
}

/// Records a meeting: the note of the group, and for each member what is theirs. What could not be written is named; the same order given once more
/// writes the rest.
///
/// # Errors
/// [`Failure`]; then at most a part was written, and stands.
pub async fn record_meeting(
    ctx: &Ctx,
    group: DossierId,
    order: &MeetingHeld,
    signing: &Signing,
) -> Result<Attended, Failure<CannotMeetGroup>> {
    ctx.permit(Action::RecordMeeting, Some(group)).await.map_err(Failure::any)?;
    let opened = ctx.house.open::<Group>(group, Level::Restricted).await?.ok_or(Failure::Refused(Refused))?;
    let slot = opened.file.meetings.get(&order.meeting).map(|meeting| meeting.slot.clone());
    let slot = slot.ok_or(Failure::Rule(CannotMeetGroup::Group(CannotGroup::Gone)))?;
    let signing = signing.clone().happened(slot.starts);
    let mut sheets = Sheets::of(ctx, &signing);
    if let Some(met) = order.met.as_ref().filter(|_| opened.file.planned(order.meeting).is_some()) {
        let now = ctx.now();
        let (by, signing) = sheets.sign(group);
        let rule = |file: &Group, rules: &domain::rulebook::Rulebook| {
            file.met(met.clone(), now, rules).map_err(CannotMeetGroup::Group)
        };
        let entry = by.act(Action::RecordMeeting, Target::file(group), signing, rule).await?;
        sheets.take(group, Ok(entry))?;
    }
    let mut attended = Attended::default();
    for (&case, came) in &order.each {
        let at = meetings_of(ctx, case).await?.remove(&order.meeting);
        let Some(booked) = at.and_then(AtMeeting::booked) else { continue };
        let (by, signing) = sheets.sign(case);
        let written = write(&by, case, &slot, booked, came, order, signing).await;
        match written {
            Ok(entry) => {
                attended.done += 1;
                sheets.take(case, Ok(entry))?;
            }
            Err(Failure::Rule(rule)) => attended.left.push((case, Some(rule))),
            Err(Failure::Refused(_)) => attended.left.push((case, None)),
            Err(failure) => return Err(failure),
        }
    }
    Ok(attended)
}

async fn write(
    ctx: &Ctx,
    case: DossierId,
    meeting: &Slot,
    slot: ItemId,
    came: &Came,
    order: &MeetingHeld,
    signing: Signing,
) -> Result<domain::ids::EntryId, Failure<CannotMeetGroup>> {
    let file = ctx.house.open::<CaseFile>(case, Level::Restricted).await?.ok_or(Failure::Refused(Refused))?;
    let standing = file.file.sessions.standing(Some(slot), ctx.now());
    let next = standing.map_or_else(|| Next::None(order.no_next.clone()), |next| Next::Standing(next.id));
    let session = |failure: Failure<CannotMeetHere>| failure.map_rule(CannotMeetGroup::Session);
    match came {
        Came::Yes(progress) => {
            let minutes = order.met.as_ref().map_or(meeting.minutes, |met| met.minutes);
            let note = SessionRecorded::brief(Some(slot), minutes, meeting.place, progress.clone(), next);
            let note = SessionRecorded { late_because: order.late_because.clone(), ..note };
            record_session(ctx, RecordSession { case, session: note }, signing).await.map_err(session)
        }
        Came::No => {
            let missed = SessionNotHeld { slot, why: NotHeld::NoShow, note: None, next };
            // whoever writes into the case must be able to record its sessions, not only to book them
            ctx.permit(Action::RecordSession, Some(case)).await.map_err(Failure::any)?;
            // that somebody did not come is known now
            let signing = Signing { happened: None, ..signing };
            record_not_held(ctx, SessionMissed { case, order: missed }, signing).await.map_err(session)
        }
    }
}

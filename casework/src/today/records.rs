//! Duties that are of no case: lists of files to be destroyed, spot checks with something open, meetings of groups without a note, inquiries.

use std::collections::BTreeSet;

use domain::disposition::Disposition;
use domain::duties::DutyKind;
use domain::groups::Group;
use domain::ids::{DossierId, ItemId};
use domain::level::Level;
use domain::paper::SpotCheck;
use domain::policy::Action;
use domain::text::Line;
use domain::time::Instant;
use store::DutySeen;

use crate::inquiries::{InquiryCard, inquiry_cards};
use crate::{Ctx, Failure, Never};

/// A list of files, or a spot check, that waits for somebody.
#[derive(Debug, Clone)]
pub struct RecordsDuty {
    /// What is to be done with it.
    pub kind: DutyKind,
    /// Its file.
    pub file: DossierId,
    /// What it is called by.
    pub about: RecordsFile,
    /// When it became due to be done.
    pub raised: Instant,
    /// By when.
    pub due: Instant,
}

/// What a duty of the records is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecordsFile {
    /// A list of files, by when it was prepared.
    List(Instant),
    /// A spot check: of which place, and how much of it is open.
    SpotCheck(ItemId, u32),
    /// How sessions go, which is to be reviewed again.
    Service,
    /// What complaints and feedback say, which is to be reviewed again.
    Feedback,
    /// Something to be improved, as a review of feedback has decided: which, and what.
    Improvement(ItemId, Line),
    /// A meeting of a group: which, when it was, and what the group is called.
    Meeting(ItemId, Instant, Line),
    /// An inquiry: its card.
    Inquiry(InquiryCard),
}

/// Whether a duty is one of these.
pub(super) fn of_the_records(row: &DutySeen) -> bool {
    let kinds = [
        DutyKind::ListApproval,
        DutyKind::ListCarrying,
        DutyKind::Findings,
        DutyKind::ServiceReview,
        DutyKind::FeedbackReview,
        DutyKind::Improvement,
        DutyKind::GroupNote,
    ];
    DutyKind::from_code(&row.duty.kind).is_some_and(DutyKind::is_of_inquiry)
        || kinds.iter().any(|kind| kind.code() == row.duty.kind)
}

/// Those that wait for the acting person, each once.
pub(super) async fn waiting(ctx: &Ctx, rows: &[DutySeen]) -> Result<Vec<RecordsDuty>, Failure<Never>> {
    let mut waits: Vec<RecordsDuty> = Vec::new();
    let asked = |row: &&DutySeen| DutyKind::from_code(&row.duty.kind).is_some_and(DutyKind::is_of_inquiry);
    let asked: BTreeSet<DossierId> = rows.iter().filter(asked).map(|row| row.dossier).collect();
    let asked: Vec<DossierId> = asked.into_iter().collect();
    let reach = ctx.up_to_each(Action::ReadInquiry, &asked).await?;
    let mut inquiries = inquiry_cards(ctx, asked).await?;
    for row in rows {
        let Some(kind) = DutyKind::from_code(&row.duty.kind).filter(|_| row.duty.raised <= ctx.now()) else { continue };
        let file = row.dossier;
        if waits.iter().any(|known| known.file == file && is_once(kind, known.kind)) {
            continue;
        }
        let about = match kind {
            DutyKind::ServiceReview => Some(RecordsFile::Service),
            DutyKind::FeedbackReview => Some(RecordsFile::Feedback),
            DutyKind::Improvement => improvement(ctx, row.duty.item).await?,
            DutyKind::Findings => check(ctx, file).await?,
            DutyKind::GroupNote => meeting(ctx, file, row.duty.item).await?,
            kind if kind.is_of_inquiry() => {
                let up_to = reach.get(&file);
                let seen = inquiries.remove(&file).filter(|(level, _)| up_to.is_some_and(|up_to| level <= up_to));
                seen.map(|(_, card)| RecordsFile::Inquiry(card))
            }
            _ => list(ctx, kind, file).await?,
        };
        let (raised, due) = (row.duty.raised, row.duty.due);
        waits.extend(about.map(|about| RecordsDuty { kind, file, about, raised, due }));
    }
    waits.sort_by_key(|waits| waits.due);
    Ok(waits)
}

/// Whether one duty stands for the other one of the same file: it waits once, whatever is to be done in it. Of a group each meeting stands for itself, and of
/// the house itself each review and each improvement.
fn is_once(kind: DutyKind, known: DutyKind) -> bool {
    match kind {
        DutyKind::GroupNote | DutyKind::Improvement => false,
        DutyKind::ServiceReview | DutyKind::FeedbackReview => kind == known,
        _ => true,
    }
}

async fn improvement(ctx: &Ctx, id: Option<ItemId>) -> Result<Option<RecordsFile>, Failure<Never>> {
    let organisation = ctx.house.organisation().await?;
    let known = id.and_then(|id| organisation.feedback.find(id)).filter(|known| known.owner == ctx.staff());
    Ok(known.map(|known| RecordsFile::Improvement(known.item.id, known.item.what.clone())))
}

/// Nobody approves their own list, or a second time.
async fn list(ctx: &Ctx, kind: DutyKind, list: DossierId) -> Result<Option<RecordsFile>, Failure<Never>> {
    let Some(opened) = ctx.house.open::<Disposition>(list, Level::Restricted).await? else { return Ok(None) };
    let approved = opened.file.approvals.values().any(|(_, who)| *who == ctx.staff());
    let prepared = opened.file.prepared.as_ref();
    let mine = prepared.filter(|(_, _, by)| kind != DutyKind::ListApproval || !(*by == ctx.staff() || approved));
    Ok(mine.map(|(_, prepared, _)| RecordsFile::List(*prepared)))
}

async fn check(ctx: &Ctx, check: DossierId) -> Result<Option<RecordsFile>, Failure<Never>> {
    if !ctx.may(Action::SettleFinding, Some(check)).await? {
        return Ok(None);
    }
    let Some(opened) = ctx.house.open::<SpotCheck>(check, Level::Restricted).await? else { return Ok(None) };
    let open = u32::try_from(opened.file.open().count()).unwrap_or(u32::MAX);
    Ok(opened.file.checked.as_ref().map(|(checked, _, _)| RecordsFile::SpotCheck(checked.place, open)))
}

async fn meeting(ctx: &Ctx, group: DossierId, meeting: Option<ItemId>) -> Result<Option<RecordsFile>, Failure<Never>> {
    if !ctx.may(Action::RecordMeeting, Some(group)).await? {
        return Ok(None);
    }
    let Some(opened) = ctx.house.open::<Group>(group, Level::Restricted).await? else { return Ok(None) };
    let name = opened.file.now.as_ref().map(|now| now.name.clone());
    let slot = meeting.and_then(|meeting| opened.file.planned(meeting));
    Ok(slot.zip(name).map(|(slot, name)| RecordsFile::Meeting(slot.id, slot.starts, name)))
}

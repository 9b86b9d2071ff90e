//! How all reminders stand: of the whole house for whoever sets their rules or supervises, of one's own sessions for everybody else who holds some.
//!
//! Read from derived rows; no file is opened. Of whom they are is told only to whoever may read that case.

use std::collections::BTreeSet;
use std::fmt;

use domain::ids::{DossierId, ItemId, StaffId};
use domain::policy::Action;
use domain::reminders::{Answer, Means, ReminderState};
use domain::staff::StaffCard;
use domain::time::Instant;
use store::{ReminderSeen, RemindersWanted};

use crate::calendar::who_hold_sessions;
use crate::cards::ClientCard;
use crate::today::Cards;
use crate::{Ctx, Failure, Fault, Never};

/// How many stand on one page.
pub const ON_A_PAGE: u32 = 50;

/// How far back is shown, in seconds: thirteen weeks.
const BACK: i64 = 91 * 86_400;

/// Which reminders are asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked {
    /// Those that stand like this.
    pub state: Option<ReminderState>,
    /// Those of this colleague’s sessions.
    pub staff: Option<StaffId>,
    /// Which page, from nought.
    pub page: u32,
}

/// A reminder as the list shows it.
#[derive(Clone)]
pub struct ReminderLine {
    /// In which case.
    pub case: DossierId,
    /// Of which booking.
    pub slot: ItemId,
    /// When that begins.
    pub starts: Instant,
    /// Since when the reminder is due.
    pub at: Instant,
    /// Who holds the session.
    pub staff: StaffId,
    /// How it stands.
    pub state: ReminderState,
    /// By what it goes.
    pub means: Option<Means>,
    /// What the client has answered.
    pub answer: Option<Answer>,
    /// The client's card, for whoever may read the case.
    pub client: Option<ClientCard>,
}

impl fmt::Debug for ReminderLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReminderLine({} of {})", self.state.code(), self.case)
    }
}

/// The reminders.
#[derive(Debug, Clone)]
pub struct Reminders {
    /// Messages that did not arrive, of sessions that are still to come; on the first page, whatever else is asked for.
    pub not_delivered: Vec<ReminderLine>,
    /// The others, the latest due first.
    pub lines: Vec<ReminderLine>,
    /// Whether there are more pages.
    pub more: bool,
    /// Whether those of everybody are shown, and whose there are.
    pub people: Option<Vec<StaffCard>>,
}

/// How reminders stand.
///
/// # Errors
/// [`Failure::Refused`] for whoever has nothing to do with sessions.
pub async fn reminders(ctx: &Ctx, asked: Asked) -> Result<Reminders, Failure<Never>> {
    ctx.permit(Action::SeeReminders, None).await?;
    let organisation = ctx.house.organisation_dossier();
    let all = ctx.may(Action::AmendRulebook, Some(organisation)).await? || ctx.may(Action::Supervise, None).await?;
    let now = ctx.now();
    let staff = if all { asked.staff } else { Some(ctx.staff()) };
    let wanted = |state: Option<ReminderState>| RemindersWanted {
        staff,
        state: state.map(|state| state.code().to_owned()),
        since: now.plus_seconds(-BACK),
        until: now,
    };
    let dead = match asked.page {
        0 => ctx.house.store.reminders(wanted(Some(ReminderState::NotDelivered)), ON_A_PAGE, 0).await?,
        _ => Vec::new(),
    };
    let dead: Vec<ReminderSeen> = dead.into_iter().filter(|seen| now < seen.row.starts).collect();
    let after = asked.page.saturating_mul(ON_A_PAGE);
    let mut rows = ctx.house.store.reminders(wanted(asked.state), ON_A_PAGE + 1, after).await?;
    let more = ON_A_PAGE < u32::try_from(rows.len()).unwrap_or(u32::MAX);
    rows.truncate(ON_A_PAGE as usize);
    // what stands above is not told twice
    rows.retain(|row| !dead.contains(row));
    let people = if all { Some(who_hold_sessions(ctx).await?) } else { None };
    Ok(Reminders { not_delivered: lines(ctx, &dead).await?, lines: lines(ctx, &rows).await?, more, people })
}

async fn lines(ctx: &Ctx, rows: &[ReminderSeen]) -> Result<Vec<ReminderLine>, Fault> {
    let mut known = BTreeSet::new();
    for case in rows.iter().map(|seen| seen.dossier).collect::<BTreeSet<_>>() {
        if ctx.may(Action::ReadCase, Some(case)).await? {
            known.insert(case);
        }
    }
    let cards = Cards::of(ctx, known).await?;
    let line = |ReminderSeen { dossier, row }: &ReminderSeen| {
        Some(ReminderLine {
            case: *dossier,
            slot: row.item,
            starts: row.starts,
            at: row.at,
            staff: row.staff,
            state: ReminderState::from_code(&row.state)?,
            means: row.means.as_deref().and_then(Means::from_code),
            answer: row.answer.as_deref().and_then(Answer::from_code),
            client: cards.case(*dossier).and_then(|(_, client)| client.cloned()),
        })
    };
    Ok(rows.iter().filter_map(line).collect())
}

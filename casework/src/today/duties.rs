//! The Today page: sessions as a line of time, duties by their clock.

use std::collections::BTreeSet;
use std::fmt;

use domain::duties::{Duty, DutyKind};
use domain::ids::{DossierId, EntryNumber, ItemId, StaffId};
use domain::policy::{Action, TieKind};
use domain::reminders::Answer;
use domain::slots::SlotState;
use domain::time::Instant;
use store::{Appointment, AppointmentSeen, Calendar, DutiesWanted, DutySeen, Whose};

use super::Cards;
use super::records::{RecordsDuty, of_the_records, waiting};
use crate::accounts::name_of;
use crate::cards::{CaseCard, ClientCard};
use crate::cover::covering;
use crate::groups::{GroupMeets, Groups};
use crate::{Ctx, Failure, Never};

/// Something to be done, as a list shows it.
#[derive(Clone)]
pub struct DutyLine {
    /// What kind.
    pub kind: DutyKind,
    /// In which case.
    pub case: DossierId,
    /// The case's card.
    pub card: CaseCard,
    /// The client's card; `None` when the person may not know the client (records officer and IT in a closure).
    pub client: Option<ClientCard>,
    /// When it became due to be done.
    pub raised: Instant,
    /// By when.
    pub due: Instant,
    /// What it is about.
    pub item: Option<ItemId>,
    /// Which entry it is about, when it is about no item.
    pub entry: Option<EntryNumber>,
    /// The wording of the item, when the card has it: an action item, a flag.
    pub what: Option<String>,
    /// For whom one stands in with it, and their name.
    pub covered: Option<(StaffId, String)>,
}

impl fmt::Debug for DutyLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DutyLine({} of {})", self.kind.code(), self.case)
    }
}

/// A session of today.
#[derive(Debug, Clone)]
pub struct SessionLine {
    /// In which case.
    pub case: DossierId,
    /// The booking.
    pub slot: ItemId,
    /// When it begins.
    pub starts: Instant,
    /// When it ends.
    pub ends: Instant,
    /// How it stands.
    pub state: SlotState,
    /// What the client has answered last, for whoever may know the client.
    pub answer: Option<Answer>,
    /// The client's card; `None` when the person may not know the client.
    pub client: Option<ClientCard>,
    /// Which group meets, when it is one.
    pub group: Option<GroupMeets>,
}

/// What waits today.
#[derive(Debug, Clone, Default)]
pub struct Today {
    /// Sessions booked for today and the next one after it, by time.
    pub sessions: Vec<SessionLine>,
    /// Duties that have been raised, the most urgent first.
    pub duties: Vec<DutyLine>,
    /// Lists of files and spot checks that wait for one, the most urgent first.
    pub records: Vec<RecordsDuty>,
}

/// How far ahead sessions are looked for, in seconds: two weeks.
const AHEAD: i64 = 14 * 86_400;

/// How many duties of one person a page shows.
const DUTIES: u32 = 500;

/// What waits for the acting person.
///
/// # Errors
/// [`Failure`].
pub async fn today(ctx: &Ctx) -> Result<Today, Failure<Never>> {
    ctx.permit(Action::SeeToday, None).await?;
    let now = ctx.now();
    let staff = ctx.staff();
    let roles: Vec<String> = ctx.facts(None).await?.roles.iter().map(|role| role.code().to_owned()).collect();
    let before = Some(now.plus_seconds(AHEAD));
    let mut rows = Vec::new();
    for whose in [Whose::Owner(staff), Whose::Roles(roles)] {
        rows.extend(ctx.house.store.duties(DutiesWanted { whose, before }, now, None, DUTIES).await?);
    }
    rows.extend(of_clients(ctx, before).await?);
    let covering = covering(ctx).await?;
    let theirs = Whose::Tied(staff, vec![TieKind::Covers.code().to_owned()]);
    let theirs = match covering.is_empty() {
        true => Vec::new(),
        false => ctx.house.store.duties(DutiesWanted { whose: theirs, before }, now, None, DUTIES).await?,
    };
    let since = now.plus_seconds(-86_400);
    let until = now.plus_seconds(AHEAD);
    let slots = ctx.house.store.appointments(Calendar::Staff(staff), since, until).await?;
    // what was missed or cancelled is no session of the day
    let shown = |row: AppointmentSeen| Some((SlotState::from_code(&row.appointment.state)?, row));
    let mut slots: Vec<(SlotState, AppointmentSeen)> = slots.into_iter().filter_map(shown).collect();
    slots.retain(|(state, _)| matches!(state, SlotState::Booked | SlotState::Held));
    let cases: BTreeSet<DossierId> =
        rows.iter().chain(&theirs).map(|row| row.dossier).chain(slots.iter().map(|(_, row)| row.dossier)).collect();
    let cards = Cards::of(ctx, cases).await?;
    let groups = Groups::of(ctx, slots.iter().map(|(_, row)| row)).await?;
    let mut duties = Vec::new();
    let (of_records, rows): (Vec<_>, Vec<_>) = rows.into_iter().partition(of_the_records);
    let records = waiting(ctx, &of_records).await?;
    // of whoever one stands in for: what falls in that time
    let carries = |row: &DutySeen| cards.case(row.dossier).and_then(|(card, _)| card.worker);
    let falls = |row: &DutySeen| covering.get(&row.dossier).is_some_and(|until| row.duty.due < *until);
    let theirs = theirs.into_iter().filter_map(|row| {
        let of = carries(&row).filter(|of| row.duty.owner == Some(*of) && falls(&row) && can_cover(&row))?;
        Some((row, Some(of)))
    });
    for (row, covered) in rows.into_iter().map(|row| (row, None)).chain(theirs) {
        let Some((card, client)) = cards.case(row.dossier) else { continue };
        let Some(kind) = DutyKind::from_code(&row.duty.kind).filter(|_| row.duty.raised <= now) else { continue };
        let reads = ctx.up_to(Action::ReadCase, row.dossier).await?;
        // who asks a client once more knows the client, and nothing else of the case
        let knows = reads.is_some() || ctx.may(Action::RecordAfterCare, Some(row.dossier)).await?;
        let what = row.duty.item.and_then(|item| card.quotes.iter().find(|quote| quote.item == item));
        let item = row.duty.item.and_then(|item| card.paper.iter().find(|known| known.id == item));
        let label = item.map(|item| item.label.to_string());
        duties.push(DutyLine {
            kind,
            case: row.dossier,
            card: if reads.is_some() { card.clone() } else { card.clone().unquoted() },
            client: client.filter(|_| knows).cloned(),
            raised: row.duty.raised,
            due: row.duty.due,
            item: row.duty.item,
            entry: Duty::entry_in(&row.duty.duty),
            what: what
                .filter(|quote| reads.is_some_and(|level| quote.level <= level))
                .map(|quote| quote.what.clone())
                .or(label),
            covered: match covered {
                Some(of) => Some((of, name_of(&ctx.house, of).await?)),
                None => None,
            },
        });
    }
    duties.sort_by_key(|duty| (duty.due, duty.kind));
    let mut sessions = Vec::new();
    for (state, row) in slots {
        // a slot in one's calendar is no tie to the file: without one it is an hour that is taken
        let knows = !row.is_of_group() && ctx.may(Action::ReadCase, Some(row.dossier)).await?;
        let client = cards.case(row.dossier).and_then(|(_, client)| client.filter(|_| knows)).cloned();
        let group = groups.meets(&row);
        let (case, Appointment { item: slot, starts, ends, answer, .. }) = (row.dossier, row.appointment);
        let answer = answer.filter(|_| knows).as_deref().and_then(Answer::from_code);
        sessions.push(SessionLine { case, slot, starts, ends, state, answer, client, group });
    }
    sessions.sort_by_key(|session| session.starts);
    Ok(Today { sessions, duties, records })
}

/// What is to be done in the files of the clients whose cases the acting person carries, or stands in for: each as a duty of one of those cases.
async fn of_clients(ctx: &Ctx, before: Option<Instant>) -> Result<Vec<DutySeen>, Failure<Never>> {
    let ties = [TieKind::Assigned, TieKind::Covers].map(|tie| tie.code().to_owned()).to_vec();
    let whose = Whose::OfSubjects(ctx.staff(), ties.clone());
    let mut rows = ctx.house.store.duties(DutiesWanted { whose, before }, ctx.now(), None, DUTIES).await?;
    for row in &mut rows {
        let cases = ctx.house.store.cards_of_subject(row.dossier, ctx.viewer()).await?;
        let carried = cases.into_iter().find(|case| case.ties.iter().any(|tie| ties.contains(&tie.tie)));
        row.dossier = carried.map_or(row.dossier, |case| case.head.dossier);
    }
    Ok(rows)
}

/// Whether a duty can be done by whoever stands in: a step of the closure is signed by whoever carries the case, and an item is returned by whoever has it.
fn can_cover(row: &DutySeen) -> bool {
    let own = [DutyKind::ClosureStep, DutyKind::PaperReturn];
    own.iter().all(|kind| kind.code() != row.duty.kind)
}

//! A group of parents: it has met twice, and meets again next week.

use std::collections::BTreeMap;

use anyhow::{Result, ensure};
use casework::Ctx;
use casework::cases::own_cases;
use casework::groups::{Came, MeetingHeld, form_group, join_group, plan_meetings, record_meeting, wait_for_place};
use domain::calendar::days_later;
use domain::groups::{GroupDescribed, GroupMet};
use domain::ids::{DossierId, ItemId};
use domain::policy::Action;
use domain::sessions::{Place, Slot};
use domain::time::Instant;

use super::super::Cast;
use super::teller::{Teller, ink, line, slot, words};

/// How many belong to it.
const MOST: u16 = 6;

/// What was written of each who came, one after the other.
const SAID: [&str; 4] = [
    "Told the others of an evening without a quarrel.",
    "Listened; said at the end that it helps to hear how others do it.",
    "Came late from work. Wants to try the agreement about the telephone.",
    "Asked the others for advice about school, and wrote it down.",
];

/// What was written of the group, meeting by meeting.
const NOTES: [&str; 2] = [
    "First evening. Everybody said what they hope for; we agreed on the rules of the group.",
    "About evenings at home: what leads to quarrels, and what each tries instead.",
];

/// Formed two weeks ago by a caseworker, with her clients; those of her colleagues join now.
pub(crate) async fn groups(cast: &Cast, now: Instant) -> Result<()> {
    let teller = Teller::new(cast, now);
    let first = teller.office.today(now).checked_sub(jiff::Span::new().days(10))?;
    let evening = |days: u32| teller.at(days_later(first, days), 17, 30);
    let maria = teller.acting("maria", evening(0)?.plus_seconds(-2 * 86_400))?;
    let described = GroupDescribed {
        name: line("Parents of teenagers")?,
        purpose: words("Parents tell each other what helps at home, and what does not.")?,
        leader: maria.staff(),
        co_leader: Some(teller.who("felix")?),
        supervisor: teller.who("tomas")?,
        most: MOST,
        minutes: 90,
        place: Place::Office,
        room: None,
    };
    let group = form_group(&maria, described, ink()).await?.dossier;
    let mut slots: Vec<Slot> = Vec::new();
    for week in 0..5 {
        slots.push(Slot { minutes: 90, ..slot(&maria, maria.staff(), evening(week * 7)?) });
    }
    let ids: Vec<ItemId> = slots.iter().map(|slot| slot.id).collect();
    plan_meetings(&maria, group, slots, &line("Planned")?, &ink()).await?;
    let hers: Vec<DossierId> =
        own_cases(&maria, Action::BookGroup).await?.into_iter().map(|one| one.case).take(SAID.len()).collect();
    for case in &hers {
        join(&maria, group, *case).await?;
    }
    for (week, (meeting, note)) in (0..).zip(ids.iter().zip(NOTES)) {
        let maria = teller.acting("maria", evening(week * 7)?.plus_seconds(2 * 3600))?;
        let each = hers.iter().zip(SAID).enumerate().map(|(n, (case, said))| {
            let stays_away = week == 1 && n == 1;
            Ok((*case, if stays_away { Came::No } else { Came::Yes(words(said)?) }))
        });
        let order = MeetingHeld {
            met: Some(GroupMet { meeting: *meeting, minutes: 90, note: words(note)?, late_because: None }),
            meeting: *meeting,
            each: each.collect::<Result<BTreeMap<_, _>>>()?,
            late_because: None,
            no_next: line("No further meeting is planned")?,
        };
        record_meeting(&maria, group, &order, &ink()).await?;
    }
    others(&teller, group, now, usize::from(MOST).saturating_sub(hers.len())).await
}

/// Clients of her colleagues take the places that are left, and one more waits.
async fn others(teller: &Teller<'_>, group: DossierId, now: Instant, mut places: usize) -> Result<()> {
    for login in ["amina", "ruben", "felix"] {
        let colleague = teller.acting(login, now)?;
        for one in own_cases(&colleague, Action::BookGroup).await? {
            if places == 0 {
                wait_for_place(&colleague, group, one.case, ink()).await?;
                return Ok(());
            }
            join(&colleague, group, one.case).await?;
            places -= 1;
        }
    }
    Ok(())
}

async fn join(ctx: &Ctx, group: DossierId, case: DossierId) -> Result<()> {
    let came = join_group(ctx, group, case, &line("Joins the group")?, &ink()).await?;
    ensure!(came.left.is_empty(), "a case does not follow its group");
    Ok(())
}

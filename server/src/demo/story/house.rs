//! When the house works: days off, rooms, part-time hours, somebody who is away next week; how its sessions went, and what people said.

use anyhow::Result;
use casework::Ctx;
use casework::cover::{Cover, arrange_cover, cases_to_cover};
use casework::feedback::{follow_improvement, record_feedback_review};
use casework::hours::{note_absence, set_hours};
use casework::organisation::{amend_office, describe_room};
use casework::service::record_review;
use domain::absences::{AbsenceKind, AbsenceNoted};
use domain::calendar::{Day, days_later};
use domain::contacts::ActionItem;
use domain::feedback::{Became, FeedbackReviewed, ImprovementFollowed};
use domain::hours::{Stretch, WorkingHoursSet};
use domain::office::{DayOff, OfficeChange};
use domain::rooms::RoomDescribed;
use domain::service::{DaySpan, ServiceReviewed};
use domain::slots::Period;
use domain::time::Instant;
use jiff::civil::{Date, Time};

use super::super::Cast;
use super::teller::{Teller, ink, line, seal, words};

/// Days off that are on the same day each year: month, day, name.
const DAYS_OFF: [(i8, i8, &str); 5] = [
    (1, 1, "New Year"),
    (1, 6, "Epiphany"),
    (5, 1, "Labour Day"),
    (12, 25, "Christmas Day"),
    (12, 26, "Second day of Christmas"),
];

/// Name and size of each room; all in one house.
const ROOMS: [(&str, u16); 2] = [("Room 1", 4), ("Room 2, ground floor", 8)];

/// A few days ago the house laid down when it works.
pub(crate) async fn house(cast: &Cast, now: Instant) -> Result<()> {
    let teller = Teller::new(cast, now);
    let at = now.plus_seconds(-6 * 86_400);
    let today = teller.office.today(now);
    let edith = teller.acting("edith", at)?;
    let days = [today.year(), today.year().saturating_add(1)].into_iter().flat_map(|year| {
        let day = move |(month, day, name): (i8, i8, &str)| {
            Date::new(year, month, day).ok().map(|on| DayOff { on, name: name.to_owned() })
        };
        DAYS_OFF.into_iter().filter_map(day)
    });
    amend_office(&edith, OfficeChange::Add(days.collect()), line("Public holidays of both years")?, seal()).await?;
    for (name, people) in ROOMS {
        let (name, site) = (line(name)?, line("Tannery Lane 4")?);
        let room = RoomDescribed { id: edith.new_item(), name, site, people, used: true };
        describe_room(&edith, room, ink()).await?;
    }
    reviewed(&edith, today).await?;
    listened(cast, &edith, today).await?;
    part_time(&teller, at, today).await?;
    away(&teller, (at, now), today).await
}

/// The director has looked at how sessions went in the last quarter.
async fn reviewed(edith: &Ctx, today: Date) -> Result<()> {
    let DaySpan { from, until } = DaySpan::quarter(today);
    let findings = words("Most sessions are kept. On Mondays more are missed than on other days, in every programme.")?;
    let actions = words("Families and housing offers its Monday hours in the afternoon. We look again in January.")?;
    record_review(edith, ServiceReviewed { from, until, findings, actions }, ink()).await?;
    Ok(())
}

/// The director has looked at what people said in that quarter; of what is improved, one thing is done and another one is not.
async fn listened(cast: &Cast, edith: &Ctx, today: Date) -> Result<()> {
    let DaySpan { from, until } = DaySpan::quarter(today);
    let findings = words(
        "Four people waited more than half an hour at the door after five. Two were pleased with how they were told of their rights.",
    )?;
    let decisions =
        words("Somebody is at the door until six on two days. The leaflet on complaints is given to everybody.")?;
    let item = |what, login, days| -> Result<ActionItem> {
        let owner = Some(cast.who(login)?);
        Ok(ActionItem { id: edith.new_item(), what: line(what)?, owner, due: days_later(today, days) })
    };
    let (door, leaflet) = (
        item("Be at the door until six on Tuesdays and Thursdays", "sofia", 5)?,
        item("Print the leaflet in Arabic", "bea", 12)?,
    );
    let improvements = vec![door.clone(), leaflet];
    let review = FeedbackReviewed { from, until, findings, decisions, improvements };
    record_feedback_review(edith, review, ink()).await?;
    let done = ImprovementFollowed { id: door.id, became: Became::Done, note: Some(line("Since Tuesday")?) };
    follow_improvement(edith, done, ink()).await?;
    Ok(())
}

/// The family therapist works on three days, on one of them in the evening.
async fn part_time(teller: &Teller<'_>, at: Instant, today: Date) -> Result<()> {
    let stretch = |day, from, to| Stretch { day, from: Time::constant(from, 0, 0, 0), to: Time::constant(to, 0, 0, 0) };
    let week = vec![
        stretch(Day::Monday, 9, 13),
        stretch(Day::Tuesday, 9, 13),
        stretch(Day::Tuesday, 14, 17),
        stretch(Day::Thursday, 12, 20),
    ];
    let felix = teller.acting("felix", at)?;
    set_hours(&felix, felix.staff(), WorkingHoursSet { from: today, week: Some(week) }, ink()).await?;
    Ok(())
}

/// A caseworker has leave for three days of next week, and a colleague stands in for one of her cases.
async fn away(teller: &Teller<'_>, (at, now): (Instant, Instant), today: Date) -> Result<()> {
    let monday = days_later(today, 7_u32.saturating_sub(u32::try_from(today.weekday().to_monday_zero_offset())?));
    let (first, back) = (days_later(monday, 1), days_later(monday, 4));
    let amina = teller.acting("amina", at)?;
    let (starts, ends) = (teller.at(first, 0, 0)?, teller.at(back, 0, 0)?);
    let absence = AbsenceNoted { id: amina.new_item(), starts, ends, kind: Some(AbsenceKind::Leave) };
    let time = absence.period();
    note_absence(&amina, amina.staff(), absence, ink()).await?;
    covered(teller, now, time).await
}

/// For one of her cases she has named who stands in; for the others nobody is named yet.
async fn covered(teller: &Teller<'_>, now: Instant, time: Period) -> Result<()> {
    let (amina, maria) = (teller.acting("amina", now)?, teller.acting("maria", now)?);
    let Some(first) = cases_to_cover(&amina, amina.staff()).await?.into_iter().next() else { return Ok(()) };
    let note = Some(line("Please call on Tuesday; the school expects an answer")?);
    let cover = Cover { of: amina.staff(), staff: maria.staff(), time, note };
    arrange_cover(&amina, first.case, cover, ink()).await?;
    Ok(())
}

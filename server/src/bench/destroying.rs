//! Destroying one file among many: from the order of the records officer until the key is gone, looked for, and that stands in the record.

use std::time::Instant as Stopwatch;

use anyhow::{Result, anyhow};
use casework::disposition::{Execute, approve_list, execute_list, prepare_list};
use casework::house::{Proof, Signing};
use domain::cases::{Assignment, CaseFile};
use domain::closure::{CaseClosed, Ending, Outcome};
use domain::disposition::Approver;
use domain::event::Event;
use domain::ids::DossierId;
use domain::rulebook::Rulebook;
use domain::text::Narrative;
use jiff::civil::date;
use uuid::Uuid;

use super::bulk;
use super::list::Figure;
use super::people::{acting, contact, line};
use super::places::Place;
use super::searching::case_opened;

const DAY: i64 = 86_400;

/// The number of the case, behind those of all others.
const NUMBER: u32 = 900_000;

/// `entries` is how many the file has.
pub(super) async fn measure(place: &Place, entries: u32) -> Result<Figure> {
    let case = closed(place, entries).await?;
    let (house, clock) = place.house(place.begins.plus_seconds(DAY));
    let [joanna, daniel, tomas] = [place.who("joanna").await?, place.who("daniel").await?, place.who("tomas").await?];
    let list = prepare_list(&acting(&house, joanna), seal()).await?.dossier;
    approve_list(&acting(&house, daniel), list, Approver::Protection, seal()).await?;
    approve_list(&acting(&house, tomas), list, Approver::Supervision, seal()).await?;
    clock.pass(8 * DAY);
    let order = Execute { list, clock: Some(line("The watch on the wall shows the same.")?) };
    let begun = Stopwatch::now();
    execute_list(&acting(&house, joanna), order, seal()).await?;
    let took = begun.elapsed();
    if place.store.destroyed(case).await?.is_none() {
        return Err(anyhow!("the file is not destroyed"));
    }
    Figure::new("destroy", took.as_secs_f64(), None)
}

/// A closed case whose time is over.
async fn closed(place: &Place, entries: u32) -> Result<DossierId> {
    let (maria, tomas) = (place.who("maria").await?, place.who("tomas").await?);
    let hands = Assignment { worker: maria, supervisor: tomas, team: None };
    let contact = Event::ContactLogged(contact()?);
    let summary = Narrative::parse("All goals are reached.").map_err(|bad| anyhow!("{bad}"))?;
    let ending = Ending::new(Outcome::GoalsMet, summary, date(2010, 3, 1));
    let opened = Event::CaseOpened(case_opened(DossierId::new(Uuid::new_v4()), NUMBER, hands));
    let written = (2..entries).map(|_| contact.clone());
    let events = std::iter::once(opened).chain(written);
    let events = events.chain([Event::CaseClosed(CaseClosed { ending, keep_until: date(2017, 3, 1) })]).collect();
    let (id, signature) = (DossierId::new(Uuid::new_v4()), bulk::signature(maria, place.begins));
    let part = bulk::dossier::<CaseFile>(id, events, &signature, &Rulebook::default())?;
    bulk::append(&place.store, maria, place.begins, std::iter::once(Ok(vec![part]))).await?;
    Ok(id)
}

/// Nobody types a password here; everything else of the signature is as in earnest.
fn seal() -> Signing {
    Signing::author(Proof::System)
}

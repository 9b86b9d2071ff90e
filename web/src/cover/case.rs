//! Who stands in for whoever carries this case: naming them, ending it, and the lines about it on the pages of the case.

use axum::extract::Path;
use axum::response::Response;
use casework::cover::{Colleague, Cover, arrange_cover, colleagues, end_cover};
use domain::cover::CoverArranged;
use domain::event::Event;
use domain::ids::{DossierId, ItemId, StaffId};
use domain::level::Level;
use domain::policy::Action;
use domain::signature::Meaning;
use domain::time::Instant;

use super::{fields, place, read_time, until};
use crate::answer::{Answer, go, id};
use crate::cases::form::Wording;
use crate::cases::head::{At, CaseView};
use crate::cases::sheets::small;
use crate::cases::step::{About, Sign, Step, Written};
use crate::done::Done;
use crate::face::form::Field;
use crate::face::parts::{Act, Line, Pairs, Sheet, Voiced};
use crate::face::prelude::*;
use crate::fields::{Fields, Reader};
use crate::hours::show::period;
use crate::paths;
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::here::{self, Asks, Challenge};
use crate::signed::signing;

/// Somebody who stands in, as the page of the case shows them.
#[derive(Debug, Clone)]
pub struct CoverLine {
    /// Who.
    pub who: Words,
    /// From when to when.
    pub when: Words,
    /// What they have to know first.
    pub note: Words,
    /// Whether it runs.
    pub state: Option<State>,
    /// The way to end it.
    pub act: Option<Act>,
}

fn path(case: DossierId, cover: &str) -> String {
    paths::of_case(case, &format!("cover{cover}"))
}

/// The covers of a case that are not over.
pub(crate) fn lines(view: &CaseView, now: Instant) -> Vec<CoverLine> {
    let line = |cover: &CoverArranged| {
        let runs = cover.starts <= now;
        let when = period(cover.period());
        let label = if runs { "End it now" } else { "Take it back" };
        CoverLine {
            who: view.staff_name(cover.staff).into(),
            note: cover.note.as_ref().map(|note| note.reveal().to_owned().into()).unwrap_or_default(),
            state: runs.then(|| State::note("Stands in now")),
            act: view
                .may(Action::ArrangeCover)
                .then(|| Act::link(label, path(view.id(), &format!("/{}", cover.id))).plain().about(when.clone())),
            when,
        }
    };
    view.file().covers.from_now(now).into_iter().map(line).collect()
}

/// Whoever carries the case, and who stands in for them now.
pub(crate) fn carrier(view: &CaseView, worker: StaffId, now: Instant) -> Words {
    let name = view.staff_name(worker);
    let covers = view.file().covers.from_now(now).into_iter().find(|cover| cover.starts <= now);
    match covers.filter(|_| view.file().is_open()) {
        Some(cover) => Words::from("{name}; {who} stands in until {day}")
            .with("name", name)
            .with("who", view.staff_name(cover.staff))
            .with("day", until(cover.ends)),
        None => name.into(),
    }
}

/// An entry about who stands in, or about what was given on, as a sheet.
pub(crate) fn sheet(event: &Event, view: &CaseView) -> Option<Sheet> {
    Some(match event {
        Event::CoverArranged(cover) => {
            let title = Words::from("{who} stands in for {of}");
            let title = title.with("who", view.staff_name(cover.staff)).with("of", view.staff_name(cover.of));
            let mut sheet = small("team", title);
            sheet.lines.push(Line::new("When", period(cover.period())).voiced(Voiced::Product));
            if let Some(note) = &cover.note {
                sheet.lines.push(Line::new("In words", note.reveal().to_owned()));
            }
            sheet
        }
        Event::CoverEnded(_) => small("team", "Nobody stands in any more"),
        Event::ItemsGivenOn(given) => {
            let title = Words::from("What was open with {from} is now with {to}");
            let title = title.with("from", view.staff_name(given.from)).with("to", view.staff_name(given.to));
            let mut sheet = small("person", title);
            sheet.text = given.reason.reveal().to_owned().into();
            sheet
        }
        _ => return None,
    })
}

fn step(case: DossierId, free: Vec<Colleague>) -> Step<impl Fn(&Person, &CaseView, &Filled) -> Vec<Field>> {
    Step {
        case,
        action: Action::ArrangeCover,
        wording: Wording {
            heading: "Who stands in?".into(),
            lead: "From the first day to the last the colleague can open this case and its client, up to Confidential, and finds its duties on Today. The access ends by itself; twelve weeks at most."
                .into(),
            action: "cover".to_owned(),
            draft: None,
            act: "Review and sign".into(),
            at: At::Timeline,
        },
        fields: move |person: &Person, view: &CaseView, filled: &Filled| {
            let hands = view.file().assignment();
            let hands = [hands.map(|hands| hands.worker), hands.map(|hands| hands.supervisor)];
            let free = free.iter().filter(|one| !hands.contains(&Some(one.card.id)));
            let free: Vec<Colleague> = free.cloned().collect();
            fields(filled, &free, (person.voice().today, None))
        },
        about: About::Case,
        sign: Sign::author("Sign who stands in", "Sign"),
        done: Done::COVER_ARRANGED,
    }
}

async fn free(person: &Person, case: DossierId) -> Result<Vec<Colleague>, Problem> {
    // asked before anything of the case is: who may not name anybody learns nothing
    person.ctx.permit(Action::ArrangeCover, Some(case)).await?;
    Ok(colleagues(&person.ctx, person.ctx.staff()).await?)
}

/// `GET /cases/{case}/cover`
pub async fn new(person: Person, Path(case): Path<String>) -> Answer {
    let case: DossierId = id(&case)?;
    step(case, free(&person, case).await?).ask(&person).await
}

/// `POST /cases/{case}/cover`
pub async fn create(person: Person, Path(case): Path<String>, sent: Fields) -> Answer {
    let case: DossierId = id(&case)?;
    let step = step(case, free(&person, case).await?);
    let read = |view: &CaseView| {
        let mut reader = Reader::new(&sent);
        let staff = reader.choice("staff", |text| text.parse::<StaffId>().ok());
        let (time, note) = (read_time(&person, &mut reader), reader.line_or_none("note"));
        let of = view.file().assignment().map(|hands| hands.worker);
        match (staff, time, of, reader.is_good()) {
            (Some(staff), Some(time), Some(of), true) => {
                let (id, starts, ends) = (person.ctx.new_item(), time.start, time.end);
                let arranged = CoverArranged { id, of, staff, starts, ends, note };
                let wrong = view.file().arrange_cover(arranged.clone(), person.now()).err();
                match wrong {
                    // said before anybody reads a sheet that cannot be signed
                    Some(rule) => Err(crate::cases::form::refused(&sent, &rule, place(&rule))),
                    None => Ok(Written::new(arranged, Event::CoverArranged, Level::Confidential)),
                }
            }
            _ => Err(reader.filled),
        }
    };
    let act = async |arranged: CoverArranged, ink| {
        let CoverArranged { of, staff, note, .. } = arranged.clone();
        let order = Cover { of, staff, time: arranged.period(), note };
        arrange_cover(&person.ctx, case, order, ink).await
    };
    step.create(&person, &sent, read, act, place).await
}

fn ending(person: &Person, view: &CaseView, cover: &CoverArranged, filled: Filled) -> Response {
    let runs = cover.starts <= person.now();
    here::show(person, filled, view.seen.opened.last, Challenge::OldSignIn, |_| Asks {
        title: "Case",
        heading: if runs { "End this cover now?".into() } else { "Take this cover back?".into() },
        lead: match runs {
            true => "The colleague cannot open the case any more from this moment on. What they wrote stays.".into(),
            false => {
                "The colleague will not be able to open the case. That they were named stays in the record.".into()
            }
        },
        about: Pairs::new().with("Stands in", view.staff_name(cover.staff)).with("When", period(cover.period())),
        action: path(view.id(), &format!("/{}", cover.id)),
        fields: Vec::new(),
        act: if runs { "Sign that it ends" } else { "Sign and take back" },
        back: Link::new(paths::case(view.id()), "Back to the case"),
    })
}

/// `GET /cases/{case}/cover/{cover}`
pub async fn ask_end(person: Person, Path((case, cover)): Path<(String, String)>) -> Answer {
    let (case, cover): (DossierId, ItemId) = (id(&case)?, id(&cover)?);
    let view = CaseView::open(&person, case, Action::ArrangeCover).await?;
    let known = view.file().covers.find(cover).ok_or(Problem::Missing)?;
    Ok(ending(&person, &view, known, Filled::new()))
}

/// `POST /cases/{case}/cover/{cover}`
pub async fn end(person: Person, Path((case, cover)): Path<(String, String)>, sent: Fields) -> Answer {
    let (case, cover): (DossierId, ItemId) = (id(&case)?, id(&cover)?);
    let view = CaseView::open(&person, case, Action::ArrangeCover).await?;
    match end_cover(&person.ctx, case, cover, signing(&sent, Meaning::Author)).await {
        Ok(entry) => go(&Done::COVER_ENDED.entry(&paths::case(case), entry.number)),
        Err(failure) => {
            let filled = here::refused(&sent, failure, |_| None)?;
            let known = view.file().covers.find(cover).ok_or(Problem::Missing)?;
            Ok(ending(&person, &view, known, filled))
        }
    }
}

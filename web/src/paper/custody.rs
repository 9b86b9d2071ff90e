//! Moving an item, checking it out, taking it back: short forms for whoever works on the case and for those who keep the files, who see label,
//! number and place, and nothing of what is said of the item.

use axum::extract::Path;
use axum::response::Response;
use casework::paper::{Borrower, Item, borrowers, check_out_paper, move_paper, return_paper, trace};
use casework::{Failure, Rule};
use domain::ids::{DossierId, EntryId, ItemId, StaffId};
use domain::paper::{CannotHandle, PaperCheckedOut, PaperReturned};
use domain::policy::Action;
use domain::signature::Meaning;

use super::register::places;
use super::trace::facts;
use crate::answer::{Answer, go, id};
use crate::done::Done;
use crate::face::form::Field;
use crate::face::prelude::*;
use crate::fields::{Fields, Reader};
use crate::paths;
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::here::{self, Asks, Challenge};
use crate::signed::signing;

/// An item that is about to be handled.
struct Handling {
    item: Item,
    staff: Vec<domain::staff::StaffCard>,
}

impl Handling {
    async fn open(person: &Person, case: &str, item: &str) -> Result<Self, Problem> {
        let (case, item): (DossierId, ItemId) = (id(case)?, id(item)?);
        person.ctx.permit(Action::HandlePaper, Some(case)).await?;
        let item = trace(&person.ctx, case, item).await?;
        Ok(Self { item, staff: casework::accounts::staff_list(&person.ctx).await? })
    }

    /// The page of the item for this person.
    fn home(&self) -> String {
        let (case, item) = (self.item.case, self.item.item.id);
        match self.item.may.contains(&Action::ReadCase) {
            true => paths::paper(case, item),
            false => paths::traced(case, item),
        }
    }

    fn page(&self, person: &Person, filled: Filled, asks: Asked<'_>) -> Response {
        let path = format!("{}/{}", paths::paper(self.item.case, self.item.item.id), asks.part);
        here::show(person, filled, self.item.last, Challenge::OldSignIn, |form| Asks {
            title: "Physical item",
            heading: Words::from(asks.heading).with("label", Number::new(self.item.item.label)),
            lead: asks.lead.into(),
            about: facts(person, &self.item, &self.staff),
            action: path,
            fields: (asks.fields)(form),
            act: asks.act,
            back: Link::new(self.home(), "Back to the item"),
        })
    }

    /// Goes to the item, or shows the form with what is wrong.
    fn answer<R: Rule>(
        &self,
        done: Done,
        answer: Result<EntryId, Failure<R>>,
        again: impl FnOnce(Failure<R>) -> Result<Response, Problem>,
    ) -> Answer {
        match answer {
            Ok(_) => go(&done.at(&self.home())),
            Err(failure) => again(failure),
        }
    }
}

/// What differs between the three forms.
struct Asked<'a> {
    heading: &'static str,
    lead: &'static str,
    part: &'static str,
    fields: &'a dyn Fn(&Filled) -> Vec<Field>,
    act: &'static str,
}

fn used(person: &Person, text: &str) -> Option<ItemId> {
    text.parse().ok().filter(|place| person.organisation.places.is_used(*place))
}

fn move_page(person: &Person, of: &Handling, filled: Filled) -> Response {
    let fields = |form: &Filled| {
        let places = places(person, Some(of.item.item.place));
        vec![form.select("to", "Where it is put", &places), form.text("reason", "Why").max(200)]
    };
    let lead = "Put it there, lock the cabinet, then sign.";
    of.page(person, filled, Asked { heading: "Move {label}", lead, part: "move", fields: &fields, act: "Sign move" })
}

/// `GET /cases/{case}/paper/{item}/move`
pub async fn ask_move(person: Person, Path((case, item)): Path<(String, String)>) -> Answer {
    let of = Handling::open(&person, &case, &item).await?;
    Ok(move_page(&person, &of, Filled::new()))
}

/// `POST /cases/{case}/paper/{item}/move`
pub async fn relocate(person: Person, Path((case, item)): Path<(String, String)>, sent: Fields) -> Answer {
    let of = Handling::open(&person, &case, &item).await?;
    let mut reader = Reader::new(&sent);
    let (to, reason) = (reader.choice("to", |text| used(&person, text)), reader.line("reason"));
    let (Some(to), Some(reason)) = (to, reason) else { return Ok(move_page(&person, &of, reader.filled)) };
    let ink = signing(&sent, Meaning::Author).at_level(of.item.item.level);
    let moved = move_paper(&person.ctx, of.item.case, (of.item.item.id, to, reason), ink).await;
    of.answer(Done::PAPER_MOVED, moved, |failure| {
        let place =
            |rule: &CannotHandle| matches!(rule, CannotHandle::NoPlace | CannotHandle::SamePlace).then_some("to");
        Ok(move_page(&person, &of, here::refused(&sent, failure, place)?))
    })
}

fn check_out_page(person: &Person, of: &Handling, borrowers: &[Borrower], filled: Filled) -> Response {
    let fields = |form: &Filled| {
        let who: Vec<Choice> =
            borrowers.iter().map(|one| Choice::new(one.staff.to_string(), one.name.clone())).collect();
        let me = borrowers.iter().any(|one| one.staff == person.card.id).then(|| person.card.id.to_string());
        vec![
            form.select("to", "Who takes it", &who)
                .or(me.unwrap_or_default())
                .hint("Only those who may read the file."),
            form.text("purpose", "For what").max(200),
            form.date("due", "To be back by"),
        ]
    };
    let lead = "Whoever takes it answers for it until it is returned, and is reminded when the day is over.";
    let asked = Asked { heading: "Check out {label}", lead, part: "check-out", fields: &fields, act: "Sign and take" };
    of.page(person, filled, asked)
}

/// `GET /cases/{case}/paper/{item}/check-out`
pub async fn ask_check_out(person: Person, Path((case, item)): Path<(String, String)>) -> Answer {
    let of = Handling::open(&person, &case, &item).await?;
    let borrowers = borrowers(&person.ctx, of.item.case, of.item.item.level).await?;
    Ok(check_out_page(&person, &of, &borrowers, Filled::new()))
}

/// `POST /cases/{case}/paper/{item}/check-out`
pub async fn check_out(person: Person, Path((case, item)): Path<(String, String)>, sent: Fields) -> Answer {
    let of = Handling::open(&person, &case, &item).await?;
    let borrowers = borrowers(&person.ctx, of.item.case, of.item.item.level).await?;
    let mut reader = Reader::new(&sent);
    let to = reader.choice("to", |text| text.parse::<StaffId>().ok());
    let (purpose, due) = (reader.line("purpose"), reader.date("due"));
    let (Some(to), Some(purpose), Some(due)) = (to, purpose, due) else {
        return Ok(check_out_page(&person, &of, &borrowers, reader.filled));
    };
    let ink = signing(&sent, Meaning::Author).at_level(of.item.item.level);
    let order = PaperCheckedOut { id: of.item.item.id, to, purpose, due };
    let out = check_out_paper(&person.ctx, of.item.case, order, ink).await;
    of.answer(Done::PAPER_OUT, out, |failure| {
        let place = |rule: &CannotHandle| match rule {
            CannotHandle::DayPassed => Some("due"),
            CannotHandle::MayNotRead => Some("to"),
            _ => None,
        };
        Ok(check_out_page(&person, &of, &borrowers, here::refused(&sent, failure, place)?))
    })
}

fn return_page(person: &Person, of: &Handling, filled: Filled) -> Response {
    let fields = |form: &Filled| {
        vec![
            form.select("place", "Where it is put", &places(person, None)).or(of.item.item.place.to_string()),
            form.text("condition", "What you noticed about its condition").max(200).optional(),
        ]
    };
    let lead = "Put it there, lock the cabinet, then sign.";
    let asked = Asked { heading: "Return {label}", lead, part: "return", fields: &fields, act: "Sign return" };
    of.page(person, filled, asked)
}

/// `GET /cases/{case}/paper/{item}/return`
pub async fn ask_return(person: Person, Path((case, item)): Path<(String, String)>) -> Answer {
    let of = Handling::open(&person, &case, &item).await?;
    Ok(return_page(&person, &of, Filled::new()))
}

/// `POST /cases/{case}/paper/{item}/return`
pub async fn give_back(person: Person, Path((case, item)): Path<(String, String)>, sent: Fields) -> Answer {
    let of = Handling::open(&person, &case, &item).await?;
    let mut reader = Reader::new(&sent);
    let place = reader.choice("place", |text| used(&person, text));
    let condition = reader.line_or_none("condition");
    let Some(place) = place.filter(|_| reader.is_good()) else {
        return Ok(return_page(&person, &of, reader.filled));
    };
    let ink = signing(&sent, Meaning::Author).at_level(of.item.item.level);
    let order = PaperReturned { id: of.item.item.id, place, condition };
    let back = return_paper(&person.ctx, of.item.case, order, ink).await;
    of.answer(Done::PAPER_BACK, back, |failure| {
        let place = |rule: &CannotHandle| (*rule == CannotHandle::NoPlace).then_some("place");
        Ok(return_page(&person, &of, here::refused(&sent, failure, place)?))
    })
}

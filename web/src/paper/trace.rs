//! Where everything is, for those who keep the files: label, number of the case, place, and who has it. Nothing of what the items hold.

use axum::extract::Path;
use casework::paper::{Item, ItemLine, Items, items, trace};
use domain::ids::{DossierId, ItemId};
use domain::organisation::Organisation;
use domain::policy::Action;
use domain::staff::StaffCard;
use jiff::civil::Date;
use store::WhereaboutsCursor;

use super::{PLACES, RECORDS, told};
use crate::answer::{Answer, id};
use crate::face::form::Field;
use crate::face::parts::{Act, Empty, Paging, Pairs};
use crate::face::prelude::*;
use crate::guard::Query;
use crate::paths;
use crate::person::Person;
use crate::staff::name_of;

/// Which items are wanted: of one place, from where on.
#[derive(Debug, Clone, Default, serde::Deserialize)]
pub struct Wanted {
    #[serde(default)]
    place: String,
    #[serde(default)]
    after: String,
}

/// An item.
#[derive(Debug, Clone)]
pub struct Line {
    /// Where it is told.
    pub href: String,
    /// The code on its label.
    pub label: Number,
    /// The number of its case.
    pub case: Number,
    /// Where it is.
    pub state: State,
    /// What it is, and the place to which it belongs.
    pub more: Words,
}

/// `GET /records/paper`
#[derive(Debug, Template)]
#[template(path = "paper/list.html")]
pub struct ItemsPage {
    /// The frame.
    pub frame: Frame,
    /// Places, and the like.
    pub ways: Vec<Act>,
    /// The choice of a place; nothing while there is none.
    pub place: Option<Field>,
    /// The items, those first that have to be back first.
    pub lines: Vec<Line>,
    /// When there are none.
    pub none: Option<Empty>,
    /// Further pages.
    pub paging: Paging,
}

/// `GET /records/paper`
pub async fn index(person: Person, Query(wanted): Query<Wanted>) -> Answer {
    let place = wanted.place.parse::<ItemId>().ok();
    let after = cursor(&wanted.after);
    let items = items(&person.ctx, place, after).await?;
    let staff = casework::accounts::staff_list(&person.ctx).await?;
    let told = Told { organisation: &person.organisation, staff: &staff, today: person.voice().today };
    Ok(person.show("Paper and other items", |frame| page(&told, &items, place, after.is_some(), frame)))
}

/// Reads `microseconds.dossier.item`; what is none begins at the first page.
fn cursor(text: &str) -> Option<WhereaboutsCursor> {
    let mut parts = text.split('.');
    let (due, dossier, item) = (parts.next()?, parts.next()?, parts.next()?);
    let due = domain::time::Instant(due.parse().ok()?);
    Some(WhereaboutsCursor { due, dossier: dossier.parse().ok()?, item: item.parse().ok()? })
}

/// What the list is told from.
pub(super) struct Told<'a> {
    pub(super) organisation: &'a Organisation,
    pub(super) staff: &'a [StaffCard],
    pub(super) today: Date,
}

pub(super) fn page(told: &Told<'_>, items: &Items, place: Option<ItemId>, behind: bool, frame: Frame) -> ItemsPage {
    let of = place.map(|place| format!("place={place}&")).unwrap_or_default();
    let older = items.next.map(|next| format!("{RECORDS}?{of}after={}.{}.{}", next.due.0, next.dossier, next.item));
    let newer = behind.then(|| place.map_or_else(|| RECORDS.to_owned(), |place| format!("{RECORDS}?place={place}")));
    let none = items.lines.is_empty().then(|| match place {
        Some(_) => Empty::new("Nothing belongs to this place.", "").act(Act::link("All items", RECORDS)),
        None => Empty::new(
            "No item is registered yet.",
            "Folders, envelopes and media are registered in their case, among its documents.",
        ),
    });
    ItemsPage {
        ways: vec![Act::link("Places", PLACES).icon("building")],
        place: choice(told.organisation, place),
        lines: items.lines.iter().map(|line| told.line(line)).collect(),
        none,
        paging: Paging { newer, older, here: Words::default() },
        frame,
    }
}

fn choice(organisation: &Organisation, chosen: Option<ItemId>) -> Option<Field> {
    let used = organisation.places.used();
    if used.is_empty() {
        return None;
    }
    let every = Choice::new("", "All places");
    let places = used.into_iter().map(|(id, place)| Choice::new(id.to_string(), place.name()));
    let choices: Vec<Choice> = std::iter::once(every).chain(places).collect();
    let form = Filled::new().with("place", chosen.map(|place| place.to_string()).unwrap_or_default());
    Some(form.select("place", "Place", &choices).free())
}

impl Told<'_> {
    fn line(&self, line: &ItemLine) -> Line {
        let item = &line.item;
        let out = item.out.map(|(who, due)| (name_of(self.staff, who), due));
        Line {
            href: paths::traced(line.case, item.id),
            label: Number::new(item.label),
            case: Number::new(&line.number),
            state: told::standing(out, self.today),
            more: Words::from("{form}. {place}")
                .with("form", Words::from(item.form.word()))
                .with("place", told::place(self.organisation, item.place)),
        }
    }
}

/// `GET /records/paper/{case}/{item}`
#[derive(Debug, Template)]
#[template(path = "paper/traced.html")]
pub struct TracedPage {
    /// The frame.
    pub frame: Frame,
    /// The code on its label.
    pub label: Number,
    /// Where it is.
    pub state: State,
    /// Case, name, place, lock.
    pub facts: Pairs,
    /// What can be done.
    pub acts: Vec<Act>,
}

/// `GET /records/paper/{case}/{item}`
pub async fn show(person: Person, Path((case, item)): Path<(String, String)>) -> Answer {
    let (case, item): (DossierId, ItemId) = (id(&case)?, id(&item)?);
    let item = trace(&person.ctx, case, item).await?;
    let staff = casework::accounts::staff_list(&person.ctx).await?;
    Ok(person.show("Physical item", |frame| {
        let out = item.item.out.map(|(who, due)| (name_of(&staff, who), due));
        TracedPage {
            label: Number::new(item.item.label),
            state: told::standing(out, person.voice().today),
            facts: facts(&person, &item, &staff),
            acts: acts(&item),
            frame,
        }
    }))
}

fn acts(item: &Item) -> Vec<Act> {
    let href = paths::paper(item.case, item.item.id);
    let mut acts = Vec::new();
    if item.may.contains(&Action::HandlePaper) {
        if item.item.out.is_some() {
            acts.push(Act::link("Return", format!("{href}/return")).main());
        } else {
            acts.push(Act::link("Check out", format!("{href}/check-out")));
            acts.push(Act::link("Move", format!("{href}/move")));
        }
    }
    if item.may.contains(&Action::PrintLabel) {
        acts.push(Act::link("Print label", format!("{href}/label")).icon("print"));
    }
    if item.may.contains(&Action::ReadCase) {
        acts.push(Act::link("Open in its case", href).plain());
    }
    acts
}

/// What is known of an item without opening its file.
pub(super) fn facts(person: &Person, item: &Item, staff: &[StaffCard]) -> Pairs {
    let place = person.organisation.places.find(item.item.place);
    let facts = Pairs::new()
        .with("Case", item.number.clone())
        .with("What it is", item.item.form.word())
        .with("Name", item.item.name.reveal().to_owned())
        .with("Belongs to", told::place(&person.organisation, item.item.place))
        .with("Locked", place.map(|place| place.about.lock.reveal().to_owned()).unwrap_or_default());
    match item.item.out {
        Some((who, due)) => {
            facts.with("With", name_of(staff, who)).with("To be back by", crate::face::when::full_day(due))
        }
        None => facts,
    }
}

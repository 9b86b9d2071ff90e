//! Small words about physical items that several pages share, and their entries as sheets.

use domain::event::Event;
use domain::ids::{ItemId, StaffId};
use domain::organisation::Organisation;
use domain::paper::{About, Departure, Out, PaperItem, Whereabouts};
use jiff::civil::Date;

use crate::cases::head::CaseView;
use crate::cases::sheets::{blank, small};
use crate::face::parts::{Line, Sheet, Voiced};
use crate::face::prelude::*;
use crate::face::when;
use crate::person::Person;

/// Site, room and cabinet of a place.
pub(crate) fn place(organisation: &Organisation, id: ItemId) -> String {
    organisation.places.find(id).map(domain::paper::Place::name).unwrap_or_default()
}

/// Where an item is that is here: in its place, or with whom and until when.
pub(crate) fn standing(out: Option<(String, Date)>, today: Date) -> State {
    match out {
        None => State::done("In its place"),
        Some((who, due)) => {
            let words = Words::from("With {who}, due {day}").with("who", who.clone()).with("day", when::plain_day(due));
            let late = Words::from("With {who}, was due {day}").with("who", who).with("day", when::plain_day(due));
            if due < today { State::overdue(late) } else { State::due(words) }
        }
    }
}

/// The state of an item of a case, whatever became of it.
pub(super) fn state(item: &PaperItem, name: impl Fn(StaffId) -> String, today: Date) -> State {
    match &item.whereabouts {
        Whereabouts::InPlace => standing(None, today),
        Whereabouts::Out(Out { to, due, .. }) => standing(Some((name(*to), *due)), today),
        Whereabouts::Ended => State::plain("Not here any more"),
        Whereabouts::Mistake => State::overdue("Registered by mistake"),
    }
}

fn product(term: &'static str, text: impl Into<Words>) -> Line {
    Line::new(term, text).voiced(Voiced::Product)
}

/// An item as it will be registered; its label is made when it is signed.
pub(super) fn registered(about: &About, place: String, name: &str, label: Option<String>) -> Sheet {
    let mut sheet = blank("records", Words::from("Physical item: {title}").with("title", about.title.reveal()));
    sheet.lines.push(product("What it is", about.form.word()));
    sheet.lines.push(product("Place", place));
    sheet.lines.push(product("Name", name.to_owned()));
    sheet.lines.push(match label {
        Some(label) => product("Label", label),
        None => product("Label", "Made when you sign"),
    });
    sheet
}

/// What a link of the custody says: its title, and what was written with it.
pub(super) fn link(event: &Event, person: &Person, name: impl Fn(StaffId) -> String) -> (Words, Words) {
    let place = |id| place(&person.organisation, id);
    let written = |line: &domain::text::Line| Words::from(line.reveal().to_owned());
    match event {
        Event::PaperRegistered(new) => {
            (Words::from("Registered, put into {place}").with("place", place(new.place)), Words::default())
        }
        Event::PaperMoved(moved) => (
            Words::from("Moved from {from} to {to}").with("from", place(moved.from)).with("to", place(moved.to)),
            written(&moved.reason),
        ),
        Event::PaperCheckedOut(out) => (
            Words::from("Checked out to {who}, due {day}")
                .with("who", name(out.to))
                .with("day", when::plain_day(out.due)),
            written(&out.purpose),
        ),
        Event::PaperReturned(back) => (
            Words::from("Returned to {place}").with("place", place(back.place)),
            back.condition.as_ref().map(written).unwrap_or_default(),
        ),
        Event::PaperCorrected(corrected) => (
            Words::from("Corrected: {title}").with("title", corrected.about.title.reveal()),
            written(&corrected.reason),
        ),
        Event::PaperWithdrawn(withdrawn) => ("Marked as registered by mistake".into(), written(&withdrawn.reason)),
        Event::PaperEnded(ended) => {
            let words = match &ended.departure {
                Departure::HandedOver { to } => Words::from("Handed over to {who}").with("who", to.reveal()),
                Departure::Scanned { .. } => "Shredded: it is in the file as a document".into(),
            };
            let words = Words::from("{what}; witness: {witness}").with("what", words);
            (words.with("witness", name(ended.witness)), written(&ended.reason))
        }
        _ => (Words::default(), Words::default()),
    }
}

/// An entry about a physical item as a sheet.
pub(crate) fn sheet(event: &Event, view: &CaseView, person: &Person) -> Option<Sheet> {
    let id = match event {
        Event::PaperRegistered(new) => {
            let place = place(&person.organisation, new.place);
            return Some(registered(&new.about, place, new.name.reveal(), Some(new.label.to_string())));
        }
        Event::PaperCorrected(corrected) => corrected.id,
        Event::PaperWithdrawn(withdrawn) => withdrawn.id,
        Event::PaperMoved(moved) => moved.id,
        Event::PaperCheckedOut(out) => out.id,
        Event::PaperReturned(back) => back.id,
        Event::PaperEnded(ended) => ended.id,
        _ => return None,
    };
    let (title, written) = link(event, person, |staff| view.staff_name(staff));
    let mut sheet = small("records", title);
    sheet.text = written;
    if let Some(item) = view.file().paper.find(id) {
        let words = Words::from("{label} – {title}").with("label", item.label.to_string());
        sheet.lines.push(product("Item", words.with("title", item.about.title.reveal())));
    }
    if let Event::PaperCorrected(corrected) = event {
        sheet.lines.push(product("Name", corrected.name.reveal().to_owned()));
    }
    Some(sheet)
}

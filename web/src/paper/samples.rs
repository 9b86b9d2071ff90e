//! The pages of physical items that stand outside a case, from samples.

use casework::cards::PaperCard;
use casework::paper::{CheckLine, ItemLine, Items, PlaceSeen, Places, SpotCheckCard};
use domain::ids::{DossierId, EntryNumber, ItemId, StaffId};
use domain::level::Level;
use domain::naming::FileName;
use domain::numbers::LabelCode;
use domain::organisation::Organisation;
use domain::paper::{Form, Place, PlaceAbout};
use domain::staff::{Role, StaffCard};
use domain::text::Line;
use jiff::civil::date;
use store::WhereaboutsCursor;
use uuid::Uuid;

use super::section::{self, Section};
use super::show::{CustodyLine, PaperPage};
use super::{checks, places, told, trace};
use crate::documents::samples::{folder, tabs};
use crate::face::prelude::*;
use crate::face::when;
use crate::samples::{Samples, at, data, frame};

fn line(text: &str) -> Line {
    Line::parse(&data(text)).unwrap()
}

fn item(n: u128) -> ItemId {
    ItemId::new(Uuid::from_u128(n))
}

fn staff() -> StaffId {
    StaffId::new(Uuid::from_u128(3))
}

fn place(cabinet: &str, closed: bool) -> Place {
    let about = PlaceAbout {
        site: line("Tannery Lane 4"),
        room: line("Records room"),
        cabinet: line(cabinet),
        lock: line("Key 17, with the records officer"),
    };
    Place { about, closed: closed.then(|| (at(2, 9, 0), staff(), line("The room is given up"))) }
}

fn items() -> Items {
    let card = |n: u32, out| PaperCard {
        id: item(u128::from(n)),
        label: LabelCode::from_random(n),
        name: FileName::default(),
        form: Form::Folder,
        level: Level::Confidential,
        place: item(90),
        out,
    };
    let outs = [Some((staff(), date(2026, 11, 12))), Some((staff(), date(2026, 11, 25))), None];
    let line = |(n, out)| ItemLine {
        case: DossierId::new(Uuid::from_u128(7)),
        number: data("2026-000123-R"),
        closed: false,
        item: card(n, out),
    };
    let next = WhereaboutsCursor { due: at(2, 9, 0), dossier: DossierId::new(Uuid::from_u128(7)), item: item(3) };
    Items { lines: (1..).zip(outs).map(line).collect(), next: Some(next) }
}

fn section_line(state: State) -> section::Line {
    section::Line {
        href: "/cases/1/paper/2".to_owned(),
        title: data("Originals: consent, letters").into(),
        state,
        more: Words::from("{form}. {place}").with("form", Words::from(Form::Folder.word())).with("place", data("Safe")),
        label: Number::new(data("P-000001-1")),
        name: data("2026-000123-R_2026-01-05_folder_008_v1"),
        acts: vec![Act::link("Check out", "/cases/1/paper/2/check-out"), Act::link("Print label", "/1").plain()],
    }
}

/// The section of the documents of a case.
pub(crate) fn section(empty: bool) -> Section {
    let today = date(2026, 11, 20);
    let out = |day| told::standing(Some((data("Maria Vega"), date(2026, 11, day))), today);
    let lines = [told::standing(None, today), out(12), out(25)];
    let mistake = State::overdue("Registered by mistake");
    Section {
        here: if empty { Vec::new() } else { lines.map(section_line).to_vec() },
        gone: if empty { Vec::new() } else { vec![section_line(mistake)] },
        acts: vec![Act::link("Register an item", "/cases/1/paper/new").icon("plus")],
    }
}

fn item_page() -> PaperPage {
    let custody = |what: Words, written: Words| CustodyLine {
        what,
        written,
        more: Words::from("{who}, {when}").with("who", data("Maria Vega")).with("when", when::when(at(12, 9, 0))),
        entry: Act::link("Entry", "/cases/1#e7").plain(),
    };
    let out = Words::from("Checked out to {who}, due {day}");
    let out = out.with("who", data("Maria Vega")).with("day", when::plain_day(date(2026, 11, 12)));
    let put = Words::from("Registered, put into {place}").with("place", data("Safe"));
    PaperPage {
        frame: frame(),
        folder: folder(),
        tabs: tabs(),
        title: data("Originals: consent, letters").into(),
        states: vec![told::standing(None, date(2026, 11, 20)), State::note("Sensitive").icon("lock")],
        facts: Pairs::new().with("Label", data("P-000001-1")).with("What it is", Form::Folder.word()),
        acts: vec![Act::link("Check out", "/cases/1/paper/2/check-out")],
        custody: vec![custody(out, data("Meeting at the school").into()), custody(put, Words::default())],
    }
}

pub(crate) fn samples(show: &mut Samples) {
    let card = StaffCard {
        id: staff(),
        name: data("Maria Vega"),
        title: String::new(),
        roles: vec![Role::Caseworker],
        team: None,
        active: true,
    };
    let mut organisation = Organisation::default();
    organisation.places.all.insert(item(90), place("Cabinet 2", false));
    show.page("item", &item_page());
    let told = trace::Told { organisation: &organisation, staff: &[card], today: date(2026, 11, 20) };
    let mut page = trace::page(&told, &items(), Some(item(90)), true, frame());
    for (n, line) in (1..).zip(&mut page.lines) {
        line.label = Number::new(data(&LabelCode::from_random(n).to_string()));
    }
    show.page("items", &page);
    let empty = Organisation::default();
    let nothing = trace::Told { organisation: &empty, staff: &[], today: date(2026, 11, 20) };
    show.page("items-none", &trace::page(&nothing, &Items::default(), None, false, frame()));
    let check = |open, findings| CheckLine {
        check: DossierId::new(Uuid::from_u128(70)),
        card: SpotCheckCard { place: item(90), at: at(19, 9, 0), right: 11, findings, open },
    };
    let lines = [check(2, 3), check(0, 1), check(0, 0)];
    show.page("checks", &checks::page(&organisation, &lines, true, frame()));
    show.page("checks-none", &checks::page(&empty, &[], false, frame()));
    let seen = |n, cabinet, closed, items, out| PlaceSeen { id: item(n), place: place(cabinet, closed), items, out };
    let all =
        vec![seen(90, "Cabinet 2", false, 12, 2), seen(91, "Safe", false, 1, 0), seen(92, "Cabinet 1", true, 0, 0)];
    let last = EntryNumber(1);
    show.page("places", &places::page(&Places { all, may_manage: true, last }, frame()));
    show.page("places-none", &places::page(&Places { all: Vec::new(), may_manage: true, last }, frame()));
}

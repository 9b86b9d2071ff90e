//! The pages of physical items that stand outside a case, from samples.

use casework::cards::PaperCard;
use casework::paper::{ItemLine, Items, PlaceSeen, Places};
use domain::ids::{DossierId, EntryNumber, ItemId, StaffId};
use domain::level::Level;
use domain::numbers::LabelCode;
use domain::organisation::Organisation;
use domain::paper::{Form, Place, PlaceAbout};
use domain::staff::{Role, StaffCard};
use domain::text::Line;
use jiff::civil::date;
use store::WhereaboutsCursor;
use uuid::Uuid;

use super::{places, trace};
use crate::face::prelude::*;
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
        name: data("2026-000123-R_2026-01-05_folder_008_v1"),
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
    let told = trace::Told { organisation: &organisation, staff: &[card], today: date(2026, 11, 20) };
    let mut page = trace::page(&told, &items(), Some(item(90)), true, frame());
    for (n, line) in (1..).zip(&mut page.lines) {
        line.label = Number::new(data(&LabelCode::from_random(n).to_string()));
    }
    show.page("items", &page);
    let empty = Organisation::default();
    let nothing = trace::Told { organisation: &empty, staff: &[], today: date(2026, 11, 20) };
    show.page("items-none", &trace::page(&nothing, &Items::default(), None, false, frame()));
    let seen = |n, cabinet, closed, items, out| PlaceSeen { id: item(n), place: place(cabinet, closed), items, out };
    let all = vec![
        seen(90, "Cabinet 2", false, 12, 2),
        seen(91, "Safe", false, 1, 0),
        seen(92, "Cabinet 1", true, 0, 0),
    ];
    let last = EntryNumber(1);
    show.page("places", &places::page(&Places { all, may_manage: true, last }, frame()));
    show.page("places-none", &places::page(&Places { all: Vec::new(), may_manage: true, last }, frame()));
}

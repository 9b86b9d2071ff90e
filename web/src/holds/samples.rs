//! The pages of matters, from samples.

use std::collections::BTreeMap;

use casework::holds::{MatterCard, MatterLine};
use domain::holds::{Held, Matter, MatterOpened};
use domain::ids::{DossierId, StaffId};
use domain::staff::{Role, StaffCard};
use domain::text::{Line, Narrative};
use uuid::Uuid;

use super::{list, show};
use crate::face::prelude::*;
use crate::samples::{Samples, at, data, frame};

fn line(text: &str) -> Line {
    Line::parse(&data(text)).unwrap()
}

fn dossier(n: u128) -> DossierId {
    DossierId::new(Uuid::from_u128(n))
}

fn matter(over: bool) -> Matter {
    let by = StaffId::new(Uuid::from_u128(3));
    let reason = Narrative::parse(&data("The court asks for the file of 2024.")).unwrap();
    let opened = MatterOpened { title: line("Regional court, 4 O 112/26"), reason };
    let held = |number: &str, released| Held { number: data(number), since: (at(2, 9, 0), by), released };
    Matter {
        opened: Some((opened, at(2, 8, 55), by)),
        files: BTreeMap::from([
            (dossier(7), held("2024-000112-4", over.then(|| (at(19, 9, 0), by, line("Settled"))))),
            (dossier(8), held("2024-000088-1", Some((at(12, 9, 0), by, line("Not concerned"))))),
        ]),
        ended: over.then(|| (at(19, 9, 0), by, line("Settled"))),
    }
}

pub(crate) fn samples(show: &mut Samples) {
    let card =
        |ended| MatterCard { title: data("Regional court, 4 O 112/26"), opened: at(2, 8, 55), holding: 2, ended };
    let lines = [None, Some(at(19, 9, 0))].map(|ended| MatterLine { matter: dossier(9), card: card(ended) });
    show.page("matters", &list::page(&lines, true, frame()));
    show.page("matters-none", &list::page(&[], false, frame()));
    let staff = [StaffCard {
        id: StaffId::new(Uuid::from_u128(3)),
        name: data("Joanna Okafor"),
        title: String::new(),
        roles: vec![Role::RecordsOfficer],
        team: None,
        active: true,
    }];
    let form = Filled::new().wrong("number", "There is no file with this number.");
    let open = show::view(&matter(false), dossier(9), &staff, true, frame());
    show.page("matter", &show::MatterPage { hold: Some(show::hold_form(dossier(9), form)), ..open });
    show.page("matter-over", &show::view(&matter(true), dossier(9), &staff, false, frame()));
}

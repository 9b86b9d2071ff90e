//! The pages of cover, from samples.

use casework::cards::{CaseCard, ClientCard};
use casework::cover::{CaseToCover, Colleague};
use domain::ids::{DossierId, StaffId};
use domain::slots::Period;
use domain::staff::{Role, StaffCard};
use domain::time::Instant;
use jiff::civil::date;
use uuid::Uuid;

use super::all::ForAll;
use crate::face::form::Filled;
use crate::samples::{Samples, at, data, frame};
use crate::signed::here::sample;

pub(crate) fn staff(n: u128) -> StaffId {
    StaffId::new(Uuid::from_u128(n))
}

pub(crate) fn colleague(n: u128, name: &str, cases: u32, away: bool) -> Colleague {
    let (title, roles) = (String::new(), vec![Role::Caseworker]);
    let card = StaffCard { id: staff(n), name: data(name), title, roles, team: None, active: true };
    let away = away.then(|| Period { start: at(24, 0, 0), end: at(27, 0, 0) });
    Colleague { card, cases, away: away.into_iter().collect() }
}

pub(crate) fn client(name: &str, family: &str) -> ClientCard {
    ClientCard {
        number: data("C-7K3F9Q-M"),
        given_names: data(name),
        family_name: data(family),
        birth_date: None,
        phone: None,
        consented: None,
        sharing: Vec::new(),
        zone: None,
    }
}

pub(crate) fn card(covers: Vec<(StaffId, Instant, Instant)>) -> CaseCard {
    let text =
        r#"{"number":"2026-000123-K","programme":"","worker":null,"supervisor":null,"opened":0,"last_contact":null}"#;
    let card: CaseCard = serde_json::from_str(text).unwrap();
    CaseCard { number: data(&card.number), covers, ..card }
}

/// Two cases, one of them covered.
pub(crate) fn cases() -> Vec<CaseToCover> {
    let case = |n, name, covers| CaseToCover {
        case: DossierId::new(Uuid::from_u128(n)),
        card: card(covers),
        client: Some(client(name, "Feldkamp")),
    };
    vec![case(1, "Jonas", Vec::new()), case(2, "Ida", vec![(staff(6), at(23, 0, 0), at(28, 0, 0))])]
}

pub(crate) fn samples(show: &mut Samples) {
    let all = |own, cases: Vec<CaseToCover>| ForAll {
        staff: staff(4),
        name: data("Amina Osei"),
        own,
        cases,
        free: vec![colleague(5, "Felix Moreau", 7, false), colleague(6, "Ruben Achterberg", 1, true)],
        days: (date(2026, 11, 23), Some(date(2026, 11, 27))),
        time: Some(Period { start: at(23, 0, 0), end: at(28, 0, 0) }),
    };
    let names = [(staff(6), data("Ruben Achterberg"))];
    let form = Filled::new();
    show.page("cover-own", &sample(all(true, cases()).asks(&form, &names), form.clone(), frame()));
    let wrong = Filled::new()
        .wrong("staff", "This colleague is away for some of this time; please choose somebody else.")
        .wrong("to_day", "Somebody stands in for twelve weeks at most; for longer the case is handed over.");
    show.page("cover-of-another", &sample(all(false, cases()).asks(&wrong, &names), wrong.clone(), frame()));
    show.page("cover-none", &sample(all(false, Vec::new()).asks(&form, &names), form.clone(), frame()));
}

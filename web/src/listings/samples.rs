//! The pages of the directory, from samples.

use casework::listings::{Directory, ListingCard, ListingLine};
use domain::ids::{DossierId, StaffId};
use domain::listings::{Help, Listing, ListingDescribed, Takes};
use domain::staff::{Role, StaffCard};
use domain::text::{Line as Text, Narrative};
use uuid::Uuid;

use super::form::{check_asks, end_asks, new_asks};
use super::list::page;
use super::refer;
use super::show::{ListingPage, acts};
use crate::face::prelude::*;
use crate::samples::{Samples, at, data, frame};
use crate::signed::here::sample;

const SOFIA: StaffId = StaffId::new(Uuid::from_u128(4));

fn text(text: &str) -> Text {
    Text::parse(&data(text)).unwrap()
}

/// A service with all that can be said of one.
pub(crate) fn described() -> ListingDescribed {
    ListingDescribed {
        name: text("Night shelter"),
        provider: text("Harbour mission"),
        help: [Help::Housing, Help::Goods].into(),
        what: Some(Narrative::parse(&data("Twelve beds, a meal in the evening.")).unwrap()),
        eligible: Some(text("Anybody over 18")),
        area: Some(text("The whole town")),
        languages: Some(text("English, Polish")),
        hours: Some(text("Daily from 19:00")),
        fees: Some(text("Free")),
        access: Some(text("Without an appointment")),
        phone: Some(text("+44 20 7946 0101")),
        email: Some(text("beds@shelter.example.org")),
        web: Some(text("shelter.example.org")),
        address: Some(text("Canal Street 4")),
        takes: Takes::WaitingList,
        source: None,
    }
}

pub(crate) fn staff() -> Vec<StaffCard> {
    vec![StaffCard {
        id: SOFIA,
        name: data("Sofia Lindahl"),
        title: data("Office manager"),
        roles: vec![Role::AdministrativeStaff],
        team: None,
        active: true,
    }]
}

/// Some services, or none.
pub(crate) fn some(any: bool) -> Directory {
    let line = |n: u128, name: &str, takes: Takes, months: i64| ListingLine {
        listing: DossierId::new(Uuid::from_u128(n)),
        card: ListingCard {
            name: data(name),
            provider: data("Harbour mission"),
            help: [Help::Housing, Help::Goods].into(),
            what: data("Twelve beds."),
            eligible: data("Anybody over 18"),
            area: data("The whole town · Canal Street 4"),
            languages: data("English, Polish"),
            phone: data("+44 20 7946 0101"),
            takes,
            checked: Some((at(20, 9, 0).plus_seconds(-months * 30 * 86_400), SOFIA)),
            source: None,
            ended: (n == 3).then(|| at(20, 9, 0)),
        },
    };
    let (shelter, advice) = (line(1, "Night shelter", Takes::Now, 0), line(2, "Debt advice", Takes::Nobody, 8));
    let lines = if any { vec![shelter, advice, line(3, "Food bank", Takes::Unknown, 8)] } else { Vec::new() };
    Directory { found: lines.len(), all: lines.len(), may_list: true, lines }
}

fn listing(months: i64, ended: bool) -> ListingPage {
    let asked = at(20, 9, 0).plus_seconds(-months * 30 * 86_400);
    let file = Listing {
        now: Some(described()),
        checked: Some((asked, SOFIA, Some(text("Two beds are free")))),
        ended: ended.then(|| (at(20, 9, 0), SOFIA, text("It has closed"))),
    };
    let acts = acts(DossierId::new(Uuid::from_u128(1)), file.is_listed());
    super::show::page(&file, &described(), acts, (&staff(), at(20, 10, 42)), frame())
}

pub(crate) fn samples(show: &mut Samples) {
    let now = at(20, 10, 42);
    for (name, any) in [("listings", true), ("listings-none", false)] {
        show.page(name, &page(&some(any), &Filled::new(), &staff(), now, frame()));
    }
    show.page("listing", &listing(0, false));
    show.page("listing-old", &listing(8, false));
    show.page("listing-ended", &listing(8, true));
    let id = DossierId::new(Uuid::from_u128(1));
    let service = || Link::new("/services/1", data("Night shelter, Harbour mission"));
    let client = crate::groups::samples::own(7, "Ana");
    show.page("listing-refer", &refer::page(id, service(), &[client], frame()));
    show.page("listing-refer-none", &refer::page(id, service(), &[], frame()));
    let form = Filled::new();
    show.page("listing-new", &sample(new_asks(&form), form.clone(), frame()));
    show.page("listing-check", &sample(check_asks(id, &described(), &form), form.clone(), frame()));
    show.page("listing-ending", &sample(end_asks(id, &described(), &form), form, frame()));
}

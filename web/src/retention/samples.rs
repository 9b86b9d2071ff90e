//! The pages about the keeping of files, from samples.

use casework::retention::{ClassSeen, Schedule};
use domain::ids::{EntryNumber, StaffId};
use domain::organisation::Approved;
use domain::retention::{Disposal, RecordClass, Trigger};
use domain::rulebook::Programme;
use domain::staff::{Role, StaffCard};
use uuid::Uuid;

use super::schedule;
use crate::samples::{Samples, at, data, frame};

fn staff() -> Vec<StaffCard> {
    let id = StaffId::new(Uuid::from_u128(4));
    vec![StaffCard {
        id,
        name: data("Edith Salomon"),
        title: String::new(),
        roles: vec![Role::Director],
        team: None,
        active: true,
    }]
}

fn class(name: &str, trigger: Trigger, months: u32, action: Disposal) -> ClassSeen {
    let class = RecordClass {
        name: data(name),
        trigger,
        months,
        action,
        law: data("GDPR article 5(1)(e)"),
        code: "general".to_owned(),
    };
    let approved = Approved { version: 2, by: StaffId::new(Uuid::from_u128(4)), at: at(2, 11, 30) };
    let programmes = vec![Programme { name: data("Outpatient counselling"), ..Programme::general() }];
    ClassSeen { class, approved: Some(approved), programmes }
}

fn sample(may_amend: bool) -> Schedule {
    Schedule {
        classes: vec![
            class("Case files", Trigger::Discharge, 84, Disposal::Destroy),
            class("Adoption", Trigger::Order, 30, Disposal::Transfer),
            ClassSeen {
                approved: None,
                programmes: Vec::new(),
                ..class("Register", Trigger::Closure, 1, Disposal::Keep)
            },
        ],
        programmes: Vec::new(),
        cooling_days: 7,
        may_amend,
        last: EntryNumber(3),
    }
}

pub(crate) fn samples(show: &mut Samples) {
    show.page("schedule", &schedule::page(&sample(true), &staff(), StaffId::new(Uuid::nil()), frame()));
    show.page("schedule-read", &schedule::page(&sample(false), &staff(), StaffId::new(Uuid::from_u128(4)), frame()));
}

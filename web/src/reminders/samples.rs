//! The page of all reminders, from samples.

use casework::cards::ClientCard;
use casework::reminders::{Asked, ReminderLine, Reminders};
use domain::ids::{DossierId, EntryNumber, ItemId, StaffId};
use domain::reminders::{Answer, Means, ReminderState, Reply, ReplyReceived};
use domain::sessions::{Place, Slot};
use domain::staff::{Role, StaffCard};
use domain::text::Narrative;
use uuid::Uuid;

use super::list::{Told, page};
use super::reply;
use crate::cases::sheets::blank;
use crate::closure::show::Head;
use crate::face::parts::Line;
use crate::face::prelude::*;
use crate::samples::{Samples, at, data, frame};

fn line(day: i8, state: ReminderState, means: Option<Means>, answer: Option<Answer>) -> ReminderLine {
    let client = ClientCard {
        number: data("C-7K3F9Q-M"),
        given_names: data("Jonas"),
        family_name: data("Feldkamp"),
        birth_date: None,
        phone: None,
        zone: None,
        consented: None,
        sharing: Vec::new(),
    };
    ReminderLine {
        case: DossierId::new(Uuid::from_u128(1)),
        slot: ItemId::new(Uuid::from_u128(2)),
        starts: at(day + 1, 10, 0),
        at: at(day, 10, 0),
        staff: StaffId::new(Uuid::from_u128(4)),
        state,
        means,
        answer,
        client: (state != ReminderState::Sent).then_some(client),
    }
}

/// What a client wrote back: about a session that is booked, about one that is gone, and after a note that was forgotten.
fn replies(show: &mut Samples) {
    let (case, item) = (DossierId::new(Uuid::from_u128(1)), ItemId::new(Uuid::from_u128(2)));
    let staff = StaffId::new(Uuid::from_u128(4));
    let slot = Slot {
        id: item,
        staff,
        starts: at(24, 10, 0),
        minutes: 50,
        place: Place::Office,
        room: None,
        zone: None,
        group: None,
    };
    let mut page = |name: &str, text: &str, booked: Option<&Slot>, form: Filled| {
        let text = Narrative::parse(&data(text)).unwrap();
        let received = ReplyReceived { slot: item, text, stop: booked.is_none() };
        let reply = Reply { entry: EntryNumber(7), at: at(20, 8, 5), received, settled: false };
        let title = Words::from("Case {number}").with("number", Number::new(data("2025-000377-W")));
        let head = Head { file: None, title, lead: Words::default() };
        let mut reached = blank("phone", "How to reach the client");
        reached.id = "reach".to_owned();
        reached.lines.push(Line::new("Phone", data("+34600111222")));
        show.page(name, &reply::step(head, case, &reply, booked, reached, form, frame()));
    };
    page("reply", "Sorry, my son is ill. Can we meet on Thursday instead?", Some(&slot), Filled::new());
    page("reply-gone", "STOP", None, Filled::new());
    page("reply-wrong", "No", Some(&slot), Filled::new().wrong("note", "please fill this in"));
}

pub(crate) fn samples(show: &mut Samples) {
    let card = StaffCard {
        id: StaffId::new(Uuid::from_u128(4)),
        name: data("Amina Osei"),
        title: String::new(),
        roles: vec![Role::Caseworker],
        team: None,
        active: true,
    };
    let staff = vec![card];
    let seen = Reminders {
        not_delivered: vec![line(20, ReminderState::NotDelivered, Some(Means::Sms), None)],
        lines: vec![
            line(20, ReminderState::Waiting, None, None),
            line(20, ReminderState::Due, Some(Means::Email), None),
            line(19, ReminderState::Sent, Some(Means::Email), None),
            line(19, ReminderState::Delivered, Some(Means::Sms), None),
            line(19, ReminderState::Answered, Some(Means::Sms), Some(Answer::Comes)),
            line(19, ReminderState::Answered, Some(Means::Sms), Some(Answer::Moves)),
            line(18, ReminderState::ByHand, None, None),
            line(18, ReminderState::Gone, Some(Means::Sms), None),
        ],
        more: true,
        people: Some(staff.clone()),
    };
    replies(show);
    let none = Reminders { not_delivered: Vec::new(), lines: Vec::new(), more: false, people: None };
    let told = |seen| Told { seen, staff: &staff, zone: jiff::tz::TimeZone::UTC, rules: true };
    let second = Asked { page: 1, ..Asked::default() };
    let chosen = Asked { state: Some(ReminderState::Answered), ..Asked::default() };
    show.page("reminders-all", &page(&told(&seen), second, frame()));
    show.page("reminders-none", &page(&told(&none), Asked::default(), frame()));
    show.page("reminders-none-like-this", &page(&told(&none), chosen, frame()));
}

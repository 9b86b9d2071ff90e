//! Samples of the service review.

use std::collections::BTreeMap;

use casework::cards::ClientCard;
use casework::service::{CaseWithout, Figures, Hours, OfProgramme, ServiceSeen, Waits, WithoutNext};
use domain::ids::{DossierId, EntryNumber, StaffId};
use domain::service::{CameOut, Counts, DaySpan, RemindedBy, Reviewed, ServiceReviewed, Veiled};
use domain::staff::{Role, StaffCard};
use domain::text::Narrative;
use jiff::civil::date;
use uuid::Uuid;

use super::page;
use crate::face::prelude::*;
use crate::samples::{Samples, at, data, frame};

fn staff(n: u128) -> StaffId {
    StaffId::new(Uuid::from_u128(n))
}

fn counts(held: u32, no_show: u32, by_client: u32, by_us: u32) -> Counts {
    let mut counts = Counts::default();
    counts.add(CameOut::Held, held, i64::from(held) * 50, held / 5);
    counts.add(CameOut::NoShow, no_show, 0, 0);
    counts.add(CameOut::ByClient, by_client, 0, 0);
    counts.add(CameOut::ByUs, by_us, 0, 0);
    counts
}

fn seen() -> ServiceSeen {
    let programme = |name: &str, counts, told| OfProgramme { name: data(name), counts, told };
    let person = |n: u128, name: &str| StaffCard {
        id: staff(n),
        name: data(name),
        title: String::new(),
        roles: vec![Role::Caseworker],
        team: None,
        active: true,
    };
    let case = |n: u128, number: &str, because: Option<&str>, note_waits| CaseWithout {
        case: DossierId::new(Uuid::from_u128(n)),
        number: data(number),
        client: Some(ClientCard {
            number: data("C-7K3F9Q-M"),
            given_names: data("Jonas"),
            family_name: data("Feldkamp"),
            birth_date: None,
            phone: None,
            consented: None,
            sharing: Vec::new(),
            zone: None,
        }),
        worker: Some(staff(1)),
        note_waits,
        because: because.map(data),
    };
    let words = |text: &str| Narrative::parse(&data(text)).unwrap();
    let span = DaySpan::weeks(date(2026, 11, 20), 12);
    ServiceSeen {
        span,
        before: span.before(),
        figures: Figures {
            all: counts(214, 31, 22, 9),
            programmes: vec![
                programme("Family support", Counts::default(), Veiled::Beside),
                programme("Housing and debt advice", Counts::default(), Veiled::Few),
                programme("Outpatient counselling", counts(180, 25, 20, 7), Veiled::Shown),
            ],
            workers: BTreeMap::from([(staff(1), counts(120, 21, 11, 4)), (staff(2), counts(94, 10, 11, 5))]),
            weekdays: [
                counts(50, 12, 4, 2),
                counts(48, 6, 6, 1),
                counts(44, 4, 5, 3),
                counts(40, 5, 4, 2),
                counts(32, 4, 3, 1),
                Counts::default(),
                Counts::default(),
            ],
            reminded: BTreeMap::from([
                (RemindedBy::Email, counts(120, 12, 14, 4)),
                (RemindedBy::Sms, counts(60, 5, 5, 2)),
                (RemindedBy::Nothing, counts(34, 14, 3, 3)),
            ]),
        },
        earlier: counts(190, 38, 20, 12),
        waits: Waits { held: 214, in_time: 198, median: Some(5_400), ninth: Some(80_000) },
        earlier_waits: Waits::default(),
        in_time_hours: 24,
        hours: vec![
            Hours { staff: staff(1), working: 27_000, sessions: 6_000 },
            Hours { staff: staff(2), working: 0, sessions: 4_700 },
        ],
        without_next: WithoutNext {
            open: 41,
            without: 3,
            listed: vec![
                case(1, "2026-000123-K", Some("She is travelling until spring."), false),
                case(2, "2026-000124-H", None, true),
                case(3, "2026-000125-F", None, false),
            ],
        },
        staff: vec![person(1, "Maria Vega"), person(2, "Felix Brandt")],
        reviews: vec![Reviewed {
            by: staff(1),
            at: at(2, 9, 0),
            review: ServiceReviewed {
                from: date(2026, 7, 1),
                until: date(2026, 9, 30),
                findings: words("On Mondays more sessions are missed than on other days."),
                actions: words("Remind by text message on Sundays; look again in January."),
            },
        }],
        may_record: true,
        last: EntryNumber(12),
    }
}

/// With figures, with nothing at all, and with days that cannot be.
pub(crate) fn samples(show: &mut Samples) {
    show.page("service-review", &page(&seen(), "12", Filled::new(), frame()));
    let nothing = ServiceSeen {
        figures: Figures::default(),
        earlier: Counts::default(),
        waits: Waits::default(),
        hours: Vec::new(),
        without_next: WithoutNext::default(),
        reviews: Vec::new(),
        may_record: false,
        ..seen()
    };
    show.page("service-review-none", &page(&nothing, "4", Filled::new(), frame()));
    let all_booked = WithoutNext { open: 4, without: 0, listed: Vec::new() };
    let wrong = Filled::new().with("from", "").wrong("from", "Please choose the first day.");
    show.page("service-review-days", &page(&ServiceSeen { without_next: all_booked, ..seen() }, "12", wrong, frame()));
}

#[test]
fn the_file_for_spreadsheets_holds_what_the_page_tells_and_no_client() {
    let text = super::table::write(&seen());
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[1], "2026-08-28,2026-11-19,all,\"\",214,31,22,0,9,0,0,42");
    assert_eq!(lines[3], "2026-08-28,2026-11-19,programme,\"Housing and debt advice\",,,,,,,,", "fewer than five");
    assert!(text.contains("programme,\"Outpatient counselling\",180,25,20,0,7,0,0,36"));
    assert!(text.contains("worker,\"Maria Vega\",120,21,11,0,4,0,0,24"));
    assert!(!text.contains("Feldkamp") && !text.contains("C-7K3F9Q-M") && !text.contains("2026-000"));
}

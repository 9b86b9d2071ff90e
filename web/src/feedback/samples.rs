//! The pages of reviews of feedback, from samples.

use casework::feedback::{FeedbackSeen, ImprovementSeen};
use domain::contacts::ActionItem;
use domain::feedback::{Became, FeedbackReviewed, Improvement, ImprovementFollowed};
use domain::ids::{EntryNumber, ItemId};
use domain::service::{DaySpan, Reviewed};
use domain::text::{Line, Narrative};
use jiff::civil::date;
use uuid::Uuid;

use super::{Beneath, improvement, review};
use crate::face::prelude::*;
use crate::listings::samples::staff;
use crate::samples::{Samples, at, data, frame};
use crate::signed::here::sample;

fn line(text: &str) -> Line {
    Line::parse(&data(text)).unwrap()
}

fn words(text: &str) -> Narrative {
    Narrative::parse(&data(text)).unwrap()
}

fn improved(n: u128, what: &str, became: &[Became]) -> Improvement {
    let owner = staff()[0].id;
    let item = ActionItem {
        id: ItemId::new(Uuid::from_u128(n)),
        what: line(what),
        owner: Some(owner),
        due: date(2026, 11, 12),
    };
    let followed = |became: &Became| {
        let said = ImprovementFollowed { id: item.id, became: *became, note: Some(line("Since Tuesday")) };
        (said, at(18, 15, 20), owner)
    };
    let followed = became.iter().map(followed).collect();
    Improvement { owner, due: date(2026, 11, 12), raised: at(2, 9, 0), followed, item }
}

fn seen() -> FeedbackSeen {
    let review = FeedbackReviewed {
        from: date(2026, 7, 1),
        until: date(2026, 9, 30),
        findings: words("Four people waited more than half an hour at the door."),
        decisions: words("Somebody is at the door until six on two days."),
        improvements: Vec::new(),
    };
    let on = Became::GoesOn { owner: staff()[0].id, due: date(2026, 12, 1) };
    FeedbackSeen {
        reviews: vec![Reviewed { by: staff()[0].id, at: at(2, 9, 0), review }],
        improvements: vec![
            improved(1, "Be at the door until six", &[]),
            Improvement { due: date(2026, 12, 1), ..improved(2, "Print the leaflet in Arabic", &[on]) },
            improved(3, "Call back on the same day", &[on, Became::Done]),
            improved(4, "A second telephone", &[Became::Dropped]),
        ],
        may_review: true,
        last: EntryNumber(12),
    }
}

/// What stands beneath the figures.
pub(crate) fn beneath() -> Beneath {
    let span = DaySpan { from: date(2026, 8, 28), until: date(2026, 11, 19) };
    Beneath::of(&seen(), &staff(), span, date(2026, 11, 20))
}

pub(crate) fn samples(show: &mut Samples) {
    let span = DaySpan { from: date(2026, 8, 28), until: date(2026, 11, 19) };
    let form = Filled::new().with("action_1", data("A second telephone")).wrong("findings", "Please fill this in.");
    let asks = review::asks(span, (&staff(), &staff()[0].id.to_string()), &form);
    show.page("feedback-review", &sample(asks, form, frame()));
    for (name, one) in [("improvement", &seen().improvements[1]), ("improvement-over", &seen().improvements[2])] {
        let known = ImprovementSeen { improvement: one.clone(), staff: staff(), leads: true, last: EntryNumber(12) };
        let form = Filled::new();
        show.page(name, &sample(improvement::asks(&known, &form), form.clone(), frame()));
    }
}

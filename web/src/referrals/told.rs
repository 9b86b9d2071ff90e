//! Referrals in words: how one stands, and the entries of them.

use domain::event::Event;
use domain::referrals::{Came, Referral, Stands};
use jiff::civil::Date;

use crate::cases::head::CaseView;
use crate::cases::sheets::blank;
use crate::face::parts::{Line, Sheet, Voiced};
use crate::face::prelude::*;
use crate::face::when;

/// How a referral stands; one of which nobody has asked in time is late.
pub(super) fn state(one: &Referral, today: Date) -> State {
    let late = one.is_open() && one.ask_by() < today;
    let waits = |words: Words| if late { State::overdue(words) } else { State::due(words) };
    match one.stands() {
        Stands::ToSend => waits("The service is not asked yet".into()).icon("out"),
        Stands::Sent => waits("Nothing is known yet".into()).icon("waiting"),
        Stands::Came(came @ (Came::Waits | Came::NoWord)) => waits(came.word().into()).icon("waiting"),
        Stands::Came(came @ Came::Accepted) if late => State::overdue(came.word()),
        Stands::Came(came @ (Came::Accepted | Came::Completed)) => State::done(came.word()),
        Stands::Came(came @ (Came::Declined | Came::NotTaken | Came::Withdrawn)) => {
            State::plain(came.word()).icon("close")
        }
    }
}

/// What the entries of referrals say; nothing of any other.
pub(crate) fn sheet(event: &Event, view: &CaseView) -> Option<Sheet> {
    let fact = |term: &'static str, words: Words| Line::new(term, words).voiced(Voiced::Product);
    Some(match event {
        Event::ReferralMade(made) => {
            let title = Words::from("Referred to {service}").with("service", made.to.reveal().to_owned());
            let mut sheet = blank("portal", title);
            sheet.lines.push(fact("Help with", made.help.word().into()));
            sheet.lines.push(Line::new("Why", made.reason.reveal().to_owned()));
            sheet.lines.push(fact("Who turns to them", made.approach.word().into()));
            sheet.lines.push(fact("Asked what came of it by", when::plain_day(made.ask_by).into()));
            sheet
        }
        Event::ReferralFollowed(followed) => {
            let to = view.file().referrals.find(followed.id).map(|known| known.made.to.reveal().to_owned());
            let title = Words::from("{service}: {came}")
                .with("service", to.unwrap_or_default())
                .with("came", Words::from(followed.came.word()));
            let mut sheet = Sheet { small: true, ..blank("portal", title) };
            sheet.lines.push(fact("Who said so", followed.told_by.word().into()));
            sheet.lines.extend(followed.note.as_ref().map(|note| Line::new("In words", note.reveal().to_owned())));
            let again = followed.ask_by.map(|day| fact("Asked again by", when::plain_day(day).into()));
            sheet.lines.extend(again);
            sheet
        }
        _ => return None,
    })
}

//! Referrals in words: how one stands, and the entries of them.

use domain::event::Event;
use domain::referrals::{Came, Referral, ServiceAnswered, Stands};
use domain::time::Instant;
use jiff::civil::Date;

use crate::cases::head::CaseView;
use crate::cases::sheets::blank;
use crate::face::parts::{Line, Sheet, Voiced};
use crate::face::prelude::*;
use crate::face::when;

/// How a referral stands; one of which nobody has asked in time is late, and what the service has answered is read first.
pub(super) fn state(one: &Referral, today: Date) -> State {
    let late = one.is_open() && one.ask_by() < today;
    let waits = |words: Words| if late { State::overdue(words) } else { State::due(words) };
    if one.unread().is_some() {
        return State::due("They have answered").icon("mail");
    }
    match one.stands() {
        Stands::ToSend => waits("The service is not asked yet".into()).icon("out"),
        Stands::Sent => waits("Nothing is known yet".into()).icon("waiting"),
        Stands::Came(came @ (Came::Waits | Came::NoWord)) => waits(came.word().into()).icon("waiting"),
        Stands::Came(came @ Came::Accepted) if late => State::overdue(came.word()),
        Stands::Came(came @ (Came::Accepted | Came::TakenOver | Came::Completed)) => State::done(came.word()),
        Stands::Came(came @ (Came::Declined | Came::NotTaken | Came::Withdrawn)) => {
            State::plain(came.word()).icon("close")
        }
    }
}

/// What a service has said by the link.
pub(super) fn by_link(answered: &ServiceAnswered, at: Instant) -> Words {
    Words::from("{when}: {came}. The service, by the link")
        .with("when", when::when(at))
        .with("came", Words::from(answered.came.word()))
}

/// What a service has added in words.
pub(super) fn note_of(answered: &ServiceAnswered) -> String {
    answered.note.as_ref().map(|note| note.reveal().to_owned()).unwrap_or_default()
}

/// What the entries of referrals say; nothing of any other.
pub(crate) fn sheet(event: &Event, view: &CaseView) -> Option<Sheet> {
    let service =
        |id| view.file().referrals.find(id).map(|known| known.made.to.reveal().to_owned()).unwrap_or_default();
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
            let title = Words::from("{service}: {came}")
                .with("service", service(followed.id))
                .with("came", Words::from(followed.came.word()));
            let mut sheet = Sheet { small: true, ..blank("portal", title) };
            sheet.lines.push(fact("Who said so", followed.told_by.word().into()));
            sheet.lines.extend(followed.note.as_ref().map(|note| Line::new("In words", note.reveal().to_owned())));
            let again = followed.ask_by.map(|day| fact("Asked again by", when::plain_day(day).into()));
            sheet.lines.extend(again);
            sheet
        }
        Event::AnswerAsked(asked) => {
            let title = Words::from("A link by which {service} can answer").with("service", service(asked.referral));
            let mut sheet = Sheet { small: true, ..blank("portal", title) };
            sheet.lines.push(fact("Works until", when::plain_day(asked.until).into()));
            sheet
        }
        Event::ServiceAnswered(answered) => {
            let title = Words::from("{service} answers: {came}")
                .with("service", service(answered.referral))
                .with("came", Words::from(answered.came.word()));
            let mut sheet = Sheet { small: true, ..blank("portal", title) };
            sheet.lines.push(fact("How", "By the link that they were given, without signing in".into()));
            sheet.lines.extend(answered.note.as_ref().map(|note| Line::new("In words", note.reveal().to_owned())));
            sheet
        }
        _ => return None,
    })
}

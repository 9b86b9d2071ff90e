//! Reminders in words: as sheets of the timeline, and beside a booking.

use domain::clients::ClientFile;
use domain::event::Event;
use domain::reminders::{
    Answer, ByHand, Means, NotSent, Outcome, Reminded, Reminder, ReminderDue, Report, Reported, Undelivered, Way,
};

use crate::cases::sheets::small;
use crate::face::parts::{Line, Sheet, Voiced};
use crate::face::prelude::*;
use crate::face::when;

pub(super) const fn means_word(means: Means) -> &'static str {
    match means {
        Means::Email => "e-mail",
        Means::Sms => "text message",
    }
}

pub(crate) const fn answer_word(answer: Answer) -> &'static str {
    match answer {
        Answer::Comes => "The client comes",
        Answer::Moves => "The client asks for another time",
        Answer::Cancels => "The client does not come",
    }
}

pub(super) const fn outcome_word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Sent(Means::Email) => "Reminder sent by e-mail",
        Outcome::Sent(Means::Sms) => "Reminder sent by text message",
        Outcome::Failed(NotSent::Refused) => {
            "Reminder could not be sent: it was refused, so the address or number may be wrong"
        }
        Outcome::Failed(NotSent::TooLate) => "Reminder could not be sent in time",
        Outcome::Failed(NotSent::Changed) => "Reminder was not sent: what the client wants has changed meanwhile",
        Outcome::Told => "Client reminded",
        Outcome::NotReached => "Client could not be reached",
        Outcome::Needless => "No reminder was needed",
    }
}

/// That a client wants no more text messages.
pub(super) const STOPPED: &str = "The client wants no more text messages. None about appointments are sent until somebody has asked how they want to hear of them.";

const fn reported_word(means: Means, what: Reported) -> &'static str {
    match (means, what) {
        (Means::Email, Reported::Delivered) => "Reminder arrived by e-mail",
        (Means::Sms, Reported::Delivered) => "Reminder arrived by text message",
        (Means::Email, Reported::NotDelivered(Undelivered::Unknown)) => {
            "Reminder did not arrive: there is no such e-mail address"
        }
        (Means::Sms, Reported::NotDelivered(Undelivered::Unknown)) => {
            "Reminder did not arrive: nobody has this number, or it takes no text messages"
        }
        (_, Reported::NotDelivered(Undelivered::Rejected)) => {
            "Reminder did not arrive: the phone or mailbox did not accept it"
        }
        (_, Reported::NotDelivered(Undelivered::Expired)) => {
            "Reminder did not arrive: the phone or mailbox could not be reached for too long"
        }
        (_, Reported::NotDelivered(Undelivered::Other)) => "Reminder did not arrive",
    }
}

/// What stands beside a number or address that did not take a message.
pub(crate) fn unreached(client: &ClientFile) -> Vec<(&'static str, Words)> {
    let line = |(means, at): (&Means, &domain::time::Instant)| {
        let (term, words) = match means {
            Means::Sms => ("Phone number", "The number did not take a message {when}"),
            Means::Email => ("E-mail address", "The address did not take a message {when}"),
        };
        (term, Words::from(words).with("when", when::when(*at)))
    };
    client.unreached.iter().map(line).collect()
}

/// Why somebody has to do it.
pub(super) fn why(reminder: &Reminder) -> Words {
    if let Some(Report { what: what @ Reported::NotDelivered(_), means, .. }) = reminder.reported {
        return Words::from("{what}.").with("what", Words::from(reported_word(means, what)));
    }
    if let Some((outcome, _)) = reminder.outcome {
        return Words::from("{what}.").with("what", Words::from(outcome_word(outcome)));
    }
    match reminder.way {
        Way::Sent(_) => Words::default(),
        Way::ByHand(by_hand) => reason(by_hand),
    }
}

fn reason(by_hand: ByHand) -> Words {
    match by_hand {
        ByHand::Prefers(channel) => Words::from("This client wants to hear of appointments so: {channel}.")
            .with("channel", Words::from(channel.word())),
        ByHand::NothingSaid => {
            "It is not written down how this client wants to hear of appointments, or the number or address is missing."
                .into()
        }
        ByHand::SafeContact => "Somebody has to read the rules of safe contact first.".into(),
        ByHand::NotSetUp(Means::Email) => "This server sends no e-mails.".into(),
        ByHand::NotSetUp(Means::Sms) => "This server sends no text messages.".into(),
    }
}

/// What an entry about reminders says; nothing of any other.
pub(crate) fn sheet(event: &Event) -> Option<Sheet> {
    Some(match event {
        Event::ReminderDue(ReminderDue { starts, way: Way::Sent(means), .. }) => small(
            "mail",
            Words::from("Reminder of {when} goes out by {means}")
                .with("when", when::when(*starts))
                .with("means", Words::from(means_word(*means))),
        ),
        Event::ReminderDue(ReminderDue { starts, way: Way::ByHand(by_hand), .. }) => {
            let title = Words::from("Somebody reminds the client of {when}").with("when", when::when(*starts));
            let mut sheet = small("phone", title);
            sheet.text = reason(*by_hand);
            sheet
        }
        Event::ReminderGiven(given) => {
            let failed = matches!(given.outcome, Outcome::Failed(_) | Outcome::NotReached);
            let mut sheet = small(if failed { "late" } else { "done" }, outcome_word(given.outcome));
            sheet.lines.extend(given.note.as_ref().map(|note| Line::new("In words", note.reveal().to_owned())));
            sheet
        }
        Event::AppointmentAnswered(answered) => {
            let mut sheet = small("mail", answer_word(answered.answer));
            sheet.text = match answered.by {
                None => "Answered by the link in the reminder.".into(),
                Some(means) => Words::from("Answered by {means}.").with("means", Words::from(means_word(means))),
            };
            sheet
        }
        Event::MessageReported(told) => {
            let arrived = told.what == Reported::Delivered;
            small(if arrived { "done" } else { "late" }, reported_word(told.means, told.what))
        }
        Event::ReplyReceived(reply) => {
            let mut sheet = small("mail", "The client wrote back");
            sheet.text = reply.text.reveal().to_owned().into();
            if reply.stop {
                sheet.lines.push(Line::new("Text messages", STOPPED).voiced(Voiced::Product));
            }
            sheet
        }
        Event::ReplySettled(settled) => {
            let mut sheet = small("done", "Seen to what the client wrote back");
            sheet.lines.push(Line::new("What came of it", settled.note.reveal().to_owned()));
            sheet.lines.push(
                Line::new("Where it stands", Words::from("Entry {n}").with("n", settled.reply.0))
                    .voiced(Voiced::Product),
            );
            sheet
        }
        _ => return None,
    })
}

/// How it stands with the reminders of a booking: what the client has answered, or what came of the last one; nothing before the first.
pub(crate) fn stands(reminded: Option<&Reminded>) -> Option<Words> {
    let reminded = reminded?;
    let dated = |what: Words, at| Words::from("{what}, {when}").with("what", what).with("when", when::when(at));
    if let Some((answer, at)) = reminded.answer {
        return Some(dated(answer_word(answer).into(), at));
    }
    let last = reminded.reminders.last()?;
    if let Some(Report { what, means, at }) = last.reported
        && !matches!(last.outcome, Some((Outcome::Told | Outcome::NotReached | Outcome::Needless, _)))
    {
        return Some(dated(reported_word(means, what).into(), at));
    }
    Some(match (last.outcome, last.way) {
        (Some((outcome, at)), _) => dated(outcome_word(outcome).into(), at),
        (None, Way::Sent(_)) => "The reminder is on its way".into(),
        (None, Way::ByHand(_)) => "Somebody has to remind the client".into(),
    })
}

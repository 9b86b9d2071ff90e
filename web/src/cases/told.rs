//! Small words and icons that several pages of a case share.

use domain::clients::Channel;
use domain::event::Event;

use super::sheets::{blank, small};
use crate::closure::{of_care, of_ending, of_term};
use crate::face::parts::{Line, Sheet, Voiced};
use crate::face::prelude::*;
use crate::retention::schedule::kept_until;

/// The icon of a channel.
pub(crate) const fn channel_icon(channel: Channel) -> &'static str {
    match channel {
        Channel::Phone => "phone",
        Channel::Email => "mail",
        Channel::Sms => "text",
        Channel::Letter => "letter",
        Channel::InPerson => "meeting",
    }
}

/// An entry of the closing as a sheet.
pub(super) fn closing(event: &Event) -> Sheet {
    match event {
        Event::RungSigned(signed) => {
            let mut sheet = small("done", Words::from("Closure: {step}").with("step", Words::from(signed.rung.word())));
            if let Some(ending) = &signed.ending {
                sheet.lines.extend(of_ending(ending));
                sheet.lines.extend(ending.after_care.iter().flat_map(of_care));
            }
            if let Some(evidence) = &signed.evidence {
                sheet.lines.push(Line::new("Evidence", evidence.reveal().to_owned()).voiced(Voiced::Product));
            }
            sheet.lines.extend(signed.term.iter().flat_map(of_term));
            if let Some(day) = signed.keep_until {
                sheet.lines.push(Line::new("Kept until", kept_until(day)).voiced(Voiced::Product));
            }
            sheet
        }
        Event::CaseClosed(closed) => {
            let mut sheet = blank("lock", "Case closed");
            sheet.lines.extend(of_ending(&closed.ending));
            sheet.lines.push(Line::new("Kept until", kept_until(closed.keep_until)).voiced(Voiced::Product));
            sheet
        }
        Event::ReopeningAsked(asked) => {
            let mut sheet = small("back", "Reopening asked for");
            sheet.text = asked.reason.reveal().to_owned().into();
            sheet
        }
        _ => small("records", "Case reopened"),
    }
}

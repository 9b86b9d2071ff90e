//! The step by which a complaint is looked at again, because whoever complained does not agree with how it came out (CC-4.3.3).

use casework::inquiries::{Handled, InquirySeen};
use domain::inquiries::{ComplaintAppealed, Ended, InquiryKind};
use domain::reach::Channel;
use domain::staff::StaffCard;

use super::complaint::CameOut;
use super::steps::{Known, Sent, Step, channel_field, earlier, text_field, when_field};
use crate::done::Done;
use crate::face::form::Field;
use crate::face::prelude::*;
use crate::face::when;
use crate::fields::{Fields, Reader, decode};
use crate::staff::name_of;

/// Its place in the address.
pub(super) const CODE: &str = "appeal";

pub(super) const STEP: Step = Step {
    code: CODE,
    title: "Look at it again",
    lead: "They do not agree with how it came out. The complaint is open again from the time when you learned of it, and somebody who has not decided on it before answers.",
    act: "Sign and open it again",
    fields,
    read,
    done: Done::COMPLAINT_APPEALED,
};

/// Whether an appeal can be made: a complaint that was answered.
pub(super) fn can_be(seen: &InquirySeen) -> bool {
    let answered = matches!(seen.file.ended, Some((Ended::Answered(_), _, _)));
    answered && seen.file.kind() == Some(InquiryKind::Complaint)
}

fn fields(_: &Known<'_>, form: &Filled) -> Vec<Field> {
    vec![
        channel_field(form, "How you learned of it"),
        text_field(form, "reason", "With what they do not agree, and what they want"),
        when_field(form),
    ]
}

fn read(known: &Known<'_>, sent: &Fields) -> Sent {
    let mut reader = Reader::new(sent);
    let (channel, reason) = (reader.choice("channel", decode::<Channel>), reader.narrative("reason"));
    let at = earlier(&mut reader, known.person, sent);
    match (channel, reason, reader.is_good()) {
        (Some(channel), Some(reason), true) => {
            Ok((Handled::Appealed(ComplaintAppealed { channel, reason, owner: None }), at))
        }
        _ => Err(reader.filled),
    }
}

/// How it came out: the answer that holds, and beneath it each that was appealed against, the newest first.
pub(super) fn outcomes(seen: &InquirySeen, staff: &[StaffCard]) -> Vec<CameOut> {
    let holds = seen.file.given().and_then(|given| CameOut::of(given, "How it came out"));
    let before = seen.file.decided.iter().rev().filter_map(|decided| {
        let title = Words::from("How it came out before the appeal: {who}, {day}")
            .with("who", name_of(staff, decided.by))
            .with("day", when::when(decided.at));
        CameOut::of(&decided.answered, title)
    });
    holds.into_iter().chain(before).collect()
}

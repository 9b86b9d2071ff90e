//! What is shown instead of signing when others have changed what was to be signed: what changed, by whom and when, and all that was written,
//! which goes along when it is looked at again.

use axum::http::StatusCode;
use axum::response::Response;
use casework::house::Newer;
use domain::staff::StaffCard;

use crate::face::live;
use crate::face::prelude::*;
use crate::face::when;
use crate::fields::{Fields, ONCE, once_key};
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::{Asking, Back, Shown, is_signed};
use crate::staff::name_of;

/// One entry that came in meanwhile.
#[derive(Debug)]
pub(crate) struct Changed {
    /// "Progress report approved".
    pub(crate) what: Words,
    /// "Entry 12, Tomas Lindqvist, today 10:38".
    pub(crate) more: Words,
    /// Where it is read.
    pub(crate) href: String,
}

/// The page. It stands where the sign sheet stood.
#[derive(Debug, Template)]
#[template(path = "stale.html")]
pub(crate) struct StalePage {
    /// The frame.
    pub(crate) frame: Frame,
    /// What came in meanwhile, in the order of the record.
    pub(crate) changed: Vec<Changed>,
    /// What was about to be signed, as it would stand now.
    pub(crate) sheet: Sheet,
    /// Where it is sent to be looked at again.
    pub(crate) action: String,
    /// Where the file, or what was to be signed, is read.
    pub(crate) back: String,
    /// What was written, and the key of its effect.
    pub(crate) fields: Vec<(String, String)>,
}

/// Answers 409 with what changed.
pub(crate) async fn page(
    person: &Person,
    fields: &Fields,
    asking: impl FnOnce() -> (Asking, Sheet),
    newer: Vec<Newer>,
) -> Result<Response, Problem> {
    let staff = casework::accounts::staff_list(&person.ctx).await?;
    let page = person.with_status(StatusCode::CONFLICT, "Changed meanwhile", |frame| {
        let (Asking { action, back, shown, .. }, sheet) = asking();
        let changed = newer.iter().map(|entry| changed(entry, &staff, &shown)).collect();
        let once = once_key(fields).unwrap_or_else(|| person.ctx.new_once());
        let mut fields = fields.carried();
        fields.push((ONCE.to_owned(), once.to_string()));
        let back = match back {
            Back::Page(page) => page,
            Back::Form => shown.read.clone(),
        };
        StalePage { frame, changed, sheet: sheet.named("sheet"), action, back, fields }
    });
    // From a sheet that the script has laid over the draft, it takes the place of that sheet.
    Ok(if is_signed(fields) { page } else { live::dialog(page, SignSheet::ID) })
}

fn changed(newer: &Newer, staff: &[StaffCard], shown: &Shown) -> Changed {
    Changed {
        what: word(newer.kind).into(),
        more: Words::from("Entry {n}, {name}, {when}")
            .with("n", newer.number.0)
            .with("name", name_of(staff, newer.by))
            .with("when", when::when(newer.at)),
        href: format!("{}#e{}", shown.read, newer.number),
    }
}

/// What an entry of this kind did, in a few words.
const WORDS: [(&str, &str); 59] = [
    ("ClientCorrected", "Details corrected"),
    ("ConsentGiven", "Consent recorded"),
    ("ConsentWithdrawn", "Consent withdrawn"),
    ("SharingWithdrawn", "Consent to share taken back"),
    ("DisclosureDecided", "Disclosure decided on"),
    ("DisclosureMade", "Something was given out"),
    ("ReferralFollowed", "It was written what came of a referral"),
    ("AnswerAsked", "A link was made by which the service answers"),
    ("ServiceAnswered", "The service has answered"),
    ("ListingDescribed", "The service was described anew"),
    ("ListingChecked", "The service was checked"),
    ("ListingEnded", "The service was taken off the list"),
    ("ImprovementFollowed", "It was written what became of an improvement"),
    ("PackageAnswered", "It was written what became of a package"),
    ("PickupOpened", "A page was opened to fetch something"),
    ("PickupNoticed", "A recipient was told"),
    ("PickupTried", "A wrong code was given"),
    ("PickupFetched", "Something was fetched"),
    ("PickupShut", "A page was shut"),
    ("ConflictChecked", "Conflict of interest checked or decided"),
    ("CaseAssigned", "Case handed over"),
    ("CoverEnded", "Somebody does not stand in any more"),
    ("PersonLeft", "Person taken off the case"),
    ("ActionSettled", "Action item settled"),
    ("AddendumWritten", "Addendum written"),
    ("EntryCoSigned", "Entry read and signed"),
    ("SessionNotHeld", "Session recorded as not held"),
    ("SeriesChanged", "Several sessions moved or cancelled"),
    ("GroupSessionsBooked", "Meetings of a group booked"),
    ("GroupSessionsChanged", "Meetings of a group moved or cancelled"),
    ("GroupDescribed", "Group described anew"),
    ("SessionRecorded", "Session note signed"),
    ("ReminderDue", "A reminder is due"),
    ("AttemptMade", "Tried to reach the client"),
    ("WaitingBegun", "Put on the waiting list"),
    ("TimeOffered", "A time was offered to the client"),
    ("WaitingEnded", "Taken off the waiting list"),
    ("ReminderGiven", "Client reminded"),
    ("MessageReported", "It is known whether a reminder arrived"),
    ("ReplyReceived", "The client wrote back"),
    ("ReplySettled", "Seen to what the client wrote back"),
    ("AppointmentAnswered", "The client answered a reminder"),
    ("LetterWritten", "Letter to the client"),
    ("TermLaidDown", "A term of the glossary was changed"),
    ("TemplateDrafted", "Another version of the template was drafted"),
    ("TemplateApproved", "A version of the template was approved"),
    ("TemplateRetired", "The template was taken out of use"),
    ("ReportSubmitted", "Progress report handed in"),
    ("ReportReturned", "Progress report sent back"),
    ("ReportApproved", "Progress report approved and locked"),
    ("FlagResolved", "Flag taken down"),
    ("FilingAttested", "Documents and items looked at"),
    ("ClosureTold", "The client was told that the case ends"),
    ("RungSigned", "Step of the closure signed"),
    ("CaseClosed", "Case closed"),
    ("AccessVerified", "Access to the closed file looked at"),
    ("AfterCareRecorded", "Client asked once more"),
    ("ReopeningAsked", "Reopening asked for"),
    ("CaseReopened", "Case opened again"),
];

/// A closure is disturbed by any entry, whatever it says.
fn word(kind: &str) -> &'static str {
    WORDS.iter().find(|(known, _)| *known == kind).map_or("Another entry in the file", |(_, word)| word)
}

#[cfg(test)]
pub(crate) fn samples(show: &mut crate::samples::Samples) {
    use crate::samples::{at, data, frame};
    let newer = |kind, number| Newer {
        number: domain::ids::EntryNumber(number),
        kind,
        by: domain::ids::StaffId::new(uuid::Uuid::nil()),
        at: at(20, 10, 38),
    };
    let shown = Shown { last: domain::ids::EntryNumber(11), read: "/cases/1".to_owned() };
    let entries = [newer("ReportReturned", 12), newer("ReportSubmitted", 14)];
    show.page(
        "stale",
        &StalePage {
            frame: frame(),
            changed: entries.iter().map(|entry| changed(entry, &[], &shown)).collect(),
            sheet: Sheet {
                id: "sheet".to_owned(),
                icon: "done",
                title: "Progress report".into(),
                text: data("He goes to school again.").into(),
                ..Sheet::default()
            },
            action: "/cases/1/reports/1/approval".to_owned(),
            back: "/cases/1/reports/1".to_owned(),
            fields: vec![("comments".to_owned(), data("Well done."))],
        },
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_that_of_an_event_there_is() {
        for (kind, _) in WORDS {
            assert!(domain::event::Event::LIST.iter().any(|line| line.kind == kind), "{kind}");
        }
    }
}

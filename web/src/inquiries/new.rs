//! Taking in an inquiry: how it came, who asks, what was said (CC-4.3.1).

use std::collections::BTreeSet;

use axum::response::Response;
use casework::accounts::staff_list;
use casework::inquiries::{TakeIn, reads_inquiry, take_in_inquiry};
use domain::ids::{DossierId, EntryNumber, StaffId};
use domain::inquiries::{Asker, CannotInquire, InquiryKind};
use domain::policy::Action;
use domain::reach::Channel;
use domain::signature::Meaning;
use domain::staff::StaffCard;
use domain::time::Instant;

use super::complaint::{CONCERNS, concerns, concerns_field};
use super::{PATH, case_choices, cases, channels, own_record, owners, path};
use crate::answer::{Answer, go};
use crate::contacts::new::{happened, when_fields};
use crate::done::Done;
use crate::face::form::Field;
use crate::face::parts::Pairs;
use crate::face::prelude::*;
use crate::fields::{Fields, Reader, code, decode};
use crate::guard::Query;
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::here::{self, Asks, Challenge};
use crate::signed::signing;

/// What each kind means for whoever takes it in.
pub(super) fn kinds(person: &Person) -> Vec<Choice> {
    let rules = &person.organisation.rulebook;
    let choice = |kind: &InquiryKind| {
        let hint = Words::from("{level}. {who}")
            .with("level", Words::from(rules.level_of(kind.line()).word()))
            .with("who", Words::from(who_sees(*kind)));
        Choice::new(code(kind), kind.word()).hint(hint)
    };
    InquiryKind::ALL.iter().map(choice).collect()
}

const fn who_sees(kind: InquiryKind) -> &'static str {
    match kind {
        InquiryKind::Question => "Everybody at the door can answer it.",
        InquiryKind::Service => "Only whoever answers it and supervisors see it.",
        InquiryKind::OwnRecord => "A client wants what is held about them. The law says by when.",
        InquiryKind::Feedback => "Only those who answer for complaints and supervisors see it.",
        InquiryKind::Complaint => {
            "Needs an escalation report. Only those who answer for complaints and supervisors see it."
        }
    }
}

fn fields(person: &Person, (staff, known, of): &Around, form: &Filled) -> Vec<Field> {
    let [when, _] = when_fields(person, form);
    let same = Choice::new("", "The way they asked");
    let ways: Vec<Choice> = std::iter::once(same).chain(channels()).collect();
    vec![
        form.cards("channel", "How it reached us", &channels()),
        when,
        Field::row(
            "Who asks",
            vec![
                form.text("name", "Name").hint("Leave it out when they gave none.").optional().max(200),
                form.text("reach", "Number or address for the answer").optional().max(200),
                form.select("answer_by", "How they want the answer", &ways).free(),
            ],
        ),
        form.text("subject", "What it is about").hint("In one line, for the list.").max(200),
        form.area("said", "What was said or written")
            .hint("Of an e-mail, a letter or a text message put in the whole wording.")
            .rows(6)
            .written()
            .max(20_000),
        form.cards("kind", "What it is", &kinds(person)),
        concerns_field(form, staff, &BTreeSet::new()),
        Field::row(
            "Who goes on with it",
            vec![
                form.select("case", "Belongs to a case of yours", &case_choices(known, "To none, or I do not know"))
                    .or(of.clone())
                    .free(),
                form.select("owner", "Who answers it", &owners(staff)).free(),
            ],
        ),
    ]
}

fn read(person: &Person, sent: &Fields) -> Result<(TakeIn, Instant), Filled> {
    let mut reader = Reader::new(sent);
    let channel = reader.choice("channel", decode::<Channel>);
    let at = happened(&mut reader, person);
    let from = Asker { name: reader.line_or_none("name"), reach: reader.line_or_none("reach") };
    let (subject, said) = (reader.line("subject"), reader.narrative("said"));
    let kind = reader.choice("kind", decode::<InquiryKind>);
    let (Some(channel), Some(at), Some(subject), Some(said), Some(kind), true) =
        (channel, at, subject, said, kind, reader.is_good())
    else {
        return Err(reader.filled);
    };
    let answer_by = decode::<Channel>(sent.text("answer_by"));
    let case = sent.text("case").parse::<DossierId>().ok();
    let owner = sent.text("owner").parse::<StaffId>().ok();
    Ok((TakeIn { kind, channel, answer_by, from, subject, said, case, owner, concerns: concerns(sent) }, at))
}

pub(super) const fn place_of(rule: &CannotInquire) -> Option<&'static str> {
    match rule {
        CannotInquire::InTheFuture => Some("time"),
        CannotInquire::NoAddress => Some("reach"),
        CannotInquire::WrongOwner => Some("owner"),
        CannotInquire::NoCase => Some("case"),
        CannotInquire::NotLater(_) | CannotInquire::TooLong(_) | CannotInquire::Lapsed => Some("until"),
        CannotInquire::OtherWay => Some("other_because"),
        CannotInquire::Identity(_) => Some("identity"),
        CannotInquire::BeforeReceived => Some("time"),
        CannotInquire::Template(_) => Some("template"),
        CannotInquire::Standing(_) => Some("words"),
        CannotInquire::NobodyNamed => Some(CONCERNS),
        CannotInquire::OwnerConcerned => Some("owner"),
        CannotInquire::WhyNoMore => Some("note"),
        CannotInquire::NoTheme => Some("theme"),
        CannotInquire::NoOutcome => Some("finding"),
        CannotInquire::NotPutRight => Some("put_right"),
        CannotInquire::TakenBack | CannotInquire::DoesNotWait => Some("why"),
        CannotInquire::ByLaw(_) => Some("until"),
        CannotInquire::NoResult | CannotInquire::NothingGiven | CannotInquire::WasGiven | CannotInquire::LeftOut => {
            Some("result")
        }
        CannotInquire::NoGrounds => Some(own_record::GROUNDS),
        CannotInquire::NoReason => Some("reason"),
        CannotInquire::NotTold => Some(own_record::TOLD),
        _ => None,
    }
}

pub(super) fn asks(fields: Vec<Field>) -> Asks {
    Asks {
        title: "Take in an inquiry",
        heading: "Take in an inquiry".into(),
        lead: "From anybody, client or not. It gets a number that you can tell them, and its clocks run from when it reached us.".into(),
        about: Pairs::new(),
        action: PATH.to_owned(),
        fields,
        act: "Sign and take it in",
        back: Link::new(PATH, "Back to the inbox"),
    }
}

/// Everybody who works here, the open cases of the acting person, and the case from which they come, where they come from one.
type Around = (Vec<StaffCard>, Vec<(String, Words)>, String);

async fn around(person: &Person, of: String) -> Result<Around, Problem> {
    person.ctx.permit(Action::LogInquiry, None).await?;
    Ok((staff_list(&person.ctx).await?, cases(person).await?, of))
}

fn form_page(person: &Person, around: &Around, filled: Filled) -> Response {
    here::show(person, filled, EntryNumber::NONE, Challenge::OldSignIn, |form| asks(fields(person, around, form)))
}

/// From where an inquiry is taken in.
#[derive(Debug, Default, serde::Deserialize)]
pub struct From {
    #[serde(default)]
    case: String,
}

/// `GET /inbox/new`
pub async fn new(person: Person, Query(from): Query<From>) -> Answer {
    let around = around(&person, from.case).await?;
    Ok(form_page(&person, &around, Filled::new()))
}

/// `POST /inbox`
pub async fn create(person: Person, sent: Fields) -> Answer {
    let around = around(&person, String::new()).await?;
    let (order, at) = match read(&person, &sent) {
        Ok(read) => read,
        Err(filled) => return Ok(form_page(&person, &around, filled)),
    };
    match take_in_inquiry(&person.ctx, order, signing(&sent, Meaning::Author).happened(at)).await {
        Ok(entry) => {
            let reads = reads_inquiry(&person.ctx, entry.dossier).await?;
            let there = if reads { path(entry.dossier, "") } else { PATH.to_owned() };
            go(&Done::INQUIRY_TAKEN.at(&there))
        }
        Err(failure) => Ok(form_page(&person, &around, here::refused(&sent, failure, place_of)?)),
    }
}

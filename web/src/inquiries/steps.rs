//! The steps of handling an inquiry, each a form that is signed where it stands: who answers it, acknowledging, a timeline, stopping the clock, the escalation
//! report, the answer, setting it aside.

use axum::extract::Path;
use axum::response::Response;
use casework::accounts::staff_list;
use casework::house::Seen;
use casework::inquiries::{Handled, InquirySeen, handle, reads_inquiry, see_inquiry};
use domain::clients::ClientFile;
use domain::ids::{DossierId, StaffId};
use domain::inquiries::{
    EscalationReported, InquiryAcknowledged, InquiryKind, InquiryPaused, InquiryResumed, InquirySetAside,
    InquiryTriaged, PauseReason, Seriousness, SetAside, TimelineGiven,
};
use domain::policy::Action;
use domain::reach::Channel;
use domain::signature::Meaning;
use domain::staff::StaffCard;
use domain::templates::TemplateUsed;
use domain::time::Instant;

use super::complaint::{concerns_changed, concerns_field, read_theme, shown_field, theme_fields};
use super::new::{kinds, place_of};
use super::{PATH, answering, appeal, case_choices, cases, channels, own_record, owners, path, wording};
use crate::answer::{Answer, go, id};
use crate::contacts::new::happened;
use crate::done::Done;
use crate::face::form::Field;
use crate::face::parts::Pairs;
use crate::face::prelude::*;
use crate::fields::{Fields, Reader, code, decode};
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::here::{self, Asks, Challenge};
use crate::signed::signing;
use crate::templates::{USED, used_in};

/// What the form of a step is made from.
pub(super) struct Known<'a> {
    pub(super) person: &'a Person,
    pub(super) seen: &'a InquirySeen,
    staff: &'a [StaffCard],
    cases: &'a [(String, Words)],
    /// The client of its case, whose facts are compared.
    pub(super) client: Option<&'a ClientFile>,
}

/// What was read from a form: what is to be recorded, and when it was, where that is not now.
pub(super) type Sent = Result<(Handled, Option<Instant>), Filled>;

/// A step: its place in the address, its words, its fields, and how they are read.
pub(super) struct Step {
    pub(super) code: &'static str,
    pub(super) title: &'static str,
    pub(super) lead: &'static str,
    pub(super) act: &'static str,
    pub(super) fields: fn(&Known<'_>, &Filled) -> Vec<Field>,
    pub(super) read: fn(&Known<'_>, &Fields) -> Sent,
    pub(super) done: Done,
}

const STEPS: [Step; 9] = [
    appeal::STEP,
    Step {
        code: "triage",
        title: "Give it to somebody",
        lead: "What it is decides who may see and answer it. What was written down before keeps its level.",
        act: "Sign and give it on",
        fields: triage_fields,
        read: read_triage,
        done: Done::INQUIRY_GIVEN,
    },
    Step {
        code: "acknowledgement",
        title: "Acknowledge",
        lead: "They know that we have it, and by when they hear from us.",
        act: "Sign",
        fields: acknowledgement_fields,
        read: |known, sent| {
            let mut reader = Reader::new(sent);
            let channel = reader.choice("channel", decode::<Channel>);
            let (words, at) = (reader.narrative_or_none("words"), earlier(&mut reader, known.person, sent));
            match (channel, reader.is_good()) {
                (Some(channel), true) => {
                    let told = InquiryAcknowledged { channel, words, template: used(sent) };
                    Ok((Handled::Acknowledged(told), at))
                }
                _ => Err(reader.filled),
            }
        },
        done: Done::INQUIRY_ACKNOWLEDGED,
    },
    Step {
        code: "timeline",
        title: "Give a timeline",
        lead: "When an answer takes longer: the day that you tell them becomes the deadline. It must be told before the time for the answer is over.",
        act: "Sign",
        fields: |known, form| {
            let until = form.date("until", "They will have an answer by");
            vec![
                match own_record::latest(known) {
                    Some(latest) => until.hint(latest),
                    None => until,
                },
                channel_field(form, "How they were told"),
                text_field(form, "words", "What was said"),
                when_field(form),
            ]
        },
        read: |known, sent| {
            let mut reader = Reader::new(sent);
            let (until, channel) = (reader.date("until"), reader.choice("channel", decode::<Channel>));
            let (words, at) = (reader.narrative("words"), earlier(&mut reader, known.person, sent));
            match (until, channel, words, reader.is_good()) {
                (Some(until), Some(channel), Some(words), true) => {
                    Ok((Handled::Promised(TimelineGiven { until, channel, words }), at))
                }
                _ => Err(reader.filled),
            }
        },
        done: Done::TIMELINE_GIVEN,
    },
    Step {
        code: "pause",
        title: "Stop the clock of the answer",
        lead: "Only while somebody else has to tell us something. The clock runs on by itself on the day that you set here.",
        act: "Sign",
        fields: |known, form| {
            let reasons = PauseReason::ALL.into_iter().filter(|why| own_record::waits_for(known, *why));
            let reasons: Vec<Choice> = reasons.map(|why| Choice::new(code(&why), why.word())).collect();
            vec![
                form.radios("why", "Why nobody can go on", &reasons),
                form.text("note", "What exactly is waited for").max(200),
                form.date("until", "Until the end of this day at the latest"),
            ]
        },
        read: |_, sent| {
            let mut reader = Reader::new(sent);
            let (why, note) = (reader.choice("why", decode::<PauseReason>), reader.line("note"));
            match (why, note, reader.date("until")) {
                (Some(why), Some(note), Some(until)) => Ok((Handled::Paused(InquiryPaused { why, note, until }), None)),
                _ => Err(reader.filled),
            }
        },
        done: Done::CLOCK_STOPPED,
    },
    Step {
        code: "resumption",
        title: "Let the clock run on",
        lead: "What was waited for is there.",
        act: "Sign",
        fields: |_, form| vec![form.text("note", "What came").optional().max(200)],
        read: |_, sent| {
            let mut reader = Reader::new(sent);
            let note = reader.line_or_none("note");
            if reader.is_good() { Ok((Handled::Resumed(InquiryResumed { note }), None)) } else { Err(reader.filled) }
        },
        done: Done::CLOCK_RUNS,
    },
    Step {
        code: "escalation",
        title: "Escalation report",
        lead: "Every complaint has one before it is answered.",
        act: "Sign the report",
        fields: |_, form| {
            let degree = |how: Seriousness| match how {
                Seriousness::Serious => Choice::new(code(&how), how.word()).hint("The director reads it as well."),
                Seriousness::Minor | Seriousness::Moderate => Choice::new(code(&how), how.word()),
            };
            let mut fields = vec![form.radios("seriousness", "How serious it is", &Seriousness::ALL.map(degree))];
            fields.extend(theme_fields(form));
            fields.push(text_field(form, "found", "What happened, as far as it is known"));
            fields.push(text_field(form, "measures", "What was done at once, and what follows"));
            fields
        },
        read: |_, sent| {
            let mut reader = Reader::new(sent);
            let seriousness = reader.choice("seriousness", decode::<Seriousness>);
            let theme = read_theme(&mut reader);
            match (seriousness, reader.narrative("found"), reader.narrative("measures"), reader.is_good()) {
                (Some(seriousness), Some(found), Some(measures), true) => {
                    // whom it is told to follows from how serious it is
                    let report = EscalationReported { seriousness, theme, found, measures, told: [].into() };
                    Ok((Handled::Escalated(report), None))
                }
                _ => Err(reader.filled),
            }
        },
        done: Done::ESCALATION_SIGNED,
    },
    Step {
        code: "answer",
        title: "Answer",
        lead: "Give the answer first, by telephone, letter or however they asked for it; here you sign what was said. It ends the inquiry.",
        act: "Sign the answer",
        fields: answering::fields,
        read: answering::read,
        done: Done::INQUIRY_ANSWERED,
    },
    Step {
        code: "set-aside",
        title: "Set it aside without an answer",
        lead: "It stays in the record, and ends.",
        act: "Sign and set aside",
        fields: |known, form| {
            // a complaint that was taken back is answered as withdrawn
            let complains = known.seen.file.kind() == Some(InquiryKind::Complaint);
            let reasons = SetAside::ALL.into_iter().filter(|why| !(complains && *why == SetAside::TakenBack));
            let reasons: Vec<Choice> = reasons.map(|why| Choice::new(code(&why), why.word())).collect();
            let hint = "Of one that was asked twice: the other number.";
            vec![form.radios("why", "Why", &reasons), form.text("reason", "In a few words").hint(hint).max(200)]
        },
        read: |_, sent| {
            let mut reader = Reader::new(sent);
            match (reader.choice("why", decode::<SetAside>), reader.line("reason")) {
                (Some(why), Some(reason)) => Ok((Handled::SetAside(InquirySetAside { why, reason }), None)),
                _ => Err(reader.filled),
            }
        },
        done: Done::INQUIRY_SET_ASIDE,
    },
];

fn acknowledgement_fields(known: &Known<'_>, form: &Filled) -> Vec<Field> {
    let organisation = &known.person.organisation;
    let mut fields = vec![channel_field(form, "How they were told")];
    fields.extend(wording::choice(organisation, form, "acknowledgement"));
    fields.push(text_field(form, "words", "What was said").optional());
    fields.extend([wording::check(organisation, form), when_field(form)]);
    fields
}

/// The template from which the words were written, where there was one.
pub(super) fn used(sent: &Fields) -> Option<TemplateUsed> {
    used_in(sent.text(USED))
}

pub(super) fn channel_field(form: &Filled, label: &'static str) -> Field {
    form.cards("channel", label, &channels())
}

pub(super) fn text_field(form: &Filled, name: &str, label: &'static str) -> Field {
    form.area(name, label).rows(4).written().max(20_000)
}

/// When it was, where that is not now; folded away.
pub(super) fn when_field(form: &Filled) -> Field {
    let open = !form.value("date").is_empty();
    let inner = vec![form.date("date", "Date").free(), form.time("time", "Time").free()];
    Field::fold("It was earlier", vec![Field::row("When", inner)], open)
}

pub(super) fn earlier(reader: &mut Reader<'_>, person: &Person, sent: &Fields) -> Option<Instant> {
    if sent.text("date").is_empty() { None } else { happened(reader, person) }
}

fn triage_fields(known: &Known<'_>, form: &Filled) -> Vec<Field> {
    let file = &known.seen.file;
    let mut cases = known.cases.to_vec();
    let of = file.case().map(|case| case.to_string());
    if let Some(of) = of.as_ref().filter(|of| cases.iter().all(|(case, _)| case != *of)) {
        cases.push((of.clone(), "As it is now".into()));
    }
    let kind = file.kind().map(|kind| code(&kind)).unwrap_or_default();
    let concerned = file.concerns().collect();
    let owner = file.owner().map(|owner| owner.to_string()).unwrap_or_default();
    vec![
        form.cards("kind", "What it is", &kinds(known.person)).or(kind),
        concerns_field(form, known.staff, &concerned),
        shown_field(form, &concerned),
        Field::row(
            "Who goes on with it",
            vec![
                form.select("owner", "Who answers it", &owners(known.staff)).or(owner).free(),
                form.select("case", "Belongs to a case", &case_choices(&cases, "To none"))
                    .or(of.unwrap_or_default())
                    .free(),
            ],
        ),
        form.text("case_number", "Or the number of a closed case")
            .hint("Of a request for one’s own record, such as 2026-000123-K.")
            .optional()
            .max(20),
        form.text("note", "What they should know").hint("When somebody is kept away no more: why.").optional().max(200),
    ]
}

fn read_triage(known: &Known<'_>, sent: &Fields) -> Sent {
    let mut reader = Reader::new(sent);
    let (kind, note) = (reader.choice("kind", decode::<InquiryKind>), reader.line_or_none("note"));
    let owner = sent.text("owner").parse::<StaffId>().ok();
    let case = sent.text("case").parse::<DossierId>().ok();
    let concerns = concerns_changed(sent, known.seen.file.concerns().collect());
    match (kind, reader.is_good()) {
        (Some(kind), true) => Ok((Handled::Triaged(InquiryTriaged { kind, owner, case, note, concerns }), None)),
        _ => Err(reader.filled),
    }
}

fn page(step: &'static Step, known: &Known<'_>, filled: Filled) -> Response {
    let file = &known.seen.file;
    here::show(known.person, filled, file.opened.last, Challenge::OldSignIn, |form| Asks {
        title: step.title,
        heading: step.title.into(),
        lead: step.lead.into(),
        about: about(known.seen),
        action: path(file.dossier, step.code),
        fields: (step.fields)(known, form),
        act: step.act,
        back: Link::new(path(file.dossier, ""), "Back to the inquiry"),
    })
}

/// What a form speaks of: the number, and what was asked.
fn about(seen: &InquirySeen) -> Pairs {
    let Some((received, _, _)) = &seen.file.received else { return Pairs::new() };
    let number = Words::from("{number}").with("number", Number::new(received.number.to_string()));
    Pairs::new()
        .with("Inquiry", number)
        .with("What was asked", Words::from("{subject}").with("subject", Name::new(received.subject.reveal())))
}

/// The inquiry of a form, and the step; and whether it waits for that.
async fn known(person: &Person, inquiry: &str, step: &str) -> Result<(InquirySeen, &'static Step, bool), Problem> {
    let inquiry: DossierId = id(inquiry)?;
    let step = STEPS.iter().find(|known| known.code == step).ok_or(Problem::Missing)?;
    let seen = see_inquiry(&person.ctx, inquiry).await?;
    person.ctx.permit(Action::HandleInquiry, Some(inquiry)).await?;
    // of what is over nothing is left to do, but to look at a complaint again
    let waits = if step.code == appeal::CODE { appeal::can_be(&seen) } else { seen.file.is_open() };
    Ok((seen, step, waits))
}

/// The client of the case, for whoever answers and may read their file.
async fn client(person: &Person, seen: &InquirySeen, step: &Step) -> Result<Option<Seen<ClientFile>>, Problem> {
    match seen.file.case().filter(|_| step.code == "answer") {
        Some(case) => Ok(casework::clients::client_to_identify(&person.ctx, case).await?),
        None => Ok(None),
    }
}

/// `GET /inbox/{inquiry}/{step}`
pub async fn ask(person: Person, Path((inquiry, step)): Path<(String, String)>) -> Answer {
    let (seen, step, waits) = known(&person, &inquiry, &step).await?;
    if !waits {
        return go(&path(seen.file.dossier, ""));
    }
    let (staff, cases) = (staff_list(&person.ctx).await?, cases(&person).await?);
    let client = client(&person, &seen, step).await?;
    let client = client.as_deref();
    let known = Known { person: &person, seen: &seen, staff: &staff, cases: &cases, client };
    Ok(page(step, &known, Filled::new()))
}

/// `POST /inbox/{inquiry}/{step}`
pub async fn create(person: Person, Path((inquiry, step)): Path<(String, String)>, sent: Fields) -> Answer {
    let (seen, step, _) = known(&person, &inquiry, &step).await?;
    let (staff, cases) = (staff_list(&person.ctx).await?, cases(&person).await?);
    let client = client(&person, &seen, step).await?;
    let client = client.as_deref();
    let known = Known { person: &person, seen: &seen, staff: &staff, cases: &cases, client };
    if let Some(filled) = wording::asked(&person, &seen, &sent, step.code) {
        return Ok(page(step, &known, filled));
    }
    let (order, at) = match (step.read)(&known, &sent) {
        Ok(read) => read,
        Err(filled) => return Ok(page(step, &known, filled)),
    };
    let order = match own_record::belonging(&person, order, &sent).await? {
        Ok(order) => order,
        Err(filled) => return Ok(page(step, &known, *filled)),
    };
    let mut signing = signing(&sent, Meaning::Author);
    signing.happened = at;
    match handle(&person.ctx, seen.file.dossier, order, signing).await {
        Ok(entry) => {
            // whoever gives a complaint on may not see it any more
            let stays = reads_inquiry(&person.ctx, entry.dossier).await?;
            let there = if stays { path(entry.dossier, "") } else { PATH.to_owned() };
            go(&step.done.at(&there))
        }
        Err(failure) => Ok(page(step, &known, here::refused(&sent, failure, place_of)?)),
    }
}

//! The step that ends an inquiry with its answer: how it was given, its words, and how it was made sure who they are (CC-4.2.1, CC-4.4.1).

use casework::inquiries::Handled;
use domain::inquiries::{InquiryAnswered, InquiryKind};
use domain::reach::Channel;

use super::steps::{Known, Sent, earlier, text_field, used, when_field};
use super::{complaint, own_record, wording};
use crate::face::form::{Choice, Field};
use crate::face::prelude::*;
use crate::fields::{Fields, Reader, code, decode};

pub(super) fn fields(known: &Known<'_>, form: &Filled) -> Vec<Field> {
    let wanted = known.seen.file.wanted();
    let channels: Vec<Choice> = Channel::ALL
        .into_iter()
        .map(|channel| {
            let choice = Choice::new(code(&channel), channel.word()).icon(super::icon(channel));
            if wanted == Some(channel) { choice.hint("What they asked for") } else { choice }
        })
        .collect();
    let file = &known.seen.file;
    let needed = known.person.organisation.rulebook.identity.needed(file.level());
    let identity =
        crate::identity::fields(form, known.client.map(|client| (client, None)), needed, file.case().is_some());
    let another = form.text("other_because", "Why not the way they asked for").optional().max(200);
    let organisation = &known.person.organisation;
    let mut fields = match file.kind() {
        Some(InquiryKind::OwnRecord) => own_record::answer_fields(form),
        kind => complaint::answer_fields(kind, form),
    };
    fields.extend([
        form.cards("channel", "How they had the answer", &channels)
            .or(wanted.map(|wanted| code(&wanted)).unwrap_or_default()),
        Field::fold(
            "It was another way than they asked for",
            vec![another],
            form.is_wrong_at("other_because") || !form.value("other_because").is_empty(),
        ),
    ]);
    fields.extend(wording::choice(organisation, form, "answer"));
    let hint = match file.kind() {
        Some(InquiryKind::Complaint) => {
            "What they are told of what was found, put right and learned; as you would say it to them."
        }
        _ => "In short sentences, as you would say it to them.",
    };
    fields.push(text_field(form, "words", "What was said or written").hint(hint).rows(6));
    fields.push(wording::check(organisation, form));
    fields.extend(identity);
    fields.push(when_field(form));
    fields
}

pub(super) fn read(known: &Known<'_>, sent: &Fields) -> Sent {
    let mut reader = Reader::new(sent);
    let kind = known.seen.file.kind();
    let outcome = if kind == Some(InquiryKind::Complaint) { complaint::read_outcome(&mut reader) } else { None };
    let own_record = if known.seen.file.asks_for_own_record() { own_record::read(&mut reader, sent) } else { None };
    let theme = if kind == Some(InquiryKind::Feedback) { complaint::read_theme(&mut reader) } else { None };
    let channel = reader.choice("channel", decode::<Channel>);
    let (words, other_because) = (reader.narrative("words"), reader.line_or_none("other_because"));
    let identity = crate::identity::read(&mut reader, sent);
    let at = earlier(&mut reader, known.person, sent);
    match (channel, words, identity, reader.is_good()) {
        (Some(channel), Some(words), Some((identity, facts)), true) => {
            let template = used(sent);
            let answered = InquiryAnswered {
                channel,
                other_because,
                words,
                identity,
                template,
                facts,
                outcome,
                own_record,
                theme,
            };
            Ok((Handled::Answered(answered), at))
        }
        _ => Err(reader.filled),
    }
}

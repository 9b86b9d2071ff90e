//! The whole file as the printed document, oldest first. Entries above the reader's level stand in it by number only.

use ::reports::{ActionItem, Addendum, Chronology, ChronologyEntry, Marks, TextBlock, paragraphs};
use casework::house::Sheet as Stored;
use domain::entry::Entry;
use domain::event::Event;
use domain::ids::ItemId;

use super::document::facts;
use crate::cases::head::CaseView;
use crate::cases::sheets::Teller;
use crate::face::prelude::*;
use crate::person::Person;
use crate::press::local;

/// The document. To be called while speaking to the reader, with the curtain open.
pub(super) fn whole(person: &Person, view: &CaseView, marks: Marks) -> Option<Chronology> {
    let teller = Teller::new(view, person);
    let mut entries: Vec<ChronologyEntry> =
        view.seen.opened.sheets.iter().filter_map(|sheet| stored(&teller, sheet)).collect();
    entries.sort_by_key(|entry| (entry.happened.at, entry.number));
    let filter = Words::from("All entries up to {level}").with("level", Words::from(view.seen.clearance.word()));
    Some(Chronology { case: facts(person, view)?, filter: plain(&filter), entries, marks })
}

fn stored(teller: &Teller<'_>, sheet: &Stored) -> Option<ChronologyEntry> {
    match sheet {
        Stored::Open(entry) if is_clipped(&entry.event) => None,
        Stored::Open(entry) => Some(opened(teller, entry)),
        Stored::Closed { id, level, signed, .. } => Some(ChronologyEntry {
            number: u64::from(id.number.0),
            happened: local(teller.person, *signed),
            kind: plain(&Words::from("An entry that whoever printed this may not read")),
            level: *level,
            blocks: Vec::new(),
            action_items: Vec::new(),
            decision: None,
            signatures: Vec::new(),
            addenda: Vec::new(),
        }),
    }
}

/// What stands beneath its entry and not on its own.
const fn is_clipped(event: &Event) -> bool {
    matches!(event, Event::AddendumWritten(_) | Event::EntryCoSigned(_))
}

/// An entry that may be read, as it stands on paper, with what is clipped beneath it.
pub(crate) fn opened(teller: &Teller<'_>, entry: &Entry) -> ChronologyEntry {
    let sheet = teller.content(&entry.event);
    let beside = teller.co_signed(entry.id.number);
    let decision = plain(&sheet.decision);
    ChronologyEntry {
        number: u64::from(entry.id.number.0),
        happened: local(teller.person, entry.happened()),
        kind: plain(&sheet.title),
        level: entry.level,
        blocks: blocks(&sheet),
        action_items: actions(teller, &entry.event),
        decision: (!decision.is_empty()).then_some(decision),
        signatures: std::iter::once(entry).chain(beside).map(|entry| (&entry.signature).into()).collect(),
        addenda: teller.addenda_to(entry.id.number).map(|other| addendum(teller, other)).collect(),
    }
}

fn addendum(teller: &Teller<'_>, entry: &Entry) -> Addendum {
    Addendum {
        number: u64::from(entry.id.number.0),
        written: local(teller.person, entry.signed()),
        blocks: blocks(&teller.content(&entry.event)),
        signatures: vec![(&entry.signature).into()],
    }
}

fn blocks(sheet: &Sheet) -> Vec<TextBlock> {
    let text = Some(&sheet.text).filter(|text| !text.is_empty());
    let text = text.map(|text| TextBlock { label: plain(&"Text".into()), paragraphs: paragraphs(&plain(text)) });
    let lines = sheet.lines.iter();
    let lines = lines.map(|line| TextBlock { label: plain(&line.term), paragraphs: paragraphs(&plain(&line.text)) });
    text.into_iter().chain(lines).collect()
}

fn actions(teller: &Teller<'_>, event: &Event) -> Vec<ActionItem> {
    let items = match event {
        Event::ContactLogged(contact) => &contact.actions,
        Event::SessionRecorded(session) => &session.actions,
        _ => return Vec::new(),
    };
    let zone = &teller.person.voice().zone;
    let known = &teller.view.file().contacts.actions;
    let kept = |id: ItemId| {
        let settled = known.iter().find(|action| action.item.id == id)?.settled.as_ref();
        settled.filter(|(settled, _)| settled.kept).map(|(_, at)| at.on(zone).date())
    };
    let client = || plain(&"The client".into());
    items
        .iter()
        .map(|item| ActionItem {
            what: item.what.reveal().to_owned(),
            who: item.owner.map_or_else(client, |owner| teller.view.staff_name(owner)),
            due: Some(item.due),
            done: kept(item.id),
        })
        .collect()
}

/// A text of the face without its marks: what a reader sees of it.
pub(crate) fn plain(words: &Words) -> String {
    let html = words.to_string();
    let mut out = String::with_capacity(html.len());
    for piece in html.split('<') {
        match piece.split_once('>') {
            Some((_, text)) => out.push_str(text),
            None => out.push_str(piece),
        }
    }
    for (entity, character) in [("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'"), ("&#38;", "&")] {
        out = out.replace(entity, character);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::face::voice::speaking;

    #[test]
    fn a_printed_text_reads_as_it_was_written() {
        let told = speaking(&crate::samples::voice(), || {
            let name = Name::new("O’Neil <& co> &#60;");
            plain(&Words::from("With {name}").with("name", name))
        });
        assert_eq!(told, "With O’Neil <& co> &#60;");
    }
}

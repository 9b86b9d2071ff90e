//! Disclosures in words: what was chosen, by what right, and the sheets of their entries.

use domain::cases::CaseFile;
use domain::disclosures::{Chosen, DisclosureBasis, DisclosureMade};
use domain::event::Event;
use domain::sharing::GivenBy;

use crate::cases::head::CaseView;
use crate::cases::sheets::{blank, small};
use crate::clients::sharing::{joined, purpose};
use crate::face::parts::{Line, Sheet, Voiced};
use crate::face::prelude::*;

/// Which kinds of information were chosen, and how many entries and documents.
pub(super) fn chosen(file: &CaseFile, chosen: &Chosen) -> Words {
    let kinds = joined(file.kinds_of(chosen).into_iter().map(domain::sharing::InfoKind::word));
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let entries = Words::count("{n} entry", "{n} entries", count(chosen.entries.len()));
    let documents = Words::count("{n} document", "{n} documents", count(chosen.documents.len()));
    let text = match (chosen.entries.is_empty(), chosen.documents.is_empty()) {
        (true, true) => "{kinds}",
        (false, true) => "{kinds}: {entries}",
        (true, false) => "{kinds}: {documents}",
        (false, false) => "{kinds}: {entries}, {documents}",
    };
    let told = Words::from(text).with("kinds", kinds).with("entries", entries).with("documents", documents);
    match count(chosen.withheld.len()) {
        0 => told,
        n => Words::from("{told}. {left_out}")
            .with("told", told)
            .with("left_out", Words::count("One passage was left out", "{n} passages were left out", n)),
    }
}

/// The numbers of the entries and the names of the documents, so that anybody can look them up.
pub(super) fn numbers(file: &CaseFile, chosen: &Chosen) -> Words {
    let entries = chosen.entries.iter().map(|entry| Words::from("entry {n}").with("n", entry.0));
    let name = |id| file.documents.find(id).and_then(|document| document.latest()).map(|last| last.filed.name.clone());
    let documents = chosen.documents.iter().filter_map(|id| name(*id));
    let documents = documents.map(|name| Words::from("{name}").with("name", Number::new(name.reveal())));
    let all = entries.chain(documents);
    all.reduce(|all, next| Words::from("{all}, {next}").with("all", all).with("next", next)).unwrap_or_default()
}

/// How it was given out; of what waited at the secure page or left as a package, whether anybody has had it.
pub(super) fn how(file: &CaseFile, made: &DisclosureMade) -> Words {
    let fetched = file.disclosures.pickups_of(made.id).flat_map(|page| page.fetched.iter()).min();
    let by = Words::from(made.by.word());
    match (made.by, fetched) {
        (GivenBy::Page, Some(at)) => {
            Words::from("{by}: fetched {when}").with("by", by).with("when", crate::face::when::when(*at))
        }
        (GivenBy::Page, None) => Words::from("{by}: not fetched").with("by", by),
        (GivenBy::Package, _) => match file.disclosures.made(made.id).and_then(|made| made.answers.last()) {
            None => Words::from("{by}. They have not said yet that they have it").with("by", by),
            Some(answer) => Words::from("{by}. {heard}")
                .with("by", by)
                .with("heard", Words::from(super::package::heard(answer.said.receipt))),
        },
        _ => by,
    }
}

/// By what right, with how it was made sure who asked.
pub(super) fn basis(basis: &DisclosureBasis) -> Words {
    match basis {
        DisclosureBasis::Request(identified) => Words::from("{basis}. {identity}")
            .with("basis", Words::from(basis.word()))
            .with("identity", crate::identity::told(identified.by, &identified.facts)),
        _ => basis.word().into(),
    }
}

fn lines(file: &CaseFile, made: &DisclosureMade) -> Vec<Line> {
    let mut lines = vec![
        Line::new("To whom", Words::from("{name}").with("name", Name::new(made.recipient.reveal()))),
        Line::new("What for", purpose(made.purpose, made.words.as_ref())).voiced(Voiced::Product),
        Line::new("What", chosen(file, &made.chosen)).voiced(Voiced::Product),
        Line::new("How", made.by.word()).voiced(Voiced::Product),
        Line::new("By what right", basis(&made.basis)).voiced(Voiced::Product),
    ];
    lines.extend(made.chosen.told.as_ref().map(|told| Line::new("Told", told.reveal().to_owned())));
    lines.extend(made.copy.as_ref().map(|copy| {
        let digest = Words::from("{digest}").with("digest", Number::new(&copy.digest));
        Line::new("Fingerprint of the copy", digest).voiced(Voiced::Product)
    }));
    lines
}

/// The sheet of an entry about a disclosure.
pub(crate) fn sheet(event: &Event, view: &CaseView) -> Option<Sheet> {
    let file = view.file();
    Some(match event {
        Event::DisclosureMade(made) => {
            let mut sheet = blank("out", Words::from("Given out: disclosure {n}").with("n", made.number));
            sheet.lines = lines(file, made);
            sheet
        }
        Event::DisclosureAsked(asked) => {
            let mut sheet = blank("question", "Asked whether a law lets something be given out");
            let to = Words::from("{name}").with("name", Name::new(asked.recipient.reveal()));
            sheet.lines.push(Line::new("To whom", to));
            sheet.lines.push(Line::new("What", chosen(file, &asked.chosen)).voiced(Voiced::Product));
            sheet.lines.extend(asked.chosen.told.as_ref().map(|told| Line::new("Told", told.reveal().to_owned())));
            sheet.lines.push(Line::new("Law", asked.law.reveal().to_owned()));
            sheet.lines.push(Line::new("Why", asked.reason.reveal().to_owned()));
            sheet
        }
        Event::DisclosureDecided(decided) => {
            let title = if decided.approved { "May be given out by law" } else { "May not be given out" };
            let mut sheet = small(if decided.approved { "done" } else { "close" }, title);
            sheet.text = decided.note.reveal().to_owned().into();
            sheet
        }
        event => return super::package::sheet(event),
    })
}

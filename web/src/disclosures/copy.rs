//! What leaves: the paper with what was chosen, without the passages that were left out; and of a package what is packed beside it (CM-4.3.3, FS-4.5.2).

use ::reports::{ChronologyEntry, Document, Section, Statement, TextBlock, paragraphs};
use casework::clients::client_to_identify;
use casework::disclosures::{Beside, receipt_number};
use casework::house::Seen;
use domain::clients::{ClientDetails, ClientFile};
use domain::disclosures::DisclosureMade;
use domain::sharing::GivenBy;

use super::passages;
use super::print::{block, mark_of, name, numbers, organisation};
use crate::cases::head::CaseView;
use crate::cases::sheets::Teller;
use crate::clients::reach_lines;
use crate::clients::sharing::purpose;
use crate::face::prelude::*;
use crate::face::voice::speaking;
use crate::face::when;
use crate::fhir;
use crate::person::Person;
use crate::press::marks;
use crate::problem::Problem;
use crate::reports::{opened, plain};

/// What leaves, in words.
pub(super) struct Left {
    client: Option<Seen<ClientFile>>,
    /// Who the client is, where that leaves as well.
    identity: Option<Section>,
    /// The entries, with nothing that was to be left out.
    entries: Vec<ChronologyEntry>,
    title: String,
}

impl Left {
    /// What was chosen for this disclosure, as it stands in the file now.
    ///
    /// # Errors
    /// [`Problem`] when something that was to be left out does not stand there any more, or the client may not be named.
    pub(super) async fn of(person: &Person, view: &CaseView, order: &DisclosureMade) -> Result<Self, Problem> {
        let client = if order.chosen.identity {
            Some(client_to_identify(&person.ctx, view.id()).await?.ok_or(Problem::Missing)?)
        } else {
            None
        };
        let voice = person.voice().clone().with_curtain(false);
        speaking(&voice, || {
            let teller = Teller::new(view, person);
            let entries = order.chosen.entries.iter().filter_map(|entry| view.seen.opened.entry(*entry));
            let mut entries: Vec<_> = entries.map(|entry| opened(&teller, entry)).collect();
            entries.sort_by_key(|entry| (entry.happened.at, entry.number));
            passages::take_out(&mut entries, &order.chosen)?;
            let details = client.as_ref().and_then(|client| client.details.as_ref());
            let identity = details.map(|details| {
                let lines = reach_lines(details, person.voice().today).into_iter();
                let blocks = lines
                    .map(|line| TextBlock { label: plain(&line.term), paragraphs: paragraphs(&plain(&line.text)) });
                Section { heading: plain(&"The client".into()), blocks: blocks.collect() }
            });
            let title = plain(&Words::from("Disclosure {n}").with("n", order.number));
            Ok(Self { identity, entries, title, client })
        })
    }

    /// The paper: with its number, for whom, what for and the day on every page.
    pub(super) async fn paper(
        &self,
        person: &Person,
        view: &CaseView,
        order: &DisclosureMade,
    ) -> Result<Document, Problem> {
        let mut marks = marks(person, view.seen.opened.last.next()).await?;
        let number = mark_of(view, order.number);
        marks.page_mark.clone_from(&number);
        let voice = person.voice().clone().with_curtain(false);
        Ok(Document::Statement(speaking(&voice, || {
            let today = when::plain_day(person.voice().today);
            let mark = Words::from("{number}. For: {recipient}. {purpose}. {day}. Not to be passed on.")
                .with("number", number)
                .with("recipient", order.recipient.reveal().to_owned())
                .with("purpose", Words::from(order.purpose.word()))
                .with("day", today.clone());
            let mut blocks = vec![
                block("For", name(order.recipient.reveal())),
                block("What for", purpose(order.purpose, order.words.as_ref())),
                block("By what right", order.basis.word()),
                block("How", order.by.word()),
                block("Day", today),
            ];
            if !order.chosen.documents.is_empty() {
                let named = |id| {
                    let latest = view.file().documents.find(id)?.latest()?;
                    let file = &latest.filed;
                    Some(format!("{} (SHA-256 {})", file.name.reveal(), file.file.digest))
                };
                let documents = order.chosen.documents.iter().filter_map(|id| named(*id));
                blocks.push(TextBlock { label: plain(&"Enclosed".into()), paragraphs: documents.collect() });
            }
            let first = Section { heading: String::new(), blocks };
            Statement {
                organisation: organisation(person),
                numbers: numbers(view),
                title: self.title.clone(),
                level: view.file().level_of(&order.chosen),
                mark: Some(plain(&mark)),
                sections: std::iter::once(first).chain(self.identity.clone()).collect(),
                entries: self.entries.clone(),
                sign: Vec::new(),
                marks,
            }
        })))
    }

    /// What is packed beside the paper: nothing, but in a package for another organisation, whose program is to read it.
    pub(super) async fn beside(
        &self,
        person: &Person,
        view: &CaseView,
        order: &DisclosureMade,
    ) -> Result<Vec<Beside>, Problem> {
        if order.by != GivenBy::Package {
            return Ok(Vec::new());
        }
        let receipt = receipt_number(&person.ctx, view.id(), order.id).await?;
        let voice = person.voice().clone().with_curtain(false);
        speaking(&voice, || {
            let details: Option<&ClientDetails> = self.client.as_ref().and_then(|client| client.details.as_ref());
            let record = fhir::Record {
                person,
                view,
                order,
                organisation: organisation(person),
                title: self.title.clone(),
                client: details,
                sections: self.identity.as_slice(),
                entries: &self.entries,
            };
            let read_me = super::package::read_me(&organisation(person), &mark_of(view, order.number), order, &receipt);
            Ok(vec![
                Beside { name: "READ-ME.txt", bytes: read_me.into_bytes() },
                Beside { name: "record.fhir.json", bytes: fhir::bundle(&record)? },
            ])
        })
    }
}

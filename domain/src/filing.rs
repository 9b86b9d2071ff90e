//! The rules of filing: which documents may be filed in a case, under which number and name, and what can be changed afterwards.
//!
//! Serves CM-4.2.2, RC-4.5a.

use jiff::civil::Date;

use crate::cases::{CaseClosedNow, CaseFile};
use crate::documents::{Arrived, Description, DocumentCorrected, DocumentFiled, DocumentRules, DocumentWithdrawn};
use crate::event::Event;
use crate::ids::ItemId;
use crate::media::Media;
use crate::naming::{FileName, Named};
use crate::rulebook::Rulebook;
use crate::text::Line;

/// How many documents that came by themselves may wait in a case for somebody to say what they are: nobody can flood a file from outside.
const MOST_AWAITING: usize = 50;

/// One document to be filed.
#[derive(Debug, Clone)]
pub struct Filing {
    /// The id of a new document, or of the one of which this is another version.
    pub id: ItemId,
    /// Whether it is another version.
    pub again: bool,
    /// What it is about.
    pub about: Description,
    /// The file.
    pub file: Arrived,
}

impl CaseFile {
    /// The types of document that its programme asks for and that are not there (RC-4.5a).
    pub fn missing_documents(&self, rules: &Rulebook) -> Vec<String> {
        let Some(opening) = &self.opening else { return Vec::new() };
        let there =
            |code: &String| self.documents.all.iter().any(|document| document.stands() && document.about.kind == *code);
        rules.programme(&opening.opened.programme).required_documents.into_iter().filter(|code| !there(code)).collect()
    }

    /// Decides on filing documents, on the office's `today`: gives each its number and its name.
    ///
    /// # Errors
    /// [`CannotFile`] says which one cannot be filed, and why.
    pub fn file_documents(&self, orders: Vec<Filing>, rules: &Rulebook, today: Date) -> Result<Vec<Event>, CannotFile> {
        self.must_be_open()?;
        let mut next = self.next_serial();
        let standing = self.documents.all.iter().filter(|document| document.stands());
        let filed = standing.flat_map(|document| &document.versions);
        let mut digests: Vec<String> = filed.map(|version| version.filed.file.digest.clone()).collect();
        let mut events = Vec::new();
        for Filing { id, again, about, file } in orders {
            check_description(&about, rules, today)?;
            check_file(&file, &rules.documents)?;
            if digests.contains(&file.digest) {
                return Err(CannotFile::Twice);
            }
            digests.push(file.digest.clone());
            let earlier = self.documents.find(id).filter(|document| document.stands());
            let (serial, version) = match (again, earlier) {
                (true, None) => return Err(CannotFile::NotHere),
                (true, Some(document)) => {
                    let last = document.latest().map_or(0, |latest| latest.filed.version);
                    (document.serial, last.saturating_add(1))
                }
                (false, _) => {
                    let serial = next;
                    next = next.saturating_add(1);
                    (serial, 1)
                }
            };
            let name = self.name_document(&about, serial, version, file.media, rules)?;
            events.push(Event::DocumentFiled(DocumentFiled { id, serial, version, name, about, file }));
        }
        if events.is_empty() { Err(CannotFile::Nothing) } else { Ok(events) }
    }

    /// Decides on filing what came by itself, by the scanner or by e-mail: described by how it was called, until somebody looks at it. What is in the
    /// case already is left out.
    ///
    /// # Errors
    /// [`CannotFile`]; [`CannotFile::Twice`] when nothing of it is new.
    pub fn take_in(
        &self,
        came: Vec<(ItemId, Arrived)>,
        dated: Date,
        rules: &Rulebook,
        today: Date,
    ) -> Result<Vec<Event>, CannotFile> {
        self.must_be_open()?;
        if MOST_AWAITING <= self.documents.awaiting().count() {
            return Err(CannotFile::TooManyAwait);
        }
        let kind = rules.documents.kind_of_arrivals().ok_or(CannotFile::NoType)?;
        let known = |digest: &String| {
            self.documents
                .all
                .iter()
                .filter(|document| document.stands())
                .any(|document| document.versions.iter().any(|version| version.filed.file.digest == *digest))
        };
        let mut digests = Vec::new();
        let mut orders = Vec::new();
        for (id, file) in came {
            if known(&file.digest) || digests.contains(&file.digest) {
                continue;
            }
            digests.push(file.digest.clone());
            let title =
                file.original.clone().or_else(|| Line::parse(file.way.word()).ok()).ok_or(CannotFile::Nothing)?;
            let about = Description { kind: kind.to_owned(), title, dated: dated.min(today), received: today };
            orders.push(Filing { id, again: false, about, file });
        }
        if orders.is_empty() { Err(CannotFile::Twice) } else { self.file_documents(orders, rules, today) }
    }

    /// Decides on correcting what is said of a document.
    ///
    /// # Errors
    /// [`CannotFile`].
    pub fn correct_document(
        &self,
        id: ItemId,
        about: Description,
        reason: Line,
        rules: &Rulebook,
        today: Date,
    ) -> Result<Vec<Event>, CannotFile> {
        self.must_be_open()?;
        check_description(&about, rules, today)?;
        let document = self.documents.find(id).filter(|document| document.stands()).ok_or(CannotFile::NotHere)?;
        let latest = document.latest().ok_or(CannotFile::NotHere)?;
        // who has looked at what came by itself may find it well described
        if document.about == about && !document.awaits() {
            return Err(CannotFile::NothingChanged);
        }
        let name = self.name_document(&about, document.serial, latest.filed.version, latest.filed.file.media, rules)?;
        Ok(vec![Event::DocumentCorrected(DocumentCorrected { id, name, about, reason })])
    }

    /// Decides on marking a document as filed by mistake.
    ///
    /// # Errors
    /// [`CannotFile`].
    pub fn withdraw_document(&self, order: DocumentWithdrawn) -> Result<Vec<Event>, CannotFile> {
        self.must_be_open()?;
        self.documents.find(order.id).filter(|document| document.stands()).ok_or(CannotFile::NotHere)?;
        Ok(vec![Event::DocumentWithdrawn(order)])
    }

    fn name_document(
        &self,
        about: &Description,
        serial: u32,
        version: u32,
        media: Media,
        rules: &Rulebook,
    ) -> Result<FileName, CannotFile> {
        let case = self.number().ok_or(CaseClosedNow)?;
        let named = Named { case, date: about.dated, kind: &about.kind, serial, version };
        Ok(rules.documents.pattern.file_name(&named, media))
    }
}

/// Whether a document may be described like this.
///
/// # Errors
/// [`CannotFile`].
pub fn check_description(about: &Description, rules: &Rulebook, today: Date) -> Result<(), CannotFile> {
    if !rules.documents.types.iter().any(|known| known.code == about.kind) {
        return Err(CannotFile::NoType);
    }
    if today < about.received {
        return Err(CannotFile::ReceivedAhead);
    }
    Ok(())
}

/// Whether a file may be filed at all.
///
/// # Errors
/// [`CannotFile`].
pub fn check_file(file: &Arrived, rules: &DocumentRules) -> Result<(), CannotFile> {
    if !rules.media.contains(&file.media) {
        return Err(CannotFile::NotAccepted(file.media.word()));
    }
    if rules.most_bytes() < file.length {
        return Err(CannotFile::TooLarge(rules.most_megabytes));
    }
    Ok(())
}

/// Why a document cannot be filed, or changed, like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotFile {
    /// The case is closed.
    #[error(transparent)]
    Closed(#[from] CaseClosedNow),
    /// There is nothing to file.
    #[error("there is no file to be filed; please add one first")]
    Nothing,
    /// The type is none of the rulebook's.
    #[error("please choose what kind of document it is")]
    NoType,
    /// It would have been received after today.
    #[error("this day is still to come; please give the day on which it arrived")]
    ReceivedAhead,
    /// The document does not exist, or is marked as filed by mistake.
    #[error("this document is not in the case any more; it may have been marked as filed by mistake")]
    NotHere,
    /// The very same file is in the case.
    #[error("this very file is in the case already; it does not need to be filed again")]
    Twice,
    /// Files of this kind are not accepted.
    #[error("files of this kind ({0}) are not accepted here")]
    NotAccepted(&'static str),
    /// The file is longer than the rulebook allows; in millions of bytes.
    #[error("this file is larger than {0} megabytes")]
    TooLarge(u32),
    /// Somebody has filed it, or it was thrown away.
    #[error("one of these files has been filed or removed meanwhile; please look at the list again")]
    Gone,
    /// So many came by themselves that somebody has to look at them first.
    #[error("many documents that arrived wait in this case until somebody says what they are")]
    TooManyAwait,
    /// The description is as before.
    #[error("nothing is different from before")]
    NothingChanged,
}

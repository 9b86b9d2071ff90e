//! Taking in what comes by itself: scans that lie in the server's folder, e-mails with what is attached to them (CM-4.2.2).
//!
//! It is filed at once, signed by the server, under the number and name that it gets by the convention; whoever carries the case says afterwards what
//! it is. So nothing waits unsealed, nothing runs out, and nothing is thrown away that somebody sent. The same checks hold as for a file that a person
//! adds: kind by its bytes, length, no bombs, no programs, no virus.

use std::io::{self, Read};
use std::sync::Arc;

use domain::cases::CaseFile;
use domain::documents::{Arrived, CannotFile, DocumentRules, Way};
use domain::ids::{DossierId, EntryId, ItemId};
use domain::inquiries::CannotInquire;
use domain::level::Level;
use domain::media::Media;
use domain::numbers::CaseNumber;
use domain::policy::Action;
use jiff::civil::Date;
use store::{Among, Wanted};
use tokio::task::spawn_blocking;
use uuid::Uuid;
use vault::index::Field;

use super::receive::{CannotReceive, check_length, named};
use super::receiving::{Arriving, Told};
use crate::house::{House, Proof, Signing, Target, Who};
use crate::{Failure, Fault};

/// How much is read in one go.
const PIECE: usize = 64 * 1024;

/// A file that comes by itself.
pub struct Coming {
    /// What it is called where it comes from.
    pub name: String,
    /// Its bytes; reading blocks.
    pub content: Box<dyn Read + Send>,
    /// Whether it is left out when it cannot be received, because what it was attached to holds it as well.
    pub beside: bool,
}

/// Why something that came by itself is not taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotTake {
    /// No case has this number.
    #[error("no case has this number")]
    NoCase,
    /// It cannot be received.
    #[error(transparent)]
    Received(#[from] CannotReceive),
    /// It cannot be filed.
    #[error(transparent)]
    Filed(#[from] CannotFile),
    /// It cannot be taken in as an inquiry.
    #[error(transparent)]
    Inquired(#[from] CannotInquire),
    /// It could not be read to its end.
    #[error("it could not be read to its end")]
    Lost,
}

impl House {
    /// Files what came by itself for this case. Whatever of it lies there already is left out; when all of it does, [`CannotFile::Twice`] says so, and it
    /// needs to be kept nowhere else.
    ///
    /// # Errors
    /// [`Failure::Rule`] with [`CannotTake`]: then nothing was filed, and it is to be kept where it came from.
    pub async fn take_in(
        self: &Arc<Self>,
        number: CaseNumber,
        way: Way,
        dated: Option<Date>,
        files: Vec<Coming>,
    ) -> Result<EntryId, Failure<CannotTake>> {
        let case = self.case_with(number).await?.ok_or(Failure::Rule(CannotTake::NoCase))?;
        let opened = self.open::<CaseFile>(case, Level::Restricted).await?.ok_or(Failure::Rule(CannotTake::NoCase))?;
        // what cannot be filed is not sealed first
        opened.file.must_be_open().map_err(|closed| Failure::Rule(CannotFile::from(closed).into()))?;
        let rules = self.organisation().await?.rulebook.documents.clone();
        let mut came: Vec<(ItemId, Arrived)> = Vec::new();
        for file in files {
            let beside = file.beside;
            match self.receive_one(file, way, rules.clone(), None).await? {
                Ok(arrived) => came.push((ItemId::new(Uuid::new_v4()), arrived)),
                Err(_) if beside => {}
                Err(why) => return Err(Failure::Rule(why)),
            }
        }
        let (console, ink) = (self.acting(Who::console(self)), Signing::author(Proof::System));
        let now = self.now();
        console
            .act(Action::TakeIn, Target::new(case), ink, |file: &CaseFile, rules| {
                let today = rules.office.today(now);
                file.take_in(came.clone(), dated.unwrap_or(today), rules, today)
            })
            .await
            .map_err(|failure| failure.map_rule(CannotTake::from))
    }

    /// The case with this number.
    pub(crate) async fn case_with(&self, number: CaseNumber) -> Result<Option<DossierId>, Fault> {
        let wanted = Wanted::any([(Field::CaseNumber, number.to_string())]);
        Ok(self.store().find(&wanted, Among::All, self.now()).await?.dossiers.first().copied())
    }

    /// Receives a file that came by itself: seals it and tells by its bytes what it is. Where `known` says what it is, its bytes need not look so.
    pub(crate) async fn receive_one(
        &self,
        file: Coming,
        way: Way,
        rules: DocumentRules,
        known: Option<Media>,
    ) -> Result<Result<Arrived, CannotTake>, Fault> {
        let (store, scanner) = (self.store().clone(), self.scanner());
        let receiving = spawn_blocking(move || -> Result<Result<Arrived, CannotTake>, Fault> {
            let Coming { name, mut content, .. } = file;
            let incoming = match store.blobs().receive_at_most(rules.most_bytes()) {
                Err(store::StoreFault::SpoolFull) => return Ok(Err(CannotReceive::SpoolFull.into())),
                incoming => incoming?,
            };
            let mut arriving = Arriving::new(None, rules.most_bytes(), true, incoming);
            let mut piece = vec![0; PIECE];
            loop {
                match content.read(&mut piece) {
                    Ok(0) => break,
                    Ok(read) if !arriving.push(piece.get(..read).unwrap_or_default())? => {
                        return Ok(Err(CannotReceive::TooLarge(rules.most_megabytes).into()));
                    }
                    Ok(_) => {}
                    Err(why) if why.kind() == io::ErrorKind::Interrupted => {}
                    Err(_) => return Ok(Err(CannotTake::Lost)),
                }
            }
            if let Err(why) = check_length(arriving.received, &rules) {
                return Ok(Err(why.into()));
            }
            let told: Told = match arriving.keep(&store, scanner.as_ref(), known)? {
                Ok(told) => told,
                Err(why) => return Ok(Err(why.into())),
            };
            if known.is_none() && !rules.media.contains(&told.media) {
                store.blobs().discard(&told.kept.address)?;
                return Ok(Err(CannotReceive::NotAccepted(told.media.word()).into()));
            }
            Ok(Ok(told.arrived(named(&name), way)))
        });
        receiving.await.map_err(|_| Fault::Other("receive"))?
    }
}

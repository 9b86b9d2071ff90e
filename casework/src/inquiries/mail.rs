//! An e-mail becomes an inquiry, or a further message of one (CC-4.1.1, CC-4.3.1). Decision 0032.
//!
//! It is signed by the server and kept sealed as it came, with what was attached to it. What it is and to whom it goes somebody says afterwards; who it says it
//! is from proves nothing. A machine's message opens nothing and is never answered. The same message is taken once, whatever way it comes and whatever cuts that
//! off: its digest stands in the entry, and as a blind token beside it.

use std::collections::BTreeSet;
use std::io::Cursor;
use std::sync::Arc;

use domain::documents::{CannotFile, DocumentRules, Way};
use domain::ids::{DossierId, EntryId, ItemId, StaffId};
use domain::inquiries::{
    Came, CannotInquire, Earlier, Inquiry, InquiryFileKept, InquiryFollowed, InquiryKind, InquiryReceived, Mailed,
};
use domain::level::Level;
use domain::media::Media;
use domain::policy::Action;
use domain::reach::Channel;
use domain::time::Instant;
use store::{Among, Wanted};
use tokio::task::spawn_blocking;
use uuid::Uuid;
use vault::index::Field;

use super::concerned::nobody_else;
use super::handle::{owner_fits, while_there};
use super::letter::Letter;
use super::receive::{drawn, with_own_number};
use crate::documents::{CannotReceive, CannotTake, Coming};
use crate::house::{House, Opened, Proof, Signing, Target, Who};
use crate::{Failure, Fault};

/// What an e-mail may have at least, whatever the rulebook says of documents, in millions of bytes.
const MEGABYTES: u32 = 50;

/// What came of an e-mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailTaken {
    /// An inquiry was opened.
    Opened(EntryId),
    /// It belongs to an inquiry that was open.
    Followed(EntryId),
    /// It was taken before, there.
    Before(DossierId),
    /// A machine has written it, or we have; nothing was written down.
    ByMachine,
    /// There is nothing in it.
    Empty,
}

/// A message, and the files that came with it.
struct Kept {
    letter: Letter,
    files: Vec<InquiryFileKept>,
    mailed: Mailed,
}

impl House {
    /// Takes in an e-mail that reached us at this time.
    ///
    /// # Errors
    /// [`Failure::Rule`] when its files cannot be received now, [`Failure::Fault`] when it cannot be written down: then nothing was, and it may be tried again.
    pub async fn take_mail(
        self: &Arc<Self>,
        bytes: Vec<u8>,
        arrived: Instant,
    ) -> Result<MailTaken, Failure<CannotTake>> {
        let ours = self.inbox_address().map(str::to_owned);
        let reading = spawn_blocking(move || {
            let letter = Letter::read(&bytes, ours.as_deref());
            (letter, bytes)
        });
        let (letter, bytes) = reading.await.map_err(|_| Fault::Other("read-mail"))?;
        let Some(letter) = letter else { return Ok(MailTaken::Empty) };
        if letter.by_machine || self.is_our_own(&letter).await? {
            return Ok(MailTaken::ByMachine);
        }
        if let [known, ..] = self.inquiries_with([(Field::Mail, letter.digest.clone())]).await?.as_slice() {
            return Ok(MailTaken::Before(*known));
        }
        let before = self.answered(&letter).await?;
        let kept = self.keep(letter, bytes).await?;
        let happened = arrived.min(self.now());
        if let Some((inquiry, opened)) = &before {
            match self.follow(*inquiry, &opened.file, &kept, happened).await {
                Err(Failure::Rule(CannotTake::Inquired(CannotInquire::Over))) => {}
                followed => return followed.map(MailTaken::Followed),
            }
        }
        let case = before.as_ref().and_then(|(_, opened)| opened.file.case());
        let opened = match self.open_for(&kept, before.as_ref(), case, happened).await {
            // the case is closed meanwhile: it belongs to none
            Err(Failure::Rule(CannotTake::Inquired(CannotInquire::NoCase))) => {
                self.open_for(&kept, before.as_ref(), None, happened).await
            }
            opened => opened,
        };
        opened.map(MailTaken::Opened)
    }

    /// Whether it is a message of ours that came round.
    async fn is_our_own(&self, letter: &Letter) -> Result<bool, Fault> {
        match letter.mark() {
            Some(mark) => Ok(self.store().message(mark).await?.is_some()),
            None => Ok(false),
        }
    }

    /// The inquiry that a message belongs to: by the number in its subject, or else by the messages that it answers.
    async fn answered(&self, letter: &Letter) -> Result<Option<(DossierId, Opened<Inquiry>)>, Fault> {
        let number = letter.number.map(|number| (Field::InquiryNumber, number.to_string()));
        let answers = letter.answers.iter().map(|name| (Field::MailName, name.clone()));
        for wanted in number.into_iter().chain(answers) {
            if let [inquiry] = self.inquiries_with([wanted]).await?.as_slice()
                && let Some(opened) = self.open::<Inquiry>(*inquiry, Level::Restricted).await?
            {
                return Ok(Some((*inquiry, opened)));
            }
        }
        Ok(None)
    }

    async fn inquiries_with(&self, wanted: [(Field, String); 1]) -> Result<Vec<DossierId>, Fault> {
        Ok(self.store().find(&Wanted::any(wanted), Among::All, self.now()).await?.dossiers)
    }

    /// Keeps the message as it came and what is attached to it. What a virus was found in is not kept.
    async fn keep(&self, mut letter: Letter, bytes: Vec<u8>) -> Result<Kept, Failure<CannotTake>> {
        let rules = self.organisation().await?.rulebook.documents.clone();
        let mut files = Vec::new();
        let mut left_out = letter.more;
        let name = format!("{}.eml", letter.subject.reveal());
        let attached = std::mem::take(&mut letter.attached);
        let whole = std::iter::once((name, bytes, Some(Media::Mail)));
        for (name, bytes, known) in whole.chain(attached.into_iter().map(|(name, bytes)| (name, bytes, None))) {
            let most_megabytes = rules.most_megabytes.max(MEGABYTES);
            let rules = DocumentRules { most_megabytes, ..rules.clone() };
            let coming = Coming { name, content: Box::new(Cursor::new(bytes)), beside: true };
            match self.receive_one(coming, Way::Mail, rules, known).await? {
                Ok(file) => {
                    files.push(InquiryFileKept { id: ItemId::new(Uuid::new_v4()), file, whole: known.is_some() });
                }
                Err(why) if why.may_pass() => return Err(Failure::Rule(why)),
                Err(_) if known.is_some() => {}
                Err(_) => left_out += 1,
            }
        }
        let mailed = Mailed {
            id: letter.name.clone(),
            digest: letter.digest.clone(),
            left_out: u32::try_from(left_out).unwrap_or(u32::MAX),
            follows: None,
        };
        Ok(Kept { letter, files, mailed })
    }

    async fn follow(
        self: &Arc<Self>,
        inquiry: DossierId,
        known: &Inquiry,
        kept: &Kept,
        happened: Instant,
    ) -> Result<EntryId, Failure<CannotTake>> {
        let order = InquiryFollowed {
            from: kept.letter.from.clone(),
            subject: kept.letter.subject.clone(),
            said: kept.letter.said.clone(),
            mailed: kept.mailed.clone(),
        };
        let signing = self.ink(kept, happened)?.at_level(known.level());
        let console = self.acting(Who::console(self));
        console
            .act(Action::TakeIn, Target::new(inquiry), signing, |file: &Inquiry, _rules| {
                file.follow(order.clone(), kept.files.clone())
            })
            .await
            .map_err(|failure| failure.map_rule(CannotTake::from))
    }

    /// Opens an inquiry for a message: a question, unless it follows one that is over; then it is what that was.
    async fn open_for(
        self: &Arc<Self>,
        kept: &Kept,
        before: Option<&(DossierId, Opened<Inquiry>)>,
        case: Option<DossierId>,
        happened: Instant,
    ) -> Result<EntryId, Failure<CannotTake>> {
        let console = self.acting(Who::console(self));
        let earlier = before.map(|(_, opened)| &opened.file);
        let kind = match earlier.and_then(|file| file.kind()) {
            // what somebody writes about their record when they have it is seldom another request, and an answer of two days keeps both limits
            Some(InquiryKind::OwnRecord) => InquiryKind::Service,
            kind => kind.unwrap_or(InquiryKind::Question),
        };
        let owner = earlier.and_then(|file| file.owner());
        let concerns: BTreeSet<StaffId> = earlier.map(|file| file.concerns().collect()).unwrap_or_default();
        let owner = match owner_fits(&console, owner, kind).await?.ok().and(owner) {
            None => nobody_else(&console, kind, &concerns).await?,
            owner => owner,
        };
        let follows = before.and_then(|(inquiry, opened)| {
            let (received, _, _) = opened.file.received.as_ref()?;
            Some(Earlier { inquiry: *inquiry, number: received.number })
        });
        let signing = self.ink(kept, happened)?;
        let Kept { letter, files, mailed } = kept;
        let received = InquiryReceived {
            number: drawn(),
            kind,
            channel: Channel::Email,
            answer_by: None,
            from: letter.from.clone(),
            subject: letter.subject.clone(),
            said: letter.said.clone(),
            case,
            owner,
            came: Some(Came::Mail(Mailed { follows, ..mailed.clone() })),
            concerns,
        };
        let level = self.organisation().await?.rulebook.level_of(kind.line());
        let now = self.now();
        console
            .act(
                Action::TakeIn,
                Target::new(console.new_dossier()),
                signing.at_level(level),
                |file: &Inquiry, rules| {
                    let events = file.receive_with(received.clone(), files.clone(), (level, happened, now), rules)?;
                    Ok(with_own_number(received.number, while_there(case.map(|case| (case, kind)), events)))
                },
            )
            .await
            .map_err(|failure| failure.map_rule(CannotTake::from))
    }

    /// The server signs, once for each message.
    fn ink(&self, kept: &Kept, happened: Instant) -> Result<Signing, Fault> {
        let once = self.store().once_of("mail", &kept.letter.digest).ok_or(Fault::Other("digest"))?;
        Ok(Signing::author(Proof::System).happened(happened).once(once))
    }
}

impl CannotTake {
    /// Whether the reason passes by itself, or somebody is told of it elsewhere.
    pub const fn may_pass(&self) -> bool {
        matches!(
            self,
            Self::Lost
                | Self::Received(CannotReceive::NotScanned | CannotReceive::SpoolFull | CannotReceive::TooMany)
                | Self::Filed(CannotFile::TooManyAwait)
        )
    }
}

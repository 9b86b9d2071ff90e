//! Everything about an append that can be done before its transaction: keys, salts, seals, tokens. Numbers are known from what the
//! decision was made on; when the dossier has moved on meanwhile, the work was in vain and nothing else.

use std::sync::Arc;

use domain::ids::{DossierId, DossierKind, EntryNumber, OnceKey, StaffId, TeamId};
use domain::level::Level;
use domain::time::Instant;
use vault::Field;

use super::counted::{InLine, ReminderRow, SessionOutcome, TimedInquiry};
use super::derived;
use super::order::{Append, Appointment, Blob, Derived, Duty, Guard, Hold, NewEntry, Part, Tie, Whereabouts};
use super::sheet::{Commitments, Sheet};
use crate::keys::DossierKey;
use crate::seals::Header;
use crate::shelves::{SealedJob, seal_job};
use crate::{Doomed, Store, StoreFault};

/// An append with everything sealed.
pub(super) struct Prepared {
    pub(super) actor: StaffId,
    pub(super) at: Instant,
    pub(super) once: Option<OnceKey>,
    pub(super) parts: Vec<PreparedPart>,
    pub(super) guards: Vec<PreparedGuard>,
    pub(super) jobs: Vec<SealedJob>,
    pub(super) drop_draft: Option<(DossierId, String)>,
    pub(super) destroys: Vec<Doomed>,
}

pub(super) struct PreparedPart {
    pub(super) dossier: DossierId,
    pub(super) kind: DossierKind,
    pub(super) after: EntryNumber,
    pub(super) entries: Vec<PreparedEntry>,
    pub(super) derived: Option<PreparedDerived>,
}

pub(super) struct PreparedEntry {
    pub(super) header: Header,
    pub(super) sealed: Vec<u8>,
    pub(super) commitments: Commitments,
    pub(super) line: String,
}

pub(super) struct PreparedDerived {
    pub(super) state: String,
    pub(super) level: Level,
    pub(super) subject: Option<DossierId>,
    pub(super) team: Option<TeamId>,
    pub(super) card: Vec<u8>,
    pub(super) ties: Vec<Tie>,
    pub(super) tokens: Vec<(Field, Vec<u8>)>,
    pub(super) duties: Vec<Duty>,
    pub(super) reminders: Vec<ReminderRow>,
    pub(super) appointments: Vec<Appointment>,
    pub(super) blobs: Vec<Blob>,
    pub(super) holds: Vec<Hold>,
    pub(super) whereabouts: Vec<Whereabouts>,
    pub(super) outcomes: Vec<SessionOutcome>,
    pub(super) waiting: Option<InLine>,
    pub(super) inquiry: Option<TimedInquiry>,
    pub(super) marks: Vec<u8>,
}

pub(super) enum PreparedGuard {
    /// No dossier has this token; `None` when nothing of the text remained, which is never taken.
    TokenFree(Field, Option<Vec<u8>>),
    Plain(Guard),
}

impl PreparedGuard {
    /// Whether it looks for the absence of a row, which only a serialisable transaction can rely on.
    pub(super) const fn reads_what_others_write(&self) -> bool {
        // the others lock the rows of the files they ask about
        matches!(
            self,
            Self::TokenFree(..)
                | Self::Plain(
                    Guard::TokenFree { .. }
                        | Guard::SlotFree { .. }
                        | Guard::NotAway { .. }
                        | Guard::RoomFree { .. }
                        | Guard::SubjectFree { .. }
                )
        )
    }
}

impl Store {
    pub(super) async fn prepare(&self, append: Append) -> Result<Prepared, StoreFault> {
        let Append { actor, at, once, parts, guards, jobs, drop_draft, destroys } = append;
        if parts.is_empty() {
            return Err(StoreFault::Malformed("nothing to append"));
        }
        let mut prepared = Vec::with_capacity(parts.len());
        for part in parts {
            let key = self.key_for(&part, at).await?;
            prepared.push(self.prepare_part(part, &key)?);
        }
        let guards = guards.into_iter().map(|guard| self.prepare_guard(guard)).collect();
        let mut sealed = Vec::with_capacity(jobs.len());
        for job in jobs {
            sealed.push(seal_job(self, job).await?);
        }
        Ok(Prepared { actor, at, once, parts: prepared, guards, jobs: sealed, drop_draft, destroys })
    }

    async fn key_for(&self, part: &Part, at: Instant) -> Result<Arc<DossierKey>, StoreFault> {
        if part.after == EntryNumber::NONE {
            self.keys().found(part.dossier, at).await
        } else {
            self.keys().open_to_write(part.dossier, at).await
        }
    }

    fn prepare_part(&self, part: Part, key: &DossierKey) -> Result<PreparedPart, StoreFault> {
        let Part { dossier, kind, after, entries, derived } = part;
        if entries.is_empty() {
            return Err(StoreFault::Malformed("part without entries"));
        }
        let mut number = after;
        let mut sealed = Vec::with_capacity(entries.len());
        for entry in entries {
            number = number.next();
            sealed.push(self.prepare_entry(dossier, number, entry, key)?);
        }
        let derived = derived.map(|derived| self.prepare_derived(dossier, kind, derived, key)).transpose()?;
        Ok(PreparedPart { dossier, kind, after, entries: sealed, derived })
    }

    fn prepare_entry(
        &self,
        dossier: DossierId,
        number: EntryNumber,
        entry: NewEntry,
        key: &DossierKey,
    ) -> Result<PreparedEntry, StoreFault> {
        let content = zeroize::Zeroizing::new(entry.content);
        let author = entry.signatures.first().ok_or(StoreFault::Malformed("entry without signature"))?;
        let header = Header {
            dossier,
            number,
            kind: entry.kind,
            version: entry.version,
            level: entry.level,
            author: author.signer,
            happened: author.happened,
            signed: author.signed,
        };
        let sheet = Sheet::write(self.installation(), &header, &entry.signatures, &content)?;
        let sealed = header.seal(self.installation(), key, sheet.plain())?;
        Ok(PreparedEntry { sealed, commitments: sheet.commitments(), header, line: new_line() })
    }

    pub(super) fn prepare_derived(
        &self,
        dossier: DossierId,
        kind: DossierKind,
        derived: Derived,
        key: &DossierKey,
    ) -> Result<PreparedDerived, StoreFault> {
        let Derived {
            card,
            ties,
            tokens,
            duties,
            appointments,
            outcomes,
            waiting,
            inquiry,
            blobs,
            holds,
            whereabouts,
            reminders,
        } = derived;
        let content = zeroize::Zeroizing::new(card.content);
        let mut tokens: Vec<_> = tokens
            .into_iter()
            .filter_map(|(field, text)| Some((field, self.index().token(field, &zeroize::Zeroizing::new(text))?)))
            .collect();
        // sorted, so that the order of rows says nothing about the order of words; and each only once
        tokens.sort();
        tokens.dedup();
        let mut prepared = PreparedDerived {
            card: self.seal_card(key, dossier, kind, card.level, &content)?,
            state: card.state,
            level: card.level,
            subject: card.subject,
            team: card.team,
            ties,
            tokens,
            duties,
            appointments,
            blobs,
            holds,
            whereabouts,
            outcomes,
            waiting,
            inquiry,
            reminders,
            marks: Vec::new(),
        };
        prepared.marks = derived::marks(dossier, &prepared);
        Ok(prepared)
    }

    fn prepare_guard(&self, guard: Guard) -> PreparedGuard {
        match guard {
            Guard::TokenFree { field, text } => PreparedGuard::TokenFree(field, self.index().token(field, &text)),
            other => PreparedGuard::Plain(other),
        }
    }
}

/// A name for a line until it has a number; made of time and chance, so that neighbours lie together.
pub(crate) fn new_line() -> String {
    uuid::Uuid::now_v7().simple().to_string()
}

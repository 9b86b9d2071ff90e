//! One sheet that is signed for many files: an act for each, all or nothing of that one, and whatever cannot be done is left as it was.
//!
//! No transaction spans many files: whoever gives on thirty cases must not be stopped by one that somebody has just closed. So what was done stays done,
//! and what is left is named; the same sheet sent once more does the rest, and nothing twice.

use domain::ids::{DossierId, EntryId, OnceKey};
use uuid::Uuid;

use super::{Ctx, Proof, Signing};
use crate::{BadSignature, Failure, Rule};

/// What came of one sheet for many files.
#[derive(Debug, Clone)]
pub struct Many<R> {
    /// How many were done.
    pub done: usize,
    /// Which were not, and by which rule; none when they are not one's own to change any more.
    pub left: Vec<(DossierId, Option<R>)>,
}

/// The acts of one sheet, one after the other: the first takes its proof, the others are signed within it.
pub(crate) struct Sheets<R> {
    by: Ctx,
    signing: Signing,
    many: Many<R>,
}

impl<R: Rule> Sheets<R> {
    /// None of them done yet.
    pub(crate) fn of(ctx: &Ctx, signing: &Signing) -> Self {
        let many = Many { done: 0, left: Vec::new() };
        Self { by: ctx.clone(), signing: signing.clone(), many }
    }

    /// Who acts on this file, and how it is signed.
    pub(crate) fn sign(&self, file: DossierId) -> (Ctx, Signing) {
        let once = self.signing.once.map(|once| once_for(once, file));
        // what each act is based on is asked by its own rule: there is no one entry that was the last of all these files
        (self.by.clone(), Signing { once, seen: None, draft: None, ..self.signing.clone() })
    }

    /// Takes what came of it.
    ///
    /// # Errors
    /// [`Failure::Signature`] when the proof does not hold, or a fault. What was done before that stays done.
    pub(crate) fn take(&mut self, file: DossierId, came: Result<EntryId, Failure<R>>) -> Result<(), Failure<R>> {
        match came {
            Ok(_) => {
                self.many.done += 1;
                if !matches!(self.signing.proof, Proof::Console | Proof::System) {
                    self.by = self.by.proved_now();
                    self.signing.proof = Proof::SignIn;
                }
            }
            Err(Failure::Rule(rule)) => self.many.left.push((file, Some(rule))),
            Err(Failure::Refused(_) | Failure::Signature(BadSignature::Stale(_))) => self.many.left.push((file, None)),
            Err(failure) => return Err(failure),
        }
        Ok(())
    }

    /// What came of all.
    pub(crate) fn all(self) -> Many<R> {
        self.many
    }
}

/// The key of the effect of one sheet on one of its files: always the same for the two.
fn once_for(once: OnceKey, file: DossierId) -> OnceKey {
    OnceKey::new(Uuid::from_u128(once.bits().as_u128() ^ file.bits().as_u128()))
}

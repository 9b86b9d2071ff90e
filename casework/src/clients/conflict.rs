//! Conflict of interest: may we work for this person? The answer shows nothing of any other file (CM-4.3.1).
//!
//! The names of the other side are compared with the people we serve. Somebody of that name who is a client means *stop* when name and birth date fit, *ask*
//! when only the name does; otherwise *clear*.

use std::fmt;

use domain::basis::Basis;
use domain::clients::{ClientFile, ConflictAnswer, ConflictChecked};
use domain::event::Event;
use domain::ids::{DossierId, EntryId};
use domain::likeness::{Features, Likeness, likeness};
use domain::policy::Action;
use domain::text::Line;
use jiff::civil::Date;
use store::{Among, Wanted};
use vault::index::{Field, name_words};

use super::list::client_cards;
use crate::house::{Signing, Target};
use crate::{Ctx, Failure};

/// Who is on the other side. Its `Debug` shows nothing of it.
#[derive(Clone)]
pub struct ConflictSearch {
    /// Given and family name.
    pub given: Line,
    /// Family name.
    pub family: Line,
    /// Day of birth, when known.
    pub born: Option<Date>,
}

impl fmt::Debug for ConflictSearch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ConflictSearch(…)")
    }
}

/// Why a conflict cannot be decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotCheck {
    /// Nothing waits for a decision.
    #[error("no conflict check is waiting for a decision")]
    NothingToDecide,
}

/// Looks for a conflict and records the answer with the names that were compared. Without names on the other side it is clear.
///
/// # Errors
/// [`Failure`].
pub async fn check_conflict(
    ctx: &Ctx,
    client: DossierId,
    others: Vec<ConflictSearch>,
    signing: Signing,
) -> Result<ConflictAnswer, Failure<CannotCheck>> {
    let mut answer = ConflictAnswer::Clear;
    for other in &others {
        answer = worse(answer, look(ctx, client, other).await?);
    }
    let name =
        |other: &ConflictSearch| Line::parse(&format!("{} {}", other.given.reveal(), other.family.reveal())).ok();
    let checked = ConflictChecked { answer, names: others.iter().filter_map(name).collect(), decision: None };
    ctx.act(Action::CheckConflict, Target::file(client), signing, |_: &ClientFile, _rules| {
        Ok::<_, CannotCheck>(vec![Event::ConflictChecked(checked.clone())])
    })
    .await?;
    Ok(answer)
}

/// Records how a person decided on "ask".
///
/// # Errors
/// [`Failure`].
pub async fn decide_conflict(
    ctx: &Ctx,
    client: DossierId,
    go_on: bool,
    decision: Line,
    signing: Signing,
) -> Result<EntryId, Failure<CannotCheck>> {
    let target = Target::file(client).based_on(Basis::Conflict);
    ctx.act(Action::CheckConflict, target, signing, |file: &ClientFile, _rules| {
        let open = file.conflict.as_ref().filter(|c| c.answer == ConflictAnswer::Ask && c.decision.is_none());
        let open = open.ok_or(CannotCheck::NothingToDecide)?;
        let answer = if go_on { ConflictAnswer::Ask } else { ConflictAnswer::Stop };
        let decided = ConflictChecked { answer, names: open.names.clone(), decision: Some(decision.clone()) };
        Ok(vec![Event::ConflictChecked(decided)])
    })
    .await
}

async fn look(ctx: &Ctx, client: DossierId, other: &ConflictSearch) -> Result<ConflictAnswer, Failure<CannotCheck>> {
    let who = Features {
        given: other.given.reveal().to_owned(),
        family: other.family.reveal().to_owned(),
        born: other.born,
        phone: None,
    };
    let words = name_words(other.family.reveal());
    let wanted = Wanted::any(words.into_iter().map(|word| (Field::FamilyName, word)));
    let hits = ctx.house.store.find(&wanted, Among::All, ctx.now()).await?;
    let mut answer = ConflictAnswer::Clear;
    for (dossier, card) in client_cards(ctx, hits.dossiers).await? {
        let known = Features { given: card.given_names, family: card.family_name, born: card.birth_date, phone: None };
        answer = match likeness(&who, &known) {
            Some(_) if dossier == client => answer,
            Some(Likeness::Likely) => worse(answer, ConflictAnswer::Stop),
            Some(Likeness::Possible) => worse(answer, ConflictAnswer::Ask),
            None => answer,
        };
    }
    Ok(answer)
}

const fn worse(a: ConflictAnswer, b: ConflictAnswer) -> ConflictAnswer {
    match (a, b) {
        (ConflictAnswer::Stop, _) | (_, ConflictAnswer::Stop) => ConflictAnswer::Stop,
        (ConflictAnswer::Ask, _) | (_, ConflictAnswer::Ask) => ConflictAnswer::Ask,
        (ConflictAnswer::Clear, ConflictAnswer::Clear) => ConflictAnswer::Clear,
    }
}

//! Writing a letter: what is known for its places, how the client may be written to, and the signed entry.

use domain::cases::CaseFile;
use domain::clients::ClientFile;
use domain::ids::{DossierId, EntryId};
use domain::letters::{CannotWrite, LetterWritten};
use domain::level::Level;
use domain::policy::{Action, Refused};
use domain::reach::{Channel, Purpose, SafeContact};
use domain::reminders::Begins;
use domain::staff::StaffCard;
use domain::templates::{Known, Place};

use crate::house::{Seen, Signing, Target};
use crate::{Ctx, Failure, Never};

/// A letter that is about to be written.
pub struct LetterBegun {
    /// The case.
    pub case: Seen<CaseFile>,
    /// What can be put in.
    pub known: Known,
    /// The language of the client, where it is known.
    pub language: Option<String>,
    /// What must be kept to.
    pub safe: SafeContact,
    /// How the client wants to be sent letters and documents, where it is known.
    pub wanted: Option<Channel>,
    /// Whether an address is known.
    pub has_address: bool,
}

/// Opens a case and its client for a letter. That somebody looked at both is recorded.
///
/// # Errors
/// [`Failure::Refused`] for whoever may not write to the client.
pub async fn begin_letter(ctx: &Ctx, case: DossierId) -> Result<LetterBegun, Failure<Never>> {
    let case = ctx.view::<CaseFile>(Action::WriteLetter, case).await?;
    let client = case.client().ok_or(Failure::Refused(Refused))?;
    let client = ctx.view::<ClientFile>(Action::ReadClient, client).await?;
    let details = client.details.as_ref().ok_or(Failure::Refused(Refused))?;
    let organisation = ctx.house.organisation().await?;
    let mut known = Known::of_house(&organisation, ctx.now());
    known.words.push((Place::ClientName, details.full_name()));
    known.words.extend(case.number().map(|number| (Place::CaseNumber, number.to_string())));
    known.words.push((Place::Worker, StaffCard::of(ctx.staff(), &*ctx.house.staff_file(ctx.staff()).await?).name));
    known.next = case.sessions.next().map(|slot| Begins::told_to(details, slot, &organisation.rulebook.office));
    Ok(LetterBegun {
        known,
        language: details.language.as_ref().map(|language| language.reveal().to_owned()),
        safe: details.safe_contact.clone(),
        wanted: details.channels.get(&Purpose::Documents).copied(),
        has_address: details.address.is_some(),
        case,
    })
}

/// Signs a letter to the client, or says which rule forbids it; then nothing has changed.
///
/// # Errors
/// [`Failure`].
pub async fn write_letter(
    ctx: &Ctx,
    case: DossierId,
    order: LetterWritten,
    signing: Signing,
) -> Result<EntryId, Failure<CannotWrite>> {
    let organisation = ctx.house.organisation().await?;
    let safe = safe_contact(ctx, case).await?;
    let level = signing.level;
    ctx.act(Action::WriteLetter, Target::file(case), signing, |case: &CaseFile, rules| {
        case.write_letter(order.clone(), level, (&organisation.templates, &safe), rules)
    })
    .await
}

/// The client's rules of safe contact, for the decision alone.
async fn safe_contact(ctx: &Ctx, case: DossierId) -> Result<SafeContact, Failure<CannotWrite>> {
    let Some(opened) = ctx.house.open::<CaseFile>(case, Level::Restricted).await? else {
        return Ok(SafeContact::default());
    };
    let Some(client) = opened.file.client() else { return Ok(SafeContact::default()) };
    let client = ctx.house.open::<ClientFile>(client, Level::Restricted).await?;
    let details = client.as_ref().and_then(|client| client.file.details.as_ref());
    Ok(details.map(|details| details.safe_contact.clone()).unwrap_or_default())
}

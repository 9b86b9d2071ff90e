//! Registering an item, correcting what is said of it, marking it as a mistake.

use domain::basis::Basis;
use domain::cases::CaseFile;
use domain::ids::{DossierId, EntryId, ItemId};
use domain::numbers::LabelCode;
use domain::organisation::Organisation;
use domain::paper::{About, CannotHandle, NewItem, PaperWithdrawn, Places};
use domain::policy::Action;
use domain::text::Line;
use store::{Among, Guard, Wanted};
use uuid::Uuid;
use vault::Field;

use crate::house::{Decided, Signing, Target};
use crate::{Ctx, Failure, Fault};

/// An item to be registered.
#[derive(Debug, Clone)]
pub struct RegisterItem {
    /// What it is.
    pub about: About,
    /// Where it is put.
    pub place: ItemId,
}

/// What is said of an item from now on.
#[derive(Debug, Clone)]
pub struct CorrectItem {
    /// Which one.
    pub id: ItemId,
    /// What it is.
    pub about: About,
    /// Why.
    pub reason: Line,
}

/// The organisation's places as they were read, and what has to hold of them when something is put into one.
pub(super) struct PlacesRead {
    pub(super) places: Places,
    unmoved: Guard,
}

impl PlacesRead {
    pub(super) async fn of(ctx: &Ctx) -> Result<Self, Fault> {
        let dossier = ctx.house.organisation_dossier();
        let opened = ctx.house.open::<Organisation>(dossier, domain::level::Level::Restricted).await?;
        let opened = opened.ok_or(Fault::Other("organisation"))?;
        let unmoved = Guard::Unmoved { dossier, at: opened.last };
        Ok(Self { places: opened.file.places.clone(), unmoved })
    }

    /// The events, written only while the list of places is as it was read.
    pub(super) fn guarding(&self, events: Vec<domain::event::Event>) -> Decided<CannotHandle> {
        Decided::from(events).guarded(self.unmoved.clone(), CannotHandle::PlacesMoved)
    }
}

/// Registers an item of a case: it gets its number, its name and the code on its label.
///
/// # Errors
/// [`Failure`].
pub async fn register_paper(
    ctx: &Ctx,
    case: DossierId,
    order: RegisterItem,
    signing: Signing,
) -> Result<EntryId, Failure<CannotHandle>> {
    if let Some(done) = ctx.done_before(&signing).await? {
        return Ok(done);
    }
    let now = ctx.now();
    let read = PlacesRead::of(ctx).await?;
    let new = NewItem { id: ctx.new_item(), label: draw_label(ctx).await?, about: order.about, place: order.place };
    let free = Guard::TokenFree { field: Field::Label, text: new.label.to_string() };
    ctx.act(Action::RegisterPaper, Target::file(case), signing, |file: &CaseFile, rules| {
        let events = file.register_paper(new.clone(), &read.places, rules, rules.office.today(now))?;
        Ok::<_, CannotHandle>(read.guarding(events).guarded(free.clone(), CannotHandle::LabelTaken))
    })
    .await
}

/// How often another code is drawn when one is taken.
const DRAWS: u8 = 6;

/// A code that no label has.
async fn draw_label(ctx: &Ctx) -> Result<LabelCode, Fault> {
    for _ in 0..DRAWS {
        let [.., a, b, c, d] = Uuid::new_v4().into_bytes();
        let label = LabelCode::from_random(u32::from_be_bytes([a, b, c, d]));
        if with_label(ctx, label).await?.is_none() {
            return Ok(label);
        }
    }
    Err(Fault::Other("labels"))
}

/// The dossier with the item that has this label.
pub(super) async fn with_label(ctx: &Ctx, label: LabelCode) -> Result<Option<DossierId>, Fault> {
    let wanted = Wanted::any([(Field::Label, label.to_string())]);
    Ok(ctx.house.store.find(&wanted, Among::All, ctx.now()).await?.dossiers.first().copied())
}

/// Corrects what is said of an item; its name follows.
///
/// # Errors
/// [`Failure`].
pub async fn correct_paper(
    ctx: &Ctx,
    case: DossierId,
    order: CorrectItem,
    signing: Signing,
) -> Result<EntryId, Failure<CannotHandle>> {
    let target = Target::file(case).based_on(Basis::Paper(order.id));
    ctx.act(Action::RegisterPaper, target, signing, |file: &CaseFile, rules| {
        file.correct_paper(order.id, order.about.clone(), order.reason.clone(), rules)
    })
    .await
}

/// Marks an item as registered by mistake.
///
/// # Errors
/// [`Failure`].
pub async fn withdraw_paper(
    ctx: &Ctx,
    case: DossierId,
    order: PaperWithdrawn,
    signing: Signing,
) -> Result<EntryId, Failure<CannotHandle>> {
    let target = Target::file(case).based_on(Basis::Paper(order.id));
    ctx.act(Action::RegisterPaper, target, signing, |file: &CaseFile, _| file.withdraw_paper(order.clone())).await
}

//! Physical items of the canary: the marker in the places, in what is said of the items and in every step of their custody.

use casework::house::Ctx;
use casework::paper::{
    CorrectItem, Looked, RegisterItem, check_out_paper, check_place, checks, close_place, correct_paper, end_paper,
    items as listed, lay_down_place, move_paper, places, register_paper, return_paper, settle_finding, trace,
    withdraw_paper,
};
use domain::cases::CaseFile;
use domain::ids::{DossierId, ItemId};
use domain::paper::{
    About, Departure, FindingSettled, Form, PaperCheckedOut, PaperEnded, PaperReturned, PaperWithdrawn, PlaceAbout,
    PlaceClosed, PlaceLaidDown,
};
use domain::policy::Action;

use super::{TODAY, line};
use crate::cast::{JOANNA, TOMAS};
use crate::world::World;

fn about(form: Form) -> About {
    About { form, title: line() }
}

/// A look into the place, and what became of what was wrong.
pub(super) async fn check(world: &World) -> DossierId {
    let joanna = world.acting(JOANNA);
    let place = world.house.organisation().await.unwrap().places.used()[0].0;
    let label = domain::numbers::LabelCode::from_random(7);
    let comparison = Looked::at(&joanna, place).await.unwrap().compare(&joanna, vec![label]).await.unwrap();
    let check = check_place(&joanna, comparison, Vec::new(), world.ink()).await.unwrap().dossier;
    settle_finding(&joanna, check, FindingSettled { label, how: line() }, world.ink()).await.unwrap();
    check
}

/// Two places, one of them closed; one item with a whole life, and one that was a mistake.
pub(super) async fn items(world: &World, maria: &Ctx, case: DossierId, printed: &mut String) {
    let joanna = world.acting(JOANNA);
    let (one, other) = (joanna.new_item(), joanna.new_item());
    for (id, cabinet) in [(one, line()), (other, domain::text::Line::parse(&format!("{} too", super::MARKER)).unwrap())]
    {
        let about = PlaceAbout { site: line(), room: line(), cabinet, lock: line() };
        lay_down_place(&joanna, PlaceLaidDown { id, about }, world.ink()).await.unwrap();
    }
    let register = async || {
        let order = RegisterItem { about: about(Form::Folder), place: one };
        register_paper(maria, case, order, world.ink()).await.unwrap();
        let seen = maria.view::<CaseFile>(Action::ReadCase, case).await.unwrap();
        seen.paper.here().last().unwrap().id
    };
    let id: ItemId = register().await;
    let order = CorrectItem { id, about: about(Form::Envelope), reason: line() };
    correct_paper(maria, case, order, world.ink()).await.unwrap();
    move_paper(maria, case, (id, other, line()), world.ink()).await.unwrap();
    let order = PaperCheckedOut { id, to: world.id(TOMAS), purpose: line(), due: TODAY };
    check_out_paper(maria, case, order, world.ink()).await.unwrap();
    let seen = (listed(&joanna, None, None).await.unwrap(), trace(&joanna, case, id).await.unwrap());
    let order = PaperReturned { id, place: one, condition: Some(line()) };
    return_paper(maria, case, order, world.ink()).await.unwrap();
    let departure = Departure::HandedOver { to: line() };
    let order = PaperEnded { id, departure, witness: world.id(TOMAS), reason: line() };
    end_paper(maria, case, order, world.ink()).await.unwrap();
    let mistake = register().await;
    withdraw_paper(maria, case, PaperWithdrawn { id: mistake, reason: line() }, world.ink()).await.unwrap();
    close_place(&joanna, PlaceClosed { id: other, reason: line() }, world.ink()).await.unwrap();
    let lists = (places(&joanna).await.unwrap(), seen, checks(&joanna).await.unwrap());
    let _ = std::fmt::Write::write_fmt(printed, format_args!("{lists:?}"));
}

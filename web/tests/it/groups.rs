//! A group whose leader carries the case of a member, for the walk through all routes.

use casework::groups::{form_group, join_group, plan_meetings};
use domain::groups::GroupDescribed;
use domain::ids::DossierId;
use domain::sessions::{Place, Slot};
use domain::text::Narrative;

use crate::files::SECRET;
use crate::world::{World, ink, line};

/// Ids for the braces of addresses.
pub(crate) async fn items(world: &World, case: DossierId) -> Vec<(&'static str, String)> {
    let ada = world.acting(world.person("ada"));
    let described = GroupDescribed {
        name: line(SECRET),
        purpose: Narrative::parse(SECRET).unwrap(),
        leader: ada.staff(),
        co_leader: None,
        supervisor: world.person("cleo").id,
        most: 8,
        minutes: 50,
        place: Place::Phone,
        room: None,
    };
    let group = form_group(&ada, described, ink()).await.unwrap().dossier;
    let starts = ada.now().plus_seconds(40 * 86_400);
    let slot = Slot { place: Place::Phone, ..Slot::usual(ada.new_item(), ada.staff(), starts) };
    let meeting = slot.id;
    plan_meetings(&ada, group, vec![slot], &line(SECRET), &ink()).await.unwrap();
    join_group(&ada, group, case, &line(SECRET), &ink()).await.unwrap();
    vec![("group", group.to_string()), ("meeting", meeting.to_string())]
}

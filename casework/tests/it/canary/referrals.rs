//! The canary's people list a service with everything that can be said of one, and refer the client to it.

use casework::listings::{check_listing, end_listing, list_service};
use casework::referrals::{answer_path, ask_answer, follow_referral, refer, service_answers};
use domain::ids::DossierId;
use domain::listings::{Help, ListingChecked, ListingDescribed, ListingEnded, Takes};
use domain::referrals::{AnswerAsked, Approach, Came, ReferralFollowed, ReferralMade, ToldBy};

use super::{MARKER, TODAY, line, words};
use crate::cast::MARIA;
use crate::world::World;

/// Listed, checked, referred to, followed, taken off.
pub(super) async fn referrals(world: &World, case: DossierId) -> DossierId {
    let maria = &world.acting(MARIA);
    let text = |text: String| Some(domain::text::Line::parse(&text).unwrap());
    let described = ListingDescribed {
        name: line(),
        provider: line(),
        help: Help::ALL.into(),
        what: Some(words()),
        eligible: Some(line()),
        area: Some(line()),
        languages: Some(line()),
        hours: Some(line()),
        fees: Some(line()),
        access: Some(line()),
        phone: Some(line()),
        email: text(format!("a@{MARKER}.org")),
        web: text(format!("https://{MARKER}.org")),
        address: Some(line()),
        takes: Takes::Now,
        source: Some(line()),
    };
    let listing = list_service(maria, described, world.ink()).await.unwrap().dossier;
    let checked = ListingChecked { takes: Takes::WaitingList, note: Some(line()) };
    check_listing(maria, listing, checked, world.ink()).await.unwrap();
    let id = maria.new_item();
    let made = ReferralMade {
        id,
        listing,
        to: line(),
        help: Help::Housing,
        reason: words(),
        approach: Approach::Client,
        ask_by: TODAY,
    };
    refer(maria, case, made, world.ink()).await.unwrap();
    let link = AnswerAsked { id: maria.new_item(), referral: id, until: TODAY };
    ask_answer(maria, case, link.clone(), world.ink()).await.unwrap();
    let path = answer_path(maria, case, &link).await.unwrap();
    let secret = path.strip_prefix("/r/").unwrap();
    assert!(service_answers(&world.house, secret, Came::Waits, Some(line())).await.unwrap());
    let followed =
        ReferralFollowed { id, came: Came::Declined, told_by: ToldBy::Client, note: Some(line()), ask_by: None };
    follow_referral(maria, case, followed, world.ink()).await.unwrap();
    let ended = ListingEnded { reason: line() };
    end_listing(maria, listing, ended, world.ink()).await.unwrap();
    listing
}

//! The inbox of a large organisation: its page with many inquiries that wait, and counting the clocks of all anew when the rules change.

use std::path::Path;

use anyhow::{Result, anyhow};
use casework::house::Clock as _;
use casework::house::SystemClock;
use domain::event::Event;
use domain::ids::{DossierId, StaffId};
use domain::inquiries::{Asker, IdentityCheck, Inquiry, InquiryAnswered, InquiryKind, InquiryReceived, InquiryRules};
use domain::numbers::InquiryNumber;
use domain::reach::Channel;
use domain::rulebook::Rulebook;
use domain::signature::Signature;
use domain::text::Narrative;
use store::Part;
use uuid::Uuid;

use super::child::Server;
use super::list::Figure;
use super::pages::{asked_for, signed_in_as};
use super::people::line;
use super::places::Place;
use super::times::timed;
use super::{Sizes, bulk};

/// Of how many one waits; the others were answered.
const WAITS: u32 = 20;

/// How many are written in one append.
const TOGETHER: u32 = 100;

pub(super) async fn measure(folder: &Path, sizes: &Sizes) -> Result<Vec<Figure>> {
    let place = Place::new(folder).await?;
    let maria = place.who("maria").await?;
    let signature = bulk::signature(maria, place.begins);
    // they were counted when the organisation had other rules
    let before =
        Rulebook { inquiries: InquiryRules { answer_days: 5, ..InquiryRules::default() }, ..Rulebook::default() };
    let groups = (0..sizes.inquiries.div_ceil(TOGETHER)).map(|group| {
        let numbers = group * TOGETHER..sizes.inquiries.min((group + 1) * TOGETHER);
        numbers.map(|number| inquiry(number, maria, &signature, &before)).collect::<Result<Vec<Part>>>()
    });
    bulk::append(&place.store, maria, place.begins, groups).await?;

    let (house, _) = place.house(SystemClock.now());
    let (counted, time) = timed(house.recount_inquiries(|_| ())).await;
    if counted? != u64::from(sizes.inquiries) {
        return Err(anyhow!("not every clock was counted anew"));
    }
    drop(house);

    let cookie = signed_in_as(&place, "tomas").await?;
    let server = Server::start(&place.settle()).await?;
    let mut times = asked_for(&server, &cookie, "/inbox", sizes).await?;
    server.stop().await?;
    Ok(vec![
        Figure::new("inbox_page_p99", times.percent(99), None)?,
        Figure::new("inbox_page_p50", times.median(), None)?,
        Figure::new("clocks_recount", time.as_secs_f64(), None)?,
    ])
}

fn inquiry(number: u32, owner: StaffId, signature: &Signature, rules: &Rulebook) -> Result<Part> {
    let words = |text: &str| Narrative::parse(text).map_err(|bad| anyhow!("{bad}"));
    let received = InquiryReceived {
        number: InquiryNumber::from_random(number),
        kind: InquiryKind::ALL.into_iter().cycle().nth(number as usize % 4).unwrap_or(InquiryKind::Question),
        channel: Channel::Phone,
        answer_by: None,
        from: Asker { name: Some(line("Ana Ruiz")?), reach: None },
        subject: line("Can I change my day?")?,
        said: words("She cannot come on Wednesdays any more, and asks whether Thursdays are possible.")?,
        case: None,
        owner: Some(owner),
        came: None,
        concerns: [].into(),
    };
    let mut events: Vec<Event> = vec![received.into()];
    if !number.is_multiple_of(WAITS) {
        let answered = InquiryAnswered {
            channel: Channel::Phone,
            other_because: None,
            words: words("Thursday is fine.")?,
            identity: IdentityCheck::KnownInPerson,
            template: None,
            facts: [].into(),
            outcome: None,
            own_record: None,
            theme: None,
        };
        events.push(answered.into());
    }
    bulk::dossier::<Inquiry>(DossierId::new(Uuid::new_v4()), events, signature, rules)
}

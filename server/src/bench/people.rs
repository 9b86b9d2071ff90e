//! Invented clients, their cases, and what is written in them, by the product's own operations.

use anyhow::{Result, anyhow};
use casework::cases::{OpenCase, open_case};
use casework::clients::{RegisterClient, give_consent, register_client};
use casework::contacts::{LogContact, log_contact};
use casework::house::{Ctx, House, Proof, Signing, Who};
use domain::clients::{Channel, ClientDetails, ConsentGiven, ConsentGivenHow};
use domain::contacts::{ContactKind, ContactLogged, PlanAfter};
use domain::ids::{DossierId, StaffId};
use domain::text::{Line, Narrative};
use jiff::civil::{Date, date};
use std::sync::Arc;

use super::places::Place;

const PARTS: [&str; 20] = [
    "ber", "lin", "hol", "mar", "sten", "ek", "dal", "ro", "vik", "ha", "gren", "lo", "mi", "tor", "as", "qui", "ne",
    "sa", "jo", "pel",
];

/// What is said in a contact: about six hundred letters, as people write.
const SAID: &str = "She called about the letter from the housing office and read it out. The date in it is wrong; we agreed that I write \
    to them today and that she keeps the envelope. She sleeps better since the neighbour is back, the younger one goes to school every day, \
    and the older one has not answered for two weeks. She asked what happens if the appeal is late. I explained the term, and that \
    nothing is lost before the end of the month. She will bring the papers on Thursday and wants her sister to come along. No sign of danger.";

/// Given and family name of the client with this number: three people of each pair of names, some names far more often than others.
pub(super) fn name(number: u32) -> (String, String) {
    let pair = number / 3;
    let spread = |salt: u32, most: u32| {
        let chance = f64::from((pair ^ salt).wrapping_mul(2_654_435_761) >> 8) / f64::from(1_u32 << 24);
        (chance.powi(3) * f64::from(most)) as u32
    };
    (word(spread(0, 1_000), 2), format!("{}{}", word(spread(77, 12_000), 2), word(pair, 1)))
}

fn word(mut number: u32, least: usize) -> String {
    let mut word = String::new();
    let mut parts = 0;
    while 0 < number || parts < least {
        word.push_str(PARTS.get((number % 20) as usize).copied().unwrap_or_default());
        number /= 20;
        parts += 1;
    }
    word
}

pub(super) fn born(number: u32) -> Date {
    let days = i64::from(number.wrapping_mul(7_919) % 29_000);
    date(1935, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap_or(Date::MIN)
}

pub(super) fn details(number: u32) -> Result<ClientDetails> {
    let (given, family) = name(number);
    Ok(ClientDetails {
        birth_date: Some(born(number)),
        phone: Some(line(&format!("+346{:08}", 10_000_000 + number))?),
        ..ClientDetails::named(line(&given)?, line(&family)?)
    })
}

pub(super) fn contact() -> Result<ContactLogged> {
    Ok(ContactLogged {
        channel: Channel::Phone,
        kind: ContactKind::ServiceUpdate,
        with: None,
        summary: Narrative::parse(SAID).map_err(|bad| anyhow!("{bad}"))?,
        decision: None,
        actions: Vec::new(),
        plan: PlanAfter::NoChange,
        late_because: None,
    })
}

pub(super) fn line(text: &str) -> Result<Line> {
    Line::parse(text).map_err(|bad| anyhow!("{bad}"))
}

pub(super) fn ink() -> Signing {
    Signing::author(Proof::SignIn)
}

/// Somebody who has just signed in.
pub(super) fn acting(house: &Arc<House>, staff: StaffId) -> Ctx {
    house.acting(Who { proved: Some(house.now()), ..Who::in_the_name_of(staff) })
}

/// Opens so many cases, each of a client of its own, carried by Maria.
pub(super) async fn cases(place: &Place, house: &Arc<House>, count: u32) -> Result<Vec<DossierId>> {
    let (worker, supervisor) = (place.who("maria").await?, place.who("tomas").await?);
    let bea = acting(house, place.who("bea").await?);
    let mut cases = Vec::new();
    for number in 0..count {
        let order = RegisterClient { details: details(number)?, not_a_duplicate: true, provenance: None };
        let client = register_client(&bea, order, ink()).await?;
        let consent = ConsentGiven { how: ConsentGivenHow::Signed, by: None, until: None };
        give_consent(&bea, client, consent, ink()).await?;
        let order = OpenCase { client, programme: "youth".to_owned(), worker, supervisor };
        cases.push(open_case(&bea, order, ink()).await?.dossier);
    }
    Ok(cases)
}

/// One contact, signed by this person.
pub(super) async fn log(ctx: &Ctx, case: DossierId) -> Result<()> {
    log_contact(ctx, LogContact { case, contact: contact()? }, ink()).await?;
    Ok(())
}

/// Cases of so many entries, written by Maria, sixteen cases at a time.
pub(super) async fn full_cases(place: &Place, count: u32, entries: u32) -> Result<Vec<DossierId>> {
    let (house, _) = place.house(place.begins);
    let maria = place.who("maria").await?;
    let cases = cases(place, &house, count).await?;
    for some in cases.chunks(16) {
        let mut writing = tokio::task::JoinSet::new();
        for &case in some {
            let house = Arc::clone(&house);
            writing.spawn(async move {
                for _ in 1..entries {
                    log(&acting(&house, maria), case).await?;
                }
                anyhow::Ok(())
            });
        }
        while let Some(done) = writing.join_next().await {
            done??;
        }
    }
    Ok(cases)
}

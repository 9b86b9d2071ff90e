//! What leaves the house of the demonstration: two consents to share, something that was told by one of them, and a request by a court that waits.

use std::collections::BTreeSet;

use anyhow::Result;
use casework::clients::{agree_to_share, my_clients};
use casework::disclosures::{MakeDisclosure, ask_disclosure, make_disclosure};
use domain::calendar::days_later;
use domain::clients::ConsentGivenHow;
use domain::disclosures::{Chosen, DisclosureAsked, DisclosureBasis, DisclosureMade};
use domain::ids::EntryNumber;
use domain::sharing::{GivenBy, InfoKind, SharingAgreed, SharingPurpose};
use domain::time::Instant;

use super::super::Cast;
use super::teller::{Teller, ink, line, words};

/// Told of the first client whose case Maria carries.
pub(crate) async fn disclosures(cast: &Cast, now: Instant) -> Result<()> {
    let teller = Teller::new(cast, now);
    let agreed = now.plus_seconds(-2 * 86_400);
    let maria = teller.acting("maria", agreed)?;
    let clients = my_clients(&maria).await?;
    let open = |line: &&casework::clients::ClientLine| line.cases.iter().any(|(_, card)| card.closed.is_none());
    let Some(client) = clients.iter().find(open) else { return Ok(()) };
    let Some((case, _)) = client.cases.iter().find(|(_, card)| card.closed.is_none()) else { return Ok(()) };
    let today = teller.office.today(now);
    let consent = |recipient: &str, purpose, kinds: &[InfoKind], ways: &[GivenBy], days| -> Result<SharingAgreed> {
        Ok(SharingAgreed {
            id: maria.new_item(),
            recipient: line(recipient)?,
            purpose,
            words: None,
            kinds: kinds.iter().copied().collect(),
            ways: ways.iter().copied().collect(),
            from: teller.office.today(agreed),
            until: days_later(today, days),
            how: ConsentGivenHow::Signed,
            by: None,
        })
    };
    let (attendance, reports) = (InfoKind::Attendance, InfoKind::Reports);
    let school = consent(
        "Tannery Street School",
        SharingPurpose::Education,
        &[attendance, InfoKind::Plan],
        &[GivenBy::Told, GivenBy::Post],
        8,
    )?;
    let doctor = consent(
        "Dr Imke Hollander",
        SharingPurpose::Care,
        &[reports, InfoKind::Course],
        &[GivenBy::Post, GivenBy::Page],
        200,
    )?;
    for consent in [school.clone(), doctor] {
        agree_to_share(&maria, client.client, consent, ink()).await?;
    }
    let maria = teller.acting("maria", now.plus_seconds(-7_200))?;
    let told = DisclosureMade {
        id: maria.new_item(),
        number: 1,
        recipient: school.recipient,
        purpose: school.purpose,
        words: None,
        chosen: Chosen {
            told: Some(words("Comes regularly, and will be late on Thursdays until the summer.")?),
            kinds: BTreeSet::from([attendance]),
            ..Chosen::default()
        },
        by: GivenBy::Told,
        basis: DisclosureBasis::Consent(school.id),
        inquiry: None,
        referral: None,
        key: None,
        copy: None,
    };
    make_disclosure(&maria, *case, MakeDisclosure { order: told, paper: None, beside: Vec::new() }, ink()).await?;
    let asked = DisclosureAsked {
        id: maria.new_item(),
        recipient: line("Family court, third chamber")?,
        chosen: Chosen { entries: BTreeSet::from([EntryNumber(1)]), ..Chosen::default() },
        by: GivenBy::Post,
        law: line("Order of the court, 12 F 34/26")?,
        reason: words("The court has ordered that it is told since when we work with the family.")?,
        referral: None,
    };
    ask_disclosure(&maria, *case, asked, ink()).await?;
    Ok(())
}

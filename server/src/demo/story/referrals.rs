//! The directory of the demonstration, and two clients who were referred to services: one goes there themselves, for one it is asked today what came of it.

use anyhow::Result;
use casework::clients::my_clients;
use casework::listings::{check_listing, list_service};
use casework::referrals::{answer_path, ask_answer, follow_referral, refer, service_answers};
use domain::calendar::days_later;
use domain::ids::DossierId;
use domain::listings::{Help, ListingChecked, ListingDescribed, Takes};
use domain::referrals::{AnswerAsked, Approach, Came, ReferralFollowed, ReferralMade, ToldBy};
use domain::time::Instant;

use super::super::Cast;
use super::teller::{Teller, ink, line, words};

/// How long ago the directory was begun, in days; nobody has asked the last of them since.
const BEGUN: i64 = 230;

/// A service: what it is called, who offers it, what it helps with, what it does, for whom, in which languages, how to reach it, and whether it takes clients.
struct Service {
    name: &'static str,
    provider: &'static str,
    help: &'static [Help],
    what: &'static str,
    eligible: &'static str,
    languages: &'static str,
    phone: &'static str,
    web: &'static str,
    address: &'static str,
    takes: Takes,
}

const SERVICES: [Service; 7] = [
    Service {
        name: "Night shelter",
        provider: "Harbour mission",
        help: &[Help::Housing, Help::Goods],
        what: "Twelve beds, a meal in the evening and one in the morning. A social worker is there until ten.",
        eligible: "Anybody over 18",
        languages: "English, Polish",
        phone: "+44 20 7946 0101",
        web: "https://shelter.example.org",
        address: "Canal Street 4",
        takes: Takes::Now,
    },
    Service {
        name: "Debt advice",
        provider: "Citizens’ bureau",
        help: &[Help::Money, Help::Legal],
        what: "Looks through letters, writes to creditors, makes a plan for the household.",
        eligible: "Whoever lives in the town",
        languages: "English, Turkish, Arabic",
        phone: "+44 20 7946 0102",
        web: "https://debts.example.org",
        address: "Market Square 1",
        takes: Takes::WaitingList,
    },
    Service {
        name: "Women’s refuge",
        provider: "Safe House",
        help: &[Help::Safety, Help::Housing],
        what: "A safe place at once, day and night. The address is told by telephone.",
        eligible: "Women, with children or without",
        languages: "English; others with an interpreter",
        phone: "+44 20 7946 0103",
        web: "",
        address: "",
        takes: Takes::Now,
    },
    Service {
        name: "Young people’s counselling",
        provider: "Tannery Lane clinic",
        help: &[Help::MentalHealth, Help::Family],
        what: "Talks, also without an appointment on Wednesdays; groups for parents.",
        eligible: "12 to 21 years",
        languages: "English, Spanish",
        phone: "+44 20 7946 0104",
        web: "https://young.example.org",
        address: "Tannery Lane 20",
        takes: Takes::WaitingList,
    },
    Service {
        name: "Addiction advice",
        provider: "Harbour mission",
        help: &[Help::Addiction, Help::Health],
        what: "Advice without names, detoxification in the clinic, groups in the evening.",
        eligible: "Anybody, and their relatives",
        languages: "English, Polish, Russian",
        phone: "+44 20 7946 0105",
        web: "https://sober.example.org",
        address: "Canal Street 9",
        takes: Takes::Now,
    },
    Service {
        name: "Legal clinic",
        provider: "University, faculty of law",
        help: &[Help::Legal, Help::Migration],
        what: "Students and a lawyer look at letters of authorities; deadlines at once.",
        eligible: "Whoever cannot pay a lawyer",
        languages: "English, French, Dari",
        phone: "+44 20 7946 0106",
        web: "https://clinic.example.org",
        address: "College Road 2",
        takes: Takes::Nobody,
    },
    Service {
        name: "Food bank",
        provider: "Parish of St Anne",
        help: &[Help::Goods],
        what: "Food for a week, on Tuesdays and Fridays.",
        eligible: "With a voucher, which we may write",
        languages: "English",
        phone: "+44 20 7946 0107",
        web: "",
        address: "Church Street 12",
        takes: Takes::Unknown,
    },
];

/// The directory is kept by the office; Maria refers two of her clients.
pub(crate) async fn referrals(cast: &Cast, now: Instant) -> Result<()> {
    let teller = Teller::new(cast, now);
    let ago = |days: i64| now.plus_seconds(-days * 86_400);
    let sofia = teller.acting("sofia", ago(BEGUN))?;
    let mut listed: Vec<DossierId> = Vec::new();
    for service in &SERVICES {
        listed.push(list_service(&sofia, described(service)?, ink()).await?.dossier);
    }
    let sofia = teller.acting("sofia", ago(12))?;
    for (listing, service) in listed.iter().zip(&SERVICES).take(SERVICES.len() - 1) {
        let checked = ListingChecked { takes: service.takes, note: None };
        check_listing(&sofia, *listing, checked, ink()).await?;
    }
    let maria = teller.acting("maria", ago(9))?;
    let clients = my_clients(&maria).await?;
    let cases = clients.iter().filter_map(|client| client.cases.iter().find(|(_, card)| card.closed.is_none()));
    let reasons = [
        (1, "Letters of three creditors lie unopened. He wants somebody to look at them with him."),
        (4, "Drinks more since the winter, and says so himself. Hopes for a group in the evening."),
    ];
    let today = teller.office.today(now);
    let mut made = Vec::new();
    for ((case, _), (which, reason)) in cases.zip(reasons) {
        let (Some(listing), Some(service)) = (listed.get(which), SERVICES.get(which)) else { continue };
        let described = described(service)?;
        let order = ReferralMade {
            id: maria.new_item(),
            listing: *listing,
            to: line(&described.full_name())?,
            help: service.help.first().copied().unwrap_or(Help::Other),
            reason: words(reason)?,
            approach: Approach::Client,
            ask_by: today,
        };
        made.push((*case, order.id));
        refer(&maria, *case, order, ink()).await?;
    }
    let mut others = made.into_iter();
    let Some((case, id)) = others.next() else { return Ok(()) };
    let waits = ReferralFollowed {
        id,
        came: Came::Waits,
        told_by: ToldBy::Client,
        note: Some(line("Has an appointment in three weeks")?),
        ask_by: Some(days_later(today, 20)),
    };
    follow_referral(&teller.acting("maria", ago(1))?, case, waits, ink()).await?;
    let Some((case, referral)) = others.next() else { return Ok(()) };
    let maria = teller.acting("maria", ago(1))?;
    let link = AnswerAsked { id: maria.new_item(), referral, until: days_later(today, 14) };
    ask_answer(&maria, case, link.clone(), ink()).await?;
    let path = answer_path(&maria, case, &link).await?;
    let secret = path.rsplit('/').next().unwrap_or_default();
    let note = Some(line("We have a first appointment on Tuesday at ten")?);
    service_answers(maria.house(), secret, Came::Accepted, note).await?;
    Ok(())
}

fn described(service: &Service) -> Result<ListingDescribed> {
    let some = |text: &str| if text.is_empty() { Ok(None) } else { line(text).map(Some) };
    let help = service.help.iter().copied().collect();
    Ok(ListingDescribed {
        what: Some(words(service.what)?),
        eligible: some(service.eligible)?,
        languages: some(service.languages)?,
        phone: some(service.phone)?,
        web: some(service.web)?,
        address: some(service.address)?,
        takes: service.takes,
        ..ListingDescribed::named(line(service.name)?, line(service.provider)?, help)
    })
}

//! Reading services as the Human Services Data Specification (Open Referral, 3.0) writes them: the JSON of a list of services, whole or a page of it.
//!
//! What is too long is cut to what a page can show, and what is no e-mail address or no page is dropped; a service without a name, or without any way to reach
//! it, is left out and named.

use std::collections::BTreeSet;

use domain::listings::{CannotList, Help, Listing, ListingDescribed, Takes};
use domain::text::{Line, Narrative};
use serde::Deserialize;
use serde_json::Value;

/// The largest file that is read, in bytes.
pub const LARGEST: u64 = 64 * 1024 * 1024;

/// Why a file cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotHsds {
    /// It is no JSON.
    #[error("this is not JSON")]
    NotJson,
    /// There is no service in it.
    #[error("there is no list of services in it; the file should be what an HSDS address such as /services answers")]
    NoServices,
}

/// Why a service is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LeftOut {
    /// It has no id, no name, or another form.
    #[error("it is no service with an id and a name")]
    Form,
    /// What is said of it does not make an entry.
    #[error(transparent)]
    Rule(#[from] CannotList),
}

/// A service of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Read {
    /// It is offered.
    Offered(Box<ListingDescribed>),
    /// It is offered no more: its id.
    Gone(Line),
}

/// The services of a file, each as it was read or why it is left out, in the order of the file.
///
/// # Errors
/// [`NotHsds`] when it is no list of services.
pub fn read(bytes: &[u8]) -> Result<Vec<Result<Read, LeftOut>>, NotHsds> {
    let services = match serde_json::from_slice(bytes).map_err(|_| NotHsds::NotJson)? {
        Value::Array(services) => services,
        Value::Object(mut page) => match page.remove("contents") {
            Some(Value::Array(services)) => services,
            _ if page.contains_key("id") && page.contains_key("name") => vec![Value::Object(page)],
            _ => return Err(NotHsds::NoServices),
        },
        _ => return Err(NotHsds::NoServices),
    };
    Ok(services.into_iter().map(one).collect())
}

fn one(service: Value) -> Result<Read, LeftOut> {
    let service: Service = serde_json::from_value(service).map_err(|_| LeftOut::Form)?;
    let source = line(&service.id).ok_or(LeftOut::Form)?;
    if service.status.as_deref().is_some_and(|status| status != "active") {
        return Ok(Read::Gone(source));
    }
    let described = service.described(source).ok_or(LeftOut::Form)?;
    Listing::default().describe(described.clone())?;
    Ok(Read::Offered(Box::new(described)))
}

#[derive(Deserialize)]
struct Service {
    id: String,
    name: String,
    status: Option<String>,
    organization: Option<Named>,
    description: Option<String>,
    url: Option<String>,
    email: Option<String>,
    application_process: Option<String>,
    fees_description: Option<String>,
    eligibility_description: Option<String>,
    interpretation_services: Option<String>,
    phones: Option<Vec<Phone>>,
    languages: Option<Vec<Named>>,
    schedules: Option<Vec<Schedule>>,
    service_areas: Option<Vec<Named>>,
    service_at_locations: Option<Vec<AtLocation>>,
    attributes: Option<Vec<Attribute>>,
    service_capacities: Option<Vec<Capacity>>,
}

#[derive(Deserialize)]
struct Named {
    name: Option<String>,
}

#[derive(Deserialize)]
struct Phone {
    number: Option<String>,
}

#[derive(Deserialize)]
struct Schedule {
    description: Option<String>,
    byday: Option<String>,
    opens_at: Option<String>,
    closes_at: Option<String>,
}

#[derive(Deserialize)]
struct AtLocation {
    location: Option<Location>,
}

#[derive(Deserialize)]
struct Location {
    addresses: Option<Vec<Address>>,
    phones: Option<Vec<Phone>>,
}

#[derive(Deserialize)]
struct Address {
    address_1: Option<String>,
    address_2: Option<String>,
    postal_code: Option<String>,
    city: Option<String>,
}

#[derive(Deserialize)]
struct Attribute {
    taxonomy_term: Option<Named>,
}

#[derive(Deserialize)]
struct Capacity {
    available: Option<f64>,
}

impl Service {
    fn described(self, source: Line) -> Option<ListingDescribed> {
        let names =
            |named: Option<Vec<Named>>| joined(named.into_iter().flatten().filter_map(|named| named.name), ", ");
        let terms: Vec<String> =
            self.attributes.into_iter().flatten().filter_map(|attribute| attribute.taxonomy_term?.name).collect();
        let locations: Vec<Location> =
            self.service_at_locations.into_iter().flatten().filter_map(|at| at.location).collect();
        let address = locations.iter().flat_map(|location| location.addresses.iter().flatten()).next().map(|address| {
            let parts = [&address.address_1, &address.address_2, &address.postal_code, &address.city];
            joined(parts.into_iter().flatten().cloned(), ", ")
        });
        let there = locations.into_iter().filter_map(|location| location.phones).flatten();
        let phones = self.phones.into_iter().flatten().chain(there);
        let phone = phones.filter_map(|phone| phone.number).find(|number| !number.trim().is_empty());
        let hours = joined(self.schedules.into_iter().flatten().map(hours), "; ");
        let languages = [names(self.languages), self.interpretation_services.unwrap_or_default()];
        let some = |text: Option<String>| text.as_deref().and_then(line);
        Some(ListingDescribed {
            provider: self
                .organization
                .and_then(|organization| organization.name)
                .as_deref()
                .and_then(line)
                .or_else(|| line(&self.name))?,
            help: helps(&terms, &self.name, self.description.as_deref().unwrap_or_default()),
            name: line(&self.name)?,
            what: self.description.as_deref().and_then(narrative),
            eligible: some(self.eligibility_description),
            area: line(&names(self.service_areas)),
            languages: line(&joined(languages.into_iter(), "; ")),
            hours: line(&hours),
            fees: some(self.fees_description),
            access: some(self.application_process),
            phone: some(phone),
            // a misprint in another's list is no reason to leave the service out
            email: some(self.email).filter(Listing::takes_email),
            web: some(self.url).filter(Listing::takes_web),
            address: some(address),
            takes: takes(self.service_capacities),
            source: Some(source),
        })
    }
}

fn hours(schedule: Schedule) -> String {
    let times = [schedule.opens_at, schedule.closes_at];
    let times = joined(times.into_iter().flatten(), "–");
    joined([schedule.byday.unwrap_or_default(), times, schedule.description.unwrap_or_default()].into_iter(), " ")
}

/// Somebody has said how many places there are; of most services nobody has.
fn takes(capacities: Option<Vec<Capacity>>) -> Takes {
    let said: Vec<f64> = capacities.into_iter().flatten().filter_map(|capacity| capacity.available).collect();
    match said.iter().copied().fold(None, |most: Option<f64>, one| Some(most.map_or(one, |most| most.max(one)))) {
        None => Takes::Unknown,
        Some(places) if 0.0 < places => Takes::Now,
        Some(_) => Takes::Nobody,
    }
}

fn joined(parts: impl Iterator<Item = String>, between: &str) -> String {
    let parts: Vec<String> = parts.map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect();
    parts.join(between)
}

/// How many characters of one fact are kept.
const FACT: usize = 200;

/// The text on one line, cut where a page would not show it; nothing when there is none.
fn line(text: &str) -> Option<Line> {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    Line::parse(&cut(&words, FACT)).ok()
}

fn narrative(text: &str) -> Option<Narrative> {
    Narrative::parse(&cut(text.trim(), 20_000)).ok()
}

fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most - 1).chain(['…']).collect()
}

/// Beginnings of words by which a kind of help is known; taxonomies differ from place to place, and these words stand in most of them.
const WORDS: [(Help, &[&str]); 14] = [
    (Help::Housing, &["housing", "shelter", "homeless", "accommodation", "rent", "tenan", "lodging"]),
    (Help::Goods, &["food", "meal", "cloth", "furniture", "pantry", "hygiene"]),
    (Help::Money, &["financ", "debt", "benefit", "money", "income", "budget", "welfare"]),
    (Help::Health, &["health", "medic", "clinic", "dental", "nurs", "hospital"]),
    (Help::MentalHealth, &["mental", "counsel", "therap", "psych", "emotional"]),
    (Help::Addiction, &["addict", "substance", "alcohol", "drug", "gambl", "detox"]),
    (Help::Safety, &["violence", "abuse", "safety", "crisis", "traffick"]),
    (Help::Legal, &["legal", "law", "advocacy", "court"]),
    (Help::Family, &["child", "famil", "parent", "youth", "young", "baby"]),
    (Help::Work, &["employ", "job", "work", "career", "vocation"]),
    (Help::Education, &["educat", "school", "literacy", "language", "tutor", "learn"]),
    (Help::Care, &["disab", "elder", "senior", "respite", "carer", "older"]),
    (Help::Migration, &["immigra", "refugee", "asylum", "migra", "citizenship"]),
    (Help::Community, &["communit", "social", "leisure", "recreation", "faith", "friend"]),
];

/// What it helps with: by its terms, or by its name where it has none, or else by what it does.
fn helps(terms: &[String], name: &str, description: &str) -> BTreeSet<Help> {
    let by = |text: &str| -> BTreeSet<Help> {
        let text = text.to_lowercase();
        let words: Vec<&str> = text.split(|sign: char| !sign.is_alphanumeric()).collect();
        let fits = |beginnings: &[&str]| words.iter().any(|word| beginnings.iter().any(|one| word.starts_with(one)));
        WORDS.iter().filter(|(_, beginnings)| fits(beginnings)).map(|(help, _)| *help).collect()
    };
    let found = [terms.join(" "), name.to_owned(), description.to_owned()];
    let found = found.iter().map(|text| by(text)).find(|found| !found.is_empty());
    found.unwrap_or_else(|| [Help::Other].into())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"{"total_items": 3, "contents": [
      {"id": "s1", "name": "Night   shelter", "status": "active", "organization": {"id": "o", "name": "City mission"},
       "description": "Twelve beds.", "url": "shelter.example.org", "email": "beds@shelter.example.org",
       "eligibility_description": "Anybody over 18", "languages": [{"name": "English", "code": "en"}, {"name": "Polish"}],
       "phones": [{"number": " "}, {"number": "+44 20 7946 0101", "extension": 4}],
       "schedules": [{"byday": "MO,TU", "opens_at": "19:00", "closes_at": "23:00"}],
       "service_areas": [{"name": "The town"}], "attributes": [{"taxonomy_term": {"name": "Emergency Shelters"}}],
       "service_at_locations": [{"location": {"addresses": [{"address_1": "Canal Street 4", "city": "Hull"}]}}],
       "service_capacities": [{"available": 0}, {"available": 2}]},
      {"id": "s2", "name": "Food bank", "status": "defunct", "phones": null},
      {"id": "s3", "name": "Nowhere", "status": "active"},
      {"name": "No id"}
    ]}"#;

    #[test]
    fn a_page_of_services_is_read_and_what_does_not_fit_is_said() {
        let read = read(PAGE.as_bytes()).unwrap();
        let Ok(Read::Offered(shelter)) = &read[0] else { panic!("{:?}", read[0]) };
        let text = |line: &Option<Line>| line.as_ref().map(|line| line.reveal().to_owned());
        assert_eq!(shelter.full_name(), "Night shelter, City mission");
        assert_eq!(shelter.help, [Help::Housing].into());
        assert_eq!(text(&shelter.languages).as_deref(), Some("English, Polish"));
        assert_eq!(text(&shelter.hours).as_deref(), Some("MO,TU 19:00–23:00"));
        assert_eq!(text(&shelter.phone).as_deref(), Some("+44 20 7946 0101"));
        assert_eq!(text(&shelter.address).as_deref(), Some("Canal Street 4, Hull"));
        assert_eq!((text(&shelter.web), shelter.takes), (None, Takes::Now), "a page without https:// opens nothing");
        assert_eq!(read[1], Ok(Read::Gone(line("s2").unwrap())));
        assert_eq!(read[2], Err(LeftOut::Rule(CannotList::NoReach)));
        assert_eq!(read[3], Err(LeftOut::Form));
    }

    #[test]
    fn what_is_no_list_of_services_is_refused() {
        assert_eq!(read(b"name,phone"), Err(NotHsds::NotJson));
        for other in ["3", r#"{"error": "no"}"#, r#"{"contents": 3}"#] {
            assert_eq!(read(other.as_bytes()), Err(NotHsds::NoServices), "{other}");
        }
        assert_eq!(read(b"[]"), Ok(Vec::new()));
        assert_eq!(read(br#"{"id": "a", "name": "B", "email": "a@b.org"}"#).map(|all| all.len()), Ok(1));
    }

    #[test]
    fn help_is_known_by_terms_then_by_name_then_by_what_it_does() {
        let term = |term: &str| vec![term.to_owned()];
        assert_eq!(helps(&term("Debt counseling"), "", ""), [Help::Money, Help::MentalHealth].into());
        assert_eq!(helps(&[], "Legal clinic", "for families"), [Help::Health, Help::Legal].into());
        assert_eq!(helps(&[], "The Ark", "Meals every day"), [Help::Goods].into());
        assert_eq!(helps(&[], "The Ark", "Open to all"), [Help::Other].into());
    }

    #[test]
    fn what_is_too_long_is_cut_and_not_lost() {
        let long = "word ".repeat(100);
        assert_eq!(line(&long).map(|line| line.reveal().chars().count()), Some(FACT));
        assert_eq!(line(" \n "), None);
    }
}

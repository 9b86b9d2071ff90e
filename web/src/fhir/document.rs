//! A part of a record as a document of FHIR R4: a bundle that begins with a composition, whose sections are the entries, and holds everything that these name.

use std::collections::BTreeMap;
use std::fmt::Write;

use ::reports::{ChronologyEntry, Section as Printed, TextBlock};
use domain::clients::ClientDetails;
use domain::disclosures::DisclosureMade;
use domain::entry::Entry as Written;
use domain::event::Event;
use domain::ids::ItemId;
use domain::level::Level;
use domain::plans::{GoalStatus, PlanRevised};
use domain::sessions::Place;
use domain::sharing::InfoKind;
use domain::time::Instant;

use super::resources::{
    Activity, ActivityDetail, Address, Attachment, Bundle, CarePlan, Coding, Communication, Composition, Concept,
    ContactPoint, Content, DocumentReference, Encounter, Entry, EpisodeOfCare, Goal, HumanName, Identifier, Language,
    Organization, Participant, Patient, Period, Practitioner, Reference, Resource, Section, Target, Text, lean,
};
use crate::cases::head::CaseView;
use crate::person::Person;
use crate::problem::Problem;

/// What is told: by whom, of whom, and what of it leaves.
pub(crate) struct Record<'a> {
    pub(crate) person: &'a Person,
    pub(crate) view: &'a CaseView,
    pub(crate) order: &'a DisclosureMade,
    /// Our name.
    pub(crate) organisation: String,
    /// What it is called on paper.
    pub(crate) title: String,
    /// The client, where they may be named.
    pub(crate) client: Option<&'a ClientDetails>,
    /// What stands before the entries on paper, such as who the client is.
    pub(crate) sections: &'a [Printed],
    /// The entries as they stand on paper, with nothing that was to be left out.
    pub(crate) entries: &'a [ChronologyEntry],
}

/// The document, as it is written to a file.
///
/// # Errors
/// [`Problem`] when it cannot be written, which no record brings about.
pub(crate) fn bundle(record: &Record<'_>) -> Result<Vec<u8>, Problem> {
    let bundle = Teller::of(record).bundle();
    let value = serde_json::to_value(bundle).ok().and_then(lean);
    value.and_then(|value| serde_json::to_vec_pretty(&value).ok()).ok_or(Problem::Missing)
}

struct Teller<'a> {
    record: &'a Record<'a>,
    patient: String,
    organisation: String,
    authors: BTreeMap<String, String>,
    told: Vec<Entry>,
}

fn url(id: ItemId) -> String {
    format!("urn:uuid:{id}")
}

impl<'a> Teller<'a> {
    fn of(record: &'a Record<'a>) -> Self {
        let new = || url(record.person.ctx.new_item());
        Self { record, patient: new(), organisation: new(), authors: BTreeMap::new(), told: Vec::new() }
    }

    fn bundle(mut self) -> Bundle {
        let record = self.record;
        let mut section: Vec<Section> =
            record.sections.iter().map(|printed| said(&printed.heading, &printed.blocks)).collect();
        section.extend(record.entries.iter().map(|entry| self.entry(entry)).collect::<Vec<_>>());
        section.extend(self.documents());
        let chosen = record.view.file().kinds_of(&record.order.chosen);
        if chosen.contains(&InfoKind::Course) {
            self.episode();
        }
        let now = self.when(record.person.now());
        let author = self.author(&record.person.card.name.clone());
        let (patient, organisation) =
            (self.patient(), Resource::Organization(Organization { name: record.organisation.clone() }));
        let composition = Composition {
            status: "final",
            kind: Concept {
                coding: vec![Coding {
                    system: "http://loinc.org",
                    code: "18761-7".to_owned(),
                    display: Some("Transfer summary note"),
                }],
                text: None,
            },
            subject: Reference::to(&self.patient),
            date: now.clone(),
            author: vec![author],
            title: record.title.clone(),
            confidentiality: match record.view.file().level_of(&record.order.chosen) {
                Level::Standard => "N",
                Level::Confidential => "R",
                Level::Sensitive | Level::Restricted => "V",
            },
            custodian: Reference::to(&self.organisation),
            section,
        };
        let names = std::mem::take(&mut self.authors);
        let practitioner = |(name, full_url): (String, String)| Entry {
            full_url,
            resource: Resource::Practitioner(Practitioner { name: vec![called(name)] }),
        };
        let first = [
            Entry { full_url: self.address(), resource: Resource::Composition(composition) },
            Entry { full_url: self.patient.clone(), resource: patient },
            Entry { full_url: self.organisation.clone(), resource: organisation },
        ];
        Bundle {
            identifier: Identifier { system: Some("urn:ietf:rfc:3986"), value: self.address(), assigner: None },
            kind: "document",
            timestamp: now,
            entry: first.into_iter().chain(names.into_iter().map(practitioner)).chain(self.told).collect(),
        }
    }

    /// The address of one more resource.
    fn address(&self) -> String {
        url(self.record.person.ctx.new_item())
    }

    /// Adds a resource, and answers with how to name it.
    fn tell(&mut self, resource: Resource) -> Reference {
        let full_url = self.address();
        let reference = Reference::to(&full_url);
        self.told.push(Entry { full_url, resource });
        reference
    }

    fn when(&self, at: Instant) -> String {
        at.on(&self.record.person.voice().zone).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    }

    fn author(&mut self, name: &str) -> Reference {
        let fresh = self.address();
        Reference::to(self.authors.entry(name.to_owned()).or_insert(fresh))
    }

    fn own(&self, value: String) -> Identifier {
        let assigner = Some(Reference::named(self.record.organisation.clone()));
        Identifier { system: None, value, assigner }
    }

    fn patient(&self) -> Resource {
        let number = self.record.view.around.client.as_ref().map(|client| self.own(client.number.clone()));
        let mut patient = Patient {
            identifier: number.into_iter().collect(),
            name: Vec::new(),
            telecom: Vec::new(),
            birth_date: None,
            address: Vec::new(),
            communication: Vec::new(),
            managing_organization: Reference::to(&self.organisation),
        };
        if let Some(known) = self.record.client {
            let name = HumanName {
                used: Some("official"),
                text: None,
                family: Some(known.family_name.reveal().to_owned()),
                given: known.given_names.reveal().split_whitespace().map(str::to_owned).collect(),
            };
            patient.name = std::iter::once(name)
                .chain(known.other_names.iter().map(|other| called(other.reveal().to_owned())))
                .collect();
            let point = |system, line: &domain::text::Line| ContactPoint { system, value: line.reveal().to_owned() };
            let phone = known.phone.iter().map(|phone| point("phone", phone));
            patient.telecom = phone.chain(known.email.iter().map(|email| point("email", email))).collect();
            patient.birth_date = known.birth_date.map(|day| day.to_string());
            patient.address =
                known.address.iter().map(|address| Address { text: address.reveal().to_owned() }).collect();
            let language = |tag: &domain::text::Line| Language {
                language: Concept {
                    coding: vec![Coding { system: "urn:ietf:bcp:47", code: tag.reveal().to_owned(), display: None }],
                    text: None,
                },
                preferred: true,
            };
            patient.communication = known.language.iter().map(language).collect();
        }
        Resource::Patient(Box::new(patient))
    }

    fn episode(&mut self) {
        let file = self.record.view.file();
        let (Some(opening), Some(number)) = (&file.opening, file.number()) else { return };
        let start = Some(self.when(opening.at));
        self.tell(Resource::EpisodeOfCare(EpisodeOfCare {
            identifier: vec![self.own(number.to_string())],
            status: if file.is_open() { "active" } else { "finished" },
            patient: Reference::to(&self.patient),
            managing_organization: Reference::to(&self.organisation),
            period: Period { start, end: None },
        }));
    }

    /// An entry as a section. Of one from which passages were left out only the words stand there that are left.
    fn entry(&mut self, printed: &ChronologyEntry) -> Section {
        let record = self.record;
        let whole = !record.order.chosen.withheld.iter().any(|one| u64::from(one.entry.0) == printed.number);
        let numbers = record.order.chosen.entries.iter();
        let number = numbers.copied().find(|number| u64::from(number.0) == printed.number);
        let written = number.and_then(|number| record.view.seen.opened.entry(number));
        let entry = match written {
            Some(written) => self.counted(written, whole).into_iter().collect(),
            None => Vec::new(),
        };
        let at = printed.happened;
        let title = format!("{}, {}", printed.kind, self.when(at.at));
        let mut blocks = printed.blocks.clone();
        let also = |label: &str, text: String| TextBlock { label: label.to_owned(), paragraphs: vec![text] };
        blocks.extend(printed.decision.iter().map(|decision| also("", decision.clone())));
        blocks.extend(printed.action_items.iter().map(|item| also(&item.who, item.what.clone())));
        blocks.extend(printed.addenda.iter().flat_map(|added| added.blocks.clone()));
        Section { entry, ..said(&title, &blocks) }
    }

    /// What of an entry can be counted and compared.
    fn counted(&mut self, written: &Written, whole: bool) -> Option<Reference> {
        let subject = Reference::to(&self.patient);
        let at = written.happened();
        match &written.event {
            Event::SessionRecorded(session) => {
                let individual = self.author(&written.signature.name);
                let (code, display) = match session.place {
                    Place::Office => ("AMB", "ambulatory"),
                    Place::Outreach => ("FLD", "field"),
                    Place::Phone | Place::Video => ("VR", "virtual"),
                };
                let end = at.plus_seconds(i64::from(session.minutes) * 60);
                let period = Period { start: Some(self.when(at)), end: Some(self.when(end)) };
                Some(self.tell(Resource::Encounter(Encounter {
                    status: "finished",
                    class: Coding {
                        system: "http://terminology.hl7.org/CodeSystem/v3-ActCode",
                        code: code.to_owned(),
                        display: Some(display),
                    },
                    subject,
                    participant: vec![Participant { individual }],
                    period,
                })))
            }
            Event::ContactLogged(contact) => {
                let (medium, sent) = (vec![Concept::words(contact.channel.word())], self.when(at));
                Some(self.tell(Resource::Communication(Communication { status: "completed", medium, subject, sent })))
            }
            Event::PlanRevised(plan) if whole => Some(self.plan(plan, written)),
            _ => None,
        }
    }

    fn plan(&mut self, plan: &PlanRevised, written: &Written) -> Reference {
        let subject = Reference::to(&self.patient);
        let mut goals = Vec::new();
        for goal in &plan.goals {
            let (lifecycle_status, achieved) = match goal.status {
                GoalStatus::NotStarted => ("accepted", None),
                GoalStatus::InProgress => ("active", Some(("in-progress", "In Progress"))),
                GoalStatus::Met => ("completed", Some(("achieved", "Achieved"))),
                GoalStatus::NotMet => ("cancelled", Some(("not-achieved", "Not Achieved"))),
            };
            let achieved = achieved.map(|(code, display)| Concept {
                coding: vec![Coding {
                    system: "http://terminology.hl7.org/CodeSystem/goal-achievement",
                    code: code.to_owned(),
                    display: Some(display),
                }],
                text: None,
            });
            goals.push(self.tell(Resource::Goal(Goal {
                lifecycle_status,
                achievement_status: achieved,
                description: Concept::words(goal.title.reveal()),
                subject: subject.clone(),
                target: goal.by.iter().map(|day| Target { due_date: day.to_string() }).collect(),
            })));
        }
        let activity = plan.interventions.iter().map(|one| {
            let who = one.who.as_ref().map(|who| format!(" ({})", who.reveal())).unwrap_or_default();
            Activity {
                detail: ActivityDetail { status: "unknown", description: format!("{}{who}", one.what.reveal()) },
            }
        });
        let latest =
            self.record.view.file().plan.versions.last().is_some_and(|(entry, ..)| *entry == written.id.number);
        let plan = CarePlan {
            status: if latest { "active" } else { "revoked" },
            intent: "plan",
            subject,
            created: self.when(written.happened()),
            author: self.author(&written.signature.name),
            goal: goals,
            activity: activity.collect(),
        };
        self.tell(Resource::CarePlan(plan))
    }

    /// The documents that lie in the package, each under its name there.
    fn documents(&mut self) -> Option<Section> {
        let record = self.record;
        let (mut entry, mut names) = (Vec::new(), Vec::new());
        for id in &record.order.chosen.documents {
            let Some(version) = record.view.file().documents.find(*id).and_then(|one| one.latest()) else { continue };
            let filed = &version.filed;
            let name = filed.name.reveal().to_owned();
            entry.push(self.tell(Resource::DocumentReference(DocumentReference {
                status: "current",
                kind: Concept::words(filed.about.title.reveal()),
                subject: Reference::to(&self.patient),
                date: self.when(version.at),
                description: format!("SHA-256 {}", filed.file.digest),
                content: vec![Content {
                    attachment: Attachment {
                        content_type: filed.file.media.media_type().to_owned(),
                        url: encoded(&name),
                        size: i32::try_from(filed.file.length).ok(),
                        title: name.clone(),
                    },
                }],
            })));
            names.push(name);
        }
        let names = TextBlock { label: String::new(), paragraphs: names };
        (!entry.is_empty()).then(|| Section { entry, ..said(InfoKind::Documents.word(), &[names]) })
    }
}

fn called(name: String) -> HumanName {
    HumanName { used: None, text: Some(name), family: None, given: Vec::new() }
}

/// A section with these words.
fn said(title: &str, blocks: &[TextBlock]) -> Section {
    let mut div = String::from("<div xmlns=\"http://www.w3.org/1999/xhtml\">");
    // an empty narrative is none
    let _ = write!(div, "<h2>{}</h2>", escaped(title));
    for block in blocks {
        if !block.label.is_empty() {
            let _ = write!(div, "<p><b>{}</b></p>", escaped(&block.label));
        }
        for paragraph in &block.paragraphs {
            let _ = write!(div, "<p>{}</p>", escaped(paragraph));
        }
    }
    div.push_str("</div>");
    Section { title: title.to_owned(), text: Text { status: "generated", div }, entry: Vec::new() }
}

/// As text of XHTML: without the signs that XML gives a meaning, and without those that it does not allow.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}

/// A file's name as an address beside this one (RFC 3986).
fn encoded(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{encoded, escaped};

    #[test]
    fn words_of_a_record_do_no_harm_in_a_document() {
        assert_eq!(
            escaped("<script>a & \"b\"\n\u{0}\u{fffe}ü</script>"),
            "&lt;script&gt;a &amp; &quot;b&quot; ü&lt;/script&gt;"
        );
        assert_eq!(encoded("C-2026 Brief ä.pdf"), "C-2026%20Brief%20%C3%A4.pdf");
    }
}

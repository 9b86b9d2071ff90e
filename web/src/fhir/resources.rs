//! The resources of FHIR R4 that a record is told in, with the elements that are used of them (hl7.org/fhir/R4).
//!
//! What is not known is left out: [`lean`] takes out every null and every empty list, as FHIR has neither.

use serde::Serialize;
use serde_json::Value;

/// What is known, without nulls and empty lists; nothing when nothing is left.
pub(super) fn lean(value: Value) -> Option<Value> {
    match value {
        Value::Null => None,
        Value::Array(all) => {
            let all: Vec<Value> = all.into_iter().filter_map(lean).collect();
            (!all.is_empty()).then_some(Value::Array(all))
        }
        Value::Object(all) => {
            let all: serde_json::Map<_, _> =
                all.into_iter().filter_map(|(name, value)| Some((name, lean(value)?))).collect();
            (!all.is_empty()).then_some(Value::Object(all))
        }
        value => Some(value),
    }
}

/// Resources that belong together.
#[derive(Serialize)]
#[serde(rename_all = "camelCase", tag = "resourceType", rename = "Bundle")]
pub(super) struct Bundle {
    pub(super) identifier: Identifier,
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    pub(super) timestamp: String,
    pub(super) entry: Vec<Entry>,
}

/// A resource, and the address by which the others name it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Entry {
    pub(super) full_url: String,
    pub(super) resource: Resource,
}

#[derive(Serialize)]
#[serde(tag = "resourceType")]
pub(super) enum Resource {
    Composition(Composition),
    Patient(Box<Patient>),
    Organization(Organization),
    Practitioner(Practitioner),
    EpisodeOfCare(EpisodeOfCare),
    Encounter(Encounter),
    Communication(Communication),
    CarePlan(CarePlan),
    Goal(Goal),
    DocumentReference(DocumentReference),
}

#[derive(Clone, Serialize)]
pub(super) struct Identifier {
    pub(super) system: Option<&'static str>,
    pub(super) value: String,
    pub(super) assigner: Option<Reference>,
}

#[derive(Clone, Serialize)]
pub(super) struct Reference {
    pub(super) reference: Option<String>,
    pub(super) display: Option<String>,
}

impl Reference {
    /// To a resource of the same bundle.
    pub(super) fn to(url: &str) -> Self {
        Self { reference: Some(url.to_owned()), display: None }
    }

    /// To something of which only the name is known.
    pub(super) const fn named(name: String) -> Self {
        Self { reference: None, display: Some(name) }
    }
}

#[derive(Serialize)]
pub(super) struct Coding {
    pub(super) system: &'static str,
    pub(super) code: String,
    pub(super) display: Option<&'static str>,
}

#[derive(Serialize, Default)]
pub(super) struct Concept {
    pub(super) coding: Vec<Coding>,
    pub(super) text: Option<String>,
}

impl Concept {
    pub(super) fn words(text: impl Into<String>) -> Self {
        Self { coding: Vec::new(), text: Some(text.into()) }
    }
}

#[derive(Serialize)]
pub(super) struct Period {
    pub(super) start: Option<String>,
    pub(super) end: Option<String>,
}

/// Words as XHTML.
#[derive(Serialize)]
pub(super) struct Text {
    pub(super) status: &'static str,
    pub(super) div: String,
}

#[derive(Serialize)]
pub(super) struct Composition {
    pub(super) status: &'static str,
    #[serde(rename = "type")]
    pub(super) kind: Concept,
    pub(super) subject: Reference,
    pub(super) date: String,
    pub(super) author: Vec<Reference>,
    pub(super) title: String,
    pub(super) confidentiality: &'static str,
    pub(super) custodian: Reference,
    pub(super) section: Vec<Section>,
}

#[derive(Serialize)]
pub(super) struct Section {
    pub(super) title: String,
    pub(super) text: Text,
    pub(super) entry: Vec<Reference>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Patient {
    pub(super) identifier: Vec<Identifier>,
    pub(super) name: Vec<HumanName>,
    pub(super) telecom: Vec<ContactPoint>,
    pub(super) birth_date: Option<String>,
    pub(super) address: Vec<Address>,
    pub(super) communication: Vec<Language>,
    pub(super) managing_organization: Reference,
}

#[derive(Serialize)]
pub(super) struct HumanName {
    #[serde(rename = "use")]
    pub(super) used: Option<&'static str>,
    pub(super) text: Option<String>,
    pub(super) family: Option<String>,
    pub(super) given: Vec<String>,
}

#[derive(Serialize)]
pub(super) struct ContactPoint {
    pub(super) system: &'static str,
    pub(super) value: String,
}

#[derive(Serialize)]
pub(super) struct Address {
    pub(super) text: String,
}

#[derive(Serialize)]
pub(super) struct Language {
    pub(super) language: Concept,
    pub(super) preferred: bool,
}

#[derive(Serialize)]
pub(super) struct Organization {
    pub(super) name: String,
}

#[derive(Serialize)]
pub(super) struct Practitioner {
    pub(super) name: Vec<HumanName>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct EpisodeOfCare {
    pub(super) identifier: Vec<Identifier>,
    pub(super) status: &'static str,
    pub(super) patient: Reference,
    pub(super) managing_organization: Reference,
    pub(super) period: Period,
}

#[derive(Serialize)]
pub(super) struct Encounter {
    pub(super) status: &'static str,
    pub(super) class: Coding,
    pub(super) subject: Reference,
    pub(super) participant: Vec<Participant>,
    pub(super) period: Period,
}

#[derive(Serialize)]
pub(super) struct Participant {
    pub(super) individual: Reference,
}

#[derive(Serialize)]
pub(super) struct Communication {
    pub(super) status: &'static str,
    pub(super) medium: Vec<Concept>,
    pub(super) subject: Reference,
    pub(super) sent: String,
}

#[derive(Serialize)]
pub(super) struct CarePlan {
    pub(super) status: &'static str,
    pub(super) intent: &'static str,
    pub(super) subject: Reference,
    pub(super) created: String,
    pub(super) author: Reference,
    pub(super) goal: Vec<Reference>,
    pub(super) activity: Vec<Activity>,
}

#[derive(Serialize)]
pub(super) struct Activity {
    pub(super) detail: ActivityDetail,
}

#[derive(Serialize)]
pub(super) struct ActivityDetail {
    pub(super) status: &'static str,
    pub(super) description: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Goal {
    pub(super) lifecycle_status: &'static str,
    pub(super) achievement_status: Option<Concept>,
    pub(super) description: Concept,
    pub(super) subject: Reference,
    pub(super) target: Vec<Target>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Target {
    pub(super) due_date: String,
}

#[derive(Serialize)]
pub(super) struct DocumentReference {
    pub(super) status: &'static str,
    #[serde(rename = "type")]
    pub(super) kind: Concept,
    pub(super) subject: Reference,
    pub(super) date: String,
    pub(super) description: String,
    pub(super) content: Vec<Content>,
}

#[derive(Serialize)]
pub(super) struct Content {
    pub(super) attachment: Attachment,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Attachment {
    pub(super) content_type: String,
    pub(super) url: String,
    /// Not said of what has two gigabytes or more, which FHIR has no number for.
    pub(super) size: Option<i32>,
    pub(super) title: String,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::lean;

    #[test]
    fn nothing_is_said_of_what_is_not_known() {
        let value = json!({"a": null, "b": [], "c": [{"d": null}, {"e": false}], "f": {"g": {}}, "h": ""});
        assert_eq!(lean(value), Some(json!({"c": [{"e": false}], "h": ""})));
        assert_eq!(lean(json!({"a": [null, {}]})), None);
    }
}

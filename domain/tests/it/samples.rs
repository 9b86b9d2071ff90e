//! What was once written must be read for ever: one stored sample of every kind and version of event, with every field filled.
//!
//! A sample is never changed. A new version of an event gets a new file beside the old one.

use std::collections::BTreeSet;
use std::path::PathBuf;

use domain::event::Event;
use domain::ids::DossierKind;
use domain::reports::TEMPLATE;
use serde_json::Value;

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/samples"))
}

fn sample(kind: &str, version: u16) -> String {
    let file = folder().join(format!("{kind}.{version}.json"));
    let text = std::fs::read_to_string(&file);
    text.unwrap_or_else(|_| panic!("{kind} version {version} needs a sample: tests/it/samples/{kind}.{version}.json"))
        .trim_end()
        .to_owned()
}

fn decode(kind: &str, version: u16, text: &str) -> Result<Event, domain::event::UnknownEvent> {
    Event::decode(kind, version, &mut serde_json::Deserializer::from_str(text))
}

fn encode(event: &Event) -> String {
    let mut bytes = Vec::new();
    event.encode(&mut serde_json::Serializer::new(&mut bytes)).unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn every_event_that_was_ever_written_can_still_be_read() {
    for line in Event::LIST {
        for version in 1..=line.version {
            let text = sample(line.kind, version);
            let event = decode(line.kind, version, &text).unwrap_or_else(|_| panic!("{} does not read", line.kind));
            assert_eq!((event.kind(), event.dossier()), (line.kind, line.dossier));
            if version == line.version {
                assert_eq!(encode(&event), text, "{} is written as before", line.kind);
            }
        }
    }
}

/// Strings of a sample that somebody wrote: sentences and names, not codes, ids, dates and the name of a template.
fn prose(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) if text.contains([' ', '.', '“']) && !text.ends_with(".pdf") && text != TEMPLATE.0 => {
            vec![text]
        }
        Value::Array(all) => all.iter().flat_map(prose).collect(),
        Value::Object(fields) => fields.values().flat_map(prose).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn whatever_somebody_wrote_into_a_case_can_be_searched() {
    let mut silent = Vec::new();
    for line in Event::LIST.iter().filter(|line| line.dossier == DossierKind::Case) {
        let text = sample(line.kind, line.version);
        let event = decode(line.kind, line.version, &text).unwrap();
        let said: BTreeSet<&str> = event.said().iter().map(|passage| passage.text).collect();
        let sample: Value = serde_json::from_str(&text).unwrap();
        silent.extend(
            prose(&sample).into_iter().filter(|text| !said.contains(text)).map(|text| format!("{} {text}", line.kind)),
        );
    }
    assert_eq!(silent, Vec::<String>::new());
}

#[test]
fn no_sample_is_left_behind_and_none_is_nameless() {
    let known: BTreeSet<String> = Event::LIST
        .iter()
        .flat_map(|line| (1..=line.version).map(|version| format!("{}.{version}.json", line.kind)))
        .collect();
    let kept: BTreeSet<String> =
        std::fs::read_dir(folder()).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(kept, known);
}

#[test]
fn a_field_that_a_later_version_adds_does_not_stop_an_older_reader() {
    for line in Event::LIST {
        let Value::Object(mut fields) = serde_json::from_str(&sample(line.kind, line.version)).unwrap() else {
            panic!("{} is an object", line.kind)
        };
        fields.insert("added_later".to_owned(), Value::Bool(true));
        let text = Value::Object(fields).to_string();
        assert!(decode(line.kind, line.version, &text).is_ok(), "{}", line.kind);
    }
}

#[test]
fn a_kind_or_version_of_the_future_is_not_guessed_at() {
    assert!(decode("CaseDestroyed", 1, "{}").is_err());
    assert!(decode("StaffLeft", 2, &sample("StaffLeft", 1)).is_err());
    assert!(decode("StaffLeft", 0, &sample("StaffLeft", 1)).is_err());
    assert!(decode("StaffLeft", 1, &sample("CaseOpened", 1)).is_err());
}

#[test]
fn no_text_of_an_event_can_be_seen_by_printing_it() {
    for line in Event::LIST {
        let text = sample(line.kind, line.version);
        let printed = format!("{:?}", decode(line.kind, line.version, &text).unwrap());
        for secret in
            ["Feldkamp", "Jonas", "2010-02-28", "+34600123456", "example.org", "Tannery", "school", "Ruth", "Sauer"]
        {
            assert!(!printed.contains(secret), "{} prints {secret}", line.kind);
        }
    }
}

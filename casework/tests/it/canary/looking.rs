//! Looking for the marker: in every text of every event, in every file, in every row.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use domain::event::Event;
use domain::ids::{DossierId, EntryNumber};
use domain::level::Level;
use jiff::civil::Date;
use parking_lot::Mutex;
use serde_json::Value;

use super::{BORN, MARKER, PHONE};
use crate::world::World;

/// Everything that is logged by anybody in this process.
#[derive(Clone, Default)]
pub(super) struct Log(pub(super) Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Log {
    pub(super) fn listen() -> Self {
        let log = Self::default();
        let sink = log.clone();
        let all = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(move || sink.clone());
        tracing::subscriber::set_global_default(all.finish()).expect("nobody else listens in this process");
        tracing::info!("the canary listens");
        log
    }
}

/// The text fields that do not hold the marker: not those that are ids, codes, dates or numbers of ours.
pub(super) fn texts_without_the_marker(path: &str, json: &Value, found: &mut BTreeSet<String>) {
    match json {
        Value::String(text) => {
            let id = uuid::Uuid::try_parse(text).is_ok();
            let code = text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') && path != "CaseOpened.programme";
            let date = text.parse::<Date>().is_ok();
            let digest = text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
            let number = text.starts_with("C-") || text.starts_with("P-") || text.starts_with("2026-") || text == PHONE;
            if id || code || digest || date || number || text.contains(MARKER) {
                return;
            }
            let computed = match (path, text.as_str()) {
                ("RungSigned.evidence", text) if text.contains("verify against the ledger") => " of Verified",
                ("RungSigned.evidence", text) if text.starts_with("Documents attested: ") => " of Documented",
                ("TeamFormed.name", name) if crate::cast::TEAMS.contains(&name) => " of before",
                _ => "",
            };
            found.insert(format!("{path}{computed}"));
        }
        Value::Array(items) => items.iter().for_each(|item| texts_without_the_marker(path, item, found)),
        Value::Object(fields) => {
            fields.iter().for_each(|(name, field)| texts_without_the_marker(&format!("{path}.{name}"), field, found));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Looks for the marker, the birth date and the phone number in every form in which they might have slipped through.
pub(super) fn absent(place: &str, bytes: &[u8]) {
    let lower = bytes.to_ascii_lowercase();
    for secret in [MARKER, &BORN.to_string(), PHONE] {
        let plain = secret.to_lowercase().into_bytes();
        let hex = plain.iter().map(|byte| format!("{byte:02x}")).collect::<String>().into_bytes();
        let as_typed: String = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
        let wide: Vec<u8> = plain.iter().flat_map(|byte| [*byte, 0]).collect();
        for needle in [plain, hex, as_typed.into_bytes(), wide] {
            assert!(!lower.windows(needle.len()).any(|part| part == needle), "{secret} stands readable in {place}");
        }
    }
}

/// Every file of the place, and every row of every table on PostgreSQL.
pub(super) fn look_through(world: &World) {
    let mut files = 0;
    look_through_folder(world.place.folder(), &mut files);
    assert!(2 <= files, "the root key and the anchor file at least");
    for database in [world.place.data(), world.place.keys()] {
        match database {
            Ok(file) => assert!(std::fs::metadata(file).unwrap().len() != 0),
            Err(url) => std::thread::scope(|scope| {
                // on a thread of its own: the client starts a runtime
                scope.spawn(|| look_through_database(&url)).join().unwrap();
            }),
        }
    }
}

fn look_through_folder(folder: &Path, files: &mut usize) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            look_through_folder(&path, files);
        } else {
            absent(&path.display().to_string(), &std::fs::read(&path).unwrap());
            *files += 1;
        }
    }
}

fn look_through_database(url: &str) {
    let mut client = postgres::Client::connect(url, postgres::NoTls).unwrap();
    let tables = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'";
    let tables: Vec<String> = client.query(tables, &[]).unwrap().iter().map(|row| row.get(0)).collect();
    assert!(3 <= tables.len());
    for table in tables {
        // tidy: sql because the names of tables come from the database itself
        for row in client.query(&format!("SELECT t::text FROM {table} t"), &[]).unwrap() {
            absent(&table, row.get::<_, String>(0).as_bytes());
        }
    }
}

/// Every event that there is was written, and every text in it is marked; the rest are codes, ids and numbers.
pub(super) async fn everything_was_written_with_the_marker(
    world: &World,
    dossiers: &[DossierId],
    printed: &mut String,
) {
    let mut kinds = BTreeSet::new();
    let mut unmarked = BTreeSet::new();
    for &dossier in dossiers {
        let entries = world.house.store().entries(dossier, EntryNumber::NONE, Level::Restricted).await.unwrap();
        for entry in entries {
            let content = entry.content.unwrap();
            let json: Value = serde_json::from_slice(&content).unwrap();
            // founded before the canary came
            if entry.kind != "OrganisationFounded" && entry.kind != "RulebookAmended" {
                texts_without_the_marker(&entry.kind, &json, &mut unmarked);
            }
            let event = Event::decode(&entry.kind, entry.version, &mut serde_json::Deserializer::from_slice(&content));
            let _ = std::fmt::Write::write_fmt(printed, format_args!("{:?}", event.unwrap()));
            kinds.insert(entry.kind);
        }
    }
    let missing: Vec<&str> = Event::LIST.iter().map(|line| line.kind).filter(|kind| !kinds.contains(*kind)).collect();
    assert_eq!(missing, ["AgreementSigned"], "it has no operation yet");
    let strange: Vec<&String> =
        unmarked.iter().filter(|field| !super::expected::UNMARKED.contains(&field.as_str())).collect();
    assert!(strange.is_empty(), "texts that the canary did not reach: {strange:?}");
}

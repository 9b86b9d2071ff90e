//! What changed since the last look, as a text: entries, ledger lines, duties, ties, appointments, cards, jobs and drafts, with names for ids.
//!
//! It reads the tables beside the house, so that nothing can be left out by the code under test.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use domain::ids::{DossierId, EntryId, EntryNumber, StaffId};
use domain::level::Level;
use domain::time::Instant;
use store::db::{DbFault, Row, Tx};
use store::vals;

use crate::world::World;

/// What the telling knows already.
pub(crate) struct Telling {
    /// Names for ids.
    pub(crate) names: BTreeMap<String, String>,
    counted: BTreeMap<String, u32>,
    entries: BTreeSet<EntryId>,
    lines: BTreeSet<String>,
    rows: BTreeSet<(u8, String)>,
    told: String,
}

impl Telling {
    pub(crate) fn new(staff: impl Iterator<Item = (StaffId, &'static str)>) -> Self {
        Self {
            names: staff.map(|(staff, login)| (staff.to_string(), login.to_owned())).collect(),
            counted: BTreeMap::new(),
            entries: BTreeSet::new(),
            lines: BTreeSet::new(),
            rows: BTreeSet::new(),
            told: String::new(),
        }
    }

    fn name(&self, id: &str) -> String {
        self.names.get(id).cloned().unwrap_or_else(|| "somebody".to_owned())
    }

    /// Gives a new dossier the next name of its kind.
    fn meet(&mut self, id: &str, kind: &str) {
        if !self.names.contains_key(id) {
            let count = self.counted.entry(kind.to_owned()).or_default();
            *count += 1;
            let name = format!("{kind} {count}");
            self.names.insert(id.to_owned(), name);
        }
    }
}

/// A wall-clock time in the office of the tests.
pub(crate) fn at(time: Instant) -> String {
    time.timestamp().to_zoned(jiff::tz::TimeZone::UTC).strftime("%a %d %b %H:%M").to_string()
}

struct Tables {
    entries: Vec<EntryRow>,
    lines: Vec<LineRow>,
    rows: Vec<Derived>,
}

struct EntryRow {
    dossier: String,
    number: u32,
    kind: String,
    signed: i64,
    of: String,
}

struct LineRow {
    id: String,
    body: serde_json::Value,
}

/// A derived row: its table, the text with ids in `{}`, sorted by the time in it.
struct Derived {
    sort: u8,
    text: String,
    ids: Vec<String>,
}

impl World {
    /// Writes a heading and what has changed since the last one.
    pub(crate) async fn tell(&self, heading: &str) {
        let changes = self.changes().await;
        let mut telling = self.telling.lock();
        let _ = write!(telling.told, "# {heading}\n{changes}\n");
    }

    /// Writes this into the telling as it stands.
    pub(crate) fn write(&self, text: &str) {
        self.telling.lock().told.push_str(text);
    }

    /// The text with names for the ids of staff, dossiers and items.
    pub(crate) fn readable(&self, text: &str) -> String {
        let telling = self.telling.lock();
        telling.names.iter().fold(text.to_owned(), |text, (id, name)| {
            let hyphened = uuid::Uuid::try_parse(id).unwrap().hyphenated().to_string();
            text.replace(id, name).replace(&hyphened, name)
        })
    }

    pub(crate) fn told(&self) -> String {
        self.telling.lock().told.clone()
    }

    /// Everything that changed since the last call.
    pub(crate) async fn changes(&self) -> String {
        let tables: Tables = self.looking.read(look).await.unwrap_or_else(|fault: DbFault| panic!("{fault}"));
        let fresh = {
            let mut telling = self.telling.lock();
            let mut fresh: Vec<EntryRow> = Vec::new();
            for row in tables.entries {
                if telling.entries.insert(entry_id(&row)) {
                    fresh.push(row);
                }
            }
            fresh.sort_by(|a, b| (a.signed, &a.of, a.number).cmp(&(b.signed, &b.of, b.number)));
            for row in &fresh {
                telling.meet(&row.dossier, &row.of);
            }
            fresh
        };
        let mut text = String::new();
        for row in &fresh {
            text.push_str(&self.entry_line(row).await);
        }
        self.telling.lock().rest(tables.lines, tables.rows, fresh.len(), &mut text);
        if text.is_empty() { "nothing changed\n".to_owned() } else { text }
    }

    /// The header, and the signature, which is sealed with the content.
    async fn entry_line(&self, row: &EntryRow) -> String {
        let id = entry_id(row);
        let before = EntryNumber(row.number - 1);
        let read = self.house.store().entries(id.dossier, before, Level::Restricted).await.unwrap();
        let entry = read.into_iter().next().unwrap();
        let signature = entry.signatures.first().unwrap();
        assert_eq!(signature.signer, entry.author);
        let telling = self.telling.lock();
        let late = if signature.happened == signature.signed {
            String::new()
        } else {
            format!(", of {}", at(signature.happened))
        };
        format!(
            "entry  {} #{} {}, {}, by {} as {:?} with {:?}{late}\n",
            telling.name(&row.dossier),
            row.number,
            row.kind,
            entry.level.word(),
            telling.name(&entry.author.to_string()),
            signature.meaning,
            signature.method,
        )
    }
}

impl Telling {
    fn rest(&mut self, lines: Vec<LineRow>, rows: Vec<Derived>, entries: usize, text: &mut String) {
        let mut accesses = Vec::new();
        let mut of_entries = 0;
        for line in lines.into_iter().filter(|line| !self.lines.contains(&line.id)).collect::<Vec<_>>() {
            self.lines.insert(line.id.clone());
            match line.body["act"].as_str().unwrap() {
                "entry" => of_entries += 1,
                act => accesses.push((line.body["at"].as_i64(), self.access(act, &line.body))),
            }
        }
        assert_eq!(of_entries, entries, "every entry has its line in the ledger, and no other has one");
        accesses.sort();
        for (_, access) in accesses {
            text.push_str(&access);
        }
        let now: BTreeSet<(u8, String)> = rows.into_iter().map(|row| (row.sort, self.filled(&row))).collect();
        let mut moves: Vec<(u8, String, char)> =
            self.rows.difference(&now).map(|(sort, row)| (*sort, row.clone(), '-')).collect();
        moves.extend(now.difference(&self.rows).map(|(sort, row)| (*sort, row.clone(), '+')));
        moves.sort();
        for (sort, row, sign) in moves {
            let table = ["card", "tie", "duty", "slot", "draft", "job", "hold", "item", "wait"][usize::from(sort)];
            let _ = writeln!(text, "{table:<6}{sign}{row}");
        }
        self.rows = now;
    }

    fn access(&self, act: &str, body: &serde_json::Value) -> String {
        let of = body["dossier"].as_str().map(|dossier| match (self.names.get(dossier), body["entry"].as_u64()) {
            (Some(name), Some(entry)) => format!(" {name} up to #{entry}"),
            (Some(name), None) => format!(" {name}"),
            (None, _) => " a dossier that is not there".to_owned(),
        });
        let why = body["why"].as_str().map(|why| format!(" for {why}")).unwrap_or_default();
        format!("ledger {act}{} by {}{why}\n", of.unwrap_or_default(), self.name(body["actor"].as_str().unwrap()))
    }

    fn filled(&self, row: &Derived) -> String {
        let mut text = row.text.clone();
        for id in &row.ids {
            text = text.replacen("{}", &self.name(id), 1);
        }
        text
    }
}

fn entry_id(row: &EntryRow) -> EntryId {
    EntryId { dossier: row.dossier.parse::<DossierId>().unwrap(), number: EntryNumber(row.number) }
}

fn look(tx: &mut Tx<'_>) -> Result<Tables, DbFault> {
    let entries =
        "SELECT e.dossier, e.number, e.kind, e.signed, d.kind FROM entries e JOIN dossiers d ON d.dossier = e.dossier";
    let entries = tx.query(entries, vals![], |row| {
        Ok(EntryRow {
            dossier: row.text(0)?,
            number: u32::try_from(row.int(1)?).unwrap(),
            kind: row.text(2)?,
            signed: row.int(3)?,
            of: row.text(4)?,
        })
    })?;
    let lines = tx.query("SELECT id, body FROM lines", vals![], |row| {
        Ok(LineRow { id: row.text(0)?, body: serde_json::from_slice(&row.bytes(1)?).unwrap() })
    })?;
    let mut rows = Vec::new();
    rows.extend(tx.query("SELECT dossier, state FROM cards", vals![], |row| {
        Ok(Derived { sort: 0, text: format!("{{}} is {}", row.text(1)?), ids: vec![row.text(0)?] })
    })?);
    rows.extend(tx.query("SELECT dossier, staff, tie, until FROM ties", vals![], tie)?);
    rows.extend(tx.query("SELECT dossier, kind, owner, role, due, item, raised FROM duties", vals![], duty)?);
    rows.extend(tx.query("SELECT dossier, item, staff, starts, ends, state FROM appointments", vals![], slot)?);
    rows.extend(tx.query("SELECT staff, dossier, form FROM drafts", vals![], |row| {
        let text = format!("{{}} for {{}}: {}", row.text(2)?);
        Ok(Derived { sort: 4, text, ids: vec![row.text(0)?, row.text(1)?] })
    })?);
    rows.extend(tx.query("SELECT kind, state FROM outbox", vals![], |row| {
        Ok(Derived { sort: 5, text: format!("{} {}", row.text(0)?, row.text(1)?), ids: vec![] })
    })?);
    rows.extend(tx.query("SELECT dossier, matter, until FROM holds", vals![], |row| {
        let until = row.opt_int(2)?.map(|until| format!(" until {}", at(Instant(until)))).unwrap_or_default();
        Ok(Derived { sort: 6, text: format!("{{}} by {{}}{until}"), ids: vec![row.text(0)?, row.text(1)?] })
    })?);
    rows.extend(tx.query("SELECT dossier, urgency, since FROM waiting_list", vals![], |row| {
        let text = format!("{{}} since {}, urgency {}", at(Instant(row.int(2)?)), row.int(1)?);
        Ok(Derived { sort: 8, text, ids: vec![row.text(0)?] })
    })?);
    rows.extend(tx.query("SELECT dossier, item, place, holder, due FROM whereabouts", vals![], item)?);
    Ok(Tables { entries, lines, rows })
}

fn tie(row: &Row<'_>) -> Result<Derived, DbFault> {
    let until = row.opt_int(3)?.map(|until| format!(" until {}", at(Instant(until)))).unwrap_or_default();
    let text = format!("{{}}: {{}} {}{until}", row.text(2)?);
    Ok(Derived { sort: 1, text, ids: vec![row.text(0)?, row.text(1)?] })
}

fn duty(row: &Row<'_>) -> Result<Derived, DbFault> {
    let mut ids = vec![row.text(0)?];
    let item = row.opt_text(5)?;
    let of = if item.is_some() { " “{}”" } else { "" };
    ids.extend(item);
    let owner = match (row.opt_text(2)?, row.opt_text(3)?) {
        (Some(owner), _) => {
            ids.push(owner);
            "{}".to_owned()
        }
        (None, role) => role.unwrap_or_default(),
    };
    let (due, raised) = (at(Instant(row.int(4)?)), at(Instant(row.int(6)?)));
    let text = format!("{{}}: {}{of}, {owner}, {raised} – {due}", row.text(1)?);
    Ok(Derived { sort: 2, text, ids })
}

fn item(row: &Row<'_>) -> Result<Derived, DbFault> {
    let mut ids = vec![row.text(0)?, row.text(1)?, row.text(2)?];
    let text = match row.opt_text(3)? {
        Some(holder) => {
            ids.push(holder);
            format!("{{}}: “{{}}” of {{}} with {{}} until {}", at(Instant(row.int(4)?)))
        }
        None => "{}: “{}” in {}".to_owned(),
    };
    Ok(Derived { sort: 7, text, ids })
}

fn slot(row: &Row<'_>) -> Result<Derived, DbFault> {
    let (starts, ends) = (at(Instant(row.int(3)?)), at(Instant(row.int(4)?)));
    let text = format!("{{}}: “{{}}” with {{}}, {starts} – {ends}, {}", row.text(5)?);
    Ok(Derived { sort: 3, text, ids: vec![row.text(0)?, row.text(1)?, row.text(2)?] })
}

//! Who was met earlier in the same file.
//!
//! Some hundred bytes a row: the digest of what makes a row the same person, and where it was first met. No names.

use std::collections::HashMap;

use domain::clients::ClientDetails;
use sha2::{Digest, Sha256};
use vault::index::name_words;

/// Rows that were met.
#[derive(Default)]
pub(super) struct Seen {
    first: HashMap<u64, u64>,
}

impl Seen {
    /// The earlier row that bears the same key or is the same person; otherwise `row` is remembered.
    pub(super) fn met(&mut self, row: u64, key: &str, details: &ClientDetails) -> Option<u64> {
        let marks = marks(key, details);
        let earlier = marks.iter().find_map(|mark| self.first.get(mark).copied());
        if earlier.is_none() {
            self.first.extend(marks.into_iter().map(|mark| (mark, row)));
        }
        earlier
    }
}

/// What two rows of one person have in common: the key; the names with the birth date, with the phone number, or with neither.
fn marks(key: &str, details: &ClientDetails) -> Vec<u64> {
    let names = [&details.given_names, &details.family_name].map(|name| name_words(name.reveal()).join(" "));
    let [given, family] = &names;
    let person = |by: &str, what: &str| mark(&["person", given, family, by, what]);
    let mut marks = vec![mark(&["key", key])];
    marks.extend(details.birth_date.map(|born| person("born", &born.to_string())));
    marks.extend(details.phone.as_ref().map(|phone| person("phone", phone.reveal())));
    if marks.len() == 1 {
        marks.push(person("names only", details.external_number.as_ref().map_or("", |number| number.reveal())));
    }
    marks
}

fn mark(parts: &[&str]) -> u64 {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0xFF]);
    }
    let digest: [u8; 32] = hash.finalize().into();
    let [a, b, c, d, e, f, g, h, ..] = digest;
    u64::from_be_bytes([a, b, c, d, e, f, g, h])
}

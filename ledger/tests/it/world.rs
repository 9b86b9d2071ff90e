//! An invented ledger: two case dossiers, a few readings, a checkpoint after every four lines.

use ledger::bundle::{BundleEntry, BundleWriter, Header, Opened};
use ledger::canonical::{Object, Value};
use ledger::checkpoint::{Checkpoint, Origin, Signer, VerifierKey, append};
use ledger::commit::{self, Manifest, Salt};
use ledger::line::{Access, Body, Entry, Leaf, body_hash, leaf_bytes, leaf_hash};
use ledger::tree::{Frontier, Nodes, inclusion};
use ledger::{Hash, Id, sha256};

pub(crate) const INSTALLATION: Id = Id([0xca; 16]);
pub(crate) const CASE: Id = Id([0xd1; 16]);
const OTHER: Id = Id([0xd2; 16]);
pub(crate) const TOMAS: Id = Id([0x70; 16]);
const START: i64 = 1_767_603_600_000_000;

/// What was written and read, before it is numbered.
#[derive(Clone)]
pub(crate) struct World {
    pub(crate) bodies: Vec<Vec<u8>>,
    opened: Vec<Option<(Salt, Vec<u8>, String)>>,
}

/// The files of a ledger export, and the key known from elsewhere.
#[derive(Clone)]
pub(crate) struct Export {
    pub(crate) leaves: String,
    pub(crate) notes: Vec<String>,
    pub(crate) anchor: Vec<String>,
}

pub(crate) fn signer(seed: u8) -> Signer {
    Signer::from_seed(Origin(INSTALLATION), &[seed; 32]).unwrap()
}

pub(crate) fn key() -> VerifierKey {
    *signer(1).key()
}

pub(crate) fn file(notes: &[String]) -> String {
    notes.iter().map(|note| append(note)).collect()
}

impl World {
    pub(crate) fn new() -> Self {
        let mut world = Self { bodies: vec![], opened: vec![] };
        world.signed_in();
        for turn in 0..3 {
            world.write(CASE, "note_recorded", &format!("{{\"text\":\"Visit {turn}: “all well”\\n\"}}"));
            world.read(CASE, None);
            world.write(OTHER, "goal_rated", &format!("{{\"score\":{turn}}}"));
            world.read(OTHER, Some("cover"));
        }
        world.signed_in();
        world
    }

    fn at(&self) -> i64 {
        START + i64::try_from(self.bodies.len()).unwrap() * 60_000_000
    }

    fn signed_in(&mut self) {
        let line = Access {
            act: "signed_in",
            actor: TOMAS,
            at: self.at(),
            dossier: None,
            entry: None,
            through: None,
            why: None,
        };
        self.push(line.body().unwrap(), None);
    }

    fn read(&mut self, dossier: Id, why: Option<&str>) {
        let (entry, through) = (Some(self.last(dossier).0), Some([7; 8]));
        let line = Access { act: "opened", actor: TOMAS, at: self.at(), dossier: Some(dossier), entry, through, why };
        self.push(line.body().unwrap(), None);
    }

    fn write(&mut self, dossier: Id, kind: &str, content: &str) {
        self.write_at(dossier, kind, content, self.at());
    }

    pub(crate) fn write_at(&mut self, dossier: Id, kind: &str, content: &str, at: i64) {
        let (before, prev) = self.last(dossier);
        let salt = Salt(sha256(&self.bodies.len().to_be_bytes()).0);
        let (commit, entry) = (commit::content(&salt, content.as_bytes()), before + 1);
        let signature = Object::new()
            .with("happened", at)
            .with("meaning", "author")
            .with("method", "recent_sign_in")
            .with("name", "Tomás Brandt")
            .with("offset_minutes", 60_i64)
            .with("role", "Caseworker")
            .with("signed", at)
            .with("signer", TOMAS)
            .with("title", "Social worker");
        let manifest = Manifest {
            commit,
            dossier,
            entry,
            installation: INSTALLATION,
            kind: kind.to_owned(),
            level: 1,
            signatures: vec![Value::from(signature)],
            version: 1,
        };
        let manifest = manifest.write().unwrap();
        let hash = commit::manifest(&salt, &manifest);
        let skew = self.bodies.len() == 3;
        let line = Entry { actor: TOMAS, at, commit, dossier, entry, kind, level: 1, manifest: hash, prev, skew };
        self.push(line.body().unwrap(), Some((salt, manifest, content.to_owned())));
    }

    fn push(&mut self, body: Vec<u8>, opened: Option<(Salt, Vec<u8>, String)>) {
        self.bodies.push(body);
        self.opened.push(opened);
    }

    /// Number and hash of the last entry of a dossier.
    fn last(&self, dossier: Id) -> (u32, Hash) {
        let last = self.bodies.iter().rev().find_map(|body| match Body::parse(body)? {
            Body::Entry(entry) if entry.dossier == dossier => Some((entry.entry, body_hash(body))),
            _ => None,
        });
        last.unwrap_or((0, Hash::ZERO))
    }

    /// The leaves, chained.
    pub(crate) fn leaves(&self) -> Vec<Vec<u8>> {
        let mut last = Hash::ZERO;
        let chained = self.bodies.iter().zip(0_u64..).map(|(body, n)| {
            let leaf = leaf_bytes(body, n, &last);
            last = leaf_hash(&leaf);
            leaf
        });
        chained.collect()
    }

    pub(crate) fn checkpoint(&self, size: usize) -> Checkpoint {
        let mut frontier = Frontier::new();
        self.leaves()[..size].iter().for_each(|leaf| frontier.append(leaf_hash(leaf)));
        Checkpoint { origin: Origin(INSTALLATION), size: frontier.size(), root: frontier.root() }
    }

    /// The export, with a checkpoint after every four lines and one at the end.
    pub(crate) fn export(&self) -> Export {
        let size = self.bodies.len();
        let sizes = (0..size).step_by(4).chain([size]);
        let notes: Vec<_> = sizes.map(|size| self.checkpoint(size).sign(&signer(1))).collect();
        Export { leaves: text(&self.leaves()), anchor: notes.clone(), notes }
    }

    /// The bundle of one dossier under the last checkpoint; entry `withheld` is shown without its content.
    pub(crate) fn bundle(&self, withheld: u32) -> String {
        let size = self.bodies.len();
        let mut hashes = Leaves(self.leaves().iter().map(|leaf| leaf_hash(leaf)).collect());
        let header = Header { key: key(), dossier: CASE, kind: "case".to_owned() };
        let mut writer = BundleWriter::begin(Vec::new(), &header).unwrap();
        for (leaf, opened) in self.leaves().iter().zip(&self.opened) {
            let leaf = Leaf::parse(leaf).unwrap();
            let Body::Entry(entry) = leaf.body else { continue };
            if entry.dossier == CASE {
                let proof = inclusion(&mut hashes, leaf.n, u64::try_from(size).unwrap()).unwrap().unwrap();
                let opened = opened.as_ref().filter(|_| entry.entry != withheld);
                let opened = opened.map(|(salt, manifest, content)| Opened {
                    salt: *salt,
                    manifest,
                    content: content.as_bytes(),
                });
                writer.entry(&BundleEntry { body: leaf.bytes, n: leaf.n, prev: leaf.prev, proof, opened }).unwrap();
            }
        }
        String::from_utf8(writer.finish(&self.checkpoint(size).sign(&signer(1))).unwrap()).unwrap()
    }
}

/// One leaf a line.
pub(crate) fn text(leaves: &[Vec<u8>]) -> String {
    leaves.iter().map(|leaf| format!("{}\n", std::str::from_utf8(leaf).unwrap())).collect()
}

struct Leaves(Vec<Hash>);

impl Nodes for Leaves {
    type Error = String;

    fn node(&mut self, level: u8, index: u64) -> Result<Hash, String> {
        let (first, count) = (usize::try_from(index << level).unwrap(), 1_usize << level);
        let mut frontier = Frontier::new();
        self.0.get(first..first + count).ok_or("no such subtree")?.iter().for_each(|leaf| frontier.append(*leaf));
        Ok(frontier.root())
    }
}

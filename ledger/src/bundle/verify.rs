//! Checks a bundle and names the first thing that is wrong.

use super::{FORMAT, Header};
use crate::canonical::{self, Object, Value};
use crate::check::Head;
use crate::checkpoint::{Checkpoint, Origin, VerifierKey};
use crate::commit::{self, Manifest, Salt};
use crate::line::{Body, Entry, body_hash, leaf_bytes, leaf_hash};
use crate::tree::verify_inclusion;
use crate::{CheckpointFault, Fault, Found, Hash, Id};

/// What was found to be in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedBundle {
    /// Whose dossier of which ledger.
    pub header: Header,
    /// How many entries there are, from the first without gaps.
    pub entries: u32,
    /// How many of them are withheld: recorded, and not shown to the receiver.
    pub withheld: u32,
    /// The checkpoint under which all of them stand.
    pub checkpoint: Checkpoint,
}

/// Checks a whole bundle. `trusted` are keys of the ledger known from elsewhere; when there are none, the key in the header is taken, and
/// the bundle is only known to agree with itself.
///
/// # Errors
/// The first fault: of the header, the checkpoint, then of each entry in turn – its form, its place in the dossier, its inclusion, its
/// manifest, its content.
pub fn verify_bundle(text: &str, trusted: &[VerifierKey]) -> Result<CheckedBundle, Found> {
    let incomplete = Found::nowhere(Fault::Incomplete);
    let lines: Vec<&str> = text.strip_suffix('\n').ok_or(incomplete)?.split('\n').collect();
    let [first, entries @ .., last] = lines.as_slice() else { return Err(incomplete) };
    let header = header(first).map_err(Found::nowhere)?;
    let own = [header.key];
    let checkpoint =
        checkpoint(last, &header, if trusted.is_empty() { &own } else { trusted }).map_err(Found::nowhere)?;
    let mut checked = CheckedBundle { header, entries: 0, withheld: 0, checkpoint };
    let mut before = Before { head: Head::NONE, n: None };
    for line in entries {
        let parts = Parts::read(line).ok_or(Found::nowhere(Fault::Malformed))?;
        parts.check(&mut checked, &mut before).map_err(|fault| Found::at(fault, parts.n))?;
    }
    Ok(checked)
}

fn object(line: &str) -> Result<Object, Fault> {
    match canonical::parse(line.as_bytes()) {
        Ok(Value::Object(object)) => Ok(object),
        _ => Err(Fault::Malformed),
    }
}

fn header(line: &str) -> Result<Header, Fault> {
    let mut keys = object(line)?;
    if keys.take_text("format").as_deref() != Some(FORMAT) {
        return Err(Fault::Incomplete);
    }
    let mut text = |key: &str| keys.take_text(key).ok_or(Fault::Malformed);
    let (dossier, kind, vkey) = (text("dossier")?, text("kind")?, text("vkey")?);
    let (installation, origin) = (text("installation")?, text("origin")?);
    let dossier: Id = dossier.parse().map_err(|_| Fault::Malformed)?;
    let key: VerifierKey = vkey.parse().map_err(|_| Fault::Malformed)?;
    if !keys.is_empty() {
        return Err(Fault::Malformed);
    }
    let same = installation.parse().map(Origin) == Ok(key.origin) && origin == key.origin.to_string();
    if same { Ok(Header { key, dossier, kind }) } else { Err(CheckpointFault::Origin.into()) }
}

fn checkpoint(line: &str, header: &Header, keys: &[VerifierKey]) -> Result<Checkpoint, Fault> {
    let mut object = object(line)?;
    let note = object.take_text("checkpoint").filter(|_| object.is_empty()).ok_or(Fault::Incomplete)?;
    let checkpoint = Checkpoint::verify(&note, keys)?;
    let ours = checkpoint.origin == header.key.origin;
    if ours { Ok(checkpoint) } else { Err(CheckpointFault::Origin.into()) }
}

/// What the next entry has to follow.
struct Before {
    head: Head,
    n: Option<u64>,
}

/// The parts of one line of the bundle.
struct Parts {
    body: String,
    n: u64,
    prev: Hash,
    proof: Vec<Hash>,
    opened: Option<(Salt, String, String)>,
}

impl Parts {
    fn read(line: &str) -> Option<Self> {
        let mut keys = object(line).ok()?;
        let parts = Self {
            body: keys.take_text("body")?,
            n: keys.take_int("n")?.try_into().ok()?,
            prev: keys.take_text("prev")?.parse().ok()?,
            proof: match keys.take("proof")? {
                Value::List(hashes) => hashes.iter().map(hash).collect::<Option<_>>()?,
                _ => return None,
            },
            opened: None,
        };
        if keys.is_empty() {
            return Some(parts);
        }
        let salt: Hash = keys.take_text("salt")?.parse().ok()?;
        let opened = Some((Salt(salt.0), keys.take_text("manifest")?, keys.take_text("content")?));
        keys.is_empty().then_some(Self { opened, ..parts })
    }

    fn check(&self, checked: &mut CheckedBundle, before: &mut Before) -> Result<(), Fault> {
        let Some(Body::Entry(entry)) = Body::parse(self.body.as_bytes()) else { return Err(Fault::Malformed) };
        if entry.dossier != checked.header.dossier {
            return Err(Fault::DossierChain);
        }
        let head = Head { hash: body_hash(self.body.as_bytes()), at: entry.at, entry: entry.entry };
        head.follows(entry.prev, &before.head)?;
        if before.n.is_some_and(|n| self.n <= n) {
            return Err(Fault::Numbering);
        }
        let leaf = leaf_hash(&leaf_bytes(self.body.as_bytes(), self.n, &self.prev));
        if !verify_inclusion(leaf, self.n, checked.checkpoint.size, &self.proof, &checked.checkpoint.root) {
            return Err(Fault::Inclusion);
        }
        self.unsealed(&entry, checked.header.key.origin.0)?;
        *before = Before { head, n: Some(self.n) };
        checked.entries = entry.entry;
        checked.withheld += u32::from(self.opened.is_none());
        Ok(())
    }

    fn unsealed(&self, entry: &Entry<'_>, installation: Id) -> Result<(), Fault> {
        let Some((salt, manifest, content)) = &self.opened else { return Ok(()) };
        let says = Manifest::parse(manifest.as_bytes()).ok_or(Fault::Manifest)?;
        let agrees = (says.commit, says.dossier, says.entry) == (entry.commit, entry.dossier, entry.entry)
            && (says.installation, says.kind.as_str(), says.level) == (installation, entry.kind, entry.level);
        if !agrees || commit::manifest(salt, manifest.as_bytes()) != entry.manifest {
            return Err(Fault::Manifest);
        }
        if commit::content(salt, content.as_bytes()) == entry.commit { Ok(()) } else { Err(Fault::Commitment) }
    }
}

fn hash(value: &Value) -> Option<Hash> {
    match value {
        Value::Text(text) => text.parse().ok(),
        _ => None,
    }
}

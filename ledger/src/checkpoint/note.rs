//! Reads signed notes that hold a checkpoint.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{Checkpoint, VerifierKey};
use crate::{CheckpointFault, Hash};

/// Longer notes are refused; there is room for a dozen signatures of every known kind.
const LONGEST: usize = 1 << 16;

/// A note as read, nothing of it proved yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note<'a> {
    /// What it says.
    pub checkpoint: Checkpoint,
    /// The exact text that is signed.
    pub text: &'a str,
    /// Every signature line, also of unknown keys.
    pub signatures: Vec<NoteSignature<'a>>,
}

/// One signature line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteSignature<'a> {
    /// The name of the key.
    pub name: &'a str,
    /// The four bytes that tell keys of the same name apart.
    pub id: [u8; 4],
    /// The signature itself, in the format of its key.
    pub signature: Vec<u8>,
}

impl<'a> Note<'a> {
    /// Reads a note: three lines of checkpoint, an empty line, one or more signature lines.
    ///
    /// # Errors
    /// `Form` when it is anything else; `Origin` when it is a checkpoint of something that is no Casekeep ledger.
    pub fn parse(note: &'a str) -> Result<Self, CheckpointFault> {
        let form = CheckpointFault::Form;
        let at = note.find("\n\n").filter(|_| note.len() <= LONGEST).ok_or(form)?;
        let (text, lines) = note.split_at_checked(at + 1).ok_or(form)?;
        let lines = lines.strip_prefix('\n').and_then(|lines| lines.strip_suffix('\n')).ok_or(form)?;
        let signatures = lines.split('\n').map(signature).collect::<Option<_>>().ok_or(form)?;
        Ok(Self { checkpoint: checkpoint(text)?, text, signatures })
    }

    /// Whether one of the keys has signed, and none of them wrongly.
    pub(super) fn signed_by_any(&self, keys: &[VerifierKey]) -> Result<(), CheckpointFault> {
        let mut signed = false;
        for line in &self.signatures {
            for key in keys.iter().filter(|key| key.id() == line.id && key.origin.to_string() == line.name) {
                if !key.made(&line.signature, self.text) {
                    return Err(CheckpointFault::Signature);
                }
                signed = true;
            }
        }
        if signed { Ok(()) } else { Err(CheckpointFault::Signature) }
    }
}

fn checkpoint(text: &str) -> Result<Checkpoint, CheckpointFault> {
    let mut lines = text.split('\n');
    let (Some(origin), Some(size), Some(root), Some(""), None) =
        (lines.next(), lines.next(), lines.next(), lines.next(), lines.next())
    else {
        return Err(CheckpointFault::Form);
    };
    let size: u64 = size.parse().map_err(|_| CheckpointFault::Form)?;
    let root = STANDARD.decode(root).ok().and_then(|root| Hash::from_slice(&root)).ok_or(CheckpointFault::Form)?;
    let checkpoint = Checkpoint { origin: origin.parse()?, size, root };
    if checkpoint.text() == text { Ok(checkpoint) } else { Err(CheckpointFault::Form) }
}

pub(super) fn signature(line: &str) -> Option<NoteSignature<'_>> {
    let (name, bytes) = line.strip_prefix("— ")?.split_once(' ')?;
    let plain = !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || c.is_control() || c == '+');
    let bytes = STANDARD.decode(bytes).ok().filter(|_| plain)?;
    let (id, signature) = bytes.split_first_chunk()?;
    Some(NoteSignature { name, id: *id, signature: signature.to_vec() })
}

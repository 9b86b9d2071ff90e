//! Signed texts that are no checkpoints, such as the manifest of a backup: the same signed-note format, under the same key.
//!
//! A text that begins like a checkpoint is not signed, so that nobody can take one for the other.

use super::key::{Signer, VerifierKey};
use super::note::signature;
use crate::CheckpointFault;

/// What every checkpoint begins with.
const CHECKPOINT: &str = "casekeep/";

impl Signer {
    /// The text with its signature: a signed note. Nothing when the text does not end with a line end, has an empty line in it, or begins as
    /// a checkpoint does.
    pub fn sign_text(&self, text: &str) -> Option<String> {
        let plain = text.ends_with('\n') && !text.starts_with('\n') && !text.contains("\n\n");
        (plain && !text.starts_with(CHECKPOINT)).then(|| format!("{text}\n{}", self.line(text)))
    }
}

impl VerifierKey {
    /// The text of a signed note, once a signature of this key holds.
    ///
    /// # Errors
    /// `Form` when it is no signed note or a checkpoint, `Signature` when this key has not signed it.
    pub fn signed_text<'a>(&self, note: &'a str) -> Result<&'a str, CheckpointFault> {
        let form = CheckpointFault::Form;
        let at = note.find("\n\n").ok_or(form)?;
        let (text, lines) = note.split_at_checked(at + 1).ok_or(form)?;
        let lines = lines.strip_prefix('\n').and_then(|lines| lines.strip_suffix('\n')).ok_or(form)?;
        if text.starts_with(CHECKPOINT) {
            return Err(form);
        }
        let name = self.origin.to_string();
        for line in lines.split('\n') {
            let line = signature(line).ok_or(form)?;
            if line.id == self.id() && line.name == name && self.made(&line.signature, text) {
                return Ok(text);
            }
        }
        Err(CheckpointFault::Signature)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Checkpoint, Origin};
    use super::*;
    use crate::{Hash, Id};

    fn signer(seed: u8) -> Signer {
        Signer::from_seed(Origin(Id([0xca; 16])), &[seed; 32]).unwrap()
    }

    #[test]
    fn a_signed_text_is_read_back_under_its_key_alone() {
        let note = signer(1).sign_text("one\ntwo\n").unwrap();
        assert_eq!(signer(1).key().signed_text(&note), Ok("one\ntwo\n"));
        assert_eq!(signer(2).key().signed_text(&note), Err(CheckpointFault::Signature));
        assert_eq!(signer(1).key().signed_text(&note.replace("two", "too")), Err(CheckpointFault::Signature));
        assert_eq!(signer(1).key().signed_text("one\n"), Err(CheckpointFault::Form));
    }

    #[test]
    fn a_text_is_never_a_checkpoint_nor_a_checkpoint_a_text() {
        let signer = signer(1);
        let checkpoint = Checkpoint { origin: signer.key().origin, size: 3, root: Hash([7; 32]) };
        assert_eq!(signer.sign_text(&checkpoint.text()), None);
        assert_eq!(signer.key().signed_text(&checkpoint.sign(&signer)), Err(CheckpointFault::Form));
        let text = signer.sign_text("a\nb\nc\n").unwrap();
        assert!(Checkpoint::verify(&text, &[*signer.key()]).is_err());
        for wrong in ["", "a", "a\n\nb\n", "\n"] {
            assert_eq!(signer.sign_text(wrong), None, "{wrong:?}");
        }
    }
}

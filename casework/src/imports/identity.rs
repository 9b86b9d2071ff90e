//! Where an imported client comes from, and under which id it is kept.
//!
//! The id of an imported client's dossier is made from the installation, the digest of the whole file and the row's key. So the same row of the same
//! file can only ever found one dossier, however often and by however many processes it is imported – also months later, when no once-key is
//! remembered any more, and also when the file of before has been destroyed. Without the file nobody can compute or try out such an id: it takes the
//! file's whole digest.

use domain::ids::{DossierId, InstallationId};
use domain::text::Line;
use sha2::{Digest, Sha256};

use crate::hex;

/// The dossier of the client in this row.
pub(super) fn dossier(installation: InstallationId, file: &[u8; 32], key: &str) -> DossierId {
    let mut hash = Sha256::new();
    hash.update(b"casekeep/v1/import/client|");
    hash.update(installation.bits().as_bytes());
    hash.update(file);
    hash.update(key.as_bytes());
    let digest: [u8; 32] = hash.finalize().into();
    let [bits @ .., _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _] = digest;
    DossierId::new(uuid::Builder::from_random_bytes(bits).into_uuid())
}

/// The provenance as the record keeps it: first digits of the file's digest, and the row's key. Neither file name nor person.
pub(super) fn provenance(file: &[u8; 32], key: &str) -> Option<Line> {
    Line::parse(&format!("file {} {key}", hex(file, 8))).ok()
}

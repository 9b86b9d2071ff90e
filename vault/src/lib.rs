//! Keys and sealed fields: what makes a stolen database unreadable and a destroyed dossier gone.
//!
//! The root key ([`root`]) wraps everything else ([`keys`]): a key-encryption key, the system's own secrets, and – through the
//! key-encryption key – one random data key per dossier. Contents are sealed under keys derived from the data key ([`mod@seal`]) and bound to
//! the place where they belong; documents in chunks under a key of their own ([`stream`]). Lookups work on keyed, truncated tokens
//! ([`index`]). The root key can be shared out on paper, so that nobody has it alone ([`sheets`]). Passwords ([`password`]) and one-time codes ([`codes`]) are here because they need the pepper.
//!
//! What this crate guarantees: keys are wiped when dropped and have neither `Debug` nor serialisation; every failure to open anything is
//! one and the same error; nothing here touches a database or the network.

pub mod codes;
pub mod index;
pub mod keys;
pub mod password;
mod primitives;
pub mod root;
pub mod seal;
pub mod sheets;
pub mod stream;

pub use codes::{SecretToken, token_digest};
pub use index::{Field, IndexKey};
pub use keys::{DataKey, Kek, Pepper, Purpose, PurposeKey, Secret, SecretName, SystemKey, SystemPurpose, WrongKey};
pub use password::{Cost, Passwords, WeakPassword};
pub use primitives::fill_random;
pub use root::{RootFault, RootKey, RootSource};
pub use seal::{Bound, Damaged, open, seal};

//! The installation's own secrets: what seals accounts and jobs, makes search tokens, peppers passwords and signs checkpoints.

use domain::time::Instant;
use vault::{IndexKey, Kek, Pepper, RootKey, Secret, SecretName, SystemKey, WrongKey};

use super::year;
use crate::db::{Db, DbFault};
use crate::vals;

/// The opened secrets.
pub(crate) struct Secrets {
    pub(crate) system: SystemKey,
    pub(crate) index: IndexKey,
    pub(crate) pepper: Pepper,
    /// The seed of the key that signs checkpoints.
    pub(crate) signing: Secret,
}

/// Why the secrets do not open.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum SecretsFault {
    #[error(transparent)]
    Db(#[from] DbFault),
    #[error(transparent)]
    Wrong(#[from] WrongKey),
    #[error("a secret is missing")]
    Missing,
}

impl Secrets {
    /// Whether the key database has been set up.
    pub(crate) fn exist(db: &Db) -> Result<bool, DbFault> {
        db.read_now(|tx| Ok(tx.one("SELECT 1 FROM secrets LIMIT 1", vals![], |_| Ok(()))?.is_some()))
    }

    /// Makes every secret and the first key-encryption key, all or none; nothing when they are there.
    pub(crate) fn make(db: &Db, root: &RootKey, now: Instant) -> Result<(), DbFault> {
        Self::make_with(db, root, &[], now)
    }

    /// [`Secrets::make`], where some are not new but carried here.
    pub(crate) fn make_with(
        db: &Db,
        root: &RootKey,
        carried: &[(SecretName, Secret)],
        now: Instant,
    ) -> Result<(), DbFault> {
        let wrapped = |&name: &SecretName| match carried.iter().find(|(carried, _)| *carried == name) {
            Some((_, secret)) => (name, secret.wrap(name, root)),
            None => (name, Secret::generate().wrap(name, root)),
        };
        let secrets: Vec<_> = SecretName::ALL.iter().map(wrapped).collect();
        let (epoch, kek) = (year(now), Kek::generate(year(now)).wrap(root));
        db.write_now(move |tx| {
            for (name, wrapped) in &secrets {
                tx.exec(
                    "INSERT INTO secrets (name, wrapped) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING",
                    vals![name.code(), wrapped],
                )?;
            }
            tx.exec(
                "INSERT INTO keks (epoch, wrapped, created) VALUES ($1, $2, $3) ON CONFLICT (epoch) DO NOTHING",
                vals![epoch, kek, now],
            )?;
            Ok(())
        })
    }

    /// Opens them all.
    pub(crate) fn open(db: &Db, root: &RootKey) -> Result<Self, SecretsFault> {
        let one = |name| open_one(db, name, root);
        Ok(Self {
            system: SystemKey::from(one(SecretName::System)?),
            index: IndexKey::from(one(SecretName::Index)?),
            pepper: Pepper::from(one(SecretName::Pepper)?),
            signing: one(SecretName::LedgerSigning)?,
        })
    }
}

/// Opens one.
pub(crate) fn open_one(db: &Db, name: SecretName, root: &RootKey) -> Result<Secret, SecretsFault> {
    let find = "SELECT wrapped FROM secrets WHERE name = $1";
    let wrapped: Option<Vec<u8>> = db.read_now(move |tx| tx.one(find, vals![name.code()], |row| row.bytes(0)))?;
    Ok(Secret::unwrap(name, &wrapped.ok_or(SecretsFault::Missing)?, root)?)
}

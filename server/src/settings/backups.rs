//! The backups that the server makes by itself, as the settings say it.

use std::path::PathBuf;

use backup::{KeepRule, Recipients};
use casework::house::BackupPlan;

use super::bucket::{Bucket, BucketWay, WayNames};
use super::{Documents, Given, Wrong, parsed};

/// How few recipients are enough: one identity that is lost must not be the end of all backups.
const FEWEST: usize = 2;

/// The settings of the bucket of the backups.
const WAY: WayNames =
    WayNames { endpoint: "backup_endpoint", region: "backup_region", credentials: "backup_credentials" };

/// Where backups go, or come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum BackupsAt {
    Folder(PathBuf),
    Bucket(Bucket),
}

/// The backups that the server makes by itself.
#[derive(Clone)]
pub(crate) struct Backups {
    /// Where to.
    pub(crate) to: Option<BackupsAt>,
    /// The way to a bucket, also when only a command names one.
    way: BucketWay,
    /// Who can open them.
    pub(crate) recipients: Option<Recipients>,
    /// How many hours after the one before.
    pub(crate) every: u16,
    /// What is kept.
    pub(crate) keep: KeepRule,
}

impl Backups {
    pub(super) fn understand(given: &Given, documents: &Documents) -> Result<Self, Wrong> {
        let way = BucketWay::understand(given, &WAY)?;
        let every = "a whole number of hours from 1 to 168";
        let days = "a whole number of days from 1 to 35";
        let number = |name, default, because| parsed::<u16>(given, name, default, because);
        let within = |name, value: u16, most, because| {
            if (1..=most).contains(&value) { Ok(value) } else { Err(Wrong::Value { name, because }) }
        };
        let keys_days = within("backup_keep_keys", number("backup_keep_keys", "7", days)?, 35, days)?;
        Ok(Self {
            to: given.value("backup_to").map(|place| at(place, &way, documents)).transpose()?,
            way,
            recipients: recipients(given)?,
            every: within("backup_every", number("backup_every", "1", every)?, 168, every)?,
            keep: KeepRule { keys_days: u8::try_from(keys_days).unwrap_or(35), ..KeepRule::default() },
        })
    }

    /// What a command says of where backups are: a folder, or a bucket to which the settings say the way.
    pub(crate) fn at(&self, place: &str, documents: &Documents) -> Result<BackupsAt, Wrong> {
        at(place, &self.way, documents)
    }

    /// Whether the server makes backups by itself.
    pub(crate) fn plan(&self) -> BackupPlan {
        match (&self.to, &self.recipients) {
            (None, _) => BackupPlan::None,
            (Some(_), Some(recipients)) if FEWEST <= recipients.count() => BackupPlan::Every(self.every),
            (Some(_), _) => BackupPlan::FewRecipients,
        }
    }
}

fn at(place: &str, way: &BucketWay, documents: &Documents) -> Result<BackupsAt, Wrong> {
    let name = "backup_to";
    let Some(bucket) = Bucket::parse(name, place, way)? else { return Ok(BackupsAt::Folder(place.into())) };
    if documents.bucket.as_ref().is_some_and(|of_documents| bucket.overlaps(of_documents)) {
        return Err(Wrong::Value { name, because: "the documents lie there; what takes one must not take the other" });
    }
    Ok(BackupsAt::Bucket(bucket))
}

fn recipients(given: &Given) -> Result<Option<Recipients>, Wrong> {
    let Some(text) = given.value("backup_recipients") else { return Ok(None) };
    let because = "public keys of age, which look like age1…, separated by commas";
    let keys = text.split(',').map(str::trim).filter(|key| !key.is_empty());
    Recipients::parse(keys).map(Some).map_err(|_| Wrong::Value { name: "backup_recipients", because })
}

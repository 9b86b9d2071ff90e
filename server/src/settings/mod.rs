//! The settings in effect: defaults < `casekeep.toml` < `CASEKEEP_*` variables < flags, read once and understood as a whole before anything
//! is opened.

mod backups;
mod bucket;
#[cfg(test)]
mod document;
mod documents;
mod flags;
mod form;
mod inbox;
mod mailbox;
mod post;
mod reach;
mod root_key;
mod shown;
mod sources;
mod table;
mod wrong;

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use casework::documents::Scanner;
use store::StoreSettings;
use store::db::{DbOptions, Place};
use web::guard::Origin;

use crate::opening::blob_place;

pub(crate) use backups::{Backups, BackupsAt};
pub(crate) use bucket::{Bucket, CredentialsFrom};
pub(crate) use documents::Documents;
pub(crate) use flags::Flags;
pub(crate) use form::PublicForm;
pub(crate) use inbox::Inbox;
pub(crate) use mailbox::{Mailbox, Then};
pub(crate) use post::{Gateway, Posts, Relay, Shape};
pub(crate) use reach::Protection;
pub(crate) use root_key::RootKeyFrom;
pub(crate) use shown::{Shown, shown};
pub(crate) use sources::Given;
pub(crate) use wrong::Wrong;

/// The data folder when nobody names one.
const DATA: &str = "./casekeep-data";

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LogFormat {
    Auto,
    Human,
    Json,
}

/// The settings in effect.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) data: PathBuf,
    pub(crate) listen: SocketAddr,
    /// Nothing when it follows from the address listened on.
    pub(crate) origin: Option<Origin>,
    pub(crate) database: Place,
    pub(crate) keys: Place,
    pub(crate) connections: usize,
    pub(crate) root_key: RootKeyFrom,
    /// Whether the server waits for the root key on its page.
    pub(crate) start_sealed: bool,
    pub(crate) documents: Documents,
    /// Nothing when nothing is taken in by itself.
    pub(crate) inbox: Option<Inbox>,
    /// Nothing when nobody asks by a form.
    pub(crate) public_form: Option<PublicForm>,
    /// By what messages to clients are sent.
    pub(crate) posts: Posts,
    /// Nothing when nobody looks for viruses.
    pub(crate) virus_scan: Option<Scanner>,
    pub(crate) anchor: PathBuf,
    pub(crate) backups: Backups,
    pub(crate) trusted_proxies: Vec<IpAddr>,
    pub(crate) log: String,
    pub(crate) log_format: LogFormat,
}

impl Settings {
    /// The settings of this process.
    pub(crate) fn of_process(flags: &Flags) -> Result<(Self, Given), Wrong> {
        let variables =
            std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
        let given = Given::gather(flags, variables)?;
        Ok((Self::understand(&given)?, given))
    }

    /// The settings of an installation in this data folder, whatever the machine says.
    pub(crate) fn of_folder(data: &Path) -> Result<Self, Wrong> {
        let flags = [("data", data.display().to_string()), ("listen", "127.0.0.1:0".to_owned())];
        Self::understand(&Given::gather(&Flags(flags.into()), std::iter::empty())?)
    }

    /// What the given values mean.
    pub(crate) fn understand(given: &Given) -> Result<Self, Wrong> {
        let data = PathBuf::from(given.value("data").unwrap_or(DATA));
        if data.as_os_str().is_empty() {
            return Err(Wrong::Value { name: "data", because: "it is empty" });
        }
        let (database, keys) = databases(given, &data)?;
        let documents = Documents::understand(given, &data)?;
        Ok(Self {
            listen: parsed(given, "listen", "127.0.0.1:8700", "an address looks like 127.0.0.1:8700")?,
            origin: given.value("origin").map(|text| text.parse().map_err(|_| bad_origin())).transpose()?,
            database,
            keys,
            connections: connections(given)?,
            root_key: RootKeyFrom::parse(given.value("root_key"), &data)?,
            start_sealed: start_sealed(given)?,
            virus_scan: virus_scan(given)?,
            inbox: Inbox::understand(given, &data)?,
            public_form: PublicForm::understand(given)?,
            posts: Posts::understand(given)?,
            anchor: given.value("anchor").map_or_else(|| beside(&data, ".anchor"), PathBuf::from),
            backups: Backups::understand(given, &documents)?,
            documents,
            trusted_proxies: proxies(given)?,
            log: given.value("log").unwrap_or("info").to_owned(),
            log_format: log_format(given)?,
            data,
        })
    }

    /// What the store must be told. The access key of a bucket is read for it.
    ///
    /// # Errors
    /// [`Exit::BucketCredentials`](crate::exits::Exit) when there is none.
    pub(crate) fn store(&self, new_anchor: bool) -> anyhow::Result<StoreSettings> {
        Ok(StoreSettings {
            data: self.database.clone(),
            keys: self.keys.clone(),
            documents: blob_place(&self.documents, &self.data)?,
            anchor: self.anchor.clone(),
            new_anchor,
            options: DbOptions { connections: self.connections, ..DbOptions::default() },
        })
    }

    /// Whether the databases are files in the data folder.
    pub(crate) fn is_local(&self) -> bool {
        matches!(self.database, Place::Sqlite(_))
    }

    /// The public address, when the server listens there.
    pub(crate) fn origin_at(&self, listens: SocketAddr) -> String {
        self.origin.as_ref().map_or_else(|| format!("http://{listens}"), Origin::to_string)
    }
}

/// The path of the data folder with something added to its name: what belongs to the data and must not lie in it.
pub(crate) fn beside(data: &Path, ending: &str) -> PathBuf {
    // An absolute path, so that a folder given as `.` or `..` has a name.
    let whole = data.canonicalize().or_else(|_| std::path::absolute(data)).unwrap_or_else(|_| data.to_owned());
    let mut name = whole.file_name().unwrap_or(std::ffi::OsStr::new("casekeep")).to_owned();
    name.push(ending);
    whole.with_file_name(name)
}

fn databases(given: &Given, data: &Path) -> Result<(Place, Place), Wrong> {
    match (given.value("database_url"), given.value("keys_database_url")) {
        (None, None) => Ok((Place::Sqlite(data.join("data.db")), Place::Sqlite(data.join("keys.db")))),
        (Some(_), None) => Err(Wrong::Value { name: "keys_database_url", because: "it is needed beside database_url" }),
        (None, Some(_)) => Err(Wrong::Value { name: "database_url", because: "it is needed beside keys_database_url" }),
        (Some(record), Some(keys)) if record == keys => {
            Err(Wrong::Value { name: "keys_database_url", because: "the keys need a database of their own" })
        }
        (Some(record), Some(keys)) => Ok((postgres("database_url", record)?, postgres("keys_database_url", keys)?)),
    }
}

fn postgres(name: &'static str, url: &str) -> Result<Place, Wrong> {
    if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        Ok(Place::Postgres(url.to_owned()))
    } else {
        Err(Wrong::Value { name, because: "it has to begin with postgres://" })
    }
}

fn connections(given: &Given) -> Result<usize, Wrong> {
    let because = "a whole number from 1 to 256";
    let number: usize = parsed(given, "database_connections", "16", because)?;
    if (1..=256).contains(&number) { Ok(number) } else { Err(Wrong::Value { name: "database_connections", because }) }
}

fn proxies(given: &Given) -> Result<Vec<IpAddr>, Wrong> {
    let because = "addresses without ports, separated by commas, such as 127.0.0.1";
    let parts =
        given.value("trusted_proxies").unwrap_or_default().split(',').map(str::trim).filter(|part| !part.is_empty());
    parts.map(|part| part.parse().map_err(|_| Wrong::Value { name: "trusted_proxies", because })).collect()
}

fn log_format(given: &Given) -> Result<LogFormat, Wrong> {
    match given.value("log_format").unwrap_or("auto") {
        "auto" => Ok(LogFormat::Auto),
        "human" => Ok(LogFormat::Human),
        "json" => Ok(LogFormat::Json),
        _ => Err(Wrong::Value { name: "log_format", because: "it is auto, human or json" }),
    }
}

fn virus_scan(given: &Given) -> Result<Option<Scanner>, Wrong> {
    let because = "it looks like unix:/run/clamav/clamd.ctl or tcp:127.0.0.1:3310";
    let place = given.value("virus_scan").map(str::trim).filter(|place| *place != "none");
    place.map(|place| place.parse().map_err(|_| Wrong::Value { name: "virus_scan", because })).transpose()
}

fn start_sealed(given: &Given) -> Result<bool, Wrong> {
    match given.value("start_sealed").unwrap_or("no") {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err(Wrong::Value { name: "start_sealed", because: "it is yes or no" }),
    }
}

fn bad_origin() -> Wrong {
    Wrong::Value { name: "origin", because: "it looks like https://cases.example.org, without a path" }
}

fn parsed<T: std::str::FromStr>(
    given: &Given,
    name: &'static str,
    default: &str,
    because: &'static str,
) -> Result<T, Wrong> {
    given.value(name).unwrap_or(default).trim().parse().map_err(|_| Wrong::Value { name, because })
}

#[cfg(test)]
mod tests;

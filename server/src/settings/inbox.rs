//! The folder from which scans and e-mails are taken, as the settings say it.

use std::path::{Path, PathBuf};

use super::{Given, Mailbox, Wrong};

/// The folder from which scans and e-mails are taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Inbox {
    /// The folder.
    pub(crate) folder: PathBuf,
    /// The address whose e-mails land there, for the words on pages.
    pub(crate) address: Option<String>,
    /// The mailbox whose e-mails are left there.
    pub(crate) mailbox: Option<Mailbox>,
}

impl Inbox {
    /// What the settings say; nothing when there is no such folder.
    pub(super) fn understand(given: &Given, data: &Path) -> Result<Option<Self>, Wrong> {
        let mailbox = Mailbox::understand(given)?;
        let address = given.value("inbox_address").map(str::trim);
        let Some(folder) = given.value("inbox").map(PathBuf::from) else {
            let because = "it is only beside inbox, the folder where its e-mails land";
            return address.map_or(Ok(None), |_| Err(Wrong::Value { name: "inbox_address", because }));
        };
        // what lies there is read by whoever can; ours is for nobody else
        if folder.as_os_str().is_empty() || folder.starts_with(data) || data.starts_with(&folder) {
            return Err(Wrong::Value {
                name: "inbox",
                because: "it is a folder of its own, apart from the data folder",
            });
        }
        let is_address = |text: &&str| {
            let parts: Vec<&str> = text.split('@').collect();
            matches!(parts.as_slice(), [name, host] if !name.is_empty() && host.contains('.'))
                && !text.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '+' | '<' | '>' | '"'))
        };
        match address {
            Some(text) if !is_address(&text) => {
                Err(Wrong::Value { name: "inbox_address", because: "it looks like documents@example.org" })
            }
            address => Ok(Some(Self { folder, address: address.map(str::to_owned), mailbox })),
        }
    }
}

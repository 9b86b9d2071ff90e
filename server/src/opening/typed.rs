//! Opening an installation with a root key that somebody types on the page of a sealed server.

use casework::house::{Clock as _, SystemClock};
use store::{StartFault, Store};
use vault::{RootKey, RootSource};
use zeroize::Zeroizing;

use super::passphrase;
use crate::exits::of_start;
use crate::settings::{RootKeyFrom, Settings};

/// Why it does not open.
pub(crate) enum Unopened {
    /// What was typed cannot be a key.
    Form,
    /// It is another key.
    Wrong,
    /// Any other reason to refuse a start.
    Other(anyhow::Error),
}

/// Opens the store with all checks of a start. Blocking.
///
/// # Errors
/// [`Unopened`].
pub(crate) fn open_typed(settings: &Settings, typed: Zeroizing<String>, new_anchor: bool) -> Result<Store, Unopened> {
    let key = match settings.root_key {
        RootKeyFrom::Passphrase => {
            let salt = passphrase::salt(&settings.data, false).map_err(Unopened::Other)?;
            RootSource::Passphrase(typed, salt).read(&settings.data)
        }
        _ => RootKey::typed(&typed),
    };
    let key = key.map_err(|_| Unopened::Form)?;
    let told_to_store = settings.store(new_anchor).map_err(Unopened::Other)?;
    Store::open(told_to_store, key, SystemClock.now()).map_err(|fault| match fault {
        StartFault::WrongRootKey => Unopened::Wrong,
        fault => Unopened::Other(of_start(fault).into()),
    })
}

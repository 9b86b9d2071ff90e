//! What the pages say of the folder from which this server takes scans and e-mails.

use parking_lot::Mutex;

use super::{Ctx, House};

/// How the folder is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct InboxIs {
    /// Files that lie there and are taken next.
    pub waiting: usize,
    /// Files that were put aside, because they cannot be filed.
    pub left: usize,
}

/// A server that takes in what comes.
pub(super) struct Inbox {
    address: Option<String>,
    is: Mutex<InboxIs>,
}

impl House {
    /// Says, once, that this server takes in what comes by itself, and which address people can write to.
    pub fn opens_inbox(&self, address: Option<String>) {
        let _ = self.inbox.set(Inbox { address, is: Mutex::default() });
    }

    /// Says how the folder was at the last look.
    pub fn inbox_is(&self, is: InboxIs) {
        if let Some(inbox) = self.inbox.get() {
            *inbox.is.lock() = is;
        }
    }

    /// How the folder was at the last look; nothing where this server takes in nothing.
    pub fn inbox(&self) -> Option<InboxIs> {
        self.inbox.get().map(|inbox| *inbox.is.lock())
    }

    /// The address whose e-mails are taken in, if there is one.
    pub fn inbox_address(&self) -> Option<&str> {
        self.inbox.get().and_then(|inbox| inbox.address.as_deref())
    }
}

impl Ctx {
    /// [`House::inbox`].
    pub fn inbox(&self) -> Option<InboxIs> {
        self.house.inbox()
    }

    /// [`House::inbox_address`].
    pub fn inbox_address(&self) -> Option<&str> {
        self.house.inbox_address()
    }
}

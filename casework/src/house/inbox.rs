//! What the pages say of the folder from which this server takes scans and e-mails, and of the mailbox out of which they come there.

use domain::time::Instant;
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

/// How the mailbox is that this server reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MailboxIs {
    /// When all that lay there was last seen through.
    pub read: Option<Instant>,
    /// Why it cannot be read now, and since when.
    pub trouble: Option<(MailboxTrouble, Instant)>,
    /// Messages that stay there because they are too large.
    pub too_large: usize,
    /// Messages that stay there because the mail server could not hand them out, several times.
    pub unread: usize,
}

/// Why a mailbox cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailboxTrouble {
    /// The server does not answer, or the line was cut.
    Away,
    /// The way to it cannot be protected: its certificate is not accepted, or it knows no STARTTLS.
    Unprotected,
    /// There is no sign-in where the settings say.
    NoSignIn,
    /// It does not accept the sign-in.
    SignIn,
    /// It answers what nobody can understand, or refuses what every such server does.
    Odd,
    /// Messages cannot be moved or removed there.
    NotMoved,
    /// Messages cannot be left in the folder of the inbox.
    NotKept,
}

impl MailboxTrouble {
    /// The word for it in the log.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Away => "mail_server_away",
            Self::Unprotected => "mail_server_tls",
            Self::NoSignIn => "no_sign_in",
            Self::SignIn => "sign_in_refused",
            Self::Odd => "mail_server_odd",
            Self::NotMoved => "messages_not_moved",
            Self::NotKept => "messages_not_kept",
        }
    }

    /// What it is and what to do about it, for whoever looks after the server.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Away => "The mail server does not answer, or the line to it was cut.",
            Self::Unprotected => {
                "The way to the mail server cannot be protected: it knows no TLS, or its certificate is not made out to this name or not trusted by this machine."
            }
            Self::NoSignIn => {
                "There is no sign-in where the setting mailbox_credentials says, or others can read it. It needs the lines USER and PASSWORD and mode 0400."
            }
            Self::SignIn => {
                "The mail server does not accept the sign-in. Put the right one into the file of mailbox_credentials; it is tried at once."
            }
            Self::Odd => "The mail server answers what cannot be understood, or refuses what every such server does.",
            Self::NotMoved => {
                "Messages cannot be moved or removed in the mailbox. Look at its rights and at the setting mailbox_then; what was read already is taken once."
            }
            Self::NotKept => {
                "Messages cannot be left in the folder of the setting inbox: it is not there, is full, or cannot be written to."
            }
        }
    }
}

/// A server that takes in what comes.
pub(super) struct Inbox {
    address: Option<String>,
    is: Mutex<InboxIs>,
    mailbox: Mutex<Option<MailboxIs>>,
}

impl House {
    /// Says, once, that this server takes in what comes by itself, and which address people can write to.
    pub fn opens_inbox(&self, address: Option<String>) {
        let _ = self.inbox.set(Inbox { address, is: Mutex::default(), mailbox: Mutex::default() });
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

    /// Says how the mailbox was at the last look.
    pub fn mailbox_is(&self, is: MailboxIs) {
        if let Some(inbox) = self.inbox.get() {
            *inbox.mailbox.lock() = Some(is);
        }
    }

    /// How the mailbox was at the last look; nothing where this server reads none.
    pub fn mailbox(&self) -> Option<MailboxIs> {
        self.inbox.get().and_then(|inbox| *inbox.mailbox.lock())
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

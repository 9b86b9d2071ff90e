//! What becomes of every table in a copy of the record. A test compares the list with the schema, so that a new table is decided upon here.

/// What becomes of the rows of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// Nobody could write them anew: they are copied, by this question.
    Truth(&'static str),
    /// Written anew out of what is copied.
    Derived,
    /// Left out for good: it passes by itself, or must not outlive the place where it was.
    Passing,
}

impl Keep {
    /// The word in the document.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Truth(_) => "copied",
            Self::Derived => "derived anew",
            Self::Passing => "left out",
        }
    }
}

/// One table.
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// What becomes of its rows.
    pub keep: Keep,
    /// Why, in a few words.
    pub why: &'static str,
}

impl Table {
    /// The columns that are copied; none of a table that is not.
    pub(crate) fn columns(&self) -> Vec<&'static str> {
        match self.keep {
            Keep::Truth(question) => columns(question),
            Keep::Derived | Keep::Passing => Vec::new(),
        }
    }
}

const fn truth(name: &'static str, question: &'static str, why: &'static str) -> Table {
    Table { name, keep: Keep::Truth(question), why }
}

const fn derived(name: &'static str, why: &'static str) -> Table {
    Table { name, keep: Keep::Derived, why }
}

const fn passing(name: &'static str, why: &'static str) -> Table {
    Table { name, keep: Keep::Passing, why }
}

/// Tables that have another name since. Copies of before name them as they were; they come back under that name, and the migrations that follow rename them.
pub const FORMER: &[&str] = &["answer_links"];

/// The tables of the data database, in the order in which they are copied.
pub const DATA: &[Table] = &[
    passing("schema_version", "the copy says itself which schema it has"),
    truth("installation", "SELECT one, id, created FROM installation", "who we are, bound into every seal"),
    truth(
        "dossiers",
        "SELECT dossier, kind, entries, head, last_at, derived, destroyed FROM dossiers",
        "the heads of the chains",
    ),
    truth(
        "entries",
        "SELECT dossier, number, kind, version, level, author, happened, signed, sealed FROM entries",
        "the record itself",
    ),
    truth("lines", "SELECT id, at, dossier, entry, body, number, prev, leaf FROM lines", "the ledger"),
    truth("tiles", "SELECT level, idx, hash FROM tiles", "the tree over the ledger"),
    truth("checkpoints", "SELECT size, at, note FROM checkpoints", "what was signed cannot be signed again"),
    truth("serials", "SELECT name, next FROM serials", "no number is given out twice"),
    truth(
        "deeds",
        "SELECT once, staff, at, dossier, entry FROM deeds",
        "what is sent again after it is not done again",
    ),
    truth("drafts", "SELECT staff, dossier, form, saved, sealed FROM drafts", "unsigned text that somebody wrote"),
    truth(
        "uploads",
        "SELECT id, staff, dossier, address, length, received, sealed FROM uploads",
        "files that somebody sent and did not file yet",
    ),
    truth(
        "outbox",
        "SELECT id, kind, dossier, payload, due, attempts, leased_by, leased_until, state, reason, deadline FROM outbox",
        "what was promised to be sent; told twice is better than never",
    ),
    truth(
        "accounts",
        "SELECT staff, login, password, code_secret, code_step, epoch, state, changed FROM accounts",
        "how people prove who they are",
    ),
    truth("recovery_codes", "SELECT staff, digest FROM recovery_codes", "how people prove who they are"),
    truth(
        "feeds",
        "SELECT token, staff, feed, made, fetched FROM feeds",
        "calendars that people have in other programs go on",
    ),
    passing("leases", "which process does what at the moment, and whether the servers are sealed"),
    derived("cards", "out of the entries"),
    derived("ties", "out of the entries"),
    derived("tokens", "out of the entries"),
    derived("duties", "out of the entries"),
    derived("appointments", "out of the entries"),
    derived("session_outcomes", "out of the entries"),
    derived("waiting_list", "out of the entries"),
    derived("reminders", "out of the entries"),
    derived("inquiries", "out of the entries"),
    derived("blobs", "out of the entries"),
    derived("holds", "out of the entries"),
    derived("whereabouts", "out of the entries"),
    passing("scrubs", "every file is looked at anew"),
    passing("spooled", "every server finds anew what lies in its spool"),
    passing("sign_ins", "everybody signs in again"),
    passing("invitations", "a link that was sent holds in one place only"),
    truth(
        "public_links",
        "SELECT token, dossier, item, ends, used FROM public_links",
        "links that people outside have in messages",
    ),
    truth(
        "messages",
        "SELECT id, dossier, item, starts, hours, means, number, sent FROM messages",
        "what gateways and relays report finds its reminder",
    ),
    passing("attempts", "counted anew"),
    passing("backups", "a restored place has none of its own yet"),
    truth(
        "key_copies",
        "SELECT place, run, at, gone FROM key_copies",
        "where the keys of what is destroyed may still be, also after a restore",
    ),
];

/// The tables of the key database.
pub const KEYS: &[Table] = &[
    passing("schema_version", "the copy says itself which schema it has"),
    truth("keks", "SELECT epoch, wrapped, created, retired FROM keks", "the key-encryption keys, wrapped"),
    truth("keys", "SELECT dossier, version, epoch, wrapped, created FROM keys", "the keys of every dossier, wrapped"),
    truth("secrets", "SELECT name, wrapped FROM secrets", "the secrets of the installation, wrapped"),
];

/// The columns that a question asks for.
pub fn columns(question: &'static str) -> Vec<&'static str> {
    let named = question.strip_prefix("SELECT ").and_then(|rest| rest.split_once(" FROM "));
    named.map_or_else(Vec::new, |(columns, _)| columns.split(", ").collect())
}

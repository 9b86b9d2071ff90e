//! The list of every column of both databases with its class: what may be readable and what must not be.
//!
//! A test compares it with the migrated schema on both engines; `docs/data-map.md` is printed from it. A new column is reviewed here.

use std::fmt::Write as _;

use crate::copies::tables;

/// What a column may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Ids, times, codes, counts, hashes over salted content: nothing that tells about a person without the rest.
    Plain,
    /// Ciphertext that only opens with the key of its dossier, or of the system.
    Sealed,
    /// A keyed digest: equal values look equal, and nothing can be read back.
    Token,
    /// A wrapped key or a password hash: worthless without the root key, and still guarded.
    Secret,
}

impl Class {
    /// The word in the document.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Sealed => "sealed",
            Self::Token => "token",
            Self::Secret => "secret",
        }
    }
}

/// One column.
pub struct Column {
    /// `table.column`.
    pub name: &'static str,
    /// What it may hold.
    pub class: Class,
    /// What it means, in one line.
    pub meaning: &'static str,
}

const fn plain(name: &'static str, meaning: &'static str) -> Column {
    Column { name, class: Class::Plain, meaning }
}

const fn sealed(name: &'static str, meaning: &'static str) -> Column {
    Column { name, class: Class::Sealed, meaning }
}

const fn token(name: &'static str, meaning: &'static str) -> Column {
    Column { name, class: Class::Token, meaning }
}

const fn secret(name: &'static str, meaning: &'static str) -> Column {
    Column { name, class: Class::Secret, meaning }
}

/// The data database.
pub const DATA: &[Column] = &[
    plain("schema_version.one", "always 1"),
    plain("schema_version.version", "how many migrations have run"),
    plain("installation.one", "always 1"),
    plain("installation.id", "the random name of this installation, bound into every seal"),
    plain("installation.created", "when it was set up here"),
    plain("dossiers.dossier", "its random id"),
    plain("dossiers.kind", "organisation, staff, client, case, matter, disposition or spot_check"),
    plain("dossiers.entries", "how many entries it has"),
    plain("dossiers.head", "hash of the body of its last entry line"),
    plain("dossiers.last_at", "time of its last entry line"),
    plain(
        "dossiers.derived",
        "marks of its ties, tokens, duties, appointments, outcomes of sessions, holds and items and of what it belongs to: hashes over those rows",
    ),
    plain("dossiers.destroyed", "when it was marked as destroyed, if it was"),
    plain("entries.dossier", "where it stands"),
    plain("entries.number", "its place there, from 1"),
    plain("entries.kind", "the kind of event, a code"),
    plain("entries.version", "the version of that kind's form"),
    plain("entries.level", "how confidential, 0 to 3"),
    plain("entries.author", "the staff id of the first signer"),
    plain("entries.happened", "when it happened, as stated"),
    plain("entries.signed", "when it was signed"),
    sealed("entries.sealed", "salt, manifest with the signatures, content; under the key of the dossier"),
    plain("lines.id", "a random id, until it has a number"),
    plain("lines.at", "when it was written"),
    plain("lines.dossier", "which dossier it is about, if any"),
    plain("lines.entry", "which entry it records, or how far was read"),
    plain("lines.body", "the exact bytes of the canonical line: ids, codes, times, salted commitments"),
    plain("lines.number", "its place in the ledger, from 0; given by the sealer"),
    plain("lines.prev", "leaf hash of the line before it"),
    plain("lines.leaf", "leaf hash of the numbered line"),
    plain("tiles.level", "how many lines it covers, as a power of two"),
    plain("tiles.idx", "which one, from 0"),
    plain("tiles.hash", "root over these lines"),
    plain("checkpoints.size", "how many lines it covers"),
    plain("checkpoints.at", "when it was made"),
    plain("checkpoints.note", "the signed note"),
    plain("serials.name", "what is counted, such as the case numbers of a year"),
    plain("serials.next", "the number to give out next"),
    plain("deeds.once", "the random key of one intended effect"),
    plain("deeds.staff", "who did it"),
    plain("deeds.at", "when"),
    plain("deeds.dossier", "where its first entry stands"),
    plain("deeds.entry", "its first entry"),
    plain("leases.name", "which task"),
    plain("leases.holder", "the random id of the process that does it"),
    plain("leases.until", "how long, unless renewed"),
    plain("cards.dossier", "whose summary"),
    plain("cards.kind", "the kind of dossier"),
    plain("cards.state", "its state, a code"),
    plain("cards.level", "how confidential the summary is"),
    plain("cards.subject", "the client's dossier a case belongs to"),
    plain("cards.team", "the responsible team"),
    plain("cards.changed", "time of its last entry"),
    sealed("cards.sealed", "the one-line summary that lists show; under the key of the dossier"),
    plain("ties.dossier", "which dossier"),
    plain("ties.staff", "who has to do with it"),
    plain("ties.tie", "as what, a code"),
    plain("ties.clearance", "up to which level"),
    plain("ties.since", "from when"),
    plain("ties.until", "until when, if dated"),
    plain("tokens.field", "which field, with the version of its normaliser"),
    token("tokens.token", "shortened keyed digest of the normalised value"),
    plain("tokens.dossier", "where the value stands"),
    plain("duties.dossier", "where it arises"),
    plain("duties.duty", "its name within the dossier"),
    plain("duties.kind", "what is to be done, a code"),
    plain("duties.clause", "the clause that asks for it"),
    plain("duties.owner", "who must do it"),
    plain("duties.role", "or which role"),
    plain("duties.due", "by when"),
    plain("duties.raised", "since when"),
    plain("duties.item", "which item of the dossier"),
    plain("duties.level", "how confidential"),
    plain("appointments.dossier", "whose"),
    plain("appointments.item", "its id in the dossier"),
    plain("appointments.staff", "with whom"),
    plain("appointments.starts", "from"),
    plain("appointments.ends", "to"),
    plain("appointments.state", "booked, kept, missed, moved, away …, a code"),
    plain("appointments.reminded", "for how many hours before it a reminder was due last"),
    plain("appointments.answer", "what the client has answered last, a code"),
    plain("appointments.room", "the id of the room, if one is booked"),
    plain("appointments.meeting", "the id of the meeting of a group that it is, if it is one"),
    plain("appointments.series", "its first id, by which it goes on when it is moved"),
    plain("appointments.revision", "how often it was moved or cancelled"),
    plain("appointments.changed", "when that was last, or when it was booked"),
    plain("session_outcomes.dossier", "in which case"),
    plain("session_outcomes.place", "counted on within the case"),
    plain("session_outcomes.staff", "who held it, or was to"),
    plain("session_outcomes.starts", "when it began, or was to"),
    plain("session_outcomes.minutes", "how long"),
    plain("session_outcomes.weekday", "on which day of the week, 1 for Monday"),
    plain("session_outcomes.outcome", "booked, held, missed, cancelled or moved, a code"),
    plain("session_outcomes.reminded", "how the client was reminded, a code"),
    plain("session_outcomes.wait", "how many seconds after it its note was signed"),
    plain("session_outcomes.next", "1 when a next session was booked with it"),
    plain("waiting_list.dossier", "in which case somebody waits for a session"),
    plain("waiting_list.urgency", "how soon they need it, a number for the order"),
    plain("waiting_list.since", "since when they wait"),
    plain("inquiries.dossier", "which inquiry"),
    plain("inquiries.kind", "what it is, a code"),
    plain("inquiries.channel", "how it reached us, a code"),
    plain("inquiries.level", "how confidential it is, a number"),
    plain("inquiries.owner", "who answers it"),
    plain("inquiries.about", "the id of the case to which it belongs"),
    plain("inquiries.received", "when it reached us"),
    plain("inquiries.acknowledge_due", "by when they are to know that we have it"),
    plain("inquiries.acknowledged", "when they knew"),
    plain("inquiries.answer_due", "by when they are to have an answer"),
    plain("inquiries.ended", "when it ended"),
    plain("inquiries.answered", "1 when it ended with an answer"),
    plain("inquiries.due", "by when something is to be done next"),
    plain("inquiries.timed", "on what its clocks hang: times and days, as JSON"),
    plain("inquiries.rules", "by which rules they were counted, a fingerprint"),
    plain("reminders.dossier", "in which case"),
    plain("reminders.item", "of which booking"),
    plain("reminders.hours", "how many hours before it"),
    plain("reminders.staff", "who holds the session"),
    plain("reminders.starts", "when it begins"),
    plain("reminders.at", "since when the reminder is due"),
    plain("reminders.state", "due, sent, delivered, not delivered …, a code"),
    plain("reminders.means", "by e-mail or text message, a code"),
    plain("reminders.answer", "what the client has answered last, a code"),
    plain("blobs.address", "SHA-256 of the sealed bytes, by which the file is named"),
    plain("blobs.dossier", "whose document it is"),
    plain("blobs.length", "how long the file is; a step, not the length of the content"),
    plain("scrubs.address", "which file"),
    plain("scrubs.checked", "when its bytes were last read and hashed"),
    plain("scrubs.whole", "whether it held what it is named by"),
    plain("spooled.address", "which file is not in the bucket yet"),
    plain("spooled.since", "when it had arrived, or was found in a spool"),
    plain("uploads.id", "random id of a file that was received and not filed yet"),
    plain("uploads.staff", "who sent it, its only reader"),
    plain("uploads.dossier", "for which dossier"),
    plain("uploads.address", "under which name it lies"),
    plain("uploads.length", "how long the file is; a step"),
    plain("uploads.received", "when it had arrived whole"),
    sealed("uploads.sealed", "its name, kind, length and key; under the key of the dossier"),
    plain("holds.matter", "by which matter or disposition list"),
    plain("holds.dossier", "which file must not be destroyed"),
    plain("holds.since", "from when"),
    plain("holds.until", "until when, if dated"),
    plain("whereabouts.dossier", "whose physical item"),
    plain("whereabouts.item", "its id in the dossier"),
    plain("whereabouts.place", "the random id of the place where it belongs"),
    plain("whereabouts.holder", "who has it, if it is out"),
    plain("whereabouts.due", "by when it has to be back"),
    plain("drafts.staff", "the author, its only reader"),
    plain("drafts.dossier", "what it is for"),
    plain("drafts.form", "which form"),
    plain("drafts.saved", "when it was last saved"),
    sealed("drafts.sealed", "the unsigned text; under the key of the dossier"),
    plain("outbox.id", "random id of the job"),
    plain("outbox.kind", "what is to be sent or done, a code"),
    plain("outbox.dossier", "whose, if any"),
    sealed("outbox.payload", "what to send; under the key of the dossier or the system"),
    plain("outbox.due", "not before"),
    plain("outbox.attempts", "how often tried"),
    plain("outbox.leased_by", "the process that has it"),
    plain("outbox.leased_until", "until when"),
    plain("outbox.state", "waiting, done, failed"),
    plain("outbox.reason", "why it failed, a code"),
    plain("outbox.deadline", "by when it is worth doing; the soonest first"),
    plain("accounts.staff", "whose"),
    token("accounts.login", "keyed digest of the login name"),
    secret("accounts.password", "Argon2id over the peppered password"),
    sealed("accounts.code_secret", "the seed of one-time codes; under the system key"),
    plain("accounts.code_step", "the last one-time code that was used, by its step"),
    plain("accounts.epoch", "raised to end every sign-in at once"),
    plain("accounts.state", "invited, active, suspended, closed"),
    plain("accounts.changed", "when"),
    plain("recovery_codes.staff", "whose"),
    secret("recovery_codes.digest", "keyed digest of the code"),
    secret("sign_ins.token", "SHA-256 of the secret in the cookie"),
    plain("sign_ins.staff", "who"),
    plain("sign_ins.epoch", "the account's epoch at that time"),
    plain("sign_ins.began", "since when"),
    plain("sign_ins.seen", "last request"),
    plain("sign_ins.proved", "last proof of being there"),
    plain("sign_ins.method", "by which means, a code"),
    sealed("sign_ins.device", "what the browser calls itself; under the system key"),
    plain("sign_ins.preferences", "codes such as curtain=1"),
    secret("invitations.token", "SHA-256 of the secret in the link"),
    plain("invitations.staff", "for whom"),
    plain("invitations.purpose", "set-up or reset, a code"),
    plain("invitations.made", "when"),
    plain("invitations.expires", "valid until"),
    plain("invitations.used", "when it was used"),
    secret("public_links.token", "SHA-256 of the secret in a link for somebody outside"),
    plain("public_links.dossier", "to which file it belongs"),
    plain("public_links.item", "to which booking or page"),
    plain("public_links.ends", "when the link ends"),
    plain("public_links.used", "when it was used"),
    plain("messages.id", "the mark of a message that went out"),
    plain("messages.dossier", "in which case"),
    plain("messages.item", "about which booking"),
    plain("messages.starts", "when that begins"),
    plain("messages.hours", "for how many hours before it"),
    plain("messages.means", "e-mail or text message, a code"),
    secret("messages.number", "keyed digest of the number that it went to, by which a reply finds it"),
    plain("messages.sent", "when it was handed over first"),
    secret("feeds.token", "SHA-256 of the secret in the address of a calendar"),
    plain("feeds.staff", "whose"),
    plain("feeds.feed", "its id in the file of its owner"),
    plain("feeds.made", "since when"),
    plain("feeds.fetched", "when it was last fetched"),
    token("attempts.bucket", "keyed digest of who or where from"),
    plain("attempts.count", "how many"),
    plain("attempts.first", "since when"),
    plain("attempts.until", "closed until"),
    plain("backups.id", "a random id"),
    plain("backups.at", "when it was begun"),
    plain("backups.took", "how long it took"),
    plain("backups.outcome", "proved, written or failed"),
    plain("backups.reason", "why it failed, a code"),
    plain("backups.run", "what its files are named by: a time and a set of recipients"),
    plain("backups.size", "how many ledger lines are in it"),
    plain("backups.root", "the root over them"),
    plain("backups.entries", "how many entries were opened to prove it"),
    plain("backups.documents", "how many documents are in it"),
    plain("key_copies.place", "a random mark of the folder of a backup"),
    plain("key_copies.run", "what its files are named by: a time and a set of recipients"),
    plain("key_copies.at", "when it was begun"),
    plain("key_copies.gone", "when its keys were seen to be gone"),
];

/// The key database.
pub const KEYS: &[Column] = &[
    plain("schema_version.one", "always 1"),
    plain("schema_version.version", "how many migrations have run"),
    plain("keks.epoch", "which key-encryption key: the year of the first, then counted on"),
    secret("keks.wrapped", "the key-encryption key under the root key"),
    plain("keks.created", "when it was made"),
    plain("keks.retired", "since when no new key is wrapped under it"),
    plain("keys.dossier", "whose key"),
    plain("keys.version", "which of the keys of the dossier, from 1; every seal names it"),
    plain("keys.epoch", "under which key-encryption key"),
    secret("keys.wrapped", "the key of the dossier, wrapped"),
    plain("keys.created", "when it was made"),
    plain("secrets.name", "system, index, pepper or ledger-signing"),
    secret("secrets.wrapped", "the secret under the root key"),
];

/// The document `docs/data-map.md`.
pub fn document() -> String {
    let mut text = String::from(
        "# Data map\n\nEvery column of both databases and what it may hold, and what becomes of every table in a backup; printed from `store/src/columns.rs` and \
         `store/src/copies/tables.rs` and compared in a test.\n\n\
         - **plain** – ids, times, codes, counts, salted hashes\n- **sealed** – ciphertext that opens only with the key of its dossier, or of the system\n\
         - **token** – keyed digest; equal values look equal, nothing can be read back\n- **secret** – wrapped key, digest of a secret or password hash\n",
    );
    for (title, columns, tables) in [("Data database", DATA, tables::DATA), ("Key database", KEYS, tables::KEYS)] {
        let _ = write!(text, "\n## {title}\n\n| table | in a backup | because |\n| --- | --- | --- |\n");
        for table in tables {
            let _ = writeln!(text, "| `{}` | {} | {} |", table.name, table.keep.word(), table.why);
        }
        text.push_str("\n| column | class | meaning |\n| --- | --- | --- |\n");
        for column in columns {
            let _ = writeln!(text, "| `{}` | {} | {} |", column.name, column.class.word(), column.meaning);
        }
    }
    text
}

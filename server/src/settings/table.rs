//! Every setting: its name, what it takes, its default, and what it does. Flags, variables, the settings file, `casekeep doctor` and
//! `docs/settings.md` are all made from this list.

/// One setting.
pub(crate) struct Setting {
    /// As in `casekeep.toml`; the flag has dashes for underscores, the variable is in capitals behind `CASEKEEP_`.
    pub(crate) name: &'static str,
    /// What kind of value it takes, as in the help.
    pub(crate) takes: &'static str,
    /// The value when nobody gives one, or how it is found, in words.
    pub(crate) default: &'static str,
    /// Whether its value is never shown.
    pub(crate) secret: bool,
    /// What it does.
    pub(crate) does: &'static str,
}

/// All of them, in the order of the document.
pub(crate) const TABLE: [Setting; 41] = [
    Setting {
        name: "data",
        takes: "FOLDER",
        default: "./casekeep-data",
        secret: false,
        does: "Where the databases are kept, unless they are on PostgreSQL. Only its owner may look into it (mode 0700).",
    },
    Setting {
        name: "listen",
        takes: "ADDRESS",
        default: "127.0.0.1:8700",
        secret: false,
        does: "The address and port to listen on, in plain HTTP. Put a proxy with TLS before anything but this machine.",
    },
    Setting {
        name: "origin",
        takes: "ADDRESS",
        default: "http:// and the address listened on",
        secret: false,
        does: "The public address, such as https://cases.example.org. Requests to any other host are turned away.",
    },
    Setting {
        name: "database_url",
        takes: "URL",
        default: "SQLite: data.db in the data folder",
        secret: true,
        does: "The PostgreSQL database (15 or newer) of the record. Needs keys_database_url as well.",
    },
    Setting {
        name: "keys_database_url",
        takes: "URL",
        default: "SQLite: keys.db in the data folder",
        secret: true,
        does: "The PostgreSQL database of the keys: never the same one, and with backups of its own that are kept for a short time.",
    },
    Setting {
        name: "database_connections",
        takes: "NUMBER",
        default: "16",
        secret: false,
        does: "How many connections to the PostgreSQL database of the record one server holds; 1 to 256.",
    },
    Setting {
        name: "root_key",
        takes: "SOURCE",
        default: "file: beside the data folder, its name followed by .root-key",
        secret: false,
        does: "Where the root key comes from: file:/path or the path alone (mode 0400, outside the data folder), credential:NAME (systemd), \
               command:PROGRAM ARGUMENTS… (prints the key), or passphrase (typed at each start). Without it nothing can be read: keep a copy \
               on paper or in a safe.",
    },
    Setting {
        name: "start_sealed",
        takes: "YES",
        default: "no",
        secret: false,
        does: "yes: the server starts sealed and opens nothing until somebody gives it the root key, or the passphrase, on its page. Then root_key only says \
               whether it is a passphrase.",
    },
    Setting {
        name: "documents",
        takes: "PLACE",
        default: "documents in the data folder",
        secret: false,
        does: "Where documents are kept, as sealed files without readable names: a folder, or s3://BUCKET/PREFIX in an S3-compatible store. Several servers on \
               one PostgreSQL need one that all of them see. With a bucket, what arrives waits in documents in the data folder until it is there; documents \
               that lie in that folder move into the bucket by themselves.",
    },
    Setting {
        name: "documents_endpoint",
        takes: "ADDRESS",
        default: "the store of AWS in the region",
        secret: false,
        does: "The address of another S3-compatible store, such as https://s3.example.org. http:// is for a store on this machine alone.",
    },
    Setting {
        name: "documents_region",
        takes: "REGION",
        default: "us-east-1",
        secret: false,
        does: "The region of the bucket; it is part of every signature. Other stores than that of AWS mostly take the default.",
    },
    Setting {
        name: "documents_credentials",
        takes: "SOURCE",
        default: "the variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
        secret: false,
        does: "Where the access key of the bucket comes from: file:/path (mode 0400, outside the data folder, with a line for each of the two variables) or \
               credential:NAME (systemd, with the same lines). It must be allowed to list the bucket, and to write, read and delete objects. It is read at the \
               start.",
    },
    Setting {
        name: "documents_spool",
        takes: "GIGABYTES",
        default: "10",
        secret: false,
        does: "How much may wait in documents in the data folder until it is in the bucket; 1 to 10000. When it is full no document is accepted.",
    },
    Setting {
        name: "inbox",
        takes: "FOLDER",
        default: "none",
        secret: false,
        does: "A folder from which scans and e-mails are taken, such as the target of a network scanner or a mailbox in Maildir form. A file names its \
               case by its name, by the folder it lies in, or, as an e-mail, by the address or the subject; an e-mail that names none opens an inquiry. What cannot \
               be taken is put into not-taken there.",
    },
    Setting {
        name: "inbox_address",
        takes: "ADDRESS",
        default: "none",
        secret: false,
        does: "The e-mail address whose messages land in inbox, such as documents@example.org. The pages tell people to put a plus sign and the number of the case \
               behind its name.",
    },
    Setting {
        name: "mailbox",
        takes: "ADDRESS",
        default: "none",
        secret: false,
        does: "An IMAP mailbox out of which every message is left in inbox, within seconds after it came: imaps://imap.example.org, or imap://imap.example.org, which goes \
               over to TLS and never goes on without. A server on this machine needs no TLS. Give it a mailbox of its own: all that lies in its INBOX is taken.",
    },
    Setting {
        name: "mailbox_credentials",
        takes: "SOURCE",
        default: "none",
        secret: false,
        does: "Where the sign-in for mailbox comes from: file:/path (mode 0400, outside the data folder, with the lines USER=… and PASSWORD=…) or \
               credential:NAME (systemd, with the same lines). It is read again at every connection.",
    },
    Setting {
        name: "mailbox_then",
        takes: "WHAT",
        default: "move:Casekeep",
        secret: false,
        does: "What becomes of a message in mailbox once it lies safely in inbox: move:FOLDER (marked as read; the folder is made when it is not there) or delete.",
    },
    Setting {
        name: "public_form",
        takes: "YES",
        default: "no",
        secret: false,
        does: "yes: anybody can ask, praise or complain by a form at /ask of the public address, without signing in; what comes is an inquiry. no: there is nothing \
               at that address.",
    },
    Setting {
        name: "public_form_within",
        takes: "ADDRESSES",
        default: "none",
        secret: false,
        does: "The sites that may show the form within their pages (in an iframe), such as https://www.example.org, separated by commas. No other page is ever shown \
               within another.",
    },
    Setting {
        name: "mail_relay",
        takes: "ADDRESS",
        default: "none: nothing is sent by e-mail",
        secret: false,
        does: "The mail relay by which reminders are sent: smtps://relay.example.org, or smtp://relay.example.org:587, which goes over to TLS and never goes on \
               without. A relay on this machine needs no TLS.",
    },
    Setting {
        name: "mail_from",
        takes: "SENDER",
        default: "none",
        secret: false,
        does: "Who e-mails to clients come from, such as Appointments <appointments@example.org>. Choose a name and an address that do not say what you help with.",
    },
    Setting {
        name: "mail_credentials",
        takes: "SOURCE",
        default: "none: the relay asks for none",
        secret: false,
        does: "Where the sign-in for the relay comes from: file:/path (mode 0400, outside the data folder, with the lines USER=… and PASSWORD=…) or \
               credential:NAME (systemd, with the same lines).",
    },
    Setting {
        name: "sms_gateway",
        takes: "ADDRESS",
        default: "none: nothing is sent by text message",
        secret: false,
        does: "Where text messages are handed over by POST, such as https://gateway.example.org/messages. http:// is for this machine alone.",
    },
    Setting {
        name: "sms_shape",
        takes: "SHAPE",
        default: "json",
        secret: false,
        does: "How the gateway is asked: json (an object with from, to, text and reference) or form (fields From, To, Body and Reference). Each request carries the same \
               Idempotency-Key whenever it is sent again.",
    },
    Setting {
        name: "sms_fields",
        takes: "NAMES",
        default: "the usual ones of docs/reminders.md",
        secret: false,
        does: "The names that the gateway has of its own for what it sends to /gateway/receipts and /gateway/replies, such as \
               reference=ClientRef,status=DeliveryStatus. What can be named is reference, status, error, from and text; in an object of JSON a dot leads into \
               another one, as in status=message.status.",
    },
    Setting {
        name: "sms_from",
        takes: "SENDER",
        default: "none",
        secret: false,
        does: "The number or name that text messages come from; one that does not say what you help with.",
    },
    Setting {
        name: "sms_credentials",
        takes: "SOURCE",
        default: "none: the gateway asks for none",
        secret: false,
        does: "Where the sign-in for the gateway comes from: file:/path (mode 0400, outside the data folder) or credential:NAME, with either the line TOKEN=… or \
               the lines USER=… and PASSWORD=…, and a line SECRET=… (16 characters or more) with which requests are signed: ours, and the receipts and replies \
               that the gateway sends to /gateway/receipts and /gateway/replies. Without it none are taken.",
    },
    Setting {
        name: "virus_scan",
        takes: "PLACE",
        default: "none: nobody looks, and each document says so",
        secret: false,
        does: "Where clamd listens, as unix:/run/clamav/clamd.ctl or tcp:127.0.0.1:3310. Once it is set, no document is accepted that it has not looked at, also \
               while it is away. Set its StreamMaxLength to the size of your largest documents.",
    },
    Setting {
        name: "anchor",
        takes: "FILE",
        default: "beside the data folder, its name followed by .anchor",
        secret: false,
        does: "The anchor file: every checkpoint of the ledger is appended to it. Best on another disk or machine than the data, where it \
               shows when an older state was put back.",
    },
    Setting {
        name: "backup_to",
        takes: "PLACE",
        default: "none: the server makes no backups by itself",
        secret: false,
        does: "Where the backups go that the server makes by itself, with backup_recipients: a folder, or s3://BUCKET/PREFIX in an S3-compatible store. Best on \
               another machine or disk, and with another provider than the documents.",
    },
    Setting {
        name: "backup_endpoint",
        takes: "ADDRESS",
        default: "the store of AWS in the region",
        secret: false,
        does: "The address of another S3-compatible store for backups, such as https://s3.example.org. http:// is for a store on this machine alone. It holds for \
               casekeep backup --to s3://… and casekeep restore --from s3://… as well.",
    },
    Setting {
        name: "backup_region",
        takes: "REGION",
        default: "us-east-1",
        secret: false,
        does: "The region of the bucket of the backups; it is part of every signature.",
    },
    Setting {
        name: "backup_credentials",
        takes: "SOURCE",
        default: "the variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
        secret: false,
        does: "Where the access key of the bucket of the backups comes from, as documents_credentials; best one that opens nothing else. It is read again for every \
               backup.",
    },
    Setting {
        name: "backup_recipients",
        takes: "KEYS",
        default: "none",
        secret: false,
        does: "Who can open them: at least two public keys of age (age1…), separated by commas. Their identities belong on no server.",
    },
    Setting {
        name: "backup_every",
        takes: "HOURS",
        default: "1",
        secret: false,
        does: "How many hours after the last backup the next one is made; 1 to 168.",
    },
    Setting {
        name: "backup_keep_keys",
        takes: "DAYS",
        default: "7",
        secret: false,
        does: "How many days a backup of the keys is kept, 1 to 35: what is destroyed is beyond recovery after so many.",
    },
    Setting {
        name: "trusted_proxies",
        takes: "ADDRESSES",
        default: "none",
        secret: false,
        does: "Addresses of the proxies before this server, separated by commas. Forwarded headers are believed from these alone.",
    },
    Setting {
        name: "log",
        takes: "LEVEL",
        default: "info",
        secret: false,
        does: "How much is logged: error, warn, info, debug or trace, also for parts of the program (info,store=debug). Never content.",
    },
    Setting {
        name: "log_format",
        takes: "FORMAT",
        default: "auto",
        secret: false,
        does: "human, json, or auto: human on a terminal and json otherwise. Logs go to standard error.",
    },
    Setting {
        name: "config",
        takes: "FILE",
        default: "casekeep.toml in the data folder, when it is there",
        secret: false,
        does: "The settings file. It holds these names with text as values; this one cannot stand in it.",
    },
];

impl Setting {
    /// The setting with this name.
    pub(crate) fn named(name: &str) -> Option<&'static Self> {
        TABLE.iter().find(|setting| setting.name == name)
    }

    /// The name of its flag, without dashes before it.
    pub(crate) fn flag(&self) -> String {
        self.name.replace('_', "-")
    }

    /// The name of its variable.
    pub(crate) fn variable(&self) -> String {
        format!("CASEKEEP_{}", self.name.to_uppercase())
    }
}

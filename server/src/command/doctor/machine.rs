//! What can be seen from outside: folder, key file, disk, anchor.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use casework::house::InboxIs;
use web::face::words::size;

use super::Finding;
use crate::command::runtime;
use crate::serving::inbox::{LEFT, probe};
use crate::serving::mailbox;
use crate::settings::{Given, Mailbox, RootKeyFrom, Settings};

/// Less room than this is worth a mark.
const ROOM: u64 = 1024 * 1024 * 1024;

/// What can be seen without opening anything.
pub(super) fn findings(settings: &Settings, given: &Given) -> Vec<Finding> {
    let mut found = Vec::new();
    if !given.unknown_variables.is_empty() {
        found.push(Finding::judged("unknown variables", given.unknown_variables.join(", "), false));
    }
    if settings.is_local() {
        found.push(mode("data folder", &settings.data, 0o077));
        found.extend(room(&settings.data));
    } else {
        let words = "the disk of PostgreSQL cannot be seen from here: watch it where PostgreSQL runs";
        found.push(Finding::good("disk space", words));
    }
    if let RootKeyFrom::File { path, .. } = &settings.root_key {
        found.push(mode("root key file", path, 0o077));
    }
    found.push(encrypted_transport(settings));
    found.push(anchor(&settings.anchor));
    found.push(virus_scan(settings));
    found.extend(settings.inbox.as_ref().map(|inbox| taken_in(&inbox.folder)));
    let mailbox = settings.inbox.as_ref().and_then(|inbox| inbox.mailbox.as_ref());
    found.extend(mailbox.map(|mailbox| read_from(mailbox, &settings.data)));
    found
}

/// The mode of a file or folder that should give nothing to `others`.
fn mode(what: &'static str, path: &Path, others: u32) -> Finding {
    match std::fs::metadata(path) {
        Ok(about) => {
            let mode = about.permissions().mode() & 0o7777;
            Finding::judged(what, format!("{} (mode {mode:04o})", path.display()), mode & others == 0)
        }
        Err(_) => Finding::judged(what, format!("{} is not there", path.display()), false),
    }
}

/// Whether the antivirus program answers, if there is one.
fn virus_scan(settings: &Settings) -> Finding {
    match &settings.virus_scan {
        None => Finding::good("virus scan", "off: documents are accepted as they come (setting virus_scan)"),
        Some(scanner) if scanner.answers() => Finding::good("virus scan", "clamd answers"),
        Some(_) => Finding::judged("virus scan", "clamd does not answer, so no document is accepted", false),
    }
}

/// What lies in the folder from which scans and e-mails are taken.
fn taken_in(folder: &Path) -> Finding {
    match probe(folder) {
        Ok(InboxIs { waiting, left }) => {
            let value = format!("{waiting} files wait; {left} cannot be filed and lie in {LEFT}, with the reasons");
            Finding::judged("inbox", value, left == 0)
        }
        Err(why) => Finding::judged("inbox", why, false),
    }
}

/// Whether the mailbox lets us in. Nothing is fetched.
fn read_from(mailbox: &Mailbox, data: &Path) -> Finding {
    let Ok(runtime) = runtime() else { return Finding::judged("mailbox", "it could not be asked", false) };
    match runtime.block_on(mailbox::probe(mailbox, data)) {
        Ok(lying) => Finding::good("mailbox", format!("it lets us in; {lying} messages lie there")),
        Err(trouble) => Finding::judged("mailbox", trouble.words(), false),
    }
}

fn room(folder: &Path) -> Option<Finding> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    let free = disk.f_bavail.saturating_mul(disk.f_frsize);
    let value = match ROOM <= free {
        true => format!("{} free", size(free)),
        false => format!(
            "{} free: make room, or move the data folder to a larger disk; when it is full nothing can be recorded",
            size(free)
        ),
    };
    Some(Finding::judged("disk space", value, ROOM <= free))
}

fn encrypted_transport(settings: &Settings) -> Finding {
    let origin = settings.origin_at(settings.listen);
    let good = origin.starts_with("https://") || settings.listen.ip().is_loopback();
    let value = if good { origin } else { format!("{origin}: pages travel in clear; put a proxy with TLS before it") };
    Finding::judged("address", value, good)
}

fn anchor(path: &Path) -> Finding {
    match std::fs::metadata(path) {
        Ok(about) => Finding::good("anchor file", format!("{} ({})", path.display(), size(about.len()))),
        Err(_) => Finding::judged("anchor file", format!("{} is not there", path.display()), false),
    }
}

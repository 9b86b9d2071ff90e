//! Taking in what scanners and mail programs put into the folder of the setting `inbox`.
//!
//! A file is taken when it has not changed between two looks. It names its case by its own name, by the folder it lies in, or, when it is an e-mail, by the address
//! or the subject. An e-mail that names none is an inquiry. When it is filed, it is removed from the folder; what cannot be filed goes to `not-taken` there, with the reason beside it. Whatever cuts this
//! off, nothing is lost: a file leaves the folder after its entry is written, and one that is filed already is not filed again.
//!
//! Names of files are content: none stands in the log.

mod leaving;
mod letters;

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Cursor, Read as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use casework::documents::{CannotTake, Coming, Message};
use casework::house::InboxIs;
use casework::reminders::Bounce;
use casework::{Failure, Fault, House};
use domain::documents::{CannotFile, Way};
use domain::numbers::CaseNumber;
use rustix::fs::OFlags;
use tokio::task::spawn_blocking;

use crate::settings::Inbox;
pub(crate) use leaving::{Leaving, leave, lying, sweep};

/// How often the folder is looked into.
const EVERY: Duration = Duration::from_secs(5);
/// How deep: a folder for each case, or the `new` of a mailbox.
const DEPTH: usize = 3;
/// How many files one look sees.
const MOST: usize = 1_000;
/// How long an e-mail may be, in bytes: it is read as a whole.
pub(crate) const MAIL: u64 = 48 * 1024 * 1024;
/// How much of an e-mail is read to find out whether it came back.
const BOUNCE: u64 = 1024 * 1024;
/// Where what cannot be filed is put.
pub(crate) const LEFT: &str = "not-taken";

/// Takes in what comes, until `stop`.
pub(super) async fn run(house: Arc<House>, inbox: Option<Inbox>, stop: impl Future<Output = ()>) {
    let Some(Inbox { folder, .. }) = inbox else { return };
    let mut stop = std::pin::pin!(stop);
    let mut known = HashMap::new();
    loop {
        let look = look(&house, &folder, known);
        known = tokio::select! {
            () = &mut stop => return,
            known = look => known,
        };
        tokio::select! {
            () = &mut stop => return,
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

/// What a file was like at the last look.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Was {
    length: u64,
    changed: SystemTime,
    /// Whether it was tried, and can neither be taken nor moved away.
    stuck: bool,
}

type Known = HashMap<PathBuf, Was>;

/// What comes of a file.
enum Outcome {
    /// It is filed; it can go.
    Taken,
    /// It stays as it is, and is tried again.
    Later,
    /// It never will be.
    Never(String),
}

/// Looks once, and takes what has not changed since the look before.
async fn look(house: &Arc<House>, folder: &Path, before: Known) -> Known {
    let root = folder.to_owned();
    let listed = spawn_blocking(move || (list(&root), left_in(&root))).await;
    let Ok((found, left)) = listed else { return before };
    let mut known = Known::new();
    let waiting = found.len();
    for (path, is) in found {
        let was = before.get(&path);
        let settled = was.is_some_and(|was| (was.length, was.changed) == (is.length, is.changed));
        if !settled || was.is_some_and(|was| was.stuck) {
            known.insert(path, Was { stuck: settled, ..is });
            continue;
        }
        let gone = match take(house, folder, &path).await {
            // a scanner that begins every day with the same names may have put another one there
            Outcome::Taken if is_another(&path, is) => continue,
            Outcome::Taken => fs::remove_file(&path),
            Outcome::Never(why) => put_aside(folder, &path, &why),
            Outcome::Later => {
                known.insert(path, is);
                continue;
            }
        };
        if let Err(why) = gone {
            tracing::error!(why = %why.kind(), "a file that came stays in the inbox, because it cannot be removed from there");
            known.insert(path, Was { stuck: true, ..is });
        }
    }
    house.inbox_is(InboxIs { waiting: known.len().min(waiting), left });
    known
}

/// Whether a file is not the one that it was a moment ago.
fn is_another(path: &Path, was: Was) -> bool {
    path.symlink_metadata().is_ok_and(|about| (about.len(), about.modified().ok()) != (was.length, Some(was.changed)))
}

/// Files in the folder, by their names; hidden ones, unfinished ones and links are none.
fn list(folder: &Path) -> Vec<(PathBuf, Was)> {
    let mut found = Vec::new();
    let mut folders = vec![(folder.to_owned(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries.flatten() {
            let (path, name) = (entry.path(), entry.file_name());
            let name = name.to_string_lossy();
            let unfinished = [".part", ".tmp", ".filepart", ".crdownload"].iter().any(|ending| name.ends_with(ending));
            // the names of links are told as what they are, not as what they point to
            let Ok(kind) = entry.file_type() else { continue };
            if name.starts_with('.') || unfinished || name == LEFT || (kind.is_dir() && name == "tmp") {
                continue;
            }
            if kind.is_dir() && depth + 1 < DEPTH {
                folders.push((path, depth + 1));
            } else if kind.is_file()
                && let Ok(about) = entry.metadata()
            {
                let changed = about.modified().unwrap_or(SystemTime::UNIX_EPOCH);
                found.push((path, Was { length: about.len(), changed, stuck: false }));
            }
        }
    }
    found.sort_unstable_by(|one, other| one.0.cmp(&other.0));
    found.truncate(MOST);
    found
}

/// How many files wait in `not-taken` for somebody.
fn left_in(folder: &Path) -> usize {
    let entries = fs::read_dir(folder.join(LEFT)).into_iter().flatten().flatten();
    entries.filter(|entry| !is_reason(&entry.path())).count()
}

fn is_reason(path: &Path) -> bool {
    path.to_string_lossy().ends_with(REASON)
}

/// How the name of a reason ends.
const REASON: &str = ".why.txt";

async fn take(house: &Arc<House>, folder: &Path, path: &Path) -> Outcome {
    match came_back(house, path).await {
        Ok(true) => return Outcome::Taken,
        Ok(false) => {}
        Err(_) => {
            tracing::warn!("what a relay tells of a message could not be written down; it is tried again");
            return Outcome::Later;
        }
    }
    let (of, root) = (path.to_owned(), folder.to_owned());
    let read = spawn_blocking(move || read(&root, &of)).await;
    let Ok(read) = read else { return Outcome::Never("It could not be read.".to_owned()) };
    let Came { case, way, dated, files } = match read {
        Ok(Some(came)) => came,
        Ok(None) if is_mail(path) => return letters::take(house, path).await,
        Ok(None) => {
            return Outcome::Never(
                "It names no case, or several. Put the number of its case into its name, or into the name of the folder it lies in."
                    .to_owned(),
            );
        }
        Err(why) if why.kind() == io::ErrorKind::FileTooLarge => {
            return Outcome::Never("This e-mail is too large. Save what is attached to it, and add that.".to_owned());
        }
        Err(why) => {
            tracing::warn!(why = %why.kind(), "a file in the inbox cannot be read; it is tried again");
            return Outcome::Later;
        }
    };
    match house.take_in(case, way, dated, files).await {
        Ok(_) | Err(Failure::Rule(CannotTake::Filed(CannotFile::Twice))) => Outcome::Taken,
        Err(Failure::Rule(why)) if why.may_pass() => Outcome::Later,
        Err(Failure::Rule(why)) => Outcome::Never(format!("{why}.")),
        Err(_) => {
            tracing::warn!("what came could not be filed; it is tried again");
            Outcome::Later
        }
    }
}

/// Whether it is an e-mail in which a relay tells of messages of ours; what it tells is written down. It is no document.
async fn came_back(house: &Arc<House>, path: &Path) -> Result<bool, Fault> {
    if !is_mail(path) {
        return Ok(false);
    }
    let of = path.to_owned();
    let read = spawn_blocking(move || {
        let mut bytes = Vec::new();
        opened(&of)?.take(BOUNCE).read_to_end(&mut bytes)?;
        io::Result::Ok(Bounce::read(&bytes))
    });
    match read.await {
        Ok(Ok(Some(bounce))) => house.take_bounce(bounce).await,
        // what it is otherwise is found out below
        _ => Ok(false),
    }
}

/// Whether a file is an e-mail, by its name or by the mailbox it lies in.
fn is_mail(path: &Path) -> bool {
    let within = path.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy();
    matches!(&*within, "new" | "cur") || path.to_string_lossy().to_lowercase().ends_with(".eml")
}

/// Opens a file; it neither follows a link that was put in its place, nor waits for a pipe.
fn opened(path: &Path) -> io::Result<File> {
    let flags = i32::try_from((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits()).unwrap_or_default();
    let file = OpenOptions::new().read(true).custom_flags(flags).open(path)?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(io::ErrorKind::InvalidInput.into()) }
}

/// What lies there, to be taken in.
struct Came {
    case: CaseNumber,
    way: Way,
    dated: Option<jiff::civil::Date>,
    files: Vec<Coming>,
}

/// Opens a file and finds out to which case it belongs; nothing when it names none.
fn read(folder: &Path, path: &Path) -> io::Result<Option<Came>> {
    let file = opened(path)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let within: Vec<String> = path
        .strip_prefix(folder)
        .unwrap_or(path)
        .iter()
        .rev()
        .map(|part| part.to_string_lossy().into_owned())
        .collect();
    let named = within.iter().find_map(|part| CaseNumber::in_text(part));
    if is_mail(path) {
        return mail(file, named);
    }
    let files = vec![Coming { name, content: Box::new(file), beside: false }];
    Ok(named.map(|case| Came { case, way: Way::Scanner, dated: None, files }))
}

/// An e-mail: the message as it came, and beside it what is attached.
fn mail(file: File, named: Option<CaseNumber>) -> io::Result<Option<Came>> {
    let mut bytes = Vec::new();
    file.take(MAIL + 1).read_to_end(&mut bytes)?;
    if MAIL < bytes.len() as u64 {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    let Some(Message { subject, case, dated, attached }) = Message::read(&bytes) else { return Ok(None) };
    let message = Coming { name: subject, content: Box::new(Cursor::new(bytes)), beside: false };
    let attached =
        attached.into_iter().map(|(name, bytes)| Coming { name, content: Box::new(Cursor::new(bytes)), beside: true });
    let files = std::iter::once(message).chain(attached).collect();
    Ok(named.or(case).map(|case| Came { case, way: Way::Mail, dated, files }))
}

/// Moves a file out of the way, under a name that is free there, with the reason beside it.
fn put_aside(folder: &Path, path: &Path, why: &str) -> io::Result<()> {
    let left = folder.join(LEFT);
    fs::create_dir_all(&left)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let free = (0_u32..).map(|n| left.join(if n == 0 { name.clone() } else { format!("{n}-{name}") }));
    let to = free.take(MOST).find(|to| to.symlink_metadata().is_err()).ok_or(io::ErrorKind::AlreadyExists)?;
    let mut reason = to.clone().into_os_string();
    reason.push(REASON);
    fs::rename(path, &to)?;
    tracing::warn!("a file in the inbox was put aside: it lies in not-taken there, with the reason beside it");
    let mut words: Vec<char> = why.chars().collect();
    if let Some(first) = words.first_mut() {
        *first = first.to_ascii_uppercase();
    }
    fs::write(reason, words.into_iter().chain(['\n']).collect::<String>())
}

/// How the folder is, for `casekeep doctor`.
pub(crate) fn probe(folder: &Path) -> Result<InboxIs, &'static str> {
    use std::os::unix::fs::MetadataExt as _;
    let about = fs::metadata(folder).map_err(|_| "it is not there, or cannot be looked into")?;
    if !about.is_dir() {
        return Err("it is no folder");
    }
    if about.mode() & 0o007 != 0 {
        return Err(
            "everybody on this machine can look into it; let only the scanner, the mail program and Casekeep (mode 0770)",
        );
    }
    tempfile::Builder::new()
        .prefix(".casekeep")
        .tempfile_in(folder)
        .map_err(|_| "nothing can be removed from it, as it cannot be written to")?;
    Ok(InboxIs { waiting: list(folder).len(), left: left_in(folder) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_file_of_the_inbox_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for name in ["2026-000001-X", "mail/new", "mail/tmp", LEFT, "a/b/c"] {
            fs::create_dir_all(at(name)).unwrap();
        }
        for name in [
            "scan.pdf",
            ".hidden",
            "half.pdf.part",
            "2026-000001-X/b.pdf",
            "mail/new/1.m",
            "mail/tmp/2.m",
            "not-taken/c.pdf",
            "a/b/c/d.pdf",
        ] {
            fs::write(at(name), "x").unwrap();
        }
        std::os::unix::fs::symlink("/etc/passwd", at("link.pdf")).unwrap();
        let found: Vec<PathBuf> = list(folder.path()).into_iter().map(|(path, _)| path).collect();
        assert_eq!(found, [at("2026-000001-X/b.pdf"), at("mail/new/1.m"), at("scan.pdf")]);
        assert!(read(folder.path(), &at("link.pdf")).is_err(), "a link is not followed");
        assert_eq!(left_in(folder.path()), 1);
        let was = list(folder.path()).into_iter().find(|(path, _)| *path == at("scan.pdf")).unwrap().1;
        assert!(!is_another(&at("scan.pdf"), was));
        put_aside(folder.path(), &at("scan.pdf"), "no case has this number").unwrap();
        assert!(!is_another(&at("scan.pdf"), was), "what is gone is no other");
        fs::write(at("scan.pdf"), "yy").unwrap();
        assert!(is_another(&at("scan.pdf"), was));
        put_aside(folder.path(), &at("scan.pdf"), "no case has this number").unwrap();
        assert_eq!(fs::read_to_string(at("not-taken/scan.pdf")).unwrap(), "x", "nothing is written over");
        assert_eq!(fs::read_to_string(at("not-taken/1-scan.pdf.why.txt")).unwrap(), "No case has this number\n");
        assert_eq!(left_in(folder.path()), 3);
    }

    #[test]
    fn a_file_names_its_case_by_its_name_or_by_its_folder() {
        let folder = tempfile::tempdir().unwrap();
        let (one, other) = (CaseNumber::new(2026, 1), CaseNumber::new(2026, 2));
        let case_of = |name: String, content: &str| {
            let path = folder.path().join(&name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, content).unwrap();
            read(folder.path(), &path).unwrap().map(|came| (came.case, came.way, came.files.len()))
        };
        assert_eq!(case_of(format!("{one}_letter.pdf"), "x"), Some((one, Way::Scanner, 1)));
        assert_eq!(case_of(format!("{one}/scan.pdf"), "x"), Some((one, Way::Scanner, 1)));
        assert_eq!(case_of(format!("{one}/{other}.pdf"), "x"), Some((other, Way::Scanner, 1)), "what is nearer counts");
        assert_eq!(case_of("scan.pdf".to_owned(), "x"), None);
        let mail = format!("To: papers+{one}@help.example\r\nSubject: Hello\r\n\r\nHello");
        assert_eq!(case_of("1.eml".to_owned(), &mail), Some((one, Way::Mail, 1)));
        assert_eq!(case_of("mail/new/1700000.M1".to_owned(), &mail), Some((one, Way::Mail, 1)));
        assert_eq!(case_of("1700000.M1".to_owned(), &mail), None, "elsewhere it is a file like others");
    }
}

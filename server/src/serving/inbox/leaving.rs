//! Leaving e-mails where the server finds them: in a mailbox in Maildir form within the inbox. `casekeep mail` and the reader of the mailbox do it alike.
//!
//! A message is written whole elsewhere, is on the disk, and only then lies where it is looked for. What was begun and not finished goes.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Write as _};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The mailbox in the inbox.
const MAILBOX: &str = "mail";
/// After so long nobody writes on at what was begun: whoever did so was killed.
const ABANDONED: Duration = Duration::from_secs(36 * 3_600);

/// A message that is being left. When it is dropped unfinished, nothing of it stays.
pub(crate) struct Leaving {
    file: File,
    written: PathBuf,
    new: PathBuf,
    name: String,
    finished: bool,
}

impl Leaving {
    /// Begins to leave one; the mailbox is made when it is not there.
    pub(crate) fn begin(inbox: &Path) -> io::Result<Self> {
        let mailbox = inbox.join(MAILBOX);
        let [aside, new] = ["tmp", "new"].map(|part| mailbox.join(part));
        for folder in [&mailbox, &aside, &new] {
            match fs::create_dir(folder) {
                // whoever takes it away is another user of the same group
                Ok(()) => fs::set_permissions(folder, Permissions::from_mode(0o2770))?,
                Err(why) if why.kind() == io::ErrorKind::AlreadyExists => {}
                Err(why) => return Err(why),
            }
        }
        let name = uuid::Uuid::now_v7().simple().to_string();
        let written = aside.join(&name);
        let file = OpenOptions::new().write(true).create_new(true).open(&written)?;
        let leaving = Self { file, written, new, name, finished: false };
        leaving.file.set_permissions(Permissions::from_mode(0o660))?;
        Ok(leaving)
    }

    /// Writes the next bytes.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)
    }

    /// Puts it where it is looked for; afterwards it lies there whatever happens. `arrived` is when it reached us, where that is known better than by the
    /// time of now: clocks run from it.
    pub(crate) fn finish(mut self, arrived: Option<SystemTime>) -> io::Result<()> {
        if let Some(arrived) = arrived {
            self.file.set_modified(arrived.min(SystemTime::now()))?;
        }
        self.file.sync_all()?;
        fs::rename(&self.written, self.new.join(&self.name))?;
        self.finished = true;
        File::open(&self.new)?.sync_all()
    }
}

impl Drop for Leaving {
    fn drop(&mut self) {
        if !self.finished {
            let _ = fs::remove_file(&self.written);
        }
    }
}

/// Leaves one that is there as a whole.
pub(crate) fn leave(inbox: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut leaving = Leaving::begin(inbox)?;
    leaving.write(bytes)?;
    leaving.finish(None)
}

/// How many lie there to be taken.
pub(crate) fn lying(inbox: &Path) -> usize {
    fs::read_dir(inbox.join(MAILBOX).join("new")).into_iter().flatten().count()
}

/// Removes what somebody began who was killed over it. The time of the last change of the file is not that of its message.
pub(crate) fn sweep(inbox: &Path) {
    let before = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().saturating_sub(ABANDONED);
    for entry in fs::read_dir(inbox.join(MAILBOX).join("tmp")).into_iter().flatten().flatten() {
        let old = entry.metadata().is_ok_and(|about| {
            about.is_file() && u64::try_from(about.ctime()).is_ok_and(|changed| changed < before.as_secs())
        });
        if old {
            let _ = fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_left_whole_in_a_mailbox_that_its_group_can_empty() {
        let inbox = tempfile::tempdir().unwrap();
        leave(inbox.path(), b"Subject: x\n\nHello").unwrap();
        let long_ago = UNIX_EPOCH + Duration::from_secs(1_700_000_000);
        let mut second = Leaving::begin(inbox.path()).unwrap();
        second.write(b"Subject: y\n").unwrap();
        second.write(b"\nHello").unwrap();
        second.finish(Some(long_ago)).unwrap();
        let in_folder = |part: &str| {
            let mut left: Vec<_> =
                fs::read_dir(inbox.path().join(part)).unwrap().map(|one| one.unwrap().path()).collect();
            left.sort();
            left
        };
        let left = in_folder("mail/new");
        assert_eq!((left.len(), lying(inbox.path())), (2, 2));
        assert_eq!(fs::read(&left[0]).unwrap(), b"Subject: x\n\nHello");
        assert_eq!(fs::read(&left[1]).unwrap(), b"Subject: y\n\nHello");
        assert_eq!(fs::metadata(&left[1]).unwrap().modified().unwrap(), long_ago, "it reached us then");
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o7777;
        assert_eq!((mode(&left[0]), mode(left[0].parent().unwrap())), (0o660, 0o2770));
        assert!(leave(&inbox.path().join("absent"), b"x").is_err());

        let mut cut = Leaving::begin(inbox.path()).unwrap();
        cut.write(b"Subject: z").unwrap();
        sweep(inbox.path());
        assert_eq!(in_folder("mail/tmp").len(), 1, "somebody writes on at it");
        drop(cut);
        assert!(in_folder("mail/tmp").is_empty());
    }
}

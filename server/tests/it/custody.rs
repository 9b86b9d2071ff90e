//! Two custodians and their folder of backups or exports, apart from any installation.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use age::secrecy::ExposeSecret as _;
use age::x25519::Identity;

use crate::home::{Home, Ran, text};

/// Two custodians with their identities, and a folder for the backups; apart from any installation.
pub(crate) struct Custody {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) identities: [Identity; 2],
}

impl Custody {
    pub(crate) fn new() -> Self {
        let custody =
            Self { folder: tempfile::tempdir().unwrap(), identities: [Identity::generate(), Identity::generate()] };
        for (number, identity) in custody.identities.iter().enumerate() {
            let secret = identity.to_string();
            let lines = format!("# made for a test\n{}\n", secret.expose_secret());
            fs::write(custody.identity(number), lines).unwrap();
        }
        custody
    }

    pub(crate) fn identity(&self, number: usize) -> PathBuf {
        self.folder.path().join(format!("identity-{number}"))
    }

    pub(crate) fn backups(&self) -> PathBuf {
        self.folder.path().join("backups")
    }

    pub(crate) fn back_up(&self, home: &Home, more: &[&str]) -> Ran {
        let to = text(&self.backups());
        let [one, other] = self.identities.each_ref().map(|identity| identity.to_public().to_string());
        home.run(&[&["backup", "--to", &to, "--recipient", &one, "--recipient", &other, "--json"], more].concat())
    }

    pub(crate) fn restore(&self, home: &Home, more: &[&str]) -> Ran {
        self.restore_with(home, 1, more)
    }

    pub(crate) fn restore_with(&self, home: &Home, identity: usize, more: &[&str]) -> Ran {
        let (from, identity) = (text(&self.backups()), text(&self.identity(identity)));
        home.run(&[&["restore", "--from", &from, "--identity", &identity, "--json"], more].concat())
    }

    pub(crate) fn exports(&self) -> PathBuf {
        self.folder.path().join("export")
    }

    /// Both recipients, as words of a command.
    pub(crate) fn recipients(&self) -> [String; 4] {
        let [one, other] = self.identities.each_ref().map(|identity| identity.to_public().to_string());
        ["--recipient".to_owned(), one, "--recipient".to_owned(), other]
    }

    /// Every file of the backups, by its name in the folder.
    pub(crate) fn files(&self) -> Vec<String> {
        files_in(&self.backups())
    }

    /// What is in the envelope of a file of the backups.
    pub(crate) fn opened(&self, name: &str) -> Vec<u8> {
        self.open(&self.backups().join(name))
    }

    /// What is in an envelope, as the stock program or, where that is not installed, its own library opens it.
    pub(crate) fn open(&self, path: &Path) -> Vec<u8> {
        let stock = Command::new("age").arg("-d").arg("-i").arg(self.identity(0)).arg(path).output();
        if let Ok(stock) = stock {
            assert!(stock.status.success(), "{}", path.display());
            return stock.stdout;
        }
        let mut plain = Vec::new();
        let sealed = age::Decryptor::new(fs::File::open(path).unwrap()).unwrap();
        let identity = std::iter::once(&self.identities[0] as &dyn age::Identity);
        sealed.decrypt(identity).unwrap().read_to_end(&mut plain).unwrap();
        plain
    }
}

/// Every file in a folder and the folders in it, by its name there.
pub(crate) fn files_in(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    collect(folder, &mut found);
    let root = text(folder);
    found.iter().map(|path| text(path)[root.len() + 1..].to_owned()).collect()
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    // a folder that was not made yet holds nothing
    let inside = fs::read_dir(folder).into_iter().flatten();
    let mut inside: Vec<PathBuf> = inside.map(|file| file.unwrap().path()).collect();
    inside.sort();
    for path in inside {
        if path.is_dir() { collect(&path, found) } else { found.push(path) }
    }
}

//! Two custodians and their folder of backups, apart from any installation.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use age::secrecy::ExposeSecret as _;
use age::x25519::Identity;

use crate::home::{Home, Ran, text};

/// Two custodians with their identities, and a folder for the backups; apart from any installation.
pub(super) struct Custody {
    pub(super) folder: tempfile::TempDir,
    pub(super) identities: [Identity; 2],
}

impl Custody {
    pub(super) fn new() -> Self {
        let custody =
            Self { folder: tempfile::tempdir().unwrap(), identities: [Identity::generate(), Identity::generate()] };
        for (number, identity) in custody.identities.iter().enumerate() {
            let secret = identity.to_string();
            let lines = format!("# made for a test\n{}\n", secret.expose_secret());
            fs::write(custody.identity(number), lines).unwrap();
        }
        custody
    }

    pub(super) fn identity(&self, number: usize) -> PathBuf {
        self.folder.path().join(format!("identity-{number}"))
    }

    pub(super) fn backups(&self) -> PathBuf {
        self.folder.path().join("backups")
    }

    pub(super) fn back_up(&self, home: &Home, more: &[&str]) -> Ran {
        let to = text(&self.backups());
        let [one, other] = self.identities.each_ref().map(|identity| identity.to_public().to_string());
        home.run(&[&["backup", "--to", &to, "--recipient", &one, "--recipient", &other, "--json"], more].concat())
    }

    pub(super) fn restore(&self, home: &Home, more: &[&str]) -> Ran {
        self.restore_with(home, 1, more)
    }

    pub(super) fn restore_with(&self, home: &Home, identity: usize, more: &[&str]) -> Ran {
        let (from, identity) = (text(&self.backups()), text(&self.identity(identity)));
        home.run(&[&["restore", "--from", &from, "--identity", &identity, "--json"], more].concat())
    }

    /// Every file of the backups, by its name in the folder.
    pub(super) fn files(&self) -> Vec<String> {
        let mut found = Vec::new();
        collect(&self.backups(), &mut found);
        let root = text(&self.backups());
        found.iter().map(|path| text(path)[root.len() + 1..].to_owned()).collect()
    }

    /// What is in the envelope, as the stock program or, where that is not installed, its own library opens it.
    pub(super) fn opened(&self, name: &str) -> Vec<u8> {
        let path = self.backups().join(name);
        let stock = Command::new("age").arg("-d").arg("-i").arg(self.identity(0)).arg(&path).output();
        if let Ok(stock) = stock {
            assert!(stock.status.success(), "{name}");
            return stock.stdout;
        }
        let mut plain = Vec::new();
        let sealed = age::Decryptor::new(fs::File::open(path).unwrap()).unwrap();
        let identity = std::iter::once(&self.identities[0] as &dyn age::Identity);
        sealed.decrypt(identity).unwrap().read_to_end(&mut plain).unwrap();
        plain
    }
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

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};

use super::*;

const HEX: &str = "00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF";

fn command(script: &str) -> Result<RootKey, RootFault> {
    RootSource::Command(["sh", "-c", script].map(String::from).to_vec()).read(Path::new("/nowhere"))
}

/// A folder with a key file of this content and mode, and an empty data folder beside it.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn with(content: &[u8], mode: u32) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("data")).unwrap();
        let place = Self { folder };
        fs::write(place.key(), content).unwrap();
        fs::set_permissions(place.key(), Permissions::from_mode(mode)).unwrap();
        place
    }

    fn key(&self) -> PathBuf {
        self.folder.path().join("root.key")
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn read(&self) -> Result<RootKey, RootFault> {
        self.read_at(self.key())
    }

    fn read_at(&self, path: PathBuf) -> Result<RootKey, RootFault> {
        RootSource::File(path).read(&self.data())
    }
}

#[test]
fn a_written_key_file_reads_back_and_is_never_overwritten() {
    let place = Place::with(b"", 0o400);
    let path = place.folder.path().join("new.key");
    let key = RootKey::generate();
    key.write_file(&path).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o7777, 0o400);
    assert_eq!(place.read_at(path.clone()).unwrap().bytes(), key.bytes());

    let again = RootKey::generate().write_file(&path).unwrap_err();
    assert_eq!(again.kind(), std::io::ErrorKind::AlreadyExists);
    assert_eq!(place.read_at(path).unwrap().bytes(), key.bytes());
}

#[test]
fn a_key_is_read_raw_or_as_hexadecimal_digits() {
    let raw = RootKey::parse(&[0x77; 32]).unwrap();
    assert_eq!(raw.bytes(), &[0x77; 32]);
    let hex = RootKey::parse(format!("{HEX}\n").as_bytes()).unwrap();
    assert_eq!(hex.bytes()[..4], [0x00, 0x11, 0x22, 0x33]);
    assert_eq!(hex.bytes()[28..], [0xcc, 0xdd, 0xee, 0xff]);
}

#[test]
fn anything_else_has_the_wrong_length() {
    let long = "0".repeat(65);
    let foreign = HEX.replace('0', "g");
    for content in ["", "abc", &HEX[1..], &HEX[32..], &long, &foreign, &HEX.repeat(2)] {
        assert_eq!(RootKey::parse(content.as_bytes()).err(), Some(RootFault::WrongLength), "{content}");
    }
    assert_eq!(Place::with(&[1; 31], 0o400).read().err(), Some(RootFault::WrongLength));
}

#[test]
fn a_file_that_others_can_read_is_refused() {
    for mode in [0o440, 0o404, 0o644, 0o620, 0o602, 0o601] {
        assert_eq!(Place::with(HEX.as_bytes(), mode).read().err(), Some(RootFault::ReadableByOthers), "{mode:o}");
    }
    for mode in [0o400, 0o600] {
        assert!(Place::with(HEX.as_bytes(), mode).read().is_ok(), "{mode:o}");
    }
}

#[test]
fn a_file_inside_the_data_folder_is_refused_by_every_way_to_it() {
    let place = Place::with(HEX.as_bytes(), 0o400);
    let inside = place.data().join("root.key");
    fs::rename(place.key(), &inside).unwrap();
    symlink(&inside, place.key()).unwrap();
    let roundabout = place.folder.path().join("data/../data/root.key");
    for path in [inside, place.key(), roundabout] {
        assert_eq!(place.read_at(path).err(), Some(RootFault::InsideTheData));
    }
}

#[test]
fn a_file_that_is_not_there_or_not_a_file_is_told_apart() {
    let place = Place::with(HEX.as_bytes(), 0o400);
    assert_eq!(place.read_at(place.folder.path().join("absent")).err(), Some(RootFault::Missing));
    assert_eq!(place.read_at(place.data()).err(), Some(RootFault::NotAFile));
}

#[test]
fn somebody_elses_file_is_refused() {
    // Only the superuser can give a file away; everybody else has a stranger's file at hand, which is checked for its mode first.
    let place = Place::with(HEX.as_bytes(), 0o400);
    let stranger = if rustix::process::geteuid().is_root() { 65_534 } else { 0 };
    match std::os::unix::fs::chown(place.key(), Some(stranger), None) {
        Ok(()) => assert_eq!(place.read().err(), Some(RootFault::NotOurs)),
        Err(error) => assert_eq!(error.kind(), std::io::ErrorKind::PermissionDenied),
    }
}

#[test]
fn a_command_gives_the_key_on_its_standard_output() {
    assert_eq!(command(&format!("echo {HEX}")).unwrap().bytes(), RootKey::parse(HEX.as_bytes()).unwrap().bytes());
    assert_eq!(command("head -c 32 /dev/zero").unwrap().bytes(), &[0; 32]);
}

#[test]
fn a_command_that_fails_is_no_key_even_when_it_writes_one() {
    assert_eq!(command(&format!("echo {HEX}; exit 1")).err(), Some(RootFault::CommandFailed));
    assert_eq!(command("true").err(), Some(RootFault::WrongLength));
    let absent = RootSource::Command(vec!["/nowhere/at/all".into()]);
    assert_eq!(absent.read(Path::new("/nowhere")).err(), Some(RootFault::CommandFailed));
    assert_eq!(RootSource::Command(vec![]).read(Path::new("/nowhere")).err(), Some(RootFault::Missing));
}

#[test]
fn a_credential_is_a_plain_name_in_its_folder() {
    let place = Place::with(HEX.as_bytes(), 0o444);
    let read = |name: &str| file::credential_in(place.folder.path(), name);
    assert_eq!(read("root.key").unwrap().as_slice(), HEX.as_bytes());
    for name in ["absent", "", ".", "..", "../root.key", "data/../root.key", "/etc/hostname"] {
        assert_eq!(read(name).err(), Some(RootFault::Missing), "{name}");
    }
    assert_eq!(read("data").err(), Some(RootFault::NotAFile));
}

#[test]
fn a_passphrase_gives_the_same_key_in_every_normal_form_and_another_with_another_salt() {
    let key = |typed: &str, salt: u8| from_passphrase(typed, &[salt; 16], Cost::TESTS).unwrap();
    assert_eq!(key("caf\u{e9} und strand", 1).bytes(), key("cafe\u{301} und strand", 1).bytes());
    assert_ne!(key("strand", 1).bytes(), key("strand", 2).bytes());
    assert_ne!(key("strand", 1).bytes(), key("Strand", 1).bytes());
    assert_eq!(from_passphrase("", &[1; 16], Cost::TESTS).err(), Some(RootFault::Missing));
    assert_eq!(from_passphrase("strand", &[1; 15], Cost::TESTS).err(), Some(RootFault::ShortSalt));
}

#[test]
fn a_typed_passphrase_costs_what_the_design_says() {
    let source = RootSource::Passphrase(Zeroizing::new("strand".into()), vec![1; 16]);
    let key = source.read(Path::new("/nowhere")).unwrap();
    // Argon2id, 256 MiB, four passes, one lane, over "strand" and sixteen bytes of 1; changing the cost would lock everybody out.
    assert_eq!(key.bytes()[..8], [118, 9, 45, 28, 192, 88, 5, 126]);
}

#[test]
fn a_variable_that_is_not_set_is_missing_and_one_that_is_no_key_is_refused() {
    let read = |name: &str| RootSource::Environment(name.into()).read(Path::new("/nowhere"));
    assert_eq!(read("CASEKEEP_NO_SUCH_VARIABLE").err(), Some(RootFault::Missing));
    assert_eq!(read("CARGO_MANIFEST_DIR").err(), Some(RootFault::WrongLength));
}

#[test]
fn a_source_shows_only_its_kind() {
    let source = RootSource::Passphrase(Zeroizing::new("strand".into()), vec![]);
    assert_eq!(format!("{source:?}"), "RootSource::Passphrase");
}

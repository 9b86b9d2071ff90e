use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;

use jiff::civil::date;
use uuid::Uuid;

use super::*;

fn kit() -> Kit {
    Kit {
        number: KitNumber::from_random(77),
        organisation: "Harbour Counselling: by the sea".to_owned(),
        installation: InstallationId::new(Uuid::from_u128(7)),
        ledger: "harbour+0badcafe+AQID".to_owned(),
        made: date(2026, 11, 22),
        custodians: vec!["Ada Moreau".to_owned(), "Tom Adeyemi".to_owned()],
        key: RootKey::from_kit(Zeroizing::new([9; 32])),
    }
}

/// A folder, a kit in it, and what opens that.
fn written() -> (tempfile::TempDir, std::path::PathBuf, Identities) {
    let (folder, identities) = (tempfile::tempdir().unwrap(), Identities::generate());
    let aside = kit().write(&folder.path().join("kits"), &folder.path().join("data"), &identities.recipients());
    let path = aside.unwrap().keep().unwrap();
    (folder, path, identities)
}

fn refused(path: &Path, identities: &Identities) -> BackupFault {
    Kit::open(path, identities).err().expect("it opened")
}

#[test]
fn a_kit_reads_back_as_it_was_written_and_only_its_owner_can_look() {
    let (folder, path, identities) = written();
    let read = Kit::open(&path, &identities).unwrap();
    let made = kit();
    assert_eq!((read.number, read.installation, read.made), (made.number, made.installation, made.made));
    assert_eq!((read.organisation, read.ledger, read.custodians), (made.organisation, made.ledger, made.custodians));
    assert_eq!(read.key.for_kit(), made.key.for_kit());
    assert_eq!(path, folder.path().join("kits").join(format!("casekeep-kit-{}.age", made.number)));
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o400);
    assert_eq!(fs::metadata(folder.path().join("kits")).unwrap().permissions().mode() & 0o777, 0o700);
}

#[test]
fn a_flipped_byte_anywhere_is_found() {
    let (_folder, path, identities) = written();
    let whole = fs::read(&path).unwrap();
    fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
    // the head byte by byte, of the rest enough
    for at in (0..500).chain((500..whole.len()).step_by(61)) {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        fs::write(&path, &bytes).unwrap();
        let fault = refused(&path, &identities);
        assert!(matches!(fault, BackupFault::Damaged(_) | BackupFault::WrongIdentity), "byte {at}: {fault}");
    }
    for left in [0, 1, whole.len() / 2, whole.len() - 1] {
        fs::write(&path, &whole[..left]).unwrap();
        assert!(Kit::open(&path, &identities).is_err(), "cut to {left} bytes");
    }
}

#[test]
fn another_identity_opens_nothing_and_other_files_are_no_kits() {
    let (folder, path, identities) = written();
    assert!(matches!(refused(&path, &Identities::generate()), BackupFault::WrongIdentity));
    assert!(matches!(refused(&folder.path().join("absent"), &identities), BackupFault::File { .. }));
    let sealed = |text: &str| {
        let path = folder.path().join("other.age");
        let mut envelope = Envelope::begin(File::create(&path).unwrap(), &identities.recipients()).unwrap();
        envelope.write_all(text.as_bytes()).unwrap();
        envelope.close().unwrap();
        refused(&path, &identities)
    };
    assert!(matches!(sealed("a letter"), BackupFault::Damaged(_)));
    assert!(matches!(sealed("casekeep recovery kit 1\n\nkit: K-1\n"), BackupFault::Damaged(_)));
    assert!(matches!(sealed("casekeep recovery kit 2\n"), BackupFault::Newer(_)));
}

#[test]
fn nothing_goes_into_the_data_folder_and_nothing_half_stays() {
    let (folder, path, identities) = written();
    let (kits, data) = (folder.path().join("kits"), folder.path().join("data"));
    fs::create_dir(&data).unwrap();
    let inside = |fault: Result<Aside, BackupFault>| matches!(fault, Err(BackupFault::Inside));
    assert!(inside(kit().write(&data, &data, &identities.recipients())));
    assert!(inside(Aside::folder(&data.join("kits"), &data, "casekeep-kit-1-sheets", &[])));
    assert!(matches!(kit().write(&kits, &data, &identities.recipients()), Err(BackupFault::Occupied(_))));
    fs::remove_file(path).unwrap();

    let names = || fs::read_dir(&kits).unwrap().count();
    drop(kit().write(&kits, &data, &identities.recipients()).unwrap());
    let sheet = ("sheet-1.pdf".to_owned(), Zeroizing::new(vec![1, 2, 3]));
    drop(Aside::folder(&kits, &data, "casekeep-kit-1-sheets", std::slice::from_ref(&sheet)).unwrap());
    assert_eq!(names(), 0, "what nobody keeps goes away");

    std::mem::forget(kit().write(&kits, &data, &identities.recipients()).unwrap());
    std::mem::forget(Aside::folder(&kits, &data, "casekeep-kit-1-sheets", &[sheet]).unwrap());
    assert_eq!(names(), 2, "as if killed");
    assert!(fs::read_dir(&kits).unwrap().all(|file| file.unwrap().file_name().to_str().unwrap().ends_with(".part")));
    assert!(clear(&kits).unwrap() && !clear(&kits).unwrap());
    assert_eq!(names(), 0);
}

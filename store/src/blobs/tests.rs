use std::ops::Range;

use vault::stream::{CHUNK, HEAD};
use zeroize::Zeroizing;

use super::*;

const LENGTH: usize = 3 * CHUNK + 1_000;

fn content() -> Vec<u8> {
    b"the letter of the housing office ".iter().copied().cycle().take(LENGTH).collect()
}

fn kept(blobs: &Blobs) -> Kept {
    let mut incoming = blobs.receive().unwrap();
    content().chunks(1_000).for_each(|part| incoming.push(part).unwrap());
    incoming.keep().unwrap()
}

fn read(blobs: &Blobs, kept: &Kept, wanted: Range<u64>) -> Result<Vec<u8>, StoreFault> {
    let key = FileKey::from_bytes(Zeroizing::new(*kept.key.bytes()));
    let mut reading = blobs.read(&kept.address, key, kept.layout)?;
    let parts: Result<Vec<_>, _> = reading.range(wanted).collect();
    Ok(parts?.iter().flat_map(|part| part.iter().copied()).collect())
}

/// Every file under the folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

fn with_blobs(test: impl FnOnce(&Path, &Blobs)) {
    let folder = tempfile::tempdir().unwrap();
    let blobs = Blobs::open(&folder.path().join("blobs")).unwrap();
    test(folder.path(), &blobs);
}

#[test]
fn what_was_kept_is_read_again_whole_and_in_part() {
    with_blobs(|_, blobs| {
        let kept = kept(blobs);
        assert_eq!(kept.layout.length(), LENGTH as u64);
        assert_eq!(read(blobs, &kept, 0..LENGTH as u64).unwrap(), content());
        let around_an_edge = CHUNK - 3..CHUNK + 4;
        let part = read(blobs, &kept, around_an_edge.start as u64..around_an_edge.end as u64).unwrap();
        assert_eq!(part, content()[around_an_edge]);
        assert_eq!(read(blobs, &kept, LENGTH as u64..u64::MAX).unwrap(), b"");
        blobs.check(&kept.address).unwrap();
    });
}

#[test]
fn the_folder_says_nothing_and_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    with_blobs(|folder, blobs| {
        let kept = kept(blobs);
        let found = files(folder);
        assert_eq!(found, [blobs.path_of(&kept.address)]);
        let bytes = fs::read(&found[0]).unwrap();
        assert!(!bytes.windows(7).any(|some| some == b"housing"));
        assert_eq!(fs::metadata(&found[0]).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::metadata(folder.join("blobs")).unwrap().permissions().mode() & 0o777, 0o700);
    });
}

#[test]
fn the_same_document_twice_does_not_show() {
    with_blobs(|folder, blobs| {
        assert_ne!(kept(blobs).address, kept(blobs).address);
        assert_eq!(files(folder).len(), 2);
    });
}

#[test]
fn what_is_not_kept_leaves_nothing() {
    with_blobs(|folder, blobs| {
        let mut incoming = blobs.receive().unwrap();
        incoming.push(&content()).unwrap();
        assert_eq!(files(folder).len(), 1);
        drop(incoming);
        assert!(files(folder).is_empty());
    });
}

#[test]
fn a_changed_file_is_found_with_the_key_and_without() {
    let spoilt = |change: &dyn Fn(&mut Vec<u8>)| {
        with_blobs(|_, blobs| {
            let kept = kept(blobs);
            let path = blobs.path_of(&kept.address);
            let mut bytes = fs::read(&path).unwrap();
            change(&mut bytes);
            fs::write(&path, bytes).unwrap();
            assert!(matches!(blobs.check(&kept.address), Err(StoreFault::Damaged)));
            assert!(matches!(read(blobs, &kept, 0..LENGTH as u64), Err(StoreFault::Damaged)));
        });
    };
    spoilt(&|bytes| bytes[HEAD + CHUNK] ^= 1);
    spoilt(&|bytes| bytes[5] ^= 1);
    spoilt(&|bytes| bytes.truncate(HEAD + CHUNK));
    spoilt(&|bytes| bytes.push(0));
}

#[test]
fn a_blob_that_is_gone_is_damage_to_read_and_no_fault_to_remove() {
    with_blobs(|folder, blobs| {
        let kept = kept(blobs);
        blobs.remove(&kept.address).unwrap();
        blobs.remove(&kept.address).unwrap();
        assert!(files(folder).is_empty());
        assert!(matches!(blobs.check(&kept.address), Err(StoreFault::Damaged)));
        assert!(matches!(read(blobs, &kept, 0..1), Err(StoreFault::Damaged)));
    });
}

#[test]
fn a_folder_that_cannot_be_written_is_a_fault_and_no_panic() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("blobs"), b"a file").unwrap();
    assert!(matches!(Blobs::open(&folder.path().join("blobs")), Err(StoreFault::File)));
    assert!(matches!(fault(ErrorKind::StorageFull.into()), StoreFault::Db(DbFault::Full)));
}

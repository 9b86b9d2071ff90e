use proptest::prelude::*;

use super::*;

/// The whole stream in memory, written in pieces of this length.
fn sealed_by(piece: usize, key: &FileKey, content: &[u8]) -> Vec<u8> {
    let mut sealing = Sealing::begin(FileKey::from_bytes(Zeroizing::new(*key.bytes())), Vec::new()).unwrap();
    content.chunks(piece).for_each(|part| sealing.write_all(part).unwrap());
    let (stream, _, layout) = sealing.finish().unwrap();
    assert_eq!(layout, Layout::of(content.len() as u64));
    stream
}

fn sealed(key: &FileKey, content: &[u8]) -> Vec<u8> {
    sealed_by(CHUNK / 3, key, content)
}

fn read(key: &FileKey, layout: Layout, stream: &[u8], wanted: Range<u64>) -> Result<Vec<u8>, Damaged> {
    key.check(stream.get(..HEAD).ok_or(Damaged)?)?;
    let mut out = Vec::new();
    for (chunk, part) in layout.covering(wanted) {
        let place = layout.place(chunk);
        let bytes = stream.get(place.start as usize..place.end as usize).ok_or(Damaged)?;
        out.extend_from_slice(&key.open(chunk, &mut bytes.to_vec())?[part]);
    }
    Ok(out)
}

fn whole(key: &FileKey, length: usize, stream: &[u8]) -> Result<Vec<u8>, Damaged> {
    read(key, Layout::of(length as u64), stream, 0..length as u64)
}

fn content(length: usize) -> Vec<u8> {
    (0..length).map(|n| (n * 31 % 251) as u8).collect()
}

/// Around every edge: nothing, a step, a chunk, some chunks.
fn length() -> impl Strategy<Value = usize> {
    const EDGES: [usize; 9] = [0, 1, 256, 4_096, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 17];
    prop_oneof![prop::sample::select(&EDGES[..]), 0_usize..4 * CHUNK]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_was_sealed_opens_again_whole_and_in_part(length in length(), from in any::<prop::sample::Index>(), to in any::<prop::sample::Index>()) {
        let (key, content) = (FileKey::generate(), content(length));
        let stream = sealed(&key, &content);
        let layout = Layout::of(length as u64);
        prop_assert_eq!(stream.len() as u64, layout.sealed());
        prop_assert_eq!(&sealed_by(CHUNK * 2 + 5, &key, &content), &stream);
        prop_assert_eq!(whole(&key, length, &stream).unwrap(), content.clone());
        let (from, to) = (from.index(length + 1), to.index(length + 1));
        let part = content.get(from..to).unwrap_or_default();
        prop_assert_eq!(read(&key, layout, &stream, from as u64..to as u64).unwrap(), part);
    }

    #[test]
    fn any_changed_byte_is_damage(length in 0_usize..3 * CHUNK, place in any::<prop::sample::Index>(), by in 1_u8..=255) {
        let key = FileKey::generate();
        let mut stream = sealed(&key, &content(length));
        let place = place.index(stream.len());
        stream[place] ^= by;
        // also in chunks of nothing but padding, which hold no content to read
        let layout = Layout::of(length as u64);
        let chunks = (0..layout.chunks()).map(|number| layout.chunk(number).unwrap());
        let opened = chunks.map(|chunk| {
            let place = layout.place(chunk);
            key.open(chunk, &mut stream[place.start as usize..place.end as usize].to_vec()).map(|_| ())
        });
        let opened: Result<Vec<()>, Damaged> = opened.collect();
        prop_assert_eq!(key.check(&stream[..HEAD]).and(opened.map(|_| ())), Err(Damaged));
    }

    #[test]
    fn the_length_shows_a_step_and_no_more(length in 0_u64..50_000_000) {
        let (padded, next) = (Layout::of(length).padded(), Layout::of(length + 1).padded());
        prop_assert!(length <= padded && padded <= next);
        prop_assert!(padded - length <= 256.max(length.div_ceil(8)));
    }
}

#[test]
fn chunks_do_not_open_in_another_place() {
    let key = FileKey::generate();
    let length = 3 * CHUNK + 5;
    let stream = sealed(&key, &content(length));
    let layout = Layout::of(length as u64);
    let [first, second] = [0, 1].map(|n| {
        let place = layout.place(layout.chunk(n).unwrap());
        place.start as usize..place.end as usize
    });
    let mut swapped = stream.clone();
    swapped[first.clone()].copy_from_slice(&stream[second.clone()]);
    swapped[second].copy_from_slice(&stream[first]);
    assert_eq!(whole(&key, length, &swapped), Err(Damaged));
}

#[test]
fn a_stream_that_ends_early_does_not_pass_for_a_shorter_document() {
    let key = FileKey::generate();
    let stream = sealed(&key, &content(2 * CHUNK));
    let shorter = Layout::of(CHUNK as u64);
    let cut = &stream[..shorter.sealed() as usize];
    assert_eq!(whole(&key, CHUNK, cut), Err(Damaged));
}

#[test]
fn another_key_is_found_out_at_the_head() {
    let stream = sealed(&FileKey::generate(), b"text");
    assert_eq!(FileKey::generate().check(&stream[..HEAD]), Err(Damaged));
    assert_eq!(FileKey::generate().check(b""), Err(Damaged));
}

/// Takes so many bytes, fails once, and then takes everything.
struct Failing {
    room: usize,
    taken: Vec<u8>,
}

impl Write for Failing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.room < self.taken.len() + bytes.len() {
            self.room = usize::MAX;
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.taken.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn after_a_fault_nothing_more_is_sealed_or_written() {
    let mut sealing = Sealing::begin(FileKey::generate(), Failing { room: HEAD + CHUNK, taken: Vec::new() }).unwrap();
    sealing.write_all(&content(CHUNK)).unwrap();
    assert_eq!(sealing.write_all(b"more").unwrap_err().kind(), io::ErrorKind::StorageFull);
    assert_eq!(sealing.write_all(b"more").unwrap_err().kind(), io::ErrorKind::BrokenPipe);
    assert_eq!(sealing.out.taken.len(), HEAD, "nothing came behind the head");
    assert!(sealing.finish().is_err());
}

#[test]
fn the_form_of_a_stream_does_not_change() {
    // computed apart from this program, from what the head of the module says
    let key = FileKey::from_bytes(Zeroizing::new([7; 32]));
    let hash = crate::primitives::sha256(&sealed(&key, &content(CHUNK + 1)));
    let spelled: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(spelled, "6359373076901fda492b18eee38bbd98db5891dc4be3e5a50fdcc6da77222c8a");
}

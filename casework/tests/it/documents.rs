//! Documents: received in parts, filed once, handed out to whoever may read them, looked after (CM-4.2.2, CM-4.2.4, PT-4.4.2).

use std::io::{Read as _, Write as _};
use std::path::Path;

use bytes::Bytes;
use casework::documents::{
    Begun, CannotReceive, FileOne, Lost, Part, Pieces, begin, continued, drop_upload, file_documents, look_after,
    open_document, receive, waiting,
};
use casework::{Ctx, Failure, House};
use domain::cases::CaseFile;
use domain::documents::{CannotFile, Description};
use domain::ids::{DossierId, ItemId};
use domain::level::Level;
use domain::media::{Media, Scanned};
use domain::policy::Action;
use jiff::civil::date;
use store::blobs::Reading;

use crate::cast::{JOANNA, MARIA, NADIA, PAVEL};
use crate::orders::line;
use crate::world::{World, story};

/// A PDF of this length, as far as anybody looks.
pub(crate) fn paper(length: usize, word: &str) -> Vec<u8> {
    let mut bytes = format!("%PDF-1.7\n{word}\n").into_bytes();
    bytes.resize(length, b' ');
    bytes
}

/// The bytes of a request.
struct Sent<'b>(std::slice::Chunks<'b, u8>);

impl Pieces for Sent<'_> {
    async fn next(&mut self) -> Option<Result<Bytes, Lost>> {
        self.0.next().map(|piece| Ok(Bytes::copy_from_slice(piece)))
    }
}

async fn send(ctx: &Ctx, case: DossierId, begun: Begun, bytes: &[u8]) -> Result<Part, Failure<CannotReceive>> {
    let from = usize::try_from(begun.received).unwrap();
    receive(ctx, case, begun.id, begun.received, Sent(bytes[from..].chunks(70_000))).await
}

/// The whole of a file at once.
pub(crate) async fn sent(
    ctx: &Ctx,
    case: DossierId,
    name: &str,
    bytes: &[u8],
) -> Result<ItemId, Failure<CannotReceive>> {
    let begun = begin(ctx, case, name, Some(bytes.len() as u64)).await?;
    assert!(matches!(send(ctx, case, begun, bytes).await?, Part::Whole(_)));
    Ok(begun.id)
}

pub(crate) fn letter(upload: ItemId, again: Option<ItemId>) -> FileOne {
    let about = Description {
        kind: "letter".to_owned(),
        title: line("From the school"),
        dated: date(2025, 12, 1),
        received: date(2026, 1, 5),
    };
    FileOne { upload, about, again }
}

async fn file_of(world: &World, case: DossierId) -> CaseFile {
    world.acting(MARIA).view::<CaseFile>(Action::ReadCase, case).await.unwrap().opened.file.as_ref().clone()
}

fn read(reading: &mut Reading, length: u64) -> Vec<u8> {
    reading.range(0..length).flat_map(|piece| piece.unwrap().to_vec()).collect()
}

fn blobs(house: &House, address: &str) -> std::path::PathBuf {
    house.store().blobs().path_of(&address.parse().unwrap())
}

#[test]
fn a_letter_arrives_in_parts_is_filed_once_and_handed_out_as_it_was() {
    story(async |world| {
        let case = world.case().await;
        let maria = world.acting(MARIA);
        let bytes = paper(300_000, "first");

        // the connection is lost after a part, and it goes on where it was
        let begun = begin(&maria, case, "C:\\Scans\\../letter\u{0}.pdf", Some(bytes.len() as u64)).await.unwrap();
        assert_eq!(send(&maria, case, begun, &bytes[..100_000]).await.unwrap(), Part::More(100_000));
        let elsewhere = send(&maria, case, begun, &bytes).await.unwrap_err();
        assert!(matches!(elsewhere, Failure::Rule(CannotReceive::Elsewhere(100_000))));
        assert_eq!(continued(&maria, case, begun.id).await.unwrap(), Part::More(100_000));
        let begun = Begun { received: 100_000, ..begun };
        assert_eq!(send(&maria, case, begun, &bytes).await.unwrap(), Part::Whole(Media::Pdf));
        assert_eq!(continued(&maria, case, begun.id).await.unwrap(), Part::Whole(Media::Pdf), "the answer was lost");

        let waits = waiting(&maria, case).await.unwrap();
        let [waits] = waits.as_slice() else { panic!("{} wait", waits.len()) };
        assert_eq!((waits.id, waits.file.length), (begun.id, 300_000));
        assert_eq!(waits.file.original.as_ref().unwrap().reveal(), "letter.pdf");
        assert!(waiting(&world.acting(NADIA), case).await.is_err(), "it is private to whoever sent it");

        let entry = file_documents(&maria, case, vec![letter(begun.id, None)], world.ink()).await.unwrap();
        assert!(waiting(&maria, case).await.unwrap().is_empty());
        let again = file_documents(&maria, case, vec![letter(begun.id, None)], world.ink()).await.unwrap_err();
        assert!(matches!(again, Failure::Rule(CannotFile::Gone)), "it is filed once");
        let file = file_of(world, case).await;
        let document = &file.documents.all[0];
        let name = document.name.reveal();
        assert!(name.ends_with("_2025-12-01_letter_001_v1.pdf"), "{name}");
        assert_eq!(document.versions[0].entry, entry.number);

        // another version keeps the number
        let second = sent(&maria, case, "letter (2).pdf", &paper(70, "second")).await.unwrap();
        file_documents(&maria, case, vec![letter(second, Some(document.id))], world.ink()).await.unwrap();
        let file = file_of(world, case).await;
        assert_eq!((file.documents.all.len(), file.documents.all[0].versions.len()), (1, 2));

        let mut first = open_document(&maria, case, document.id, Some(1)).await.unwrap();
        assert!(read(&mut first.reading, first.length) == bytes, "every byte is as it was");
        let part: Vec<u8> = first.reading.range(65_530..65_550).map(Result::unwrap).flat_map(|p| p.to_vec()).collect();
        assert_eq!(part, bytes[65_530..65_550]);
        let mut latest = open_document(&maria, case, document.id, None).await.unwrap();
        assert_eq!(read(&mut latest.reading, latest.length), paper(70, "second"));

        // nobody else gets it, and nobody learns that it is there
        for person in [NADIA, PAVEL, JOANNA] {
            let refused = open_document(&world.acting(person), case, document.id, None).await;
            assert!(matches!(refused, Err(Failure::Refused(_))), "{}", person.login);
            assert!(matches!(sent(&world.acting(person), case, "x", b"words").await, Err(Failure::Refused(_))));
        }
        let looked = casework::cases::looked_at(&maria, case, None, 50).await.unwrap();
        let downloads = looked.iter().filter(|one| one.act == "downloaded" && one.entry == Some(entry.number));
        assert_eq!(downloads.count(), 1, "the look is in the ledger, with the entry");
    });
}

/// All bytes, and then a line on which nothing comes and which is not closed either.
struct Hanging(Option<Bytes>, std::sync::Arc<tokio::sync::Notify>);

impl Pieces for Hanging {
    async fn next(&mut self) -> Option<Result<Bytes, Lost>> {
        match self.0.take() {
            Some(bytes) => Some(Ok(bytes)),
            None => {
                self.1.notify_one();
                std::future::pending().await
            }
        }
    }
}

#[test]
fn a_file_that_has_arrived_is_kept_when_nobody_waits_for_the_answer_any_more() {
    story(async |world| {
        let case = world.case().await;
        let maria = world.acting(MARIA);
        let bytes = paper(200_000, "left");
        let begun = begin(&maria, case, "letter.pdf", Some(bytes.len() as u64)).await.unwrap();
        let all_sent = std::sync::Arc::new(tokio::sync::Notify::new());
        let body = Hanging(Some(Bytes::from(bytes)), std::sync::Arc::clone(&all_sent));
        tokio::select! {
            _ = receive(&maria, case, begun.id, 0, body) => panic!("the line hangs"),
            () = all_sent.notified() => {}
        }
        let whole = async {
            while continued(&maria, case, begun.id).await.ok() != Some(Part::Whole(Media::Pdf)) {
                tokio::time::sleep(std::time::Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(30), whole).await.expect("the file arrives all the same");
        assert_eq!(waiting(&maria, case).await.unwrap().len(), 1);
    });
}

#[test]
fn what_is_not_accepted_leaves_nothing_behind() {
    story(async |world| {
        let case = world.case().await;
        let maria = world.acting(MARIA);
        let refused = async |name: &str, bytes: &[u8]| match sent(&maria, case, name, bytes).await {
            Err(Failure::Rule(why)) => why,
            other => panic!("{name}: {other:?}"),
        };
        assert_eq!(refused("nothing.pdf", b"").await, CannotReceive::Empty);
        assert_eq!(
            refused("letter.pdf", b"MZ\x90\0\x03\0\0\0\x04\0\0\0").await,
            CannotReceive::Unknown,
            "not what its name says"
        );
        assert_eq!(refused("drawing.png", b"<svg onload='alert(1)'/>").await, CannotReceive::Markup);
        assert_eq!(refused("other.zip", &packed(&[("a.txt", 10)])).await, CannotReceive::Unknown);
        assert_eq!(
            refused(
                "macros.docx",
                &packed(&[("[Content_Types].xml", 9), ("word/document.xml", 9), ("word/vbaProject.bin", 9)])
            )
            .await,
            CannotReceive::Programs
        );
        assert_eq!(
            refused("bomb.docx", &packed(&[("[Content_Types].xml", 9), ("word/document.xml", 40_000_000)])).await,
            CannotReceive::Bursts
        );
        let mut two = paper(500, "one");
        two.extend(packed(&[("a.txt", 10)]));
        assert_eq!(refused("two.pdf", &two).await, CannotReceive::TwoInOne);
        let large = begin(&maria, case, "film.pdf", Some(100_000_001)).await.unwrap_err();
        assert!(matches!(large, Failure::Rule(CannotReceive::TooLarge(100))), "said before a byte of it comes");
        let begun = begin(&maria, case, "longer.pdf", Some(1_000)).await.unwrap();
        let more = send(&maria, case, begun, &paper(1_001, "x")).await.unwrap_err();
        assert!(matches!(more, Failure::Rule(CannotReceive::TooMuch)));
        let gone = continued(&maria, case, begun.id).await.unwrap_err();
        assert!(matches!(gone, Failure::Rule(CannotReceive::Gone)));

        let good = packed(&[("[Content_Types].xml", 900), ("word/document.xml", 9_000)]);
        let begun = begin(&maria, case, "good.docx", Some(good.len() as u64)).await.unwrap();
        assert_eq!(send(&maria, case, begun, &good).await.unwrap(), Part::Whole(Media::Docx));
        drop_upload(&maria, case, begun.id).await.unwrap();
        drop_upload(&maria, case, begun.id).await.unwrap();
        assert_eq!(files_in(&world.documents()), 0, "not a file is left");

        // from a page without a script nobody knows how long it is
        let begun = begin(&maria, case, "plain.txt", None).await.unwrap();
        assert_eq!(send(&maria, case, begun, b"words").await.unwrap(), Part::Whole(Media::Text));
        drop_upload(&maria, case, begun.id).await.unwrap();

        for n in 0..4 {
            begin(&maria, case, "one of four", Some(100 + n)).await.unwrap();
        }
        assert!(matches!(begin(&maria, case, "a fifth", None).await, Err(Failure::Rule(CannotReceive::TooMany))));
    });
}

#[test]
fn a_document_above_ones_clearance_is_not_there() {
    story(async |world| {
        let case = world.case().await;
        let maria = world.acting(MARIA);
        let upload = sent(&maria, case, "secret.pdf", &paper(99, "secret")).await.unwrap();
        let ink = world.ink().at_level(Level::Restricted);
        file_documents(&maria, case, vec![letter(upload, None)], ink).await.unwrap();
        assert!(file_of(world, case).await.documents.all.is_empty(), "it was never unsealed for her");
        // the rule knows of it all the same: numbers are given once
        let other = sent(&maria, case, "open.pdf", &paper(99, "open")).await.unwrap();
        file_documents(&maria, case, vec![letter(other, None)], world.ink()).await.unwrap();
        assert_eq!(file_of(world, case).await.documents.all[0].serial, 2);
    });
}

#[test]
fn a_damaged_file_is_found_and_what_nobody_filed_is_forgotten() {
    story(async |world| {
        let case = world.case().await;
        let maria = world.acting(MARIA);
        let upload = sent(&maria, case, "letter.pdf", &paper(200_000, "kept")).await.unwrap();
        file_documents(&maria, case, vec![letter(upload, None)], world.ink()).await.unwrap();
        sent(&maria, case, "left.pdf", &paper(2_000, "left")).await.unwrap();
        assert_eq!(files_in(&world.documents()), 2);

        let kept = look_after(&world.house, true).await.unwrap();
        assert_eq!((kept.checked, kept.damaged), (1, 0));
        assert_eq!(look_after(&world.house, false).await.unwrap().checked, 0, "once a day is enough");

        let address = file_of(world, case).await.documents.all[0].versions[0].filed.file.address.clone();
        let path = blobs(&world.house, &address);
        let mut bytes = std::fs::read(&path).unwrap();
        bytes[100_000] ^= 1;
        std::fs::File::create(&path).unwrap().write_all(&bytes).unwrap();
        world.clock.pass(25 * 60 * 60);
        let kept = look_after(&world.house, false).await.unwrap();
        assert_eq!((kept.checked, kept.damaged), (1, 1));
        assert_eq!(world.house.store().blob_figures().await.unwrap().damaged, 1);

        world.clock.pass(8 * 24 * 60 * 60);
        look_after(&world.house, true).await.unwrap();
        assert!(waiting(&world.acting(MARIA), case).await.unwrap().is_empty());
    });
}

/// A program that speaks like clamd: it knows one virus, and hangs up when it is told to.
fn antivirus(socket: &Path, answers: usize) -> std::thread::JoinHandle<()> {
    let listener = std::os::unix::net::UnixListener::bind(socket).unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming().take(answers) {
            let mut stream = stream.unwrap();
            let mut command = [0; 10];
            stream.read_exact(&mut command).unwrap();
            assert_eq!(&command, b"zINSTREAM\0");
            let mut content = Vec::new();
            loop {
                let mut length = [0; 4];
                stream.read_exact(&mut length).unwrap();
                let length = u32::from_be_bytes(length) as usize;
                if length == 0 {
                    break;
                }
                let before = content.len();
                content.resize(before + length, 0);
                stream.read_exact(&mut content[before..]).unwrap();
            }
            let found = content.windows(EICAR.len()).any(|window| window == EICAR);
            let answer: &[u8] = if found { b"stream: Eicar-Signature FOUND\0" } else { b"stream: OK\0" };
            stream.write_all(answer).unwrap();
        }
    })
}

/// The test file of the European Institute for Computer Antivirus Research; no virus, and known to all programs.
const EICAR: &[u8] = br"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

#[test]
fn a_virus_is_not_accepted_and_neither_is_what_nobody_could_look_at() {
    story(async |world| {
        let case = world.case().await;
        let maria = world.acting(MARIA);
        let upload = sent(&maria, case, "before.pdf", &paper(100, "before")).await.unwrap();
        assert_eq!(waiting(&maria, case).await.unwrap()[0].file.scanned, Scanned::Not);
        drop_upload(&maria, case, upload).await.unwrap();

        let socket = world.documents().with_file_name("clamd");
        let program = antivirus(&socket, 2);
        world.house.scan_documents_with(format!("unix:{}", socket.display()).parse().unwrap());
        sent(&maria, case, "good.pdf", &paper(200_000, "good")).await.unwrap();
        assert_eq!(waiting(&maria, case).await.unwrap()[0].file.scanned, Scanned::Clean);
        let mut ill = paper(70_000, "ill");
        ill.extend_from_slice(EICAR);
        let refused = sent(&maria, case, "ill.pdf", &ill).await.unwrap_err();
        assert!(matches!(refused, Failure::Rule(CannotReceive::Infected)));
        tokio::task::spawn_blocking(move || program.join().unwrap()).await.unwrap();
        // it has gone, and its socket stands there still
        let refused = sent(&maria, case, "later.pdf", &paper(100, "later")).await.unwrap_err();
        assert!(matches!(refused, Failure::Rule(CannotReceive::NotScanned)));
        assert_eq!(files_in(&world.documents()), 1, "what was not accepted leaves nothing behind");
    });
}

fn files_in(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| if path.is_dir() { files_in(&path) } else { 1 }).sum()
}

/// A packed file with parts of these lengths, all zeros.
fn packed(parts: &[(&str, usize)]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, length) in parts {
        out.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(&vec![0; *length]).unwrap();
    }
    out.finish().unwrap().into_inner()
}

//! Packed files – Word, Excel, OpenDocument – are folders of other files: which kind they are stands in their list of contents, and so does
//! whether they would burst when unpacked. Only the list is read; nothing is unpacked here.
//!
//! # Source
//! ASVS 5.0, 5.2.3: at most 10,000 parts, 1 GiB unpacked, and a hundred times the packed size.

use std::borrow::Cow;
use std::io::{self, Read, Seek, SeekFrom};

use domain::media::Media;
use store::StoreFault;
use store::blobs::Reading;
use vault::stream::{CHUNK, Layout};
use zeroize::Zeroizing;
use zip::ZipArchive;

use super::receive::CannotReceive;

const PARTS: u16 = 10_000;
const UNPACKED: u64 = 1 << 30;
const RATIO: u64 = 100;
/// The list of contents of so many parts with long names.
const LIST: u32 = 8 << 20;

/// How long the end of a packed file is at most: a record of 22 bytes and a remark.
const END: u64 = 22 + 65_535;

/// What ends a packed file.
const MARK: &[u8; 4] = b"PK\x05\x06";

/// A blob as a file that can be read anywhere; the chunk that was opened last is held, because such a list is read in small pieces.
struct Seekable<'r> {
    reading: &'r mut Reading,
    length: u64,
    at: u64,
    held: Zeroizing<Vec<u8>>,
    held_from: u64,
}

impl Read for Seekable<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if !(self.held_from..self.held_from + self.held.len() as u64).contains(&self.at) {
            self.held_from = self.at - self.at % CHUNK as u64;
            let chunk = self.reading.range(self.held_from..self.held_from + CHUNK as u64).next();
            self.held = chunk.transpose().map_err(io::Error::other)?.unwrap_or_default();
        }
        let from = usize::try_from(self.at - self.held_from).map_err(io::Error::other)?;
        let read = self.held.get(from..).unwrap_or_default().read(into)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for Seekable<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.length.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

/// What kind of packed file it is.
///
/// # Errors
/// [`CannotReceive`] when it is none of ours, holds programs, or would burst. The outer fault is the disk's.
pub(super) fn look_inside(reading: &mut Reading, layout: Layout) -> Result<Result<Media, CannotReceive>, StoreFault> {
    let end = tail(reading, layout)?;
    if let Err(refused) = check_end(&end) {
        return Ok(Err(refused));
    }
    let file = Seekable { reading, length: layout.length(), at: 0, held: Zeroizing::default(), held_from: 0 };
    let Ok(mut archive) = ZipArchive::new(file) else { return Ok(Err(CannotReceive::Unknown)) };
    let most = u128::from(layout.length().saturating_mul(RATIO).min(UNPACKED));
    if archive.decompressed_size().is_none_or(|size| most < size) {
        return Ok(Err(CannotReceive::Bursts));
    }
    let names: Result<Vec<String>, _> = archive.file_names().map(|name| name.map(Cow::into_owned)).collect();
    let Ok(names) = names else { return Ok(Err(CannotReceive::Unknown)) };
    let has = |name: &str| names.iter().any(|known| known == name);
    if names.iter().any(|name| name.ends_with("vbaProject.bin") || name.starts_with("Basic/")) {
        return Ok(Err(CannotReceive::Programs));
    }
    let office = has("[Content_Types].xml");
    let found = match (office, has("word/document.xml"), has("xl/workbook.xml")) {
        (true, true, _) => Some(Media::Docx),
        (true, _, true) => Some(Media::Xlsx),
        _ => open_document(&mut archive),
    };
    Ok(found.ok_or(CannotReceive::Unknown))
}

/// OpenDocument says what it is in a small part of its own (ODF 1.3, part 2, 3.3).
fn open_document(archive: &mut ZipArchive<Seekable<'_>>) -> Option<Media> {
    let part = archive.by_name("mimetype").ok()?;
    let mut says = String::new();
    part.take(100).read_to_string(&mut says).ok()?;
    match says.trim() {
        "application/vnd.oasis.opendocument.text" => Some(Media::Odt),
        "application/vnd.oasis.opendocument.spreadsheet" => Some(Media::Ods),
        _ => None,
    }
}

/// Whether a file of another kind is a packed one as well: two programs would see two files.
///
/// # Errors
/// [`StoreFault`] when the file cannot be read.
pub(super) fn is_two_in_one(reading: &mut Reading, layout: Layout) -> Result<bool, StoreFault> {
    Ok(end_record(&tail(reading, layout)?).is_some())
}

fn tail(reading: &mut Reading, layout: Layout) -> Result<Vec<u8>, StoreFault> {
    let from = layout.length().saturating_sub(END);
    let mut tail = Vec::new();
    for part in reading.range(from..layout.length()) {
        tail.extend_from_slice(&part?);
    }
    Ok(tail)
}

/// The record at the end, when its remark reaches exactly to the end of the file.
fn end_record(tail: &[u8]) -> Option<&[u8]> {
    let starts = (0..tail.len().saturating_sub(21)).rev();
    starts.filter_map(|start| tail.get(start..)).find(|end| {
        let remark = end.get(20..22).and_then(|two| two.try_into().ok()).map_or(0, u16::from_le_bytes);
        end.starts_with(MARK) && end.len() == 22 + usize::from(remark)
    })
}

/// The list of contents is read into memory, so its length is looked at first.
fn check_end(tail: &[u8]) -> Result<(), CannotReceive> {
    let record = end_record(tail).ok_or(CannotReceive::Unknown)?;
    let parts = record.get(10..12).and_then(|two| two.try_into().ok()).map_or(u16::MAX, u16::from_le_bytes);
    let list = record.get(12..16).and_then(|four| four.try_into().ok()).map_or(u32::MAX, u32::from_le_bytes);
    if PARTS < parts || LIST < list { Err(CannotReceive::Bursts) } else { Ok(()) }
}

//! Telling what kind of file it is by its bytes while they arrive. Names and what the sender says do not count.
//!
//! # Source
//! ASVS 5.0, 5.2.2.

use domain::media::Media;

/// How much of the beginning is looked at.
const HEAD: usize = 16_384;

/// What the bytes so far say.
pub(super) struct Sniffer {
    head: Vec<u8>,
    text: Text,
}

/// What a file turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sniffed {
    /// One of ours.
    Known(Media),
    /// A packed folder; what is in it says what it is.
    Packed,
    /// A text that a browser would run or draw as a page.
    Markup,
    /// Nothing that is known.
    Unknown,
}

impl Sniffer {
    pub(super) fn new() -> Self {
        Self { head: Vec::new(), text: Text::Good(Vec::new()) }
    }

    /// Takes the next bytes into account.
    pub(super) fn push(&mut self, bytes: &[u8]) {
        let room = HEAD - self.head.len();
        self.head.extend(bytes.iter().take(room));
        self.text.push(bytes);
    }

    /// What it is, when all bytes have come.
    pub(super) fn verdict(&self) -> Sniffed {
        let text = String::from_utf8_lossy(&self.head);
        let begin = text.trim_start_matches('\u{FEFF}').trim_start();
        // what follows the headers of a message may be in any encoding, and look like any file
        if is_mail(begin) {
            return Sniffed::Known(Media::Mail);
        }
        if let Some(kind) = infer::get(&self.head) {
            return of_type(kind.mime_type(), &self.head);
        }
        if !self.text.is_good() {
            return Sniffed::Unknown;
        }
        if begin.starts_with('<') {
            return Sniffed::Markup;
        }
        Sniffed::Known(Media::Text)
    }
}

/// What kind of file these bytes are, as far as they are one of ours.
pub fn media_of(bytes: &[u8]) -> Option<Media> {
    let mut sniffer = Sniffer::new();
    sniffer.push(bytes);
    match sniffer.verdict() {
        Sniffed::Known(media) => Some(media),
        Sniffed::Packed | Sniffed::Markup | Sniffed::Unknown => None,
    }
}

fn of_type(name: &str, head: &[u8]) -> Sniffed {
    let known = match name {
        // what stands before the mark of a PDF may be another file
        "application/pdf" if head.starts_with(b"%PDF-") => Media::Pdf,
        "image/jpeg" => Media::Jpeg,
        "image/png" => Media::Png,
        "image/webp" => Media::Webp,
        "image/tiff" => Media::Tiff,
        "image/heif" => Media::Heic,
        "audio/mpeg" => Media::Mp3,
        "audio/m4a" => Media::M4a,
        _ if head.starts_with(b"PK\x03\x04") => return Sniffed::Packed,
        "text/html" | "text/xml" => return Sniffed::Markup,
        _ => return Sniffed::Unknown,
    };
    Sniffed::Known(known)
}

/// Whether a text begins with the headers of a message (RFC 5322): one field a line, a sender and a date among them.
fn is_mail(text: &str) -> bool {
    let (mut from, mut date) = (false, false);
    // the end of what was looked at may lie in the midst of a line
    let whole = if text.len() < HEAD { text } else { text.rsplit_once('\n').map_or(text, |(whole, _)| whole) };
    for line in whole.lines().take_while(|line| !line.is_empty()) {
        if line.starts_with([' ', '\t']) {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else { return false };
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')) {
            return false;
        }
        from |= name.eq_ignore_ascii_case("from");
        date |= name.eq_ignore_ascii_case("date");
    }
    from && date
}

/// Whether all bytes so far are text in UTF-8, with what was left of a character at the end.
enum Text {
    Good(Vec<u8>),
    Bad,
}

impl Text {
    fn push(&mut self, bytes: &[u8]) {
        let Self::Good(left) = self else { return };
        let mut all = std::mem::take(left);
        all.extend_from_slice(bytes);
        let whole = match std::str::from_utf8(&all) {
            Ok(text) => text.len(),
            Err(fault) if fault.error_len().is_none() => fault.valid_up_to(),
            Err(_) => return *self = Self::Bad,
        };
        let (text, rest) = all.split_at(whole);
        let plain = text.iter().all(|&b| 0x20 <= b || matches!(b, b'\t' | b'\n' | b'\r' | 0x0C));
        *self = if plain { Self::Good(rest.to_vec()) } else { Self::Bad };
    }

    const fn is_good(&self) -> bool {
        matches!(self, Self::Good(left) if left.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sniffed(bytes: &[u8], step: usize) -> Sniffed {
        let mut sniffer = Sniffer::new();
        bytes.chunks(step).for_each(|part| sniffer.push(part));
        sniffer.verdict()
    }

    #[test]
    fn a_file_is_what_its_bytes_say_however_they_come() {
        let known = Sniffed::Known;
        let cases: [(&[u8], Sniffed); 19] = [
            (b"%PDF-1.7\n%\xE2\xE3", known(Media::Pdf)),
            (b"\xFF\xD8\xFF\xE0\0\x10JFIF\0", known(Media::Jpeg)),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", known(Media::Png)),
            (b"RIFF\x24\0\0\0WEBPVP8 ", known(Media::Webp)),
            (b"II*\0\x08\0\0\0\0\0\0\0", known(Media::Tiff)),
            (b"PK\x03\x04\x14\0\0\0\x08\0", Sniffed::Packed),
            ("Grüße aus Lissabon\r\n\tzweite Zeile\n".as_bytes(), known(Media::Text)),
            (
                b"From: a@example.org\r\nDate: Mon, 5 Jan 2026 09:00:00 +0000\r\n folded\r\n\r\nHello",
                known(Media::Mail),
            ),
            (b"From: a@example.org\r\nDate: today\r\n\r\nin Latin-1: \xE4\xF6 and \0", known(Media::Mail)),
            (b"From: a@example.org\r\n\r\nno date", known(Media::Text)),
            (b"  <html><script>alert(1)</script>", Sniffed::Markup),
            (b"\xEF\xBB\xBF<svg xmlns='http://www.w3.org/2000/svg'/>", Sniffed::Markup),
            (b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>", Sniffed::Markup),
            (b"MZ\x90\0\x03\0\0\0", Sniffed::Unknown),
            (b"\x7FELF\x02\x01\x01\0", Sniffed::Unknown),
            (b"#!/bin/sh\nrm -rf /\n", Sniffed::Unknown),
            (b"words and a \0 between them", Sniffed::Unknown),
            (b"half a character \xC3", Sniffed::Unknown),
            (b"junk before %PDF-1.7", Sniffed::Unknown),
        ];
        for (bytes, expected) in cases {
            for step in [1, 3, 4096] {
                assert_eq!(sniffed(bytes, step), expected, "{:?} by {step}", String::from_utf8_lossy(bytes));
            }
        }
    }
}

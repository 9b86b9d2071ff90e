//! A small corpus of e-mails, good, broken and hostile.

use std::time::Instant;

use super::*;

fn read(mail: impl AsRef<[u8]>) -> Letter {
    Letter::read(mail.as_ref(), Some("ask@help.example")).unwrap()
}

/// A message of somebody, with these further lines at its head and this behind it.
fn mail(head: &str, body: &str) -> String {
    format!(
        "Return-Path: <ana@example.org>\r\nFrom: Ana Ruiz <ana@example.org>\r\nTo: ask@help.example\r\nDate: Mon, 5 Jan 2026 09:00:00 +0000\r\n\
         Message-ID: <1@mail.example.org>\r\n{head}\r\n\r\n{body}"
    )
}

#[test]
fn a_plain_message_says_who_what_and_which() {
    let letter = read(mail("Subject: =?utf-8?Q?Caf=C3=A9_on_Thursday?=", "May I come on Thursday?\r\n"));
    assert_eq!(letter.from.name.as_ref().map(Line::reveal), Some("Ana Ruiz"));
    assert_eq!(letter.from.reach.as_ref().map(Line::reveal), Some("ana@example.org"));
    assert_eq!((letter.subject.reveal(), letter.said.reveal()), ("Café on Thursday", "May I come on Thursday?"));
    assert_eq!(letter.name.as_ref().map(Line::reveal), Some("1@mail.example.org"));
    assert!(!letter.by_machine && letter.attached.is_empty());
}

#[test]
fn a_page_of_html_becomes_plain_text_and_nothing_of_it_runs_or_is_fetched() {
    let page = "<html><head><style>p { color: red }</style><script>alert(1)</script></head><body><p>Hello &amp; <b>good</b> day</p>\
                <img src=\"https://spy.example/1.gif\"><a href=\"javascript:alert(2)\">here</a></body></html>";
    let letter = read(mail("Subject: x\r\nContent-Type: text/html; charset=utf-8", page));
    let said = letter.said.reveal();
    assert!(said.contains("Hello & good day") && said.contains("here"), "{said}");
    for gone in ["alert", "spy.example", "color", "<"] {
        assert!(!said.contains(gone), "{gone}: {said}");
    }
}

#[test]
fn text_in_any_charset_is_read_and_in_a_wrong_one_it_is_text_all_the_same() {
    let of = |charset: &str, bytes: &[u8]| {
        let head = mail(&format!("Subject: x\r\nContent-Type: text/plain; charset={charset}"), "");
        read([head.as_bytes(), bytes].concat()).said.reveal().to_owned()
    };
    assert_eq!(of("iso-8859-1", b"Gr\xFC\xDFe"), "Grüße");
    assert_eq!(of("windows-1252", b"\x80 5"), "€ 5");
    assert_eq!(of("shift_jis", b"\x83\x65\x83\x58\x83\x67"), "テスト");
    for charset in ["utf-8", "x-unknown", "\"\"", "us-ascii"] {
        assert!(of(charset, b"Gr\xFC\xDFe an alle").contains("an alle"), "{charset}");
    }
}

#[test]
fn nul_bytes_and_marks_that_turn_text_around_are_left_out() {
    let letter = read(mail("Subject: a\0b\u{202E}c", "One\0two\u{202E}three\u{7}\r\nfour\tfive"));
    assert!(!letter.subject.reveal().contains(['\0', '\u{202E}']), "{}", letter.subject.reveal());
    assert_eq!(letter.said.reveal(), "One twothree \nfour\tfive");
}

#[test]
fn nothing_is_put_into_another_line_by_what_is_encoded_in_a_header() {
    let letter = read(mail("Subject: =?utf-8?Q?Hello=0D=0ABcc:_x@example.org=0D=0A?=", "x"));
    assert!(!letter.subject.reveal().contains(['\r', '\n']));
    let mail = mail("Subject: x", "x").replace("Ana Ruiz", "=?utf-8?Q?Ana=0D=0ABcc:_x?=");
    assert!(read(mail).from.name.is_some_and(|name| !name.reveal().contains(['\r', '\n'])));
}

#[test]
fn what_is_broken_is_taken_as_far_as_it_goes() {
    for (broken, said) in [
        ("Subject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHello\r\n".to_owned(), "Hello"),
        ("Subject: x\r\nContent-Type: multipart/mixed; boundary=\"\"\r\n\r\n--\r\nHello".to_owned(), ""),
        (
            "Subject: x\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n%%% no base64"
                .to_owned(),
            "",
        ),
        ("Subject: x\r\n\r\n".to_owned(), NO_TEXT),
        ("Subject:\r\n\r\nHello".to_owned(), "Hello"),
    ] {
        let letter = read(&broken);
        assert!(letter.said.reveal().contains(said), "{broken}: {}", letter.said.reveal());
    }
    for odd in [&b"\xff\xfe\0\0"[..], b"Hello", b"\n\nHello", b": x\n\n", &[b'-'; 100_000]] {
        assert!(!read(odd).said.reveal().is_empty());
    }
    assert!(Letter::read(b" \r\n", None).is_none());
}

#[test]
fn a_text_is_kept_as_far_as_it_can_be_signed_and_says_that_it_goes_on() {
    let letter = read(mail("Subject: x", &"ñ".repeat(30_000)));
    let said = letter.said.reveal();
    assert!(said.chars().count() <= Narrative::LIMIT && said.ends_with("the whole lies in the e-mail as it came.)"));
    let long = read(mail(&format!("Subject: {}", "y".repeat(5_000)), "x"));
    assert_eq!(long.subject.reveal().chars().count(), Line::LIMIT);
}

#[test]
fn what_is_made_to_burst_a_parser_is_left_whole() {
    let (begun, head) = (Instant::now(), "Subject: Bomb\r\n");
    let parts = "--b\n\n".repeat(2_000_000);
    let within = "Content-Type: message/rfc822\n\n".repeat(300_000);
    let fields = "a: b\n".repeat(2_000_000);
    let nested: String =
        (0..20_000).map(|n| format!("Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n")).collect();
    for bomb in [
        format!("{head}Content-Type: multipart/mixed; boundary=b\n\n{parts}"),
        format!("{head}{within}"),
        format!("{head}{nested}"),
        format!("{head}{fields}\n\nx"),
        format!("{head}To: {}\n\nx", "a,".repeat(5_000_000)),
        format!("{head}Content-Type: text/plain;{}\n\nx", "\n a=b;".repeat(1_000_000)),
    ] {
        let letter = read(&bomb);
        assert_eq!((letter.subject.reveal(), letter.said.reveal()), ("Bomb", NOT_APART));
    }
    // what may be in a message of somebody is taken apart
    let forwarded = "Content-Type: message/rfc822\r\n\r\n".repeat(50);
    assert_ne!(read(format!("{head}{forwarded}From: a@b.example\r\n\r\nHello")).said.reveal(), NOT_APART);
    assert!(begun.elapsed().as_secs() < 120);
}

#[test]
fn what_a_machine_has_written_is_known_by_what_it_says_of_itself() {
    for head in [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated (rejected)",
        "Precedence: bulk",
        "Precedence: auto_reply",
        "List-Id: News <news.example.org>",
        "List-Unsubscribe: <https://example.org/u>",
        "X-Autoreply: yes",
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b",
    ] {
        assert!(read(mail(&format!("Subject: x\r\n{head}"), "I am away.")).by_machine, "{head}");
    }
    for head in [
        "Auto-Submitted: no",
        "Precedence: first-class",
        "X-Auto-Response-Suppress: All",
        "Subject: Auto-Submitted: yes",
    ] {
        assert!(!read(mail(head, "I am here.")).by_machine, "{head}");
    }
    let from = |sender: &str| read(mail("Subject: x", "x").replace("ana@example.org", sender)).by_machine;
    assert!(from("MAILER-DAEMON@relay.example") && from("Ask@help.example") && from("ask+2026@help.example"));
    assert!(!from("ask@other.example"));
    assert!(read(mail("Subject: x", "x").replace("<ana@example.org>\r\nFrom", "<>\r\nFrom")).by_machine, "a bounce");
}

#[test]
fn the_same_message_is_known_whatever_way_it_comes_and_another_under_its_name_is_not() {
    let one = mail("Subject: x", "Hello\r\nyou\r\n");
    let received = format!("Received: from a by b; today\r\n{one}");
    assert_eq!(read(&one).digest, read(received).digest);
    assert_eq!(read(&one).digest, read(one.replace("\r\n", "\n")).digest);
    assert_ne!(read(&one).digest, read(one.replace("Hello", "Help")).digest);
    let nameless = one.replace("Message-ID", "X-Other");
    assert_ne!(read(&nameless).digest, read(nameless.replace("Ana", "Eva")).digest, "two who write the same");
}

#[test]
fn a_reply_names_what_it_answers_and_files_are_brought_as_they_are_called() {
    let letter = read(mail(
        "Subject: Re: [q-000001-1] x\r\nIn-Reply-To: <b@x>\r\nReferences: <a@x>\r\n <b@x>\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=b",
        "--b\r\nContent-Type: text/plain\r\n\r\nSee there.\r\n--b\r\nContent-Type: application/pdf; name=\"../../a.pdf\"\r\n\
         Content-Disposition: attachment\r\n\r\n%PDF-\r\n--b--\r\n",
    ));
    assert_eq!(letter.number, Some(InquiryNumber::from_random(1)));
    assert_eq!(letter.answers, ["b@x", "b@x", "a@x"]);
    assert_eq!(letter.attached.iter().map(|(name, _)| &**name).collect::<Vec<_>>(), ["../../a.pdf"]);
    assert_eq!(letter.said.reveal(), "See there.");
}

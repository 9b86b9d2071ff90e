use super::*;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn appointment(starts: &str, ends: &str) -> CalendarAppointment {
    CalendarAppointment {
        uid: "5eed@casekeep".to_owned(),
        sequence: 2,
        changed: at("2026-01-05T09:00:00Z"),
        starts: at(starts),
        ends: at(ends),
        title: "C-7K3F9Q-M".to_owned(),
        place: Some("At the office".to_owned()),
        cancelled: false,
    }
}

fn file(zone: &str, appointments: Vec<CalendarAppointment>) -> CalendarFile {
    CalendarFile {
        name: Some("Casekeep".to_owned()),
        zone: zone.to_owned(),
        from: at("2026-07-01T00:00:00Z"),
        until: at("2027-06-30T00:00:00Z"),
        appointments,
    }
}

/// The lines between the beginning and the end of the first component of this kind.
fn within(text: &str, kind: &str) -> Vec<String> {
    let (begin, end) = (format!("BEGIN:{kind}"), format!("END:{kind}"));
    let inside = text.lines().skip_while(|line| **line != begin).skip(1).take_while(|line| **line != end);
    inside.map(str::to_owned).collect()
}

/// DTSTART, TZOFFSETFROM, TZOFFSETTO and TZNAME of what a zone is made of.
fn changes(zone: &str) -> Vec<String> {
    let lines = within(&file(zone, Vec::new()).write(), "VTIMEZONE");
    let told = |part: &[String]| {
        let values = part.iter().filter_map(|line| line.split_once(':')).map(|(_, value)| value);
        values.filter(|value| *value != zone).collect::<Vec<_>>().join(" ")
    };
    lines[1..].chunks(6).map(told).collect()
}

#[test]
fn a_calendar_is_written_line_by_line_and_always_in_the_same_way() {
    let one = appointment("2026-11-23T09:00:00Z", "2026-11-23T09:50:00Z");
    let cancelled = CalendarAppointment { cancelled: true, place: None, ..one.clone() };
    let text = file("Europe/Madrid", vec![one, cancelled]).write();
    assert!(text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Casekeep//Calendar//EN\r\n"), "{text}");
    assert!(text.ends_with("END:VEVENT\r\nEND:VCALENDAR\r\n"));
    assert!(text.contains("\r\nX-WR-CALNAME:Casekeep\r\nREFRESH-INTERVAL;VALUE=DURATION:PT15M\r\n"));
    assert_eq!(text.replace("\r\n", "").find(['\r', '\n']), None, "every line ends with both");
    assert_eq!(
        within(&text, "VEVENT"),
        [
            "UID:5eed@casekeep",
            "DTSTAMP:20260105T090000Z",
            "LAST-MODIFIED:20260105T090000Z",
            "SEQUENCE:2",
            "DTSTART;TZID=Europe/Madrid:20261123T100000",
            "DTEND;TZID=Europe/Madrid:20261123T105000",
            "SUMMARY:C-7K3F9Q-M",
            "LOCATION:At the office",
            "STATUS:CONFIRMED",
            "TRANSP:OPAQUE",
            "CLASS:PRIVATE",
        ]
    );
    assert_eq!(text.matches("STATUS:CANCELLED\r\nTRANSP:TRANSPARENT\r\n").count(), 1);
}

#[test]
fn a_file_with_one_appointment_has_no_name_and_is_not_asked_for_again() {
    let text = CalendarFile { name: None, ..file("UTC", Vec::new()) }.write();
    assert!(!text.contains("NAME:Casekeep") && !text.contains("REFRESH"), "{text}");
}

#[test]
fn a_zone_is_written_with_every_change_of_its_years() {
    assert_eq!(
        changes("Europe/Madrid"),
        [
            "STANDARD 20260101T000000 +0100 +0100 CET STANDARD",
            "DAYLIGHT 20260329T020000 +0100 +0200 CEST DAYLIGHT",
            "STANDARD 20261025T030000 +0200 +0100 CET STANDARD",
            "DAYLIGHT 20270328T020000 +0100 +0200 CEST DAYLIGHT",
            "STANDARD 20271031T030000 +0200 +0100 CET STANDARD",
        ]
    );
    assert_eq!(changes("America/New_York")[1], "DAYLIGHT 20260308T020000 -0500 -0400 EDT DAYLIGHT");
    assert_eq!(changes("Asia/Kolkata"), ["STANDARD 20260101T000000 +0530 +0530 IST STANDARD"]);
    assert_eq!(
        changes("Australia/Lord_Howe")[..2],
        ["DAYLIGHT 20260101T000000 +1100 +1100 +11 DAYLIGHT", "STANDARD 20260405T020000 +1100 +1030 +1030 STANDARD",]
    );
    assert_eq!(changes("UTC"), ["STANDARD 20260101T000000 +0000 +0000 STANDARD"], "its name is its abbreviation");
    let lost = file("Nowhere/Land", Vec::new()).write();
    assert!(lost.contains("TZID:UTC\r\n"), "{lost}");
}

#[test]
fn a_time_that_happens_twice_is_told_apart() {
    let check = |zone: &str, starts: &str, ends: &str| {
        let lines = within(&file(zone, vec![appointment(starts, ends)]).write(), "VEVENT");
        lines[4..6].iter().map(|line| line.split_once(':').unwrap().1.to_owned()).collect::<Vec<_>>()
    };
    // in Madrid the clocks go back from three to two at 01:00 UTC
    let first = check("Europe/Madrid", "2026-10-25T00:10:00Z", "2026-10-25T00:50:00Z");
    assert_eq!(first, ["20261025T021000", "20261025T025000"]);
    let second = check("Europe/Madrid", "2026-10-25T01:10:00Z", "2026-10-25T01:50:00Z");
    assert_eq!(second, ["20261025T011000Z", "20261025T015000Z"]);
    let across = check("Europe/Madrid", "2026-10-25T00:30:00Z", "2026-10-25T01:20:00Z");
    assert_eq!(across, ["20261025T003000Z", "20261025T012000Z"], "it ends in the second");
    let after = check("Europe/Madrid", "2026-10-25T02:10:00Z", "2026-10-25T03:00:00Z");
    assert_eq!(after, ["20261025T031000", "20261025T040000"]);
    // on Lord Howe they go back by half an hour, from two to half past one, at 15:00 UTC
    let half = check("Australia/Lord_Howe", "2026-04-04T15:10:00Z", "2026-04-04T16:00:00Z");
    assert_eq!(half, ["20260404T151000Z", "20260404T160000Z"]);
}

#[test]
fn long_lines_are_folded_between_characters_and_read_back_as_they_were() {
    for title in [
        "Анастасия Константинопольская-Рождественская, отделение; кабинет 7 \\ этаж",
        "สมชาย ใจดีมีสุขและครอบครัวที่อยู่ไกลมากจากสำนักงาน",
        &"👩‍👩‍👧‍👦".repeat(20),
        &"a".repeat(400),
        "two\nlines\r\nand\u{7} a bell",
        "",
    ] {
        let one = appointment("2026-11-23T09:00:00Z", "2026-11-23T09:50:00Z");
        let text = file("UTC", vec![CalendarAppointment { title: title.to_owned(), ..one }]).write();
        assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
        let whole = text.replace("\r\n ", "");
        let value = whole.split("SUMMARY:").nth(1).unwrap().split("\r\n").next().unwrap();
        let read = value.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\");
        assert_eq!(read, title.replace(['\r', '\u{7}'], ""));
    }
}

#[test]
fn at_the_ends_of_time_a_calendar_is_written_as_well() {
    let all = CalendarFile { from: Timestamp::MIN, until: Timestamp::MAX, ..file("Europe/Madrid", Vec::new()) };
    assert!(all.write().len() < 50_000);
}

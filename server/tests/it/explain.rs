use serde_json::Value;

use crate::home::Home;
use crate::proof::demo_with_a_case;

#[test]
fn which_times_are_free_and_what_takes_the_others_is_told_without_naming_a_case() {
    let home = Home::new();
    demo_with_a_case(&home);
    let slots = || home.run(&["explain", "slots", "--worker", "maria vega", "--weeks", "2", "--json"]).well().json();
    let starts = |said: &Value| -> Vec<String> {
        said["free"].as_array().unwrap().iter().map(|at| at.as_str().unwrap().to_owned()).collect()
    };
    let before = slots();
    assert_eq!((before["worker"]["name"].as_str(), before["minutes"].as_u64()), (Some("Maria Vega"), Some(50)));
    assert!(!before["closed"].as_array().unwrap().is_empty(), "there is a weekend in two weeks");
    let free = starts(&before);
    let wanted = &free[10];

    let at: jiff::Zoned = wanted.parse().unwrap();
    let (from, to) = (at.timestamp().as_microsecond(), at.timestamp().as_microsecond() + 50 * 60_000_000);
    let staff = before["worker"]["id"].as_str().unwrap();
    let connection = rusqlite::Connection::open(home.data().join("data.db")).unwrap();
    let booked = "INSERT INTO appointments (dossier, item, staff, starts, ends, state)
                  SELECT min(dossier), 'ffffffffffffffffffffffffffffffff', ?1, ?2, ?3, 'booked' FROM dossiers";
    connection.execute(booked, rusqlite::params![staff, from, to]).unwrap();
    let after = slots();
    assert!(!starts(&after).contains(wanted));
    let taken = after["taken"].as_array().unwrap();
    let hit = taken.iter().find(|one| one["starts"] == wanted.as_str()).unwrap();
    assert_eq!((hit["by"].as_str(), hit["from"].as_str()), (Some("session"), Some(wanted.as_str())));
    assert!(!after.to_string().contains("C-"), "nobody is named but the worker");

    let said = home.run(&["explain", "slots", "--worker", "Maria Vega", "--weeks", "2"]).well();
    assert!(said.out.starts_with("Maria Vega, times at which a session can begin"), "{}", said.out);
    home.run(&["explain", "slots", "--worker", "Nobody"]).ended(7, "nobody who works here");
}

#[test]
fn the_deadline_of_an_inquiry_is_told_with_its_rule_and_without_any_data() {
    let home = Home::new();
    let due = |clock: &str, at: &str, more: &[&str]| {
        let words = ["explain", "clock", clock, "--at", at, "--zone", "Europe/Madrid", "--json"];
        let said = home.run(&[&words[..], more].concat()).well().json();
        let source = if clock.starts_with("inquiry") { "CC-4.2.2" } else { "Art. 12(3)" };
        assert!(said["rule"].as_str().unwrap().contains(source));
        said["due"].as_str().unwrap().to_owned()
    };
    for (at, acknowledge, answer, more) in [
        ("2026-11-24T10:00", "2026-11-25", "2026-11-26", &[][..]),
        ("2026-11-27T16:30", "2026-11-30", "2026-12-01", &[]),
        ("2026-11-28T12:00", "2026-12-01", "2026-12-02", &[]),
        ("2026-11-27T17:01", "2026-12-01", "2026-12-02", &[]),
        ("2026-11-27T16:30", "2026-12-01", "2026-12-02", &["--holiday", "2026-11-30"]),
    ] {
        assert_eq!(due("inquiry.acknowledge", at, more), format!("{acknowledge}T17:00:00+01:00"), "{at}");
        assert_eq!(due("inquiry.answer", at, more), format!("{answer}T17:00:00+01:00"), "{at}");
    }
    // the clocks go forward in between
    assert_eq!(due("inquiry.acknowledge", "2026-03-27T10:00", &[]), "2026-03-30T17:00:00+02:00");
    // by law, and not by working days: one month; what ends on a day off ends on the next working day
    assert_eq!(due("own_record.answer", "2026-01-31T10:00", &[]), "2026-03-02T17:00:00+01:00");
    let hipaa = ["explain", "clock", "own_record.answer", "--at", "2026-01-31T10:00", "--law", "hipaa"];
    let said = home.run(&hipaa).well();
    assert!(said.out.contains("45 CFR 164.524") && said.out.contains("2 March 2026"), "{}", said.out);
    let wrong = ["explain", "clock", "inquiry.answer", "--at", "2026-03-29T02:30", "--zone", "Europe/Madrid"];
    home.run(&wrong).ended(6, "this time does not exist");
    assert!(!home.data().exists(), "nothing was touched");
}

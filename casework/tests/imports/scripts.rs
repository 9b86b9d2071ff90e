//! Ten thousand invented people with names in ten scripts.

use std::collections::BTreeSet;

use casework::imports::Order;

use crate::world::World;

/// Syllables that names are made of, by script; the people do not exist.
const SCRIPTS: [(&str, [&str; 12]); 10] = [
    ("Latin", ["Ma", "ré", "lin", "so", "da", "ker", "vö", "na", "ti", "bel", "ñu", "ško"]),
    ("Greek", ["Αλ", "εξ", "μα", "νο", "πα", "ρί", "στε", "λι", "κη", "ωνα", "θε", "δω"]),
    ("Cyrillic", ["Ва", "ле", "ри", "но", "ва", "сту", "кий", "да", "мил", "юля", "щен", "жо"]),
    ("Arabic", ["مح", "سا", "لم", "نو", "را", "كر", "يم", "فا", "طم", "عل", "حس", "دي"]),
    ("Hebrew", ["שר", "מי", "דו", "לב", "נע", "אב", "רה", "תמ", "יע", "קב", "גל", "זה"]),
    ("Devanagari", ["रा", "मि", "सु", "नी", "दे", "वी", "का", "ला", "प्र", "शा", "तो", "गी"]),
    ("Han", ["王", "李", "明", "华", "丽", "伟", "陈", "静", "涛", "芳", "建", "军"]),
    ("Kana", ["さ", "く", "ら", "た", "ろ", "う", "ゆ", "み", "こ", "は", "な", "け"]),
    ("Hangul", ["김", "민", "서", "준", "지", "우", "현", "수", "영", "하", "은", "도"]),
    ("Thai", ["สม", "ชา", "ย์", "นา", "รี", "วิ", "ไล", "กา", "ดา", "พร", "มณี", "ทอง"]),
];

/// A sequence that is the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn name(&mut self, syllables: &[&str; 12]) -> String {
        (0..3 + self.roll(2)).map(|_| syllables[self.roll(12)]).collect()
    }
}

/// A table of so many people, all different, one after the other in each script.
fn table(people: usize) -> String {
    let (mut dice, mut met) = (Dice(7), BTreeSet::new());
    let mut text = String::from("PersonalID,FirstName,LastName,DOB\n");
    while met.len() < people {
        let (_, syllables) = &SCRIPTS[met.len() % SCRIPTS.len()];
        let (given, family) = (dice.name(syllables), dice.name(syllables));
        let born = format!("{}-{:02}-{:02}", 1940 + dice.roll(80), 1 + dice.roll(12), 1 + dice.roll(28));
        if met.insert((given.clone(), family.clone())) {
            text.push_str(&format!("N{},{given},{family},{born}\n", met.len()));
        }
    }
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_people_in_ten_scripts_are_imported_and_found_and_not_doubled() {
    let world = World::new().await;
    let table = table(10_000);

    let (first, errors) = world.import(&table, Order::write()).await;
    let (second, _) = world.import(&table, Order::write()).await;

    // Two invented people may happen to be written alike but for marks; every row comes to something.
    assert_eq!(first.tally.rows, 10_000);
    assert_eq!((first.tally.faulty, first.tally.alike), (0, 0), "{errors}");
    assert_eq!(first.tally.good + first.tally.repeated, 10_000);
    assert!(first.tally.repeated < 5, "{errors}");
    assert_eq!((second.tally.good, second.tally.already), (0, first.tally.good));
    assert_eq!(u64::try_from(world.clients().await).unwrap(), first.tally.good);
    for line in table.lines().skip(1).take(10) {
        let cells: Vec<&str> = line.split(',').collect();
        let found = world.found(&format!("{} {}", cells[1], cells[2])).await;
        assert!(found.contains(&format!("{} {}", cells[1], cells[2])), "{line} is found by its name");
    }
}

use proptest::prelude::*;
use uuid::Uuid;

use super::*;

const LETTERS: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

fn house(number: u128) -> InstallationId {
    InstallationId::new(Uuid::from_u128(number))
}

fn key(byte: u8) -> RootKey {
    RootKey::from_kit(Zeroizing::new([byte; 32]))
}

fn kit(number: u32) -> KitNumber {
    KitNumber::from_random(number)
}

fn dealt() -> Vec<Sheet> {
    Sheet::split(&key(7), kit(77), house(1))
}

fn text(sheet: &Sheet) -> String {
    sheet.groups().iter().map(|group| group.as_str()).collect::<Vec<_>>().join(" ")
}

/// Reading gives this, said without what was read.
fn read(typed: &str) -> Result<u8, BadSheet> {
    Sheet::read(typed).map(|sheet| sheet.number())
}

proptest! {
    #[test]
    fn any_two_of_three_give_the_key_and_read_back_as_they_are_typed(bytes in any::<[u8; 32]>(), number in any::<u32>(), typed in 0_usize..4) {
        let root = RootKey::from_kit(Zeroizing::new(bytes));
        let sheets = Sheet::split(&root, kit(number), house(5));
        prop_assert_eq!(sheets.len(), 3);
        let typed = |sheet: &Sheet| {
            let text = text(sheet);
            let typed = match typed {
                0 => text,
                1 => text.to_lowercase().replace('0', "o").replace('1', "l"),
                2 => text.replace(' ', ""),
                _ => text.replace(' ', "-\n"),
            };
            Sheet::read(&typed).unwrap_or_else(|bad| panic!("{bad}"))
        };
        for (one, other) in [(0, 1), (1, 2), (2, 0), (1, 0)] {
            let (one, other) = (typed(&sheets[one]), typed(&sheets[other]));
            prop_assert!(one.kit() == kit(number) && one.is_of(house(5)) && !one.is_of(house(6)));
            prop_assert_eq!(join(&one, &other).unwrap_or_else(|cannot| panic!("{cannot}")).for_kit(), root.for_kit());
        }
    }

    #[test]
    fn every_single_wrong_letter_is_found_and_its_group_named(place in 0_usize..100, by in 1_usize..32, sheet in 0_usize..3) {
        let whole = text(&dealt()[sheet]).replace(' ', "");
        let mut letters: Vec<char> = whole.chars().collect();
        let was = LETTERS.find(letters[place]).unwrap();
        letters[place] = LETTERS.chars().nth((was + by) % 32).unwrap();
        let wrong: String = letters.iter().collect();
        prop_assert_eq!(read(&wrong), Err(BadSheet::Groups(vec![place / 5 + 1])));
        letters[place] = 'U';
        let foreign: String = letters.iter().collect();
        prop_assert_eq!(read(&foreign), Err(BadSheet::Groups(vec![place / 5 + 1])));
    }

    #[test]
    fn a_swap_of_neighbours_and_a_swap_of_groups_are_found(place in 0_usize..99, other in 0_usize..20) {
        let whole = text(&dealt()[0]);
        let mut letters: Vec<char> = whole.replace(' ', "").chars().collect();
        if letters[place] != letters[place + 1] {
            letters.swap(place, place + 1);
            let wrong: String = letters.iter().collect();
            let Err(BadSheet::Groups(groups)) = read(&wrong) else { panic!("a swap passed") };
            prop_assert!(groups.contains(&(place / 5 + 1)) || groups.contains(&((place + 1) / 5 + 1)));
        }
        let mut groups: Vec<&str> = whole.split(' ').collect();
        let one = place / 5;
        if one != other {
            groups.swap(one, other);
            let mut both = vec![one + 1, other + 1];
            both.sort_unstable();
            prop_assert_eq!(read(&groups.join(" ")), Err(BadSheet::Groups(both)));
        }
    }

    #[test]
    fn what_is_typed_never_breaks_anything(typed in ".{0,140}") {
        let _ = read(&typed);
        let _ = Sheet::check_row(3, &typed);
    }
}

#[test]
fn a_missing_letter_is_told_by_its_group_or_by_the_length() {
    let whole = text(&dealt()[1]);
    let mut groups: Vec<&str> = whole.split(' ').collect();
    groups[6] = &groups[6][..4];
    assert_eq!(read(&groups.join(" ")), Err(BadSheet::Groups(vec![7])));
    assert_eq!(read(&groups.concat()), Err(BadSheet::Length(99)));
    assert_eq!(read(&whole), Ok(2));
    let row = groups[15..20].join(" ");
    assert_eq!(Sheet::check_row(3, &row), Ok(()));
    assert_eq!(Sheet::check_row(2, &row), Err(BadSheet::Groups((11..=15).collect())), "the row of another place");
    let said = BadSheet::Groups(vec![4, 17]).to_string();
    assert_eq!(said, "a letter is wrong in groups 4, 17; compare it with the paper");
}

#[test]
fn groups_that_fit_and_are_of_another_sheet_are_found() {
    let (one, other) = (text(&dealt()[0]), text(&dealt()[0]));
    let (one, other): (Vec<&str>, Vec<&str>) = (one.split(' ').collect(), other.split(' ').collect());
    let mixed = [&one[..10], &other[10..]].concat().join(" ");
    assert_eq!(read(&mixed), Err(BadSheet::Whole));
}

#[test]
fn one_sheet_is_not_enough_and_sheets_of_two_kits_do_not_mix() {
    let (ours, again, others) = (dealt(), dealt(), Sheet::split(&key(7), kit(78), house(1)));
    let cannot = |one: &Sheet, other: &Sheet| join(one, other).err();
    assert_eq!(cannot(&ours[0], &ours[0]), Some(CannotJoin::Same(1)));
    assert_eq!(cannot(&ours[0], &others[1]), Some(CannotJoin::DifferentKits(kit(77), kit(78))));
    // as if two kits had been given the same number
    assert_eq!(cannot(&ours[0], &again[1]), Some(CannotJoin::NoKey));
}

#[test]
fn a_single_sheet_fits_every_key() {
    // For any other key there is a second sheet with which the first one gives that key: it says nothing about which one is right.
    let first = &dealt()[0];
    let other = key(200);
    let mut second =
        Sheet { kit: first.kit, number: 2, installation: first.installation, share: secret(&other, first.kit) };
    for (byte, at_one) in second.share.iter_mut().zip(first.share.iter()) {
        let slope = *byte ^ at_one;
        *byte ^= if slope & 0x80 == 0 { slope << 1 } else { slope << 1 ^ 0x1D };
    }
    assert_eq!(join(first, &second).ok().map(|key| key.for_kit()), Some(other.for_kit()));
}

#[test]
fn sheets_of_a_later_kind_are_told_apart_from_mistakes() {
    let sheet = &dealt()[2];
    let mut digits = sheet.digits();
    digits.truncate(HEAD + SHARE);
    digits[0] = 2;
    let check = whole(&digits);
    digits.extend(check);
    let typed: Vec<String> = letters::groups(&digits).iter().map(|group| group.to_string()).collect();
    assert_eq!(read(&typed.join(" ")), Err(BadSheet::Newer));
}

#[test]
fn the_letters_of_a_known_sheet_stay_what_they_are() {
    // Written once, kept for ever: paper does not change with the program.
    let sheet = Sheet {
        kit: kit(77),
        number: 2,
        installation: fingerprint_of(house(1)),
        share: Zeroizing::new([0xA5; SECRET]),
    };
    let known = "12005 002DR W36A8 MPJT1 B9D59 MPJTB B9D53 MPJTR B9D5G MPJTJ B9D5T MPJTC B9D54 MPJT6 B9D5E MPJTF B9D57 MPJT5 B9D5D S2KDB";
    assert_eq!(text(&sheet), known);
    assert_eq!(read(known), Ok(2));
}

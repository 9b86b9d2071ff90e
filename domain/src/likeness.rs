//! Whether two registrations may be the same person: spelling, marks, swapped names, transposed birth dates (CM-4.1.2).
//!
//! A warning, never a decision: a person looks and says so.

use std::collections::BTreeSet;
use std::fmt;

use any_ascii::any_ascii;
use jiff::civil::Date;

/// What is compared. Its `Debug` shows nothing of it.
#[derive(Clone, Default)]
pub struct Features {
    /// Given names.
    pub given: String,
    /// Family name.
    pub family: String,
    /// Day of birth.
    pub born: Option<Date>,
    /// Phone in E.164.
    pub phone: Option<String>,
}

impl fmt::Debug for Features {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Features(…)")
    }
}

/// How alike two registrations are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// Worth a look.
    Possible,
    /// Most probably the same person.
    Likely,
}

/// Compares two registrations; `None` when nothing speaks for one person.
pub fn likeness(a: &Features, b: &Features) -> Option<Likeness> {
    let names = names_alike(a, b);
    let born = born_alike(a.born, b.born);
    let phone = a.phone.is_some() && a.phone == b.phone;
    match (names, born) {
        (Names::Same, Born::Same | Born::Near) | (Names::Near, Born::Same) => Some(Likeness::Likely),
        (Names::Same, Born::Unknown) if phone => Some(Likeness::Likely),
        (Names::Same, Born::Unknown) | (Names::Near, Born::Near) => Some(Likeness::Possible),
        (Names::Near, Born::Unknown) if phone => Some(Likeness::Possible),
        (Names::Other, Born::Same) if phone => Some(Likeness::Possible),
        _ => None,
    }
}

/// This day, and those that come of writing it down in the wrong order: day and month, or two neighbouring digits.
pub fn mistaken_for(day: Date) -> BTreeSet<Date> {
    let digits: Vec<char> = day.strftime("%Y%m%d").to_string().chars().collect();
    let exchanged = (1..digits.len()).map(|at| {
        let mut other = digits.clone();
        other.swap(at - 1, at);
        other.into_iter().collect::<String>()
    });
    let swapped = day.strftime("%Y%d%m").to_string();
    exchanged.chain([swapped]).filter_map(|text| Date::strptime("%Y%m%d", text).ok()).chain([day]).collect()
}

#[derive(Clone, Copy)]
enum Names {
    Same,
    Near,
    Other,
}

#[derive(Clone, Copy)]
enum Born {
    Same,
    Near,
    Unknown,
    Other,
}

fn plain(name: &str) -> String {
    any_ascii(name).to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect()
}

fn first_word(name: &str) -> String {
    plain(name.split_whitespace().next().unwrap_or_default())
}

fn names_alike(a: &Features, b: &Features) -> Names {
    let straight = pair(&a.given, &b.given).min(pair(&a.family, &b.family));
    let crossed = pair(&a.given, &b.family).min(pair(&a.family, &b.given));
    let score = straight.max(crossed);
    if 0.995 <= score {
        Names::Same
    } else if 0.87 <= score {
        Names::Near
    } else {
        Names::Other
    }
}

/// From 0 "nothing in common" to 1 "the same", given names by their first word too.
fn pair(a: &str, b: &str) -> f64 {
    let (whole_a, whole_b) = (plain(a), plain(b));
    if whole_a.is_empty() || whole_b.is_empty() {
        return 0.0;
    }
    let whole = strsim::jaro_winkler(&whole_a, &whole_b);
    // Anna and Anna Maria may be one person, but it takes more to be sure.
    let first = 0.95 * strsim::jaro_winkler(&first_word(a), &first_word(b));
    whole.max(first)
}

fn born_alike(a: Option<Date>, b: Option<Date>) -> Born {
    let (Some(a), Some(b)) = (a, b) else { return Born::Unknown };
    if a == b {
        return Born::Same;
    }
    let swapped = a.year() == b.year() && i32::from(a.month()) == i32::from(b.day()) && a.day() == b.month();
    let digits = |date: Date| date.strftime("%Y%m%d").to_string();
    // One wrong digit, or two neighbours exchanged.
    if swapped || strsim::damerau_levenshtein(&digits(a), &digits(b)) <= 1 { Born::Near } else { Born::Other }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn check(a: (&str, &str, Option<Date>), b: (&str, &str, Option<Date>)) -> Option<Likeness> {
        let features = |(given, family, born): (&str, &str, Option<Date>)| Features {
            given: given.to_owned(),
            family: family.to_owned(),
            born,
            phone: None,
        };
        likeness(&features(a), &features(b))
    }

    #[test]
    fn spelling_marks_order_and_transposition_are_seen_through() {
        let day = Some(date(1990, 3, 12));
        assert_eq!(check(("Zoë", "Núñez", day), ("Zoe", "Nunez", day)), Some(Likeness::Likely));
        assert_eq!(check(("Jonas", "Feldkamp", day), ("Feldkamp", "Jonas", day)), Some(Likeness::Likely));
        assert_eq!(check(("Jonas", "Feldkamp", day), ("Jonas", "Feldkampf", day)), Some(Likeness::Likely));
        assert_eq!(
            check(("Jonas", "Feldkamp", day), ("Jonas", "Feldkamp", Some(date(1990, 12, 3)))),
            Some(Likeness::Likely)
        );
        assert_eq!(
            check(("Jonas", "Feldkamp", day), ("Jonas", "Feldkamp", Some(date(1990, 3, 21)))),
            Some(Likeness::Likely)
        );
        assert_eq!(check(("Anna", "Berg", day), ("Anna Maria", "Berg", day)), Some(Likeness::Likely));
        assert_eq!(check(("Юлия", "Иванова", day), ("Yuliya", "Ivanova", day)), Some(Likeness::Likely));
        assert_eq!(check(("Jonas", "Feldkamp", None), ("Jonas", "Feldkamp", day)), Some(Likeness::Possible));
    }

    #[test]
    fn a_day_is_mistaken_for_those_with_its_parts_or_digits_exchanged_and_each_is_near() {
        let days: Vec<String> = mistaken_for(date(1990, 3, 12)).iter().map(Date::to_string).collect();
        assert_eq!(days, ["1909-03-12", "1990-03-12", "1990-03-21", "1990-12-03", "9190-03-12"]);
        for day in mistaken_for(date(1990, 3, 12)) {
            assert!(!matches!(born_alike(Some(day), Some(date(1990, 3, 12))), Born::Other), "{day}");
        }
        assert_eq!(mistaken_for(date(2024, 2, 29)).len(), 3);
    }

    #[test]
    fn different_people_are_left_alone() {
        let day = Some(date(1990, 3, 12));
        assert_eq!(check(("Jonas", "Feldkamp", day), ("Marta", "Feldkamp", day)), None);
        assert_eq!(check(("Jonas", "Feldkamp", day), ("Jonas", "Feldkamp", Some(date(1962, 7, 1)))), None);
        assert_eq!(check(("Jonas", "Feldkamp", None), ("Noor", "van Dijk", None)), None);
    }
}

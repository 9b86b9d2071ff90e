//! Statements with a list in them: `IN ($3, $4, …)`. Texts must be the program's own, so each is made once, for a few lengths of the list;
//! a shorter list is filled up with its last value.

use std::sync::LazyLock;

use crate::db::{ToVal, Val};

/// How long a list in a statement can be. Longer ones are asked for in parts of the last length.
const LENGTHS: [usize; 4] = [1, 8, 40, 200];

/// The longest list in one statement.
pub(super) const LONGEST: usize = 200;

/// One statement for each length of its list.
pub(super) type ByLength = LazyLock<[String; 4]>;

/// Makes the statements; `text` gets the list, whose places begin with `first`.
pub(super) fn by_length(first: usize, text: impl Fn(&str) -> String) -> [String; 4] {
    LENGTHS.map(|length| text(&places(first, length)))
}

/// `$3, $4, $5` for three places from the third on.
pub(super) fn places(first: usize, length: usize) -> String {
    let places: Vec<String> = (first..first + length).map(|place| format!("${place}")).collect();
    places.join(", ")
}

/// The statement for this list, and the values before it together with the list. Nothing for an empty list, which matches nothing;
/// of a list that is too long the rest is left out.
pub(super) fn with_list<'v, T: ToVal>(
    texts: &'static ByLength,
    before: &[Val<'v>],
    list: &'v [T],
) -> Option<(&'static str, Vec<Val<'v>>)> {
    let last = list.last()?;
    let (text, length) = texts.iter().zip(LENGTHS).find(|(_, length)| list.len() <= *length || *length == LONGEST)?;
    let filled = list.iter().chain(std::iter::repeat(last)).take(length).map(ToVal::val);
    Some((text, before.iter().cloned().chain(filled).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    static TEXTS: ByLength = LazyLock::new(|| by_length(2, |list| format!("a = $1 AND b IN ({list})")));

    #[test]
    fn a_list_is_filled_up_with_its_last_value() {
        let (text, vals) = with_list(&TEXTS, &[Val::Int(7)], &["x", "y"]).unwrap();
        assert_eq!(text, "a = $1 AND b IN ($2, $3, $4, $5, $6, $7, $8, $9)");
        assert_eq!(vals.len(), 9);
        assert!(vals.iter().skip(2).all(|val| matches!(val, Val::Text("y"))));
    }

    #[test]
    fn an_empty_list_asks_nothing() {
        assert!(with_list::<&str>(&TEXTS, &[Val::Int(7)], &[]).is_none());
    }
}

//! The statements of the search: one for each number of groups and length of the longest group.
//!
//! The first group is looked up, each other one is asked about the dossiers that were found; every lookup goes by the primary key or the
//! index on the dossier.

use std::fmt::Write as _;
use std::sync::LazyLock;

use super::search::MOST_HITS;

/// How many groups a statement has at most.
pub(super) const GROUPS: usize = 6;

/// How many alternatives a group has at most.
pub(super) const ALTERNATIVES: usize = 16;

/// How many alternatives a group in a statement can have; shorter ones are filled up.
const LENGTHS: [usize; 5] = [1, 2, 4, 8, ALTERNATIVES];

/// How far rows are counted to find the rarest group.
const COUNTED: usize = 2000;

struct Find {
    groups: usize,
    length: usize,
    tied: bool,
    text: String,
}

static FIND: LazyLock<Vec<Find>> = LazyLock::new(|| {
    let mut all = Vec::new();
    for groups in 1..=GROUPS {
        for length in LENGTHS {
            for tied in [false, true] {
                all.push(Find { groups, length, tied, text: find(groups, length, tied) });
            }
        }
    }
    all
});

static COUNT: LazyLock<[(usize, String); 5]> = LazyLock::new(|| {
    LENGTHS.map(|length| {
        let group = group("a", 1, length);
        (length, format!("SELECT COUNT(*) FROM (SELECT 1 FROM tokens a WHERE {group} LIMIT {COUNTED}) counted"))
    })
});

/// The statement for so many groups, and how long each group has to be filled up.
pub(super) fn find_text(groups: usize, longest: usize, tied: bool) -> Option<(&'static str, usize)> {
    let fits = |find: &&Find| find.groups == groups && longest <= find.length && find.tied == tied;
    FIND.iter().find(fits).map(|find| (find.text.as_str(), find.length))
}

/// The statement that counts the rows of one group, and how long it has to be filled up.
pub(super) fn count_text(longest: usize) -> Option<(&'static str, usize)> {
    COUNT.iter().find(|(length, _)| longest <= *length).map(|(length, text)| (text.as_str(), *length))
}

fn find(groups: usize, length: usize, tied: bool) -> String {
    let mut text = format!("SELECT a.dossier FROM tokens a WHERE {}", group("a", 1, length));
    for n in 1..groups {
        let other = group("b", 1 + 2 * length * n, length);
        let _ = write!(text, " AND EXISTS (SELECT 1 FROM tokens b WHERE b.dossier = a.dossier AND {other})");
    }
    if tied {
        let (staff, now) = (1 + 2 * length * groups, 2 + 2 * length * groups);
        let _ = write!(
            text,
            " AND EXISTS (SELECT 1 FROM ties t WHERE t.dossier = a.dossier AND t.staff = ${staff}
              AND t.since <= ${now} AND (t.until IS NULL OR ${now} < t.until))"
        );
    }
    // a single token finds each dossier once, in the order of the primary key: nothing to count, and the limit ends the search early
    let order = if length == 1 { "ORDER BY" } else { "GROUP BY a.dossier ORDER BY COUNT(*) DESC," };
    let _ = write!(text, " {order} a.dossier LIMIT {}", MOST_HITS + 1);
    text
}

fn group(table: &str, first: usize, length: usize) -> String {
    let one = |n: usize| {
        let (field, token) = (first + 2 * n, first + 2 * n + 1);
        format!("({table}.field = ${field} AND {table}.token = ${token})")
    };
    format!("({})", (0..length).map(one).collect::<Vec<_>>().join(" OR "))
}

//! The statements of the search: one for each number of groups, length of the longest group, and way of meeting the groups.
//!
//! The first group is looked up, the others are held against what it found. Every lookup is the beginning of the primary key of the tokens, so
//! that neither engine has to touch anything but that index, and neither needs statistics to see it.
//!
//! tidy: sql because only placeholders and constant clauses vary; every value is bound

use std::fmt::Write as _;
use std::sync::LazyLock;

use super::search::MOST_HITS;

/// How many groups a statement has at most.
pub(super) const GROUPS: usize = 6;

/// How many alternatives a group has at most.
pub(super) const ALTERNATIVES: usize = 16;

/// How many alternatives a group in a statement can have; shorter ones are filled up with what nothing meets.
const LENGTHS: [usize; 5] = [1, 2, 4, 8, ALTERNATIVES];

/// How far rows are counted to find the rarest group.
const COUNTED: usize = 2000;

/// How the first group's dossiers are held against the other groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// Each one is looked up: best when there are few.
    Probe,
    /// The other groups are read as a whole: best when there are many.
    Join,
}

struct Find {
    groups: usize,
    length: usize,
    tied: bool,
    way: Way,
    text: String,
}

static FIND: LazyLock<Vec<Find>> = LazyLock::new(|| {
    let mut all = Vec::new();
    for groups in 1..=GROUPS {
        for length in LENGTHS {
            for tied in [false, true] {
                for way in [Way::Probe, Way::Join] {
                    all.push(Find { groups, length, tied, way, text: find(groups, length, tied, way) });
                }
            }
        }
    }
    all
});

static COUNT: LazyLock<[(usize, String); 5]> = LazyLock::new(|| {
    LENGTHS.map(|length| {
        let group = union(1, length);
        (length, format!("SELECT COUNT(*) FROM ({group} LIMIT {COUNTED}) counted"))
    })
});

/// The statement for so many groups, and how long each group has to be filled up. `rarest` is the count of the first group.
pub(super) fn find_text(groups: usize, longest: usize, tied: bool, rarest: usize) -> Option<(&'static str, usize)> {
    // measured: a lookup costs about as much as reading four rows, and a common name has thousands
    let way = if rarest * longest < COUNTED { Way::Probe } else { Way::Join };
    let fits = |find: &&Find| find.groups == groups && longest <= find.length && find.tied == tied && find.way == way;
    FIND.iter().find(fits).map(|find| (find.text.as_str(), find.length))
}

/// The statement that counts the rows of one group, and how long it has to be filled up.
pub(super) fn count_text(longest: usize) -> Option<(&'static str, usize)> {
    COUNT.iter().find(|(length, _)| longest <= *length).map(|(length, text)| (text.as_str(), *length))
}

fn find(groups: usize, length: usize, tied: bool, way: Way) -> String {
    // a single token finds each dossier once, in the order of the primary key: nothing to count, and the limit ends the search early
    let single = (groups, length) == (1, 1);
    let mut text = if single {
        "SELECT a.dossier FROM tokens a WHERE a.field = $1 AND a.token = $2".to_owned()
    } else {
        let found = union(1, length);
        format!(
            "SELECT a.dossier FROM (SELECT u.dossier, COUNT(*) AS met FROM ({found}) u GROUP BY u.dossier) a WHERE 0 < a.met"
        )
    };
    for n in 1..groups {
        let first = 1 + 2 * length * n;
        let _ = match way {
            Way::Probe => write!(text, " AND ({})", probes(first, length)),
            Way::Join => write!(text, " AND a.dossier IN ({})", union(first, length)),
        };
    }
    if tied {
        let (staff, now) = (1 + 2 * length * groups, 2 + 2 * length * groups);
        let _ = write!(
            text,
            " AND EXISTS (SELECT 1 FROM ties t WHERE t.dossier = a.dossier AND t.staff = ${staff}
              AND t.since <= ${now} AND (t.until IS NULL OR ${now} < t.until))"
        );
    }
    let best = if single { "" } else { "a.met DESC, " };
    let _ = write!(text, " ORDER BY {best}a.dossier LIMIT {}", MOST_HITS + 1);
    text
}

fn union(first: usize, length: usize) -> String {
    let one = |(field, token)| format!("SELECT dossier FROM tokens WHERE field = ${field} AND token = ${token}");
    alternatives(first, length).map(one).collect::<Vec<_>>().join(" UNION ALL ")
}

fn probes(first: usize, length: usize) -> String {
    let one = |(field, token)| {
        format!(
            "EXISTS (SELECT 1 FROM tokens b WHERE b.field = ${field} AND b.token = ${token} AND b.dossier = a.dossier)"
        )
    };
    alternatives(first, length).map(one).collect::<Vec<_>>().join(" OR ")
}

fn alternatives(first: usize, length: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..length).map(move |n| (first + 2 * n, first + 2 * n + 1))
}

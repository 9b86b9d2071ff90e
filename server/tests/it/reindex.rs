use std::collections::BTreeSet;

use crate::home::Home;
use crate::proof::demo_with_a_case;

#[test]
fn whatever_is_derived_comes_back_as_it_was() {
    let home = Home::new();
    demo_with_a_case(&home);
    let before = derived(&home);
    assert!(30 < before.len());
    home.behind_its_back("DELETE FROM cards");
    home.behind_its_back("DELETE FROM ties");
    home.behind_its_back("DELETE FROM tokens");
    home.behind_its_back("DELETE FROM duties");
    home.behind_its_back("DELETE FROM appointments");
    home.behind_its_back("INSERT INTO tokens (field, token, dossier) VALUES ('email', zeroblob(2), 'nowhere')");
    let done = home.run(&["reindex", "--json"]).well().json();
    assert_eq!((done["without_key"].as_u64(), done["strays"].as_u64()), (Some(0), Some(1)));
    assert_eq!(derived(&home), before);
    home.run(&["verify", "--contents"]).well();
}

/// Every derived row, as text; of cards only what is not sealed.
fn derived(home: &Home) -> BTreeSet<String> {
    let connection = rusqlite::Connection::open(home.data().join("data.db")).unwrap();
    let queries = [
        "SELECT 'card', dossier, kind, state, level, subject, team, changed FROM cards",
        "SELECT 'tie', dossier, staff, tie, clearance, since, until, 0 FROM ties",
        "SELECT 'token', field, hex(token), dossier, 0, 0, 0, 0 FROM tokens",
        "SELECT 'duty', dossier, duty, clause, owner, role, due, raised FROM duties",
        "SELECT 'slot', dossier, item, staff, starts, ends, state, 0 FROM appointments",
    ];
    let mut rows = BTreeSet::new();
    for query in queries {
        let mut statement = connection.prepare(query).unwrap();
        let found = statement.query_map([], |row| {
            let values: Result<Vec<rusqlite::types::Value>, _> = (0..8).map(|i| row.get(i)).collect();
            Ok(format!("{:?}", values?))
        });
        rows.extend(found.unwrap().map(Result::unwrap));
    }
    rows
}

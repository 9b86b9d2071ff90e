//! Clients out of a table: looked at, written, interrupted, written again.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use crate::home::{Home, Ran, Running};

const TABLE: &str = "Surname;First name;Born;ID
Feldkamp;Jonas;12.03.1990;1
Kuhn;;01.07.1985;2
Dijk;Noor;31.04.1979;3
Feldkamp;Jonas;12.03.1990;4
Núñez;Zoë;29.02.1984;5
";

/// A home with somebody who takes in clients.
fn with_intake(home: Home) -> Home {
    home.init().well();
    for (name, role, login) in [("Marta Quint", "frontline_staff", "marta"), ("Edo Falk", "director", "edo")] {
        home.run(&["staff", "add", "--name", name, "--title", "Desk", "--role", role, "--login", login]).well();
    }
    home
}

fn import(home: &Home, more: &[&str]) -> Ran {
    home.run(&[&["import", "clients", "clients.csv", "--as", "marta", "--dates", "%d.%m.%Y"], more].concat())
}

fn dossiers(home: &Home) -> u64 {
    home.run(&["verify", "--contents", "--json"]).well().json()["found"]["dossiers"].as_u64().unwrap()
}

#[test]
fn a_table_is_tried_out_then_written_then_doubles_nobody() {
    for home in Home::everywhere() {
        let home = with_intake(home);
        fs::write(home.file("clients.csv"), TABLE).unwrap();
        let before = dossiers(&home);

        let tried = import(&home, &[]);
        tried.ended(83, "3 rows would be left out; clients.errors.csv says why");
        assert!(tried.out.contains("nothing was written"), "{}", tried.out);
        assert!(tried.err.contains("birth date                 Born"), "{}", tried.err);
        assert_eq!(dossiers(&home), before);

        let written = import(&home, &["--write", "--json"]);
        written.ended(83, "clients.errors-2.csv says why");
        let counts =
            |ran: &Ran| ["good", "already", "faulty", "repeated"].map(|name| ran.json()[name].as_u64().unwrap());
        assert_eq!(counts(&written), [2, 0, 2, 1]);
        assert_eq!(written.json()["columns"]["birth_date"], "Born");
        assert_eq!(dossiers(&home), before + 2);

        assert_eq!(counts(&import(&home, &["--write", "--json"])), [0, 2, 2, 1]);
        assert_eq!(dossiers(&home), before + 2);
        home.run(&["reindex"]).well();
    }
}

#[test]
fn the_error_file_is_private_names_no_value_and_replaces_no_other() {
    let home = with_intake(Home::new());
    fs::write(home.file("clients.csv"), TABLE).unwrap();
    import(&home, &["--errors", "why.csv"]).ended(83, "why.csv says why");
    assert_eq!(fs::metadata(home.file("why.csv")).unwrap().permissions().mode() & 0o777, 0o600);
    insta::assert_snapshot!(fs::read_to_string(home.file("why.csv")).unwrap(), @r#"
    row,line,imported,column,reason
    3,3,no,First name,please fill this in
    4,4,no,Born,"this is not a date of the form DD.MM.YYYY, or there is no such day"
    5,5,no,whole row,the same number or the same person as in row 2
    "#);
    import(&home, &["--errors", "why.csv"]).ended(8, "the error file why.csv cannot be made");
    assert!(fs::read_to_string(home.file("why.csv")).unwrap().contains("row 2"));
}

#[test]
fn nothing_to_say_leaves_no_error_file_and_ends_well() {
    let home = with_intake(Home::new());
    fs::write(home.file("clients.csv"), "Last name,First name\nFeldkamp,Jonas\n").unwrap();
    let done = import(&home, &["--write", "--json"]).well().json();
    assert_eq!(
        (done["good"].as_u64(), done["finished"].as_bool(), &done["errors"]),
        (Some(1), Some(true), &None::<u8>.into())
    );
    let left = fs::read_dir(home.file(".")).unwrap().filter_map(|file| file.unwrap().file_name().into_string().ok());
    assert!(!left.into_iter().any(|name| name.contains("errors")));
}

#[test]
fn who_may_not_or_what_is_no_table_is_refused_by_its_own_code() {
    let home = with_intake(Home::new());
    fs::write(home.file("clients.csv"), TABLE).unwrap();
    home.run(&["import", "clients", "clients.csv", "--as", "edo"]).ended(6, "edo may not register clients");
    home.run(&["import", "clients", "clients.csv", "--as", "nobody"]).ended(7, "nobody has this sign-in name");
    home.run(&["import", "clients", "none.csv", "--as", "marta"]).ended(8, "the file cannot be read");
    assert_eq!(home.run(&["import", "clients", "clients.csv"]).code, Some(2));
    fs::write(home.file("map.toml"), "[columns]\nfamily_name = 'Nowhere'\n").unwrap();
    import(&home, &["--mapping", "map.toml"]).ended(82, "there is no column \"Nowhere\"");
    import(&home, &["--mapping", "none.toml"]).ended(8, "none.toml cannot be read");
    fs::write(home.file("clients.csv"), b"PK\x03\x04").unwrap();
    import(&home, &[]).ended(82, "spreadsheet workbook");
}

#[test]
fn killed_or_stopped_and_run_again_it_goes_on_without_doubling() {
    const ROWS: u64 = 1_500;
    for home in Home::everywhere() {
        let home = with_intake(home);
        let row = |n: u64| format!("{n},Given{n},Family{n},{}\n", if n.is_multiple_of(3) { "XX" } else { "en" });
        let table: String = (0..ROWS).map(row).collect();
        fs::write(home.file("clients.csv"), format!("ID,First name,Last name,Language\n{table}")).unwrap();
        let before = dossiers(&home);

        // The error file grows while rows are written, so something was written and something was not.
        begun(&home, "killed.csv");
        let (code, _) = begun(&home, "stopped.csv").stop();
        assert_eq!(code, Some(84));

        let done = import(&home, &["--write", "--json", "--errors", "last.csv"]).json();
        let count = |name: &str| done[name].as_u64().unwrap();
        assert_eq!(count("good") + count("already"), ROWS, "{done}");
        assert!(256 <= count("already") && 0 < count("good"), "{done}");
        assert_eq!(dossiers(&home), before + ROWS);
    }
}

/// An import under way that has written some rows; dropping it kills it.
fn begun(home: &Home, errors: &str) -> Running {
    let words = ["import", "clients", "clients.csv", "--as", "marta", "--write", "--errors", errors];
    let running = Running::start(home.command(&words));
    running.until(|| fs::metadata(home.file(errors)).is_ok_and(|file| 0 < file.len()));
    running
}

const SERVICES: &str = r#"{"total_items": 4, "contents": [
  {"id": "a1", "name": "Night shelter", "status": "active", "organization": {"name": "City mission"}, "email": "beds@example.org"},
  {"id": "a2", "name": "Debt advice", "status": "active", "phones": [{"number": "+44 20 7946 0102"}]},
  {"id": "a3", "name": "Nowhere", "status": "active"},
  {"id": "a4", "name": "Gone", "status": "inactive"}
]}"#;

#[test]
fn services_of_others_are_tried_out_then_listed_then_known_again_and_taken_off() {
    for home in Home::everywhere() {
        let home = with_intake(home);
        fs::write(home.file("services.json"), SERVICES).unwrap();
        let import = |login: &str, more: &[&str]| {
            home.run(&[&["import", "services", "services.json", "--as", login], more].concat())
        };
        let before = dossiers(&home);
        import("edo", &["--write"]).ended(6, "may not list services");
        let tried = import("marta", &[]);
        tried.ended(83, "1 services were left out");
        assert!(tried.out.contains("Nothing is written yet"), "{}", tried.out);
        assert!(tried.err.contains("service 3 is left out: please give at least one way to reach it"), "{}", tried.err);
        assert_eq!(dossiers(&home), before);

        let counts =
            |ran: &Ran| ["added", "changed", "same", "ended", "unknown"].map(|name| ran.json()[name].as_u64().unwrap());
        let written = import("marta", &["--write", "--json"]);
        assert_eq!(counts(&written), [2, 0, 0, 0, 1]);
        assert_eq!(written.json()["left_out"][0]["number"], 3);
        assert_eq!(dossiers(&home), before + 2);
        assert_eq!(counts(&import("marta", &["--write", "--json"])), [0, 0, 2, 0, 1]);

        let later = SERVICES.replace("beds@", "office@").replacen(
            r#""Debt advice", "status": "active""#,
            r#""Debt advice", "status": "defunct""#,
            1,
        );
        fs::write(home.file("services.json"), later).unwrap();
        assert_eq!(counts(&import("marta", &["--write", "--json"])), [0, 1, 0, 1, 1]);
        assert_eq!(counts(&import("marta", &["--write", "--json"])), [0, 0, 2, 0, 1]);
        assert_eq!(dossiers(&home), before + 2);

        fs::write(home.file("services.json"), "name,phone\n").unwrap();
        import("marta", &[]).ended(82, "this is not JSON");
        home.run(&["reindex"]).well();
    }
}

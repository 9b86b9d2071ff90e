use std::collections::BTreeMap;

use serde_json::Value;

use crate::home::Home;

#[test]
fn a_measurement_prints_every_figure_with_its_unit_and_leaves_nothing_behind() {
    let home = Home::new();
    std::fs::create_dir(home.file("disk")).unwrap();
    let ran = home.run(&["bench", "--quick", "--json", "--data", "disk"]).well();
    let figures: Vec<Value> = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut told = BTreeMap::new();
    for figure in &figures {
        let keys: Vec<&String> = figure.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["limit", "name", "ratio", "target", "unit", "value"]);
        assert!(0.0 < figure["value"].as_f64().unwrap(), "{figure}");
        assert_eq!(figure["limit"].is_null(), figure["ratio"].is_null(), "{figure}");
        let target = figure["target"].as_str().unwrap_or("none");
        let of_ratio = target.starts_with("ratio");
        assert!(!of_ratio || figure["ratio"].is_f64(), "{figure}");
        told.insert(figure["name"].as_str().unwrap(), format!("{}, {target}", figure["unit"].as_str().unwrap()));
    }
    assert_eq!(told.len(), figures.len());
    insta::assert_json_snapshot!(told, @r#"
    {
      "backup": "MiB/s, ratio >= 0.5",
      "calendar_month_p50": "ms, none",
      "calendar_month_p99": "ms, value <= 40",
      "case_open_cold": "ms, ratio <= 2",
      "case_open_warm": "ms, ratio <= 0.1",
      "case_page_cpu": "ms, none",
      "case_page_p50": "ms, none",
      "case_page_p99": "ms, value <= 25",
      "case_page_rate": "requests/s, none",
      "clocks_recount": "s, value <= 5",
      "destroy": "s, value <= 60",
      "disk_per_entry": "bytes, none",
      "document_download": "MB/s, ratio >= 0.5",
      "document_upload": "MB/s, ratio >= 0.5",
      "duplicate_warning_p50": "ms, none",
      "duplicate_warning_p99": "ms, value <= 20",
      "free_slots_p99": "ms, value <= 20",
      "inbox_page_p50": "ms, none",
      "inbox_page_p99": "ms, value <= 30",
      "memory_busy": "MiB, value <= 256",
      "memory_documents": "MiB, value <= 256",
      "memory_idle": "MiB, value <= 80",
      "name_search_growth": "ms, ratio <= 1.5",
      "name_search_p99": "ms, value <= 20",
      "reminders_drain": "s, none",
      "reminders_urgent": "ms, value <= 5000",
      "restore_verify": "entries/s, none",
      "rewrap": "s, value <= 60",
      "rewrap_page_p99": "ms, ratio <= 2",
      "signed_acts": "entries/s, none",
      "signed_entries": "entries/s, ratio >= 0.5",
      "start_to_ready": "s, value <= 0.5",
      "verify_lines": "lines/s, ratio >= 0.3",
      "verify_record": "lines/s, none"
    }
    "#);
    assert_eq!(std::fs::read_dir(home.file("disk")).unwrap().count(), 0);
}

#[test]
fn one_figure_alone_is_measured_and_no_installation_is_named() {
    let home = Home::new();
    let ran = home.run(&["bench", "--quick", "--only", "case_open_warm"]).well();
    assert_eq!(ran.out.lines().count(), 1, "{}", ran.out);
    assert!(ran.out.starts_with("case_open_warm "), "{}", ran.out);
    assert_eq!(home.run(&["bench", "--quick", "--only", "speed"]).code, Some(2));
    home.run(&["bench", "--quick", "--listen", "127.0.0.1:1"]).ended(3, "does not take the setting listen");
}

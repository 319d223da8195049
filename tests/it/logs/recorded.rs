//! Real records of each built-in source, read whole: what each record becomes stands in a file beside them.

use super::real::{fixture, told};
use super::*;
use crate::harness::{blessing, exeat, top};
use std::fs;

/// The files of a source's folder that are logs, in the order of their names.
fn logs(source: &str) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(top().join("tests/logs").join(source))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !matches!(name.as_str(), "README.md" | "expected.txt"))
        .collect();
    names.sort();
    assert_ne!(names, [""; 0], "{source}");
    names
}

/// Every record in a line; each record is counted once by the scan.
fn recorded(source: &str) {
    let mut shown = String::new();
    let mut records = 0;
    for name in logs(source) {
        let log = fixture(&format!("{source}/{name}"));
        let (all, reading) = read_all(&log[..], &bound(source), MAX_RECORD);
        records += reading.records;
        shown += &format!("{name}: {} records\n", reading.records);
        for item in &all {
            shown += &format!("  {}\n", told(item));
        }
    }
    let file = top().join(format!("tests/logs/{source}/expected.txt"));
    if blessing() {
        fs::write(&file, &shown).unwrap();
    }
    let expected = fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(shown, expected, "{}", file.display());
    ledger(source, records);
}

/// The scan of the same files reads as many records, and each is one thing.
fn ledger(source: &str, records: u64) {
    let mut args = vec!["scan", "--source", source, "--output", "json"];
    args.extend(["--policies", "tests/policies/ok/first-look"]);
    let files = logs(source).into_iter();
    let files: Vec<String> = files.map(|f| format!("tests/logs/{source}/{f}")).collect();
    args.extend(files.iter().map(String::as_str));
    let ran = exeat(&top(), &args);
    let last = ran
        .stdout
        .lines()
        .last()
        .unwrap_or_else(|| panic!("{}", ran.stderr));
    let ledger: serde_json::Value = serde_json::from_str(last).unwrap();
    let count = |key: &str| {
        ledger[key]
            .as_u64()
            .unwrap_or_else(|| panic!("{key}: {ledger}"))
    };
    let unclassified: u64 = ledger["unclassified"]
        .as_object()
        .unwrap()
        .values()
        .map(|n| n.as_u64().unwrap())
        .sum();
    let said = count("unreadable") + count("not_exports") + unclassified + count("events");
    assert_eq!((count("records"), said), (records, records), "{ledger}");
}

macro_rules! recorded {
    ($($test:ident $source:literal)*) => {
        $(
            #[test]
            fn $test() {
                recorded($source);
            }
        )*
    };
}

recorded! {
    servicenow "servicenow"
    asana "asana"
    notion "notion"
    onepassword "onepassword"
    s3_access "s3-access"
    azure_storage "azure-storage"
    ocsf "ocsf"
    ecs "ecs"
}

//! The speed table: what README.md shows is what was measured, and how it is measured is told. Nothing is timed here.

use super::harness::top;
use std::collections::BTreeSet;
use std::fs;

/// The table between its markers.
fn table(file: &str) -> String {
    let text = fs::read_to_string(top().join(file)).unwrap();
    let (_, rest) = text.split_once("<!-- speed -->").unwrap();
    let (table, _) = rest.split_once("<!-- /speed -->").unwrap();
    table.to_owned()
}

#[test]
fn the_readme_shows_the_results() {
    let readme = table("README.md");
    assert_eq!(readme, table("benches/results.md"));
    for measured in [
        "duckdb", "polars", "chdb", "rsigma", "jq", "`wc -l`", "64 MiB",
    ] {
        assert!(readme.contains(measured), "{measured} is not in the table");
    }
}

#[test]
fn every_option_of_the_bench_is_documented() {
    let run = fs::read_to_string(top().join("benches/run")).unwrap();
    let page = fs::read_to_string(top().join("benches/README.md")).unwrap();
    let options: BTreeSet<&str> = run
        .split("add(\"--")
        .skip(1)
        .map(|rest| rest.split_once('"').unwrap().0)
        .collect();
    let documented: BTreeSet<&str> = page
        .split("\n| `--")
        .skip(1)
        .map(|rest| rest.split(['`', ' ']).next().unwrap())
        .collect();
    assert!(options.len() >= 5, "{options:?}");
    assert_eq!(options, documented);
}

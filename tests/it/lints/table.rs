//! The table, its pages, and what is made from them.

use crate::harness::{blessing, top};
use exeat::finding::KINDS;
use exeat::lint::{Group, LINTS, handbook, named, page, suggest};
use std::collections::BTreeSet;

const SECTIONS: [&str; 4] = [
    "## Why it matters",
    "## Example",
    "## Mended",
    "## Suppress",
];

#[test]
fn names_are_kebab_case_and_stand_once() {
    let names: BTreeSet<&str> = LINTS.iter().map(|lint| lint.name).collect();
    assert_eq!(names.len(), LINTS.len());
    for name in names {
        let plain = name.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        assert!(plain && !name.starts_with('-'), "{name}");
    }
}

#[test]
fn every_page_says_what_why_how_and_how_not() {
    for lint in LINTS {
        let lines: Vec<&str> = lint.page.lines().collect();
        assert_eq!(lines[0], format!("# {}", lint.name));
        assert!(lint.summary().ends_with(['.', '`']), "{}", lint.name);
        let headings: Vec<&str> = lines
            .iter()
            .copied()
            .filter(|l| l.starts_with("## "))
            .collect();
        assert_eq!(headings, SECTIONS, "{}", lint.name);
        let fires = lines
            .iter()
            .filter(|l| l.starts_with("```") && l.ends_with(" fires"))
            .count();
        assert!(fires > 0, "{} has no example that fires", lint.name);
        let shown = format!("[{}]: ", lint.name);
        let prose = lines
            .iter()
            .filter(|l| !l.starts_with('{') && !l.contains(&shown));
        let long: Vec<_> = prose.filter(|l| l.chars().count() > 106).collect();
        assert!(long.is_empty(), "{}: {long:?}", lint.name);
    }
}

#[test]
fn every_page_in_the_folders_is_a_row() {
    let root = top().join("src/lint");
    let mut pages = BTreeSet::new();
    for folder in std::fs::read_dir(root)
        .unwrap()
        .flatten()
        .filter(|e| e.path().is_dir())
    {
        for file in std::fs::read_dir(folder.path()).unwrap().flatten() {
            if file.path().extension().is_some_and(|e| e == "md") {
                pages.insert(
                    file.path()
                        .file_stem()
                        .unwrap()
                        .to_str()
                        .unwrap()
                        .to_owned(),
                );
            }
        }
    }
    assert_eq!(
        pages,
        LINTS.iter().map(|lint| lint.name.to_owned()).collect()
    );
}

#[test]
fn findings_in_logs_are_the_kinds_that_a_scan_finds() {
    let rows: Vec<_> = LINTS
        .iter()
        .filter(|lint| lint.group == Group::Log)
        .collect();
    let listed: Vec<_> = rows.iter().map(|lint| (lint.name, lint.level)).collect();
    let kinds: Vec<_> = KINDS.iter().map(|row| (row.name, row.level)).collect();
    assert_eq!(listed, kinds);
}

#[test]
fn pages_are_found_by_code_and_near_codes_are_offered() {
    assert!(
        page("expired-rule")
            .unwrap()
            .starts_with("# expired-rule\n")
    );
    assert_eq!(page("expired"), None);
    assert_eq!(named("denied").unwrap().group, Group::Log);
    assert_eq!(suggest("expired-rul"), Some("expired-rule"));
    assert_eq!(suggest("missing-onwer"), Some("missing-owner"));
    assert_eq!(suggest("quux"), None);
}

#[test]
fn the_handbook_is_made_from_the_table() {
    let path = top().join("docs/lints.md");
    let made = handbook();
    if blessing() {
        std::fs::write(&path, &made).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    if found != made {
        let diff = similar::TextDiff::from_lines(&found, &made);
        let shown = diff
            .unified_diff()
            .header("docs/lints.md", "the table")
            .to_string();
        panic!("docs/lints.md is stale; EXEAT_BLESS=1 makes it anew\n{shown}");
    }
}

//! The files below `src`, and what they name: modules of ours, and crates of others.

use crate::harness::top;
use std::fs;
use walkdir::WalkDir;

/// A file below `src`.
pub struct Source {
    /// From `src`, with slashes.
    pub path: String,
    pub text: String,
}

/// All files below `src`, by path.
pub fn sources() -> Vec<Source> {
    let root = top().join("src");
    let sources: Vec<Source> = WalkDir::new(&root)
        .sort_by_file_name()
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.path().extension().is_some_and(|e| e == "rs"))
        .map(|entry| Source {
            path: entry
                .path()
                .strip_prefix(&root)
                .unwrap()
                .to_string_lossy()
                .replace('\\', "/"),
            text: fs::read_to_string(entry.path()).unwrap(),
        })
        .collect();
    assert!(sources.len() > 50, "the sources were found");
    sources
}

impl Source {
    /// The first folder's or file's name.
    pub fn module(&self) -> &str {
        self.path.split(['/', '.']).next().unwrap()
    }

    /// Whether it is a room's file (`logs.rs` of `logs`), or below its folder.
    pub fn is_in(&self, room: &str) -> bool {
        let rest = self.path.strip_prefix(room);
        rest.is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
    }

    /// The text without what stands behind `//`: comments, and now and then the end of a text.
    pub fn code(&self) -> String {
        let lines = self
            .text
            .lines()
            .map(|line| line.split("//").next().unwrap());
        lines.collect::<Vec<_>>().join("\n")
    }

    /// Whether the code names a path that begins so. A module of ours may share a crate's name.
    pub fn uses(&self, path: &str) -> bool {
        let ours = format!("mod {};", path.trim_end_matches(':'));
        if self.text.contains(&ours) {
            return false;
        }
        let code = self.code();
        code.match_indices(path).any(|(at, _)| {
            let before = code[..at].chars().next_back();
            before.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != ':')
        })
    }
}

/// The modules below the crate's top that a source names, each with its line: behind `crate::`, in the
/// braces there, and behind as many `super::` as lead to the top.
pub fn imports(source: &Source) -> Vec<(usize, String)> {
    let code = source.code();
    let depth = source.path.split('/').count();
    let up = "super::".repeat(depth);
    let mut found = Vec::new();
    for way in ["crate::", up.as_str()] {
        for (at, _) in code.match_indices(way) {
            let line = code[..at].lines().count().max(1);
            let names = heads(&code[at + way.len()..]);
            found.extend(names.into_iter().map(|name| (line, name)));
        }
    }
    found
}

/// The first words of a path, or of each path in braces: of `{a::{b, c}, d}` it is `a` and `d`.
pub fn heads(path: &str) -> Vec<String> {
    let word = |text: &str| -> String {
        let text = text.trim_start();
        text.chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect()
    };
    let Some(inner) = path.strip_prefix('{') else {
        return vec![word(path)];
    };
    let (mut depth, mut from, mut found) = (0, 0, Vec::new());
    for (at, c) in inner.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                found.push(word(&inner[from..]));
                from = at + 1;
            }
            _ => {}
        }
        if c == '}' && from == at + 1 {
            break;
        }
    }
    found.retain(|name| !name.is_empty());
    found
}

/// The modules by floor, lowest first, from the table at the head of `src/lib.rs`.
pub struct Floors(Vec<Vec<String>>);

impl Floors {
    pub fn of_the_tour() -> Self {
        let tour = fs::read_to_string(top().join("src/lib.rs")).unwrap();
        let rows = tour.lines().filter(|line| line.starts_with("//! | "));
        let floors: Vec<Vec<String>> = rows
            .map(|row| row.split('|').nth(2).unwrap())
            .map(|cell| {
                cell.split('`')
                    .skip(1)
                    .step_by(2)
                    .map(str::to_owned)
                    .collect()
            })
            .filter(|floor: &Vec<String>| !floor.is_empty())
            .collect();
        assert!(floors.len() > 5, "the table of floors was found");
        Self(floors)
    }

    pub fn of(&self, module: &str) -> Option<usize> {
        self.0
            .iter()
            .position(|floor| floor.iter().any(|name| name == module))
    }

    pub fn modules(&self) -> Vec<String> {
        self.0.concat()
    }
}

/// The crates that the program depends on, as code names them, by name.
pub fn crates() -> Vec<String> {
    let manifest = fs::read_to_string(top().join("Cargo.toml")).unwrap();
    let (_, rest) = manifest.split_once("\n[dependencies]\n").unwrap();
    rest.lines()
        .take_while(|line| !line.starts_with('['))
        .filter_map(|line| Some(line.split_once('=')?.0.trim().replace('-', "_")))
        .collect()
}

#[test]
fn every_way_to_import_is_seen() {
    let cases: &[(&str, &str, &[&str])] = &[
        ("a.rs", "use crate::text::Span;", &["text"]),
        ("a.rs", "use crate::{text, diag};", &["text", "diag"]),
        (
            "a.rs",
            "use crate::{\n    policy::{Set, glob::{self, Glob}},\n    time,\n};\nlet x = (1, two);",
            &["policy", "time"],
        ),
        ("a.rs", "fn f(x: crate::cli::World) {}", &["cli"]),
        ("a.rs", "pub(crate) fn f() {}", &[]),
        ("a.rs", "// crate::cli is not named here", &[]),
        ("a/b.rs", "use super::super::cli;", &["cli"]),
        ("a/b.rs", "use super::c::D;", &[]),
    ];
    for (path, text, expected) in cases {
        let (path, text) = ((*path).to_owned(), (*text).to_owned());
        let found = imports(&Source { path, text });
        let names: Vec<String> = found.into_iter().map(|(_, name)| name).collect();
        assert_eq!(names, *expected);
    }
}

#[test]
fn a_crate_is_seen_where_it_is_used() {
    let source = |text: &str| Source {
        path: "logs/bytes/gzip.rs".to_owned(),
        text: text.to_owned(),
    };
    assert!(source("use glob::Pattern;").uses("glob::"));
    assert!(source("let p = glob::Pattern::new(x);").uses("glob::"));
    assert!(!source("use crate::policy::glob::Glob;").uses("glob::"));
    assert!(!source("mod glob;\nuse glob::Glob;").uses("glob::"));
    assert!(!source("use my_glob::Glob; // glob::Pattern").uses("glob::"));
    assert!(source("").is_in("logs") && source("").is_in("logs/bytes"));
    assert!(!source("").is_in("logs/byte") && !source("").is_in("log"));
}

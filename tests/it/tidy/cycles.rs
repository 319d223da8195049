//! Files of one folder that import each other in a circle.
//!
//! A folder's own file (`logs.rs` of `logs/`) is no part of this: it holds what its files share.

use super::source::{Source, heads, sources};
use std::collections::{BTreeMap, BTreeSet};

/// The circles that are left to break, by folder. It may only get shorter.
const LEFT: &[&str] = &[
    "judge: approval atoms target",
    "logs: blocks cuts json jsonl refused rows",
    "logs/source: outcome picks table",
    "scan: notice tally",
    "syntax: hint input keyword mistake want",
    "syntax/lex: pattern run",
    "syntax/parse: block clause effect fit trial",
];

type Imports = BTreeMap<String, BTreeSet<String>>;

#[test]
fn files_of_a_folder_import_in_no_circle() {
    let sources = sources();
    let folders: BTreeSet<&str> = sources
        .iter()
        .filter_map(|source| Some(source.path.rsplit_once('/')?.0))
        .collect();
    let circles: Vec<String> = folders
        .into_iter()
        .flat_map(|folder| {
            let circles = circles(&imports_in(folder, &sources));
            circles
                .into_iter()
                .map(move |circle| format!("{folder}: {circle}"))
        })
        .collect();
    assert_eq!(circles, LEFT);
}

/// What each file of a folder, with those below it, imports of its neighbours.
fn imports_in(folder: &str, sources: &[Source]) -> Imports {
    let below = |source: &Source| {
        let rest = source.path.strip_prefix(folder)?.strip_prefix('/')?;
        Some(rest.split(['/', '.']).next()?.to_owned())
    };
    let names: BTreeSet<String> = sources.iter().filter_map(below).collect();
    let depth = folder.split('/').count();
    let mut imports = Imports::new();
    for source in sources
        .iter()
        .filter(|source| !source.path.ends_with("/tests.rs"))
    {
        let Some(own) = below(source) else { continue };
        let code = source.code();
        let code = code.split("#[cfg(test)]").next().unwrap();
        let up = "super::".repeat(source.path.split('/').count() - depth);
        let down = format!("crate::{}::", folder.replace('/', "::"));
        let found = imports.entry(own.clone()).or_default();
        for way in [up, down] {
            for (at, _) in code.match_indices(&way) {
                let before = code[..at].chars().next_back();
                if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
                    continue;
                }
                let heads = heads(&code[at + way.len()..]).into_iter();
                found.extend(heads.filter(|head| names.contains(head) && *head != own));
            }
        }
    }
    imports
}

/// The sets of files of which each reaches each other.
fn circles(imports: &Imports) -> BTreeSet<String> {
    let reach: BTreeMap<&str, BTreeSet<&str>> = imports
        .keys()
        .map(|from| (from.as_str(), reached(from, imports)))
        .collect();
    let round = reach.iter().filter(|(from, all)| all.contains(*from));
    round
        .map(|(from, all)| {
            let back = |to: &&&str| reach.get(**to).is_some_and(|all| all.contains(from));
            all.iter()
                .filter(back)
                .copied()
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect()
}

fn reached<'a>(from: &str, imports: &'a Imports) -> BTreeSet<&'a str> {
    let mut seen = BTreeSet::new();
    let mut open = vec![from];
    while let Some(next) = open.pop() {
        for to in imports.get(next).into_iter().flatten() {
            if seen.insert(to.as_str()) {
                open.push(to);
            }
        }
    }
    seen
}

#[test]
fn circles_are_seen() {
    let source = |path: &str, text: &str| Source {
        path: path.to_owned(),
        text: text.to_owned(),
    };
    let sources = [
        source("a.rs", "mod b;\nmod c;\nmod d;"),
        source("a/b.rs", "use super::{c::C, Shared};"),
        source("a/c.rs", "mod e;\nuse super::super::b;"),
        source("a/c/e.rs", "use super::super::d;"),
        source("a/d.rs", "fn f() -> crate::a::b::B {}\nuse super::d;"),
        source(
            "a/f.rs",
            "use super::b;\n#[cfg(test)]\nmod tests { use super::super::g; }",
        ),
        source("a/g.rs", "// use super::f;"),
    ];
    assert_eq!(
        circles(&imports_in("a", &sources)),
        BTreeSet::from(["b c d".to_owned()])
    );
    assert_eq!(circles(&imports_in("a/c", &sources)), BTreeSet::new());
}

//! The house's own rules, read from its source: floors, rooms of third-party crates, the outer world,
//! sizes, and words that have no place here.

mod cycles;
mod sizes;
mod source;

use sizes::too_large;
use source::{Floors, Source, crates, imports, sources};
use std::collections::BTreeSet;

/// The rooms of each third-party crate: files and folders below `src`.
const ROOMS: &[(&str, &[&str])] = &[
    ("clap", &["cli"]),
    ("csv", &["directory"]),
    ("flate2", &["logs/bytes"]),
    ("glob", &["cli"]),
    ("indicatif", &["cli", "main"]),
    ("jiff", &["time"]),
    ("memchr", &["logs"]),
    ("miette", &["report/human"]),
    ("nom", &["syntax"]),
    ("parquet", &["logs/bytes"]),
    ("rapidhash", &["digest"]),
    ("regex", &["logs", "policy"]),
    ("regex_automata", &["prove/automata"]),
    ("regex_syntax", &["policy"]),
    ("rustix", &["cli"]),
    ("serde", &["cli", "directory", "logs", "report"]),
    ("serde_json", &["directory", "logs", "report"]),
    ("sha2", &["digest"]),
    ("signal_hook", &["main"]),
    ("similar", &["cli"]),
    ("strsim", &["nearest"]),
    ("tempfile", &["cli", "logs/bytes", "scan"]),
    ("terminal_size", &["main"]),
    ("toml", &["cli", "logs"]),
    ("unicode_security", &["policy"]),
    ("unicode_width", &["report"]),
    ("walkdir", &["cli"]),
    ("wide", &["logs/quick"]),
    ("zstd", &["logs/bytes"]),
];

/// What reaches past the arguments of a function, and who may: the program, its commands, and the scan's
/// temporary files.
const WORLD: &[(&str, &[&str])] = &[
    ("std::env", &["main", "cli"]),
    ("std::fs", &["main", "cli", "scan"]),
    ("std::process", &["main", "cli/git"]),
    ("std::net::Tcp", &[]),
    ("SystemTime", &["main"]),
    ("Instant::now", &["main"]),
    ("io::stdin", &["main"]),
    ("io::stdout", &["main"]),
    ("io::stderr", &["main"]),
];

/// What says that something was left half done.
const HALF_DONE: &[&str] = &[
    "todo!",
    "unimplemented!",
    "FIXME",
    "XXX",
    "dbg!(",
    "#[ignore",
];

#[test]
fn imports_only_go_down() {
    let floors = Floors::of_the_tour();
    let wrong = every(|source, wrong| {
        let here = source.module();
        // The tour names every module, and the program is above all.
        if here == "lib" || here == "main" {
            return;
        }
        let own = floors.of(here);
        let own = own.unwrap_or_else(|| panic!("`{here}` has no floor in src/lib.rs"));
        for (line, import) in imports(source) {
            if import != here && floors.of(&import).is_some_and(|other| other >= own) {
                wrong.push(format!("{}:{line}: {here} -> {import}", source.path));
            }
        }
    });
    assert_none("imports that do not go down", &wrong);
}

#[test]
fn the_tour_names_every_module_once() {
    let toured = Floors::of_the_tour().modules();
    let declared: Vec<String> = sources()
        .into_iter()
        .find(|source| source.path == "lib.rs")
        .unwrap()
        .text
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .map(str::to_owned)
        .collect();
    let mut sorted = toured.clone();
    sorted.sort();
    assert_eq!(sorted, declared);
}

#[test]
fn each_crate_keeps_to_its_rooms() {
    let mut used = BTreeSet::new();
    let wrong = every(|source, wrong| {
        for (name, rooms) in ROOMS {
            if !source.uses(&format!("{name}::")) {
                continue;
            }
            match rooms.iter().find(|room| source.is_in(room)) {
                Some(room) => _ = used.insert((*name, *room)),
                None => wrong.push(format!("{}: {name}", source.path)),
            }
        }
    });
    assert_none("crates outside their rooms", &wrong);
    let named: Vec<&str> = ROOMS.iter().map(|(name, _)| *name).collect();
    assert_eq!(named, crates(), "Cargo.toml's dependencies have rooms");
    for (name, rooms) in ROOMS {
        for room in *rooms {
            assert!(used.contains(&(*name, *room)), "{name} is not in {room}");
        }
    }
}

#[test]
fn the_world_stays_outside() {
    let wrong = every(|source, wrong| {
        for (name, rooms) in WORLD {
            if source.uses(name) && !rooms.iter().any(|room| source.is_in(room)) {
                wrong.push(format!("{}: {name}", source.path));
            }
        }
    });
    assert_none("the world in rooms that do not know it", &wrong);
}

#[test]
fn files_and_functions_stay_small_and_say_what_they_are() {
    let wrong = every(|source, wrong| {
        wrong.extend(too_large(source));
        if !source.text.starts_with("//! ") {
            wrong.push(format!("{}: does not say what it is", source.path));
        }
    });
    assert_none("too large, or nameless", &wrong);
}

#[test]
fn nothing_is_left_half_done() {
    let wrong = every(|source, wrong| {
        for (number, line) in (1..).zip(source.text.lines()) {
            if HALF_DONE.iter().any(|word| line.contains(word)) {
                wrong.push(format!("{}:{number}: {}", source.path, line.trim()));
            }
        }
    });
    assert_none("left half done", &wrong);
}

/// What is wrong with the sources, one after the other.
fn every(mut look: impl FnMut(&Source, &mut Vec<String>)) -> Vec<String> {
    let mut wrong = Vec::new();
    for source in &sources() {
        look(source, &mut wrong);
    }
    wrong
}

fn assert_none(what: &str, wrong: &[String]) {
    assert!(wrong.is_empty(), "{what}:\n{}", wrong.join("\n"));
}

//! Pages of findings and of the configuration: the whole tool run over the files that they show.

use super::super::harness::{Ran, exeat_with};
use super::page::Files;
use exeat::lint::{Group, Lint};
use std::fs;
use std::path::Path;

/// A file of this name is the run's standard input.
const PIPED: &str = "stdin.jsonl";

/// The `short` lines of this code that a run over the files prints.
pub fn said(lint: &Lint, files: &Files) -> String {
    let folder = tempfile::tempdir().unwrap();
    let mut args = vec!["--output", "short"];
    write(&folder.path().join("policies/policy.exeat"), "");
    for (name, text) in files {
        write(&folder.path().join(place(name)), text);
        match name.rsplit('.').next() {
            Some("csv") if !args.contains(&"--directory") => {
                args.extend(["--directory", "directory"])
            }
            Some("toml") if text.contains("[source.crm]") => args.extend(["--source", "crm"]),
            _ => {}
        }
    }
    let command: &[&str] = match lint.group {
        Group::Log if files.contains_key(PIPED) => &["scan", "-"],
        Group::Log => &["scan", "exports.jsonl"],
        _ => &["check"],
    };
    let piped = files.get(PIPED).cloned().unwrap_or_default();
    let ran = exeat_with(
        folder.path(),
        &[command, &args].concat(),
        piped.into_bytes(),
    );
    lines(lint, &ran)
}

/// Where the tool looks for it.
fn place(name: &str) -> String {
    match name.rsplit('.').next() {
        Some("exeat") => format!("policies/{name}"),
        Some("csv") => format!("directory/{name}"),
        _ => name.to_owned(),
    }
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn lines(lint: &Lint, ran: &Ran) -> String {
    let code = format!("[{}]", lint.name);
    let blocking = ["[bad-", "[syntax]", "[unknown-name]", "[type-mismatch]"];
    let mut of_this = String::new();
    for line in ran.stdout.lines() {
        if line.contains(&code) {
            of_this.push_str(line);
            of_this.push('\n');
        } else {
            let stops = blocking.iter().any(|other| line.contains(other));
            assert!(!stops, "{}: {line}", lint.name);
        }
    }
    let ran_through = lint.group != Group::Log || ran.code != 2;
    assert!(ran_through, "{}: {}{}", lint.name, ran.stdout, ran.stderr);
    of_this
}

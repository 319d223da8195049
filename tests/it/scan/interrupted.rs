//! A signal ends the program itself: what was read until then is told. Nothing here looks at a clock: a pipe holds
//! little, so whoever has written much to it knows that most of it was read.
#![cfg(unix)]

use super::{adds_up, record, world};
use serde_json::Value;
use std::io::{Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

/// More than any pipe, block and buffer hold together.
const MUCH: usize = 1 << 20;

fn start(folder: &Path, args: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_exeat"))
        .arg("scan")
        .args(args)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn send(signal: &str, child: &Child) {
    let kill = format!("kill -{signal} {}", child.id());
    assert!(
        Command::new("sh")
            .args(["-c", &kill])
            .status()
            .unwrap()
            .success()
    );
}

/// Feeds what comes first and much behind it, without an end, then sends the signal.
fn interrupted(args: &[&str], signal: &str, first: &str, more: &str, rest: &str) -> Output {
    let folder = world();
    let config = "[source.table]\nformat = \"csv\"\nid = \"id\"\ntime = \"time\"\nactor = \"actor\"\n\
                  roles = \"roles\"\ntenant = \"tenant\"\nlist = \"list\"\nrows = \"rows\"\n";
    if args.contains(&"table") {
        std::fs::write(folder.path().join("exeat.toml"), config).unwrap();
    }
    let mut child = start(folder.path(), args);
    let mut stdin = child.stdin.take().unwrap();
    let text = first.to_owned() + &more.repeat(MUCH / more.len()) + rest;
    stdin.write_all(text.as_bytes()).unwrap();
    send(signal, &child);
    let output = child.wait_with_output().unwrap();
    // Open until now: it was no end of the input that ended it.
    drop(stdin);
    output
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

fn ended(output: &Output) -> (Vec<Value>, Value) {
    let lines = text(&output.stdout).lines();
    let mut lines: Vec<Value> = lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let ledger = lines
        .pop()
        .unwrap_or_else(|| panic!("{}", text(&output.stderr)));
    assert_eq!(ledger["type"], "ledger");
    (lines, ledger)
}

#[test]
fn what_was_read_until_then_is_told() {
    let first = record(1, 9, "b", "engineer", 1) + "\n";
    let more = record(2, 9, "a", "marketer", 1) + "\n";
    let more = more.replace("\"id\":\"e2\",", "");
    let waiting = &more[..more.len() - 30];
    for (threads, signal) in [("1", "INT"), ("2", "TERM")] {
        let args = ["-", "--output", "json", "--threads", threads];
        let output = interrupted(&args, signal, &first, &more, waiting);
        assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
        assert_eq!(text(&output.stderr), "");
        let (findings, ledger) = ended(&output);
        assert_eq!(findings[0]["kind"], "denied");
        assert_eq!(
            (&ledger["interrupted"], &ledger["incomplete"]),
            (&true.into(), &true.into())
        );
        assert_eq!(
            (&ledger["unreadable"], &ledger["files_unreadable"]),
            (&0.into(), &0.into())
        );
        assert!(ledger["events"].as_u64().unwrap() > 1_000, "{ledger}");
        adds_up(&ledger);
    }
}

#[test]
fn without_a_finding_it_is_incomplete() {
    let more = record(2, 9, "a", "marketer", 1) + "\n";
    let output = interrupted(&["-", "--quiet"], "INT", "", &more, "");
    let (line, code) = (text(&output.stdout), output.status.code());
    assert_eq!(code, Some(3), "{line}{}", text(&output.stderr));
    assert!(
        line.ends_with("; a part of the input was not looked at: interrupted\n"),
        "{line}"
    );
}

/// A row that breaks off would be another row.
#[test]
fn the_last_row_of_a_table_that_was_cut_short_is_none() {
    let first = "id,time,actor,roles,tenant,list,rows\n";
    let more = ",2026-03-02T09:00:00Z,a,marketer,acme,news,1\n";
    let rest = ",2026-03-02T09:00:00Z,a,market";
    let args = ["-", "--output", "json", "--source", "table"];
    let output = interrupted(&args, "INT", first, more, rest);
    let (findings, ledger) = ended(&output);
    let kinds: Vec<&Value> = findings.iter().map(|finding| &finding["kind"]).collect();
    assert!(!kinds.contains(&&"not-allowed".into()), "{kinds:?}");
    assert!(!kinds.contains(&&"unreadable-record".into()), "{kinds:?}");
    assert_eq!(ledger["interrupted"], true);
    adds_up(&ledger);
}

/// What is told goes into a pipe that nobody reads, so it cannot come to its end by itself.
#[test]
fn a_second_signal_ends_it_at_once() {
    let folder = world();
    let mut child = start(folder.path(), &["-", "--output", "json"]);
    let mut stdin = child.stdin.take().unwrap();
    for n in 0..2_000 {
        writeln!(stdin, "{}", record(n, 9, "b", "engineer", 1)).unwrap();
    }
    drop(stdin);
    let mut stdout = child.stdout.take().unwrap();
    stdout.read_exact(&mut [0]).unwrap();
    // Two different ones: the system may take two of a kind for one.
    send("INT", &child);
    send("TERM", &child);
    let signal = child.wait().unwrap().signal();
    assert!(matches!(signal, Some(2 | 15)), "{signal:?}");
}

//! `--only`: which findings are told; all are counted.

use super::super::harness::exeat;
use super::{adds_up, kinds, log, record, scan, world};
use std::fs;
use tempfile::TempDir;

/// Of everything one: denied, not allowed, over a limit, waived, blocked, and a line that cannot be read.
fn night() -> TempDir {
    let folder = world();
    let policy = "waiver w {\n    lift none\n    for actor \"c\"\n    from 2026-01-01 until 2030-01-01\n    by \"x\"\n    note \"n\"\n}\n";
    let path = folder.path().join("policies/w.exeat");
    fs::write(path, policy).unwrap();
    let records = [
        record(1, 8, "a", "engineer", 1),
        record(2, 9, "b", "marketer", 251),
        record(3, 10, "c", "engineer\",\"marketer", 1).replace("acme", "celsius"),
        record(4, 11, "d", "engineer", 1).replace("\"rows\"", "\"outcome\":\"blocked\",\"rows\""),
    ];
    log(folder.path(), "one.jsonl", &records);
    folder
}

#[test]
fn what_was_not_asked_for_is_left_out_and_counted() {
    let folder = night();
    let (all, whole, _) = scan(folder.path(), &["one.jsonl"]);
    let everything = kinds(&all);
    let cases: &[(&[&str], &[&str], u8)] = &[
        (&["kind=denied"], &["denied e1"], 1),
        (&["kind=waived"], &["waived e3"], 0),
        (
            &["rule=none"],
            &["denied e1", "waived e3", "blocked-attempt e4"],
            1,
        ),
        (&["rule=day"], &["over-limit e2"], 1),
        (&["actor=b", "kind=over-limit"], &["over-limit e2"], 1),
        (
            &["kind=denied", "kind=over-limit"],
            &["denied e1", "over-limit e2"],
            1,
        ),
        (&["tenant=acme", "kind=waived"], &[], 0),
        (&["tenant=celsius", "kind=waived"], &["waived e3"], 0),
        (&["actor=nobody"], &[], 0),
    ];
    for (only, expected, exit) in cases {
        let mut args = vec!["one.jsonl"];
        args.extend(only.iter().flat_map(|one| ["--only", one]));
        let (told, mut ledger, code) = scan(folder.path(), &args);
        assert_eq!(kinds(&told), *expected, "{only:?} of {everything:?}");
        assert_eq!(code, *exit, "{only:?}");
        assert_eq!(ledger["left_out"], all.len() - told.len());
        adds_up(&ledger);
        ledger["left_out"] = 0.into();
        assert_eq!(ledger, whole);
    }
}

#[test]
fn what_could_not_be_read_is_told_whatever_is_asked_for() {
    let folder = night();
    fs::write(folder.path().join("two.jsonl"), "nonsense\n").unwrap();
    let args = ["one.jsonl", "two.jsonl", "--only", "actor=nobody"];
    let (told, _, code) = scan(folder.path(), &args);
    assert_eq!(
        (kinds(&told), code),
        (vec!["unreadable-record -".to_owned()], 3)
    );
}

#[test]
fn the_summary_says_how_many_were_left_out() {
    let folder = night();
    let line = |only: &str| {
        let args = ["scan", "one.jsonl", "--quiet", "--only", only];
        exeat(folder.path(), &args).stdout
    };
    let all = scan(folder.path(), &["one.jsonl"]).0.len();
    let begins = "exeat: 4 events, 0 allowed, 2 violations, 1 waived, 1 not out";
    assert_eq!(
        line("kind=denied"),
        format!("{begins}, {} findings left out by --only\n", all - 1)
    );
    assert!(all > 2);
}

#[test]
fn names_that_are_none_are_told_with_the_nearest() {
    let folder = night();
    let cases = [
        (
            "rule=non",
            "--only: no rule is named `non`; did you mean `none`?",
        ),
        (
            "rule=elsewhere",
            "--only: no rule is named `elsewhere`; there are: day, none",
        ),
        (
            "rule=own",
            "--only `rule=own`: `own` allows, so no finding is of it; what no rule allows is `kind=not-allowed`",
        ),
        (
            "kind=denyed",
            "--only: no kind of finding is named `denyed`; did you mean `denied`?",
        ),
        (
            "none",
            "--only `none` does not say what to look at; write one of `rule=…`, `kind=…`, `actor=…`, `tenant=…`",
        ),
        (
            "list=news",
            "--only `list=news` does not say what to look at; write one of `rule=…`, `kind=…`, `actor=…`, `tenant=…`",
        ),
    ];
    for (only, message) in cases {
        let ran = exeat(folder.path(), &["scan", "one.jsonl", "--only", only]);
        assert_eq!((ran.stderr, ran.code), (format!("exeat: {message}\n"), 2));
    }
}

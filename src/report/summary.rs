//! A run in one line, for `--quiet` and for the end of every longer summary.

use super::Summary;
use super::words::count;
use super::{Checked, Compared, Replayed};
use crate::finding::Ledger;

/// One line, without its line end: what was looked at, and what came of it.
#[must_use]
pub fn one_line(summary: Summary<'_>) -> String {
    match summary {
        Summary::Scan(ledger) => scan_line(ledger),
        Summary::Check(checked) => check_line(checked),
        Summary::Diff(compared) => diff_line(compared),
    }
}

fn scan_line(ledger: &Ledger) -> String {
    let mut parts = vec![
        count(ledger.events, "event", "events"),
        format!("{} allowed", ledger.allowed),
        count(ledger.violating, "violation", "violations"),
    ];
    parts.extend(unless_zero(ledger.waived, "waived"));
    parts.extend(unless_zero(ledger.not_out, "not out"));
    parts.extend(unless_zero(ledger.duplicates, "seen before"));
    parts.extend(unless_zero(ledger.joined, "joined to others"));
    parts.extend(unless_zero(ledger.outside, "outside the period"));
    parts.extend(unless_zero(ledger.unreadable, "unreadable"));
    let files = count(
        ledger.files_unreadable,
        "file unreadable",
        "files unreadable",
    );
    parts.extend((ledger.files_unreadable > 0).then_some(files));
    let left_out = count(
        ledger.left_out,
        "finding left out by --only",
        "findings left out by --only",
    );
    parts.extend((ledger.left_out > 0).then_some(left_out));
    let line = line(&parts, ledger.incomplete);
    match ledger.interrupted {
        true => line + ": interrupted",
        false => line,
    }
}

fn check_line(checked: &Checked) -> String {
    let mut parts = vec![
        count(checked.files, "file", "files"),
        count(checked.rules, "rule", "rules"),
    ];
    parts.extend((checked.tests > 0).then(|| count(checked.tests, "test", "tests")));
    parts.push(count(checked.errors, "error", "errors"));
    parts.push(count(checked.warnings, "warning", "warnings"));
    parts.extend((checked.infos > 0).then(|| format!("{} info", checked.infos)));
    parts.extend(unless_zero(checked.suppressed, "suppressed"));
    line(&parts, checked.incomplete)
}

fn diff_line(compared: &Compared) -> String {
    let opens = count(
        compared.opens,
        "change lets more out",
        "changes let more out",
    );
    let closes = count(compared.closes, "lets less out", "let less out");
    let mut parts = match (compared.opens, compared.closes, compared.not_compared) {
        (0, 0, 0) => vec!["no change in meaning".to_owned()],
        _ => vec![opens, closes],
    };
    parts.extend(unless_zero(compared.not_compared, "could not be told"));
    let line = line(&parts, false);
    match &compared.replayed {
        Some(replayed) => format!("{line}; {}", replayed_part(replayed)),
        None => line,
    }
}

fn replayed_part(replayed: &Replayed) -> String {
    let otherwise = replayed.let_through + replayed.refused + replayed.undecided;
    let mut parts = vec![
        format!("{} let through now", replayed.let_through),
        format!("{} refused now", replayed.refused),
        format!("{} as before", replayed.exports.saturating_sub(otherwise)),
    ];
    parts.extend(unless_zero(replayed.undecided, "that cannot be judged"));
    let unread = match replayed.incomplete {
        true => "; a part of the input was not looked at",
        false => "",
    };
    let exports = count(replayed.exports, "export", "exports");
    format!("of {exports} replayed, {}{unread}", parts.join(", "))
}

fn unless_zero(n: u64, what: &str) -> Option<String> {
    (n > 0).then(|| format!("{n} {what}"))
}

fn line(parts: &[String], incomplete: bool) -> String {
    let end = if incomplete {
        "; a part of the input was not looked at"
    } else {
        ""
    };
    format!("exeat: {}{end}", parts.join(", "))
}

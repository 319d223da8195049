//! What a run looked at, in numbers that add up; then who, whose and which rules.

use super::block::{aside, paragraph};
use super::paint::{Ink, paint};
use super::shown::{shorten, show};
use crate::finding::Ledger;
use crate::report::{Context, Look, words};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// So many lines of each table.
const TOP: usize = 10;
/// A name takes at most so many columns less than the terminal has.
const AROUND: usize = 24;

/// The tables; one empty line between any two.
#[must_use]
pub fn tables(context: &Context<'_>, ledger: &Ledger) -> String {
    let look = context.look;
    let tables = [
        read(ledger, look),
        table("findings", &by_kind(ledger), look),
        table("violations by rule", &by_rule(ledger), look),
        table("violations by actor", &ledger.by_actor, look),
        table("violations by tenant", &ledger.by_tenant, look),
        never_fired(context, ledger),
        complete(ledger, look),
    ];
    let tables: Vec<String> = tables.into_iter().filter(|t| !t.is_empty()).collect();
    tables.join("\n")
}

/// Records and events with their parts. The parts of each add up.
fn read(ledger: &Ledger, look: Look) -> String {
    let files = words::count(ledger.files, "file", "files");
    let mut lines = vec![
        (
            ledger.records,
            format!(
                "{} in {files}, {}",
                of(ledger.records, "record"),
                size(ledger.bytes)
            ),
        ),
        (ledger.not_exports, "  not exports".to_owned()),
        (
            ledger.unclassified.values().sum(),
            format!(
                "  of unknown action: {}",
                listed(&ledger.unclassified, look)
            ),
        ),
        (ledger.unreadable, "  unreadable".to_owned()),
        (
            ledger.files_unreadable,
            format!(
                "{} not read to the end",
                of(ledger.files_unreadable, "file")
            ),
        ),
        (
            ledger.events,
            format!("{}{}", of(ledger.events, "event"), period(ledger)),
        ),
        (ledger.duplicates, "  seen before".to_owned()),
        (ledger.joined, "  further records of an export".to_owned()),
        (ledger.outside, "  outside the period".to_owned()),
        (ledger.not_out, "  that did not get out".to_owned()),
        (ledger.allowed, "  allowed".to_owned()),
        (ledger.waived, "  allowed by a waiver".to_owned()),
        (ledger.violating, "  violating".to_owned()),
    ];
    let always = |text: &str| text.starts_with("record") || text.starts_with("event");
    lines.retain(|(n, text)| *n > 0 || always(text));
    let widest = lines
        .iter()
        .map(|(n, _)| n.to_string().len())
        .max()
        .unwrap_or(0);
    let lines = lines.iter().map(|(n, text)| format!("{n:>widest$} {text}"));
    let indent = " ".repeat(widest + 3);
    let lines = lines.flat_map(|line| super::wrap::wrap(&line, look.width, "", &indent));
    lines.map(|line| format!("{line}\n")).collect()
}

/// The word for so many.
fn of(n: u64, one: &str) -> String {
    format!("{one}{}", if n == 1 { "" } else { "s" })
}

fn period(ledger: &Ledger) -> String {
    ledger.period.map_or_else(String::new, |(first, last)| {
        format!(" from {first} to {last}")
    })
}

/// Bytes in the largest unit of which there is one.
fn size(bytes: u64) -> String {
    let units = [("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000)];
    match units.iter().find(|(_, of)| bytes >= *of) {
        Some((unit, of)) => format!("{}.{} {unit}", bytes / of, bytes % of / (of / 10)),
        None => words::count(bytes, "byte", "bytes"),
    }
}

fn by_kind(ledger: &Ledger) -> BTreeMap<String, u64> {
    let kinds = ledger.by_kind.iter();
    kinds.map(|(kind, n)| ((*kind).to_owned(), *n)).collect()
}

fn by_rule(ledger: &Ledger) -> BTreeMap<String, u64> {
    let rules = ledger.by_rule.iter().filter(|(_, n)| n.findings > 0);
    rules.map(|(rule, n)| (rule.clone(), n.findings)).collect()
}

/// A heading, and the names with the greatest counts.
fn table(heading: &str, counts: &BTreeMap<String, u64>, look: Look) -> String {
    if counts.is_empty() {
        return String::new();
    }
    let mut text = format!("{}\n", paint(look, Ink::Heading, heading));
    let greatest = greatest(counts);
    let widest = greatest
        .iter()
        .map(|(_, n)| n.to_string().len())
        .max()
        .unwrap_or(0);
    for (name, n) in greatest.iter().take(TOP) {
        let name = shorten(&show(name, look), look.width.saturating_sub(AROUND), look);
        text.push_str(&format!("  {n:>widest$} {name}\n"));
    }
    let more = greatest.len().saturating_sub(TOP);
    if more > 0 {
        text.push_str(&format!("  and {more} more\n"));
    }
    text
}

fn greatest(counts: &BTreeMap<String, u64>) -> Vec<(&str, u64)> {
    let mut greatest: Vec<_> = counts.iter().map(|(k, n)| (k.as_str(), *n)).collect();
    greatest.sort_by_key(|(name, n)| (Reverse(*n), *name));
    greatest
}

/// `list.peek 5, list.touch 3`, the most frequent first.
fn listed(counts: &BTreeMap<String, u64>, look: Look) -> String {
    let greatest = greatest(counts);
    let more = greatest.len().saturating_sub(TOP);
    let mut names: Vec<String> = greatest
        .iter()
        .take(TOP)
        .map(|(name, n)| format!("{} {n}", shorten(&show(name, look), 40, look)))
        .collect();
    if more > 0 {
        names.push(format!("and {more} more"));
    }
    names.join(", ")
}

/// Rules that no event matched: those of the policy that the ledger does not name, too.
fn never_fired(context: &Context<'_>, ledger: &Ledger) -> String {
    let fired = |name: &str| ledger.by_rule.get(name).is_some_and(|n| n.matched > 0);
    let rules = context.policy.into_iter().flat_map(|set| &set.rules);
    let mut never: BTreeSet<&str> = ledger.by_rule.keys().map(String::as_str).collect();
    never.extend(rules.map(|rule| rule.name.text.as_str()));
    never.retain(|name| !fired(name));
    if never.is_empty() {
        return String::new();
    }
    let never: Vec<&str> = never.into_iter().collect();
    paragraph(
        &format!("never matched: {}", never.join(", ")),
        context.look,
    )
}

/// How complete the logs are, where that was asked.
fn complete(ledger: &Ledger, look: Look) -> String {
    let coverage = &ledger.coverage;
    if coverage.asked.is_empty() {
        return String::new();
    }
    let missing = match coverage.count {
        0 => "nothing is missing".to_owned(),
        1 => "1 gap".to_owned(),
        n => format!("{n} gaps"),
    };
    let by = coverage.asked.join(", ");
    let period = coverage
        .period
        .map_or_else(String::new, |(from, to)| format!(" from {from} to {to}"));
    paragraph(&format!("logs: {missing}{period}, by {by}"), look)
}

/// What else must be known to read the result of a check right.
#[must_use]
pub fn notes(notes: &[String], look: Look) -> String {
    notes.iter().map(|note| aside("note", note, look)).collect()
}

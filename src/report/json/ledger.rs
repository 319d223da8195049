//! The last line: what was looked at, by which version, and the digests of what was read.

use super::SCHEMA;
use crate::finding::{self, Ledger, RuleCount};
use crate::report::{Checked, Compared, Context, Digest, End, Summary};
use crate::time::Time;
use serde::Serialize;
use std::collections::BTreeMap;

/// The keys, in their order; those of the summary stand between.
#[derive(Debug, Serialize)]
pub struct Line<'a> {
    r#type: &'static str,
    schema: &'static str,
    version: &'a str,
    #[serde(flatten)]
    summary: Looked<'a>,
    digests: Vec<Read<'a>>,
}

#[derive(Debug, Serialize)]
#[serde(tag = "run", rename_all = "lowercase")]
enum Looked<'a> {
    Scan(Box<Scanned<'a>>),
    Check(Policies<'a>),
    Diff(Changes),
}

#[derive(Debug, Serialize)]
struct Scanned<'a> {
    files: u64,
    files_unreadable: u64,
    bytes: u64,
    records: u64,
    unreadable: u64,
    not_exports: u64,
    unclassified: &'a BTreeMap<String, u64>,
    events: u64,
    duplicates: u64,
    joined: u64,
    outside: u64,
    not_out: u64,
    allowed: u64,
    waived: u64,
    violating: u64,
    by_kind: &'a BTreeMap<&'static str, u64>,
    left_out: u64,
    by_actor: &'a BTreeMap<String, u64>,
    by_tenant: &'a BTreeMap<String, u64>,
    by_rule: BTreeMap<&'a str, Rule>,
    period: Option<Period>,
    coverage: Coverage<'a>,
    incomplete: bool,
    interrupted: bool,
}

#[derive(Debug, Serialize)]
struct Policies<'a> {
    files: u64,
    rules: u64,
    tests: u64,
    errors: u64,
    warnings: u64,
    infos: u64,
    suppressed: u64,
    notes: &'a [String],
    incomplete: bool,
}

#[derive(Debug, Serialize)]
struct Changes {
    opens: u64,
    closes: u64,
    not_compared: u64,
    replayed: Option<Exports>,
}

#[derive(Debug, Serialize)]
struct Exports {
    exports: u64,
    let_through: u64,
    refused: u64,
    undecided: u64,
    incomplete: bool,
}

#[derive(Debug, Serialize)]
struct Rule {
    matched: u64,
    findings: u64,
}

/// What was looked for, and what is missing.
#[derive(Debug, Serialize)]
struct Coverage<'a> {
    asked: &'a [&'static str],
    period: Option<Period>,
    gaps: Vec<Gap<'a>>,
    count: u64,
}

#[derive(Debug, Serialize)]
struct Gap<'a> {
    by: &'static str,
    source: &'a str,
    period: Option<Period>,
    what: &'a str,
}

#[derive(Debug, Serialize)]
struct Period {
    first: String,
    last: String,
}

#[derive(Debug, Serialize)]
struct Read<'a> {
    what: &'static str,
    file: &'a str,
    bytes: u64,
    sha256: &'a str,
}

impl<'a> Line<'a> {
    /// Of a run's end.
    #[must_use]
    pub fn new(context: &Context<'a>, end: &End<'a>) -> Self {
        Self {
            r#type: "ledger",
            schema: SCHEMA,
            version: context.version,
            summary: match end.summary {
                Summary::Scan(ledger) => Looked::Scan(Box::new(Scanned::new(ledger))),
                Summary::Check(checked) => Looked::Check(Policies::new(checked)),
                Summary::Diff(compared) => Looked::Diff(Changes::new(compared)),
            },
            digests: end.digests.iter().map(Read::new).collect(),
        }
    }
}

impl<'a> Scanned<'a> {
    fn new(ledger: &'a Ledger) -> Self {
        let rules = ledger.by_rule.iter();
        Self {
            files: ledger.files,
            files_unreadable: ledger.files_unreadable,
            bytes: ledger.bytes,
            records: ledger.records,
            unreadable: ledger.unreadable,
            not_exports: ledger.not_exports,
            unclassified: &ledger.unclassified,
            events: ledger.events,
            duplicates: ledger.duplicates,
            joined: ledger.joined,
            outside: ledger.outside,
            not_out: ledger.not_out,
            allowed: ledger.allowed,
            waived: ledger.waived,
            violating: ledger.violating,
            by_kind: &ledger.by_kind,
            left_out: ledger.left_out,
            by_actor: &ledger.by_actor,
            by_tenant: &ledger.by_tenant,
            by_rule: rules
                .map(|(name, n)| (name.as_str(), Rule::new(*n)))
                .collect(),
            period: ledger.period.map(Period::new),
            coverage: Coverage::new(&ledger.coverage),
            incomplete: ledger.incomplete,
            interrupted: ledger.interrupted,
        }
    }
}

impl<'a> Coverage<'a> {
    fn new(coverage: &'a finding::Coverage) -> Self {
        let gaps = coverage.gaps.iter().map(|gap| Gap {
            by: gap.by,
            source: &gap.source,
            period: gap.period.map(Period::new),
            what: &gap.what,
        });
        Self {
            asked: &coverage.asked,
            period: coverage.period.map(Period::new),
            gaps: gaps.collect(),
            count: coverage.count,
        }
    }
}

impl Period {
    fn new((first, last): (Time, Time)) -> Self {
        Self {
            first: first.to_string(),
            last: last.to_string(),
        }
    }
}

impl<'a> Policies<'a> {
    fn new(checked: &'a Checked) -> Self {
        Self {
            files: checked.files,
            rules: checked.rules,
            tests: checked.tests,
            errors: checked.errors,
            warnings: checked.warnings,
            infos: checked.infos,
            suppressed: checked.suppressed,
            notes: &checked.notes,
            incomplete: checked.incomplete,
        }
    }
}

impl Changes {
    fn new(compared: &Compared) -> Self {
        Self {
            opens: compared.opens,
            closes: compared.closes,
            not_compared: compared.not_compared,
            replayed: compared.replayed.map(|logs| Exports {
                exports: logs.exports,
                let_through: logs.let_through,
                refused: logs.refused,
                undecided: logs.undecided,
                incomplete: logs.incomplete,
            }),
        }
    }
}

impl Rule {
    fn new(count: RuleCount) -> Self {
        Self {
            matched: count.matched,
            findings: count.findings,
        }
    }
}

impl<'a> Read<'a> {
    fn new(digest: &'a Digest) -> Self {
        Self {
            what: digest.what,
            file: &digest.name,
            bytes: digest.bytes,
            sha256: &digest.sha256,
        }
    }
}

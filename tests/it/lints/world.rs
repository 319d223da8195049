//! What a page shows, as what it is: policies, tables, a configuration, logs.

use super::page::Files;
use exeat::directory::{self, Directory};
use exeat::lint::{self, Checked, Input, Levels, Linted};
use exeat::policy::{Known, PolicySet, resolve};
use exeat::syntax::{Parsed, parse};
use exeat::text::{SourceId, Sources};
use exeat::time::{Length, Time, parse_rfc3339};
use exeat::trial;

/// A policy file, read and resolved.
pub struct World {
    pub sources: Sources,
    pub policy: SourceId,
    pub parsed: Parsed,
    pub set: PolicySet,
    pub directory: Directory,
    pub said: Vec<exeat::diag::Diagnostic>,
    pub levels: Levels,
}

/// The clock of all pages.
pub fn now() -> Time {
    parse_rfc3339("2026-06-01").unwrap()
}

impl World {
    /// A policy alone.
    pub fn of(policy: &str) -> Self {
        let name = String::from("policy.exeat");
        Self::with_tables(&Files::from([(name, policy.to_owned())]))
    }

    /// A policy, and the tables among the files.
    pub fn with_tables(files: &Files) -> Self {
        let mut sources = Sources::default();
        let ids: Vec<_> = files
            .iter()
            .map(|(name, text)| sources.add(name, text))
            .collect();
        let named = |id: &SourceId| sources.get(*id).unwrap();
        let all = ids.iter().map(named);
        let (policies, rest): (Vec<_>, Vec<_>) = all.partition(|s| s.name == "policy.exeat");
        let tables: Vec<_> = rest
            .into_iter()
            .filter(|s| s.name.ends_with(".csv"))
            .collect();
        let parsed = parse(policies[0]);
        let known = Known {
            tenants: directory::tenants(&tables),
        };
        let resolved = resolve(&[&parsed.file], &known);
        let (directory, wrong) = directory::load(&tables, &resolved.set.schema);
        Self {
            policy: policies[0].id,
            said: [parsed.diagnostics.clone(), resolved.diagnostics, wrong].concat(),
            parsed,
            set: resolved.set,
            directory,
            levels: Levels::default(),
            sources,
        }
    }

    pub fn lint(&self) -> Linted {
        let files = [Checked {
            source: self.sources.get(self.policy).unwrap(),
            tree: &self.parsed.file,
        }];
        lint::run(&Input {
            files: &files,
            set: &self.set,
            directory: &self.directory,
            said: &self.said,
            tests: &trial::run(&self.set),
            now: now(),
            within: Length::seconds(lint::DEFAULT_DAYS * 86_400),
            longest_waiver: Length::seconds(lint::DEFAULT_DAYS * 86_400),
            levels: &self.levels,
        })
    }

    /// `line:col: level[code]: message`, as `--output short` shows it, without the file.
    pub fn short(&self, diagnostic: &exeat::diag::Diagnostic) -> String {
        let place = diagnostic.place().unwrap();
        let source = self.sources.get(place.source).unwrap();
        let (line, column) = source.line_column(place.start);
        let (level, code) = (diagnostic.level.name(), diagnostic.code);
        format!("{line}:{column}: {level}[{code}]: {}", diagnostic.message)
    }
}

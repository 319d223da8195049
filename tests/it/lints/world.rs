//! What a page shows, as what it is: policies, tables, a configuration, logs.

use super::page::Files;
use exeat::directory::{self, Directory};
use exeat::lint::{self, Checked, Input, Levels, Linted};
use exeat::policy::{Known, PolicySet, resolve};
use exeat::syntax::{Parsed, parse};
use exeat::text::{Source, SourceId, Sources};
use exeat::time::{Length, Time, parse_rfc3339};
use exeat::trial;

/// A policy file, read and resolved.
pub struct World {
    pub sources: Sources,
    /// The first policy file.
    pub policy: SourceId,
    pub parsed: Vec<(SourceId, Parsed)>,
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
        let ending =
            |end: &'static str| ids.iter().map(named).filter(move |s| s.name.ends_with(end));
        let tables: Vec<_> = ending(".csv").collect();
        let parsed: Vec<_> = ending(".exeat").map(|s| (s.id, parse(s))).collect();
        let trees: Vec<_> = parsed.iter().map(|(_, parsed)| &parsed.file).collect();
        let known = Known {
            tenants: directory::tenants(&tables),
        };
        let resolved = resolve(&trees, &known);
        let (directory, wrong) = directory::load(&tables, &resolved.set.schema);
        let said = parsed
            .iter()
            .flat_map(|(_, parsed)| parsed.diagnostics.clone());
        let said: Vec<_> = said.chain(resolved.diagnostics).chain(wrong).collect();
        Self {
            policy: parsed[0].0,
            said,
            parsed,
            set: resolved.set,
            directory,
            levels: Levels::default(),
            sources,
        }
    }

    pub fn lint(&self) -> Linted {
        let files = self.parsed.iter().map(|(id, parsed)| Checked {
            source: self.sources.get(*id).unwrap(),
            tree: &parsed.file,
        });
        let files: Vec<_> = files.collect();
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

    /// The first policy's text.
    pub fn text(&self) -> &Source {
        self.sources.get(self.policy).unwrap()
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

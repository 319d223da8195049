//! What a page shows, as what it is: policies, tables, a configuration, logs.

use exeat::directory::Directory;
use exeat::lint::{self, Checked, Input, Levels, Linted};
use exeat::policy::{Known, PolicySet, resolve};
use exeat::syntax::{Parsed, parse};
use exeat::text::{SourceId, Sources};
use exeat::time::{Length, Time, parse_rfc3339};

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
    pub fn of(policy: &str) -> Self {
        let mut sources = Sources::default();
        let id = sources.add("policy.exeat", policy);
        let parsed = parse(sources.get(id).unwrap());
        let resolved = resolve(&[&parsed.file], &Known::default());
        let said = [parsed.diagnostics.clone(), resolved.diagnostics].concat();
        Self {
            sources,
            policy: id,
            parsed,
            set: resolved.set,
            directory: Directory::default(),
            said,
            levels: Levels::default(),
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

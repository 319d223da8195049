//! The tables `[source.NAME]` of a configuration file, read with the places of everything.

use super::{Choice, Clause, Coverage, Declared, FieldMap, Format, Mapping};
use super::{outcome, picks};
use crate::diag::Diagnostic;
use crate::logs::path::Path;
use crate::logs::row::Table;
use crate::nearest::nearest;
use crate::policy::Glob;
use crate::text::{Source, SourceId, Span};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The code of every mistake in a configuration but a misspelt name.
const BAD: &str = "bad-config";

/// A value with its place.
pub(super) type Item<'a> = Spanned<DeValue<'a>>;

pub(super) fn read(file: &Source) -> (Vec<Mapping>, Vec<Diagnostic>) {
    let mut notes = Notes {
        source: file.id,
        diagnostics: Vec::new(),
    };
    let (document, errors) = DeTable::parse_recoverable(&file.text);
    for error in errors {
        let at = error.span().unwrap_or(0..0);
        notes.wrong(at, format!("not TOML: {}", error.message()));
    }
    let mut mappings = Vec::new();
    if let Some(sources) = document.get_ref().get("source") {
        match sources.get_ref() {
            DeValue::Table(tables) => {
                for (name, table) in tables {
                    mappings.extend(notes.mapping(name.get_ref(), name.span(), table));
                }
            }
            _ => notes.wrong(sources.span(), "`source` must be tables `[source.NAME]`"),
        }
    }
    (mappings, notes.diagnostics)
}

/// What is wrong so far, with the file that it is wrong in.
pub(super) struct Notes {
    source: SourceId,
    diagnostics: Vec<Diagnostic>,
}

impl Notes {
    pub(super) fn span(&self, at: Range<usize>) -> Span {
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Span {
            source: self.source,
            start: number(at.start),
            end: number(at.end),
        }
    }

    pub(super) fn wrong(&mut self, at: Range<usize>, message: impl Into<String>) {
        let span = self.span(at);
        self.diagnostics
            .push(Diagnostic::error(BAD, message).label(span, ""));
    }

    pub(super) fn wrong_with_help(&mut self, at: Range<usize>, message: String, help: String) {
        let span = self.span(at);
        let diagnostic = Diagnostic::error(BAD, message).label(span, "");
        self.diagnostics.push(diagnostic.help(help));
    }

    /// A key that is not one of the known ones.
    pub(super) fn unknown_key(&mut self, key: &str, at: Range<usize>, known: &[&str]) {
        let span = self.span(at.clone());
        match nearest(key, known.iter().copied()) {
            Some(near) => self.diagnostics.push(
                Diagnostic::error("near-miss", format!("`{key}` is not known here"))
                    .label(span, format!("`{near}` is"))
                    .fix(format!("write `{near}`"), vec![(span, near.to_owned())]),
            ),
            None => self.wrong_with_help(
                at,
                format!("`{key}` is not known here"),
                format!("known are {}", known.join(", ")),
            ),
        }
    }

    fn mapping(&mut self, name: &str, at: Range<usize>, item: &Item<'_>) -> Option<Mapping> {
        let DeValue::Table(table) = item.get_ref() else {
            self.wrong(item.span(), format!("`source.{name}` must be a table"));
            return None;
        };
        let mut mapping = Mapping {
            name: name.to_owned(),
            span: self.span(at.clone()),
            format: Format::Jsonl,
            table: Table::default(),
            records: Vec::new(),
            inside: Vec::new(),
            only: None,
            ignore: None,
            null: Vec::new(),
            zone: None,
            declared: Declared::Missing,
            join: None,
            repeated: Vec::new(),
            coverage: Coverage::default(),
            fields: Vec::new(),
        };
        for (key, item) in table {
            if self.setting(&mut mapping, key.get_ref(), item) {
                continue;
            }
            let map = FieldMap {
                name: key.get_ref().to_string(),
                span: self.span(key.span()),
                picks: picks::read(self, item),
            };
            if map.name == "outcome" {
                outcome::check(self, item);
            }
            match map.name.as_str() {
                "join" => mapping.join = Some(map),
                _ => mapping.fields.push(map),
            }
        }
        if mapping.format == Format::Tsv {
            mapping.table.delimiter = Some(b'\t');
        }
        self.complete(&mapping, table, at);
        Some(mapping)
    }

    /// One table, or a list of them.
    pub(super) fn choice(&mut self, item: &Item<'_>) -> Option<Choice> {
        if matches!(item.get_ref(), DeValue::Array(items) if items.is_empty()) {
            self.wrong(item.span(), "nothing is named here");
        }
        let clauses = self.list(item, |notes, item| {
            let DeValue::Table(table) = item.get_ref() else {
                notes.wrong(item.span(), "a table of paths and values should stand here");
                return None;
            };
            if table.is_empty() {
                notes.wrong(item.span(), "nothing is named here");
            }
            let mut clause = Clause(Vec::new());
            notes.clause(&mut clause, "", table, 0);
            Some(clause)
        });
        Some(Choice(clauses))
    }

    /// `a.b = …` without quotes is a table `b` in `a`: here it is the path `a.b` all the same.
    fn clause(&mut self, clause: &mut Clause, outer: &str, table: &DeTable<'_>, depth: usize) {
        for (key, item) in table {
            let written = format!("{outer}{}", key.get_ref());
            match item.get_ref() {
                DeValue::Table(inner) if depth < 16 => {
                    self.clause(clause, &format!("{written}."), inner, depth + 1);
                }
                _ => {
                    let Some(path) = self.path_of(&written, key.span()) else {
                        continue;
                    };
                    let globs = self.list(item, Self::glob);
                    clause.0.push((path, globs));
                }
            }
        }
    }

    fn glob(&mut self, item: &Item<'_>) -> Option<Glob> {
        self.word(item).map(Glob::new)
    }

    /// One item or a list of such items; those that are wrong are left out.
    pub(super) fn list<T>(
        &mut self,
        item: &Item<'_>,
        mut one: impl FnMut(&mut Self, &Item<'_>) -> Option<T>,
    ) -> Vec<T> {
        match item.get_ref() {
            DeValue::Array(items) => items.iter().filter_map(|i| one(self, i)).collect(),
            _ => one(self, item).into_iter().collect(),
        }
    }

    pub(super) fn text(&mut self, item: &Item<'_>) -> Option<String> {
        match item.get_ref() {
            DeValue::String(text) => Some(text.to_string()),
            _ => {
                self.wrong(item.span(), "a text in quotes should stand here");
                None
            }
        }
    }

    /// A text, or what looks like one once it is in a log: a whole number, true, false.
    pub(super) fn word(&mut self, item: &Item<'_>) -> Option<String> {
        match item.get_ref() {
            DeValue::String(text) => Some(text.to_string()),
            DeValue::Integer(number) if number.radix() == 10 => Some(number.as_str().to_owned()),
            DeValue::Boolean(value) => Some(value.to_string()),
            _ => {
                self.wrong(item.span(), "a text should stand here");
                None
            }
        }
    }

    pub(super) fn path(&mut self, item: &Item<'_>) -> Option<Path> {
        let text = self.text(item)?;
        self.path_of(&text, item.span())
    }

    fn path_of(&mut self, text: &str, at: Range<usize>) -> Option<Path> {
        match Path::parse(text) {
            Ok(path) => Some(path),
            Err(error) => {
                let before = text.get(..error.at).unwrap_or(text).chars().count();
                self.wrong(
                    at,
                    format!(
                        "`{text}` is no path: at its character {}, {}",
                        before + 1,
                        error.reason
                    ),
                );
                None
            }
        }
    }
}

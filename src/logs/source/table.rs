//! The tables `[source.NAME]` of a configuration file, read with the places of everything.

use super::picks;
use super::{Choice, Clause, Declared, FORMATS, FieldMap, Format, Mapping};
use crate::diag::Diagnostic;
use crate::logs::path::{Path, Step};
use crate::logs::row::{MOST_COLUMNS, Table};
use crate::nearest::nearest;
use crate::policy::Glob;
use crate::text::{Source, SourceId, Span};
use crate::time::Zone;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The code of every mistake in a configuration but a misspelt name.
const BAD: &str = "bad-config";

/// A value with its place.
pub(super) type Item<'a> = Spanned<DeValue<'a>>;

/// What a source's own keys may be; all others are fields.
pub(in crate::logs) const SETTINGS: &[&str] = &[
    "format",
    "delimiter",
    "header",
    "records",
    "inside",
    "only",
    "ignore",
    "null",
    "zone",
    "declared",
];

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

    fn wrong_with_help(&mut self, at: Range<usize>, message: String, help: String) {
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
            fields: Vec::new(),
        };
        for (key, item) in table {
            if !self.setting(&mut mapping, key.get_ref(), item) {
                let span = self.span(key.span());
                let picks = picks::read(self, item);
                mapping.fields.push(FieldMap {
                    name: key.get_ref().to_string(),
                    span,
                    picks,
                });
            }
        }
        if mapping.format == Format::Tsv {
            mapping.table.delimiter = Some(b'\t');
        }
        self.complete(&mapping, table, at);
        Some(mapping)
    }

    /// Whether the key is a setting: then it is read.
    fn setting(&mut self, mapping: &mut Mapping, key: &str, item: &Item<'_>) -> bool {
        match key {
            "format" => mapping.format = self.format(item),
            "delimiter" => mapping.table.delimiter = self.delimiter(item),
            "header" => mapping.table.header = self.header(item),
            "records" => mapping.records = self.records(item),
            "inside" => mapping.inside = self.list(item, Self::path),
            "only" => mapping.only = self.choice(item),
            "ignore" => mapping.ignore = self.choice(item),
            "null" => mapping.null = self.list(item, Self::text),
            "zone" => mapping.zone = self.zone(item),
            "declared" => mapping.declared = self.declared(item),
            _ => return false,
        }
        true
    }

    fn complete(&mut self, mapping: &Mapping, table: &DeTable<'_>, at: Range<usize>) {
        if table.get("format").is_none() {
            let known = formats();
            self.wrong_with_help(
                at.clone(),
                format!("the source `{}` does not say its `format`", mapping.name),
                format!("known are {known}"),
            );
        }
        if table.get("time").is_none() {
            self.wrong_with_help(
                at,
                format!(
                    "the source `{}` does not say where the `time` is",
                    mapping.name
                ),
                "an export without a time cannot be judged".to_owned(),
            );
        }
        if let (Format::Jsonl, Some(records)) = (mapping.format, table.get("records")) {
            let message = "`records` has no meaning in lines of JSON";
            let help = "write `format = \"json\"`, which also reads lines";
            self.wrong_with_help(records.span(), message.to_owned(), help.to_owned());
        }
        let idle: &[&str] = match mapping.format {
            Format::Csv => &["records"],
            Format::Tsv => &["records", "delimiter"],
            Format::Json | Format::Jsonl => &["delimiter", "header"],
        };
        for key in idle {
            if let Some(item) = table.get(*key) {
                self.wrong(
                    item.span(),
                    format!("`{key}` has no meaning in this format"),
                );
            }
        }
    }

    /// One ASCII character that is no part of what cells or rows are made of.
    fn delimiter(&mut self, item: &Item<'_>) -> Option<u8> {
        let text = self.text(item)?;
        match text.as_bytes() {
            [byte] if byte.is_ascii() && !matches!(byte, b'"' | b'\r' | b'\n' | b' ') => {
                Some(*byte)
            }
            _ => {
                let message = "a delimiter is one ASCII character, as in `\";\"`, and no quote, blank or line end";
                self.wrong(item.span(), message);
                None
            }
        }
    }

    fn header(&mut self, item: &Item<'_>) -> Option<Vec<String>> {
        let names = self.list(item, Self::text);
        if names.is_empty() || names.len() > MOST_COLUMNS {
            let message = "`header` names from one to 10,000 columns";
            self.wrong(item.span(), message);
            return None;
        }
        Some(names.iter().map(|name| name.trim().to_owned()).collect())
    }

    fn format(&mut self, item: &Item<'_>) -> Format {
        let name = self.text(item).unwrap_or_default();
        match FORMATS.iter().find(|(known, _)| *known == name) {
            Some((_, format)) => *format,
            None => {
                let help = format!("known are {}", formats());
                self.wrong_with_help(item.span(), format!("`{name}` is no known format"), help);
                Format::Jsonl
            }
        }
    }

    /// A path of keys only.
    fn records(&mut self, item: &Item<'_>) -> Vec<String> {
        let steps = self.path(item).map(|path| path.steps).unwrap_or_default();
        let keys: Option<Vec<String>> = steps
            .into_iter()
            .map(|step| match step {
                Step::Key(key) => Some(key),
                _ => None,
            })
            .collect();
        keys.unwrap_or_else(|| {
            self.wrong(item.span(), "`records` is a path of keys only");
            Vec::new()
        })
    }

    fn zone(&mut self, item: &Item<'_>) -> Option<Zone> {
        let name = self.text(item)?;
        let zone = Zone::named(&name);
        if zone.is_none() {
            self.wrong(
                item.span(),
                format!("`{name}` is no time zone of the IANA database"),
            );
        }
        zone
    }

    fn declared(&mut self, item: &Item<'_>) -> Declared {
        if self.text(item).is_some_and(|text| text != "by-name") {
            self.wrong(item.span(), "`declared` can only be \"by-name\"");
        }
        Declared::ByName
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

fn formats() -> String {
    let names: Vec<&str> = FORMATS.iter().map(|(name, _)| *name).collect();
    names.join(", ")
}

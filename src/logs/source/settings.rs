//! What a source says of its log as a whole: the keys of its table that are no fields.
//!
//! Knows what settings go together; where fields come from is the business of `picks`.

use super::table::{Item, Notes};
use super::{Declared, FORMATS, Format, Mapping};
use crate::event::FieldId;
use crate::logs::bytes::NO_PARQUET;
use crate::logs::join::SUMS;
use crate::logs::path::Step;
use crate::logs::row::MOST_COLUMNS;
use crate::time::Zone;
use std::ops::Range;
use toml::de::DeTable;

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
    "join",
    "repeated",
    "coverage",
    "max_gap",
];

impl Notes {
    /// Whether the key is a setting: then it is read.
    pub(super) fn setting(&mut self, mapping: &mut Mapping, key: &str, item: &Item<'_>) -> bool {
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
            "repeated" => mapping.repeated = self.list(item, Self::summed),
            "coverage" => self.coverage(&mut mapping.coverage, item),
            "max_gap" => self.max_gap(&mut mapping.coverage, item),
            "declared" => mapping.declared = self.declared(item),
            _ => return false,
        }
        true
    }

    pub(super) fn complete(&mut self, mapping: &Mapping, table: &DeTable<'_>, at: Range<usize>) {
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
        if let (Some(repeated), None) = (table.get("repeated"), &mapping.join) {
            let message = "`repeated` has no meaning without `join`";
            self.wrong(repeated.span(), message);
        }
        let idle: &[&str] = match mapping.format {
            Format::Csv => &["records"],
            Format::Tsv => &["records", "delimiter"],
            Format::Parquet => &["records", "delimiter", "header"],
            Format::Json | Format::Jsonl => &["delimiter", "header"],
            Format::JsonOrCsv => &["header"],
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
            Some((_, format)) => {
                if *format == Format::Parquet && cfg!(not(feature = "parquet")) {
                    let message = "Parquet cannot be read here".to_owned();
                    self.wrong_with_help(item.span(), message, NO_PARQUET.to_owned());
                }
                *format
            }
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

    /// A field that is summed unless it is named here.
    fn summed(&mut self, item: &Item<'_>) -> Option<FieldId> {
        let name = self.text(item)?;
        let field = FieldId::named(&name).filter(|field| SUMS.contains(field));
        if field.is_none() {
            let message = "only `rows` and `bytes` are summed, and may be repeated";
            self.wrong(item.span(), message);
        }
        field
    }

    fn declared(&mut self, item: &Item<'_>) -> Declared {
        if self.text(item).is_some_and(|text| text != "by-name") {
            self.wrong(item.span(), "`declared` can only be \"by-name\"");
        }
        Declared::ByName
    }
}

fn formats() -> String {
    let names: Vec<&str> = FORMATS.iter().map(|(name, _)| *name).collect();
    names.join(", ")
}

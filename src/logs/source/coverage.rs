//! What should be there of a source's logs, as the source says: `coverage` and `max_gap`.
//!
//! Of files knows only their names; what is missing is found by whoever reads them all.

use super::table::{Item, Notes};
use super::{FieldMap, picks};
use crate::syntax::length;
use crate::time::{Civil, Length, Time};
use regex::Regex;
use toml::de::{DeTable, DeValue};

/// What a source says of its logs as a whole.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    /// Files that are made again and again.
    pub files: Option<Files>,
    /// A number in each record that counts up.
    pub counter: Option<Counter>,
    /// A file that lists the logs with their SHA-256, below the configuration's folder.
    pub manifest: Option<String>,
    /// Longer than this no log is silent.
    pub max_gap: Option<Length>,
}

/// Files whose names tell the time from which on they hold records.
#[derive(Clone, Debug)]
pub struct Files {
    /// As it is written.
    pub pattern: String,
    name: Regex,
    /// How long one holds.
    pub every: Length,
}

/// A number that is one more in each record.
#[derive(Clone, Debug)]
pub struct Counter {
    /// Where it stands.
    pub number: FieldMap,
    /// As the source writes that.
    pub written: String,
    /// What has numbers of its own.
    pub per: Per,
}

/// What has numbers of its own.
#[derive(Clone, Debug)]
pub enum Per {
    /// All logs of the source together.
    Source,
    /// Each file.
    File,
    /// Each value that stands there.
    Value(FieldMap),
}

/// What in a name stands for a part of a time.
const PARTS: &[(&str, &str)] = &[
    ("date", r"(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})"),
    ("year", r"(?<year>\d{4})"),
    ("month", r"(?<month>\d{2})"),
    ("day", r"(?<day>\d{2})"),
    ("hour", r"(?<hour>\d{2})"),
    ("minute", r"(?<minute>\d{2})"),
];

impl Files {
    /// From a name with its parts in braces.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn new(pattern: &str, every: Length) -> Result<Self, String> {
        let mut name = r"(?:^|[/\\])".to_owned();
        let mut rest = pattern;
        while let Some(at) = rest.find(['{', '*']) {
            let (before, behind) = rest.split_at(at);
            name.push_str(&regex::escape(before));
            rest = match behind.strip_prefix('*') {
                Some(behind) => {
                    name.push_str(r"[^/\\]*");
                    behind
                }
                None => {
                    let end = behind.find('}').ok_or("a `{` is not closed")?;
                    let (part, behind) = behind.split_at(end);
                    let part = part.trim_start_matches('{');
                    name.push_str(digits_of(part)?);
                    behind.trim_start_matches('}')
                }
            };
        }
        name.push_str(&regex::escape(rest));
        name.push('$');
        let name = Regex::new(&name).map_err(|_| "a part of the time stands twice".to_owned())?;
        let names: Vec<&str> = name.capture_names().flatten().collect();
        if ["year", "month", "day"].iter().any(|n| !names.contains(n)) {
            return Err("it needs `{date}`, or `{year}`, `{month}` and `{day}`".to_owned());
        }
        Ok(Self {
            pattern: pattern.to_owned(),
            name,
            every,
        })
    }

    /// What calendar and clock show when the file of this name begins, as if they were those of UTC; none of
    /// another file.
    #[must_use]
    pub fn begins(&self, name: &str) -> Option<Time> {
        let captures = self.name.captures(name)?;
        let part = |part: &str| captures.name(part).map_or("0", |found| found.as_str());
        let civil = Civil {
            year: part("year").parse().ok()?,
            month: part("month").parse().ok()?,
            day: part("day").parse().ok()?,
            hour: part("hour").parse().ok()?,
            minute: part("minute").parse().ok()?,
            second: 0,
            nanos: 0,
        };
        civil.at_offset(0).ok()
    }
}

fn digits_of(part: &str) -> Result<&'static str, String> {
    let row = PARTS.iter().find(|(name, _)| *name == part);
    row.map(|(_, digits)| *digits).ok_or_else(|| {
        let known: Vec<String> = PARTS
            .iter()
            .map(|(name, _)| format!("`{{{name}}}`"))
            .collect();
        format!(
            "`{{{part}}}` is no part of a time; known are {}",
            known.join(", ")
        )
    })
}

impl Coverage {
    /// Whether records must be asked for it.
    #[must_use]
    pub fn asks_records(&self) -> bool {
        self.counter.is_some() || self.max_gap.is_some()
    }
}

const KEYS: &[&str] = &["files", "every", "sequence", "per", "manifest"];

impl Notes {
    pub(super) fn max_gap(&mut self, coverage: &mut Coverage, item: &Item<'_>) {
        coverage.max_gap = self.length(item);
    }

    pub(super) fn coverage(&mut self, coverage: &mut Coverage, item: &Item<'_>) {
        let DeValue::Table(table) = item.get_ref() else {
            let message =
                "`coverage` is a table: `{ files = \"exports-{date}.jsonl\", every = \"1d\" }`";
            return self.wrong(item.span(), message);
        };
        for (key, _) in table {
            if !KEYS.contains(&&**key.get_ref()) {
                self.unknown_key(key.get_ref(), key.span(), KEYS);
            }
        }
        match (table.get("files"), table.get("every")) {
            (Some(pattern), Some(every)) => coverage.files = self.files(pattern, every),
            (Some(one), None) | (None, Some(one)) => {
                self.wrong(one.span(), "`files` and `every` go together");
            }
            (None, None) => {}
        }
        coverage.counter = self.counter(table);
        coverage.manifest = table.get("manifest").and_then(|item| self.text(item));
        if table.is_empty() {
            self.wrong(item.span(), "nothing is named here");
        }
    }

    fn files(&mut self, pattern: &Item<'_>, every: &Item<'_>) -> Option<Files> {
        let (text, every) = (self.text(pattern)?, self.length(every)?);
        match Files::new(&text, every) {
            Ok(files) => Some(files),
            Err(why) => {
                self.wrong(pattern.span(), format!("`{text}` tells no time: {why}"));
                None
            }
        }
    }

    fn counter(&mut self, table: &DeTable<'_>) -> Option<Counter> {
        let Some(item) = table.get("sequence") else {
            if let Some(per) = table.get("per") {
                self.wrong(per.span(), "`per` has no meaning without `sequence`");
            }
            return None;
        };
        let map = |notes: &mut Self, name: &str, item: &Item<'_>| FieldMap {
            name: name.to_owned(),
            span: notes.span(item.span()),
            picks: picks::read(notes, item),
        };
        Some(Counter {
            written: match item.get_ref() {
                DeValue::String(text) => text.to_string(),
                _ => "sequence".to_owned(),
            },
            number: map(self, "sequence", item),
            per: match table.get("per") {
                None => Per::Source,
                Some(per) if per.get_ref().as_str() == Some("file") => Per::File,
                Some(per) => Per::Value(map(self, "per", per)),
            },
        })
    }

    fn length(&mut self, item: &Item<'_>) -> Option<Length> {
        let text = self.text(item)?;
        let length = length(&text).filter(|length| *length > Length(0));
        if length.is_none() {
            let message = format!("`{text}` is no length of time; write it as `6h`");
            self.wrong(item.span(), message);
        }
        length
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::parse_rfc3339;

    #[test]
    fn names_tell_when_their_files_begin() {
        let day = Length::seconds(86_400);
        let files = |pattern| Files::new(pattern, day).unwrap();
        let time = |text| Some(parse_rfc3339(text).unwrap());
        let dated = files("exports-{date}.jsonl*");
        for (name, expected) in [
            ("exports-2026-03-02.jsonl", time("2026-03-02")),
            ("logs/exports-2026-03-02.jsonl.gz", time("2026-03-02")),
            ("my-exports-2026-03-02.jsonl", None),
            ("exports-2026-03-02.json", None),
            ("exports-2026-02-30.jsonl", None),
            ("exports-2026-03-02.jsonl/x", None),
        ] {
            assert_eq!(dated.begins(name), expected, "{name}");
        }
        let folders = files("{year}/{month}/{day}/{hour}{minute}_*.json");
        let name = "AWSLogs/2026/03/02/0530_x1.json";
        assert_eq!(folders.begins(name), time("2026-03-02T05:30:00Z"));
        for (pattern, wrong) in [
            ("x-{date", "a `{` is not closed"),
            ("x-{date}-{date}", "a part of the time stands twice"),
            (
                "x-{hour}",
                "it needs `{date}`, or `{year}`, `{month}` and `{day}`",
            ),
            (
                "x-{week}",
                "`{week}` is no part of a time; known are `{date}`, `{year}`, `{month}`, `{day}`, `{hour}`, `{minute}`",
            ),
        ] {
            assert_eq!(Files::new(pattern, day).unwrap_err(), wrong);
        }
    }
}

//! Sources as text for people: the list, one of them, and which of them fit a log.
//!
//! Knows no files: the caller says where a source stands.

use super::json::{SCHEMA, line};
use super::visible::visible;
use crate::event::FIELDS;
use crate::logs::probe::{BYTES, Fit, RECORDS};
use crate::logs::source::{Constant, FORMATS, From, Mapping, Pick};
use crate::policy::Schema;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;

/// A source, and where it stands.
#[derive(Clone, Debug)]
pub struct Told {
    /// What it says.
    pub mapping: Mapping,
    /// Its text, with its comments; empty where that cannot be cut out of its file.
    pub text: String,
    /// File and line; none for a built-in one.
    pub place: Option<(String, usize)>,
}

impl Told {
    /// What its first comment says it is, as far as the first stop.
    fn about(&self) -> &str {
        let first = self.text.lines().next().unwrap_or_default();
        let Some(comment) = first.strip_prefix('#') else {
            return "";
        };
        let ends = [", ", ": ", " (", ". "];
        let cut = ends.iter().filter_map(|end| comment.find(end)).min();
        let about = comment.get(..cut.unwrap_or(comment.len()));
        about
            .unwrap_or_default()
            .trim()
            .trim_end_matches(['.', ',', ':'])
    }

    fn format(&self) -> &'static str {
        let row = FORMATS
            .iter()
            .find(|(_, format)| *format == self.mapping.format);
        row.map_or("", |(name, _)| *name)
    }

    fn from(&self) -> String {
        match &self.place {
            None => "built in".to_owned(),
            Some((file, line)) => format!("{}:{line}", visible(file)),
        }
    }

    /// The fields that it fills, in the order of the language, and from where.
    fn fields(&self) -> Vec<(&str, Vec<String>)> {
        let order = |name: &str| FIELDS.iter().position(|row| row.name == name);
        let mut fields: Vec<_> = self.mapping.fields.iter().collect();
        fields.sort_by_key(|field| (order(&field.name).unwrap_or(usize::MAX), field.name.clone()));
        let from = |picks: &[Pick]| picks.iter().map(way).collect();
        fields
            .into_iter()
            .map(|field| (field.name.as_str(), from(&field.picks)))
            .collect()
    }
}

/// One way to a value, and what is done to it.
fn way(pick: &Pick) -> String {
    let (mut text, mut done) = match &pick.from {
        From::Constant(constant) => (format!("always {}", shown(constant)), Vec::new()),
        From::Path { path, capture, map } => {
            let capture = capture.as_ref().map(|_| "a part of it");
            let map = map.as_ref().map(|_| "mapped");
            (path.text.clone(), capture.into_iter().chain(map).collect())
        }
    };
    if pick.when.is_some() {
        done.push("only for some records");
    }
    if !done.is_empty() {
        text = format!("{text} ({})", done.join(", "));
    }
    visible(&text)
}

fn shown(constant: &Constant) -> String {
    match constant {
        Constant::Text(text) => format!("`{text}`"),
        Constant::Int(number) => number.to_string(),
        Constant::Bool(value) => value.to_string(),
        Constant::Texts(texts) => format!("`{}`", texts.join("`, `")),
    }
}

/// All of them, one a line.
#[must_use]
pub fn list(all: &[Told]) -> String {
    let width = |of: fn(&Told) -> usize| all.iter().map(of).max().unwrap_or(0);
    let name = width(|told| told.mapping.name.chars().count());
    let format = width(|told| told.format().len());
    let from = width(|told| told.from().chars().count());
    let mut text = String::new();
    for told in all {
        let row = format!(
            "{:name$}  {:format$}  {:from$}  {}",
            visible(&told.mapping.name),
            told.format(),
            told.from(),
            visible(told.about())
        );
        let _ = writeln!(text, "{}", row.trim_end());
    }
    text
}

/// One of them: its text, then its fields in comments, so that the whole can be put into exeat.toml.
#[must_use]
pub fn one(told: &Told) -> String {
    let name = visible(&told.mapping.name);
    let mut text = format!("# The source `{name}`: {}.\n\n", told.from());
    for line in told.text.trim_end().lines() {
        let _ = writeln!(text, "{}", visible(line));
    }
    if !told.text.is_empty() {
        text.push('\n');
    }
    let _ = writeln!(
        text,
        "# What it fills, and from where: the first that is there.\n#"
    );
    let fields = told.fields();
    let width = fields.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    for (field, ways) in fields {
        let mut head = field;
        for way in ways {
            let _ = writeln!(text, "# {head:width$}  {way}");
            head = "";
        }
    }
    text
}

/// What was probed.
#[derive(Clone, Debug)]
pub struct Probed<'a> {
    /// The logs, as the user named them.
    pub files: &'a [String],
    /// Whether all of them was looked at.
    pub whole: bool,
    /// The best first.
    pub fits: &'a [(Told, Fit)],
    /// The names of fields.
    pub schema: &'a Schema,
}

impl Probed<'_> {
    fn best(&self) -> Option<&str> {
        let (told, fit) = self.fits.first()?;
        fit.fits().then_some(told.mapping.name.as_str())
    }

    fn command(&self) -> Option<Vec<&str>> {
        let mut words = vec!["exeat", "scan", "--source", self.best()?];
        words.extend(self.files.iter().map(String::as_str));
        Some(words)
    }

    fn filled(&self, fit: &Fit) -> BTreeMap<String, u64> {
        let named = |field| {
            self.schema
                .name_of(crate::policy::Path::Field(field))
                .to_string()
        };
        fit.filled.iter().map(|(f, n)| (named(*f), *n)).collect()
    }
}

/// Which sources know something of the logs, and the command that reads them with the best.
#[must_use]
pub fn probed(probed: &Probed<'_>) -> String {
    let mut text = String::new();
    let known = |fit: &Fit| fit.exports + fit.not_exports > 0;
    for (told, fit) in probed.fits.iter().filter(|(_, fit)| known(fit)) {
        let _ = writeln!(text, "{}", visible(&told.mapping.name));
        let _ = writeln!(
            text,
            "  of {} records: {} exports, {} not exports, {} unclassified, {} unreadable",
            fit.records(),
            fit.exports,
            fit.not_exports,
            fit.unclassified,
            fit.unreadable
        );
        if fit.events > 0 {
            let fields = fit.filled.iter().map(|(field, count)| {
                let name = probed.schema.name_of(crate::policy::Path::Field(*field));
                match *count == fit.events {
                    true => name.to_string(),
                    false => format!("{name} ({count} of {})", fit.events),
                }
            });
            let fields: Vec<String> = fields.collect();
            let _ = writeln!(text, "  fills {}", visible(&fields.join(", ")));
        }
    }
    let unknown = probed.fits.iter().filter(|(_, fit)| !known(fit)).count();
    if unknown > 0 {
        let other = if text.is_empty() { "" } else { "other " };
        let _ = writeln!(text, "no record is known to {unknown} {other}sources");
    }
    if !probed.whole {
        let _ = writeln!(
            text,
            "only the beginning was looked at: {RECORDS} records at most, in {} MiB",
            BYTES / 1024 / 1024
        );
    }
    text.push('\n');
    match probed.command() {
        Some(words) => {
            let words: Vec<String> = words.into_iter().map(quoted).collect();
            let _ = writeln!(text, "read it with: {}", visible(&words.join(" ")));
        }
        None => text.push_str(
            "no source fits; docs/sources.md tells how to write one of your own in exeat.toml\n",
        ),
    }
    text
}

/// As a shell reads it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./+=:,@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[derive(Serialize)]
struct SourceLine<'a> {
    r#type: &'static str,
    schema: &'static str,
    name: &'a str,
    format: &'static str,
    built_in: bool,
    file: Option<&'a str>,
    line: Option<usize>,
    about: &'a str,
    fields: Vec<FieldLine<'a>>,
    text: &'a str,
}

#[derive(Serialize)]
struct FieldLine<'a> {
    field: &'a str,
    from: Vec<String>,
}

/// One of them as a line of JSON.
#[must_use]
pub fn json_one(told: &Told) -> String {
    let fields = told.fields().into_iter();
    line(&SourceLine {
        r#type: "source",
        schema: SCHEMA,
        name: &told.mapping.name,
        format: told.format(),
        built_in: told.place.is_none(),
        file: told.place.as_ref().map(|(file, _)| file.as_str()),
        line: told.place.as_ref().map(|(_, line)| *line),
        about: told.about(),
        fields: fields
            .map(|(field, from)| FieldLine { field, from })
            .collect(),
        text: &told.text,
    })
}

#[derive(Serialize)]
struct FitLine<'a> {
    r#type: &'static str,
    schema: &'static str,
    source: &'a str,
    fits: bool,
    records: u64,
    exports: u64,
    not_exports: u64,
    unclassified: u64,
    unreadable: u64,
    events: u64,
    filled: BTreeMap<String, u64>,
}

#[derive(Serialize)]
struct ProbedLine<'a> {
    r#type: &'static str,
    schema: &'static str,
    files: &'a [String],
    whole: bool,
    best: Option<&'a str>,
    command: Option<Vec<&'a str>>,
}

/// What fits as lines of JSON: one for each source, the best first, then what to do.
#[must_use]
pub fn json_probed(probed: &Probed<'_>) -> String {
    let mut text = String::new();
    for (told, fit) in probed.fits {
        text += &line(&FitLine {
            r#type: "fit",
            schema: SCHEMA,
            source: &told.mapping.name,
            fits: fit.fits(),
            records: fit.records(),
            exports: fit.exports,
            not_exports: fit.not_exports,
            unclassified: fit.unclassified,
            unreadable: fit.unreadable,
            events: fit.events,
            filled: probed.filled(fit),
        });
    }
    text += &line(&ProbedLine {
        r#type: "probe",
        schema: SCHEMA,
        files: probed.files,
        whole: probed.whole,
        best: probed.best(),
        command: probed.command(),
    });
    text
}

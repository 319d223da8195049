//! Where a field's value comes from: a path, a constant, or a list of which the first that is there counts.
//!
//! `"path"`, `{ path = "…", capture = "…", map = { … }, when = { … } }`, `{ value = … }`.

use super::Choice;
use super::table::{Item, Notes};
use crate::logs::path::Path;
use crate::policy::Glob;
use regex::{Regex, RegexBuilder};
use std::collections::HashMap;
use toml::de::{DeTable, DeValue};

/// One way to a field's value.
#[derive(Clone, Debug)]
pub struct Pick {
    /// Where it comes from.
    pub from: From,
    /// It counts only for records of this choice.
    pub when: Option<Choice>,
}

/// Where a value comes from.
#[derive(Clone, Debug)]
pub enum From {
    /// From the record.
    Path {
        /// Where in the record.
        path: Path,
        /// What of its text: the first group, or all that matches; where nothing does, it is missing.
        capture: Option<Regex>,
        /// What its text stands for.
        map: Option<Map>,
    },
    /// Always this.
    Constant(Constant),
}

/// A value that stands in the mapping itself.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "they are the types themselves")]
pub enum Constant {
    Text(String),
    Int(i64),
    Bool(bool),
    Texts(Vec<String>),
}

/// What texts stand for.
#[derive(Clone, Debug, Default)]
pub struct Map {
    exact: HashMap<String, Constant>,
    /// The most particular first.
    globs: Vec<(Glob, Constant)>,
    /// What a missing value stands for.
    pub missing: Option<Constant>,
}

impl Map {
    /// What a text stands for: its own entry, else that of the glob with the most letters.
    #[must_use]
    pub fn get(&self, text: &str) -> Option<&Constant> {
        let glob = || self.globs.iter().find(|(glob, _)| glob.matches(text));
        self.exact
            .get(text)
            .or_else(|| glob().map(|(_, constant)| constant))
    }
}

/// One pick or a list of them.
pub(super) fn read(notes: &mut Notes, item: &Item<'_>) -> Vec<Pick> {
    let picks = notes.list(item, |notes, item| match item.get_ref() {
        DeValue::Table(table) => table_pick(notes, item, table),
        _ => notes.path(item).map(|path| Pick {
            from: From::Path {
                path,
                capture: None,
                map: None,
            },
            when: None,
        }),
    });
    if picks.is_empty() && matches!(item.get_ref(), DeValue::Array(a) if a.is_empty()) {
        notes.wrong(item.span(), "nothing is named here");
    }
    picks
}

const KEYS: &[&str] = &["path", "capture", "map", "value", "when"];

fn table_pick(notes: &mut Notes, item: &Item<'_>, table: &DeTable<'_>) -> Option<Pick> {
    for (key, _) in table {
        if !KEYS.contains(&&**key.get_ref()) {
            notes.unknown_key(key.get_ref(), key.span(), KEYS);
        }
    }
    let when = table.get("when").and_then(|item| notes.choice(item));
    let capture = table.get("capture").and_then(|item| capture(notes, item));
    let map = table.get("map").and_then(|item| map(notes, item));
    let from = match (table.get("path"), table.get("value")) {
        (Some(path), None) => From::Path {
            path: notes.path(path)?,
            capture,
            map,
        },
        (None, Some(value)) if capture.is_none() && map.is_none() => {
            From::Constant(constant(notes, value)?)
        }
        (None, Some(value)) => {
            notes.wrong(value.span(), "`capture` and `map` need a `path`");
            return None;
        }
        _ => {
            notes.wrong(item.span(), "either `path` or `value` should stand here");
            return None;
        }
    };
    Some(Pick { from, when })
}

fn capture(notes: &mut Notes, item: &Item<'_>) -> Option<Regex> {
    let text = notes.text(item)?;
    match RegexBuilder::new(&text).size_limit(1 << 20).build() {
        Ok(regex) => Some(regex),
        Err(error) => {
            let shown = error.to_string();
            let why = shown.rsplit("error: ").next().unwrap_or(&shown);
            notes.wrong(item.span(), format!("no regular expression: {why}"));
            None
        }
    }
}

fn map(notes: &mut Notes, item: &Item<'_>) -> Option<Map> {
    let DeValue::Table(table) = item.get_ref() else {
        notes.wrong(item.span(), "`map` is a table of texts");
        return None;
    };
    let mut map = Map::default();
    for (key, item) in table {
        let Some(constant) = constant(notes, item) else {
            continue;
        };
        let key = key.get_ref().to_string();
        let glob = Glob::new(key.clone());
        if key == "missing" {
            map.missing = Some(constant);
        } else if glob.has_star() {
            map.globs.push((glob, constant));
        } else {
            map.exact.insert(key, constant);
        }
    }
    let letters = |glob: &Glob| glob.text().chars().filter(|c| *c != '*').count();
    map.globs
        .sort_by_key(|(glob, _)| (std::cmp::Reverse(letters(glob)), glob.text().to_owned()));
    Some(map)
}

fn constant(notes: &mut Notes, item: &Item<'_>) -> Option<Constant> {
    match item.get_ref() {
        DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(number) => Some(Constant::Int(number)),
            Err(_) => {
                notes.wrong(item.span(), "more than 64 bits hold");
                None
            }
        },
        DeValue::Boolean(value) => Some(Constant::Bool(*value)),
        DeValue::Array(_) => Some(Constant::Texts(notes.list(item, Notes::text))),
        _ => notes.text(item).map(Constant::Text),
    }
}

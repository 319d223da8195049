//! A table from JSON: an array of objects, or an object a line.
//!
//! Knows no columns. The library says where each value stands by borrowing it from the text.

use super::sheet::{Cell, Header, Raw, Row, Sheet, bad, body, first_line, piece};
use crate::diag::Diagnostic;
use crate::text::{Source, Span};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fmt;

/// Reads an array of objects. None: it is no such thing, which was reported.
pub(super) fn read(source: &Source, sink: &mut Vec<Diagnostic>) -> Option<Sheet> {
    let text = body(source);
    if !text.trim_start().starts_with('[') {
        let diagnostic =
            bad("the table is no array of objects").label(first_line(source), "begins here");
        sink.push(
            diagnostic
                .help("write `[{…}, {…}]`, or name the file `.jsonl` and write an object a line"),
        );
        return None;
    }
    let values: Vec<&RawValue> = serde_json::from_str(text)
        .map_err(|error| sink.push(unreadable(source, text, &error)))
        .ok()?;
    let texts = values.into_iter().map(RawValue::get);
    Some(sheet(source, texts, sink))
}

/// Reads an object a line.
pub(super) fn read_lines(source: &Source, sink: &mut Vec<Diagnostic>) -> Option<Sheet> {
    let lines = body(source).lines().map(str::trim);
    let texts: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    Some(sheet(source, texts.into_iter(), sink))
}

fn sheet<'s>(
    source: &'s Source,
    objects: impl Iterator<Item = &'s str>,
    sink: &mut Vec<Diagnostic>,
) -> Sheet {
    let mut sheet = Sheet {
        place: first_line(source),
        columns: Vec::new(),
        header: Header::Keys,
        rows: Vec::new(),
    };
    for object in objects {
        match row(source, object, &mut sheet.columns) {
            Ok(row) => sheet.rows.push(row),
            Err(bad) => sink.push(*bad),
        }
    }
    sheet
}

fn row(
    source: &Source,
    object: &str,
    columns: &mut Vec<(String, Span)>,
) -> Result<Row, Box<Diagnostic>> {
    if !object.starts_with('{') {
        let diagnostic = bad("a row is an object").label(place(source, object), "none");
        return Err(diagnostic.help("write `{\"column\": value}`").into());
    }
    let pairs: Pairs<'_> =
        serde_json::from_str(object).map_err(|error| unreadable(source, object, &error))?;
    let mut cells: BTreeMap<String, Cell> = BTreeMap::new();
    let mut keys: BTreeMap<String, Span> = BTreeMap::new();
    for (key, value) in pairs.0 {
        let (name, at) = (text_of(key), place(source, key.get()));
        if let Some(first) = keys.insert(name.clone(), at) {
            return Err(bad(format!("the row says twice what its `{name}` is"))
                .label(at, "again here")
                .label(first, "first here")
                .help("keep one of the two")
                .into());
        }
        if !columns.iter().any(|(known, _)| *known == name) {
            columns.push((name.clone(), at));
        }
        if let Some(cell) = cell(source, value) {
            cells.insert(name, cell);
        }
    }
    Ok(Row {
        span: place(source, object),
        cells,
    })
}

/// None: null, or an empty text.
fn cell(source: &Source, value: &RawValue) -> Option<Cell> {
    let text = value.get();
    let raw = match text.bytes().next()? {
        b'n' => return None,
        b'"' => {
            let text = text_of(value);
            (!text.trim().is_empty()).then_some(Raw::Text(text))?
        }
        b't' => Raw::Bool(true),
        b'f' => Raw::Bool(false),
        b'{' => Raw::Other("an object"),
        b'[' => texts(source, text),
        _ => Raw::Number(text.to_owned()),
    };
    let span = place(source, text);
    Some(Cell { span, raw })
}

fn texts(source: &Source, array: &str) -> Raw {
    let Ok(members) = serde_json::from_str::<Vec<&RawValue>>(array) else {
        return Raw::Other("an array");
    };
    if members.iter().any(|m| !m.get().starts_with('"')) {
        return Raw::Other("an array that holds more than texts");
    }
    let members = members
        .into_iter()
        .map(|member| (text_of(member), place(source, member.get())));
    Raw::Texts(members.filter(|(text, _)| !text.is_empty()).collect())
}

fn text_of(value: &RawValue) -> String {
    serde_json::from_str(value.get()).unwrap_or_default()
}

/// Where a text that is borrowed from a file stands in it.
fn place(source: &Source, text: &str) -> Span {
    let from = text
        .as_ptr()
        .addr()
        .saturating_sub(source.text.as_ptr().addr());
    piece(source, from, from + text.len())
}

fn unreadable(source: &Source, text: &str, error: &serde_json::Error) -> Diagnostic {
    let whole = text.trim_end();
    let (within, what) = if error.is_eof() {
        (
            whole.len().saturating_sub(1),
            "it ends here, and is not whole".to_owned(),
        )
    } else {
        (offset_of(text, error), wording(error))
    };
    let within = text.floor_char_boundary(within);
    let length = text.get(within..).and_then(|rest| rest.chars().next());
    let start = place(source, text).range().start + within;
    let at = piece(source, start, start + length.map_or(0, char::len_utf8));
    bad("this is no JSON").label(at, what)
}

/// The library counts lines and bytes of columns from 1.
fn offset_of(text: &str, error: &serde_json::Error) -> usize {
    let lines = text.split_inclusive('\n');
    let before: usize = lines
        .take(error.line().saturating_sub(1))
        .map(str::len)
        .sum();
    (before + error.column().saturating_sub(1)).min(text.len())
}

/// What the library says, without the place.
fn wording(error: &serde_json::Error) -> String {
    let what = error.to_string();
    what.split(" at line ")
        .next()
        .unwrap_or_default()
        .to_owned()
}

/// The keys and values of an object in their order, repeats included.
struct Pairs<'a>(Vec<(&'a RawValue, &'a RawValue)>);

impl<'de> Deserialize<'de> for Pairs<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(PairsVisitor)
    }
}

struct PairsVisitor;

impl<'de> Visitor<'de> for PairsVisitor {
    type Value = Pairs<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs<'de>, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = map.next_entry()? {
            pairs.push(pair);
        }
        Ok(Pairs(pairs))
    }
}

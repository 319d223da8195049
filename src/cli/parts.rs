//! The tables `[scenario.NAME]` of exeat.toml: who plays in a scenario.
//!
//! Knows no policy: whether there is such a role or tenant is seen where it is played.

use crate::diag::Diagnostic;
use crate::nearest::nearest;
use crate::text::{Source, Span};
use crate::trial::scenario::{Part, SCENARIOS};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;

/// The table that is of all scenarios.
pub const ALL: &str = "all";

/// The keys of such a table, and whether each takes a list.
const KEYS: [(&str, Takes); 6] = [
    ("role", Takes::Text),
    ("actor", Takes::Text),
    ("tenants", Takes::Texts),
    ("lists", Takes::Texts),
    ("destination", Takes::Text),
    ("ticket", Takes::Text),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Takes {
    Text,
    Texts,
}

#[derive(Deserialize)]
struct Tables {
    #[serde(default)]
    scenario: BTreeMap<Spanned<String>, BTreeMap<Spanned<String>, Spanned<toml::Value>>>,
}

/// The parts by the name of their scenario, and what is wrong with them.
pub fn read(source: &Source) -> (BTreeMap<String, Part>, Vec<Diagnostic>) {
    let (mut parts, mut wrong) = (BTreeMap::new(), Vec::new());
    let tables: Tables = match toml::from_str(&source.text) {
        Ok(tables) => tables,
        Err(error) => {
            let at = span(source, error.span().unwrap_or(0..0));
            let help = "write a table for each: `[scenario.vendor-engineer]`, or `[scenario.all]`";
            wrong.push(bad("`scenario` holds tables only".to_owned(), at).help(help));
            return (parts, wrong);
        }
    };
    for (name, table) in &tables.scenario {
        let known = SCENARIOS.iter().any(|row| row.name == name.as_ref()) || name.as_ref() == ALL;
        if !known {
            wrong.push(bad(no_scenario(name.as_ref()), span(source, name.span())));
        }
        let mut part = Part::default();
        for (key, value) in table {
            wrong.extend(set(source, &mut part, key, value));
        }
        parts.insert(name.as_ref().clone(), part);
    }
    (parts, wrong)
}

/// What to say where there is no such scenario.
pub fn no_scenario(name: &str) -> String {
    let names = SCENARIOS.iter().map(|row| row.name);
    match nearest(name, names.clone()) {
        Some(near) => format!("no scenario is named `{name}`; did you mean `{near}`?"),
        None => {
            let names: Vec<&str> = names.collect();
            format!(
                "no scenario is named `{name}`; there are: {}",
                names.join(", ")
            )
        }
    }
}

fn set(
    source: &Source,
    part: &mut Part,
    key: &Spanned<String>,
    value: &Spanned<toml::Value>,
) -> Option<Diagnostic> {
    let name = key.as_ref().as_str();
    let Some((_, takes)) = KEYS.iter().find(|(known, _)| *known == name) else {
        return Some(unknown(source, key));
    };
    let (text, texts) = (text(value.as_ref()), texts(value.as_ref()));
    match (name, text, texts) {
        ("role", Some(text), _) => part.role = Some(text),
        ("actor", Some(text), _) => part.actor = Some(text),
        ("destination", Some(text), _) => part.destination = Some(text),
        ("ticket", Some(text), _) => part.ticket = Some(text),
        ("tenants", _, Some(texts)) => part.tenants = texts,
        ("lists", _, Some(texts)) => part.lists = texts,
        _ => {
            let wanted = match takes {
                Takes::Text => "a text",
                Takes::Texts => "a list of texts",
            };
            let message = format!("`{name}` takes {wanted}, which must not be empty");
            return Some(bad(message, span(source, value.span())));
        }
    }
    None
}

fn text(value: &toml::Value) -> Option<String> {
    value
        .as_str()
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}

fn texts(value: &toml::Value) -> Option<Vec<String>> {
    let texts: Option<Vec<String>> = value.as_array()?.iter().map(text).collect();
    texts.filter(|texts| !texts.is_empty())
}

fn unknown(source: &Source, key: &Spanned<String>) -> Diagnostic {
    let names = KEYS.iter().map(|(name, _)| *name);
    let message = format!("`{}` is no key of a scenario", key.as_ref());
    let diagnostic = bad(message, span(source, key.span()));
    match nearest(key.as_ref(), names.clone()) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None => diagnostic.help(format!(
            "the keys are: {}",
            names.collect::<Vec<_>>().join(", ")
        )),
    }
}

fn bad(message: String, at: Span) -> Diagnostic {
    Diagnostic::error("bad-config", message).label(at, "")
}

fn span(source: &Source, range: Range<usize>) -> Span {
    let whole = Span {
        source: source.id,
        start: 0,
        end: u32::try_from(source.text.len()).unwrap_or(u32::MAX),
    };
    whole.part(range.start, range.end)
}

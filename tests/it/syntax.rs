//! Parsing and printing: fixtures are the files below `tests/syntax`, and the reference's own sample.

mod deletion;
mod fixtures;
mod hostile;
mod printing;

use exeat::syntax::ast::Statement;
use exeat::syntax::{Parsed, parse};
use exeat::text::{Source, SourceId};
use std::fs;
use std::path::{Path, PathBuf};

/// A text as a source of its own.
pub fn source(text: &str) -> Source {
    Source {
        id: SourceId(0),
        name: "test.exeat".to_owned(),
        text: text.to_owned(),
    }
}

/// A text's tree and diagnostics.
pub fn parsed(text: &str) -> Parsed {
    parse(&source(text))
}

/// The files of a folder below `tests/syntax`, with their texts; never none.
pub fn fixtures(folder: &str) -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/syntax")
        .join(folder);
    let mut files: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "exeat"))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "no fixtures in {}", folder.display());
    files
        .into_iter()
        .map(|path| (path.clone(), fs::read_to_string(&path).unwrap()))
        .collect()
}

/// The policy that the reference shows first.
pub fn first_look() -> String {
    let page = include_str!("../../docs/language.md");
    let (_, behind) = page.split_once("```exeat\n").unwrap();
    let (sample, _) = behind.split_once("```\n").unwrap();
    assert!(sample.lines().count() > 50);
    sample.to_owned()
}

/// Every text that must parse cleanly.
pub fn sound_texts() -> Vec<(String, String)> {
    let mut texts = vec![("the first look".to_owned(), first_look())];
    for (path, text) in fixtures("ok") {
        texts.push((path.display().to_string(), text));
    }
    texts
}

/// A statement's tree without its places.
pub fn spanless(statement: &Statement) -> String {
    let shown = format!("{statement:?}");
    let mut text = String::new();
    let mut rest = shown.as_str();
    while let Some((before, behind)) = rest.split_once("Span { source: ") {
        text.push_str(before);
        rest = behind.split_once('}').unwrap().1;
    }
    text + rest
}

/// The tokens of a text, cut by the simplest rules that fit the fixtures; comments are none.
pub fn tokens(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        while let Some(first) = rest.chars().next() {
            let length = token_length(rest);
            assert!(length > 0, "{rest}");
            let (token, behind) = rest.split_at(length);
            rest = behind;
            if !first.is_whitespace() && first != '#' && first != '\u{feff}' {
                return Some(token);
            }
        }
        None
    })
}

fn token_length(rest: &str) -> usize {
    let first = rest.chars().next().unwrap();
    let while_ = |f: fn(char) -> bool| rest.find(|c| !f(c)).unwrap_or(rest.len());
    match first {
        '#' => rest.find('\n').unwrap_or(rest.len()),
        c if c.is_whitespace() => while_(char::is_whitespace),
        '"' => quoted_length(rest),
        '=' | '!' | '<' | '>' => while_(|c| "=!<>".contains(c)),
        c if c.is_alphanumeric() || c == '_' => word_length(rest),
        '*' => word_length(rest),
        c => c.len_utf8(),
    }
}

/// A text, or a pattern that begins with one.
fn quoted_length(rest: &str) -> usize {
    let text = text_length(rest);
    match rest[text..].strip_prefix('/') {
        Some(list) if list.starts_with('"') => text + 1 + text_length(list),
        Some(list) => text + 1 + run_length(list),
        None => text,
    }
}

fn text_length(rest: &str) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '"' if !escaped => return at + 1,
            _ => escaped = c == '\\' && !escaped,
        }
    }
    panic!("unclosed: {rest}");
}

/// A name, a literal, or a pattern with its quoted parts; of `a.b` only the `a`.
fn word_length(rest: &str) -> usize {
    let digits = rest.starts_with(|c: char| c.is_ascii_digit());
    let run = run_length(rest);
    let whole = &rest[..run];
    if let Some(slash) = whole.find("/\"") {
        return slash + 1 + text_length(&rest[slash + 1..]);
    }
    if digits || whole.contains('/') {
        return run;
    }
    whole
        .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-'))
        .unwrap_or(run)
}

/// Up to a blank or a sign that ends a literal or a pattern.
fn run_length(rest: &str) -> usize {
    rest.find(|c: char| c.is_whitespace() || ",()[]{}=!<>".contains(c))
        .unwrap_or(rest.len())
}

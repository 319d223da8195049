//! Parsing and printing: fixtures are the files below `tests/syntax`, and the reference's own sample.

mod deletion;
mod fixtures;
mod hostile;

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

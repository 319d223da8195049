//! Resolving: what is said of every mistake in names and types, and what a policy set means.

use crate::harness::top;
use crate::pinned::{Pinned, entries};
use exeat::diag::{Diagnostic, Level};
use exeat::policy::{Known, Resolved, resolve};
use exeat::syntax::{ast, parse};
use exeat::text::{Source, Sources, Span};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

mod hostile;
mod meaning;

/// One policy set of the fixtures.
pub struct Fixture {
    pub sources: Sources,
    files: Vec<ast::File>,
    pub syntax: Vec<Diagnostic>,
    pub resolved: Resolved,
}

impl Fixture {
    pub fn new(texts: &[(String, String)], known: &Known) -> Self {
        let mut sources = Sources::default();
        for (name, text) in texts {
            sources.add(name.as_str(), text.as_str());
        }
        let (mut files, mut syntax) = (Vec::new(), Vec::new());
        for source in sources.iter() {
            let parsed = parse(source);
            files.push(parsed.file);
            syntax.extend(parsed.diagnostics);
        }
        let resolved = resolve(&files.iter().collect::<Vec<_>>(), known);
        Self {
            sources,
            files,
            syntax,
            resolved,
        }
    }
}

pub fn folders(kind: &str) -> Vec<PathBuf> {
    entries(Path::new("tests/policies").join(kind))
}

pub fn policies(folder: &Path) -> Vec<(String, String)> {
    let texts: Vec<(String, String)> = entries(folder)
        .into_iter()
        .filter(|path| path.extension().is_some_and(|e| e == "exeat"))
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, fs::read_to_string(&path).unwrap())
        })
        .collect();
    assert!(!texts.is_empty(), "{}", folder.display());
    texts
}

pub fn known(folder: &Path) -> Known {
    let table = fs::read_to_string(folder.join("tenants.csv")).ok();
    let names = |text: String| {
        let rows = text.lines().skip(1);
        rows.map(|row| row.split(',').next().unwrap().to_owned())
            .collect()
    };
    Known {
        tenants: table.map(names),
    }
}

#[test]
fn bad_policies_are_told_what_is_wrong() {
    let mut pinned = Pinned::default();
    for folder in folders("bad") {
        let fixture = Fixture::new(&policies(&folder), &known(&folder));
        let said = shown(&fixture.resolved.diagnostics, &fixture.sources);
        assert!(
            !said.is_empty() || !fixture.syntax.is_empty(),
            "{}",
            folder.display()
        );
        pinned.compare(&folder.join("expected.txt"), &said);
    }
    pinned.end();
}

/// Of a broken statement the parser has said what is to be said.
#[test]
fn broken_statements_are_followed_by_silence() {
    let folder = top().join("tests/policies/bad/broken-statements");
    let fixture = Fixture::new(&policies(&folder), &Known::default());
    assert!(fixture.syntax.len() >= 7, "{:?}", fixture.syntax);
    assert_eq!(fixture.resolved.diagnostics, []);
}

#[test]
fn good_policies_are_resolved_without_a_word() {
    for folder in folders("ok") {
        let fixture = Fixture::new(&policies(&folder), &known(&folder));
        let said = shown(&fixture.syntax, &fixture.sources)
            + &shown(&fixture.resolved.diagnostics, &fixture.sources);
        assert_eq!(said, "", "{}", folder.display());
        assert!(!fixture.resolved.set.rules.is_empty());
    }
}

#[test]
fn the_rules_for_messages_hold() {
    for folder in folders("bad") {
        let fixture = Fixture::new(&policies(&folder), &known(&folder));
        for diagnostic in &fixture.resolved.diagnostics {
            let at = format!("{}: {diagnostic:?}", folder.display());
            let warns = diagnostic.code == "near-miss";
            assert_eq!(diagnostic.level == Level::Warning, warns, "{at}");
            assert!(!diagnostic.labels.is_empty(), "{at}");
            for line in lines(diagnostic) {
                assert!(!line.contains('\n') && !line.ends_with('.'), "{at}");
                assert!(!line.starts_with(char::is_uppercase), "{at}");
                assert_eq!(line.matches('`').count() % 2, 0, "{at}");
                assert!(!line.is_empty(), "{at}");
            }
            for label in &diagnostic.labels {
                assert!(!fixture.sources.slice(label.span).is_empty(), "{at}");
            }
        }
    }
}

/// What `fix` offers mends that one mistake, and brings no other.
#[test]
fn fixes_mend_what_they_stand_at() {
    let mut tried = 0;
    for folder in folders("bad") {
        let texts = policies(&folder);
        let fixture = Fixture::new(&texts, &known(&folder));
        for diagnostic in &fixture.resolved.diagnostics {
            let Some(fix) = &diagnostic.fix else { continue };
            let mut mended = texts.clone();
            for (span, text) in &fix.edits {
                let name = &fixture.sources.get(span.source).unwrap().name;
                let file = mended.iter_mut().find(|(n, _)| n == name).unwrap();
                file.1.replace_range(span.range(), text);
            }
            let after = Fixture::new(&mended, &known(&folder));
            let before = fixture.resolved.diagnostics.len();
            let at = format!("{}: {diagnostic:?}", folder.display());
            assert_eq!(after.syntax, fixture.syntax, "{at}");
            assert!(after.resolved.diagnostics.len() < before, "{at}");
            tried += 1;
        }
    }
    assert!(tried > 10);
}

fn lines(diagnostic: &Diagnostic) -> Vec<&str> {
    let mut lines = vec![diagnostic.message.as_str()];
    lines.extend(diagnostic.labels.iter().map(|l| l.text.as_str()));
    lines.extend(diagnostic.help.as_deref());
    lines
}

/// `file:place code: message`, then each label with its place and what it underlines, help and fix.
pub fn shown(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut text = String::new();
    for diagnostic in diagnostics {
        let at = place(diagnostic.place().unwrap(), sources);
        writeln!(text, "{at} {}: {}", diagnostic.code, diagnostic.message).unwrap();
        for label in &diagnostic.labels {
            let at = place(label.span, sources);
            let under = sources.slice(label.span);
            writeln!(text, "  | {at} `{under}`: {}", label.text).unwrap();
        }
        if let Some(help) = &diagnostic.help {
            writeln!(text, "  = {help}").unwrap();
        }
        if let Some(fix) = &diagnostic.fix {
            for (span, edit) in &fix.edits {
                let at = place(*span, sources);
                writeln!(text, "  + {}: {at} becomes {edit:?}", fix.title).unwrap();
            }
        }
    }
    text
}

fn place(span: Span, sources: &Sources) -> String {
    let source: &Source = sources.get(span.source).unwrap();
    let (line, column) = source.line_column(span.start);
    let (last_line, last_column) = source.line_column(span.end);
    format!("{}:{line}:{column}-{last_line}:{last_column}", source.name)
}

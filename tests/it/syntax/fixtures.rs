//! What parses cleanly, and what is said of what does not.

use super::{fixtures, parsed, sound_texts, source};
use crate::pinned::Pinned;
use exeat::diag::{Diagnostic, Level};
use exeat::text::{Source, Span};
use std::fmt::Write;

#[test]
fn sound_texts_parse_without_a_word() {
    for (name, text) in sound_texts() {
        let parsed = parsed(&text);
        assert_eq!(shown(&parsed.diagnostics, &source(&text)), "", "{name}");
        assert!(parsed.file.statements.iter().all(|s| !s.broken), "{name}");
        assert!(!parsed.file.statements.is_empty(), "{name}");
    }
}

#[test]
fn bad_texts_are_told_what_is_wrong() {
    let mut pinned = Pinned::default();
    for (path, text) in fixtures("bad") {
        let said = shown(&parsed(&text).diagnostics, &source(&text));
        assert!(!said.is_empty(), "{}", path.display());
        pinned.compare(&path.with_extension("txt"), &said);
    }
    pinned.end();
}

#[test]
fn the_rules_for_messages_hold() {
    for (path, text) in fixtures("bad") {
        for diagnostic in parsed(&text).diagnostics {
            let at = format!("{}: {diagnostic:?}", path.display());
            assert!(
                ["syntax", "bidi-control"].contains(&diagnostic.code),
                "{at}"
            );
            assert_eq!(diagnostic.level, Level::Error, "{at}");
            assert!(!diagnostic.labels.is_empty(), "{at}");
            for line in lines(&diagnostic) {
                assert!(!line.contains('\n') && !line.ends_with('.'), "{at}");
                assert!(
                    !line.starts_with(|c: char| c.is_uppercase()) || line.starts_with("U+"),
                    "{at}"
                );
                assert_eq!(line.matches('`').count() % 2, 0, "{at}");
            }
        }
    }
}

/// What is offered mends what it is offered for.
#[test]
fn every_fix_leaves_fewer_errors() {
    let mut fixes = 0;
    for (path, text) in fixtures("bad") {
        let before = parsed(&text).diagnostics;
        for fix in before.iter().filter_map(|d| d.fix.as_ref()) {
            let [(span, right)] = fix.edits.as_slice() else {
                panic!("{fix:?}");
            };
            let mut mended = text.clone();
            mended.replace_range(span.range(), right);
            let after = parsed(&mended).diagnostics;
            assert!(after.len() < before.len(), "{}: {fix:?}", path.display());
            fixes += 1;
        }
    }
    assert!(fixes > 30, "only {fixes} fixes");
}

fn lines(diagnostic: &Diagnostic) -> Vec<&str> {
    let mut lines = vec![diagnostic.message.as_str()];
    lines.extend(diagnostic.labels.iter().map(|l| l.text.as_str()));
    lines.extend(diagnostic.help.as_deref());
    lines
}

/// `line:col-line:col code: message | label | help`, each further label on a line of its own.
fn shown(diagnostics: &[Diagnostic], source: &Source) -> String {
    let mut text = String::new();
    for diagnostic in diagnostics {
        let (first, others) = diagnostic.labels.split_first().unwrap();
        let help = diagnostic.help.as_deref().unwrap_or("");
        let line = format!(
            "{} {}: {} | {} | {help}",
            place(first.span, source),
            diagnostic.code,
            diagnostic.message,
            first.text
        );
        writeln!(text, "{}", line.trim_end()).unwrap();
        for label in others {
            writeln!(text, "    {} {}", place(label.span, source), label.text).unwrap();
        }
        for (span, edit) in diagnostic.fix.iter().flat_map(|f| &f.edits) {
            writeln!(text, "    fix {} {edit:?}", place(*span, source)).unwrap();
        }
    }
    text
}

fn place(span: Span, source: &Source) -> String {
    let (line, column) = source.line_column(span.start);
    let (last_line, last_column) = source.line_column(span.end);
    format!("{line}:{column}-{last_line}:{last_column}")
}

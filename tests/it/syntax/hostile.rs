//! Whatever the bytes, parsing ends, and says no more than it must.

use super::{fixtures, parsed, sound_texts, source};
use exeat::syntax::{parse, print};
use proptest::prelude::*;

/// Nested things, ten thousand deep: one diagnostic, on the small stack of a thread.
#[test]
fn deep_nesting_is_one_error_and_no_overflow() {
    let deep = 10_000;
    for text in [
        format!("condition a = {}b{}", "(".repeat(deep), ")".repeat(deep)),
        format!("condition a = {}b", "not ".repeat(deep)),
        format!("condition a = {}b", "(not ".repeat(deep)),
        format!("set a = {}", "[".repeat(deep)),
        format!("test a {{ given {}", "{".repeat(deep)),
        format!("test a {}", "{ sequence ".repeat(deep)),
        format!("rule a {}", "{".repeat(deep)),
        format!(
            "rule a {{\n    allow anyone to export any/*\n    when {}b\n    note \"x\"\n}}",
            "(".repeat(deep)
        ),
        "([{".repeat(deep),
    ] {
        let count = std::thread::Builder::new()
            .stack_size(2 << 20)
            .spawn(move || parsed(&text).diagnostics.len())
            .unwrap()
            .join()
            .unwrap();
        assert_eq!(count, 1);
    }
}

#[test]
fn what_is_nested_as_deep_as_allowed_parses() {
    let text = format!("condition a = {}b{}", "(".repeat(64), ")".repeat(64));
    assert_eq!(parsed(&text).diagnostics, []);
}

/// A file's end in the middle of anything is an error or none, never a panic.
#[test]
fn texts_cut_anywhere_end() {
    let mut cuts = 0;
    for (_, text) in sound_texts().into_iter().chain(bad_texts()) {
        let whole = source(&text);
        for statement in parse(&whole).file.statements {
            let text = whole.slice(statement.span);
            for (at, _) in text.char_indices() {
                let cut = source(&text[..at]);
                let _ = print(&parse(&cut).file, &cut);
                cuts += 1;
            }
        }
    }
    assert!(cuts > 10_000, "only {cuts} cuts");
}

fn bad_texts() -> Vec<(String, String)> {
    fixtures("bad")
        .into_iter()
        .map(|(path, text)| (path.display().to_string(), text))
        .collect()
}

/// A long text ends, and what is said and printed of it stays in proportion.
#[test]
fn long_texts_end_and_give_no_more_than_in_proportion() {
    let repeated = |what: &str| what.repeat((1 << 16) / what.len());
    for text in [
        repeated("role a\n"),
        repeated("role a "),
        repeated("role a,\n"),
        repeated("rule a {\n"),
        repeated("rule a {\n when b\n"),
        repeated("set a = [\nrole,\n"),
        repeated("test a {\ngiven {\n"),
        repeated("condition a = b or\n"),
        repeated("a."),
        repeated("\"\""),
        repeated("\"a"),
        repeated("a/\""),
        repeated("}\n"),
        repeated("1e5 "),
        repeated("'"),
        repeated("; "),
        repeated("/"),
        repeated("-"),
        repeated("\u{202e}"),
        format!("condition a = {}", repeated("b and ")),
        format!("set a = [{}", repeated("b, ")),
        format!("rule a {{\n{}", repeated("note \"a\"\n")),
        format!(
            "test a {{\n{}",
            repeated("expect allow with { a: 1 } of b\n")
        ),
        format!("test a {{\n{}", repeated("sequence {\n")),
    ] {
        let whole = source(&text);
        let parsed = parse(&whole);
        let said = parsed.diagnostics.len();
        assert!(said <= text.len(), "{said}: {:?}", &text[..20]);
        let printed = print(&parsed.file, &whole);
        assert!(
            printed.len() <= 8 * text.len(),
            "{}: {:?}",
            printed.len(),
            &text[..20]
        );
    }
}

#[test]
fn a_file_beyond_the_limit_is_refused() {
    let parsed = parsed(&"# a\n".repeat(1 << 20 | 1));
    assert_eq!(parsed.diagnostics.len(), 1);
    assert!(parsed.diagnostics[0].message.contains("too long"));
}

/// Pieces of the language, in any order.
const PIECES: &[&str] = &[
    "role",
    "field",
    "set",
    "hours",
    "condition",
    "rule",
    "waiver",
    "invariant",
    "test",
    "allow",
    "deny",
    "limit",
    "when",
    "unless",
    "from",
    "until",
    "severity",
    "owner",
    "note",
    "lift",
    "for",
    "by",
    "given",
    "expect",
    "sequence",
    "repeat",
    "with",
    "of",
    "never",
    "always",
    "and",
    "or",
    "not",
    "any",
    "all",
    "in",
    "is",
    "like",
    "matches",
    "contains",
    "approved",
    "at",
    "most",
    "before",
    "anyone",
    "actor",
    "to",
    "export",
    "exporting",
    "per",
    "distinct",
    "rows",
    "tenant",
    "missing",
    "true",
    "a",
    "b-c",
    "\"text\"",
    "\"\\q\"",
    "\"",
    "any/*",
    "opensea/\"x\"",
    "5",
    "5__0",
    "10MB",
    "24h",
    "2026-11-02",
    "08:00-19:00",
    "mon-fri",
    "10.0.0.0/8",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    ".",
    "=",
    "==",
    "!=",
    "<",
    ">=",
    "+",
    "-",
    "!",
    "&&",
    ";",
    "'",
    "#",
    "\n",
    "\n",
    "\n",
    "\n    ",
    "\u{202e}",
    "\u{a0}",
    "é",
];

fn soup() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(PIECES);
    prop::collection::vec((piece, prop::bool::ANY), 0..80).prop_map(|pieces| {
        pieces
            .into_iter()
            .map(|(piece, blank)| {
                if blank {
                    format!("{piece} ")
                } else {
                    piece.to_owned()
                }
            })
            .collect()
    })
}

/// What of a text must not be lost by printing, as often as it is there.
fn unblank(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, ..ProptestConfig::default() })]

    #[test]
    fn any_text_ends(text in "\\PC*") {
        parsed(&text);
    }

    #[test]
    fn any_bytes_end(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        parsed(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn token_soup_ends_and_is_explained(text in soup()) {
        let source = source(&text);
        let parsed = parse(&source);
        let broken = parsed.file.statements.iter().any(|s| s.broken);
        prop_assert!(!broken || !parsed.diagnostics.is_empty(), "{text}");
        // Nobody formats what is broken, but an editor may ask: nothing may be lost.
        let printed = print(&parsed.file, &source);
        prop_assert_eq!(unblank(&text).len(), unblank(&printed).len(), "{}\n---\n{}", text, printed);
    }

    #[test]
    fn nested_soup_ends(pieces in prop::collection::vec(prop::sample::select(&["(", ")", "[", "{", "}", "]", "not", "a", "and", "\n"][..]), 0..400)) {
        parsed(&format!("condition a = {}", pieces.join(" ")));
        parsed(&format!("test a {{ given {{ {} \n}}", pieces.join(" ")));
    }
}

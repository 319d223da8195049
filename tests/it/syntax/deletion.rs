//! One token lost is one error, and every other statement comes out the same.

use super::{parsed, sound_texts};
use exeat::syntax::ast::{Statement, StatementKind};
use std::collections::BTreeSet;

/// Without one of these the text is still one of the grammar.
const HARMLESS: &[(&str, &[&str])] = &[
    (
        "the only text behind a declaration: it is optional",
        &[
            "\"A role may be called so\"",
            "\"A tenant's own staff\"",
            "\"Answers tenants' tickets\"",
            "\"Answers tickets\"",
            "\"Data protection officer\"",
            "\"Few enough\"",
        ],
    ),
    (
        "the last item of a list, or a comma behind it: both are optional",
        &[
            "\"2nd line\"",
            "\"b\"",
            "\"opensea.io\"",
            "\"unstoppable-domains\"",
            ",",
            "b",
            "c",
            "dpo",
            "email",
            "support",
            "tenant",
            "unstoppable-domains",
            "y",
        ],
    ),
    ("the text behind it takes its place", &["5_000", "dpo"]),
    (
        "another condition, or another subject",
        &["all", "any", "like", "not"],
    ),
];

#[test]
fn a_lost_token_costs_one_error_and_no_other_statement() {
    let (mut errors, mut harmless) = (0, BTreeSet::new());
    // Names that look like a statement's keyword in column 1 are read as names only where all is whole.
    let texts = sound_texts()
        .into_iter()
        .filter(|(name, _)| !name.contains("column_one"));
    for (name, text) in texts {
        let whole = parsed(&text);
        for (index, statement) in whole.file.statements.iter().enumerate() {
            for (from, to) in tokens_behind_name(&text, statement) {
                // A blank in its place: what it parted stays apart.
                let cut = format!("{} {}", &text[..from], &text[to..]);
                let rest = parsed(&cut);
                let line = text[..from].lines().count();
                let at = format!("{name}:{line} without `{}`", &text[from..to]);
                match rest.diagnostics.len() {
                    0 => drop(harmless.insert(text[from..to].to_owned())),
                    1 => errors += 1,
                    _ => panic!("{at}: {:#?}", rest.diagnostics),
                }
                assert_same_others(&whole.file.statements, &rest.file.statements, index, &at);
            }
        }
    }
    assert!(errors > 500, "only {errors} errors");
    let expected: BTreeSet<String> = HARMLESS
        .iter()
        .flat_map(|(_, tokens)| tokens.iter().map(|t| (*t).to_owned()))
        .collect();
    assert_eq!(harmless, expected);
}

fn assert_same_others(before: &[Statement], after: &[Statement], lost: usize, at: &str) {
    assert_eq!(before.len(), after.len(), "{at}: {after:#?}");
    for (index, (before, after)) in before.iter().zip(after).enumerate() {
        if index != lost {
            assert_eq!(spanless(before), spanless(after), "{at}");
        }
    }
}

/// A statement's tree without its places.
fn spanless(statement: &Statement) -> String {
    let shown = format!("{statement:?}");
    let mut text = String::new();
    let mut rest = shown.as_str();
    while let Some((before, behind)) = rest.split_once("Span { source: ") {
        text.push_str(before);
        rest = behind.split_once('}').unwrap().1;
    }
    text + rest
}

/// The tokens of a statement behind its name, cut by the simplest rules that fit the fixtures.
fn tokens_behind_name(text: &str, statement: &Statement) -> Vec<(usize, usize)> {
    let name = match &statement.kind {
        StatementKind::Role(roles) => roles.names[0].span,
        StatementKind::Field(field) => field.name.span,
        StatementKind::Set(set) => set.name.span,
        StatementKind::Hours(hours) => hours.name.span,
        StatementKind::Condition(condition) => condition.name.span,
        StatementKind::Rule(rule) => rule.name.span,
        StatementKind::Waiver(waiver) => waiver.name.span,
        StatementKind::Invariant(invariant) => invariant.name.span,
        StatementKind::Test(test) => test.name.span,
        StatementKind::Broken { .. } => panic!("broken"),
    };
    let mut tokens = Vec::new();
    let mut at = name.range().end;
    let end = statement.span.range().end;
    while at < end {
        let rest = &text[at..end];
        let length = token_length(rest);
        if !rest.starts_with(char::is_whitespace) && !rest.starts_with('#') {
            tokens.push((at, at + length));
        }
        at += length;
    }
    tokens
}

fn token_length(rest: &str) -> usize {
    let first = rest.chars().next().unwrap();
    let while_ = |f: fn(char) -> bool| rest.find(|c| !f(c)).unwrap_or(rest.len());
    match first {
        '#' => rest.find('\n').unwrap_or(rest.len()),
        c if c.is_whitespace() => while_(char::is_whitespace),
        '"' => text_length(rest),
        '=' | '!' | '<' | '>' => while_(|c| "=!<>".contains(c)),
        c if c.is_alphanumeric() || c == '_' => word_length(rest),
        '*' => word_length(rest),
        c => c.len_utf8(),
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
    let run = rest
        .find(|c: char| c.is_whitespace() || ",()[]{}=!<>".contains(c))
        .unwrap_or(rest.len());
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

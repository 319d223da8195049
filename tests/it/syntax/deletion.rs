//! One token lost is one error, and every other statement comes out the same.

use super::{parsed, sound_texts};
use exeat::syntax::ast::{Statement, StatementKind};

/// Deleting one of these leaves another text of the grammar: nothing is wrong with it, or not with its syntax.
const HARMLESS: &[&str] = &[];

#[test]
fn a_lost_token_costs_one_error_and_no_other_statement() {
    let (mut errors, mut harmless) = (0, Vec::new());
    for (name, text) in sound_texts() {
        let whole = parsed(&text);
        for (index, statement) in whole.file.statements.iter().enumerate() {
            for (from, to) in tokens_behind_name(&text, statement) {
                let cut = format!("{}{}", &text[..from], &text[to..]);
                let rest = parsed(&cut);
                let line = text[..from].lines().count();
                let at = format!("{name}:{line} without `{}`", &text[from..to]);
                match rest.diagnostics.len() {
                    0 => harmless.push(at.clone()),
                    1 => errors += 1,
                    _ => panic!("{at}: {:#?}", rest.diagnostics),
                }
                assert_same_others(&whole.file.statements, &rest.file.statements, index, &at);
            }
        }
    }
    assert!(errors > 500, "only {errors} errors");
    assert!(
        harmless.len() * 10 < errors,
        "{} of {errors}: {harmless:#?}",
        harmless.len()
    );
    assert_eq!(harmless, HARMLESS);
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

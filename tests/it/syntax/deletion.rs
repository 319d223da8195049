//! One token lost is one error, and every other statement comes out the same.

use super::{parsed, sound_texts, spanless, tokens};
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
            "\"Long\"",
            "\"note\"",
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
            "bbbbbbbbbbbbbbbbbbbbbbbbbb",
            "c",
            "ccccccccccccccccccccccccc",
            "d",
            "dpo",
            "eee",
            "email",
            "support",
            "tenant",
            "unstoppable-domains",
            "y",
        ],
    ),
    (
        "the text behind it takes its place",
        &["5_000", "dpo", "fourth"],
    ),
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

/// The tokens of a statement behind its name.
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
    let behind = name.range().end;
    let rest = &text[behind..statement.span.range().end];
    tokens(rest)
        .map(|token| behind + (token.as_ptr() as usize - rest.as_ptr() as usize))
        .zip(tokens(rest).map(str::len))
        .map(|(from, length)| (from, from + length))
        .collect()
}

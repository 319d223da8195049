//! `empty-words`: a note or owner that says nothing.

use super::expressions::clauses;
use crate::diag::Diagnostic;
use crate::lint::{Input, Lint};
use crate::syntax::ast::{ClauseKind, StatementKind, Text};

/// What people write where something has to stand.
const EMPTY: &[&str] = &[
    "as agreed",
    "as discussed",
    "as needed",
    "as required",
    "ask me",
    "because",
    "etc",
    "fixme",
    "for now",
    "legacy",
    "misc",
    "miscellaneous",
    "n a",
    "na",
    "nil",
    "no comment",
    "none",
    "note",
    "ok",
    "other",
    "reason",
    "see above",
    "see below",
    "see ticket",
    "self explanatory",
    "tba",
    "tbc",
    "tbd",
    "temp",
    "temporary",
    "test",
    "to be defined",
    "to be determined",
    "todo",
    "unknown",
    "various",
    "whatever",
    "wip",
    "x",
    "xx",
    "xxx",
];

/// Every note and owner that says nothing.
pub fn check(input: &Input<'_>, lint: &'static Lint) -> Vec<Diagnostic> {
    let statements = input.files.iter().flat_map(|file| &file.tree.statements);
    let texts = statements.flat_map(|statement| texts(&statement.kind));
    let empty = texts.filter(|text| says_nothing(&text.value));
    let told = empty.map(|text| {
        let message = format!("`{}` says nothing", text.value);
        lint.diagnostic(message)
            .label(text.span, "read by whoever meets a finding")
    });
    told.collect()
}

/// Whether a text holds no word but such as stand for none.
pub(in crate::lint) fn says_nothing(text: &str) -> bool {
    let words = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let words: Vec<String> = words.map(str::to_lowercase).collect();
    words.is_empty() || EMPTY.contains(&words.join(" ").as_str())
}

fn texts(kind: &StatementKind) -> Vec<&Text> {
    match kind {
        StatementKind::Role(roles) => roles.note.iter().collect(),
        StatementKind::Condition(condition) => condition.note.iter().collect(),
        kind => {
            let clauses = clauses(kind).iter();
            let texts = clauses.filter_map(|clause| match &clause.kind {
                ClauseKind::Note(text) | ClauseKind::Owner(text) | ClauseKind::By(text) => {
                    Some(text)
                }
                _ => None,
            });
            texts.collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::says_nothing;

    #[test]
    fn only_the_whole_text_counts() {
        for text in [
            "",
            "…",
            "TBD",
            "tbd.",
            "n/a",
            "N/A!",
            "- none -",
            "As  needed",
        ] {
            assert!(says_nothing(text), "{text}");
        }
        for text in ["as needed by the auditors", "SEC-4412", "für die Prüfung"] {
            assert!(!says_nothing(text), "{text}");
        }
    }
}

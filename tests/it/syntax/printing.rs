//! Canonical text: a fixed point that keeps every comment and the meaning of the tree.

use super::{first_look, fixtures, parsed, sound_texts, source, spanless, tokens};
use exeat::syntax::ast::{Clause, ClauseKind, File, StatementKind};
use exeat::syntax::{parse, print};
use proptest::prelude::*;
use std::path::Path;
use std::{env, fs};

fn printed(text: &str) -> String {
    let source = source(text);
    print(&parse(&source).file, &source)
}

#[test]
fn the_first_look_is_canonical() {
    assert_eq!(printed(&first_look()), first_look());
}

/// Run with `EXEAT_BLESS=1` to write what is printed now, and read every line of the difference.
#[test]
fn sound_texts_print_as_pinned() {
    for (path, text) in fixtures("ok") {
        let expected = path.with_extension("printed");
        let printed = printed(&text);
        if env::var_os("EXEAT_BLESS").is_some() {
            fs::write(&expected, &printed).unwrap();
        }
        let pinned = fs::read_to_string(&expected).unwrap();
        assert_eq!(printed, pinned, "{}", path.display());
    }
}

#[test]
fn printing_keeps_meaning_and_comments_and_is_a_fixed_point() {
    for (name, text) in sound_texts() {
        assert_printing_holds(&text, &name);
    }
}

fn assert_printing_holds(text: &str, name: &str) {
    let before = parsed(text);
    assert_eq!(before.diagnostics, [], "{name}:\n{text}");
    let once = printed(text);
    let after = parsed(&once);
    assert_eq!(after.diagnostics, [], "{name}:\n{text}\n---\n{once}");
    assert_same(
        &before.file,
        &after.file,
        &format!("{name}:\n{text}\n---\n{once}"),
    );
    assert_eq!(
        comments(&before.file),
        comments(&after.file),
        "{name}:\n{text}\n---\n{once}"
    );
    assert_eq!(printed(&once), once, "{name}:\n{text}\n---\n{once}");
    assert!(
        once.lines().all(|line| line.trim_end() == line),
        "{name}:\n{once}"
    );
    assert!(
        !once.contains("\n\n\n") && !once.ends_with("\n\n"),
        "{name}:\n{once}"
    );
}

fn assert_same(one: &File, other: &File, what: &str) {
    let (one, other) = (meaning(one), meaning(other));
    for (one, other) in one.iter().zip(&other) {
        assert_eq!(one, other, "{what}");
    }
    assert_eq!(one.len(), other.len(), "{what}");
}

/// A file's tree without places, each block's clauses in one order.
fn meaning(file: &File) -> Vec<String> {
    let mut statements = file.statements.clone();
    for statement in &mut statements {
        match &mut statement.kind {
            StatementKind::Rule(rule) => sort(&mut rule.clauses),
            StatementKind::Waiver(waiver) => sort(&mut waiver.clauses),
            StatementKind::Invariant(invariant) => sort(&mut invariant.clauses),
            _ => {}
        }
    }
    statements.iter().map(spanless).collect()
}

fn sort(clauses: &mut [Clause]) {
    clauses.sort_by_key(|clause| match clause.kind {
        ClauseKind::When(_) => 0,
        ClauseKind::Unless(_) => 1,
        ClauseKind::From(_) => 2,
        ClauseKind::Until(_) => 3,
        ClauseKind::Severity(_) => 4,
        ClauseKind::Owner(_) => 5,
        ClauseKind::Note(_) => 6,
        ClauseKind::Lift(_) => 7,
        ClauseKind::For(..) => 8,
        ClauseKind::By(_) => 9,
    });
}

fn comments(file: &File) -> Vec<&str> {
    let mut comments: Vec<&str> = file.comments.iter().map(|c| c.text.as_str()).collect();
    comments.sort_unstable();
    comments
}

/// What is broken stays as it stands, and no comment is lost; nobody formats such a file, but an editor may ask.
#[test]
fn broken_texts_keep_their_statements_and_comments() {
    for (path, text) in fixtures("bad") {
        let source = source(&text);
        let file = parse(&source).file;
        let printed = print(&file, &source);
        for statement in file.statements.iter().filter(|s| s.broken) {
            assert!(
                printed.contains(source.slice(statement.span)),
                "{}",
                path.display()
            );
        }
        for comment in &file.comments {
            assert!(printed.contains(&comment.text), "{}", path.display());
        }
    }
}

#[test]
fn what_is_no_token_of_its_own_is_cut_right() {
    let cut: Vec<&str> = tokens(r#"a "b \" c" opensea/"x y", 5_000 de-1/* d.e >= # f"#).collect();
    assert_eq!(
        cut,
        [
            "a",
            r#""b \" c""#,
            r#"opensea/"x y""#,
            ",",
            "5_000",
            "de-1/*",
            "d",
            ".",
            "e",
            ">="
        ]
    );
}

/// What may stand between two tokens; lines never begin in column 1, where a name could be a keyword.
const GAPS: &[&str] = &[
    " ",
    " ",
    " ",
    " ",
    "  ",
    "\n ",
    "\n    ",
    "\n\n ",
    " \n\n\n  ",
    "#",
    "\n #",
    "\n\n  #",
];

/// The tokens of a text with other blanks and with comments between them.
fn respaced(text: &str, gaps: &[usize]) -> String {
    let mut respaced = String::new();
    for (at, token) in tokens(text).enumerate() {
        let gap = GAPS[gaps[at % gaps.len()] % GAPS.len()];
        respaced.push_str(gap);
        if gap.ends_with('#') {
            respaced.push_str(&format!(" note {at}\n "));
        }
        respaced.push_str(token);
    }
    respaced
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn respaced_texts_print_alike(gaps in prop::collection::vec(0..GAPS.len(), 40..400)) {
        for (name, text) in sound_texts() {
            let respaced = respaced(&text, &gaps);
            assert_same(&parsed(&respaced).file, &parsed(&text).file, &respaced);
            assert_printing_holds(&respaced, &name);
        }
    }
}

/// Every policy of this repository that parses prints to the same meaning; the shipped ones are canonical.
#[test]
fn policies_of_this_repository_print_alike() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut seen = 0;
    for folder in ["policies", "tests"] {
        for entry in walkdir::WalkDir::new(root.join(folder)) {
            let path = entry.unwrap().into_path();
            if path.extension().is_none_or(|e| e != "exeat") {
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            if !parsed(&text).diagnostics.is_empty() {
                continue;
            }
            seen += 1;
            assert_printing_holds(&text, &path.display().to_string());
            if folder == "policies" {
                assert_eq!(printed(&text), text, "{}", path.display());
            }
        }
    }
    assert!(seen > 20, "only {seen} policies");
}

//! Safe fixes at their edges: what they write, that it decides the same, and where none is offered.

use super::super::harness::exeat;
use super::same::assert_same;
use super::world::World;
use exeat::diag::{Fix, Safety};
use exeat::lint::apply;

/// An allow with these clauses.
fn rule(clauses: &str) -> String {
    format!("rule x {{\n    allow anyone to export any/*\n    {clauses}\n}}\n")
}

/// The clauses after all safe fixes of one lint; none if there are none.
fn fixed(code: &str, clauses: &str) -> Option<String> {
    let before = World::of(&rule(clauses));
    assert_eq!(before.said, [], "{clauses}");
    let linted = before.lint();
    let of_this: Vec<_> = linted.shown.iter().filter(|d| d.code == code).collect();
    assert!(!of_this.is_empty(), "{code} says nothing of {clauses}");
    let fixes: Vec<&Fix> = of_this.iter().filter_map(|d| d.fix.as_ref()).collect();
    assert!(fixes.iter().all(|fix| fix.safety == Safety::Safe));
    let text = apply(fixes, before.text());
    if text == rule(clauses) {
        return None;
    }
    let after = World::of(&text);
    assert_eq!(after.said, [], "{text}");
    assert_same(&before.set, &after.set);
    let (_, inside) = text.split_once("any/*\n    ").unwrap();
    Some(inside.trim_end_matches("\n}\n").to_owned())
}

fn assert_fixed(code: &str, cases: &[(&str, &str)]) {
    for (clauses, expected) in cases {
        assert_eq!(
            fixed(code, clauses).as_deref(),
            Some(*expected),
            "{clauses}"
        );
    }
}

#[test]
fn double_negatives_become_what_they_mean() {
    assert_fixed(
        "double-negative",
        &[
            ("unless not ticket is set", "when ticket is set"),
            ("unless (not (ticket is set))", "when (ticket is set)"),
            ("when not not ticket is set", "when ticket is set"),
            (
                "when not (not (ticket is set or rows > 1))",
                "when (ticket is set or rows > 1)",
            ),
            (
                "when rows > 1 or ticket is set\n    unless not (purpose is set or ip is set)",
                "when (rows > 1 or ticket is set) and (purpose is set or ip is set)",
            ),
            (
                "when rows > 1  # why\n    unless not purpose == \"return\"\n    note \"n\"",
                "when rows > 1 and purpose == \"return\"  # why\n    note \"n\"",
            ),
            (
                "unless not ticket is set\n    when rows > 1",
                "when rows > 1 and ticket is set",
            ),
        ],
    );
}

#[test]
fn a_fix_takes_no_comment_with_it() {
    for clauses in [
        "unless # why\n    not ticket is set",
        "unless (not ticket is set # why\n    )",
        "when rows > 1\n    unless # why\n    not ticket is set",
        "when not # why\n    not ticket is set",
    ] {
        assert_eq!(fixed("double-negative", clauses), None, "{clauses}");
    }
    let clauses = "when purpose like # why\n    \"return\"";
    assert_eq!(fixed("glob-without-star", clauses), None);
}

#[test]
fn globs_without_a_star_become_comparisons() {
    assert_fixed(
        "glob-without-star",
        &[
            ("when purpose like \"return\"", "when purpose == \"return\""),
            (
                "when purpose not like \"return\"",
                "when purpose != \"return\"",
            ),
            (
                "when purpose like [\"return\", other]",
                "when purpose in [\"return\", other]",
            ),
            (
                "when purpose not  like  [other]",
                "when purpose not in [other]",
            ),
        ],
    );
    assert_eq!(
        fixed("glob-without-star", "when actor like \"kim@opensea.io\""),
        None
    );
}

#[test]
fn anchors_at_the_ends_go() {
    assert_fixed(
        "anchored-regex",
        &[
            (
                "when ticket matches \"^SUP-[0-9]+$\"",
                "when ticket matches \"SUP-[0-9]+\"",
            ),
            (
                "when ticket matches \"^a|SUP-12$\"",
                "when ticket matches \"a|SUP-12\"",
            ),
            (
                "when ticket matches \"(?i)^sup-12\"",
                "when ticket matches \"(?i)sup-12\"",
            ),
            (
                r#"when ticket not matches "\ASUP-12\z""#,
                r#"when ticket not matches "SUP-12""#,
            ),
        ],
    );
}

#[test]
fn parentheses_show_what_is_taken_together() {
    assert_fixed(
        "mixed-and-or",
        &[
            (
                "when rows > 1 and ticket is set or purpose == \"return\" and not ip is set",
                "when (rows > 1 and ticket is set) or (purpose == \"return\" and not ip is set)",
            ),
            (
                "when not (rows > 1 or ticket is set and ip is set)",
                "when not (rows > 1 or (ticket is set and ip is set))",
            ),
        ],
    );
}

#[test]
fn an_unused_suppression_goes_with_its_line_or_its_blanks() {
    let comment = "# exeat: allow(expired-rule) until 2026-08-01 legal words it";
    for (before, after) in [
        (format!("{comment}\n{}", rule("")), rule("")),
        (rule(&format!("note \"n\"  {comment}")), rule("note \"n\"")),
    ] {
        let world = World::of(&before);
        let linted = world.lint();
        let unused = linted
            .shown
            .iter()
            .filter(|d| d.code == "unused-suppression");
        let fixes = unused.filter_map(|d| d.fix.as_ref());
        assert_eq!(apply(fixes, world.text()), after);
    }
}

#[test]
fn fixes_that_meet_are_made_one_run_after_another_and_counted() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.exeat");
    let notes = "owner \"a@mail.example\"\n    note  \"Its ticket.\"";
    let clauses = format!("when  not not   ticket is set\n    {notes}");
    std::fs::write(
        &file,
        rule(&clauses).replace("allow anyone", "allow  anyone"),
    )
    .unwrap();
    for told in ["1 mended", "1 mended", "0 mended"] {
        let ran = exeat(folder.path(), &["check", "a.exeat", "--fix"]);
        assert!(ran.stderr.starts_with(told), "{}{}", ran.stdout, ran.stderr);
    }
    let ran = exeat(folder.path(), &["check", "a.exeat", "--fail-on", "info"]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    let text = std::fs::read_to_string(file).unwrap();
    assert_eq!(text, rule(&format!("when  ticket is set\n    {notes}")));
}

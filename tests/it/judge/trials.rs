//! `test` blocks: the world that each brings, sequences, and what a failing one says.

use super::harness::{passes, policy};
use exeat::syntax::ast::Expected;
use exeat::trial::{self, Failure, TestResult};

/// The contract's own first look.
fn first_look() -> String {
    let page = include_str!("../../../docs/language.md");
    let begin = page.split_once("```exeat\n").unwrap().1;
    begin.split_once("```").unwrap().0.to_owned()
}

#[test]
fn the_first_look_passes() {
    passes(&first_look());
}

#[test]
fn what_is_not_given_is_missing_and_rows_are_empty() {
    passes(
        r#"
        field tenant.plan: text
        rule r { allow anyone to export any/* when tenant.plan is missing or tenant.plan == "gold" }
        rule empty { deny anyone to export any/* when tenant is listed and not (tenant.plan is set or tenant.plan is missing) }
        test t {
            given { time: 2026-03-02 }
            expect allow of r
            expect violation with { tenant: t } of empty
            expect allow     with { tenant: t, unlisted: [tenant] } of r
            expect allow     with { tenant: t, tenant.plan: missing } of r
            expect allow     with { tenant: t, tenant.plan: "gold" } of r
            expect violation with { tenant: t, tenant.plan: "tin" } of not-allowed
        }
        "#,
    );
}

#[test]
fn times_move_on_from_the_event_before() {
    passes(
        r#"
        rule r { allow anyone to export any/* when time == 2026-03-02T05:00:00Z or time < 2026-03-02T03:00:00Z }
        rule late { deny anyone to export any/* when approved_at < time - 1h }
        test outside-a-sequence-from-the-given-time {
            given { time: 2026-03-02, approved_at: -1h }
            expect allow with { time: +5h }
            expect violation with { time: +4h } of not-allowed
            expect violation with { approved_at: -2h } of late
            expect violation with { time: +5h, approved_at: -2h } of late
        }
        test in-a-sequence-each-from-the-one-before {
            given { time: 2026-03-02, approved_at: -1h }
            sequence {
                repeat 2 expect allow with { time: +1h }
                repeat 2 expect violation with { time: +1h } of not-allowed
                expect allow with { time: +1h }
                expect allow
                expect allow with { time: +2h }
            }
        }
        "#,
    );
}

#[test]
fn events_of_a_sequence_have_ids_of_their_own() {
    passes(
        r#"
        rule r { allow anyone to export any/* }
        rule same { limit anyone to 2 distinct id per actor in 1h }
        test t {
            given { actor: a, time: 2026-03-02 }
            expect undecided of same
            sequence { repeat 3 expect violation of same }
            sequence { repeat 2 expect allow }
        }
        "#,
    );
}

#[test]
fn waived_counts_as_allow_and_what_is_not_out_has_no_findings() {
    passes(
        r#"
        rule r { allow anyone to export any/* when rows <= 5 }
        rule d { deny anyone to export any/* when ticket == "bad" }
        rule l { limit anyone to 5 rows per actor in 1h }
        waiver w { lift d, l, not-allowed for actor "w" from 2026-03-01 until 2026-04-01 by "x" note "n" }
        test t {
            given { actor: w, time: 2026-03-02, rows: 6, ticket: "bad" }
            expect allow
            expect violation with { actor: a } of d, l
            expect violation with { actor: a, ticket: "good" } of not-allowed, l
            expect allow with { actor: a, outcome: "blocked" }
            expect violation with { actor: a, outcome: "failure" } of d
            expect allow with { actor: a, rows: 0, outcome: "failure" }
            expect undecided with { actor: a, ticket: missing } of d
            expect violation with { time: 2026-04-01 } of d
        }
        "#,
    );
}

fn failing(text: &str) -> (Vec<TestResult>, Vec<exeat::diag::Diagnostic>) {
    let set = policy(text);
    let results = trial::run(&set);
    let diagnostics = trial::diagnostics(&results, &set);
    (results, diagnostics)
}

#[test]
fn a_test_without_a_time_fails_and_says_so() {
    let (results, diagnostics) = failing(
        "rule r { allow anyone to export any/* }\ntest t { given { rows: 1 } expect allow expect allow with { time: +1h } }",
    );
    assert!(results.iter().all(|r| r.failure == Some(Failure::NoTime)));
    assert_eq!(diagnostics[0].message, "test `t`: the event has no time");
}

#[test]
fn an_event_that_is_not_out_says_so() {
    let (_, diagnostics) = failing(
        "rule r { allow anyone to export any/* when rows <= 5 }\ntest t { given { time: 2026-03-02, outcome: \"blocked\" } expect violation }",
    );
    assert_eq!(
        diagnostics[0].message,
        "test `t`: expected violation, got nothing, since the export is not out"
    );
}

#[test]
fn a_sequence_has_an_end() {
    let (results, _) = failing(
        &("rule r { allow anyone to export any/* }\ntest t { given { time: 2026-03-02 } sequence { "
            .to_owned()
            + &"repeat 10_000 expect allow ".repeat(11) + "} }"),
    );
    assert_eq!(results[0].failure, Some(Failure::TooLong));
}

const TEXT: &str = r#"role support
rule small { allow role support to export any/* when rows <= 5 }
rule gone { deny anyone to export any/* when time >= tenant.left }
rule slices { limit anyone to 10 rows per actor in 24h }
test t {
    given { actor: a, roles: [support], tenant: t, time: 2026-03-02, rows: 6 }
    expect allow
    expect violation with { rows: 1 }
    expect violation with { tenant.left: 2026-01-01 } of slices
    expect allow with { rows: 1, tenant.left: missing }
    expect allow with { rows: 1 } of small
    sequence { repeat 3 expect allow with { rows: 5 } }
}
"#;

#[test]
fn a_failing_test_tells_what_decided() {
    let (results, diagnostics) = failing(TEXT);
    let passed: Vec<bool> = results.iter().map(TestResult::passed).collect();
    assert_eq!(passed, [false, false, false, false, true, false]);
    assert_eq!(results[1].expected, Expected::Violation);
    let messages: Vec<&str> = diagnostics.iter().map(|d| d.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "test `t`: expected allow, got not-allowed",
            "test `t`: expected violation, got allow",
            "test `t`: expected violation of `slices`, got denied by `gone`",
            "test `t`: expected allow, got undecided by `gone`",
            "test `t`: expected allow, got over-limit by `slices` at repeat 1 of 3",
        ]
    );
    let labels = |at: usize| -> Vec<(&str, &str)> {
        let labels = diagnostics[at].labels.iter();
        labels
            .map(|l| (&TEXT[l.span.range()], l.text.as_str()))
            .collect()
    };
    assert_eq!(
        labels(0),
        [
            ("allow", "got not-allowed"),
            (
                "allow role support to export any/*",
                "`small` does not allow it"
            ),
            ("rows <= 5", "6 is more"),
        ]
    );
    assert_eq!(
        labels(1),
        [
            ("violation", "got allow"),
            ("allow role support to export any/*", "`small` allows it"),
            ("rows <= 5", "1 is not more than 5"),
        ]
    );
    assert_eq!(
        labels(2),
        [
            ("violation", "got denied by `gone`"),
            ("slices", "not among what was found"),
            ("deny anyone to export any/*", "`gone` denies it"),
            (
                "time >= tenant.left",
                "2026-03-02T00:00:00Z is not earlier than 2026-01-01T00:00:00Z"
            ),
        ]
    );
    assert_eq!(
        labels(3)[2],
        ("time >= tenant.left", "`tenant.left` is missing")
    );
    assert_eq!(labels(4)[1].1, "`slices`: 15 in the window");
}

#[test]
fn the_values_of_a_failing_test_can_be_pasted_into_one() {
    let text = r#"
        field tenant.plan: text
        field odd: set of text
        rule r { deny anyone to export any/* when tenant.plan is set }
        test t {
            given {
                actor: " Ana@X ", time: 2026-03-02T15:00:00.5Z, rows: 6, ip: "2001:db8::1", odd: ["a\"b", "\u{202e}"],
                approved_at: -1h, tenant: "t", tenant.plan: "gold", tenant.left: +1d, list.classes: missing,
                approver.tenant: u, unlisted: [ticket, list],
            }
            expect allow
        }
    "#;
    let (results, diagnostics) = failing(text);
    let Some(Failure::Otherwise(otherwise)) = &results[0].failure else {
        panic!("{:?}", results[0]);
    };
    assert_eq!(
        otherwise.values,
        r#"{ time: 2026-03-02T15:00:00.5Z, actor: "ana@x", tenant: "t", rows: 6, ip: "2001:db8::1", approved_at: 2026-03-02T14:00:00.5Z, odd: ["a\"b", "\u{202E}"], tenant.left: 2026-03-03T15:00:00.5Z, list.classes: missing, tenant.plan: "gold", approver.tenant: "u", unlisted: [list, ticket] }"#
    );
    assert_eq!(diagnostics.len(), 1);
    let head = text.split_once("test t").unwrap().0;
    let again = format!(
        "{head} test t {{ given {} expect allow }}",
        otherwise.values
    );
    let (results, _) = failing(&again);
    let Some(Failure::Otherwise(pasted)) = &results[0].failure else {
        panic!("{:?}", results[0]);
    };
    assert_eq!(pasted.values, otherwise.values);
}

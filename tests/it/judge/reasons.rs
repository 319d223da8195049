//! The words of reasons, which parts fail, what is missing, and which allows come nearest.

use super::directory::event;
use super::harness::{answer, answer_of, cells, policy};
use exeat::directory::Directory;
use exeat::event::FieldId;
use exeat::judge::{Judge, Nearest, Part, Ranking, Reason};
use exeat::policy::RuleId;

fn check(table: &str) {
    for row in table.lines().map(str::trim).filter(|row| !row.is_empty()) {
        let [condition, record, words] = cells(row);
        let answer = answer(condition, record);
        let reason = answer
            .reasons
            .iter()
            .find(|r| r.part == Part::When)
            .unwrap();
        assert_eq!(reason.words, words, "{row}");
    }
}

#[test]
fn both_truths_and_the_open_have_words() {
    check(
        r#"
        rows <= 5_000       | rows: 412093          | 412093 is more
        rows <= 5_000       | rows: 1000            | 1000 is not more than 5000
        rows < 5            | rows: 5               | 5 is not less
        rows >= 5           | rows: 4               | 4 is less
        rows > 5            | rows: 6               | 6 is more than 5
        rows <= copies      | rows: 6, copies: 5    | 6 is more than 5
        rows <= 5           | actor: a              | `rows` is missing
        rows <= copies      | actor: a              | `rows` and `copies` are missing
        mfa                 | mfa: false            | it is false
        purpose == "a"      | purpose: "b"          | it is `b`
        purpose != ticket   | purpose: "b", ticket: "c" | `b` is not `c`
        purpose == ticket   | purpose: "b", ticket: "b" | both are `b`
        tenant.plan == "a"  | tenant: t             | `tenant.plan` is empty
        tenant.plan == "a"  | tenant: t, unlisted: [tenant] | `tenant.plan` is missing: nothing is known of `t`
        time >= tenant.left | tenant: t             | `tenant.left` is empty
        time >= tenant.left | tenant: t, tenant.left: 2026-01-01 | 2026-03-02T15:00:00Z is not earlier than 2026-01-01T00:00:00Z
        time < 2026-03-02   | rows: 1               | 2026-03-02T15:00:00Z is not earlier
        ticket is set       | rows: 1               | `ticket` is missing
        ticket is missing   | ticket: "a"           | it is `a`
        tenant.left is set  | tenant: t             | `tenant.left` is empty
        tenant is listed    | tenant: t             | `t` is listed
        tenant is listed    | tenant: t, unlisted: [tenant] | `t` is not listed
        tenant is listed    | rows: 1               | `tenant` is missing
        purpose in ["a"]    | purpose: "b"          | `b` is not in the list
        tenant in crypto    | tenant: celsius       | `celsius` is in `crypto`
        ip in 10.0.0.0/8    | ip: 11.0.0.0          | 11.0.0.0 is outside the network
        time in office      | time: 2026-03-01T19:05:00Z | 14:05 on a Sunday in America/New_York is outside `office`
        time in office      | rows: 1               | 10:00 on a Monday in America/New_York is inside `office`
        destination.domain in tenant.domains | destination: "k@mail.example", tenant: t | `mail.example` is not among the tenant's domains
        destination.domain == "a.io" | destination: "s3://b" | `s3://b` has no domain
        destination.domain == "a.io" | rows: 1      | `destination.domain` is missing
        site like "*.io"    | site: "a.com"         | `a.com` does not match
        ticket matches "A+" | ticket: "AA"          | `AA` matches
        fields contains email | fields: ["phone", "name"] | it is `name`, `phone`
        fields contains email | fields: ["email"]   | `email` is in it
        fields contains email | fields: []          | `fields` is empty
        any fields in ["a"] | fields: ["b", "c"]    | none in the list: `b`, `c`
        all fields in ["a"] | fields: ["a", "b"]    | not in the list: `b`
        all fields in ["a", "b"] | fields: ["a"]    | all in the list: `a`
        any fields in ["a"] | fields: ["a", "b"]    | in the list: `a`
        purpose == "a"      | purpose: "\u{1b}[31m\u{202e}x" | it is `\u{1b}[31m\u{202e}x`
        "#,
    );
}

#[test]
fn long_values_are_cut() {
    let long = "x".repeat(500);
    let answer = answer("purpose == \"a\"", &format!("purpose: \"{long}\""));
    let reason = answer
        .reasons
        .iter()
        .find(|r| r.part == Part::When)
        .unwrap();
    assert!(reason.words.chars().count() < 80, "{}", reason.words);
    assert!(reason.words.ends_with("…`"));
}

#[test]
fn subjects_and_targets_have_words() {
    for (head, record, subject, target) in [
        (
            "role support to export any/news*",
            "roles: [engineer], list: \"all-clients\"",
            "the actor is not support",
            "not `all-clients`",
        ),
        (
            "role support, dpo to export any/*",
            "roles: [engineer]",
            "the actor is neither dpo nor support",
            "any",
        ),
        (
            "role support to export acme/*",
            "tenant: celsius, list: \"l\"",
            "the actor's roles are missing",
            "not `celsius`",
        ),
        (
            "actor \"a\" to export acme/news",
            "actor: b, tenant: celsius, list: \"l\"",
            "the actor is somebody else",
            "not `celsius/l`",
        ),
        (
            "actor \"a\" to export acme/news",
            "list: \"l\"",
            "`actor` is missing",
            "not `l`",
        ),
        (
            "actor like \"*@x\" to export acme/l",
            "actor: b, tenant: acme, list: \"l\"",
            "`b` does not match",
            "`acme/l`",
        ),
        (
            "role support to export own/*",
            "roles: [support], actor: a, tenant: t",
            "the actor is support",
            "`t` is not the actor's own",
        ),
        (
            "anyone to export acme/*",
            "list: \"l\"",
            "anyone",
            "`tenant` is missing",
        ),
    ] {
        let answer = answer_of(&format!("rule r {{ allow {head} }}"), record);
        let words = |part| {
            let found = answer.reasons.iter().find(|r| r.part == part);
            found.map(|r| r.words.as_str()).unwrap()
        };
        assert_eq!(
            (words(Part::Subject), words(Part::Target)),
            (subject, target),
            "{head}"
        );
    }
}

#[test]
fn the_records_side_says_what_its_values_mean() {
    let answer = answer_of(
        "rule r { allow role support to export acme/news when rows <= 5 and tenant.left is missing and time in office }",
        "actor: a, roles: [engineer], tenant: acme, list: \"news\", rows: 412093, tenant.left: 2026-01-01",
    );
    let sides: Vec<(FieldId, &str)> = answer
        .reasons
        .iter()
        .flat_map(|r| {
            r.fields
                .iter()
                .map(|(field, words)| (*field, words.as_str()))
        })
        .collect();
    assert_eq!(
        sides,
        [
            (FieldId::ACTOR, "role engineer"),
            (FieldId::TENANT, ""),
            (FieldId::LIST, ""),
            (FieldId::ROWS, "412093 rows"),
            (FieldId::TENANT, "left 2026-01-01T00:00:00Z"),
            (FieldId::TIME, ""),
        ]
    );
}

fn failing(condition: &str, record: &str) -> Vec<String> {
    let answer = answer(condition, record);
    let failing = answer.reasons.into_iter().filter(|r| r.fails);
    failing.map(|r: Reason| r.words).collect()
}

#[test]
fn what_fails_is_what_keeps_it_from_being_true() {
    let record = "rows: 1, copies: 2, mfa: true";
    for (condition, expected) in [
        ("rows == 2 or copies == 3", &["it is 1", "it is 2"][..]),
        ("rows == 2 or copies == 2", &[]),
        ("rows == 1 and copies == 3", &["it is 2"]),
        ("not (rows == 1 and copies == 2)", &["it is 1", "it is 2"]),
        ("not (rows == 1 or copies == 3)", &["it is 1"]),
        ("not (rows == 1 and copies == 3)", &[]),
        ("(rows == 2 or copies == 2) and not mfa", &["it is true"]),
        (
            "ticket is set and bytes > 1",
            &["`ticket` is missing", "`bytes` is missing"],
        ),
        ("mfa or bytes > 1", &[]),
    ] {
        assert_eq!(failing(condition, record), expected, "{condition}");
    }
}

#[test]
fn the_nearest_allow_is_the_one_of_which_least_must_change() {
    let set = policy(
        r#"
        role dpo
        rule far { allow actor "x" to export acme/* when rows <= 1 and ticket is set }
        rule either { allow anyone to export any/* when rows <= 1 or bytes <= 1 or purpose == "x" }
        rule both { allow anyone to export any/* when rows <= 1 and bytes <= 1 }
        rule signed { allow anyone to export any/* when approved by role dpo at most 1h before }
        "#,
    );
    let nowhere = Directory::default();
    let judge = Judge {
        policy: &set,
        directory: &nowhere,
    };
    let event = event("actor=a;tenant=t;rows=5;bytes=5;purpose=y");
    let ranking = Ranking::new(judge);
    let Nearest {
        answers: nearest,
        lacks_approval_alone,
    } = ranking.nearest(&event, 9);
    assert!(lacks_approval_alone);
    let names: Vec<&str> = nearest
        .iter()
        .map(|answer| set.rule(answer.rule).unwrap().name.text.as_str())
        .collect();
    assert_eq!(names, ["signed", "either", "both", "far"]);
    let missing = judge.missing(nearest[0].rule, &event);
    assert_eq!(missing, ["approved_at", "approver", "approver_roles"]);
}

#[test]
fn a_limit_tells_its_measure_and_keys() {
    let set = policy("rule r { limit anyone to 5 rows per actor, tenant in 24h }");
    let nowhere = Directory::default();
    let judge = Judge {
        policy: &set,
        directory: &nowhere,
    };
    let words = |text| {
        let answer = judge.answer(RuleId(0), &event(text));
        let measure = answer
            .reasons
            .into_iter()
            .filter(|r| r.part == Part::Measure);
        measure.map(|r| r.words).collect::<Vec<_>>()
    };
    assert_eq!(
        words("actor=a;tenant=t;rows=7"),
        ["counts 7 rows", "`actor` is `a`", "`tenant` is `t`"]
    );
    assert_eq!(
        words("actor=a"),
        ["`rows` is missing", "`actor` is `a`", "`tenant` is missing"]
    );
    assert_eq!(
        judge.missing(RuleId(0), &event("actor=a")),
        ["rows", "tenant"]
    );
}

#[test]
fn an_atom_in_a_condition_tells_where_it_is_used() {
    let text = "condition small = rows <= 5\nrule r { allow anyone to export any/* when small }";
    let set = policy(text);
    let nowhere = Directory::default();
    let judge = Judge {
        policy: &set,
        directory: &nowhere,
    };
    let answer = judge.answer(RuleId(0), &event("rows=7"));
    let reason = answer
        .reasons
        .into_iter()
        .find(|r| r.part == Part::When)
        .unwrap();
    assert_eq!(&text[reason.span.range()], "rows <= 5");
    assert_eq!(&text[reason.used_at.unwrap().range()], "small");
}

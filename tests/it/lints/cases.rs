//! What lints say, and do not say, at their edges.

use super::page::Files;
use super::world::World;

/// What one lint says of a policy, with its tables.
fn said_of(code: &str, policy: &str, tables: &[(&str, &str)]) -> Vec<String> {
    let files = [("policy.exeat", policy)]
        .into_iter()
        .chain(tables.iter().copied());
    let files: Files = files.map(|(n, t)| (n.to_owned(), t.to_owned())).collect();
    let world = World::with_tables(&files);
    let errors: Vec<_> = world
        .said
        .iter()
        .filter(|d| d.code != "near-miss")
        .collect();
    assert!(errors.is_empty(), "{policy}\n{errors:?}");
    let linted = world.lint();
    let of_this = linted.shown.iter().filter(|d| d.code == code);
    of_this.map(|d| d.message.clone()).collect()
}

fn said(code: &str, policy: &str) -> Vec<String> {
    said_of(code, policy, &[])
}

fn allow(clauses: &str) -> String {
    format!("rule x {{\n    allow anyone to export any/*\n    {clauses}\n}}\n")
}

#[test]
fn periods_end_at_their_first_instant_outside() {
    for (clauses, code) in [
        ("until 2026-06-01", Some("expired-rule")),
        ("until 2026-06-01T00:00:01Z", Some("expires-soon")),
        ("until 2026-07-01", Some("expires-soon")),
        ("until 2026-07-01T00:00:01Z", None),
        ("from 2026-05-01 until 2026-05-01", Some("empty-period")),
        ("from 2026-07-02 until 2026-06-02", Some("empty-period")),
        ("from 2027-01-01", None),
    ] {
        for other in ["expired-rule", "expires-soon", "empty-period"] {
            let expected = usize::from(code == Some(other));
            assert_eq!(
                said(other, &allow(clauses)).len(),
                expected,
                "{other} {clauses}"
            );
        }
    }
}

#[test]
fn tests_are_the_same_when_event_and_expectation_are() {
    let given = "time: 2026-03-02T15:00:00Z, tenant: opensea, rows: 1";
    let test = |lines: &str| {
        format!(
            "{}\ntest t {{\n    given {{ {given} }}\n    {lines}\n}}\n",
            allow("")
        )
    };
    for (lines, expected) in [
        ("expect allow\n expect allow", 1),
        ("expect allow\n expect violation", 0),
        ("expect allow\n expect allow of x", 0),
        (
            "expect allow with { rows: 2 }\n expect allow with { rows: 2, ticket: missing }",
            1,
        ),
        (
            "expect allow with { tenant.left: missing }\n expect allow",
            0,
        ),
        (
            "expect allow with { time: +1h }\n expect allow with { time: 2026-03-02T16:00:00Z }",
            1,
        ),
        (
            "sequence { repeat 2 expect allow }\n sequence { expect allow }",
            0,
        ),
        (
            "sequence { repeat 2 expect allow }\n sequence { repeat 2 expect allow }",
            1,
        ),
        (
            "expect undecided with { unlisted: [tenant] }\n expect undecided with { unlisted: [actor] }",
            0,
        ),
        (
            "expect allow\n expect allow\n expect allow with { rows: 1 }",
            2,
        ),
    ] {
        assert_eq!(
            said("duplicate-test", &test(lines)).len(),
            expected,
            "{lines}"
        );
    }
}

#[test]
fn numbered_tenants_are_near_and_meant_to_be() {
    let policy = |names: &str| format!("rule x {{\n    allow anyone to export {names}\n}}\n");
    assert_eq!(
        said("near-miss", &policy("shop-1/a, shop-1/b, shop-2/a")),
        [""; 0]
    );
    assert_eq!(
        said("near-miss", &policy("opensea/a, opensea/b, opensee/a")).len(),
        1
    );
    assert_eq!(said("near-miss", &policy("opensea/a, opensee/a")), [""; 0]);
    let table = [("tenants.csv", "tenant\nopensea\nopensee\n")];
    let both = policy("opensea/a, opensea/b, opensee/a");
    assert_eq!(said_of("near-miss", &both, &table), [""; 0]);
}

const TABLES: [(&str, &str); 2] = [
    (
        "people.csv",
        "actor,aliases,left\nann@mail.example,a.n@mail.example,2026-05-01\nbob@mail.example,,2026-07-01\n",
    ),
    ("tenants.csv", "tenant,left\nopensea,\ncelsius,2022-07-08\n"),
];

#[test]
fn the_gone_are_found_where_something_is_given_to_them() {
    for (policy, expected) in [
        (
            allow("when actor == \"Ann@mail.example\""),
            &["ann@mail.example"][..],
        ),
        (
            allow("when actor == \"a.n@mail.example\""),
            &["a.n@mail.example"],
        ),
        (
            allow("when approver in [\"ann@mail.example\", \"bob@mail.example\"]"),
            &["ann@mail.example"],
        ),
        (
            allow("when approved by actor \"ann@mail.example\" at most 1h before"),
            &["ann@mail.example"],
        ),
        (allow("when not actor == \"ann@mail.example\""), &[]),
        (allow("when actor != \"ann@mail.example\""), &[]),
        (allow("unless actor == \"ann@mail.example\""), &[]),
        (allow("owner \"ann@mail.example\""), &["ann@mail.example"]),
        (allow("owner \"bob@mail.example\""), &[]),
        (allow("when tenant == \"celsius\""), &["celsius"]),
        (
            allow("when tenant == \"celsius\"\n    until 2022-07-08"),
            &[],
        ),
        (
            allow("when tenant == \"celsius\"\n    until 2026-09-01"),
            &["celsius"],
        ),
        (
            String::from(
                "set crypto = [celsius, opensea]\nrule x {\n    allow anyone to export crypto/*\n}\n",
            ),
            &["celsius"],
        ),
        (
            String::from("rule x {\n    deny anyone to export celsius/*\n}\n"),
            &[],
        ),
        (
            String::from("rule x {\n    allow actor \"ann@mail.example\" to export celsius/*\n}\n"),
            &["ann@mail.example", "celsius"],
        ),
    ] {
        let said = said_of("retired-name", &policy, &TABLES);
        let names: Vec<&str> = said.iter().map(|m| m.split('`').nth(1).unwrap()).collect();
        assert_eq!(names, expected, "{policy}");
    }
    assert_eq!(
        said("retired-name", &allow("when tenant == \"celsius\"")),
        [""; 0]
    );
}

#[test]
fn names_are_kebab_case_and_do_not_tell_the_effect() {
    for (name, expected) in [
        ("own-lists", 0),
        ("OwnLists", 1),
        ("own_lists", 1),
        ("allow-own-lists", 1),
        ("allowed-lists", 0),
        ("deny-none", 0),
        ("\"2024-archive\"", 0),
    ] {
        let policy = allow("").replace("rule x", &format!("rule {name}"));
        assert_eq!(said("name-style", &policy).len(), expected, "{name}");
    }
    assert_eq!(
        said("name-style", "role Support_L2\nfield mfaUsed: bool\n"),
        [""; 0]
    );
}

#[test]
fn a_failing_test_cannot_be_suppressed() {
    let comment = "# exeat: allow(failing-test) until 2026-08-01 legal words it";
    let test = "test t {\n    given { time: 2026-03-02T15:00:00Z }\n    expect allow\n}\n";
    let policy = format!("{comment}\n{test}");
    assert_eq!(said("failing-test", &policy).len(), 1);
    assert_eq!(
        said("unused-suppression", &policy),
        ["`failing-test` cannot be suppressed"]
    );
}

#[test]
fn the_order_of_what_is_shown_is_that_of_its_places() {
    let policy = format!(
        "{}\n{}",
        allow("until 2026-05-01"),
        allow("").replace("rule x", "rule Y")
    );
    let world = World::of(&policy);
    let linted = world.lint();
    let places: Vec<_> = linted
        .shown
        .iter()
        .map(|d| d.place().unwrap().start)
        .collect();
    assert!(places.len() > 5 && places.is_sorted(), "{places:?}");
}

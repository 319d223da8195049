//! Approvals: by the event's own word, by a table, and in a test's world.

use super::directory::{approvals, grant, people, truth};
use super::harness::{check, policy};
use exeat::directory::Directory;
use exeat::judge::Truth::{self, False, True, Unknown};
use exeat::policy::PolicySet;

fn asks(approval: &str) -> PolicySet {
    policy(&format!(
        "role dpo\nrule r {{ allow anyone to export any/* when {approval} }}"
    ))
}

fn table(set: &PolicySet, directory: &Directory, rows: &[(&str, Truth)]) {
    for (event, expected) in rows {
        assert_eq!(truth(set, directory, event), *expected, "{event}");
    }
}

const BY_DPO: &str = "approved by role dpo at most 24h before";

#[test]
fn the_events_own_word() {
    table(
        &asks(BY_DPO),
        &Directory::default(),
        &[
            (
                "actor=a;approver=b;approver_roles=dpo;approved_at=2026-03-02",
                True,
            ),
            (
                "actor=a;approver=b;approver_roles=dpo;approved_at=2026-03-01T12:00:00Z",
                True,
            ),
            (
                "actor=a;approver=b;approver_roles=dpo;approved_at=2026-03-01T11:59:59.999999999Z",
                False,
            ),
            (
                "actor=a;approver=b;approver_roles=dpo;approved_at=2026-03-02T12:00:00Z",
                True,
            ),
            (
                "actor=a;approver=b;approver_roles=dpo;approved_at=2026-03-02T12:00:00.000000001Z",
                False,
            ),
            (
                "actor=a;approver=A ;approver_roles=dpo;approved_at=2026-03-02",
                False,
            ),
            (
                "actor=a;approver=b;approver_roles=boss;approved_at=2026-03-02",
                False,
            ),
            ("actor=a;approver=b;approved_at=2026-03-02", Unknown),
            ("actor=a;approver=b;approver_roles=dpo", Unknown),
            ("actor=a;approver_roles=dpo;approved_at=2026-03-02", Unknown),
            (
                "approver=b;approver_roles=dpo;approved_at=2026-03-02",
                Unknown,
            ),
            ("actor=a;approver_roles=dpo;approved_at=2020-01-01", False),
            (
                "actor=a;approver_roles=boss;approved_at=2026-03-02",
                Unknown,
            ),
            ("approver=b;approver_roles=boss", False),
        ],
    );
}

#[test]
fn anyone_and_named_approvers_need_no_roles() {
    table(
        &asks("approved by anyone at most 1h before"),
        &Directory::default(),
        &[
            ("actor=a;approver=b;approved_at=2026-03-02T11:30:00Z", True),
            ("actor=a;approved_at=2026-03-02T11:30:00Z", Unknown),
        ],
    );
    let directory = people(&[("bo@x", "aliases=b@x")]);
    table(
        &asks("approved by actor \"B@X\" at most 1h before"),
        &directory,
        &[
            (
                "actor=a;approver=bo@x;approved_at=2026-03-02T11:30:00Z",
                True,
            ),
            (
                "actor=a;approver=c@x;approved_at=2026-03-02T11:30:00Z",
                False,
            ),
        ],
    );
    table(
        &asks("approved by actor like \"*@X\" at most 1h before"),
        &Directory::default(),
        &[
            (
                "actor=a;approver=bo@x;approved_at=2026-03-02T11:30:00Z",
                True,
            ),
            (
                "actor=a;approver=bo@y;approved_at=2026-03-02T11:30:00Z",
                False,
            ),
        ],
    );
}

#[test]
fn people_tell_who_the_approver_was_then() {
    let mut directory = people(&[
        ("ana@x", "aliases=a@x"),
        ("bo@x", "roles=dpo;left=2026-03-02T06:00:00Z"),
        ("cy@x", "roles=boss"),
    ]);
    grant(
        &mut directory,
        "cy@x",
        "dpo",
        Some("2026-03-02T08:00:00Z"),
        "2026-03-02T09:00:00Z",
    );
    grant(&mut directory, "temp@x", "dpo", None, "2027-01-01");
    table(
        &asks(BY_DPO),
        &directory,
        &[
            ("actor=ana@x;approver=bo@x;approved_at=2026-03-02", True),
            (
                "actor=ana@x;approver=bo@x;approved_at=2026-03-02T06:00:00Z",
                False,
            ),
            (
                "actor=ana@x;approver=bo@x;approver_roles=boss;approved_at=2026-03-02",
                True,
            ),
            (
                "actor=ana@x;approver=cy@x;approver_roles=dpo;approved_at=2026-03-02",
                False,
            ),
            (
                "actor=ana@x;approver=cy@x;approved_at=2026-03-02T08:30:00Z",
                True,
            ),
            (
                "actor=ana@x;approver=cy@x;approved_at=2026-03-02T09:00:00Z",
                False,
            ),
            ("actor=ana@x;approver=temp@x;approved_at=2026-03-02", True),
            (
                "actor=ana@x;approver=eve@x;approver_roles=dpo;approved_at=2026-03-02",
                False,
            ),
            ("actor=ana@x;approver=bo@x", Unknown),
        ],
    );
    table(
        &asks("approved by anyone at most 24h before"),
        &directory,
        &[
            ("actor=ana@x;approver=a@x;approved_at=2026-03-02", False),
            ("actor=a@x;approver=ana@x;approved_at=2026-03-02", False),
            (
                "actor=ana@x;approver=bo@x;approved_at=2026-03-02T07:00:00Z",
                False,
            ),
            ("actor=ana@x;approver=eve@x;approved_at=2026-03-02", True),
        ],
    );
}

#[test]
fn the_lockbox_wants_the_tenants_own_approver() {
    let directory = people(&[
        ("bo@acme", "tenant=acme;left=2026-03-02T06:00:00Z"),
        ("kim@x", ""),
    ]);
    let set = asks("approved by anyone of tenant at most 24h before");
    let at = "approved_at=2026-03-02";
    for (event, expected) in [
        ("approver=bo@acme;tenant=acme", True),
        ("approver=bo@acme;tenant=opensea", False),
        ("approver=kim@x;tenant=acme", False),
        ("approver=eve@x;tenant=acme", Unknown),
        ("approver=bo@acme", Unknown),
        ("approver=kim@x", Unknown),
    ] {
        let event = format!("actor=ana@x;{at};{event}");
        assert_eq!(truth(&set, &directory, &event), expected, "{event}");
    }
    let left = "actor=ana@x;approved_at=2026-03-02T07:00:00Z;approver=bo@acme;tenant=acme";
    assert_eq!(truth(&set, &directory, left), False);
    let nobody = "actor=ana@x;approved_at=2026-03-02;approver=bo@acme;tenant=acme";
    assert_eq!(truth(&set, &Directory::default(), nobody), Unknown);
}

#[test]
fn with_a_table_only_its_rows_count() {
    let mut directory = people(&[
        ("ana@x", "aliases=a@x"),
        ("bo@x", "roles=dpo"),
        ("cy@x", ""),
    ]);
    approvals(
        &mut directory,
        &[
            ("T-1", "approver=bo@x;approved_at=2026-03-02"),
            (
                "T-2",
                "approver=bo@x;approved_at=2026-03-02;actor=ana@x;tenant=acme;list=news*;rows=100",
            ),
            ("T-3", "approver=cy@x;approved_at=2026-03-02"),
            ("T-3", "approver=bo@x;approved_at=2026-02-01"),
            ("T-4", "approver=cy@x;approved_at=2026-03-02"),
            ("T-4", "approver=bo@x;approved_at=2026-03-02;rows=100"),
            ("T-5", "approver=ana@x;approved_at=2026-03-02"),
            ("T-6", "approver=bo@x;approved_at=2026-03-02;list=*"),
        ],
    );
    let set = asks(BY_DPO);
    table(
        &set,
        &directory,
        &[
            ("actor=ana@x;ticket=T-1", True),
            ("actor=ana@x", Unknown),
            (
                "actor=ana@x;ticket=T-0;approver=bo@x;approved_at=2026-03-02",
                False,
            ),
            ("ticket=T-1", Unknown),
            ("actor=bo@x;ticket=T-1", False),
            ("actor=ana@x;ticket=T-1;approver=bo@x", True),
            ("actor=ana@x;ticket=T-1;approver=cy@x", False),
            ("actor=ana@x;ticket=T-1;approved_at=2020-01-01", True),
            (
                "actor=a@x;ticket=T-2;tenant=acme;list=news-1;rows=100",
                True,
            ),
            (
                "actor=cy@x;ticket=T-2;tenant=acme;list=news-1;rows=100",
                False,
            ),
            (
                "actor=ana@x;ticket=T-2;tenant=opensea;list=news-1;rows=100",
                False,
            ),
            (
                "actor=ana@x;ticket=T-2;tenant=acme;list=old;rows=100",
                False,
            ),
            (
                "actor=ana@x;ticket=T-2;tenant=acme;list=news-1;rows=101",
                False,
            ),
            ("actor=ana@x;ticket=T-2;tenant=acme;list=news-1", Unknown),
            ("actor=ana@x;ticket=T-2;list=news-1;rows=1", Unknown),
            ("actor=ana@x;ticket=T-2;tenant=acme;rows=1", Unknown),
            ("actor=ana@x;ticket=T-2;tenant=opensea", False),
            ("actor=ana@x;ticket=T-3", False),
            ("actor=ana@x;ticket=T-4;rows=100", True),
            ("actor=ana@x;ticket=T-4", Unknown),
            ("actor=ana@x;ticket=T-5", False),
            ("actor=ana@x;ticket=T-6", True),
        ],
    );
}

#[test]
fn a_row_without_people_takes_roles_from_the_event_that_names_its_approver() {
    let mut directory = Directory::default();
    approvals(
        &mut directory,
        &[("T-1", "approver=bo@x;approved_at=2026-03-02")],
    );
    table(
        &asks(BY_DPO),
        &directory,
        &[
            ("actor=ana@x;ticket=T-1", Unknown),
            ("actor=ana@x;ticket=T-1;approver_roles=dpo", Unknown),
            (
                "actor=ana@x;ticket=T-1;approver=bo@x;approver_roles=dpo",
                True,
            ),
            (
                "actor=ana@x;ticket=T-1;approver=bo@x;approver_roles=boss",
                False,
            ),
            (
                "actor=ana@x;ticket=T-1;approver=eve@x;approver_roles=dpo",
                False,
            ),
        ],
    );
    table(
        &asks("approved by anyone at most 24h before"),
        &directory,
        &[("actor=ana@x;ticket=T-1", True)],
    );
}

#[test]
fn in_a_tests_world_approval_is_as_given() {
    let given = "actor: a, approver: b, approved_at: -1h";
    check(&format!(
        "
        {BY_DPO} | {given}, approver_roles: [dpo], actor.left: 2020-01-01 | true
        {BY_DPO} | {given}, approver_roles: [support] | false
        {BY_DPO} | {given} | unknown
        approved by anyone of tenant at most 24h before | {given}, tenant: t, approver.tenant: t | true
        approved by anyone of tenant at most 24h before | {given}, tenant: t, approver.tenant: u | false
        approved by anyone of tenant at most 24h before | {given}, tenant: t | unknown
        approved by anyone of tenant at most 24h before | {given}, approver.tenant: t | unknown
        approved by anyone at most 30min before | {given} | false
        "
    ));
}

//! Subjects: who holds which role when, and who is who.

use super::directory::{grant, people, truth};
use super::harness::{check, policy};
use exeat::directory::Directory;
use exeat::judge::Truth::{self, False, True, Unknown};

fn subject(subject: &str) -> exeat::policy::PolicySet {
    policy(&format!(
        "role support\nrole dpo\nrule r {{ allow {subject} to export any/* }}"
    ))
}

fn table(set: &exeat::policy::PolicySet, directory: &Directory, rows: &[(&str, Truth)]) {
    for (event, expected) in rows {
        assert_eq!(truth(set, directory, event), *expected, "{event}");
    }
}

#[test]
fn anyone_includes_strangers() {
    let set = subject("anyone");
    table(
        &set,
        &Directory::default(),
        &[("rows=1", True), ("actor=x", True)],
    );
    table(&set, &people(&[]), &[("rows=1", True), ("actor=x", True)]);
}

#[test]
fn without_a_people_table_the_logs_roles_count() {
    let set = subject("role support, dpo");
    table(
        &set,
        &Directory::default(),
        &[
            ("actor=a@x;roles=support", True),
            ("roles=dpo,other", True),
            ("roles=other", False),
            ("actor=a@x", Unknown),
        ],
    );
}

#[test]
fn with_a_people_table_only_its_roles_count() {
    let directory = people(&[
        (
            "ana@x",
            "roles=support;joined=2026-01-01;left=2026-06-01;aliases=a@x",
        ),
        ("bo@x", ""),
        ("late@x", "roles=support;joined=2026-03-02T12:00:00Z"),
        ("gone@x", "roles=support;left=2026-03-02T12:00:00Z"),
    ]);
    table(
        &subject("role support"),
        &directory,
        &[
            ("actor=ana@x", True),
            ("actor=A@X", True),
            ("actor=ana@x;roles=other", True),
            ("actor=bo@x;roles=support", False),
            ("actor=stranger@x;roles=support", False),
            ("roles=support", Unknown),
            ("actor=late@x", True),
            ("actor=late@x;time=2026-03-02T11:59:59Z", False),
            ("actor=gone@x", False),
            ("actor=gone@x;time=2026-03-02T11:59:59Z", True),
        ],
    );
}

#[test]
fn grants_hold_for_a_while_and_within_employment() {
    let mut directory = people(&[("ana@x", "left=2026-03-10;aliases=a@x")]);
    grant(
        &mut directory,
        "ana@x",
        "dpo",
        Some("2026-03-01"),
        "2026-04-01",
    );
    grant(&mut directory, "temp@x", "dpo", None, "2026-04-01");
    table(
        &subject("role dpo"),
        &directory,
        &[
            ("actor=ana@x", True),
            ("actor=a@x", True),
            ("actor=ana@x;time=2026-02-28", False),
            ("actor=ana@x;time=2026-03-01", True),
            ("actor=ana@x;time=2026-03-10", False),
            ("actor=temp@x", True),
            ("actor=temp@x;time=2026-03-31T23:59:59Z", True),
            ("actor=temp@x;time=2026-04-01", False),
        ],
    );
}

#[test]
fn actors_are_people_and_like_is_their_spelling() {
    let directory = people(&[("ana@x", "aliases=a@x,root"), ("bo@x", "")]);
    let ana = [
        ("actor=ana@x", True),
        ("actor=A@X", True),
        ("actor=root", True),
        ("actor=bo@x", False),
        ("rows=1", Unknown),
    ];
    table(&subject("actor \"Ana@X\""), &directory, &ana);
    table(&subject("actor \"nobody\", \"a@x\""), &directory, &ana);
    table(
        &subject("actor like \"ANA@*\""),
        &directory,
        &[
            ("actor=Ana@x", True),
            ("actor=a@x", False),
            ("rows=1", Unknown),
        ],
    );
}

#[test]
fn the_home_tenant_and_roles_as_attributes() {
    let set = policy("rule r { allow anyone to export any/* when actor.tenant == \"acme\" }");
    let directory = people(&[("ana@x", "tenant=acme;left=2026-06-01"), ("bo@x", "")]);
    table(
        &set,
        &directory,
        &[
            ("actor=ana@x", True),
            ("actor=ana@x;time=2026-06-01", False),
            ("actor=bo@x", False),
            ("actor=eve@x", Unknown),
            ("rows=1", Unknown),
        ],
    );
    let set =
        policy("role dpo\nrule r { allow anyone to export any/* when actor.roles contains dpo }");
    let mut directory = people(&[("ana@x", "roles=dpo;left=2026-06-01"), ("bo@x", "")]);
    grant(&mut directory, "bo@x", "dpo", None, "2027-01-01");
    table(
        &set,
        &directory,
        &[
            ("actor=ana@x", True),
            ("actor=ana@x;time=2026-06-01", False),
            ("actor=bo@x", False),
            ("actor=eve@x", Unknown),
        ],
    );
    let set = policy("role dpo\nrule r { allow anyone to export any/* when roles contains dpo }");
    table(
        &set,
        &directory,
        &[
            ("actor=bo@x", True),
            ("actor=eve@x;roles=dpo", False),
            ("roles=dpo", Unknown),
        ],
    );
}

#[test]
fn listed_counts_an_alias() {
    let set = policy("rule r { allow anyone to export any/* when actor is listed }");
    let directory = people(&[("ana@x", "aliases=a@x")]);
    table(
        &set,
        &directory,
        &[
            ("actor=ana@x", True),
            ("actor=a@x", True),
            ("actor=b@x", False),
            ("rows=1", False),
        ],
    );
    table(&set, &Directory::default(), &[("actor=ana@x", False)]);
}

#[test]
fn roles_in_a_tests_world_are_as_given() {
    check(
        "
        roles contains support | actor: a, roles: [support], actor.left: 2020-01-01 | true
        actor.tenant == tenant | actor: a, actor.tenant: t, tenant: t               | true
        actor.tenant == tenant | actor: a, tenant: t                                | false
        ",
    );
}

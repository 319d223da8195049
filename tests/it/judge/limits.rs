//! What limits count of an event, and under which key.

use super::directory::{people, table, verdict};
use super::harness::{passes, policy};
use exeat::directory::Directory;
use exeat::event::Value;
use exeat::judge::{Measured, Share};
use exeat::syntax::ast::Entity;

fn share(limit: &str, directory: &Directory, event: &str) -> Option<Share> {
    let set = policy(&format!("rule r {{ limit {limit} }}"));
    let found = verdict(&set, directory, event);
    found.limits.into_iter().next().map(|hit| hit.share)
}

fn text(text: &str) -> Option<Value> {
    Some(Value::Text(text.to_owned()))
}

fn counts(key: Option<Value>, measure: Measured) -> Option<Share> {
    Some(Share::Counts {
        key: vec![key],
        measure,
    })
}

#[test]
fn measures() {
    let nowhere = Directory::default();
    for (amount, event, measure) in [
        ("5 exports", "actor=a", Measured::Sum(1)),
        ("5 rows", "actor=a;rows=7", Measured::Sum(7)),
        ("10MB", "actor=a;bytes=9", Measured::Sum(9)),
        (
            "5 tenants",
            "actor=a;tenant=t",
            Measured::Distinct(vec![text("t")]),
        ),
        (
            "5 lists",
            "actor=a;tenant=t;list=l",
            Measured::Distinct(vec![text("t"), text("l")]),
        ),
        (
            "5 destinations",
            "actor=a;destination=d",
            Measured::Distinct(vec![text("d")]),
        ),
        ("5 actors", "actor= A ", Measured::Distinct(vec![text("a")])),
        (
            "5 distinct ticket",
            "actor=a;ticket=t",
            Measured::Distinct(vec![text("t")]),
        ),
        (
            "5 distinct destination.domain",
            "actor=a;destination=k@B.io",
            Measured::Distinct(vec![text("b.io")]),
        ),
    ] {
        let found = share(
            &format!("anyone to {amount} per actor in 24h"),
            &nowhere,
            event,
        );
        assert_eq!(found, counts(text("a"), measure), "{amount}");
    }
}

#[test]
fn what_is_missing_is_undecided() {
    let nowhere = Directory::default();
    for (limit, event) in [
        ("anyone to 5 rows per actor in 24h", "actor=a"),
        ("anyone to 5 rows per actor in 24h", "rows=5"),
        ("anyone to 5 lists per actor in 24h", "actor=a;tenant=t"),
        ("anyone to 5 lists per actor in 24h", "actor=a;list=l"),
        ("anyone to 5 actors per tenant in 24h", "tenant=t"),
        (
            "anyone to 5 exports per actor, tenant.region in 24h",
            "actor=a;tenant=t",
        ),
        ("actor \"a\" to 5 exports per tenant in 24h", "tenant=t"),
        (
            "anyone exporting acme/* to 5 exports per actor in 24h",
            "actor=a",
        ),
    ] {
        assert_eq!(
            share(limit, &nowhere, event),
            Some(Share::Undecided),
            "{limit} {event}"
        );
    }
    assert_eq!(
        share(
            "actor \"a\" to 5 rows per actor in 24h",
            &nowhere,
            "actor=b"
        ),
        None
    );
}

#[test]
fn people_are_counted_as_people_and_none_is_a_key() {
    let mut directory = people(&[("ana@x", "aliases=a@x")]);
    directory.tenants = Some(table(Entity::Tenant, &[("t", "")]));
    let found = share(
        "anyone to 5 exports per actor in 24h",
        &directory,
        "actor=A@x",
    );
    assert_eq!(found, counts(text("ana@x"), Measured::Sum(1)));
    let found = share(
        "anyone to 5 exports per approver in 24h",
        &directory,
        "approver=a@x",
    );
    assert_eq!(found, counts(text("ana@x"), Measured::Sum(1)));
    let found = share(
        "anyone to 5 exports per tenant.region in 24h",
        &directory,
        "tenant=t",
    );
    assert_eq!(found, counts(None, Measured::Sum(1)));
    let found = share(
        "anyone to 5 distinct tenant.region per actor in 24h",
        &directory,
        "actor=b;tenant=t",
    );
    assert_eq!(found, counts(text("b"), Measured::Distinct(vec![None])));
}

#[test]
fn windows_in_the_language_itself() {
    passes(
        r#"
        rule all { allow anyone to export any/* }
        rule slices { limit anyone to 10 rows per actor in 24h }
        rule tenants { limit anyone to 2 tenants per actor in 7d }
        test sums {
            given { actor: a, tenant: t, time: 2026-03-02, rows: 5 }
            sequence {
                expect allow
                expect allow with { time: +12h }
                expect violation with { time: +11h, rows: 1 } of slices
                expect allow with { time: +1h, rows: 4 }
                expect allow with { actor: b, rows: 10, time: +0s }
            }
        }
        test ties-count-for-each-other {
            given { actor: a, tenant: t, time: 2026-03-02, rows: 6 }
            sequence { repeat 2 expect violation of slices }
        }
        test distinct {
            given { actor: a, time: 2026-03-02, rows: 0 }
            sequence {
                expect allow with { tenant: t }
                expect allow with { tenant: u, time: +1d }
                expect violation with { tenant: v, time: +1d } of tenants
                expect allow with { tenant: v, time: +6d }
            }
        }
        test slowly {
            given { actor: a, tenant: t, time: 2026-03-02, rows: 5 }
            sequence { repeat 100 expect allow with { time: +12h } }
        }
        test one-alone {
            given { actor: a, tenant: t, time: 2026-03-02, rows: 11 }
            expect violation of slices
            expect undecided with { rows: missing } of slices
            expect undecided with { actor: missing } of slices, tenants
            expect allow with { rows: 10 }
        }
        test blocked-does-not-count {
            given { actor: a, tenant: t, time: 2026-03-02, rows: 10 }
            sequence {
                expect allow with { outcome: "blocked" }
                expect allow
            }
        }
        "#,
    );
}

//! The fixture of the reference's first look, and the six expectations of its test.

use super::{compare, compare_paths, limit, pattern, role, rule, within_path};
use crate::naive::evaluate::finding::Kind;
use crate::naive::evaluate::verdict::findings;
use crate::naive::model::World;
use crate::naive::model::directory::{Directory, Person, Tenant, Ticket};
use crate::naive::model::event::Event;
use crate::naive::model::expr::{Approved, Atom, Collection, Comparison, Expr, Sense};
use crate::naive::model::instant::{DAY, HOUR, at};
use crate::naive::model::policy::{
    Condition, Effect, Hours, Item, Measure, NamedSet, Policy, Rule, Span, Subject, Waiver,
};
use crate::naive::model::value::{Value, set, text};

use Comparison::{AtLeast, AtMost};

fn policy() -> Policy {
    Policy {
        roles: ["support", "engineer", "dpo", "marketer"]
            .map(str::to_owned)
            .to_vec(),
        fields: Vec::new(),
        sets: vec![NamedSet {
            name: "crypto".to_owned(),
            items: ["opensea", "celsius", "unstoppable-domains"]
                .map(|name| Item::Bare(name.to_owned()))
                .to_vec(),
        }],
        hours: vec![Hours {
            name: "office".to_owned(),
            spans: vec![Span {
                first: 0,
                last: 4,
                start: 480,
                end: 1140,
            }],
            zone: "America/New_York".to_owned(),
        }],
        conditions: vec![Condition {
            name: "to-the-tenant".to_owned(),
            means: within_path("destination.domain", Sense::Plain, "tenant.domains"),
        }],
        rules: vec![
            own_lists(),
            support_on_ticket(),
            gone(),
            engineers_none(),
            slices(),
            six_tenants(),
        ],
        waivers: vec![opensea_move()],
    }
}

fn to_the_tenant() -> Expr {
    Expr::Atom(Atom::Condition("to-the-tenant".to_owned()))
}

fn own_lists() -> Rule {
    Rule {
        subject: role("marketer"),
        target: Some(vec![pattern("own", "*")]),
        when: Some(Expr::and([
            to_the_tenant(),
            compare("rows", AtMost, Value::Int(100_000)),
        ])),
        ..rule("own-lists", Effect::Allow)
    }
}

fn support_on_ticket() -> Rule {
    Rule {
        subject: role("support"),
        target: Some(vec![
            pattern("any", "newsletter*"),
            pattern("any", "unsubscribed"),
        ]),
        when: Some(Expr::and([
            compare("rows", AtMost, Value::Int(5_000)),
            Expr::Atom(Atom::Matches(
                "ticket".to_owned(),
                Sense::Plain,
                "SUP-[0-9]{4,}".to_owned(),
            )),
            Expr::Atom(Atom::Approved(Approved {
                by: role("dpo"),
                of_tenant: false,
                at_most: 24 * HOUR,
            })),
            to_the_tenant(),
            Expr::Atom(Atom::In(
                "time".to_owned(),
                Sense::Plain,
                Collection::Hours("office".to_owned()),
            )),
        ])),
        until: Some(at("2027-01-01")),
        ..rule("support-on-ticket", Effect::Allow)
    }
}

fn gone() -> Rule {
    let left = |path| compare_paths("time", AtLeast, path, 0);
    Rule {
        when: Some(Expr::Or(vec![left("tenant.left"), left("actor.left")])),
        ..rule("gone", Effect::Deny)
    }
}

fn engineers_none() -> Rule {
    Rule {
        subject: role("engineer"),
        ..rule("engineers-none", Effect::Deny)
    }
}

fn slices() -> Rule {
    limit("slices", 200_000, Measure::Rows, &["actor"], 24 * HOUR)
}

fn six_tenants() -> Rule {
    Rule {
        subject: Subject::Role(vec!["support".to_owned(), "engineer".to_owned()]),
        ..limit("six-tenants", 2, Measure::Tenants, &["actor"], 7 * DAY)
    }
}

fn opensea_move() -> Waiver {
    Waiver {
        name: "opensea-move".to_owned(),
        lift: vec!["six-tenants".to_owned()],
        subject: Subject::Actor(vec!["ana.ruiz@mail.example".to_owned()]),
        target: Some(vec![pattern("opensea", "*"), pattern("celsius", "*")]),
        when: None,
        from: at("2026-11-02"),
        until: at("2026-11-09"),
    }
}

/// What the test gives; a test's roles and approval are as given, so there the people table gives the same.
fn given() -> World {
    let person = |actor: &str, role: &str| Person {
        actor: actor.to_owned(),
        roles: [role.to_owned()].into(),
        ..Person::default()
    };
    let directory = Directory {
        people: Some(vec![
            person("ana.ruiz@mail.example", "support"),
            person("dpo@mail.example", "dpo"),
        ]),
        tenants: Some(vec![Tenant {
            tenant: "opensea".to_owned(),
            domains: ["opensea.io".to_owned()].into(),
            ..Tenant::default()
        }]),
        tickets: Some(vec![Ticket {
            ticket: "SUP-1234".to_owned(),
            ..Ticket::default()
        }]),
        ..Directory::default()
    };
    World {
        policy: policy(),
        directory,
        log: vec![event()],
    }
}

fn event() -> Event {
    Event::new([
        ("actor", text("ana.ruiz@mail.example")),
        ("roles", set(["support"])),
        ("tenant", text("opensea")),
        ("list", text("newsletter")),
        ("time", Value::Time(at("2026-03-02T15:00:00"))),
        ("rows", Value::Int(100)),
        ("ticket", text("SUP-1234")),
        ("destination", text("kim@opensea.io")),
        ("approver", text("dpo@mail.example")),
        ("approver_roles", set(["dpo"])),
        ("approved_at", Value::Time(at("2026-03-02T14:00:00"))),
    ])
}

fn verdict(world: &World) -> Vec<(Kind, String)> {
    findings(world)
        .into_iter()
        .map(|finding| (finding.kind, finding.rule))
        .collect()
}

fn with_event(event: Event) -> World {
    World {
        log: vec![event],
        ..given()
    }
}

#[test]
fn support_needs_a_ticket() {
    assert_eq!(verdict(&given()), []);
    assert_eq!(
        verdict(&with_event(event().with("rows", Value::Int(5_000)))),
        []
    );
    let not_allowed = [(Kind::NotAllowed, String::new())];
    assert_eq!(
        verdict(&with_event(event().with("rows", Value::Int(5_001)))),
        not_allowed
    );
    assert_eq!(verdict(&with_event(event().without("ticket"))), not_allowed);
    let mut left = given();
    left.directory.tenants.as_mut().unwrap()[0].left = Some(at("2026-01-01"));
    assert_eq!(verdict(&left), [(Kind::Denied, "gone".to_owned())]);
    let mut unlisted = given();
    unlisted.directory.tenants = Some(Vec::new());
    assert_eq!(verdict(&unlisted), [(Kind::Undecided, "gone".to_owned())]);
}

#[test]
fn outside_office_hours_or_too_long_after_the_approval_it_is_not_allowed() {
    let not_allowed = [(Kind::NotAllowed, String::new())];
    // 08:00 in New York is 13:00 UTC in winter.
    for (time, approved, allowed) in [
        ("2026-03-02T13:00:00", "2026-03-02T13:00:00", true),
        (
            "2026-03-02T12:59:59.999999999",
            "2026-03-02T12:00:00",
            false,
        ),
        ("2026-03-02T15:00:00", "2026-03-01T15:00:00", true),
        (
            "2026-03-02T15:00:00",
            "2026-03-01T14:59:59.999999999",
            false,
        ),
        (
            "2026-03-02T15:00:00",
            "2026-03-02T15:00:00.000000001",
            false,
        ),
        ("2026-03-01T15:00:00", "2026-03-01T14:00:00", false),
        ("2026-12-31T15:00:00", "2026-12-31T14:00:00", true),
        ("2027-01-01T15:00:00", "2027-01-01T14:00:00", false),
    ] {
        let event = event()
            .with("time", Value::Time(at(time)))
            .with("approved_at", Value::Time(at(approved)));
        let expected: &[(Kind, String)] = if allowed { &[] } else { &not_allowed };
        assert_eq!(verdict(&with_event(event)), expected, "{time} {approved}");
    }
}

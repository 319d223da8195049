//! Atoms over missing and over none, operator by operator.

use super::{compare, compare_paths, export, quoted, truth, within_path, world};
use crate::naive::evaluate::truth::Truth::{self, False, True, Unknown};
use crate::naive::model::World;
use crate::naive::model::directory::{Directory, List, Person, Tenant};
use crate::naive::model::event::Event;
use crate::naive::model::expr::{
    Atom, Collection, Comparison, Expr, Globs, Presence, Quantifier, Sense,
};
use crate::naive::model::instant::{DAY, at};
use crate::naive::model::policy::{Field, Item};
use crate::naive::model::value::{Network, Type, Value, set, text};

use Comparison::{AtLeast, AtMost, Equal, Greater, Less, Unequal};

/// Every table is there; ana has a row, its cells but `actor` empty; so has opensea and its newsletter.
fn all_none() -> World {
    let field = |path: &str, kind| Field {
        path: path.to_owned(),
        kind,
    };
    let directory = Directory {
        people: Some(vec![Person {
            actor: "ana@mail.example".to_owned(),
            ..Person::default()
        }]),
        tenants: Some(vec![Tenant {
            tenant: "opensea".to_owned(),
            ..Tenant::default()
        }]),
        lists: Some(vec![List {
            tenant: "opensea".to_owned(),
            list: "newsletter".to_owned(),
            ..List::default()
        }]),
        ..Directory::default()
    };
    let mut world = world(Vec::new(), directory, Vec::new());
    world.policy.fields = vec![
        field("tenant.renewal", Type::Time),
        field("list.sealed", Type::Bool),
        field("list.marks", Type::Set),
    ];
    world
}

fn check(world: &World, event: &Event, table: &[(Expr, Truth)]) {
    for (expr, expected) in table {
        assert_eq!(truth(world, event, expr), *expected, "{expr:?}");
    }
}

fn atom(atom: Atom) -> Expr {
    Expr::Atom(atom)
}

fn like(path: &str, sense: Sense, glob: &str) -> Expr {
    atom(Atom::Like(
        path.to_owned(),
        sense,
        Globs::One(glob.to_owned()),
    ))
}

fn matches(path: &str, sense: Sense, regex: &str) -> Expr {
    atom(Atom::Matches(path.to_owned(), sense, regex.to_owned()))
}

fn presence(path: &str, presence: Presence) -> Expr {
    atom(Atom::Is(path.to_owned(), presence))
}

fn quantified(quantifier: Quantifier, path: &str, other: &str) -> Expr {
    atom(Atom::Quantified(
        quantifier,
        path.to_owned(),
        Collection::Path(other.to_owned()),
    ))
}

fn in_list(path: &str, sense: Sense, texts: &[&str]) -> Expr {
    atom(Atom::In(
        path.to_owned(),
        sense,
        Collection::Inline(quoted(texts)),
    ))
}

#[test]
fn over_a_none_plain_is_false_and_negated_is_true() {
    let bare = atom(Atom::Bare("list.sealed".to_owned()));
    check(
        &all_none(),
        &export(),
        &[
            (compare("actor.team", Equal, text("x")), False),
            (compare("actor.team", Unequal, text("x")), True),
            (in_list("actor.team", Sense::Plain, &["x"]), False),
            (in_list("actor.team", Sense::Negated, &["x"]), True),
            (like("actor.team", Sense::Plain, "*"), False),
            (like("actor.team", Sense::Negated, "*"), True),
            (matches("actor.team", Sense::Plain, ".*"), False),
            (matches("actor.team", Sense::Negated, ".*"), True),
            (bare.clone(), False),
            (Expr::Not(bare.into()), True),
            (
                compare_paths("actor.team", Equal, "tenant.region", 0),
                False,
            ),
            (
                compare_paths("actor.team", Unequal, "tenant.region", 0),
                True,
            ),
            (compare("list.sealed", Unequal, Value::Bool(true)), True),
            (presence("actor.team", Presence::Set), False),
            (presence("actor.team", Presence::Missing), False),
            (presence("list.marks", Presence::Set), True),
            (presence("tenant.domains", Presence::Set), True),
        ],
    );
}

#[test]
fn an_empty_time_lies_before_or_after_every_time() {
    let now = Value::Time(at("2026-03-02T12:00:00"));
    check(
        &all_none(),
        &export(),
        &[
            (compare("actor.joined", Less, now.clone()), True),
            (compare("actor.joined", AtLeast, now.clone()), False),
            (compare("tenant.left", Greater, now.clone()), True),
            (compare("tenant.left", Equal, now.clone()), False),
            (compare("tenant.left", Unequal, now.clone()), True),
            (compare_paths("time", AtLeast, "tenant.left", -DAY), False),
            (
                compare_paths("time", Less, "tenant.left", 5_000 * 7 * DAY),
                True,
            ),
            (
                compare_paths("actor.left", AtMost, "tenant.left", DAY),
                True,
            ),
            (compare_paths("actor.left", Less, "tenant.left", 0), False),
            (compare_paths("actor.left", Equal, "tenant.left", 0), False),
            (compare_paths("actor.joined", Less, "actor.left", 0), True),
            (compare("tenant.renewal", Less, now.clone()), False),
            (compare("tenant.renewal", AtLeast, now), False),
            (
                compare_paths("tenant.renewal", AtMost, "tenant.renewal", 0),
                False,
            ),
            (
                compare_paths("tenant.renewal", AtMost, "tenant.left", 0),
                False,
            ),
        ],
    );
}

#[test]
fn over_a_missing_side_all_is_unknown() {
    let event = export().without("tenant").without("rows");
    check(
        &all_none(),
        &event,
        &[
            (compare("rows", Less, Value::Int(5)), Unknown),
            (compare("rows", Unequal, Value::Int(5)), Unknown),
            (
                compare_paths("actor.team", Equal, "tenant.region", 0),
                Unknown,
            ),
            (compare_paths("actor.team", Unequal, "tenant", 0), Unknown),
            (in_list("tenant", Sense::Plain, &["opensea"]), Unknown),
            (in_list("tenant", Sense::Negated, &["opensea"]), Unknown),
            (
                within_path("actor", Sense::Plain, "tenant.domains"),
                Unknown,
            ),
            (
                within_path("actor", Sense::Negated, "tenant.domains"),
                Unknown,
            ),
            (
                within_path("actor.team", Sense::Plain, "tenant.domains"),
                Unknown,
            ),
            (like("tenant", Sense::Plain, "*"), Unknown),
            (matches("tenant", Sense::Negated, ".*"), Unknown),
            (
                quantified(Quantifier::Any, "fields", "list.classes"),
                Unknown,
            ),
            (
                quantified(Quantifier::All, "actor.roles", "list.classes"),
                Unknown,
            ),
            (presence("tenant", Presence::Set), False),
            (presence("tenant.domains", Presence::Missing), True),
            (presence("tenant", Presence::Listed), False),
            (presence("tenant", Presence::Unlisted), True),
            (presence("list", Presence::Listed), False),
            (presence("ticket", Presence::Unlisted), True),
            (presence("actor", Presence::Listed), True),
        ],
    );
}

#[test]
fn over_the_empty_set_any_and_all_are_false() {
    let mut world = all_none();
    world.directory.lists.as_mut().unwrap()[0].classes =
        ["email".to_owned(), "name".to_owned()].into();
    for (fields, any, all) in [
        (set([]), False, False),
        (set(["email"]), True, True),
        (set(["email", "phone"]), True, False),
        (set(["phone"]), False, False),
    ] {
        let event = export().with("fields", fields);
        check(
            &world,
            &event,
            &[
                (quantified(Quantifier::Any, "fields", "list.classes"), any),
                (quantified(Quantifier::All, "fields", "list.classes"), all),
            ],
        );
    }
    let contains = |member: &str| {
        atom(Atom::Contains(
            "fields".to_owned(),
            Sense::Plain,
            Item::Bare(member.to_owned()),
        ))
    };
    check(
        &world,
        &export().with("fields", set(["email"])),
        &[(contains("email"), True), (contains("phone"), False)],
    );
    check(&world, &export(), &[(contains("email"), Unknown)]);
}

#[test]
fn identities_are_folded_and_everything_else_is_compared_exactly() {
    let event = export()
        .with("actor", text(" ANA@Mail.Example "))
        .with("purpose", text("Audit"))
        .with("approver", text("ana@mail.example"));
    check(
        &all_none(),
        &event,
        &[
            (compare("actor", Equal, text("Ana@mail.example")), True),
            (compare_paths("actor", Equal, "approver", 0), True),
            (
                in_list("actor", Sense::Plain, &["x", "\tANA@mail.example"]),
                True,
            ),
            (like("actor", Sense::Plain, "ANA@*"), True),
            (matches("actor", Sense::Plain, "ANA@.*"), True),
            (matches("actor", Sense::Plain, "ANA"), False),
            (compare("actor.domain", Equal, text("mail.example")), True),
            (compare("purpose", Equal, text("audit")), False),
            (like("purpose", Sense::Plain, "a*"), False),
            (matches("purpose", Sense::Plain, "a.*"), False),
            (matches("purpose", Sense::Plain, "(?i)a.*"), True),
            (compare("tenant", Equal, text("OpenSea")), False),
        ],
    );
}

#[test]
fn a_regular_expression_is_anchored_as_a_whole_and_ascii() {
    for (regex, ticket, expected) in [
        ("SUP-[0-9]{4,}", "SUP-1234", True),
        ("SUP-[0-9]{4,}", "SUP-1234 ", False),
        ("a|b", "ab", False),
        ("SUP|SUP-1", "SUP-1", True),
        (r"SUP-\d+", "SUP-\u{661}", False),
        (r"\w+", "é", False),
        (".", "é", True),
    ] {
        check(
            &all_none(),
            &export().with("ticket", text(ticket)),
            &[(matches("ticket", Sense::Plain, regex), expected)],
        );
    }
}

#[test]
fn an_address_is_in_a_network_of_its_own_kind() {
    for (network, prefix, address, expected) in [
        ("10.0.0.0", 8, "10.255.255.255", True),
        ("10.0.0.0", 8, "11.0.0.0", False),
        ("10.0.0.1", 32, "10.0.0.1", True),
        ("0.0.0.0", 0, "::1", False),
        ("2001:db8::", 32, "2001:db8:ffff::1", True),
        ("2001:db8::", 33, "2001:db8:ffff::1", False),
    ] {
        let items = vec![Item::Network(Network {
            address: network.parse().unwrap(),
            prefix,
        })];
        let within = atom(Atom::In(
            "ip".to_owned(),
            Sense::Plain,
            Collection::Inline(items),
        ));
        let event = export().with("ip", Value::Ip(address.parse().unwrap()));
        check(&all_none(), &event, &[(within.clone(), expected)]);
        check(&all_none(), &export(), &[(within, Unknown)]);
    }
}

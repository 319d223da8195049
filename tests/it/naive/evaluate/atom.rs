//! Conditions of one event, atom by atom. It deliberately does not know of rules.

use std::collections::BTreeSet;
use std::net::IpAddr;

use super::approval::approved;
use super::attribute::{
    Found, Lies, actor_row, is_identity, list_row, look_up, tenant_row, ticket_row,
};
use super::people::{folded, identity};
use super::truth::{self, Truth};
use super::{clock, glob, regex};
use crate::naive::model::World;
use crate::naive::model::event::Event;
use crate::naive::model::expr::{
    Atom, Collection, Comparison, Expr, Globs, Operand, Presence, Quantifier, Sense,
};
use crate::naive::model::instant::Nanos;
use crate::naive::model::policy::Item;
use crate::naive::model::value::{Network, Value};

pub fn holds(world: &World, event: &Event, expr: &Expr) -> Truth {
    match expr {
        Expr::And(parts) => truth::all(parts.iter().map(|part| holds(world, event, part))),
        Expr::Or(parts) => truth::any(parts.iter().map(|part| holds(world, event, part))),
        Expr::Not(inner) => holds(world, event, inner).negated(),
        Expr::Atom(inner) => atom(world, event, inner),
    }
}

fn atom(world: &World, event: &Event, atom: &Atom) -> Truth {
    match atom {
        Atom::Bare(path) => over(look_up(world, event, path), |value| {
            value == Value::Bool(true)
        }),
        Atom::Condition(name) => {
            let condition = world
                .policy
                .conditions
                .iter()
                .find(|condition| condition.name == *name);
            holds(world, event, &condition.unwrap().means)
        }
        Atom::Is(path, presence) => Truth::of(is(world, event, path, *presence)),
        Atom::Compare(path, comparison, operand) => {
            compare(world, event, path, *comparison, operand)
        }
        Atom::In(path, sense, collection) => {
            in_sense(*sense, within(world, event, path, collection))
        }
        Atom::Like(path, sense, globs) => in_sense(*sense, like(world, event, path, globs)),
        Atom::Matches(path, sense, pattern) => {
            in_sense(*sense, matches(world, event, path, pattern))
        }
        Atom::Contains(path, sense, item) => in_sense(*sense, contains(world, event, path, item)),
        Atom::Quantified(quantifier, path, collection) => {
            quantified(world, event, *quantifier, path, collection)
        }
        Atom::Approved(asked) => approved(world, event, asked),
    }
}

fn in_sense(sense: Sense, plain: Truth) -> Truth {
    if sense == Sense::Negated {
        plain.negated()
    } else {
        plain
    }
}

/// Unknown over a missing value, false over none.
fn over(found: Found, test: impl FnOnce(Value) -> bool) -> Truth {
    match found {
        Found::Missing => Truth::Unknown,
        Found::Nothing(_) => Truth::False,
        Found::Is(value) => Truth::of(test(value)),
    }
}

fn is(world: &World, event: &Event, path: &str, presence: Presence) -> bool {
    match presence {
        Presence::Set => matches!(look_up(world, event, path), Found::Is(_)),
        Presence::Missing => look_up(world, event, path) == Found::Missing,
        Presence::Listed => listed(world, event, path),
        Presence::Unlisted => !listed(world, event, path),
    }
}

pub fn listed(world: &World, event: &Event, path: &str) -> bool {
    match path {
        "actor" => actor_row(world, event).is_some(),
        "tenant" => tenant_row(world, event).is_some(),
        "list" => list_row(world, event).is_some(),
        "ticket" => ticket_row(world, event).is_some(),
        _ => panic!("no table lists {path}"),
    }
}

fn compare(
    world: &World,
    event: &Event,
    path: &str,
    comparison: Comparison,
    operand: &Operand,
) -> Truth {
    let left = look_up(world, event, path);
    let right = match operand {
        Operand::Literal(value) => Found::Is(value.clone()),
        Operand::Path(other, shift) => shifted(look_up(world, event, other), *shift),
    };
    let other_is_identity = matches!(operand, Operand::Path(other, _) if is_identity(other));
    let (left, right) = match is_identity(path) || other_is_identity {
        true => (as_identity(world, left), as_identity(world, right)),
        false => (left, right),
    };
    if left == Found::Missing || right == Found::Missing {
        return Truth::Unknown;
    }
    let equal = matches!(left, Found::Is(_)) && left == right;
    Truth::of(match comparison {
        Comparison::Equal => equal,
        Comparison::Unequal => !equal,
        ordering => ordered(place(left), ordering, place(right)),
    })
}

/// A duration leaves a none as it is.
fn shifted(found: Found, shift: Nanos) -> Found {
    match found {
        Found::Is(Value::Time(instant)) => Found::Is(Value::Time(instant + shift)),
        other => other,
    }
}

fn as_identity(world: &World, found: Found) -> Found {
    match found {
        Found::Is(Value::Text(text)) => Found::Is(Value::Text(identity(&world.directory, &text))),
        other => other,
    }
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Before,
    At(Value),
    After,
}

/// A none that lies nowhere has no place, and any ordering with it is false.
fn place(found: Found) -> Option<Place> {
    match found {
        Found::Missing | Found::Nothing(Lies::Nowhere) => None,
        Found::Nothing(Lies::Before) => Some(Place::Before),
        Found::Nothing(Lies::After) => Some(Place::After),
        Found::Is(value) => Some(Place::At(value)),
    }
}

fn ordered(left: Option<Place>, comparison: Comparison, right: Option<Place>) -> bool {
    let (Some(left), Some(right)) = (left, right) else {
        return false;
    };
    match comparison {
        Comparison::Less => left < right,
        Comparison::AtMost => left <= right,
        Comparison::Greater => left > right,
        Comparison::AtLeast => left >= right,
        Comparison::Equal | Comparison::Unequal => panic!("an equality is no ordering"),
    }
}

fn within(world: &World, event: &Event, path: &str, collection: &Collection) -> Truth {
    let found = look_up(world, event, path);
    if let Collection::Hours(name) = collection {
        let hours = world
            .policy
            .hours
            .iter()
            .find(|hours| hours.name == *name)
            .unwrap();
        return over(
            found,
            |value| matches!(value, Value::Time(instant) if clock::within(hours, instant)),
        );
    }
    if let Found::Is(Value::Ip(address)) = found {
        return Truth::of(
            networks(world, collection)
                .into_iter()
                .any(|network| covers(network, address)),
        );
    }
    let Some(members) = members(world, event, collection) else {
        return Truth::Unknown;
    };
    over(found, |value| match value {
        Value::Text(text) if is_identity(path) => {
            let who = |text: &str| identity(&world.directory, text);
            members.iter().any(|member| who(member) == who(&text))
        }
        Value::Text(text) => members.contains(&text),
        _ => panic!("{path} is never in a collection"),
    })
}

/// None where the collection is a path over something missing.
fn members(world: &World, event: &Event, collection: &Collection) -> Option<BTreeSet<String>> {
    match collection {
        Collection::Inline(items) => Some(texts(world, items)),
        Collection::Set(name) => Some(texts(world, &world.policy.set(name).unwrap().items)),
        Collection::Path(path) => as_set(look_up(world, event, path)),
        Collection::Hours(name) => panic!("the hours {name} have no members"),
    }
}

fn as_set(found: Found) -> Option<BTreeSet<String>> {
    match found {
        Found::Is(Value::Set(members)) => Some(members),
        Found::Missing => None,
        other => panic!("{other:?} is no set"),
    }
}

/// A bare name stands for a set if there is one, else for itself.
pub fn texts(world: &World, items: &[Item]) -> BTreeSet<String> {
    let each = |item: &Item| match item {
        Item::Bare(name) => match world.policy.set(name) {
            Some(set) => texts(world, &set.items),
            None => [name.clone()].into(),
        },
        Item::Quoted(text) => [text.clone()].into(),
        Item::Network(_) => BTreeSet::new(),
    };
    items.iter().flat_map(each).collect()
}

fn networks(world: &World, collection: &Collection) -> Vec<Network> {
    let items = match collection {
        Collection::Inline(items) => items,
        Collection::Set(name) => &world.policy.set(name).unwrap().items,
        _ => panic!("addresses are in networks only"),
    };
    items.iter().flat_map(|item| network(world, item)).collect()
}

fn network(world: &World, item: &Item) -> Vec<Network> {
    match item {
        Item::Network(network) => vec![*network],
        Item::Bare(name) => networks(world, &Collection::Set(name.clone())),
        Item::Quoted(text) => panic!("{text} is no network"),
    }
}

fn covers(network: Network, address: IpAddr) -> bool {
    let bits = |address: IpAddr| -> Vec<u8> {
        let octets = match address {
            IpAddr::V4(four) => four.octets().to_vec(),
            IpAddr::V6(six) => six.octets().to_vec(),
        };
        octets
            .iter()
            .flat_map(|octet| (0..8).rev().map(move |bit| octet >> bit & 1))
            .collect()
    };
    let prefix = network.prefix as usize;
    network.address.is_ipv4() == address.is_ipv4()
        && bits(network.address)[..prefix] == bits(address)[..prefix]
}

fn like(world: &World, event: &Event, path: &str, globs: &Globs) -> Truth {
    let globs = match globs {
        Globs::One(glob) => Some([glob.clone()].into()),
        Globs::Many(collection) => members(world, event, collection),
    };
    let Some(globs) = globs else {
        return Truth::Unknown;
    };
    over(look_up(world, event, path), |value| match value {
        Value::Text(text) => globs.iter().any(|pattern| match is_identity(path) {
            true => glob::matches(&folded(pattern), &text),
            false => glob::matches(pattern, &text),
        }),
        _ => panic!("{path} is like nothing"),
    })
}

fn matches(world: &World, event: &Event, path: &str, pattern: &str) -> Truth {
    let found = look_up(world, event, path);
    over(
        found,
        |value| matches!(value, Value::Text(text) if regex::matches(pattern, is_identity(path), &text)),
    )
}

fn contains(world: &World, event: &Event, path: &str, item: &Item) -> Truth {
    let (Item::Bare(member) | Item::Quoted(member)) = item else {
        panic!("no set contains a network")
    };
    Truth::known(as_set(look_up(world, event, path)).map(|members| members.contains(member)))
}

/// Over the empty set `any` and `all` are both false.
fn quantified(
    world: &World,
    event: &Event,
    quantifier: Quantifier,
    path: &str,
    collection: &Collection,
) -> Truth {
    let (Some(theirs), Some(within)) = (
        as_set(look_up(world, event, path)),
        members(world, event, collection),
    ) else {
        return Truth::Unknown;
    };
    Truth::of(match quantifier {
        Quantifier::Any => theirs.iter().any(|member| within.contains(member)),
        Quantifier::All => {
            !theirs.is_empty() && theirs.iter().all(|member| within.contains(member))
        }
    })
}

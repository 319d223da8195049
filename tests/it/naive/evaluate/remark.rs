//! What there is to say of records beside the verdict: copies, conflicts, strangers.
//! It deliberately does not know of rules, and is compared with the tool's answer on its own.

use std::collections::BTreeMap;

use super::atom::listed;
use super::attribute::{Found, look_up};
use crate::naive::model::World;
use crate::naive::model::event::Event;
use crate::naive::model::value::Value;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Remark {
    DuplicateEvent,
    ConflictingId,
    RoleMismatch,
    UnknownActor,
    UnknownTenant,
}

pub const REMARKS: [Remark; 5] = [
    Remark::DuplicateEvent,
    Remark::ConflictingId,
    Remark::RoleMismatch,
    Remark::UnknownActor,
    Remark::UnknownTenant,
];

/// Places of the events that count: of records that are one event only the first. Without an id
/// nothing is a duplicate.
pub fn standing_events(world: &World) -> Vec<usize> {
    let log = &world.log;
    let copy = |place: usize| {
        let event = &log[place];
        event.value("id").is_some()
            && log[..place]
                .iter()
                .any(|earlier| earlier.cells == event.cells)
    };
    (0..log.len())
        .filter(|place| log[*place].instant("time").is_some() && !copy(*place))
        .collect()
}

/// Each remark with what it is about and how often: of copies and conflicts the id, of strangers the name, of
/// roles who claimed which.
pub fn remarks(world: &World) -> BTreeMap<(Remark, String), u64> {
    let mut all = BTreeMap::new();
    let mut remark = |remark, about: String| *all.entry((remark, about)).or_default() += 1;
    let standing = standing_events(world);
    for (place, event) in world.log.iter().enumerate() {
        let id = event.text("id").map(str::to_owned);
        if !standing.contains(&place) {
            remark(Remark::DuplicateEvent, id.unwrap_or_default());
            continue;
        }
        let conflicts =
            |other: &usize| *other < place && world.log[*other].text("id") == id.as_deref();
        if let Some(id) = id.clone().filter(|_| standing.iter().any(conflicts)) {
            remark(Remark::ConflictingId, id);
        }
        strangers(world, event).for_each(|(kind, name)| remark(kind, name));
        role_mismatches(world, event)
            .into_iter()
            .for_each(|claim| remark(Remark::RoleMismatch, claim));
    }
    all
}

/// Who and what stands in no row, though the table is there.
fn strangers<'a>(
    world: &'a World,
    event: &'a Event,
) -> impl Iterator<Item = (Remark, String)> + 'a {
    let tables = [
        (
            Remark::UnknownActor,
            "actor",
            world.directory.people.is_some(),
        ),
        (
            Remark::UnknownTenant,
            "tenant",
            world.directory.tenants.is_some(),
        ),
    ];
    tables
        .into_iter()
        .filter(|(_, field, table_is_there)| *table_is_there && !listed(world, event, field))
        .filter_map(|(remark, field, _)| match look_up(world, event, field) {
            Found::Is(Value::Text(name)) => Some((remark, name)),
            _ => None,
        })
}

/// Roles that the log claims and the directory does not confirm; of a missing actor nothing is said.
fn role_mismatches(world: &World, event: &Event) -> Vec<String> {
    let (Some(Value::Set(claimed)), Found::Is(Value::Set(confirmed)), Found::Is(Value::Text(who))) = (
        event.value("roles"),
        look_up(world, event, "roles"),
        look_up(world, event, "actor"),
    ) else {
        return Vec::new();
    };
    let unconfirmed = claimed.difference(&confirmed);
    match world.directory.people {
        Some(_) => unconfirmed.map(|role| format!("{who}: {role}")).collect(),
        None => Vec::new(),
    }
}

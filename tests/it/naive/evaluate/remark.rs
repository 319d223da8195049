//! What there is to say of records beside the verdict: copies, conflicts, strangers.
//! It deliberately does not know of rules, and is compared with the tool's answer on its own.

use std::collections::BTreeSet;

use super::atom::listed;
use super::attribute::{Found, look_up};
use crate::naive::model::World;
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

/// Each remark with the ids of the events that it is about; an event without an id is never here.
pub fn remarks(world: &World) -> BTreeSet<(Remark, String)> {
    let mut all = BTreeSet::new();
    let standing = standing_events(world);
    for (place, event) in world.log.iter().enumerate() {
        let Some(id) = event.text("id").map(str::to_owned) else {
            continue;
        };
        let others = standing
            .iter()
            .filter(|other| **other != place && world.log[**other].text("id") == Some(&id));
        if !standing.contains(&place) {
            all.insert((Remark::DuplicateEvent, id));
            continue;
        }
        if others.count() > 0 {
            all.insert((Remark::ConflictingId, id.clone()));
        }
        let told = [
            (Remark::RoleMismatch, role_mismatch(world, place)),
            (
                Remark::UnknownActor,
                unknown(world, place, "actor", world.directory.people.is_some()),
            ),
            (
                Remark::UnknownTenant,
                unknown(world, place, "tenant", world.directory.tenants.is_some()),
            ),
        ];
        all.extend(
            told.into_iter()
                .filter(|(_, holds)| *holds)
                .map(|(remark, _)| (remark, id.clone())),
        );
    }
    all
}

fn unknown(world: &World, place: usize, field: &str, table_is_there: bool) -> bool {
    let event = &world.log[place];
    table_is_there && event.text(field).is_some() && !listed(world, event, field)
}

/// A role that the log claims and the directory does not confirm; of a missing actor nothing is said.
fn role_mismatch(world: &World, place: usize) -> bool {
    let event = &world.log[place];
    let (Some(Value::Set(claimed)), Found::Is(Value::Set(confirmed))) =
        (event.value("roles"), look_up(world, event, "roles"))
    else {
        return false;
    };
    world.directory.people.is_some() && !claimed.is_subset(&confirmed)
}

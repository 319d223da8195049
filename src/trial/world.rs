//! A test's own world: its event, and a directory with rows for nobody but whom the event names.
//!
//! Knows no rules.

use super::record::given_text;
use crate::directory::{Directory, RolesFrom, Row};
use crate::event::{Event, FieldId, Value, fold_identity};
use crate::policy::{ColumnId, Given, GivenValue, Path, Schema};
use crate::syntax::ast::Entity;
use crate::time::{Length, Time};
use std::collections::{BTreeMap, HashMap};

/// One event of a test, and what is known around it.
pub(super) struct World<'t> {
    pub(super) event: Event,
    pub(super) directory: Directory,
    entries: Entries<'t>,
}

/// Whether an event is given an id that the test does not give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "they are the words themselves")]
pub(super) enum Ids {
    AsGiven,
    EachItsOwn,
}

/// The time from which the next event's `time: +1h` moves on, and how many events there were.
pub(super) struct Clock {
    before: Option<Time>,
    events: u64,
}

/// What a record gives, and what a later one gives in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    Path(Path),
    Unlisted,
    ApproverTenant,
}

type Entries<'t> = BTreeMap<Key, &'t GivenValue>;

impl Clock {
    /// Before the first event: at the time that the test gives, if it gives one.
    pub(super) fn start(given: &[Given]) -> Self {
        let time = given.iter().find_map(|entry| match &entry.value {
            GivenValue::Value(Path::Field(FieldId::TIME), Some(Value::Time(time))) => Some(*time),
            _ => None,
        });
        Self {
            before: time,
            events: 0,
        }
    }
}

impl<'t> World<'t> {
    /// The world of `given`, with what `with` gives in its place; none where the event has no time.
    pub(super) fn build(
        schema: &Schema,
        given: &'t [Given],
        with: &'t [Given],
        clock: &mut Clock,
        ids: Ids,
    ) -> Option<Self> {
        let entries = given.iter().chain(with).map(|entry| &entry.value);
        let entries: Entries<'t> = entries.map(|value| (key(value), value)).collect();
        let time = match entries.get(&Key::Path(Path::Field(FieldId::TIME)))? {
            GivenValue::Value(_, Some(Value::Time(time))) => *time,
            GivenValue::Shift(_, by) => clock.before?.plus(*by),
            _ => return None,
        };
        clock.before = Some(time);
        clock.events += 1;
        let mut event = event(&entries, time);
        if ids == Ids::EachItsOwn && event.get(FieldId::ID).is_none() {
            event.set(
                FieldId::ID,
                Some(Value::Text(format!("event-{}", clock.events))),
            );
        }
        let directory = directory(schema, &entries, &event);
        Some(Self {
            event,
            directory,
            entries,
        })
    }

    /// The event and its rows as a test's record.
    pub(super) fn text(&self, schema: &Schema) -> String {
        let columns = self.entries.values().filter_map(|value| match value {
            GivenValue::Value(path @ Path::Column(_), value) => Some((*path, value.clone())),
            GivenValue::Shift(path @ Path::Column(_), by) => Some((*path, Some(self.shifted(*by)))),
            _ => None,
        });
        let columns: Vec<(Path, Option<Value>)> = columns.collect();
        let unlisted = unlisted(&self.entries);
        let tenant = self.directory.approver_tenant.as_deref();
        given_text(schema, &self.event, &columns, tenant, unlisted)
    }

    fn shifted(&self, by: Length) -> Value {
        Value::Time(self.event.time.plus(by))
    }
}

/// What an entry gives.
pub(super) fn key(value: &GivenValue) -> Key {
    match value {
        GivenValue::Value(path, _) | GivenValue::Shift(path, _) => Key::Path(*path),
        GivenValue::Unlisted(_) => Key::Unlisted,
        GivenValue::ApproverTenant(_) => Key::ApproverTenant,
    }
}

fn unlisted<'t>(entries: &Entries<'t>) -> &'t [Entity] {
    match entries.get(&Key::Unlisted) {
        Some(GivenValue::Unlisted(entities)) => entities,
        _ => &[],
    }
}

/// A length of time becomes the time so far from the event's own.
fn event(entries: &Entries<'_>, time: Time) -> Event {
    let mut event = Event::at(time);
    for value in entries.values() {
        match value {
            GivenValue::Value(Path::Field(FieldId::TIME), _)
            | GivenValue::Shift(Path::Field(FieldId::TIME), _) => {}
            GivenValue::Value(Path::Field(field), value) => event.set(*field, value.clone()),
            GivenValue::Shift(Path::Field(field), by) => {
                event.set(*field, Some(Value::Time(time.plus(*by))));
            }
            _ => {}
        }
    }
    event
}

/// Every table but approvals is there, with a row for whom the event names and the test does not unlist.
fn directory(schema: &Schema, entries: &Entries<'_>, event: &Event) -> Directory {
    let key = |entity: Entity| {
        let listed = !unlisted(entries).contains(&entity);
        event
            .text(entity.field())
            .filter(|_| listed)
            .map(str::to_owned)
    };
    let row = |entity| row(schema, entries, event.time, entity);
    let one = |entity| key(entity).map(|key| (key, row(entity)));
    let people: HashMap<String, Row> = one(Entity::Actor).into_iter().collect();
    let tenant = event.text(FieldId::TENANT).map(str::to_owned);
    let list = tenant
        .zip(key(Entity::List))
        .map(|key| (key, row(Entity::List)));
    Directory {
        aliases: aliases(&people),
        people: Some(people),
        tenants: Some(one(Entity::Tenant).into_iter().collect()),
        lists: Some(list.into_iter().collect()),
        tickets: Some(one(Entity::Ticket).into_iter().collect()),
        roles: RolesFrom::Event,
        approver_tenant: match entries.get(&Key::ApproverTenant) {
            Some(GivenValue::ApproverTenant(tenant)) => tenant.clone(),
            _ => None,
        },
        ..Directory::default()
    }
}

/// A row whose cells are empty but for those given; one that is given as missing is not there.
fn row(schema: &Schema, entries: &Entries<'_>, time: Time, entity: Entity) -> Row {
    let columns = (0..).map(ColumnId).zip(&schema.columns);
    let own = columns.filter(|(_, column)| column.entity == entity);
    let cell = |id| match entries.get(&Key::Path(Path::Column(id))) {
        None => Some((id, None)),
        Some(GivenValue::Value(_, value)) => value.clone().map(|value| (id, Some(value))),
        Some(GivenValue::Shift(_, by)) => Some((id, Some(Value::Time(time.plus(*by))))),
        Some(_) => None,
    };
    Row {
        cells: own.filter_map(|(id, _)| cell(id)).collect(),
    }
}

fn aliases(people: &HashMap<String, Row>) -> HashMap<String, String> {
    let mut aliases = HashMap::new();
    for (person, row) in people {
        if let Some(Some(Value::Texts(names))) = row.cells.get(&ColumnId::ACTOR_ALIASES) {
            let others = names
                .iter()
                .map(|name| fold_identity(name))
                .filter(|name| name != person);
            aliases.extend(others.map(|name| (name, person.clone())));
        }
    }
    aliases
}

//! Small directories by hand, written as `column=value;…`.

use exeat::directory::{Approval, Directory, Grant, Row};
use exeat::event::{Event, FieldId, Value};
use exeat::judge::{Judge, Truth, Verdict};
use exeat::policy::{ColumnId, Glob, PolicySet, RuleId, Schema};
use exeat::syntax::ast::{Entity, Type};
use exeat::time::{Time, parse_rfc3339};
use std::collections::HashMap;

pub fn time(text: &str) -> Time {
    parse_rfc3339(text).unwrap()
}

/// An event from `field=value;…`; sets are separated by commas. At noon on 2026-03-02, unless it says otherwise.
pub fn event(text: &str) -> Event {
    let mut event = Event::at(time("2026-03-02T12:00:00Z"));
    for (name, value) in pairs(text) {
        let field = FieldId::named(name).unwrap();
        let ty = Schema::default()
            .type_of(exeat::policy::Path::Field(field))
            .unwrap();
        let value = value_of(ty, value);
        if let Value::Time(at) = value
            && field == FieldId::TIME
        {
            event.time = at;
        }
        event.set(field, Some(value));
    }
    event
}

fn pairs(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split(';')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap())
}

fn value_of(ty: Type, text: &str) -> Value {
    match ty {
        Type::Text => Value::Text(text.to_owned()),
        Type::Int => Value::Int(text.parse().unwrap()),
        Type::Bool => Value::Bool(text.parse().unwrap()),
        Type::Time => Value::Time(time(text)),
        Type::Ip => Value::Ip(text.parse().unwrap()),
        Type::Texts => Value::Texts(text.split(',').map(str::to_owned).collect()),
    }
}

/// Rows of a table by their keys; a column that is not given is empty.
pub fn table(entity: Entity, rows: &[(&str, &str)]) -> HashMap<String, Row> {
    let schema = Schema::default();
    let row = |text: &str| {
        let mut cells: HashMap<ColumnId, Option<Value>> = HashMap::new();
        for (id, column) in (0..).map(ColumnId).zip(&schema.columns) {
            if column.entity == entity {
                cells.insert(id, None);
            }
        }
        for (name, value) in pairs(text) {
            let id = schema.column_named(entity, name).unwrap();
            cells.insert(id, Some(value_of(schema.column(id).unwrap().ty, value)));
        }
        Row { cells }
    };
    rows.iter()
        .map(|(key, text)| ((*key).to_owned(), row(text)))
        .collect()
}

/// A directory with a people table, its aliases, and nothing else.
pub fn people(rows: &[(&str, &str)]) -> Directory {
    let people = table(Entity::Actor, rows);
    let mut aliases = HashMap::new();
    for (person, row) in &people {
        if let Some(Some(Value::Texts(names))) = row.cells.get(&ColumnId::ACTOR_ALIASES) {
            aliases.extend(names.iter().map(|name| (name.clone(), person.clone())));
        }
    }
    Directory {
        people: Some(people),
        aliases,
        ..Directory::default()
    }
}

/// A role for a while.
pub fn grant(directory: &mut Directory, actor: &str, role: &str, from: Option<&str>, until: &str) {
    let grant = Grant {
        role: role.to_owned(),
        from: from.map(time),
        until: time(until),
    };
    directory
        .grants
        .entry(actor.to_owned())
        .or_default()
        .push(grant);
}

/// Rows of the approvals table, each a ticket and its cells.
pub fn approvals(directory: &mut Directory, rows: &[(&str, &str)]) {
    let table = directory.approvals.get_or_insert_default();
    for (ticket, text) in rows {
        let cells: HashMap<&str, &str> = pairs(text).collect();
        let text = |name: &str| cells.get(name).map(|cell| (*cell).to_owned());
        let approval = Approval {
            approver: text("approver").unwrap(),
            approved_at: time(cells["approved_at"]),
            actor: text("actor"),
            tenant: text("tenant"),
            list: text("list").map(Glob::new),
            rows: text("rows").map(|n| n.parse().unwrap()),
        };
        table
            .entry((*ticket).to_owned())
            .or_default()
            .push(approval);
    }
}

/// The truth of the set's only rule.
pub fn truth(set: &PolicySet, directory: &Directory, text: &str) -> Truth {
    assert_eq!(set.rules.len(), 1);
    let judge = Judge {
        policy: set,
        directory,
    };
    let answer = judge.answer(RuleId(0), &event(text));
    let verdict = judge.verdict(&event(text));
    assert_eq!(
        answer.truth == Truth::True,
        !verdict.allows.is_empty(),
        "{text}"
    );
    answer.truth
}

pub fn verdict(set: &PolicySet, directory: &Directory, text: &str) -> Verdict {
    let judge = Judge {
        policy: set,
        directory,
    };
    judge.verdict(&event(text))
}

//! Whether two policy sets say the same of every event of a grid: each field missing, or one of the texts
//! that matter to the pages' examples.

use exeat::directory::Directory;
use exeat::event::{Event, FieldId, Value};
use exeat::judge::Judge;
use exeat::policy::PolicySet;
use exeat::time::parse_rfc3339;

/// Fields, and values for each.
const GRID: [(FieldId, &[&str]); 7] = [
    (FieldId::TENANT, &["opensea"]),
    (FieldId::LIST, &["newsletter"]),
    (
        FieldId::DESTINATION,
        &["kim@opensea.io", "kim@elsewhere.example"],
    ),
    (
        FieldId::TICKET,
        &["SUP-1234", "no SUP-1234", "SUP-12", "sup-1234 "],
    ),
    (FieldId::PURPOSE, &["return", "other"]),
    (FieldId::ACTOR, &["kim@opensea.io", "eng-7@mail.example"]),
    (FieldId::APPROVER, &["dpo@mail.example"]),
];

/// Panics with the first event on which they differ.
pub fn assert_same(before: &PolicySet, after: &PolicySet) {
    let directory = Directory::default();
    let mut judged = 0;
    for event in events() {
        let verdict = |policy| {
            Judge {
                policy,
                directory: &directory,
            }
            .verdict(&event)
        };
        assert_eq!(verdict(before), verdict(after), "{event:?}");
        judged += 1;
    }
    assert!(judged > 1_000, "only {judged} events");
}

fn events() -> Vec<Event> {
    let start = Event::at(parse_rfc3339("2026-06-01T12:00:00Z").unwrap());
    let mut events = vec![start];
    for roles in [Vec::new(), vec!["support"], vec!["marketer"]] {
        let mut event = events[0].clone();
        let roles = roles.into_iter().map(str::to_owned).collect();
        event.set(FieldId::ROLES, Some(Value::Texts(roles)));
        event.set(FieldId::ROWS, Some(Value::Int(5_000)));
        events.push(event);
    }
    for (field, values) in GRID {
        let more: Vec<Event> = events
            .iter()
            .flat_map(|event| values.iter().map(move |value| with(event, field, value)))
            .collect();
        events.extend(more);
    }
    events
}

fn with(event: &Event, field: FieldId, value: &str) -> Event {
    let mut event = event.clone();
    event.set(field, Some(Value::Text(value.to_owned())));
    event
}

//! The log: events with fields missing or misfit here and there, copies and conflicts.
//! It deliberately does not know of rules.

use serde_json::{Value as Json, json};

use super::maker::{Maker, within_calendar};
use super::vocabulary as words;
use crate::naive::model::event::{Cell, Event};
use crate::naive::model::value::{Type, Value, text};

/// What an event may hold beside `id`, `time` and `outcome`.
const FIELDS: [(&str, Type); 14] = [
    ("actor", Type::Text),
    ("roles", Type::Set),
    ("action", Type::Text),
    ("tenant", Type::Text),
    ("list", Type::Text),
    ("rows", Type::Int),
    ("bytes", Type::Int),
    ("fields", Type::Set),
    ("destination", Type::Text),
    ("ip", Type::Ip),
    ("purpose", Type::Text),
    ("ticket", Type::Text),
    ("approver", Type::Text),
    ("approver_roles", Type::Set),
];

impl Maker {
    pub fn log(&mut self) {
        let mut log: Vec<Event> = (0..self.rng.between(3, 12))
            .map(|place| self.event(place))
            .collect();
        if self.shape.copies && self.rng.chance(30) {
            let mut copied = self.rng.pick(&log).clone();
            // The same values in another spelling are still the same record.
            if self.rng.chance(50) {
                copied.spelling = self.rng.next();
            }
            log.push(copied);
        }
        if self.shape.copies && self.rng.chance(20) {
            let changed = self.rng.pick(&log).with("rows", Value::Int(102));
            log.push(changed);
        }
        self.rng.shuffle(&mut log);
        self.world.log = log;
    }

    fn event(&mut self, place: usize) -> Event {
        let mut event = Event {
            spelling: self.rng.next(),
            ..Event::default()
        };
        if !(self.shape.copies && self.rng.chance(4)) {
            event = event.with("id", text(&format!("e-{place:04}")));
        }
        event = event.with("time", Value::Time(self.moment()));
        let declared: Vec<_> = self
            .world
            .policy
            .fields
            .iter()
            .filter(|field| !field.path.contains('.'))
            .map(|field| (field.path.clone(), field.kind))
            .collect();
        let fields = FIELDS
            .iter()
            .map(|(field, kind)| ((*field).to_owned(), *kind));
        event = self.approved(event);
        for (field, kind) in fields.chain(declared) {
            if let Some(cell) = self.cell(&field, kind) {
                event = event.with_cell(&field, cell);
            }
        }
        match self.rng.below(12) {
            0 => event.with("outcome", text("blocked")),
            1 | 2 => event.with("outcome", text("failure")),
            3 => event.with("outcome", text("partly")),
            4..8 => event.with("outcome", text("success")),
            _ => event,
        }
    }

    /// Often approved just in time, or just not.
    fn approved(&mut self, event: Event) -> Event {
        let length = self.length();
        let before = *self
            .rng
            .pick(&[0, length, length, length + 1, length - 1, length / 2, -1]);
        match self.cell("approved_at", Type::Time) {
            Some(Cell::Fits(_)) if self.rng.chance(60) => {
                let at = within_calendar(event.time() - before);
                event.with("approved_at", Value::Time(at))
            }
            Some(cell) => event.with_cell("approved_at", cell),
            None => event,
        }
    }

    /// Missing, misfit, or a value.
    fn cell(&mut self, field: &str, kind: Type) -> Option<Cell> {
        // With an approvals table an approver need not be named, and seldom is the row's if it is.
        let unnamed = field == "approver" && self.world.directory.approvals.is_some();
        if self.rng.chance(if unnamed { 60 } else { 8 }) {
            return None;
        }
        if self.rng.chance(2) {
            return Some(Cell::Misfit(self.misfit(field, kind)));
        }
        let strange = match field {
            "tenant" if self.rng.chance(8) => Some(*self.rng.pick(&words::STRANGE_TENANTS)),
            "ticket" if self.rng.chance(12) => Some(words::TICKETS[5]),
            _ => None,
        };
        let value = match strange {
            Some(strange) => text(strange),
            None => self.value(field, kind),
        };
        Some(Cell::Fits(value))
    }

    fn misfit(&mut self, field: &str, kind: Type) -> Json {
        let negative = field == "rows" || field == "bytes";
        let choices = match kind {
            Type::Text => vec![json!(["a", "b"]), json!({ "name": "x" }), json!(true)],
            Type::Int if negative => vec![json!(-5), json!(i64::MIN), json!("many")],
            Type::Int => vec![
                json!("many"),
                json!(1.5),
                json!(1e30),
                json!("+5"),
                json!("1e3"),
                json!("5.0"),
                json!(u64::MAX),
                json!({}),
            ],
            Type::Bool => vec![json!("yes"), json!("maybe"), json!([true])],
            Type::Time => vec![json!("yesterday"), json!("2026-13-01T00:00:00Z"), json!({})],
            Type::Ip => vec![json!("300.1.1.1"), json!("the office"), json!({})],
            Type::Set => vec![
                json!(["a", 5]),
                json!({ "support": true }),
                json!([["support"]]),
            ],
        };
        self.rng.pick(&choices).clone()
    }
}

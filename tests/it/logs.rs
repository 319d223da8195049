//! Reading logs: formats, sources, and real records.

mod awkward;
mod choosing;
mod documents;
mod hostile;
mod joining;
mod lines;
mod mapping;
mod parquet;
mod quick;
mod real;
mod recorded;
mod services;
mod tables;

use exeat::event::{Event, FIELDS, FieldId};
use exeat::logs::source::{built_in, mappings};
use exeat::logs::{Bound, Item, MAX_RECORD, Misfit, Place, Reading, head, read};
use exeat::policy::Schema;
use exeat::text::{Source, SourceId};
use std::io::{self, Read};

/// An [`Item`] that outlives its record.
#[derive(Clone, Debug, PartialEq)]
enum Owned {
    Event {
        place: Place,
        event: Event,
        misfits: Vec<Misfit>,
        raw: String,
        head: String,
    },
    NotExport,
    Unclassified {
        action: String,
        place: Place,
    },
    Unreadable {
        place: Place,
        reason: String,
    },
}

impl Owned {
    fn of(item: Item<'_>) -> Self {
        match item {
            Item::Event(r) => Self::Event {
                place: r.place,
                event: r.event,
                misfits: r.misfits,
                raw: r.raw.to_owned(),
                head: r.head.to_owned(),
            },
            Item::Met { .. } => panic!("a source that asks for it has tests of its own"),
            Item::NotExport => Self::NotExport,
            Item::Unclassified { action, place } => Self::Unclassified { action, place },
            Item::Unreadable { place, reason } => Self::Unreadable { place, reason },
        }
    }

    /// In one line: the id of an event, the reason of what is unreadable, and where.
    fn short(&self) -> String {
        match self {
            Self::Event { place, event, .. } => {
                let id = event.text(FieldId::ID).unwrap_or("-");
                format!("{}:{} {id}", place.line, place.column)
            }
            Self::NotExport => "no export".to_owned(),
            Self::Unclassified { action, place } => {
                format!("{}:{} {action}?", place.line, place.column)
            }
            Self::Unreadable { place, reason } => {
                format!("{}:{} +{} {reason}", place.line, place.column, place.length)
            }
        }
    }
}

fn read_all(input: impl Read, source: &Bound, most: usize) -> (Vec<Owned>, Reading) {
    let mut items = Vec::new();
    let reading = read(input, 0, source, most, &mut |item| {
        items.push(Owned::of(item))
    })
    .unwrap();
    (items, reading)
}

fn items(text: impl AsRef<[u8]>, source: &Bound) -> Vec<Owned> {
    read_all(text.as_ref(), source, MAX_RECORD).0
}

fn shorts(text: impl AsRef<[u8]>, source: &Bound) -> Vec<String> {
    items(text, source).iter().map(Owned::short).collect()
}

fn bound(name: &str) -> Bound {
    let (bound, wrong) = built_in(name).unwrap().bind(&Schema::default());
    assert_eq!(wrong, []);
    bound
}

/// The only source of a configuration.
fn source(toml: &str) -> Bound {
    let file = Source {
        id: SourceId(0),
        name: "exeat.toml".to_owned(),
        text: toml.to_owned(),
    };
    let (all, wrong) = mappings(&file);
    assert_eq!(wrong, [], "{toml}");
    let (bound, wrong) = all[0].bind(&Schema::default());
    assert_eq!(wrong, [], "{toml}");
    bound
}

/// A reader that gives one byte at a time.
struct Drops<'a>(&'a [u8]);

impl Read for Drops<'_> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        let most = room.len().min(1);
        self.0.read(&mut room[..most])
    }
}

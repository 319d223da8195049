//! Worlds made by the naive evaluator's generator, read as the tool reads them: many policies, directories and events.
//! What they mean is another matter.

use crate::naive::generate::{EVERYTHING, world};
use crate::naive::model::{csv_text, log_text, policy_text};
use crate::naive::random::Rng;
use exeat::directory::{self, Directory};
use exeat::event::Event;
use exeat::logs::source::built_in;
use exeat::logs::{Item, MAX_RECORD, read};
use exeat::policy::{Known, PolicySet, resolve};
use exeat::syntax::parse;
use exeat::text::{Source, SourceId};

/// A policy, a directory, and what happened.
pub struct World {
    pub set: PolicySet,
    pub directory: Directory,
    pub events: Vec<Event>,
}

/// The world of a seed.
pub fn of(seed: u64) -> World {
    let made = world(seed, EVERYTHING);
    let rng = &mut Rng::new(seed);
    let policies: Vec<Source> =
        sources(policy_text::files(&made.policy, rng).into_iter().map(named));
    let tables = csv_text::tables(&made.directory, &made.policy, rng).into_iter();
    let tables = sources(tables.map(|(name, text)| (name.to_owned(), text)));
    let tables: Vec<&Source> = tables.iter().collect();
    let known = Known {
        tenants: directory::tenants(&tables),
    };
    let parsed: Vec<_> = policies.iter().map(parse).collect();
    let files: Vec<_> = parsed.iter().map(|parsed| &parsed.file).collect();
    let resolved = resolve(&files, &known);
    assert_eq!(resolved.diagnostics, [], "seed {seed}");
    let set = resolved.set;
    let (directory, wrong) = directory::load(&tables, &set.schema);
    assert_eq!(wrong, [], "seed {seed}");
    let lines = made
        .log
        .iter()
        .map(|event| log_text::line(event, rng) + "\n");
    let log: String = lines.collect();
    let events = events(&log, &set);
    assert_eq!(events.len(), made.log.len(), "seed {seed}");
    World {
        set,
        directory,
        events,
    }
}

fn named(text: String) -> (String, String) {
    ("part.exeat".to_owned(), text)
}

fn sources(texts: impl Iterator<Item = (String, String)>) -> Vec<Source> {
    let sources = (0..).zip(texts).map(|(id, (name, text))| Source {
        id: SourceId(id),
        name,
        text,
    });
    sources.collect()
}

/// The events of a log in the plain form.
pub fn events(log: &str, set: &PolicySet) -> Vec<Event> {
    let (source, wrong) = built_in("exeat").unwrap().bind(&set.schema);
    assert_eq!(wrong, []);
    let mut events = Vec::new();
    read(log.as_bytes(), 0, &source, MAX_RECORD, &mut |item| {
        if let Item::Event(recorded) = item {
            events.push(recorded.event);
        }
    })
    .unwrap();
    events
}

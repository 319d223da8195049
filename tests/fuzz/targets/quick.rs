//! Any lines: whatever the quick way says of one is what the slow way says.
#![no_main]

use exeat::digest::HashKey;
use exeat::event::{FieldId, identity_of};
use exeat::logs::quick::{Clean, Met, Quick, Quickly, Want};
use exeat::logs::source::mappings;
use exeat::logs::{Bound, Item, read};
use exeat::policy::Schema;
use exeat::text::{Source, SourceId};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

const KEY: HashKey = HashKey(1, 2);

const WANTS: [(FieldId, Want); 6] = [
    (FieldId::ACTOR, Want::Mark),
    (FieldId::ROLES, Want::Mark),
    (FieldId::TENANT, Want::Mark),
    (FieldId::DESTINATION, Want::Mark),
    (FieldId::TICKET, Want::Presence),
    (FieldId::ROWS, Want::Int),
];

static SOURCES: LazyLock<Vec<Bound>> = LazyLock::new(|| {
    let file = Source {
        id: SourceId(0),
        name: "exeat.toml".to_owned(),
        text: r#"
[source.flat]
format = "jsonl"
id = "id"
time = "time"
actor = "actor"
roles = "role"
tenant = "tenant"
rows = "rows"
destination = "destination"
ip = "ip"
ticket = "ticket"
fields = "fields"

[source.nested]
format = "jsonl"
zone = "UTC"
null = ["-"]
inside = "json(j)"
id = ["id", "a.id"]
time = ["time", "a.time"]
actor = { path = "a.actor", capture = "^(?:x)*(.*)$" }
roles = ["a.roles[]", "roles[].name"]
tenant = [{ path = "tenant", when = { "a.b" = "a*" } }, { value = "all" }]
destination = "d[].to"
ticket = { path = "t", map = { a = "A", missing = "none" } }
only = { t = ["a*", "x"] }
ignore = { t = "b*" }
"#
        .to_owned(),
    };
    let schema = Schema::default();
    let bound = |mapping: &exeat::logs::source::Mapping| mapping.bind(&schema).0;
    mappings(&file).0.iter().map(bound).collect()
});

fuzz_target!(|bytes: &[u8]| {
    for source in SOURCES.iter() {
        let mut quick = Quick::new(source, &WANTS, KEY).expect("it is read quickly");
        for line in bytes.split(|b| *b == b'\n') {
            let Some(clean) = Clean::new(line) else {
                continue;
            };
            let quickly = quick.line(clean, &mut |_, met| match met {
                Met::Value(value) => Some(value.clone()),
                _ => None,
            });
            if quickly != Quickly::Slow {
                same(line, source, quickly, &quick);
            }
        }
    }
});

fn same(
    line: &[u8],
    source: &Bound,
    quickly: Quickly,
    quick: &Quick<'_, Option<exeat::event::Value>>,
) {
    let mut items = 0;
    read(line, 0, source, usize::MAX, &mut |item| {
        items += 1;
        match (quickly, item) {
            (Quickly::NotExport, Item::NotExport) => {}
            (Quickly::Event, Item::Event(told)) => {
                assert!(told.misfits.is_empty());
                assert_eq!(quick.time(), told.event.time);
                let identity = identity_of(KEY, source.name(), &told.event, []);
                assert_eq!(quick.identity(), identity);
                assert_eq!(quick.there(), source.there(&told.event));
                for (n, (field, want)) in WANTS.iter().enumerate() {
                    let value = told.event.get(*field);
                    assert_eq!(quick.is_there(n), value.is_some());
                    match want {
                        Want::Mark => assert_eq!(quick.mark(n), Some(&value.cloned())),
                        Want::Int => assert_eq!(quick.int(n), told.event.int(*field)),
                        _ => {}
                    }
                }
            }
            (quickly, item) => panic!("{quickly:?}, but {item:?}"),
        }
    })
    .expect("no reader here fails");
    assert_eq!(items, 1);
}

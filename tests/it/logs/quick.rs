//! The quick way says what the slow way says, or that it does not know.

use super::*;
use exeat::digest::HashKey;
use exeat::domain::domain_of;
use exeat::event::{Value, identity_of};
use exeat::logs::quick::{Block, Clean, Met, Quick, Quickly, Want};
use exeat::logs::{self, Blocks, Limits, blocks};
use exeat::syntax::ast::Type;
use proptest::prelude::*;
use serde_json::Value as Json;

const KEY: HashKey = HashKey(0x5EED, 0xF00D);

/// The generator's log, as its source reads it.
const BENCH: &str = r#"
[source.bench]
format = "jsonl"
id = "id"
time = "time"
actor = "actor"
roles = "role"
tenant = "tenant"
list = "list"
rows = "rows"
destination = "destination"
ip = "ip"
purpose = "purpose"
ticket = "ticket"
approver = "approver"
fields = "fields"
"#;

/// All that a mapping can do to a value.
const MAPPED: &str = r#"
[source.x]
format = "jsonl"
zone = "Europe/Berlin"
null = ["-", "b"]
inside = "json(j)"
id = ["a", "b.a"]
time = ["time", { path = "b.time", map = { missing = "2026-03-02T15:00:00Z" } }]
actor = { path = "b.c", capture = "^(?:x|a)*(.*)$" }
roles = ["c[].a", "b.b[]"]
approver = { path = "c.a", when = { a = ["1*", "a*"] } }
tenant = [{ path = "c", when = { "b.a" = "a*" } }, { value = "all" }]
list = "b.a"
rows = "n"
bytes = ["b.n", "n"]
ip = ["ip", "b.ip"]
destination = "b.d[].a"
purpose = "d"
ticket = { path = "e", map = { a = "A", "1*" = "one", missing = "none" } }
outcome = { path = "b.c", map = { "a*" = "blocked" } }
approved_at = "at"
action = "e"
only = [{ e = ["a*", "1*", "2*"] }, { "b.e[]" = "a", a = "*" }]
ignore = { e = ["b*", "tr*"] }
"#;

/// Everything is an export.
const PLAIN: &str = r#"
[source.x]
format = "jsonl"
id = "a"
time = "time"
actor = "b"
roles = "c"
rows = "n"
destination = "d"
ip = "ip"
"#;

fn cloudtrail_lines() -> Bound {
    let (_, text) = exeat::logs::source::BUILT_IN[1];
    let text = text.replace("format = \"json\"", "format = \"jsonl\"");
    source(&text.replace("records = \"Records\"\n", ""))
}

/// What could be wrong in a row, beside what could be in a line.
const TABLE: &str = r##"
[source.x]
format = "csv"
zone = "Europe/Berlin"
null = ["-", "b"]
id = ["a", "b"]
time = ["time", { path = "at", map = { missing = "2026-03-02T15:00:00Z" } }]
actor = { path = "b", capture = "^(?:x|a)*(.*)$" }
roles = "c"
fields = "a[].b"
approver = { path = "d", when = { a = ["1*", "a*"] } }
tenant = [{ path = "c", when = { b = "a*" } }, { value = "all" }]
list = '"a\"b"'
rows = "n"
ip = "ip"
destination = "d"
purpose = "d.e"
outcome = { path = "b", map = { "a*" = "blocked", missing = "success" } }
only = [{ e = ["a*", "1*", "2*"] }, { a = "*" }]
ignore = { e = ["b*", "tr*"] }
"##;

/// What is made of values here.
fn marked(met: Met<'_>) -> String {
    match met {
        Met::Missing => "missing".to_owned(),
        Met::Value(value) => format!("{value:?}"),
        Met::Domain(domain) => format!("{domain:?}"),
    }
}

/// Blocks, as they come.
#[derive(Default)]
struct Collected(Vec<logs::Block>);

impl Blocks for Collected {
    fn take(&mut self, block: logs::Block) -> bool {
        self.0.push(block);
        true
    }

    fn memory(&mut self) -> Vec<u8> {
        Vec::new()
    }

    fn give_back(&mut self, _memory: Vec<u8>) {}
}

/// A reader and the slow way beside it.
struct Pair<'s> {
    bound: &'s Bound,
    wants: Vec<(FieldId, Want)>,
    quick: Quick<'s, String>,
    told: [usize; 3],
}

impl<'s> Pair<'s> {
    fn new(bound: &'s Bound, turn: usize) -> Self {
        let wants: Vec<(FieldId, Want)> = (0_u16..)
            .zip(FIELDS)
            .filter(|(n, _)| turn == 0 || usize::from(*n) % 5 != turn)
            .map(|(n, row)| {
                let want = match (row.ty, (usize::from(n) + turn) % 3) {
                    (Type::Int, 0 | 1) => Want::Int,
                    (Type::Time, 0 | 1) => Want::Time,
                    (_, 0) => Want::Mark,
                    (Type::Text, 1) => Want::Domain,
                    (_, 1) => Want::Presence,
                    _ if turn == 0 => Want::Mark,
                    _ => Want::Nothing,
                };
                (FieldId(n), want)
            })
            .collect();
        let quick = Quick::new(bound, &wants, KEY).expect("such sources are read quickly");
        Self {
            bound,
            wants,
            quick,
            told: [0; 3],
        }
    }

    /// Whatever the quick way says is what the slow way says.
    fn same(&mut self, line: &[u8]) -> Result<(), TestCaseError> {
        let Some(clean) = Clean::new(line) else {
            return Ok(());
        };
        let quickly = self.quick.line(clean, &mut |_, met| marked(met));
        let shown = String::from_utf8_lossy(line);
        self.says(quickly, &items(line, self.bound), &shown)
    }

    /// The same of the rows of a table.
    fn same_rows(&mut self, log: &[u8]) -> Result<(), TestCaseError> {
        let limits = Limits {
            record: MAX_RECORD,
            block: 64,
        };
        let mut all = Collected::default();
        blocks(log, 0, self.bound, limits, &mut all).unwrap();
        for block in &all.0 {
            let logs::Block::Cuts(cuts) = block else {
                panic!("{block:?}")
            };
            for (place, cut) in cuts.iter() {
                let Some(row) = cut.row() else { continue };
                let quickly = self.quick.row(&row, &mut |_, met| marked(met));
                let mut slowly = Vec::new();
                self.bound
                    .cut(place, &cut, &mut |item| slowly.push(Owned::of(item)));
                let shown = String::from_utf8_lossy(log);
                self.says(quickly, &slowly, &shown)?;
            }
        }
        Ok(())
    }

    fn says(
        &mut self,
        quickly: Quickly,
        slowly: &[Owned],
        shown: &str,
    ) -> Result<(), TestCaseError> {
        match quickly {
            Quickly::Slow => self.told[2] += 1,
            Quickly::NotExport => {
                self.told[1] += 1;
                prop_assert_eq!(slowly, [Owned::NotExport], "{}", shown);
            }
            Quickly::Event => {
                self.told[0] += 1;
                let [Owned::Event { event, misfits, .. }] = slowly else {
                    prop_assert!(false, "{}: {:?}", shown, slowly);
                    return Ok(());
                };
                prop_assert_eq!(misfits, &[], "{}", shown);
                self.same_event(event, shown)?;
            }
        }
        Ok(())
    }

    fn same_event(&self, event: &Event, line: &str) -> Result<(), TestCaseError> {
        let quick = &self.quick;
        prop_assert_eq!(quick.time(), event.time, "{}", line);
        let identity = identity_of(KEY, self.bound.name(), event, []);
        prop_assert_eq!(quick.identity(), identity, "{}", line);
        prop_assert_eq!(quick.there(), self.bound.there(event), "{}", line);
        for (n, (field, want)) in self.wants.iter().enumerate() {
            let value = event.get(*field);
            let told = format!("{field:?} {want:?} of {line}");
            prop_assert_eq!(quick.is_there(n), value.is_some(), "{}", told);
            let mark = match (want, value) {
                (Want::Mark | Want::Domain, None) => Some("missing".to_owned()),
                (Want::Mark, Some(value)) => Some(format!("{value:?}")),
                (Want::Domain, Some(Value::Text(text))) => Some(format!("{:?}", domain_of(text))),
                _ => None,
            };
            prop_assert_eq!(quick.mark(n), mark.as_ref(), "{}", told);
            match want {
                Want::Int => prop_assert_eq!(quick.int(n), event.int(*field), "{}", told),
                Want::Time => {
                    let time = match value {
                        Some(Value::Time(time)) => Some(*time),
                        _ => None,
                    };
                    prop_assert_eq!(quick.instant(n), time, "{}", told);
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// All lines, with several wants; how many were events, no exports, and left to the slow way.
fn all_same<'l>(bound: &Bound, lines: impl Iterator<Item = &'l [u8]> + Clone) -> [usize; 3] {
    let mut told = [0; 3];
    for turn in 0..3 {
        let mut pair = Pair::new(bound, turn);
        for line in lines.clone() {
            pair.same(line).unwrap();
        }
        told = pair.told;
    }
    told
}

fn bench_lines() -> impl Iterator<Item = &'static [u8]> + Clone {
    include_bytes!("../../logs/bench/lines.jsonl")
        .split(|b| *b == b'\n')
        .filter(|line| !line.is_empty())
}

/// So that it never rots into always asking the slow way.
#[test]
fn every_line_of_the_benchmark_is_read_quickly() {
    let bench = source(BENCH);
    assert_eq!(all_same(&bench, bench_lines()), [150, 0, 0]);
}

/// Keys and whole values are remembered, so a second line alike another is where they could be mixed up.
#[test]
fn each_line_is_read_for_itself() {
    let bound = source(MAPPED);
    let lines: [(&str, [usize; 3]); 12] = [
        (r#"{"e":"a","a":"1"}"#, [1, 0, 0]),
        (r#"{"e":"a","a":"2"}"#, [2, 0, 0]),
        (r#"{"e":"b","a":"2"}"#, [2, 1, 0]),
        (r#"{"e":"c","a":"2"}"#, [2, 1, 1]),
        (r#"{"e":"a","a":1,"b":{"a":"a","c":"xb"}}"#, [3, 1, 1]),
        (r#"{"e":"a","a":1,"b":null}"#, [4, 1, 1]),
        (
            r#"{"e":"a","a":1,"b":{"a":"a","c":"xb"},"c":"t"}"#,
            [5, 1, 1],
        ),
        (
            r#"{"e":"a","a":1,"b":{"a":"a","d":[]},"c":null}"#,
            [6, 1, 1],
        ),
        (
            r#"{"e":"a","a":1,"b":{"a":"a","d":[{"a":"x"}]},"c":null}"#,
            [6, 1, 2],
        ),
        (r#"{"e":"a","a":1,"b":{"a":"a","a":"b"}}"#, [6, 1, 3]),
        (r#"{"e":"a","a":1,"j":"{}"}"#, [6, 1, 4]),
        (r#"{"e":"a","a":1,"c":[{"a":"r"},{"a":["q"]}]}"#, [7, 1, 4]),
    ];
    let mut pair = Pair::new(&bound, 0);
    for (line, told) in lines {
        pair.same(line.as_bytes()).unwrap();
        assert_eq!(pair.told, told, "{line}");
    }
}

#[test]
fn real_records_are_read_alike() {
    let trail: &[u8] = include_bytes!("../../logs/cloudtrail/s3-realistic.jsonl");
    let derived: &[u8] = include_bytes!("../../logs/cloudtrail/logstash-derived.jsonl");
    let records = || {
        trail
            .split(|b| *b == b'\n')
            .chain(derived.split(|b| *b == b'\n'))
    };
    let told = all_same(&cloudtrail_lines(), records());
    assert_eq!(told, [16, 1, 2]);
    let invictus: Json =
        serde_json::from_slice(include_bytes!("../../logs/cloudtrail/invictus.json")).unwrap();
    let lines: Vec<String> = invictus["Records"]
        .as_array()
        .unwrap()
        .iter()
        .map(Json::to_string)
        .collect();
    let told = all_same(&cloudtrail_lines(), lines.iter().map(String::as_bytes));
    assert_eq!(told, [47, 16, 7]);
    let incident: &[u8] = include_bytes!("../../logs/incident/exports-2022-06-20.jsonl");
    let plain = bound("exeat");
    let told = all_same(&plain, incident.split(|b| *b == b'\n'));
    assert_eq!(told, [44, 0, 1]);
}

#[test]
fn sources_that_need_the_slow_way_say_so() {
    let (wants, quick) = ([], |toml: &str| {
        source(&format!("[source.x]\ntime = \"t\"\n{toml}"))
    });
    for toml in [
        "format = \"json\"",
        "format = \"jsonl\"\nlist = \"json(a).b\"",
        "format = \"jsonl\"\nlist = \"a[b=c].d\"",
        "format = \"jsonl\"\njoin = \"a\"",
        "format = \"csv\"\njoin = \"a\"",
        "format = \"csv\"\ninside = \"a\"",
    ] {
        assert!(
            Quick::<()>::new(&quick(toml), &wants, KEY).is_none(),
            "{toml}"
        );
    }
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-c]{0,2}",
        "-?[0-9]{1,20}",
        "\\PC{0,4}",
        "2026-0[0-9]-[0-3][0-9][T ][0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.[0-9]{1,10})?(Z|\\+01:00)?",
        "2026-01-1[0-9]T1[0-9]:[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?Z",
        "[0-9]{1,3}(\\.[0-9]{1,3}){3}(:80)?",
        "(https?|sftp|s3)://[a-c]\\.[a-c](:22)?/[a-c,;/]{0,4}",
        "[a-c]@[a-c]\\.[a-c]",
        Just("true".to_owned()),
    ]
}

/// A text as JSON may write it: some characters escaped.
fn spelt() -> impl Strategy<Value = String> {
    (text(), any::<u32>()).prop_map(|(text, escapes)| {
        let mut spelt = String::new();
        for (n, c) in text.chars().enumerate() {
            let escape = escapes >> (n % 32) & 3 == 3;
            match c {
                '"' | '\\' => spelt.extend(['\\', c]),
                '/' if escape => spelt.push_str("\\/"),
                c if escape && u32::from(c) < 0x10000 => {
                    spelt.push_str(&format!("\\u{:04x}", u32::from(c)));
                }
                c => spelt.push(c),
            }
        }
        format!("\"{spelt}\"")
    })
}

fn value() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        6 => spelt(),
        1 => Just("null".to_owned()),
        1 => Just("true".to_owned()),
        2 => "-?(0|[1-9][0-9]{0,3})(\\.[0-9]{1,2})?([eE][+-]?[0-9])?",
        1 => prop_oneof![
            Just("01"), Just("1."), Just("-"), Just("\"\\x\""), Just("\"\\u12\""), Just("\"\\ud800\""),
            Just("nul"), Just("[1,]"), Just("{\"a\":}"), Just("[}"), Just("{}"), Just("\""), Just("")
        ].prop_map(str::to_owned),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4)
                .prop_map(|all| format!("[{}]", all.join(","))),
            members(inner, 0..5),
        ]
    })
}

/// An object; keys may stand twice, and blanks where they may.
fn members(
    value: impl Strategy<Value = String>,
    count: std::ops::Range<usize>,
) -> impl Strategy<Value = String> {
    let key = prop_oneof![
        20 => "[a-e]",
        3 => prop_oneof![Just("time"), Just("ip"), Just("n"), Just("at"), Just("j")].prop_map(str::to_owned),
        1 => Just("\\u0061".to_owned()),
    ];
    let blank = || prop_oneof![8 => Just(""), 1 => Just(" "), 1 => Just("  ")];
    let member = (key, value, blank(), blank())
        .prop_map(|(key, value, a, b)| format!("{a}\"{key}\"{b}:{a}{value}{b}"));
    prop::collection::vec(member, count).prop_map(|all| format!("{{{}}}", all.join(",")))
}

/// A line, and what may have become of it.
fn line() -> impl Strategy<Value = Vec<u8>> {
    let bench: Vec<&[u8]> = bench_lines().collect();
    let kind = prop::sample::select(vec!["a", "a", "1x", "a", "b", "true", "c"]);
    let inner = members(spelt(), 0..4);
    let flat = (spelt(), inner, spelt(), value(), kind).prop_map(|(a, b, d, c, e)| {
        let time = "2026-01-02T03:04:05Z";
        format!(r#"{{"time":"{time}","a":{a},"b":{b},"d":{d},"e":"{e}","x":{c}}}"#)
    });
    let whole = prop_oneof![
        members(value(), 0..7).prop_map(String::into_bytes),
        flat.prop_map(String::into_bytes),
        prop::sample::select(bench).prop_map(<[u8]>::to_vec),
    ];
    let change = prop_oneof![
        4 => Just(None),
        1 => (any::<prop::sample::Index>(), any::<u8>(), 0..4_u8).prop_map(Some),
    ];
    (whole, change).prop_map(|(mut line, change)| {
        let Some((at, byte, how)) = change else {
            return line;
        };
        if line.is_empty() {
            return line;
        }
        let at = at.index(line.len());
        match how {
            0 => line[at] = byte,
            1 => line.truncate(at),
            2 => line.insert(at, byte),
            _ => _ = line.remove(at),
        }
        line
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn whatever_stands_in_lines_both_ways_agree(
        lines in prop::collection::vec(line(), 1..12),
        order in prop::collection::vec(any::<prop::sample::Index>(), 12),
        turn in 0..3_usize,
    ) {
        for toml in [MAPPED, PLAIN, BENCH] {
            let bound = source(toml);
            let mut pair = Pair::new(&bound, turn);
            for index in &order {
                pair.same(&lines[index.index(lines.len())])?;
            }
        }
    }

    /// A line is whole for the quick way just when the slow way can read it.
    #[test]
    fn objects_are_whole_for_both_ways(line in line()) {
        let all = source("[source.x]\nformat = \"jsonl\"\ntime = { value = \"2026-01-02T03:04:05Z\" }");
        let mut quick: Quick<'_, ()> = Quick::new(&all, &[], KEY).unwrap();
        let Some(clean) = Clean::new(&line) else {
            return Ok(());
        };
        if quick.line(clean, &mut |_, _| ()) == Quickly::Event {
            let parsed = serde_json::from_slice::<&serde_json::value::RawValue>(&line);
            prop_assert!(parsed.is_ok() && line.starts_with(b"{"), "{:?}", line);
        } else {
            let simple = serde_json::from_slice::<Json>(&line).is_ok_and(|json| json.is_object());
            let rare = |b: &u8| *b == b'\\' || *b < 0x20;
            let escaped = line.iter().any(rare) || line.trim_ascii() != line;
            prop_assert!(!simple || escaped, "{}", String::from_utf8_lossy(&line));
        }
    }
}

/// However lines are cut into blocks, each is the same line.
#[test]
fn blocks_give_the_lines_that_they_hold() {
    let bench = source(BENCH);
    let log: Vec<u8> = bench_lines()
        .flat_map(|line| [line, b"\r\n"].concat())
        .collect();
    let mut quick: Quick<'_, ()> = Quick::new(&bench, &[], KEY).unwrap();
    let block = Block::new(&log);
    let (mut from, mut events) = (0, 0);
    for to in memchr::memchr_iter(b'\n', &log) {
        let clean = block.line(from, to).unwrap();
        from = to + 1;
        events += usize::from(quick.line(clean, &mut |_, _| ()) == Quickly::Event);
    }
    assert_eq!(events, 150);
}

/// A table's row of benchmark lines, and rows in which everything may stand.
#[test]
fn every_row_of_the_benchmark_is_read_quickly() {
    let bench = source(&BENCH.replace("jsonl", "csv"));
    let names: Vec<&str> = vec![
        "id",
        "time",
        "actor",
        "role",
        "tenant",
        "list",
        "rows",
        "destination",
        "ip",
        "purpose",
        "ticket",
        "approver",
        "extra",
    ];
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&names).unwrap();
    for line in bench_lines() {
        let record: Json = serde_json::from_slice(line).unwrap();
        let cell = |name: &&str| match &record[*name] {
            Json::Null => String::new(),
            Json::String(text) => text.clone(),
            other => other.to_string(),
        };
        writer.write_record(names.iter().map(cell)).unwrap();
    }
    let log = writer.into_inner().unwrap();
    for turn in 0..3 {
        let mut pair = Pair::new(&bench, turn);
        pair.same_rows(&log).unwrap();
        assert_eq!(pair.told, [150, 0, 0]);
    }
}

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![4 => text(), 1 => "[a\"\\\\\n\t,b]{0,4}", 1 => spelt(), 1 => Just("-".to_owned())]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn rows_are_read_alike(
        names in prop::collection::vec(prop_oneof![
            Just("a"), Just("b"), Just("c"), Just("d"), Just("e"), Just("n"), Just("ip"), Just("time"), Just("at"),
            Just("a\"b"), Just("other"),
        ], 1..9),
        rows in prop::collection::vec(prop::collection::vec(cell(), 9), 1..6),
        turn in 0_usize..3,
    ) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(&names).unwrap();
        for row in &rows {
            writer.write_record(&row[..names.len()]).unwrap();
        }
        let log = writer.into_inner().unwrap();
        let bound = source(TABLE);
        let mut pair = Pair::new(&bound, turn);
        pair.same_rows(&log)?;
        // The same table again below its columns turned round: what was learned of a header goes with it.
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(names.iter().rev()).unwrap();
        for row in &rows {
            writer.write_record(row[..names.len()].iter().rev()).unwrap();
        }
        pair.same_rows(&writer.into_inner().unwrap())?;
    }
}

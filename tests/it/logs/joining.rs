//! One export in several records: in whatever order its fragments come, they are the same event.

use super::*;
use exeat::event::Value;
use exeat::logs::join::{Joined, Joining};
use exeat::time::parse_rfc3339;
use proptest::prelude::*;

fn joining(settings: &str) -> Bound {
    source(&format!(
        "[source.x]\nformat = \"jsonl\"\njoin = \"run\"\n{settings}\nid = \"id\"\ntime = \"time\"\nactor = \"who\"\ntenant = \"tenant\"\nlist = \"list\"\nrows = \"rows\"\nbytes = \"bytes\"\nroles = \"roles\"\nfields = \"fields\"\noutcome = \"outcome\"\n"
    ))
}

/// Every export's record with what it has in common with others.
fn joins(lines: &str, source: &Bound) -> Vec<Option<String>> {
    let mut joins = Vec::new();
    let mut sink = |item: Item<'_>| match item {
        Item::Event(recorded) => {
            let again = source
                .again(recorded.head, recorded.raw, recorded.place)
                .unwrap();
            assert_eq!(again, recorded);
            joins.push(recorded.join);
        }
        other => panic!("{other:?}"),
    };
    read(lines.as_bytes(), 0, source, MAX_RECORD, &mut sink).unwrap();
    joins
}

/// What the records of a log are together.
fn together(lines: &str, source: &Bound) -> Vec<Joined> {
    let mut joining = source.joining();
    for item in items(lines, source) {
        let Owned::Event { event, place, .. } = item else {
            panic!("{item:?}")
        };
        joining.add(&event, place);
    }
    joining.events()
}

fn value(event: &Event, field: FieldId) -> String {
    match event.get(field) {
        Some(Value::Text(text)) => text.clone(),
        Some(Value::Int(number)) => number.to_string(),
        Some(Value::Texts(texts)) => texts.join(" "),
        None => "-".to_owned(),
        other => format!("{other:?}"),
    }
}

/// Time, id, who, list, rows, bytes, roles, outcome, and what does not fit.
fn short(joined: &Joined) -> String {
    let fields = [
        FieldId::ID,
        FieldId::ACTOR,
        FieldId::LIST,
        FieldId::ROWS,
        FieldId::BYTES,
        FieldId::ROLES,
        FieldId::OUTCOME,
    ];
    let values: Vec<String> = fields.map(|field| value(&joined.event, field)).into();
    let misfits: String = joined
        .misfits
        .iter()
        .map(|m| {
            format!(
                " !{}: {} {}",
                FIELDS[m.field.index()].name,
                m.value,
                m.reason
            )
        })
        .collect();
    let (line, fragments) = (joined.place.line, joined.fragments);
    format!("{fragments} at {line}: {}{misfits}", values.join(" "))
}

#[test]
fn a_record_tells_to_which_export_it_belongs() {
    let plain = joining("");
    let line = |run: &str| format!("{{\"time\":1700000000{run}}}\n");
    for (run, expected) in [
        (",\"run\":\"r-1\"", Some("r-1")),
        (",\"run\":17", Some("17")),
        (",\"run\":\"\"", None),
        (",\"run\":null", None),
        ("", None),
    ] {
        assert_eq!(joins(&line(run), &plain), [expected.map(str::to_owned)]);
    }
    let all = shorts(line(",\"run\":[{}]"), &plain);
    assert_eq!(
        all,
        ["1:1 +30 to which export it belongs cannot be read: a list, not a text"]
    );
    let captured = source(
        "[source.x]\nformat = \"csv\"\ntime = \"time\"\njoin = [{ path = \"part\", capture = \"^(.*)-[0-9]+$\" }, \"run\"]\nnull = \"-\"\n",
    );
    let rows = "time,part,run\n1700000000,a-1,x\n1700000000,a-12,y\n1700000000,-,z\n";
    let expected = ["a", "a", "z"].map(|join| Some(join.to_owned()));
    assert_eq!(joins(rows, &captured), expected);
    assert!(plain.joins() && !bound("exeat").joins());
}

#[test]
fn fragments_are_one_event() {
    let plain = joining("");
    for (lines, expected) in [
        (
            r#"{"id":"a","time":1700000005,"who":"Kim","list":"l","rows":10,"bytes":7,"roles":["x"]}
{"id":"b","time":1700000003,"who":"kim ","list":"l","rows":5,"bytes":1,"roles":["y","x"]}
{"id":"c","time":1700000009,"rows":"1","bytes":0}
"#,
            vec!["3 at 2: b kim l 16 8 x y -"],
        ),
        // One that does not tell its rows: nobody knows the sum.
        (
            r#"{"id":"a","time":1700000000,"rows":10}
{"time":1700000000,"bytes":3}
{"time":1700000001,"rows":10}
"#,
            vec![
                "3 at 1: a - - - - - - !rows: 20 missing in 1 of 3 fragments !bytes: 3 missing in 2 of 3 fragments",
            ],
        ),
        (
            r#"{"time":1700000000,"rows":9223372036854775807,"bytes":9223372036854775806}
{"time":1700000000,"rows":1,"bytes":1}
"#,
            vec![
                "2 at 1: - - - - 9223372036854775807 - - !rows: 9223372036854775808 more than 64 bits hold",
            ],
        ),
        // They do not agree: then it is not known.
        (
            r#"{"time":1700000000,"list":"e","who":"a\"b"}
{"time":1700000000,"list":"c","who":"A\"B"}
{"time":1700000000,"list":"b"}
{"time":1700000000,"list":"d"}
{"time":1700000000,"list":"a"}
"#,
            vec![
                "5 at 1: - a\"b - - - - - !list: \"a\", \"b\", \"c\", … several values where one fits, in fragments of one export",
            ],
        ),
        // What left and what did not are never summed.
        (
            r#"{"id":"a","time":1700000000,"rows":1,"outcome":"blocked"}
{"id":"b","time":1700000001,"rows":10,"outcome":"success"}
{"id":"c","time":1700000002,"rows":100,"outcome":"failure"}
{"id":"d","time":1700000003,"rows":0,"outcome":"failure"}
{"id":"e","time":1700000004,"rows":1000}
"#,
            vec!["3 at 2: b - - 1110 - - -", "2 at 1: a - - 1 - - blocked"],
        ),
        (
            r#"{"time":1700000000,"rows":1,"outcome":"failure"}
{"time":1700000001,"rows":2,"outcome":"failure"}
"#,
            vec!["2 at 1: - - - 3 - - failure"],
        ),
        // Both failed and both left something: it stays so where the sums are not known.
        (
            r#"{"time":1700000000,"rows":1,"outcome":"failure"}
{"time":1700000001,"bytes":1,"outcome":"failure"}
"#,
            vec![
                "2 at 1: - - - - - - - !rows: 1 missing in 1 of 2 fragments !bytes: 1 missing in 1 of 2 fragments",
            ],
        ),
    ] {
        let all: Vec<String> = together(lines, &plain).iter().map(short).collect();
        assert_eq!(all, expected, "{lines}");
    }
}

#[test]
fn a_number_that_each_fragment_repeats_is_not_summed() {
    let repeated = joining("repeated = \"rows\"");
    let line = |sequence: u32, rows: u32| {
        format!(
            "{{\"id\":\"{sequence}\",\"time\":\"2023-03-22T13:18:46.826+0000\",\"run\":\"8f831c68\",\"rows\":{rows}.0,\"bytes\":5}}\n"
        )
    };
    let same = line(1, 20680) + &line(2, 20680) + &line(3, 20680);
    let all: Vec<String> = together(&same, &repeated).iter().map(short).collect();
    assert_eq!(all, ["3 at 1: 1 - - 20680 15 - -"]);
    let other = line(1, 20680) + &line(2, 7);
    let all: Vec<String> = together(&other, &repeated).iter().map(short).collect();
    assert_eq!(
        all,
        [
            "2 at 1: 1 - - - 10 - - !rows: 7, 20680 several values where one fits, in fragments of one export"
        ]
    );
}

#[test]
fn what_a_source_may_say_of_fragments() {
    for (settings, message) in [
        (
            "join = \"run\"\nlist = \"lists[]\"",
            "`join` makes one event of several records, and a path through `[]` several events of one record",
        ),
        (
            "join = \"runs[]\"",
            "`join` makes one event of several records, and a path through `[]` several events of one record",
        ),
        (
            "repeated = \"rows\"",
            "`repeated` has no meaning without `join`",
        ),
        (
            "join = \"run\"\nrepeated = [\"list\"]",
            "only `rows` and `bytes` are summed, and may be repeated",
        ),
        ("join = []", "nothing is named here"),
    ] {
        let file = Source {
            id: SourceId(0),
            name: "exeat.toml".to_owned(),
            text: format!("[source.x]\nformat = \"jsonl\"\n{settings}\ntime = \"t\"\n"),
        };
        let (all, mut wrong) = mappings(&file);
        wrong.extend(all[0].bind(&Schema::default()).1);
        let told: Vec<&str> = wrong.iter().map(|d| d.message.as_str()).collect();
        assert_eq!(told, [message]);
    }
    // A set may be read through a list all the same.
    joining("purpose = \"p\"");
}

fn fragment() -> impl Strategy<Value = (Event, Place)> {
    let values = (
        prop::option::of("[a-b]"),
        prop::option::of("[a-f]"),
        prop::option::of(prop_oneof![0_i64..9, Just(i64::MAX)]),
        prop::option::of(0_i64..9),
        prop::option::of(prop::collection::vec("[a-d]", 0..3)),
        prop::option::of(prop_oneof![
            Just("success"),
            Just("failure"),
            Just("blocked")
        ]),
    );
    (0_u8..3, 0_u64..1000, values).prop_map(|(second, offset, values)| {
        let mut event = Event::at(parse_rfc3339(&format!("2026-03-02T15:00:0{second}Z")).unwrap());
        let text = |text: String| Value::Text(text);
        event.set(FieldId::ID, values.0.map(text));
        event.set(FieldId::LIST, values.1.map(text));
        event.set(FieldId::ROWS, values.2.map(Value::Int));
        event.set(FieldId::BYTES, values.3.map(Value::Int));
        event.set(FieldId::ROLES, values.4.map(Value::Texts));
        event.set(
            FieldId::OUTCOME,
            values.5.map(|o| Value::Text(o.to_owned())),
        );
        let place = Place {
            file: 0,
            offset,
            part: None,
            line: offset + 1,
            column: 1,
            length: 1,
        };
        (event, place)
    })
}

fn joined<'a>(fragments: impl Iterator<Item = &'a (Event, Place)>) -> Vec<Joined> {
    let mut joining = Joining::new(&[]);
    for (event, place) in fragments {
        joining.add(event, *place);
    }
    joining.events()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn the_order_of_fragments_makes_no_difference(
        mut fragments in prop::collection::vec(fragment(), 0..6),
        at in any::<prop::sample::Index>(),
    ) {
        // Every fragment has a place of its own.
        for ((_, place), number) in fragments.iter_mut().zip(0..) {
            place.offset = place.offset * 8 + number;
        }
        let all = joined(fragments.iter());
        prop_assert_eq!(&joined(fragments.iter().rev()), &all);
        let turned = at.index(fragments.len().max(1));
        let (front, back) = fragments.split_at(turned.min(fragments.len()));
        prop_assert_eq!(&joined(back.iter().chain(front)), &all);
        // Nothing is lost, and what left is told apart from what did not.
        let count: u64 = all.iter().map(|one| one.fragments).sum();
        prop_assert_eq!(count, fragments.len() as u64);
        for (event, place) in &fragments {
            let own = all.iter().find(|one| one.event.is_out() == event.is_out()).unwrap();
            prop_assert!((own.event.time, own.place) <= (event.time, *place));
            let united = own.event.texts(FieldId::ROLES).unwrap_or_default();
            let mut roles = event.texts(FieldId::ROLES).unwrap_or_default().iter();
            prop_assert!(roles.all(|role| united.contains(role)));
            // A sum is never less than a part of it.
            for field in [FieldId::ROWS, FieldId::BYTES] {
                let misfit = own.misfits.iter().any(|m| m.field == field);
                prop_assert!(misfit || own.event.int(field) >= event.int(field));
            }
        }
    }

    #[test]
    fn a_fragment_by_itself_is_its_record(fragment in fragment()) {
        let [one] = &joined([&fragment].into_iter())[..] else { panic!() };
        let (event, place) = &fragment;
        for field in (0..FIELDS.len()).map(|n| FieldId(n as u16)) {
            prop_assert_eq!(one.event.get(field), event.get(field));
        }
        prop_assert_eq!((one.event.time, one.place, one.fragments), (event.time, *place, 1));
        prop_assert!(one.misfits.is_empty());
    }
}

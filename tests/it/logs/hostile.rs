//! Whatever the bytes are, nothing panics, nothing is read twice, and how they arrive makes no difference.

use super::*;
use exeat::event::Value;
use proptest::prelude::*;
use serde_json::Value as Json;
use std::io::Write;

const SOURCE: &str = r#"
format = "FORMAT"
records = "r"
inside = "json(j)"
time = ["a", { path = "b.a", map = { missing = "2026-03-02T15:00:00Z" } }]
id = "a.b"
list = "a[].b"
roles = "b[].a[]"
destination = ["b[].c", "json(c).a", "c[a=b].c"]
rows = "c"
only = { b = ["1*", "*"], "c[].a" = "*" }
ignore = { a = "b*" }
"#;

fn hostile(format: &str) -> Bound {
    let lines = SOURCE.replace("FORMAT", format);
    let lines = if format == "jsonl" {
        lines.replace("records = \"r\"\n", "")
    } else {
        lines
    };
    source(&format!("[source.x]{lines}"))
}

/// At once and byte by byte the same; every place lies in the log, in order, and is the record's.
fn holds(log: &[u8], source: &Bound, most: usize) -> Result<(), TestCaseError> {
    let (all, reading) = read_all(log, source, most);
    let (drops, drop_reading) = read_all(Drops(log), source, most);
    prop_assert_eq!(&all, &drops);
    prop_assert_eq!(reading, drop_reading);
    prop_assert_eq!(reading.bytes, log.len() as u64);
    let mut before = 0;
    for item in &all {
        let (place, raw) = match item {
            Owned::Event {
                place, raw, head, ..
            } => (place, Some((raw, head))),
            Owned::Unclassified { place, .. } | Owned::Unreadable { place, .. } => (place, None),
            Owned::NotExport => continue,
        };
        let (from, to) = (
            place.offset as usize,
            (place.offset + place.length) as usize,
        );
        prop_assert!(to <= log.len());
        prop_assert!(from >= before || place.part > Some(0));
        before = if place.part.is_some() { from } else { to };
        let line = 1 + log[..from].iter().filter(|b| **b == b'\n').count();
        prop_assert_eq!(place.line, line as u64);
        if let Some((raw, head)) = raw {
            prop_assert_eq!(&log[from..to], raw.as_bytes());
            for (_, range) in source.locate(head, raw, place.part) {
                prop_assert!(raw.get(range).is_some());
            }
        }
    }
    Ok(())
}

fn json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        (-1000_i32..1000).prop_map(|n| Json::from(f64::from(n) / 4.0)),
        prop_oneof![
            "[a-c]{0,2}",
            "\\PC{0,4}",
            "-?[0-9]{1,20}",
            Just("true".to_owned())
        ]
        .prop_map(Json::from),
        Just(Json::from(r#"{"a":"x"}"#)),
        Just(Json::from("2026-03-02T15:00:00Z")),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
            prop::collection::vec(("[a-cjr]", inner), 0..5)
                .prop_map(|pairs| Json::Object(pairs.into_iter().collect())),
        ]
    })
}

fn object() -> impl Strategy<Value = Json> {
    prop::collection::vec(("[a-cjr]", json()), 0..6)
        .prop_map(|pairs| Json::Object(pairs.into_iter().collect()))
}

/// An object with an array of records in it is no record itself.
fn record() -> impl Strategy<Value = Json> {
    object().prop_map(|mut object| {
        if object["r"].is_array() {
            object["r"] = Json::Null;
        }
        object
    })
}

/// What stands at keys, by looking it up.
fn lookup<'a>(record: &'a Json, keys: &[String]) -> Option<&'a Json> {
    let found = keys
        .iter()
        .try_fold(record, |at, key| at.as_object()?.get(key))?;
    (!found.is_null() && found.as_str() != Some("")).then_some(found)
}

/// A value for a text field, or that it does not fit.
fn as_text(value: &Json) -> Result<Value, ()> {
    match value {
        Json::String(text) => Ok(Value::Text(text.clone())),
        Json::Number(number) => Ok(Value::Text(number.to_string())),
        _ => Err(()),
    }
}

fn as_rows(value: &Json) -> Result<Value, ()> {
    let number = match value {
        Json::Number(number) => match number.as_i64() {
            Some(whole) => whole,
            // Quarters below 250: exact in every way.
            None => {
                let float = number.as_f64().ok_or(())?;
                if float.fract() != 0.0 || float.abs() > 1000.0 {
                    return Err(());
                }
                float as i64
            }
        },
        Json::String(text) => {
            let digits = text.strip_prefix('-').unwrap_or(text);
            if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
                return Err(());
            }
            text.parse().map_err(|_| ())?
        }
        _ => return Err(()),
    };
    if number < 0 {
        Err(())
    } else {
        Ok(Value::Int(number))
    }
}

fn as_set(value: &Json) -> Result<Value, ()> {
    let members: Vec<&Json> = match value {
        Json::Array(members) => members.iter().filter(|m| !m.is_null()).collect(),
        one => vec![one],
    };
    let texts: Option<Vec<String>> = members
        .iter()
        .map(|m| m.as_str().map(str::to_owned))
        .collect();
    let mut texts = texts.ok_or(())?;
    texts.retain(|t| !t.is_empty());
    texts.sort();
    texts.dedup();
    Ok(Value::Texts(texts))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_walk_finds_what_looking_up_finds(
        record in object(),
        paths in prop::collection::vec(prop::collection::vec("[a-cjr]", 1..4), 4),
        pretty in any::<bool>(),
    ) {
        let written = |keys: &[String]| format!("{:?}", keys.join("."));
        let source = source(&format!(
            "[source.x]\nformat = \"json\"\ntime = {{ path = \"none\", map = {{ missing = \"2026-03-02T15:00:00Z\" }} }}\nlist = {}\npurpose = [{}, {}]\nrows = {}\nroles = {}\n",
            written(&paths[0]), written(&paths[1]), written(&paths[0]), written(&paths[2]), written(&paths[3]),
        ));
        let text = if pretty {
            serde_json::to_string_pretty(&record).unwrap()
        } else {
            record.to_string()
        };
        let all = items(&text, &source);
        let [Owned::Event { event, misfits, .. }] = &all[..] else {
            panic!("{all:?}")
        };
        let first = lookup(&record, &paths[1]).or_else(|| lookup(&record, &paths[0]));
        for (field, naive) in [
            (FieldId::LIST, lookup(&record, &paths[0]).map(as_text)),
            (FieldId::PURPOSE, first.map(as_text)),
            (FieldId::ROWS, lookup(&record, &paths[2]).map(as_rows)),
            (FieldId::ROLES, lookup(&record, &paths[3]).map(as_set)),
        ] {
            let misfit = misfits.iter().any(|m| m.field == field);
            prop_assert_eq!(misfit, naive == Some(Err(())), "{:?} {}", field, text);
            let expected = naive.and_then(Result::ok);
            prop_assert_eq!(event.get(field), expected.as_ref(), "{:?} {}", field, text);
        }
    }

    #[test]
    fn documents_in_any_shape_are_read_alike(records in prop::collection::vec(record(), 1..4), pretty in any::<bool>()) {
        let source = hostile("json");
        let text = |value: &Json| if pretty {
            serde_json::to_string_pretty(value).unwrap()
        } else {
            value.to_string()
        };
        let what = |log: &str| -> Vec<String> {
            let all = items(log, &source);
            all.iter()
                .map(|item| match item {
                    Owned::Event { event, misfits, raw, place, .. } => format!("{event:?} {misfits:?} {raw} {:?}", place.part),
                    Owned::Unclassified { action, place } => format!("{action} {:?}", place.part),
                    Owned::Unreadable { reason, place } => format!("{reason} {} {:?}", place.length, place.part),
                    Owned::NotExport => "none".to_owned(),
                })
                .collect()
        };
        let texts: Vec<String> = records.iter().map(text).collect();
        let lines = what(&texts.join("\n"));
        for log in [
            texts.concat(),
            format!("[{}]", texts.join(",")),
            format!("[\n{}\n]", texts.join(" ,\n")),
            format!("{{\"n\":{},\"r\":[{}]}}", records.len(), texts.join(",")),
        ] {
            prop_assert_eq!(&what(&log), &lines, "{}", log);
            holds(log.as_bytes(), &source, MAX_RECORD)?;
        }
    }

    #[test]
    fn broken_logs_are_survived(
        records in prop::collection::vec(object(), 1..5),
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0_u8..3, any::<u8>()), 0..6),
        format in prop_oneof![Just("json"), Just("jsonl")],
        shape in 0_u8..4,
        most in prop_oneof![Just(MAX_RECORD), 1_usize..80],
    ) {
        let texts: Vec<String> = records.iter().map(Json::to_string).collect();
        let mut log = match shape {
            0 => texts.join("\n"),
            1 => format!("[{}]", texts.join(",\n")),
            2 => format!("{{\"r\":[{}]}}\n", texts.join(",")).repeat(2),
            _ => serde_json::to_string_pretty(&records).unwrap(),
        }
        .into_bytes();
        for (at, edit, byte) in edits {
            let byte = b"{}[]\",:\\\n\xEF\xFF 1n"[usize::from(byte) % 14];
            let at = at.index(log.len().max(1));
            match edit {
                0 if at < log.len() => log[at] = byte,
                1 if at < log.len() => drop(log.remove(at)),
                _ => log.insert(at, byte),
            }
        }
        // What begins like a compressed log is one.
        prop_assume!(!log.starts_with(&[0xFF]));
        holds(&log, &hostile(format), most)?;
    }

    #[test]
    fn any_bytes_are_survived(log in prop::collection::vec(any::<u8>(), 0..200), magic in 0_usize..5) {
        let magic: &[u8] = [&b""[..], b"\x1F\x8B\x08\0", b"\x28\xB5\x2F\xFD", b"\x50\x2A\x4D\x18", b"\xFF\xFE"][magic];
        let log = [magic, &log].concat();
        for format in ["json", "jsonl"] {
            let source = hostile(format);
            prop_assert_eq!(read_all(&log[..], &source, 64), read_all(Drops(&log), &source, 64));
        }
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// In several blocks, with a checksum.
fn zstd(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = zstd::Encoder::new(Vec::new(), 1).unwrap();
    encoder.include_checksum(true).unwrap();
    for piece in bytes.chunks(200) {
        encoder.write_all(piece).unwrap();
        encoder.flush().unwrap();
    }
    encoder.finish().unwrap()
}

#[test]
fn what_breaks_off_keeps_the_records_before() {
    let lines: String = (0..30)
        .map(|n| {
            format!(
                "{{\"id\":\"{n}\",\"time\":{},\"x\":\"{}\"}}\n",
                1_700_000_000 + n,
                n * n * 7919
            )
        })
        .collect();
    let array = format!("[{}]", lines.trim_end().replace('\n', ","));
    for (format, text) in [("jsonl", &lines), ("json", &array)] {
        let source = source(&format!(
            "[source.x]\nformat = \"{format}\"\nid = \"id\"\ntime = \"time\"\n"
        ));
        for packed in [gzip(text.as_bytes()), zstd(text.as_bytes())] {
            let whole = items(&packed, &source);
            assert_eq!(whole.len(), 30);
            let mut most = 0;
            for end in 4..packed.len() {
                let mut cut = items(&packed[..end], &source);
                let Some(Owned::Unreadable { place, reason }) = cut.pop() else {
                    panic!("{end}")
                };
                assert!(reason.ends_with("breaks off here"), "{reason}");
                assert!(whole.starts_with(&cut), "{end}");
                // The rest begins behind the last record that came before it.
                if let Some(Owned::Event { place: last, .. }) = cut.last() {
                    assert!(place.offset >= last.offset + last.length, "{end}");
                }
                assert!(cut.len() >= most);
                most = cut.len();
            }
            // Where only the checksum lacks, all records were there.
            assert_eq!(most, 30, "{format}");
        }
    }
}

/// A record of so many bytes, made as it is read.
struct Long {
    left: usize,
    tail: &'static [u8],
}

impl Read for Long {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            return self.tail.read(room);
        }
        let count = room.len().min(self.left);
        room[..count].fill(b'y');
        self.left -= count;
        Ok(count)
    }
}

#[test]
fn a_line_of_a_hundred_mebibytes_costs_itself() {
    let start = &b"{\"id\":\"1\",\"time\":1700000000}\n{\"x\":\""[..];
    let tail = b"\"}\n{\"id\":\"2\",\"time\":1700000000}\n";
    for (format, mib) in [("jsonl", 100), ("json", 20)] {
        let source = source(&format!(
            "[source.x]\nformat = \"{format}\"\nid = \"id\"\ntime = \"time\"\n"
        ));
        let left = mib * 1024 * 1024;
        let (all, reading) = read_all(start.chain(Long { left, tail }), &source, MAX_RECORD);
        let shorts: Vec<String> = all.iter().map(Owned::short).collect();
        let told = format!("2:1 +{} longer than 16 MiB", left + 8);
        assert_eq!(shorts, ["1:1 1", told.as_str(), "3:1 2"]);
        assert_eq!(reading.bytes as usize, start.len() + left + tail.len());
    }
}

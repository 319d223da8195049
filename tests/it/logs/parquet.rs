//! Parquet: rows are lines of JSON in all but their bytes.

use super::*;

fn fixture(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/logs/tables");
    std::fs::read(format!("{folder}/{name}")).unwrap()
}

const LINES: &str = "[source.x]\nformat = \"jsonl\"\nzone = \"UTC\"\nid = \"Identity\"\ntime = \"CreationDate\"\nactor = \"UserIds\"\nlist = \"json(AuditData).SourceRelativeUrl\"\n";

#[test]
fn a_table_of_text_is_not_read_as_parquet_nor_the_other_way_round() {
    let table = source("[source.x]\nformat = \"csv\"\ntime = \"t\"\n");
    let all = items(fixture("m365-derived.parquet"), &table);
    let [Owned::Unreadable { place, reason }] = &all[..] else {
        panic!("{all:?}")
    };
    assert_eq!((place.offset, place.line), (0, 1));
    let why = match cfg!(feature = "parquet") {
        true => {
            "Parquet, where the source says that it is a table of text; write `format = \"parquet\"`"
        }
        false => {
            "Parquet, and this exeat was built without it; build it with `cargo install --features parquet`"
        }
    };
    assert_eq!(reason, why);
}

#[cfg(not(feature = "parquet"))]
#[test]
fn parquet_that_is_not_built_in_is_told() {
    let all = shorts(fixture("types.parquet"), &source(LINES));
    let why = "Parquet, and this exeat was built without it; build it with `cargo install --features parquet`";
    assert_eq!(all, [format!("1:1 +0 {why}")]);
    let file = Source {
        id: SourceId(0),
        name: "exeat.toml".to_owned(),
        text: LINES.replace("jsonl", "parquet"),
    };
    let (_, wrong) = mappings(&file);
    assert_eq!(wrong[0].message, "Parquet cannot be read here");
    let help = "this exeat was built without it; build it with `cargo install --features parquet`";
    assert_eq!(wrong[0].help.as_deref(), Some(help));
}

#[cfg(feature = "parquet")]
mod built_in {
    use super::*;
    use crate::harness::exeat;
    use serde_json::{Value as Json, json};
    use std::io::Write;

    #[test]
    fn parquet_says_what_the_same_lines_say() {
        let packed = source(&LINES.replace("jsonl", "parquet"));
        let of_lines = items(fixture("m365-derived.jsonl"), &source(LINES));
        let log = fixture("m365-derived.parquet");
        let (of_rows, reading) = read_all(&log[..], &packed, MAX_RECORD);
        assert_eq!(
            read_all(Drops(&log), &packed, MAX_RECORD),
            (of_rows.clone(), reading)
        );
        assert_eq!((reading.records, reading.lines), (9, 9));
        // What is Parquet is seen from its bytes.
        assert_eq!(items(&log, &source(LINES)), of_rows);
        let said = |all: &[Owned]| -> Vec<_> {
            all.iter()
                .map(|item| match item {
                    Owned::Event {
                        event,
                        misfits,
                        place,
                        raw,
                        ..
                    } => {
                        let record: Json = serde_json::from_str(raw).unwrap();
                        (event.clone(), misfits.clone(), place.line, record)
                    }
                    other => panic!("{other:?}"),
                })
                .collect()
        };
        assert_eq!(said(&of_rows), said(&of_lines));
        // Its bytes, as they are counted, are those lines.
        let mut lines = Vec::new();
        exeat::logs::decompressed(&log[..])
            .read_to_end(&mut lines)
            .unwrap();
        for item in &of_rows {
            let Owned::Event { place, raw, .. } = item else {
                panic!()
            };
            let from = place.offset as usize;
            assert_eq!(&lines[from..from + place.length as usize], raw.as_bytes());
        }
        assert_eq!(reading.bytes, lines.len() as u64);
    }

    #[test]
    fn parquet_of_every_type_becomes_json() {
        let mut lines = String::new();
        let log = fixture("types.parquet");
        exeat::logs::decompressed(&log[..])
            .read_to_string(&mut lines)
            .unwrap();
        let rows: Vec<Json> = lines
            .lines()
            .map(|l| serde_json::from_str(l).unwrap())
            .collect();
        assert_eq!(rows.len(), 2);
        let wall = "2026-03-02T15:00:00.123456";
        let expected = json!({
            "ms": "2026-03-02T15:00:00.123Z",
            "us": format!("{wall}Z"),
            "wall_us": wall,
            "wall_ns": wall,
            "ns": format!("{wall}Z"),
            "day": "2026-03-02",
            "clock": "15:00:01.000005000",
            "yes": true,
            "int": -7,
            "big": u64::MAX,
            "half": 1.5,
            "text": "é\n\"x\"",
            "bytes": "plain",
            "binary": {"hex": "ff00"},
            "set": ["a", null, "b"],
            "group": {"a": {"b": "deep", "at": wall}},
            "groups": [{"name": "x", "at": wall}, {"name": "y", "at": null}],
            "map": {"k": 1, "l": null},
            "numbers": [{"key": 1, "value": "one"}],
            "a.b": "dotted",
        });
        let mut first = rows[0].clone();
        first.as_object_mut().unwrap().remove("money");
        assert_eq!(first, expected);
        // Digit by digit: no double holds this.
        assert!(lines.contains("\"money\":-1234567890123.45,"), "{lines}");
        for (name, value) in rows[1].as_object().unwrap() {
            let nothing = match name.as_str() {
                "group" => json!(null),
                _ => Json::Null,
            };
            assert_eq!(*value, nothing, "{name}");
        }
    }

    #[test]
    fn parquet_is_scanned_like_lines() {
        let quick = "json(AuditData).SourceRelativeUrl";
        for mapping in [LINES.to_owned(), LINES.replace(quick, "Operations")] {
            for format in ["jsonl", "parquet"] {
                scanned_like_lines(&mapping, format);
            }
        }
    }

    fn scanned_like_lines(mapping: &str, format: &str) {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::create_dir(at("policies")).unwrap();
        std::fs::write(
            at("policies/p.exeat"),
            "rule r {\n    deny anyone to export any/*\n    when actor is set\n}\n",
        )
        .unwrap();
        let told = |log: &str, mapping: &str| {
            std::fs::write(at("exeat.toml"), mapping).unwrap();
            std::fs::copy(
                crate::harness::top().join("tests/logs/tables").join(log),
                at(log),
            )
            .unwrap();
            let ran = exeat(folder.path(), &["scan", log, "--output", "json"]);
            assert_eq!(ran.stderr, "", "{}", ran.stdout);
            let lines = ran.stdout.lines();
            let findings: Vec<Json> = lines
                .map(|line| serde_json::from_str(line).unwrap())
                .filter(|line: &Json| line["type"] == "finding")
                .map(|mut finding| {
                    for own in ["file", "offset", "fingerprint", "help"] {
                        finding.as_object_mut().unwrap().remove(own);
                    }
                    finding
                })
                .collect();
            findings
        };
        let lines = told("m365-derived.jsonl", mapping);
        assert!(lines.len() > 5, "{lines:?}");
        let packed = mapping.replace("jsonl", format);
        assert_eq!(told("m365-derived.parquet", &packed), lines);
    }

    #[test]
    fn parquet_that_is_damaged_costs_what_is_told() {
        let source = source(LINES);
        let log = fixture("m365-derived.parquet");
        for end in [4, 5, 100, log.len() / 2, log.len() - 1] {
            let all = shorts(&log[..end], &source);
            let why = "the Parquet data is damaged, or breaks off: its directory cannot be read";
            assert_eq!(all, [format!("1:1 +0 {why}")], "{end}");
        }
        let plain = shorts("PAR1\n", &source);
        assert_eq!(plain.len(), 1);
        let not = shorts(
            "{}\n{}\n",
            &super::source(&LINES.replace("jsonl", "parquet")),
        );
        assert_eq!(not, ["1:1 +6 no Parquet: it does not begin with `PAR1`"]);
    }

    #[test]
    fn parquet_with_any_byte_changed_is_survived() {
        let source = source(LINES);
        for name in ["m365-derived.parquet", "types.parquet"] {
            let whole = fixture(name);
            let mut lost = 0;
            for at in (4..whole.len()).step_by(61) {
                let mut log = whole.clone();
                log[at] ^= 0x55;
                let all = items(&log, &source);
                lost += usize::from(
                    all.iter()
                        .any(|item| matches!(item, Owned::Unreadable { .. })),
                );
            }
            assert!(lost > 0, "{name}");
        }
    }

    #[test]
    fn parquet_inside_gzip_is_no_parquet() {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(&fixture("types.parquet")).unwrap();
        let packed = source(&LINES.replace("jsonl", "parquet"));
        let all = shorts(gzip.finish().unwrap(), &packed);
        assert_eq!(all.len(), 1);
        assert!(all[0].ends_with("no Parquet: it does not begin with `PAR1`"));
    }
}

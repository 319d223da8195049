//! Streams of JSON documents: every shape gives the same records, and a defect costs no more than it must.

use super::*;

const T: &str = r#""time":"2026-03-02T15:00:00Z""#;

fn stream(records: &str) -> Bound {
    source(&format!(
        "[source.x]\nformat = \"json\"\n{records}\nid = \"id\"\ntime = \"time\"\n"
    ))
}

fn one(id: &str) -> String {
    format!("{{\"id\":\"{id}\",{T}}}")
}

/// The same at once and byte by byte, or it is a mistake.
fn both(log: &[u8], source: &Bound) -> Vec<String> {
    let (all, reading) = read_all(log, source, MAX_RECORD);
    let (drops, drop_reading) = read_all(Drops(log), source, MAX_RECORD);
    assert_eq!(all, drops);
    assert_eq!(reading, drop_reading);
    assert_eq!(reading.bytes, log.len() as u64);
    for item in &all {
        if let Owned::Event { place, raw, .. } = item {
            let at = place.offset as usize;
            assert_eq!(&log[at..at + place.length as usize], raw.as_bytes());
        }
    }
    all.iter().map(Owned::short).collect()
}

#[test]
fn every_shape_gives_its_records() {
    let (a, b) = (one("a"), one("b"));
    let plain = stream("");
    let within = stream("records = \"Records\"");
    let deeper = stream("records = \"data.\\\"the rows\\\"\"");
    for (log, source, expected) in [
        (String::new(), &plain, vec![]),
        (" \n\n".to_owned(), &plain, vec![]),
        (a.clone(), &plain, vec!["1:1 a"]),
        (format!("{a}\n{b}\n"), &plain, vec!["1:1 a", "2:1 b"]),
        (
            format!("\u{feff}{a}\r\n\r\n\u{feff} {b}"),
            &plain,
            vec!["1:1 a", "3:2 b"],
        ),
        (format!("{a}{b}"), &plain, vec!["1:1 a", "1:41 b"]),
        (format!("[{a},{b}]"), &plain, vec!["1:2 a", "1:43 b"]),
        (
            format!("[\n  {a},\n  {b}\n]\n"),
            &plain,
            vec!["2:3 a", "3:3 b"],
        ),
        (format!("[{a}]\n[]\n[{b}]"), &plain, vec!["1:2 a", "3:2 b"]),
        (
            format!("{{\"Records\":[{a},{b}]}}"),
            &within,
            vec!["1:13 a", "1:54 b"],
        ),
        (
            format!("{{\"R\\u0065cords\": [{a}] }}"),
            &within,
            vec!["1:19 a"],
        ),
        (
            format!(
                "{{\n \"x\": {{\"Records\": [1]}}, \"é\": [{{}}],\n \"Records\": [\n{a},\n{b}\n ], \"y\": 1\n}}\n"
            ),
            &within,
            vec!["4:1 a", "5:1 b"],
        ),
        (
            format!("{{\"Records\":[]}}\n{{\"Records\":[{a}]}}"),
            &within,
            vec!["2:13 a"],
        ),
        (
            format!("{{\"Records\":[{a}],\"Records\":[{b}]}}"),
            &within,
            vec!["1:13 a", "1:66 b"],
        ),
        (format!("{a}\n[{b}]"), &within, vec!["1:1 a", "2:2 b"]),
        (
            format!(
                "{{\"the rows\":[7],\"data\":{{\"n\":1,\"the rows\":[{a},{b}],\"m\":[]}},\"the rows\":[8]}}"
            ),
            &deeper,
            vec!["1:43 a", "1:84 b"],
        ),
        (
            format!("{{\"data\":{{}},\"data\":{{\"the rows\":[{a}]}},\"z\":{{\"the rows\":[9]}}}}"),
            &deeper,
            vec!["1:32 a"],
        ),
    ] {
        assert_eq!(both(log.as_bytes(), source), expected, "{log}");
    }
}

#[test]
fn what_is_no_record_is_told_and_costs_itself() {
    let (a, b) = (one("a"), one("b"));
    let within = stream("records = \"Records\"");
    for (log, bad) in [
        (
            "null",
            "+4 `true`, `false` or `null`, where a record must be an object",
        ),
        ("17", "+2 a number, where a record must be an object"),
        ("-1.5e+3", "+7 a number, where a record must be an object"),
        ("\"x\\\"\"", "+5 a text, where a record must be an object"),
        ("[[1,2],[]]", "+10 a list, where a record must be an object"),
        (
            "{\"id\":\"1\",\"id\":\"2\",\"time\":1}",
            "+28 `id` stands twice with different values",
        ),
        ("{\"Records\":null}", "+16 it has no time"),
        ("{}", "+2 it has no time"),
    ] {
        let all = both(
            format!("[{a},\n{bad_json},{b}]", bad_json = log).as_bytes(),
            &within,
        );
        assert_eq!(
            all,
            [
                "1:2 a".to_owned(),
                format!("2:1 {bad}"),
                format!("2:{} b", log.len() + 2)
            ]
        );
    }
    let text = [
        b"[{\"id\":\n\"\xFF\"},".to_vec(),
        a.into_bytes(),
        b"]".to_vec(),
    ]
    .concat();
    assert_eq!(
        both(&text, &within),
        ["1:2 +11 not UTF-8 at line 2, column 2: byte 0xFF", "2:6 a"]
    );
}

#[test]
fn a_defect_costs_the_rest_of_its_document() {
    let (a, b, c) = (one("a"), one("b"), one("c"));
    let within = stream("records = \"Records\"");
    for (log, expected) in [
        // One document a line: it goes on at the next.
        (
            format!("{{\"Records\":[{a},{{\"id\" 1}},{b}]}}\n{{\"Records\":[{c}]}}\n"),
            vec![
                "1:13 a",
                "1:54 +51 not JSON at column 60: a colon is missing before `1`",
                "2:13 c",
            ],
        ),
        (
            format!("{a}\n}}{b}\n{c}"),
            vec![
                "1:1 a",
                "2:1 +41 not JSON at column 1: no document begins with `}`",
                "3:1 c",
            ],
        ),
        (
            format!("{a},\n{c}"),
            vec![
                "1:1 a",
                "1:41 +1 not JSON at column 41: no document begins with `,`",
                "2:1 c",
            ],
        ),
        (
            format!("{a}\nnot a log\n\n{c}"),
            vec![
                "1:1 a",
                "2:1 +9 not JSON at column 2: `o` stands where `null` goes on",
                "4:1 c",
            ],
        ),
        // A line that breaks off does not swallow the next, whatever it breaks off behind.
        (
            format!("{a}\n{{\"id\":\n{b}\n{c}"),
            vec![
                "1:1 a",
                "2:1 +7 it breaks off before the end of its line",
                "3:1 b",
                "4:1 c",
            ],
        ),
        (
            format!("{a}\n{{\"Records\":[{b},\n{c}"),
            vec![
                "1:1 a",
                "2:13 b",
                "3:1 +0 it breaks off before the end of its line",
                "3:1 c",
            ],
        ),
        (
            format!("{{\"id\":\"x\n{b}\n{c}"),
            vec![
                "1:1 +8 not JSON at column 9: a line end stands in a text; it must be written as an escape",
                "2:1 b",
                "3:1 c",
            ],
        ),
        (
            format!("{{\"id\":\"x\"\n{b}\n{c}"),
            vec![
                "1:1 +10 not JSON at line 2, column 1: a comma or `}` is missing before `{`",
                "2:1 b",
                "3:1 c",
            ],
        ),
        // A document over several lines: nobody knows where it ends.
        (
            format!("[\n {a},\n {{\"id\":}},\n {b}\n]\n"),
            vec![
                "2:2 a",
                "3:2 +53 not JSON at column 8: a value is missing before `}`",
            ],
        ),
        (
            format!("[\n {a}\n {b}\n]\n"),
            vec![
                "2:2 a",
                "3:2 +43 not JSON at column 2: a comma or `]` is missing before `{`",
            ],
        ),
        // What breaks off at the end.
        (
            format!("[{a},{{\"id\":\"b\""),
            vec![
                "1:2 a",
                "1:43 +9 not JSON at column 52: it breaks off: a comma or `}` is missing",
            ],
        ),
        (
            format!("[{a},"),
            vec![
                "1:2 a",
                "1:43 +0 not JSON at column 43: it breaks off: a value is missing",
            ],
        ),
        (
            format!("[{a}"),
            vec![
                "1:2 a",
                "1:42 +0 not JSON at column 42: it breaks off: a comma or `]` is missing",
            ],
        ),
    ] {
        let all = both(log.as_bytes(), &within);
        let starts =
            all.len() == expected.len() && all.iter().zip(&expected).all(|(a, e)| a.starts_with(e));
        assert!(starts, "{log}\n{all:#?}\n{expected:#?}");
    }
}

#[test]
fn what_is_too_long_or_too_deep_costs_itself() {
    let (a, b) = (one("a"), one("b"));
    let within = stream("records = \"Records\"");
    let long = format!("{{\"x\":\"{}\"}}", "y".repeat(200));
    let told = format!("+{} longer than 100 bytes", long.len());
    let deep = format!("{{\"x\":{}{}}}", "[".repeat(10_500), "]".repeat(10_500));
    for (log, expected) in [
        (
            format!("{a}\n{long}\n{b}"),
            vec![
                "1:1 a".to_owned(),
                format!("2:1 {told}"),
                "3:1 b".to_owned(),
            ],
        ),
        (
            format!("[{a},{long},{b}]"),
            vec![
                "1:2 a".to_owned(),
                format!("1:43 {told}"),
                "1:252 b".to_owned(),
            ],
        ),
        // What stands beside the records may be as long as it likes.
        (
            format!("{{\"pad\":{long},\"Records\":[{a}],\"more\":{long}}}"),
            vec!["1:228 a".to_owned()],
        ),
        (
            format!("{{\"pad\":{long}}}"),
            vec![format!("1:1 +{} longer than 100 bytes", long.len() + 8)],
        ),
        (
            format!("[{a},{deep},{b}]"),
            vec![
                "1:2 a".to_owned(),
                format!("1:43 +{} more than 10,000 brackets are open", deep.len()),
                format!("1:{} b", 44 + deep.len()),
            ],
        ),
    ] {
        let most = if log.contains("[[[") { MAX_RECORD } else { 100 };
        let all = read_all(log.as_bytes(), &within, most).0;
        assert_eq!(all, read_all(Drops(log.as_bytes()), &within, most).0);
        assert_eq!(all.iter().map(Owned::short).collect::<Vec<_>>(), expected);
    }
}

#[test]
fn damage_is_told_once_with_its_place() {
    let (a, b) = (one("a"), one("b"));
    for (format, text, expected) in [
        ("jsonl", format!("{a}\n{b}\n{a}\n"), "4:1 +0"),
        ("jsonl", format!("{a}\n{b}"), "2:41 +0"),
        ("json", format!("[{a},\n{b}]"), "2:42 +0"),
        ("json", format!("[{a},\n{b},\n"), "3:1 +0"),
        ("json", format!("[{a},\n{{\"id\":\"b\""), "2:1 +9"),
        ("jsonl", format!("{a}\n{{\"id\":\"b\""), "2:1 +9"),
    ] {
        let source = source(&format!(
            "[source.x]\nformat = \"{format}\"\nid = \"id\"\ntime = \"time\"\n"
        ));
        let mut log = gzip(text.as_bytes());
        // A wrong checksum: all bytes came, and the last word is that something is wrong with them.
        let at = log.len() - 8;
        log[at] ^= 1;
        let all = shorts(&log, &source);
        let told = all
            .iter()
            .filter(|s| s.ends_with("the gzip data is damaged here"))
            .count();
        assert_eq!(told, 1, "{all:?}");
        let last = all.last().unwrap();
        assert!(last.starts_with(expected), "{last} {expected}");
        assert!(all[0].ends_with(" a"), "{all:?}");
    }
    let utf16 = [
        b"\xFF\xFE".to_vec(),
        a.encode_utf16().flat_map(u16::to_le_bytes).collect(),
    ]
    .concat();
    assert_eq!(
        shorts(utf16, &stream("")),
        ["1:1 +0 UTF-16, where a log must be UTF-8; `iconv -f UTF-16 -t UTF-8` converts it"]
    );
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

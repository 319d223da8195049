//! JSON lines: each bad line costs itself, and says why.

use super::*;
use exeat::event::{Outcome, Value};
use exeat::time::parse_rfc3339;

const T: &str = r#""time":"2026-03-02T15:00:00Z""#;

#[test]
fn the_plain_form_is_read_field_by_field() {
    let line = r#"{"id":"e1","time":"2026-03-02T15:00:00+01:00","actor":" Ana.Ruiz@mail.example ","roles":["support","support",""],"action":"export","tenant":"opensea","list":"newsletter","rows":"20680","bytes":2.5e3,"fields":"email","destination":"kim@opensea.io","ip":"[::ffff:192.0.2.1]:443","purpose":"","ticket":null,"approver":"DPO@mail.example","approver_roles":[],"approved_at":1772460000,"outcome":"blocked","extra":{"id":"no"}}"#;
    let all = items(line, &bound("exeat"));
    let [
        Owned::Event {
            place,
            event,
            misfits,
            raw,
            ..
        },
    ] = &all[..]
    else {
        panic!("{all:?}")
    };
    assert_eq!((place.offset, place.line, place.column), (0, 1, 1));
    assert_eq!((place.length, place.part), (line.len() as u64, None));
    assert_eq!((raw.as_str(), misfits.len()), (line, 0));
    assert_eq!(event.time, parse_rfc3339("2026-03-02T14:00:00Z").unwrap());
    let text = |t: &str| Some(Value::Text(t.to_owned()));
    for (field, expected) in [
        (FieldId::ID, text("e1")),
        (FieldId::TIME, Some(Value::Time(event.time))),
        (FieldId::ACTOR, text("ana.ruiz@mail.example")),
        (
            FieldId::ROLES,
            Some(Value::Texts(vec!["support".to_owned()])),
        ),
        (FieldId::ROWS, Some(Value::Int(20680))),
        (FieldId::BYTES, Some(Value::Int(2500))),
        (
            FieldId::COLUMNS,
            Some(Value::Texts(vec!["email".to_owned()])),
        ),
        (FieldId::IP, Some(Value::Ip("192.0.2.1".parse().unwrap()))),
        (FieldId::PURPOSE, None),
        (FieldId::TICKET, None),
        (FieldId::APPROVER, text("dpo@mail.example")),
        (FieldId::APPROVER_ROLES, Some(Value::Texts(vec![]))),
        (
            FieldId::APPROVED_AT,
            Some(Value::Time(parse_rfc3339("2026-03-02T14:00:00Z").unwrap())),
        ),
    ] {
        assert_eq!(event.get(field), expected.as_ref(), "{field:?}");
    }
    assert_eq!(event.outcome(), Outcome::Blocked);
}

#[test]
fn a_bad_line_costs_itself_and_says_why() {
    let exeat = bound("exeat");
    for (line, reason) in [
        (
            r#"{"a":1 "b":2}"#,
            "not JSON at column 8: a comma or `}` is missing before `\"`",
        ),
        (
            r#"{"é":1 "b":2}"#,
            "not JSON at column 8: a comma or `}` is missing before `\"`",
        ),
        (
            r#"{"a":1"#,
            "not JSON at column 7: it breaks off: a comma or `}` is missing",
        ),
        (
            r#"{"a":"x"#,
            "not JSON at column 8: it breaks off inside a text",
        ),
        (
            r#"{"a":"#,
            "not JSON at column 6: it breaks off: a value is missing",
        ),
        (
            r#"{"a""#,
            "not JSON at column 5: it breaks off: a colon is missing",
        ),
        (
            r#"{"a" 1}"#,
            "not JSON at column 6: a colon is missing before `1`",
        ),
        (
            r#"{"a":}"#,
            "not JSON at column 6: a value is missing before `}`",
        ),
        (
            r#"{"a":1,}"#,
            "not JSON at column 8: behind the last comma no key follows",
        ),
        (
            r#"{a:1}"#,
            "not JSON at column 2: a key in double quotes is missing before `a`",
        ),
        (
            r#"{'a':1}"#,
            "not JSON at column 2: keys stand in double quotes",
        ),
        (
            r#"{"a":'x'}"#,
            "not JSON at column 6: texts stand in double quotes",
        ),
        (
            r#"{"a":None}"#,
            "not JSON at column 6: no value begins with `N`",
        ),
        (
            r#"{"a":nul}"#,
            "not JSON at column 9: `}` stands where `null` goes on",
        ),
        (
            r#"{"a":[1 2]}"#,
            "not JSON at column 9: a comma or `]` is missing before `2`",
        ),
        (
            r#"{"a":01}"#,
            "not JSON at column 7: a number begins with a zero",
        ),
        (
            r#"{"a":1.}"#,
            "not JSON at column 8: a digit is missing before `}`",
        ),
        (
            r#"{"a":"\x"}"#,
            "not JSON at column 8: a backslash before `x` is no escape",
        ),
        (
            r#"{"a":"\u00g0"}"#,
            "not JSON at column 11: one of the four hexadecimal digits of `\\u` is missing before `g`",
        ),
        (
            "{\"a\":\"x\ty\"}",
            "not JSON at column 8: a tab stands in a text; it must be written as an escape",
        ),
        (
            r#"{"a":1},"#,
            "not JSON at column 8: behind the record something more stands: `,`",
        ),
        (
            r#"{"a":1}{"b":2}"#,
            "not JSON at column 8: behind the record something more stands: `{`",
        ),
        (
            r#"<14>Jan 1 host app"#,
            "not JSON at column 1: no value begins with `<`",
        ),
        ("[]", "a list, where a record must be an object"),
        ("17", "a number, where a record must be an object"),
        ("\"x\"", "a text, where a record must be an object"),
        (
            "null",
            "`true`, `false` or `null`, where a record must be an object",
        ),
        ("{}", "it has no time"),
        (
            r#"{"time":"redacted"}"#,
            "its time \"redacted\" cannot be read: no time in any form that is known",
        ),
        (
            r#"{"time":"2021-05-18T21:13:33"}"#,
            "its time \"2021-05-18T21:13:33\" cannot be read: it has no time zone; `zone = \"UTC\"` in the source gives it one",
        ),
        (
            r#"{"time":[]}"#,
            "its time [] cannot be read: a list, not a time",
        ),
    ] {
        let good = |id| format!("{{\"id\":\"{id}\",{T}}}");
        let log = format!("{}\n{line}\r\n\n{}", good(1), good(2));
        let all = shorts(&log, &exeat);
        let bad = format!("2:1 +{} {reason}", line.len());
        assert_eq!(all, ["1:1 1", bad.as_str(), "4:1 2"]);
    }
}

#[test]
fn bytes_that_are_no_utf8_are_shown_by_column() {
    let log = [
        b"{\"a\":\"\xC3\xA9\xFF\"}\n".as_slice(),
        b"{\"a\":\"\xE2\x82\"}",
    ]
    .concat();
    assert_eq!(
        shorts(log, &bound("exeat")),
        [
            "1:1 +11 not UTF-8 at column 8: byte 0xFF",
            "2:1 +10 not UTF-8 at column 7: byte 0xE2"
        ]
    );
}

#[test]
fn blanks_line_ends_and_byte_order_marks_are_no_records() {
    let log =
        format!("\u{feff}{{\"id\":\"1\",{T}}}\r\n\r\n \t\n  {{\"id\":\"é\",{T}}}  \n\u{feff}\n");
    let (all, reading) = read_all(log.as_bytes(), &bound("exeat"), MAX_RECORD);
    let places: Vec<_> = all
        .iter()
        .map(|item| match item {
            Owned::Event { place, raw, .. } => {
                let at = place.offset as usize;
                assert_eq!(&log[at..at + place.length as usize], raw);
                (place.line, place.column)
            }
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(places, [(1, 1), (4, 3)]);
    assert_eq!(
        (reading.bytes, reading.lines, reading.records),
        (log.len() as u64, 5, 2)
    );
}

#[test]
fn values_that_do_not_fit_are_missing_and_told() {
    let line = format!(
        r#"{{{T},"rows":-1,"bytes":"many","ip":"AWS Internal","roles":["a",1],"actor":{{"name":"x"}},"approved_at":"soon"}}"#
    );
    let Owned::Event { event, misfits, .. } = items(&line, &bound("exeat")).remove(0) else {
        panic!()
    };
    let told: Vec<_> = misfits
        .iter()
        .map(|m| (m.field, m.value.as_str(), m.reason.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (FieldId::ACTOR, r#"{"name":"x"}"#, "an object, not a text"),
            (FieldId::ROLES, r#"["a",1]"#, "a number among texts"),
            (FieldId::ROWS, "-1", "below 0"),
            (FieldId::BYTES, "\"many\"", "not a whole number"),
            (FieldId::IP, "\"AWS Internal\"", "no IP address"),
            (
                FieldId::APPROVED_AT,
                "\"soon\"",
                "no time in any form that is known"
            ),
        ]
    );
    assert!(told.iter().all(|(field, ..)| event.get(*field).is_none()));
}

#[test]
fn a_key_that_stands_twice_with_different_values_fools_nobody() {
    let exeat = bound("exeat");
    for (rest, expected) in [
        (r#""actor":"a","actor":"b""#, Some("actor")),
        (r#""actor":"a","\u0061ctor":"b""#, Some("actor")),
        (r#""actor":"a","actor":"\u0061""#, None),
        (r#""actor":"a","actor":null"#, Some("actor")),
        (r#""rows":1,"rows":1.0"#, Some("rows")),
        (r#""roles":["a"],"roles":[ "a" ]"#, None),
        (r#""unmapped":1,"unmapped":2"#, None),
        (r#""time":1"#, Some("time")),
    ] {
        let line = format!("{{\"id\":\"1\",{T},{rest}}}");
        let all = shorts(&line, &exeat);
        match expected {
            None => assert_eq!(all, ["1:1 1"], "{line}"),
            Some(key) => {
                let reason = format!("`{key}` stands twice with different values");
                assert!(all[0].ends_with(&reason), "{line} {all:?}");
            }
        }
    }
}

#[test]
fn too_many_brackets_are_told_and_survived() {
    let exeat = bound("exeat");
    for (brackets, fits) in [(9_999, true), (10_000, false), (1_000_000, false)] {
        let deep = "[".repeat(brackets) + &"]".repeat(brackets);
        let log = format!("{{\"x\":{deep},\"id\":\"1\",{T}}}\n{{\"id\":\"2\",{T}}}\n");
        let all = shorts(&log, &exeat);
        assert_eq!(all.len(), 2);
        assert_eq!(all[0] == "1:1 1", fits, "{}", all[0]);
        assert!(fits || all[0].ends_with("more than 10,000 brackets are open"));
        assert_eq!(all[1], "2:1 2");
    }
    // A mapped value, and JSON in a text, are no way around it.
    let deep = "[".repeat(200_000);
    let all = shorts(format!("{{\"id\":{deep}"), &exeat);
    assert!(all[0].contains("not JSON"), "{}", all[0]);
}

#[test]
fn a_record_that_is_too_long_costs_itself() {
    let exeat = bound("exeat");
    let long = format!("{{\"id\":\"1\",{T},\"x\":\"{}\"}}", "y".repeat(5000));
    let log = format!("{long}\n{{\"id\":\"2\",{T}}}\n{long}");
    let short = |most| -> Vec<String> {
        let all = read_all(log.as_bytes(), &exeat, most).0;
        let drops = read_all(Drops(log.as_bytes()), &exeat, most).0;
        assert_eq!(all, drops);
        all.iter().map(Owned::short).collect()
    };
    assert_eq!(short(long.len()), ["1:1 1", "2:1 2", "3:1 1"]);
    let told = |line: u8| format!("{line}:1 +{} longer than 4 KiB", long.len());
    assert_eq!(short(long.len() - 1).len(), 3);
    assert_eq!(
        short(4095)[0],
        format!("1:1 +{} longer than 4095 bytes", long.len())
    );
    assert_eq!(short(4096), [told(1), "2:1 2".to_owned(), told(3)]);
}

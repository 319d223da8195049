//! Mappings: where values come from, and where they stand.

use super::*;

/// A source with these lines, over records that all have a time.
pub fn mapped(lines: &str) -> Bound {
    let always = "time = { path = \"t\", map = { missing = \"2026-03-02T15:00:00Z\" } }";
    let time = if lines.contains("time =") { "" } else { always };
    source(&format!(
        "[source.x]\nformat = \"jsonl\"\n{time}\n{lines}\n"
    ))
}

/// A field of the only event of a record: its text, or what did not fit, or nothing.
fn value(lines: &str, record: &str) -> String {
    let all = items(record, &mapped(lines));
    let [Owned::Event { event, misfits, .. }] = &all[..] else {
        panic!("{lines} {record} {all:?}")
    };
    match (event.text(FieldId::PURPOSE), &misfits[..]) {
        (Some(text), []) => text.to_owned(),
        (None, []) => "missing".to_owned(),
        (None, [one]) => format!("{}: {}", one.value, one.reason),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_value_is_found_where_the_mapping_says() {
    for (purpose, record, expected) in [
        (r#""a""#, r#"{"a":"x"}"#, "x"),
        (r#""a""#, r#"{"b":"x"}"#, "missing"),
        (r#""a.b""#, r#"{"a":{"c":{},"b":"x"}}"#, "x"),
        (r#""a.b""#, r#"{"a":"b"}"#, "missing"),
        (r#""a.b""#, r#"{"a":null}"#, "missing"),
        (r#""a.b""#, r#"{"a":[{"b":"x"}]}"#, "missing"),
        (r#"'"a.b"."c d"'"#, r#"{"a.b":{"c d":"x"}}"#, "x"),
        (r#"'"\""'"#, r#"{"\"":"x"}"#, "x"),
        (r#""é""#, r#"{"\u00e9":"x"}"#, "x"),
        // The first that is there.
        (r#"["a", "b"]"#, r#"{"b":"y","a":"x"}"#, "x"),
        (r#"["a", "b"]"#, r#"{"b":"y"}"#, "y"),
        (r#"["a", "b"]"#, r#"{"b":"y","a":null}"#, "y"),
        (r#"["a", "b"]"#, r#"{"b":"y","a":""}"#, "y"),
        (
            r#"["a", "b"]"#,
            r#"{"b":"y","a":{}}"#,
            "{}: an object, not a text",
        ),
        (r#"["a.b", "a"]"#, r#"{"a":"x"}"#, "x"),
        (r#"["a", { value = "z" }]"#, "{}", "z"),
        (r#"{ value = 7 }"#, "{}", "7"),
        // Name and value.
        (
            r#""p[name=X].v""#,
            r#"{"p":[{"name":"Y","v":"y"},{"name":"X","v":"x"}]}"#,
            "x",
        ),
        (r#""p[name=X].v""#, r#"{"p":{"name":"X","v":"x"}}"#, "x"),
        (
            r#""p[name=X].v""#,
            r#"{"p":[{"name":"Y","v":"y"},7,null,["X"]]}"#,
            "missing",
        ),
        (
            r#""p[name=X].v""#,
            r#"{"p":[{"name":"X","v":"x"},{"name":"X","v":"x"}]}"#,
            "x",
        ),
        (
            r#""p[name=X].v""#,
            r#"{"p":[{"name":"X","v":"x"},{"name":"X","v":"y"}]}"#,
            "\"x\", \"y\": 2 values where one fits",
        ),
        (
            r#""p[name=X].v[k=1].w""#,
            r#"{"p":[{"name":"X","v":[{"k":"1","w":"x"}]}]}"#,
            "x",
        ),
        // JSON in a text, and JSON in JSON in a text.
        (r#""json(a).b""#, r#"{"a":"{\"b\":\"\\u0078\"}"}"#, "x"),
        (r#""json(a).b""#, r#"{"a":{"b":"x"}}"#, "x"),
        (r#""json(a).b""#, r#"{"a":""}"#, "missing"),
        (r#""json(a).b""#, r#"{"a":null}"#, "missing"),
        (r#""json(a).b""#, r#"{"a":"[1]"}"#, "missing"),
        (
            r#""json(json(a).b).c""#,
            r#"{"a":"{\"b\":\"{\\\"c\\\":\\\"x\\\"}\"}"}"#,
            "x",
        ),
        (
            r#""json(a)[k=1].v""#,
            r#"{"a":"[{\"k\":\"1\",\"v\":\"x\"}]"}"#,
            "x",
        ),
        (r#""json(a)""#, r#"{"a":"\"x\""}"#, "x"),
        (
            r#""json(a).b""#,
            r#"{"a":"{'b': 'x'}"}"#,
            "\"{'b': 'x'}\": the text holds no JSON: at its character 2, keys stand in double quotes",
        ),
        (
            r#""json(a).b""#,
            r#"{"a":7}"#,
            "7: neither JSON nor a text that holds some",
        ),
        (
            r#"["json(a).b", "c"]"#,
            r#"{"a":"{","c":"x"}"#,
            "\"{\": the text holds no JSON: at its character 2, it breaks off: a key in double quotes is missing",
        ),
        // Captures and maps.
        (
            r#"{ path = "a", capture = "^lists-([a-z]+)$" }"#,
            r#"{"a":"lists-x"}"#,
            "x",
        ),
        (
            r#"{ path = "a", capture = "^lists-([a-z]+)$" }"#,
            r#"{"a":"other"}"#,
            "missing",
        ),
        (
            r#"{ path = "a", capture = "[0-9]+" }"#,
            r#"{"a":"n 42!"}"#,
            "42",
        ),
        (r#"{ path = "a", capture = "4" }"#, r#"{"a":142}"#, "4"),
        (
            r#"{ path = "a", capture = "(b)?" }"#,
            r#"{"a":"x"}"#,
            "missing",
        ),
        (
            r#"[{ path = "a", capture = "b" }, "a"]"#,
            r#"{"a":"x"}"#,
            "x",
        ),
        (r#"{ path = "a", map = { x = "y" } }"#, r#"{"a":"x"}"#, "y"),
        (r#"{ path = "a", map = { x = "y" } }"#, r#"{"a":"z"}"#, "z"),
        (
            r#"{ path = "a", map = { x = "y", "*" = "w" } }"#,
            r#"{"a":"z"}"#,
            "w",
        ),
        (r#"{ path = "a", map = { "*" = "w" } }"#, "{}", "missing"),
        (
            r#"{ path = "a", map = { "*" = "w", missing = "m" } }"#,
            r#"{"a":null}"#,
            "m",
        ),
        (
            r#"{ path = "a", map = { "*" = "w", "x*" = "p", "*long" = "q", xlong = "r" } }"#,
            r#"{"a":"x-long"}"#,
            "q",
        ),
        (
            r#"{ path = "a", map = { "*" = "w", "x*" = "p", "*long" = "q", xlong = "r" } }"#,
            r#"{"a":"xlong"}"#,
            "r",
        ),
        (
            r#"{ path = "a", map = { 7 = "seven", true = "yes" } }"#,
            r#"{"a":7}"#,
            "seven",
        ),
        (
            r#"{ path = "a", map = { 7 = "seven", true = "yes" } }"#,
            r#"{"a":true}"#,
            "yes",
        ),
        (
            r#"{ path = "a", map = { x = "" } }"#,
            r#"{"a":"x"}"#,
            "missing",
        ),
        (
            r#"{ path = "a", capture = "x(.)", map = { "1" = "one", missing = "none" } }"#,
            r#"{"a":"x1"}"#,
            "one",
        ),
        (
            r#"{ path = "a", capture = "x(.)", map = { "1" = "one", missing = "none" } }"#,
            r#"{"a":"y"}"#,
            "none",
        ),
        // Only for some records.
        (
            r#"[{ path = "a", when = { k = ["1", "2*"] } }, "b"]"#,
            r#"{"a":"x","b":"y","k":"22"}"#,
            "x",
        ),
        (
            r#"[{ path = "a", when = { k = ["1", "2*"] } }, "b"]"#,
            r#"{"a":"x","b":"y","k":"3"}"#,
            "y",
        ),
        (
            r#"[{ value = "x", when = { k = "1" } }, "b"]"#,
            r#"{"b":"y"}"#,
            "y",
        ),
    ] {
        assert_eq!(
            value(&format!("purpose = {purpose}"), record),
            expected,
            "{purpose} {record}"
        );
    }
    for (record, expected) in [
        (r#"{"a":"-"}"#, "missing"),
        (r#"{"a":"N/A","b":"x"}"#, "x"),
        (r#"{"a":"--"}"#, "--"),
    ] {
        assert_eq!(
            value("null = [\"-\", \"N/A\"]\npurpose = [\"a\", \"b\"]", record),
            expected,
            "{record}"
        );
    }
    let wrapped = "inside = \"w[k=2].v\"\npurpose = \"p\"";
    let record = r#"{"p":"no","w":[{"k":"1","v":{"p":"1st"}},{"k":"2","v":{"p":"x"}}]}"#;
    assert_eq!(value(wrapped, record), "x");
    for (record, expected) in [
        (r#"{"a":{"p":"x"}}"#, "x"),
        (r#"{"a":"{\"p\":\"x\"}"}"#, "x"),
        (r#"{"w":{"v":{"p":"x"}},"p":"no"}"#, "x"),
        (r#"{"p":"x","a":null,"w":7}"#, "x"),
        (r#"{"p":"x","a":[]}"#, "x"),
    ] {
        assert_eq!(
            value("inside = [\"json(a)\", \"w.v\"]\npurpose = \"p\"", record),
            expected,
            "{record}"
        );
    }
}

#[test]
fn sets_are_gathered_and_nothing_else_is() {
    let texts = |mapping: &str, record: &str| {
        let all = items(record, &mapped(&format!("fields = {mapping}")));
        let [Owned::Event { event, misfits, .. }] = &all[..] else {
            panic!("{mapping} {record} {all:?}")
        };
        match event.texts(FieldId::COLUMNS) {
            Some(texts) => texts.join(" "),
            None => misfits
                .first()
                .map_or("missing".to_owned(), |m| m.reason.clone()),
        }
    };
    for (mapping, record, expected) in [
        (r#""c""#, r#"{"c":["b","a","b"]}"#, "a b"),
        (r#""c""#, r#"{"c":[]}"#, ""),
        (
            r#""c[].n""#,
            r#"{"c":[{"n":"b"},{"n":"a"},{"m":"x"}]}"#,
            "a b",
        ),
        (
            r#""c[].n""#,
            r#"{"c":[{"n":["b","a"]},{"n":"c"}]}"#,
            "a b c",
        ),
        (
            r#""c[].n[]""#,
            r#"{"c":[{"n":["b","a"]},{"n":["c"]}]}"#,
            "a b c",
        ),
        (r#""c[].n""#, r#"{"c":{"n":"a"}}"#, "a"),
        (
            r#""c[].n""#,
            r#"{"c":[{"n":7},{"n":"a"}]}"#,
            "a number among texts",
        ),
        (
            r#""p[k=f].m""#,
            r#"{"p":[{"k":"f","m":["x"]},{"k":"f","m":["y"]}]}"#,
            "x y",
        ),
        (
            r#"{ path = "c", capture = "^f\\.(.*)" }"#,
            r#"{"c":["f.a","g","f.b"]}"#,
            "a b",
        ),
        (
            r#"{ path = "c", map = { a = "email" } }"#,
            r#"{"c":["a","b"]}"#,
            "b email",
        ),
        (r#"{ value = ["y", "x"] }"#, "{}", "x y"),
    ] {
        assert_eq!(texts(mapping, record), expected, "{mapping} {record}");
    }
}

#[test]
fn places_of_values_are_ranges_of_the_record() {
    let source = mapped(
        "id = \"i\"\nrows = \"n\"\nroles = \"r\"\nlist = \"e[].l\"\ndestination = [\"x\", \"json(j).d\"]\npurpose = { value = \"p\" }\nticket = { path = \"k\", capture = \"([0-9]+)\" }",
    );
    let record = r#"{ "n" : 12.0, "i":"\u0031", "r":[ "a" ], "e":[{"l":"first"},{"l":"second"}], "j":"{\"d\":\"to\"}", "k":"SUP-1"}"#;
    let shown = |part| -> Vec<(FieldId, &str)> {
        let places = source.locate("", record, part);
        assert!(places.is_sorted_by_key(|(_, range)| range.start));
        places
            .into_iter()
            .map(|(field, range)| (field, &record[range]))
            .collect()
    };
    let expected = |list| {
        vec![
            (FieldId::ROWS, "12.0"),
            (FieldId::ID, "\\u0031"),
            (FieldId::ROLES, "[ \"a\" ]"),
            (FieldId::LIST, list),
            (FieldId::DESTINATION, r#"{\"d\":\"to\"}"#),
            (FieldId::TICKET, "SUP-1"),
        ]
    };
    assert_eq!(shown(Some(0)), expected("first"));
    assert_eq!(shown(None), expected("first"));
    assert_eq!(shown(Some(1)), expected("second"));
    assert_eq!(shown(Some(2)), []);
    // A value that does not fit has a place all the same, and nonsense has none.
    let record = r#"{"n":"many"}"#;
    assert_eq!(source.locate("", record, None), [(FieldId::ROWS, 6..10)]);
    for nonsense in ["", "{", "[]", "\"", "{\"n\":", "null", "{\"e\":["] {
        let _survived = source.locate("", nonsense, Some(1));
    }
}

#[test]
fn the_example_of_the_documentation_reads_its_record() {
    let docs = include_str!("../../../docs/sources.md");
    let block = |kind: &str| -> &str {
        let (_, rest) = docs.split_once(&format!("```{kind}\n")).unwrap();
        rest.split_once("```").unwrap().0
    };
    let source = source(block("toml"));
    let all = items(block("json"), &source);
    let [Owned::Event { event, misfits, .. }] = &all[..] else {
        panic!("{all:?}")
    };
    assert_eq!(*misfits, []);
    assert_eq!(
        event.time,
        exeat::time::parse_rfc3339("2026-03-02T15:00:00Z").unwrap()
    );
    for (field, expected) in [
        (FieldId::ACTOR, Some("sup-1@mail.example")),
        (FieldId::TENANT, Some("opensea")),
        (FieldId::LIST, Some("newsletter")),
        (FieldId::DESTINATION, None),
        (FieldId::TICKET, Some("SUP-1234")),
        (FieldId::OUTCOME, Some("success")),
        (FieldId::PURPOSE, Some("not recorded")),
    ] {
        assert_eq!(event.text(field), expected, "{field:?}");
    }
    assert_eq!(event.int(FieldId::ROWS), Some(1200));
}

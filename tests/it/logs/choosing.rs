//! Mappings: which records are exports, and how one record becomes several events.

use super::mapping::mapped;
use super::*;

#[test]
fn only_and_ignore_tell_exports_from_the_rest() {
    let kinds = |lines: &str, record: &str| {
        let all = items(record, &mapped(lines));
        match &all[..] {
            [Owned::Event { .. }] => "export".to_owned(),
            [Owned::NotExport] => "none".to_owned(),
            [Owned::Unclassified { action, .. }] => format!("{action}?"),
            [Owned::Unreadable { reason, .. }] => reason.clone(),
            other => panic!("{other:?}"),
        }
    };
    let verbs =
        "only = { verb = [\"GetObject\", \"Copy*\"] }\nignore = { verb = [\"Get*\", \"List*\"] }";
    for (lines, record, expected) in [
        ("", "{}", "export"),
        ("ignore = { verb = \"x\" }", r#"{"verb":"x"}"#, "none"),
        ("ignore = { verb = \"x\" }", r#"{"verb":"y"}"#, "export"),
        (verbs, r#"{"verb":"GetObject"}"#, "export"),
        (verbs, r#"{"verb":"CopyObject"}"#, "export"),
        (verbs, r#"{"verb":"GetBucketAcl"}"#, "none"),
        (verbs, r#"{"verb":"getobject"}"#, "getobject?"),
        (verbs, r#"{"verb":"Put"}"#, "Put?"),
        (verbs, "{}", "(missing)?"),
        (verbs, r#"{"verb":null}"#, "(missing)?"),
        ("only = { verb = \"x\" }", r#"{"verb":"y"}"#, "y?"),
        (
            "only = { verb = \"x\" }\naction = \"a.b\"",
            r#"{"verb":"y","a":{"b":"shown"}}"#,
            "shown?",
        ),
        ("only = { code = [27, 28] }", r#"{"code":28}"#, "export"),
        ("only = { code = [27, 28] }", r#"{"code":"27"}"#, "export"),
        ("only = { sure = true }", r#"{"sure":true}"#, "export"),
        (
            "only = { a.b = \"x\", c = \"y\" }",
            r#"{"a":{"b":"x"},"c":"y"}"#,
            "export",
        ),
        (
            "only = { a.b = \"x\", c = \"y\" }",
            r#"{"a":{"b":"x"},"c":"z"}"#,
            "x?",
        ),
        (
            "only = [{ a = \"x\" }, { b = \"*\" }]",
            r#"{"b":"z"}"#,
            "export",
        ),
        (
            "only = [{ a = \"x\" }, { b = \"*\" }]",
            r#"{"a":"z"}"#,
            "z?",
        ),
        ("only = { tags = \"x\" }", r#"{"tags":["y","x"]}"#, "export"),
        (
            "only = { \"r[].k\" = \"x\" }",
            r#"{"r":[{"k":"y"},{"k":"x"}]}"#,
            "export",
        ),
        (
            "only = { \"json(a).verb\" = \"x\" }",
            r#"{"a":"{'verb'"}"#,
            "whether it is an export is not known: the text holds no JSON: at its character 2, keys stand in double quotes",
        ),
        (
            "inside = \"a\"",
            r#"{"a":{},"a":{},"a":[]}"#,
            "`a`: `a` stands twice with different values",
        ),
        // What is no export need not have a time.
        (verbs, r#"{"verb":"ListX","t":"never"}"#, "none"),
        (verbs, r#"{"verb":"Put","t":"never"}"#, "Put?"),
        (
            verbs,
            r#"{"verb":"GetObject","t":"never"}"#,
            "its time \"never\" cannot be read: no time in any form that is known",
        ),
        (
            "inside = \"json(a)\"",
            r#"{"a":"{"}"#,
            "`json(a)`: the text holds no JSON: at its character 2, it breaks off: a key in double quotes is missing",
        ),
    ] {
        assert_eq!(kinds(lines, record), expected, "{lines} {record}");
    }
}

#[test]
fn one_record_becomes_several_events() {
    let several = |lines: &str, record: &str| -> Vec<String> {
        let source = mapped(lines);
        items(record, &source)
            .into_iter()
            .map(|item| match item {
                Owned::Event {
                    place,
                    event,
                    misfits,
                    raw,
                    ..
                } => {
                    assert_eq!(raw, record);
                    let part = place.part.map_or("-".to_owned(), |n| n.to_string());
                    let field = |f| event.text(f).unwrap_or("?").to_owned();
                    let told: String = misfits.iter().map(|m| format!(" !{}", m.reason)).collect();
                    let [id, list, to] =
                        [FieldId::ID, FieldId::LIST, FieldId::DESTINATION].map(field);
                    format!("{part}: {id} {list} {to}{told}")
                }
                Owned::NotExport => "none".to_owned(),
                Owned::Unclassified { action, place } => format!("{:?}: {action}?", place.part),
                Owned::Unreadable { reason, place } => format!("{:?}: {reason}", place.part),
            })
            .collect()
    };
    let events = "id = \"i\"\nlist = \"e[].l\"\ndestination = \"e[].d\"";
    for (lines, record, expected) in [
        (
            events,
            r#"{"i":"1","e":[{"l":"a","d":"x"},{"l":"b"}]}"#,
            vec!["0: 1#0 a x", "1: 1#1 b ?"],
        ),
        (events, r#"{"i":"1","e":[{"l":"a"}]}"#, vec!["0: 1#0 a ?"]),
        (events, r#"{"i":"1","e":{"l":"a"}}"#, vec!["0: 1#0 a ?"]),
        (events, r#"{"i":"1","e":[]}"#, vec!["-: 1 ? ?"]),
        (events, r#"{"i":"1","e":null}"#, vec!["-: 1 ? ?"]),
        (events, r#"{"i":"1"}"#, vec!["-: 1 ? ?"]),
        (
            events,
            r#"{"e":[7,{"l":"b"}]}"#,
            vec!["0: ? ? ?", "1: ? b ?"],
        ),
        (
            events,
            r#"{"i":"1","e":[{"l":"a","l":"b"},{"l":"c"}]}"#,
            vec![
                "Some(0): `l` stands twice with different values",
                "1: 1#1 c ?",
            ],
        ),
        (
            "id = \"i\"\nlist = \"e[].l\"\ntime = \"e[].t\"",
            r#"{"i":"1","e":[{"l":"a","t":1},{"l":"b","t":"-"}]}"#,
            vec![
                "0: 1#0 a ?",
                "Some(1): its time \"-\" cannot be read: no time in any form that is known",
            ],
        ),
        // Each part is an export, or none, for itself.
        (
            "id = \"i\"\nlist = \"e[].l\"\nonly = { \"e[].n\" = \"x\" }\nignore = { \"e[].n\" = \"y\" }",
            r#"{"i":"1","e":[{"n":"y"},{"n":"x","l":"a"},{"n":"z"}]}"#,
            vec!["1: 1#1 a ?", "Some(2): z?"],
        ),
        (
            "list = \"e[].l\"\nonly = { \"e[].n\" = \"x\" }\nignore = { \"e[].n\" = \"y\" }",
            r#"{"i":"1","e":[{"n":"y"},{"n":"y"}]}"#,
            vec!["none"],
        ),
        // The first list that is there splits; a value of another must be the only one.
        (
            "id = \"i\"\ndestination = [\"a[]\", \"b.c[].u\"]",
            r#"{"i":"1","a":["x","y"]}"#,
            vec!["0: 1#0 ? x", "1: 1#1 ? y"],
        ),
        (
            "id = \"i\"\ndestination = [\"a[]\", \"b.c[].u\"]",
            r#"{"i":"1","b":{"c":[{"u":"x"},{"u":"y"}]}}"#,
            vec!["0: 1#0 ? x", "1: 1#1 ? y"],
        ),
        (
            "id = \"i\"\nlist = \"a[]\"\ndestination = \"b[]\"",
            r#"{"i":"1","a":["x","y"],"b":["z"]}"#,
            vec!["0: 1#0 x z", "1: 1#1 y z"],
        ),
        (
            "id = \"i\"\nlist = \"a[]\"\ndestination = \"b[]\"",
            r#"{"i":"1","a":["x"],"b":["z","w"]}"#,
            vec!["0: 1#0 x ? !2 values where one fits"],
        ),
        // Lists inside the elements of the list, and behind JSON in a text.
        (
            "id = \"i\"\nlist = \"e[].p[name=L].v\"",
            r#"{"i":"1","e":[{"p":[{"name":"L","v":"a"}]},{"p":[{"name":"L","v":"b"}]}]}"#,
            vec!["0: 1#0 a ?", "1: 1#1 b ?"],
        ),
        (
            "id = \"i\"\nlist = \"json(e)[].l\"\ndestination = \"json(e)[].d\"",
            r#"{"i":"1","e":"[{\"l\":\"a\",\"d\":\"x\"},{\"l\":\"b\"}]"}"#,
            vec!["0: 1#0 a x", "1: 1#1 b ?"],
        ),
        (
            "id = \"i\"\nlist = \"e[].l\"\ndestination = \"json(e[].j).d\"",
            r#"{"i":"1","e":[{"l":"a","j":"{\"d\":\"x\"}"},{"l":"b","j":"{"},{"l":"c","j":"{\"d\":\"z\"}"}]}"#,
            vec![
                "0: 1#0 a x",
                "1: 1#1 b ? !the text holds no JSON: at its character 2, it breaks off: a key in double quotes is missing",
                "2: 1#2 c z",
            ],
        ),
    ] {
        assert_eq!(several(lines, record), expected, "{lines} {record}");
    }
}

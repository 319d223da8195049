//! What a mapping may say, and what it is told where it says something else.

use super::*;
use crate::policy::Schema;
use crate::text::SourceId;

fn file(text: &str) -> Source {
    Source {
        id: SourceId(0),
        name: "exeat.toml".to_owned(),
        text: text.to_owned(),
    }
}

/// Every diagnostic of reading and binding: its code, what it underlines, and its message.
fn wrong(text: &str) -> Vec<(&'static str, String, String)> {
    let file = file(text);
    let (mappings, mut all) = mappings(&file);
    for mapping in mappings {
        all.extend(mapping.bind(&Schema::default()).1);
    }
    all.into_iter()
        .map(|d| {
            let place = d.place().map_or("", |span| file.slice(span)).to_owned();
            (d.code, place, d.message)
        })
        .collect()
}

#[test]
fn built_in_sources_are_without_mistakes() {
    for (name, text) in BUILT_IN {
        assert_eq!(wrong(text), [], "{name}");
        let mapping = built_in(name).unwrap();
        assert_eq!(&mapping.name, name);
        assert!(text.starts_with('#'), "{name} says what it is");
    }
    assert!(built_in("nosuch").is_none());
}

#[test]
fn the_example_of_the_documentation_is_read() {
    let text = r#"
        [lints]
        no-ticket = "off"

        [source.cloudtrail]
        format = "json"
        records = "Records"
        only = { eventName = ["GetObject", "Select*"], userIdentity.type = "IAMUser" }
        ignore = [{ eventName = "Describe*" }, { readOnly = true, code = 7 }]
        null = ["-", "N/A"]
        zone = "UTC"
        id = "eventID"
        time = ["eventTime", '"@timestamp"']
        tenant = { path = "requestParameters.bucketName", capture = "^lists-([a-z0-9-]+)$" }
        outcome = { path = "errorCode", map = { "AccessDenied" = "blocked", "*" = "failure", missing = "success" } }
        destination = { value = "download" }
    "#;
    assert_eq!(wrong(text), []);
    let mapping = mappings(&file(text)).0.remove(0);
    assert_eq!(mapping.name, "cloudtrail");
    assert_eq!(mapping.format, Format::Json);
    assert_eq!(mapping.records, ["Records"]);
    let only = &mapping.only.unwrap().0[0].0;
    let paths: Vec<&str> = only.iter().map(|(path, _)| path.text.as_str()).collect();
    assert_eq!(paths, ["eventName", "userIdentity.type"]);
    assert_eq!(mapping.ignore.unwrap().0.len(), 2);
    assert_eq!(mapping.fields.len(), 5);
    assert_eq!(mapping.fields[1].picks.len(), 2);
}

#[test]
fn mistakes_are_shown_where_they_stand() {
    let source = |rest: &str| format!("[source.x]\nformat = \"jsonl\"\ntime = \"t\"\n{rest}\n");
    for (text, code, place, message) in [
        (
            source("tenent = \"a\""),
            "near-miss",
            "tenent",
            "`tenent` is neither a field nor",
        ),
        (
            source("fromat = \"a\""),
            "near-miss",
            "fromat",
            "`fromat` is neither a field nor",
        ),
        (
            source("colour = \"a\""),
            "bad-config",
            "colour",
            "`colour` is neither a field nor",
        ),
        (
            source("id = { pth = \"a\", path = \"b\" }"),
            "near-miss",
            "pth",
            "`pth` is not known",
        ),
        (
            source("id = { path = \"a\", colour = 1 }"),
            "bad-config",
            "colour",
            "`colour` is not",
        ),
        (
            source("id = \"a..b\""),
            "bad-config",
            "\"a..b\"",
            "at its character 3, a key",
        ),
        (
            source("outcome = { value = \"denied\" }"),
            "bad-config",
            "\"denied\"",
            "`denied` is no outcome",
        ),
        (
            source(
                "outcome = [\"a\", { path = \"b\", map = { 0 = \"success\", \"*\" = \"Blocked\" } }]",
            ),
            "bad-config",
            "\"Blocked\"",
            "`Blocked` is no outcome",
        ),
        (
            source("outcome = { path = \"b\", map = { missing = true } }"),
            "bad-config",
            "true",
            "`true` is no outcome",
        ),
        (source("id = 7"), "bad-config", "7", "a text in quotes"),
        (source("id = []"), "bad-config", "[]", "nothing is named"),
        (
            source("id = { path = \"a\", capture = \"(\" }"),
            "bad-config",
            "\"(\"",
            "unclosed group",
        ),
        (
            source("id = { path = \"a\", value = 1 }"),
            "bad-config",
            "{ path = \"a\", value = 1 }",
            "either `path` or",
        ),
        (
            source("id = { value = 1, capture = \"a\" }"),
            "bad-config",
            "1",
            "need a `path`",
        ),
        (
            source("rows = { value = \"many\" }"),
            "bad-config",
            "rows",
            "does not fit: not a whole number",
        ),
        (
            source("rows = { value = -1 }"),
            "bad-config",
            "rows",
            "does not fit: below 0",
        ),
        (source("only = {}"), "bad-config", "{}", "nothing is named"),
        (
            source("only = \"a\""),
            "bad-config",
            "\"a\"",
            "a table of paths",
        ),
        (
            source("zone = \"Mars/Base\""),
            "bad-config",
            "\"Mars/Base\"",
            "no time zone",
        ),
        (
            source("records = \"a\""),
            "bad-config",
            "\"a\"",
            "no meaning in lines",
        ),
        (
            source("declared = \"no\""),
            "bad-config",
            "\"no\"",
            "by-name",
        ),
        (
            "[source.x]\nformat = \"cvs\"\ntime = \"t\"".to_owned(),
            "bad-config",
            "\"cvs\"",
            "no known format",
        ),
        (
            "[source.x]\ntime = \"t\"".to_owned(),
            "bad-config",
            "x",
            "does not say its `format`",
        ),
        (
            "[source.x]\nformat = \"json\"".to_owned(),
            "bad-config",
            "x",
            "where the `time` is",
        ),
        (
            "[source.x]\nformat = \"json\"\ntime=\"t\"\nrecords = \"a[]\"".to_owned(),
            "bad-config",
            "\"a[]\"",
            "of keys only",
        ),
        ("source = 1".to_owned(), "bad-config", "1", "must be tables"),
        (
            "source.x = 1".to_owned(),
            "bad-config",
            "1",
            "must be a table",
        ),
    ] {
        let all = wrong(&text);
        assert_eq!(all.len(), 1, "{text}\n{all:?}");
        let (found, underlined, said) = &all[0];
        assert_eq!((*found, underlined.as_str()), (code, place), "{text}");
        assert!(said.contains(message), "{text}\n{said}");
    }
    assert!(
        wrong("[source.x\n")
            .iter()
            .any(|(_, _, said)| said.starts_with("not TOML"))
    );
}

#[test]
fn declared_fields_can_be_named_and_are_read_by_name() {
    use crate::event::FieldId;
    use crate::policy::Field;
    use crate::syntax::ast::Type;
    let mut schema = Schema::default();
    schema.fields.push(Field {
        name: "mfa".to_owned(),
        ty: Type::Bool,
        declared: None,
    });
    let mfa = schema.field_named("mfa").unwrap();
    let text = "[source.x]\nformat = \"jsonl\"\ntime = \"t\"\nmfa = \"a.b\"";
    let (bound, wrong) = mappings(&file(text)).0[0].bind(&schema);
    assert_eq!(wrong, []);
    assert!(bound.fills(mfa) && bound.fills(FieldId::TIME) && !bound.fills(FieldId::ID));
    let (plain, _) = built_in("exeat").unwrap().bind(&schema);
    assert_eq!(plain.name(), "exeat");
    for field in 0..u16::try_from(schema.fields.len()).unwrap() {
        assert!(plain.fills(FieldId(field)));
    }
}

//! Records that are long, wide, torn or hostile, as a person sees them.

use super::snapshot;
use super::world::{World, event, excerpt, finding};
use exeat::diag::Diagnostic;
use exeat::event::{FieldId, Value};
use exeat::finding::{Finding, Kind};

fn show(world: &World, finding: &Finding) -> String {
    world.output("human").finding(finding)
}

#[test]
fn a_record_with_nothing_but_who_and_what() {
    let world = World::new(80);
    let finding = Finding {
        excerpt: Some(excerpt(super::world::RECORD, &[])),
        message: "an event from 2022 before the log's own period".to_owned(),
        ..finding(Kind::RoleMismatch)
    };
    snapshot("who-and-what.txt", &show(&world, &finding));
}

#[test]
fn a_record_cannot_talk_to_the_terminal() {
    let world = World::new(80);
    let record =
        "{\"actor\":\"eve\u{1b}[2J\u{202e}@x\",\"list\":\"a\\nb\u{7}\u{200b}\",\"rows\":7}";
    let mut finding = Finding {
        message: "eve\u{1b}[2J took 7 rows of a\nnot-allowed: faked".to_owned(),
        help: Some("see\r\n\u{9b}31m".to_owned()),
        excerpt: Some(excerpt(
            record,
            &[("actor", "no \u{1b} role"), ("rows", "7\nrows")],
        )),
        ..world.not_allowed()
    };
    finding.place.as_mut().unwrap().file = "a\u{1b}]0;x\u{7}.jsonl".to_owned();
    let seen = show(&world, &finding);
    assert!(
        seen.chars()
            .all(|c| c == '\n' || !exeat::report::is_treacherous(c))
    );
    snapshot("control-characters.txt", &seen);
}

#[test]
fn wide_characters_stand_over_their_lines() {
    let world = World::new(80);
    let record = r#"{"actor":"李@mail.example","tenant":"🏦-bank","list":"名簿/顧客","rows":7}"#;
    let finding = Finding {
        message: "李@mail.example took 7 rows of 🏦-bank/名簿/顧客".to_owned(),
        excerpt: Some(excerpt(
            record,
            &[
                ("actor", "役割 engineer"),
                ("tenant", "bank"),
                ("list", "名簿"),
                ("rows", "7"),
            ],
        )),
        ..finding(Kind::Denied)
    };
    let mut seen = show(&world, &finding);
    let diagnostic = Diagnostic::error("unknown-name", "no set holds it")
        .label(
            world.span_in(world.conditions, "set", "\"名簿-テナント\""),
            "never named",
        )
        .label(
            world.span_in(world.conditions, "set", "unstoppable-domains"),
            "nor this",
        );
    seen += &world.output("human").diagnostic(&diagnostic);
    let ascii = World {
        look: exeat::report::Look {
            unicode: false,
            ..world.look
        },
        ..World::new(80)
    };
    seen += &show(&ascii, &finding);
    snapshot("wide.txt", &seen);
}

#[test]
fn very_long_values_are_cut() {
    let world = World::new(80);
    let record = format!(
        r#"{{"actor":"{}@mail.example","list":"{}","rows":7}}"#,
        "e".repeat(10_000),
        "l".repeat(10_000)
    );
    let finding = Finding {
        message: format!("{} took 7 rows", "e".repeat(10_000)),
        excerpt: Some(excerpt(
            &record,
            &[("actor", &"w".repeat(10_000)), ("rows", "7 rows")],
        )),
        ..world.not_allowed()
    };
    snapshot("long-values.txt", &show(&world, &finding));
}

#[test]
fn a_csv_record_has_no_keys() {
    let world = World::new(80);
    let mut excerpt = excerpt("", &[]);
    excerpt.text =
        "2022-06-30T02:14:07Z,eng-7@mail.example,kim@private.example,celsius,412093".to_owned();
    excerpt.labels = vec![
        (21..39, "role engineer".to_owned()),
        (68..74, "412093 rows".to_owned()),
    ];
    let finding = Finding {
        excerpt: Some(excerpt),
        ..world.denied()
    };
    snapshot("csv.txt", &show(&world, &finding));
}

#[test]
fn several_events_of_one_record_and_records_over_several_lines() {
    let world = World::new(80);
    let record = "{\n  \"actor\": \"eng-7@mail.example\",\n  \"rows\": 7\n}";
    let finding = Finding {
        excerpt: Some(excerpt(record, &[])),
        ..world.denied()
    };
    let mut excerpt = finding.excerpt.clone().unwrap();
    let (actor, rows) = (record.find("\"eng").unwrap(), record.rfind('7').unwrap());
    excerpt.fields = vec![
        (FieldId::ACTOR, actor..actor + 20),
        (FieldId::ROWS, rows..rows + 1),
    ];
    excerpt.labels = vec![(rows..rows + 1, "7 rows".to_owned())];
    snapshot(
        "many-lines.txt",
        &show(
            &world,
            &Finding {
                excerpt: Some(excerpt),
                ..finding
            },
        ),
    );
}

#[test]
fn declared_fields_keep_their_names_in_events() {
    let world = World::new(80);
    let mut finding = finding(Kind::Denied);
    let mut with_more = event();
    with_more.set(FieldId(40), Some(Value::Bool(true)));
    finding.event = Some(with_more);
    assert!(
        world
            .output("json")
            .finding(&finding)
            .contains("\"#40\":true")
    );
}

//! The outputs with one line for each result: `json` against its schema, `short` as editors read it.

use super::schema::Schema;
use super::world::{World, end, excerpt, finding, place, said, time};
use exeat::diag::{Diagnostic, Level};
use exeat::event::{FieldId, Value};
use exeat::finding::{Coverage, Filling, Finding, Gap, Kind, Ledger, RuleCount, Window};
use exeat::logs::probe::Fit;
use exeat::logs::source::built_in;
use exeat::policy::WaiverId;
use exeat::report::sources::{Probed, Told, json_one, json_probed};
use exeat::report::{Checked, Compared, Detail, Digest, End, Replayed, Summary};
use std::collections::BTreeMap;

fn unknown_role(world: &World) -> Diagnostic {
    Diagnostic::error("unknown-name", "nobody declared the role `marketer`")
        .label(world.span("rule de1-gold", "marketer"), "not declared")
        .label(
            world.span_in(world.conditions, "set", "crypto"),
            "declared here",
        )
        .help("did you mean `support`?")
        .fix(
            "write `support`",
            vec![(
                world.span("rule de1-gold", "marketer"),
                "support".to_owned(),
            )],
        )
}

fn ledger() -> Ledger {
    let two = RuleCount {
        matched: 3,
        findings: 2,
    };
    Ledger {
        files: 2,
        bytes: 4_096,
        records: 14,
        unreadable: 1,
        not_exports: 3,
        unclassified: BTreeMap::from([("list.peek".to_owned(), 2)]),
        events: 8,
        allowed: 5,
        violating: 3,
        by_kind: BTreeMap::from([("denied", 2), ("not-allowed", 1)]),
        by_actor: BTreeMap::from([("eng-7@mail.example".to_owned(), 3)]),
        by_tenant: BTreeMap::from([("celsius".to_owned(), 3)]),
        by_rule: BTreeMap::from([("engineers-none".to_owned(), two)]),
        period: Some((time("2022-06-24T00:00:00Z"), time("2022-06-30T02:14:07Z"))),
        coverage: Coverage {
            asked: vec!["sequence"],
            period: None,
            gaps: vec![Gap {
                by: "sequence",
                source: "crm".to_owned(),
                period: Some((time("2022-06-24T00:00:00Z"), time("2022-06-24T01:00:00Z"))),
                what: "number 7 at `seq` is missing".to_owned(),
            }],
            count: 1,
        },
        incomplete: true,
        ..Ledger::default()
    }
}

fn over_limit() -> Finding {
    let filling = |line, share: &str| Filling {
        place: place(line),
        time: time("2022-06-29T23:00:00Z"),
        share: share.to_owned(),
    };
    Finding {
        window: Some(Window {
            count: 3,
            most: 2,
            unit: "tenants".to_owned(),
            length: "7d".to_owned(),
            key: "actor eng-7@mail.example".to_owned(),
            filled_by: 3,
            filling: vec![filling(1842, "celsius"), filling(90, "opensea")],
        }),
        ..finding(Kind::OverLimit)
    }
}

fn waived() -> Finding {
    let mut finding = over_limit();
    finding.kind = Kind::Waived;
    finding.waiver = Some((WaiverId(0), "opensea-move".to_owned()));
    finding.instead = vec![
        (Kind::OverLimit, Some("six-tenants".to_owned())),
        (Kind::NotAllowed, None),
    ];
    let place = finding.place.as_mut().unwrap();
    place.at.part = Some(1);
    finding.window.as_mut().unwrap().filling[0].place.at.part = Some(0);
    finding
}

/// One of everything.
fn all_lines(world: &World) -> String {
    let mut out = world.output("json");
    let mut text = out.diagnostic(&unknown_role(world));
    text += &out.diagnostic(&Diagnostic::new(
        "no-exit-rule",
        Level::Warning,
        "nothing covers exits",
    ));
    for finding in [
        world.not_allowed(),
        world.denied(),
        over_limit(),
        waived(),
        said(Kind::NothingRead, "no export among 14 records", None),
        said(Kind::UnreadableRecord, "not JSON", Some(place(7))),
    ] {
        text += &out.finding(&finding);
    }
    let digest = Digest {
        what: "log",
        name: "exports-2022-06-30.jsonl".to_owned(),
        bytes: 4_096,
        sha256: "0".repeat(64),
    };
    let checked = Checked {
        files: 2,
        notes: vec!["`no-row-cap` is lowered to warning".to_owned()],
        ..Checked::default()
    };
    let compared = Compared {
        opens: 1,
        closes: 2,
        not_compared: 3,
        replayed: Some(Replayed {
            exports: 9,
            let_through: 1,
            ..Replayed::default()
        }),
    };
    let ledger = ledger();
    for summary in [
        Summary::Check(&checked),
        Summary::Scan(&ledger),
        Summary::Diff(&compared),
    ] {
        text += &out.end(&End {
            summary,
            digests: std::slice::from_ref(&digest),
        });
    }
    text + &sources() + &plays()
}

/// A source, and how it fits.
fn sources() -> String {
    let told = Told {
        mapping: built_in("exeat").unwrap(),
        text: "# The plain form.".to_owned(),
        place: Some(("exeat.toml".to_owned(), 2)),
    };
    let fit = Fit {
        exports: 3,
        not_exports: 1,
        events: 3,
        filled: vec![(FieldId::TIME, 3)],
        ..Fit::default()
    };
    let probed = Probed {
        files: &["a.jsonl".to_owned()],
        whole: true,
        fits: &[(told.clone(), fit)],
        schema: &exeat::policy::Schema::default(),
    };
    json_one(&told) + &json_probed(&probed)
}

/// A scenario on a policy that lets it through, and on one that does not.
fn plays() -> String {
    let mut text = String::new();
    for policies in ["tests/policies/roles-only", "policies"] {
        let args = [
            "test",
            "--output",
            "json",
            "--policies",
            policies,
            "--scenario",
            "left-tenant",
        ];
        text += &crate::harness::exeat(&crate::harness::top(), &args).stdout;
    }
    text
}

#[test]
fn every_line_is_of_the_published_schema_and_every_key_of_it_occurs() {
    let mut schema = Schema::published();
    let text = all_lines(&World::new(80));
    assert_eq!(text.lines().count(), 17);
    for line in text.lines() {
        assert_eq!(schema.faults(line), Vec::<String>::new(), "{line}");
    }
    let missed: Vec<_> = schema
        .properties()
        .difference(&schema.seen)
        .cloned()
        .collect();
    assert_eq!(missed, Vec::<String>::new());
}

#[test]
fn the_schema_knows_every_kind() {
    let mut schema = Schema::published();
    let world = World::new(80);
    for row in exeat::finding::KINDS {
        let line = world.output("json").finding(&finding(row.kind));
        assert_eq!(schema.faults(&line), Vec::<String>::new());
    }
}

#[test]
fn the_schema_refuses_what_it_does_not_describe() {
    let mut schema = Schema::published();
    let line = World::new(80)
        .output("json")
        .finding(&finding(Kind::Denied));
    for (good, bad) in [
        ("\"finding\"", "\"found\""),
        ("\"line\":1842", "\"line\":0"),
        ("\"count\":1", "\"count\":\"1\""),
        ("\"help\":null,", ""),
        ("\"help\":null", "\"help\":null,\"more\":1"),
    ] {
        assert!(line.contains(good), "{good} in {line}");
        assert!(!schema.faults(&line.replace(good, bad)).is_empty(), "{bad}");
    }
}

#[test]
fn json_lines_are_these() {
    super::snapshot("json.txt", &all_lines(&World::new(80)));
}

#[test]
fn json_holds_no_raw_control_character_and_means_the_same() {
    let hostile = "a\u{1b}[31m\u{202e}\u{7f}\u{9b}\n\u{e0041}\u{2028}z";
    let mut finding = finding(Kind::Denied);
    finding.message = hostile.to_owned();
    let mut event = finding.event.take().unwrap();
    event.set(FieldId::LIST, Some(Value::Text(hostile.to_owned())));
    finding.event = Some(event);
    let line = World::new(80).output("json").finding(&finding);
    let body = line.strip_suffix('\n').unwrap();
    assert!(
        body.chars().all(|c| !exeat::report::is_treacherous(c)),
        "{body}"
    );
    let value: serde_json::Value = serde_json::from_str(body).unwrap();
    assert_eq!(value["message"], hostile);
    assert_eq!(value["event"]["list"], hostile);
}

#[test]
fn sums_beyond_64_bits_are_written_out() {
    let mut finding = over_limit();
    finding.window.as_mut().unwrap().count = i128::from(i64::MAX) * 4;
    let line = World::new(80).output("json").finding(&finding);
    assert!(line.contains("\"count\":36893488147419103228,"), "{line}");
}

#[test]
fn short_lines_are_these() {
    let world = World::new(80);
    let mut out = world.output("short");
    let mut text = out.diagnostic(&unknown_role(&world));
    text += &out.diagnostic(&Diagnostic::new(
        "no-exit-rule",
        Level::Warning,
        "nothing covers exits",
    ));
    text += &out.finding(&world.not_allowed());
    text += &out.finding(&said(
        Kind::UnreadableRecord,
        "not JSON:\u{1b}[2J",
        Some(place(7)),
    ));
    text += &out.finding(&Finding {
        count: 14,
        ..said(
            Kind::UnclassifiedAction,
            "the source does not know `list.peek`",
            Some(place(7)),
        )
    });
    text += &out.finding(&Finding {
        excerpt: Some(excerpt("{\n  \"rows\":1}", &[("rows", "1 row")])),
        ..finding(Kind::Denied)
    });
    text += &out.end(&end(Summary::Scan(&ledger())));
    super::snapshot("short.txt", &text);
}

#[test]
fn quiet_is_the_last_line_alone() {
    let mut world = World::new(80);
    world.detail = Detail::SummaryOnly;
    for name in ["human", "short"] {
        let mut out = world.output(name);
        assert_eq!(out.finding(&world.not_allowed()), "");
        assert_eq!(out.diagnostic(&unknown_role(&world)), "");
        assert_eq!(
            out.end(&end(Summary::Scan(&ledger()))),
            "exeat: 8 events, 5 allowed, 3 violations, 1 unreadable; a part of the input was not looked at\n"
        );
        let checked = Checked {
            files: 2,
            rules: 5,
            errors: 1,
            ..Checked::default()
        };
        assert_eq!(
            out.end(&end(Summary::Check(&checked))),
            "exeat: 2 files, 5 rules, 1 error, 0 warnings\n"
        );
    }
    let mut json = world.output("json");
    assert_eq!(json.finding(&world.not_allowed()), "");
    assert!(
        json.end(&end(Summary::Scan(&ledger())))
            .starts_with("{\"type\":\"ledger\"")
    );
}

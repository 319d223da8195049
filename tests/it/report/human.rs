//! Exactly what a person sees of findings and diagnostics.

use super::snapshot;
use super::world::{World, event, excerpt, fails, finding, holds, place, said, time};
use exeat::diag::{Diagnostic, Level};
use exeat::event::{FieldId, Value};
use exeat::finding::{Filling, Finding, Kind, Window};
use exeat::judge::{Part, Reason, Truth};
use exeat::policy::{RuleId, WaiverId};
use exeat::syntax::ast::Severity;

fn show(world: &World, finding: &Finding) -> String {
    world.output("human").finding(finding)
}

#[test]
fn the_picture_of_the_design() {
    let world = World::new(100);
    snapshot("not-allowed.txt", &show(&world, &world.not_allowed()));
}

#[test]
fn narrow_wide_ascii_and_colour() {
    for width in [60, 80, 120] {
        let world = World::new(width);
        let seen = show(&world, &world.not_allowed());
        snapshot(&format!("not-allowed.{width}.txt"), &seen);
    }
    let mut world = World::new(80);
    world.look.unicode = false;
    snapshot("not-allowed.ascii.txt", &show(&world, &world.not_allowed()));
    world.look.unicode = true;
    world.look.color = true;
    let seen = show(&world, &world.not_allowed()).replace('\u{1b}', "ESC");
    snapshot("not-allowed.colour.txt", &seen);
}

#[test]
fn a_broken_deny_shows_what_holds_and_the_authors_note() {
    let world = World::new(80);
    snapshot("denied.txt", &show(&world, &world.denied()));
}

fn over_limit(world: &World) -> Finding {
    let rule = "rule six-tenants";
    let mut answer = world.answer(
        "six-tenants",
        "limit",
        vec![
            holds(
                Part::Subject,
                world.span(rule, "role support, engineer"),
                "the actor is engineer",
                &[(FieldId::ACTOR, "role engineer")],
            ),
            holds(
                Part::Measure,
                world.span(rule, "2 tenants"),
                "the sixth tenant",
                &[(FieldId::TENANT, "the sixth tenant")],
            ),
        ],
    );
    answer.notes = vec!["One engineer took the lists of six tenants.".to_owned()];
    let filling = (0..50).map(|n| Filling {
        place: place(1842 - n * 7),
        time: time(&format!(
            "2022-06-{:02}T02:14:07{}Z",
            30 - n / 10,
            if n == 3 { ".125" } else { "" }
        )),
        share: ["celsius", "opensea", "unstoppable-domains"][usize::try_from(n % 3).unwrap()]
            .to_owned(),
    });
    Finding {
        rule: Some((RuleId(2), "six-tenants".to_owned())),
        severity: Some(Severity::Critical),
        message: "eng-7@mail.example took lists of 6 tenants within 7d".to_owned(),
        answers: vec![answer],
        excerpt: Some(excerpt(
            super::world::RECORD,
            &[("actor", "role engineer"), ("tenant", "the sixth tenant")],
        )),
        window: Some(Window {
            count: 6,
            most: 2,
            unit: "tenants".to_owned(),
            length: "7d".to_owned(),
            key: "actor eng-7@mail.example".to_owned(),
            filled_by: 92,
            filling: filling.collect(),
        }),
        ..finding(Kind::OverLimit)
    }
}

#[test]
fn an_exceeded_limit_shows_what_fills_the_window() {
    for width in [60, 80] {
        let world = World::new(width);
        snapshot(
            &format!("over-limit.{width}.txt"),
            &show(&world, &over_limit(&world)),
        );
    }
}

#[test]
fn undecided_shows_what_is_missing() {
    let world = World::new(80);
    let rule = "rule gone";
    let unknown = |text: &str, path: &str| Reason {
        truth: Truth::Unknown,
        fails: false,
        missing: vec![path.to_owned()],
        ..fails(
            Part::When,
            world.span(rule, text),
            "",
            &[(FieldId::TENANT, "")],
        )
    };
    let mut answer = world.answer(
        "gone",
        "deny",
        vec![
            holds(Part::Subject, world.span(rule, "anyone"), "", &[]),
            unknown("time >= tenant.left", "tenant.left"),
            unknown("time >= actor.left", "actor.left"),
        ],
    );
    answer.notes = vec!["Who has left has nothing here to export, nor to be exported.".to_owned()];
    let finding = Finding {
        rule: Some((RuleId(0), "gone".to_owned())),
        severity: Some(Severity::Critical),
        message:
            "whether `gone` denies it cannot be decided: `tenant.left`, `actor.left` are missing"
                .to_owned(),
        help: Some(
            "give the directory a row for the tenant `celsius` and for the actor".to_owned(),
        ),
        answers: vec![answer],
        excerpt: Some(excerpt(super::world::RECORD, &[("tenant", "has no row")])),
        ..finding(Kind::Undecided)
    };
    snapshot("undecided.txt", &show(&world, &finding));
}

#[test]
fn a_failed_approval_and_the_condition_that_asks_for_it() {
    let world = World::new(80);
    let rule = "rule support-on-ticket";
    let approval = "approved by role dpo at most 24h before";
    let office = Reason {
        used_at: Some(world.span("rule de1-gold", "office-hours")),
        ..fails(
            Part::When,
            world.span_in(world.conditions, "condition", "time in office"),
            "it was Saturday",
            &[(FieldId::TIME, "a Saturday")],
        )
    };
    let late = fails(
        Part::When,
        world.span(rule, approval),
        "approved 31 hours before",
        &[(FieldId::APPROVED_AT, "")],
    );
    let finding = Finding {
        message:
            "ana.ruiz@mail.example took 100 rows of opensea/newsletter; the approval is too old"
                .to_owned(),
        answers: vec![
            world.answer("support-on-ticket", "allow", vec![late]),
            world.answer("de1-gold", "allow", vec![office]),
        ],
        ..finding(Kind::BadApproval)
    };
    snapshot("bad-approval.txt", &show(&world, &finding));
}

#[test]
fn a_waived_finding_shows_the_waiver_too() {
    let world = World::with_policy(80);
    let finding = Finding {
        kind: Kind::Waived,
        level: Level::Info,
        waiver: Some((WaiverId(0), "opensea-move".to_owned())),
        instead: vec![(Kind::OverLimit, Some("six-tenants".to_owned()))],
        window: None,
        ..over_limit(&world)
    };
    snapshot("waived.txt", &show(&world, &finding));
}

#[test]
fn an_attempt_that_was_blocked_names_what_it_would_have_been() {
    let world = World::new(80);
    let finding = Finding {
        kind: Kind::BlockedAttempt,
        level: Level::Info,
        rule: None,
        severity: None,
        message: "eng-7@mail.example tried to take 412093 rows of celsius/all-clients".to_owned(),
        instead: vec![
            (Kind::Denied, Some("engineers-none".to_owned())),
            (Kind::NotAllowed, None),
        ],
        ..world.denied()
    };
    snapshot("blocked-attempt.txt", &show(&world, &finding));
}

#[test]
fn what_is_said_of_a_log_says_what_and_where() {
    let world = World::new(80);
    let long = format!("`rows` is `{}`: not a whole number", "9".repeat(10_000));
    let torn = excerpt(r#"{"actor":"kim@mail.example","rows":"#, &[]);
    let findings = [
        Finding {
            help: Some("what was skipped is counted in the ledger".to_owned()),
            ..said(
                Kind::UnreadableRecord,
                "the JSON ends in the middle of an object",
                Some(place(17)),
            )
        },
        Finding {
            excerpt: Some(torn),
            ..said(
                Kind::UnreadableRecord,
                "a value is expected behind the colon",
                Some(place(18)),
            )
        },
        Finding {
            count: 1_204,
            ..said(
                Kind::UnclassifiedAction,
                "the source `exeat` does not know `list.peek`",
                Some(place(3)),
            )
        },
        Finding {
            count: 2,
            excerpt: Some(excerpt(
                super::world::RECORD,
                &[("rows", "not a whole number")],
            )),
            ..said(Kind::MisfitValue, &long, Some(place(1842)))
        },
        said(
            Kind::UnmappedField,
            "the policy reads `ticket`, which the source `exeat` never fills",
            None,
        ),
        said(
            Kind::NothingRead,
            "14 records, but no export among them",
            None,
        ),
    ];
    let seen: String = findings.iter().map(|f| show(&world, f)).collect();
    snapshot("said.txt", &seen);
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

fn diagnostics(width: usize) -> String {
    let world = World::new(width);
    let gold = "rule de1-gold";
    let on_ticket = "rule support-on-ticket";
    let whole = world
        .span("rule gone {", "rule gone {")
        .to(world.span("nor to be exported.", "}"));
    let several = [
        Diagnostic::error("unknown-name", "nobody declared the role `marketer`")
            .label(world.span(gold, "marketer"), "not declared")
            .help("did you mean `support`?")
            .fix(
                "write `support`",
                vec![(world.span(gold, "marketer"), "support".to_owned())],
            ),
        Diagnostic::error("duplicate-name", "two sets are called `crypto`")
            .label(world.span_in(world.conditions, "set", "crypto"), "here")
            .label(world.span(gold, "de1-gold"), "and here, as if it were one"),
        Diagnostic::new(
            "redundant-rule",
            Level::Warning,
            "`engineers-none` is covered by `gone`",
        )
        .label(
            world.span("rule engineers-none", "engineers-none"),
            "this rule",
        )
        .label(whole, "denies all of it")
        .label(world.span("rule gone", "anyone"), "whoever it is"),
        Diagnostic::new("always-true", Level::Warning, "every event satisfies this")
            .label(
                world
                    .span(on_ticket, "rows <= 5_000")
                    .to(world.span(on_ticket, "24h before")),
                "always true",
            )
            .label(
                world.span(on_ticket, "5_000"),
                "no export has more rows than this, says `max-rows`",
            ),
        Diagnostic::new("mixed-and-or", Level::Info, "many labels on one line")
            .label(world.span(gold, "marketer"), "a role")
            .label(world.span(gold, "de1-*/crm/gold*"), "a pattern")
            .label(world.span(gold, "de1-*/crm/silver*"), "and one more")
            .label(
                world.span(gold, "own/newsletter*"),
                "the third pattern of this rule, with a rather long explanation",
            )
            .label(world.span(gold, "own/\"vip buyers\""), "the last"),
        Diagnostic::new(
            "no-exit-rule",
            Level::Warning,
            "no deny covers tenants that have left",
        )
        .help("deny anyone to export any/*\n    when time >= tenant.left"),
        Diagnostic::error("syntax", "the rule is not closed")
            .label(world.span("SEC-4412.", "}").after(), "`}` is expected here"),
    ];
    let mut out = world.output("human");
    several.iter().map(|d| out.diagnostic(d)).collect()
}

#[test]
fn diagnostics_underline_their_places() {
    for width in [60, 80, 120] {
        snapshot(&format!("diagnostics.{width}.txt"), &diagnostics(width));
    }
}

#[test]
fn strange_texts_keep_their_columns() {
    let mut world = World::new(80);
    let text = "\u{feff}rule a {\r\n\tallow\trole \u{202e}x to export any/*\r\n}";
    let id = world.sources.add("policies/crlf.exeat", text);
    let diagnostic = Diagnostic::error("bidi-control", "a character that reorders text")
        .label(world.span_in(id, "role", "\u{202e}"), "this one")
        .label(world.span_in(id, "rule", "rule a"), "in this rule")
        .label(
            world.span_in(id, "any/*", "*\r\n}"),
            "runs over the line's end",
        );
    snapshot(
        "strange-texts.txt",
        &world.output("human").diagnostic(&diagnostic),
    );
}

#[test]
fn spans_that_lie_nowhere_draw_nothing() {
    let world = World::new(80);
    let mut span = world.span("rule gone", "gone");
    span.source.0 = 99;
    let lost = Diagnostic::error("syntax", "a message").label(span, "nowhere");
    assert_eq!(
        world.output("human").diagnostic(&lost),
        "error[syntax]: a message\n\n"
    );
    let mut far = world.span("rule gone", "gone");
    (far.start, far.end) = (900_000, 900_007);
    let far = Diagnostic::error("syntax", "a message").label(far, "beyond");
    assert!(world.output("human").diagnostic(&far).contains("beyond"));
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

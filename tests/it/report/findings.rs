//! Exactly what a person sees of findings, kind by kind.

use super::snapshot;
use super::world::{World, excerpt, fails, finding, holds, place, said, time};
use exeat::diag::Level;
use exeat::event::FieldId;
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

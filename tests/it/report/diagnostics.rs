//! Exactly what a person sees of diagnostics.

use super::snapshot;
use super::world::World;
use exeat::diag::{Diagnostic, Level};

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

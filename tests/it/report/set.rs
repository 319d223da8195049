//! The resolved policy of the small world, as far as the outputs look at it.

use super::world::World;
use exeat::event::{FieldId, Value};
use exeat::judge::{Answer, Part, Reason, Truth};
use exeat::policy::{
    Amount, Atom, AtomKind, Effect, Expr, ExprKind, Glob, Measure, Note, Operand, Path, Pattern,
    Period, PolicySet, Rule, RuleId, Subject, SubjectKind, Target, TenantPattern, Waiver,
};
use exeat::syntax::ast::{Comparison, Name, Severity};
use exeat::text::Span;
use exeat::time::Length;

/// Rules by name: engineers-none, gone, six-tenants, support-on-ticket; the waiver opensea-move.
pub fn policy_set(world: &World) -> PolicySet {
    let rules = vec![
        rule(world, "engineers-none", Effect::Deny, "role engineer", None),
        rule(world, "gone", Effect::Deny, "anyone", Some(gone(world))),
        rule(
            world,
            "six-tenants",
            limit(world),
            "role support, engineer",
            None,
        ),
        rule(
            world,
            "support-on-ticket",
            Effect::Allow,
            "role support",
            Some(on_ticket(world)),
        ),
    ];
    PolicySet {
        rules,
        waivers: vec![waiver(world)],
        ..PolicySet::default()
    }
}

fn name(world: &World, keyword: &str, text: &str) -> Name {
    let span = world.span(&format!("{keyword} {text}"), text);
    Name {
        text: text.to_owned(),
        span,
        quoted: false,
    }
}

fn rule(world: &World, name_: &str, effect: Effect, subject: &str, when: Option<Expr>) -> Rule {
    let head = format!("rule {name_} {{");
    let whole = world.sources.get(world.policy).unwrap();
    let after = &whole.text[whole.text.find(&head).unwrap()..];
    let line = after.lines().nth(1).unwrap().trim();
    Rule {
        name: name(world, "rule", name_),
        span: world.span(&head, &head),
        effect_span: world.span(&head, line),
        target: target(world, &head, line),
        effect,
        subject: Subject {
            span: world.span(&head, subject),
            kind: SubjectKind::Anyone,
        },
        when,
        unless: None,
        period: Period::default(),
        severity: Severity::High,
        owner: None,
        notes: Vec::new(),
    }
}

fn target(world: &World, head: &str, line: &str) -> Option<Target> {
    let (_, text) = line.split_once("to export ")?;
    let patterns = text.split(", ").map(|text| {
        let span = world.span(head, text);
        Pattern {
            span,
            tenant_span: span,
            tenant: TenantPattern::Any,
            list_span: span,
            list: Glob::new("*"),
        }
    });
    Some(Target {
        span: world.span(head, text),
        patterns: patterns.collect(),
    })
}

fn limit(world: &World) -> Effect {
    let rule = "rule six-tenants";
    Effect::Limit {
        amount: Amount {
            most: 2,
            measure: Measure::Distinct(Path::Field(FieldId::TENANT)),
            span: world.span(rule, "2 tenants"),
        },
        keys: vec![(Path::Field(FieldId::ACTOR), world.span(rule, "actor"))],
        window: Length::seconds(7 * 86_400),
        window_span: world.span(rule, "7d"),
    }
}

fn atom(span: Span) -> Expr {
    let kind = AtomKind::Compare {
        path: Path::Field(FieldId::ROWS),
        op: Comparison::Le,
        operand: Operand::Literal(Value::Int(5_000)),
        operand_span: span,
    };
    Expr {
        span,
        kind: ExprKind::Atom(Atom {
            span,
            path_span: span,
            kind,
        }),
    }
}

fn gone(world: &World) -> Expr {
    let (one, two) = (
        world.span("rule gone", "time >= tenant.left"),
        world.span("rule gone", "time >= actor.left"),
    );
    Expr {
        span: one.to(two),
        kind: ExprKind::Or(vec![atom(one), atom(two)]),
    }
}

fn on_ticket(world: &World) -> Expr {
    let parts = TICKET.map(|text| world.span("rule support-on-ticket", text));
    Expr {
        span: parts[0].to(parts[2]),
        kind: ExprKind::And(parts.map(atom).to_vec()),
    }
}

const TICKET: [&str; 3] = [
    "rows <= 5_000",
    "ticket matches \"SUP-[0-9]{4,}\"",
    "approved by role dpo at most 24h before",
];

fn waiver(world: &World) -> Waiver {
    let at = |text: &str| world.span("waiver opensea-move", text);
    let note = |text: &str| Note {
        text: text.trim_matches('"').to_owned(),
        span: at(text),
    };
    let until = at("2026-11-09");
    Waiver {
        name: name(world, "waiver", "opensea-move"),
        span: at("waiver opensea-move"),
        lifts: vec![(RuleId(2), at("six-tenants"))],
        lifts_not_allowed: None,
        subject: Subject {
            span: at("actor \"ana.ruiz@mail.example\""),
            kind: SubjectKind::Anyone,
        },
        target: None,
        when: None,
        period: Period {
            from: None,
            until: Some((super::world::time("2026-11-09"), until)),
        },
        by: note("\"dpo@mail.example\""),
        notes: vec![note("\"Approved migration, SEC-4412.\"")],
    }
}

/// What the judge would say of the record of the picture, by the rules above.
pub fn answers(world: &World) -> Vec<Answer> {
    let reason = |rule: &str, part, text: &str, truth, words: &str| Reason {
        part,
        span: world.span(&format!("rule {rule}"), text),
        used_at: None,
        truth,
        fails: truth != Truth::True,
        words: words.to_owned(),
        fields: vec![(FieldId::ACTOR, String::new())],
        missing: Vec::new(),
    };
    let (yes, no, unknown) = (Truth::True, Truth::False, Truth::Unknown);
    let of = |n, truth, reasons| Answer {
        rule: RuleId(n),
        truth,
        reasons,
    };
    let (who, what, when) = (Part::Subject, Part::Target, Part::When);
    vec![
        of(
            0,
            yes,
            vec![
                reason(
                    "engineers-none",
                    who,
                    "role engineer",
                    yes,
                    "the actor is engineer",
                ),
                reason("engineers-none", what, "any/*", yes, ""),
            ],
        ),
        of(
            1,
            unknown,
            vec![
                reason("gone", who, "anyone", yes, ""),
                reason("gone", what, "any/*", yes, ""),
                reason(
                    "gone",
                    when,
                    "time >= tenant.left",
                    no,
                    "`tenant.left` is none: the tenant has not left",
                ),
                reason(
                    "gone",
                    when,
                    "time >= actor.left",
                    unknown,
                    "`actor.left` is missing",
                ),
            ],
        ),
        of(
            2,
            yes,
            vec![
                reason(
                    "six-tenants",
                    who,
                    "role support, engineer",
                    yes,
                    "the actor is engineer",
                ),
                reason(
                    "six-tenants",
                    Part::Measure,
                    "2 tenants",
                    yes,
                    "it counts `celsius`",
                ),
            ],
        ),
        of(
            3,
            no,
            vec![
                reason(
                    "support-on-ticket",
                    who,
                    "role support",
                    no,
                    "the actor is not support",
                ),
                reason(
                    "support-on-ticket",
                    what,
                    "any/newsletter*",
                    no,
                    "not `all-clients`",
                ),
                reason(
                    "support-on-ticket",
                    what,
                    "any/unsubscribed",
                    no,
                    "not `all-clients`",
                ),
                reason("support-on-ticket", when, TICKET[0], no, "412093 is more"),
                reason("support-on-ticket", when, TICKET[1], yes, ""),
                reason(
                    "support-on-ticket",
                    when,
                    TICKET[2],
                    unknown,
                    "`approver` is missing, and so is `approved_at`, which the log of this source never tells",
                ),
            ],
        ),
    ]
}

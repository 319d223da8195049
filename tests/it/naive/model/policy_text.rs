//! A policy set as the texts of several files, statements and clauses in any order.
//! It deliberately does not know what they mean.

use super::expr::Expr;
use super::expr_text::{expr, items, subject};
use super::instant::Nanos;
use super::policy::{
    Effect, Field, Glob, Hours, Limit, Measure, Pattern, Policy, Rule, Span, TenantPart, Waiver,
};
use super::value::Type;
use super::words::{Words, bare};
use crate::naive::random::Rng;

/// The texts of one to three files.
pub fn files(policy: &Policy, rng: &mut Rng) -> Vec<String> {
    let mut statements = statements(policy, rng);
    rng.shuffle(&mut statements);
    let mut files = vec![String::new(); rng.between(1, 3)];
    for statement in statements {
        let file = rng.below(files.len());
        files[file].push_str(&statement);
        files[file].push('\n');
    }
    files.into_iter().map(|text| dressed(text, rng)).collect()
}

/// A byte-order mark and CRLF are accepted.
fn dressed(text: String, rng: &mut Rng) -> String {
    let text = if rng.chance(10) {
        text.replace('\n', "\r\n")
    } else {
        text
    };
    if rng.chance(5) {
        format!("\u{FEFF}{text}")
    } else {
        text
    }
}

fn statements(policy: &Policy, rng: &mut Rng) -> Vec<String> {
    let mut all = Vec::new();
    let mut add = |rng: &mut Rng, write: &dyn Fn(&mut Words)| {
        let mut words = Words::new(rng);
        write(&mut words);
        all.push(words.finish());
    };
    let (first, rest) = policy.roles.split_at(policy.roles.len() / 2);
    for roles in [first, rest].into_iter().filter(|roles| !roles.is_empty()) {
        add(rng, &|words| role(words, roles));
    }
    policy
        .fields
        .iter()
        .for_each(|field| add(rng, &|words| declared(words, field)));
    for set in &policy.sets {
        add(rng, &|words| {
            words.statement("set");
            words.say(&set.name);
            words.say("=");
            items(words, &set.items);
        });
    }
    policy
        .hours
        .iter()
        .for_each(|span| add(rng, &|words| hours(words, span)));
    for condition in &policy.conditions {
        add(rng, &|words| {
            words.statement("condition");
            words.say(&condition.name);
            words.say("=");
            expr(words, &condition.means);
            if words.rng.chance(30) {
                words.text("So the officer put it: \"as written\".");
            }
        });
    }
    policy
        .rules
        .iter()
        .for_each(|one| add(rng, &|words| rule(words, one)));
    policy
        .waivers
        .iter()
        .for_each(|one| add(rng, &|words| waiver(words, one)));
    all
}

fn role(words: &mut Words, roles: &[String]) {
    words.statement("role");
    words.list(roles, |words, role| words.name(role));
    if words.rng.chance(30) {
        words.text("Answers tenants' tickets");
    }
}

fn declared(words: &mut Words, field: &Field) {
    words.statement("field");
    words.say(&field.path);
    words.say(":");
    words.phrase(match field.kind {
        Type::Text => "text",
        Type::Int => "int",
        Type::Bool => "bool",
        Type::Time => "time",
        Type::Ip => "ip",
        Type::Set => "set of text",
    });
}

fn hours(words: &mut Words, hours: &Hours) {
    words.statement("hours");
    words.say(&hours.name);
    words.say("=");
    words.list(&hours.spans, |words, span| span_text(words, *span));
    words.text(&hours.zone);
}

fn span_text(words: &mut Words, span: Span) {
    let day = |number: i128| ["mon", "tue", "wed", "thu", "fri", "sat", "sun"][number as usize];
    words.say(&match span.first == span.last {
        true => day(span.first).to_owned(),
        false => format!("{}-{}", day(span.first), day(span.last)),
    });
    let clock = |minutes: i128| format!("{:02}:{:02}", minutes / 60, minutes % 60);
    words.say(&format!("{}-{}", clock(span.start), clock(span.end)));
}

fn rule(words: &mut Words, rule: &Rule) {
    words.statement("rule");
    words.name(&rule.name);
    words.say("{");
    effect(words, rule);
    let mut clauses = vec![
        "owner", "note", "when", "unless", "from", "until", "severity", "note",
    ];
    words.rng.shuffle(&mut clauses);
    clauses
        .into_iter()
        .for_each(|clause| rule_clause(words, rule, clause));
    words.say("}");
}

fn rule_clause(words: &mut Words, rule: &Rule, clause: &str) {
    match clause {
        "when" | "unless" => condition(
            words,
            clause,
            if clause == "when" {
                &rule.when
            } else {
                &rule.unless
            },
        ),
        "from" => bound(words, clause, rule.from),
        "until" => bound(words, clause, rule.until),
        "severity" if matches!(rule.effect, Effect::Allow) || words.rng.chance(60) => {}
        "severity" => {
            let severity = *words.rng.pick(&["low", "medium", "high", "critical"]);
            words.say("severity");
            words.say(severity);
        }
        _ if words.rng.chance(60) => {}
        _ => {
            words.say(clause);
            words.text("trust@mail.example says so");
        }
    }
}

fn condition(words: &mut Words, clause: &str, condition: &Option<Expr>) {
    if let Some(condition) = condition {
        words.say(clause);
        expr(words, condition);
    }
}

fn bound(words: &mut Words, clause: &str, bound: Option<Nanos>) {
    if let Some(instant) = bound {
        words.say(clause);
        words.time(instant);
    }
}

fn effect(words: &mut Words, rule: &Rule) {
    match &rule.effect {
        Effect::Limit(limit) => {
            words.say("limit");
            subject(words, &rule.subject);
            exporting(words, &rule.target);
            limit_text(words, limit);
        }
        effect => {
            words.say(if matches!(effect, Effect::Allow) {
                "allow"
            } else {
                "deny"
            });
            subject(words, &rule.subject);
            words.phrase("to export");
            words.list(rule.target.as_deref().unwrap_or_default(), pattern);
        }
    }
}

fn exporting(words: &mut Words, target: &Option<Vec<Pattern>>) {
    if let Some(patterns) = target {
        words.say("exporting");
        words.list(patterns, pattern);
    }
}

fn limit_text(words: &mut Words, limit: &Limit) {
    words.say("to");
    match &limit.measure {
        Measure::Bytes => words.bytes(limit.most),
        measure => {
            words.int(limit.most);
            words.phrase(&measure_text(measure));
        }
    }
    words.say("per");
    words.list(&limit.keys, |words, key| words.say(key));
    words.say("in");
    words.duration(limit.window);
}

fn measure_text(measure: &Measure) -> String {
    match measure {
        Measure::Exports => "exports".to_owned(),
        Measure::Rows => "rows".to_owned(),
        Measure::Bytes => panic!("bytes are an amount of their own"),
        Measure::Tenants => "tenants".to_owned(),
        Measure::Lists => "lists".to_owned(),
        Measure::Destinations => "destinations".to_owned(),
        Measure::Actors => "actors".to_owned(),
        Measure::Distinct(path) => format!("distinct {path}"),
    }
}

fn pattern(words: &mut Words, pattern: &Pattern) {
    let tenant = match &pattern.tenant {
        TenantPart::Any => "any".to_owned(),
        TenantPart::Own => "own".to_owned(),
        TenantPart::Glob(glob) => glob_text(words, glob),
    };
    let list = glob_text(words, &pattern.list);
    words.say(&format!("{tenant}/{list}"));
}

fn glob_text(words: &mut Words, glob: &Glob) -> String {
    if glob.quoted {
        words.quoted(&glob.text)
    } else {
        glob.text.clone()
    }
}

fn waiver(words: &mut Words, waiver: &Waiver) {
    words.statement("waiver");
    words.name(&waiver.name);
    words.say("{");
    let mut clauses = vec!["lift", "for", "when", "from", "until", "by", "note"];
    words.rng.shuffle(&mut clauses);
    clauses
        .into_iter()
        .for_each(|clause| waiver_clause(words, waiver, clause));
    words.say("}");
}

fn waiver_clause(words: &mut Words, waiver: &Waiver, clause: &str) {
    match clause {
        "when" => condition(words, clause, &waiver.when),
        "from" => bound(words, clause, Some(waiver.from)),
        "until" => bound(words, clause, Some(waiver.until)),
        "lift" => {
            words.say("lift");
            words.list(&waiver.lift, |words, rule| lifted(words, rule));
        }
        "for" => {
            words.say("for");
            subject(words, &waiver.subject);
            exporting(words, &waiver.target);
        }
        _ => {
            words.say(clause);
            words.text("board@oversight.example");
        }
    }
}

/// `not-allowed` is what it is only without quotes.
fn lifted(words: &mut Words, rule: &str) {
    if rule == "not-allowed" || bare(rule) {
        words.say(rule)
    } else {
        words.text(rule)
    }
}

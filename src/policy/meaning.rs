//! What a resolved policy set means, as canonical text without places.
//!
//! Two sets with the same text decide the same, carry the same notes and run the same tests. Order
//! that means nothing is gone: also that of the parts of an `and`, and of patterns in a target.

mod condition;

use super::{
    Effect, Expect, Expr, Given, GivenValue, Invariant, Measure, Note, Pattern, Period, PolicySet,
    Rule, Schema, Step, Subject, SubjectKind, Target, TenantPattern, Test, Waiver,
};
use condition::expr;

impl PolicySet {
    /// The meaning of this set; equal for sets that differ only in how and where they are written.
    #[must_use]
    pub fn meaning(&self) -> String {
        let schema = &self.schema;
        let mut lines: Vec<String> = Vec::new();
        let declared = self.roles.iter().chain(&self.names);
        lines.extend(declared.map(|d| format!("{} {:?} used: {}", d.kind, d.name.text, d.used)));
        lines.extend(self.schema_lines());
        lines.extend(self.rules.iter().map(|r| rule(r, schema)));
        lines.extend(self.waivers.iter().map(|w| self.waived(w)));
        lines.extend(self.invariants.iter().map(|i| invariant(i, schema)));
        lines.extend(self.tests.iter().map(|t| self.test(t)));
        lines.join("\n")
    }

    fn schema_lines(&self) -> Vec<String> {
        let fields = self.schema.fields.iter().filter(|f| f.declared.is_some());
        let fields = fields.map(|f| format!("field {:?}: {:?}", f.name, f.ty));
        let columns = self
            .schema
            .columns
            .iter()
            .filter(|c| c.declared.is_some() || c.read);
        let columns = columns.map(|c| {
            let entity = c.entity.name();
            format!("column {entity}.{:?}: {:?} read: {}", c.name, c.ty, c.read)
        });
        fields.chain(columns).collect()
    }

    fn waived(&self, waiver: &Waiver) -> String {
        let mut lifts: Vec<String> = waiver.lifts.iter().map(|(id, _)| self.name(*id)).collect();
        lifts.extend(
            waiver
                .lifts_not_allowed
                .map(|_| String::from("not-allowed")),
        );
        format!(
            "waiver {:?} lifts {} for {} exporting {} when {} {} by {:?} notes {}",
            waiver.name.text,
            sorted(lifts),
            subject(&waiver.subject),
            optional(waiver.target.as_ref(), target),
            optional(waiver.when.as_ref(), |e| expr(e, &self.schema)),
            period(&waiver.period),
            waiver.by.text,
            notes(&waiver.notes),
        )
    }

    fn name(&self, id: super::RuleId) -> String {
        let name = self.rule(id).map(|rule| rule.name.text.as_str());
        format!("{:?}", name.unwrap_or_default())
    }

    fn test(&self, test: &Test) -> String {
        let steps: Vec<String> = test
            .steps
            .iter()
            .map(|step| match step {
                Step::Expect(tree) => self.expect(tree),
                Step::Sequence(_, steps) => {
                    let steps = steps.iter();
                    let steps = steps.map(|(n, tree)| format!("{n} times {}", self.expect(tree)));
                    format!("sequence [{}]", steps.collect::<Vec<_>>().join("; "))
                }
            })
            .collect();
        let given = self.record(&test.given);
        format!(
            "test {:?} given {given} [{}]",
            test.name.text,
            steps.join("; ")
        )
    }

    fn expect(&self, tree: &Expect) -> String {
        let mut of: Vec<String> = tree.of.iter().map(|(id, _)| self.name(*id)).collect();
        of.extend(tree.of_not_allowed.map(|_| String::from("not-allowed")));
        let with = self.record(&tree.with);
        format!("expect {:?} with {with} of {}", tree.outcome, sorted(of))
    }

    fn record(&self, entries: &[Given]) -> String {
        let entries = entries.iter().map(|given| match &given.value {
            GivenValue::Value(path, value) => {
                format!("{}: {value:?}", self.schema.name_of(*path))
            }
            GivenValue::Shift(path, by) => format!("{}: {by:?}", self.schema.name_of(*path)),
            GivenValue::Unlisted(entities) => format!("unlisted: {entities:?}"),
            GivenValue::ApproverTenant(tenant) => format!("approver.tenant: {tenant:?}"),
        });
        sorted(entries.collect())
    }
}

impl Expr {
    /// The meaning of this condition; equal for conditions that are true, false and unknown of the same events
    /// because they say the same in another order, or by another name.
    #[must_use]
    pub fn meaning(&self, schema: &Schema) -> String {
        expr(self, schema)
    }
}

impl Subject {
    /// The meaning of this subject.
    #[must_use]
    pub fn meaning(&self) -> String {
        subject(self)
    }
}

impl Target {
    /// The meaning of this target.
    #[must_use]
    pub fn meaning(&self) -> String {
        target(self)
    }
}

impl Pattern {
    /// The meaning of this pattern.
    #[must_use]
    pub fn meaning(&self) -> String {
        pattern(self)
    }
}

impl Period {
    /// The meaning of this period.
    #[must_use]
    pub fn meaning(&self) -> String {
        period(self)
    }
}

impl Effect {
    /// The meaning of this effect: of a limit, how much of what for whom in which time.
    #[must_use]
    pub fn meaning(&self, schema: &Schema) -> String {
        let (limit, effect) = effect(self, schema);
        [effect, &limit.unwrap_or_default()].join(" ")
    }
}

fn rule(rule: &Rule, schema: &Schema) -> String {
    let (measure, effect) = effect(&rule.effect, schema);
    format!(
        "rule {:?} {effect} {} exporting {} {} when {} unless {} {} {:?} owner {:?} notes {}",
        rule.name.text,
        subject(&rule.subject),
        optional(rule.target.as_ref(), target),
        measure.unwrap_or_default(),
        optional(rule.when.as_ref(), |e| expr(e, schema)),
        optional(rule.unless.as_ref(), |e| expr(e, schema)),
        period(&rule.period),
        rule.severity,
        rule.owner.as_ref().map(|note| &note.text),
        notes(&rule.notes),
    )
}

/// Of a limit how much it lets through, and the effect's word.
fn effect(effect: &Effect, schema: &Schema) -> (Option<String>, &'static str) {
    match effect {
        Effect::Allow => (None, "allow"),
        Effect::Deny => (None, "deny"),
        Effect::Limit {
            amount,
            keys,
            window,
            ..
        } => {
            let keys = keys.iter().map(|(path, _)| schema.name_of(*path)).collect();
            let (most, what) = (amount.most, measured(amount.measure, schema));
            let limit = format!("to {most} {what} per {} in {window:?}", sorted(keys));
            (Some(limit), "limit")
        }
    }
}

fn invariant(invariant: &Invariant, schema: &Schema) -> String {
    format!(
        "invariant {:?} {:?} {} exporting {} when {} unless {} owner {:?} notes {}",
        invariant.name.text,
        invariant.quantifier,
        subject(&invariant.subject),
        target(&invariant.target),
        optional(invariant.when.as_ref(), |e| expr(e, schema)),
        optional(invariant.unless.as_ref(), |e| expr(e, schema)),
        invariant.owner.as_ref().map(|note| &note.text),
        notes(&invariant.notes),
    )
}

fn measured(measure: Measure, schema: &Schema) -> String {
    match measure {
        Measure::Exports => String::from("exports"),
        Measure::Sum(path) => format!("of the sum of {}", schema.name_of(path)),
        Measure::Distinct(path) => format!("distinct {}", schema.name_of(path)),
        Measure::Lists => String::from("lists"),
    }
}

fn subject(subject: &Subject) -> String {
    match &subject.kind {
        SubjectKind::Anyone => String::from("anyone"),
        SubjectKind::Roles(names) => {
            let names = names.iter().map(|name| format!("{:?}", name.text));
            format!("role {}", sorted(names.collect()))
        }
        SubjectKind::Actors(actors) => {
            let actors = actors.iter().map(|(actor, _)| format!("{actor:?}"));
            format!("actor {}", sorted(actors.collect()))
        }
        SubjectKind::ActorLike(glob, _) => format!("actor like {:?}", glob.text()),
    }
}

fn target(target: &Target) -> String {
    sorted(target.patterns.iter().map(pattern).collect())
}

fn pattern(pattern: &Pattern) -> String {
    let tenant = match &pattern.tenant {
        TenantPattern::Any => String::from("any"),
        TenantPattern::Own => String::from("own"),
        TenantPattern::Globs(_, globs) => {
            sorted(globs.iter().map(|g| format!("{:?}", g.text())).collect())
        }
    };
    format!("{tenant}/{:?}", pattern.list.text())
}

fn period(period: &Period) -> String {
    let from = period.from.map(|(time, _)| time);
    let until = period.until.map(|(time, _)| time);
    format!("from {from:?} until {until:?}")
}

fn notes(notes: &[Note]) -> String {
    sorted(
        notes
            .iter()
            .map(|note| format!("{:?}", note.text))
            .collect(),
    )
}

fn optional<T>(value: Option<&T>, text: impl Fn(&T) -> String) -> String {
    value.map_or_else(|| String::from("-"), text)
}

fn sorted(mut parts: Vec<String>) -> String {
    parts.sort();
    format!("[{}]", parts.join(", "))
}

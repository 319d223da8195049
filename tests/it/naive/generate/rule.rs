//! Rules and waivers. It deliberately does not know what the log will hold.

use super::declare::{TENANT_GLOBS, TENANT_SETS};
use super::maker::{Maker, within_calendar};
use crate::naive::model::expr::{Atom, Expr};
use crate::naive::model::instant::HOUR;
use crate::naive::model::policy::{
    Effect, Glob, Limit, Measure, Pattern, Rule, Subject, Target, TenantPart, Waiver,
};
use crate::naive::model::value::Type;
use crate::naive::model::words::bare;

const NAMES: [&str; 10] = [
    "own-lists",
    "on-ticket",
    "gone",
    "7th gate",
    "slices",
    "six-tenants",
    "by-night",
    "quiet_hours",
    "last call",
    "severity",
];
const LISTS: [(&str, bool); 9] = [
    ("*", false),
    ("newsletter*", false),
    ("newsletter", false),
    ("crm/gold*", false),
    ("crm/*", false),
    ("all-clients", true),
    ("vip buyers", true),
    ("*buyers", true),
    ("*", true),
];

/// Anyone's export of any list.
fn everything(name: &str, effect: Effect) -> Rule {
    Rule {
        name: name.to_owned(),
        effect,
        subject: Subject::Anyone,
        target: Some(vec![Pattern {
            tenant: TenantPart::Any,
            list: Glob::word("*"),
        }]),
        when: None,
        unless: None,
        from: None,
        until: None,
    }
}

impl Maker {
    /// Half of the worlds hang on one thing, so that nothing else hides what it does.
    pub fn rules(&mut self) {
        let mut names = NAMES.to_vec();
        self.rng.shuffle(&mut names);
        if self.rng.chance(50) {
            return self.one_thing(names[0], names[1]);
        }
        for _ in 0..self.rng.between(1, 3) {
            self.add_rule(names.pop().unwrap(), Effect::Allow);
        }
        for _ in 0..self.rng.below(4) {
            self.add_rule(names.pop().unwrap(), Effect::Deny);
        }
        for _ in 0..self.rng.below(3) {
            let limit = self.limit();
            self.add_rule(names.pop().unwrap(), Effect::Limit(limit));
        }
    }

    /// An allow, a deny or a limit with one atom, subject, target or period, beside an allow of all.
    fn one_thing(&mut self, name: &str, other: &str) {
        let effect = match self.rng.below(3) {
            0 => Effect::Allow,
            1 => Effect::Deny,
            _ => Effect::Limit(self.limit()),
        };
        let mut rule = everything(name, effect);
        match (&rule.effect, self.rng.below(12)) {
            (Effect::Limit(_), 0..7) => {}
            (_, 0..4) => rule.when = Some(Expr::Atom(self.atom())),
            (_, 4..7) => rule.when = Some(Expr::Atom(Atom::Approved(self.approval()))),
            (_, 7 | 8) => rule.subject = self.subject(0),
            (_, 9) => rule.target = Some(vec![self.pattern()]),
            _ => rule = self.with_period(rule),
        }
        if !matches!(rule.effect, Effect::Allow) {
            self.world
                .policy
                .rules
                .push(everything(other, Effect::Allow));
        }
        self.world.policy.rules.push(rule);
    }

    pub fn add_rule(&mut self, name: &str, effect: Effect) {
        let (anyone, conditional) = match effect {
            Effect::Allow => (50, 55),
            Effect::Deny => (25, 80),
            Effect::Limit(_) => (60, 30),
        };
        let rule = Rule {
            name: name.to_owned(),
            subject: self.subject(anyone),
            target: match effect {
                Effect::Limit(_) if self.rng.chance(60) => None,
                _ => Some(self.target()),
            },
            when: self.some_expr(conditional, matches!(effect, Effect::Deny)),
            unless: self.some_expr(15, false),
            from: None,
            until: None,
            effect,
        };
        let rule = self.with_period(rule);
        self.world.policy.rules.push(rule);
    }

    /// A strict one holds rarely.
    fn some_expr(&mut self, percent: usize, strict: bool) -> Option<Expr> {
        if !self.rng.chance(percent) {
            return None;
        }
        let expr = self.expr(2);
        Some(if strict {
            Expr::and([expr, Expr::Atom(self.atom())])
        } else {
            expr
        })
    }

    fn with_period(&mut self, mut rule: Rule) -> Rule {
        let (one, other) = (self.moment_or_none(12), self.moment_or_none(12));
        (rule.from, rule.until) = match (one, other) {
            (Some(one), Some(other)) if one >= other => (Some(other), None),
            pair => pair,
        };
        rule
    }

    fn target(&mut self) -> Target {
        if self.rng.chance(45) {
            return vec![Pattern {
                tenant: TenantPart::Any,
                list: Glob::word("*"),
            }];
        }
        (0..self.rng.between(1, 3))
            .map(|_| self.pattern())
            .collect()
    }

    fn pattern(&mut self) -> Pattern {
        let (list, quoted) = *self.rng.pick(&LISTS);
        Pattern {
            tenant: self.tenant_part(),
            list: Glob {
                text: list.to_owned(),
                quoted,
            },
        }
    }

    fn tenant_part(&mut self) -> TenantPart {
        let tenant = (*self.rng.pick(&self.tenants)).to_owned();
        match self.rng.below(9) {
            0 | 1 => TenantPart::Any,
            2 => TenantPart::Own,
            3 => TenantPart::Glob(Glob::word(&tenant)),
            4 => TenantPart::Glob(Glob {
                text: tenant,
                quoted: true,
            }),
            5 => TenantPart::Glob(Glob::word(self.rng.pick::<&str>(&TENANT_SETS))),
            6 => TenantPart::Glob(Glob::word(TENANT_GLOBS)),
            7 => TenantPart::Glob(Glob::word("*")),
            _ => {
                let text = self.tenant_glob();
                // A word that begins with `-` or `*` is a run of word characters like any other.
                let quoted = !bare(&text.replace('*', "x")) || self.rng.chance(30);
                TenantPart::Glob(Glob { text, quoted })
            }
        }
    }

    fn limit(&mut self) -> Limit {
        let scalars = [
            "tenant",
            "list",
            "ticket",
            "purpose",
            "destination.domain",
            "actor.team",
            "ip",
            "approver",
            "actor",
            "actor.tenant",
        ];
        let measure = match self.rng.below(10) {
            0 => Measure::Exports,
            1 | 2 => Measure::Rows,
            3 => Measure::Bytes,
            4 => Measure::Tenants,
            5 => Measure::Lists,
            6 => Measure::Destinations,
            7 => Measure::Actors,
            _ => Measure::Distinct((*self.rng.pick(&scalars)).to_owned()),
        };
        let most = match measure {
            Measure::Bytes => *self.rng.pick(&[1_000, 1_024, 2_000_000, 4_096_000]),
            Measure::Rows => self
                .amount()
                .saturating_add(*self.rng.pick(&[0, 0, 0, -1, 1]))
                .max(0),
            _ => *self.rng.pick(&[0, 1, 1, 1, 2, 3]),
        };
        Limit {
            most,
            measure,
            keys: self.keys(),
            window: self.length(),
        }
    }

    fn keys(&mut self) -> Vec<String> {
        let mut keys = vec![
            "actor",
            "actor",
            "actor",
            "tenant",
            "list",
            "destination.domain",
            "actor.team",
            "action",
            "ip",
            "rows",
            "time",
        ];
        let declared: Vec<String> = [Type::Bool, Type::Text, Type::Int]
            .into_iter()
            .flat_map(|kind| self.declared(kind))
            .collect();
        keys.extend(declared.iter().map(String::as_str));
        let first = (*self.rng.pick(&keys)).to_owned();
        let second = (*self.rng.pick(&keys)).to_owned();
        if first == second || self.rng.chance(60) {
            vec![first]
        } else {
            vec![first, second]
        }
    }

    pub fn waivers(&mut self) {
        let lifts: Vec<String> = self
            .world
            .policy
            .rules
            .iter()
            .filter(|rule| !matches!(rule.effect, Effect::Allow))
            .map(|rule| rule.name.clone())
            .collect();
        let lifts: Vec<String> = lifts
            .into_iter()
            .chain(["not-allowed".to_owned()])
            .collect();
        for name in ["for-the-move", "2nd waiver"] {
            if self.rng.chance(35) {
                let waiver = self.waiver(name, &lifts);
                self.world.policy.waivers.push(waiver);
            }
        }
    }

    fn waiver(&mut self, name: &str, lifts: &[String]) -> Waiver {
        let (one, other) = (self.moment(), self.moment());
        Waiver {
            name: name.to_owned(),
            lift: self.rng.some(lifts, 3),
            subject: self.subject(40),
            target: if self.rng.chance(50) {
                Some(self.target())
            } else {
                None
            },
            when: self.some_expr(30, false),
            from: one.min(other),
            until: if one == other {
                within_calendar(one + HOUR)
            } else {
                one.max(other)
            },
        }
    }
}

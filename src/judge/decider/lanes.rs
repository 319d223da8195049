//! A rule as lanes: ways in which its condition can be true, each a conjunction of parts that read one column.
//!
//! Kleene's `and` and `or` distribute over each other, so a rule is exactly the `or` of its lanes.

use super::part::{Needs, Part};
use crate::event::FieldId;
use crate::judge::Judge;
use crate::policy::{
    Effect, Expr, ExprKind, Glob, Measure, Path, Pattern, Period, Rule, Subject, SubjectKind,
    Target, TenantPattern, Waiver,
};
use std::collections::{BTreeMap, BTreeSet};

/// A condition that would have more is not told apart to its end.
const MOST_LANES: usize = 16;

/// What must hold together; `None` is something that no column tells.
pub(in crate::judge) type Lane<'a> = Vec<Option<Part<'a>>>;

/// Takes conditions apart.
pub(in crate::judge) struct Lanes<'a> {
    judge: Judge<'a>,
    lanes: Vec<Lane<'a>>,
}

impl<'a> Lanes<'a> {
    /// Of a rule; of a limit also what it counts must be there.
    pub(super) fn of_rule(judge: Judge<'a>, rule: &'a Rule) -> Vec<Lane<'a>> {
        let mut lanes = Self::new(judge);
        lanes.head(&rule.subject, rule.target.as_ref());
        lanes.expr(rule.when.as_ref(), false);
        lanes.expr(rule.unless.as_ref(), true);
        lanes.period(&rule.period);
        if let Effect::Limit { amount, keys, .. } = &rule.effect {
            keys.iter().for_each(|(path, _)| lanes.known(*path));
            match amount.measure {
                Measure::Exports => {}
                Measure::Sum(path) | Measure::Distinct(path) => lanes.known(path),
                Measure::Lists => {
                    lanes.known(Path::Field(FieldId::TENANT));
                    lanes.known(Path::Field(FieldId::LIST));
                }
            }
        }
        lanes.lanes
    }

    /// Of a target alone; none means all.
    pub(in crate::judge) fn of_target(
        judge: Judge<'a>,
        target: Option<&'a Target>,
    ) -> Vec<Lane<'a>> {
        let mut lanes = Self::new(judge);
        lanes.target(target);
        lanes.lanes
    }

    /// Of a waiver.
    pub(super) fn of_waiver(judge: Judge<'a>, waiver: &'a Waiver) -> Vec<Lane<'a>> {
        let mut lanes = Self::new(judge);
        lanes.head(&waiver.subject, waiver.target.as_ref());
        lanes.expr(waiver.when.as_ref(), false);
        lanes.period(&waiver.period);
        lanes.lanes
    }

    fn new(judge: Judge<'a>) -> Self {
        let lanes = vec![Vec::new()];
        Self { judge, lanes }
    }

    fn head(&mut self, subject: &'a Subject, target: Option<&'a Target>) {
        if !matches!(subject.kind, SubjectKind::Anyone) {
            self.all(Part::Subject(subject));
        }
        self.target(target);
    }

    fn target(&mut self, target: Option<&'a Target>) {
        let Some(target) = target else {
            return;
        };
        let ways = ways(&target.patterns);
        if ways.len() * self.lanes.len() <= MOST_LANES {
            self.lanes = product(&self.lanes, &ways);
        } else {
            self.bounds(&ways);
        }
    }

    fn expr(&mut self, expr: Option<&'a Expr>, negated: bool) {
        for (expr, negated) in expr.into_iter().flat_map(|e| conjuncts(e, negated)) {
            match self.ways_of(expr, negated) {
                Some(ways) if ways.len() * self.lanes.len() <= MOST_LANES => {
                    self.lanes = product(&self.lanes, &ways);
                }
                _ => self.lanes.iter_mut().for_each(|lane| lane.push(None)),
            }
        }
    }

    fn period(&mut self, period: &'a Period) {
        if period.from.is_some() || period.until.is_some() {
            self.all(Part::Period(period));
        }
    }

    fn known(&mut self, path: Path) {
        self.all(Part::Known(path));
    }

    fn all(&mut self, part: Part<'a>) {
        for lane in &mut self.lanes {
            lane.push(Some(part.clone()));
        }
    }

    /// Of too many ways at least what each side of the slash rules out.
    fn bounds(&mut self, ways: &[Lane<'a>]) {
        for field in [FieldId::TENANT, FieldId::LIST] {
            let of_way = |way: &Lane<'a>| {
                let mut parts = way.iter().flatten();
                parts.find_map(|part| match part {
                    Part::Globs { field: of, globs } if *of == field => Some(globs.clone()),
                    _ => None,
                })
            };
            let globs: Option<Vec<Vec<Glob>>> = ways.iter().map(of_way).collect();
            if let Some(globs) = globs {
                let globs = globs.concat();
                self.all(Part::Globs { field, globs });
            }
        }
        self.lanes.iter_mut().for_each(|lane| lane.push(None));
    }

    /// The ways in which an expression, or its opposite, is true; none if they are too many.
    fn ways_of(&self, expr: &'a Expr, negated: bool) -> Option<Vec<Lane<'a>>> {
        let ways = match (&expr.kind, negated) {
            (ExprKind::Condition { body, .. }, _) => self.ways_of(body, negated)?,
            (ExprKind::Not(inside), _) => self.ways_of(inside, !negated)?,
            (ExprKind::And(parts), false) | (ExprKind::Or(parts), true) => {
                let mut ways = vec![Vec::new()];
                for part in parts {
                    ways = product(&ways, &self.ways_of(part, negated)?);
                    (ways.len() <= MOST_LANES).then_some(())?;
                }
                ways
            }
            (ExprKind::Or(parts), false) | (ExprKind::And(parts), true)
                if !self.is_told_by_one_column(expr) =>
            {
                let mut ways = Vec::new();
                for part in parts {
                    ways.extend(self.ways_of(part, negated)?);
                }
                ways
            }
            _ => vec![vec![Some(Part::Expr { expr, negated })]],
        };
        (ways.len() <= MOST_LANES).then_some(ways)
    }

    fn is_told_by_one_column(&self, expr: &Expr) -> bool {
        let mut needs = Needs::default();
        needs.expr(expr, &self.judge);
        !needs.more && needs.paths.len() + usize::from(needs.time) <= 1
    }
}

/// The parts of a conjunction.
fn conjuncts(expr: &Expr, negated: bool) -> Vec<(&Expr, bool)> {
    match (&expr.kind, negated) {
        (ExprKind::Condition { body, .. }, _) => conjuncts(body, negated),
        (ExprKind::Not(inside), _) => conjuncts(inside, !negated),
        (ExprKind::And(parts), false) | (ExprKind::Or(parts), true) => {
            parts.iter().flat_map(|p| conjuncts(p, negated)).collect()
        }
        _ => vec![(expr, negated)],
    }
}

fn product<'a>(left: &[Lane<'a>], right: &[Lane<'a>]) -> Vec<Lane<'a>> {
    let joined = |a: &Lane<'a>, b: &Lane<'a>| a.iter().chain(b).cloned().collect();
    let with = |a| right.iter().map(move |b| joined(a, b));
    left.iter().flat_map(with).collect()
}

/// Globs of which any must match.
type Side<'a> = BTreeSet<&'a str>;

const ANY: &str = "*";

/// A target's patterns, as few as say the same: `a/x, a/y, b/x, b/y` is one.
fn ways<'a>(patterns: &'a [Pattern]) -> Vec<Lane<'a>> {
    let mut own: Side<'a> = BTreeSet::new();
    let mut pairs: Vec<(Side<'a>, &'a str)> = Vec::new();
    for pattern in patterns {
        let list = pattern.list.text();
        match &pattern.tenant {
            TenantPattern::Own => _ = own.insert(list),
            TenantPattern::Any => pairs.push((Side::from([ANY]), list)),
            TenantPattern::Globs(_, globs) => {
                pairs.push((globs.iter().map(Glob::text).collect(), list));
            }
        }
    }
    let (by_list, by_tenant) = (by_list(&pairs), by_tenant(&pairs));
    let pairs = if by_list.len() <= by_tenant.len() {
        by_list
    } else {
        by_tenant
    };
    let named = pairs.iter().map(|(tenants, lists)| {
        let sides = [side(FieldId::TENANT, tenants), side(FieldId::LIST, lists)];
        sides.into_iter().flatten().map(Some).collect()
    });
    let own = (!own.is_empty()).then(|| {
        let lists = side(FieldId::LIST, &own).map(Some);
        std::iter::once(Some(Part::Own)).chain(lists).collect()
    });
    named.chain(own).collect()
}

/// Lists with all their tenants, then tenants with all lists that have just them.
fn by_list<'a>(pairs: &[(Side<'a>, &'a str)]) -> Vec<(Side<'a>, Side<'a>)> {
    let mut tenants_of: BTreeMap<&str, Side<'a>> = BTreeMap::new();
    for (tenants, list) in pairs {
        tenants_of.entry(list).or_default().extend(tenants);
    }
    let mut lists_of: BTreeMap<Side<'a>, Side<'a>> = BTreeMap::new();
    for (list, tenants) in tenants_of {
        lists_of.entry(tenants).or_default().insert(list);
    }
    lists_of.into_iter().collect()
}

/// Tenants with all their lists, then lists with all tenants that have just them.
fn by_tenant<'a>(pairs: &[(Side<'a>, &'a str)]) -> Vec<(Side<'a>, Side<'a>)> {
    let mut lists_of: BTreeMap<&Side<'a>, Side<'a>> = BTreeMap::new();
    for (tenants, list) in pairs {
        lists_of.entry(tenants).or_default().insert(list);
    }
    let mut tenants_of: BTreeMap<Side<'a>, Side<'a>> = BTreeMap::new();
    for (tenants, lists) in lists_of {
        tenants_of.entry(lists).or_default().extend(tenants);
    }
    tenants_of.into_iter().map(|(l, t)| (t, l)).collect()
}

/// None where every text, and none, will do.
fn side<'a>(field: FieldId, texts: &Side<'_>) -> Option<Part<'a>> {
    let globs: Vec<Glob> = texts.iter().map(|text| Glob::new(*text)).collect();
    let is_any = globs.iter().any(Glob::is_any);
    (!is_any).then_some(Part::Globs { field, globs })
}

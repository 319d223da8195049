//! What is left of the rules where a field holds a text, asked once for each text.

use super::Rules;
use crate::event::FieldId;
use crate::judge::condition::expression;
use crate::judge::held::Held;
use crate::judge::recorder::{Silent, Stand};
use crate::judge::scene::Scene;
use crate::judge::truth::{Joint, Truth};
use crate::judge::{Part, subject, target};
use crate::policy::{AtomKind, Expr, ExprKind, Path, PolicySet, Rule, SubjectKind, TenantPattern};
use crate::syntax::ast::State;
use std::collections::HashMap;

/// Of more texts in one field than this none is remembered: a field of so many seldom repeats them.
const MOST_TEXTS: usize = 16_384;

/// What is left where a field holds a text.
#[derive(Debug)]
pub(super) struct ByText<'a> {
    path: Path,
    policy: &'a PolicySet,
    /// Of each rule, the expressions in its conjunction that read this path alone.
    parts: Vec<Vec<&'a Expr>>,
    /// Rules with such a part, in subject, target or conditions.
    reading: Rules,
    known: HashMap<String, Rules>,
}

impl<'a> ByText<'a> {
    pub(super) fn new(path: Path, policy: &'a PolicySet) -> Self {
        let mut parts = Vec::with_capacity(policy.rules.len());
        for rule in &policy.rules {
            let mut found = Vec::new();
            if let Some(when) = &rule.when {
                conjuncts(when, path, &mut found);
            }
            parts.push(found);
        }
        let mut of_rules = parts.iter();
        let reading = Rules::that(policy, |rule| {
            let has_part = of_rules.next().is_some_and(|parts| !parts.is_empty());
            has_part || reads_in_head(rule, path)
        });
        Self {
            path,
            policy,
            parts,
            reading,
            known: HashMap::new(),
        }
    }

    /// Whether no rule reads it.
    pub(super) fn is_idle(&self) -> bool {
        self.reading.is_empty()
    }

    /// A text that is missing, or of which too many are known, leaves every rule.
    pub(super) fn sift(&mut self, scene: &Scene<'_>, left: &mut Rules) {
        if !left.meets(&self.reading) {
            return;
        }
        let Held::Text(text) = scene.read(self.path) else {
            return;
        };
        if let Some(known) = self.known.get(text.as_ref()) {
            return left.keep(known);
        }
        if self.known.len() < MOST_TEXTS {
            let rules = self.not_false(scene);
            left.keep(&rules);
            self.known.insert(text.into_owned(), rules);
        }
    }

    fn not_false(&self, scene: &Scene<'_>) -> Rules {
        let mut parts = self.parts.iter();
        Rules::that(self.policy, |rule| {
            let parts = parts.next().map_or(&[][..], Vec::as_slice);
            let stand = Stand::of(Part::When);
            let is_false =
                |expr: &&Expr| expression(scene, expr, stand, &mut Silent) == Truth::False;
            in_head(scene, rule, self.path) != Truth::False && !parts.iter().any(is_false)
        })
    }
}

/// The truth of what a rule's subject and target say of one path.
fn in_head(scene: &Scene<'_>, rule: &Rule, path: Path) -> Truth {
    if !reads_in_head(rule, path) {
        return Truth::True;
    }
    let patterns = || rule.target.iter().flat_map(|target| &target.patterns);
    let any = |truths: &mut dyn Iterator<Item = Truth>| {
        truths.fold(Joint::Or.start(), |a, b| Joint::Or.with(a, b))
    };
    match path {
        Path::Field(FieldId::LIST) => any(&mut patterns().map(|p| target::list(scene, &p.list))),
        Path::Field(FieldId::TENANT) => any(&mut patterns().map(|p| match p.tenant {
            TenantPattern::Own => Truth::Unknown,
            _ => target::tenant(scene, &p.tenant),
        })),
        _ => subject::is_actor(scene, &rule.subject),
    }
}

fn reads_in_head(rule: &Rule, path: Path) -> bool {
    let mut patterns = rule.target.iter().flat_map(|target| &target.patterns);
    match path {
        Path::Field(FieldId::LIST) => patterns.any(|p| !p.list.is_any()),
        Path::Field(FieldId::TENANT) => {
            patterns.any(|p| matches!(p.tenant, TenantPattern::Globs(..)))
        }
        Path::Field(FieldId::ACTOR) => {
            matches!(
                rule.subject.kind,
                SubjectKind::Actors(_) | SubjectKind::ActorLike(..)
            )
        }
        _ => false,
    }
}

/// The expressions of a conjunction that read one path and nothing else.
fn conjuncts<'a>(expr: &'a Expr, path: Path, found: &mut Vec<&'a Expr>) {
    match &expr.kind {
        ExprKind::And(parts) => parts.iter().for_each(|part| conjuncts(part, path, found)),
        ExprKind::Condition { body, .. } => conjuncts(body, path, found),
        _ if reads_only(expr, path) => found.push(expr),
        _ => {}
    }
}

fn reads_only(expr: &Expr, path: Path) -> bool {
    match &expr.kind {
        ExprKind::And(parts) | ExprKind::Or(parts) => parts.iter().all(|p| reads_only(p, path)),
        ExprKind::Not(inside) => reads_only(inside, path),
        ExprKind::Condition { body, .. } => reads_only(body, path),
        ExprKind::Atom(atom) => !asks_for_a_row(&atom.kind) && atom.kind.reads().eq([path]),
    }
}

/// A list's row is found by its tenant, too.
fn asks_for_a_row(kind: &AtomKind) -> bool {
    matches!(
        kind,
        AtomKind::Is {
            state: State::Listed | State::Unlisted,
            ..
        }
    )
}

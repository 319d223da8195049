//! Which fields of an event a policy's decisions rest on, given what the directory tells instead.

use crate::event::FieldId;
use crate::judge::Judge;
use crate::policy::{
    AtomKind, Effect, Expr, ExprKind, Measure, Path, Subject, SubjectKind, Target, TenantPattern,
};
use std::collections::BTreeSet;

/// Every field that some rule or waiver needs from the log.
#[must_use]
pub fn fields_read(judge: Judge<'_>) -> BTreeSet<FieldId> {
    let mut reads = Reads {
        judge,
        fields: BTreeSet::new(),
    };
    for rule in &judge.policy.rules {
        reads.subject(&rule.subject);
        reads.target(rule.target.as_ref());
        rule.when
            .iter()
            .chain(&rule.unless)
            .for_each(|e| reads.expr(e));
        reads.effect(&rule.effect);
    }
    for waiver in &judge.policy.waivers {
        reads.subject(&waiver.subject);
        reads.target(waiver.target.as_ref());
        waiver.when.iter().for_each(|e| reads.expr(e));
    }
    reads.fields
}

struct Reads<'a> {
    judge: Judge<'a>,
    fields: BTreeSet<FieldId>,
}

impl Reads<'_> {
    fn path(&mut self, path: Path) {
        match path {
            Path::Field(FieldId::ROLES) => self.roles(),
            Path::Field(field) | Path::Domain(field) => {
                self.fields.insert(field);
            }
            Path::Column(column) => {
                let entity = self.judge.policy.schema.column(column).map(|c| c.entity);
                self.fields
                    .extend(entity.map(crate::syntax::ast::Entity::field));
            }
        }
    }

    /// A people table tells an actor's roles in the log's stead.
    fn roles(&mut self) {
        let people = self.judge.directory.people.is_some();
        self.fields.insert(if people {
            FieldId::ACTOR
        } else {
            FieldId::ROLES
        });
    }

    fn subject(&mut self, subject: &Subject) {
        match subject.kind {
            SubjectKind::Anyone => {}
            SubjectKind::Roles(_) => self.roles(),
            SubjectKind::Actors(_) | SubjectKind::ActorLike(..) => {
                self.fields.insert(FieldId::ACTOR);
            }
        }
    }

    fn target(&mut self, target: Option<&Target>) {
        for pattern in target.iter().flat_map(|t| &t.patterns) {
            if !pattern.list.is_any() {
                self.fields.insert(FieldId::LIST);
            }
            match pattern.tenant {
                TenantPattern::Any => {}
                TenantPattern::Own => self.fields.extend([FieldId::ACTOR, FieldId::TENANT]),
                TenantPattern::Globs(..) => {
                    self.fields.insert(FieldId::TENANT);
                }
            }
        }
    }

    fn effect(&mut self, effect: &Effect) {
        let Effect::Limit { amount, keys, .. } = effect else {
            return;
        };
        keys.iter().for_each(|(path, _)| self.path(*path));
        match amount.measure {
            Measure::Exports => {}
            Measure::Sum(path) | Measure::Distinct(path) => self.path(path),
            Measure::Lists => self.fields.extend([FieldId::TENANT, FieldId::LIST]),
        }
    }

    fn expr(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Or(parts) | ExprKind::And(parts) => parts.iter().for_each(|e| self.expr(e)),
            ExprKind::Not(inner) => self.expr(inner),
            ExprKind::Condition { body, .. } => self.expr(body),
            ExprKind::Atom(atom) => self.atom(&atom.kind),
        }
    }

    fn atom(&mut self, atom: &AtomKind) {
        match atom {
            // A presence test is how a policy asks whether a field is filled.
            AtomKind::Is { .. } => {}
            AtomKind::Approved { by, .. } => self.approval(by),
            other => other.reads().for_each(|path| self.path(path)),
        }
    }

    /// An approvals table tells approver and time; without it the log must.
    fn approval(&mut self, by: &Subject) {
        self.fields.insert(FieldId::ACTOR);
        if self.judge.directory.approvals.is_some() {
            self.fields.insert(FieldId::TICKET);
            return;
        }
        self.fields
            .extend([FieldId::APPROVER, FieldId::APPROVED_AT]);
        let by_role = matches!(by.kind, SubjectKind::Roles(_));
        if by_role && self.judge.directory.people.is_none() {
            self.fields.insert(FieldId::APPROVER_ROLES);
        }
    }
}

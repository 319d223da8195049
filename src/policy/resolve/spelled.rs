//! Every name and text of a policy that is compared with something, with its place.
//!
//! Knows not what they name. Notes and owners are prose, and patterns have letters of their own: not here.

use crate::syntax::ast::{
    Atom, Clause, ClauseKind, Collection, EffectKind, Expect, Expr, ExprKind, Globs, Item, List,
    Literal, LiteralKind, Name, Operand, Path, Record, RecordValue, Statement, StatementKind as Is,
    Subject, SubjectKind, Target, TestStep, Text,
};
use crate::text::Span;

/// A name or text where it stands.
#[derive(Clone, Copy)]
pub(super) struct Spelled<'t> {
    pub text: &'t str,
    pub span: Span,
    pub quoted: bool,
}

/// All of a policy set's, in the order of its statements.
pub(super) fn spelled<'t>(statements: &[&'t Statement]) -> Vec<Spelled<'t>> {
    let mut all = All(Vec::new());
    for statement in statements {
        all.statement(&statement.kind);
    }
    all.0
}

struct All<'t>(Vec<Spelled<'t>>);

impl<'t> All<'t> {
    fn name(&mut self, name: &'t Name) {
        self.0.push(Spelled {
            text: &name.text,
            span: name.span,
            quoted: name.quoted,
        });
    }

    fn text(&mut self, text: &'t str, span: Span) {
        self.0.push(Spelled {
            text,
            span,
            quoted: true,
        });
    }

    fn names(&mut self, names: &'t [Name]) {
        names.iter().for_each(|name| self.name(name));
    }

    fn statement(&mut self, kind: &'t Is) {
        match kind {
            Is::Role(roles) => self.names(&roles.names),
            Is::Field(field) => self.name(&field.name),
            Is::Set(set) => {
                self.name(&set.name);
                self.list(&set.items);
            }
            Is::Hours(hours) => self.name(&hours.name),
            Is::Condition(condition) => {
                self.name(&condition.name);
                self.expr(&condition.expr);
            }
            Is::Rule(rule) => {
                self.name(&rule.name);
                if let Some(effect) = &rule.effect {
                    self.effect(&effect.kind);
                }
                self.clauses(&rule.clauses);
            }
            Is::Waiver(waiver) => {
                self.name(&waiver.name);
                self.clauses(&waiver.clauses);
            }
            Is::Invariant(invariant) => {
                self.name(&invariant.name);
                if let Some(claim) = &invariant.claim {
                    self.subject(&claim.subject);
                    self.target(&claim.target);
                }
                self.clauses(&invariant.clauses);
            }
            Is::Test(test) => {
                self.name(&test.name);
                test.given.iter().for_each(|given| self.record(given));
                test.steps.iter().for_each(|step| self.step(step));
            }
            Is::Broken { name, .. } => name.iter().for_each(|name| self.name(name)),
        }
    }

    fn effect(&mut self, kind: &'t EffectKind) {
        match kind {
            EffectKind::Allow { subject, target } | EffectKind::Deny { subject, target } => {
                self.subject(subject);
                self.target(target);
            }
            EffectKind::Limit {
                subject, target, ..
            } => {
                self.subject(subject);
                target.iter().for_each(|target| self.target(target));
            }
        }
    }

    fn subject(&mut self, subject: &'t Subject) {
        match &subject.kind {
            SubjectKind::Anyone => {}
            SubjectKind::Roles(names) => self.names(names),
            SubjectKind::Actors(texts) => texts.iter().for_each(|text| self.plain(text)),
            SubjectKind::ActorLike(text) => self.plain(text),
        }
    }

    fn plain(&mut self, text: &'t Text) {
        self.text(&text.value, text.span);
    }

    fn target(&mut self, target: &'t Target) {
        for pattern in &target.patterns {
            self.name(&pattern.tenant);
            self.name(&pattern.list);
        }
    }

    fn clauses(&mut self, clauses: &'t [Clause]) {
        for clause in clauses {
            match &clause.kind {
                ClauseKind::When(expr) | ClauseKind::Unless(expr) => self.expr(expr),
                ClauseKind::Lift(names) => self.names(names),
                ClauseKind::For(subject, target) => {
                    self.subject(subject);
                    target.iter().for_each(|target| self.target(target));
                }
                ClauseKind::By(text) => self.plain(text),
                ClauseKind::From(_)
                | ClauseKind::Until(_)
                | ClauseKind::Severity(_)
                | ClauseKind::Owner(_)
                | ClauseKind::Note(_) => {}
            }
        }
    }

    fn expr(&mut self, tree: &'t Expr) {
        match &tree.kind {
            ExprKind::Or(parts) | ExprKind::And(parts) => {
                parts.iter().for_each(|part| self.expr(part));
            }
            ExprKind::Not(inner) | ExprKind::Parens(inner) => self.expr(inner),
            ExprKind::Atom(atom) => self.atom(atom),
            ExprKind::Broken => {}
        }
    }

    fn atom(&mut self, atom: &'t Atom) {
        atom.path().into_iter().for_each(|path| self.path(path));
        match atom {
            Atom::Bare(_) | Atom::Is { .. } | Atom::Matches { .. } => {}
            Atom::Compare { operand, .. } => match operand {
                Operand::Literal(literal) => self.literal(literal),
                Operand::Path { path, .. } => self.path(path),
            },
            Atom::In { collection, .. } | Atom::AnyAll { collection, .. } => {
                self.collection(collection);
            }
            Atom::Like { globs, .. } => match globs {
                Globs::Text(text) => self.plain(text),
                Globs::Collection(collection) => self.collection(collection),
            },
            Atom::Contains { item, .. } => self.item(item),
            Atom::Approved { by, .. } => self.subject(by),
        }
    }

    fn path(&mut self, path: &'t Path) {
        self.name(&path.head);
        path.tail.iter().for_each(|tail| self.name(tail));
    }

    fn literal(&mut self, literal: &'t Literal) {
        if let LiteralKind::Text(text) = &literal.kind {
            self.text(text, literal.span);
        }
    }

    fn collection(&mut self, collection: &'t Collection) {
        match collection {
            Collection::List(list) => self.list(list),
            Collection::Path(path) => self.path(path),
            Collection::Network(_) => {}
        }
    }

    fn list(&mut self, list: &'t List) {
        list.items.iter().for_each(|item| self.item(item));
    }

    fn item(&mut self, item: &'t Item) {
        if let Item::Name(name) = item {
            self.name(name);
        }
    }

    fn step(&mut self, step: &'t TestStep) {
        match step {
            TestStep::Expect(expect) => self.expect(expect),
            TestStep::Sequence { steps, .. } => {
                steps.iter().for_each(|(_, expect)| self.expect(expect));
            }
        }
    }

    fn expect(&mut self, expect: &'t Expect) {
        expect.with.iter().for_each(|with| self.record(with));
        self.names(&expect.of);
    }

    fn record(&mut self, record: &'t Record) {
        for (path, value) in &record.entries {
            self.path(path);
            match value {
                RecordValue::Literal(literal) => self.literal(literal),
                RecordValue::Name(name) => self.name(name),
                RecordValue::List(list) => self.list(list),
                RecordValue::Missing(_) | RecordValue::Shift(_) => {}
            }
        }
    }
}

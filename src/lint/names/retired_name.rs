//! `retired-name`: a person or tenant that has left is named as if they had not.
//!
//! Looks where a name is given something or answers for something; what denies may name the gone.

use crate::diag::Diagnostic;
use crate::directory::{Cell, Directory, Row};
use crate::event::{FieldId, Value, fold_identity};
use crate::lint::atoms::visit;
use crate::lint::{Input, Lint, written};
use crate::policy::{
    Atom, AtomKind, Collection, ColumnId, Effect, Expr, Note, Operand, Path, Period, Subject,
    SubjectKind, Target, TenantPattern,
};
use crate::syntax::ast::Comparison;
use crate::text::Span;
use crate::time::Time;

/// Every such name, in rules that allow, waivers, and owners.
pub fn check(input: &Input<'_>, lint: &'static Lint) -> Vec<Diagnostic> {
    let allows = input
        .set
        .rules
        .iter()
        .filter(|r| matches!(r.effect, Effect::Allow));
    let allows = allows.map(|r| (&r.subject, r.target.as_ref(), r.when.as_ref(), r.period));
    let waivers = input.set.waivers.iter();
    let waivers = waivers.map(|w| (&w.subject, w.target.as_ref(), w.when.as_ref(), w.period));
    let owners = input
        .set
        .rules
        .iter()
        .filter_map(|r| Some((r.owner.as_ref()?, r.period)));
    let mut found = Vec::new();
    for (subject, target, when, period) in allows.chain(waivers) {
        let mut names = Names::default();
        names.of_subject(subject);
        target
            .into_iter()
            .for_each(|target| names.of_target(target));
        when.into_iter().for_each(|when| names.of_condition(when));
        found.extend(
            names
                .0
                .iter()
                .filter_map(|name| retired(name, period, input, lint)),
        );
    }
    found.extend(
        owners.filter_map(|(owner, period)| retired(&Named::owner(owner), period, input, lint)),
    );
    found.sort_by_key(Diagnostic::place);
    found.dedup_by_key(|d| (d.place(), d.message.clone()));
    found
}

/// Who or what is named, and where.
struct Named {
    who: Who,
    name: String,
    span: Span,
}

#[derive(Clone, Copy, PartialEq)]
enum Who {
    Person,
    Owner,
    Tenant,
}

#[derive(Default)]
struct Names(Vec<Named>);

impl Named {
    fn owner(owner: &Note) -> Self {
        Self {
            who: Who::Owner,
            name: fold_identity(&owner.text),
            span: owner.span,
        }
    }

    /// When they left, if the directory knows that they did.
    fn left(&self, directory: &Directory) -> Option<Time> {
        match self.who {
            Who::Tenant => left(
                directory.tenants.as_ref()?.get(&self.name)?,
                ColumnId::TENANT_LEFT,
            ),
            Who::Person | Who::Owner => {
                let person = directory.person(&self.name);
                left(
                    directory.people.as_ref()?.get(person)?,
                    ColumnId::ACTOR_LEFT,
                )
            }
        }
    }
}

impl Names {
    fn add(&mut self, who: Who, name: &str, span: Span) {
        let name = name.to_owned();
        self.0.push(Named { who, name, span });
    }

    fn of_subject(&mut self, subject: &Subject) {
        if let SubjectKind::Actors(actors) = &subject.kind {
            actors
                .iter()
                .for_each(|(actor, span)| self.add(Who::Person, actor, *span));
        }
    }

    fn of_target(&mut self, target: &Target) {
        for pattern in &target.patterns {
            if let TenantPattern::Globs(_, globs) = &pattern.tenant {
                let exact = globs.iter().filter(|glob| !glob.has_star());
                exact.for_each(|glob| self.add(Who::Tenant, glob.text(), pattern.tenant_span));
            }
        }
    }

    fn of_condition(&mut self, when: &Expr) {
        visit(when, true, &mut |atom, positive| {
            if positive {
                self.of_atom(atom);
            }
        });
    }

    fn of_atom(&mut self, atom: &Atom) {
        match &atom.kind {
            AtomKind::Approved { by, .. } => self.of_subject(by),
            AtomKind::Compare {
                path,
                op: Comparison::Eq,
                operand: Operand::Literal(Value::Text(name)),
                operand_span,
            } => {
                if let Some(who) = who(*path) {
                    self.add(who, name, *operand_span);
                }
            }
            AtomKind::In {
                path,
                negated: false,
                collection: Collection::Texts(_, names),
                collection_span,
            } => {
                if let Some(who) = who(*path) {
                    names
                        .iter()
                        .for_each(|name| self.add(who, name, *collection_span));
                }
            }
            _ => {}
        }
    }
}

fn who(path: Path) -> Option<Who> {
    match path {
        Path::Field(FieldId::TENANT) => Some(Who::Tenant),
        Path::Field(FieldId::ACTOR | FieldId::APPROVER) => Some(Who::Person),
        _ => None,
    }
}

fn left(row: &Row, column: ColumnId) -> Option<Time> {
    match row.cell(column) {
        Cell::Value(Value::Time(left)) => Some(*left),
        _ => None,
    }
}

/// What ends with whoever left, or ended before, names them rightly.
fn retired(
    named: &Named,
    period: Period,
    input: &Input<'_>,
    lint: &'static Lint,
) -> Option<Diagnostic> {
    let left = named.left(input.directory)?;
    let ends = period.until.map(|(until, _)| until);
    if left > input.now || ends.is_some_and(|until| until <= left || until <= input.now) {
        return None;
    }
    let message = format!("`{}` left on {}", named.name, written(left));
    let (label, help) = match named.who {
        Who::Owner => ("answers for this still", "name who answers for it now"),
        Who::Person | Who::Tenant => (
            "named as if still here",
            "take the name out; for old logs, let the rule end with an `until`",
        ),
    };
    Some(lint.diagnostic(message).label(named.span, label).help(help))
}

//! `approved by …`, taken apart into what must be true of the event's own approval.

use super::super::formula::{Formula, Leaf, Of, SetTest};
use super::super::truths::Truths;
use super::{Compiler, Is, Joint, set};
use crate::event::FieldId;
use crate::policy::{Path, Schema, Subject, SubjectKind};
use crate::syntax::ast::Comparison;
use crate::time::Length;

const APPROVER: Path = Path::Field(FieldId::APPROVER);
const APPROVED_AT: Path = Path::Field(FieldId::APPROVED_AT);

impl Compiler {
    pub(super) fn approved(
        &mut self,
        schema: &Schema,
        by: &Subject,
        of_tenant: bool,
        within: Length,
        truths: Truths,
    ) -> Formula {
        if self.tables.approvals {
            let open = format!("approved by {} {of_tenant} {within:?}", by.meaning());
            let open = self.open(open);
            let test = self.test(Of::Yes, Truths::UNKNOWN, false);
            return Formula::Leaf(Leaf::In {
                var: open,
                test,
                truths,
            });
        }
        let another = |c: &mut Self, t: Truths| {
            c.same_paths(schema, APPROVER, Path::Field(FieldId::ACTOR), t.negated())
        };
        let subject = |c: &mut Self, t| c.approver_is(schema, by, t);
        let tenant = |c: &mut Self, t| {
            let home = c.approver_tenant();
            let tenant = c.path(schema, Path::Field(FieldId::TENANT));
            c.same(home, tenant, t)
        };
        let before = |c: &mut Self, t| {
            let at = c.path(schema, APPROVED_AT);
            let time = c.path(schema, Path::Field(FieldId::TIME));
            c.ordered((at, time), Comparison::Le, 0, t)
        };
        let fresh = |c: &mut Self, t| {
            let at = c.path(schema, APPROVED_AT);
            let time = c.path(schema, Path::Field(FieldId::TIME));
            c.ordered((time, at), Comparison::Le, within.0, t)
        };
        let mut parts: Vec<super::Asked<'_>> = vec![&another, &subject, &before, &fresh];
        if of_tenant {
            parts.push(&tenant);
        }
        let there = |c: &mut Self, t| {
            let there = c.open("the approver was there".to_owned());
            let test = c.test(Of::Yes, Truths::UNKNOWN, false);
            Formula::Leaf(Leaf::In {
                var: there,
                test,
                truths: t,
            })
        };
        if self.tables.people {
            parts.push(&there);
        }
        self.joined(Joint::And, &parts, truths)
    }

    /// Open where the approver is missing, whatever roles the event gives them.
    fn approver_is(&mut self, schema: &Schema, by: &Subject, truths: Truths) -> Formula {
        let names = match &by.kind {
            SubjectKind::Roles(names) => names.iter().map(|name| name.text.clone()).collect(),
            SubjectKind::Actors(names) => {
                let names = names.iter().map(|(name, _)| name.clone()).collect();
                return self.unary(schema, APPROVER, Of::Texts(names), truths);
            }
            SubjectKind::ActorLike(glob, _) => {
                let globs = Of::Globs(vec![glob.text().to_owned()]);
                return self.unary(schema, APPROVER, globs, truths);
            }
            SubjectKind::Anyone => {
                return self.unary(schema, APPROVER, Of::Always(true), truths);
            }
        };
        let approver = self.path(schema, APPROVER);
        let roles = if self.tables.people {
            self.approvers_roles()
        } else {
            self.path(schema, Path::Field(FieldId::APPROVER_ROLES))
        };
        let test = self.test(Of::Texts(names), Truths::UNKNOWN, false);
        let held = Formula::all([
            self.is(approver, Is::Missing, false),
            set(roles, SetTest::Any(test), truths),
        ]);
        let missing = self.is(approver, Is::Missing, true);
        let open = Formula::all([Formula::constant(truths.have(Truths::UNKNOWN)), missing]);
        Formula::any([held, open])
    }
}

//! `approved by … at most … before`.
//!
//! Knows not what makes it true.

use super::super::{AtomKind, ColumnId};
use super::scope::Scope;
use super::subject::subject;
use crate::syntax::ast;
use crate::time::Length;

/// Resolves the atom. None: its subject is broken, and that was reported.
pub(super) fn approved(
    by: &ast::Subject,
    of_tenant: bool,
    within: Length,
    scope: &mut Scope<'_>,
) -> Option<AtomKind> {
    if of_tenant {
        scope.read(ColumnId::ACTOR_TENANT);
    }
    Some(AtomKind::Approved {
        by: subject(by, scope)?,
        of_tenant,
        within,
    })
}

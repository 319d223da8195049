//! Whether a target's pattern covers an event's tenant and list.

use super::atoms;
use super::scene::Scene;
use super::truth::Truth;
use crate::event::FieldId;
use crate::policy::{ColumnId, Glob, Path, Pattern, TenantPattern};

/// Whether both sides of the slash cover the event.
pub(super) fn covers(scene: &Scene<'_>, pattern: &Pattern) -> Truth {
    tenant(scene, &pattern.tenant).min(list(scene, &pattern.list))
}

/// Whether the part before the slash covers the event's tenant.
pub(super) fn tenant(scene: &Scene<'_>, pattern: &TenantPattern) -> Truth {
    match pattern {
        TenantPattern::Any => Truth::True,
        TenantPattern::Own => atoms::equal(
            scene,
            Path::Column(ColumnId::ACTOR_TENANT),
            Path::Field(FieldId::TENANT),
        ),
        TenantPattern::Globs(_, globs) => any_glob(globs, scene.event.text(FieldId::TENANT)),
    }
}

/// Whether the part behind the slash covers the event's list.
pub(super) fn list(scene: &Scene<'_>, glob: &Glob) -> Truth {
    any_glob(std::slice::from_ref(glob), scene.event.text(FieldId::LIST))
}

/// Whether any glob matches. A missing text leaves it open, but for `*`.
pub(super) fn any_glob(globs: &[Glob], text: Option<&str>) -> Truth {
    match text {
        Some(text) => Truth::from(globs.iter().any(|g| g.matches(text))),
        None if globs.iter().any(Glob::is_any) => Truth::True,
        None => Truth::Unknown,
    }
}

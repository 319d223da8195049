//! Whether a subject means somebody: the actor of an event, or an approver.

use super::held::Texts;
use super::scene::Scene;
use super::truth::Truth;
use crate::event::FieldId;
use crate::policy::{Subject, SubjectKind};

/// Whether the event's actor is of the subject.
pub(super) fn is_actor(scene: &Scene<'_>, subject: &Subject) -> Truth {
    match &subject.kind {
        SubjectKind::Anyone => Truth::True,
        SubjectKind::Roles(_) => holds_role(subject, scene.roles()),
        SubjectKind::Actors(_) | SubjectKind::ActorLike(..) => {
            is_named(scene, subject, scene.event.text(FieldId::ACTOR))
        }
    }
}

/// Whether somebody who holds these roles is of a subject by role; roles that are missing leave it open.
pub(super) fn holds_role(subject: &Subject, held: Option<Texts<'_>>) -> Truth {
    let SubjectKind::Roles(roles) = &subject.kind else {
        return Truth::True;
    };
    let holds = |held: Texts<'_>| roles.iter().any(|role| held.contains(&role.text));
    Truth::from(held.map(holds))
}

/// Whether a folded identity is of a subject that names people: by person, or by spelling for `actor like`.
pub(super) fn is_named(scene: &Scene<'_>, subject: &Subject, who: Option<&str>) -> Truth {
    let Some(who) = who else {
        return Truth::Unknown;
    };
    match &subject.kind {
        SubjectKind::Actors(names) => {
            let person = scene.directory.person(who);
            let is = |name: &str| scene.directory.person(name) == person;
            Truth::from(names.iter().any(|(name, _)| is(name)))
        }
        SubjectKind::ActorLike(glob, _) => Truth::from(glob.matches(who)),
        SubjectKind::Anyone | SubjectKind::Roles(_) => Truth::True,
    }
}

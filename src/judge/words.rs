//! The words of a reason: short, plain, lower case; the user's text in backticks, escaped and cut.
//!
//! Decides nothing: each truth was decided before, by the same look-ups that are shown here.

mod approval;
mod atom;
mod show;

pub(super) use atom::atom;

use super::held::Held;
use super::recorder::Told;
use super::scene::Scene;
use super::truth::Truth;
use crate::event::FieldId;
use crate::policy::{
    Amount, ColumnId, Measure, Path, Pattern, Subject, SubjectKind, TenantPattern,
};
use crate::text::Span;
use crate::time::Time;
use show::{either, missing, path_name, quote, record_side};

/// "the actor is not support".
pub(super) fn subject(scene: &Scene<'_>, subject: &Subject, truth: Truth) -> Told {
    let by_role = matches!(subject.kind, SubjectKind::Roles(_));
    let reads = match subject.kind {
        SubjectKind::Anyone => &[][..],
        SubjectKind::Roles(_) => &[Path::Field(FieldId::ROLES)],
        SubjectKind::Actors(_) | SubjectKind::ActorLike(..) => &[Path::Field(FieldId::ACTOR)],
    };
    let words = match (&subject.kind, truth) {
        (SubjectKind::Anyone, _) => "anyone".to_owned(),
        (_, Truth::Unknown) if by_role => "the actor's roles are missing".to_owned(),
        (_, Truth::Unknown) => "`actor` is missing".to_owned(),
        (SubjectKind::Roles(roles), Truth::False) => match roles.len() {
            1 => format!("the actor is not {}", role_names(subject, "or")),
            2 => format!("the actor is neither {}", role_names(subject, "nor")),
            _ => format!("the actor is none of {}", role_names(subject, "or")),
        },
        (SubjectKind::Roles(_), Truth::True) => {
            format!("the actor is {}", role_names(subject, "or"))
        }
        (SubjectKind::Actors(_), Truth::False) => "the actor is somebody else".to_owned(),
        (SubjectKind::ActorLike(..), Truth::False) => {
            format!("{} does not match", actor(scene))
        }
        (SubjectKind::Actors(_) | SubjectKind::ActorLike(..), Truth::True) => {
            format!("the actor is {}", actor(scene))
        }
    };
    told(scene, subject.span, words, truth, reads)
}

fn actor(scene: &Scene<'_>) -> String {
    quote(scene.event.text(FieldId::ACTOR).unwrap_or_default())
}

/// A subject's roles in plain words.
fn role_names(subject: &Subject, word: &str) -> String {
    match &subject.kind {
        SubjectKind::Roles(roles) => {
            let names = roles.iter().map(|role| show::plain(&role.text));
            either(names.collect(), word)
        }
        _ => String::new(),
    }
}

/// "not `all-clients`".
pub(super) fn pattern(scene: &Scene<'_>, pattern: &Pattern, truth: Truth) -> Told {
    let (tenant, list) = (Path::Field(FieldId::TENANT), Path::Field(FieldId::LIST));
    let home = Path::Column(ColumnId::ACTOR_TENANT);
    let reads: &[Path] = match pattern.tenant {
        TenantPattern::Own => &[home, tenant, list],
        TenantPattern::Any if pattern.list.is_any() => &[],
        TenantPattern::Any => &[list],
        TenantPattern::Globs(..) if pattern.list.is_any() => &[tenant],
        TenantPattern::Globs(..) => &[tenant, list],
    };
    let side = |path| match scene.read(path) {
        Held::Text(text) => Some(text.into_owned()),
        _ => None,
    };
    let tenant_fits = super::target::tenant(scene, &pattern.tenant) != Truth::False;
    let list_fits = super::target::list(scene, &pattern.list) != Truth::False;
    let words = match (truth, side(tenant), side(list)) {
        (Truth::Unknown, ..) => missing(scene, reads),
        (Truth::True, Some(tenant), Some(list)) => quote(&format!("{tenant}/{list}")),
        (Truth::True, ..) => "any".to_owned(),
        (Truth::False, Some(tenant), _) if list_fits => not_tenant(&pattern.tenant, &tenant),
        (Truth::False, _, Some(list)) if tenant_fits => format!("not {}", quote(&list)),
        (Truth::False, Some(tenant), Some(list)) => {
            format!("not {}", quote(&format!("{tenant}/{list}")))
        }
        (Truth::False, ..) => "not this".to_owned(),
    };
    told(scene, pattern.span, words, truth, reads)
}

fn not_tenant(pattern: &TenantPattern, tenant: &str) -> String {
    match pattern {
        TenantPattern::Own => format!("{} is not the actor's own", quote(tenant)),
        _ => format!("not {}", quote(tenant)),
    }
}

/// "2026-03-02T15:00:00Z is before 2027-01-01T00:00:00Z".
pub(super) fn period(scene: &Scene<'_>, bound: Time, span: Span) -> Told {
    let time = scene.event.time;
    let side = if time < bound { "before" } else { "not before" };
    Told {
        span,
        words: format!("{time} is {side} {bound}"),
        fields: vec![(FieldId::TIME, String::new())],
        ..Told::default()
    }
}

/// "counts 412093 rows".
pub(super) fn measure(scene: &Scene<'_>, amount: &Amount, truth: Truth) -> Told {
    let (tenant, list) = (Path::Field(FieldId::TENANT), Path::Field(FieldId::LIST));
    let reads = match amount.measure {
        Measure::Exports => Vec::new(),
        Measure::Sum(path) | Measure::Distinct(path) => vec![path],
        Measure::Lists => vec![tenant, list],
    };
    let words = match (truth, amount.measure) {
        (Truth::Unknown, _) => missing(scene, &reads),
        (_, Measure::Exports) => "counts 1 export".to_owned(),
        (_, Measure::Sum(path)) => format!(
            "counts {} {}",
            show::held(&scene.read(path)),
            show::plain(&scene.schema.name_of(path)),
        ),
        (_, Measure::Distinct(_) | Measure::Lists) => {
            let values = reads.iter().map(|path| show::held(&scene.read(*path)));
            format!("counts {}", values.collect::<Vec<_>>().join("/"))
        }
    };
    told(scene, amount.span, words, truth, &reads)
}

/// "`actor` is `ana.ruiz@mail.example`".
pub(super) fn key(scene: &Scene<'_>, path: Path, span: Span, truth: Truth) -> Told {
    let words = match truth {
        Truth::Unknown => missing(scene, &[path]),
        _ => format!(
            "{} is {}",
            path_name(scene, path),
            show::held(&scene.read(path))
        ),
    };
    told(scene, span, words, truth, &[path])
}

/// With the record's side of what was read, and what of it is missing where that leaves it open.
fn told(scene: &Scene<'_>, span: Span, words: String, truth: Truth, reads: &[Path]) -> Told {
    let lacking = |path: &&Path| truth == Truth::Unknown && scene.read(**path) == Held::Missing;
    let name = |path: &Path| scene.schema.name_of(*path);
    Told {
        span,
        words,
        fields: reads
            .iter()
            .filter_map(|path| record_side(scene, *path))
            .collect(),
        missing: reads.iter().filter(lacking).map(name).collect(),
    }
}

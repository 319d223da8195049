//! The words of `approved by …`: what the nearest approval lacks.

use super::show::{are_missing, length, quote};
use super::{Told, role_names};
use crate::event::FieldId;
use crate::judge::approval::{self, Approved, Candidate, Check};
use crate::judge::scene::Scene;
use crate::judge::truth::Truth;
use crate::policy::{Subject, SubjectKind};
use crate::text::Span;
use crate::time::Length;

/// "approved 26h before, at most 24h", "approved by the exporter", "no approval for `SUP-1234`".
pub(super) fn approved(
    scene: &Scene<'_>,
    span: Span,
    by: &Subject,
    of_tenant: bool,
    within: Length,
) -> Told {
    let found = approval::approved(scene, by, of_tenant, within);
    let lacking = lacking(scene, &found, by);
    let words = match (&found.nearest, found.truth) {
        (_, Truth::Unknown) => are_missing(lacking.iter().map(|name| quote(name)).collect()),
        (None, _) => format!("no approval for {}", text(scene, FieldId::TICKET)),
        (Some(candidate), Truth::True) => given(scene, candidate),
        (Some(candidate), Truth::False) => {
            let failed = candidate.checks.iter().find(|(_, t)| *t == Truth::False);
            let words = failed.map(|(check, _)| failure(scene, candidate, *check, by, within));
            words.unwrap_or_default()
        }
    };
    Told {
        span,
        words,
        fields: sides(scene, &found),
        missing: lacking,
    }
}

fn text(scene: &Scene<'_>, field: FieldId) -> String {
    quote(scene.event.text(field).unwrap_or_default())
}

fn given(scene: &Scene<'_>, candidate: &Candidate<'_>) -> String {
    let before = candidate.at.map(|at| length(scene.event.time.since(at)));
    let who = quote(candidate.approver.unwrap_or_default());
    format!("{who} approved {} before", before.unwrap_or_default())
}

fn failure(
    scene: &Scene<'_>,
    candidate: &Candidate<'_>,
    check: Check,
    by: &Subject,
    within: Length,
) -> String {
    let who = quote(candidate.approver.unwrap_or_default());
    let row = candidate.row;
    let is_for = |what: Option<String>| format!("the approval is for {}", what.unwrap_or_default());
    match check {
        Check::IsTheNamed => format!(
            "approved by {who}, not by {}",
            text(scene, FieldId::APPROVER)
        ),
        Check::CoversActor => is_for(row.and_then(|r| r.actor.as_deref()).map(quote)),
        Check::CoversTenant => is_for(row.and_then(|r| r.tenant.as_deref()).map(quote)),
        Check::CoversList => is_for(row.and_then(|r| r.list.as_ref()).map(|g| quote(g.text()))),
        Check::CoversRows => is_for(
            row.and_then(|r| r.rows)
                .map(|n| format!("at most {n} rows")),
        ),
        Check::IsAnother => "approved by the exporter".to_owned(),
        Check::WasThere => format!("{who} was not employed then"),
        Check::IsOfSubject => match by.kind {
            SubjectKind::Roles(_) => format!("{who} was not {} then", role_names(by, "or")),
            _ => format!("{who} is not among those who may approve"),
        },
        Check::IsOfTenant => format!("{who} is not of {}", text(scene, FieldId::TENANT)),
        Check::IsInTime => when(scene, candidate, within),
    }
}

fn when(scene: &Scene<'_>, candidate: &Candidate<'_>, within: Length) -> String {
    let (time, at) = (scene.event.time, candidate.at.unwrap_or_default());
    if at > time {
        return format!("approved {} after the export", length(at.since(time)));
    }
    format!(
        "approved {} before, at most {}",
        length(time.since(at)),
        length(within)
    )
}

/// The paths whose lack leaves it open.
fn lacking(scene: &Scene<'_>, found: &Approved<'_>, by: &Subject) -> Vec<String> {
    if found.truth != Truth::Unknown {
        return Vec::new();
    }
    let Some(candidate) = &found.nearest else {
        return vec!["ticket".to_owned()];
    };
    let open = candidate
        .checks
        .iter()
        .filter(|(_, t)| *t == Truth::Unknown);
    let mut names: Vec<String> = Vec::new();
    for (check, _) in open {
        for name in needs(scene, candidate, *check, by) {
            if !names.iter().any(|n| n == name) {
                names.push(name.to_owned());
            }
        }
    }
    names
}

fn needs(
    scene: &Scene<'_>,
    candidate: &Candidate<'_>,
    check: Check,
    by: &Subject,
) -> Vec<&'static str> {
    let field = |field, name| scene.event.get(field).is_none().then_some(name);
    let approver = candidate.approver.is_none().then_some("approver");
    let at = candidate.at.is_none().then_some("approved_at");
    let (tenant, actor) = (
        field(FieldId::TENANT, "tenant"),
        field(FieldId::ACTOR, "actor"),
    );
    let by_role = matches!(by.kind, SubjectKind::Roles(_));
    let known_by_people = scene.directory.tells_roles();
    let lacking = match check {
        Check::IsTheNamed => [approver, None, None],
        Check::CoversActor => [actor, None, None],
        Check::CoversTenant => [tenant, None, None],
        Check::CoversList => [field(FieldId::LIST, "list"), None, None],
        Check::CoversRows => [field(FieldId::ROWS, "rows"), None, None],
        Check::IsAnother => [approver, actor, None],
        Check::IsOfSubject if by_role && !known_by_people => {
            let named = field(FieldId::APPROVER, "approver");
            [
                named,
                field(FieldId::APPROVER_ROLES, "approver_roles"),
                None,
            ]
        }
        Check::IsOfSubject | Check::WasThere => [approver, at, None],
        Check::IsOfTenant => match [tenant, approver, at] {
            [None, None, None] => [Some("approver.tenant"), None, None],
            lacking => lacking,
        },
        Check::IsInTime => [at, None, None],
    };
    lacking.into_iter().flatten().collect()
}

/// Where the record tells of it.
fn sides(scene: &Scene<'_>, found: &Approved<'_>) -> Vec<(FieldId, String)> {
    let own = found.nearest.as_ref().filter(|c| c.row.is_none());
    let time = scene.event.time;
    let told = match own {
        Some(own) => {
            let when = own.at.map(|at| match at > time {
                true => format!("{} after", length(at.since(time))),
                false => format!("{} before", length(time.since(at))),
            });
            let at = (FieldId::APPROVED_AT, when.unwrap_or_default());
            vec![(FieldId::APPROVER, String::new()), at]
        }
        None if found.nearest.is_none() => vec![(FieldId::TICKET, "no approval".to_owned())],
        None => vec![(FieldId::TICKET, String::new())],
    };
    let in_record = told
        .into_iter()
        .filter(|(field, _)| scene.event.get(*field).is_some());
    in_record.collect()
}

//! What a path means: a field, a column, a domain, or another name that stands where a path may.
//!
//! Knows no operators.

use super::super::Path;
use super::scope::{Kind, Scope};
use super::words::{mismatch, offer, phrase, unknown};
use crate::diag::Diagnostic;
use crate::event::FieldId;
use crate::nearest::nearest;
use crate::syntax::ast::{self, Entity, Name, Type};
use crate::text::Span;

/// A path with its type and its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Typed {
    pub path: Path,
    pub ty: Type,
    pub span: Span,
}

/// What a path's text stands for.
pub(super) enum Meant {
    /// Something that can be read.
    Path(Typed),
    /// A set, hours or a condition.
    Other(Kind),
    /// Something whose declaration is broken.
    Broken,
    /// Nothing.
    Unknown,
}

/// Finds out what a path that is read means, and marks it as used; complains of nothing.
pub(super) fn meant(path: &ast::Path, scope: &mut Scope<'_>) -> Meant {
    let meant = named(path, scope);
    if let Meant::Path(Typed {
        path: Path::Column(id),
        ..
    }) = meant
    {
        scope.read(id);
    }
    meant
}

fn named(path: &ast::Path, scope: &mut Scope<'_>) -> Meant {
    let head = path.head.text.as_str();
    let found = match &path.tail {
        None => return single(path, scope),
        Some(tail) if tail.text == "domain" => domain(head, scope),
        Some(_) => None,
    };
    let found = found.or_else(|| column(path, scope));
    match (found, &path.tail) {
        (Some(found), _) => typed(found, path.span, scope),
        (None, Some(tail)) if scope.unread_attributes.contains(tail.text.as_str()) => Meant::Broken,
        _ => Meant::Unknown,
    }
}

/// Finds what can be read. None: it is not, and that was reported.
pub(super) fn readable(path: &ast::Path, scope: &mut Scope<'_>) -> Option<Typed> {
    let meant = meant(path, scope);
    field(meant, path, scope)
}

/// Finds what a test may give, which is no reading: no table must have it. None: nothing, and that was reported.
pub(super) fn givable(path: &ast::Path, scope: &mut Scope<'_>) -> Option<Typed> {
    let meant = named(path, scope);
    field(meant, path, scope)
}

fn field(meant: Meant, path: &ast::Path, scope: &mut Scope<'_>) -> Option<Typed> {
    match meant {
        Meant::Path(typed) => return Some(typed),
        Meant::Broken => {}
        Meant::Other(kind) => {
            let name = &path.head.text;
            let diagnostic = mismatch(format!("`{name}` is {}, not a field", kind.phrase()))
                .label(path.span, "a field belongs here")
                .help(instead(kind, name));
            scope.report(diagnostic);
        }
        Meant::Unknown => report_unknown(path, scope),
    }
    None
}

/// A path that holds a single value. None: it does not, and that was reported.
pub(super) fn scalar(path: &ast::Path, whereto: &str, scope: &mut Scope<'_>) -> Option<Typed> {
    let typed = readable(path, scope)?;
    if typed.ty != Type::Texts {
        return Some(typed);
    }
    let name = scope.schema.name_of(typed.path);
    let diagnostic = mismatch(format!("`{name}` is {}, and {whereto}", phrase(typed.ty)))
        .label(typed.span, "holds several values")
        .help("name a field of one value, such as `actor` or `tenant`");
    scope.report(diagnostic);
    None
}

/// Reports a path that means nothing.
pub(super) fn report_unknown(path: &ast::Path, scope: &mut Scope<'_>) {
    let Some(tail) = &path.tail else {
        return unknown_field(&path.head, scope);
    };
    if scope.may_be_unread(&["field"]) {
        return;
    }
    let written = format!("{}.{}", path.head.text, tail.text);
    let diagnostic = Diagnostic::error("unknown-name", format!("nothing is called `{written}`"));
    let diagnostic = match entity_named(&path.head.text) {
        Some(entity) => unknown_column(entity, tail, diagnostic, scope),
        None if tail.text == "domain" => diagnostic
            .label(path.span, "has no domain")
            .help("`.domain` is of `destination`, `actor`, `approver` and declared text fields"),
        None => no_entity(path, tail, diagnostic),
    };
    scope.report(diagnostic);
}

/// The entity whose attributes a word introduces.
pub(super) fn entity_named(word: &str) -> Option<Entity> {
    let all = [Entity::Actor, Entity::Tenant, Entity::List, Entity::Ticket];
    all.into_iter().find(|entity| entity.name() == word)
}

fn single(path: &ast::Path, scope: &mut Scope<'_>) -> Meant {
    let name = path.head.text.as_str();
    if let Some(field) = scope.schema.field_named(name) {
        scope.mark_used("field", name);
        return typed(Path::Field(field), path.span, scope);
    }
    match scope.names.get(name).map(|entry| entry.kind) {
        Some(Kind::Field) => Meant::Broken,
        // A quoted name is never a set.
        Some(Kind::Set | Kind::Hours) if path.head.quoted => Meant::Unknown,
        Some(kind) => {
            scope.mark_used(kind.word(), name);
            Meant::Other(kind)
        }
        None => Meant::Unknown,
    }
}

fn typed(path: Path, span: Span, scope: &Scope<'_>) -> Meant {
    match scope.schema.type_of(path) {
        Some(ty) => Meant::Path(Typed { path, ty, span }),
        None => Meant::Unknown,
    }
}

fn domain(head: &str, scope: &mut Scope<'_>) -> Option<Path> {
    let id = scope.schema.field_named(head)?;
    let field = scope.schema.field(id)?;
    let built_in = matches!(
        id,
        FieldId::DESTINATION | FieldId::ACTOR | FieldId::APPROVER
    );
    let declared = field.declared.is_some() && field.ty == Type::Text;
    if !built_in && !declared {
        return None;
    }
    scope.mark_used("field", head);
    Some(Path::Domain(id))
}

fn column(path: &ast::Path, scope: &mut Scope<'_>) -> Option<Path> {
    let tail = path.tail.as_ref()?;
    let entity = entity_named(&path.head.text)?;
    let id = scope.schema.column_named(entity, &tail.text)?;
    scope.mark_used("field", &format!("{}.{}", entity.name(), tail.text));
    Some(Path::Column(id))
}

fn unknown_field(name: &Name, scope: &mut Scope<'_>) {
    if scope.may_be_unread(&["field", "condition"]) {
        return;
    }
    let fields = scope.schema.fields.iter().map(|f| f.name.as_str());
    let conditions = scope
        .names
        .values()
        .filter(|entry| entry.kind == Kind::Condition)
        .map(|entry| entry.name.text.as_str());
    let mut diagnostic = unknown(scope, "field", name, fields.chain(conditions));
    if diagnostic.help.is_none() {
        diagnostic = diagnostic.help(format!("declare it: `field {}: text`", name.text));
    }
    scope.report(diagnostic);
}

fn unknown_column(
    entity: Entity,
    tail: &Name,
    diagnostic: Diagnostic,
    scope: &Scope<'_>,
) -> Diagnostic {
    let diagnostic = diagnostic.label(tail.span, format!("no attribute of `{}`", entity.name()));
    let columns = scope.schema.columns.iter().filter(|c| c.entity == entity);
    let mut names: Vec<&str> = columns.map(|c| c.name.as_str()).collect();
    names.extend((entity == Entity::Actor).then_some("domain"));

    match nearest(&tail.text, names.iter().copied()) {
        Some(near) => offer(diagnostic, tail.span, near, tail.quoted),
        None => diagnostic.help(format!(
            "declare it: `field {}.{}: text`, or use one of {}",
            entity.name(),
            tail.text,
            names.join(", ")
        )),
    }
}

fn no_entity(path: &ast::Path, tail: &Name, diagnostic: Diagnostic) -> Diagnostic {
    let diagnostic = diagnostic.label(path.span, "no such attribute");
    if path.head.text == "approver" && tail.text == "tenant" {
        return diagnostic.help("only tests give it; a rule asks `approved by … of tenant …`");
    }
    if nearest(&tail.text, ["domain"]).is_some() && FieldId::named(&path.head.text).is_some() {
        return offer(diagnostic, tail.span, "domain", false);
    }
    match nearest(&path.head.text, ["actor", "tenant", "list", "ticket"]) {
        Some(near) if near != path.head.text => offer(diagnostic, path.head.span, near, false),
        _ => diagnostic.help("attributes are of `actor`, `tenant`, `list` and `ticket`"),
    }
}

fn instead(kind: Kind, name: &str) -> String {
    match kind {
        Kind::Set => format!("write what is looked for first: `tenant in {name}`"),
        Kind::Hours => format!("write `time in {name}`"),
        Kind::Condition => format!("a condition stands alone: `{name}`, or `not {name}`"),
        Kind::Field => String::from("name another field"),
    }
}

//! Values, paths and lengths of time as a reader sees them.

use crate::event::FieldId;
use crate::judge::atoms::{field_of, is_listed};
use crate::judge::held::{Held, Texts};
use crate::judge::scene::Scene;
use crate::policy::{Path, Schema};
use crate::syntax::ast::Type;
use crate::time::{Length, NANOS};
use crate::visible::push_visible;

/// Longer texts are cut: a reason is read at a glance.
const MOST_CHARS: usize = 60;
/// Of more members than this only the first are shown.
const MOST_MEMBERS: usize = 5;

/// A user's text without what a terminal would obey or reorder, cut if long.
pub(super) fn plain(text: &str) -> String {
    let mut shown = String::new();
    for (n, c) in text.chars().enumerate() {
        if n == MOST_CHARS {
            shown.push('…');
            break;
        }
        push_visible(&mut shown, c);
    }
    shown
}

/// A user's text in backticks.
pub(super) fn quote(text: &str) -> String {
    format!("`{}`", plain(text))
}

/// A path as the author writes it, in backticks.
pub(super) fn path_name(scene: &Scene<'_>, path: Path) -> String {
    quote(&scene.schema.name_of(path))
}

/// A value: texts in backticks, members behind each other.
pub(super) fn held(held: &Held<'_>) -> String {
    match held {
        Held::Missing => "missing".to_owned(),
        Held::None(_) => "empty".to_owned(),
        Held::Text(text) => quote(text),
        Held::Int(n) => n.to_string(),
        Held::Bool(b) => b.to_string(),
        Held::Time(time) => time.to_string(),
        Held::Ip(ip) => ip.to_string(),
        Held::Texts(texts) => members(texts.iter()),
    }
}

/// "`email`, `phone`"; "empty" where there is none.
pub(super) fn members<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    let mut shown: Vec<String> = Vec::new();
    let mut more = 0_usize;
    for text in texts {
        if shown.len() < MOST_MEMBERS {
            shown.push(quote(text));
        } else {
            more += 1;
        }
    }
    match (shown.is_empty(), more) {
        (true, _) => "empty".to_owned(),
        (false, 0) => shown.join(", "),
        (false, more) => format!("{} and {more} more", shown.join(", ")),
    }
}

/// "a, b or c".
pub(super) fn either(mut names: Vec<String>, word: &str) -> String {
    let last = names.pop().unwrap_or_default();
    if names.is_empty() {
        return last;
    }
    format!("{} {word} {last}", names.join(", "))
}

/// "`ticket` is missing", of all those paths that are.
pub(super) fn missing(scene: &Scene<'_>, reads: &[Path]) -> String {
    let lacking = reads
        .iter()
        .filter(|path| scene.read(**path) == Held::Missing);
    let lacking: Vec<Path> = lacking.copied().collect();
    match lacking.as_slice() {
        [one] => why_missing(scene, *one),
        several => are_missing(several.iter().map(|path| path_name(scene, *path)).collect()),
    }
}

/// "`a` and `b` are missing".
pub(super) fn are_missing(names: Vec<String>) -> String {
    let verb = if names.len() == 1 { "is" } else { "are" };
    format!("{} {verb} missing", either(names, "and"))
}

fn why_missing(scene: &Scene<'_>, path: Path) -> String {
    let name = path_name(scene, path);
    let field = field_of(path, scene.schema);
    match (path, field.and_then(|field| scene.event.text(field))) {
        (Path::Domain(_), Some(text)) => format!("{} has no domain", quote(text)),
        (Path::Column(_), Some(key)) if !has_row(scene, field) => {
            format!("{name} is missing: nothing is known of {}", quote(key))
        }
        _ => format!("{name} is missing"),
    }
}

fn has_row(scene: &Scene<'_>, field: Option<FieldId>) -> bool {
    field.is_some_and(|field| is_listed(scene, Path::Field(field)))
}

/// The field of the record that a path reads, with a few words where its value alone does not tell.
pub(super) fn record_side(scene: &Scene<'_>, path: Path) -> Option<(FieldId, String)> {
    let field = field_of(path, scene.schema)?;
    if field == FieldId::ROLES {
        return roles_side(scene);
    }
    scene.event.get(field)?;
    Some((field, record_words(scene, path)))
}

fn record_words(scene: &Scene<'_>, path: Path) -> String {
    let value = scene.read(path);
    match (path, &value) {
        (Path::Field(FieldId::ROWS), Held::Int(n)) => format!("{n} rows"),
        (Path::Field(FieldId::BYTES), Held::Int(n)) => format!("{n} bytes"),
        (Path::Field(_), _) => String::new(),
        (Path::Domain(_), Held::Text(domain)) => format!("domain {}", plain(domain)),
        (Path::Domain(_), _) => "no domain".to_owned(),
        (Path::Column(id), held) => {
            let name = scene.schema.column(id).map_or("", |c| c.name.as_str());
            column_words(name, held)
        }
    }
}

fn column_words(name: &str, value: &Held<'_>) -> String {
    match value {
        Held::Missing => format!("{name} not known"),
        Held::None(_) => format!("no {name}"),
        Held::Texts(texts) if texts.iter().next().is_none() => format!("no {name}"),
        value => format!("{name} {}", held(value).replace('`', "")),
    }
}

/// Roles that the directory tells belong to the actor in the record, roles that the log tells to themselves.
fn roles_side(scene: &Scene<'_>) -> Option<(FieldId, String)> {
    let Held::Texts(roles) = scene.read(Path::Field(FieldId::ROLES)) else {
        return None;
    };
    let words = role_words(roles);
    let in_record = |field| scene.event.get(field).is_some();
    let from_log = in_record(FieldId::ROLES) && scene.directory.people.is_none();
    match from_log {
        true => Some((FieldId::ROLES, words)),
        false => in_record(FieldId::ACTOR).then_some((FieldId::ACTOR, words)),
    }
}

fn role_words(roles: Texts<'_>) -> String {
    let names: Vec<String> = roles.iter().map(plain).collect();
    match names.as_slice() {
        [] => "no role".to_owned(),
        [one] => format!("role {one}"),
        several => format!("roles {}", several.join(", ")),
    }
}

/// Whether a path holds a time, so that "earlier" is the word and not "less".
pub(super) fn is_time(schema: &Schema, path: Path) -> bool {
    schema.type_of(path) == Some(Type::Time)
}

/// A length of time, exact: "26h", "1min30s". Days only where hours would be many.
pub(super) fn length(length: Length) -> String {
    const UNITS: [(&str, i128); 4] = [("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1)];
    const HOURS_SHOWN: i128 = 72 * 3_600;
    let seconds = length.0.div_euclid(NANOS);
    let nanos = length.0.rem_euclid(NANOS);
    let mut rest = seconds;
    let mut shown = String::new();
    for (unit, size) in UNITS {
        let whole_days = seconds >= HOURS_SHOWN && seconds % 86_400 == 0;
        if unit == "d" && !whole_days {
            continue;
        }
        let count = rest.div_euclid(size);
        rest = rest.rem_euclid(size);
        if count != 0 {
            shown.push_str(&format!("{count}{unit}"));
        }
    }
    if nanos != 0 {
        shown.push_str(&format!("{nanos}ns"));
    }
    if shown.is_empty() {
        "0s".to_owned()
    } else {
        shown
    }
}

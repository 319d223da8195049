//! The words of an atom, in the terms of its operator.

use super::show::{held, is_time, members, missing, path_name, quote};
use super::{Told, approval, told};
use crate::judge::atoms::right_side;
use crate::judge::held::{Held, Texts};
use crate::judge::scene::Scene;
use crate::judge::truth::Truth;
use crate::policy::{Atom, AtomKind, Collection, Hours, Operand, Path};
use crate::syntax::ast::{AnyAll, Comparison, State};
use crate::time::{Time, Weekday};
use std::borrow::Cow;

/// "412093 is more", "`ticket` is missing", "14:05 on a Sunday in America/New_York is outside `office`".
pub(in crate::judge) fn atom(scene: &Scene<'_>, atom: &Atom, truth: Truth) -> Told {
    if let AtomKind::Approved {
        by,
        of_tenant,
        within,
    } = &atom.kind
    {
        return approval::approved(scene, atom.span, by, *of_tenant, *within);
    }
    let reads: Vec<Path> = atom.kind.reads().collect();
    let words = match truth {
        Truth::Unknown => missing(scene, &reads),
        Truth::True => words(scene, &atom.kind, true),
        Truth::False => words(scene, &atom.kind, false),
    };
    told(scene, atom.span, words, truth, &reads)
}

/// Of an atom that is decided: `holds` tells how.
fn words(scene: &Scene<'_>, kind: &AtomKind, holds: bool) -> String {
    match kind {
        AtomKind::Bool(path) => it_is(scene, *path),
        AtomKind::Is { path, state } => state_words(scene, *path, *state),
        AtomKind::Compare {
            path, op, operand, ..
        } => compare(scene, *path, *op, operand, holds),
        AtomKind::In {
            path,
            negated,
            collection,
            ..
        } => is_in(scene, *path, collection, holds != *negated),
        AtomKind::Like { path, negated, .. } | AtomKind::Matches { path, negated, .. } => {
            does_match(scene, *path, holds != *negated)
        }
        AtomKind::Contains {
            path,
            negated,
            item,
            ..
        } => contains(scene, *path, item, holds != *negated),
        AtomKind::AnyAll {
            quantifier,
            path,
            collection,
            ..
        } => any_all(scene, *quantifier, *path, collection, holds),
        AtomKind::Approved { .. } => String::new(),
    }
}

/// "it is `SUP-1`", "`tenant.left` is empty", "`ticket` is missing".
fn it_is(scene: &Scene<'_>, path: Path) -> String {
    match scene.read(path) {
        Held::Missing => missing(scene, &[path]),
        Held::None(_) => is_empty(scene, path),
        Held::Texts(texts) if texts.iter().next().is_none() => is_empty(scene, path),
        value => format!("it is {}", held(&value)),
    }
}

fn is_empty(scene: &Scene<'_>, path: Path) -> String {
    format!("{} is empty", path_name(scene, path))
}

fn state_words(scene: &Scene<'_>, path: Path, state: State) -> String {
    let listed = |is: &str| match scene.read(path) {
        Held::Missing => missing(scene, &[path]),
        value => format!("{} is {is}", held(&value)),
    };
    let is_listed = || crate::judge::atoms::is_listed(scene, path);
    match state {
        State::Set | State::Missing => it_is(scene, path),
        State::Listed | State::Unlisted if is_listed() => listed("listed"),
        State::Listed | State::Unlisted => listed("not listed"),
    }
}

fn compare(
    scene: &Scene<'_>,
    path: Path,
    op: Comparison,
    operand: &Operand,
    holds: bool,
) -> String {
    let (left, right) = (scene.read(path), right_side(scene, operand));
    if matches!(left, Held::None(_)) {
        return is_empty(scene, path);
    }
    if let (Held::None(_), Operand::Path { path, .. }) = (&right, operand) {
        return is_empty(scene, *path);
    }
    let Some(relation) = relation(op, holds, is_time(scene.schema, path)) else {
        return equality(&left, &right, operand, holds == (op == Comparison::Eq));
    };
    match operand {
        Operand::Literal(_) if !holds => format!("{} is {relation}", held(&left)),
        _ => format!("{} is {relation} than {}", held(&left), held(&right)),
    }
}

/// What an ordering turned out to be; none for `==` and `!=`.
fn relation(op: Comparison, holds: bool, of_times: bool) -> Option<String> {
    let (less, more) = if of_times {
        ("earlier", "later")
    } else {
        ("less", "more")
    };
    Some(match (op, holds) {
        (Comparison::Eq | Comparison::Ne, _) => return None,
        (Comparison::Lt, true) | (Comparison::Ge, false) => less.to_owned(),
        (Comparison::Gt, true) | (Comparison::Le, false) => more.to_owned(),
        (Comparison::Le, true) | (Comparison::Gt, false) => format!("not {more}"),
        (Comparison::Ge, true) | (Comparison::Lt, false) => format!("not {less}"),
    })
}

fn equality(left: &Held<'_>, right: &Held<'_>, operand: &Operand, same: bool) -> String {
    match (operand, same) {
        (Operand::Literal(_), _) => format!("it is {}", held(left)),
        (Operand::Path { .. }, true) if left == right => format!("both are {}", held(left)),
        (Operand::Path { .. }, true) => format!("{} is {}", held(left), held(right)),
        (Operand::Path { .. }, false) => format!("{} is not {}", held(left), held(right)),
    }
}

fn is_in(scene: &Scene<'_>, path: Path, collection: &Collection, inside: bool) -> String {
    let value = scene.read(path);
    let shown = match (&value, collection) {
        (Held::None(_), _) => return is_empty(scene, path),
        (Held::Time(time), Collection::Hours(hours)) => clock(*time, hours),
        (value, _) => held(value),
    };
    let named = collection_name(scene, collection);
    let place = match (collection, inside) {
        (Collection::Hours(_) | Collection::Networks(..), true) => "inside",
        (Collection::Hours(_) | Collection::Networks(..), false) => "outside",
        (Collection::Path(_), true) => "among",
        (Collection::Path(_), false) => "not among",
        (Collection::Texts(..), true) => "in",
        (Collection::Texts(..), false) => "not in",
    };
    format!("{shown} is {place} {named}")
}

/// "14:05 on a Sunday in America/New_York".
fn clock(time: Time, hours: &Hours) -> String {
    let wall = hours.zone.wall(time);
    let minutes = wall.nanos / 60_000_000_000;
    let (hour, minute) = (minutes / 60, minutes % 60);
    let (day, zone) = (day_name(wall.day), hours.zone.name());
    format!("{hour:02}:{minute:02} on a {day} in {zone}")
}

fn day_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

/// A set's name, "the tenant's domains", or "the list".
fn collection_name(scene: &Scene<'_>, collection: &Collection) -> String {
    match collection {
        Collection::Texts(Some(name), _) | Collection::Networks(Some(name), _) => quote(name),
        Collection::Hours(hours) => quote(&hours.name),
        Collection::Texts(None, _) => "the list".to_owned(),
        Collection::Networks(None, networks) if networks.len() == 1 => "the network".to_owned(),
        Collection::Networks(None, _) => "the networks".to_owned(),
        Collection::Path(Path::Column(id)) => match scene.schema.column(*id) {
            Some(column) => format!("the {}'s {}", column.entity.name(), column.name),
            None => "the list".to_owned(),
        },
        Collection::Path(path) => path_name(scene, *path),
    }
}

fn does_match(scene: &Scene<'_>, path: Path, matches: bool) -> String {
    match scene.read(path) {
        Held::None(_) => is_empty(scene, path),
        value if matches => format!("{} matches", held(&value)),
        value => format!("{} does not match", held(&value)),
    }
}

fn contains(scene: &Scene<'_>, path: Path, item: &str, inside: bool) -> String {
    match scene.read(path) {
        _ if inside => format!("{} is in it", quote(item)),
        Held::Texts(texts) if texts.iter().next().is_some() => {
            format!("it is {}", members(texts.iter()))
        }
        _ => is_empty(scene, path),
    }
}

fn any_all(
    scene: &Scene<'_>,
    quantifier: AnyAll,
    path: Path,
    collection: &Collection,
    holds: bool,
) -> String {
    let Held::Texts(left) = scene.read(path) else {
        return is_empty(scene, path);
    };
    if left.iter().next().is_none() {
        return is_empty(scene, path);
    }
    let right = match collection {
        Collection::Texts(_, texts) => Cow::Borrowed(texts.as_ref()),
        Collection::Path(path) => match scene.read(*path) {
            Held::Texts(texts) => Cow::Owned(texts.iter().map(str::to_owned).collect()),
            _ => Cow::Borrowed(&[][..]),
        },
        _ => Cow::Borrowed(&[][..]),
    };
    let right = Texts::Value(&right);
    let named = collection_name(scene, collection);
    let inside = || members(left.iter().filter(|m| right.contains(m)));
    let outside = || members(left.iter().filter(|m| !right.contains(m)));
    match (quantifier, holds) {
        (AnyAll::Any, true) => format!("in {named}: {}", inside()),
        (AnyAll::All, true) => format!("all in {named}: {}", inside()),
        (AnyAll::Any, false) => format!("none in {named}: {}", outside()),
        (AnyAll::All, false) => format!("not in {named}: {}", outside()),
    }
}

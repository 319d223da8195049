//! Collections and patterns: `in`, `like`, `matches`, `contains`, `any` and `all`.

use crate::judge::held::{Held, Texts};
use crate::judge::scene::{Scene, folded};
use crate::judge::truth::Truth;
use crate::policy::{Collection, Glob, Globs, Path, Regex, Schema};
use crate::syntax::ast::AnyAll;
use std::borrow::Cow;

/// Whether what a path holds lies in a collection.
pub(super) fn is_in(scene: &Scene<'_>, path: Path, collection: &Collection) -> Truth {
    let left = scene.read(path);
    if left == Held::Missing {
        return Truth::Unknown;
    }
    match (left, collection) {
        (left, Collection::Path(set)) => match (left, scene.read(*set)) {
            (Held::None(_), Held::Texts(_)) => Truth::False,
            (Held::Text(text), Held::Texts(texts)) => among(scene, path, &text, texts),
            _ => Truth::Unknown,
        },
        (Held::None(_), _) => Truth::False,
        (Held::Text(text), Collection::Texts(_, texts)) => {
            among(scene, path, &text, Texts::Value(texts))
        }
        (Held::Ip(ip), Collection::Networks(_, networks)) => {
            Truth::from(networks.iter().any(|n| n.holds(ip)))
        }
        (Held::Time(time), Collection::Hours(hours)) => Truth::from(hours.contain(time)),
        _ => Truth::Unknown,
    }
}

/// Whether a text is a member; of an identity, whether the person is.
fn among(scene: &Scene<'_>, path: Path, text: &str, texts: Texts<'_>) -> Truth {
    if !Schema::is_identity(path) {
        return Truth::from(texts.contains(text));
    }
    let person = scene.person(text);
    let mut people = texts.iter().map(|member| scene.person(member));
    Truth::from(people.any(|member| member == person))
}

/// Whether a text matches any glob.
pub(super) fn is_like(scene: &Scene<'_>, path: Path, globs: &Globs) -> Truth {
    let left = scene.read(path);
    let right = match globs {
        Globs::Globs(..) => None,
        Globs::Path(path) => Some(scene.read(*path)),
    };
    if left == Held::Missing || right == Some(Held::Missing) {
        return Truth::Unknown;
    }
    let text = match left {
        Held::Text(text) => text,
        Held::None(_) => return Truth::False,
        _ => return Truth::Unknown,
    };
    let glob = |glob: &str| Glob::new(in_case_of(path, glob)).matches(&text);
    match (globs, right) {
        (Globs::Globs(_, globs), _) => Truth::from(globs.iter().any(|g| g.matches(&text))),
        (_, Some(Held::Texts(texts))) => Truth::from(texts.iter().any(glob)),
        (_, Some(Held::Text(text))) => Truth::from(glob(&text)),
        (_, Some(Held::None(_))) => Truth::False,
        _ => Truth::Unknown,
    }
}

/// A glob from the directory or the event, folded where it is compared with an identity.
fn in_case_of(path: Path, glob: &str) -> Cow<'_, str> {
    if Schema::is_identity(path) {
        folded(glob)
    } else {
        Cow::Borrowed(glob)
    }
}

/// Whether a text matches a regular expression, wholly.
pub(super) fn matches(scene: &Scene<'_>, path: Path, regex: &Regex) -> Truth {
    match scene.read(path) {
        Held::Text(text) => Truth::from(regex.compiled.is_match(&text)),
        Held::None(_) => Truth::False,
        _ => Truth::Unknown,
    }
}

/// Whether a set has a member.
pub(super) fn contains(scene: &Scene<'_>, path: Path, item: &str) -> Truth {
    match scene.read(path) {
        Held::Texts(texts) => Truth::from(texts.contains(item)),
        Held::None(_) => Truth::False,
        _ => Truth::Unknown,
    }
}

/// Whether any, or all, members of a set lie in a collection. Over the empty set both are false.
pub(super) fn any_all(
    scene: &Scene<'_>,
    quantifier: AnyAll,
    path: Path,
    collection: &Collection,
) -> Truth {
    let right = match collection {
        Collection::Texts(_, texts) => Held::Texts(Texts::Value(texts)),
        Collection::Path(path) => scene.read(*path),
        Collection::Networks(..) | Collection::Hours(_) => Held::Missing,
    };
    let (Held::Texts(left), Held::Texts(right)) = (scene.read(path), right) else {
        return Truth::Unknown;
    };
    let mut members = left.iter().peekable();
    Truth::from(match quantifier {
        AnyAll::Any => members.any(|m| right.contains(m)),
        AnyAll::All => members.peek().is_some() && members.all(|m| right.contains(m)),
    })
}

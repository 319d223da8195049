//! Who is who: folded identities, aliases, employment, roles at a time.
//! It deliberately does not know what a rule asks of them.

use std::collections::BTreeSet;

use crate::naive::model::directory::{Directory, Person};
use crate::naive::model::instant::Nanos;

/// Trimmed and ASCII-lower-cased.
pub fn folded(text: &str) -> String {
    text.trim().to_ascii_lowercase()
}

/// The one that all aliases of a person stand for.
pub fn identity(directory: &Directory, text: &str) -> String {
    person(directory, text).map_or_else(|| folded(text), |person| folded(&person.actor))
}

/// The row of a person, by name or alias.
pub fn person<'a>(directory: &'a Directory, text: &str) -> Option<&'a Person> {
    let names = |person: &Person| {
        folded(&person.actor) == folded(text)
            || person
                .aliases
                .iter()
                .any(|alias| folded(alias) == folded(text))
    };
    directory
        .people
        .as_ref()?
        .iter()
        .find(|person| names(person))
}

pub fn employed(person: &Person, time: Nanos) -> bool {
    person.joined.is_none_or(|joined| joined <= time) && person.left.is_none_or(|left| time < left)
}

/// What the people table and the grants say; they must be asked only where there is a people table.
pub fn roles(directory: &Directory, text: &str, time: Nanos) -> BTreeSet<String> {
    let mut roles = granted(directory, text, time);
    if let Some(person) = person(directory, text) {
        if !employed(person, time) {
            return BTreeSet::new();
        }
        roles.extend(person.roles.iter().cloned());
    }
    roles
}

fn granted(directory: &Directory, text: &str, time: Nanos) -> BTreeSet<String> {
    let theirs = directory
        .grants
        .iter()
        .flatten()
        .filter(|grant| identity(directory, &grant.actor) == identity(directory, text));
    let in_force =
        theirs.filter(|grant| grant.from.is_none_or(|from| from <= time) && time < grant.until);
    in_force.map(|grant| grant.role.clone()).collect()
}

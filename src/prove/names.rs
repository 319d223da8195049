//! Whether it matters to a question that one person may have several names.

use super::compile::Compiler;
use super::formula::{Formula, Leaf, Of};
use super::space::leaves;
use super::tables::Tables;
use super::vars::{Place, VarId};
use std::collections::BTreeSet;

/// Whether two names of one person could make a difference: where one is named that is an alias, or where
/// a name is looked at as a person and by its spelling.
pub(super) fn names_matter(tables: &Tables, compiler: &Compiler, formula: &Formula) -> bool {
    if tables.aliases.is_empty() {
        return false;
    }
    let (mut by_person, mut by_spelling) = (BTreeSet::new(), BTreeSet::new());
    let mut alias = false;
    let mut look = |leaf: &Leaf| match leaf {
        Leaf::In { var, test, .. } => match compiler.tests.get(test.0).map(|test| &test.of) {
            Some(Of::Texts(names)) => {
                by_person.insert(*var);
                alias |= names.iter().any(|name| tables.aliases.contains(name));
            }
            Some(Of::Globs(_) | Of::Regex(_)) => _ = by_spelling.insert(*var),
            _ => {}
        },
        Leaf::Same { a, b, .. } => by_person.extend([*a, *b]),
        _ => {}
    };
    leaves(formula, &mut look);
    let based = compiler.vars.iter().filter_map(|(_, var)| match var.place {
        Place::Domain(base) => Some(base),
        _ => None,
    });
    by_spelling.extend(based);
    let folded = |var: &&VarId| compiler.vars.get(**var).is_some_and(|var| var.folded);
    alias || by_person.intersection(&by_spelling).any(|var| folded(&var))
}

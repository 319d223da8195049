//! Classes of texts: every text that is named is one, and all others by the patterns that they match.

use super::{Asked, Class, Component, FIRST};
use crate::domain::host_name;
use crate::event::{Value, fold_identity};
use crate::prove::Why;
use crate::prove::automata::{Automata, glob_pattern};
use crate::prove::formula::Of;
use crate::prove::vars::{Place, Var};
use std::collections::BTreeSet;

/// Folded texts: no capital, no blank at either end.
const FOLDED: &str = r"\A[^A-Z\s](?s:[^A-Z]*[^A-Z\s])?\z";
/// Host names in normal form, and texts whose last label is a number, which no host's is.
const HOST: &str = r"\A(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\z";
const NUMBER_LAST: &str = r"\A(?s:.*\.)?(?:[0-9]+|0x[0-9a-f]*)\z";

pub(super) fn classes(asked: &Asked<'_>, automata: &mut Automata) -> Result<Component, Why> {
    let patterns = patterns(asked);
    let mut texts: BTreeSet<String> = asked
        .texts
        .iter()
        .filter(|t| !t.is_empty())
        .cloned()
        .collect();
    let mut component = Component::default();
    let mut lots = Vec::new();
    if patterns.is_empty() {
        lots.push((spare(&texts), Vec::new()));
    } else {
        let all = automata.lots(&patterns).map_err(|_| Why::Patterns)?;
        for lot in all.iter() {
            let left = lot.members.iter().filter(|m| !asked.texts.contains(*m));
            if lot.whole {
                texts.extend(left.cloned());
            } else {
                let left: Vec<String> = left.cloned().collect();
                if left.is_empty() {
                    return Err(Why::Patterns);
                }
                lots.push((left, lot.matched.clone()));
            }
        }
    }
    let one = texts.into_iter().map(|text| Class::One(Value::Text(text)));
    component.classes = one.collect();
    for (members, matched) in lots {
        let at = component.classes.len() + FIRST;
        component.matched.push((at, matched));
        component.classes.push(Class::Texts(members));
    }
    component.patterns = patterns;
    Ok(component)
}

/// Texts that nothing names.
fn spare(named: &BTreeSet<String>) -> Vec<String> {
    let all = (1..).map(|n| format!("x{n}.example"));
    all.filter(|text| !named.contains(text)).take(20).collect()
}

/// The patterns of the tests, and what tells apart what the variables can hold at all.
fn patterns(asked: &Asked<'_>) -> Vec<String> {
    let mut patterns = BTreeSet::new();
    for test in &asked.tests {
        match test {
            Of::Globs(globs) => {
                let wild = globs.iter().filter(|glob| glob.contains('*'));
                patterns.extend(wild.map(|glob| glob_pattern(glob)));
            }
            Of::Regex(pattern) => _ = patterns.insert(pattern.anchored().to_owned()),
            _ => {}
        }
    }
    if !patterns.is_empty() {
        if asked.vars.iter().any(|(_, var)| var.folded) {
            patterns.insert(FOLDED.to_owned());
        }
        if asked.vars.iter().any(|(_, var)| is_domain(var)) {
            patterns.extend([HOST.to_owned(), NUMBER_LAST.to_owned()]);
        }
    }
    patterns.into_iter().collect()
}

fn is_domain(var: &Var) -> bool {
    matches!(var.place, Place::Domain(_))
}

/// Whether a variable can hold a text.
pub(super) fn fits(var: &Var, text: &str) -> bool {
    if is_domain(var) {
        return host_name(text).as_deref() == Some(text);
    }
    !text.is_empty() && (!var.folded || fold_identity(text) == text)
}

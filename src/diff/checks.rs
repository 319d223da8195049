//! Lints that say less than they did, and the reverse: suppressed by a comment, or turned down in the configuration.

use super::{Change, Input, Kind, Muted, Way};
use crate::lint::{LINTS, Suppressed};

pub(super) fn changes(input: &Input<'_>) -> Vec<Change> {
    let (old, new) = &input.muted;
    let ways = [(Way::Opens, old, new), (Way::Closes, new, old)].into_iter();
    ways.flat_map(|(way, before, after)| {
        let mut changes = suppressed(input, way, before, after);
        changes.extend(levels(way, before, after));
        changes
    })
    .collect()
}

/// A suppression is the same where it hides the same from the same words.
fn suppressed(input: &Input<'_>, way: Way, before: &Muted<'_>, after: &Muted<'_>) -> Vec<Change> {
    let hides = |one: &Suppressed| {
        let place = one.diagnostic.place();
        let text = place.map(|span| input.sources.slice(span));
        (one.diagnostic.code, text, one.diagnostic.message.clone())
    };
    let known: Vec<_> = before.suppressed.iter().map(hides).collect();
    let new = after
        .suppressed
        .iter()
        .filter(|one| !known.contains(&hides(one)));
    let told = new.map(|one| {
        let code = one.diagnostic.code;
        let (kind, message) = match way {
            Way::Closes => (
                Kind::StricterCheck,
                format!("`{code}` is not suppressed any more"),
            ),
            _ => (
                Kind::LooserCheck,
                format!("`{code}` is suppressed: {}", one.reason),
            ),
        };
        let change = Change::new(kind, message).label(one.comment, "");
        match one.diagnostic.place() {
            Some(place) => change.label(place, one.diagnostic.message.clone()),
            None => change,
        }
    });
    told.collect()
}

fn levels(way: Way, before: &Muted<'_>, after: &Muted<'_>) -> Vec<Change> {
    let lowered = LINTS.iter().filter_map(|lint| {
        let (was, is) = (before.levels.of(lint), after.levels.of(lint));
        let word =
            |level: Option<crate::diag::Level>| level.map_or("off", crate::diag::Level::name);
        let name = lint.name;
        (is < was).then(|| match way {
            Way::Closes => Change::new(
                Kind::StricterCheck,
                format!(
                    "`{name}` is raised from `{}` to `{}` in exeat.toml",
                    word(is),
                    word(was)
                ),
            ),
            _ => Change::new(
                Kind::LooserCheck,
                format!(
                    "`{name}` is lowered from `{}` to `{}` in exeat.toml",
                    word(was),
                    word(is)
                ),
            ),
        })
    });
    lowered.collect()
}

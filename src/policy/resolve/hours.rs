//! Declared hours: their zones, and spans that have a length.
//!
//! Knows not where they are used.

use super::super::{Hours, HoursSpan};
use super::scope::{Body, Scope};
use crate::diag::Diagnostic;
use crate::nearest::nearest;
use crate::syntax::ast::{self, HoursDecl, Text};
use crate::time::Zone;
use std::sync::Arc;

/// Resolves all hours.
pub(super) fn resolve(scope: &mut Scope<'_>) {
    let names: Vec<&str> = scope.names.keys().copied().collect();
    for name in names {
        let Some(Body::Hours(tree)) = scope.names.get(name).and_then(|entry| entry.body) else {
            continue;
        };
        if let Some(hours) = hours(tree, scope) {
            scope.hours.insert(name, Arc::new(hours));
        }
    }
}

fn hours(tree: &HoursDecl, scope: &mut Scope<'_>) -> Option<Hours> {
    let spans: Vec<_> = tree.spans.iter().map(|s| span(s, scope)).collect();
    let zone = zone(&tree.zone, scope)?;
    let mut spans: Vec<HoursSpan> = spans.into_iter().collect::<Option<_>>()?;
    spans.sort_by_key(|s| (s.first, s.last, s.from, s.to));
    Some(Hours {
        name: tree.name.text.clone(),
        spans,
        zone,
    })
}

fn span(tree: &ast::HoursSpan, scope: &mut Scope<'_>) -> Option<HoursSpan> {
    let clock = tree.clock.value;
    if clock.from == clock.to {
        let diagnostic =
            Diagnostic::error("outside-domain", "hours that end where they begin are none")
                .label(tree.clock.span, "has no length")
                .help("for the whole day write `00:00-24:00`");
        scope.report(diagnostic);
        return None;
    }
    Some(HoursSpan {
        first: tree.first.value,
        last: tree.last.value,
        from: clock.from,
        to: clock.to,
    })
}

fn zone(text: &Text, scope: &mut Scope<'_>) -> Option<Zone> {
    if let Some(zone) = Zone::named(&text.value) {
        return Some(zone);
    }
    let inside = text.span.part(1, text.value.len() + 1);
    let message = format!("no time zone is called `{}`", text.value);
    let diagnostic = Diagnostic::error("unknown-name", message).label(inside, "no such zone");
    let names = Zone::names();
    let diagnostic = match near_zone(&text.value, &names) {
        Some(near) => diagnostic
            .help(format!("did you mean `{near}`?"))
            .fix(format!("write `{near}`"), vec![(inside, near.to_owned())]),
        None => {
            diagnostic.help("write an IANA name, such as `America/New_York` or `Europe/Berlin`")
        }
    };
    scope.report(diagnostic);
    None
}

/// Also a city alone, or with blanks, finds its zone.
fn near_zone<'n>(text: &str, names: &'n [String]) -> Option<&'n str> {
    let all = || names.iter().map(String::as_str);
    let city = text.replace(' ', "_");
    let same_city = |name: &&str| {
        let last = name.rsplit('/').next().unwrap_or(name);
        last.eq_ignore_ascii_case(&city)
    };
    all()
        .find(|name| name.eq_ignore_ascii_case(&city))
        .or_else(|| all().find(same_city))
        .or_else(|| nearest(text, all()))
}

//! `long-waiver`: it lasts longer than waivers may.

use super::days;
use crate::diag::Diagnostic;
use crate::lint::{Input, Lint};

/// Every waiver that lasts too long, whether it is over or not.
pub fn check(input: &Input<'_>, lint: &'static Lint) -> Vec<Diagnostic> {
    let long = input.set.waivers.iter().filter_map(|waiver| {
        let (from, start) = waiver.period.from?;
        let (until, end) = waiver.period.until?;
        let lasts = until.since(from);
        if lasts <= input.longest_waiver {
            return None;
        }
        let most = days(input.longest_waiver);
        let name = &waiver.name.text;
        let message = format!("`{name}` lasts {}; the most is {most}", days(lasts));
        let diagnostic = lint
            .diagnostic(message)
            .label(end, "ends")
            .label(start, "begins");
        Some(diagnostic.help("what is to stay belongs in a rule, where a merge is looked at"))
    });
    long.collect()
}

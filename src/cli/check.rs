//! `exeat check`: is the policy set well-formed and sensible, and do its tests pass?

use super::args::{Check, Common, Fixes};
use super::load::{Loaded, checked, clock, load};
use super::output::{Found, Outputs, show_errors};
use super::rewrite::{diff, replace};
use super::{Exit, Failure, World};
use crate::diag::{Diagnostic, Fix, Safety};
use crate::lint;
use crate::report::{End, Summary};
use crate::syntax;
use crate::text::{SourceId, Sources};
use crate::time::{Length, Time};
use crate::trial::{self, TestResult};

/// Checks the policy set; errors first, lints only where there are none.
pub fn run(common: &Common, args: &Check, world: &mut World<'_>) -> Result<Exit, Failure> {
    let loaded = load(common, &args.paths, world)?;
    let results = if loaded.is_usable() {
        trial::run(&loaded.set)
    } else {
        Vec::new()
    };
    let mut linted = lints(common, args, &loaded, &results, world)?;
    if let Some(which) = args.fix.or(args.diff.then_some(Fixes::Safe)) {
        let mended = fix(args, which, &loaded, &mut linted.shown, world)?;
        if args.diff {
            return Ok(if mended == 0 {
                Exit::Clean
            } else {
                Exit::Findings
            });
        }
        writeln!(world.stderr, "{mended} mended; check again")?;
    }
    if !loaded.is_usable() && !linted.shown.is_empty() {
        return Err(show_errors(common, &loaded.sources, &linted.shown, world));
    }
    let mut outputs = Outputs::new(common, 0, &loaded.sources, Some(&loaded.set), world)?;
    outputs.diagnostics(&linted.shown, world)?;
    let mut checked = checked(&loaded, &linted.shown, results.len());
    checked.suppressed = u64::try_from(linted.suppressed.len()).unwrap_or(u64::MAX);
    let end = End {
        summary: Summary::Check(&checked),
        digests: &loaded.digests,
    };
    Ok(match outputs.end(&end, world)? {
        Found::Something => Exit::Findings,
        Found::Nothing => Exit::Clean,
    })
}

/// What there is to say of the set: its errors, or else its lints.
fn lints(
    common: &Common,
    args: &Check,
    loaded: &Loaded,
    results: &[TestResult],
    world: &World<'_>,
) -> Result<lint::Linted, Failure> {
    let within = syntax::length(&args.within).ok_or_else(|| {
        Failure::Told(format!(
            "--within `{}` is no length of time; write it as `30d`",
            args.within
        ))
    })?;
    let now = clock(common, world)?;
    Ok(linted(loaded, &loaded.sources, results, now, within))
}

/// All lints of a set whose texts are among the sources.
pub fn linted(
    loaded: &Loaded,
    sources: &Sources,
    results: &[TestResult],
    now: Time,
    within: Length,
) -> lint::Linted {
    let files = loaded.files.iter().filter_map(|file| {
        let source = sources.get(file.source)?;
        let tree = &file.parsed.file;
        Some(lint::Checked { source, tree })
    });
    lint::run(&lint::Input {
        files: &files.collect::<Vec<_>>(),
        set: &loaded.set,
        directory: &loaded.directory,
        said: &loaded.diagnostics,
        tests: results,
        now,
        within,
        longest_waiver: days(lint::DEFAULT_DAYS),
        levels: &loaded.config.levels,
    })
}

/// So many days.
pub fn days(days: i64) -> Length {
    Length::seconds(days * 24 * 60 * 60)
}

/// Applies fixes, or shows what they would change; how many. What they mend is taken out of the list.
fn fix(
    args: &Check,
    which: Fixes,
    loaded: &Loaded,
    diagnostics: &mut Vec<Diagnostic>,
    world: &mut World<'_>,
) -> Result<usize, Failure> {
    let in_policy = |fix: &&Fix| loaded.files.iter().any(|file| is_in(fix, file.source));
    let wanted = |fix: &&Fix| which == Fixes::Unsafe || fix.safety == Safety::Safe;
    let offered = diagnostics.iter().filter_map(|d| d.fix.as_ref());
    let fixes = lint::compatible(offered.filter(wanted).filter(in_policy));
    let fixes: Vec<Fix> = fixes.into_iter().cloned().collect();
    for file in &loaded.files {
        let here: Vec<&Fix> = fixes.iter().filter(|fix| is_in(fix, file.source)).collect();
        let Some(source) = loaded.sources.get(file.source).filter(|_| !here.is_empty()) else {
            continue;
        };
        let fixed = lint::apply(here, source);
        if args.diff {
            write!(world.stdout, "{}", diff(&source.name, &source.text, &fixed))?;
            continue;
        }
        replace(&file.found.path, &fixed)
            .map_err(|error| Failure::Told(format!("cannot write `{}`: {error}", source.name)))?;
    }
    diagnostics.retain(|d| !d.fix.as_ref().is_some_and(|fix| fixes.contains(fix)));
    Ok(fixes.len())
}

fn is_in(fix: &Fix, source: SourceId) -> bool {
    fix.edits.iter().all(|(span, _)| span.source == source)
}

//! `exeat check`: is the policy set well-formed and sensible, and do its tests pass?

use super::args::{Check, Common, Fixes};
use super::load::{Loaded, checked, clock, load};
use super::output::{Found, Outputs};
use super::rewrite::{diff, replace};
use super::{Exit, Failure, World};
use crate::diag::{Diagnostic, Fix, Safety};
use crate::lint;
use crate::report::{End, Summary};
use crate::syntax;
use crate::text::SourceId;
use crate::time::Length;
use crate::trial::{self, TestResult};

/// Checks the policy set; errors first, lints only where there are none.
pub fn run(common: &Common, args: &Check, world: &mut World<'_>) -> Result<Exit, Failure> {
    let loaded = load(common, &args.paths, world)?;
    let mut outputs = Outputs::new(common, 0, &loaded.sources, Some(&loaded.set), world)?;
    if !loaded.is_usable() {
        outputs.diagnostics(&loaded.diagnostics, world)?;
        return Err(Failure::Shown);
    }
    let results = trial::run(&loaded.set);
    let linted = lints(common, args, &loaded, &results, world)?;
    if let Some(which) = args.fix.or(args.diff.then_some(Fixes::Safe)) {
        return fix(args, which, &loaded, &linted.shown, world);
    }
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

/// The lints of a usable set.
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
    let files = loaded.files.iter().filter_map(|file| {
        let source = loaded.sources.get(file.source)?;
        let tree = &file.parsed.file;
        Some(lint::Checked { source, tree })
    });
    Ok(lint::run(&lint::Input {
        files: &files.collect::<Vec<_>>(),
        set: &loaded.set,
        directory: &loaded.directory,
        said: &[],
        tests: results,
        now: clock(common, world)?,
        within,
        longest_waiver: Length::seconds(lint::DEFAULT_DAYS * 24 * 60 * 60),
        levels: &loaded.config.levels,
    }))
}

/// Applies fixes, or shows what they would change.
fn fix(
    args: &Check,
    which: Fixes,
    loaded: &Loaded,
    diagnostics: &[Diagnostic],
    world: &mut World<'_>,
) -> Result<Exit, Failure> {
    let fixes = diagnostics.iter().filter_map(|d| d.fix.as_ref());
    let wanted = fixes.filter(|fix| which == Fixes::Unsafe || fix.safety == Safety::Safe);
    let fixes = lint::compatible(wanted);
    for file in &loaded.files {
        let here: Vec<&Fix> = fixes
            .iter()
            .copied()
            .filter(|fix| is_in(fix, file.source))
            .collect();
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
    if !args.diff {
        writeln!(world.stderr, "{} mended; check again", fixes.len())?;
    }
    Ok(if args.diff && !fixes.is_empty() {
        Exit::Findings
    } else {
        Exit::Clean
    })
}

fn is_in(fix: &Fix, source: SourceId) -> bool {
    fix.edits.iter().all(|(span, _)| span.source == source)
}

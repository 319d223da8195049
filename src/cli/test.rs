//! `exeat test`: do the policy's `test` blocks pass? With `--scenario`: would an incident be caught?

use super::args::{Common, Test};
use super::load::{checked, load};
use super::output::{Found, Outputs, show_errors};
use super::{Exit, Failure, World, scenario};
use crate::report::{End, Summary};
use crate::trial;

/// Runs the tests.
pub fn run(common: &Common, args: &Test, world: &mut World<'_>) -> Result<Exit, Failure> {
    let loaded = load(common, &args.paths, world)?;
    if !loaded.is_usable() {
        return Err(show_errors(
            common,
            &loaded.sources,
            &loaded.diagnostics,
            world,
        ));
    }
    if let Some(name) = &args.scenario {
        return scenario::run(common, name, &loaded, world);
    }
    let mut outputs = Outputs::new(common, 0, &loaded.sources, Some(&loaded.set), world)?;
    let results = trial::run(&loaded.set);
    let failing = trial::diagnostics(&results, &loaded.set);
    outputs.diagnostics(&failing, world)?;
    let checked = checked(&loaded, &failing, results.len());
    let end = End {
        summary: Summary::Check(&checked),
        digests: &loaded.digests,
    };
    Ok(match outputs.end(&end, world)? {
        Found::Something => Exit::Findings,
        Found::Nothing => Exit::Clean,
    })
}

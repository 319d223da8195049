//! `exeat diff`: what could now leave that could not before, and the reverse.

use super::args::{Common, Diff, Gate};
use super::check::{days, linted};
use super::load::{Loaded, clock};
use super::output::{Outputs, show_errors};
use super::replay::replay;
use super::sides::sides;
use super::{Exit, Failure, World};
use crate::diff::{self, Change, Way};
use crate::lint::{self, Suppressed};
use crate::report::{Compared, End, Summary};
use crate::time::Time;
use crate::trial;

/// Compares two policy sets.
pub fn run(common: &Common, args: &Diff, world: &mut World<'_>) -> Result<Exit, Failure> {
    let (old, new) = sides(common, &args.old, args.new.as_deref(), world)?;
    for side in [&old, &new] {
        usable(common, side, &new, world)?;
    }
    let now = clock(common, world)?;
    let hidden = [&old, &new].map(|side| hidden(side, &new, now));
    let [before, after] = [&old, &new].map(|side| &side.config.levels);
    let [suppressed, suppressed_now] = &hidden;
    let muted = |suppressed, levels| diff::Muted { suppressed, levels };
    let changes = diff::run(&diff::Input {
        sources: &new.sources,
        old: &old.set,
        new: &new.set,
        directories: (&old.directory, &new.directory),
        now,
        muted: (muted(suppressed, before), muted(suppressed_now, after)),
    });
    let mut outputs = Outputs::new(common, args.max_shown, &new.sources, Some(&new.set), world)?;
    for change in &changes {
        outputs.diagnostics(std::slice::from_ref(&change.diagnostic), world)?;
    }
    let mut compared = compared(&changes);
    if !args.replay.is_empty() {
        compared.replayed = Some(replay(common, args, (&old, &new), &mut outputs, world)?);
    }
    let digests: Vec<_> = old.digests.iter().chain(&new.digests).cloned().collect();
    let end = End {
        summary: Summary::Diff(&compared),
        digests: &digests,
    };
    outputs.end(&end, world)?;
    Ok(exit(args.gate, &compared))
}

/// A set with errors means nothing that could be compared.
fn usable(
    common: &Common,
    side: &Loaded,
    texts: &Loaded,
    world: &mut World<'_>,
) -> Result<(), Failure> {
    match side.is_usable() {
        true => Ok(()),
        false => Err(show_errors(
            common,
            &texts.sources,
            &side.diagnostics,
            world,
        )),
    }
}

/// What comments keep out of sight.
fn hidden(side: &Loaded, texts: &Loaded, now: Time) -> Vec<Suppressed> {
    let results = trial::run(&side.set);
    let within = days(lint::DEFAULT_DAYS);
    linted(side, &texts.sources, &results, now, within).suppressed
}

fn compared(changes: &[Change]) -> Compared {
    let count = |way| {
        let of = changes.iter().filter(|change| change.kind.row().way == way);
        u64::try_from(of.count()).unwrap_or(u64::MAX)
    };
    Compared {
        opens: count(Way::Opens),
        closes: count(Way::Closes),
        not_compared: count(Way::Unknown),
        replayed: None,
    }
}

/// What cannot be told never passes a gate.
fn exit(gate: Gate, compared: &Compared) -> Exit {
    let found = match gate {
        Gate::NewAccess => compared.opens > 0,
        Gate::Any => compared.opens + compared.closes > 0,
        Gate::None => return Exit::Clean,
    };
    let unread = compared.replayed.is_some_and(|logs| logs.incomplete);
    match found {
        true => Exit::Findings,
        false if compared.not_compared > 0 || unread => Exit::Incomplete,
        false => Exit::Clean,
    }
}

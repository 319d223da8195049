//! How many worlds are tried, and which: `EXEAT_SEED` is the first seed, `EXEAT_CASES` how many follow.
//! It deliberately does not know what is tried on them.

use std::ops::Range;

/// The seeds to try; `usual` of them where nothing else is asked for.
pub fn seeds(usual: u64) -> Range<u64> {
    let first = asked("EXEAT_SEED").unwrap_or(0);
    first..first + asked("EXEAT_CASES").unwrap_or(usual)
}

fn asked(name: &str) -> Option<u64> {
    let written = std::env::var(name).ok()?;
    Some(
        written
            .parse()
            .unwrap_or_else(|_| panic!("{name} is to be a number, not `{written}`")),
    )
}

/// What to type to see one case again.
pub fn again(seed: u64) -> String {
    format!("seen again with EXEAT_SEED={seed} EXEAT_CASES=1")
}

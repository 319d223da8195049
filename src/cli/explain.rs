//! `exeat explain`: the page of a lint or finding, or the list of all.

use super::args::Explain;
use super::{Exit, Failure, World};
use crate::lint::{LINTS, page};
use crate::nearest::nearest;

/// Shows a page, or the list.
pub fn run(explain: &Explain, world: &mut World<'_>) -> Result<Exit, Failure> {
    let Some(code) = &explain.code else {
        return list(world);
    };
    let Some(text) = page(code) else {
        let names = LINTS.iter().map(|row| row.name);
        return Err(Failure::Told(match nearest(code, names) {
            Some(near) => format!("no lint or finding is named `{code}`; did you mean `{near}`?"),
            None => format!("no lint or finding is named `{code}`; `exeat explain` lists them"),
        }));
    };
    writeln!(world.stdout, "{}", text.trim_end())?;
    Ok(Exit::Clean)
}

fn list(world: &mut World<'_>) -> Result<Exit, Failure> {
    let widest = LINTS.iter().map(|row| row.name.len()).max().unwrap_or(0);
    for row in LINTS {
        let (name, group, level) = (row.name, row.group.name(), row.level.name());
        writeln!(world.stdout, "{name:widest$}  {group:8}  {level}")?;
    }
    Ok(Exit::Clean)
}

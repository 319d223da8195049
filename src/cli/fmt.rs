//! `exeat fmt`: policy files in their canonical form; `--check`, `--diff`, and standard input.

use super::args::{Common, Fmt};
use super::config;
use super::files::Found;
use super::load::policy_files;
use super::output::show_errors;
use super::rewrite::{diff, replace};
use super::tree::Tree;
use super::{Exit, Failure, World};
use crate::syntax::{self, Parsed};
use crate::text::{SourceId, Sources};
use std::io::Read;
use std::path::Path;

/// Formats what is named; a file that does not parse is left as it is, and shown.
pub fn run(common: &Common, fmt: &Fmt, world: &mut World<'_>) -> Result<Exit, Failure> {
    let mut sources = Sources::default();
    if fmt.paths == [Path::new("-")] {
        return standard_input(common, fmt, sources, world);
    }
    let (config, _) = config::read(Tree::Disk, common.config.as_deref(), &mut sources, world)?;
    let mut files = Vec::new();
    for found in policy_files(Tree::Disk, common, &config, &fmt.paths, world)? {
        let text = Tree::Disk.read_text(&found)?;
        let (source, parsed) = parse(&mut sources, &found.shown, text);
        files.push((found, source, parsed));
    }
    let broken: Vec<_> = files.iter().flat_map(|f| f.2.diagnostics.clone()).collect();
    let mut changed = 0_usize;
    for (found, source, parsed) in &files {
        if parsed.diagnostics.is_empty() {
            changed += usize::from(one(fmt, found, *source, parsed, &sources, world)?);
        }
    }
    if !broken.is_empty() {
        return Err(show_errors(common, &sources, &broken, world));
    }
    summary(common, fmt, files.len(), changed, world)?;
    Ok(if changed > 0 && (fmt.check || fmt.diff) {
        Exit::Findings
    } else {
        Exit::Clean
    })
}

fn parse(sources: &mut Sources, name: &str, text: String) -> (SourceId, Parsed) {
    let id = sources.add(name, text);
    let parsed = sources.get(id).map(syntax::parse).unwrap_or_default();
    (id, parsed)
}

fn standard_input(
    common: &Common,
    fmt: &Fmt,
    mut sources: Sources,
    world: &mut World<'_>,
) -> Result<Exit, Failure> {
    let mut text = String::new();
    let read = (world.stdin)().read_to_string(&mut text);
    read.map_err(|error| Failure::Told(format!("cannot read standard input: {error}")))?;
    let (id, parsed) = parse(&mut sources, "<stdin>", text);
    if !parsed.diagnostics.is_empty() {
        return Err(show_errors(common, &sources, &parsed.diagnostics, world));
    }
    let Some(source) = sources.get(id) else {
        return Ok(Exit::Clean);
    };
    let printed = syntax::print(&parsed.file, source);
    let differs = printed != source.text;
    if fmt.diff {
        write!(world.stdout, "{}", diff("<stdin>", &source.text, &printed))?;
    } else if !fmt.check {
        write!(world.stdout, "{printed}")?;
    }
    Ok(if differs && (fmt.check || fmt.diff) {
        Exit::Findings
    } else {
        Exit::Clean
    })
}

/// Whether the file is, or was, not in its canonical form.
fn one(
    fmt: &Fmt,
    found: &Found,
    source: SourceId,
    parsed: &Parsed,
    sources: &Sources,
    world: &mut World<'_>,
) -> Result<bool, Failure> {
    let Some(source) = sources.get(source) else {
        return Ok(false);
    };
    let printed = syntax::print(&parsed.file, source);
    if printed == source.text {
        return Ok(false);
    }
    if fmt.diff {
        write!(
            world.stdout,
            "{}",
            diff(&found.shown, &source.text, &printed)
        )?;
    } else if fmt.check {
        writeln!(world.stdout, "{}", found.shown)?;
    } else {
        replace(&found.path, &printed)
            .map_err(|error| Failure::Told(format!("cannot write `{}`: {error}", found.shown)))?;
    }
    Ok(true)
}

fn summary(
    common: &Common,
    fmt: &Fmt,
    files: usize,
    changed: usize,
    world: &mut World<'_>,
) -> Result<(), Failure> {
    let verb = if fmt.check || fmt.diff {
        "would change"
    } else {
        "changed"
    };
    if changed > 0 || !common.quiet {
        let s = if files == 1 { "" } else { "s" };
        writeln!(world.stderr, "{files} file{s}, {changed} {verb}")?;
    }
    Ok(())
}

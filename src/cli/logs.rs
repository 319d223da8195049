//! The logs that a person names: files, folders, globs, standard input; and the source that reads them.

use super::args;
use super::files::{Found, absolute, under, unreadable};
use super::load::Loaded;
use super::{Failure, World};
use crate::diag::Diagnostic;
use crate::logs::Bound;
use crate::logs::source::{BUILT_IN, Mapping, built_in, mappings};
use crate::nearest::nearest;
use crate::scan::Log;
use crate::syntax;
use std::fs::File;
use std::io::{self, Seek};
use std::path::Path;

/// One log to be read.
#[derive(Debug)]
pub enum Named {
    /// A file.
    File(Found),
    /// Standard input, put aside so that it can be read again.
    Spooled(File),
}

/// Everything that the arguments name, files in the order of their names; a name that is not there stays
/// in the list, and its error is the reading's.
///
/// # Errors
/// When a glob is malformed or matches nothing, a folder is empty, or standard input cannot be kept.
pub fn named(args: &[String], world: &mut World<'_>) -> Result<Vec<Named>, Failure> {
    let mut files = Vec::new();
    let mut spooled = Vec::new();
    for arg in args {
        if arg == "-" {
            spooled.push(Named::Spooled(spool(world)?));
            continue;
        }
        files.extend(one(arg, world)?);
    }
    files.sort();
    files.dedup_by(|a, b| a.path == b.path);
    spooled.truncate(1);
    Ok(spooled
        .into_iter()
        .chain(files.into_iter().map(Named::File))
        .collect())
}

fn one(arg: &str, world: &World<'_>) -> Result<Vec<Found>, Failure> {
    let found = Found::named(Path::new(arg), world);
    if found.path.is_dir() {
        let hidden = |path: &Path| {
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned());
            name.is_some_and(|n| n.starts_with('.') || n.to_lowercase().starts_with("readme"))
        };
        let files = under(&found, |path| !hidden(path))?;
        return match files.is_empty() {
            true => Err(unreadable(arg, "there is no file in it")),
            false => Ok(files),
        };
    }
    if found.path.exists() || !arg.contains(['*', '?', '[']) {
        return Ok(vec![found]);
    }
    globbed(arg, world)
}

fn globbed(arg: &str, world: &World<'_>) -> Result<Vec<Found>, Failure> {
    let pattern = absolute(&world.folder, Path::new(arg));
    let paths = glob::glob(&pattern.to_string_lossy())
        .map_err(|error| unreadable(arg, &format!("it is no glob: {}", error.msg)))?;
    let mut files = Vec::new();
    for path in paths {
        let path = path.map_err(|error| unreadable(arg, &error.to_string()))?;
        if path.is_file() {
            let shown = match Path::new(arg).is_absolute() {
                true => &path,
                false => path.strip_prefix(&world.folder).unwrap_or(&path),
            };
            files.push(Found {
                shown: shown.display().to_string(),
                path: path.clone(),
            });
        }
    }
    match files.is_empty() {
        true => Err(unreadable(arg, "no file matches")),
        false => Ok(files),
    }
}

fn spool(world: &mut World<'_>) -> Result<File, Failure> {
    let kept = || -> io::Result<File> {
        let mut file = tempfile::tempfile()?;
        io::copy(&mut (world.stdin)(), &mut file)?;
        Ok(file)
    };
    let mut kept = kept;
    kept().map_err(|error| Failure::Told(format!("cannot keep standard input: {error}")))
}

/// The source that reads the logs, its fields those of the policy.
///
/// # Errors
/// When there is no such source. What is wrong in the configuration's sources is a diagnostic.
pub fn source(reading: &args::Logs, loaded: &Loaded) -> Result<(Bound, Vec<Diagnostic>), Failure> {
    let file = loaded.config.file.and_then(|id| loaded.sources.get(id));
    let (own, mut wrong) = file.map(mappings).unwrap_or_default();
    let name = match (&reading.source, own.as_slice()) {
        (Some(name), _) => name.as_str(),
        (None, [only]) => only.name.as_str(),
        (None, _) => "exeat",
    };
    let mapping = own.iter().find(|mapping| mapping.name == name).cloned();
    let Some(mapping) = mapping.or_else(|| built_in(name)) else {
        let mut names: Vec<&str> = own
            .iter()
            .map(|mapping: &Mapping| mapping.name.as_str())
            .collect();
        names.extend(BUILT_IN.iter().map(|(name, _)| *name));
        return Err(Failure::Told(no_source(name, &names)));
    };
    let (bound, more) = mapping.bind(&loaded.set.schema);
    wrong.extend(more);
    Ok((bound, wrong))
}

fn no_source(name: &str, names: &[&str]) -> String {
    match nearest(name, names.iter().copied()) {
        Some(near) => format!("no source is named `{name}`; did you mean `{near}`?"),
        None => format!(
            "no source is named `{name}`; there are: {}",
            names.join(", ")
        ),
    }
}

/// The longest record that is read, in bytes.
///
/// # Errors
/// When `--max-record` is no size.
pub fn max_record(reading: &args::Logs) -> Result<usize, Failure> {
    let text = &reading.max_record;
    let bytes = syntax::size(text).and_then(|bytes| usize::try_from(bytes).ok());
    bytes.ok_or_else(|| {
        Failure::Told(format!(
            "--max-record `{text}` is no size; write it as `16MiB`"
        ))
    })
}

/// Each log as the scan opens it.
pub fn opened<'a>(named: &'a [Named], source: &'a Bound) -> Vec<Log<'a>> {
    named.iter().map(|log| open(log, source)).collect()
}

fn open<'a>(named: &'a Named, source: &'a Bound) -> Log<'a> {
    match named {
        Named::File(found) => Log {
            name: found.shown.clone(),
            source,
            open: Box::new(|| Ok(Box::new(open_file(&found.path)?))),
        },
        Named::Spooled(file) => Log {
            name: "<stdin>".to_owned(),
            source,
            open: Box::new(|| {
                let mut again = file.try_clone()?;
                again.rewind()?;
                Ok(Box::new(again))
            }),
        },
    }
}

/// Opening a folder succeeds on some systems, and reading it then fails with a stranger message.
fn open_file(path: &Path) -> io::Result<File> {
    let file = File::open(path)?;
    match file.metadata()?.is_dir() {
        true => Err(io::ErrorKind::IsADirectory.into()),
        false => Ok(file),
    }
}

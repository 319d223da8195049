//! The logs that a person names: files, folders, globs, standard input; and the source that reads them.

use super::args;
use super::files::{Found, absolute};
use super::load::Loaded;
use super::patient::Patient;
use super::pipe::Pipe;
use super::{Failure, World};
use crate::diag::Diagnostic;
use crate::logs::Bound;
use crate::logs::source::{BUILT_IN, Mapping, built_in, mappings};
use crate::nearest::nearest;
use crate::scan::{Log, Opens};
use crate::syntax;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};
use walkdir::WalkDir;

/// One log to be read.
pub enum Named {
    /// A file.
    File(Found),
    /// Standard input, read as it comes.
    Once(Mutex<Option<Box<dyn Read + Send>>>),
    /// What can be read but once, kept as it is read so that it can be read again, and its name.
    Piped(String, Arc<Pipe>),
    /// Something that was named and cannot be read, and why: the rest is read all the same.
    Lost(String, String),
}

/// How often logs must be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reads {
    /// Once will do, where there is no other way.
    Once,
    /// More often.
    Again,
}

/// What standard input is called.
pub const STDIN: &str = "<stdin>";

/// Everything that the arguments name, files in the order of their names. What is not there or cannot be
/// listed stays in the list, and its error is the reading's. Pipes end when `stop` is set.
///
/// # Errors
/// When standard input cannot be kept.
pub fn named(
    args: &[String],
    reads: Reads,
    stop: &Arc<AtomicBool>,
    world: &mut World<'_>,
) -> Result<Vec<Named>, Failure> {
    let mut files = Vec::new();
    let mut others = Vec::new();
    for arg in args {
        if arg == "-" {
            let input = (world.stdin)();
            others.push(match reads {
                Reads::Once if args.len() == 1 => Named::Once(Mutex::new(Some(input))),
                _ => piped(STDIN.to_owned(), input)?,
            });
            continue;
        }
        let (found, lost) = one(arg, world);
        files.extend(found);
        others.extend(lost.into_iter().map(|(name, why)| Named::Lost(name, why)));
    }
    files.sort();
    files.dedup_by(|a, b| a.path == b.path);
    let mut named = others;
    for found in files {
        named.push(file(found, stop)?);
    }
    Ok(named)
}

/// Names that cannot be read, with the reasons.
type Lost = Vec<(String, String)>;

fn one(arg: &str, world: &World<'_>) -> (Vec<Found>, Lost) {
    let found = Found::named(Path::new(arg), world);
    if found.path.is_dir() {
        return folder(&found);
    }
    if found.path.exists() || !arg.contains(['*', '?', '[']) {
        return (vec![found], Vec::new());
    }
    match globbed(arg, world) {
        Ok(files) => (files, Vec::new()),
        Err(why) => (Vec::new(), vec![(arg.to_owned(), why)]),
    }
}

/// The logs in a folder and below it: all but hidden files, and what tells people of them.
fn folder(root: &Found) -> (Vec<Found>, Lost) {
    let (mut files, mut lost) = (Vec::new(), Vec::new());
    for entry in WalkDir::new(&root.path)
        .sort_by_file_name()
        .follow_links(true)
    {
        match entry {
            Err(error) => {
                let shown = error.path().unwrap_or(&root.path).display().to_string();
                lost.push((
                    shown,
                    "it is a link that leads nowhere, or may not be read".to_owned(),
                ));
            }
            Ok(entry) if !entry.file_type().is_dir() && !is_no_log(entry.path()) => {
                let inner = entry
                    .path()
                    .strip_prefix(&root.path)
                    .unwrap_or(entry.path());
                let shown = Path::new(&root.shown).join(inner).display().to_string();
                match entry.file_type().is_file() {
                    true => files.push(Found {
                        shown,
                        path: entry.path().to_owned(),
                    }),
                    false => lost.push((shown, "it is neither a file nor a folder".to_owned())),
                }
            }
            Ok(_) => {}
        }
    }
    if files.is_empty() && lost.is_empty() {
        lost.push((
            root.shown.clone(),
            "there is no log in this folder".to_owned(),
        ));
    }
    (files, lost)
}

fn is_no_log(path: &Path) -> bool {
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().to_lowercase());
    let about = ["readme", "license", "licence", "notice"];
    name.is_some_and(|n| n.starts_with('.') || about.iter().any(|word| n.starts_with(word)))
}

fn globbed(arg: &str, world: &World<'_>) -> Result<Vec<Found>, String> {
    let pattern = absolute(&world.folder, Path::new(arg));
    let paths = glob::glob(&pattern.to_string_lossy())
        .map_err(|error| format!("it is no glob: {}", error.msg))?;
    let mut files = Vec::new();
    for path in paths {
        let path = path.map_err(|error| error.to_string())?;
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
        true => Err("no file matches".to_owned()),
        false => Ok(files),
    }
}

/// A file; or a pipe, which can be opened but once.
fn file(found: Found, stop: &Arc<AtomicBool>) -> Result<Named, Failure> {
    let is_pipe = std::fs::metadata(&found.path).is_ok_and(|about| is_pipe(&about));
    if !is_pipe {
        return Ok(Named::File(found));
    }
    match File::open(&found.path) {
        Ok(pipe) => piped(found.shown, Box::new(Patient::new(pipe, Arc::clone(stop)))),
        Err(_) => Ok(Named::File(found)),
    }
}

#[cfg(unix)]
fn is_pipe(about: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt;
    about.file_type().is_fifo()
}

#[cfg(not(unix))]
fn is_pipe(_: &std::fs::Metadata) -> bool {
    false
}

fn piped(name: String, input: Box<dyn Read + Send>) -> Result<Named, Failure> {
    match Pipe::new(input) {
        Ok(pipe) => Ok(Named::Piped(name, Arc::new(pipe))),
        Err(error) => Err(Failure::Told(format!("cannot keep `{name}`: {error}"))),
    }
}

/// The source that reads the logs, its fields those of the policy.
///
/// # Errors
/// When there is no such source. What is wrong in the configuration's sources is a diagnostic.
pub fn source(reading: &args::Logs, loaded: &Loaded) -> Result<(Bound, Vec<Diagnostic>), Failure> {
    let (mapping, mut wrong) = mapping(reading, loaded)?;
    let (bound, more) = mapping.bind(&loaded.set.schema);
    wrong.extend(more);
    Ok((bound, wrong))
}

/// The source that reads the logs, whatever fields a policy declares.
///
/// # Errors
/// When there is no such source. What is wrong in the configuration's sources is a diagnostic.
pub fn mapping(
    reading: &args::Logs,
    loaded: &Loaded,
) -> Result<(Mapping, Vec<Diagnostic>), Failure> {
    let file = loaded.config.file.and_then(|id| loaded.sources.get(id));
    let (own, wrong) = file.map(mappings).unwrap_or_default();
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
    Ok((mapping, wrong))
}

/// Nothing has that name.
pub fn no_source(name: &str, names: &[&str]) -> String {
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
        Named::Once(input) => Log {
            name: STDIN.to_owned(),
            source,
            opens: Opens::Once,
            open: Box::new(|| {
                let input = input.lock().ok().and_then(|mut input| input.take());
                let input = input.ok_or(io::ErrorKind::NotFound)?;
                Ok(Box::new(Once(input)))
            }),
        },
        Named::Lost(name, why) => Log {
            name: name.clone(),
            source,
            opens: Opens::Again,
            open: Box::new(|| Err(io::Error::other(why.clone()))),
        },
        Named::File(found) => Log {
            name: found.shown.clone(),
            source,
            opens: Opens::Again,
            open: Box::new(|| Ok(Box::new(open_file(&found.path)?))),
        },
        Named::Piped(name, pipe) => Log {
            name: name.clone(),
            source,
            opens: Opens::Again,
            open: Box::new(|| Ok(Box::new(pipe.open()?))),
        },
    }
}

/// What can be read but once, from its start.
struct Once(Box<dyn Read + Send>);

impl Read for Once {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.0.read(into)
    }
}

impl Seek for Once {
    fn seek(&mut self, _to: SeekFrom) -> io::Result<u64> {
        Err(io::ErrorKind::NotSeekable.into())
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

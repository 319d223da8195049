//! The command line: arguments in, files read, a command run, its exit code out.
//!
//! The only floor that touches files, and even it gets its pipes, clock and terminal handed in as a
//! [`World`]: a test runs the whole tool in its own process.

mod args;
mod check;
mod config;
mod diff;
mod explain;
mod files;
mod fmt;
mod git;
mod load;
mod logs;
mod manifest;
mod only;
mod output;
mod parts;
mod patient;
mod pipe;
mod progress;
mod replay;
mod rewrite;
mod scan;
mod scenario;
mod sides;
mod sources;
mod test;
mod tree;
mod why;

use crate::digest::HashKey;
use crate::time::Time;
use args::{Args, Command};
use clap::Parser;
use indicatif::ProgressDrawTarget;
use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

pub use patient::Patient;

/// All that a run takes from its surroundings.
pub struct World<'a> {
    /// The working folder; relative paths start here.
    pub folder: PathBuf,
    /// Opens standard input; asked at most once.
    pub stdin: &'a mut dyn FnMut() -> Box<dyn Read + Send>,
    /// Asked by a command that can end early: from then on a first interruption only sets this.
    pub interrupt: &'a mut dyn FnMut() -> Arc<AtomicBool>,
    /// Findings.
    pub stdout: &'a mut dyn Write,
    /// All else.
    pub stderr: &'a mut dyn Write,
    /// What standard output is.
    pub terminal: Terminal,
    /// Where progress is drawn; hidden where nobody watches standard error.
    pub progress: &'a mut dyn FnMut() -> ProgressDrawTarget,
    /// The clock, unless `--now` fixes it.
    pub now: Time,
    /// What nobody outside can know: records are fingerprinted with it.
    pub key: HashKey,
    /// How many threads can run at once.
    pub cores: usize,
}

/// What standard output is, and what its surroundings ask for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Terminal {
    /// A terminal, and not a file or pipe.
    pub is_terminal: bool,
    /// Columns, where known.
    pub width: Option<usize>,
    /// `NO_COLOR`.
    pub no_color: bool,
    /// `CLICOLOR_FORCE`.
    pub force_color: bool,
    /// Whether the locale can show more than ASCII.
    pub unicode: bool,
}

/// How a run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Nothing found at or above `--fail-on`.
    Clean,
    /// Something found.
    Findings,
    /// It could not do its work.
    Failure,
    /// Nothing found, but a part of the input was not looked at.
    Incomplete,
}

impl Exit {
    /// The process's exit code.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::Failure => 2,
            Self::Incomplete => 3,
        }
    }
}

/// Why a run cannot do its work.
#[derive(Debug)]
enum Failure {
    /// What to say on standard error.
    Told(String),
    /// Nobody reads on: no error, and the run ends as it would have by what was found so far.
    ClosedPipe(Exit),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::ClosedPipe(Exit::Clean)
        } else {
            Self::Told(format!("cannot write: {error}"))
        }
    }
}

/// Runs the tool on its arguments, the program's name first.
pub fn run(args: &[OsString], world: &mut World<'_>) -> Exit {
    let args = match Args::try_parse_from(args) {
        Ok(args) => args,
        Err(error) => return usage(&error, world),
    };
    let exit_zero = args.common.exit_zero;
    let ended = command(args, world).and_then(|exit| match world.stdout.flush() {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(exit),
        flushed => flushed.map(|()| exit).map_err(Failure::from),
    });
    match ended {
        Ok(Exit::Findings | Exit::Incomplete) if exit_zero => Exit::Clean,
        Ok(exit) => exit,
        Err(Failure::ClosedPipe(Exit::Findings)) if exit_zero => Exit::Clean,
        Err(failure) => failed(&failure, world),
    }
}

fn command(args: Args, world: &mut World<'_>) -> Result<Exit, Failure> {
    let common = args.common;
    text_only(&args.command, &common)?;
    match args.command {
        Command::Check(check) => check::run(&common, &check, world),
        Command::Fmt(fmt) => fmt::run(&common, &fmt, world),
        Command::Test(test) => test::run(&common, &test, world),
        Command::Diff(diff) => diff::run(&common, &diff, world),
        Command::Scan(scan) => scan::run(&common, &scan, world),
        Command::Why(why) => why::run(&common, &why, world),
        Command::Sources(sources) => sources::run(&common, &sources, world),
        Command::Explain(explain) => explain::run(&explain, world),
    }
}

/// Commands that only show text refuse any other output: nobody should wait for a file that never comes.
fn text_only(command: &Command, common: &args::Common) -> Result<(), Failure> {
    let name = match command {
        Command::Fmt(_) => "fmt",
        Command::Why(_) => "why",
        Command::Explain(_) => "explain",
        _ => return Ok(()),
    };
    match common.output.iter().find(|output| *output != "human") {
        Some(other) => Err(Failure::Told(format!(
            "`{name}` shows text for people, to standard output only: leave `--output {other}` out"
        ))),
        None => Ok(()),
    }
}

/// Help and version are no errors; anything else is.
fn usage(error: &clap::Error, world: &mut World<'_>) -> Exit {
    let text = error.render();
    let (written, exit) = if error.use_stderr() {
        (write!(world.stderr, "{text}"), Exit::Failure)
    } else {
        (write!(world.stdout, "{text}"), Exit::Clean)
    };
    match written.and_then(|()| world.stdout.flush()) {
        Ok(()) => exit,
        Err(error) => failed(&error.into(), world),
    }
}

fn failed(failure: &Failure, world: &mut World<'_>) -> Exit {
    match failure {
        Failure::ClosedPipe(exit) => *exit,
        Failure::Told(message) => {
            // Where even this cannot be said, the exit code still says it.
            let _ = writeln!(world.stderr, "exeat: {message}");
            Exit::Failure
        }
    }
}

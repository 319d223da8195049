//! The program: the world handed to [`exeat::cli::run`], and its exit code handed back.

use exeat::cli::{self, Patient, Terminal, World};
use exeat::digest::HashKey;
use exeat::time::Time;
use indicatif::ProgressDrawTarget;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{self, BufWriter, IsTerminal, Read};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{SystemTime, UNIX_EPOCH};

fn main() -> ExitCode {
    let args: Vec<_> = std::env::args_os().collect();
    let mut stdout = BufWriter::new(io::stdout().lock());
    // Not locked: progress is drawn there by a thread of its own.
    let mut stderr = io::stderr();
    let stop = Arc::new(AtomicBool::new(false));
    let mut world = World {
        folder: std::env::current_dir().unwrap_or_default(),
        stdin: &mut || stdin(&stop),
        interrupt: &mut || interrupt(&stop),
        stdout: &mut stdout,
        stderr: &mut stderr,
        terminal: terminal(),
        progress: &mut ProgressDrawTarget::stderr,
        now: now(),
        key: key(),
        cores: std::thread::available_parallelism().map_or(1, usize::from),
    };
    ExitCode::from(cli::run(&args, &mut world).code())
}

/// Not through the buffer of the standard library: a read that would wait must be known as one.
#[cfg(unix)]
fn stdin(stop: &Arc<AtomicBool>) -> Box<dyn Read + Send> {
    use std::os::fd::AsFd;
    match io::stdin().as_fd().try_clone_to_owned() {
        Ok(input) => Box::new(Patient::new(std::fs::File::from(input), Arc::clone(stop))),
        Err(_) => Box::new(io::stdin()),
    }
}

#[cfg(not(unix))]
fn stdin(stop: &Arc<AtomicBool>) -> Box<dyn Read + Send> {
    Box::new(Patient::new(io::stdin(), Arc::clone(stop)))
}

/// The first signal sets the flag; as soon as it is set, the next ends the program at once. Where that
/// cannot be had, signals do what they always do.
fn interrupt(stop: &Arc<AtomicBool>) -> Arc<AtomicBool> {
    for signal in [SIGINT, SIGTERM] {
        // In this order: a signal is not to be taken for its own second one.
        let _ = flag::register_conditional_default(signal, Arc::clone(stop));
        let _ = flag::register(signal, Arc::clone(stop));
    }
    Arc::clone(stop)
}

fn terminal() -> Terminal {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let width =
        terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0));
    let columns = std::env::var("COLUMNS")
        .ok()
        .and_then(|text| text.parse().ok());
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty());
    Terminal {
        is_terminal: io::stdout().is_terminal(),
        width: width.or(columns),
        no_color: set("NO_COLOR") || std::env::var("TERM").is_ok_and(|term| term == "dumb"),
        force_color: std::env::var("CLICOLOR_FORCE").is_ok_and(|v| !v.is_empty() && v != "0"),
        // A locale that names another character set cannot show the pictures' lines.
        unicode: locale.is_none_or(|name| {
            let name = name.to_ascii_lowercase();
            name.contains("utf-8") || name.contains("utf8")
        }),
    }
}

fn now() -> Time {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    Time(since.map_or(0, |d| i128::try_from(d.as_nanos()).unwrap_or(i128::MAX)))
}

/// The standard library draws a key from the system for each such state.
fn key() -> HashKey {
    let draw = || RandomState::new().build_hasher().finish();
    HashKey(draw(), draw())
}

//! The program: the world handed to [`exeat::cli::run`], and its exit code handed back.

use exeat::cli::{self, Terminal, World};
use exeat::digest::HashKey;
use exeat::time::Time;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{self, BufWriter, IsTerminal};
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

fn main() -> ExitCode {
    let args: Vec<_> = std::env::args_os().collect();
    let mut stdout = BufWriter::new(io::stdout().lock());
    let mut stderr = io::stderr().lock();
    let mut world = World {
        folder: std::env::current_dir().unwrap_or_default(),
        stdin: &mut || Box::new(io::stdin()),
        stdout: &mut stdout,
        stderr: &mut stderr,
        terminal: terminal(),
        now: now(),
        key: key(),
        cores: std::thread::available_parallelism().map_or(1, usize::from),
    };
    ExitCode::from(cli::run(&args, &mut world).code())
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

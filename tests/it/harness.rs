//! The whole tool in the test's own process, and transcripts of it: what a person types and sees.
//!
//! A transcript is Markdown: a fence `console` holds commands (`$ exeat …`) and what they print, a fence
//! `console excerpt` one command and a piece of it; any other fence whose info ends in `file=PATH` is a
//! file. `EXEAT_BLESS=1` writes what is printed now.

use exeat::cli::{self, Terminal, World};
use exeat::digest::HashKey;
use exeat::time::parse_rfc3339;
use indicatif::ProgressDrawTarget;
use std::ffi::OsString;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The clock of every test.
pub const NOW: &str = "2026-06-01T00:00:00Z";

/// What a run printed, and how it ended.
#[derive(Debug, Default)]
pub struct Ran {
    pub code: u8,
    pub stdout: String,
    pub stderr: String,
}

/// Runs the tool in a folder.
pub fn exeat(folder: &Path, args: &[&str]) -> Ran {
    exeat_with(folder, args, Vec::new())
}

/// Runs the tool in a folder, with bytes on its standard input.
pub fn exeat_with(folder: &Path, args: &[&str], stdin: Vec<u8>) -> Ran {
    exeat_drawn(folder, args, stdin, &mut ProgressDrawTarget::hidden)
}

/// The same, with somebody who watches how far it is.
pub fn exeat_drawn(
    folder: &Path,
    args: &[&str],
    stdin: Vec<u8>,
    progress: &mut dyn FnMut() -> ProgressDrawTarget,
) -> Ran {
    let args: Vec<OsString> = std::iter::once("exeat")
        .chain(args.iter().copied())
        .map(Into::into)
        .collect();
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let exit = cli::run(
        &args,
        &mut World {
            folder: folder.to_owned(),
            stdin: &mut || Box::new(Cursor::new(stdin.clone())) as Box<dyn Read + Send>,
            interrupt: &mut Arc::default,
            stdout: &mut stdout,
            stderr: &mut stderr,
            terminal: Terminal {
                unicode: true,
                ..Terminal::default()
            },
            progress,
            now: parse_rfc3339(NOW).unwrap(),
            key: HashKey(1, 2),
            cores: 2,
        },
    );
    Ran {
        code: exit.code(),
        stdout: String::from_utf8(stdout).unwrap(),
        stderr: String::from_utf8(stderr).unwrap(),
    }
}

/// The top of the repository.
pub fn top() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Whether expected texts are to be written anew.
pub fn blessing() -> bool {
    std::env::var_os("EXEAT_BLESS").is_some()
}

/// Runs every command of a transcript in a folder and compares what it prints.
pub fn transcript(path: &Path, folder: &Path) {
    let text = std::fs::read_to_string(path).unwrap();
    let mut now = String::new();
    let mut lines = text.lines().peekable();
    let mut commands = 0;
    while let Some(line) = lines.next() {
        now.push_str(line);
        now.push('\n');
        let Some(info) = line.strip_prefix("```").filter(|info| !info.is_empty()) else {
            continue;
        };
        let mut body = String::new();
        for line in lines.by_ref() {
            if line == "```" {
                break;
            }
            body.push_str(line);
            body.push('\n');
        }
        if let Some((_, file)) = info.split_once("file=") {
            let file = folder.join(file);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, &body).unwrap();
        }
        if info == "console" {
            body = rerun(&body, folder, &mut commands);
        }
        if info == "console excerpt" {
            let (command, piece) = body.split_once('\n').unwrap();
            let whole = rerun(command, folder, &mut commands);
            assert!(
                !piece.is_empty() && whole.contains(piece),
                "{}:\n{whole}",
                path.display()
            );
        }
        now.push_str(&body);
        now.push_str("```\n");
    }
    assert!(commands > 0, "{}: no command in it", path.display());
    if blessing() {
        std::fs::write(path, now).unwrap();
    } else {
        assert_eq!(
            text,
            now,
            "{} no longer shows what is printed",
            path.display()
        );
    }
}

fn rerun(body: &str, folder: &Path, commands: &mut usize) -> String {
    let mut now = String::new();
    for line in body.lines().filter(|line| line.starts_with("$ ")) {
        *commands += 1;
        now.push_str(line);
        now.push('\n');
        let words = words(line);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let args = match words.as_slice() {
            ["exeat", args @ ..] => args,
            ["cargo", "run", rest @ ..] => {
                let at = rest.iter().position(|word| *word == "--").unwrap();
                &rest[at + 1..]
            }
            other => panic!("a transcript runs exeat, not {other:?}"),
        };
        let ran = exeat(folder, args);
        now.push_str(&ran.stdout);
        now.push_str(&ran.stderr);
        if ran.code != 0 {
            now.push_str(&format!("[exit {}]\n", ran.code));
        }
    }
    now
}

/// A command line's words; single quotes keep blanks together.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.trim_start_matches("$ ").chars() {
        match c {
            '\'' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            c => words.last_mut().unwrap().push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

//! What a person at a terminal sees while logs are read: a line that is gone before anything is told.

use super::super::harness::exeat_drawn;
use super::{log, record, world};
use indicatif::{ProgressDrawTarget, TermLike};
use std::io;
use std::sync::{Arc, Mutex};

/// A terminal that remembers.
#[derive(Clone, Debug, Default)]
struct Terminal(Arc<Mutex<Vec<String>>>);

impl Terminal {
    fn notes(&self, what: &str) -> io::Result<()> {
        self.0.lock().unwrap().push(what.trim_end().to_owned());
        Ok(())
    }

    /// What was written, without what rests on a clock, and `cleared` where a line was taken away.
    fn seen(&self) -> Vec<String> {
        let rests_on_a_clock =
            regex::Regex::new(r"[0-9.]+ (Ki|Mi|Gi)?B/s(, [0-9]+s left)?").unwrap();
        let mut seen: Vec<String> = self.0.lock().unwrap().clone();
        seen.retain(|line| !line.is_empty());
        for line in &mut seen {
            *line = rests_on_a_clock.replace(line, "RATE").into_owned();
        }
        seen.dedup();
        seen
    }
}

impl TermLike for Terminal {
    fn width(&self) -> u16 {
        100
    }

    fn move_cursor_up(&self, _: usize) -> io::Result<()> {
        Ok(())
    }

    fn move_cursor_down(&self, _: usize) -> io::Result<()> {
        Ok(())
    }

    fn move_cursor_right(&self, _: usize) -> io::Result<()> {
        Ok(())
    }

    fn move_cursor_left(&self, _: usize) -> io::Result<()> {
        Ok(())
    }

    fn write_line(&self, line: &str) -> io::Result<()> {
        self.notes(line)
    }

    fn write_str(&self, text: &str) -> io::Result<()> {
        self.notes(text)
    }

    fn clear_line(&self) -> io::Result<()> {
        self.notes("cleared")
    }

    fn flush(&self) -> io::Result<()> {
        Ok(())
    }
}

fn drawn(args: &[&str], stdin: &str) -> (Vec<String>, String) {
    let folder = world();
    let records: Vec<String> = (0..20)
        .map(|n| record(n, n % 24, "ann", "engineer", 5))
        .collect();
    log(folder.path(), "a.jsonl", &records);
    let terminal = Terminal::default();
    let mut target = || ProgressDrawTarget::term_like(Box::new(terminal.clone()));
    let ran = exeat_drawn(folder.path(), args, stdin.as_bytes().to_vec(), &mut target);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    (terminal.seen(), ran.stderr)
}

/// The last that was drawn, and then it is gone. What is drawn before that rests on a clock.
#[track_caller]
fn last(seen: &[String]) -> &str {
    let [.., line, cleared] = seen else {
        panic!("{seen:?}");
    };
    assert_eq!(cleared, "cleared", "{seen:?}");
    line
}

#[test]
fn bytes_rate_and_time_left_and_then_nothing() {
    let (seen, stderr) = drawn(&["scan", "a.jsonl"], "");
    let whole = "2.28 KiB of 2.28 KiB ██████████████████████████████ RATE";
    assert_eq!(last(&seen), whole);
    assert_eq!(stderr, "");
}

#[test]
fn no_end_where_none_is_known() {
    let line = record(1, 1, "ann", "engineer", 5) + "\n";
    assert_eq!(last(&drawn(&["scan", "-"], &line).0), "116 B RATE");
}

#[test]
fn quiet_draws_nothing() {
    assert!(drawn(&["scan", "a.jsonl", "--quiet"], "").0.is_empty());
}

//! Scenarios as text: all of them in a table, one of them whole, one line each, and as JSON.
//!
//! Knows not how they were played.

use super::human::wrap;
use super::json::{SCHEMA, line};
use super::visible::visible;
use super::words::count;
use crate::diag::Level;
use crate::policy::PolicySet;
use crate::scan::length_text;
use crate::time::NANOS;
use crate::trial::scenario::{Access, Cast, Caught, MOST_EXPORTS, Play, ScenarioRow, Taken, Whole};
use serde::Serialize;
use std::fmt::Write;

/// A scenario, who played in it, and what became of it.
#[derive(Clone, Debug)]
pub struct Played {
    /// Which.
    pub row: &'static ScenarioRow,
    /// By whom.
    pub cast: Cast,
    /// With the least means first.
    pub plays: Vec<Play>,
}

/// Tenants that are named where there are many.
const NAMED: usize = 6;

/// All of them, a line for each time that one was played.
#[must_use]
pub fn table(all: &[Played], policy: &PolicySet) -> String {
    let head = [
        "scenario",
        "role",
        "with",
        "caught by",
        "at export",
        "gone before",
    ];
    let mut rows = vec![head.map(str::to_owned)];
    for played in all {
        for (number, play) in played.plays.iter().enumerate() {
            let (name, role) = match number {
                0 => (played.row.name.to_owned(), who(&played.cast)),
                _ => (String::new(), String::new()),
            };
            let with = play.means.words().to_owned();
            let [by, at, before] = cells(played.row, play, policy);
            rows.push([name, role, with, by, at, before]);
        }
    }
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let mut text = String::new();
    for row in &rows {
        let cells = row.iter().zip(&widths);
        let cells: Vec<String> = cells
            .map(|(cell, width)| format!("{cell:width$}"))
            .collect();
        let _ = writeln!(text, "{}", cells.join("  ").trim_end());
    }
    text
}

/// What stands behind `by`, `at` and `before`.
fn cells(row: &ScenarioRow, play: &Play, policy: &PolicySet) -> [String; 3] {
    let all = play.taken.exports;
    match play.caught.first() {
        Some(first) => [
            firsts(play, policy),
            format!("{} of {all}", first.at),
            gone(&first.before),
        ],
        None => [
            not_caught(row, play).to_owned(),
            format!("- of {all}"),
            gone(&play.taken),
        ],
    }
}

fn not_caught(row: &ScenarioRow, play: &Play) -> &'static str {
    match row.level(play) {
        Level::Info => "not caught",
        Level::Error | Level::Warning => "NOT CAUGHT",
    }
}

/// Everything that finds the export that is found first.
fn firsts(play: &Play, policy: &PolicySet) -> String {
    let at = play.caught.first().map(|first| first.at);
    let first = play.caught.iter().filter(|caught| Some(caught.at) == at);
    let names: Vec<String> = first.map(|caught| name(caught, policy)).collect();
    names.join(", ")
}

/// The rule's name; of a not-allowed, that.
fn name(caught: &Caught, policy: &PolicySet) -> String {
    let kind = caught.kind.row().name;
    match caught.rule.and_then(|rule| policy.rule(rule)) {
        Some(rule) => visible(&rule.name.text),
        None => kind.to_owned(),
    }
}

fn gone(taken: &Taken) -> String {
    if taken.exports == 0 {
        return "nothing".to_owned();
    }
    let rows = u64::try_from(taken.rows).unwrap_or(0);
    let rows = count(rows, "row", "rows");
    let tenants = count(taken.tenants, "tenant", "tenants");
    format!("{rows} of {tenants}")
}

fn who(cast: &Cast) -> String {
    visible(cast.role.as_ref().unwrap_or(&cast.actor))
}

/// One of them: its story, who played, and of each play what found it and when.
#[must_use]
pub fn one(played: &Played, policy: &PolicySet, width: usize) -> String {
    let mut text = format!("{}: {}\n\n", played.row.name, played.row.about);
    for line in story(played.row) {
        let _ = writeln!(text, "{}", format!("  {line}").trim_end());
    }
    text.push('\n');
    for (what, value) in cast_lines(&played.cast) {
        let _ = writeln!(text, "  {what:11} {}", visible(&value));
    }
    for play in &played.plays {
        text.push('\n');
        text.push_str(&whole(played.row, play, (policy, width)));
    }
    text
}

/// The comment at the head of its file.
fn story(row: &ScenarioRow) -> impl Iterator<Item = &'static str> {
    let lines = row.text.lines().map_while(|line| line.strip_prefix('#'));
    lines.map(str::trim)
}

fn cast_lines(cast: &Cast) -> Vec<(&'static str, String)> {
    let mut who = match &cast.role {
        Some(role) => format!("{}, role {role}", cast.actor),
        None => format!("{}, without any role", cast.actor),
    };
    if let Some(home) = &cast.home {
        let _ = write!(who, ", of {home}");
    }
    who.push_str(match cast.access {
        Access::Several => "",
        Access::One | Access::Own | Access::None => {
            "; no allow here is for lists of several tenants"
        }
    });
    vec![
        ("played by", who),
        ("tenants", named(&cast.tenants, cast.made_up)),
        ("sent to", cast.destination.clone()),
    ]
}

/// `celsius, opensea and 100 more, 92 of them made up`.
fn named(tenants: &[String], made_up: usize) -> String {
    let first: Vec<&str> = tenants.iter().take(NAMED).map(String::as_str).collect();
    let mut text = first.join(", ");
    let more = tenants.len().saturating_sub(NAMED);
    if more > 0 {
        let _ = write!(text, " and {more} more");
    }
    match made_up {
        0 => {}
        all if all == tenants.len() => text.push_str(", made up"),
        some => {
            let _ = write!(text, ", {some} of them made up");
        }
    }
    text
}

fn whole(row: &ScenarioRow, play: &Play, (policy, width): (&PolicySet, usize)) -> String {
    let taken = &play.taken;
    let exports = count(taken.exports, "export", "exports");
    let outcome = match play.caught.first() {
        Some(_) => "caught",
        None => not_caught(row, play),
    };
    let mut text = format!("  with {}: {outcome}\n", play.means.words());
    let _ = writeln!(
        text,
        "    in all {exports} in {}: {}",
        length_text(play.lasted),
        gone(taken)
    );
    if play.whole == Whole::Cut {
        let _ = writeln!(text, "    more than {MOST_EXPORTS} exports are not played");
    }
    for caught in &play.caught {
        let _ = writeln!(text, "    {}", found(caught, taken.exports, policy));
    }
    if let Some(first) = play.records.first() {
        let first = format!("the first: {}", visible(first));
        for line in wrap(&first, width, "    ", "      ") {
            let _ = writeln!(text, "{line}");
        }
    }
    text
}

/// `over-limit of two-tenants-a-week at export 13 of 31, 12h in, and at 19 in all; before it 80000 rows of 2 tenants`.
fn found(caught: &Caught, exports: u64, policy: &PolicySet) -> String {
    let mut text = caught.kind.row().name.to_owned();
    if let Some(rule) = caught.rule.and_then(|rule| policy.rule(rule)) {
        let _ = write!(text, " of {}", visible(&rule.name.text));
    }
    let _ = write!(text, " at export {} of {exports}", caught.at);
    if caught.after.0 > 0 {
        let _ = write!(text, ", {} in", length_text(caught.after));
    }
    if caught.exports > 1 {
        let _ = write!(text, ", and at {} in all", caught.exports);
    }
    let _ = write!(text, "; before it {}", gone(&caught.before));
    text
}

/// A line for each time that one was played.
#[must_use]
pub fn short(all: &[Played], policy: &PolicySet) -> String {
    let mut text = String::new();
    for (played, play) in plays(all) {
        let [by, at, before] = cells(played.row, play, policy);
        let (name, with) = (played.row.name, play.means.words());
        let _ = match missed(played.row, play) {
            Some(level) => writeln!(
                text,
                "-: {}[not-caught]: {name} with {with}: {before} in {} exports",
                level.name(),
                play.taken.exports
            ),
            None => writeln!(
                text,
                "-: info[caught]: {name} with {with}: by {by} at export {at}; before it {before}"
            ),
        };
    }
    text
}

fn plays(all: &[Played]) -> impl Iterator<Item = (&Played, &Play)> {
    all.iter()
        .flat_map(|played| std::iter::repeat(played).zip(&played.plays))
}

/// How much it matters that it was not caught; none where it was.
#[must_use]
pub fn missed(row: &ScenarioRow, play: &Play) -> Option<Level> {
    play.caught.is_empty().then(|| row.level(play))
}

/// The last line for people.
#[must_use]
pub fn in_one_line(all: &[Played]) -> String {
    let scenarios = u64::try_from(all.len()).unwrap_or(u64::MAX);
    let played = u64::try_from(plays(all).count()).unwrap_or(u64::MAX);
    let missed = plays(all).filter(|(_, play)| play.caught.is_empty());
    let cut = match plays(all).any(|(_, play)| play.whole == Whole::Cut) {
        true => format!("; no more than {MOST_EXPORTS} exports are played of one"),
        false => String::new(),
    };
    format!(
        "exeat: {}, played {}, {} not caught{cut}\n",
        count(scenarios, "scenario", "scenarios"),
        count(played, "time", "times"),
        missed.count()
    )
}

#[derive(Serialize)]
struct PlayLine<'a> {
    r#type: &'static str,
    schema: &'static str,
    scenario: &'static str,
    about: &'static str,
    means: &'static str,
    caught: bool,
    level: Option<&'static str>,
    actor: &'a str,
    role: Option<&'a str>,
    destination: &'a str,
    tenants: &'a [String],
    exports: u64,
    whole: bool,
    rows: i64,
    seconds: i64,
    findings: Vec<FoundLine<'a>>,
    first: Option<&'a str>,
}

#[derive(Serialize)]
struct FoundLine<'a> {
    kind: &'static str,
    rule: Option<&'a str>,
    export: u64,
    seconds: i64,
    rows_before: i64,
    tenants_before: u64,
    exports: u64,
}

/// A line of JSON for each time that one was played.
#[must_use]
pub fn json(all: &[Played], policy: &PolicySet) -> String {
    let lines = plays(all).map(|(played, play)| {
        line(&PlayLine {
            r#type: "play",
            schema: SCHEMA,
            scenario: played.row.name,
            about: played.row.about,
            means: play.means.name(),
            caught: !play.caught.is_empty(),
            level: missed(played.row, play).map(Level::name),
            actor: &played.cast.actor,
            role: played.cast.role.as_deref(),
            destination: &played.cast.destination,
            tenants: &play.tenants,
            exports: play.taken.exports,
            whole: play.whole == Whole::Played,
            rows: play.taken.rows,
            seconds: seconds(play.lasted),
            findings: play.caught.iter().map(|c| found_line(c, policy)).collect(),
            first: play.records.first().map(String::as_str),
        })
    });
    lines.collect()
}

fn found_line<'a>(caught: &Caught, policy: &'a PolicySet) -> FoundLine<'a> {
    FoundLine {
        kind: caught.kind.row().name,
        rule: caught
            .rule
            .and_then(|rule| Some(policy.rule(rule)?.name.text.as_str())),
        export: caught.at,
        seconds: seconds(caught.after),
        rows_before: caught.before.rows,
        tenants_before: caught.before.tenants,
        exports: caught.exports,
    }
}

fn seconds(length: crate::time::Length) -> i64 {
    i64::try_from(length.0 / NANOS).unwrap_or(i64::MAX)
}

//! The arguments, as clap reads them. Value lists come from the tables that they choose from.

use crate::diag::Level;
use crate::report::OUTPUTS;
use crate::trial::scenario::SCENARIOS;
use clap::builder::PossibleValue;
use clap::{Parser, Subcommand, ValueEnum};
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// Who may export which tenants' lists: proves things about the policy before a merge, and checks
/// recorded exports against it.
#[derive(Debug, Parser)]
#[command(name = "exeat", version, max_term_width = 100)]
pub struct Args {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Command,
}

/// Options of every command.
#[derive(Clone, Debug, clap::Args)]
pub struct Common {
    /// A policy file or a folder of them; may be given again [default: the configuration's, else `policies`]
    #[arg(long, global = true, value_name = "PATH")]
    pub policies: Vec<PathBuf>,
    /// The folder of the directory's tables: people.csv, tenants.csv, …
    #[arg(long, global = true, value_name = "DIR")]
    pub directory: Option<PathBuf>,
    /// The configuration [default: exeat.toml, here or in a folder above]
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    #[arg(
        long,
        help = output_help(),
        global = true,
        value_name = "FORMAT[=FILE]",
        default_value = "human"
    )]
    pub output: Vec<String>,
    /// Exit 1 from this level on
    #[arg(long, global = true, value_name = "LEVEL", default_value = "warning")]
    pub fail_on: Level,
    /// The clock, so that runs repeat: a date or an RFC 3339 time
    #[arg(long, global = true, value_name = "TIME")]
    pub now: Option<String>,
    /// The summary line only; what goes to a file goes there whole
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// Exit 0 whatever is found
    #[arg(long, global = true)]
    pub exit_zero: bool,
    /// Whether to colour what a person reads
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
    /// Draw with plain ASCII
    #[arg(long, global = true)]
    pub ascii: bool,
    /// Columns to fit into [default: the terminal's, else 100]
    #[arg(long, global = true, value_name = "COLUMNS")]
    pub width: Option<usize>,
}

fn output_help() -> String {
    let names: Vec<&str> = OUTPUTS.iter().map(|row| row.name).collect();
    let names = names.join(", ");
    format!(
        "How to show what is found: {names}; `FORMAT=FILE` writes it to a file; may be given again"
    )
}

fn scenario_help() -> String {
    let names: Vec<&str> = SCENARIOS.iter().map(|row| row.name).collect();
    let names = names.join(", ");
    format!(
        "Plays an incident instead, or all of them in a table: would it have been caught? {names}"
    )
}

/// When to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal.
    Auto,
    /// Even into a pipe.
    Always,
    /// Not at all.
    Never,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Is this policy set well-formed and sensible, and do its tests pass?
    Check(Check),
    /// Write policy files in their canonical form
    Fmt(Fmt),
    /// Do the `test` blocks pass?
    Test(Test),
    /// What could now leave that could not before, and the reverse?
    Diff(Diff),
    /// Which recorded exports broke the policy?
    Scan(Scan),
    /// Every rule's answer on one event, atom by atom
    Why(Why),
    /// The log sources: the list, one's mapping, or which one fits a log
    Sources(Sources),
    /// The page of a lint or finding; without a name, the list
    Explain(Explain),
}

#[derive(Debug, clap::Args)]
pub struct Check {
    /// Policy files or folders [default: as --policies]
    pub paths: Vec<PathBuf>,
    /// How far ahead `expires-soon` looks
    #[arg(long, value_name = "DURATION", default_value = "30d")]
    pub within: String,
    /// Mend what can safely be mended; `--fix=unsafe` mends all that offers a change
    #[arg(long, value_name = "WHICH", num_args = 0..=1, require_equals = true, default_missing_value = "safe")]
    pub fix: Option<Fixes>,
    /// Show what --fix would change, and change nothing
    #[arg(long)]
    pub diff: bool,
}

/// Which fixes to apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Fixes {
    /// Those that keep the meaning.
    Safe,
    /// All.
    Unsafe,
}

#[derive(Debug, clap::Args)]
pub struct Fmt {
    /// Policy files or folders, `-` for standard input [default: as --policies]
    pub paths: Vec<PathBuf>,
    /// Change nothing; exit 1 where something would change
    #[arg(long)]
    pub check: bool,
    /// Change nothing; show what would change
    #[arg(long)]
    pub diff: bool,
}

#[derive(Debug, clap::Args)]
pub struct Test {
    /// Policy files or folders [default: as --policies]
    pub paths: Vec<PathBuf>,
    #[arg(
        long,
        help = scenario_help(),
        value_name = "NAME",
        num_args = 0..=1,
        default_missing_value = ""
    )]
    pub scenario: Option<String>,
}

#[derive(Debug, clap::Args)]
pub struct Diff {
    /// The policy set as it was: a path, else a git revision
    pub old: String,
    /// As it is to be [default: as every other command reads it]
    pub new: Option<String>,
    /// Exit 1 where more can leave, on any change of what the policy means, or never
    #[arg(long, value_name = "KIND", default_value = "new-access")]
    pub gate: Gate,
    /// Recorded logs to judge under both; tells each export that comes out otherwise
    #[arg(long, value_name = "LOG", num_args = 1..)]
    pub replay: Vec<String>,
    /// Findings of one cause that are shown whole; the rest are counted
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub max_shown: usize,
    #[command(flatten)]
    pub reading: Logs,
}

/// Which changes a gate stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Gate {
    /// More can leave, or less is noticed.
    NewAccess,
    /// Any.
    Any,
    /// Nothing.
    None,
}

#[derive(Debug, clap::Args)]
pub struct Logs {
    /// The log source that reads them: built in, or of the configuration
    #[arg(long, value_name = "NAME")]
    pub source: Option<String>,
    /// A record longer than this is unreadable: 16MiB, 512KB, …
    #[arg(long, value_name = "SIZE", default_value = "16MiB")]
    pub max_record: String,
}

#[derive(Debug, clap::Args)]
pub struct Scan {
    /// Logs: files, folders or globs, plain or compressed; `-` for standard input
    #[arg(required = true, value_name = "LOG")]
    pub logs: Vec<String>,
    #[command(flatten)]
    pub reading: Logs,
    /// How many threads work at once, beside the one that reads [default: one a core]
    #[arg(long, value_name = "N")]
    pub threads: Option<NonZeroUsize>,
    /// How far out of the order of time events may stand; where one is later, all is read twice, and nothing
    /// is missed. Records of one id with other contents are told up to so far apart
    #[arg(long, value_name = "DURATION", default_value = "24h")]
    pub lateness: String,
    /// Tell only of events from then on: a date or an RFC 3339 time. Earlier ones still count in windows
    #[arg(long, value_name = "TIME")]
    pub since: Option<String>,
    /// Tell only of events before then. Later ones are read all the same
    #[arg(long, value_name = "TIME")]
    pub until: Option<String>,
    /// Tell only findings of a `rule=`, `kind=`, `actor=` or `tenant=`; may be given again: of one of each. All
    /// are counted; the exit code is of what is told
    #[arg(long, value_name = "KEY=VALUE")]
    pub only: Vec<String>,
    /// Findings of one cause that are shown whole; the rest are counted
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub max_shown: usize,
}

#[derive(Debug, clap::Args)]
pub struct Why {
    /// A record: its log and line, a column where several begin on it, `#n` for one of its events
    #[arg(
        value_name = "LOG:LINE[:COLUMN][#n]",
        required_unless_present = "event"
    )]
    pub place: Option<String>,
    /// Other logs that count in its limits' windows
    #[arg(value_name = "LOG", requires = "place")]
    pub also: Vec<String>,
    /// An event in the plain form instead
    #[arg(long, value_name = "JSON", conflicts_with = "place")]
    pub event: Option<String>,
    #[command(flatten)]
    pub reading: Logs,
}

#[derive(Debug, clap::Args)]
pub struct Sources {
    /// The source to show, built in or of the configuration [default: the list of all]
    #[arg(conflicts_with = "probe")]
    pub name: Option<String>,
    /// Logs: says which source fits them, by their first 1,000 records or 8 MiB
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub probe: Vec<String>,
}

#[derive(Debug, clap::Args)]
pub struct Explain {
    /// The name of a lint or finding
    pub code: Option<String>,
}

impl ValueEnum for Level {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Error, Self::Warning, Self::Info]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()))
    }
}

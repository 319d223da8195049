//! Results as text: one file and one row of [`OUTPUTS`] for each form that they are written in.
//!
//! Everything here is a pure function from diagnostics, findings and ledgers to text. It knows no
//! terminal, no environment and no files: the caller says how wide and how colourful, and writes.

mod fingerprint;
mod human;
mod json;
mod place;
pub mod scenarios;
mod short;
pub mod sources;
mod summary;
mod words;

pub use fingerprint::fingerprint;
pub use human::{Asked, why};
pub use summary::one_line;
pub use visible::{is_treacherous, visible};

use crate::diag::Diagnostic;
use crate::finding::{Finding, Ledger};
use crate::policy::PolicySet;
use crate::text::Sources;
use crate::visible;

/// A form of output: takes results one by one, and gives the text to write for each.
pub trait Output {
    /// What is wrong with a policy, a test, or a configuration.
    fn diagnostic(&mut self, diagnostic: &Diagnostic) -> String;
    /// What is wrong in a log.
    fn finding(&mut self, finding: &Finding) -> String;
    /// What stands behind the last of them; nothing comes after it.
    fn end(&mut self, end: &End<'_>) -> String;
}

/// A row of the table of outputs.
#[derive(Clone, Copy)]
pub struct OutputRow {
    /// As `--output` takes it.
    pub name: &'static str,
    /// One line of help.
    pub about: &'static str,
    /// Makes one for a run.
    pub new: for<'a> fn(Context<'a>) -> Box<dyn Output + 'a>,
}

/// Every output, the default first. Help, completions and documentation read this table.
pub const OUTPUTS: &[OutputRow] = &[
    OutputRow {
        name: "human",
        about: "for a person at a terminal: the record and the policy that it breaks, underlined",
        new: |context| Box::new(human::Human::new(context)),
    },
    OutputRow {
        name: "short",
        about: "one line each, for editors and grep: path:line:col: level[code]: message",
        new: |context| Box::new(short::Short::new(context)),
    },
    OutputRow {
        name: "json",
        about: "one JSON object a line, the ledger last; docs/output.schema.json describes them",
        new: |context| Box::new(json::Json::new(context)),
    },
];

/// The output of a name, if there is one.
#[must_use]
pub fn output_named(name: &str) -> Option<&'static OutputRow> {
    OUTPUTS.iter().find(|row| row.name == name)
}

/// What outputs need to know of a run.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The policy texts that spans point into.
    pub sources: &'a Sources,
    /// The policy: names of declared fields, places of rules and waivers.
    pub policy: Option<&'a PolicySet>,
    /// How it may look.
    pub look: Look,
    /// After so many findings of one cause, more are only counted (`human` only).
    pub max_shown: usize,
    /// Whether all but the end is left out.
    pub detail: Detail,
    /// This program's version.
    pub version: &'a str,
}

/// How much is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Detail {
    /// Every finding, and the end.
    #[default]
    Everything,
    /// The end alone, in one line (`--quiet`).
    SummaryOnly,
}

/// What a terminal, or a file, can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Columns. Lines fit from [`Look::NARROWEST`] on.
    pub width: usize,
    /// Whether ANSI colours may be used.
    pub color: bool,
    /// Whether more than ASCII may be used; if not, all else is escaped.
    pub unicode: bool,
}

impl Look {
    /// A narrower terminal is treated as if it had so many columns.
    pub const NARROWEST: usize = 60;

    /// For a file: 100 columns, no colour.
    pub const PLAIN: Self = Self {
        width: 100,
        color: false,
        unicode: true,
    };
}

/// What a run ends with.
#[derive(Clone, Copy, Debug)]
pub struct End<'a> {
    /// What was looked at.
    pub summary: Summary<'a>,
    /// What was read, to the byte.
    pub digests: &'a [Digest],
}

/// What was looked at.
#[derive(Clone, Copy, Debug)]
pub enum Summary<'a> {
    /// Logs, by `scan` and its kin.
    Scan(&'a Ledger),
    /// A policy set, by `check` and its kin.
    Check(&'a Checked),
    /// Two policy sets, by `diff`.
    Diff(&'a Compared),
}

/// The digest of one file that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digest {
    /// `log`, `policy`, `directory` or `configuration`.
    pub what: &'static str,
    /// The path as the user gave it.
    pub name: String,
    /// How long it is, as it lies on the disk.
    pub bytes: u64,
    /// 64 hexadecimal digits.
    pub sha256: String,
}

/// How two policy sets differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Compared {
    /// Changes by which more can leave, or less is noticed.
    pub opens: u64,
    /// Changes by which less can leave, or more is noticed.
    pub closes: u64,
    /// Changes of which that could not be told.
    pub not_compared: u64,
    /// What recorded exports came to under both, where some were replayed.
    pub replayed: Option<Replayed>,
}

/// What recorded exports came to under two policy sets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Replayed {
    /// Those that got out, each once.
    pub exports: u64,
    /// Those that broke the old policy and do not break the new one.
    pub let_through: u64,
    /// Those that break the new policy and did not break the old one.
    pub refused: u64,
    /// Those that one of the two cannot judge for want of a field.
    pub undecided: u64,
    /// Whether a part of the logs could not be read.
    pub incomplete: bool,
}

/// What became of a policy set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// Policy files read.
    pub files: u64,
    /// Rules in them.
    pub rules: u64,
    /// Expectations of `test` blocks that were run.
    pub tests: u64,
    /// Diagnostics of level error.
    pub errors: u64,
    /// Diagnostics of level warning.
    pub warnings: u64,
    /// Diagnostics of level info.
    pub infos: u64,
    /// Diagnostics that a comment suppressed.
    pub suppressed: u64,
    /// What else must be known to read the result right: levels changed, claims given up.
    pub notes: Vec<String>,
    /// Whether a part of the input was not looked at.
    pub incomplete: bool,
}

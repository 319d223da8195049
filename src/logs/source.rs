//! Sources: how a log's records become events, as tables `[source.NAME]` say it.
//!
//! Knows the shape of such tables and the names of fields as names only; what fields there are and
//! what they hold is the business of binding. `docs/sources.md` is the reference.

mod coverage;
mod outcome;
mod picks;
mod settings;
mod table;

pub use coverage::{Counter, Coverage, Files, Per};
pub use picks::{Constant, From, Map, Pick};
pub(super) use settings::SETTINGS;

use super::path::Path;
use super::row::Table;
use crate::diag::Diagnostic;
use crate::event::FieldId;
use crate::policy::Glob;
use crate::text::{Source, Span};
use crate::time::Zone;

/// A source as it is written, its fields by name.
#[derive(Clone, Debug)]
pub struct Mapping {
    /// `cloudtrail` of `[source.cloudtrail]`.
    pub name: String,
    /// Where that stands.
    pub span: Span,
    /// How the log is cut into records.
    pub format: Format,
    /// How a table's rows are to be read.
    pub table: Table,
    /// The keys to the array of records inside a document, outermost first; none: documents are records.
    pub records: Vec<String>,
    /// Where the event is wrapped: all other paths begin in the first of these that is an object.
    pub inside: Vec<Path>,
    /// What is an export; without it everything is.
    pub only: Option<Choice>,
    /// What is known to be none; `only` comes first.
    pub ignore: Option<Choice>,
    /// Texts that mean that there is no value.
    pub null: Vec<String>,
    /// The zone of times that are written without one.
    pub zone: Option<Zone>,
    /// What becomes of fields that the policy declares and the source does not name.
    pub declared: Declared,
    /// Where the value stands that records of one export have in common.
    pub join: Option<FieldMap>,
    /// Numbers of which each of those records tells the whole export's.
    pub repeated: Vec<FieldId>,
    /// What should be there.
    pub coverage: Coverage,
    /// In the order in which they stand.
    pub fields: Vec<FieldMap>,
}

/// How a log is cut into records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Every line is a record.
    Jsonl,
    /// A stream of documents: objects, arrays of records, objects with an array of records in them.
    Json,
    /// Rows below a header, their cells parted by what the header tells.
    Csv,
    /// The same, parted by tabs.
    Tsv,
    /// Rows of columns, packed.
    Parquet,
    /// As [`Format::Json`] where the log begins with a bracket, else as [`Format::Csv`].
    JsonOrCsv,
}

impl Format {
    /// Whether records are rows of cells, in a log that begins with a bracket or does not.
    #[must_use]
    pub fn is_table(self, bracket: bool) -> bool {
        match self {
            Self::Csv | Self::Tsv => true,
            Self::JsonOrCsv => !bracket,
            Self::Jsonl | Self::Json | Self::Parquet => false,
        }
    }
}

/// Every format by its name.
pub const FORMATS: &[(&str, Format)] = &[
    ("jsonl", Format::Jsonl),
    ("json", Format::Json),
    ("csv", Format::Csv),
    ("tsv", Format::Tsv),
    ("parquet", Format::Parquet),
    ("json-or-csv", Format::JsonOrCsv),
];

/// What becomes of declared fields that a source does not name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Declared {
    /// They are missing.
    Missing,
    /// They are read from the key of their name.
    ByName,
}

/// Records are chosen when one of the clauses holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice(pub Vec<Clause>);

/// A clause holds when at each of the paths a value matches one of the globs.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause(pub Vec<(Path, Vec<Glob>)>);

/// Where a field's value comes from: the first of these that is there.
#[derive(Clone, Debug)]
pub struct FieldMap {
    /// The field's name.
    pub name: String,
    /// Where it stands.
    pub span: Span,
    /// In the order in which they stand.
    pub picks: Vec<Pick>,
}

/// The sources of a configuration file: its tables `[source.NAME]`, and what is wrong with them.
/// Everything else in the file is left alone.
#[must_use]
pub fn mappings(file: &Source) -> (Vec<Mapping>, Vec<Diagnostic>) {
    table::read(file)
}

/// The text of every built-in source, by its name: each one table `[source.NAME]`.
pub const BUILT_IN: &[(&str, &str)] = &[
    ("exeat", include_str!("sources/exeat.toml")),
    ("cloudtrail", include_str!("sources/cloudtrail.toml")),
    ("gcp-audit", include_str!("sources/gcp-audit.toml")),
    (
        "access-transparency",
        include_str!("sources/access-transparency.toml"),
    ),
    (
        "google-workspace",
        include_str!("sources/google-workspace.toml"),
    ),
    ("microsoft-365", include_str!("sources/microsoft-365.toml")),
    (
        "salesforce-elf",
        include_str!("sources/salesforce-elf.toml"),
    ),
    (
        "salesforce-realtime",
        include_str!("sources/salesforce-realtime.toml"),
    ),
    ("okta", include_str!("sources/okta.toml")),
    ("github", include_str!("sources/github.toml")),
    ("slack", include_str!("sources/slack.toml")),
    ("box", include_str!("sources/box.toml")),
    ("snowflake", include_str!("sources/snowflake.toml")),
    ("servicenow", include_str!("sources/servicenow.toml")),
    ("asana", include_str!("sources/asana.toml")),
    ("notion", include_str!("sources/notion.toml")),
    ("onepassword", include_str!("sources/onepassword.toml")),
    ("s3-access", include_str!("sources/s3-access.toml")),
    ("azure-storage", include_str!("sources/azure-storage.toml")),
    ("ocsf", include_str!("sources/ocsf.toml")),
    ("ecs", include_str!("sources/ecs.toml")),
];

/// A built-in source.
#[must_use]
pub fn built_in(name: &str) -> Option<Mapping> {
    let (_, text) = BUILT_IN.iter().find(|(known, _)| *known == name)?;
    let file = Source {
        id: crate::text::SourceId(u32::MAX),
        name: format!("<built-in source {name}>"),
        text: (*text).to_owned(),
    };
    mappings(&file).0.into_iter().next()
}

#[cfg(test)]
mod tests;

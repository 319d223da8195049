//! Findings in recorded logs, and the ledger of a run: what every output shows, as plain data.
//!
//! Knows neither how they come about nor how they are shown.

mod coverage;

pub use coverage::{Coverage, Covered, Gap, MOST_GAPS};

use crate::diag::Level;
use crate::event::{Event, FieldId};
use crate::judge::Reason;
use crate::logs::Place;
use crate::policy::{RuleId, WaiverId};
use crate::syntax::ast::Severity;
use crate::text::Span;
use crate::time::Time;
use std::collections::BTreeMap;
use std::ops::Range;

/// What a finding is: a row of [`KINDS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the table tells what each is")]
pub enum Kind {
    Denied,
    NotAllowed,
    OverLimit,
    Undecided,
    BadApproval,
    Waived,
    RoleMismatch,
    UnknownActor,
    UnknownTenant,
    UnknownRole,
    MisfitValue,
    IncompleteEvent,
    UnclassifiedAction,
    TooLate,
    UnreadableRecord,
    UnmappedField,
    DuplicateEvent,
    ConflictingId,
    BlockedAttempt,
    FieldDrift,
    Clock,
    LogGap,
    NothingRead,
}

/// A row of the table of findings.
#[derive(Clone, Copy, Debug)]
pub struct KindRow {
    /// Which.
    pub kind: Kind,
    /// Its stable name.
    pub name: &'static str,
    /// Its level, where no rule's severity gives it.
    pub level: Level,
    /// Whether it is one of an event's verdicts, in contrast to what is said of the log as such.
    pub verdict: bool,
    /// Whether it means that a part of the input was not looked at.
    pub incomplete: bool,
}

macro_rules! kinds {
    ($($kind:ident $name:literal $level:ident $verdict:literal $incomplete:literal;)*) => {
        /// Every kind of finding in recorded logs.
        pub const KINDS: &[KindRow] = &[
            $(KindRow {
                kind: Kind::$kind, name: $name, level: Level::$level,
                verdict: $verdict, incomplete: $incomplete,
            },)*
        ];

        impl Kind {
            /// Its row of the table.
            #[must_use]
            pub fn row(self) -> &'static KindRow {
                match self {
                    $(Self::$kind => &KindRow {
                        kind: Self::$kind, name: $name, level: Level::$level,
                        verdict: $verdict, incomplete: $incomplete,
                    },)*
                }
            }
        }
    };
}

kinds! {
    Denied "denied" Error true false;
    NotAllowed "not-allowed" Error true false;
    OverLimit "over-limit" Error true false;
    Undecided "undecided" Error true false;
    BadApproval "bad-approval" Error true false;
    Waived "waived" Info true false;
    RoleMismatch "role-mismatch" Warning false false;
    UnknownActor "unknown-actor" Error false false;
    UnknownTenant "unknown-tenant" Error false false;
    UnknownRole "unknown-role" Error false false;
    MisfitValue "misfit-value" Error false true;
    IncompleteEvent "incomplete-event" Warning false false;
    UnclassifiedAction "unclassified-action" Warning false false;
    TooLate "too-late" Error false true;
    UnreadableRecord "unreadable-record" Error false true;
    UnmappedField "unmapped-field" Warning false false;
    DuplicateEvent "duplicate-event" Info false false;
    ConflictingId "conflicting-id" Error false false;
    BlockedAttempt "blocked-attempt" Info true false;
    FieldDrift "field-drift" Warning false false;
    Clock "clock" Warning false false;
    LogGap "log-gap" Warning false false;
    NothingRead "nothing-read" Error false true;
}

/// One finding, whole: enough for every output without reading anything again.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// What it is.
    pub kind: Kind,
    /// How much it matters, by the rule's severity where a rule gives one.
    pub level: Level,
    /// The rule that it is about, and its name.
    pub rule: Option<(RuleId, String)>,
    /// That rule's severity; of `not-allowed` none.
    pub severity: Option<Severity>,
    /// The waiver that lifted it (of `waived`), and its name.
    pub waiver: Option<(WaiverId, String)>,
    /// Of `waived` and `blocked-attempt`: what it would have been, rule by rule (none: not-allowed).
    pub instead: Vec<(Kind, Option<String>)>,
    /// One line: who did what.
    pub message: String,
    /// What to do or where to look next.
    pub help: Option<String>,
    /// Where in which log; none for a finding about a whole source.
    pub place: Option<LogPlace>,
    /// The event, where there is one.
    pub event: Option<Event>,
    /// The record's text, with what matters in it.
    pub excerpt: Option<Excerpt>,
    /// The rules that tell why: the broken one, or the nearest that would have allowed it, nearest first.
    pub answers: Vec<RuleAnswer>,
    /// What filled the window of an `over-limit`.
    pub window: Option<Window>,
    /// How often, for what is said once with a count; else 1.
    pub count: u64,
    /// Stable over runs: 32 hexadecimal digits.
    pub fingerprint: String,
}

/// Where a record stands, with its file's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogPlace {
    /// The path as the user gave it, or `<stdin>`.
    pub file: String,
    /// The source that read it.
    pub source: String,
    /// Line, column, offset, length, part.
    pub at: Place,
}

/// A record's text and the labels in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Excerpt {
    /// The raw record; control characters as they are.
    pub text: String,
    /// Bytes of `text`, with a few words (may be empty), in the order of their places.
    pub labels: Vec<(Range<usize>, String)>,
    /// Where the mapped fields stand: nothing else of the record need be shown.
    pub fields: Vec<(FieldId, Range<usize>)>,
}

/// A rule's answer on the event, with all that outputs show of the rule.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "as in the rule itself")]
pub struct RuleAnswer {
    pub rule: RuleId,
    pub name: String,
    /// `allow`, `deny` or `limit`.
    pub effect: &'static str,
    pub span: Span,
    pub effect_span: Span,
    pub notes: Vec<String>,
    pub owner: Option<String>,
    pub reasons: Vec<Reason>,
}

/// An exceeded window.
#[derive(Clone, Debug, PartialEq)]
pub struct Window {
    /// What is in it: a sum or a number of distinct values.
    pub count: i128,
    /// More than this is over.
    pub most: i64,
    /// `rows`, `tenants`, …
    pub unit: String,
    /// The length, as the author wrote it.
    pub length: String,
    /// `actor eng-7@mail.example`, …: the key.
    pub key: String,
    /// How many events fill it.
    pub filled_by: u64,
    /// The latest of them, at most 50, latest first.
    pub filling: Vec<Filling>,
}

/// One event in a window.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "they are the words themselves")]
pub struct Filling {
    pub place: LogPlace,
    pub time: Time,
    /// Its share: `41000 rows`, `celsius`.
    pub share: String,
}

/// What a run looked at. The parts add up (a test says so).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ledger {
    /// Files read, wholly or in part.
    pub files: u64,
    /// Files, or rests of files, that could not be read.
    pub files_unreadable: u64,
    /// Bytes read, decompressed.
    pub bytes: u64,
    /// Records met, unreadable ones too.
    pub records: u64,
    /// Records that could not be read.
    pub unreadable: u64,
    /// Records that are not exports, by the source's word.
    pub not_exports: u64,
    /// Actions that the source does not know, with how many records each.
    pub unclassified: BTreeMap<String, u64>,
    /// Events: exports, out or not. A record may hold several.
    pub events: u64,
    /// Events met before in equal form; not judged again.
    pub duplicates: u64,
    /// Events that are part of an export whose first record counts for all of them.
    pub joined: u64,
    /// Events outside the period that was asked for: they only count in windows.
    pub outside: u64,
    /// Events that were not out.
    pub not_out: u64,
    /// Events with no finding among the verdicts.
    pub allowed: u64,
    /// Events that are allowed only because a waiver lifted something.
    pub waived: u64,
    /// Events with a violation or undecided.
    pub violating: u64,
    /// Findings by kind's name, those that are left out too.
    pub by_kind: BTreeMap<&'static str, u64>,
    /// Findings that are not told, because others were asked for.
    pub left_out: u64,
    /// Violations by actor.
    pub by_actor: BTreeMap<String, u64>,
    /// Violations by tenant.
    pub by_tenant: BTreeMap<String, u64>,
    /// By rule's name: what became of it.
    pub by_rule: BTreeMap<String, RuleCount>,
    /// First and last event's time.
    pub period: Option<(Time, Time)>,
    /// How complete the logs are.
    pub coverage: Coverage,
    /// Whether a part of the input was not looked at.
    pub incomplete: bool,
    /// Whether that is so because somebody wanted the run to end.
    pub interrupted: bool,
}

/// What became of a rule over a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RuleCount {
    /// Events that are out for which its condition was true.
    pub matched: u64,
    /// Findings of it: denied, over-limit or undecided.
    pub findings: u64,
}

//! exeat: a linter for policies on who may export which tenants' lists.
//!
//! The library is the whole tool; the program only hands it the world ([`cli::World`]) and takes an exit
//! code. Data flows one way:
//!
//! ```text
//! policy text -> syntax -> ast -> policy::PolicySet -> lint, trial -+
//!                                        |                          +-> report -> text -> exit code
//! log bytes -> logs -> Event -> judge -> verdict -> scan -> finding-+
//! ```
//!
//! # Floors
//! A file imports only from floors below its own; `tests/it/tidy.rs` reads this table and every import.
//!
//! | floor | modules | what they hold |
//! |---|---|---|
//! | texts | [`text`], [`digest`], [`nearest`], [`visible`] | places in texts, hashes, near names, what a terminal obeys |
//! | words | [`diag`], [`time`], [`domain`] | diagnostics, instants and zones, the domain of a destination |
//! | language | [`syntax`] | text to tree and back |
//! | events | [`event`] | what an event is: its fields and their values |
//! | policies | [`policy`] | names and types resolved |
//! | facts | [`directory`], [`logs`] | who was what and when; bytes to events |
//! | judgement | [`judge`], [`prove`] | one event's verdict with its reasons; windows; what can be, and what never |
//! | findings | [`finding`] | what is told of a verdict |
//! | trials | [`trial`] | `test` blocks run |
//! | work | [`lint`], [`scan`] | policies checked, logs scanned |
//! | changes | [`diff`] | policies compared |
//! | outputs | [`report`] | findings and diagnostics as text |
//! | program | [`cli`] | arguments, files, exit codes |
//!
//! # What holds everywhere
//! - The user's text is never our error: analysis gives a value and diagnostics. `Result` is for files,
//!   arguments and pipes.
//! - Nothing panics on any input; clippy denies what could, and nesting has a limit.
//! - Below [`cli`] there is no file by name, no clock, no environment, no terminal.
//! - Same input, same bytes: nothing is shown in an order that a hash or a thread decides.
//! - What could not be read is counted and told; "cannot decide" never becomes "no match".

pub mod cli;
pub mod diag;
pub mod diff;
pub mod digest;
pub mod directory;
pub mod domain;
pub mod event;
pub mod finding;
pub mod judge;
pub mod lint;
pub mod logs;
pub mod nearest;
pub mod policy;
pub mod prove;
pub mod report;
pub mod scan;
pub mod syntax;
pub mod text;
pub mod time;
pub mod trial;
pub mod visible;

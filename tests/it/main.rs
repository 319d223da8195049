//! The one test binary: each module is a family of tests.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::as_conversions,
    reason = "a test fails by panicking"
)]
mod any_way;
mod bench;
mod diff;
mod directory;
mod docs;
mod harness;
mod incident;
mod judge;
mod lints;
mod logs;
mod naive;
mod pinned;
mod prove;
mod report;
mod resolve;
mod scan;
mod scenarios;
mod sources;
mod syntax;
mod tidy;

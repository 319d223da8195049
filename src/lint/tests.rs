//! Lints of tests.

pub mod duplicate_test;
pub mod failing_test;

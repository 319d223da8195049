//! Lints of tests.

pub mod duplicate_test;

//! Lints of values that fit, and yet say what they mean in a roundabout way.

pub mod anchored_regex;
pub mod glob_without_star;

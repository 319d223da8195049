//! What a policy set is set up with.

pub mod no_rules;

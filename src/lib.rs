//! exeat: a linter for policies on who may export which tenants' lists.

pub mod diag;
pub mod syntax;
pub mod text;
pub mod time;

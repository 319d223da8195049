//! exeat: a linter for policies on who may export which tenants' lists.

pub mod diag;
pub mod event;
pub mod policy;
pub mod syntax;
pub mod text;
pub mod time;

//! exeat: a linter for policies on who may export which tenants' lists.

pub mod diag;
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
pub mod report;
pub mod syntax;
pub mod text;
pub mod time;
pub mod trial;

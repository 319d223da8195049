//! The naive evaluator: each part of the reference's "dynamic meaning" as literally as it can be
//! said, however slow. It deliberately does not know of indexes, caches, threads or reasons.

pub mod approval;
pub mod atom;
pub mod attribute;
pub mod clock;
pub mod domain;
pub mod finding;
pub mod glob;
pub mod people;
pub mod regex;
pub mod remark;
pub mod scope;
pub mod truth;
pub mod verdict;
pub mod window;

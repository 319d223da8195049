//! An independent answer to "which recorded exports broke the policy?": a plain model of policies,
//! directories and logs, an evaluator that reads like the language reference, and a generator of
//! small worlds. It is written from `docs/language.md` alone and shares no code with the tool, so
//! that a mistake would have to be made twice to go unseen.
//!
//! It deliberately does not know how to parse a policy, and nothing here is fast.

pub mod cases;
mod contract;
mod differential;
pub mod evaluate;
pub mod generate;
mod harness;
pub mod model;
mod properties;
pub mod random;
mod shrink;

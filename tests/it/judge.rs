//! The judge against the contract: tables of policies in the language itself, and of what they must say.

mod approvals;
mod decider;
mod directory;
mod domains;
pub mod harness;
mod hours;
mod limits;
mod operators;
mod patterns;
mod people;
mod ranking;
mod reasons;
mod reasons_of_approvals;
mod rules;
mod trials;
mod worlds;

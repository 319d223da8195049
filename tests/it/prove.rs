//! The prover: what it says can be, the judge confirms; what it says cannot be, no event of the naive evaluator is.

mod confirmed;
mod contradicted;
mod enumerated;
pub mod model;

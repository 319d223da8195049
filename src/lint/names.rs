//! Lints of names that resolve, and yet are hardly meant.

pub mod retired_name;
pub mod unused_declaration;

//! Lints of names that resolve, and yet are hardly meant.

pub mod near_miss;
pub mod retired_name;
pub mod unused_declaration;

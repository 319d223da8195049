//! Lints of style: what is right and yet hard to read, to answer for, or to keep so.

pub mod double_negative;
pub mod empty_words;
pub(super) mod expressions;
pub mod missing_note;
pub mod missing_owner;
pub mod mixed_and_or;
pub mod name_style;
pub mod not_formatted;

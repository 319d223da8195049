//! Lints: the table and its pages agree, and every page does what it says.

mod table;

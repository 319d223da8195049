//! Lints: the table and its pages agree, and every page does what it says.

mod cases;
mod fixing;
mod levels;
mod page;
mod pages;
mod runs;
mod same;
mod shipped;
mod suppressions;
mod table;
mod world;

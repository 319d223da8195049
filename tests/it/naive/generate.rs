//! Small random worlds with small domains, so that everything collides with everything: one seed,
//! one world. Each is well typed, and names only what is declared.
//! It deliberately does not know what the findings will be.

mod atom;
mod declare;
mod event;
mod maker;
mod people;
mod rule;
mod tables;
mod tally;
pub mod vocabulary;
mod written;

use super::model::World;
use maker::Maker;

/// What a world must not hold, for the sake of a property.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Atoms with `is`.
    pub presence: bool,
    /// Copies of records, two contents under one id, records without an id.
    pub copies: bool,
}

pub const EVERYTHING: Shape = Shape {
    presence: true,
    copies: true,
};

pub fn world(seed: u64, shape: Shape) -> World {
    let mut maker = Maker::new(seed, shape);
    maker.fields();
    maker.directory();
    maker.sets();
    maker.hours();
    maker.conditions();
    maker.rules();
    maker.waivers();
    maker.log();
    maker.world
}

/// One more rule for a world already made: it adds an allow or a deny.
pub fn another_rule(
    world: &World,
    seed: u64,
    shape: Shape,
    effect: super::model::policy::Effect,
) -> World {
    let mut maker = Maker::of(world, seed, shape);
    maker.add_rule("added later", effect);
    maker.world
}

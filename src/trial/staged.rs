//! A world as a `test` block would bring it, set up without one.
//!
//! Knows not what it is for.

use super::world::{Clock, Ids, World};
use crate::directory::Directory;
use crate::event::Event;
use crate::policy::{Given, GivenValue, Schema};
use crate::text::Span;

/// An event, what is known around it, and both as a test's record.
#[derive(Clone, Debug)]
pub struct Staged {
    /// The event.
    pub event: Event,
    /// Rows for whom it names.
    pub directory: Directory,
    /// `{ actor: "…", … }`, ready to be pasted.
    pub text: String,
}

/// The world that a test with these entries would have; none where they give no time.
#[must_use]
pub fn stage(schema: &Schema, values: &[GivenValue]) -> Option<Staged> {
    let given = values.iter().map(|value| Given {
        span: Span::default(),
        value: value.clone(),
    });
    let given: Vec<Given> = given.collect();
    let mut clock = Clock::start(&given);
    let world = World::build(schema, &given, &[], &mut clock, Ids::AsGiven)?;
    Some(Staged {
        text: world.text(schema),
        event: world.event,
        directory: world.directory,
    })
}

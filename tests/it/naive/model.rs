//! Plain data: a policy set, a directory and a log, and how each is written down.
//! It deliberately does not know what any of it means.

pub mod csv_text;
pub mod directory;
pub mod event;
pub mod expr;
pub mod expr_text;
pub mod instant;
pub mod log_text;
pub mod policy;
pub mod policy_text;
pub mod value;
pub mod words;

use directory::Directory;
use event::Event;
use policy::Policy;

/// All that a scan needs: what is allowed, who is who, and what happened.
#[derive(Clone, Debug, Default)]
pub struct World {
    pub policy: Policy,
    pub directory: Directory,
    /// In the order of (file, position).
    pub log: Vec<Event>,
}

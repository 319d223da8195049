//! The kinds of things that a place may want, in the words that messages use.

use super::mistake::Wanted::{self, Kind, Word};

/// A text literal.
pub const TEXT: Wanted = Kind("a text");
/// A path to a field.
pub const FIELD: Wanted = Kind("a field");
/// A pattern of a target.
pub const PATTERN: Wanted = Kind("a target such as `opensea/*`");
/// An instant.
pub const TIME: Wanted = Kind("a time");
/// A length of time.
pub const DURATION: Wanted = Kind("a duration such as `24h`");
/// A number.
pub const INT: Wanted = Kind("a number");
/// A size.
pub const BYTES: Wanted = Kind("a size such as `10MB`");
/// A network.
pub const NETWORK: Wanted = Kind("a network");
/// The right side of a comparison.
pub const OPERAND: Wanted = Kind("a value or a field");
/// What may follow a field in a condition.
pub const OPERATOR: Wanted = Kind("a comparison");
/// A record's value.
pub const VALUE: Wanted = Kind("a value");
/// A member of a list.
pub const MEMBER: Wanted = Kind("an item");
/// The pattern behind `matches`.
pub const REGEX: Wanted = Kind("a regular expression in quotes");
/// What `contains` looks for.
pub const ITEM: Wanted = Kind("a name or a text");
/// A weekday or several.
pub const DAYS: Wanted = Kind("days such as `mon-fri`");
/// A span of the clock.
pub const CLOCK: Wanted = Kind("a span such as `08:00-19:00`");
/// The sign of a definition.
pub const EQUALS: Wanted = Word("=");

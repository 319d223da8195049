//! The values that a source itself may give an outcome: the words that the language knows.
//!
//! What stands in a record is not known here; the judge takes any other word for a success.

use super::table::{Item, Notes};
use toml::de::DeValue;

const OUTCOMES: &[&str] = &["success", "failure", "blocked"];

/// Looks at the constants and maps of the field `outcome`.
pub(super) fn check(notes: &mut Notes, item: &Item<'_>) {
    match item.get_ref() {
        DeValue::Array(picks) => picks.iter().for_each(|pick| check(notes, pick)),
        DeValue::Table(pick) => {
            if let Some(value) = pick.get("value") {
                word(notes, value);
            }
            if let Some(DeValue::Table(map)) = pick.get("map").map(Item::get_ref) {
                map.iter().for_each(|(_, value)| word(notes, value));
            }
        }
        _ => {}
    }
}

/// Anything else would count as a success, whatever was meant.
fn word(notes: &mut Notes, item: &Item<'_>) {
    let shown = match item.get_ref() {
        DeValue::String(text) if OUTCOMES.contains(&&**text) => return,
        DeValue::String(text) => text.to_string(),
        DeValue::Boolean(value) => value.to_string(),
        DeValue::Integer(number) => number.as_str().to_owned(),
        _ => return,
    };
    let known = OUTCOMES.join(", ");
    notes.wrong_with_help(
        item.span(),
        format!("`{shown}` is no outcome"),
        format!("outcomes are {known}; a record with any other counts as a success"),
    );
}

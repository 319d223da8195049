//! What fills the window of an exceeded limit, the latest first.

use super::block::aside;
use super::shown::{columns, shorten, show};
use crate::finding::{Filling, Window};
use crate::report::{Look, words};

/// So many of the exports are listed; JSON has them all.
const SHOWN: usize = 8;
/// Left of each line.
const INDENT: &str = "    ";
const BETWEEN: &str = "  ";

/// The list, with how much it comes to.
#[must_use]
pub fn list(window: &Window, look: Look) -> String {
    let text = format!(
        "{} {} within {} for {}, at most {}; {}, the latest first",
        window.count,
        window.unit,
        window.length,
        window.key,
        window.most,
        words::count(window.filled_by, "export", "exports"),
    );
    let mut list = aside("window", &text, look);
    let shown: Vec<&Filling> = window.filling.iter().take(SHOWN).collect();
    list.push_str(&lines(&shown, look));
    let shown = u64::try_from(shown.len()).unwrap_or(u64::MAX);
    let more = window.filled_by.saturating_sub(shown);
    if more > 0 {
        list.push_str(&format!("{INDENT}and {more} more\n"));
    }
    list
}

/// Time, place and share in columns; what is too long for its column is shortened.
fn lines(filling: &[&Filling], look: Look) -> String {
    let times: Vec<String> = filling.iter().map(|f| f.time.to_string()).collect();
    let places: Vec<(String, String)> = filling
        .iter()
        .map(|f| (show(&f.place.file, look), format!(":{}", f.place.at.line)))
        .collect();
    let whole: Vec<String> = places
        .iter()
        .map(|(f, line)| format!("{f}{line}"))
        .collect();
    let shares: Vec<String> = filling.iter().map(|f| show(&f.share, look)).collect();
    let time = widest(&times);
    let rest = look
        .width
        .saturating_sub(INDENT.len() + time + 2 * BETWEEN.len());
    let share = widest(&shares).min(rest / 2);
    let place = widest(&whole).min(rest.saturating_sub(share));
    let mut text = String::new();
    for ((when, (file, line)), what) in times.iter().zip(&places).zip(&shares) {
        let file = shorten(file, place.saturating_sub(line.len()), look);
        let at = padded(&format!("{file}{line}"), place);
        let line = format!(
            "{INDENT}{}{BETWEEN}{at}{BETWEEN}{}",
            padded(when, time),
            shorten(what, share, look)
        );
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

fn widest(texts: &[String]) -> usize {
    texts.iter().map(|t| columns(t)).max().unwrap_or(0)
}

/// Filled up with blanks; counted in columns, not in characters.
fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(columns(text))))
}

//! A page's blocks.
//!
//! Blocks marked `fires` are an example, up to the ```text block that says what is shown of it.
//! Those behind it are the example mended: what they do not give anew stays as it was.

use std::collections::BTreeMap;
use std::ops::Range;

/// Files by name; the policy is `policy.exeat`.
pub type Files = BTreeMap<String, String>;

/// An example of a page.
#[derive(Debug, Default)]
pub struct Example {
    pub fires: Files,
    pub expected: String,
    /// Bytes of the page where `expected` stands.
    pub place: Range<usize>,
    pub mended: Option<Files>,
}

pub fn examples(page: &str) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    let mut files = Files::new();
    for (info, text, place) in blocks(page) {
        let words: Vec<&str> = info.split(' ').collect();
        let name = match words[0] {
            "exeat" => "policy.exeat",
            "text" => "",
            _ => words[1],
        };
        if name.is_empty() {
            examples.push(Example {
                fires: std::mem::take(&mut files),
                expected: text.to_owned(),
                place,
                mended: None,
            });
        } else if words.last() == Some(&"fires") {
            files.insert(name.to_owned(), text.to_owned());
        } else {
            let last = examples
                .last_mut()
                .expect("an example before what mends it");
            let mended = last.mended.get_or_insert_with(|| last.fires.clone());
            mended.insert(name.to_owned(), text.to_owned());
        }
    }
    assert!(files.is_empty(), "an example without its ```text block");
    examples
}

/// Info string, text, and where the text stands.
fn blocks(page: &str) -> Vec<(&str, &str, Range<usize>)> {
    let mut blocks = Vec::new();
    let mut open: Option<(&str, usize)> = None;
    let mut at = 0;
    for line in page.split_inclusive('\n') {
        let next = at + line.len();
        match (line.strip_prefix("```"), open) {
            (Some(info), None) => open = Some((info.trim_end(), next)),
            (Some(_), Some((info, start))) => {
                blocks.push((info, &page[start..at], start..at));
                open = None;
            }
            (None, _) => {}
        }
        at = next;
    }
    assert!(open.is_none(), "a block is not closed");
    blocks
}

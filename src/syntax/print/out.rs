//! The text as it grows: columns, line ends, comments at a line's end.

use super::WIDTH;
use crate::syntax::ast::Comment;

/// The text so far.
#[derive(Debug, Default)]
pub struct Out {
    text: String,
    /// Where the last line begins.
    line: usize,
}

impl Out {
    /// Adds text without line ends to the last line.
    pub fn push(&mut self, text: &str) {
        self.text.push_str(text);
        if let Some(at) = text.rfind('\n') {
            self.line = self.text.len() - (text.len() - at - 1);
        }
    }

    /// Ends the line, and indents the next.
    pub fn newline(&mut self, indent: usize) {
        let kept = self.text.trim_end_matches(' ').len();
        self.text.truncate(kept.max(self.line));
        self.text.push('\n');
        self.line = self.text.len();
        self.text.extend(std::iter::repeat_n(' ', indent));
    }

    /// Makes the line before this one, of which nothing but the indent is written, a blank one.
    pub fn blank_if(&mut self, blank: bool) {
        let last = self.text.get(self.line..).unwrap_or("");
        let indent = last.len();
        let before = self.text.get(..self.line).unwrap_or("");
        let opens = before.is_empty() || before.ends_with("\n\n");
        if blank && !opens && last.trim().is_empty() {
            self.text.truncate(self.line);
            self.newline(indent);
        }
    }

    /// The comment at the end of a line.
    pub fn tail(&mut self, comment: Option<&Comment>) {
        if let Some(comment) = comment {
            self.push("  ");
            self.push(&comment.text);
        }
    }

    /// How many characters the last line has.
    pub fn column(&self) -> usize {
        self.last_line().chars().count()
    }

    /// How far the last line is indented.
    pub fn indent(&self) -> usize {
        self.last_line().len() - self.last_line().trim_start_matches(' ').len()
    }

    fn last_line(&self) -> &str {
        self.text.get(self.line..).unwrap_or("")
    }

    /// Whether so many characters more fit on the last line.
    pub fn fits(&self, more: usize) -> bool {
        self.column() + more <= WIDTH
    }

    /// Adds text, broken behind commas where it does not fit; the lines behind the first hang so far in.
    pub fn wrapped(&mut self, text: &str, hang: usize) {
        if self.fits(text.chars().count()) {
            return self.push(text);
        }
        let mut first = true;
        for piece in pieces(text) {
            let width = piece.chars().count();
            if !first && !self.fits(width + 1) {
                self.newline(hang);
            } else if !first {
                self.push(" ");
            }
            self.push(piece);
            first = false;
        }
    }

    /// The whole text, with one line end at its end.
    pub fn finish(self) -> String {
        let text = self.text.trim_end();
        if text.is_empty() {
            return String::new();
        }
        format!("{text}\n")
    }
}

/// Text cut behind each comma and blank that stand outside of quotes.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut start, mut quoted, mut escaped, mut comma) = (0, false, false, false);
    for (at, c) in text.char_indices() {
        if c == ' ' && comma && !quoted {
            pieces.push(text.get(start..at).unwrap_or(""));
            start = at + 1;
        }
        quoted ^= c == '"' && !escaped;
        escaped = quoted && c == '\\' && !escaped;
        comma = c == ',' && !quoted;
    }
    pieces.push(text.get(start..).unwrap_or(""));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_behind_commas_outside_of_quotes() {
        let text = r#"a, "b, \", c", d e"#;
        assert_eq!(pieces(text), ["a,", r#""b, \", c","#, "d e"]);
    }

    #[test]
    fn blank_lines_never_double() {
        let mut out = Out::default();
        out.blank_if(true);
        out.push("a ");
        out.newline(4);
        out.blank_if(true);
        out.blank_if(true);
        out.push("b");
        assert_eq!(out.finish(), "a\n\n    b\n");
    }
}

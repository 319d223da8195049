//! What belongs nowhere: other quotes, other comments, punctuation of other languages.

use super::{Lexer, Piece, quote, run, unseen};
use crate::diag::Diagnostic;
use crate::syntax::token::TokenKind;

/// Quotes of other languages, opening and closing.
const QUOTES: [(char, char); 7] = [
    ('\'', '\''),
    ('`', '`'),
    ('“', '”'),
    ('„', '“'),
    ('‘', '’'),
    ('«', '»'),
    ('”', '”'),
];

/// How many characters another language's quotes may hold to be taken for a text.
const LONGEST: usize = 200;

impl Lexer<'_> {
    /// Whatever begins with a character that begins nothing else.
    pub(super) fn stray(&self) -> Piece {
        let rest = self.rest();
        let first = rest.chars().next().unwrap_or(' ');
        if let Some(piece) = self.other_quotes(first) {
            return piece;
        }
        let length = rest.find(ends_stray).filter(|n| *n > 0).unwrap_or_else(|| {
            let one = first.len_utf8();
            if ends_stray(first) { one } else { rest.len() }
        });
        let end = self.at + length;
        let shown = rest.get(..length).unwrap_or("");
        Piece {
            kind: TokenKind::Stray,
            end,
            fault: Some(self.stray_fault(shown, end)),
        }
    }

    fn stray_fault(&self, shown: &str, end: usize) -> Diagnostic {
        let short: String = shown.chars().take(20).collect();
        let message = format!("`{short}` has no meaning here");
        let fault = Diagnostic::error("syntax", message).label(self.span(end), "");
        match stray_help(shown) {
            Some(help) => fault.help(help),
            None => fault,
        }
    }

    /// `'…'` and its like, closed on their line: a text in the wrong quotes.
    fn other_quotes(&self, open: char) -> Option<Piece> {
        let (_, close) = QUOTES.iter().find(|(o, _)| *o == open)?;
        let inner = self.rest().get(open.len_utf8()..)?;
        // A text longer than this in the wrong quotes is a stray quote; looking further for each would take long.
        let (at, _) = inner
            .char_indices()
            .take(LONGEST)
            .take_while(|(_, c)| *c != '\n')
            .find(|(_, c)| c == close)?;
        let value = inner.get(..at)?;
        let length = open.len_utf8() + at + close.len_utf8();
        let end = self.at + length;
        let span = self.span(end);
        let right = quote(value);
        let fault = Diagnostic::error(
            "syntax",
            format!("a text stands in double quotes, not in `{open}`"),
        )
        .label(span, "")
        .help(format!("write `{right}`"))
        .fix(format!("write `{right}`"), vec![(span, right)]);
        Some(Piece {
            kind: TokenKind::Text(value.to_owned()),
            end,
            fault: Some(fault),
        })
    }

    /// `// …` and `/* …`: the rest of the line was meant as a comment.
    pub(super) fn foreign_comment(&self) -> Piece {
        let line = self.rest().split('\n').next().unwrap_or("").trim_end();
        let end = self.at + line.len();
        let sign = line.get(..2).unwrap_or("//");
        let fault = Diagnostic::error("syntax", format!("`{sign}` begins no comment"))
            .label(self.span(end), "")
            .help("a comment begins with `#` and ends with its line");
        Piece {
            kind: TokenKind::Stray,
            end,
            fault: Some(fault),
        }
    }
}

fn ends_stray(c: char) -> bool {
    let blank = c.is_whitespace() || unseen::is_unseen(c);
    blank
        || run::is_of_run(c)
        || matches!(
            c,
            '#' | ','
                | ':'
                | '+'
                | '('
                | ')'
                | '['
                | ']'
                | '{'
                | '}'
                | '<'
                | '>'
                | '='
                | '!'
                | '&'
                | '|'
        )
}

fn stray_help(shown: &str) -> Option<&'static str> {
    let help = match shown.chars().next()? {
        ';' => "nothing ends with `;`: a clause ends where the next begins",
        '\'' | '`' | '“' | '”' | '„' | '‘' | '’' | '«' | '»' => {
            "a text stands in double quotes and ends on its line"
        }
        '*' => "`*` stands in patterns, such as `any/news*`, and in texts",
        '@' => "an address is a text: `\"ana@mail.example\"`",
        '$' | '%' => "there are no variables: name a field, a set or a condition",
        '–' | '—' | '−' => "a dash is `-`",
        _ => return None,
    };
    Some(help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_not_part_of_runs() {
        for (open, close) in QUOTES {
            assert!(!run::is_of_run(open) && !run::is_of_run(close));
        }
    }
}

//! How long files and functions are.

use super::source::Source;

const FILE: usize = 400;
const FUNCTION: usize = 60;

/// A file that is too long, and the functions in it that are. A test's table of cases is as long as it
/// has cases.
pub fn too_large(source: &Source) -> Vec<String> {
    let lines: Vec<&str> = source.text.lines().collect();
    let mut wrong = Vec::new();
    if lines.len() > FILE {
        wrong.push(format!("{}: {} lines", source.path, lines.len()));
    }
    if source.path.ends_with("tests.rs") {
        return wrong;
    }
    let code = lines
        .iter()
        .take_while(|line| !line.starts_with("mod tests {"));
    let mut begun: Option<(usize, usize)> = None;
    for (number, line) in (1..).zip(code) {
        let indent = line.len() - line.trim_start().len();
        match begun {
            None if begins_function(line) => begun = Some((number, indent)),
            Some((from, depth)) if indent == depth && line.trim_start().starts_with('}') => {
                let length = number - from + 1;
                if length > FUNCTION {
                    wrong.push(format!("{}:{from}: {length} lines", source.path));
                }
                begun = None;
            }
            _ => {}
        }
    }
    wrong
}

/// Whether a function begins here that does not end here.
fn begins_function(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let qualified =
        |word: &&str| matches!(*word, "pub" | "const" | "async") || word.starts_with("pub(");
    let first = words.find(|word| !qualified(word));
    first == Some("fn") && !line.trim_end().ends_with([';', '}'])
}

#[test]
fn lengths_are_seen() {
    let source = |body: usize, rest: usize| Source {
        path: "a/b.rs".to_owned(),
        text: format!(
            "impl A {{\n    pub(crate) fn f(\n        a: u8,\n    ) -> u8 {{\n{}    }}\n}}\n{}",
            "        g(|| {});\n".repeat(body),
            "fn one() {}\n".repeat(rest)
        ),
    };
    assert_eq!(too_large(&source(56, 338)), Vec::<String>::new());
    assert_eq!(too_large(&source(57, 0)), ["a/b.rs:2: 61 lines"]);
    assert_eq!(too_large(&source(1, 394)), ["a/b.rs: 401 lines"]);
}

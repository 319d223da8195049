//! docs/lints.md: all pages in one, from the table.
//!
//! Knows no file.

use super::table::{Group, LINTS, Lint};

const HEAD: &str = "\
# Lints and findings

Made from the pages in `src/lint`, each of which is also what `exeat explain NAME` shows, and a test.

A lint has a default level; `[lints] name = \"error\" | \"warning\" | \"info\" | \"off\"` in exeat.toml
changes it, and the output says that it was changed. A comment suppresses it for a while:

```exeat-comment
# exeat: allow(missing-owner) until 2026-07-01 the team is being set up, SEC-31
```

Before a statement it holds for the whole of it, at the end of a line for what begins on that line.
Several names stand between the parentheses, parted by commas. A reason and a date are required;
the suppression ends before its date, which is at most 90 days on. Errors of the groups `syntax`,
`names`, `types` and `setup`, and `failing-test`, can be neither suppressed nor lowered.
";

/// The whole of docs/lints.md.
#[must_use]
pub fn handbook() -> String {
    let mut text = HEAD.to_owned();
    text.push_str("\n| name | level | what it is |\n|---|---|---|\n");
    for lint in LINTS {
        let (name, level) = (lint.name, lint.level.name());
        text.push_str(&format!(
            "| [`{name}`](#{name}) | {level} | {} |\n",
            lint.summary()
        ));
    }
    let mut group = None;
    for lint in LINTS {
        if group != Some(lint.group) {
            group = Some(lint.group);
            text.push_str(&heading(lint.group));
        }
        text.push_str(&chapter(lint));
    }
    text
}

fn heading(group: Group) -> String {
    format!("\n# The group `{}`\n\n{}\n", group.name(), group.about())
}

/// A page with its headings one step lower, and its level below the first.
fn chapter(lint: &Lint) -> String {
    let mut text = String::from("\n");
    let mut fenced = false;
    for (number, line) in lint.page.lines().enumerate() {
        fenced ^= line.starts_with("```");
        if line.starts_with('#') && !fenced {
            text.push('#');
        }
        text.push_str(line);
        text.push('\n');
        if number == 0 {
            text.push_str(&format!(
                "\n*{}, group {}*\n",
                lint.level.name(),
                lint.group.name()
            ));
        }
    }
    text
}

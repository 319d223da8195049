//! Statements of one line, aligned with those of their kind that they touch.

use super::Printer;
use super::expr::Level;
use super::flat;
use super::out::Out;
use super::rows::{Row, Rows};
use crate::syntax::ast::{ConditionDecl, SetDecl, Statement, StatementKind};

/// Statements with braces, around which blank lines stand.
pub fn is_block(statement: &Statement) -> bool {
    matches!(
        statement.kind,
        StatementKind::Rule(_)
            | StatementKind::Waiver(_)
            | StatementKind::Invariant(_)
            | StatementKind::Test(_)
    )
}

/// Which statements are aligned with each other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    Role,
    Field,
    Definition,
}

fn family(statement: &Statement) -> Option<Family> {
    match statement.kind {
        StatementKind::Role(_) => Some(Family::Role),
        StatementKind::Field(_) => Some(Family::Field),
        StatementKind::Set(_) | StatementKind::Hours(_) | StatementKind::Condition(_) => {
            Some(Family::Definition)
        }
        _ => None,
    }
}

/// A statement's line in cells, and its family.
type Line = (Family, Vec<String>);

impl<'a> Printer<'a> {
    /// Statements with their comments and, if they stand on one line, that line, aligned.
    pub fn grouped<'t>(
        &self,
        statements: &'t [Statement],
        rows: &'t Rows<'a>,
    ) -> Vec<(&'t Statement, &'t Row<'a>, Option<String>)> {
        let lines: Vec<Option<Line>> = statements.iter().map(|s| self.line(s)).collect();
        let mut aligned: Vec<Option<String>> = Vec::new();
        while aligned.len() < lines.len() {
            let start = aligned.len();
            let group = group(
                lines.get(start..).unwrap_or(&[]),
                rows.rows.get(start..).unwrap_or(&[]),
            );
            if group.is_empty() {
                aligned.push(None);
            }
            aligned.extend(align(&group).into_iter().map(Some));
        }
        let with_rows = statements.iter().zip(&rows.rows);
        with_rows
            .zip(aligned)
            .map(|((s, row), line)| (s, row, line))
            .collect()
    }

    fn line(&self, statement: &Statement) -> Option<Line> {
        let cells = self.cells(statement).filter(|_| !statement.broken)?;
        let width: usize = cells.iter().map(|c| c.chars().count() + 1).sum();
        let breaks = match &statement.kind {
            StatementKind::Set(set) => self.is_broken(set.items.span),
            StatementKind::Condition(condition) => self.breaks(&condition.expr),
            _ => false,
        };
        let fits = width <= super::WIDTH + 1;
        Some((family(statement)?, cells)).filter(|_| fits && !breaks)
    }

    /// A statement's columns as if it stood on one line.
    pub fn cells(&self, statement: &Statement) -> Option<Vec<String>> {
        match &statement.kind {
            StatementKind::Role(roles) => {
                let mut cells = vec![format!("role {}", flat::names(&roles.names))];
                cells.extend(roles.note.as_ref().map(flat::text));
                Some(cells)
            }
            StatementKind::Field(field) => {
                let entity = field.entity.map(|e| format!("{}.", e.value.name()));
                let name = flat::name(&field.name);
                let ty = field.ty.value.word();
                Some(vec![format!(
                    "field {}{name}: {ty}",
                    entity.unwrap_or_default()
                )])
            }
            StatementKind::Set(set) => {
                let list = self.flat_list(&set.items);
                let name = flat::name(&set.name);
                Some(vec!["set".to_owned(), format!("{name} = {list}")])
            }
            StatementKind::Hours(hours) => {
                let spans = hours
                    .spans
                    .iter()
                    .map(|s| format!("{} {}", flat::days(s), self.verbatim(s.clock.span)));
                let (name, zone) = (flat::name(&hours.name), flat::text(&hours.zone));
                let definition = format!("{name} = {} {zone}", flat::joined(spans));
                Some(vec!["hours".to_owned(), definition])
            }
            StatementKind::Condition(condition) => {
                let note = condition
                    .note
                    .as_ref()
                    .map(|n| format!(" {}", flat::text(n)));
                let name = flat::name(&condition.name);
                let expr = self.flat_expr(&condition.expr);
                let definition = format!("{name} = {expr}{}", note.unwrap_or_default());
                Some(vec!["condition".to_owned(), definition])
            }
            _ => None,
        }
    }

    /// A set whose list does not fit or was broken.
    pub fn set(&self, out: &mut Out, set: &SetDecl) {
        out.push(&format!("set {} = ", flat::name(&set.name)));
        self.list(out, &set.items);
    }

    /// A condition that does not fit or was broken: its operands stand below its name.
    pub fn condition(&self, out: &mut Out, condition: &ConditionDecl) {
        out.push(&format!("condition {} =", flat::name(&condition.name)));
        if self.is_chain(&condition.expr) {
            out.newline(8);
        } else {
            out.push(" ");
        }
        self.expr(out, &condition.expr, Level::Top);
        if let Some(note) = &condition.note {
            out.newline(4);
            out.push(&flat::text(note));
        }
    }
}

/// The first lines that follow each other without a blank or a comment between, and are of one family.
fn group<'l>(lines: &'l [Option<Line>], rows: &[Row]) -> Vec<&'l [String]> {
    let mut group: Vec<&[String]> = Vec::new();
    let mut first = None;
    for (line, row) in lines.iter().zip(rows) {
        let apart = !group.is_empty() && (row.blank || !row.lead.is_empty());
        match line {
            Some((family, cells)) if !apart && first.is_none_or(|f| f == *family) => {
                first = Some(*family);
                group.push(cells);
            }
            _ => break,
        }
    }
    group
}

/// Pads each cell that another follows to the widest such cell of its column.
pub fn align(lines: &[&[String]]) -> Vec<String> {
    let width = |column: usize| {
        lines
            .iter()
            .filter(|cells| cells.len() > column + 1)
            .filter_map(|cells| cells.get(column))
            .map(|cell| cell.chars().count())
            .max()
            .unwrap_or(0)
    };
    let columns = lines.iter().map(|cells| cells.len()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let padded = |cells: &[String]| {
        let mut line = String::new();
        for (at, (cell, width)) in cells.iter().zip(&widths).enumerate() {
            line.push_str(cell);
            if at + 1 < cells.len() {
                let gap = (width + 1).saturating_sub(cell.chars().count());
                line.extend(std::iter::repeat_n(' ', gap));
            }
        }
        line
    };
    lines.iter().map(|cells| padded(cells)).collect()
}

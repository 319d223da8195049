//! The tables about people: people, grants, approvals. It deliberately does not know of rules.

use super::maker::Maker;
use super::vocabulary as words;
use crate::naive::model::directory::{Approval, Columns, Grant, Person};

impl Maker {
    pub fn people_table(&mut self) -> Vec<Person> {
        let people = self.rng.each(80, &words::PEOPLE);
        people
            .into_iter()
            .map(|(name, aliases)| self.person(name, aliases))
            .collect()
    }

    fn person(&mut self, name: &str, aliases: &[&str]) -> Person {
        Person {
            actor: self.spelled(name),
            aliases: if self.rng.chance(70) {
                aliases
                    .iter()
                    .map(|alias| alias.to_ascii_uppercase())
                    .collect()
            } else {
                Vec::new()
            },
            roles: self.subset("roles"),
            tenant: self.rng.chance(50).then(|| self.text("actor.tenant")),
            team: self.rng.chance(70).then(|| self.text("actor.team")),
            joined: self.moment_or_none(25),
            left: self.moment_or_none(25),
            columns: self.columns("actor"),
        }
    }

    /// Declared columns; now and then a cell is empty.
    pub fn columns(&mut self, table: &str) -> Columns {
        let declared: Vec<_> = self
            .world
            .policy
            .columns(table)
            .map(|(column, kind)| (column.to_owned(), kind))
            .collect();
        let mut columns = Columns::new();
        for (column, kind) in declared {
            if self.rng.chance(75) {
                let value = self.value(&format!("{table}.{column}"), kind);
                columns.insert(column, value);
            }
        }
        columns
    }

    pub fn grants_table(&mut self) -> Vec<Grant> {
        (0..self.rng.below(4)).map(|_| self.grant()).collect()
    }

    fn grant(&mut self) -> Grant {
        let (one, other) = (self.moment(), self.moment());
        Grant {
            actor: self.text("actor"),
            role: self.text("roles"),
            from: if one == other || self.rng.chance(30) {
                None
            } else {
                Some(one.min(other))
            },
            until: one.max(other),
        }
    }

    pub fn approvals_table(&mut self) -> Vec<Approval> {
        (0..self.rng.below(4))
            .map(|_| self.approval_row())
            .collect()
    }

    fn approval_row(&mut self) -> Approval {
        Approval {
            // A cell's outer blanks are not known to be kept.
            ticket: self.text("ticket").trim().to_owned(),
            approver: self.text("approver"),
            approved_at: self.moment(),
            actor: self.rng.chance(25).then(|| self.text("actor")),
            tenant: self.rng.chance(25).then(|| self.text("tenant")),
            list: self
                .rng
                .chance(25)
                .then(|| (*self.rng.pick(&words::MARKS)).to_owned()),
            rows: self.rng.chance(40).then(|| self.amount()),
        }
    }
}

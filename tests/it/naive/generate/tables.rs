//! Which tables there are, and those about tenants, lists and tickets.
//! It deliberately does not know of rules.

use super::maker::Maker;
use super::vocabulary as words;
use crate::naive::model::directory::{List, Tenant, Ticket};

impl Maker {
    /// The tenants come first: with their table a policy may name none but them.
    pub fn directory(&mut self) {
        if self.rng.chance(65) {
            self.tenants = self.rng.some(&words::TENANTS, 4);
            self.world.directory.tenants = Some(
                self.tenants
                    .clone()
                    .into_iter()
                    .map(|tenant| self.tenant(tenant))
                    .collect(),
            );
        }
        if self.rng.chance(65) {
            self.world.directory.people = Some(self.people_table());
            self.world.directory.grants = self.rng.chance(50).then(|| self.grants_table());
        }
        self.world.directory.lists = self.rng.chance(60).then(|| self.lists_table());
        self.world.directory.tickets = self.rng.chance(60).then(|| self.tickets_table());
        self.world.directory.approvals = self.rng.chance(35).then(|| self.approvals_table());
    }

    fn tenant(&mut self, tenant: &str) -> Tenant {
        Tenant {
            tenant: tenant.to_owned(),
            domains: self.subset("tenant.domains"),
            region: self.rng.chance(70).then(|| self.text("tenant.region")),
            joined: self.moment_or_none(25),
            left: self.moment_or_none(25),
            columns: self.columns("tenant"),
        }
    }

    fn lists_table(&mut self) -> Vec<List> {
        let pairs = self
            .tenants
            .iter()
            .flat_map(|tenant| words::LISTS.map(|list| (*tenant, list)));
        let pairs: Vec<_> = pairs.collect();
        let pairs = self.rng.each(60, &pairs);
        pairs
            .into_iter()
            .map(|(tenant, list)| self.list(tenant, list))
            .collect()
    }

    fn list(&mut self, tenant: &str, list: &str) -> List {
        List {
            tenant: tenant.to_owned(),
            list: list.to_owned(),
            classes: self.subset("list.classes"),
            columns: self.columns("list"),
        }
    }

    fn tickets_table(&mut self) -> Vec<Ticket> {
        let mut tickets = self.rng.each(60, &words::TICKETS);
        // A cell's outer blanks are not known to be kept.
        tickets.retain(|ticket| !ticket.ends_with(' '));
        tickets
            .into_iter()
            .map(|ticket| self.ticket(ticket))
            .collect()
    }

    fn ticket(&mut self, ticket: &str) -> Ticket {
        Ticket {
            ticket: ticket.to_owned(),
            tenant: self.rng.chance(75).then(|| self.text("ticket.tenant")),
            opened: self.moment_or_none(50),
            closed: self.moment_or_none(50),
            columns: self.columns("ticket"),
        }
    }
}

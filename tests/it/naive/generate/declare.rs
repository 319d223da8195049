//! Declarations of a policy: roles, fields, sets, hours and conditions.
//! It deliberately does not know which rules will use them.

use super::maker::Maker;
use super::vocabulary as words;
use crate::naive::evaluate::clock::offset;
use crate::naive::model::instant::{DAY, MINUTE};
use crate::naive::model::policy::{Condition, Field, Hours, Item, NamedSet, Span};
use crate::naive::model::value::Network;
use crate::naive::model::words::bare;

/// Sets by what they hold; a world declares all of them.
pub const TENANT_SETS: [&str; 2] = ["crypto-set", "nested-set"];
pub const TENANT_GLOBS: &str = "prefix-set";
pub const CLASS_SETS: [&str; 2] = ["contact-set", "wider-set"];
pub const PEOPLE_SET: &str = "trusted-set";
pub const DOMAIN_GLOBS: &str = "domain-set";
pub const NETWORK_SETS: [&str; 2] = ["office-net", "nested-net"];
pub const HOURS: [&str; 2] = ["office", "night"];

/// Minutes since midnight: plain hours, all day, over midnight, about changes of clocks.
const CLOCKS: [(i128, i128); 9] = [
    (480, 1140),
    (0, 1440),
    (1320, 360),
    (120, 180),
    (90, 150),
    (60, 120),
    (1380, 1),
    (750, 1440),
    (1140, 0),
];

impl Maker {
    pub fn fields(&mut self) {
        self.world.policy.roles = words::ROLES.map(str::to_owned).to_vec();
        let declared = words::DECLARED.iter().filter(|_| self.rng.chance(50));
        let fields = declared.map(|(path, kind)| Field {
            path: (*path).to_owned(),
            kind: *kind,
        });
        self.world.policy.fields = fields.collect();
    }

    pub fn sets(&mut self) {
        let tenants = self.items("tenant");
        self.set("crypto-set", tenants);
        let nested = [Item::Bare("crypto-set".to_owned())]
            .into_iter()
            .chain(self.items("tenant"))
            .collect();
        self.set("nested-set", nested);
        let globs = (0..2).map(|_| Item::Quoted(self.tenant_glob())).collect();
        self.set(TENANT_GLOBS, globs);
        let classes = self.items("fields");
        self.set("contact-set", classes);
        let wider = [Item::Bare("contact-set".to_owned())]
            .into_iter()
            .chain(self.items("fields"))
            .collect();
        self.set("wider-set", wider);
        let people = self.items("actor");
        self.set(PEOPLE_SET, people);
        let domains = self
            .rng
            .some(&words::DOMAIN_GLOBS, 2)
            .into_iter()
            .map(|glob| Item::Quoted(glob.to_owned()))
            .collect();
        self.set(DOMAIN_GLOBS, domains);
        let networks = self.networks();
        self.set("office-net", networks);
        let nested = [Item::Bare("office-net".to_owned())]
            .into_iter()
            .chain(self.networks())
            .collect();
        self.set("nested-net", nested);
    }

    fn set(&mut self, name: &str, items: Vec<Item>) {
        self.world.policy.sets.push(NamedSet {
            name: name.to_owned(),
            items,
        });
    }

    /// Texts that a field may hold, bare where they may be.
    pub fn items(&mut self, path: &str) -> Vec<Item> {
        let count = self.rng.between(1, 3);
        (0..count).map(|_| self.item(path)).collect()
    }

    pub fn item(&mut self, path: &str) -> Item {
        let text = self.text(path);
        if bare(&text) && self.rng.chance(60) {
            Item::Bare(text)
        } else {
            Item::Quoted(text)
        }
    }

    pub fn networks(&mut self) -> Vec<Item> {
        let network = |(address, prefix): (&str, u32)| {
            Item::Network(Network {
                address: address.parse().unwrap(),
                prefix,
            })
        };
        self.rng
            .some(&words::NETWORKS, 2)
            .into_iter()
            .map(network)
            .collect()
    }

    /// One that matches at least one tenant that a policy may name.
    pub fn tenant_glob(&mut self) -> String {
        let tenant = *self.rng.pick(&self.tenants);
        match self.rng.below(5) {
            0 => format!("*{}", &tenant[2..]),
            1 => format!("{}*{}", &tenant[..1], &tenant[3..]),
            _ => format!("{}*", &tenant[..3]),
        }
    }

    pub fn hours(&mut self) {
        for name in HOURS {
            let zone = (*self.rng.pick(&words::ZONES)).to_owned();
            let spans = (0..self.rng.between(1, 2))
                .map(|_| self.span(&zone))
                .collect();
            self.world.policy.hours.push(Hours {
                name: name.to_owned(),
                spans,
                zone,
            });
        }
    }

    /// Half of them begin or end just at one of the moments, as the zone's clocks show it.
    fn span(&mut self, zone: &str) -> Span {
        let near = self.moment();
        let shown = (near + offset(zone, near)).rem_euclid(DAY) / MINUTE;
        let (start, end) = match self.rng.below(6) {
            0 => (shown, (shown + 61) % 1440),
            1 => ((shown + 1399) % 1440, shown),
            2 => ((shown + 740) % 1440, shown),
            _ => *self.rng.pick(&CLOCKS),
        };
        let (first, last) = if self.rng.chance(40) {
            (0, 6)
        } else {
            (self.day(), self.day())
        };
        Span {
            first,
            last,
            start,
            end,
        }
    }

    fn day(&mut self) -> i128 {
        self.rng.below(7) as i128
    }

    /// The second may contain the first, never the reverse.
    pub fn conditions(&mut self) {
        for name in ["well-meant", "so-agreed"] {
            let means = self.expr(2);
            self.world.policy.conditions.push(Condition {
                name: name.to_owned(),
                means,
            });
        }
    }
}

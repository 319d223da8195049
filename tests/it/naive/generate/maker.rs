//! What all parts of a world share while it is made: the numbers, the moments around which all happens,
//! and the values that a field may hold. It deliberately does not know of rules.

use std::collections::BTreeSet;

use super::Shape;
use super::vocabulary as words;
use crate::naive::model::World;
use crate::naive::model::instant::{DAY, HOUR, MINUTE, Nanos, SECOND, at};
use crate::naive::model::value::{Type, Value};
use crate::naive::random::Rng;

pub struct Maker {
    pub rng: Rng,
    pub shape: Shape,
    pub world: World,
    /// Those that a policy may name.
    pub tenants: Vec<&'static str>,
    pub moments: Vec<Nanos>,
    /// The length of most windows and approvals; most moments lie just so far apart.
    pace: Nanos,
    /// Most rows, caps and limits of this world.
    pub amounts: Vec<i64>,
    /// Who exports most; the next one approves most.
    star: usize,
}

const LENGTHS: [Nanos; 6] = [90 * SECOND, 30 * MINUTE, HOUR, DAY, 36 * HOUR, 7 * DAY];

/// From the first instant of the calendar to the last.
pub fn within_calendar(instant: Nanos) -> Nanos {
    instant.clamp(at("0001-01-01"), at("9999-12-31T23:59:59.999999999"))
}

impl Maker {
    pub fn new(seed: u64, shape: Shape) -> Maker {
        let mut rng = Rng::new(seed);
        let anchor = at(rng.pick::<&str>(&words::ANCHORS));
        let pace = *rng.pick(&LENGTHS);
        let steps = [0, 0, 0, 1, 1, 1, -1, 2].map(|steps| anchor + steps * pace);
        let others = [(); 3].map(|()| anchor + rng.pick(&LENGTHS) * rng.pick(&[-1, 1, 2]));
        Maker {
            shape,
            world: World::default(),
            tenants: words::TENANTS.to_vec(),
            moments: steps.into_iter().chain(others).collect(),
            pace,
            amounts: rng.some(&words::AMOUNTS, 3),
            star: rng.below(words::PEOPLE.len()),
            rng,
        }
    }

    pub fn length(&mut self) -> Nanos {
        if self.rng.chance(60) {
            self.pace
        } else {
            *self.rng.pick(&LENGTHS)
        }
    }

    pub fn amount(&mut self) -> i64 {
        if self.rng.chance(80) {
            *self.rng.pick(&self.amounts)
        } else {
            *self.rng.pick(&words::AMOUNTS)
        }
    }

    /// Goes on with a world that is already there.
    pub fn of(world: &World, seed: u64, shape: Shape) -> Maker {
        let mut maker = Maker::new(seed, shape);
        maker.moments = world
            .log
            .iter()
            .filter_map(|event| event.instant("time"))
            .chain([at("2026-01-01")])
            .collect();
        maker.world = world.clone();
        if let Some(rows) = &world.directory.tenants {
            maker
                .tenants
                .retain(|tenant| rows.iter().any(|row| row.tenant == *tenant));
        }
        maker
    }

    /// Around the anchor: just on, just before or just behind one of the moments, within the calendar.
    pub fn moment(&mut self) -> Nanos {
        let near =
            *self.rng.pick(&self.moments) + self.rng.pick(&[0, 0, 0, 0, 0, 0, 1, -1, SECOND]);
        within_calendar(near)
    }

    pub fn moment_or_none(&mut self, percent: usize) -> Option<Nanos> {
        self.rng.chance(percent).then(|| self.moment())
    }

    pub fn declared(&self, kind: Type) -> Vec<String> {
        self.world
            .policy
            .fields
            .iter()
            .filter(|field| field.kind == kind)
            .map(|field| field.path.clone())
            .collect()
    }

    /// All that a policy may read of a type.
    pub fn paths(&self, kind: Type) -> Vec<String> {
        let fixed = words::FIELDS
            .iter()
            .filter(|(_, theirs)| *theirs == kind)
            .map(|(path, _)| (*path).to_owned());
        let more: &[&str] = match kind {
            Type::Time => &words::TIMES,
            Type::Set => &words::MORE_SETS,
            Type::Text if self.world.policy.field("sender").is_some() => &["sender.domain"],
            _ => &[],
        };
        let more = more.iter().map(|path| (*path).to_owned());
        fixed.chain(more).chain(self.declared(kind)).collect()
    }

    pub fn path(&mut self, kind: Type) -> Option<String> {
        let paths = self.paths(kind);
        (!paths.is_empty()).then(|| self.rng.pick(&paths).clone())
    }

    /// Texts that a field holds and that a policy may compare it with.
    pub fn texts(&self, path: &str) -> Vec<&'static str> {
        match path {
            "id" => vec!["e-0001", "e-0002"],
            "action" => words::ACTIONS.to_vec(),
            "tenant" | "actor.tenant" | "ticket.tenant" => {
                [&self.tenants[..1], &self.tenants].concat()
            }
            "list" => words::LISTS.to_vec(),
            "destination" => words::DESTINATIONS.to_vec(),
            "purpose" => words::PURPOSES.to_vec(),
            "outcome" => words::OUTCOMES.to_vec(),
            "ticket" => [
                &words::TICKETS[..1],
                &words::TICKETS[..1],
                &words::TICKETS[..5],
            ]
            .concat(),
            "actor" => self.people(self.star),
            "approver" => self.people(self.star + 1),
            "actor.team" => words::TEAMS.to_vec(),
            "tenant.region" => words::REGIONS.to_vec(),
            "tenant.plan" => words::PLANS.to_vec(),
            "sender" => words::SENDERS.to_vec(),
            "roles" | "approver_roles" | "actor.roles" => words::ROLES.to_vec(),
            "fields" | "list.classes" => words::CLASSES.to_vec(),
            "labels" | "list.markings" => words::MARKS.to_vec(),
            "tenant.domains" => words::DOMAINS.to_vec(),
            _ if path.ends_with(".domain") => words::DOMAINS.to_vec(),
            _ => panic!("nothing is known of {path}"),
        }
    }

    /// All of them, most often the star under any of its names.
    fn people(&self, star: usize) -> Vec<&'static str> {
        let star = [words::PEOPLE[star % words::PEOPLE.len()]; 4];
        let everybody = star.into_iter().chain(words::PEOPLE);
        let names =
            everybody.flat_map(|(name, aliases)| [name].into_iter().chain(aliases.iter().copied()));
        names.chain([words::STRANGER]).collect()
    }

    pub fn text(&mut self, path: &str) -> String {
        let texts = self.texts(path);
        let text = *self.rng.pick(&texts);
        if path == "actor" || path == "approver" {
            self.spelled(text)
        } else {
            text.to_owned()
        }
    }

    /// The same identity in another spelling.
    pub fn spelled(&mut self, name: &str) -> String {
        match self.rng.below(8) {
            0 => name.to_ascii_uppercase(),
            1 => format!(" {name} "),
            2 => format!("{}{}", name[..1].to_ascii_uppercase(), &name[1..]),
            _ => name.to_owned(),
        }
    }

    pub fn subset(&mut self, path: &str) -> BTreeSet<String> {
        if self.rng.chance(15) {
            return BTreeSet::new();
        }
        let texts = self.texts(path);
        self.rng
            .some(&texts, 3)
            .into_iter()
            .map(str::to_owned)
            .collect()
    }

    /// A value that a field or a declared column may hold.
    pub fn value(&mut self, path: &str, kind: Type) -> Value {
        match kind {
            Type::Text => Value::Text(self.text(path)),
            Type::Int if path == "rows" || path == "bytes" => Value::Int(self.amount()),
            Type::Int => Value::Int(*self.rng.pick(&words::SCORES)),
            Type::Bool => Value::Bool(self.rng.chance(50)),
            Type::Time => Value::Time(self.moment()),
            Type::Ip => Value::Ip(self.rng.pick(&words::ADDRESSES).parse().unwrap()),
            Type::Set => Value::Set(self.subset(path)),
        }
    }
}

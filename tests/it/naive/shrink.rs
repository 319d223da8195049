//! Makes a world that fails smaller while it still fails, one thing at a time.
//! It deliberately does not know what failing is.

use super::model::World;
use super::model::expr::Expr;
use super::model::policy::{Policy, Target};

/// The smallest world that is reached by single steps and still fails. Every step keeps the policy valid.
pub fn smallest(mut world: World, fails: &mut dyn FnMut(&World) -> bool) -> World {
    while let Some(smaller) = steps(&world).into_iter().find(|smaller| fails(smaller)) {
        world = smaller;
    }
    let pruned = World {
        policy: without_unused(&world.policy),
        ..world.clone()
    };
    if fails(&pruned) { pruned } else { world }
}

fn steps(world: &World) -> Vec<World> {
    let mut all = Vec::new();
    let mut add = |change: &mut dyn FnMut(&mut World) -> bool| {
        let mut smaller = world.clone();
        if change(&mut smaller) {
            all.push(smaller);
        }
    };
    for place in (0..world.log.len()).filter(|_| world.log.len() > 1) {
        add(&mut |world| removed(&mut world.log, place));
    }
    for place in (0..world.policy.rules.len()).filter(|_| world.policy.rules.len() > 1) {
        add(&mut |world| without_rule(&mut world.policy, place));
    }
    for place in 0..world.policy.waivers.len() {
        add(&mut |world| removed(&mut world.policy.waivers, place));
    }
    tables(world, &mut add);
    clauses(world, &mut add);
    for (place, event) in world.log.iter().enumerate() {
        for field in event
            .cells
            .keys()
            .filter(|field| !["id", "time"].contains(&field.as_str()))
        {
            add(&mut |world| world.log[place].cells.remove(field).is_some());
        }
    }
    all
}

type Add<'a> = dyn FnMut(&mut dyn FnMut(&mut World) -> bool) + 'a;

fn removed<T>(from: &mut Vec<T>, place: usize) -> bool {
    from.remove(place);
    true
}

/// Waivers must not lift what is not there, nor nothing.
fn without_rule(policy: &mut Policy, place: usize) -> bool {
    let gone = policy.rules.remove(place).name;
    policy
        .waivers
        .iter_mut()
        .for_each(|waiver| waiver.lift.retain(|lifted| *lifted != gone));
    policy.waivers.retain(|waiver| !waiver.lift.is_empty());
    true
}

fn tables(world: &World, add: &mut Add) {
    add(&mut |world| world.directory.grants.take().is_some());
    add(&mut |world| world.directory.grants.is_none() && world.directory.people.take().is_some());
    add(&mut |world| world.directory.tenants.take().is_some());
    add(&mut |world| world.directory.lists.take().is_some());
    add(&mut |world| world.directory.tickets.take().is_some());
    add(&mut |world| world.directory.approvals.take().is_some());
    let directory = &world.directory;
    rows(&directory.people, add, |world| &mut world.directory.people);
    rows(&directory.grants, add, |world| &mut world.directory.grants);
    rows(&directory.lists, add, |world| &mut world.directory.lists);
    rows(&directory.tickets, add, |world| {
        &mut world.directory.tickets
    });
    rows(&directory.approvals, add, |world| {
        &mut world.directory.approvals
    });
}

fn rows<T>(table: &Option<Vec<T>>, add: &mut Add, of: fn(&mut World) -> &mut Option<Vec<T>>) {
    for place in 0..table.as_ref().map_or(0, Vec::len) {
        add(&mut |world| of(world).as_mut().is_some_and(|rows| removed(rows, place)));
    }
}

fn clauses(world: &World, add: &mut Add) {
    for (place, rule) in world.policy.rules.iter().enumerate() {
        add(&mut |world| world.policy.rules[place].from.take().is_some());
        add(&mut |world| world.policy.rules[place].until.take().is_some());
        exprs(&rule.when, add, |world| &mut world.policy.rules[place].when);
        exprs(&rule.unless, add, |world| {
            &mut world.policy.rules[place].unless
        });
        patterns(&rule.target, add, |world| {
            &mut world.policy.rules[place].target
        });
    }
    for (place, waiver) in world.policy.waivers.iter().enumerate() {
        exprs(&waiver.when, add, |world| {
            &mut world.policy.waivers[place].when
        });
        add(&mut |world| world.policy.waivers[place].target.take().is_some());
    }
    for (place, condition) in world.policy.conditions.iter().enumerate() {
        for smaller in parts(&condition.means) {
            add(&mut |world| {
                world.policy.conditions[place].means = smaller.clone();
                true
            });
        }
    }
}

fn exprs(expr: &Option<Expr>, add: &mut Add, of: impl Fn(&mut World) -> &mut Option<Expr>) {
    let Some(expr) = expr else { return };
    for smaller in [None].into_iter().chain(parts(expr).into_iter().map(Some)) {
        add(&mut |world| {
            of(world).clone_from(&smaller);
            true
        });
    }
}

/// The expression with one part of it instead of the whole, at any depth.
fn parts(expr: &Expr) -> Vec<Expr> {
    match expr {
        Expr::Atom(_) => Vec::new(),
        Expr::Not(inner) => [(**inner).clone()]
            .into_iter()
            .chain(parts(inner).into_iter().map(|part| Expr::Not(part.into())))
            .collect(),
        Expr::And(joined) => joined_parts(joined, Expr::And),
        Expr::Or(joined) => joined_parts(joined, Expr::Or),
    }
}

fn joined_parts(joined: &[Expr], join: fn(Vec<Expr>) -> Expr) -> Vec<Expr> {
    let mut all = joined.to_vec();
    for (place, part) in joined.iter().enumerate() {
        for smaller in parts(part) {
            let mut changed = joined.to_vec();
            changed[place] = smaller;
            all.push(join(changed));
        }
    }
    all
}

fn patterns(
    target: &Option<Target>,
    add: &mut Add,
    of: impl Fn(&mut World) -> &mut Option<Target>,
) {
    let count = target.as_ref().map_or(0, Vec::len);
    for place in (0..count).filter(|_| count > 1) {
        add(&mut |world| {
            of(world)
                .as_mut()
                .is_some_and(|patterns| removed(patterns, place))
        });
    }
}

/// Declarations whose name nothing else in the policy so much as mentions are left out.
fn without_unused(policy: &Policy) -> Policy {
    let mut kept = policy.clone();
    for _ in 0..3 {
        let used = format!(
            "{:?} {:?} {:?} {:?}",
            kept.rules, kept.waivers, kept.conditions, kept.sets
        );
        let mentions = |name: &str, own: usize| used.matches(&format!("{name:?}")).count() > own;
        let rules = format!("{:?} {:?} {:?}", kept.rules, kept.waivers, kept.conditions);
        kept.sets.retain(|set| mentions(&set.name, 1));
        kept.conditions
            .retain(|condition| mentions(&condition.name, 1));
        kept.hours
            .retain(|hours| rules.contains(&format!("{:?}", hours.name)));
    }
    kept
}

#[test]
fn what_does_not_matter_is_left_out() {
    use super::generate::{EVERYTHING, world};
    let mut steps = 0;
    let small = smallest(world(7, EVERYTHING), &mut |world| {
        steps += 1;
        world.log.iter().any(|event| event.value("rows").is_some())
    });
    assert!(steps > 20);
    assert_eq!(
        (
            small.log.len(),
            small.policy.rules.len(),
            small.policy.waivers.len()
        ),
        (1, 1, 0)
    );
    assert_eq!(
        small.log[0]
            .cells
            .keys()
            .filter(|field| *field == "rows")
            .count(),
        1
    );
    assert!(small.log[0].cells.len() <= 3, "{:?}", small.log[0].cells);
    assert!(small.policy.rules[0].when.is_none() && small.policy.sets.is_empty());
    assert!(small.directory.people.is_none() && small.directory.tenants.is_none());
}

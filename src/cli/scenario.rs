//! `exeat test --scenario`: would an incident have been caught?

use super::args::Common;
use super::config::Config;
use super::load::{Loaded, clock};
use super::output::look;
use super::parts::{ALL, no_scenario};
use super::{Exit, Failure, World};
use crate::judge::Judge;
use crate::nearest::nearest;
use crate::policy::PolicySet;
use crate::report::scenarios::{Played, in_one_line, json, missed, one, short, table};
use crate::trial::scenario::{Part, SCENARIOS, ScenarioRow, cast, play, scenario_named};

/// Plays one, or all of them where the name is empty.
pub fn run(
    common: &Common,
    name: &str,
    loaded: &Loaded,
    world: &mut World<'_>,
) -> Result<Exit, Failure> {
    let form = form(common)?;
    let rows = rows(name)?;
    let now = clock(common, world)?;
    let judge = Judge {
        policy: &loaded.set,
        directory: &loaded.directory,
    };
    let mut all = Vec::new();
    for row in rows {
        let part = part(&loaded.config, row);
        known(row, &part, loaded)?;
        let cast = cast(judge, row, &part, now);
        let plays = play(judge, row, &cast, now);
        all.push(Played { row, cast, plays });
    }
    let text = match form {
        _ if common.quiet => in_one_line(&all),
        Form::Human => human(&all, name, &loaded.set, look(common, world).width),
        Form::Short => short(&all, &loaded.set),
        Form::Json => json(&all, &loaded.set),
    };
    write!(world.stdout, "{text}")?;
    let plays = all
        .iter()
        .flat_map(|played| played.plays.iter().map(|play| (played.row, play)));
    let worst = plays.filter_map(|(row, play)| missed(row, play)).max();
    Ok(match worst {
        Some(level) if level >= common.fail_on => Exit::Findings,
        _ => Exit::Clean,
    })
}

#[derive(Clone, Copy)]
enum Form {
    Human,
    Short,
    Json,
}

fn form(common: &Common) -> Result<Form, Failure> {
    match common
        .output
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .as_slice()
    {
        ["human"] => Ok(Form::Human),
        ["short"] => Ok(Form::Short),
        ["json"] => Ok(Form::Json),
        _ => Err(Failure::Told(
            "`exeat test --scenario` writes to standard output, `human`, `short` or `json`"
                .to_owned(),
        )),
    }
}

fn rows(name: &str) -> Result<Vec<&'static ScenarioRow>, Failure> {
    if name.is_empty() {
        return Ok(SCENARIOS.iter().collect());
    }
    let row = scenario_named(name);
    Ok(vec![row.ok_or_else(|| Failure::Told(no_scenario(name)))?])
}

fn human(all: &[Played], name: &str, policy: &PolicySet, width: usize) -> String {
    let shown = match (all, name) {
        ([played], name) if !name.is_empty() => one(played, policy, width),
        (all, _) => table(all, policy),
    };
    format!("{shown}\n{}", in_one_line(all))
}

/// The settings of a scenario: its own, and for what they leave open those of all.
fn part(config: &Config, row: &ScenarioRow) -> Part {
    let of = |name: &str| config.scenarios.get(name).cloned().unwrap_or_default();
    let (own, all) = (of(row.name), of(ALL));
    let first = |own: Vec<String>, all: Vec<String>| if own.is_empty() { all } else { own };
    // Who acts is set as a whole: another's role would not fit.
    let acts = own.role.is_some() || own.actor.is_some();
    let (role, actor) = if acts {
        (own.role, own.actor)
    } else {
        (all.role, all.actor)
    };
    Part {
        role,
        actor,
        tenants: first(own.tenants, all.tenants),
        lists: first(own.lists, all.lists),
        destination: own.destination.or(all.destination),
        ticket: own.ticket.or(all.ticket),
    }
}

/// A role or tenant that nobody knows would be refused for its name, and prove nothing.
fn known(row: &ScenarioRow, part: &Part, loaded: &Loaded) -> Result<(), Failure> {
    let roles = loaded.set.roles.iter().map(|role| role.name.text.as_str());
    let roles: Vec<&str> = roles.collect();
    if let Some(role) = part.role.as_deref().filter(|role| !roles.contains(role)) {
        return Err(unknown(row, "role", role, &roles));
    }
    let Some(table) = &loaded.directory.tenants else {
        return Ok(());
    };
    let mut tenants: Vec<&str> = table.keys().map(String::as_str).collect();
    tenants.sort_unstable();
    match part
        .tenants
        .iter()
        .find(|tenant| !tenants.contains(&tenant.as_str()))
    {
        Some(tenant) => Err(unknown(row, "tenant", tenant, &tenants)),
        None => Ok(()),
    }
}

fn unknown(row: &ScenarioRow, what: &str, name: &str, known: &[&str]) -> Failure {
    let hint = match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => format!("there is no {what} at all"),
        None => format!("there are: {}", known.join(", ")),
    };
    let scenario = row.name;
    Failure::Told(format!(
        "[scenario.{scenario}]: no {what} is named `{name}`; {hint}"
    ))
}

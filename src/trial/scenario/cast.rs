//! Who plays in a scenario: as the settings say, else found in the policy and the directory.
//!
//! Knows no way to be allowed; only whom allows are for, and which tenants they are about.

use super::ScenarioRow;
use super::story::Story;
use crate::directory::{Cell, Directory, Row};
use crate::domain::domain_of;
use crate::event::{Value, fold_identity};
use crate::judge::Judge;
use crate::policy::{
    ColumnId, Effect, Pattern, PolicySet, Rule, RuleId, Subject, SubjectKind, TenantPattern,
};
use crate::time::Time;

/// Tenants among which those are looked for where an insider gets through.
const MOST_TENANTS: usize = 200;

/// What the settings say of a scenario; the rest is found.
#[derive(Clone, Debug, Default)]
pub struct Part {
    /// The role of whom it is about.
    pub role: Option<String>,
    /// Who it is about.
    pub actor: Option<String>,
    /// Whose lists, in this order.
    pub tenants: Vec<String>,
    /// Which lists to try first.
    pub lists: Vec<String>,
    /// Where it all goes.
    pub destination: Option<String>,
    /// The ticket to name, where the policy wants one.
    pub ticket: Option<String>,
}

/// Who plays in a scenario.
#[derive(Clone, Debug)]
pub struct Cast {
    /// Who it is about; folded.
    pub actor: String,
    /// The role; none where no allow is for a role, or nothing says which.
    pub role: Option<String>,
    /// Whose lists allows are about that are for whom it is about.
    pub access: Access,
    /// The actor's own tenant, where nobody has access to another's lists.
    pub home: Option<String>,
    /// Whose lists, those first that allows for the actor are about. As many as the story goes through, at least.
    pub tenants: Vec<String>,
    /// How many of them are made up.
    pub made_up: usize,
    /// Which lists to try first.
    pub lists: Vec<String>,
    /// Where it all goes.
    pub destination: String,
    /// Who approves whatever is asked.
    pub colleague: String,
    /// The ticket to name, where the policy wants one.
    pub ticket: Option<String>,
}

/// Whose lists somebody may take, by the targets of allows alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    /// Nobody's.
    #[default]
    None,
    /// Those of the own tenant.
    Own,
    /// Those of one tenant that is named.
    One,
    /// Those of several tenants.
    Several,
}

/// Finds who plays.
#[must_use]
pub fn cast(judge: Judge<'_>, row: &ScenarioRow, part: &Part, now: Time) -> Cast {
    let (policy, directory) = (judge.policy, judge.directory);
    let story = Story::read(row.text, now);
    let start = story.as_ref().map_or(now, |story| story.start);
    let known = known_tenants(judge, part, start);
    let wanted = story.map_or(1, |story| story.tenants());
    let least = match wanted {
        1 => Access::Own,
        _ => Access::Several,
    };
    let player = player(policy, row, (part, least), &known);
    let domain = domain(directory, player.role.as_deref());
    let actor = part.actor.clone().or(player.actor);
    let actor = actor.unwrap_or_else(|| format!("insider@{domain}"));
    let actor = fold_identity(&actor);
    let mut tenants = known;
    if part.tenants.is_empty() {
        let about = |tenant: &String| is_about(policy, player.role.as_deref(), &actor, tenant);
        tenants.sort_by_key(|tenant| !about(tenant));
    }
    tenants.truncate(wanted.max(MOST_TENANTS));
    let made_up = fill(&mut tenants, wanted);
    let own = player.access == Access::Own;
    let home = tenants.first().filter(|_| own).cloned();
    let default = || "insider@postbox.example".to_owned();
    Cast {
        access: player.access,
        home,
        role: player.role,
        tenants,
        made_up,
        lists: part.lists.clone(),
        destination: part.destination.clone().unwrap_or_else(default),
        colleague: format!("colleague@{domain}"),
        ticket: part.ticket.clone(),
        actor,
    }
}

/// Somebody for whom an allow is.
#[derive(Clone, Default)]
struct Player {
    role: Option<String>,
    actor: Option<String>,
    access: Access,
    /// The more, the more tenants and lists there are.
    width: u64,
}

/// The one with the widest access; of those who have it to several tenants, first one with a name that fits.
/// Without such an access nobody in particular plays: a story of six tenants is none of one's own.
fn player(
    policy: &PolicySet,
    row: &ScenarioRow,
    (part, least): (&Part, Access),
    known: &[String],
) -> Player {
    let mut sample: Vec<String> = known.to_vec();
    fill(&mut sample, 2);
    let player = |role: Option<String>, actor: Option<String>| {
        let name = actor.as_deref().unwrap_or_default();
        let own = allows(policy, role.as_deref(), name);
        let targets = own.filter_map(|(_, rule)| rule.target.as_ref());
        let patterns: Vec<_> = targets.flat_map(|target| &target.patterns).collect();
        let (access, width) = access(&patterns, &sample);
        Player {
            role,
            actor,
            access,
            width,
        }
    };
    if part.role.is_some() || part.actor.is_some() {
        return player(part.role.clone(), part.actor.clone());
    }
    let allows = policy.rules.iter().filter(|rule| is_allow(rule));
    let all = allows.flat_map(|rule| players_of(&rule.subject));
    let players: Vec<Player> = all.map(|(role, actor)| player(role, actor)).collect();
    let fits = |player: &Player| {
        let name = player.role.as_ref().map(|role| role.to_lowercase());
        name.is_some_and(|name| row.roles.iter().any(|word| name.contains(word)))
    };
    let rank = |player: &Player| (player.access, fits(player), player.width);
    let best = players.iter().map(rank).max();
    let best = players.iter().find(|player| Some(rank(player)) == best);
    best.filter(|player| player.access >= least)
        .cloned()
        .unwrap_or_default()
}

fn players_of(subject: &Subject) -> Vec<(Option<String>, Option<String>)> {
    match &subject.kind {
        SubjectKind::Anyone => vec![(None, None)],
        SubjectKind::Roles(roles) => {
            let role = |role: &crate::syntax::ast::Name| (Some(role.text.clone()), None);
            roles.iter().map(role).collect()
        }
        SubjectKind::Actors(actors) => {
            let actor = |(actor, _): &(String, _)| (None, Some(actor.clone()));
            actors.iter().map(actor).collect()
        }
        SubjectKind::ActorLike(glob, _) => {
            vec![(None, Some(glob.text().replace('*', "insider")))]
        }
    }
}

fn is_allow(rule: &Rule) -> bool {
    matches!(rule.effect, Effect::Allow)
}

/// The allows that are for a role or for a person.
pub(super) fn allows<'p>(
    policy: &'p PolicySet,
    role: Option<&str>,
    actor: &str,
) -> impl Iterator<Item = (RuleId, &'p Rule)> {
    let is_for = move |subject: &Subject| match &subject.kind {
        SubjectKind::Anyone => true,
        SubjectKind::Roles(roles) => roles.iter().any(|name| Some(name.text.as_str()) == role),
        SubjectKind::Actors(actors) => actors.iter().any(|(name, _)| name == actor),
        SubjectKind::ActorLike(glob, _) => glob.matches(actor),
    };
    let allows = policy.rules_by_id().filter(|(_, rule)| is_allow(rule));
    let own: Vec<_> = allows.filter(|(_, rule)| is_for(&rule.subject)).collect();
    own.into_iter()
}

/// Whether a pattern is about a tenant.
pub(super) fn is_of(pattern: &TenantPattern, tenant: &str, home: Option<&str>) -> bool {
    match pattern {
        TenantPattern::Any => true,
        TenantPattern::Own => home == Some(tenant),
        TenantPattern::Globs(_, globs) => globs.iter().any(|glob| glob.matches(tenant)),
    }
}

fn is_about(policy: &PolicySet, role: Option<&str>, actor: &str, tenant: &str) -> bool {
    let patterns = allows(policy, role, actor).filter_map(|(_, rule)| rule.target.as_ref());
    let mut patterns = patterns.flat_map(|target| &target.patterns);
    patterns.any(|pattern| is_of(&pattern.tenant, tenant, None))
}

/// Whose lists patterns are about, and how widely.
fn access(patterns: &[&Pattern], tenants: &[String]) -> (Access, u64) {
    let lists = |pattern: &&&Pattern| match (pattern.list.is_any(), pattern.list.has_star()) {
        (true, _) => 1_000,
        (false, true) => 10,
        (false, false) => 1,
    };
    let widest = |tenant: &String| {
        let about = patterns
            .iter()
            .filter(|pattern| is_of(&pattern.tenant, tenant, None));
        about.map(|pattern| lists(&pattern)).max()
    };
    let widths: Vec<u64> = tenants.iter().filter_map(widest).collect();
    let is_own = |pattern: &&Pattern| matches!(pattern.tenant, TenantPattern::Own);
    let access = match widths.len() {
        0 if patterns.iter().any(is_own) => Access::Own,
        0 => Access::None,
        1 => Access::One,
        _ => Access::Several,
    };
    (access, widths.iter().sum())
}

/// The tenants of the settings, else those of the directory that are there, else those that the policy names.
fn known_tenants(judge: Judge<'_>, part: &Part, start: Time) -> Vec<String> {
    if !part.tenants.is_empty() {
        return part.tenants.clone();
    }
    let mut known: Vec<String> = match &judge.directory.tenants {
        Some(table) => {
            let there = table.iter().filter(|(_, row)| is_there(row, start));
            there.map(|(tenant, _)| tenant.clone()).collect()
        }
        None => named_tenants(judge.policy),
    };
    known.sort();
    known.dedup();
    known
}

fn is_there(row: &Row, at: Time) -> bool {
    let time = |column| match row.cell(column) {
        Cell::Value(Value::Time(time)) => Some(*time),
        _ => None,
    };
    time(ColumnId::TENANT_JOINED).is_none_or(|joined| joined <= at)
        && time(ColumnId::TENANT_LEFT).is_none_or(|left| at < left)
}

fn named_tenants(policy: &PolicySet) -> Vec<String> {
    let targets = policy.rules.iter().filter_map(|rule| rule.target.as_ref());
    let patterns = targets.flat_map(|target| &target.patterns);
    let globs = patterns.filter_map(|pattern| match &pattern.tenant {
        TenantPattern::Globs(_, globs) => Some(globs.iter()),
        _ => None,
    });
    let plain = globs.flatten().filter(|glob| !glob.has_star());
    plain.map(|glob| glob.text().to_owned()).collect()
}

/// Makes up tenants until there are so many; how many were made up.
fn fill(tenants: &mut Vec<String>, wanted: usize) -> usize {
    let known = tenants.len();
    let mut number = 1_u32;
    while tenants.len() < wanted {
        let name = format!("tenant-{number}");
        if !tenants.contains(&name) {
            tenants.push(name);
        }
        number += 1;
    }
    tenants.len() - known
}

/// Where people of the role have their addresses, those of tenants aside.
fn domain(directory: &Directory, role: Option<&str>) -> String {
    let mut people: Vec<&String> = Vec::new();
    for (person, row) in directory.people.iter().flatten() {
        let holds = match row.cell(ColumnId::ACTOR_ROLES) {
            Cell::Value(Value::Texts(roles)) => roles.iter().any(|own| Some(own.as_str()) == role),
            _ => false,
        };
        if holds && !matches!(row.cell(ColumnId::ACTOR_TENANT), Cell::Value(_)) {
            people.push(person);
        }
    }
    people.sort();
    let domain = people.into_iter().find_map(|person| domain_of(person));
    domain.unwrap_or_else(|| "vendor.example".to_owned())
}

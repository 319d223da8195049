"""The rules of policy100.json in each language: exeat's, SQL, jq's, Sigma. It knows no log and runs nothing."""

import json
import re
import sys

ANY_ROWS = 9_000_000_000
ALL_DAY = (0, 24)
ROWS_A_DAY = 2_000_000
TENANTS_A_WEEK = 20


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def split(rules):
    """The rules that deny, and those that allow."""
    deny = [rule for rule in rules if rule["effect"] == "deny"]
    return deny, [rule for rule in rules if rule["effect"] == "allow"]


def hours(rule):
    return (rule["h0"], rule["h1"])


def exeat(rules):
    """The rules in the exeat language, with the two limits."""
    roles = sorted({role for rule in rules for role in rule["roles"]})
    text = ["role " + ", ".join(roles)]
    for start, end in sorted({hours(rule) for rule in rules} - {ALL_DAY}):
        text.append(f'hours h{start:02}-{end:02} = mon-sun {start:02}:00-{end:02}:00 "UTC"')
    for rule in rules:
        who = "role " + ", ".join(rule["roles"]) if rule["roles"] else "anyone"
        tenant = "any" if rule["tenant"] == "*" else rule["tenant"]
        when = exeat_atoms(rule)
        text.append(f"\nrule {rule['name'].replace('.', '-')} {{")
        text.append(f"    {rule['effect']} {who} to export {tenant}/{rule['list']}")
        if when:
            text.append("    when " + "\n     and ".join(when))
        text.append('    note "benchmark"\n}')
    for name, what in [
        ("rows-a-day", f"{ROWS_A_DAY} rows per actor in 24h"),
        ("tenants-a-week", f"{TENANTS_A_WEEK} tenants per actor in 7d"),
    ]:
        text.append(f'\nrule {name} {{\n    limit anyone to {what}\n    note "benchmark"\n}}')
    return "\n".join(text) + "\n"


def exeat_atoms(rule):
    atoms = []
    if rule["rows_gt"] >= 0:
        atoms.append(f"rows > {rule['rows_gt']}")
    if rule["rows_le"] < ANY_ROWS:
        atoms.append(f"rows <= {rule['rows_le']}")
    if rule["dest"]:
        domains = ", ".join(f'"{domain}", "*.{domain}"' for domain in rule["dest"])
        atoms.append(f"destination.domain like [{domains}]")
    if hours(rule) != ALL_DAY:
        atoms.append(f"time in h{rule['h0']:02}-{rule['h1']:02}")
    if rule["no_ticket"]:
        atoms.append("ticket is missing")
    return atoms


def broken(rules, atoms, both, either, negate):
    """Denied, or not allowed: in a language that has `and`, `or` and `not`."""
    deny, allow = ([f" {both} ".join(atoms(rule)) for rule in some] for some in split(rules))
    any_of = [f"\n {either} ".join(f"({term})" for term in terms) for terms in (deny, allow)]
    return f"({any_of[0]})\n {either} {negate.format(any_of[1])}"


def sql(rules):
    """The condition of the events that break a rule, for columns role, tenant, list, rows, host, hour, ticket."""
    return broken(rules, sql_atoms, "AND", "OR", "NOT ({})")


def sql_atoms(rule):
    atoms = []
    if rule["roles"]:
        atoms.append("role IN (" + ", ".join(f"'{role}'" for role in rule["roles"]) + ")")
    for field in ("tenant", "list"):
        if rule[field] != "*":
            atoms.append(f"{field} LIKE '{rule[field].replace('*', '%')}'")
    if rule["rows_gt"] >= 0:
        atoms.append(f"rows > {rule['rows_gt']}")
    if rule["rows_le"] < ANY_ROWS:
        atoms.append(f"rows <= {rule['rows_le']}")
    if rule["dest"]:
        hosts = (f"host = '{domain}' OR host LIKE '%.{domain}'" for domain in rule["dest"])
        atoms.append("(" + " OR ".join(hosts) + ")")
    if hours(rule) != ALL_DAY:
        atoms.append(f"hour >= {rule['h0']} AND hour < {rule['h1']}")
    if rule["no_ticket"]:
        atoms.append("coalesce(ticket, '') = ''")
    return atoms


def jq(rules):
    """A jq program that counts the events that break a rule."""
    condition = broken(rules, jq_atoms, "and", "or", "(({}) | not)")
    return (
        "reduce inputs as $e (0;\n"
        '  ($e.destination | split("/")[2]) as $host\n'
        "  | ($e.time[11:13] | tonumber) as $hour\n"
        f"  | if {condition}\n"
        "    then . + 1 else . end)\n"
        '| "broken=\\(.)"\n'
    )


def jq_atoms(rule):
    atoms = []
    if rule["roles"]:
        atoms.append("(" + " or ".join(f'$e.role == "{role}"' for role in rule["roles"]) + ")")
    for field in ("tenant", "list"):
        if rule[field] != "*":
            atoms.append(jq_glob(f"$e.{field}", rule[field]))
    if rule["rows_gt"] >= 0:
        atoms.append(f"$e.rows > {rule['rows_gt']}")
    if rule["rows_le"] < ANY_ROWS:
        atoms.append(f"$e.rows <= {rule['rows_le']}")
    if rule["dest"]:
        hosts = (f'$host == "{d}" or ($host | endswith(".{d}"))' for d in rule["dest"])
        atoms.append("(" + " or ".join(hosts) + ")")
    if hours(rule) != ALL_DAY:
        atoms.append(f"$hour >= {rule['h0']} and $hour < {rule['h1']}")
    if rule["no_ticket"]:
        atoms.append('($e.ticket // "") == ""')
    return atoms


def jq_glob(value, glob):
    if glob.endswith("*") and "*" not in glob[:-1]:
        return f'({value} | startswith("{glob[:-1]}"))'
    pattern = ".*".join(re.escape(part).replace("\\", "\\\\") for part in glob.split("*"))
    return f'({value} | test("^{pattern}$"))'


def sigma(rules):
    """A file of Sigma rules: one a rule that denies, one for what none allows, and a correlation a limit.

    JSON is YAML. The rules that find say which event it was, so that an event that breaks two is counted once.
    """
    deny, allow = split(rules)
    allowed = {f"allow_{n}": sigma_selection(rule) for n, rule in enumerate(allow)}
    found = [sigma_rule(rule["name"], {"selection": sigma_selection(rule), "condition": "selection"}) for rule in deny]
    found.append(sigma_rule("not-allowed", {**allowed, "condition": "not 1 of allow_*"}))
    for rule in found:
        rule["custom_attributes"] = {"rsigma.include_event": "true"}
    every = {"selection": {"rows|gte": 0}, "condition": "selection"}
    limits = [
        sigma_limit("rows-a-day", "value_sum", "rows", "1d", ROWS_A_DAY),
        sigma_limit("tenants-a-week", "value_count", "tenant", "7d", TENANTS_A_WEEK),
    ]
    # With an id, rsigma can leave out what matches only to be counted.
    counted = {"id": "every-export", **sigma_rule("every-export", every)}
    documents = [*found, counted, *limits]
    return "\n---\n".join(json.dumps(document) for document in documents) + "\n"


def sigma_rule(name, detection):
    source = {"category": "export", "product": "bench"}
    return {"title": name, "name": name, "logsource": source, "detection": detection, "level": "high"}


def sigma_limit(name, kind, field, span, limit):
    correlation = {
        "type": kind,
        "rules": ["every-export"],
        "group-by": ["actor"],
        "timespan": span,
        "condition": {"gt": limit, "field": field},
    }
    return {"title": name, "name": name, "correlation": correlation, "level": "high"}


def sigma_selection(rule):
    selection = {}
    if rule["roles"]:
        selection["role"] = rule["roles"]
    for field in ("tenant", "list"):
        if rule[field] != "*":
            selection[field] = rule[field]
    if rule["rows_gt"] >= 0:
        selection["rows|gt"] = rule["rows_gt"]
    if rule["rows_le"] < ANY_ROWS:
        selection["rows|lte"] = rule["rows_le"]
    if rule["dest"]:
        # The host stands between the scheme and the path: `sftp://drop.corp.example/…`.
        selection["destination|contains"] = [f"{c}{d}/" for d in rule["dest"] for c in "./"]
    if hours(rule) != ALL_DAY:
        selection["time|contains"] = [f"T{hour:02}:" for hour in range(*hours(rule))]
    if rule["no_ticket"]:
        selection["ticket"] = ""
    return selection


LANGUAGES = {"exeat": exeat, "sql": sql, "jq": jq, "sigma": sigma}

if __name__ == "__main__":
    # A process of its own, so that ten thousand rules do not count as the memory of what is measured later.
    language, policy, out = sys.argv[1:]
    with open(out, "w", encoding="utf-8") as made:
        made.write(LANGUAGES[language](load(policy)))

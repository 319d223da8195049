#!/usr/bin/env python3
"""Polars over the same log, rules and limits: polars_peer.py LOG THREADS CONDITION.sql POLICY.json

The rules are an expression made of the policy; the condition in SQL is not read.
"""

import json
import os
import re
import sys
from functools import reduce
from operator import and_, or_

os.environ["POLARS_MAX_THREADS"] = sys.argv[2]
import polars as pl  # noqa: E402 - reads the number of threads as it is loaded

log, policy = sys.argv[1], sys.argv[4]
with open(policy, encoding="utf-8") as file:
    rules = json.load(file)


def like(column, glob):
    if glob.endswith("*") and "*" not in glob[:-1]:
        return column.str.starts_with(glob[:-1])
    return column.str.contains("^" + ".*".join(map(re.escape, glob.split("*"))) + "$")


def matches(rule):
    atoms = []
    if rule["roles"]:
        atoms.append(pl.col("role").is_in(rule["roles"]))
    atoms.extend(like(pl.col(f), rule[f]) for f in ("tenant", "list") if rule[f] != "*")
    if rule["rows_gt"] >= 0:
        atoms.append(pl.col("rows") > rule["rows_gt"])
    if rule["rows_le"] < 9_000_000_000:
        atoms.append(pl.col("rows") <= rule["rows_le"])
    if rule["dest"]:
        host = pl.col("host")
        atoms.append(reduce(or_, ((host == d) | host.str.ends_with(f".{d}") for d in rule["dest"])))
    if (rule["h0"], rule["h1"]) != (0, 24):
        atoms.append((pl.col("hour") >= rule["h0"]) & (pl.col("hour") < rule["h1"]))
    if rule["no_ticket"]:
        atoms.append(pl.col("ticket").fill_null("") == "")
    return reduce(and_, atoms)


def any_of(effect):
    return reduce(or_, (matches(rule) for rule in rules if rule["effect"] == effect))


text = ("time", "actor", "role", "tenant", "list", "destination", "ticket")
schema = {name: pl.String for name in text} | {"rows": pl.Int64}
events = (
    pl.scan_ndjson(log, schema=schema)
    .with_columns(
        pl.col("time").str.to_datetime("%Y-%m-%dT%H:%M:%S%.3fZ", time_unit="ms"),
        pl.col("time").str.slice(11, 2).cast(pl.Int8).alias("hour"),
        pl.col("destination").str.split("/").list.get(2).alias("host"),
    )
    .select("time", "actor", "tenant", "rows", (any_of("deny") | ~any_of("allow")).alias("broken"))
    .collect()
)
# The windows are those of an actor, in the order of time.
events = events.with_columns(pl.col("tenant").cast(pl.Categorical).to_physical()).sort("actor", "time")
rows = events.select(pl.col("rows").rolling_sum_by("time", "1d", closed="both").over("actor") > 2_000_000).sum()
tenants = events.rolling("time", group_by="actor", period="7d", closed="both").agg(pl.col("tenant").n_unique() > 20)
print(f"broken={events['broken'].sum()} rows-a-day={rows.item()} tenants-a-week={tenants['tenant'].sum()}")

#!/usr/bin/env python3
"""DuckDB over the same log, rules and limits: duckdb_peer.py LOG THREADS CONDITION.sql POLICY.json"""

import sys

import duckdb

log, threads, condition = sys.argv[1:4]
COLUMNS = (
    "{time:'TIMESTAMP', actor:'VARCHAR', role:'VARCHAR', tenant:'VARCHAR', list:'VARCHAR', "
    "rows:'BIGINT', destination:'VARCHAR', ticket:'VARCHAR'}"
)
read = f"read_json('{log}', format='newline_delimited', columns={COLUMNS})"
if log.endswith(".csv"):
    read = f"read_csv('{log}')"
with open(condition, encoding="utf-8") as file:
    where = file.read()
db = duckdb.connect()
db.execute(f"SET threads={threads}")
# First into a table, then asked: faster than asking the file three times.
db.execute(
    f"""CREATE TEMP TABLE ev AS SELECT time, actor, role, tenant, list, rows, ticket,
        split_part(destination, '/', 3) AS host, hour(time) AS hour FROM {read}"""
)


def count(query):
    return db.execute(f"SELECT count(*) FROM {query}").fetchone()[0]


def over(what, days, limit):
    return count(
        f"""(SELECT {what} OVER (PARTITION BY actor ORDER BY time
            RANGE BETWEEN INTERVAL {days} DAYS PRECEDING AND CURRENT ROW) s FROM ev) WHERE s > {limit}"""
    )


print(
    f"broken={count(f'ev WHERE {where}')}"
    f" rows-a-day={over('sum(rows)', 1, 2_000_000)}"
    f" tenants-a-week={over('count(DISTINCT tenant)', 7, 20)}"
)

#!/usr/bin/env python3
"""ClickHouse, as a library: chdb_peer.py LOG THREADS CONDITION.sql POLICY.json"""

import sys

from chdb.session import Session

log, threads, condition = sys.argv[1:4]
COLUMNS = (
    "time String, actor LowCardinality(String), role LowCardinality(String), tenant LowCardinality(String), "
    "list LowCardinality(String), rows Int64, destination String, ticket String"
)
with open(condition, encoding="utf-8") as file:
    where = file.read()
db = Session()
db.query(f"SET max_threads = {threads}")
db.query("CREATE DATABASE IF NOT EXISTS bench")
db.query(
    f"""CREATE TABLE bench.ev ENGINE = Memory AS
        SELECT toUnixTimestamp64Milli(parseDateTime64BestEffort(time, 3, 'UTC')) AS ms, actor, role, tenant, list, rows,
        ticket, splitByChar('/', destination)[3] AS host, toUInt8(substring(time, 12, 2)) AS hour
        FROM file('{log}', 'JSONEachRow', '{COLUMNS}')"""
)


def count(query):
    return int(str(db.query(f"SELECT count() FROM {query}", "CSV")).strip())


def over(what, days, limit):
    return count(
        f"""(SELECT {what} OVER (PARTITION BY actor ORDER BY ms
            RANGE BETWEEN {days * 86_400_000} PRECEDING AND CURRENT ROW) AS s FROM bench.ev) WHERE s > {limit}"""
    )


print(
    f"broken={count(f'bench.ev WHERE {where}')}"
    f" rows-a-day={over('sum(rows)', 1, 2_000_000)}"
    f" tenants-a-week={over('uniqExact(tenant)', 7, 20)}"
)

"""Makes the Parquet files of this folder (see README.md). Needs pyarrow; made with 26.0.

Usage: derive_parquet.py
"""
import datetime, decimal, json, pathlib
import pyarrow as pa
import pyarrow.parquet as pq

here = pathlib.Path(__file__).parent
rows = [json.loads(line) for line in (here / "m365-derived.jsonl").read_text().splitlines()]
table = pa.Table.from_pylist(rows)
pq.write_table(table, here / "m365-derived.parquet", compression="zstd", row_group_size=4)

utc = datetime.timezone.utc
at = datetime.datetime(2026, 3, 2, 15, 0, 0, 123456, utc)
wall = at.replace(tzinfo=None)
row = {
    "ms": at, "us": at, "wall_us": wall, "wall_ns": wall, "ns": at, "day": at.date(),
    "clock": datetime.time(15, 0, 1, 5), "yes": True, "int": -7, "big": 2**64 - 1, "half": 1.5,
    "money": decimal.Decimal("-1234567890123.45"), "text": "é\n\"x\"", "bytes": b"plain", "binary": b"\xff\x00",
    "set": ["a", None, "b"], "group": {"a": {"b": "deep", "at": wall}},
    "groups": [{"name": "x", "at": wall}, {"name": "y", "at": None}], "map": [("k", 1), ("l", None)],
    "numbers": [(1, "one")], "a.b": "dotted",
}
t = pa.timestamp
schema = pa.schema([
    ("ms", t("ms", "UTC")), ("us", t("us", "UTC")), ("wall_us", t("us")), ("wall_ns", t("ns")),
    ("ns", t("ns", "UTC")), ("day", pa.date32()), ("clock", pa.time64("us")), ("yes", pa.bool_()),
    ("int", pa.int32()), ("big", pa.uint64()), ("half", pa.float64()), ("money", pa.decimal128(20, 2)),
    ("text", pa.string()), ("bytes", pa.binary()), ("binary", pa.binary()), ("set", pa.list_(pa.string())),
    ("group", pa.struct([("a", pa.struct([("b", pa.string()), ("at", t("us"))]))])),
    ("groups", pa.list_(pa.struct([("name", pa.string()), ("at", t("us"))]))),
    ("map", pa.map_(pa.string(), pa.int64())), ("numbers", pa.map_(pa.int32(), pa.string())),
    ("a.b", pa.string()),
])
row["ms"] = at.replace(microsecond=123000)
table = pa.Table.from_pylist([row, {}], schema=schema)
packed = dict(zip(schema.names, ["snappy", "gzip", "zstd", "none"] * 6))
# Nested columns are packed by the names of their leaves: leave them to the default.
flat = {n: p for n, p in packed.items() if not pa.types.is_nested(schema.field(n).type)}
pq.write_table(table, here / "types.parquet", compression=flat, version="2.6", coerce_timestamps=None)

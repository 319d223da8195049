"""Makes the tables of this folder from panther-analysis's sample events (see README.md).

Usage: derive.py FOLDER_OF_JSONL_FILES
"""
import csv, datetime, io, json, pathlib, sys

FILES = ["Microsoft365.Audit.SharePoint.jsonl", "Microsoft365.Audit.AzureActiveDirectory.jsonl"]
COLUMNS = ["RecordType", "CreationDate", "UserIds", "Operations", "AuditData", "ResultIndex",
           "ResultCount", "Identity", "IsValid", "ObjectState"]

events = []
for name in FILES:
    for line in (pathlib.Path(sys.argv[1]) / name).read_text().splitlines():
        events.append({k: v for k, v in json.loads(line)["log"].items() if not k.startswith("p_")})

rows = []
for number, event in enumerate(events, 1):
    get = lambda key: next((v for k, v in event.items() if k.lower() == key), "")
    time = datetime.datetime.fromisoformat(get("creationtime"))
    hour = time.strftime("%I").lstrip("0")
    date = f"{time.month}/{time.day}/{time.year} {hour}:{time:%M:%S} {time:%p}"
    # As the export writes it: the JSON ends with a line feed of its own, inside the quotes.
    audit = json.dumps(event, ensure_ascii=False, separators=(",", ":")) + "\n"
    rows.append([get("workload"), date, get("userid"), get("operation"), audit, str(number),
                 str(len(events)), f"{get('id')}-{number}", "True", "Unchanged"])

out = io.StringIO(newline="")
writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
writer.writerow(COLUMNS)
writer.writerows(rows)
here = pathlib.Path(__file__).parent
(here / "m365-derived.csv").write_bytes(b"\xef\xbb\xbf" + out.getvalue().encode())
lines = [json.dumps(dict(zip(COLUMNS, row)), ensure_ascii=False) + "\n" for row in rows]
(here / "m365-derived.jsonl").write_text("".join(lines))

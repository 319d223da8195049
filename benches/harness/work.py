"""What is measured upon, made in the cache: the programs, the logs in each format, the policies in each language."""

import csv
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
TOP = HERE.parent
COLUMNS = "id time actor role tenant list fields rows destination ip purpose ticket approver".split()


def say(text):
    print(text, file=sys.stderr, flush=True)


def checked(command, **more):
    say("$ " + " ".join(map(str, command)))
    subprocess.run(list(map(str, command)), check=True, **more)


def made(path, make):
    """The path, made if it is not there; what breaks off while it is made does not count as made."""
    if not path.exists():
        say(f"making {path}")
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name("part-" + path.name)
        make(part)
        os.replace(part, path)
    return path


def build_exeat():
    checked(["cargo", "build", "--release", "--locked", "--manifest-path", TOP / "Cargo.toml"])
    target = os.environ.get("CARGO_TARGET_DIR", TOP / "target")
    return Path(target) / "release/exeat"


class Work:
    """The logs and policies of one size."""

    def __init__(self, cache, events):
        self.cache, self.events = cache, events
        crate = HERE / "generator"
        checked(
            ["cargo", "build", "--release", "--quiet", "--manifest-path", crate / "Cargo.toml"]
            + ["--target-dir", cache / "generator"]
        )
        self.generator = cache / "generator/release/bench-log"
        # Another generator makes another log.
        source = (crate / "src/main.rs").read_bytes() + Path(__file__).read_bytes()
        self.folder = cache / ("logs-" + hashlib.sha256(source).hexdigest()[:8])

    def log(self, times=1):
        count = self.events * times
        path = self.folder / f"{count}.jsonl"
        return made(path, lambda part: checked([self.generator, count, part]))

    def large(self):
        """A log of 10,000 tenants; the generator puts their rules beside it."""
        path = self.folder / f"{self.events}-10000-tenants.jsonl"
        return made(path, lambda part: checked([self.generator, self.events, part, self.folder]))

    def packed(self, name, command):
        log = self.log()

        def pack(part):
            with open(part, "wb") as out:
                checked([*command, log], stdout=out)

        return made(log.with_name(log.name + name), pack)

    def table(self):
        return made(self.log().with_suffix(".csv"), lambda part: write_table(self.log(), part))

    def rules(self, policy, language, name):
        """A policy in a language; always made anew, for it takes no time."""
        path = self.cache / "rules" / Path(policy).stem / name
        path.parent.mkdir(parents=True, exist_ok=True)
        checked([sys.executable, HERE / "harness/rules.py", language, policy, path])
        return path

    def policy(self, name):
        """The folder of a policy in the exeat language: `100`, `2000`, `10000`, `10000-by-region`."""
        folder = self.folder if name.startswith("10000") else HERE
        return self.rules(folder / f"policy{name}.json", "exeat", "exeat/policy.exeat").parent


def write_table(log, path):
    """The same events as CSV: the names of fields, a list, are one text joined by semicolons."""
    with open(log, encoding="utf-8") as lines, open(path, "w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(COLUMNS)
        for line in lines:
            event = json.loads(line)
            event["fields"] = ";".join(event["fields"])
            rows.writerow([event[name] for name in COLUMNS])

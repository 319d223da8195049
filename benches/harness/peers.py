"""The programs that exeat is measured against, where they come from, and how their answers are read."""

import json
import re
import shutil
import subprocess
import sys

from .measure import Failed, Program
from .work import HERE, checked

# The last release that Rust 1.95 builds.
RSIGMA = "0.23.0"
PACKAGES = ("duckdb", "polars", "chdb")
PEERS = (*PACKAGES, "rsigma", "jq")


class Peers:
    """The peers that are asked for, installed under the cache; who is missing says why."""

    def __init__(self, work, names):
        self.work, self.names = work, names
        self.cache = work.cache
        self.python = self.cache / "venv/bin/python"
        self.ready = {}
        policy = HERE / "policy100.json"
        self.sql = work.rules(policy, "sql", "condition.sql")
        self.jq = work.rules(policy, "jq", "condition.jq")
        self.sigma = work.rules(policy, "sigma", "rules.yml")

    def version(self, name):
        """The version of an installed peer; the first question installs it."""
        if name not in self.names:
            raise Failed("not asked for")
        if name not in self.ready:
            try:
                self.ready[name] = self.install(name)
            except (OSError, subprocess.CalledProcessError) as error:
                self.ready[name] = Failed(f"could not be installed: {error}")
        if isinstance(self.ready[name], Failed):
            raise self.ready[name]
        return self.ready[name]

    def install(self, name):
        if name in PACKAGES:
            if not self.python.exists():
                checked([sys.executable, "-m", "venv", self.cache / "venv"])
            pins = HERE / "peers/requirements.txt"
            pin = next(line for line in pins.read_text().splitlines() if line.startswith(name + "=="))
            checked([self.python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", pin])
            return pin.replace("==", " ")
        if name == "rsigma":
            root = self.cache / "cargo"
            if not (root / "bin/rsigma").exists():
                checked(["cargo", "install", "--quiet", "--locked", "--root", root] + ["--version", RSIGMA, "rsigma"])
            return self.told([root / "bin/rsigma", "--version"])
        if not shutil.which("jq"):
            raise Failed("not here: install it with the system's packages (`apt-get install jq`)")
        return self.told(["jq", "--version"]).replace("-", " ")

    def told(self, command):
        ran = subprocess.run(list(map(str, command)), check=True, capture_output=True, text=True)
        return ran.stdout.strip()

    def program(self, name, log, threads):
        self.version(name)
        out = str(self.cache / f"{name}.out")
        if name in PACKAGES:
            script = HERE / f"peers/{name}_peer.py"
            command = [self.python, script, log, threads, self.sql, HERE / "policy100.json"]
        elif name == "rsigma":
            command = [self.cache / "cargo/bin/rsigma", "engine", "eval", "--rules", self.sigma]
            command += ["--timestamp-field", "time", "--no-detections", "--event", f"@{log}"]
        else:
            command = ["jq", "--null-input", "--raw-output", "--from-file", self.jq, log]
        return Program(list(map(str, command)), out, one_core=threads == 1)

    def answer(self, name, program):
        """What it counted: events that break a rule, and events over each limit."""
        if name == "rsigma":
            return sigma_answer(program.out)
        with open(program.out, encoding="utf-8") as file:
            return {what: int(count) for what, count in re.findall(r"(\S+)=(\d+)", file.read())}


def sigma_answer(path):
    broken, limits = set(), {"rows-a-day": 0, "tenants-a-week": 0}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if '"every-export"' in line[:200]:
                continue
            found = json.loads(line)
            name = found.get("rule_title")
            if name in limits:
                limits[name] += 1
            elif "event" in found:
                broken.add(found["event"]["id"])
    return {"broken": len(broken), **limits}

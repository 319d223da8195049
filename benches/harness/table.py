"""The rows of the table in words: results.md, and the small table of README.md. It measures nothing."""

import datetime
import os
import platform
import re
import statistics
from dataclasses import dataclass
from pathlib import Path

from .measure import Pairs, median

BEGIN, END = "<!-- speed -->", "<!-- /speed -->"
MIB = 1 << 20


@dataclass
class Bar:
    """What is promised: `at least` so many times as fast, `at most` so many times as long, or so much memory."""

    least: float = None
    most: float = None
    unit: str = "x"

    def __str__(self):
        word, number = ("at least", self.least) if self.least is not None else ("at most", self.most)
        return f"{word} {number:g}{'' if self.unit == 'x' else ' '}{self.unit}"

    def met(self, value):
        return value >= self.least if self.least is not None else value <= self.most


@dataclass
class Row:
    """What was measured, against what; `why` is told where it was not, or where the answers differ.

    A quick run is not judged: what is promised of a million events is not promised of a few.
    """

    what: str
    against: str
    bar: Bar = None
    pairs: Pairs = None
    why: str = ""
    judged: bool = True

    def value(self):
        if self.memory():
            return max(run.peak for run in self.pairs.ours) / MIB
        return statistics.median(self.pairs.ratios(self.faster()))

    def memory(self):
        return bool(self.bar) and self.bar.unit == "MiB"

    def faster(self):
        """Whether the ratio says how much faster exeat is; else how much longer it takes."""
        return not self.bar or self.bar.least is not None

    def ratio(self):
        if self.memory():
            return "-"
        ratios = self.pairs.ratios(self.faster())
        word = "as fast" if self.faster() else "as long"
        return f"{self.value():.2f}x {word} ({ratios[0]:.2f}–{ratios[-1]:.2f})"

    def verdict(self):
        if not self.bar:
            return "-"
        if not self.pairs:
            return f"{self.bar}: not measured"
        if not self.judged:
            return f"{self.bar}: not judged"
        return f"{self.bar}: {'met' if self.bar.met(self.value()) else '**missed**'}"


def times(runs, cpu):
    if not runs:
        return "-"
    wall = f"{median(runs, 'wall'):.3f} s"
    if cpu:
        wall += f", {median(runs, 'cpu'):.3f} s"
    return f"{wall}, {max(run.peak for run in runs) / MIB:.0f} MiB"


def lines(rows, cpu):
    what = "wall, CPU, peak" if cpu else "wall, peak"
    yield f"| exeat | against | exeat: {what} | the other: {what} | ratio (min–max) | bar |"
    yield "|---|---|---|---|---|---|"
    for row in rows:
        start = f"| {row.what} | {row.against} "
        if not row.pairs:
            yield f"{start}| - | - | {row.why} | {row.verdict()} |"
            continue
        told = row.ratio() + (f"; {row.why}" if row.why else "")
        ours, theirs = times(row.pairs.ours, cpu), times(row.pairs.theirs, cpu)
        yield f"{start}| {ours} | {theirs} | {told} | {row.verdict()} |"


def cpu_model():
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        text = ""
    found = re.search(r"^model name\s*:\s*(.+)$", text, re.M)
    return found[1].strip() if found else platform.processor() or platform.machine()


def machine():
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    cores = len(os.sched_getaffinity(0))
    try:
        system = platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        system = platform.system()
    return f"{cpu_model()}, {cores} cores, {memory:.0f} GiB, {system}"


def small(rows, events, how):
    """The table of README.md, which stands in results.md too."""
    date = datetime.date.today().isoformat()
    head = f"{events:,} events, JSON lines unless said; {machine()}; {date}{how}."
    return "\n".join([BEGIN, head, "", *lines(rows, cpu=False), END])


def results(rows, events, how, versions, command):
    text = f"""# How fast, in how much memory

Made by `{command}`; [how it is measured](README.md).

- Versions: {"; ".join(versions)}.
- A ratio is the median of interleaved pairs of runs, beside it the least and the greatest.
- Times are medians, memory is the greatest peak of any run.

{small(rows, events, how)}

With the processors' time:

"""
    return text + "\n".join(lines(rows, cpu=True)) + "\n"


def into_readme(path, table):
    text = path.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN, 1)
    path.write_text(before + table + rest.split(END, 1)[1], encoding="utf-8")

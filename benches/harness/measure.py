"""Runs programs and measures them whole: wall time, processor time, peak memory. It knows no program."""

import os
import statistics
import subprocess
import tempfile
import time
from dataclasses import dataclass, field


@dataclass
class Program:
    """What is run, and where its output goes; `feed` is a program whose output it reads."""

    command: list
    out: str
    feed: list = None
    one_core: bool = False
    good: tuple = (0,)


@dataclass
class Run:
    wall: float
    cpu: float
    peak: int


class Failed(Exception):
    """A program ended as it should not, or is not there."""


def run(program):
    cores = os.sched_getaffinity(0)
    if program.one_core:
        os.sched_setaffinity(0, {min(cores)})
    try:
        return measured(program)
    except OSError as error:
        raise Failed(f"{program.command[0]} does not start: {error.strerror}") from error
    finally:
        os.sched_setaffinity(0, cores)


def measured(program):
    with open(program.out, "wb") as out, tempfile.TemporaryFile("w+b") as err:
        feed = subprocess.Popen(program.feed, stdout=subprocess.PIPE) if program.feed else None
        start = time.perf_counter()
        child = subprocess.Popen(
            program.command, stdin=feed.stdout if feed else subprocess.DEVNULL, stdout=out, stderr=err
        )
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if feed:
            feed.stdout.close()
            feed.wait()
        if child.returncode not in program.good:
            err.seek(0)
            last = err.read().decode(errors="replace").strip().splitlines()[-1:] or ["without a word"]
            raise Failed(f"{program.command[0]} ended with {child.returncode}: {last[0]}")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


@dataclass
class Pairs:
    """Runs of two programs in turn, A B A B: what disturbs the machine disturbs both."""

    ours: list = field(default_factory=list)
    theirs: list = field(default_factory=list)

    def ratios(self, faster):
        """Theirs to ours if it is told how much faster ours is, else ours to theirs."""
        both = [(a.wall, b.wall) for a, b in zip(self.ours, self.theirs, strict=True)]
        return sorted(b / a if faster else a / b for a, b in both)


def in_turn(ours, theirs, count):
    pairs = Pairs()
    for _ in range(count):
        pairs.ours.append(run(ours))
        pairs.theirs.append(run(theirs))
    return pairs


def median(runs, what):
    return statistics.median(getattr(run, what) for run in runs)


def warm(path):
    """Reads a file, so that it stands in the page cache."""
    with open(path, "rb", buffering=0) as file:
        while file.read(1 << 20):
            pass

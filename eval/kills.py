"""Kills `ctpat ingest` at random points and looks at what is left: python -m eval.kills [--kills 200] [--output FILE].

A folder of 45 small files is ingested anew, after a third of them was changed, and after a third was taken away; the
ingest and all its processes are killed at a random moment, in a narrow window (such as between two files of one
batch), or while two ingests race. Then the base must open at once, hold of each file the older or the newer version
whole, and be after one more ingest what a clean ingest of the same folder makes. Most of the ingests embed with a
stand-in, every eighth with the real model and as a process of its own. The index of the vectors, which only a large
base has, is there all the time, never, or comes or goes with the ingest. Only where processes can be forked.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval import kills_child as child
from eval.kills_check import contents, told
from eval.kills_folder import Folder, editions, lay

ROOT = Path(__file__).resolve().parents[1]
SITUATIONS = ("fresh", "update", "delete")
REAL_EVERY = 8  # kills; the others embed with a stand-in
REAL_ROWS = 10  # of each log, so that the real model does not take most of the time
RACE_EVERY = 14
LONGEST = 120.0  # seconds that a process may take
CHECKS = ("reading", "whole", "agree", "after")
# Whether the base has an index before, and from how many passages on it has one with the ingest
SHAPES = {"large": (True, 0), "grows": (False, 0), "shrinks": (True, 20_000), "small": (False, 20_000)}


@dataclass(frozen=True, slots=True)
class Plan:
    """One kill: where and when."""

    situation: str
    real: bool
    racing: bool
    window: child.Window | None
    share: float  # of the time that the whole ingest takes
    shape: str

    @property
    def how(self) -> str:
        """The kind of kill, for the table."""
        if self.racing:
            return "two ingests race"
        return f"window: {self.window.place}" if self.window else "random moment" + (", real model" * self.real)


class Bench:
    """A folder in its editions with clean bases of each, and a place for one base after another to be killed in."""

    def __init__(self, place: Path, seed: int, quick: bool = False) -> None:
        self.place = place
        self.documents, self.workspace = place / "documents", place / "workspace"
        small = editions(seed, REAL_ROWS, office=not quick)
        self.folders = {False: small if quick else editions(seed), True: small}
        self.seconds: dict[tuple[bool, str], float] = {}

    def prepare(self, real: bool) -> None:
        """Make the clean bases, and time an ingest of each situation."""
        child.preload(self.place)
        for situation in SITUATIONS:
            self._ingest_whole(self.clean(real, situation), self.folders[real][situation], real)
        for situation in SITUATIONS:
            self.set_up(situation, real, indexed=True)
            self.seconds[real, situation] = self._ingest_whole(self.workspace, self.folders[real][situation], real)

    def clean(self, real: bool, situation: str) -> Path:
        """The workspace of a clean ingest of an edition."""
        return self.place / f"clean {situation} {'real' if real else 'stand-in'}"

    def set_up(self, situation: str, real: bool, indexed: bool) -> None:
        """Put the workspace as it was before the ingest that is to be killed, and the folder as it is to be read."""
        shutil.rmtree(self.workspace, ignore_errors=True)
        if situation != "fresh":
            shutil.copytree(self.clean(real, "fresh"), self.workspace)
        if not indexed:
            shutil.rmtree(self.workspace / "vectors", ignore_errors=True)
        self.lay(self.folders[real][situation])

    def lay(self, files: Folder) -> None:
        """Make the folder hold these files."""
        self.documents.mkdir(exist_ok=True)
        lay(self.documents, files)

    def kill(self, plan: Plan) -> dict[str, Any] | None:
        """Carry out a plan; what was found, or None where the ingest came to its end first."""
        self.set_up(plan.situation, plan.real, SHAPES[plan.shape][0])
        killed = self._race(plan) if plan.racing else self._kill(plan)
        return self._look(plan) if killed else None

    def _kill(self, plan: Plan) -> bool:
        started = time.perf_counter()
        process = self._start(plan)
        if plan.window is None:
            _sleep_until(started + plan.share * self.seconds[plan.real, plan.situation])
            return _end(process)
        return os.WIFSIGNALED(_waited(process))

    def _race(self, plan: Plan) -> bool:
        """Two ingests at once; one is killed, and the other goes on or says who holds the lock."""
        dice = random.Random(plan.share)
        started = time.perf_counter()
        processes = [self._start(plan, "0")]
        time.sleep(dice.choice((0.0, 0.01, 0.2)))
        processes.append(self._start(plan, "1"))
        _sleep_until(started + plan.share * self.seconds[plan.real, plan.situation])
        killed = _end(processes.pop(dice.randrange(2)))
        ended = _waited(processes[0])
        said = "".join(log.read_text(errors="replace") for log in sorted(self.place.glob("ingest*.log")))
        if ended and not ("is writing to" in said and os.waitstatus_to_exitcode(ended) == 1):
            raise RuntimeError(f"The other ingest ended with {ended}: {said[-2000:]}")
        return killed

    def _start(self, plan: Plan, name: str = "") -> int:
        log, most = self.place / f"ingest{name}.log", SHAPES[plan.shape][1]
        if plan.real:
            words = ["--workspace", str(self.workspace), "ingest", str(self.documents)]
            command = [sys.executable, "-c", child.PROGRAM.format(most=most), *words]
            with log.open("w") as file:
                return subprocess.Popen(command, stdout=file, stderr=file, cwd=ROOT, start_new_session=True).pid
        return child.forked(lambda: child.ingest(self.workspace, self.documents, False, most, plan.window), log)

    def _look(self, plan: Plan) -> dict[str, Any]:
        result, log = self.place / "found.json", self.place / "look.log"
        result.unlink(missing_ok=True)
        nothing = self.place / "nothing"
        before = nothing if plan.situation == "fresh" else self.clean(plan.real, "fresh") / "store.sqlite3"
        after = self.clean(plan.real, plan.situation) / "store.sqlite3"
        given = (self.workspace, self.documents, before, after, plan.real, SHAPES[plan.shape][1], result)
        _waited(child.forked(lambda: child.look(*given), log))
        if not result.exists():
            return {name: [] for name in CHECKS} | {"phase": "", "after": [log.read_text(errors="replace")[-2000:]]}
        return dict(json.loads(result.read_text(encoding="utf-8")))

    def _ingest_whole(self, workspace: Path, files: Folder, real: bool) -> float:
        self.lay(files)
        started, log = time.perf_counter(), self.place / "clean.log"
        process = child.forked(lambda: child.ingest(workspace, self.documents, real, most=0), log)
        if _waited(process) != 0:
            raise RuntimeError(f"The clean ingest failed: {log.read_text(errors='replace')[-2000:]}")
        if not contents(workspace / "store.sqlite3"):
            raise RuntimeError("The clean ingest stored nothing.")
        return time.perf_counter() - started


def plans(count: int, seed: int, quick: bool = False) -> list[Plan]:
    """As many kills of all kinds and situations; the quick ones without the real model."""
    dice = random.Random(seed)
    made = []
    places = list(child.PLACES)
    for number in range(count):
        racing, real = number % RACE_EVERY == 5, number % REAL_EVERY == 3 and not quick
        narrow = not racing and not real and number % 2 == 0
        window = None
        if narrow:
            place = places[(number // 2) % len(places)]
            window = child.Window(place, dice.random() < 0.5, dice.randint(1, child.PLACES[place][2]))
        shape = child.SHAPES.get(window.place if window else "") or dice.choice(list(SHAPES))
        situation = SITUATIONS[(number // 3 + number) % 3]
        made.append(Plan(situation, real and not racing, racing, window, dice.uniform(0.02, 1.0), shape))
    return made


def run(count: int, seed: int, place: Path, quick: bool = False) -> dict[str, Any]:
    """Kill so many ingests; the table of kills by situation, kind and phase, and every fault found.

    The quick form reads fewer and smaller files and leaves the real model out.
    """
    bench = Bench(place, seed, quick)
    started = time.perf_counter()
    drawn = plans(2 * count + 30, seed, quick)
    kinds = {plan.real for plan in drawn[:count]}
    for real in sorted(kinds):
        bench.prepare(real)
    rows: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    phases: Counter[str] = Counter()
    faults: list[dict[str, Any]] = []
    done = ended_first = 0
    for plan in drawn:
        if done == count:
            break
        found = bench.kill(plan)
        if found is None:
            ended_first += 1
            continue
        done += 1
        phases[found["phase"]] += 1
        if done % 20 == 0:
            print(f"{done} kills, {time.perf_counter() - started:.0f} seconds", file=sys.stderr)
        wrong = [name for name in CHECKS if found[name]]
        rows[plan.situation, plan.how].update(["kills", *wrong])
        if wrong:
            faults.append({"kill": done, "plan": str(plan), **{name: told(found[name]) for name in wrong}})
            print(f"kill {done}: {plan}: {faults[-1]}", file=sys.stderr)
    table = [
        {"situation": situation, "how": how, **{name: counts[name] for name in ("kills", *CHECKS)}}
        for (situation, how), counts in sorted(rows.items())
    ]
    return {
        "kills": done,
        "with_faults": len(faults),
        "ended_before_the_kill": ended_first,
        "seed": seed,
        "seconds": round(time.perf_counter() - started, 1),
        "found_after_the_kill": dict(phases.most_common()),
        "table": table,
        "faults": faults,
    }


def as_text(figures: dict[str, Any]) -> str:
    """The figures for a terminal."""
    lines = [f"{'situation':<10}{'how':<34}{'kills':>6}{'read':>6}{'whole':>7}{'agree':>7}{'after':>7}"]
    lines += [
        f"{row['situation']:<10}{row['how']:<34}{row['kills']:>6}{row['reading']:>6}{row['whole']:>7}"
        f"{row['agree']:>7}{row['after']:>7}"
        for row in figures["table"]
    ]
    lines.append("Columns: kills; of them with faults in reading at once, in a document's wholeness, between passages")
    lines.append("and vectors, after one more ingest against a clean one.")
    lines.append(f"Found after the kill: {figures['found_after_the_kill']}")
    lines.append(f"{figures['kills']} kills, {figures['with_faults']} with faults, {figures['seconds']} seconds.")
    return "\n".join(lines)


def _sleep_until(moment: float) -> None:
    time.sleep(max(0.0, moment - time.perf_counter()))


def _end(process: int) -> bool:
    """Kill a process with its group; False where it had ended before."""
    with suppress(ProcessLookupError):
        child.end_group(process)
    return os.WIFSIGNALED(_waited(process))


def _waited(process: int) -> int:
    """How a process ended, as the system tells it; one that takes too long is ended."""
    limit = time.perf_counter() + LONGEST
    while time.perf_counter() < limit:
        done, status = os.waitpid(process, os.WNOHANG)
        if done:
            return status
        time.sleep(0.005)
    child.end_group(process)
    os.waitpid(process, 0)
    raise RuntimeError(f"A process took more than {LONGEST:.0f} seconds.")


def _commit() -> str:
    return subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout.strip()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the kills, print the table and write it."""
    asked = argparse.ArgumentParser(description="Kill ingests and look at what is left.")
    asked.add_argument("--kills", type=int, default=200)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--quick", action="store_true", help="fewer and smaller files, and not the real model")
    asked.add_argument("--output", type=Path, help="default: eval/results/kills-COMMIT.json")
    given = asked.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="ctpat-kills-") as place:
        figures = run(given.kills, given.seed, Path(place), given.quick)
    output = given.output or ROOT / "eval" / "results" / f"kills-{_commit()}.json"
    output.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(as_text(figures))
    return 1 if figures["with_faults"] else 0


if __name__ == "__main__":
    sys.exit(main())

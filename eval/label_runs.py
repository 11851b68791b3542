"""Measurements against the user's own labels, kept in the workspace and compared with the one before."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from eval.label_rows import Row, found, worst
from eval.labels import measure
from kb.assistant import Assistant
from kb.errors import AccessError, WorkspaceError
from kb.people import Role
from kb.store import Store

NAME = "label runs"  # named value of the store: JSON, oldest first
KEPT = 20  # runs
SUMMED = ("n", "accuracy", "macro_f1", "false_covered", "evidence_recall5")


Outcome = tuple[bool | None, bool | None]  # judged as labelled, document found; None where the labels do not say


@dataclass(frozen=True, slots=True)
class Run:
    """One measurement, as far as the next one is compared with it."""

    at: str  # ISO 8601
    labels: str  # the file's name
    sha256: str  # of the file
    split: str
    made_by: Mapping[str, str]
    figures: Mapping[str, float | None]
    criteria: Mapping[str, Outcome]  # by number


@dataclass(frozen=True, slots=True)
class Comparison:
    """Which criteria do better or worse than in an earlier run."""

    since: str  # its day, ISO 8601
    better: tuple[int, ...]
    worse: tuple[int, ...]
    other_labels: bool  # the file of labels has changed; only criteria that both label are compared

    @property
    def summary(self) -> str:
        """Such as "3 better, 1 worse than on 2026-11-20 (better: 12, 56, 80; worse: 4)." """
        lists = [f"{name}: {', '.join(map(str, some))}" for name, some in self._named() if some]
        apart = f" ({'; '.join(lists)})" if lists else ""
        note = " The labels have changed since: only criteria in both are compared." if self.other_labels else ""
        return f"{len(self.better)} better, {len(self.worse)} worse than on {self.since}{apart}.{note}"

    def _named(self) -> list[tuple[str, tuple[int, ...]]]:
        return [("better", self.better), ("worse", self.worse)]


def evaluate(assistant: Assistant, path: Path, split: str = "all") -> dict[str, Any]:
    """measure(), the worst cases, and the comparison with the last run that differs; the run is kept.

    Raises LabelsError. In a workspace that cannot be written the run is not kept, and a note says so.
    """
    figures = measure(assistant, path, split)
    now = _run(figures, path)
    store = assistant.base.store
    before = last_before(store, now)
    compared = compare(before, now) if before else None
    try:
        assistant.base.require(Role.EDITOR, "keep a run")
        keep(store, now)
    except (AccessError, WorkspaceError) as error:
        figures["notes"].append(f"This run is not kept for the next to be compared with: {error}")
    told = [compared.summary] if compared else ["No earlier run of these labels is kept to compare with."]
    return figures | {
        "reading": [*figures["reading"], *told],
        "worst": worst(figures["criteria"]),
        "compared": asdict(compared) if compared else None,
    }


def runs(store: Store) -> list[Run]:
    """The runs that are kept, oldest first; raises WorkspaceError where they are garbled."""
    try:
        return [_from_json(values) for values in json.loads(store.meta(NAME) or "[]")]
    except (ValueError, KeyError, TypeError) as error:
        raise WorkspaceError(
            f"Earlier runs of labels cannot be read in {store.path} ({error}). Restore the workspace from a backup."
        ) from error


def keep(store: Store, now: Run) -> None:
    """Keep a run, unless it says what the last one said; raises WorkspaceError."""
    with store.transaction():
        held = runs(store)
        if not (held and _same(held[-1], now)):
            values = [asdict(each) for each in [*held, now][-KEPT:]]
            store.set_meta(NAME, json.dumps(values, ensure_ascii=False))


def last_before(store: Store, now: Run) -> Run | None:
    """The last run of the same file's name and split that does not say the same; None where there is none."""
    like = [each for each in runs(store) if (each.labels, each.split) == (now.labels, now.split)]
    return next((each for each in reversed(like) if not _same(each, now)), None)


def compare(before: Run, now: Run) -> Comparison:
    """What has become better or worse: the status first, then whether a named document is found."""
    both = now.criteria.keys() & before.criteria.keys()
    moved = {int(key): _moved(before.criteria[key], now.criteria[key]) for key in both}
    return Comparison(
        before.at[:10],
        tuple(sorted(number for number, step in moved.items() if step > 0)),
        tuple(sorted(number for number, step in moved.items() if step < 0)),
        before.sha256 != now.sha256,
    )


def _moved(before: Outcome, now: Outcome) -> int:
    for old, new in zip(before, now, strict=True):
        if old is not None and new is not None and old != new:
            return 1 if new else -1
    return 0


def _run(figures: Mapping[str, Any], path: Path) -> Run:
    return Run(
        at=datetime.now().astimezone().isoformat(timespec="seconds"),
        labels=path.name,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        split=figures["split"],
        made_by=dict(figures["made_by"]),
        figures={name: figures.get(name) for name in SUMMED},
        criteria={str(one["criterion"]): _outcome(one) for one in figures["criteria"]},
    )


def _outcome(one: Row) -> Outcome:
    return one["right"], found(one) if one["labelled"] else None


def _from_json(values: dict[str, Any]) -> Run:
    criteria = {str(key): (said[0], said[1]) for key, said in values["criteria"].items()}
    return Run(**values | {"criteria": criteria})


def _same(one: Run, other: Run) -> bool:
    return _said(one) == _said(other)


def _said(one: Run) -> tuple[object, ...]:
    return one.labels, one.sha256, one.split, one.criteria

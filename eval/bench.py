"""Quality and cost against what a user would pick instead, in one run: python -m eval.bench DIR…"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.beir import SUPPORT, ranked
from eval.beir_folder import Labels, Query, load, reduced, save
from eval.bench_rivals import BM25, CHROMA, NEEDED
from eval.bench_table import as_markdown, as_text
from eval.metrics import MEASURES, auroc, mean, measure, paired_interval
from eval.spent import Spent, run
from kb.errors import CtpatError, SourceError

OURS = "ours"
RIVALS = Path(__file__).with_name("bench_rivals.py")
RESULTS = Path(__file__).with_name("results")
TIMED = 60  # questions asked again for their time
GAPS_ASKED = 500  # questions that nothing answers, evenly taken; a set may have thousands
QUICK_ASKED = 150  # questions of a set in a quick run
QUICK_ARMS = (BM25, CHROMA)
Rows = list[dict[str, float]]  # the measures of each question that has evidence, in one order


@dataclass(frozen=True, slots=True)
class Bench:
    """How one run measures."""

    place: Path  # a folder of its own, removed afterwards
    python: Path  # that has the others' packages
    model: Path
    arms: tuple[str, ...]  # of the others
    asked: int  # questions of a set at most, of those with evidence and of those without each; 0 for all
    repeats: int  # of the questions and of a cold start; 0 for the questions once and no cold start
    scopes: int  # of a set that has more: its companies, contracts; 0 for all


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure the sets named, print the tables, write them as JSON."""
    asked = _parser().parse_args(arguments)
    try:
        figures = measured(asked)
    except CtpatError as error:
        print(f"eval.bench: {error}", file=sys.stderr)
        return 1
    print(as_markdown(figures) if asked.markdown else as_text(figures))
    output = asked.output or (None if asked.quick else RESULTS / f"bench-{figures['commit']}.json")
    if output:
        output.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m eval.bench",
        description=__doc__,
        epilog="Ratios are the other's figure divided by ours: above 1 ours is faster or smaller. The others need the"
        " extra `bench` (pip install -e '.[bench]'), here or in another Python (--python). Linux and macOS.",
    )
    parser.add_argument("folders", nargs="+", type=Path, metavar="DIR", help="labels in BEIR's form")
    parser.add_argument("--quick", action="store_true", help=f"{', '.join(QUICK_ARMS)} only, {QUICK_ASKED} questions")
    parser.add_argument("--asked", type=int, default=0, metavar="N", help="of a set N questions of each kind at most")
    parser.add_argument("--scopes", type=int, default=0, metavar="N", help="of a set N companies or contracts at most")
    parser.add_argument("--arms", nargs="+", choices=tuple(NEEDED), metavar="ARM", help=f"of {', '.join(NEEDED)}")
    parser.add_argument("--python", type=Path, default=Path(sys.executable), metavar="PYTHON")
    parser.add_argument("--markdown", action="store_true", help="print the tables as Markdown")
    parser.add_argument("--output", type=Path, metavar="FILE", help="default: eval/results/bench-COMMIT.json")
    return parser


def measured(asked: argparse.Namespace) -> dict[str, Any]:
    """All figures of a run; raises LabelsError for a set, SourceError for packages that are not there."""
    from kb.embedding import model_folder

    arms = tuple(asked.arms or (QUICK_ARMS if asked.quick else NEEDED))
    lacking = sorted({module for arm in arms for module in run([asked.python, RIVALS, "missing"]).result[arm]})
    if lacking:
        raise SourceError(
            f"{asked.python} lacks {', '.join(lacking)}. Install the extra `bench` there, name another Python with"
            " --python, or leave those arms out with --arms."
        )
    with tempfile.TemporaryDirectory(prefix="ctpat-bench-", ignore_cleanup_errors=True) as place:
        limit = asked.asked or (QUICK_ASKED if asked.quick else 0)
        bench = Bench(Path(place), asked.python, model_folder(), arms, limit, 0 if asked.quick else 3, asked.scopes)
        sets = {folder.resolve().name: compare(bench, folder) for folder in asked.folders}
    taken = {"asked": limit or "all", "scopes": asked.scopes or "all"}
    return {"commit": commit(), "machine": machine(), **taken, "sets": sets}


def compare(bench: Bench, folder: Path) -> dict[str, Any]:
    """Arm -> quality, differences and cost on one set."""
    labels = reduced(load(folder), bench.scopes)
    corpus = bench.place / folder.resolve().name / "labels"
    save(labels, corpus)
    queries = questions(labels, bench.asked)
    file = _written(bench.place / "questions.json", queries)
    one = _written(bench.place / "one.json", queries[:1])
    spent = _spent(bench, corpus, file, one)
    characters = sum(len(row.text) for row in labels.rows)
    found = {arm: told["asks"][0].result for arm, told in spent.items()}
    rows = {arm: _quality(labels, queries, told, arm) for arm, told in found.items()}
    return {
        "rows": len(labels.rows),
        "characters": characters,
        "scopes": len({row.scope for row in labels.rows}),
        "questions": len(rows[OURS][1]),
        "gaps": sum(query.id in labels.gaps and query.id not in labels.relevant for query in queries),
        "arms": {
            arm: {
                "quality": mean(rows[arm][1]) | {"gap_auroc": _gap_auroc(labels, queries, found[arm]["sure"])},
                "support": rows[arm][0],
                "ours_less_this": _differences(rows[OURS][1], rows[arm][1]),
                "cost": _cost(told),
            }
            for arm, told in spent.items()
        },
    }


def questions(labels: Labels, limit: int = 0) -> list[Query]:
    """Those with evidence and, evenly taken, up to GAPS_ASKED that nothing answers; no more than the limit of each."""
    answered = [query for query in labels.queries if query.id in labels.relevant]
    gaps = [query for query in labels.queries if query.id not in labels.relevant]
    return _even(answered, limit or len(answered)) + _even(gaps, min(limit or GAPS_ASKED, GAPS_ASKED))


def _even(queries: Sequence[Query], count: int) -> list[Query]:
    step = max(len(queries) / max(count, 1), 1.0)
    return [queries[int(place * step)] for place in range(min(count, len(queries)))]


def _written(path: Path, queries: Sequence[Query]) -> Path:
    path.write_text(json.dumps([{"id": q.id, "text": q.text, "scope": q.scope} for q in queries]), encoding="utf-8")
    return path


def _spent(bench: Bench, corpus: Path, file: Path, one: Path) -> dict[str, dict[str, Any]]:
    """What each arm's ingest, its questions and a single question from a cold start took, and the size of its index.

    The arms ask in turns, so that a slow minute of the machine is not one arm's alone.
    """
    arms = {arm: corpus.parent / arm for arm in (OURS, *bench.arms)}
    spent: dict[str, dict[str, Any]] = {}
    for arm, index in arms.items():
        ingest = run([*_command(bench, arm, "ingest", index), "--corpus", corpus])
        spent[arm] = {"ingest": ingest, "asks": [], "cold": [], "size": _size(index)}
    for _ in range(max(bench.repeats, 1)):
        for arm, index in arms.items():
            asking = [*_command(bench, arm, "ask", index), "--questions", file, "--timed", str(TIMED)]
            spent[arm]["asks"].append(run(asking))
    for _ in range(bench.repeats):
        for arm, index in arms.items():
            spent[arm]["cold"].append(run([*_command(bench, arm, "ask", index), "--questions", one]))
    return spent


def _size(index: Path) -> float:
    """MB of the files of an index."""
    return sum(path.stat().st_size for path in index.rglob("*") if path.is_file()) / 1e6


def _command(bench: Bench, arm: str, step: str, index: Path) -> list[str | Path]:
    if arm == OURS:
        return [sys.executable, "-m", "eval.bench_ours", step, "--index", index]
    return [bench.python, RIVALS, step, "--arm", arm, "--index", index, "--model", bench.model]


def _quality(labels: Labels, queries: Sequence[Query], told: Mapping[str, Any], arm: str) -> tuple[float, Rows]:
    """How much a row's other passages count, and the measures of each question with evidence.

    Ours is ranked as shipped; of the others, by the better of that way and the best passage alone.
    """
    ways = {}
    for support in (SUPPORT,) if arm == OURS else (SUPPORT, 0.0):
        ways[support] = [
            measure(
                ranked([(row, score) for row, score in told["found"][query.id]], support), labels.relevant[query.id]
            )
            for query in queries
            if query.id in labels.relevant
        ]
    best = max(ways, key=lambda support: mean(ways[support])["nDCG10"])
    return best, ways[best]


def _differences(ours: Rows, theirs: Rows) -> dict[str, list[float]]:
    """Measure -> mean of ours less the other, and the ends of its 95 % interval."""
    return {
        name: [round(v, 4) for v in paired_interval([row[name] for row in ours], [row[name] for row in theirs])]
        for name in MEASURES
    }


def _gap_auroc(labels: Labels, queries: Sequence[Query], sure: Mapping[str, float]) -> float | None:
    """How often a question that nothing answers finds a worse best passage than one that something does."""
    gaps = [-sure[query.id] for query in queries if query.id in labels.gaps and query.id not in labels.relevant]
    return auroc(gaps, [-sure[query.id] for query in queries if query.id in labels.relevant])


def _cost(told: Mapping[str, Any]) -> dict[str, float | None]:
    ingest: Spent = told["ingest"]
    seconds = sorted(second for ask in told["asks"] for second in ask.result["seconds"])
    chunks = ingest.result["chunks"]
    cold: Sequence[Spent] = told["cold"]
    return {
        "passages": chunks,
        "ingest_seconds": ingest.seconds,
        "ingest_cpu": ingest.cpu,
        "passages_per_second": chunks / ingest.seconds,
        "question_p50_ms": 1000 * statistics.median(seconds),
        "question_p95_ms": 1000 * seconds[int(0.95 * (len(seconds) - 1))],
        "question_cpu_p50_ms": 1000 * statistics.median(busy for ask in told["asks"] for busy in ask.result["cpu"]),
        "cold_cpu": statistics.median(one.cpu for one in cold) if cold else None,
        "cold_seconds": statistics.median(one.seconds for one in cold) if cold else None,
        "peak_mb_ingest": ingest.peak_mb,
        "peak_mb_question": max(one.peak_mb for one in cold or told["asks"]),
        "index_mb": told["size"],
    }


def commit() -> str:
    """The commit that is measured, with a plus where files differ from it; "none" outside of a repository."""
    git = ["git", "-C", str(Path(__file__).parent)]
    try:
        head = subprocess.run([*git, "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True)
        changed = subprocess.run([*git, "status", "--porcelain", "-uno"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return "none"
    return head.stdout.strip() + ("+" if changed.stdout.strip() else "")


def machine() -> dict[str, Any]:
    """What it ran on, and how busy that was."""
    return {
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 2),
        "python": platform.python_version(),
        "system": platform.system(),
    }


if __name__ == "__main__":
    sys.exit(main())

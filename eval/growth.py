"""How ingest, questions, memory and disk grow with the number of passages: python -m eval.growth DIR…

Up to `--embed` passages (default 10,000) files are written and ingested as a user would do it. Beyond that texts are
real but vectors are real ones turned a little for each repetition (mean cosine 0.9), because embedding 100,000 passages
takes a quarter of an hour; ingest is then told without embedding. Nothing else differs.
"""

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from eval.bench import RESULTS, commit, machine
from eval.growth_corpus import as_markdown, documents
from eval.growth_picture import picture
from eval.spent import run
from kb.errors import CtpatError

SIZES = (1_000, 10_000, 100_000)
ROWS_A_PASSAGE = 0.95  # rows of these sets make somewhat more passages than they are
COLUMNS = (  # name, heading, form
    ("passages", "passages", ",.0f"),
    ("ingest_seconds", "ingest s", ".1f"),
    ("ingest_cpu", "CPU s", ".1f"),
    ("passages_per_second", "passages/s", ".0f"),
    ("peak_mb_ingest", "peak MB ingest", ".0f"),
    ("question_p50_ms", "question p50 ms", ".1f"),
    ("question_p95_ms", "p95 ms", ".1f"),
    ("question_cpu_p50_ms", "p50 CPU ms", ".1f"),
    ("question_first_ms", "first ms", ".0f"),
    ("peak_mb_questions", "peak MB questions", ".0f"),
    ("covers_cold_seconds", "covers 56 cold s", ".2f"),
    ("covers_cold_cpu", "CPU s", ".2f"),
    ("peak_mb_covers", "peak MB covers", ".0f"),
    ("map_seconds", "map s", ".1f"),
    ("disk_mb", "disk MB", ".0f"),
    ("chroma_recall", "Chroma recall@10", ".4f"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure each size, print a table, write JSON and a picture."""
    parser = argparse.ArgumentParser(prog="python -m eval.growth", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folders", nargs="+", type=Path, metavar="DIR", help="sets in BEIR's form: texts to repeat")
    parser.add_argument("--sizes", nargs="+", type=int, default=list(SIZES), metavar="N")
    parser.add_argument("--embed", type=int, default=10_000, metavar="N", help="largest size that is really embedded")
    parser.add_argument("--place", type=Path, help="folder for the workspaces, which stay there")
    parser.add_argument("--output", type=Path, default=RESULTS, metavar="DIR", help="for growth-COMMIT.json and .svg")
    asked = parser.parse_args(arguments)
    asked.output.mkdir(parents=True, exist_ok=True)  # before an hour is spent on what goes there
    try:
        if asked.place:
            rows = grown(asked.place, asked.folders, sorted(asked.sizes), asked.embed)
        else:
            with tempfile.TemporaryDirectory(prefix="ctpat-growth-", ignore_cleanup_errors=True) as place:
                rows = grown(Path(place), asked.folders, sorted(asked.sizes), asked.embed)
    except CtpatError as error:
        print(f"eval.growth: {error}", file=sys.stderr)
        return 1
    figures = {
        "commit": commit(),
        "machine": machine(),
        "sets": [folder.name for folder in asked.folders],
        "rows": rows,
    }
    print(as_markdown_table(rows))
    name = f"growth-{figures['commit']}"
    (asked.output / f"{name}.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    (asked.output / f"{name}.svg").write_text(picture(rows), encoding="utf-8")
    return 0


def grown(place: Path, folders: Sequence[Path], sizes: Sequence[int], embed: int) -> list[dict[str, Any]]:
    """The figures of each size; raises SourceError where a step fails, LabelsError for a set."""
    rows: list[dict[str, Any]] = []
    real: Path | None = None
    for size in sizes:
        workspace = place / str(size)
        if size <= embed or real is None:
            made, real = _ingested(place / f"files-{size}", workspace, folders, size), workspace
        else:
            made = _made(workspace, folders, size, real)
        rows.append(made | _asked(workspace))
        print(json.dumps(rows[-1]), file=sys.stderr)
    return rows


def _ingested(files: Path, workspace: Path, folders: Sequence[Path], size: int) -> dict[str, Any]:
    """Files of about so many passages, ingested by the command as a user would."""
    shutil.rmtree(files, ignore_errors=True)
    files.mkdir(parents=True)
    written = 0
    for name, rows in documents(folders):
        rows = rows[: max(int(size * ROWS_A_PASSAGE) - written, 1)]
        (files / f"{name}.md").write_text(as_markdown(name, rows), encoding="utf-8")
        written += len(rows)
        if written >= size * ROWS_A_PASSAGE:
            break
    spent = run([*_ctpat(workspace), "ingest", files])
    passages = sum(file["passages"] or 0 for file in spent.result["files"])
    return {
        "passages": passages,
        "embedded": True,
        "ingest_seconds": spent.seconds,
        "passages_per_second": passages / spent.seconds,
        "ingest_cpu": spent.cpu,
        "peak_mb_ingest": spent.peak_mb,
    }


def _made(workspace: Path, folders: Sequence[Path], size: int, real: Path) -> dict[str, Any]:
    """A workspace of so many passages with made vectors."""
    step = [*_step("make", workspace), "--passages", str(size), "--real", real, "--sets", *folders]
    spent = run(step)
    seconds = spent.result["text_seconds"] + spent.result["index_seconds"]
    return {
        **spent.result,
        "embedded": False,
        "ingest_seconds": seconds,
        "passages_per_second": spent.result["passages"] / seconds,
        "ingest_cpu": spent.cpu,
        "peak_mb_ingest": spent.peak_mb,
    }


def _asked(workspace: Path) -> dict[str, Any]:
    questions, judged = run(_step("ask", workspace)), run(_step("judge", workspace))
    covers: list[str | Path] = [*_ctpat(workspace), "covers", "56"]
    run(covers)  # so that the files are in the system's cache for each size alike
    cold = min((run(covers) for _ in range(3)), key=lambda one: one.seconds)
    agree = run(_step("agree", workspace)).result
    return {
        "question_p50_ms": questions.result["p50"],
        "question_p95_ms": questions.result["p95"],
        "question_cpu_p50_ms": questions.result["cpu_p50"],
        "question_first_ms": questions.result["first"][0],
        "question_starting_ms": questions.result["first"],
        "peak_mb_questions": questions.peak_mb,
        "covers_cold_seconds": cold.seconds,
        "covers_cold_cpu": cold.cpu,
        "peak_mb_covers": cold.peak_mb,
        "map_seconds": judged.result["map_seconds"],
        "peak_mb_map": judged.peak_mb,
        "chroma_recall": agree["questions"],
        "agree": agree,
        "disk_mb": sum(path.stat().st_size for path in workspace.rglob("*") if path.is_file()) / 1e6,
    }


def _ctpat(workspace: Path) -> list[str | Path]:
    return [sys.executable, "-m", "kb.cli", "--workspace", workspace, "--json"]


def _step(name: str, workspace: Path) -> list[str | Path]:
    return [sys.executable, "-m", "eval.growth_step", name, "--workspace", workspace]


def as_markdown_table(rows: Sequence[dict[str, Any]]) -> str:
    """The figures as Markdown; a star marks ingest without embedding."""
    lines = [f"| {' | '.join(heading for _, heading, _ in COLUMNS)} |", "|---" * len(COLUMNS) + "|"]
    for row in rows:
        star = {"ingest_seconds", "ingest_cpu", "passages_per_second"} if not row["embedded"] else set()
        cells = [format(row[name], form) + ("*" if name in star else "") for name, _, form in COLUMNS]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join([*lines, "", "\\* texts and index only: the vectors are made, not embedded."])


if __name__ == "__main__":
    sys.exit(main())

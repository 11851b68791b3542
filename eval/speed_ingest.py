"""A whole ingest from cold: ours, the starter's, and the starter's with chunks that its model sees whole."""

import shutil
import statistics
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from eval.spent import Spent, run
from kb.settings import Settings

SMALL_CHUNK = 256  # tokens, of which the file's path takes some: what the model sees of a chunk
SEEN = 256  # tokens of a text that the model sees
STARTER = Path(__file__).with_name("starter.py")
OURS, THEIRS, THEIRS_SMALL = "ours", "starter", "starter, small chunks"
OCR = "read by OCR"


@dataclass(frozen=True, slots=True)
class Bench:
    """How one run measures."""

    place: Path  # a folder of its own, removed afterwards
    settings: Settings
    starter: Path  # the Python that has the starter's packages
    model: Path
    repeats: int
    questions: int
    small_files: int


def whole_ingest(bench: Bench, files: Path, name: str) -> dict[str, Any]:
    """Ingest by ours, by the starter, and by the starter with chunks that its model sees whole, in turn, from cold."""
    spent: dict[str, list[Spent]] = {OURS: [], THEIRS: [], THEIRS_SMALL: []}
    for _ in range(bench.repeats):
        for who in spent:
            index = bench.place / name / who
            shutil.rmtree(index, ignore_errors=True)
            index.parent.mkdir(exist_ok=True)
            spent[who].append(run(_ingesting(bench, who, files, index)))
    report = spent[OURS][-1].result["files"]
    scans = sorted(Path(row["path"]).name for row in report if any(OCR in text for text in row["warnings"]))
    pages = sum(row["pages"] or 0 for row in report)
    result: dict[str, Any] = {"files": len(report), "pages": pages, "scans": scans}
    for who, runs in spent.items():
        index = bench.place / name / who
        held = _held(bench, who, index)
        result[who] = {
            **{key: statistics.median(getattr(one, key) for one in runs) for key in ("seconds", "cpu", "peak_mb")},
            "runs": [{key: value for key, value in asdict(one).items() if key != "result"} for one in runs],
            "index_mb": sum(path.stat().st_size for path in index.rglob("*") if path.is_file()) / 1e6,
            **held,
        }
        result[who]["passages_per_second"] = held["passages"] / result[who]["seconds"]
        result[who]["pages_per_second"] = pages / result[who]["seconds"]
    result[THEIRS]["steps"] = spent[THEIRS][-1].result
    result["ratios"] = {
        who: {
            key: statistics.median(getattr(b, key) / getattr(a, key) for a, b in zip(spent[OURS], runs, strict=True))
            for key in ("seconds", "cpu", "peak_mb")
        }
        for who, runs in spent.items()
        if who != OURS
    }
    return result


def _ingesting(bench: Bench, who: str, files: Path, index: Path) -> list[str | Path]:
    if who == OURS:
        return [sys.executable, "-m", "kb.cli", "--workspace", index, "--json", "ingest", files]
    chunk = str(SMALL_CHUNK if who == THEIRS_SMALL else 0)
    where: list[str | Path] = ["--folder", files, "--index", index, "--model", bench.model, "--chunk", chunk]
    return [bench.starter, STARTER, "ingest", *where]


def _held(bench: Bench, who: str, index: Path) -> dict[str, float]:
    """How many passages an index holds, of how many characters, and how many of these the model saw."""
    rows = _our_rows(index) if who == OURS else run([bench.starter, STARTER, "chunks", "--index", index]).result
    whole, seen = covered(bench.model / "tokenizer.json", rows)
    return {"passages": len(rows), "characters": whole, "characters_seen": seen}


def _our_rows(workspace: Path) -> list[dict[str, Any]]:
    from kb.embedding import embedded_text
    from kb.store import Store

    with closing(Store(workspace / "store.sqlite3")) as store:
        titles = {document.path: document.title for document in store.documents()}
        rows = []
        for passage in store.passages():
            embedded = embedded_text(passage, titles[passage.path])
            place = {"document": passage.path, "start": passage.start, "length": passage.end - passage.start}
            rows.append(place | {"embedded": embedded, "lead": max(len(embedded) - len(passage.text), 0)})
        return rows


def covered(tokenizer: Path, rows: Sequence[dict[str, Any]]) -> tuple[int, int]:
    """Characters of the documents that stand in a passage, and those of them among the tokens that the model sees."""
    from tokenizers import Tokenizer

    tokens = Tokenizer.from_file(str(tokenizer))
    tokens.no_padding()
    tokens.enable_truncation(SEEN)
    whole: dict[str, list[tuple[int, int]]] = {}
    seen: dict[str, list[tuple[int, int]]] = {}
    for row, encoding in zip(rows, tokens.encode_batch([row["embedded"] for row in rows]), strict=True):
        last = max((end for _, end in encoding.offsets), default=0) if encoding.overflowing else len(row["embedded"])
        start = row["start"]
        whole.setdefault(row["document"], []).append((start, start + row["length"]))
        seen.setdefault(row["document"], []).append((start, start + min(max(last - row["lead"], 0), row["length"])))
    return _union(whole), _union(seen)


def _union(spans: dict[str, list[tuple[int, int]]]) -> int:
    total = 0
    for parts in spans.values():
        reached = 0
        for start, end in sorted(parts):
            total += max(end - max(start, reached), 0)
            reached = max(reached, end)
    return total

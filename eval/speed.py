"""Time, memory and disk against pypdf and against the LlamaIndex starter, in one run: python -m eval.speed FOLDER …"""

import argparse
import json
import os
import platform
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from eval.speed_ingest import OURS, STARTER, THEIRS, Bench, whole_ingest
from eval.speed_table import as_text
from eval.spent import run
from kb.errors import SourceError
from kb.settings import load_settings

SHARED = frozenset((".pdf", ".docx", ".xlsx", ".csv", ".txt", ".md", ".html", ".htm"))  # read as text by both
FOUND = 10  # passages of a question
SMALL_FILES, PARTS, PART_WORDS = 1000, 2, 70
WORDS = """seal container gate guard driver yard record inspection supervisor warehouse trailer access visitor badge
camera lock log monthly review report broker carrier shall be kept in the by of and at a each whenever until""".split()


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure the folders named, print the ratios, write them as JSON where asked."""
    asked = _parser().parse_args(arguments)
    try:
        with _bench(asked) as bench:
            figures = measure(bench, asked.folders)
    except SourceError as error:
        print(f"eval.speed: {error}", file=sys.stderr)
        return 1
    print(as_text(figures))
    if asked.output:
        asked.output.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m eval.speed",
        description=__doc__,
        epilog="Ratios are the other's figure divided by ours: above 1 we are faster or smaller. Linux and macOS. The"
        " starter needs the extra `bench` (pip install -e '.[bench]'), here or in another Python (--starter-python);"
        " its PDF reader wants pypdf below 7, with which this program runs as well.",
    )
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--quick", action="store_true", help="one round, 10 questions, 100 small files")
    parser.add_argument("--repeats", type=int, default=3, help="rounds, one after the other in turn (default 3)")
    parser.add_argument("--starter-python", type=Path, default=Path(sys.executable), metavar="PYTHON")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write all figures as JSON")
    return parser


@contextmanager
def _bench(asked: argparse.Namespace) -> Iterator[Bench]:
    from kb.embedding import model_folder

    lacking = run([asked.starter_python, STARTER, "missing"]).result
    if lacking:
        raise SourceError(
            f"{asked.starter_python} lacks {', '.join(lacking)}, which the starter needs. Install them there,"
            " or name a Python that has them with --starter-python."
        )
    with tempfile.TemporaryDirectory(prefix="ctpat-speed-", ignore_cleanup_errors=True) as place:
        small, questions = (100, 10) if asked.quick else (SMALL_FILES, 50)
        rounds = 1 if asked.quick else asked.repeats
        settings = replace(load_settings(Path(place)), embedder="minilm")
        yield Bench(Path(place), settings, asked.starter_python, model_folder(), rounds, questions, small)


def measure(bench: Bench, folders: Sequence[Path]) -> dict[str, Any]:
    """All figures of the folders' files, read by both from a copy; raises SourceError where there are none."""
    everything, left_out = shared_copy(folders, bench.place / "files")
    compile_seconds = _compile_seconds(bench)
    figures: dict[str, Any] = {
        "folders": [folder.name for folder in folders],
        "machine": _machine(),
        "left out": left_out,
        "compile once a machine, seconds": compile_seconds,
        "sets": {"all files": whole_ingest(bench, everything, "all")},
    }
    scans = figures["sets"]["all files"]["scans"]
    few = bench.place / "without scans"
    shutil.copytree(everything, few, ignore=lambda _, names: [name for name in names if name in scans])
    if scans and any(path.is_file() for path in few.rglob("*")):
        figures["sets"]["without scans"] = whole_ingest(bench, few, "few")
    figures["reading"] = _reading(bench, [path for path in sorted(everything.rglob("*.pdf")) if path.name not in scans])
    figures["questions"] = _questions(bench, bench.place / "all")
    figures["unchanged"] = _unchanged(bench)
    return figures


def shared_copy(folders: Sequence[Path], place: Path) -> tuple[Path, list[str]]:
    """A copy of the files that both programs read as text, and the names of the others."""
    left_out = []
    for number, folder in enumerate(folders):
        if not folder.is_dir():
            raise SourceError(f"{folder} is not a folder: name one with the documents to measure on.")
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            if path.suffix.lower() not in SHARED:
                left_out.append(path.name)
                continue
            target = place / str(number) / path.relative_to(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, target)
    if not place.is_dir():
        raise SourceError("The folders hold no PDF, DOCX, XLSX, CSV, TXT, Markdown or HTML files to measure on.")
    return place, left_out


def _reading(bench: Bench, files: Sequence[Path]) -> dict[str, float]:
    """Milliseconds a page of ours, in its own process as in an ingest, and of plain pypdf, on the same PDFs."""
    from pypdf import PdfReader

    from ingest.isolate import Isolation

    if not files:
        return {}
    pages = sum(len(PdfReader(path).pages) for path in files)

    def plain(path: Path) -> None:
        for page in PdfReader(path).pages:
            page.extract_text()

    with Isolation() as isolation:
        isolation.read(files[0])  # starts the process
        ours, theirs = _in_turn(bench.repeats, files, isolation.read, plain)
    return {"pages": pages, "ms_per_page": 1000 * ours / pages, "pypdf_ms_per_page": 1000 * theirs / pages} | {
        "ratio": theirs / ours
    }


def _in_turn(repeats: int, files: Sequence[Path], *ways: Callable[[Path], object]) -> list[float]:
    """The median seconds of each way over all files, the ways taking turns file by file."""
    rounds: list[list[float]] = []
    for _ in range(repeats):
        taken = [0.0 for _ in ways]
        for path in files:
            for number, way in enumerate(ways):
                begun = time.perf_counter()
                way(path)
                taken[number] += time.perf_counter() - begun
        rounds.append(taken)
    return [statistics.median(column) for column in zip(*rounds, strict=True)]


def _questions(bench: Bench, built: Path) -> dict[str, Any]:
    """Seconds of a question, warm and from a cold start; the same wordings to both."""
    from kb.assistant import Assistant
    from kb.search import fused

    file = bench.place / "questions.json"
    with closing(Assistant(replace(bench.settings, workspace=built / OURS))) as assistant:
        criteria = assistant.catalogue.criteria[: bench.questions]
        assistant.coverage(criteria[0].number)
        base = assistant.base.searchable
        search = [_seconds(lambda text=one.question: fused(base, text, FOUND)) for one in criteria]  # type: ignore[misc]
        judge = [_seconds(lambda number=one.number: assistant.coverage(number)) for one in criteria[1:]]  # type: ignore[misc]
    command: list[str | Path] = [bench.starter, STARTER, "ask", "--index", built / THEIRS, "--model", bench.model]
    command += ["--questions", file]
    file.write_text(json.dumps([one.question for one in criteria]), encoding="utf-8")
    theirs = run(command).result[1:]  # the first one warms up
    file.write_text(json.dumps([criteria[0].question]), encoding="utf-8")
    ours_cold: list[str | Path] = [
        sys.executable,
        "-m",
        "kb.cli",
        "--workspace",
        built / OURS,
        "--json",
        "covers",
        "56",
    ]
    run(ours_cold)
    cold = [(run(ours_cold), run(command)) for _ in range(bench.repeats)]
    return {
        "asked": len(criteria),
        "search_ms": _percentiles(search[1:]),
        "covers_ms": _percentiles(judge),
        "starter_ms": _percentiles(theirs),
        "ratio_p50": statistics.median(theirs) / statistics.median(search[1:]),
        "covers_cold_seconds": statistics.median(ours.seconds for ours, _ in cold),
        "starter_cold_seconds": statistics.median(other.seconds for _, other in cold),
        "ratio_cold": statistics.median(other.seconds / ours.seconds for ours, other in cold),
    }


def _unchanged(bench: Bench) -> dict[str, float]:
    """Ingest of small text files, and again when nothing has changed."""
    folder, workspace = bench.place / "small files", bench.place / "small"
    write_small_files(folder, bench.small_files)
    command: list[str | Path] = [sys.executable, "-m", "kb.cli", "--workspace", workspace, "--json", "ingest", folder]
    first = run(command)
    again = [run(command) for _ in range(max(bench.repeats, 3))]
    passages = sum(row["passages"] or 0 for row in first.result["files"])
    return {
        "files": bench.small_files,
        "passages": passages,
        "first_seconds": first.seconds,
        "passages_per_second": passages / first.seconds,
        "again_seconds": statistics.median(one.seconds for one in again),
        "again_seconds_without_start": statistics.median(one.result["seconds"] for one in again),
    }


def write_small_files(folder: Path, count: int) -> None:
    """Write so many Markdown files of two passages each, the same ones every time."""
    chance = random.Random(56)
    folder.mkdir(parents=True)
    for number in range(count):
        parts = [f"# Procedure {number}"]
        for part in range(1, PARTS + 1):
            parts += [f"## {part} Part", f"{' '.join(chance.choices(WORDS, k=PART_WORDS)).capitalize()}."]
        (folder / f"procedure_{number:04}.md").write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def _compile_seconds(bench: Bench) -> float:
    """Seconds to compile the model, which happens once a machine and is not in the other figures."""
    from kb.embedding import load_embedder

    load_embedder(bench.settings)  # so that the cache is warm for all that follows
    return _seconds(lambda: load_embedder(replace(bench.settings, cache=bench.place / "cache")))


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _percentiles(seconds: Sequence[float]) -> dict[str, float]:
    ordered = sorted(seconds)
    return {"p50": 1000 * statistics.median(ordered), "p95": 1000 * ordered[int(0.95 * (len(ordered) - 1))]}


def _machine() -> dict[str, Any]:
    packages = ("onnxruntime", "chromadb", "pypdf", "pypdfium2")
    machine = {"cores": os.cpu_count(), "load": os.getloadavg()[0], "python": platform.python_version()}
    return machine | {"system": platform.system()} | {name: _version(name) for name in packages}


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


if __name__ == "__main__":
    sys.exit(main())

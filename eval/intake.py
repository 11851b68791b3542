"""What an ingest makes of each file of folders: python -m eval.intake [FOLDER …] [--output FILE].

Without a folder it takes the hostile and broken files that tests/nasty.py writes.
"""

import argparse
import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from kb.errors import CtpatError, SourceError
from kb.settings import load_settings

ROOT = Path(__file__).resolve().parents[1]
WRITER = ROOT / "tests" / "nasty.py"
COLUMNS = ("file", "outcome", "seconds", "characters", "in passages", "passages", "reason and warnings")


def run(folders: Sequence[Path]) -> dict[str, Any]:
    """Ingest folders into a workspace of their own; the outcome of each file, and time and memory of the run.

    The ingest has a process to itself, so that its peak memory is not that of the caller.
    """
    alone = ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))
    with alone, tempfile.TemporaryDirectory(prefix="ctpat-intake-") as workspace:
        return alone.submit(_ingest, [str(folder) for folder in folders], workspace).result()


def _ingest(folders: Sequence[str], workspace: str) -> dict[str, Any]:
    """The ingest as `ctpat ingest` does it."""
    from ingest.pipeline import ingest
    from kb.base import KnowledgeBase

    base = KnowledgeBase(replace(load_settings(Path(workspace)), workspace=Path(workspace)))
    begun = time.perf_counter()
    with base.writing():
        report = ingest([Path(folder) for folder in folders], base, _progress)
    seconds = time.perf_counter() - begun
    base.close()
    doubts = {fact.doubt for document in report.documents for fact in document.facts}
    files = [row_of(asdict(outcome), folders, doubts) for outcome in report.outcomes]
    return {
        "seconds": round(seconds, 1),
        "counts": dict(sorted(Counter(file["outcome"] for file in files).items())),
        "megabytes": peak_memory(),
        "characters": sum(file["characters"] for file in files),
        "characters_in_passages": sum(file["characters_in_passages"] for file in files),
        "files": files,
    }


def _progress(line: str) -> None:
    print(line.encode(errors="backslashreplace").decode(), file=sys.stderr)


def row_of(file: Mapping[str, Any], folders: Sequence[str], doubts: Collection[str]) -> dict[str, Any]:
    """A file's outcome, by its name below the folder that it was found in; doubts about its facts are no warnings."""
    folder = next((folder for folder in folders if file["path"].startswith(folder + os.sep)), "")
    warnings = [warning for warning in file["warnings"] if warning not in doubts]
    status = "partly" if file["status"] == "indexed" and warnings else str(file["status"])
    told = [file["reason"], *warnings]
    return {
        "file": file["path"].removeprefix(folder).lstrip(os.sep),
        "outcome": status,
        "told": [words.replace(folder + os.sep, "") for words in told if words],
        **{name: file[name] for name in ("seconds", "pages", "passages", "characters", "characters_in_passages")},
    }


def peak_memory() -> dict[str, int] | None:
    """The most memory that this process held, and the most that one of its children held, in MB; None on Windows."""
    try:
        import resource
    except ImportError:
        return None
    unit = 1 if sys.platform == "darwin" else 1024  # bytes, and kilobytes elsewhere
    parent, child = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {"parent": parent * unit // 1024**2, "largest child": child * unit // 1024**2}


def with_expected(figures: dict[str, Any], expected: Sequence[dict[str, str]]) -> dict[str, Any]:
    """The figures, each nasty file with what was expected of it and whether it came so."""
    import re

    by_name = {file["file"]: file for file in reversed(figures["files"])}
    by_name |= {str(above): file for name, file in list(by_name.items()) for above in Path(name).parents}
    wrong = []
    for case in expected:
        file = by_name.get(case["name"]) or {"outcome": "silent", "told": []}
        refused = file["outcome"] in ("failed", "skipped")
        outcome = "refused" if refused else file["outcome"]
        as_told = not (refused or outcome == "partly") or re.search(case["says"], " ".join(file["told"]), re.DOTALL)
        if outcome not in case["expected"].split() or not as_told:
            wrong.append(
                f"{case['name']}: expected {case['expected']} ({case['says']}), came to {outcome} {file['told']}"
            )
    return {"cases": len(expected), "not as expected": wrong, **figures}


def as_markdown(figures: dict[str, Any]) -> str:
    """The figures as a table for people."""
    files = figures["files"]
    lines = [f"{name}: {figures[name]}" for name in figures if name != "files"]
    rows = [
        (
            f"`{file['file']}`",
            file["outcome"],
            f"{file['seconds']:.2f}",
            file["characters"] or "",
            file["characters_in_passages"] or "",
            file["passages"] or "",
            " ".join(file["told"]),
        )
        for file in files
    ]
    table = [COLUMNS, ["---"] * len(COLUMNS), *rows]
    cells = [[str(cell).replace("|", "\\|").replace("\n", " ") for cell in row] for row in table]
    return "\n\n".join(lines) + "\n\n" + "\n".join(f"| {' | '.join(row)} |" for row in cells) + "\n"


def write(figures: dict[str, Any], output: Path) -> None:
    """Write figures as JSON and as Markdown beside it."""
    output.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(figures, ensure_ascii=True, indent=1) + "\n"
    output.with_suffix(".json").write_text(text, encoding="utf-8")
    output.with_suffix(".md").write_text(as_markdown(figures), encoding="utf-8", errors="backslashreplace")


def commit() -> str:
    """The short name of the commit that is checked out, "now" where there is none."""
    asked = ["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"]
    said = subprocess.run(asked, capture_output=True, text=True, check=False)
    return said.stdout.strip() or "now"


def _nasty(folder: Path, words: Sequence[str]) -> list[dict[str, str]]:
    """Write the nasty files; what is expected of each."""
    if not WRITER.exists():
        raise SourceError("tests/nasty.py is not here: run this in the project's source, or name a folder.")
    said = subprocess.run(
        [sys.executable, str(WRITER), str(folder), *words], capture_output=True, text=True, check=True
    )
    return [json.loads(line) for line in said.stdout.splitlines()]


def main() -> None:
    """Run it, and write the table."""
    parser = argparse.ArgumentParser(prog="python -m eval.intake", description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--output", type=Path, metavar="FILE", help="without it eval/results/intake-…")
    parser.add_argument("--quick", action="store_true", help="of the nasty files only those that are read fast")
    asked = parser.parse_args()
    try:
        if asked.folders:
            figures = run([folder.absolute() for folder in asked.folders])
            name = "-".join(folder.absolute().name for folder in asked.folders)
        else:
            with tempfile.TemporaryDirectory(prefix="ctpat-nasty-", ignore_cleanup_errors=True) as place:
                expected = _nasty(Path(place), ["--quick"] if asked.quick else [])
                try:
                    figures, name = with_expected(run([Path(place)]), expected), "nasty"
                finally:
                    _nasty(Path(place), ["--undo"])
    except CtpatError as error:
        sys.exit(str(error))
    output = asked.output or ROOT / "eval" / "results" / f"intake-{name}-{commit()}"
    write(figures, output)
    print("\n".join(f"{key}: {figures[key]}" for key in figures if key != "files"))


if __name__ == "__main__":
    main()

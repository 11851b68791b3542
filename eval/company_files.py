"""Build a fictional company's documents from sources; the writers are those of corpus/sources."""

import argparse
import importlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
WRITERS = ROOT / "corpus" / "sources"
FICTION = "Fictional sample company"
MARK = b"(Brindlewick document control)"


def load_writers() -> tuple[Any, Any]:
    """Return corpus/sources' modules 'source' and 'build'."""
    if str(WRITERS) not in sys.path:
        sys.path.insert(0, str(WRITERS))
    return importlib.import_module("source"), importlib.import_module("build")


def load_tables(module: str) -> dict[str, Any]:
    """Return the workbooks (front matter by source name) and texts (by path) that a module of sources writes down."""
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    tables = importlib.import_module(module)
    return {"books": tables.BOOKS, "texts": tables.TEXTS}


def build_company(here: Path, company: str, short: str) -> dict[str, bytes]:
    """Return every file of the company whose sources lie in here/sources, by path under here/documents."""
    source, build = load_writers()
    tables = load_tables(f"eval.{here.name}.sources.tables")
    made: dict[str, bytes] = {}
    sources = [source.read_source(path) for path in sorted((here / "sources").glob("*.md"))]
    for name, meta in tables["books"].items():
        sources.append(source.Source(origin=here / "sources" / f"{name}.py", meta=meta, path=str(meta["path"])))
    for each in sources:
        each.meta.setdefault("party", company)
        for path, data in build.build(each).items():
            made[path] = data.replace(MARK, f"({short} document control)".encode())
    for path, text in tables["texts"].items():
        made[path] = text.encode()
    return made


def build_or_check(arguments: list[str] | None, build_all: Callable[[], dict[str, bytes]], documents: Path) -> int:
    """Build, or with --check compare; 0 when all is well, 1 when a check finds a difference."""
    parser = argparse.ArgumentParser(description="Build a fictional company's documents.")
    parser.add_argument("--check", action="store_true", help="compare with the files on disk, write nothing")
    chosen = parser.parse_args(arguments)
    made = build_all()
    if chosen.check:
        lines: list[str] = load_writers()[1].differences(made, documents)
        print("\n".join(lines) or f"{len(made)} files are as their sources make them")
        return int(bool(lines))
    for path, data in made.items():
        (documents / path).parent.mkdir(parents=True, exist_ok=True)
        (documents / path).write_bytes(data)
    print(f"{len(made)} files, {sum(map(len, made.values())):,} bytes")
    return 0
